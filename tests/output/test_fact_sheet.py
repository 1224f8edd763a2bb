"""What a reader without Arabic is given where no translation is: the facts of each sentence, and who, what, how much."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.briefs import article_of, brief_of
from toolkit.brief import Brief
from toolkit.brief.types import RankedSentence
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.language.facts import find_facts
from toolkit.output.view import view

_LINES = (
    ("title", "وزير الطاقة يزور كييف", ""),
    ("body", "وصل 6 آلاف جندي أوكراني إلى كييف في 3 يوليو 2025.", ""),
    ("body", "وارتفع سعر النفط بنسبة 2.4 في المئة إلى 64.78 دولار.", ""),
    ("body", "هذا كل شيء.", ""),
)
_FIRST = "6,000 Ukrainian soldiers · Kyiv · 3 July 2025"


@pytest.fixture(scope="module")
def brief() -> Brief:
    from dataclasses import replace

    article = article_of(_LINES)
    made = brief_of(_LINES, claims=False)
    ranking = (RankedSentence(1, 0.9), RankedSentence(2, 0.4))
    return replace(made, translations=(None,) * 4, facts=tuple(find_facts(article)), ranking=ranking, gaps=())


def test_a_sentence_without_translation_shows_its_facts_in_the_order_of_the_text(brief: Brief) -> None:
    shown = [s for p in view(brief).paragraphs for s in p.sentences]
    assert shown[1].stand_in == f"not translated; facts in it: {_FIRST}"
    assert shown[2].facts == ("Oil price up 2.4%", "Oil price to $64.78")
    assert shown[3].stand_in == "not translated"


def test_the_line_above_says_who_what_how_much_and_when(brief: Brief) -> None:
    line = view(brief).fact_line
    assert (
        "Where: Kyiv" in line
        and "How much: 6,000 Ukrainian soldiers; Oil price up 2.4%; Oil price to $64.78" in line
        and "When: 3 July 2025" in line
    )


def test_a_brief_with_english_has_no_fact_sheet() -> None:
    shown = view(brief_of())
    assert shown.fact_line == ""


@pytest.mark.parametrize("ending", ["html", "md", "docx", "pdf"])
def test_every_format_shows_the_sheet_and_says_that_it_is_no_translation(
    brief: Brief, ending: str, tmp_path: Path
) -> None:
    text = " ".join(_saved(brief, tmp_path / f"brief.{ending}").split())
    assert "Fact sheet, read from the Arabic: not a translation" in text
    assert text.count("6,000 Ukrainian soldiers") >= 4  # the line, the sentence to read first, the facts, the row
    assert "not translated; facts in it:" in text


def _saved(brief: Brief, path: Path) -> str:
    brief.save(path)
    if path.suffix == ".docx":
        from docx import Document

        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".pdf":
        import pypdfium2

        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return path.read_text("utf-8")


def test_the_explorer_has_the_sheet_and_the_facts_of_each_sentence(brief: Brief) -> None:
    data = explorer_data(brief)
    assert "not a translation" in json.dumps(data["factSheet"])
    assert "Ukrainian soldiers" in json.dumps(data["sentences"][1]["standIn"])
    assert data["sentences"][3]["factLine"] == []
