"""How well does `check_claim` tell right from wrong?

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

from benchmarks.parts import Row, part_of
from notebooks.lessons.scores import Score, bootstrap
from toolkit.checks.claims import check_claim
from toolkit.checks.likelihood import chance_right, claim_features
from toolkit.checks.source_text import read_source
from toolkit.language.english import content_words, split_english
from toolkit.language.reading import read_sentence
from toolkit.models.encoder import encode

__all__ = ["JudgedSummary", "claim_check_rows", "claim_check_scores", "read_faithfulness", "read_labelled_claims"]

_FOLDS = 10


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

    The baselines' thresholds are chosen on nine tenths of the documents and measured on the rest, in turn. Intervals
    resample documents.
    """
    rows = [("this toolkit", np.array([_called_wrong(s) for s in summaries])), *_baselines(summaries)]
    return [_score(name, summaries, called) for name, called in rows]


def claim_check_rows(summaries: Sequence[JudgedSummary]) -> list[Row]:
    """Measure balanced accuracy, and the area under the curve of the chance, on the parts that `claim_weights` uses.

    Part 0 (weights) and part 1 (calibration, threshold) make up the tuned column; part 2 is kept. The baseline is the
    better of the shortcuts: capitalised words, word overlap alone, encoder alone.
    """
    tuned, kept = ([s for s in summaries if (part_of(s.document, 3) == 2) is is_kept] for is_kept in (False, True))
    rows = []
    for subset in sorted({s.subset.split()[0] for s in summaries}):
        sides = [[s for s in part if s.subset.startswith(subset)] for part in (tuned, kept)]
        scores = [_score(subset, part, np.array([_called_wrong(s) for s in part])) for part in sides]
        shortcuts = [_score(name, sides[1], called) for name, called in _baselines(sides[1])]
        rows.append(
            Row(f"balanced accuracy, {subset}", scores[0], scores[1], max(shortcuts, key=lambda score: score.value))
        )
        rows.append(Row(f"area under the curve, {subset}", _curve(sides[0]), _curve(sides[1])))
    rows.append(Row("balanced accuracy, mean of both", _mean_of_subsets(tuned), _mean_of_subsets(kept)))
    return rows


def _called_wrong(summary: JudgedSummary) -> bool:
    return check_claim(summary.text, summary.source)[0] != "supported"


def _chance(summary: JudgedSummary) -> float:
    findings = check_claim(summary.text, summary.source, least=0.0)[1]
    sentences = [read_sentence(span.of(summary.text), "en") for span in split_english(summary.text)]
    own = [finding for finding in findings if finding.kind != "likelihood"]
    return chance_right(claim_features(sentences, read_source(summary.source), own))


def _curve(summaries: Sequence[JudgedSummary]) -> Score:
    def area(pairs: Sequence[tuple[bool, float]]) -> float:
        wrong, right = ([chance for is_wrong, chance in pairs if is_wrong is side] for side in (True, False))
        ranked = [(bad < good) + (bad == good) / 2 for bad in wrong for good in right]
        return sum(ranked) / len(ranked) if ranked else float("nan")

    return bootstrap("", [(s.wrong, _chance(s)) for s in summaries], area)


def _mean_of_subsets(summaries: Sequence[JudgedSummary]) -> Score:
    documents: dict[str, list[tuple[str, bool, bool]]] = {}
    for s in summaries:
        documents.setdefault(s.document, []).append((s.subset.split()[0], s.wrong, _called_wrong(s)))

    def mean(groups: Sequence[Sequence[tuple[str, bool, bool]]]) -> float:
        every = [item for group in groups for item in group]
        parts = [[(w, c) for subset, w, c in every if subset == name] for name in sorted({x[0] for x in every})]
        return sum(_balanced_accuracy([part]) for part in parts) / len(parts)

    return bootstrap("", list(documents.values()), mean)


def _baselines(summaries: Sequence[JudgedSummary]) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    rows = []
    for name, values in (
        ("encoder alone, cross-validated", np.array([-_least_similar(s) for s in summaries])),
        ("word overlap alone, cross-validated", np.array([-_least_covered(s) for s in summaries])),
    ):
        rows.append((name, _cross_validated(summaries, values, np.quantile(values, np.linspace(0, 1, 41)))))
    return [*rows, ("capitalised words not in the source", np.array([_has_new_capital(s) for s in summaries]))]


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
) -> npt.NDArray[np.bool_]:
    """Call wrong what reaches a threshold that is chosen on the other folds."""
    wrong = np.array([s.wrong for s in summaries])
    documents = {document: i for i, document in enumerate(dict.fromkeys(s.document for s in summaries))}
    fold = np.array([documents[s.document] % _FOLDS for s in summaries])
    called = np.zeros(len(wrong), dtype=bool)
    for k in range(_FOLDS):
        rest = fold != k

        def quality(threshold: float, rest: npt.NDArray[np.bool_] = rest) -> float:
            guess = (values >= threshold)[rest]
            pairs = [(bool(w), bool(g)) for w, g in zip(wrong[rest], guess, strict=True)]
            return _balanced_accuracy([pairs])

        best = max(thresholds, key=quality)
        called[~rest] = (values >= best)[~rest]
    return called


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
