"""Clock times in English: ``9:30 p.m.``, ``9.30 am``, ``10 o'clock``. The reader of numbers builds on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from toolkit.language.numerals_english import DASHES, UNITS
from toolkit.language.quantity import Quantity
from toolkit.language.words import Word, WordReader

__all__ = ["ClockReader"]


class ClockReader(WordReader):
    """Reads clock times off the words of one text, and gives access to those words."""

    def __init__(self, words: Sequence[Word]) -> None:
        super().__init__(words)
        self.found: list[Quantity] = []

    def _hyphen(self, at: int) -> bool:
        return self.form(at) in DASHES and self.glued(at) and self.glued(at + 1)

    # -- clock times ---------------------------------------------------------------------------------------------

    def _clock(self, at: int) -> int:
        if self.form(at) in ("noon", "midnight"):
            value = 720 if self.form(at) == "noon" else 0
            self.found.append(Quantity(self.span(at, at + 1), Fraction(value), "time", weak=True))
            return at + 1
        if not self.is_digits(at) and self.form(at) not in UNITS:
            return at
        value, after = self._hour_minute(at)
        if value < 0:
            return at
        half, end = self._half_of_day(after)
        if after == at + 1 and not half and self.form(after) != "o":
            return at
        if self.form(after) == "o" and self.form(after + 2) == "clock":
            after += 3
            half, end = self._half_of_day(after)
        elif after == at + 1 and not half:
            return at
        value += 720 if half > 0 and value < 720 else -720 if half < 0 and value >= 720 else 0
        self.found.append(Quantity(self.span(at, end), Fraction(value), "time", digits=self.is_digits(at)))
        return end

    def _hour_minute(self, at: int) -> tuple[int, int]:
        if self.form(at) in UNITS:
            hour = UNITS[self.form(at)]
            return (hour * 60, at + 1) if 1 <= hour <= 12 else (-1, at)
        form = self.form(at)
        dotted = re.fullmatch(r"(\d{1,2})\.(\d{2})", form)
        if dotted and self._half_of_day(at + 1)[0] and int(dotted[1]) < 25 and int(dotted[2]) < 60:
            return int(dotted[1]) * 60 + int(dotted[2]), at + 1
        if not form.isdigit() or len(form) > 2 or int(form) > 24:
            return -1, at
        if self.form(at + 1) == ":" and self.is_digits(at + 2) and self.glued(at + 1) and self.glued(at + 2):
            minutes = self.form(at + 2)
            if len(minutes) == 2 and minutes.isdigit() and int(minutes) < 60:
                seconds = self.form(at + 3) == ":" and self.is_digits(at + 4)
                return int(form) * 60 + int(minutes), at + 5 if seconds else at + 3
            return -1, at
        return int(form) * 60, at + 1

    def _half_of_day(self, at: int) -> tuple[int, int]:
        """Return -1 (a.m.), 1 (p.m.) or 0 and the index after it."""
        form = self.form(at)
        if form in ("am", "pm"):
            return (-1 if form == "am" else 1), at + 1
        if form in ("a", "p") and self.form(at + 1) == "." and self.form(at + 2) == "m" and self.glued(at + 2):
            return (-1 if form == "a" else 1), at + (4 if self.form(at + 3) == "." else 3)
        if form in ("a", "p") and self.form(at + 1) == "m" and self.form(at) and self.glued(at):
            return (-1 if form == "a" else 1), at + 2
        if form == "in" and self.form(at + 1) == "the" and self.form(at + 2) in ("morning", "evening", "afternoon"):
            return (-1 if self.form(at + 2) == "morning" else 1), at
        return 0, at
