"""Clock times in Arabic. The reader of numbers builds on this one: hours look like ordinals and must be tried first.

``14:00``, ``الساعة العاشرة والنصف صباحا``, ``العاشرة إلا ربعا``, ``0230 بالتوقيت العالمي``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from toolkit.article.types import Span
from toolkit.language.numerals_arabic import Item, read_item
from toolkit.language.quantity import Quantity, read_digits
from toolkit.language.words import MINUS, Word, WordReader

__all__ = ["ClockReader"]

_HOUR_WORDS = frozenset({"الساعه", "ساعه", "للساعه", "والساعه", "بالساعه"})
_ZONE_WORDS = frozenset({"بتوقيت", "بالتوقيت", "التوقيت", "توقيت"})
_MINUTE_WORDS = frozenset({"دقيقه", "دقايق", "دقيقتين", "دقيقتان"})
_PARTS = {
    **dict.fromkeys(("صباحا", "صباح", "الصباح", "فجرا", "فجر", "الفجر", "ص", "ضحي"), "morning"),
    **dict.fromkeys(("ظهرا", "ظهر", "الظهر", "الظهيره"), "noon"),
    **dict.fromkeys(("مساء", "المساء", "عصرا", "عصر", "العصر", "م"), "evening"),
    **dict.fromkeys(("ليلا", "ليل", "الليل", "ليله"), "night"),
}
_FIRST_HOURS = frozenset({"الواحده", "الحاديه"})
_PARTS_SAID = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}
_LESS = {"ربعا": 15, "الربع": 15, "ربع": 15, "ثلثا": 20, "الثلث": 20, "ثلث": 20}


def _on_24(hour: int, part: str) -> int:
    """Return the hour of the day: noon begins at ten, and the night ends at five."""
    if hour > 12 or not part:
        return hour
    early = hour % 12
    if part == "morning" or (part == "night" and early < 6) or (part == "noon" and hour in (10, 11)):
        return early
    return early + 12


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
        if self.form(at) == "منتصف" and self.form(at + 1) in ("الليل", "النهار"):
            value = 0 if self.form(at + 1) == "الليل" else 720
            self.found.append(Quantity(self.span(at, at + 2), Fraction(value), "time", weak=True))
            return at + 2
        hour_said = self.form(at) in _HOUR_WORDS or (self.form(at) == "تمام" and self.form(at + 1) not in _HOUR_WORDS)
        start = at + 1 if hour_said else at
        hour, after = self._hour(start)
        if not after:
            return at
        after, minutes = self._minutes(after)
        part, abbreviated = self._part_of_day(after), self.form(after) in ("ص", "م")
        scored = self.form(at - 1) in MINUS and self.is_digits(at - 2)  # 3-1 مساء الأربعاء
        if scored and not hour_said:
            return at
        plain = self.is_digits(start) or self._role(start) == "ordinal" or self.form(start) in _FIRST_HOURS
        if not hour_said and (not part or abbreviated or not plain):
            return at
        value = (_on_24(hour, part) * 60 + minutes) % 1440
        self.found.append(Quantity(self.span(start, after), Fraction(value), "time", digits=self.is_digits(start)))
        return after

    def _digital_clock(self, at: int) -> int:
        hour, minute = int(read_digits(self.form(at))[0]), int(read_digits(self.form(at + 2))[0])
        if hour > 24 or minute > 59 or len(self.form(at + 2)) != 2:
            return at
        after = at + 5 if self.form(at + 3) == ":" and self.is_digits(at + 4) else at + 3
        value = _on_24(hour, self._part_of_day(after)) * 60 + minute
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
        if item and item.role == "ordinal" and item.definite and self.form(at).endswith(("ه", "ي")):
            if self._role(at + 1) == "ten":
                return int(item.value) + 10, at + 2
            return int(item.value), at + 1
        if self.form(at) in _FIRST_HOURS:
            return (11, at + 2) if self._role(at + 1) == "ten" else (1, at + 1)
        return 0, 0

    def _minutes(self, at: int) -> tuple[int, int]:
        """Return the index after the minutes that are said at `at`, and the minutes."""
        if part := _PARTS_SAID.get(self.form(at)):
            return at + 1, part
        if self.form(at) == "الا":
            if part := _LESS.get(self.form(at + 1)):
                return at + 2, -part
            after, minutes = self._counted_minutes(at + 1)
            return (after, -minutes) if after > at + 1 else (at, 0)
        if self.form(at) == "و":
            after, minutes = self._counted_minutes(at + 1)
            return (after, minutes) if after > at + 1 else (at, 0)
        item = self._item(at)
        return self._counted_minutes(at) if item and item.joined else (at, 0)

    def _counted_minutes(self, at: int) -> tuple[int, int]:
        """``خمس وعشرين دقيقة``, ``25 دقيقة``; without the noun only before a part of the day."""
        if self.form(at).removeprefix("و") in ("دقيقتين", "دقيقتان"):
            return at + 1, 2
        value, after = 0, at
        if self.is_digits(at) and self.form(at).isdigit():
            value, after = int(self.form(at)[:4]), at + 1
        elif (item := self._item(at)) and item.role in ("unit", "ten", "tens"):
            value, after = int(item.value), at + 1
            following = self._item(after)
            if item.role == "unit" and following and following.role == "ten" and not following.joined:
                value, after = value + 10, after + 1
            elif item.role == "unit" and following and following.role == "tens" and following.joined:
                value, after = value + int(following.value), after + 1
        if not 0 < value < 60:
            return at, 0
        if self.form(after) in _MINUTE_WORDS:
            return after + 1, value
        return (after, value) if self._part_of_day(after) else (at, 0)

    def _part_of_day(self, at: int) -> str:
        """Return the part of the day said at `at`: ``مساء``, ``من عصر الثلاثاء``, ``بعد الظهر``."""
        word, following = self.form(at), self.form(at + 1)
        if word == "بعد" and following in ("الظهر", "ظهر", "العصر"):
            return "evening"
        if word == "قبل" and following in ("الظهر", "ظهر"):
            return "morning"
        if word == "من" and following == "بعد":
            return "evening" if self.form(at + 2) in ("الظهر", "ظهر") else ""
        if word in ("من", "في"):
            return _PARTS.get(following, "") if following not in ("ص", "م") else ""
        return _PARTS.get(word, "")
