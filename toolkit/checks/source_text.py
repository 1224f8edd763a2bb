"""The English that a claim is checked against, read once. In: sentences or documents. Out: SourceText, Passage.

A source is parsed on first use and kept, because the sentences of one summary are checked against the same text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from toolkit.article.lexicon import rows
from toolkit.language.dates import DateMention, find_dates
from toolkit.language.english import EnglishWord, english_words, split_english
from toolkit.language.gazetteer import Entry, entry_for
from toolkit.language.negation import Negation, find_negations
from toolkit.language.numbers import Number, find_numbers
from toolkit.models.encoder import dot, encode

__all__ = ["Passage", "SourceText", "is_derived", "read_source", "seat_of"]

# Two different words at least this near each other in the encoder's space say the same for our purposes
# (reach/achieve, talks/negotiations); .6 to .8 makes little difference on the development data.
SYNONYM = 0.70


@dataclass(frozen=True, eq=False)
class Passage:
    """One sentence of a source, or a claim: its text and what stands in it."""

    text: str
    words: tuple[EnglishWord, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Passage:
        """Read a passage."""
        return cls(text, tuple(english_words(text)))

    @cached_property
    def content(self) -> tuple[EnglishWord, ...]:
        """Its content words."""
        return tuple(word for word in self.words if word.is_content)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(word.stem for word in self.content)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers."""
        return tuple(find_numbers(self.text, "en"))

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Its dates."""
        return tuple(find_dates(self.text, "en"))

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        """What denies in it."""
        return tuple(find_negations(self.text, "en"))


@dataclass(frozen=True, eq=False)
class SourceText:
    """The sentences that a claim is checked against."""

    sentences: tuple[Passage, ...]

    @cached_property
    def vectors(self) -> npt.NDArray[np.float32]:
        """Encoded sentences, shape (sentences, 512)."""
        return encode([sentence.text for sentence in self.sentences])

    @cached_property
    def words(self) -> tuple[EnglishWord, ...]:
        """All its words, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def content(self) -> tuple[EnglishWord, ...]:
        """All its content words, in order."""
        return tuple(word for word in self.words if word.is_content)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """For each stem, where it stands among the content words."""
        places = defaultdict(list)
        for place, word in enumerate(self.content):
            places[word.stem].append(place)
        return dict(places)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The lower-case forms of all its words."""
        return frozenset(word.form for word in self.words)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def entries(self) -> frozenset[Entry]:
        """What the gazetteer knows of its names: Russia for Russian, and for Moscow where it means the government."""
        return frozenset(entry for sentence in self.sentences for entry in _entries(sentence.words))

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Words of two to six capitals."""
        return frozenset(word.text for word in self.words if word.text.isupper() and 2 <= len(word.text) <= 6)

    @cached_property
    def numbers(self) -> tuple[tuple[Number, Passage], ...]:
        """All its numbers, each with its sentence."""
        return tuple((number, sentence) for sentence in self.sentences for number in sentence.numbers)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """All its dates."""
        return tuple(date for sentence in self.sentences for date in sentence.dates)

    @cached_property
    def _vocabulary(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        forms = sorted({word.form for word in self.content if not word.digits})
        return forms, encode(forms)

    def _synonyms(self, word: EnglishWord) -> set[str]:
        forms, vectors = self._vocabulary
        near = np.flatnonzero(dot(vectors, encode([word.form])[0]) >= SYNONYM)
        return {forms[i] for i in near}

    def places_of(self, word: EnglishWord) -> list[int]:
        """Return where a word, or what says the same, stands among the content words of the source."""
        found = self.places.get(word.stem)
        if found is not None:
            return found
        if word.digits:
            return []
        relatives = {form for form in self.forms if is_derived(word.form, form)} or self._synonyms(word)
        return [place for place, other in enumerate(self.content) if other.form in relatives]

    def near(self, one: Sequence[int], other: Sequence[int]) -> int:
        """Return the smallest distance between two lists of places; large if one is empty."""
        return min((abs(a - b) for a in one for b in other), default=10**6)


# Where a government sits, or what it is called after: in news "Washington" and "the Pentagon" say what the United
# States say.
SEATS = {row[0]: row[1] for row in rows("seats")}


def seat_of(words: Sequence[str]) -> Entry | None:
    """Return the country whose government is called by these words, or None.

    Examples
    --------
    >>> seat_of(["White", "House"]).name, seat_of(["Leeds"])
    ('United States', None)
    """
    country = SEATS.get("".join(words).lower())
    return entry_for(country.split()) if country else None


def _entries(words: Sequence[EnglishWord]) -> Iterator[Entry]:
    for first, word in enumerate(words):
        for run in (words[first : first + 3], words[first : first + 2], (word,)):
            if all(part.capital for part in run):
                forms = [part.form for part in run]
                if entry := entry_for(forms):
                    yield entry
                if seat := seat_of(forms):
                    yield seat


def is_derived(one: str, other: str) -> bool:
    """Tell whether two words share most of their letters from the front: Ukraine, Ukrainian.

    Examples
    --------
    >>> is_derived("ukraine", "ukrainian"), is_derived("north", "nothing")
    (True, False)
    """
    longest = max(len(one), len(other))
    if one[:4] != other[:4] or min(len(one), len(other)) < 4:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= 0.6 * longest


def read_source(source: Sequence[str]) -> SourceText:
    """Read the sentences, or the documents, that a claim is checked against.

    Long items are split into sentences, so that a list of sentences and one long string give the same.
    """
    return _read(tuple(source))


@lru_cache(maxsize=64)
def _read(source: tuple[str, ...]) -> SourceText:
    sentences = [span.of(text) for text in source for span in split_english(text)]
    return SourceText(tuple(Passage.of(sentence) for sentence in sentences))
