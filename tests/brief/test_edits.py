"""Corrections by a person: what they change, what they leave, and that every check they touch is run again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.briefs import brief_of
from toolkit.article.types import Span
from toolkit.brief import Brief, Gap, edit_claim, edit_translation, reject_claim, reject_translation
from toolkit.brief.types import RankedSentence
from toolkit.brief.validation import first_fault
from toolkit.checks.findings import Evidence, Finding, Severity
from toolkit.output.formats import render
from toolkit.summarize.claims import claim_of, left_out
from toolkit.summarize.types import Claim, ClaimOrigin

BETTER = "Minister Sami Haddad announced that the summit will be held on 4 July 2025."


def offsets_hold(brief: Brief) -> bool:
    length = len(brief.article.text)
    spans = [span for f in brief.findings for span in f.source_spans]
    spans += [span for c in brief.claims for e in c.evidence for span in e.source_spans]
    return all(0 <= span.start < span.end <= length for span in spans)


def test_a_corrected_translation_is_edited_and_keeps_what_the_machine_said() -> None:
    brief = brief_of()
    edited = edit_translation(brief, 1, BETTER)
    before, after = brief.translations[1], edited.translations[1]
    assert after is not None and before is not None
    assert (after.text, after.origin, after.machine_text) == (BETTER, "edited", before.text)
    again = edit_translation(edited, 1, before.text).translations[1]
    assert again is not None and again.machine_text == before.text
    assert brief.translations[1] == before


def test_a_correction_is_checked_with_offsets_into_the_article() -> None:
    edited = edit_translation(brief_of(), 2, "More than 50 delegations will take part in it.")
    translation = edited.translations[2]
    assert translation is not None
    assert {"number", "negation"} <= {finding.kind for finding in translation.findings}
    sentence = edited.article.sentences[2]
    spans = [span for finding in translation.findings for span in finding.source_spans]
    assert spans and all(sentence.span.start <= s.start < s.end <= sentence.span.end for s in spans)
    assert offsets_hold(edited)


def test_a_claim_on_a_corrected_translation_is_proven_anew() -> None:
    wrong = edit_translation(brief_of(), 1, "Minister Omar Karim said the talks will be held on 4 July 2025.")
    right = edit_translation(wrong, 1, BETTER)
    assert wrong.claims[0].text == right.claims[0].text
    assert wrong.claims[0].verdict != "supported"
    assert right.claims[0].verdict == "supported"
    words = right.claims[0].evidence[0].translation_spans
    assert words and all(span.end <= len(BETTER) for span in words)


def test_a_claim_that_was_the_translated_sentence_follows_the_correction() -> None:
    brief = brief_of()
    sentence = brief.translations[1]
    assert sentence is not None
    span = brief.article.sentences[1].span
    claim = Claim(sentence.text, (Evidence(1, 1.0, (span,), (Span(0, 8),), (Span(0, 8),)),), "supported", (), "kept")
    edited = edit_translation(replace(brief, claims=(claim,)), 1, BETTER)
    assert edited.claims[0].text == BETTER
    assert edited.claims[0].origin == "kept"


RIGHT = "Minister Sami Haddad said the summit will be held on 4 July 2025."


@pytest.mark.parametrize(
    "wrong",
    [
        "Minister Sami Haddad said the summit will not be held on 4 July 2025.",
        "Minister Sami Haddad denied that the summit will be held on 4 July 2025.",
        "Minister Sami Haddad said the summit will be held on 5 July 2025.",
        "Minister Angela Merkel said the summit will be held on 4 July 2025.",
    ],
)
@pytest.mark.parametrize("text", [RIGHT, "The summit will be held on 4 July 2025."])
def test_the_verdict_of_a_claim_follows_a_wrong_correction_of_its_source_and_the_right_one(
    wrong: str, text: str
) -> None:
    brief = edit_translation(brief_of(), 1, RIGHT)
    origin: ClaimOrigin = "kept" if text == RIGHT else "written"
    brief = replace(brief, claims=(claim_of(text, 1, brief.article, brief.translations, origin=origin),))
    assert brief.claims[0].verdict == "supported"
    misled = edit_translation(brief, 1, wrong).claims[0]
    assert misled.text == (wrong if text == RIGHT else text)
    assert misled.verdict != "supported" or ("Merkel" in wrong and "Haddad" not in text)
    assert edit_translation(edit_translation(brief, 1, wrong), 1, RIGHT).claims[0].verdict == "supported"


def test_a_doubt_about_words_that_a_claim_leaves_out_is_none_about_the_claim() -> None:
    brief = edit_translation(brief_of(), 1, "Minister Angela Merkel said the summit will be held on 4 July 2025.")
    claim = claim_of("The summit will be held on 4 July 2025.", 1, brief.article, brief.translations)
    assert claim.verdict == "supported"


@pytest.mark.parametrize(("severity", "verdict"), [("warning", "weak"), ("info", "supported")])
def test_what_a_verifier_said_stays_with_a_claim_whose_source_is_corrected(severity: Severity, verdict: str) -> None:
    brief = brief_of()
    vote = Finding("verifier", severity, "A verifier gives 31 % that the evidence says this.", (), (Span(0, 8),))
    brief = replace(brief, claims=(replace(brief.claims[0], findings=(vote,)),))
    once = edit_translation(brief, 1, RIGHT + " It is near.")
    twice = edit_translation(once, 1, BETTER)
    for edited in (once, twice):
        (said,) = (finding for finding in edited.claims[0].findings if finding.kind == "verifier")
        assert said.message == "Before the translation was changed: " + vote.message
        assert (said.severity, edited.claims[0].verdict) == (severity, verdict)


def test_other_claims_and_translations_stay_untouched() -> None:
    brief = brief_of()
    edited = edit_translation(brief, 2, "No more than 30 delegations will take part in it.")
    assert edited.claims == brief.claims
    assert edited.translations[:2] == brief.translations[:2]


def test_an_edited_claim_finds_its_source_and_is_checked_against_it() -> None:
    edited = edit_claim(brief_of(), 0, "At most 50 delegations will take part.")
    claim = edited.claims[0]
    assert [item.sentence for item in claim.evidence] == [2]
    assert claim.verdict == "unsupported"
    assert "number" in {finding.kind for finding in claim.findings}
    assert (claim.origin, claim.model) == ("edited", None)
    assert claim.machine_text == "Minister Sami Haddad said the summit will be held."


def test_accepting_a_claim_keeps_its_sources_and_its_verdict() -> None:
    brief = brief_of()
    accepted = edit_claim(brief, 0, brief.claims[0].text).claims[0]
    assert accepted.origin == "edited"
    assert (accepted.evidence, accepted.verdict) == (brief.claims[0].evidence, brief.claims[0].verdict)


def test_a_rejected_claim_is_gone() -> None:
    assert reject_claim(brief_of(), 0).claims == ()


def test_a_rejected_translation_leaves_a_gap_and_its_claim_is_no_longer_certain() -> None:
    rejected = reject_translation(brief_of(), 1)
    assert rejected.translations[1] is None
    assert [gap.sentences for gap in rejected.gaps if "rejected" in gap.message] == [(1,)]
    assert rejected.claims[0].verdict != "supported"
    mended = edit_translation(rejected, 1, BETTER)
    assert not any("rejected" in gap.message for gap in mended.gaps)


def test_the_gap_of_untranslated_sentences_shrinks_as_a_person_translates() -> None:
    gap = Gap("translate", "2 of 3 sentences are not translated: no model.", "Name one.", (1, 2))
    brief = replace(brief_of(), gaps=(gap,), translations=(brief_of().translations[0], None, None, None))
    once = edit_translation(brief, 1, BETTER)
    assert once.gaps == (replace(gap, message="1 of 3 sentences are not translated: no model.", sentences=(2,)),)
    assert edit_translation(once, 2, "No more than 30 delegations will take part.").gaps == ()


def test_an_edit_takes_a_review_back() -> None:
    reviewed = brief_of().reviewed("Salma")
    assert edit_translation(reviewed, 1, BETTER).review is None
    assert edit_claim(reviewed, 0, "The minister spoke.").review is None
    assert reject_claim(reviewed, 0).review is None


def test_every_edit_leaves_a_brief_that_is_whole() -> None:
    brief = replace(brief_of(), facts=())
    assert first_fault(brief) == ""
    for sentence in range(3):
        for text in (BETTER, "No.", "قال", "Said 50 on 5 May."):
            assert first_fault(edit_translation(brief, sentence, text)) == ""
            assert first_fault(edit_claim(brief, 0, text)) == ""
        assert first_fault(reject_translation(brief, sentence)) == ""
    assert first_fault(reject_claim(brief, 0)) == ""


def test_an_edited_brief_round_trips_and_renders() -> None:
    edited = edit_claim(edit_translation(brief_of(), 1, BETTER), 0, "The summit will be held on 4 July 2025.")
    assert Brief.from_json(edited.to_json()) == edited
    assert "edited" in edited._repr_html_()


@pytest.mark.parametrize("edit", [edit_translation, edit_claim])
def test_a_blank_edit_and_a_place_that_is_not_there_are_refused(edit) -> None:
    with pytest.raises(ValueError, match="reject it"):
        edit(brief_of(), 0, "  ")
    with pytest.raises(IndexError, match="counted from 0"):
        edit(brief_of(), 9, "Text.")


def test_what_ranks_as_high_as_a_claim_and_carries_none_is_left_out_and_can_be_swapped_in() -> None:
    brief = replace(brief_of(), ranking=(RankedSentence(2, 0.9), RankedSentence(1, 0.9)))
    assert brief.left_out == (2,)
    swapped = brief.swap(0, sentence=2)
    (claim,) = swapped.claims
    assert claim.text == "No more than 30 delegations will take part."
    assert (claim.origin, claim.machine_text) == ("edited", brief.claims[0].text)
    assert [evidence.sentence for evidence in claim.evidence] == [2]
    assert swapped.left_out == (1,)
    assert swapped.review is None
    assert first_fault(swapped) == ""


def test_a_sentence_that_is_not_there_or_not_translated_cannot_be_swapped_in() -> None:
    with pytest.raises(IndexError, match="no claim 7"):
        brief_of().swap(7, sentence=2)
    with pytest.raises(IndexError, match="no sentence 9"):
        brief_of().swap(0, sentence=9)
    with pytest.raises(ValueError, match="has no translation"):
        brief_of().swap(0, sentence=3)


def test_what_was_cut_from_a_claim_and_what_was_left_out_are_on_its_page_and_in_its_json() -> None:
    brief = replace(brief_of(), ranking=(RankedSentence(2, 0.9), RankedSentence(1, 0.9)))
    cut = left_out("The summit, he said, will be held on 4 July 2025.", "The summit will be held.")
    assert cut == ("he said", "on 4 July 2025")
    brief = replace(brief, claims=(replace(brief.claims[0], left_out=cut),))
    assert Brief.from_json(brief.to_json()) == brief
    page = str(render(brief, "html"))
    assert "he said … on 4 July 2025" in page
    assert "Important and left out: 1" in page
