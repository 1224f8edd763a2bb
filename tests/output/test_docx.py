from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from tests.briefs import brief_of
from tests.output.words import pdf_text, words
from toolkit.brief import Brief
from toolkit.checks.findings import Finding
from toolkit.errors import FormatError, SaveError
from toolkit.output.document import Document, english
from toolkit.output.docx import write
from toolkit.output.formats import render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARABIC = re.compile(r"[\u0621-\u064a]")


def document(brief: Brief, template: Path | None = None) -> bytes:
    made = render(brief, "docx", template=template)
    assert isinstance(made, bytes)
    return made


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


DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("program", ["libreoffice", "pandoc"])
def test_a_template_of_another_program_keeps_its_text_and_gets_the_brief(program: str) -> None:
    made = docx.Document(io.BytesIO(document(brief_of(), template=DATA / f"template-{program}.docx")))
    texts = [p.text for p in made.paragraphs]
    assert texts[0] == "House of Analysts"
    assert "Minister announces date of summit" in texts
    heading = made.styles["Brief Heading"]
    assert (heading.base_style.name or "").casefold() == "heading 1"
    assert len(made.tables) == 2


def test_a_template_without_page_set_up_styles_or_numbering_works(tmp_path: Path) -> None:
    bare = docx.Document()
    for element in [*bare.element.body, *bare.styles.element]:
        element.getparent().remove(element)
    part = bare.part
    (numbering,) = [key for key, relation in part.rels.items() if relation.reltype.endswith("/numbering")]
    part.rels.pop(numbering)
    bare.save(str(tmp_path / "bare.docx"))
    made = docx.Document(io.BytesIO(document(brief_of(), template=tmp_path / "bare.docx")))
    assert "Minister announces date of summit" in [p.text for p in made.paragraphs]
    assert made.sections[0].page_width.cm == pytest.approx(21, abs=0.01)


def test_a_style_for_characters_or_tables_with_a_name_of_ours_is_left_alone(tmp_path: Path) -> None:
    template = docx.Document()
    template.styles.add_style("Brief Title", WD_STYLE_TYPE.CHARACTER)
    template.styles.add_style("Brief Source", WD_STYLE_TYPE.TABLE)
    template.save(str(tmp_path / "house.docx"))
    made = docx.Document(io.BytesIO(document(brief_of(), template=tmp_path / "house.docx")))
    (title,) = [p for p in made.paragraphs if p.text == "Minister announces date of summit"]
    assert title.style is not None
    assert title.style.type == WD_STYLE_TYPE.PARAGRAPH
    assert made.styles["Brief Title"].type == WD_STYLE_TYPE.CHARACTER


def test_every_page_has_its_number_and_the_banner_unless_the_template_has_a_footer(tmp_path: Path) -> None:
    footer = docx.Document(io.BytesIO(document(brief_of()))).sections[0].footer
    fields = [e.get(f"{W}instr") for e in footer._element.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "not yet reviewed" in footer.paragraphs[0].text
    assert len(footer.paragraphs) == 1
    template = docx.Document()
    template.sections[0].footer.paragraphs[0].text = "Our own"
    template.save(str(tmp_path / "house.docx"))
    made = docx.Document(io.BytesIO(document(brief_of(), template=tmp_path / "house.docx")))
    assert [p.text for p in made.sections[0].footer.paragraphs] == ["Our own"]


def test_claims_are_a_list_and_no_number_is_typed() -> None:
    brief = brief_of()
    made = docx.Document(io.BytesIO(document(replace(brief, claims=brief.claims * 3))))
    claims = [p for p in made.paragraphs if p.text.startswith("Minister Sami Haddad said the summit will be held.")]
    assert len(claims) == 3
    (number,) = {p._p.pPr.numPr.numId.val for p in claims}
    (kind,) = made.part.numbering_part.element.xpath(f"w:num[@w:numId={number}]/w:abstractNumId/@w:val")
    (form,) = made.part.numbering_part.element.xpath(f"w:abstractNum[@w:abstractNumId={kind}]/w:lvl/w:numFmt/@w:val")
    assert form == "decimal"


def test_each_list_of_numbers_starts_at_its_first_item() -> None:
    items = [
        english(text, "note", marker=marker) for text, marker in (("a", "1."), ("b", "2."), ("c", "1."), ("d", "•"))
    ]
    made = docx.Document(io.BytesIO(write(Document("t", tuple(items), "2026-01-01T00:00:00Z"))))
    numbers = [p._p.pPr.numPr.numId.val for p in made.paragraphs]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3


def test_the_file_names_this_toolkit_and_nothing_of_the_template_it_was_made_from() -> None:
    for template in (None, DATA / "template-libreoffice.docx", DATA / "template-pandoc.docx"):
        with zipfile.ZipFile(io.BytesIO(document(brief_of(), template=template))) as package:
            names = package.namelist()
            said = b"".join(package.read(name) for name in names if name.startswith("docProps/")).decode()
            settings = ElementTree.fromstring(package.read("word/settings.xml"))
        assert not [name for name in names if "thumbnail" in name]
        assert not re.search("Microsoft|LibreOffice|Macintosh|python-docx|Normal.dotm", said)
        assert "bilingual-brief-toolkit" in said
        assert all(zoom.get(f"{W}percent") for zoom in settings.iter(f"{W}zoom"))


def test_arabic_that_an_english_finding_quotes_is_marked_right_to_left() -> None:
    brief = brief_of()
    message = "Arabic says 12 (12 دولة و3 هيئات); the English has “ثلاثين وفدا” and 30."
    finding = Finding("number", "warning", message, (), ())
    body = body_of(document(replace(brief, claims=(replace(brief.claims[0], findings=(finding,)),))))
    (paragraph,) = [p for p in body.iter(f"{W}p") if "Arabic says 12" in text_of(p)]
    runs = [(text_of(run), run.find(f"{W}rPr/{W}rtl") is not None) for run in paragraph.iter(f"{W}r")]
    assert [re.sub("[\u200e\u200f]", "", text) for text, rtl in runs if rtl] == ["12 دولة و3 هيئات", "ثلاثين وفدا"]
    assert re.sub("[\u200e\u200f]", "", text_of(paragraph)).endswith(message)
    assert paragraph.find(f"{W}pPr/{W}bidi") is None


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


def test_the_head_of_a_table_stays_with_its_first_row() -> None:
    made = docx.Document(io.BytesIO(document(brief_of())))
    for table in made.tables:
        head, first = (row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[:2])
        assert head
        assert not first
