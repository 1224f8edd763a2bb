from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from tests.briefs import LINES, brief_of
from toolkit.article.types import SentenceKind
from toolkit.output.formats import render
from toolkit.output.markdown import isolated, text


def test_the_document_says_what_the_brief_holds() -> None:
    text = str(render(brief_of(), "md"))
    assert text.startswith("Draft – not yet reviewed by a person\n\n# Minister announces date of summit\n")
    assert "1. Minister Sami Haddad said the summit will be held. \\[supported\\] \\[2\\]" in text
    assert "Sentence 4 was not translated. Name a model." in text
    assert "| number | 30 delegations |" in text
    assert all(arabic in re.sub("[\u2066-\u2069]", "", text) for _, arabic, _ in LINES)


def test_markup_in_an_article_stays_text() -> None:
    lines: tuple[tuple[SentenceKind, str, str], ...] = (
        *LINES[:2],
        ("body", "نص [x](javascript:alert) <b>", "# *A* [x](javascript:alert) <script> | `b`"),
    )
    text = str(render(brief_of(lines), "md"))
    assert "[x](javascript" not in text
    assert "\\[x\\](javascript:alert) \\<script\\> \\| \\`b\\`" in text
    assert "\n# \\*A" not in text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a_b/~user/c#top_of_page",
        "http://example.com/?utm_source=x_y&utm_medium=z&copy=1",
        "www.example.com/news_today",
        "https://ar.wikipedia.org/wiki/Foo_(bar)",
        "first_last@example.com",
    ],
)
def test_an_address_has_no_backslashes_that_would_become_part_of_a_link(address: str) -> None:
    for given in (f"See {address} now *there*.", f"{address}"):
        assert text(given) == given.replace("*", "\\*")
    if address[-1].isalnum():
        assert f" {address} " in isolated(f"نشر في {address} أمس")


@pytest.mark.parametrize(
    "given",
    [
        "https://example.com/_a_/b*c*d and https://example.com/_e_",
        "https://example.com/?a=1&lt;b&#60;c",
        "https://example.com/`x`[y](z)<b>|",
        "https://example.com/__init__ a__b__c",
        "x_https://example.com_y_ z_",
    ],
)
def test_markup_in_an_address_stays_text(given: str) -> None:
    inner = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text(given))[1].children or ()
    assert {token.type for token in inner} <= {"text", "text_special"}
    assert "".join(token.content for token in inner) == given
