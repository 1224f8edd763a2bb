"""English dates, built on the numbers of a sentence: days, months, weekdays, years and clock times."""

from __future__ import annotations

import re
from bisect import bisect_right

from toolkit.article.lexicon import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, words
from toolkit.article.types import Span
from toolkit.language.dates import DateFinder, DateMention, Role

__all__ = ["EnglishDates"]

_MONTH_CONTEXT = words("function_words", "preposition") | frozenset("last this next late early mid and".split())
_MAY_CONTEXT = frozenset("in since last of until late early this next".split())
_RELATIVE = frozenset({"today", "yesterday", "tomorrow", "last", "next"})
_HIJRI = [
    re.compile(spelling)
    for spelling in (
        "muharram safar rabia?(al|ul)?(awwal|awal|i) rabia?(al|ul|ath|uth)?(thani|akhir|akhar|ii) "
        "jumadaa?(al|ul)?(ula|awwal|awal|i) jumadaa?(al|ul|ath|uth)?(akhirah?|thani|thaniya?h?|ii) rajab sh?aa?ban "
        "ramadh?an shawwal (dh|z|th)ul?(al)?q[aie]+dah? (dh|z|th)ul?(al)?hij+ah?"
    ).split()
]
"""Hijri months in order, as English spells them, without hyphens and blanks."""

_AMBIGUOUS = frozenset({"may", "march"} | {month for month in ENGLISH_MONTHS if len(month) == 3})
_ZONES = frozenset("gmt utc est edt bst cet msk".split())
_JOINTS = frozenset({"-", "–", "—", "and", "to", "or"})
_NOT_YEAR_BEFORE = frozenset({"$", "€", "£", "#", "article", "law", "resolution", "flight", "km"})
_Parts = list[tuple[Span, Role]]


class EnglishDates(DateFinder):
    """Reads the dates of an English text."""

    def _at_month(self, at: int) -> DateMention | None:
        month = ENGLISH_MONTHS.get(self.form(at), 0) if self.text(at)[0].isupper() else 0
        if month:
            return self._around(at, at, month)
        month, last = self._hijri_month(at)
        return self._around(at, last, month, hijri=True) if month else None

    def _hijri_month(self, at: int) -> tuple[int, int]:
        """Return the month of ``20 Dhu al-Hijjah`` and the index of its last word; 0 if there is none."""
        name = ""
        for last in range(at, min(at + 6, len(self.words))) if self.text(at)[0].isupper() else ():
            name += self.form(last) if self.words[last].kind == "latin" else ""
            for number, spelling in enumerate(_HIJRI, 1):
                if spelling.fullmatch(name):
                    return number, last
        return 0, at

    def _around(self, at: int, last: int, month: int, hijri: bool = False) -> DateMention | None:
        form, before = self.form(at), self.form(at - 1)
        end = at + 1 if self.form(at + 1) == "." and len(form) <= 4 and form != "may" else last
        start, day, parts, day_from = self._day_before(at)
        if day is None:
            end, day, parts, day_from = self._day_after(end)
        end, year, year_part = self._year(end, hijri)
        near = (before in _MONTH_CONTEXT and len(form) > 3) or (form == "may" and before in _MAY_CONTEXT)
        if (form in _AMBIGUOUS or hijri) and not (day or year or (near and not hijri)):
            return None
        start, weekday, relative = self._weekday_before(start)
        relative = relative or self._relative(start - 1)
        parts = [(self.span(at, last + 1), "skip"), *parts, *year_part]
        span = self.span(start, end + 1)
        return DateMention(
            span, day, month, year, weekday, relative=relative, hijri=hijri, day_from=day_from, parts=tuple(parts)
        )

    def _relative(self, at: int) -> str:
        return self.form(at) if self.form(at) in _RELATIVE else ""

    def _day_before(self, at: int) -> tuple[int, int | None, _Parts, int | None]:
        before = at - 1 - (self.form(at - 1) == "of")
        number, start = self.number_before(before)
        day = self.as_day(number)
        if day is None or number is None or (before < at - 1 and number.kind != "ordinal"):
            return at, None, [], None
        other, other_start = self.number_before(start - 2) if self.form(start - 1) in _JOINTS else (None, start)
        day_from = self.as_day(other)
        parts: _Parts = [(number.span, "day")]
        if other and day_from:
            parts, start = [*parts, (other.span, "day")], other_start
        return start, day, parts, day_from if day_from and day_from < day else None

    def _day_after(self, at: int) -> tuple[int, int | None, _Parts, int | None]:
        number, last = self.number_after(at + 1 + (self.form(at + 1) == "the"))
        day = self.as_day(number)
        if day is None or number is None or not (number.digits or number.kind == "ordinal"):
            return at, None, [], None
        other, other_last = self.number_after(last + 2) if self.form(last + 1) in _JOINTS else (None, last)
        later = self.as_day(other)
        if other and later and not other.unit:
            return other_last, later, [(number.span, "day"), (other.span, "day")], day if day < later else None
        return last, day, [(number.span, "day")], None

    def _year(self, end: int, hijri: bool = False) -> tuple[int, int | None, _Parts]:
        number, last = self.number_after(end + 1 + (self.form(end + 1) in (",", "of")))
        year = self.as_year(number, hijri)
        if year is None or number is None or not self.words[last].form.isdigit():
            return end, None, []
        return last + (self.form(last + 1) in ("ah", "h")), year, [(number.span, "year")]

    def _weekday_before(self, start: int) -> tuple[int, int | None, str]:
        at = start - 1
        while self.form(at) in (",", "the", "("):
            at -= 1
        weekday = ENGLISH_WEEKDAYS.get(self.form(at))
        if weekday is None:
            return start, None, ""
        relative = self._relative(at - 1)
        return (at - 1 if relative in ("today", "yesterday", "tomorrow") else at), weekday, relative

    def _weekdays(self, taken: set[int]) -> list[DateMention]:
        mentions = []
        for at, word in enumerate(self.words):
            weekday = ENGLISH_WEEKDAYS.get(word.form.removesuffix("s"), ENGLISH_WEEKDAYS.get(word.form))
            if weekday is not None and word.text[0].isupper() and at not in taken:
                span = self.span(at, at + 1)
                relative = self._relative(at - 1)
                mentions.append(DateMention(span, weekday=weekday, relative=relative, parts=((span, "skip"),)))
        return mentions

    def _years(self, known: set[int]) -> list[DateMention]:
        mentions: list[DateMention] = []
        for number in self.numbers:
            year = self.as_year(number)
            if year is None or not number.digits or number.span.start in known or number.kind == "money":
                continue
            at = bisect_right(self.starts, number.span.start) - 1
            plural = number.unit.endswith("s") and self.form(at + 1) == number.unit
            if self.words[at].form.isdigit() and self.form(at - 1) not in _NOT_YEAR_BEFORE and not plural:
                mentions.append(DateMention(number.span, year=year, parts=((number.span, "year"),)))
        return mentions

    def _zone(self, at: int) -> tuple[int, str]:
        return at, self.text(at) if self.form(at) in _ZONES else ""
