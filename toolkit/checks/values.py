"""Which words of a claim and of an Arabic sentence are the same value. In: both texts and their words. Out: a matrix.

Names meet through the gazetteer (Russia, روسي) or because one spells the other (Ushakov, أوشاكوف), numbers because
they are equal (6,000 and 6 آلاف). The encoder knows little of either.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from toolkit.article.types import Span
from toolkit.checks.matching import SentenceWord
from toolkit.language.english import EnglishWord
from toolkit.language.gazetteer import Entry, entries_in_arabic, entry_for
from toolkit.language.numbers import Number, find_numbers, same_number
from toolkit.language.transliteration import SPELLS, arabic_sounds, latin_letters, transliteration_score
from toolkit.language.words import split_words

__all__ = ["match_values"]

_WRITTEN = {
    **dict.fromkeys("bp", "ب"),
    **dict.fromkeys("fv", "فب"),
    **dict.fromkeys("sz", "سصزذظضثش"),
    "d": "دضذظط",
    "k": "كقخ",
    "l": "ل",
    "m": "م",
    "n": "ن",
    "r": "ر",
    "t": "تطثدشس",
}
_SURE = SPELLS + 3.0  # for a word without its first letters: what was taken off may have been no particle
_SHORTEST = 4  # letters of a name below which too many words spell it by chance


def match_values(
    claim: str, words: Sequence[EnglishWord], arabic: str, others: Sequence[SentenceWord]
) -> npt.NDArray[np.bool_]:
    """Tell which words of a claim are the same name or number as which words of an Arabic sentence.

    Returns
    -------
    numpy.ndarray
        Shape (len(words), len(others)).
    """
    same = np.zeros((len(words), len(others)), dtype=bool)
    entries, numbers = _arabic_values(arabic)
    spans = [(i, span) for i, entry in _claim_entries(claim, tuple(words)) for span, other in entries if entry is other]
    spans += [
        (i, other.span)
        for number in find_numbers(claim, "en")
        for other in numbers
        if same_number(number, other)
        for i, word in enumerate(words)
        if number.span.overlaps(word.span)
    ]
    for i, span in spans:
        same[i] |= [span.overlaps(other.span) for other in others]
    for i, word in enumerate(words):
        if word.capital and len(word.form) >= _SHORTEST and not same[i].any():
            same[i] = [_spells(word.form, other) for other in others]
    return same


def _spells(form: str, other: SentenceWord) -> bool:
    if other.digits:
        return False
    whole, *stripped = other.variants
    return _is_spelling(form, whole, SPELLS) or any(_is_spelling(form, part, _SURE) for part in stripped)


@lru_cache(maxsize=65536)
def _is_spelling(form: str, arabic: str, least: float) -> bool:
    letters, consonants = arabic_sounds(arabic), _consonants(form)
    # Scoring an alignment is fifty times as slow as seeing that the consonants are not there at all.
    if sum(not consonant.isdisjoint(letters) for consonant in consonants) < 0.7 * len(consonants):
        return False
    return transliteration_score(latin_letters(form), letters) >= least


@lru_cache(maxsize=4096)
def _consonants(form: str) -> tuple[frozenset[str], ...]:
    """Return, for each consonant of a name that is always written, the Arabic letters that may write it."""
    return tuple(frozenset(_WRITTEN[letter]) for letter in latin_letters(form) if letter in _WRITTEN)


@lru_cache(maxsize=4096)
def _arabic_values(sentence: str) -> tuple[tuple[tuple[Span, Entry], ...], tuple[Number, ...]]:
    found = entries_in_arabic(split_words(sentence))
    return tuple((match.span, match.entry) for match in found), tuple(find_numbers(sentence, "ar"))


@lru_cache(maxsize=1024)
def _claim_entries(claim: str, words: tuple[EnglishWord, ...]) -> tuple[tuple[int, Entry], ...]:
    """Find what the gazetteer knows of the claim: for each word of a known name, its index and the entry."""
    found = []
    for first in range(len(words)):
        for length in (3, 2, 1):
            run = words[first : first + length]
            if len(run) < length or not all(word.capital for word in run) or not _side_by_side(claim, run):
                continue
            if (entry := entry_for([word.form for word in run])) is not None:
                found += [(first + i, entry) for i in range(length)]
                break
    return tuple(found)


def _side_by_side(text: str, run: Sequence[EnglishWord]) -> bool:
    return all(not text[a.end : b.start].strip(" -") for a, b in pairwise(run))
