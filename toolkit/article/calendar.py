"""The names of months and weekdays in Arabic (both systems, the Maghreb's, Hijri) and English.

Months are 1 to 12, weekdays 0 (Monday) to 6 (Sunday), as in `datetime`.
"""

from __future__ import annotations

from toolkit.article.lexicon import names, rows
from toolkit.article.normalize import arabic_form

__all__ = [
    "AMBIGUOUS_ARABIC_MONTHS",
    "ARABIC_MONTHS",
    "ARABIC_PARTS",
    "ARABIC_PERIODS",
    "ARABIC_SEASONS",
    "ARABIC_WEEKDAYS",
    "ENGLISH_MONTHS",
    "ENGLISH_WEEKDAYS",
    "HIJRI_ENGLISH",
    "HIJRI_MONTHS",
    "MONTH_NAMES",
    "RELATIVE_DAYS",
    "WEEKDAY_NAMES",
]

_ROWS = tuple(rows("calendar"))


def _english(calendar: str) -> tuple[str, ...]:
    return tuple(names(row[2])[0] for row in _ROWS if row[0] == calendar)


def _by_english(calendar: str) -> dict[str, int]:
    return {name.lower(): int(row[1]) for row in _ROWS if row[0] == calendar for name in names(row[2])}


def _by_arabic(calendar: str) -> dict[tuple[str, ...], int]:
    return {_form(name): int(row[1]) for row in _ROWS if row[0] == calendar for name in names(row[3])}


def _form(name: str) -> tuple[str, ...]:
    return tuple(arabic_form(word) for word in name.removeprefix("~").split())


MONTH_NAMES, WEEKDAY_NAMES, HIJRI_ENGLISH = _english("month"), _english("weekday"), _english("hijri")
ENGLISH_MONTHS, ENGLISH_WEEKDAYS = _by_english("month"), _by_english("weekday")
ARABIC_MONTHS, HIJRI_MONTHS = _by_arabic("month"), _by_arabic("hijri")
ARABIC_WEEKDAYS = {words[0]: number for words, number in _by_arabic("weekday").items()}
RELATIVE_DAYS = {_form(name): (int(row[1]), row[2]) for row in _ROWS if row[0] == "relative" for name in names(row[3])}
ARABIC_PERIODS, ARABIC_SEASONS, ARABIC_PARTS = (
    {_form(name)[0]: row[2] for row in _ROWS if row[0] == kind for name in names(row[3])}
    for kind in ("period", "season", "part")
)
AMBIGUOUS_ARABIC_MONTHS = frozenset(_form(name) for row in _ROWS for name in names(row[3]) if name.startswith("~"))
"""Months that are also a verb, a name or a number: they need a day, a year or the word month beside them."""
