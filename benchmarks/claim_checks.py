"""How well does `check_claim` tell right from wrong? In: summaries with human labels. Out: scores beside baselines.

A claim counts as called right if and only if its verdict is `supported`: `weak` and `unsupported` both ask a reader to
look, so both count as called wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from notebooks.lessons.scores import Score, bootstrap
from toolkit.checks.claim_wording import combination_novelty
from toolkit.checks.claims import NOVELTY, check_claim
from toolkit.checks.source_text import read_source
from toolkit.language.english import content_words, split_english
from toolkit.language.reading import read_sentence
from toolkit.models.encoder import encode

__all__ = ["JudgedSummary", "claim_check_scores", "read_faithfulness", "read_labelled_claims"]

_FOLDS = 10
_NOVELTIES = np.arange(0.5, 1.05, 0.05)


@dataclass(frozen=True, slots=True)
class JudgedSummary:
    """A text, what it was written from, and whether a person found it wrong.

    `document` groups what belongs together, `subset` names where it comes from.
    """

    text: str
    source: tuple[str, ...]
    wrong: bool
    document: str
    subset: str


def read_faithfulness(path: Path) -> list[JudgedSummary]:
    """Read summaries with human error labels in the layout of AggreFact (`document`, `summary`, `errors`)."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        JudgedSummary(r["summary"], (r["document"],), r["errors"] != "correct", r["id"], f"{r['set']} {r['system']}")
        for r in rows
    ]


def read_labelled_claims(path: Path) -> list[JudgedSummary]:
    """Read claims with `source` (a list of sentences), `claim`, `right` and `kind`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        JudgedSummary(r["claim"], tuple(r["source"]), not r["right"], str(i), r["kind"]) for i, r in enumerate(rows)
    ]


def claim_check_scores(summaries: Sequence[JudgedSummary]) -> list[Score]:
    """Measure balanced accuracy: the mean of the shares of right and of wrong summaries that are called so.

    Thresholds (ours: the share of new combinations) are chosen on nine tenths of the documents and measured on the
    rest, in turn; the row "as it ships" has the default. Intervals resample documents.
    """
    flagged = np.array([check_claim(s.text, s.source, novelty=2.0)[0] != "supported" for s in summaries])
    novelty = np.array([_novelty(s) for s in summaries])
    shipped = flagged | (novelty >= NOVELTY)
    rows = [
        ("this toolkit, as it ships", shipped),
        ("this toolkit, cross-validated", _cross_validated(summaries, novelty, _NOVELTIES, always=flagged)),
    ]
    for name, values in (
        ("embedding alone, cross-validated", np.array([-_least_similar(s) for s in summaries])),
        ("word overlap alone, cross-validated", np.array([-_least_covered(s) for s in summaries])),
    ):
        rows.append((name, _cross_validated(summaries, values, np.quantile(values, np.linspace(0, 1, 41)))))
    rows.append(("capitalised words not in the source", np.array([_has_new_capital(s) for s in summaries])))
    scores = [_score(name, summaries, called) for name, called in rows]
    subsets = sorted({s.subset for s in summaries})
    if len(subsets) <= 6:
        for subset in subsets:
            chosen = [i for i, s in enumerate(summaries) if s.subset == subset]
            scores.append(_score(f"  as it ships, {subset}", [summaries[i] for i in chosen], shipped[chosen]))
    return scores


def _score(name: str, summaries: Sequence[JudgedSummary], called: npt.NDArray[np.bool_]) -> Score:
    documents: dict[str, list[tuple[bool, bool]]] = {}
    for summary, call in zip(summaries, called, strict=True):
        documents.setdefault(summary.document, []).append((summary.wrong, bool(call)))
    pairs = [pair for group in documents.values() for pair in group]
    caught, false = (_mean([call for wrong, call in pairs if wrong is side]) for side in (True, False))
    detail = f"caught {caught:.2f}  false alarms {false:.2f}"
    return bootstrap(name, list(documents.values()), _balanced_accuracy, detail=detail)


def _balanced_accuracy(documents: Sequence[Sequence[tuple[bool, bool]]]) -> float:
    pairs = [pair for group in documents for pair in group]
    return (_mean([c for w, c in pairs if w]) + _mean([not c for w, c in pairs if not w])) / 2


def _mean(values: Sequence[bool]) -> float:
    """Return the share that is true; not a number if there is none."""
    return sum(values) / len(values) if values else float("nan")


def _cross_validated(
    summaries: Sequence[JudgedSummary],
    values: npt.NDArray[np.float64],
    thresholds: npt.NDArray[np.float64],
    *,
    always: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.bool_]:
    """Call wrong what reaches a threshold (or is in `always`), the threshold being chosen on the other folds."""
    wrong = np.array([s.wrong for s in summaries])
    flagged = np.zeros(len(wrong), dtype=bool) if always is None else always
    documents = {document: i for i, document in enumerate(dict.fromkeys(s.document for s in summaries))}
    fold = np.array([documents[s.document] % _FOLDS for s in summaries])
    called = np.zeros(len(wrong), dtype=bool)
    for k in range(_FOLDS):
        rest = fold != k

        def quality(threshold: float, rest: npt.NDArray[np.bool_] = rest) -> float:
            guess = (flagged | (values >= threshold))[rest]
            pairs = [(bool(w), bool(g)) for w, g in zip(wrong[rest], guess, strict=True)]
            return _balanced_accuracy([pairs])

        best = max(thresholds, key=quality)
        called[~rest] = (flagged | (values >= best))[~rest]
    return called


def _novelty(summary: JudgedSummary) -> float:
    source = read_source(summary.source)
    sentences = [read_sentence(span.of(summary.text), "en") for span in split_english(summary.text)]
    return max((combination_novelty(sentence, source)[0] for sentence in sentences if sentence.content), default=0.0)


def _least_similar(summary: JudgedSummary) -> float:
    vectors = read_source(summary.source).vectors
    sentences = [span.of(summary.text) for span in split_english(summary.text)]
    return float((encode(sentences) @ vectors.T).max(axis=1).min())


def _least_covered(summary: JudgedSummary) -> float:
    known = {word.stem for text in summary.source for word in content_words(text)}
    shares = []
    for span in split_english(summary.text):
        words = content_words(span.of(summary.text))
        if words:
            shares.append(sum(word.stem in known for word in words) / len(words))
    return min(shares, default=1.0)


def _has_new_capital(summary: JudgedSummary) -> bool:
    """Tell whether a word with a capital, not opening a sentence, is nowhere in the source: the usual shortcut."""
    known = set(re.findall(r"\w+", " ".join(summary.source)))
    for span in split_english(summary.text):
        if any(word[0].isupper() and word not in known for word in re.findall(r"\w+", span.of(summary.text))[1:]):
            return True
    return False
