"""Dates, weekdays and clock times as a text says them, the day that is meant, and what both languages' readers share.

They are built on the numbers of a sentence, which are scanned once; see `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from hijridate import Hijri

from toolkit.article.lexicon import HIJRI_ENGLISH, MONTH_NAMES, WEEKDAY_NAMES
from toolkit.article.types import Span
from toolkit.language.quantity import Quantity
from toolkit.language.words import Word, WordReader

__all__ = ["DateFinder", "DateMention", "Resolution", "Role", "calendar_day", "numeric_dates"]

Role = Literal["day", "year", "skip"]
Resolution = Literal["", "written", "published"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, a weekday, a month or a clock time, as far as the text says it.

    Attributes
    ----------
    span
        Where it stands: code points into the text.
    day, month, year, weekday, hour, minute
        The parts that are said; months 1 to 12, weekdays 0 (Monday) to 6.
    relative
        ``"today"``, ``"yesterday"``, ``"tomorrow"``, ``"last"``, ``"next"``, ``"this"`` or empty.
    hijri
        True for the Islamic calendar: `month` counts from Muharram.
    zone
        The time zone as written, or empty.
    day_from
        The first day of a range that ends with `day`: 11–14 July.
    months
        The first and last month of a quarter or half of a year.
    phrase
        The English of what is said by no calendar: "the day before yesterday", "last month", "third quarter".
    unit, shift
        "day", "week", "month" or "year", and how many of them lie between the day of publication and what is meant:
        the first and the last.
    start, end
        The first and last day that is meant, where that is known; see `resolved`.
    resolution
        How it is known: ``"written"``, or ``"published"`` where it took the day of publication.
    parts
        The spans of its words and what they are; for telling days and years from other numbers.
    """

    span: Span
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    relative: str = ""
    hijri: bool = False
    zone: str = ""
    day_from: int | None = None
    months: tuple[int, int] | None = None
    phrase: str = ""
    unit: str = ""
    shift: tuple[int, int] | None = None
    start: date | None = None
    end: date | None = None
    resolution: Resolution = ""
    parts: tuple[tuple[Span, Role], ...] = ()

    def resolve(self, published: date | None) -> date | None:
        """Return the calendar day that is meant, or None if it cannot be told.

        A weekday or a day without a year is looked for around the day of publication: ``اليوم الخميس`` is the
        Thursday on or just before it.
        """
        if self.hijri:
            return _hijri_day(self.year, self.month, self.day) if self.day else None
        if self.day and self.month and self.year:
            return calendar_day(self.year, self.month, self.day)
        if published is None:
            return None
        if self.day and self.month:
            return _nearest_year(published, self.month, self.day, self.relative)
        if self.weekday is not None:
            return _nearest_weekday(published, self.weekday, self.relative)
        shift = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(self.relative)
        return None if shift is None else published + timedelta(days=shift)

    def resolved(self, published: date | None) -> DateMention:
        """Return the mention with the days that are meant, as far as they can be told."""
        if self.hour is not None:
            return self
        if self.shift and not self.months:
            days = _shifted(published, self.unit, *self.shift) if published else None
            if days and self.weekday is not None:
                days = (days[0] + timedelta(days=self.weekday),) * 2
            return replace(self, start=days[0], end=days[1], resolution="published") if days else self
        day = self.resolve(published)
        written: Resolution = "written" if self.year and (self.day is None or self.month) else "published"
        if day:
            first = day.replace(day=day.day - self.day + self.day_from) if self.day and self.day_from else day
            if self.hijri and self.day_from:
                first = _hijri_day(self.year, self.month, self.day_from) or day
            return replace(self, start=first, end=day, resolution=written)
        if self.day:
            return self
        if self.hijri:
            return self._hijri_period()
        year = self.year
        if self.months and self.shift and published:
            year = published.year + self.shift[0]
        if self.month and not year and published and self.relative:  # تشرين الأول الماضي
            later = self.month > published.month, self.month >= published.month
            year = published.year - (self.relative == "last" and later[1]) + (self.relative == "next" and not later[0])
        if not year:
            return self
        first_month, last_month = self.months or (self.month or 1, self.month or 12)
        if self.phrase and not self.months:
            return self  # a season has no first day
        return replace(self, start=date(year, first_month, 1), end=_month_end(year, last_month), resolution=written)

    def _hijri_period(self) -> DateMention:
        """Return the mention with the days of a Hijri month or year."""
        first = _hijri_day(self.year, self.month or 1, 1)
        after = (self.year or 0) * 12 + (self.month or 12)
        following = _hijri_day(after // 12, after % 12 + 1, 1)
        if not first or not following:
            return self
        return replace(self, start=first, end=following - timedelta(days=1), resolution="written")

    def english(self) -> str:
        """Return the date as English news writes it: ``Thursday 3 July 2025``, ``14:00 GMT``."""
        if self.hour is not None:
            zone = f" {self.zone}" if self.zone else ""
            return f"{self.hour}:{self.minute or 0:02d}{zone}"
        if self.phrase:
            joint = " of " if self.months else " "
            return f"{self.phrase}{joint}{self.year}" if self.year else self.phrase
        names = HIJRI_ENGLISH if self.hijri else MONTH_NAMES
        words = [
            WEEKDAY_NAMES[self.weekday] if self.weekday is not None else "",
            f"{self.day_from}–{self.day}" if self.day_from else str(self.day) if self.day else "",
            names[self.month - 1] if self.month else "",
            (f"{self.year} AH" if self.hijri else str(self.year)) if self.year else "",
        ]
        return " ".join(word for word in words if word)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hijri_day(year: int | None, month: int | None, day: int) -> date | None:
    """Return the Gregorian day of a Hijri one by the calendar of Umm al-Qura, None outside its table (1343 to 1500)."""
    if not year or not month:
        return None
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _shifted(published: date, unit: str, first: int, last: int) -> tuple[date, date] | None:
    """Return the first and last day of the days, weeks, months or years that far from the day of publication."""
    try:
        if unit == "day":
            return published + timedelta(days=first), published + timedelta(days=last)
        if unit == "week":
            monday = published - timedelta(days=published.weekday())
            return monday + timedelta(weeks=first), monday + timedelta(weeks=last, days=6)
        if unit == "year":
            return date(published.year + first, 1, 1), date(published.year + last, 12, 31)
        months = [published.year * 12 + published.month - 1 + shift for shift in (first, last)]
        (year, month), (last_year, last_month) = (divmod(at, 12) for at in months)
        return date(year, month + 1, 1), _month_end(last_year, last_month + 1)
    except (ValueError, OverflowError):
        return None


def _nearest_year(published: date, month: int, day: int, relative: str) -> date | None:
    days = [d for shift in (-1, 0, 1) if (d := calendar_day(published.year + shift, month, day))]
    if relative == "last":
        days = [d for d in days if d <= published]
    if relative == "next":
        days = [d for d in days if d >= published]
    return min(days, key=lambda d: abs((d - published).days), default=None)


def _nearest_weekday(published: date, weekday: int, relative: str) -> date:
    back = (published.weekday() - weekday) % 7
    if relative in ("next", "tomorrow"):
        return published + timedelta(days=(weekday - published.weekday()) % 7 or 7)
    if relative in ("last", "yesterday") and not back:
        back = 7
    return published - timedelta(days=back)


class DateFinder(WordReader):
    """Joins months with the numbers and weekdays beside them."""

    def __init__(self, words: Sequence[Word], numbers: Sequence[Quantity]) -> None:
        super().__init__(words)
        self.by_end = {number.span.end: number for number in numbers}
        self.by_start = {number.span.start: number for number in numbers}
        self.numbers = numbers
        self.found: list[DateMention] = []
        self.beside: list[DateMention] = []  # days that share the month of the date that is being read

    def find(self) -> list[DateMention]:
        """Return the dates of the text, in order."""
        self.found = found = [self._of_weekday(m) for m in (*numeric_dates(self.words), *self._short_dates())]
        taken = self.covered(found)

        def way(reader: Callable[[int], DateMention | None]) -> Callable[[int], int]:
            def read(at: int) -> int:
                mention = None if at in taken else reader(at)
                if mention is None:
                    return at
                found.append(mention)
                return self.index_after(mention.span)

            return read

        self.read(*map(way, (self._at_month, *self._more())))
        found += self._weekdays(self.covered(found))
        found += self._years({part.start for mention in found for part, _ in mention.parts})
        found += [self._time(number) for number in self.numbers if number.kind == "time"]
        return sorted(found, key=lambda mention: mention.span)

    def _of_weekday(self, mention: DateMention) -> DateMention:
        """Return a date in digits with the weekday before it."""
        start, weekday, relative = self._weekday_before(self.index_at(mention.span.start))
        span = Span(self.words[start].start, mention.span.end) if weekday is not None else mention.span
        return replace(mention, span=span, weekday=weekday, relative=relative)

    def _weekday_before(self, start: int) -> tuple[int, int | None, str]:
        """Return where a date that begins with word `start` begins with its weekday, the weekday, and "today"."""
        raise NotImplementedError

    def _short_dates(self) -> Iterator[DateMention]:
        """``الثلاثاء 8/7``, ``في 22/04``: a day and a month without a year, where a word says so."""
        for at in range(len(self.words) - 2):
            day, slash, month = (self.form(i) for i in range(at, at + 3))
            if slash != "/" or not self.glued(at + 1) or not self.glued(at + 2) or self.form(at + 3) == "/":
                continue
            short = re.fullmatch(r"\d{1,2}", day) and re.fullmatch(r"\d{1,2}", month)
            if short and self._dates_follow(at) and calendar_day(2000, int(month), int(day)):
                ends = (self.span(at, at + 1), self.span(at + 2, at + 3))
                parts: tuple[tuple[Span, Role], ...] = ((ends[0], "day"), (ends[1], "skip"))
                yield DateMention(self.span(at, at + 3), int(day), int(month), parts=parts)

    def _dates_follow(self, at: int) -> bool:
        """Tell whether the words before `at` say that a date follows."""
        return False

    def covered(self, found: Sequence[DateMention]) -> set[int]:
        """Return the indexes of the words that belong to dates."""
        return {at for m in found for at in range(self.index_at(m.span.start), self.index_after(m.span))}

    def _more(self) -> Sequence[Callable[[int], DateMention | None]]:
        """Return further readers: each returns the date that begins with a word."""
        return ()

    def _at_month(self, at: int) -> DateMention | None:
        raise NotImplementedError

    def _weekdays(self, taken: set[int]) -> list[DateMention]:
        raise NotImplementedError

    def _years(self, known: set[int]) -> list[DateMention]:
        raise NotImplementedError

    def _zone(self, at: int) -> tuple[int, str]:
        """Return the word that names the time zone of a clock time that ends before word `at`, and its English."""
        raise NotImplementedError

    def _time(self, number: Quantity) -> DateMention:
        at, zone = self._zone(self.index_after(number.span))
        span = Span(number.span.start, self.words[at].end) if zone else number.span
        return DateMention(span, hour=int(number.amount) // 60, minute=int(number.amount) % 60, zone=zone)

    def index_after(self, span: Span) -> int:
        """Return the index of the first word that begins at or after the end of `span`."""
        return self.index_at(span.end)

    def number_before(self, at: int) -> tuple[Quantity | None, int]:
        """Return the number that ends with word `at`, and the index of its first word."""
        number = self.by_end.get(self.words[at].end) if 0 <= at < len(self.words) else None
        if number is None:
            return None, at
        first = at
        while first > 0 and self.words[first].start > number.span.start:
            first -= 1
        return number, first

    def number_after(self, at: int) -> tuple[Quantity | None, int]:
        """Return the number that begins with word `at`, and the index of its last word."""
        if not 0 <= at < len(self.words):
            return None, at
        word = self.words[at]
        number = next((n for s in range(word.start, word.end) if (n := self.by_start.get(s))), None)
        if number is None:
            return None, at
        last = at
        while last + 1 < len(self.words) and self.words[last].end < number.span.end:
            last += 1
        return number, last

    @staticmethod
    def as_day(number: Quantity | None) -> int | None:
        """Return the day of the month that a number may be, or None."""
        if number is None or number.amount.denominator > 1 or not 1 <= number.amount <= 31:
            return None
        return int(number.amount) if number.kind in ("cardinal", "ordinal", "label") else None

    @staticmethod
    def as_year(number: Quantity | None, hijri: bool = False) -> int | None:
        """Return the year that a number may be, or None."""
        if number is None or number.amount.denominator > 1 or number.kind not in ("cardinal", "label", "code"):
            return None
        low, high = (1300, 1500) if hijri else (1000, 2100)
        return int(number.amount) if low <= number.amount <= high else None


_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})\.(\d{1,2})\.(\d{1,2})")
_HIJRI_MARKS = frozenset({"ه", "هجري", "هجريه", "للهجره", "ah", "hijri"})


def numeric_dates(words: Sequence[Word]) -> Iterator[DateMention]:
    """``2022-02-24``, ``24/2/2022``, ``24.2.2022``, ``20/12/1444هـ``: the day before the month unless it cannot be."""
    at = 0
    while at < len(words):
        size, values, places = _numeric(words, at)
        mention = _numeric_date(words, at, size, values, places) if size else None
        if mention:
            yield mention
        at += size if mention else 1


def _numeric(words: Sequence[Word], at: int) -> tuple[int, list[int], list[Span]]:
    """Return how many words three numbers of a date take, the numbers, and their places."""
    if dotted := _DOTTED.fullmatch(words[at].form) if words[at].kind == "digits" else None:
        return 1, [int(group) for group in dotted.groups() if group], [Span(words[at].start, words[at].end)]
    five = words[at : at + 5]
    if [w.kind for w in five[::2]] != ["digits"] * 3 or {w.form for w in five[1::2]} not in ({"-"}, {"/"}):
        return 0, [], []
    if any(w.spaced for w in five[1:]) or not all(w.form.isdigit() and len(w.form) < 5 for w in five[::2]):
        return 0, [], []
    return 5, [int(w.form) for w in five[::2]], [Span(w.start, w.end) for w in five[::2]]


def _numeric_date(
    words: Sequence[Word], at: int, size: int, values: list[int], places: list[Span]
) -> DateMention | None:
    a, month, b = values
    year, day = (a, b) if a > 31 else (b, a)
    if size == 5 and year < 100 and len(words[at + 4].form) == 2 and (words[at + 1].form == "/" or a > 12):
        year += 2000 if year < 50 else 1900  # 18/9/15
    marked = at + size < len(words) and words[at + size].form in _HIJRI_MARKS
    hijri = marked or 1300 <= year <= 1500
    if not hijri and month > 12:
        month, day = day, month
    if not 1000 <= year <= 2100 or not (
        1 <= month <= 12 and 1 <= day <= 30 if hijri else calendar_day(year, month, day)
    ):
        return None
    roles: tuple[Role, ...] = ("year", "skip", "day") if a > 31 else ("day", "skip", "year")
    parts = tuple(zip(places, roles if size > 1 else ("skip",), strict=True))
    span = Span(words[at].start, words[at + size - (not marked)].end)
    return DateMention(span, day, month, year, hijri=hijri, parts=parts)
