from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.articles import article_of
from toolkit.article.types import Article
from toolkit.checks.attribution import attribute

ARABIC = (
    "ارتفعت أسعار النفط اليوم بعد قرار منظمة أوبك خفض الإنتاج.",
    "فاز الفريق الوطني على منافسه بهدفين في المباراة النهائية.",
    "هطلت أمطار غزيرة على العاصمة وأغلقت عدة طرق.",
    "أعلنت وزارة الصحة تطعيم 300 ألف طفل ضد الحصبة.",
    "اقرأ أيضا: أسعار الذهب اليوم في مصر",
)
ENGLISH = (
    "Oil prices rose today after OPEC decided to cut production.",
    "The national team beat its rival with two goals in the final.",
    "Heavy rain fell on the capital and closed several roads.",
    "The health ministry announced that 300,000 children were vaccinated against measles.",
    "Read also: gold prices today in Egypt",
)


@pytest.fixture
def article() -> Article:
    return article_of(*ARABIC, kinds=("body", "body", "body", "body", "boilerplate"))


def test_each_translation_finds_its_own_sentence(article: Article) -> None:
    found = attribute(ENGLISH[:4], article)
    assert [evidence[0].sentence for evidence in found] == [0, 1, 2, 3]


def test_a_claim_fused_from_two_sentences_gets_both(article: Article) -> None:
    claim = "Several roads in the capital were closed, and the health ministry vaccinated children."
    for translations in (None, ENGLISH):
        (found,) = attribute([claim], article, translations)
        assert {evidence.sentence for evidence in found} == {2, 3}


def test_a_claim_about_something_else_gets_no_evidence(article: Article) -> None:
    assert attribute(["The museum bought a painting by a Dutch master."], article) == [[]]
    assert attribute(["The museum bought a painting by a Dutch master."], article, ENGLISH) == [[]]


def test_boilerplate_is_never_evidence_even_if_nothing_else_fits(article: Article) -> None:
    (found,) = attribute(["Gold prices today in Egypt"], article, ENGLISH)
    assert 4 not in {evidence.sentence for evidence in found}


def test_an_article_of_boilerplate_or_of_nothing_gives_no_evidence() -> None:
    assert attribute(["Gold prices"], article_of(ARABIC[4], kinds=("boilerplate",))) == [[]]
    assert attribute(["Gold prices"], Article("empty", "", ())) == [[]]


def test_no_claims_give_no_lists_and_blank_claims_give_empty_ones(article: Article) -> None:
    assert attribute([], article) == []
    assert attribute(["", "  \n"], article) == [[], []]


def test_scores_fall_and_stay_between_0_and_1(article: Article) -> None:
    claim = "Oil rose, the team won, rain fell and children were vaccinated."
    (found,) = attribute([claim], article, alpha=0.0, threshold=0.0)
    scores = [evidence.score for evidence in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_at_most_limit_sentences_are_kept(article: Article) -> None:
    found = attribute([ENGLISH[0]], article, alpha=0.0, threshold=0.0, limit=2)
    assert len(found[0]) == 2
    assert len(attribute([ENGLISH[0]], article, alpha=0.0, threshold=0.0)[0]) == 3


def test_spans_are_offsets_into_the_article_the_claim_and_the_translation(article: Article) -> None:
    (found,) = attribute([ENGLISH[2]], article, ENGLISH)
    best = found[0]
    sentence = article.sentences[best.sentence]
    assert best.source_spans and best.target_spans and best.translation_spans
    assert all(sentence.span.start <= s.start < s.end <= sentence.span.end for s in best.source_spans)
    assert any("العاصمة" in span.of(article.text) for span in best.source_spans)
    assert any("capital" in span.of(ENGLISH[2]) for span in best.target_spans)
    assert any("capital" in span.of(ENGLISH[best.sentence]) for span in best.translation_spans)


def test_without_translations_there_are_no_translation_spans(article: Article) -> None:
    assert all(not e.translation_spans for found in attribute(ENGLISH, article) for e in found)


@dataclass(frozen=True)
class Rendering:
    text: str


def test_translations_may_be_strings_objects_with_text_or_missing(article: Article) -> None:
    mixed = [ENGLISH[0], Rendering(ENGLISH[1]), None, Rendering(" "), ""]
    found = attribute(ENGLISH[:4], article, mixed)
    assert [evidence[0].sentence for evidence in found] == [0, 1, 2, 3]


def test_translations_of_another_article_are_refused(article: Article) -> None:
    with pytest.raises(ValueError, match="1 translations for 5 sentences"):
        attribute(ENGLISH, article, ["one"])


def test_a_number_decides_between_sentences_that_are_otherwise_alike() -> None:
    article = article_of("أصيب 25 شخصا في الحادث الأول.", "أصيب 48 شخصا في الحادث الأول.")
    assert [e[0].sentence for e in attribute(["48 people were injured.", "25 people were injured."], article)] == [1, 0]


def test_a_claim_of_function_words_alone_is_survived(article: Article) -> None:
    assert attribute(["It was not about that."], article) == [[]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet="أبتثجحخدذرز abc12.،\n\u200f😀", max_size=30), max_size=4), st.text(max_size=40))
def test_any_text_is_survived_and_every_span_is_valid(sentences: list[str], claim: str) -> None:
    article = article_of(*sentences)
    for found in attribute([claim], article, list(sentences)):
        for evidence in found:
            inside = article.sentences[evidence.sentence].span
            assert np.isfinite(evidence.score)
            assert all(inside.start <= s.start < s.end <= inside.end for s in evidence.source_spans)
            assert all(0 <= s.start < s.end <= len(claim) for s in evidence.target_spans)
