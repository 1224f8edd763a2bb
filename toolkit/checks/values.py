"""Tells which words of a claim and of an Arabic sentence are the same name or number: encoders know little of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from toolkit.article.types import Span
from toolkit.checks.matching import SentenceWord
from toolkit.language.english import EnglishWord
from toolkit.language.quantity import same_number
from toolkit.language.reading import read_sentence
from toolkit.language.transliteration import SPELLS, arabic_sounds, latin_letters, may_spell, transliteration_score

__all__ = ["match_values"]

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
    ours, theirs = read_sentence(claim, "en"), read_sentence(arabic, "ar")
    pairs = [(mine.span, other.span) for mine in ours.entries for other in theirs.entries if mine.entry is other.entry]
    pairs += [(n.span, other.span) for n in ours.quantities for other in theirs.quantities if same_number(n, other)]
    starts, other_starts = [word.span.start for word in words], [other.span.start for other in others]
    for mine, span in pairs:
        for i in _touched(mine, words, starts):
            same[i, _touched(span, others, other_starts)] = True
    for i, word in enumerate(words):
        if word.capital and len(word.form) >= _SHORTEST and not same[i].any():
            same[i] = [_spells(word.form, other) for other in others]
    return same


def _touched(span: Span, words: Sequence[EnglishWord | SentenceWord], starts: list[int]) -> list[int]:
    """Return the numbers of the words, in order, that a span touches."""
    before = bisect_right(starts, span.start)
    first = bisect_left(starts, starts[before - 1]) if before else 0
    return [i for i in range(first, bisect_left(starts, span.end)) if span.overlaps(words[i].span)]


def _spells(form: str, other: SentenceWord) -> bool:
    if other.digits:
        return False
    whole, *stripped = other.variants
    return _is_spelling(form, whole, SPELLS) or any(_is_spelling(form, part, _SURE) for part in stripped)


def _is_spelling(form: str, arabic: str, least: float) -> bool:
    letters, sounds = latin_letters(form), arabic_sounds(arabic)
    return may_spell(letters, sounds) and transliteration_score(letters, sounds) >= least
