"""The word lists of `language/data`, one file a concept, the calendar's among them; the only place that reads them.

A file is a table: comments begin with `#`, columns are parted by tabs, words within a column by spaces, or by `|` where
a name has several words. It stands in `article` because the reader needs some of the lists too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from toolkit.article.normalize import arabic_form


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table, each with its columns."""
    text = (files("toolkit") / "language" / "data" / f"{name}.tsv").read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str, *classes: str, column: int = 1) -> frozenset[str]:
    """Return the words in a column of a table, as written: of all rows, or of those of some classes (first column)."""
    found = [row for row in rows(name) if not classes or row[0] in classes]
    if not set(classes) <= {row[0] for row in found}:
        raise ValueError(f"{name}.tsv lacks one of the classes {', '.join(classes)}.")
    return frozenset(word for row in found for word in row[column].split())


@cache
def arabic_words(name: str, *classes: str, column: int = 1) -> frozenset[str]:
    """Return the Arabic words in a column of a table in their normal form."""
    return frozenset(map(arabic_form, words(name, *classes, column=column)))


def by_arabic(table: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return Arabic words, in their normal form, to what they mean, of pairs of a meaning and its words."""
    return {arabic_form(word): meaning for meaning, arabic in table for word in arabic.split()}


def is_listed(word: str, words: frozenset[str]) -> bool:
    """Tell whether a word, in its normal form, is one of `words`, be it with "and" (`و`, `ف`) before it."""
    return word in words or (word[:1] in ("و", "ف") and word[1:] in words)


def names(cell: str) -> tuple[str, ...]:
    """Return the names of a cell, which are parted by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def patterns(name: str, **lists: str) -> dict[str, str]:
    """Return the regular expressions of a table by their kind (first column); rows of one kind are alternatives.

    `%name%` stands for a list: for the rows `list name …` above it, or one of `lists`.
    """
    found: dict[str, str] = {}
    for kind, *cells in rows(name):
        text = re.sub(r"%(\w+)%", lambda used: f"(?:{lists[used[1]]})", cells[-1])
        table, key = (lists, cells[0]) if kind == "list" else (found, kind)
        table[key] = f"{table[key]}|{text}" if key in table else text
    return found


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
