"""The claim check on news summaries with human labels, which are not part of the repository."""

import json
import re
from ast import literal_eval

import pytest

from benchmarks.claim_checks import claim_check_rows, read_faithfulness
from tests.conftest import ROOT
from toolkit.checks.claims import check_claim

CLIFF = ROOT.parent / "shared" / "data" / "faithfulness-dev.jsonl"
pytestmark = pytest.mark.skipif(
    not CLIFF.is_file(), reason="the labelled news summaries are not part of the repository"
)


def test_right_and_wrong_summaries_kept_from_the_weights_are_told_apart_better_than_by_the_baselines() -> None:
    rows = claim_check_rows(read_faithfulness(CLIFF))
    assert rows[-1].kept and rows[-1].kept.value >= 0.72
    assert all(row.kept.value > row.baseline.value for row in rows if row.kept and row.baseline)


def test_most_findings_on_wrong_summaries_light_up_words_that_people_marked() -> None:
    rows = [json.loads(line) for line in CLIFF.read_text("utf-8").splitlines()]
    touched = []
    for row in [row for row in rows if row["errors"] != "correct"][:60]:
        findings = check_claim(row["summary"], [row["document"]])[1]
        lit = " ".join(span.of(row["summary"]) for finding in findings for span in finding.target_spans)
        if lit:
            marked = set(re.findall(r"\w+", " ".join(literal_eval(row["spans"]))))
            touched.append(bool(marked & set(re.findall(r"\w+", lit))))
    assert sum(touched) / len(touched) >= 0.8
