"""The order in which a reader sees a text, on paper: in PDF, and in DOCX as LibreOffice prints it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from markdown_it import MarkdownIt

from tests.briefs import brief_of
from tests.output.direction_corpus import CASES, Case, Glyph, seen
from toolkit.article.types import Span
from toolkit.cli.console import in_order
from toolkit.memo import Memo
from toolkit.output import docx, markdown, pdf
from toolkit.output.direction import against, marked
from toolkit.output.document import Document, arabic, english
from toolkit.output.formats import render
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


def printed(word: bytes, folder: Path) -> bytes:
    """A Word document as LibreOffice prints it to PDF."""
    (folder / "a.docx").write_bytes(word)
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    run = subprocess.run(
        [*command, "--convert-to", "pdf", "a.docx"], cwd=folder, capture_output=True, timeout=200, check=True
    )
    assert (folder / "a.pdf").exists(), run.stderr
    return (folder / "a.pdf").read_bytes()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_a_word_document_in_the_same_order(tmp_path: Path) -> None:
    check([seen(row) for row in rows(printed(docx.write(paper()), tmp_path))])


@pytest.fixture(scope="module")
def memo() -> Memo:
    """A memo that cites every third text of the corpus that fits on a line of its table."""
    short = [case for case in CASES[::3] if case.language == "ar" and len(case.text) < 30]
    titled = [("title", "عنوان", "Title"), ("body", "جاء في الخبر.", "The report says.")]
    return Memo(
        [
            brief_of((*titled, *(("body", case.text, "English.") for case in short[at : at + 4])), claims=False)
            for at in range(0, len(short), 4)
        ]
    )


def check_memo(memo: Memo, data: bytes) -> None:
    cells = {sentence.text for brief in memo.briefs for sentence in brief.article.sentences}
    cited = [case for case in CASES if case.text in cells]
    lines = "\n".join(seen(row) for row in rows(data))
    assert len(cited) > 40
    assert [(case.text, case.wanted()) for case in cited if case.wanted() not in lines] == []


def test_the_sentences_that_a_memo_cites_are_in_order_in_a_pdf(memo: Memo) -> None:
    check_memo(memo, cast("bytes", render(memo, "pdf")))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_the_sentences_that_a_memo_cites_are_in_order_in_word(memo: Memo, tmp_path: Path) -> None:
    check_memo(memo, printed(cast("bytes", render(memo, "docx")), tmp_path))


def ordered(line: str) -> str:
    """The characters of a line in the order in which a reader with Unicode's own rules, such as a browser, puts them."""
    bidi = pytest.importorskip("bidi", reason="python-bidi is not installed")
    return seen(Glyph(character, at) for at, character in enumerate(bidi.get_display(line, base_dir="L")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_markdown_shows_every_text_in_its_order(case: Case) -> None:
    written = markdown.isolated(case.text) if case.language == "ar" else markdown.text(case.text)
    (_, inline, _) = MarkdownIt("commonmark").parse(written)
    assert ordered("".join(child.content for child in inline.children or ())) == case.wanted()


def begins_in_its_language(case: Case) -> bool:
    """A terminal is not told the language of a line: it looks at the first letter, and at most of the letters."""
    first = next(character for character in case.text if character.isalpha())
    return ("\u0600" <= first <= "\u06ff") == (case.language == "ar")


@pytest.mark.parametrize("case", filter(begins_in_its_language, CASES), ids=lambda case: case.text)
def test_a_terminal_shows_every_text_in_its_order(case: Case) -> None:
    assert ordered(in_order(case.text)) == case.wanted()
    line = in_order(f"1\t{case.text}\tmemory")
    assert ordered(line) == f"1{case.wanted()}memory"


@pytest.mark.skipif(os.name != "posix", reason="there is no pseudo-terminal here")
def test_marks_go_to_a_terminal_and_never_to_a_file() -> None:
    text = "دفع -5 دولارات"
    command = [sys.executable, "-c", f"from toolkit.cli.console import say; say({text!r})"]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    master, slave = os.openpty()
    subprocess.run(command, stdout=slave, env=environment, timeout=120, check=True)
    os.close(slave)
    assert os.read(master, 4096).decode().strip() == in_order(text)
    os.close(master)
    piped = subprocess.run(command, capture_output=True, env=environment, timeout=120, check=True)
    assert piped.stdout.decode().strip() == text


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
