"""A sentence, read once: its words, quantities, dates, names, negations and quotations, each with its place.

Whatever compares sentences (checks, facts, the memo) compares readings. A reading finds each part when it is first
asked for it and keeps it; the readings of the last sentences are kept in one place, here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from toolkit.language.dates import DateMention
from toolkit.language.dates_arabic import ArabicDates
from toolkit.language.dates_english import EnglishDates
from toolkit.language.english import EnglishWord, english_words
from toolkit.language.gazetteer import EntryMatch, entries_in_arabic, entries_in_english
from toolkit.language.name_tagger import tag_names
from toolkit.language.names import Name, english_names
from toolkit.language.names_arabic import arabic_names, surely_named, with_full_names, with_surnames
from toolkit.language.negation import Negation, arabic_negations, english_negations
from toolkit.language.numbers_arabic import scan_arabic
from toolkit.language.numbers_english import scan_english
from toolkit.language.quantity import TOO_LARGE, Quantity
from toolkit.language.speech import Quotation, find_quotations
from toolkit.language.words import Language, Word, split_words

_KEPT = 4096  # readings: those of the longest article with its translation, and of a memo
_SENTENCE = 2000  # characters; what is longer is a whole text, and not kept


@dataclass(frozen=True, eq=False)
class Reading:
    """What one sentence says, in Arabic or English. Spans are code points into `text`.

    Examples
    --------
    >>> reading = read_sentence("عاد 6 آلاف جندي في 3 يوليو", "ar")
    >>> [int(quantity.amount) for quantity in reading.quantities], reading.dates[0].english()
    ([6000, 3], '3 July')
    """

    text: str
    language: Language

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, groups of digits and signs."""
        return tuple(split_words(self.text))

    @cached_property
    def _figures(self) -> tuple[tuple[Quantity, ...], tuple[DateMention, ...]]:
        """Scan the numbers once, build the dates on them, and label the numbers that are days and years of dates."""
        arabic = self.language == "ar"
        numbers = scan_arabic(self.words) if arabic else scan_english(self.words)
        dates = (ArabicDates if arabic else EnglishDates)(self.words, numbers).find()
        parts = sorted((part, role) for mention in dates for part, role in mention.parts)
        starts = [part.start for part, _ in parts]
        found = []
        for number in numbers:
            near = parts[max(0, bisect_left(starts, number.span.start) - 2) : bisect_left(starts, number.span.end)]
            role = next((role for part, role in near if part.overlaps(number.span)), None)
            if role != "skip" and abs(number.amount) < TOO_LARGE:
                found.append(replace(number, kind=role, weak=False) if role else number)
        return tuple(found), tuple(dates)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers: a day of a date is of the kind "day", so that 2 June is not two Junes."""
        return self._figures[0]

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """Its dates, weekdays, months, years and clock times."""
        return self._figures[1]

    @cached_property
    def entries(self) -> tuple[EntryMatch, ...]:
        """What the gazetteer knows of it, adjectives such as "Russian" included."""
        if self.language == "ar":
            return entries_in_arabic(self.words)
        return tuple(entries_in_english(self.text, self.terms))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The people, places and bodies that it names."""
        if self.language == "ar":
            return tuple(arabic_names(self.text, self.words, self.entries, tag_names([self.words])[0]))
        hijri = [mention.span for mention in self.dates if mention.hijri]
        return tuple(name for name in english_names(self.text) if not any(name.span.overlaps(span) for span in hijri))

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        """What denies in it."""
        return tuple(arabic_negations(self.words) if self.language == "ar" else english_negations(self.text))

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """Who says what in it; only for Arabic."""
        return self.quotations_among(self.names)

    def quotations_among(self, names: Sequence[Name]) -> tuple[Quotation, ...]:
        """Say who says what in it, where its names were found together with those of its article."""
        return tuple(find_quotations(self.text, self.words, names)) if self.language == "ar" else ()

    @cached_property
    def terms(self) -> tuple[EnglishWord, ...]:
        """Its English words with their stems, by which English sentences are compared."""
        return tuple(english_words(self.text))

    @cached_property
    def content(self) -> tuple[EnglishWord, ...]:
        """Those of its terms that say something by themselves."""
        return tuple(word for word in self.terms if word.is_content)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(word.stem for word in self.content)


def read_sentence(text: str, language: Language) -> Reading:
    """Read a sentence, or a short passage; the same sentence is read once."""
    return _read(text, language) if len(text) <= _SENTENCE else Reading(text, language)


@lru_cache(maxsize=_KEPT)
def _read(text: str, language: Language) -> Reading:
    return Reading(text, language)


def names_together(texts: Sequence[str]) -> list[list[Name]]:
    """Find the names in the Arabic sentences of one article: what one says in full helps with those of the others."""
    readings = [read_sentence(text, "ar") for text in texts]
    tags = tag_names([reading.words for reading in readings])
    beside = surely_named(match for reading in readings for match in reading.entries)
    found = [arabic_names(r.text, r.words, r.entries, tag, beside) for r, tag in zip(readings, tags, strict=True)]
    return with_full_names(with_surnames([reading.words for reading in readings], found))


def find_numbers(text: str, language: Language) -> list[Quantity]:
    """Find every number of a text, in order.

    Examples
    --------
    >>> [int(number.amount) for number in find_numbers("820 ألف برميل وخمسة وعشرون ناقلة", "ar")]
    [820000, 25]
    """
    return list(read_sentence(text, language).quantities)


def find_dates(text: str, language: Language) -> list[DateMention]:
    """Find every date, weekday, month, year and clock time of a text, in order.

    Examples
    --------
    >>> find_dates("منذ 24 فبراير/شباط 2022", "ar")[0].english()
    '24 February 2022'
    """
    return list(read_sentence(text, language).dates)


def find_names(text: str) -> list[Name]:
    """Find every name of an English text, in order.

    Examples
    --------
    >>> name = find_names("Yesterday President Vladimir Putin flew to Kyiv.")[0]
    >>> name.text, name.titles, name.kind
    ('Vladimir Putin', ('President',), 'person')
    """
    return list(read_sentence(text, "en").names)
