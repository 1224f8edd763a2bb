"""What claims say of "him", "the agency" and "this issue": named in brackets, or not said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.summarize.stories import story_of
from toolkit.summarize import Summarizer
from toolkit.summarize.standing import standing

CASES = json.loads((ROOT / "tests/data/antecedents.json").read_text("utf-8"))["cases"]


def told(case: dict[str, Any]) -> str | None:
    article, translations = story_of([tuple(pair) for pair in [*case["before"], case["sentence"]]])
    found = standing(article.of_kind("body")[-1].index, article, translations)
    return found.text if found else None


@pytest.mark.parametrize("held", [False, True])
def test_nine_in_ten_that_lean_on_others_are_named_aright_or_not_claimed(held: bool) -> None:
    cases = [case for case in CASES if (case["n"] % 2 == 0) == held]
    wrong = [case["n"] for case in cases if told(case) not in (None, case["wanted"])]
    right = [case["n"] for case in cases if told(case) == case["wanted"]]
    assert len(wrong) <= 0.05 * len(cases), wrong
    assert len(right) >= 0.9 * len(cases), sorted({case["n"] for case in cases} - set(right))


def test_the_sentence_that_names_who_is_meant_is_a_source_of_the_claim() -> None:
    case = CASES[0]
    article, translations = story_of([tuple(pair) for pair in [*case["before"], case["sentence"]]])
    claims = Summarizer("extract").summarize(article, translations)
    (claim,) = [claim for claim in claims if "[" in claim.text]
    assert [item.sentence for item in claim.evidence] == [1, 0]
    assert claim.verdict == "supported"
