"""English dates, built on the numbers of a sentence: days, months, weekdays, years and clock times."""

from __future__ import annotations

from dataclasses import replace

from toolkit.article.calendar import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from toolkit.article.lexicon import words
from toolkit.article.types import Span
from toolkit.language.dates import DateFinder, DateMention, Role

__all__ = ["EnglishDates"]

_MONTH_CONTEXT = words("function_words", "preposition") | frozenset("last this next late early mid and".split())
_ENGLISH_RELATIVE = {"today": "today", "yesterday": "yesterday", "tomorrow": "tomorrow", "last": "last", "next": "next"}
_AMBIGUOUS = frozenset({"may", "march"} | {month for month in ENGLISH_MONTHS if len(month) == 3})
_ZONES = frozenset("gmt utc est edt bst cet msk".split())
_NOT_YEAR_BEFORE = frozenset({"$", "€", "£", "#", "article", "law", "resolution", "flight", "km"})


class EnglishDates(DateFinder):
    """Reads the dates of an English text."""

    def _at_month(self, at: int) -> DateMention | None:
        month = self._month(at)
        return self._around(at, month) if month else None

    def _month(self, at: int) -> int:
        word = self.words[at]
        month = ENGLISH_MONTHS.get(word.form, 0)
        return month if month and word.text[0].isupper() else 0

    def _around(self, at: int, month: int) -> DateMention | None:
        end = at + 1 if self.form(at + 1) == "." and len(self.form(at)) <= 4 and self.form(at) != "may" else at
        start, day, parts = self._day_before(at)
        if day is None:
            end, day, parts = self._day_after(end)
        end, year, year_part = self._year(end)
        weak = self.form(at) in _AMBIGUOUS
        near = (self.form(at - 1) in _MONTH_CONTEXT and len(self.form(at)) > 3) or (
            self.form(at) == "may"
            and self.form(at - 1) in ("in", "since", "last", "of", "until", "late", "early", "this", "next")
        )
        if weak and not (day or year or near):
            return None
        start, weekday, relative = self._weekday_before(start)
        relative = relative or _ENGLISH_RELATIVE.get(self.form(start - 1), "")
        mention = DateMention(self.span(start, end + 1), day, month, year, weekday, relative=relative)
        return replace(mention, parts=((self.span(at, at + 1), "skip"), *parts, *year_part))

    def _day_before(self, at: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        before = at - 1
        if self.form(before) == "of":
            before -= 1
        number, start = self.number_before(before)
        day = self.as_day(number)
        if day is None or number is None or (before < at - 1 and number.kind != "ordinal"):
            return at, None, []
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        if self.form(start - 1) in ("-", "–", "—", "and", "to", "or"):
            other, other_start = self.number_before(start - 2)
            if other and self.as_day(other):
                parts.append((other.span, "day"))
                start = other_start
        return start, day, parts

    def _day_after(self, at: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        after = at + 1
        if self.form(after) == "the":
            after += 1
        number, last = self.number_after(after)
        day = self.as_day(number)
        if day is None or number is None or not (number.digits or number.kind == "ordinal"):
            return at, None, []
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        if self.form(last + 1) in ("-", "–", "—", "and", "to", "or"):
            other, other_last = self.number_after(last + 2)
            if other and self.as_day(other) and not other.unit:
                parts.append((other.span, "day"))
                last = other_last
        return last, day, parts

    def _year(self, end: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        at = end + 1
        if self.form(at) in (",", "of"):
            at += 1
        number, last = self.number_after(at)
        year = self.as_year(number)
        if year is None or number is None or not self.words[last].form.isdigit():
            return end, None, []
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

    def _weekdays(self, found: list[DateMention]) -> list[DateMention]:
        mentions = []
        for at, word in enumerate(self.words):
            weekday = ENGLISH_WEEKDAYS.get(word.form.removesuffix("s"), ENGLISH_WEEKDAYS.get(word.form))
            if weekday is None or not word.text[0].isupper() or any(word.start in range(*m.span) for m in found):
                continue
            relative = _ENGLISH_RELATIVE.get(self.form(at - 1), "")
            skip: tuple[tuple[Span, Role], ...] = ((self.span(at, at + 1), "skip"),)
            mentions.append(DateMention(self.span(at, at + 1), weekday=weekday, relative=relative, parts=skip))
        return mentions

    def _years(self, found: list[DateMention]) -> list[DateMention]:
        mentions: list[DateMention] = []
        for number in self.numbers:
            year = self.as_year(number)
            if year is None or not number.digits or any(mention.role_of(number.span) for mention in found):
                continue
            at = next(i for i, word in enumerate(self.words) if word.end > number.span.start)
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
