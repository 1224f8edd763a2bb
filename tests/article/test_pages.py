"""Pages in the manner of different outlets: what is marked as boilerplate, and that no line of the story is."""

from __future__ import annotations

import pytest

from tests.article.labelled import LabelledPage, article_units, boilerplate_counts, kinds_found, pages

PAGES = pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_line_of_the_story_is_lost(page: LabelledPage) -> None:
    lost = [text for text, kind, found in kinds_found(page) if kind != "boilerplate" and found == "left out"]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_titles_and_headings_are_found(page: LabelledPage) -> None:
    units = kinds_found(page)
    assert [text for text, _, found in units if found == "title"] == [
        text for text, kind, _ in units if kind == "title"
    ]
    assert [text for text, _, found in units if found == "heading"] == [t for t, kind, _ in units if kind == "heading"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_offsets_are_exact(page: LabelledPage) -> None:
    article = page.read()
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


def test_boilerplate_is_told_from_the_story() -> None:
    assert len(PAGES) >= 10
    units = [*article_units(), *(unit for page in PAGES for unit in kinds_found(page))]
    right, wrong, missed = boilerplate_counts(units)
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.95
