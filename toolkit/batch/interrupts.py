"""SIGINT and SIGTERM during a run: noted by a flag that the run looks at between articles.

An exception in the middle of an import or a library is lost or becomes an error of another kind; a flag does not.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["Interrupts"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Notes both signals while its `with` block runs, also where SIGINT was ignored; a second SIGINT raises at once.

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
