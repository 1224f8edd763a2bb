"""The characters of a PDF page, put into reading order by where they stand.

In: a pdfium text page. Out: rows of text in logical order, with their place and size on the page.

Arabic PDFs hold their glyphs in visual order, and text extraction turns only some runs round. Where every glyph
stands is certain, so rows are read from right to left by position, and numbers and Latin words inside them are
turned back.
"""

from __future__ import annotations

import ctypes
import math
import re
import statistics
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from toolkit.article.normalize import ARABIC_LETTER, DIACRITICS

__all__ = ["Glyph", "Row", "brackets_mended", "glyphs_of", "rows_of"]

_ARABIC = re.compile(f"[{ARABIC_LETTER}]")
_MARK = re.compile(f"[{DIACRITICS}\u0300-\u036f]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = re.compile(
    r"[0-9٠-٩۰-۹A-Za-z\u00c0-\u024f]"
    r"(?:[0-9٠-٩۰-۹A-Za-z\u00c0-\u024f .,:/\\@%+\-_'’&=?#~٫٬]*[0-9٠-٩۰-۹A-Za-z\u00c0-\u024f%])?"
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SAME_ROW = 0.35
_SAME_PLACE = 0.05
_GAP, _WIDE_GAP, _GAP_BESIDE_MARK, _MOVE_BESIDE_MARK = 0.12, 0.8, 0.24, 0.08
_GAP_BESIDE_BRACKET = 0.2
"""In em. Measured on Chromium and WeasyPrint with three fonts: real spaces 0.13 to 0.69."""

_NOTHING = ("", "\x00", "\x02", "\ufffe", "\uffff")
_ALEFS = "اأإآٱ"
_OPENS, _CLOSES = "([{«“‹", ")]}»”›"
_MIRRORED = dict(zip(_OPENS + _CLOSES, _CLOSES + _OPENS, strict=True))
_ENDS = ".،؛:!؟…%"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on a page: where its pen stood, its edges and baseline, and the size of an em, in points.

    `order` is its place in the page's content, `word` the number of blanks before it there. `beside_mark` says that a
    vowel mark is its neighbour there: pdfium then makes up blanks and misses real ones.
    """

    text: str
    pen: float
    left: float
    right: float
    baseline: float
    em: float
    order: int
    word: int
    beside_mark: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text in logical order, with its place on the page in points."""

    text: str
    left: float
    right: float
    baseline: float
    em: float


def glyphs_of(page: Any) -> list[Glyph]:
    """Return the characters of a pdfium text page, without those that pdfium made up."""
    import pypdfium2.raw as pdfium

    glyphs: list[Glyph] = []
    word = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    for order in range(page.count_chars()):
        text = _plain(chr(pdfium.FPDFText_GetUnicode(page, order)))
        if text in _NOTHING:
            continue
        if text.isspace():
            word += 1
            continue
        pdfium.FPDFText_GetCharOrigin(page, order, x, y)
        pdfium.FPDFText_GetMatrix(page, order, matrix)
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
        em = max(pdfium.FPDFText_GetFontSize(page, order) * scale, 0.1)
        left, _, right, _ = page.get_charbox(order)
        left, right = (left, right) if right > left else (x.value, x.value)
        glyphs.append(Glyph(text, x.value, left, right, y.value, em, order, word))
    return _beside_marks(glyphs)


def _beside_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    marks = [False, *(bool(_MARK.match(glyph.text)) for glyph in glyphs), False]
    return [
        replace(glyph, beside_mark=True) if before or after else glyph
        for glyph, before, after in zip(glyphs, marks, marks[2:], strict=False)
    ]


def _plain(character: str) -> str:
    """Return an Arabic presentation form as the letters it shows: which form it has is the font's affair."""
    return unicodedata.normalize("NFKC", character).strip() if _PRESENTATION.match(character) else character


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """Return the rows that the glyphs form, in the order of the page's content."""
    widths = _usual_widths(glyphs)
    return [_row(run, widths) for run in _runs(glyphs)]


def _usual_widths(glyphs: Sequence[Glyph]) -> dict[str, float]:
    """Return how far the pen usually moves over each letter, in em: the median inside words."""
    moves: defaultdict[str, list[float]] = defaultdict(list)
    for one, other in pairwise(glyphs):
        level = abs(one.baseline - other.baseline) < _SAME_PLACE
        if level and one.word == other.word and not (one.beside_mark or other.beside_mark):
            moves[min(one, other, key=lambda glyph: glyph.pen).text].append(abs(one.pen - other.pen) / one.em)
    return {text: statistics.median(found) for text, found in moves.items()}


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield runs of glyphs on one baseline; columns come apart because content follows the columns."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and abs(glyph.baseline - run[0].baseline) > _SAME_ROW * max(glyph.em, run[0].em):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _row(run: Sequence[Glyph], widths: Mapping[str, float]) -> Row:
    letters = [glyph for glyph in run if not _MARK.match(glyph.text)] or list(run)
    em = statistics.median(glyph.em for glyph in letters)
    if any(_ARABIC.search(glyph.text) for glyph in letters):
        text = _arabic_text(run, letters, widths)
    else:
        text = _spaced(sorted(letters, key=lambda glyph: glyph.pen), {}, widths)
    left, right = min(glyph.left for glyph in run), max(glyph.right for glyph in run)
    return Row(text, left, right, letters[0].baseline, em)


def _arabic_text(run: Sequence[Glyph], letters: Sequence[Glyph], widths: Mapping[str, float]) -> str:
    """Return a row that reads from right to left."""
    onward = _reads_onward(letters)
    placed = sorted(letters, key=lambda glyph: (-round(glyph.pen, 1), glyph.order if onward else -glyph.order))
    _set_lam_before_alef(placed)
    text = _spaced(placed, _marks_on(placed, [glyph for glyph in run if _MARK.match(glyph.text)]), widths)
    return _LEFT_TO_RIGHT.sub(_turned, text)


def _turned(run: re.Match[str]) -> str:
    """Return a run of the page from left to right; after Arabic a percent sign stands to the left of its number."""
    number = run.group().rstrip("%")
    return run.group()[::-1] if _LATIN.search(number) else number[::-1] + run.group()[len(number) :]


def _reads_onward(letters: Sequence[Glyph]) -> bool:
    """Tell whether the content of a row is mostly in reading order, that is from right to left."""
    steps = [after.pen - before.pen for before, after in pairwise(letters)]
    return sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)


def _set_lam_before_alef(placed: list[Glyph]) -> None:
    """Put the two letters of a lam-alef ligature, which share one place, into their only possible order."""
    for at, (first, second) in enumerate(pairwise(placed)):
        together = abs(first.pen - second.pen) < _SAME_PLACE
        if together and first.text in _ALEFS and second.text == "ل":
            placed[at], placed[at + 1] = second, first


def _marks_on(placed: Sequence[Glyph], marks: Sequence[Glyph]) -> dict[int, str]:
    """Return the vowel marks by the glyph they stand on: the one whose ink they are nearest to."""
    centres = [-(glyph.left + glyph.right) / 2 for glyph in placed]
    found: dict[int, str] = {}
    for mark in marks:
        centre = -(mark.left + mark.right) / 2
        at = bisect_left(centres, centre)
        near = range(max(0, at - 3), min(len(placed), at + 3))
        base = placed[min(near, key=lambda place: abs(centres[place] - centre))]
        found[base.order] = found.get(base.order, "") + mark.text
    return found


def _spaced(placed: Sequence[Glyph], marks: Mapping[int, str], widths: Mapping[str, float]) -> str:
    """Join glyphs in reading order, with a space where the content has one and the page shows a gap."""
    pieces: list[str] = []
    for at, glyph in enumerate(placed):
        if at and _is_gap(placed[at - 1], glyph, widths):
            pieces.append(" ")
        pieces.append(glyph.text + marks.get(glyph.order, ""))
    return "".join(pieces)


def _is_gap(before: Glyph, after: Glyph, widths: Mapping[str, float]) -> bool:
    em = max(before.em, after.em)
    width = max(before.left, after.left) - min(before.right, after.right)
    if before.beside_mark or after.beside_mark:
        moved = before.pen - after.pen - widths.get(after.text, 0.0) * em
        return width > _GAP_BESIDE_MARK * em and moved > _MOVE_BESIDE_MARK * em
    if before.text in _MIRRORED or after.text in _MIRRORED:  # blanks beside them are misplaced
        return width > _GAP_BESIDE_BRACKET * em
    return width > (_GAP if before.word != after.word else _WIDE_GAP) * em


def brackets_mended(text: str) -> str:
    """Return `text` with brackets and quotes that face the way their place asks for.

    Mirrored or not is decided by the producer and by pdfium for each run of glyphs. In the text a mark between a
    blank and a letter opens, and one between a letter and a blank closes; one between two letters opens after a mark
    that closed, and closes after one that opened.
    """
    pieces = list(text)
    is_open: dict[str, bool] = {}
    for at, mark in enumerate(text):
        if mark in _MIRRORED:
            family = min(mark, _MIRRORED[mark])
            before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
            opens = not before.isalnum() and before not in _ENDS and after.isalnum()
            closes = not after.isalnum() and not before.isspace() and before not in _OPENS
            if opens == closes:
                opens = not is_open.get(family, False)
            is_open[family] = opens
            if (mark in _OPENS) != opens:
                pieces[at] = _MIRRORED[mark]
    return "".join(pieces)
