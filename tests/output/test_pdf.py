from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from tests.briefs import LINES, brief_of
from tests.output.words import pdf_text, words
from toolkit.article import read
from toolkit.errors import SaveError
from toolkit.output.brief_document import Layout
from toolkit.output.document import Document, arabic
from toolkit.output.pdf import document, write

CREATED = "2026-01-01T00:00:00Z"


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
    for sentence in ("Draft – machine translated", "Sentence 4 was not translated.", brief.provenance.article_sha256):
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
