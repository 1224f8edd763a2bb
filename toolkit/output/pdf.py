"""A document as a tagged PDF with bookmarks, whose text can be searched and copied.

fpdf2 with uharfbuzz shapes the Arabic; both install with pip. The font is a static Amiri, which travels with the
toolkit under the SIL Open Font License: variable fonts lose the text layer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import as_file, files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from toolkit.article.normalize import arabic_letters, letters
from toolkit.errors import MissingExtraError
from toolkit.output.direction import against, marked, quoted
from toolkit.output.document import Cell, Document, Language, Paragraph, Run, Style, Table, shown
from toolkit.translate.tmx import TOOL

if TYPE_CHECKING:
    from toolkit.output.pdf_tags import Element, Tags

_SIZES = {  # points
    "title": 18, "arabic-title": 16, "banner": 9, "heading": 13, "subheading": 11.5, "body": 10.5, "item": 11,
    "note": 9, "source": 12, "code": 7.5,
}  # fmt: skip
_SPACE_BEFORE = {"heading": 3.5, "subheading": 2.0, "title": 1.0}  # millimetres
_ROLES = {"title": "H1", "heading": "H2", "subheading": "H3"}
_LEVELS = {"heading": 0, "subheading": 1}  # of the bookmarks
_INDENT = 6.0  # millimetres, of the items of a list
_COLOURS = {"banner": (154, 98, 0), "note": (91, 102, 117), "code": (91, 102, 117)}
_INK, _SOFT, _LINK = (27, 35, 48), (91, 102, 117), (31, 79, 163)
_PADDING = 2.2  # millimetres; poppler takes columns that are less than 3 apart for one
_ABOVE_ROW = 0.6  # millimetres, and below it
_LONG = 30  # characters; a shorter word fits any column
# Kerned gaps inside words read as spaces, and contextual swashes add glyphs that stand for no letter: off, both.
_FEATURES = {"kern": False, "calt": False}
_WORD = re.compile(r"[ \t\n]+|[^ \t\n]+")
_MARK_IN_LIGATURE = re.compile("(ل)([\u064b-\u0652]+)([اأإآ])")
_LETTER = re.compile(r"[^\W\d_]")
_LINE_HEIGHT = {"en": 0.47, "ar": 0.56}  # millimetres for each point of size: Arabic marks need more room


def write(laid_out: Document) -> bytes:
    """Return a laid-out document as the bytes of a PDF; the same bytes for the same document."""
    pdf = _open(laid_out)
    printer = _Printer(pdf, laid_out)
    for block, following in zip(laid_out.blocks, (*laid_out.blocks[1:], None), strict=True):
        if isinstance(block, Table):
            printer.table(block)
        else:
            printer.paragraph(block, printer.room_for(following) if isinstance(following, Table) else 0.0)
    return bytes(pdf.output())


def _open(laid_out: Document) -> Any:
    """Return an empty file with the fonts in it and what every page carries."""
    try:
        import uharfbuzz  # noqa: F401 - fpdf2 shapes with it, and only warns without
        from fpdf import FPDF
        from fpdf.line_break import Fragment
        from fpdf.prefs import ViewerPreferences

        from toolkit.output.pdf_tags import Tags
    except ImportError as error:
        raise MissingExtraError(
            "PDF output needs the packages fpdf2 and uharfbuzz.", remedy="Install them: pip install fpdf2 uharfbuzz"
        ) from error

    # fpdf2 makes subsets with fontTools, which logs each table that it leaves out.
    logging.getLogger("fontTools").setLevel(logging.ERROR)

    class _Paper(FPDF):  # type: ignore[misc]
        def _preload_font_styles(self, text: str, markdown: bool, **_: Any) -> tuple[Any, ...]:
            # fpdf2 2.8 starts a new piece at every Arabic vowel mark (its script is "inherited", not Arabic), which
            # tears the letters apart. Our text is in one font and one style: one piece.
            return (Fragment(text, self._get_current_graphics_state(), self.k),) if text else ()

        def footer(self) -> None:
            with self.struct_builder.content(None):
                self.set_y(-12)
                self.set_font("Amiri", "", 8)
                self.set_text_color(*_SOFT)
                self.set_text_shaping(True, features=_FEATURES)
                self.cell(0, 5, _printable(self, shown(laid_out.footer)), align="L")
                self.set_x(self.l_margin)
                self.cell(0, 5, f"{self.page_no()}", align="R")

    pdf = _Paper(format="A4")
    Tags(pdf)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_margins(20, 16, 20)
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0.0
    pdf.str_alias_nb_pages = ""  # else "{nb}" in an article would become the number of pages
    with as_file(files("toolkit.output") / "fonts") as folder:
        pdf.add_font("Amiri", "", str(folder / "Amiri-Regular.ttf"))
        pdf.add_font("Amiri", "B", str(folder / "Amiri-Bold.ttf"))
    pdf.set_title(shown(laid_out.title))
    pdf.set_subject(shown(laid_out.signature))
    pdf.set_creator(TOOL)
    pdf.set_lang("en")
    pdf.set_creation_date(datetime.fromisoformat(laid_out.created))
    pdf.add_page()
    return pdf


def _printable(pdf: Any, text: str) -> str:
    """Name the characters that the font cannot print, so that none is lost without a word."""
    known = pdf.fonts["amiri"].cmap
    return "".join(c if ord(c) in known else f"[U+{ord(c):04X}]" for c in text)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one line in one look; its width is in millimetres."""

    text: str
    run: Run
    width: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to print; `element` is what it belongs to in the structure, None for what is only repeated."""

    pieces: tuple[_Piece, ...]
    paragraph: Paragraph
    first: bool
    height: float
    element: Element | None


class _Printer:
    """Breaks paragraphs into lines and prints them; a line is printed whole, which keeps its text in order."""

    def __init__(self, pdf: Any, laid_out: Document) -> None:
        self.pdf = pdf
        self.links = {p.anchor: pdf.add_link() for p in laid_out.paragraphs() if p.anchor}
        self.widths: dict[tuple[str, float, str, Language], float] = {}
        self.scale = laid_out.scale
        self.bottom = pdf.h - 15.0
        self.tags: Tags = pdf.struct_builder
        self.list: Element | None = None  # the list at hand, and its item, which the notes on it belong to
        self.item: Element | None = None

    def paragraph(self, paragraph: Paragraph, below: float = 0.0) -> None:
        """Print a paragraph over the whole width, an item of a list and the notes on it indented.

        A heading stays on one page with what follows, which takes `below` millimetres at least.
        """
        if paragraph.new_page and self.pdf.y > self.pdf.t_margin:
            self._new_page()
        self.pdf.y += _SPACE_BEFORE.get(paragraph.style, 0.0)
        if paragraph.style in _LEVELS:
            self._make_room(max(18.0 * self.scale, 9.0 * self.scale + below))
            self.pdf.start_section(paragraph.text, _LEVELS[paragraph.style], strict=False)
        label = self._start_item(paragraph)
        element = self._element(paragraph, self.item)
        indent = _INDENT * self.scale if self.item else 0.0
        left = self.pdf.l_margin + (indent if paragraph.language == "en" else 0.0)
        for line in self._lines(paragraph, self.pdf.epw - indent, element):
            self._make_room(line.height)
            if line.first and label is not None:
                self._print(label, self.pdf.l_margin, self.pdf.epw)
            self._print(line, left, self.pdf.epw - indent)
            self.pdf.y += line.height
        self.pdf.y += 1.2

    def _start_item(self, paragraph: Paragraph) -> _Line | None:
        """Start an item of a list if the paragraph is one, and return the line with its marker."""
        if not paragraph.marker:
            if paragraph.style != "note":
                self.list = self.item = None
            return None
        self.list = self.list or self.tags.add("L")
        item = self.tags.add("LI", self.list)
        marker = Paragraph((Run(paragraph.marker, paragraph.language),), paragraph.style)
        (label,) = self._lines(marker, self.pdf.epw, self.tags.add("Lbl", item))
        self.item = self.tags.add("LBody", item)
        return label

    def _element(self, paragraph: Paragraph, parent: Element | None) -> Element:
        role = _ROLES.get(paragraph.style, "P")
        if paragraph.language == "en":
            return self.tags.add(role, parent)
        return self.tags.add(role, parent, language="ar", text=paragraph.text)

    def table(self, table: Table) -> None:
        """Print a table; its head is repeated on every page, and a row taller than a page breaks between lines."""
        self.list = self.item = None
        widths = [share * self.pdf.epw for share in table.widths]
        self._make_room(self.room_for(table))
        element = self.tags.add("Table")
        self._head(table, widths, element)
        for row in table.rows:
            self._row(table, row, widths, self.tags.add("TR", element))
            self._rule(0.1)
        self.pdf.y += 2.0

    def room_for(self, table: Table) -> float:
        """Return how much room the head of a table takes with its first row, or a good part of that."""
        widths = [share * self.pdf.epw - 2 * _PADDING for share in table.widths]
        heights = (
            max(
                sum(line.height for paragraph in cell for line in self._lines(paragraph, width, None))
                for cell, width in zip(cells, widths, strict=True)
            )
            for cells in (table.titles, *table.rows[:1])
        )
        return float(min(3.0 + sum(heights), (self.bottom - self.pdf.t_margin) * 0.9))

    def _head(self, table: Table, widths: list[float], element: Element | None = None) -> None:
        """Print the titles of the columns; without an element of the table they are repeated ones."""
        row = None if element is None else self.tags.add("TR", element)
        columns = []
        for (paragraph,), width in zip(table.titles, widths, strict=True):
            cell = None if row is None else self.tags.add("TH", row, attributes="<</O /Table /Scope /Column>>")
            columns.append(list(self._lines(paragraph, width - 2 * _PADDING, cell)))
        self._stretch(columns, widths)
        self._rule(0.3)

    def _row(self, table: Table, row: tuple[Cell, ...], widths: list[float], element: Element) -> None:
        columns = []
        for cell, width in zip(row, widths, strict=True):
            parent = self.tags.add("TD", element)
            lines = [self._lines(p, width - 2 * _PADDING, self._element(p, parent)) for p in cell]
            columns.append([line for paragraph in lines for line in paragraph])
        tallest = max(sum(line.height for line in lines) for lines in columns) + _ABOVE_ROW
        if self.pdf.y + tallest > self.bottom and tallest < (self.bottom - self.pdf.t_margin) * 0.9:
            self._new_page()
            self._head(table, widths)
        while any(columns):
            columns = self._stretch(columns, widths)
            if any(columns):
                self._new_page()
                self._head(table, widths)

    def _stretch(self, columns: list[list[_Line]], widths: list[float]) -> list[list[_Line]]:
        """Print as much of a row as fits on the page and return the rest."""
        top, left, deepest, rest = self.pdf.y, self.pdf.l_margin, self.pdf.y, []
        for lines, width in zip(columns, widths, strict=True):
            self.pdf.y, printed = top + _ABOVE_ROW, 0
            for line in lines:
                if self.pdf.y + line.height > self.bottom and (printed or top > self.pdf.t_margin + 1):
                    break
                self._print(line, left + _PADDING, width - 2 * _PADDING)
                self.pdf.y += line.height
                printed += 1
            deepest, left = max(deepest, self.pdf.y), left + width
            rest.append(lines[printed:])
        self.pdf.y = deepest + _ABOVE_ROW
        return rest

    def _rule(self, thickness: float) -> None:
        self.pdf.set_line_width(thickness)
        self.pdf.set_draw_color(*_SOFT)
        with self.tags.content(None):
            self.pdf.line(self.pdf.l_margin, self.pdf.y, self.pdf.l_margin + self.pdf.epw, self.pdf.y)

    def _make_room(self, height: float) -> None:
        if self.pdf.y + height > self.bottom:
            self._new_page()

    def _new_page(self) -> None:
        self.pdf.add_page()
        self.pdf.y = self.pdf.t_margin

    def _look(self, run: Run, style: Style) -> None:
        bold = run.emphasis == "strong" or style in ("title", "heading", "subheading", "banner")
        self.pdf.set_font(
            "Amiri", "B" if bold else "", self.scale * _SIZES[style] * (0.8 if run.emphasis == "reference" else 1)
        )
        direction = "rtl" if run.language == "ar" else "ltr"
        self.pdf.set_text_shaping(True, direction=direction, features=_FEATURES)

    def _width(self, text: str, run: Run, style: Style) -> float:
        key = (text, _SIZES[style], f"{run.emphasis}{style}", run.language)
        if key not in self.widths:
            self._look(run, style)
            self.widths[key] = self.pdf.get_string_width(text)
        return self.widths[key]

    def _lines(self, paragraph: Paragraph, width: float, element: Element | None) -> list[_Line]:
        lines: list[list[_Piece]] = [[]]
        room = width
        for run, word in self._words(paragraph, width):
            size = self._width(word, run, paragraph.style)
            if lines[-1] and size > room and word.strip():
                lines.append([])
                room = width
            if not lines[-1] and not word.strip():
                continue
            lines[-1].append(_Piece(word, run, size))
            room -= size
        height = self.scale * _SIZES[paragraph.style] * _LINE_HEIGHT[paragraph.language]
        return [
            _Line(tuple(self._joined(line, paragraph)), paragraph, number == 0, height, element)
            for number, line in enumerate(lines)
        ]

    def _words(self, paragraph: Paragraph, width: float) -> Iterable[tuple[Run, str]]:
        for run in paragraph.by_language():
            for word in _WORD.findall(_printable(self.pdf, _numbers_whole(run))):
                step = len(word)
                if step > _LONG and (whole := self._width(word, run, paragraph.style)) > width:
                    step = max(1, int(step * width / whole * 0.8))  # no place to break: break where the line ends
                yield from ((run, word[at : at + step]) for at in range(0, len(word), step))

    def _joined(self, pieces: list[_Piece], paragraph: Paragraph) -> Iterable[_Piece]:
        """Join what stands in one look: an Arabic line is one piece, because its order is worked out as a whole.

        An address with Arabic in it is a piece of its own, from left to right.
        """
        while pieces and not pieces[-1].text.strip():
            pieces = pieces[:-1]
        if paragraph.language == "ar":
            text, at, run = "".join(piece.text for piece in pieces), 0, paragraph.runs[0]
            address = replace(run, language="en")
            mixed = [span for span, direction, _ in against(text, "ar") if direction == "ltr" and _mixed(span.of(text))]
            for start, end in (*mixed, (len(text), len(text))):
                for part, look in ((_in_order(text[at:start]), run), (text[start:end], address)):
                    if part:
                        yield _Piece(part, look, self._width(part, look, paragraph.style))
                at = end
            return
        for run, group in groupby(pieces, key=lambda piece: piece.run):
            text = "".join(piece.text for piece in group)
            text = "".join(part.text for part in quoted(text)) if run.language == "ar" else text
            yield _Piece(text, run, self._width(text, run, paragraph.style))

    def _print(self, line: _Line, left: float, width: float) -> None:
        style = line.paragraph.style
        if line.first and line.paragraph.anchor:
            self.pdf.set_link(self.links[line.paragraph.anchor], y=self.pdf.y, page=self.pdf.page)
        is_arabic = line.paragraph.language == "ar"
        x = left + width if is_arabic else left
        for piece in line.pieces:
            x -= piece.width if is_arabic else 0
            self._look(piece.run, style)
            self.pdf.set_text_color(*_colour(piece.run, style))
            raised = 1.0 if piece.run.emphasis == "reference" else 0.0
            top = self.pdf.y
            element = self._element_of(piece, line)
            with self.tags.content(element):
                self.pdf.set_xy(x, top - raised)
                self.pdf.cell(piece.width, line.height, piece.text)  # cell, not text: only cell orders Arabic
                self.pdf.set_y(top)
            if piece.run.target in self.links and element is not None:
                place = (x, self.pdf.y, piece.width, line.height)
                self.tags.link(element, self.links[piece.run.target], *place, f"Sentence {piece.text.strip()}")
            x += 0 if is_arabic else piece.width

    def _element_of(self, piece: _Piece, line: _Line) -> Element | None:
        """Return the element of a line, or one within it for a link or for words in another language."""
        if line.element is None:
            return None
        if piece.run.target in self.links:
            return self.tags.add("Link", line.element)
        if piece.run.language != line.paragraph.language:
            return self.tags.add("Span", line.element, language=piece.run.language, text=piece.text)
        return line.element


def _colour(run: Run, style: Style) -> tuple[int, int, int]:
    if run.emphasis == "reference":
        return _LINK
    return _SOFT if run.emphasis == "soft" else _COLOURS.get(style, _INK)


def _numbers_whole(run: Run) -> str:
    """Return the text of a run with the blanks inside numbers unbreakable, so that no line ends in one."""
    text = run.text
    for (start, end), _, _ in against(text, "ar") if run.language == "ar" else ():
        if not _LETTER.search(text, start, end):
            text = text[:start] + text[start:end].replace(" ", "\u00a0") + text[end:]
    return text


def _mixed(text: str) -> bool:
    """Tell whether there is Arabic in an address or name that runs from left to right."""
    return 0 < arabic_letters(text) < letters(text)


def _in_order(text: str) -> str:
    """Order what the shaper would put elsewhere, or lose.

    Numbers and names get direction marks. A mark between lam and alef would take the alef out of the text layer,
    because both are one glyph: it goes behind the alef, where many writers put it anyway.
    """
    return _MARK_IN_LIGATURE.sub(r"\1\3\2", marked(text))
