"""The order in which a reader sees a text, on paper: in PDF, and in DOCX as LibreOffice prints it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from tests.output.direction_corpus import CASES, Case, Glyph, seen
from toolkit.article.types import Span
from toolkit.output import docx, pdf
from toolkit.output.direction import against, marked
from toolkit.output.document import Document, arabic, english
from toolkit.output.pieces import Mark, cut, flows

CREATED = "2026-01-01T00:00:00Z"
OFFICE = shutil.which("soffice")


def paper() -> Document:
    return Document("t", tuple((arabic if c.language == "ar" else english)(c.text) for c in CASES), CREATED)


def rows(data: bytes) -> Iterator[list[Glyph]]:
    """The lines of a PDF from top to bottom, each as its characters."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        lines: defaultdict[int, list[Glyph]] = defaultdict(list)
        heights: dict[int, float] = {}
        for at in range(text.count_chars()):
            character = text.get_text_range(at, 1)
            left, bottom, right, top = text.get_charbox(at, loose=True)
            if not character.strip() or right <= left:
                continue
            middle = (bottom + top) / 2
            line = next((number for number, height in heights.items() if abs(height - middle) < 5), len(heights))
            heights.setdefault(line, middle)
            lines[line].append(Glyph(character, (left + right) / 2))
        yield from (lines[line] for line in sorted(heights, key=lambda number: -heights[number]))


def check(found: list[str]) -> None:
    wrong = [(case.text, case.wanted()) for case in CASES if case.wanted() not in found]
    assert wrong == []


def test_a_pdf_shows_every_text_in_its_order() -> None:
    check([seen(row) for row in rows(pdf.write(paper()))])


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_a_word_document_in_the_same_order(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx.write(paper()))
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    run = subprocess.run(
        [*command, "--convert-to", "pdf", "a.docx"], cwd=tmp_path, capture_output=True, timeout=200, check=True
    )
    assert (tmp_path / "a.pdf").exists(), run.stderr
    check([seen(row) for row in rows((tmp_path / "a.pdf").read_bytes())])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_direction_is_the_same_wherever_a_highlight_cuts_the_text(case: Case) -> None:
    whole = [(found.span.start, found.span.end) for found in against(case.text, case.language)]
    for edge in range(1, len(case.text)):
        pieces = cut(case.text, [Mark(Span(0, edge), "claim", 0)])
        groups = flows(pieces, case.language)
        assert "".join(piece.text for flow in groups for piece in flow.pieces) == case.text
        at, spans = 0, []
        for flow in groups:
            length = sum(len(piece.text) for piece in flow.pieces)
            spans += [(at, at + length)] if flow.direction else []
            at += length
        assert spans == whole


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_marks_change_no_character(case: Case) -> None:
    text = marked(case.text)
    assert re.sub("[\u200e\u200f\u202a-\u202e]", "", text) == case.text


def test_ordinary_sentences_carry_no_marks() -> None:
    for text in ("عاد 6 آلاف جندي في 2022 إلى كييف.", "بلغ 1,234.56 دولار عند 10:30", "قال مسؤول في WHO إن ذلك صحيح"):
        assert marked(text) == text
