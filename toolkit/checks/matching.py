"""Measures how well the words of a sentence carry the words of a claim, across Arabic and English.

Single words are compared by the multilingual encoder, by English stems, and numbers by their values only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.article.lexicon import rows
from toolkit.article.normalize import normalize
from toolkit.article.types import Span
from toolkit.language.english import EnglishWord
from toolkit.language.quantity import same_number
from toolkit.language.reading import Reading, read_sentence
from toolkit.language.transliteration import SPELLS, arabic_sounds, latin_letters, may_spell, transliteration_score
from toolkit.language.words import ARABIC_FUNCTION_WORDS
from toolkit.models.encoder import dot, encode

__all__ = [
    "SentenceWord",
    "WordPairs",
    "arabic_content_words",
    "english_sentence_words",
    "match_phrases",
    "match_values",
    "match_words",
    "pair_words",
    "phrases",
    "word_overlap",
    "word_weights",
]

Matrix = npt.NDArray[np.float32]

# Cosine of two single words below which they have nothing to do with each other, and above which they are as
# good as equal; chosen by leave-one-article-out on the labels in tests/checks/data/attribution.jsonl, where
# .45 to .6 for the first makes less than .02 of difference.
UNRELATED, EQUAL = 0.50, 0.75
_AS_NEAR = 0.10

_KINDS = frozenset({"arabic", "latin", "digits"})
# Single letters before a word; the encoder copes with the article by itself.
_ARABIC_PREFIXES = tuple(row[0] for row in rows("prefixes") if len(row[0]) == 1 and row[0] != "س")


class SentenceWord(NamedTuple):
    """A word of a sentence: its span in that sentence, and the spellings to compare it by."""

    span: Span
    variants: tuple[str, ...]
    stem: str
    digits: bool


def _arabic_variants(word: str) -> tuple[str, ...]:
    stripped = [
        word[len(prefix) :] for prefix in _ARABIC_PREFIXES if word.startswith(prefix) and len(word) - len(prefix) >= 3
    ]
    return (word, *stripped)


@lru_cache(maxsize=4096)
def arabic_content_words(sentence: str) -> tuple[SentenceWord, ...]:
    """Return the words of an Arabic sentence that say something by themselves, in order."""
    found = []
    for word in read_sentence(sentence, "ar").words:
        digits = word.kind == "digits"
        if digits or (word.kind in _KINDS and len(word.form) > 2 and word.form not in ARABIC_FUNCTION_WORDS):
            text = normalize(word.text)
            variants = (text,) if digits else _arabic_variants(text)
            found.append(SentenceWord(Span(word.start, word.end), variants, word.form if digits else text, digits))
    return tuple(found)


def english_sentence_words(sentence: str) -> list[SentenceWord]:
    """Return the words of an English sentence that say something by themselves, in order."""
    content = read_sentence(sentence, "en").content
    return [SentenceWord(word.span, (word.text,), word.stem, word.digits) for word in content]


def match_words(claim: Sequence[EnglishWord], sentence: Sequence[SentenceWord]) -> Matrix:
    """Return how near each word of the sentence is to each word of the claim.

    Parameters
    ----------
    claim, sentence
        Content words, as `content_words` and `arabic_content_words` or `english_sentence_words` give them.

    Returns
    -------
    numpy.ndarray
        Shape (len(claim), len(sentence)): 1 for words of one stem and for equal digits, 0 where a number meets
        anything else, otherwise the best cosine over the spellings of the sentence's word.
    """
    if not claim or not sentence:
        return np.zeros((len(claim), len(sentence)), dtype=np.float32)
    spellings = [variant for word in sentence for variant in word.variants]
    starts = np.cumsum([0, *(len(word.variants) for word in sentence[:-1])])
    vectors = encode([*(word.text for word in claim), *spellings])  # one batch costs less than two
    cosines = dot(vectors[: len(claim)], vectors[len(claim) :])
    nearest = np.maximum.reduceat(cosines, starts, axis=1)
    same = np.array([word.stem for word in claim])[:, None] == np.array([word.stem for word in sentence])
    number = np.array([word.digits for word in claim])[:, None] | np.array([word.digits for word in sentence])
    matched: Matrix = np.where(same, 1.0, np.where(number, 0.0, nearest)).astype(np.float32)
    return matched


class WordPairs(NamedTuple):
    """The content words of an English sentence and of its Arabic, and how near each of the first is to each other.

    `nearness` has the shape (words, others): 1 for the same name, number or stem, else a cosine.
    """

    words: Sequence[EnglishWord]
    others: Sequence[SentenceWord]
    nearness: Matrix


_LARGEST = 40_000  # pairs of words: two hundred by two hundred are no sentences any more, and are not compared


@lru_cache(maxsize=1024)
def pair_words(english: Reading, arabic: Reading) -> WordPairs | None:
    """Compare the content words of an English sentence and an Arabic one; None if one has none or too many."""
    words, others = english.content, arabic_content_words(arabic.text)
    if not words or not others or len(words) * len(others) > _LARGEST:
        return None
    same = match_values(english.text, arabic.text)
    return WordPairs(words, others, np.where(same, np.float32(1.0), match_words(words, others)))


def word_overlap(nearness: Matrix) -> Matrix:
    """Turn nearness into how well a word is carried: 0 up to `UNRELATED`, 1 from `EQUAL` on, linear between."""
    ramp: Matrix = np.clip((nearness - UNRELATED) / (EQUAL - UNRELATED), 0.0, 1.0).astype(np.float32)
    return ramp


def word_weights(carried: Matrix) -> Matrix:
    """Weigh the words of a claim by how few sentences carry them.

    Parameters
    ----------
    carried
        Shape (words, sentences): how well each sentence carries each word, in 0..1.

    Returns
    -------
    numpy.ndarray
        Shape (words,): inverse sentence frequency, at least .05; not normalized.
    """
    weights: Matrix = np.log((carried.shape[1] + 1) / (carried.sum(axis=1) + 0.5)).astype(np.float32)
    return np.maximum(weights, np.float32(0.05))


def match_phrases(claim: Sequence[EnglishWord], sentence: Sequence[SentenceWord]) -> list[tuple[int, int, float]]:
    """Find the phrase of neighbouring words nearest to each word of the claim: وقف إطلاق النار, ceasefire.

    Pairs of words are compared; a pair that overlaps the best one and is nearly as near makes it longer.

    Returns
    -------
    list of tuple
        For each word of the claim (index of the phrase's first word, index of its last, cosine); empty if the
        sentence has no two words without a number.
    """
    pairs = _pairs(sentence)
    if not claim or not pairs:
        return []
    found = []
    for row in dot(encode([word.text for word in claim]), encode(phrases(sentence))):
        near = {i: float(cosine) for i, cosine in zip(pairs, row, strict=True)}
        best = max(near, key=near.__getitem__)
        first, last = (best + step if near.get(best + step, 0.0) >= near[best] - _AS_NEAR else best for step in (-1, 1))
        found.append((first, last + 1, near[best]))
    return found


def phrases(sentence: Sequence[SentenceWord]) -> list[str]:
    """Return the pairs of neighbouring words that `match_phrases` compares: encoded together they cost less."""
    return [" ".join(word.variants[0] for word in sentence[i : i + 2]) for i in _pairs(sentence)]


def _pairs(sentence: Sequence[SentenceWord]) -> list[int]:
    return [i for i in range(len(sentence) - 1) if not (sentence[i].digits or sentence[i + 1].digits)]


# -- the same name or number: encoders know little of them -------------------------------------------------------------

_SURE = SPELLS + 3.0  # for a word without its first letters: what was taken off may have been no particle
_SHORTEST = 4  # letters of a name below which too many words spell it by chance


@lru_cache(maxsize=4096)
def match_values(claim: str, arabic: str) -> npt.NDArray[np.bool_]:
    """Tell which content words of a claim are the same name or number as which content words of an Arabic sentence.

    Returns
    -------
    numpy.ndarray
        Shape (words of the claim, words of the sentence); shared, not to be changed.
    """
    ours, theirs = read_sentence(claim, "en"), read_sentence(arabic, "ar")
    words, others = ours.content, arabic_content_words(arabic)
    same = np.zeros((len(words), len(others)), dtype=bool)
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
