"""How far a batch has come (a bar, or a line a minute without a terminal), and whether a signal wants it to stop."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["Bar", "Interrupts"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
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


class Interrupts:
    """Notes both signals while its `with` block runs, also where SIGINT was ignored; a second SIGINT raises at once.

    They set a flag that is looked at between articles: an exception in the middle of a library could be lost there.
    In a thread that is not the main one no signal arrives, and nothing is changed.

    Parameters
    ----------
    on_first
        Called when the first signal arrives.
    """

    def __init__(self, on_first: Callable[[], None] = lambda: None) -> None:
        self._on_first = on_first
        self._before: dict[signal.Signals, Any] = {}
        self.noted: signal.Signals | None = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def check(self) -> None:
        """Raise KeyboardInterrupt if a signal has arrived."""
        if self.noted is not None:
            raise KeyboardInterrupt(self.noted.name)

    def _note(self, number: int, _: FrameType | None) -> None:
        if self.noted is not None and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.noted = self.noted or signal.Signals(number)
        self._on_first()
