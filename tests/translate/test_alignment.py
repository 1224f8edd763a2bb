"""A given translation is aligned with its article: every sentence once, what is missing and what was added told."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import read, read_text
from toolkit.article.types import Article
from toolkit.errors import FormatError
from toolkit.translate import Pair, Translator, align_translation


@pytest.fixture(scope="module")
def translated(article_paths: list[Path]) -> list[tuple[Article, list[str]]]:
    """The five articles with the English that the shipped memory holds for each sentence."""
    translator = Translator(memory="default", model=None)
    found = []
    for path in article_paths:
        article = read(path)
        rows = translator.translate_all([article])[0]
        wanted = article.of_kind("title", "heading", "body")
        found.append((article, [translation.text for s in wanted if (translation := rows[s.index])]))
    return found


def covered(article: Article, pairs: list[Pair], count: int) -> None:
    wanted = [sentence.index for sentence in article.of_kind("title", "heading", "body")]
    assert sorted(index for pair in pairs for index in pair.source) == wanted
    assert len({span for pair in pairs for span in pair.target}) == count


def test_every_sentence_of_five_articles_finds_its_translation(translated: list[tuple[Article, list[str]]]) -> None:
    right = of = 0
    for article, english in translated:
        pairs = align_translation(article, english)
        covered(article, pairs, len(english))
        wanted = [sentence.index for sentence in article.of_kind("title", "heading", "body")]
        text, start = "\n".join(english), 0
        for index, sentence in zip(wanted, english, strict=True):
            (pair,) = [pair for pair in pairs if index in pair.source]
            right += start in [span.start for span in pair.target]
            of += 1
            start += len(sentence) + 1
        assert all(0 <= pair.score <= 1 for pair in pairs)
        assert all(span.of(text).strip() for pair in pairs for span in pair.target)
    assert right / of >= 0.97, (right, of)


def test_what_was_left_out_and_what_was_added_is_found(translated: list[tuple[Article, list[str]]]) -> None:
    article, english = max(translated, key=lambda pair: len(pair[1]))
    wanted = [sentence.index for sentence in article.of_kind("title", "heading", "body")]
    added = "Our correspondent adds that the football season begins on Sunday with eleven matches in the capital."
    given = [*english[:3], *english[4:8], added, *english[8:]]
    pairs = align_translation(article, given)
    covered(article, pairs, len(given))
    assert [pair.source for pair in pairs if not pair.target] == [(wanted[3],)]
    text = "\n".join(given)
    assert [span.of(text) for pair in pairs if not pair.source for span in pair.target] == [added]


ARABIC = (
    "أعلنت وزارة الصحة في الأردن تسجيل 14 إصابة جديدة بالحصبة.\n\n"
    "افتتح الرئيس الفرنسي معرض الكتاب في باريس مساء السبت.\n\n"
    "ارتفعت أسعار القمح بنسبة 6 في المئة بعد موجة الجفاف.\n\n"
    "فاز المنتخب المغربي على البرازيل بهدفين مقابل هدف.\n\n"
    "أغلقت السلطات مطار طرابلس بسبب العاصفة الرملية."
)
ENGLISH = [
    "Jordan's health ministry announced 14 new cases of measles.",
    "The French president opened the book fair in Paris on Saturday evening.",
    "Wheat prices rose by 6 percent after the drought.",
    "Morocco's team beat Brazil by two goals to one.",
    "The authorities closed Tripoli airport because of the sandstorm.",
]


def links(english: str | list[str]) -> list[tuple[tuple[int, ...], int]]:
    return [(pair.source, len(pair.target)) for pair in align_translation(read_text(ARABIC), english)]


def test_running_text_is_cut_into_its_sentences() -> None:
    assert links(" ".join(ENGLISH)) == [((n,), 1) for n in range(5)]


def test_two_sentences_become_one_and_one_becomes_two() -> None:
    joined = [f"{ENGLISH[0][:-1]}, and {ENGLISH[1][0].lower()}{ENGLISH[1][1:]}", *ENGLISH[2:]]
    assert links(joined) == [((0, 1), 1), ((2,), 1), ((3,), 1), ((4,), 1)]
    two = ["The French president opened the book fair.", "The book fair was opened in Paris on Saturday evening."]
    assert links([ENGLISH[0], *two, *ENGLISH[2:]])[1] == ((1,), 2)
    two = ["Morocco's team beat Brazil.", "It was two goals for Morocco against one for Brazil."]
    assert links([*ENGLISH[:3], *two, ENGLISH[4]])[3] == ((3,), 2)


def test_a_sentence_that_was_moved_is_found_in_its_new_place() -> None:
    moved = [*ENGLISH[1:], ENGLISH[0]]
    pairs = align_translation(read_text(ARABIC), moved)
    text = "\n".join(moved)
    assert {pair.source: pair.target[0].of(text) for pair in pairs} == {(n,): ENGLISH[n] for n in range(5)}


def test_the_translation_of_another_article_is_refused() -> None:
    other = ["The court postponed the trial.", "Rain is expected in the north.", "The film won three prizes."]
    with pytest.raises(FormatError, match="only 0 of 3 sentences fit") as caught:
        align_translation(read_text(ARABIC), other)
    assert "belong together" in caught.value.remedy


@pytest.mark.parametrize(("english", "told"), [("  \n", "is empty"), ([], "is empty"), (ARABIC, "is Arabic")])
def test_what_is_no_english_is_refused(english: str | list[str], told: str) -> None:
    with pytest.raises(FormatError, match=told):
        align_translation(read_text(ARABIC), english)
