"""Clock times in Arabic. The reader of numbers builds on this one: hours look like ordinals and must be tried first.

``14:00``, ``الساعة العاشرة والنصف صباحا``, ``العاشرة إلا ربعا``, ``0230 بالتوقيت العالمي``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from toolkit.article.types import Span
from toolkit.language.numerals_arabic import Item, read_item
from toolkit.language.quantity import Quantity, read_digits
from toolkit.language.words import Word, WordReader

__all__ = ["ClockReader"]

_HOUR_WORDS = frozenset({"الساعه", "ساعه", "للساعه", "والساعه", "بالساعه"})
_ZONE_WORDS = frozenset({"بتوقيت", "بالتوقيت", "التوقيت", "توقيت"})
_MORNING = frozenset({"صباحا", "صباح", "فجرا", "فجر", "ص"})
_EVENING = frozenset({"مساء", "ليلا", "ظهرا", "عصرا", "م", "الظهر", "العصر"})


class ClockReader(WordReader):
    """Reads clock times off the words of one text, and gives access to those words."""

    def __init__(self, words: Sequence[Word]) -> None:
        super().__init__(words)
        self.found: list[Quantity] = []

    def _item(self, at: int) -> Item | None:
        if 0 <= at < len(self.words) and self.words[at].kind == "arabic":
            return read_item(self.words[at].form)
        return None

    def _joined(self, at: int) -> tuple[Item | None, int]:
        """Return the word at `at` as part of a number, and its index: a و may stand apart before it."""
        if self.form(at) == "و" and (item := self._item(at + 1)):
            return item._replace(joined=True), at + 1
        return self._item(at), at

    def _role(self, at: int) -> str:
        item = self._item(at)
        return item.role if item else ""

    def span(self, first: int, after: int) -> Span:
        """Return the span of the words `first` to `after`, without the particles on the first."""
        start, text, item = self.words[first].start, self.words[first].text, self._item(first)
        if item and item.joined:
            start, text = start + 1, text[1:]
        if item and item.prefixed and not text.startswith("لل"):
            start += 1
        return Span(start, self.words[after - 1].end)

    # -- clock times ---------------------------------------------------------------------------------------------

    def _clock(self, at: int) -> int:
        if self.is_digits(at) and self.form(at + 1) == ":" and self.is_digits(at + 2):
            return self._digital_clock(at)
        if self.is_digits(at) and self.form(at + 1) in _ZONE_WORDS and len(self.form(at)) == 4:
            return self._military_clock(at)
        hour_said = self.form(at) in _HOUR_WORDS or (self.form(at) == "تمام" and self.form(at + 1) not in _HOUR_WORDS)
        start = at + 1 if hour_said else at
        hour, after = self._hour(start)
        if not after:
            return at
        after, minutes = self._minutes(after)
        half = self._half_of_day(after)
        if not hour_said and (not half or (self._role(start) != "ordinal" and not self.is_digits(start))):
            return at
        value = hour * 60 + minutes + (720 if half > 0 and hour < 12 else -720 if half < 0 and hour == 12 else 0)
        self.found.append(Quantity(self.span(start, after), Fraction(value), "time", digits=self.is_digits(start)))
        return after

    def _digital_clock(self, at: int) -> int:
        hour, minute = int(read_digits(self.form(at))[0]), int(read_digits(self.form(at + 2))[0])
        if hour > 24 or minute > 59 or len(self.form(at + 2)) != 2:
            return at
        after = at + 5 if self.form(at + 3) == ":" and self.is_digits(at + 4) else at + 3
        half = self._half_of_day(after)
        value = hour * 60 + minute + (720 if half > 0 and hour < 12 else -720 if half < 0 and hour == 12 else 0)
        self.found.append(Quantity(self.span(at, after), Fraction(value), "time", digits=True))
        return after

    def _military_clock(self, at: int) -> int:
        """``0230 بالتوقيت العالمي``."""
        form = self.form(at)
        if not form.isdigit() or int(form[:2]) > 24 or int(form[2:]) > 59:
            return at
        value = Fraction(int(form[:2]) * 60 + int(form[2:]))
        self.found.append(Quantity(self.span(at, at + 1), value, "time", digits=True))
        return at + 1

    def _hour(self, at: int) -> tuple[int, int]:
        """Return the hour said at `at` and the index after it; (0, 0) if there is none."""
        if self.is_digits(at) and self.form(at + 1) != ":":
            form = self.form(at)
            if len(form) == 4 and form.isdigit() and int(form[:2]) < 25 and int(form[2:]) < 60:
                return 0, 0
            value = read_digits(form)[0]
            return (int(value), at + 1) if value.denominator == 1 and value <= 24 else (0, 0)
        item = self._item(at)
        if item and item.role == "ordinal" and item.definite and not item.joined and self.form(at).endswith(("ه", "ي")):
            if self._role(at + 1) == "ten":
                return int(item.value) + 10, at + 2
            return int(item.value), at + 1
        if self.form(at) in ("الواحده", "الحاديه"):
            return (11, at + 2) if self._role(at + 1) == "ten" else (1, at + 1)
        return 0, 0

    def _minutes(self, at: int) -> tuple[int, int]:
        part = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}.get(self.form(at))
        if part:
            return at + 1, part
        if self.form(at) in ("الا", "إلا") and self.form(at + 1) in ("ربعا", "الربع", "ربع"):
            return at + 2, -15
        if self.form(at) in ("الا",) and self.form(at + 1) in ("ثلثا", "الثلث", "ثلث"):
            return at + 2, -20
        return at, 0

    def _half_of_day(self, at: int) -> int:
        near = (self.form(at), self.form(at + 1))
        if near[0] in _MORNING:
            return -1
        if near[0] in _EVENING or (near[0] == "بعد" and near[1] in _EVENING):
            return 1
        return 0
