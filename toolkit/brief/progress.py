"""One progress bar a stage, in a terminal or a notebook. In: a stage's name and size. Out: a callback to advance it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["stage"]

_PATIENCE = 1.0  # seconds before a bar appears: what is quicker needs none


@contextmanager
def stage(name: str, total: int, *, shown: bool = True) -> Iterator[Callable[[int], None]]:
    """Show a bar for one stage if it lasts; yields a function that takes how many more units are done.

    In a terminal the bar goes to standard error, and nothing is shown where that is not a terminal.
    """
    if not shown or total == 0:
        yield lambda done: None
        return
    from tqdm.auto import tqdm

    with tqdm(total=total, desc=name, unit="sentence", delay=_PATIENCE, leave=False, disable=None) as bar:

        def advance(done: int) -> None:
            bar.update(done)

        yield advance
