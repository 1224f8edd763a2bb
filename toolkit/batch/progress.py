"""How far a batch has come: a bar in a notebook or terminal, elsewhere a line a minute on standard error."""

from __future__ import annotations

import sys
import time
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
    every
        Seconds between two lines where no bar can be drawn.
    """

    def __init__(self, total: int | None, *, shown: bool, every: float = 60.0) -> None:
        from tqdm.auto import tqdm

        self._bar: Any = tqdm(
            total=total, unit="article", desc="briefs", smoothing=0.05, disable=None if shown else True
        )
        self._total, self._every = total, every
        self._has_lines = shown and self._bar.disable
        self._since = self._last = time.monotonic()
        self._counts = Counter[str]()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def settled(self, status: str) -> None:
        """Count a source by its status."""
        self._counts[status] += 1
        self._bar.set_postfix({name: self._counts[name] for name in _TOLD if self._counts[name]}, refresh=False)
        self._bar.update(1)
        if self._has_lines and time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            print(self._line(), file=sys.stderr, flush=True)

    def skipped(self) -> None:
        """Count a source that was settled before; the rate that is shown is that of the others."""
        self._counts["settled before"] += 1
        if not self._bar.disable:
            self._bar.initial += 1
        self._bar.update(1)

    def _line(self) -> str:
        done = self._counts.total()
        rate = (done - self._counts["settled before"]) / max(time.monotonic() - self._since, 1e-9)
        parts = ", ".join(f"{count} {name}" for name, count in sorted(self._counts.items()))
        return f"briefs: {done} of {self._total or 'an unknown number'} ({parts}), {rate:.1f} articles/s"
