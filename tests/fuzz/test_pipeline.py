"""Any text goes in, a brief or an error of ours comes out, and whatever comes out is whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.conftest import tries
from tests.fuzz.texts import ANY, ARTICLES, SENTENCES
from tests.fuzz.whole import check_brief, check_export
from toolkit import Briefer, Memo, read_text
from toolkit.brief import Brief
from toolkit.errors import ToolkitError
from toolkit.output.formats import FORMATS, MEMO_FORMATS, render
from toolkit.summarize import Summarizer
from toolkit.translate import TranslationMemory, Translator

ENGLISH = (
    "Minister Sami Haddad said that the summit will be held in Geneva on 4 July 2025.",
    "He added that more than 30 delegations will not take part in it before 2 p.m.",
    "The transport ministry announced that the old port will close on 4 May.",
    "Growth was 3.5 percent last year, according to the central bank.",
    "Dr Ahmed said: “Yes, we will not return.” Then he left the hall!",
    "Minister announces date of summit",
)


# Long enough to be shortened: here the language model has something to choose.
LONG_ARABIC = (
    "وقال المتحدث باسم الوزارة، التي تشرف على الموانئ، إن العمل سيبدأ في الصيف، مشيرا إلى موافقة البلدية على الخطة."
)
LONG_ENGLISH = (
    "The spokesman of the ministry, which oversees the ports, said that the work will begin in the summer, noting that the "
    "municipality had approved the plan."
)


@cache
def memory() -> TranslationMemory:
    """A memory that knows the sentences of the articles, so that there is something to summarize."""
    made = TranslationMemory.open(":memory:")
    for arabic, english in zip((*SENTENCES[: len(ENGLISH)], LONG_ARABIC), (*ENGLISH, LONG_ENGLISH), strict=True):
        made.add(arabic, english)
    return made


@pytest.fixture(scope="module")
def briefer() -> Iterator[Briefer]:
    """The embedded models: memory, encoder, and SmolLM2 where its wheel is installed."""
    yield Briefer(translator=Translator(memory()), summarizer=Summarizer("embedded"), progress=False)


def brief_of(briefer: Briefer, text: str) -> Brief | None:
    try:
        return briefer(read_text(text))
    except ToolkitError as error:
        assert error.remedy
        return None


@tries(120)
@given(text=ARTICLES)
@example(text="\n".join(SENTENCES))
@example(text="قال \ud83d الوزير " * 9)
@example(text="\n".join([*SENTENCES, LONG_ARABIC, f"{LONG_ARABIC} \ud83d"]))
@example(text="ا")
@example(text="ا\u0000\u0001")
@example(text="﷽" * 40)
@example(text="١" * 5000 + " الف")
def test_any_text_gives_a_brief_that_holds_together_or_an_error_of_ours(briefer: Briefer, text: str) -> None:
    brief = brief_of(briefer, text)
    if brief is not None:
        assert brief.article.text == text
        check_brief(brief)
        assert all(0 <= e.score <= 1 for claim in brief.claims for e in claim.evidence)
        assert all(0 <= ranked.score <= 1 for ranked in brief.ranking)


@tries(40)
@given(text=ARTICLES, name=ANY)
@example(text="\n".join(SENTENCES), name="\x00\ud83d\u202e")
def test_every_export_of_any_text_opens_again(briefer: Briefer, text: str, name: str) -> None:
    brief = brief_of(briefer, text)
    if brief is None:
        return
    shown = brief.reviewed(f"A {name}", note=name)
    for suffix in FORMATS:
        check_export(shown, suffix)


@tries(15)
@given(texts=st.lists(ARTICLES, min_size=2, max_size=3))
def test_a_memo_of_any_texts_holds_together_and_is_exported(briefer: Briefer, texts: list[str]) -> None:
    briefs = [brief for text in texts if (brief := brief_of(briefer, text)) is not None]
    if not briefs:
        return
    memo = Memo(briefs)
    assert Memo.from_json(memo.to_json()) == memo
    for suffix in MEMO_FORMATS:
        assert render(memo, suffix)
