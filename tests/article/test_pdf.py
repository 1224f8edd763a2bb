"""PDF files printed by two programs from one text (`data/pdf/source.txt`), and files that hold nothing to trust."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tests.article.labelled import DATA
from toolkit import errors
from toolkit.article import Article, read

FILES = DATA / "pdf"
SOURCE = (FILES / "source.txt").read_text(encoding="utf-8").split("\n")[:-1]
PRINTED = ["chromium", "weasyprint"]


def story(article: Article) -> str:
    """Return the text of an article without its running heads."""
    rows = article.text.split("\n")
    return "\n".join(row for row in rows if row != "وكالة الساحل" and not row.startswith("صفحة "))


@pytest.mark.parametrize("name", PRINTED)
def test_the_printed_text_is_read_back(name: str) -> None:
    assert Levenshtein.normalized_similarity(story(read(FILES / f"{name}.pdf")), "\n".join(SOURCE)) >= 0.99


@pytest.mark.parametrize("name", PRINTED)
def test_numbers_latin_words_and_dates_keep_their_order(name: str) -> None:
    text = read(FILES / f"{name}.pdf").text
    assert all(part in text for part in ("1,200", "45.5", "17", "24 فبراير/شباط 2022", "Meridian Cargo"))


@pytest.mark.parametrize("name", PRINTED)
def test_title_headings_and_source_are_told(name: str) -> None:
    article = read(FILES / f"{name}.pdf")
    assert article.title == SOURCE[0]
    assert [s.text for s in article.sentences if s.kind == "heading"] == ["رسوم جديدة على الحاويات"]
    assert "المصدر: وكالة الساحل" in [s.text for s in article.sentences if s.kind == "boilerplate"]


def test_running_heads_and_page_numbers_are_boilerplate() -> None:
    article = read(FILES / "weasyprint.pdf")
    assert {s.kind for s in article.sentences if s.text.startswith("صفحة ") or s.text == "وكالة الساحل"} == {
        "boilerplate"
    }


@pytest.mark.parametrize(
    ("name", "what"), [("locked", "password"), ("scanned", "no text layer"), ("scrambled", "scrambled")]
)
def test_a_pdf_without_text_to_trust_is_refused_with_a_remedy(name: str, what: str) -> None:
    with pytest.raises(errors.ReadError, match=what) as caught:
        read(FILES / f"{name}.pdf")
    assert caught.value.remedy


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5])
def test_a_truncated_pdf_is_an_error_with_a_remedy(share: float) -> None:
    data = (FILES / "weasyprint.pdf").read_bytes()
    with pytest.raises(errors.ReadError) as caught:
        read(data[: 20 + int(share * len(data))], name="story.pdf")
    assert caught.value.remedy


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_damaged_files_give_an_article_or_an_error_of_ours(seed: int, hits: int) -> None:
    luck, data = random.Random(seed), bytearray((FILES / "weasyprint.pdf").read_bytes())
    for _ in range(hits):
        data[luck.randrange(10, len(data))] = luck.randrange(256)
    try:
        article = read(bytes(data))
    except errors.ReadError as error:
        assert error.remedy
        return
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


def test_brackets_quotes_and_percent_signs_face_and_stand_as_printed() -> None:
    text = read(FILES / "brackets.pdf").text
    assert "إن «المعرض» و«الندوات» مفتوحة" in text
    assert "دار (Blue Nile Press) تشارك للمرة الأولى (بعد غياب عامين)." in text
    assert "60% في" in text
    assert "1,250 نسخة بين الساعة 10:30 و12:45" in text
