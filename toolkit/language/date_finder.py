"""What the date readers of both languages share. In: the words and numbers of a text. Out: their neighbours."""

from __future__ import annotations

from toolkit.article.types import Span
from toolkit.language.dates import DateMention, Role, calendar_day
from toolkit.language.numbers import Number
from toolkit.language.words import Word, split_words

__all__ = ["DateFinder", "numeric_dates"]


class DateFinder:
    """Joins months with the numbers and weekdays beside them."""

    def __init__(self, text: str, numbers: list[Number]) -> None:
        self.words = split_words(text)
        self.by_end = {number.span.end: number for number in numbers}
        self.by_start = {number.span.start: number for number in numbers}
        self.numbers = numbers
        self.used: set[int] = set()

    def form(self, at: int) -> str:
        """Return the form of word `at`, empty outside the text."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def span(self, first: int, last: int) -> Span:
        """Return the span of the words `first` to `last`, both included."""
        return Span(self.words[first].start, self.words[last].end)

    def index_after(self, span: Span) -> int:
        """Return the index of the first word that begins at or after the end of `span`."""
        return next((i for i, word in enumerate(self.words) if word.start >= span.end), len(self.words))

    def number_before(self, at: int) -> tuple[Number | None, int]:
        """Return the number that ends with word `at`, and the index of its first word."""
        number = self.by_end.get(self.words[at].end) if 0 <= at < len(self.words) else None
        if number is None:
            return None, at
        first = at
        while first > 0 and self.words[first].start > number.span.start:
            first -= 1
        return number, first

    def number_after(self, at: int) -> tuple[Number | None, int]:
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
    def as_day(number: Number | None) -> int | None:
        """Return the day of the month that a number may be, or None."""
        if number is None or number.value.denominator > 1 or not 1 <= number.value <= 31:
            return None
        return int(number.value) if number.kind in ("cardinal", "ordinal", "label") else None

    @staticmethod
    def as_year(number: Number | None, hijri: bool = False) -> int | None:
        """Return the year that a number may be, or None."""
        if number is None or number.value.denominator > 1 or number.kind not in ("cardinal", "label", "code"):
            return None
        low, high = (1300, 1500) if hijri else (1000, 2100)
        return int(number.value) if low <= number.value <= high else None


def numeric_dates(words: list[Word]) -> list[DateMention]:
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
