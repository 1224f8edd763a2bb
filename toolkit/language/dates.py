"""Dates, weekdays and clock times. In: Arabic or English text. Out: DateMention tuples that compare across languages.

Knows both Arabic month systems and their pairs (``يونيو/حزيران``), the Maghreb's, Hijri dates, ordinal days
(``الثاني من يونيو``), years in digits and words, and relative words beside a weekday (``اليوم الخميس``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from toolkit.article.calendar import HIJRI_ENGLISH, MONTH_NAMES, WEEKDAY_NAMES
from toolkit.article.types import Span
from toolkit.language.numbers import NumberKind
from toolkit.language.words import Language

__all__ = ["DateMention", "Role", "calendar_day", "find_dates"]

Role = Literal["day", "year", "skip"]


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
    parts: tuple[tuple[Span, Role], ...] = ()

    def role_of(self, span: Span) -> NumberKind | Literal["skip"] | None:
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


@lru_cache(maxsize=4096)
def _find(text: str, language: Language) -> tuple[DateMention, ...]:
    from toolkit.language.dates_arabic import ArabicDates
    from toolkit.language.dates_english import EnglishDates
    from toolkit.language.numbers_arabic import scan_arabic
    from toolkit.language.numbers_english import scan_english

    if language == "ar":
        return tuple(ArabicDates(text, scan_arabic(text)).find())
    return tuple(EnglishDates(text, scan_english(text)).find())


def find_dates(text: str, language: Language) -> list[DateMention]:
    """Find every date, weekday, month, year and clock time of `text`, in order.

    Parameters
    ----------
    text
        One sentence or more.
    language
        ``"ar"`` or ``"en"``.

    Examples
    --------
    >>> find_dates("منذ 24 فبراير/شباط 2022", "ar")[0].english()
    '24 February 2022'
    """
    return list(_find(text, language))
