"""How well are claims attributed? Labelled claims and translated sentences, beside baselines.

FLORES dev stands in articles of ten lines; an article is in the part that `parts.part_of` gives for its Arabic lines.
Weights were chosen on part 0 and on the labelled summary sentences, never on part 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.parts import Row, part_of
from notebooks.lessons.rates import Rate
from notebooks.lessons.scores import Score, bootstrap
from toolkit.article.types import Article, Sentence, Span
from toolkit.checks.attribution import ALPHA, THRESHOLD, attribute
from toolkit.language.english import content_words
from toolkit.models.encoder import encode
from toolkit.translate.memory import TranslationMemory

__all__ = [
    "LabelledClaim",
    "first_hits",
    "first_rows",
    "paraphrase_scores",
    "pseudo_articles",
    "read_attribution_labels",
    "references",
]

Ranker = Callable[[str, Article, Sequence[str | None] | None], dict[int, float]]
_GRID = [(t, a) for t in np.arange(0.15, 0.55, 0.05) for a in np.arange(0.6, 0.96, 0.05)]


_CLAUSE = re.compile(r"[,;:\"“”]| and | that | which ")


@dataclass(frozen=True)
class LabelledClaim:
    """A claim, its article, the sentences it stands on (`gold`) and others that say the same (`also`)."""

    claim: str
    article: Article
    translations: tuple[str | None, ...]
    gold: frozenset[int]
    also: frozenset[int]


def read_attribution_labels(
    path: Path, articles: Mapping[str, Article], translations: Mapping[str, Sequence[str | None]]
) -> list[LabelledClaim]:
    """Read labels that name Arabic sentences by words that stand in no other, so that new segmentation keeps them.

    Parameters
    ----------
    path
        JSON lines with `article`, `claim`, `evidence` and `also`.
    articles, translations
        By article id; translations are aligned with the sentences.
    """
    labels = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        article = articles[row["article"]]
        gold = frozenset(_sentence_at(article, anchor) for anchor in row["evidence"])
        also = frozenset(_sentence_at(article, anchor) for anchor in row["also"]) - gold
        labels.append(LabelledClaim(row["claim"], article, tuple(translations[row["article"]]), gold, also))
    return labels


def _sentence_at(article: Article, anchor: str) -> int:
    at = article.text.index(anchor)
    return next(s.index for s in article.sentences if s.span.start <= at < s.span.end)


def pseudo_articles(lines: Sequence[str], size: int = 10) -> list[Article]:
    """Group sentences that stand alone, such as those of FLORES, into articles of `size` sentences."""
    found = []
    for first in range(0, len(lines), size):
        start, sentences = 0, []
        for index, line in enumerate(lines[first : first + size]):
            sentences.append(Sentence(index, Span(start, start + len(line)), line, "body", index))
            start += len(line) + 1
        found.append(Article(f"lines-{first}", "\n".join(lines[first : first + size]), tuple(sentences)))
    return found


# -- rankers: ours and the baselines ---------------------------------------------------------------------------------


def _ours(claim: str, article: Article, translations: Sequence[str | None] | None) -> dict[int, float]:
    (found,) = attribute([claim], article, translations, threshold=0.0, alpha=0.0, limit=len(article.sentences))
    return {evidence.sentence: evidence.score for evidence in found}


def _embedding(claim: str, article: Article, translations: Sequence[str | None] | None) -> dict[int, float]:
    chosen = [s for s in article.sentences if s.kind != "boilerplate"]
    texts = [(translations[s.index] if translations else None) or s.text for s in chosen]
    cosines = encode(texts) @ encode([claim])[0] if texts else []
    return {s.index: float(cosine) for s, cosine in zip(chosen, cosines, strict=True)}


def _overlap(claim: str, article: Article, translations: Sequence[str | None] | None) -> dict[int, float]:
    """Unigram F1 of content-word stems with the translation."""
    ours = {word.stem for word in content_words(claim)}
    scores = {}
    for sentence in article.sentences:
        theirs = {word.stem for word in content_words((translations[sentence.index] if translations else "") or "")}
        shared = 2 * len(ours & theirs)
        if sentence.kind != "boilerplate":
            scores[sentence.index] = shared / (len(ours) + len(theirs)) if shared else 0.0
    return scores


# -- measures --------------------------------------------------------------------------------------------------------


def first_hits(name: str, pairs: Iterable[tuple[Article, Sequence[str | None]]]) -> list[Score]:
    """Measure how often the sentence that an English sentence translates comes first (P@1), without translations.

    A sentence that stands in the article twice may be found at either place.
    """
    scores = []
    known = [(article, english) for article, english in pairs]
    for label, ranker in (("this toolkit", _first), ("encoder alone", _embedding)):
        hits = total = 0
        for article, english in known:
            for sentence in article.sentences:
                claim = english[sentence.index]
                if claim and sentence.kind != "boilerplate":
                    ranked = ranker(claim, article, None)
                    best = max(ranked, key=ranked.__getitem__, default=None)
                    hits += best is not None and article.sentences[best].text == sentence.text
                    total += 1
        scores.append(Score.of_rate(f"{name}: {label}", Rate(hits, total)))
    return scores


def first_rows(arabic: Sequence[str], english: Sequence[str]) -> list[Row]:
    """Measure `first_hits` on both parts of lines that stand alone: whole sentences, and their first and last clauses.

    Articles of sixty lines are made of six of ten, all of the same part.
    """
    parts: tuple[list[int], list[int]] = ([], [])
    for first in range(0, len(arabic), 10):
        parts[part_of("\n".join(arabic[first : first + 10]))].extend(range(first, min(first + 10, len(arabic))))
    rows = []
    for name, size, cut in (
        ("whole sentences, ten", 10, _whole),
        ("whole, sixty", 60, _whole),
        ("clauses, sixty", 60, _ends),
    ):
        measured = []
        for places in parts:
            articles = pseudo_articles([arabic[i] for i in places], size)
            claims = [cut(english[i]) for i in places]
            pairs = [
                (article, [claim[side] if side < len(claim) else None for claim in claims[size * i : size * i + size]])
                for i, article in enumerate(articles)
                for side in range(2)
            ]
            measured.append(first_hits(name, pairs))
        (tuned, _), (kept, baseline) = measured
        rows.append(Row(name, tuned, kept, baseline))
    return rows


def _whole(english: str) -> list[str]:
    return [english]


def _ends(english: str) -> list[str]:
    clauses = [part.strip() for part in _CLAUSE.split(english) if len(part.split()) >= 3]
    return [clauses[0], clauses[-1]] if len(clauses) > 1 else []


def _first(claim: str, article: Article, translations: Sequence[str | None] | None) -> dict[int, float]:
    (found,) = attribute([claim], article, translations, limit=1)
    return {evidence.sentence: evidence.score for evidence in found}


def paraphrase_scores(labels: Sequence[LabelledClaim]) -> list[Score]:
    """Measure F1 over (claim, sentence) pairs of summary sentences, ours beside the baselines.

    Baselines get the thresholds that are best for them on these very labels; ours keeps its defaults, and is given
    once more with thresholds chosen on the other articles (leave one article out).
    """
    scores = []
    for with_translations, rankers in (
        (False, {"this toolkit": _ours, "encoder alone": _embedding}),
        (True, {"this toolkit": _ours, "encoder alone": _embedding, "word overlap alone": _overlap}),
    ):
        given = "with translations" if with_translations else "Arabic only"
        for label, ranker in rankers.items():
            ranked = [(x, ranker(x.claim, x.article, x.translations if with_translations else None)) for x in labels]
            if ranker is _ours:
                scores.append(_f1_score(f"F1, {given}: {label}", ranked, THRESHOLD, ALPHA))
                scores.append(_left_out(f"F1, {given}: {label}, leave one article out", ranked))
            else:
                best = max(_GRID, key=lambda grid, ranked=ranked: _f1(_judge(ranked, *grid)))  # type: ignore[misc]
                scores.append(_f1_score(f"F1, {given}: {label}", ranked, *best))
    nothing = [not attribute([x.claim], x.article)[0] for x in labels if not x.gold]
    scores.append(Score.of_rate("claims on nothing that get no evidence", Rate(sum(nothing), len(nothing))))
    return scores


_Ranked = Sequence[tuple[LabelledClaim, dict[int, float]]]
_Judged = tuple[int, int, int]  # true positives, false positives, false negatives of one claim


def _judge(ranked: _Ranked, threshold: float, alpha: float) -> list[_Judged]:
    judged = []
    for label, scores in ranked:
        best = sorted(scores, key=lambda index: -scores[index])[:3]
        floor = max(threshold, alpha * scores[best[0]]) if best else 0.0
        kept = {index for index in best if scores[index] >= floor}
        judged.append((len(kept & label.gold), len(kept - label.gold - label.also), len(label.gold - kept)))
    return judged


def _f1(judged: Sequence[_Judged]) -> float:
    hits, extra, missed = (sum(column) for column in zip(*judged, strict=True)) if judged else (0, 0, 0)
    return 2 * hits / (2 * hits + extra + missed) if hits else 0.0


def _f1_score(name: str, ranked: _Ranked, threshold: float, alpha: float) -> Score:
    return _described(name, _judge(ranked, threshold, alpha))


def _left_out(name: str, ranked: _Ranked) -> Score:
    judged: list[_Judged] = []
    for article in dict.fromkeys(label.article.id for label, _ in ranked):
        others = [pair for pair in ranked if pair[0].article.id != article]
        best = max(_GRID, key=lambda grid, others=others: _f1(_judge(others, *grid)))  # type: ignore[misc]
        judged += _judge([pair for pair in ranked if pair[0].article.id == article], *best)
    return _described(name, judged)


def _described(name: str, judged: Sequence[_Judged]) -> Score:
    hits, extra, missed = (sum(column) for column in zip(*judged, strict=True))
    detail = f"P {hits / max(1, hits + extra):.3f}  R {hits / max(1, hits + missed):.3f}"
    return bootstrap(name, judged, _f1, detail=detail)


def references(article: Article) -> list[str | None]:
    """Return the reference translations that ship with the toolkit, aligned with the sentences."""
    memory = TranslationMemory.open(reference=True)
    found = [memory.lookup(sentence.text, threshold=1.0) for sentence in article.sentences]
    return [match.target if match else None for match in found]
