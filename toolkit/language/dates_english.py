"""English dates, built on the numbers of a sentence: days, months, weekdays, years and clock times."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from toolkit.article.lexicon import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, words
from toolkit.article.types import Span
from toolkit.language.dates import DateFinder, DateMention, Role

__all__ = ["EnglishDates"]

_MONTH_CONTEXT = words("function_words", "preposition") | frozenset("last this next late early mid and".split())
_ENGLISH_RELATIVE = {"today": "today", "yesterday": "yesterday", "tomorrow": "tomorrow", "last": "last", "next": "next"}
_HIJRI = {
    number: re.compile(spelling)
    for number, spelling in enumerate(
        (
            "muharram",
            "safar",
            "rabia?(al|ul)?(awwal|awal|i)",
            "rabia?(al|ul|ath|uth)?(thani|akhir|akhar|ii)",
            "jumadaa?(al|ul)?(ula|awwal|awal|i)",
            "jumadaa?(al|ul|ath|uth)?(akhira|akhirah|thani|thania|thaniya|thaniyah|ii)",
            "rajab",
            "sh?aa?ban",
            "ramadh?an",
            "shawwal",
            "(dh|z|th)ul?(al)?q[aie]+dah?",
            "(dh|z|th)ul?(al)?hij+ah?",
        ),
        1,
    )
}
"""Hijri months as English spells them, without hyphens and blanks."""
_AMBIGUOUS = frozenset({"may", "march"} | {month for month in ENGLISH_MONTHS if len(month) == 3})
_ZONES = frozenset("gmt utc est edt bst cet msk".split())
_NOT_YEAR_BEFORE = frozenset({"$", "€", "£", "#", "article", "law", "resolution", "flight", "km"})


class EnglishDates(DateFinder):
    """Reads the dates of an English text."""

    def _at_month(self, at: int) -> DateMention | None:
        month = self._month(at)
        if month:
            return self._around(at, at, month)
        month, last = self._hijri_month(at)
        return self._around(at, last, month, hijri=True) if month else None

    def _hijri_month(self, at: int) -> tuple[int, int]:
        """Return the month of ``20 Dhu al-Hijjah`` and the index of its last word; 0 if there is none."""
        if self.words[at].kind != "latin" or not self.text(at)[0].isupper():
            return 0, at
        name = ""
        for last in range(at, min(at + 6, len(self.words))):
            name += self.form(last) if self.words[last].kind == "latin" else ""
            month = next((number for number, spelling in _HIJRI.items() if spelling.fullmatch(name)), 0)
            if month:
                return month, last
        return 0, at

    def _month(self, at: int) -> int:
        word = self.words[at]
        month = ENGLISH_MONTHS.get(word.form, 0)
        return month if month and word.text[0].isupper() else 0

    def _around(self, at: int, last: int, month: int, hijri: bool = False) -> DateMention | None:
        end = at + 1 if self.form(at + 1) == "." and len(self.form(at)) <= 4 and self.form(at) != "may" else last
        start, day, parts, day_from = self._day_before(at)
        if day is None:
            end, day, parts, day_from = self._day_after(end)
        end, year, year_part = self._year(end, hijri)
        weak = self.form(at) in _AMBIGUOUS
        near = (self.form(at - 1) in _MONTH_CONTEXT and len(self.form(at)) > 3) or (
            self.form(at) == "may"
            and self.form(at - 1) in ("in", "since", "last", "of", "until", "late", "early", "this", "next")
        )
        if (weak or hijri) and not (day or year or (near and not hijri)):
            return None
        start, weekday, relative = self._weekday_before(start)
        relative = relative or _ENGLISH_RELATIVE.get(self.form(start - 1), "")
        mention = DateMention(self.span(start, end + 1), day, month, year, weekday, relative=relative, hijri=hijri)
        name: tuple[Span, Role] = (self.span(at, last + 1), "skip")
        return replace(mention, day_from=day_from, parts=(name, *parts, *year_part))

    def _day_before(self, at: int) -> tuple[int, int | None, list[tuple[Span, Role]], int | None]:
        before = at - 1
        if self.form(before) == "of":
            before -= 1
        number, start = self.number_before(before)
        day = self.as_day(number)
        if day is None or number is None or (before < at - 1 and number.kind != "ordinal"):
            return at, None, [], None
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        day_from = None
        if self.form(start - 1) in ("-", "–", "—", "and", "to", "or"):
            other, other_start = self.number_before(start - 2)
            if other and self.as_day(other):
                parts.append((other.span, "day"))
                start, day_from = other_start, self.as_day(other)
        return start, day, parts, day_from if day_from and day_from < day else None

    def _day_after(self, at: int) -> tuple[int, int | None, list[tuple[Span, Role]], int | None]:
        after = at + 1
        if self.form(after) == "the":
            after += 1
        number, last = self.number_after(after)
        day = self.as_day(number)
        if day is None or number is None or not (number.digits or number.kind == "ordinal"):
            return at, None, [], None
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        day_from = None
        if self.form(last + 1) in ("-", "–", "—", "and", "to", "or"):
            other, other_last = self.number_after(last + 2)
            if other and self.as_day(other) and not other.unit:
                parts.append((other.span, "day"))
                last, day, day_from = other_last, self.as_day(other) or day, day
        return last, day, parts, day_from if day_from and day_from < day else None

    def _year(self, end: int, hijri: bool = False) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        at = end + 1
        if self.form(at) in (",", "of"):
            at += 1
        number, last = self.number_after(at)
        year = self.as_year(number, hijri)
        if year is None or number is None or not self.words[last].form.isdigit():
            return end, None, []
        last += self.form(last + 1) in ("ah", "h")
        return last, year, [(number.span, "year")]

    def _weekday_before(self, start: int) -> tuple[int, int | None, str]:
        at = start - 1
        while self.form(at) in (",", "the", "("):
            at -= 1
        weekday = ENGLISH_WEEKDAYS.get(self.form(at))
        if weekday is None:
            return start, None, ""
        relative = _ENGLISH_RELATIVE.get(self.form(at - 1), "")
        return (at - 1 if relative in ("today", "yesterday", "tomorrow") else at), weekday, relative

    def _weekdays(self, taken: set[int]) -> list[DateMention]:
        mentions = []
        for at, word in enumerate(self.words):
            weekday = ENGLISH_WEEKDAYS.get(word.form.removesuffix("s"), ENGLISH_WEEKDAYS.get(word.form))
            if weekday is None or not word.text[0].isupper() or at in taken:
                continue
            relative = _ENGLISH_RELATIVE.get(self.form(at - 1), "")
            skip: tuple[tuple[Span, Role], ...] = ((self.span(at, at + 1), "skip"),)
            mentions.append(DateMention(self.span(at, at + 1), weekday=weekday, relative=relative, parts=skip))
        return mentions

    def _years(self, known: set[int]) -> list[DateMention]:
        mentions: list[DateMention] = []
        for number in self.numbers:
            year = self.as_year(number)
            if year is None or not number.digits or number.span.start in known:
                continue
            at = bisect_right(self.starts, number.span.start) - 1
            before, after = self.form(at - 1), self.form(at + 1)
            plural = number.unit.endswith("s") and after == number.unit
            if (
                self.words[at].form.isdigit()
                and before not in _NOT_YEAR_BEFORE
                and not plural
                and number.kind != "money"
            ):
                mentions.append(DateMention(number.span, year=year, parts=((number.span, "year"),)))
        return mentions

    def _zone(self, at: int) -> tuple[int, str]:
        return at, self.text(at) if self.form(at) in _ZONES else ""
