import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checks.claims import check_claim, select_evidence
from toolkit.checks.findings import FindingKind
from toolkit.checks.source_text import read_source
from toolkit.evidence import read_sentence

LABELLED = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "claims.jsonl").read_text("utf-8").splitlines()
]
TALKS = [
    "Foreign Minister Omar Khalil met his French counterpart, Claire Dubois, in Paris on 12 May.",
    "Dubois said that France was considering a loan of 300 million euros.",
    "Khalil did not comment on the proposal.",
]
STRIKE = [
    "About 1,150 nurses walked out of four hospitals in Leeds on Friday, the union UNISON said.",
    "Its leader, Anna Brown, 52, called the offer “an insult to every nurse”.",
    "Health Secretary John Price may meet her next week.",
]


def kinds(claim: str, source: Sequence[str]) -> set[FindingKind]:
    return {finding.kind for finding in check_claim(claim, source)[1] if finding.severity != "info"}


# No check asks who spoke or who holds a post: the rules that did found no error in judged summaries of news.
MISSED = pytest.mark.xfail(strict=True, reason="speakers and posts of claims are not checked")


@pytest.mark.parametrize(
    "labelled",
    [
        pytest.param(
            row, marks=MISSED if row["kind"] in ("title", "speech") and not row["right"] else (), id=row["claim"][:60]
        )
        for row in LABELLED
    ],
)
def test_the_verdict_is_the_one_that_a_reader_gave(labelled: dict[str, object]) -> None:
    source = labelled["source"]
    assert isinstance(source, list)
    verdict, findings = check_claim(str(labelled["claim"]), source)
    assert (verdict == "supported") == labelled["right"], [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        (
            "number",
            "About 1,850 nurses walked out of four hospitals.",
            "About 1,150 nurses walked out of four hospitals.",
        ),
        ("number", "More than 1,500 nurses walked out on Friday.", "More than 1,000 nurses walked out on Friday."),
        (
            "number",
            "Nurses walked out of the fourth hospital in Leeds.",
            "Nurses walked out of four hospitals in Leeds.",
        ),
        ("number", "Nurses called 52 offers an insult.", "Anna Brown, 52, called the offer an insult."),
        ("date", "Nurses in Leeds walked out on Saturday.", "Nurses in Leeds walked out on Friday."),
        ("date", "Nurses in Leeds walked out last month.", "John Price may meet her next week."),
        ("date", "Nurses walked out of hospitals for the first time.", "Nurses walked out of hospitals on Friday."),
        ("name", "Nurses walked out of four hospitals in Bristol.", "Nurses walked out of four hospitals in Leeds."),
        ("name", "Laura Brown called the offer an insult.", "Anna Brown called the offer an insult."),
        ("name", "Anna Price called the offer an insult.", "John Price may meet Anna Brown."),
        ("quotation", "She called the offer “a fair start”.", "She called the offer “an insult to every nurse”."),
    ],
)
def test_each_kind_of_finding_is_caught_and_not_raised_on_what_is_right(
    kind: FindingKind, wrong: str, right: str
) -> None:
    assert kind in kinds(wrong, STRIKE)
    assert kind not in kinds(right, STRIKE)


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("negation", "Khalil commented on the proposal.", "Khalil did not comment on the proposal."),
        ("negation", "Khalil did not meet Dubois in Paris.", "Khalil met Dubois in Paris."),
        ("negation", "Khalil may have met Dubois in Paris.", "France may lend 300 million euros."),
        ("content", "Police fired tear gas at angry students.", "Khalil met Dubois in Paris."),
        ("content", "Dubois praised the brave student who saved the drowning dog.", "France was considering a loan."),
    ],
)
def test_wording_is_caught_and_not_raised_on_what_is_right(kind: FindingKind, wrong: str, right: str) -> None:
    assert kind in kinds(wrong, TALKS)
    assert kind not in kinds(right, TALKS)


def test_a_fact_that_is_not_in_the_source_makes_a_claim_unsupported_and_a_soft_sign_makes_it_weak() -> None:
    assert check_claim("Khalil met Dubois in Paris on 21 May.", TALKS)[0] == "unsupported"
    assert check_claim("Khalil commented on the proposal.", TALKS)[0] == "weak"
    assert check_claim("Khalil met Dubois in Paris on 12 May.", TALKS) == ("supported", [])


def test_findings_point_at_the_words_of_the_claim() -> None:
    claim = "Khalil met Dubois in Paris. France is considering a loan of 500 million euros."
    _, findings = check_claim(claim, TALKS)
    (number,) = [finding for finding in findings if finding.kind == "number"]
    assert [span.of(claim) for span in number.target_spans] == ["500 million"]
    assert number.source_spans == ()


@pytest.mark.parametrize("claim", [row["claim"] for row in LABELLED if row["right"]][:12])
def test_one_long_string_and_a_list_of_sentences_give_the_same(claim: str) -> None:
    source = next(row["source"] for row in LABELLED if row["claim"] == claim)
    assert check_claim(claim, source) == check_claim(claim, [" ".join(source)])
    assert check_claim(claim, source) == check_claim(claim, ["\n".join(source)])


def test_a_claim_of_several_sentences_is_as_good_as_its_worst() -> None:
    right, wrong = "Khalil met Dubois in Paris.", "He flew on to Berlin."
    assert check_claim(right, TALKS)[0] == "supported"
    assert check_claim(f"{right} {wrong}", TALKS)[0] == "unsupported"


def test_an_ordinal_never_matches_a_cardinal() -> None:
    source = ["Karim scored three goals in the match on Friday."]
    assert "number" in kinds("Karim scored the third goal in the match.", source)
    assert "number" not in kinds("Karim scored three goals in the match.", source)


def test_the_minute_of_a_goal_may_be_an_ordinal() -> None:
    source = ["Fouad equalised for the visitors after 87 minutes."]
    assert "number" not in kinds("Fouad equalised in the 87th minute.", source)
    assert "number" in kinds("Fouad equalised in the 78th minute.", source)


def test_durations_meet_across_units() -> None:
    source = ["The two leaders spoke on the phone for 60 minutes."]
    assert "number" not in kinds("The leaders spoke on the phone for an hour.", source)
    assert "number" in kinds("The leaders spoke on the phone for three hours.", source)


def test_a_capital_may_stand_for_its_government_but_not_for_a_place() -> None:
    source = ["Russia rejected the American proposal on Monday."]
    assert "name" not in kinds("Moscow rejected Washington's proposal.", source)
    assert "name" in kinds("The American proposal was rejected in Moscow.", source)


def test_peoples_and_countries_are_one_name_and_acronyms_may_be_spelt_out() -> None:
    source = ["Ukrainian officials met the head of the IAEA in Vienna."]
    assert "name" not in kinds("Ukraine met the head of the International Atomic Energy Agency.", source)
    assert "name" in kinds("Poland met the head of the International Atomic Energy Agency.", source)


def test_a_synonym_or_another_form_of_a_word_is_no_new_content() -> None:
    source = ["The ministry announced that negotiations with the rebels had collapsed."]
    assert kinds("Talks with the rebels have collapsed, the ministry announces.", source) == set()


def test_numbers_inside_words_and_articles_are_not_counted() -> None:
    source = ["The doctors treated patients with a new drug in a hospital of the north."]
    assert "number" not in kinds("One of the doctors treated patients with Covid-19.", source)


def test_without_a_source_nothing_is_supported() -> None:
    for source in ([], [""], ["  \n"]):
        verdict, findings = check_claim("Khalil met Dubois.", source)
        assert verdict == "unsupported"
        assert "no source" in findings[0].message


def test_a_blank_claim_is_not_supported() -> None:
    assert check_claim("  ", TALKS) == ("unsupported", [])


def test_a_verifier_can_doubt_but_not_acquit() -> None:
    right, wrong = "Khalil met Dubois in Paris on 12 May.", "Khalil met Dubois in Paris on 21 May."
    assert check_claim(right, TALKS, vote=0.1)[0] == "weak"
    assert check_claim(right, TALKS, vote=0.9)[0] == "supported"
    assert check_claim(wrong, TALKS, vote=1.0)[0] == "unsupported"


def test_the_evidence_of_a_fused_claim_holds_both_its_sentences() -> None:
    text = "Khalil met Dubois in Paris, and France is considering a loan of 300 million euros."
    claim = read_sentence(text, "en")
    evidence, cosine = select_evidence(
        claim, read_source(["Rain is expected in the north on Sunday.", *TALKS]), limit=2
    )
    assert {passage.text for passage in evidence} == {TALKS[0], TALKS[1]}
    assert 0.3 < cosine <= 1.0


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_gets_a_verdict_and_spans_inside_the_claim(claim: str, source: list[str]) -> None:
    verdict, findings = check_claim(claim, source)
    assert verdict in ("supported", "weak", "unsupported")
    assert all(0 <= s.start < s.end <= len(claim) for finding in findings for s in finding.target_spans)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("أعلنت النقابة أن 1150 ممرضة خرجن من أربعة مستشفيات.", "language"),
        ("Nurses walked out of hospitals in Leeds, in Leeds, in Leeds, in Leeds.", "repetition"),
    ],
)
def test_a_claim_that_is_not_english_or_runs_in_a_circle_is_unsupported(claim: str, kind: FindingKind) -> None:
    verdict, findings = check_claim(claim, STRIKE)
    assert verdict == "unsupported"
    assert kind in {finding.kind for finding in findings}
