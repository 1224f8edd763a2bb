"""The five sample articles, sentence by sentence: what a reader sees in them is what `read` must find."""

from __future__ import annotations

from datetime import date

import pytest

from tests.article.labelled import ARTICLE_KINDS, ARTICLES, LETTERS
from toolkit.article import Article, read


def sample(name: str) -> Article:
    return read(ARTICLES / f"{name}.txt")


@pytest.mark.parametrize("name", ARTICLE_KINDS)
def test_every_sentence_has_the_kind_a_reader_gives_it(name: str) -> None:
    expected = [LETTERS[letter] for letter in ARTICLE_KINDS[name]]
    assert [sentence.kind for sentence in sample(name).sentences] == expected


@pytest.mark.parametrize("name", ARTICLE_KINDS)
def test_offsets_are_exact_and_nothing_is_lost(name: str) -> None:
    article = sample(name)
    raw = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    assert article.text == raw
    assert all(raw[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(raw.split())
    assert [s.index for s in article.sentences] == list(range(len(article.sentences)))


def test_the_second_article_of_a_page_is_a_part_with_its_own_title() -> None:
    article = sample("001_8bc309235082eee5")
    first, second = article.parts
    assert first.title is None
    assert second.title == "ترامب وبوتين يبحثان أزمة أوكرانيا.. وموسكو تتمسك بـالقضاء على الأسباب الجذرية"
    assert article.sentences[first.last].text == "إقرأ أيضاً:"
    assert article.sentences[second.first].text == second.title
    assert second.last == len(article.sentences) - 1
    assert {s.part for s in article.sentences[: second.first]} == {0}


@pytest.mark.parametrize("name", ["001_8bc309235082eee5", "004_c2891e5a9894b71a"])
def test_an_article_without_headline_gets_none_and_says_so(name: str) -> None:
    article = sample(name)
    assert article.title is None
    assert any("no headline" in note for note in article.notes)


def test_a_repeated_title_is_marked_and_noted() -> None:
    article = sample("002_df182bad050e92d5")
    assert article.sentences[0].text == article.sentences[1].text == article.title
    assert any("title" in note for note in article.notes)


def test_the_day_is_taken_only_where_the_text_states_it() -> None:
    assert sample("003_1bd37f582cf01184").published == date(2025, 7, 4)
    assert [sample(name).published for name in ARTICLE_KINDS if not name.startswith("003")] == [None] * 4
