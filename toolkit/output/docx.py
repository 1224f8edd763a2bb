"""A document as DOCX for Word and LibreOffice.

Arabic paragraphs are `w:bidi` and Arabic runs `w:rtl` with a complex-script font, size and language: without all
of these Word shows them left-aligned, in the wrong order or in the wrong font.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import FormatError
from toolkit.output.direction import quoted, stretches
from toolkit.output.document import Document, Paragraph, Run, Table, shown
from toolkit.translate.tmx import TOOL

_ARABIC_FONT = "Amiri"  # Word and LibreOffice fall back to a font that they have


class _Style(NamedTuple):
    """A style of ours: its name in the document, size in half points, style it builds on, colour."""

    name: str
    size: int
    base: str = "Normal"
    colour: str = ""
    level: str = ""  # in the outline


_STYLES: dict[str, _Style] = {
    "title": _Style("Brief Title", 36, "Title", "1B2330"),
    "arabic-title": _Style("Brief Arabic Title", 30),
    "banner": _Style("Brief Banner", 18, colour="9A6200"),
    "heading": _Style("Brief Heading", 28, "Heading 1", "1B2330", "0"),
    "subheading": _Style("Brief Subheading", 24, "Heading 2", level="1"),
    "body": _Style("Brief Body", 21),
    "item": _Style("Brief Item", 22),
    "note": _Style("Brief Note", 18, colour="5B6675"),
    "source": _Style("Brief Source", 26),
    "code": _Style("Brief Code", 16, colour="5B6675"),
}
_BOLD = ("title", "heading", "subheading", "banner")
_AFTER_BIDI = ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "rPr")
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{TOOL}</Application></Properties>"
).encode()


def write(laid_out: Document, template: str | Path | None = None) -> bytes:
    """Return a laid-out document as the bytes of a .docx; the same bytes for the same document."""
    file = _open(template)
    _set_properties(file, laid_out)
    printer = _Printer(file, {paragraph.anchor for paragraph in laid_out.paragraphs() if paragraph.anchor})
    for block in laid_out.blocks:
        if isinstance(block, Table):
            printer.table(block)
        else:
            printer.fill(file.add_paragraph(), block)
    if all(section.footer.is_linked_to_previous for section in file.sections):
        printer.footer(laid_out)
    buffer = io.BytesIO()
    file.save(buffer)
    return _without_times(buffer.getvalue())


def _open(template: str | Path | None) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.shared import Cm
    from lxml.etree import XMLSyntaxError

    try:
        file = docx.Document(None if template is None else str(template))
    except (PackageNotFoundError, zipfile.BadZipFile, XMLSyntaxError, ValueError, KeyError, OSError) as error:
        raise FormatError(
            f"The template {template} is not a Word document.", remedy="Give a .docx, or leave the template out."
        ) from error
    file.element.body.get_or_add_sectPr()
    page = {
        "page_width": 21.0, "page_height": 29.7, "left_margin": 2.0, "right_margin": 2.0, "top_margin": 1.8,
        "bottom_margin": 1.8,
    }  # fmt: skip
    for name, centimetres in page.items():
        if template is None or getattr(file.sections[-1], name) is None:
            setattr(file.sections[-1], name, Cm(centimetres))
    return file


def _set_properties(file: Any, laid_out: Document) -> None:
    """Say what the file is and what made it; nothing of the template's own author, program and picture stays."""
    from docx.oxml.ns import qn

    properties = file.core_properties
    made = datetime.fromisoformat(laid_out.created).astimezone(UTC).replace(tzinfo=None)
    properties.title = shown(laid_out.title)[:255]
    properties.comments = shown(laid_out.signature)[:255]
    properties.author = properties.last_modified_by = TOOL
    properties.created = properties.modified = made
    properties.language = "en"
    properties.revision = 1
    package = file.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    for part in package.parts:
        if part.partname == "/docProps/app.xml":
            part._blob = _APPLICATION
    zoom = file.settings.element.find(qn("w:zoom"))
    if zoom is not None and zoom.get(qn("w:percent")) is None:  # the schema asks for it
        zoom.set(qn("w:percent"), "100")


def _ensure_style(file: Any, style: str) -> Any:
    """Return a style of ours: the template's own if it has one of that name, else a new one."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    name, size, base, colour, level = _STYLES[style]
    if (known := _find_style(file, name)) is not None:
        return known
    while name in [existing.name for existing in file.styles]:  # a style for characters or tables
        name += " Paragraph"
    added = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = _find_style(file, base) or file.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    added.font.size = Pt(size / 2)
    added.font.name = "Consolas" if style == "code" else "Calibri"
    if colour:
        added.font.color.rgb = RGBColor.from_string(colour)
    if style in _BOLD:
        added.font.bold = True
    properties = added.element.get_or_add_rPr()
    properties.find(qn("w:rFonts")).set(qn("w:cs"), _ARABIC_FONT)
    _append(properties, "szCs", val=str(size))
    _append(properties, "lang", val="en-US", bidi="ar-SA")
    added.paragraph_format.space_after = Pt(6 if style in ("item", "body", "source") else 4)
    if level:
        added.paragraph_format.keep_with_next = True
        outline = _element("outlineLvl", val=level)  # for a template without the style that ours builds on
        added.element.get_or_add_pPr().insert_element_before(outline, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr")
    return added


def _find_style(file: Any, name: str, kind: int = 1) -> Any | None:
    """Find a style, of paragraphs (1) or tables (3), by its name: Word writes "heading 1", LibreOffice "Heading 1"."""
    found = (s for s in file.styles if int(s.type) == kind and (s.name or "").casefold() == name.casefold())
    return next(found, None)


class _Printer:
    """Puts blocks into a python-docx document; numbers the bookmarks, each of which a document holds once."""

    def __init__(self, file: Any, anchors: set[str]) -> None:
        self.file = file
        self.anchors = anchors
        self.bookmarks: set[str] = set()
        self.styles = {style: _ensure_style(file, style) for style in _STYLES}
        self.lists = _Lists(file)
        section = file.sections[-1]
        self.width = section.page_width - section.left_margin - section.right_margin

    def fill(self, target: Any, paragraph: Paragraph) -> None:
        """Put the runs of `paragraph` into an empty paragraph of the document."""
        target.style = self.styles[paragraph.style]
        if paragraph.new_page:
            target.paragraph_format.page_break_before = True
        properties = target._p.get_or_add_pPr()
        if paragraph.marker:
            numbering = properties.get_or_add_numPr()
            numbering.get_or_add_ilvl().val = 0
            numbering.get_or_add_numId().val = self.lists.number_of(paragraph.marker)
        if paragraph.language == "ar":
            properties.insert_element_before(_element("bidi"), *(f"w:{name}" for name in _AFTER_BIDI))
        number = str(len(self.bookmarks) + 1)
        bookmark = bool(paragraph.anchor) and paragraph.anchor not in self.bookmarks
        if bookmark:
            self.bookmarks.add(paragraph.anchor)
            target._p.append(_element("bookmarkStart", id=number, name=paragraph.anchor))
        for run in _by_direction(paragraph):
            self._run(target, run, _STYLES[paragraph.style].size)
        if bookmark:
            target._p.append(_element("bookmarkEnd", id=number))

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
            properties = made._r.get_or_add_rPr()  # what Word takes for Arabic from the complex-script set
            properties.insert(0, _element("rFonts", ascii=_ARABIC_FONT, hAnsi=_ARABIC_FONT, cs=_ARABIC_FONT))
            if run.emphasis == "strong":
                _append(properties, "bCs")
            _append(properties, "szCs", val=str(size))
            _append(properties, "rtl")
            _append(properties, "lang", bidi="ar-SA")
        if run.target and run.target in self.anchors:
            link = _element("hyperlink", anchor=run.target, history="1")
            made._r.addprevious(link)
            link.append(made._r)

    def footer(self, laid_out: Document) -> None:
        """Say on every page whether a person stands behind it, and which page it is."""
        from docx.enum.text import WD_TAB_ALIGNMENT

        paragraph = self.file.sections[0].footer.paragraphs[0]
        paragraph.style = self.styles["code"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{shown(laid_out.footer)}\tPage ")
        for field, text in (("PAGE", " of "), ("NUMPAGES", "")):
            simple = _element("fldSimple", instr=field)
            simple.append(paragraph.add_run("1")._r)
            paragraph._p.append(simple)
            paragraph.add_run(text)

    def table(self, block: Table) -> None:
        """Add a table whose head row repeats on every page."""
        from docx.shared import Emu

        table = self.file.add_table(rows=0, cols=len(block.head))
        grid = _find_style(self.file, "Table Grid", kind=3)
        if grid is not None:
            table.style = grid
        else:
            borders = _element("tblBorders")
            for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
                borders.append(_element(side, val="single", sz="4", space="0", color="auto"))
            after = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
            table._tbl.tblPr.insert_element_before(borders, *after)
        table.autofit = False
        for number, row in enumerate((block.titles, *block.rows)):
            added = table.add_row()
            properties = added._tr.get_or_add_trPr()
            properties.append(_element("cantSplit") if number else _element("tblHeader"))
            for cell, paragraphs, share in zip(added.cells, row, block.widths, strict=True):
                cell.width = Emu(int(self.width * share))
                for index, paragraph in enumerate(paragraphs):
                    target = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                    self.fill(target, paragraph)
                    if not number:  # the head stays with the first row
                        target.paragraph_format.keep_with_next = True
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Emu(int(self.width * share))


class _Lists:
    """The lists of a document: one of bullets, and one of numbers that starts anew at each `1.`."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.root: Any = None
        self.bullets = self.numbers = 0

    def number_of(self, marker: str) -> int:
        """Return the number of the list that an item with this marker belongs to, made if it is not there."""
        if marker != "•":
            if marker == "1." or not self.numbers:
                self.numbers = self._add("decimal", "%1.", int(marker.rstrip(".")))
            return self.numbers
        self.bullets = self.bullets or self._add("bullet", marker, 1)
        return self.bullets

    def _add(self, form: str, text: str, start: int) -> int:
        if self.root is None:
            self.root = _numbering(self.file)
        kind = 1 + max((int(n) for n in self.root.xpath("w:abstractNum/@w:abstractNumId")), default=0)
        level = _element("lvl", ilvl="0")
        indent = _element("pPr")
        indent.append(_element("ind", left="425", hanging="425"))
        level.extend([
            _element("start", val=str(start)), _element("numFmt", val=form), _element("lvlText", val=text),
            _element("lvlJc", val="left"), indent,
        ])  # fmt: skip
        abstract = _element("abstractNum", abstractNumId=str(kind))
        abstract.extend([_element("multiLevelType", val="singleLevel"), level])
        at = len(self.root.xpath("w:numPicBullet | w:abstractNum"))
        self.root.insert(at, abstract)
        return int(self.root.add_num(kind).numId)


def _numbering(file: Any) -> Any:
    """Return the root of the numbering part, made if the template has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        return file.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        root = _element("numbering")
        name = PackURI("/word/numbering.xml")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, root, file.part.package)
        file.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return root


def _by_direction(paragraph: Paragraph) -> Iterator[Run]:
    """Yield the runs of a paragraph, each of one direction: Word turns `John Smith` round in a run of Arabic."""
    for run in paragraph.by_language():
        if run.language == "en":
            yield run
            continue
        for text, direction in stretches(run.text) if paragraph.language == "ar" else quoted(run.text):
            yield replace(run, text=text, language="ar" if direction == "rtl" else "en")


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
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
