from __future__ import annotations

import re

from tests.briefs import LINES, brief_of
from toolkit.article.types import SentenceKind
from toolkit.output.markdown import document


def test_the_document_says_what_the_brief_holds() -> None:
    text = document(brief_of())
    assert text.startswith("# Minister announces date of summit\n")
    assert "1. Minister Sami Haddad said the summit will be held. (supported; Arabic 2)" in text
    assert "Sentence 4 was not translated. Name a model." in text
    assert "| number | 30 delegations |" in text
    assert all(arabic in re.sub("[\u2066-\u2069]", "", text) for _, arabic, _ in LINES)


def test_markup_in_an_article_stays_text() -> None:
    lines: tuple[tuple[SentenceKind, str, str], ...] = (
        *LINES[:2],
        ("body", "نص [x](javascript:alert) <b>", "# *A* [x](javascript:alert) <script> | `b`"),
    )
    text = document(brief_of(lines))
    assert "[x](javascript" not in text
    assert "\\[x\\](javascript:alert) \\<script\\> \\| \\`b\\`" in text
    assert "\n# \\*A" not in text
