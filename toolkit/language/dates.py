"""Dates, weekdays and clock times as a text says them, the day that is meant, and what both languages' readers share.

They are built on the numbers of a sentence, which are scanned once; see `reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from toolkit.article.calendar import HIJRI_ENGLISH, MONTH_NAMES, WEEKDAY_NAMES
from toolkit.article.types import Span
from toolkit.language.quantity import Quantity, QuantityKind
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
    start: date | None = None
    end: date | None = None
    resolution: Resolution = ""
    parts: tuple[tuple[Span, Role], ...] = ()

    def role_of(self, span: Span) -> QuantityKind | Literal["skip"] | None:
        """Tell what a number at `span` is in this date: its day, its year, part of a name, or nothing."""
        return next((role for part, role in self.parts if part.overlaps(span)), None)

    def resolve(self, published: date | None) -> date | None:
        """Return the calendar day that is meant, or None if it cannot be told.

        A weekday or a day without a year is looked for around the day of publication: ``اليوم الخميس`` is the
        Thursday on or just before it.
        """
        if self.hijri:
            return None
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
        day = self.resolve(published)
        if day:
            written = self.day and self.month and self.year
            return replace(self, start=day, end=day, resolution="written" if written else "published")
        if self.hijri or not self.year or self.day:
            return self
        first, last = self.month or 1, self.month or 12
        end = date(self.year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
        return replace(self, start=date(self.year, first, 1), end=end, resolution="written")

    def english(self) -> str:
        """Return the date as English news writes it: ``Thursday 3 July 2025``, ``14:00 GMT``."""
        if self.hour is not None:
            zone = f" {self.zone}" if self.zone else ""
            return f"{self.hour}:{self.minute or 0:02d}{zone}"
        names = HIJRI_ENGLISH if self.hijri else MONTH_NAMES
        words = [
            WEEKDAY_NAMES[self.weekday] if self.weekday is not None else "",
            str(self.day) if self.day else "",
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

    def find(self) -> list[DateMention]:
        """Return the dates of the text, in order."""
        found = numeric_dates(self.words)

        def month(at: int) -> int:
            mention = self._at_month(at)
            if mention is None:
                return at
            found.append(mention)
            return self.index_after(mention.span)

        self.read(month)
        found += self._weekdays(found)
        found += self._years(found)
        found += [self._time(number) for number in self.numbers if number.kind == "time"]
        return sorted(found, key=lambda mention: mention.span)

    def _at_month(self, at: int) -> DateMention | None:
        raise NotImplementedError

    def _weekdays(self, found: list[DateMention]) -> list[DateMention]:
        raise NotImplementedError

    def _years(self, found: list[DateMention]) -> list[DateMention]:
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
        return next((i for i, word in enumerate(self.words) if word.start >= span.end), len(self.words))

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


def numeric_dates(words: Sequence[Word]) -> list[DateMention]:
    """``2022-02-24``, ``24/2/2022``, ``24-02-2022``."""
    found = []
    for at in range(len(words) - 4):
        five = words[at : at + 5]
        if [w.kind for w in five[::2]] != ["digits"] * 3 or {w.form for w in five[1::2]} not in ({"-"}, {"/"}):
            continue
        if any(w.spaced for w in five[1:]) or not all(w.form.isdigit() and len(w.form) < 5 for w in five[::2]):
            continue
        a, month, b = (int(w.form) for w in five[::2])
        year, day, first, last = (a, b, five[0], five[4]) if a > 31 else (b, a, five[4], five[0])
        if calendar_day(year, month, day) and 1000 <= year <= 2100:
            parts: tuple[tuple[Span, Role], ...] = (
                (Span(first.start, first.end), "year"),
                (Span(last.start, last.end), "day"),
                (Span(five[2].start, five[2].end), "day"),
            )
            found.append(DateMention(Span(five[0].start, five[4].end), day, month, year, parts=parts))
    return found
