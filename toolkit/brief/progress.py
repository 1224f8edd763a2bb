"""How far a brief has come.

A stage is told of before it begins, so that whoever listens can stop the work there by raising.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

StageName = Literal["fetch", "read", "translate", "summarize", "facts"]

_PATIENCE = 1.0  # seconds before a bar appears: what is quicker needs none


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done to which article, and how much of it is done.

    `done` and `total` count sentences; articles for `read` and `facts`, bytes of a model for `fetch`.
    """

    stage: StageName
    article: str
    done: int
    total: int


Listener = Callable[[Step], None]
"""Called at the start of each stage and whenever something of it is done; an exception that it raises ends the work."""


@contextmanager
def stage(
    name: StageName, article: str, total: int, *, shown: bool | Listener = True
) -> Iterator[Callable[[int], None]]:
    """Tell of one stage; yields a function that takes how many more units are done.

    Parameters
    ----------
    name, article
        What is done, and to which article.
    total
        Units to do; nothing is told of a stage without any.
    shown
        True shows a bar if the stage lasts: in a notebook, or on standard error if that is a terminal. A function is
        called with each `Step` instead.
    """
    if not shown or total == 0:
        yield lambda done: None
    elif callable(shown):
        yield _teller(name, article, total, shown)
    else:
        from tqdm.auto import tqdm

        title = f"{name} {article}"
        with tqdm(total=total, desc=title, unit="sentence", delay=_PATIENCE, leave=False, disable=None) as bar:

            def advance(done: int) -> None:
                bar.update(done)

            yield advance


def _teller(name: StageName, article: str, total: int, listener: Listener) -> Callable[[int], None]:
    so_far = 0

    def advance(done: int) -> None:
        nonlocal so_far
        so_far = min(total, so_far + done)
        listener(Step(name, article, so_far, total))

    advance(0)
    return advance
