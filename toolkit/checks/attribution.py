"""Finds the Arabic sentences behind an English claim, by the meaning of the whole and word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from toolkit.article.orders import orders_among
from toolkit.article.types import Article, Sentence
from toolkit.checks.findings import Evidence
from toolkit.checks.highlights import highlight
from toolkit.checks.matching import (
    Matrix,
    SentenceWord,
    arabic_content_words,
    english_sentence_words,
    match_values,
    match_words,
    phrases,
    word_overlap,
    word_weights,
)
from toolkit.language.english import EnglishWord
from toolkit.language.reading import read_sentence
from toolkit.models.encoder import dot, encode

# Chosen on the labels in tests/checks/data/attribution.jsonl and on the tuned part of FLORES dev;
# `python -m benchmarks.evidence` prints what they give there, on the part kept back, and for the encoder alone.
THRESHOLD, ALPHA, LIMIT = 0.23, 0.80, 3
# Words count for this much less the best cosine: a whole translation is found by the encoder, a paraphrase or a part
# of a sentence by its words.
_WORDS = 1.4


class _Side(NamedTuple):
    """The candidates in one language: their texts, the words of each, and which candidates they are."""

    texts: list[str]
    words: list[Sequence[SentenceWord]]
    rows: list[int]
    is_arabic: bool


def attribute(
    claims: Sequence[str],
    article: Article,
    translations: Sequence[object | None] | None = None,
    *,
    threshold: float = THRESHOLD,
    alpha: float = ALPHA,
    limit: int = LIMIT,
) -> list[list[Evidence]]:
    """Find the Arabic sentences behind each English claim.

    Parameters
    ----------
    claims
        English sentences, for example those of a summary.
    article
        The article they are about. Boilerplate, and sentences that speak to a language model, never serve as evidence.
    translations
        English of `article.sentences`, aligned with them: strings, None, or objects with a `text` (and, if they
        have one, an `alignment`), such as `Translation`. Better with them, good without.
    threshold
        The least score, in 0..1, that counts as support.
    alpha
        A sentence is kept beside the best one if it scores at least this share of the best score.
    limit
        At most so many sentences a claim.

    Returns
    -------
    list of list of Evidence
        One list a claim, best first; empty if nothing in the article supports the claim.

    Raises
    ------
    ValueError
        `translations` are not as many as the article's sentences.
    MissingExtraError
        The encoder's wheel is not installed.

    Examples
    --------
    >>> from toolkit import read_text
    >>> article = read_text("ارتفعت أسعار النفط اليوم. فاز الفريق بالمباراة.")
    >>> [[e.sentence for e in found] for found in attribute(["The team won the match."], article)]
    [[1]]
    """
    if translations is not None and len(translations) != len(article.sentences):
        raise ValueError(f"{len(translations)} translations for {len(article.sentences)} sentences.")
    orders = orders_among(article.sentences)
    candidates = [s for s in article.sentences if s.kind != "boilerplate" and s.index not in orders]
    sides = _sides(candidates, translations)
    # Here and below: one batch costs less than many.
    encode([word.text for claim in claims for word in read_sentence(claim, "en").content])
    scores = [_scores(claim, sides, len(candidates)) for claim in claims]
    kept = [_keep(of_claim, threshold, alpha, limit) for of_claim in scores]
    lit = sorted({i for of_claim in kept for i in of_claim})
    encode([phrase for i in lit for phrase in phrases(sides[0].words[i])])
    return [
        [_evidence(claim, candidates[i], float(of_claim[i]), translations) for i in places]
        for claim, of_claim, places in zip(claims, scores, kept, strict=True)
    ]


def _english_of(sentence: Sentence, translations: Sequence[object | None] | None) -> str:
    item = translations[sentence.index] if translations is not None else None
    text = item if isinstance(item, str) else getattr(item, "text", None)
    return text if isinstance(text, str) and text.strip() else ""


def _sides(candidates: Sequence[Sentence], translations: Sequence[object | None] | None) -> list[_Side]:
    arabic = [sentence.text for sentence in candidates]
    sides = [_Side(arabic, [arabic_content_words(text) for text in arabic], list(range(len(arabic))), True)]
    english = [_english_of(sentence, translations) for sentence in candidates]
    rows = [row for row, text in enumerate(english) if text]
    texts = [english[row] for row in rows]
    if rows:
        sides.append(_Side(texts, [english_sentence_words(text) for text in texts], rows, False))
    return sides


def _scores(claim: str, sides: Sequence[_Side], candidates: int) -> Matrix:
    """Score each candidate, over the languages that it is there in; shape (candidates,)."""
    total = np.zeros(candidates, dtype=np.float32)
    views = np.zeros(candidates, dtype=np.float32)
    words = read_sentence(claim, "en").content
    if claim.strip() and candidates:
        vector = encode([claim])[0]
        for side in sides:
            cosines = np.clip(dot(encode(side.texts), vector), 0.0, 1.0)
            weight = _WORDS - float(cosines.max()) if words else 0.0
            share = _coverage(claim, words, side) if words else 0.0
            total[side.rows] += (cosines + weight * share) / (1.0 + weight)
            views[side.rows] += 1
    mean: Matrix = (total / np.maximum(views, 1)).astype(np.float32)
    return mean


def _coverage(claim: str, words: Sequence[EnglishWord], side: _Side) -> Matrix:
    """Return the weighted share of the claim's words that each sentence carries; shape (sentences,)."""
    carried = np.zeros((len(words), len(side.texts)), dtype=np.float32)
    strength = word_overlap(match_words(words, [other for others in side.words for other in others]))
    start = 0
    for row, (text, others) in enumerate(zip(side.texts, side.words, strict=True)):
        if others:
            own = strength[:, start : start + len(others)]
            if side.is_arabic:
                own = np.where(match_values(claim, text), 1.0, own)
            carried[:, row] = own.max(axis=1)
        start += len(others)
    weights = word_weights(carried)
    share: Matrix = (weights @ carried / weights.sum()).astype(np.float32)
    return share


def _keep(scores: Matrix, threshold: float, alpha: float, limit: int) -> list[int]:
    if not len(scores):
        return []
    best = np.argsort(-scores, kind="stable")[:limit]
    floor = max(threshold, alpha * float(scores[best[0]]))
    return [int(i) for i in best if scores[i] >= floor]


def _evidence(claim: str, sentence: Sentence, score: float, translations: Sequence[object | None] | None) -> Evidence:
    item = translations[sentence.index] if translations is not None else None
    lit = highlight(
        claim,
        sentence.text,
        translation=_english_of(sentence, translations) or None,
        alignment=getattr(item, "alignment", ()),
    )
    return Evidence(
        sentence=sentence.index,
        score=min(max(score, 0.0), 1.0),
        source_spans=tuple(span.shift(sentence.span.start) for span in lit.source_spans),
        target_spans=lit.target_spans,
        translation_spans=lit.translation_spans,
    )
