from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from tests.briefs import brief_of
from tests.output.words import pdf_text, words
from toolkit.errors import FormatError, SaveError
from toolkit.output.docx import document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARABIC = re.compile(r"[\u0621-\u064a]")


def body_of(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ElementTree.fromstring(package.read("word/document.xml"))


def text_of(element: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def test_arabic_paragraphs_are_bidi_and_arabic_runs_carry_the_complex_script_set() -> None:
    body = body_of(document(brief_of()))
    paragraphs = [p for p in body.iter(f"{W}p") if ARABIC.search(text_of(p))]
    assert len(paragraphs) >= 6
    for paragraph in paragraphs:
        assert paragraph.find(f"{W}pPr/{W}bidi") is not None, text_of(paragraph)
        for run in paragraph.iter(f"{W}r"):
            if not ARABIC.search(text_of(run)):
                continue
            properties = run.find(f"{W}rPr")
            assert properties is not None
            assert properties.find(f"{W}rtl") is not None
            assert properties.find(f"{W}rFonts").get(f"{W}cs")  # type: ignore[union-attr]
            assert int(properties.find(f"{W}szCs").get(f"{W}val", "0")) >= 20  # type: ignore[union-attr]
            assert properties.find(f"{W}lang").get(f"{W}bidi") == "ar-SA"  # type: ignore[union-attr]


def test_english_paragraphs_are_not_bidi() -> None:
    for paragraph in body_of(document(brief_of())).iter(f"{W}p"):
        if text_of(paragraph) and not ARABIC.search(text_of(paragraph)) and not text_of(paragraph).startswith("["):
            assert paragraph.find(f"{W}pPr/{W}bidi") is None, text_of(paragraph)


def test_run_properties_stand_in_the_order_of_the_schema() -> None:
    order = "rStyle rFonts b bCs i iCs color sz szCs vertAlign rtl cs lang".split()
    for properties in body_of(document(brief_of())).iter(f"{W}rPr"):
        names = [child.tag.removeprefix(W) for child in properties]
        assert names == sorted(names, key=order.index)


def test_references_lead_to_bookmarks_that_exist_once() -> None:
    body = body_of(document(brief_of()))
    bookmarks = [b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")]
    links = [h.get(f"{W}anchor") for h in body.iter(f"{W}hyperlink")]
    assert "s2" in links
    assert set(links) <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))


def test_styles_are_named_and_those_of_a_template_win(tmp_path: Path) -> None:
    template = docx.Document()
    style = template.styles.add_style("Brief Title", 1)
    style.font.size = docx.shared.Pt(40)
    template.sections[0].header.paragraphs[0].text = "House of Analysts"
    template.save(str(tmp_path / "house.docx"))
    brief_of().save(tmp_path / "brief.docx", template=tmp_path / "house.docx")
    made = docx.Document(str(tmp_path / "brief.docx"))
    assert made.styles["Brief Title"].font.size == docx.shared.Pt(40)
    assert made.sections[0].header.paragraphs[0].text == "House of Analysts"
    assert "Brief Source" in [s.name for s in made.styles]


def test_a_template_that_is_no_word_document_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "house.docx").write_text("x")
    with pytest.raises(FormatError, match="template"):
        document(brief_of(), template=tmp_path / "house.docx")
    with pytest.raises(FormatError, match="template"):
        document(brief_of(), template=tmp_path / "none.docx")


def test_an_option_that_a_format_does_not_have_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="layout"):
        brief_of().save(tmp_path / "brief.md", layout="memo")


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert document(brief_of()) == document(brief_of())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_reads_every_sentence(tmp_path: Path) -> None:
    brief = brief_of()
    brief.save(tmp_path / "brief.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "brief.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    seen = set(words(pdf_text((tmp_path / "brief.pdf").read_bytes())))
    for sentence in brief.article.sentences[:3]:
        arabic_words = [w for w in words(sentence.text) if not w.isdigit()]
        assert sum(w in seen for w in arabic_words) >= 0.8 * len(arabic_words), sentence.text
