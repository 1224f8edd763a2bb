"""How far a batch has come. In: what became of each source. Out: a bar with the rate and the time left.

In a notebook it is a widget, in a terminal a line on standard error, elsewhere nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

__all__ = ["Bar"]

_TOLD = ("partial", "failed", "duplicate")


class Bar:
    """A progress bar; use it in a `with` statement.

    Parameters
    ----------
    total
        How many sources there are, or None where nobody knows.
    shown
        Whether to show it.
    """

    def __init__(self, total: int | None, *, shown: bool) -> None:
        from tqdm.auto import tqdm

        self._bar: Any = tqdm(
            total=total, unit="article", desc="briefs", smoothing=0.05, disable=None if shown else True
        )
        self._counts = Counter[str]()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def settled(self, status: str) -> None:
        """Tell what became of a source."""
        self._counts[status] += 1
        self._bar.set_postfix({name: self._counts[name] for name in _TOLD if self._counts[name]}, refresh=False)
        self._bar.update(1)

    def skipped(self) -> None:
        """Tell of a source that was settled before; the rate that is shown is that of the others."""
        if not self._bar.disable:
            self._bar.initial += 1
        self._bar.update(1)
