"""Briefs of whole articles for tests of the memo: read and translated by the toolkit, without a summarizer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.conftest import ROOT
from toolkit.article import Article, read, read_text
from toolkit.brief import Brief, Component, Provenance
from toolkit.evidence import find_facts
from toolkit.memo.memo import Memo
from toolkit.translate import Translation, Translator

__all__ = ["brief_of_article", "brief_of_text", "sample_memo", "told"]


def brief_of_article(article: Article, english: Sequence[str] | None = None) -> Brief:
    """A brief without claims; translated by the shipped memory, or by `english`, one text a sentence."""
    translations = (
        tuple(Translation(text, "edited") for text in english)
        if english is not None
        else tuple(Translator().translate(article))
    )
    made = Provenance(
        "0.1.0",
        "2026-01-01T00:00:00Z",
        article.sha256,
        "translate-then-summarize",
        (Component("memory", "reference", "1"),),
        {"sentences": "5"},
        {"python": "3.11"},
    )
    return Brief(article, translations, (), tuple(find_facts(article)), (), (), made)


def brief_of_text(arabic: str, english: Sequence[str] | None = None) -> Brief:
    return brief_of_article(read_text(arabic), english)


@cache
def sample_memo() -> Memo:
    """The memo of the five sample articles."""
    paths = sorted(Path(ROOT / "notebooks" / "articles").glob("*.txt"))
    return Memo(brief_of_article(read(path)) for path in paths)


def told(memo: Memo) -> list[list[str]]:
    """Which articles (first three characters) and parts each event of the memo has."""
    return [[f"{memo.briefs[r.brief].article.id[:3]}.{r.part}" for r in event.reports] for event in memo.events]
