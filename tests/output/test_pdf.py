from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest

from tests.briefs import LINES, brief_of
from tests.output.words import pdf_text, words
from toolkit.article import read
from toolkit.brief import Brief
from toolkit.checks.findings import Finding
from toolkit.errors import SaveError
from toolkit.output.brief_document import Layout
from toolkit.output.document import Document, Table, arabic, english
from toolkit.output.formats import render
from toolkit.output.pdf import write

CREATED = "2026-01-01T00:00:00Z"


def document(brief: Brief, layout: str = "dossier") -> bytes:
    made = render(brief, "pdf", layout=layout)
    assert isinstance(made, bytes)
    return made


def printed(*texts: str) -> bytes:
    return write(Document("t", tuple(arabic(text) for text in texts), CREATED))


def test_the_arabic_of_the_five_articles_is_extracted_word_for_word_in_logical_order(article_paths: list[Path]) -> None:
    for path in article_paths:
        texts = [sentence.text for sentence in read(path).sentences]
        extracted = pdf_text(printed(*texts))
        lines = [line for line in extracted.splitlines() if not re.fullmatch(r"\s*\d+\s*", line)]  # page numbers
        assert words(" ".join(lines)) == words(" ".join(texts)), path.stem


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_poppler_extracts_the_same_letters(article_paths: list[Path], tmp_path: Path) -> None:
    texts = [sentence.text for sentence in read(article_paths[0]).sentences]
    (tmp_path / "a.pdf").write_bytes(printed(*texts))
    run = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    lines = [line for line in run.stdout.decode().splitlines() if not "".join(words(line)).isdigit()]
    assert "".join(words(" ".join(lines))) == "".join(words(" ".join(texts)))


def test_a_date_inside_arabic_reads_year_month_day() -> None:
    assert "2025-07-04" in pdf_text(document(brief_of()))


@pytest.mark.parametrize("layout", ["memo", "bilingual", "dossier"])
def test_every_layout_says_that_it_is_a_draft_how_it_was_made_and_what_is_missing(layout: Layout) -> None:
    brief = brief_of()
    text = " ".join(pdf_text(document(brief, layout)).split())
    for sentence in (
        "Draft – not yet reviewed by a person",
        "Sentence 4 was not translated.",
        brief.provenance.article_sha256,
    ):
        assert words(sentence)[-1] in words(text)
    assert words(brief.article.sentences[1].text)[0] in words(text)


def test_layouts_differ_in_what_they_hold() -> None:
    memo, bilingual = (pdf_text(document(brief_of(), layout)) for layout in ("memo", "bilingual"))
    assert LINES[3][1].split()[1] not in memo
    assert LINES[3][1].split()[1] in bilingual
    assert "Summary" in memo
    assert "Summary" not in bilingual


def test_the_memo_of_a_brief_fits_on_one_page() -> None:
    lines = (*LINES[:1], *LINES[1:3] * 8)
    assert len(pypdfium2.PdfDocument(document(brief_of(lines), "memo"))) == 1


def test_an_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(SaveError, match="dossier"):
        document(brief_of(), "poster")  # type: ignore[arg-type]


def test_a_review_takes_the_place_of_the_draft_banner() -> None:
    text = pdf_text(document(brief_of().reviewed("A. Reader", note="read twice")))
    assert "Reviewed by A. Reader" in text
    assert "Draft" not in text


def test_the_same_brief_prints_the_same_bytes() -> None:
    assert document(brief_of()) == document(brief_of())


def test_a_sentence_longer_than_a_page_breaks_over_pages_and_loses_nothing() -> None:
    long = "كلمة " * 3000
    lines = (*LINES[:2], ("body", long.strip(), "word"))
    data = document(brief_of(lines), "bilingual")  # type: ignore[arg-type]
    assert len(pypdfium2.PdfDocument(data)) > 3
    assert words(pdf_text(data)).count("كلمة") == 3000


def test_a_character_that_the_font_lacks_is_named() -> None:
    assert "U+4E2D" in pdf_text(printed("قال 中"))


def test_vowel_marks_do_not_tear_letters_apart() -> None:
    def extent(text: str) -> float:
        page = pypdfium2.PdfDocument(printed(text))[0]
        boxes = [box for item in page.get_objects() if (box := item.get_bounds())[1] > 100]  # above the footer
        return float(max(box[2] for box in boxes) - min(box[0] for box in boxes))

    assert extent("تُنفّذ مجددًا") == pytest.approx(extent("تنفذ مجددا"), rel=0.05)


def test_text_that_fpdf_takes_for_a_command_stays_text() -> None:
    extracted = pdf_text(printed("قال {nb} اليوم **هنا** __ثم__ --لا--"))
    assert "nb" in extracted
    assert extracted.count("**") == 2


@dataclass
class Tag:
    """An element of a PDF's structure as pdfium, the reader in Chrome, sees it."""

    role: str
    language: str
    text: str
    kids: list[Tag]

    def all(self, role: str) -> list[Tag]:
        return [tag for kid in self.kids for tag in ([kid] * (kid.role == role) + kid.all(role))]


def structure(data: bytes) -> list[Tag]:
    document = pypdfium2.PdfDocument(data)
    tops = []
    for page in range(len(document)):
        tree = raw.FPDF_StructTree_GetForPage(document[page])
        tops += [
            tag_of(raw.FPDF_StructTree_GetChildAtIndex(tree, i)) for i in range(raw.FPDF_StructTree_CountChildren(tree))
        ]
    return tops


def tag_of(element: Any) -> Tag:
    def string(get: Any) -> str:
        buffer = ctypes.create_string_buffer(get(element, None, 0))
        get(element, buffer, len(buffer))
        return buffer.raw.decode("utf-16-le").rstrip("\0")

    kids = [
        raw.FPDF_StructElement_GetChildAtIndex(element, i) for i in range(raw.FPDF_StructElement_CountChildren(element))
    ]
    getters = (raw.FPDF_StructElement_GetType, raw.FPDF_StructElement_GetLang, raw.FPDF_StructElement_GetActualText)
    return Tag(*map(string, getters), [tag_of(kid) for kid in kids if kid])


def test_the_file_is_tagged_with_headings_lists_tables_and_links() -> None:
    brief = brief_of()
    (top,) = structure(document(replace(brief, claims=brief.claims * 3)))
    assert top.role == "Document"
    assert len(top.all("H1")) == 1
    assert len(top.all("H2")) == 5
    (items,) = [tag for tag in top.kids if tag.role == "L"]
    assert [[kid.role for kid in item.kids] for item in items.kids] == [["Lbl", "LBody"]] * 3
    facts, sentences = top.all("Table")
    assert [tag.role for tag in facts.kids[0].kids] == ["TH"] * 4
    assert [len(row.all("TD")) for row in sentences.kids[1:]] == [3, 3, 3, 3]
    assert len(top.all("Link")) == 4


def test_arabic_is_tagged_as_arabic_and_readable_in_logical_order() -> None:
    message = "Arabic says 12 (12 دولة); the English does not."
    brief = brief_of()
    claim = replace(brief.claims[0], findings=(Finding("number", "warning", message, (), ()),))
    (top,) = structure(document(replace(brief, claims=(claim,))))
    arabic_ones = [tag for role in ("P", "Span") for tag in top.all(role) if tag.language == "ar"]
    texts = {tag.text for tag in arabic_ones}
    assert {sentence.text for sentence in brief.article.sentences} <= texts
    assert any("دولة" in tag.text for tag in top.all("Span"))
    assert not [tag for tag in top.all("P") if tag.language != "ar" and re.search("[\u0621-\u064a]", tag.text)]


def test_headings_are_bookmarks() -> None:
    titles = [mark.get_title() for mark in pypdfium2.PdfDocument(document(brief_of())).get_toc()]
    assert titles == [
        "Summary",
        "What is missing or was not verified",
        "Key facts, read from the Arabic",
        "Sentence by sentence",
        "How this was made",
    ]


def test_the_head_of_a_table_is_repeated_on_every_page_and_tagged_once() -> None:
    lines = (*LINES[:1], *LINES[1:3] * 40)
    data = document(brief_of(lines), "bilingual")
    pages = pypdfium2.PdfDocument(data)
    assert len(pages) > 2
    for page in range(len(pages) - 1):
        assert "No. English Arabic" in " ".join(pages[page].get_textpage().get_text_bounded().split())
    assert sum(len(top.all("TH")) for top in structure(data)[:1]) == 3


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_poppler_never_takes_english_and_arabic_columns_for_one_line(article_paths: list[Path], tmp_path: Path) -> None:
    for path in article_paths:
        arabic_lines = [sentence.text for sentence in read(path).sentences][:20]
        # English as long as its Arabic fills the lines up to the edge of the column
        rows = tuple(("body", text, f"{'filler words in here ' * (1 + len(text) // 20)}") for text in arabic_lines)
        (tmp_path / "a.pdf").write_bytes(document(brief_of((*LINES[:2], *rows)), "bilingual"))  # type: ignore[arg-type]
        run = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
        lines = run.stdout.decode().splitlines()
        assert not [line for line in lines if re.search("[a-z]{3}", line) and re.search("[\u0621-\u064a]{2}", line)]


@pytest.mark.parametrize("lines", [37, 39, 41])
def test_a_heading_and_the_head_of_a_table_stand_on_the_page_of_the_first_row(lines: int) -> None:
    tall = (english("Tall first row of a table. " * 30),)
    table = Table(("Column",), ((tall,),), (1.0,))
    filler = [english(f"line {number}") for number in range(lines)]
    made = write(Document("t", (*filler, english("Heading", "heading"), table), CREATED))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    (place,) = [number for number, text in enumerate(pages) if "Heading" in text]
    assert "Column" in pages[place]
    assert "Tall first row" in pages[place]


def test_a_row_that_fits_on_a_page_is_not_torn_apart() -> None:
    rows = tuple(((english(f"row {number}."),), (arabic(f"صف {number}."),)) for number in range(120))
    table = Table(("English", "Arabic"), rows, (0.5, 0.5))
    for filler in range(4):
        notes = [english("A line that moves the table.", "note")] * filler
        made = write(Document("t", (*notes, table), CREATED))
        for page in pypdfium2.PdfDocument(made):
            numbers = re.findall(r"row (\d+)\.", page.get_textpage().get_text_range())
            assert len(numbers) == page.get_textpage().get_text_range().count("صف")
