"""A document as DOCX for Word and LibreOffice. In: a Brief or a Document, a layout, a template. Out: bytes.

Arabic paragraphs are `w:bidi` and Arabic runs `w:rtl` with a complex-script font, size and language: without all
of these Word shows them left-aligned, in the wrong order or in the wrong font.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit.brief.types import Brief
from toolkit.errors import FormatError
from toolkit.output.brief_document import Layout, brief_document
from toolkit.output.document import Document, Paragraph, Run, Table, shown

__all__ = ["document", "write"]

_ARABIC_FONT = "Amiri"  # Word and LibreOffice fall back to a font that they have
_STYLES: dict[str, tuple[str, int, str]] = {  # our style: name in the document, size in half points, style it builds on
    "title": ("Brief Title", 36, "Title"),
    "arabic-title": ("Brief Arabic Title", 30, "Normal"),
    "banner": ("Brief Banner", 18, "Normal"),
    "heading": ("Brief Heading", 28, "Heading 1"),
    "subheading": ("Brief Subheading", 24, "Heading 2"),
    "body": ("Brief Body", 21, "Normal"),
    "item": ("Brief Item", 22, "Normal"),
    "note": ("Brief Note", 18, "Normal"),
    "source": ("Brief Source", 26, "Normal"),
    "code": ("Brief Code", 16, "Normal"),
}
_COLOURS = {"banner": "9A6200", "note": "5B6675", "code": "5B6675", "title": "1B2330", "heading": "1B2330"}


def document(brief: Brief, layout: Layout = "dossier", template: str | Path | None = None) -> bytes:
    """Return `brief` as a Word document.

    Parameters
    ----------
    brief
        What to print.
    layout
        `memo`, `bilingual` or `dossier`.
    template
        A .docx whose styles, page set-up, header and footer are kept; text is added at its end. Styles named
        "Brief Title", "Brief Source" … in it win over ours.

    Raises
    ------
    FormatError
        If the template is not a Word document.
    SaveError
        If there is no such layout.
    """
    return write(brief_document(brief, layout), template)


def write(laid_out: Document, template: str | Path | None = None) -> bytes:
    """Return a laid-out document as the bytes of a .docx; the same bytes for the same document."""
    file = _open(template)
    _set_properties(file, laid_out)
    for style, (name, size, base) in _STYLES.items():
        _ensure_style(file, style, name, size, base)
    anchors = {paragraph.anchor for paragraph in laid_out.paragraphs() if paragraph.anchor}
    printer = _Printer(file, anchors)
    for block in laid_out.blocks:
        if isinstance(block, Table):
            printer.table(block)
        else:
            printer.fill(file.add_paragraph(), block)
    if template is None:
        _footer(file, laid_out)
    buffer = io.BytesIO()
    file.save(buffer)
    return _without_times(buffer.getvalue())


def _open(template: str | Path | None) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.shared import Cm

    if template is None:
        file = docx.Document()
        section = file.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.0)
        section.top_margin = section.bottom_margin = Cm(1.8)
        return file
    try:
        return docx.Document(str(template))
    except (PackageNotFoundError, ValueError, KeyError, OSError) as error:
        raise FormatError(
            f"The template {template} is not a Word document.", remedy="Give a .docx, or leave the template out."
        ) from error


def _set_properties(file: Any, laid_out: Document) -> None:
    properties = file.core_properties
    made = datetime.fromisoformat(laid_out.created).astimezone(UTC).replace(tzinfo=None)
    properties.title = shown(laid_out.title)[:255]
    properties.comments = shown(laid_out.signature)[:255]
    properties.author = "bilingual-brief-toolkit"
    properties.created = properties.modified = made
    properties.language = "en"


def _footer(file: Any, laid_out: Document) -> None:
    """Say on every page whether a person stands behind it, and how it was made."""
    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.style = file.styles[_STYLES["code"][0]]
    paragraph.add_run(f"{shown(laid_out.footer)} · {shown(laid_out.signature)}")


def _ensure_style(file: Any, style: str, name: str, size: int, base: str) -> None:
    """Add a named style unless the template brought its own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    if name in [existing.name for existing in file.styles]:
        return
    added = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = file.styles[base] if base in [s.name for s in file.styles] else file.styles["Normal"]
    added.font.size = Pt(size / 2)
    added.font.name = "Consolas" if style == "code" else "Calibri"
    if style in _COLOURS:
        added.font.color.rgb = RGBColor.from_string(_COLOURS[style])
    if style in ("title", "heading", "subheading", "banner"):
        added.font.bold = True
    properties = added.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    fonts.set(qn("w:cs"), _ARABIC_FONT)
    _append(properties, "szCs", val=str(size))
    added.paragraph_format.space_after = Pt(6 if style in ("item", "body", "source") else 4)
    added.paragraph_format.keep_with_next = style in ("heading", "subheading")


class _Printer:
    """Puts blocks into a python-docx document; numbers the bookmarks, each of which a document holds once."""

    def __init__(self, file: Any, anchors: set[str]) -> None:
        self.file = file
        self.anchors = anchors
        self.bookmarks: dict[str, int] = {}

    def fill(self, target: Any, paragraph: Paragraph) -> None:
        """Put the runs of `paragraph` into an empty paragraph of the document."""
        target.style = self.file.styles[_STYLES[paragraph.style][0]]
        properties = target._p.get_or_add_pPr()
        if paragraph.language == "ar":
            bidi = _element("bidi")
            properties.insert_element_before(
                bidi,
                *(
                    f"w:{n}"
                    for n in ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "rPr")
                ),
            )
        bookmark = self._start_bookmark(target, paragraph.anchor)
        for run in paragraph.runs:
            self._run(target, run, _STYLES[paragraph.style][1])
        if bookmark is not None:
            end = _element("bookmarkEnd", id=str(bookmark))
            target._p.append(end)

    def _start_bookmark(self, target: Any, anchor: str) -> int | None:
        if not anchor or anchor in self.bookmarks:
            return None
        self.bookmarks[anchor] = len(self.bookmarks) + 1
        target._p.append(_element("bookmarkStart", id=str(self.bookmarks[anchor]), name=anchor))
        return self.bookmarks[anchor]

    def _run(self, target: Any, run: Run, size: int) -> None:
        from docx.shared import RGBColor

        made = target.add_run(run.text)
        if run.emphasis == "strong":
            made.bold = True
        if run.emphasis == "soft":
            made.font.color.rgb = RGBColor.from_string("5B6675")
        if run.emphasis == "reference":
            made.font.superscript = True
            made.font.color.rgb = RGBColor.from_string("1F4FA3")
        if run.language == "ar":
            _make_arabic(made._r.get_or_add_rPr(), size, bold=run.emphasis == "strong")
        if run.target and run.target in self.anchors:
            link = _element("hyperlink", anchor=run.target, history="1")
            made._r.addprevious(link)
            link.append(made._r)

    def table(self, block: Table) -> None:
        """Add a table whose head row repeats on every page."""
        from docx.shared import Emu

        section = self.file.sections[-1]
        width = section.page_width - section.left_margin - section.right_margin
        table = self.file.add_table(rows=0, cols=len(block.head))
        if "Table Grid" in [style.name for style in self.file.styles]:
            table.style = "Table Grid"
        table.autofit = False
        head = tuple((Paragraph((Run(title, "en", "strong"),), "note"),) for title in block.head)
        for number, row in enumerate((head, *block.rows)):
            added = table.add_row()
            properties = added._tr.get_or_add_trPr()
            properties.append(_element("cantSplit") if number else _element("tblHeader"))
            for cell, paragraphs, share in zip(added.cells, row, block.widths, strict=True):
                cell.width = Emu(int(width * share))
                for index, paragraph in enumerate(paragraphs):
                    self.fill(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), paragraph)
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Emu(int(width * share))


def _make_arabic(properties: Any, size: int, *, bold: bool) -> None:
    """Mark a run as right to left, with what Word takes for it from the complex-script set of properties."""
    fonts = _element("rFonts", ascii=_ARABIC_FONT, hAnsi=_ARABIC_FONT, cs=_ARABIC_FONT)
    properties.insert(0, fonts)
    if bold:
        _append(properties, "bCs")
    _append(properties, "szCs", val=str(size))
    _append(properties, "rtl")
    _append(properties, "lang", bidi="ar-SA")


_ORDER = (  # of the children of w:rPr, ECMA-376 part 1, 17.3.2.28
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
    " eastAsianLayout specVanish oMath"
).split()


def _append(properties: Any, name: str, **attributes: str) -> None:
    """Add a run property at the place that the schema gives it."""
    successors = tuple(f"w:{later}" for later in _ORDER[_ORDER.index(name) + 1 :])
    properties.insert_element_before(_element(name, **attributes), *successors)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _without_times(data: bytes) -> bytes:
    """Give every member of the package the same date, so that one brief gives one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(
                zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0)), old.read(member), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
