"""The English that a claim is checked against: the readings of its sentences, and where its words stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from toolkit.article.lexicon import rows
from toolkit.language.dates import DateMention
from toolkit.language.english import EnglishWord, split_english
from toolkit.language.gazetteer import Entry, entry_for
from toolkit.language.quantity import Quantity
from toolkit.language.reading import Reading, read_sentence
from toolkit.models.encoder import dot, encode

# Two different words at least this near each other in the encoder's space say the same for our purposes
# (reach/achieve, talks/negotiations); .6 to .8 makes little difference on the development data.
SYNONYM = 0.70


@dataclass(frozen=True, eq=False)
class SourceText:
    """The sentences that a claim is checked against."""

    sentences: tuple[Reading, ...]

    @cached_property
    def vectors(self) -> npt.NDArray[np.float32]:
        """Encoded sentences, shape (sentences, 512)."""
        return encode([sentence.text for sentence in self.sentences])

    @cached_property
    def words(self) -> tuple[EnglishWord, ...]:
        """All its words, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.terms)

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
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The lower-case forms of all neighbouring words."""
        return frozenset(pairwise(word.form for word in self.words))

    @cached_property
    def entries(self) -> frozenset[Entry]:
        """What the gazetteer knows of its names: Russia for Russian, and for Moscow where it means the government."""
        return frozenset(entry for sentence in self.sentences for entry in _entries(sentence))

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Words of two to six capitals."""
        return frozenset(word.text for word in self.words if word.text.isupper() and 2 <= len(word.text) <= 6)

    @cached_property
    def numbers(self) -> tuple[tuple[Quantity, Reading], ...]:
        """All its numbers, each with its sentence."""
        return tuple((number, sentence) for sentence in self.sentences for number in sentence.quantities)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """All its dates."""
        return tuple(date for sentence in self.sentences for date in sentence.dates)

    @cached_property
    def _vocabulary(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        forms = sorted({word.form for word in self.content if not word.digits})
        return forms, encode(forms)

    def places_of(self, word: EnglishWord) -> list[int]:
        """Return where a word, or what says the same, stands among the content words of the source."""
        found = self.places.get(word.stem)
        if found is not None:
            return found
        if word.digits:
            return []
        relatives = {form for form in self.forms if is_derived(word.form, form)} or _synonyms(word, *self._vocabulary)
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


def _entries(reading: Reading) -> Iterator[Entry]:
    yield from (match.entry for match in reading.entries)
    for first in range(len(reading.terms)):
        for length in (1, 2, 3):
            run = reading.terms[first : first + length]
            if all(word.capital for word in run) and (seat := seat_of([word.form for word in run])):
                yield seat


def has_synonym(word: EnglishWord, others: Sequence[EnglishWord]) -> bool:
    """Tell whether one of the other words is derived from a word, or says the same by the encoder."""
    forms = sorted({other.form for other in others if not other.digits})
    if word.digits or not forms:
        return False
    return any(is_derived(word.form, form) for form in forms) or bool(_synonyms(word, forms, encode(forms)))


def _synonyms(word: EnglishWord, forms: Sequence[str], vectors: npt.NDArray[np.float32]) -> set[str]:
    near = np.flatnonzero(dot(vectors, encode([word.form])[0]) >= SYNONYM)
    return {forms[int(i)] for i in near}


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
    return _read_source(tuple(source))


@lru_cache(maxsize=16)  # the claims of a brief are checked against the same few sources, one after another
def _read_source(source: tuple[str, ...]) -> SourceText:
    sentences = [span.of(text) for text in source for span in split_english(text)]
    return SourceText(tuple(read_sentence(sentence, "en") for sentence in sentences))
