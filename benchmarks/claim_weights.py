"""Learns the weights of `toolkit.checks.likelihood` from news summaries with human labels, and writes their table.

Run: python -m benchmarks.claim_weights

The summaries are split in three by a hash of their document (`parts.part_of(id, 3)`): weights are learned on part 0,
calibration and threshold on part 1, and `python -m benchmarks.evidence` reports part 2. Right and wrong count the same
within each subset (CNN, XSum), so that no feature is rewarded for telling the subsets apart. The judgements are those
of CLIFF (Cao and Wang 2021), by way of AggreFact; only weights are kept, no text.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.claim_checks import JudgedSummary, read_faithfulness
from benchmarks.parts import part_of
from toolkit.checks.claims import check_claim
from toolkit.checks.findings import Finding
from toolkit.checks.likelihood import claim_features
from toolkit.checks.source_text import read_source
from toolkit.language.english import split_english
from toolkit.language.reading import read_sentence

TABLE = Path("toolkit/language/data/claim_weights.tsv")
_RIDGE = 15.0
_SMALL = 0.04  # weights of standardized features below this are left out
_OUT = frozenset({"quotation error", "content error"})  # too rare to be learned
Floats = npt.NDArray[np.float64]


def measured(summary: JudgedSummary) -> tuple[dict[str, float], list[Finding]]:
    """Return the features of a summary and its findings, the learned one left out."""
    findings = check_claim(summary.text, summary.source, least=0.0)[1]
    own = [finding for finding in findings if finding.kind != "likelihood"]
    sentences = [read_sentence(span.of(summary.text), "en") for span in split_english(summary.text)]
    return claim_features(sentences, read_source(summary.source), own), own


def fitted(features: Floats, wrong: Floats, weights: Floats, ridge: float) -> Floats:
    """Return start and weights of a logistic regression with a quadratic penalty, by Newton's method."""
    with_start = np.c_[np.ones(len(features)), features]
    penalty = ridge * np.eye(with_start.shape[1])
    penalty[0, 0] = 1e-6
    found = np.zeros(with_start.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-with_start @ found))
        curve = with_start.T @ (with_start * (weights * chance * (1 - chance))[:, None]) + penalty
        found -= np.linalg.solve(curve, with_start.T @ (weights * (chance - wrong)) + penalty @ found)
    return found


def _balanced(summaries: Sequence[JudgedSummary]) -> Floats:
    groups = [(s.subset.split()[0], s.wrong) for s in summaries]
    return np.array([len(groups) / (len(set(groups)) * groups.count(group)) for group in groups])


def _accuracy(summaries: Sequence[JudgedSummary], called: npt.NDArray[np.bool_]) -> float:
    wrong = np.array([s.wrong for s in summaries])
    weights = _balanced(summaries)
    return float(weights[called == wrong].sum() / weights.sum())


def learned(summaries: Sequence[JudgedSummary]) -> dict[str, float]:
    """Return the table: weights, calibration and threshold."""
    both = [[s for s in summaries if part_of(s.document, 3) == part] for part in (0, 1)]
    known = [[measured(s) for s in part] for part in both]
    names = sorted({name for features, _ in known[0] for name in features} - _OUT)
    tables = [np.array([[f.get(name, 0.0) for name in names] for f, _ in part]) for part in known]
    wrong = [np.array([float(s.wrong) for s in part]) for part in both]
    middle, spread = tables[0].mean(axis=0), tables[0].std(axis=0) + 1e-9
    kept = np.ones(len(names), dtype=bool)
    for _ in range(4):  # again without what weighs next to nothing, or speaks for a claim: these are signs against it
        scaled = (tables[0] - middle) / spread
        found = fitted(scaled[:, kept], wrong[0], _balanced(both[0]), _RIDGE)
        of_kept = np.zeros(len(names))
        of_kept[kept] = found[1:]
        kept &= of_kept >= _SMALL
    weights = of_kept / spread * kept
    start = found[0] - middle @ weights
    scores = start + tables[1] @ weights
    calibration = fitted(scores[:, None], wrong[1], np.ones(len(scores)), 1.0)
    chances = 1 / (1 + np.exp(calibration[0] + calibration[1] * scores))
    flagged = np.array([any(f.severity in ("error", "warning") for f in own) for _, own in known[1]])
    least = max(np.linspace(0.2, 0.8, 61), key=lambda least: _accuracy(both[1], flagged | (chances < least)))
    return {
        **{name: float(weight) for name, weight in zip(names, weights, strict=True) if weight},
        "(start)": float(start),
        "(calibrated start)": float(calibration[0]),
        "(calibrated slope)": float(calibration[1]),
        "(least chance)": float(least),
    }


def main() -> None:
    """Learn the weights and write their table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claim_weights", description=__doc__)
    parser.add_argument("summaries", nargs="?", type=Path, default=Path("../shared/data/faithfulness-dev.jsonl"))
    table = learned(read_faithfulness(parser.parse_args().summaries))
    lines = ["# feature of a claim\tits weight towards wrong; written by python -m benchmarks.claim_weights"]
    TABLE.write_text("\n".join([*lines, *(f"{name}\t{weight:.4f}" for name, weight in table.items())]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
