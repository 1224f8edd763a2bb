"""Chooses the words to light up: few, contiguous spans on each side that carry a claim.

A word alignment leads from the translation to the Arabic where the engine gave one; otherwise words are matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.checks.matching import (
    Matrix,
    SentenceWord,
    arabic_content_words,
    english_sentence_words,
    match_phrases,
    match_values,
    match_words,
)
from toolkit.language.english import EnglishWord, content_words
from toolkit.language.reading import read_sentence
from toolkit.language.words import ARABIC_FUNCTION_WORDS

Alignment = Sequence[tuple[Span, Span]]

# Cosine of two words from which they are shown as a match; a word that is both sides' favourite by a margin is
# shown from `_FAVOURITE` on. Looked at on the five sample articles: a wrong light is worse than none.
_SHOWN, _FAVOURITE, _MARGIN = 0.60, 0.42, 0.08
# Of a sentence's characters at most this share is lit, the weakest matches going out first, unless nearly all
# of its words are carried and lighting all of them is the truth.
_LIT_SHARE = 0.6
_ALL_CARRIED = 0.8
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Highlight:
    """Spans to light up: in the Arabic sentence, in the claim, and in the sentence's translation."""

    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    translation_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    """One word of the claim (`target`) and the span of the other text that carries it."""

    target: Span
    other: Span
    strength: float


def highlight(claim: str, arabic: str, *, translation: str | None = None, alignment: Alignment = ()) -> Highlight:
    """Find the words of an Arabic sentence that carry a claim, and the words of the claim that they carry.

    Parameters
    ----------
    claim
        The English claim.
    arabic
        The Arabic sentence that it stands on.
    translation
        The sentence in English.
    alignment
        Pairs (span of the Arabic sentence, span of the translation), as in `Translation.alignment`.

    Returns
    -------
    Highlight
        Offsets into `arabic`, `claim` and `translation`, sorted and not touching each other. No span begins or
        ends with white space.

    Examples
    --------
    >>> claim, arabic = "Oil prices rose.", "ارتفعت أسعار النفط بعد قرار المنظمة."
    >>> [span.of(arabic) for span in highlight(claim, arabic).source_spans]
    ['ارتفعت أسعار النفط']
    """
    words = read_sentence(claim, "en").content
    over: list[_Match] = []
    if translation:
        english = english_sentence_words(translation)
        over = _best_matches(words, english, match_words(words, english))
    direct = _through(over, alignment) if alignment and over else _direct(claim, words, arabic)
    direct = _dimmed(direct, arabic, len(arabic_content_words(arabic)))
    shown = _dimmed(over, translation or "", len(read_sentence(translation or "", "en").content))
    lit = [match.target for match in direct] + [match.target for match in shown]
    return Highlight(
        source_spans=_joined(arabic, (match.other for match in direct)),
        target_spans=_joined(claim, lit),
        translation_spans=_joined(translation or "", (match.other for match in shown)),
    )


def _direct(claim: str, words: Sequence[EnglishWord], arabic: str) -> list[_Match]:
    """Match the claim with the Arabic by word, or by a phrase of two or three words where that is nearer."""
    others = arabic_content_words(arabic)
    nearness = np.where(match_values(claim, arabic), 1.0, match_words(words, others)).astype(np.float32)
    singles = {match.target: match for match in _best_matches(words, others, nearness)}
    matches = []
    for word, phrase in zip_longest(words, match_phrases(words, others)):
        single = singles.get(word.span)
        if phrase and not word.digits and phrase[2] >= _SHOWN:
            span = Span(others[phrase[0]].span.start, others[phrase[1]].span.end)
            margin = 0.0 if single and single.other.overlaps(span) else _MARGIN
            if single is None or phrase[2] >= single.strength + margin:
                single = _Match(word.span, span, phrase[2])
        if single:
            matches.append(single)
    return matches


def _best_matches(words: Sequence[EnglishWord], others: Sequence[SentenceWord], nearness: Matrix) -> list[_Match]:
    """Give each word of the claim its best counterpart, the one nearest to the rest among equals."""
    sure = nearness.max(axis=1, initial=0.0) >= _SHOWN
    centre = float(np.median(nearness.argmax(axis=1)[sure])) if sure.any() else 0.0
    matches = []
    for row, word in enumerate(words):
        best = float(nearness[row].max(initial=0.0))
        if sure[row] or (best >= _FAVOURITE and _is_favourite(nearness, row)):
            equals = np.flatnonzero(nearness[row] >= best - 0.03)
            nearest = int(equals[np.abs(equals - centre).argmin()])
            matches.append(_Match(word.span, _whole(others, nearness[row], nearest), best))
    return matches


def _whole(others: Sequence[SentenceWord], nearness: Matrix, at: int) -> Span:
    """Return the span of a counterpart, with the words beside it that are the same value: both of الولايات المتحدة."""
    first = last = at
    while nearness[at] >= 1.0 and first > 0 and nearness[first - 1] >= 1.0:
        first -= 1
    while nearness[at] >= 1.0 and last + 1 < len(others) and nearness[last + 1] >= 1.0:
        last += 1
    return Span(others[first].span.start, others[last].span.end)


def _is_favourite(nearness: Matrix, row: int) -> bool:
    """Tell whether the best counterpart of a word beats every other pair of the two by a margin."""
    column = int(nearness[row].argmax())
    rivals = np.concatenate([np.delete(nearness[row], column), np.delete(nearness[:, column], row)])
    return bool(nearness[row, column] >= rivals.max(initial=0.0) + _MARGIN)


def _through(over: Iterable[_Match], alignment: Alignment) -> list[_Match]:
    """Carry matches with the translation over to the Arabic."""
    return [
        _Match(match.target, source, match.strength)
        for match in over
        for source, target in alignment
        if target.overlaps(match.other)
    ]


def _dimmed(matches: list[_Match], text: str, words: int) -> list[_Match]:
    """Put out the weakest matches until no more than `_LIT_SHARE` of the text is lit."""
    spans = {match.other for match in matches}
    if not spans or len(spans) >= _ALL_CARRIED * words:
        return matches
    kept = sorted(matches, key=lambda match: -match.strength)
    while len(kept) > 1 and _length(_joined(text, (match.other for match in kept))) > _LIT_SHARE * len(text):
        kept.pop()
    return kept


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans and join those with nothing but two function words or a light sign between them."""
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and (span.start <= joined[-1].end or _is_small_gap(text[joined[-1].end : span.start])):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _is_small_gap(between: str) -> bool:
    tokens: list[str] = _TOKEN.findall(between)
    signs = _TOKEN.sub("", between).strip()
    if len(tokens) > 2 or signs not in ("", "-", "'", "’", "/"):
        return False
    return all(arabic_form(token) in ARABIC_FUNCTION_WORDS or not content_words(token) for token in tokens)
