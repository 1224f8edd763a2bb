"""PDF files: rows of glyphs in reading order, paragraphs, and whether the text layer is to be trusted.

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
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice, pairwise
from typing import Any, NamedTuple

from toolkit.article.boilerplate import words_of
from toolkit.article.decoding import COMMON_ARABIC
from toolkit.article.normalize import ARABIC_LETTER, DIACRITICS, arabic_form, arabic_letters
from toolkit.article.readers import Hint, Line, Page
from toolkit.errors import ReadError

_MOST_PAGES = 500
_MOST_CHARACTERS = 1_000_000
_LARGER = 1.15
_SHORT_ROW, _HALF_ROW = 0.88, 0.6
_FEW_WORDS = 40
_LEAST_COMMON = 0.08
_MOST_BROKEN = 0.02
_COMMON = frozenset(map(arabic_form, COMMON_ARABIC))
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_DIGIT = re.compile(r"[0-9٠-٩۰-۹]+")
_OCR = "Run text recognition (OCR) on it, or get the article as HTML, DOCX or text."


def read_pdf(data: bytes, name: str) -> Page:
    """Read a PDF with a text layer.

    Raises
    ------
    ReadError
        It is encrypted, damaged, scanned (no text layer), its text layer is scrambled, or it is longer than 500 pages.
    """
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = _rows_by_page(document, name)
    except pypdfium2.PdfiumError as error:
        raise _unopened(name, str(error)) from None
    if not any(pages):
        raise ReadError(f"{name} has no text layer: its pages are pictures.", remedy=_OCR)
    empty = ", ".join(islice((str(number) for number, rows in enumerate(pages, start=1) if not rows), 20))
    lines = list(_lines(pages))
    _check_layer(" ".join(line.text for line in lines), name)
    notes = [f"Pages without text, probably pictures, were not read: {empty}."] if empty else []
    return Page.of(lines, notes=notes)


def _rows_by_page(document: Any, name: str) -> list[list[_Row]]:
    """Return the rows of every page; a file with more of anything than an article has is refused before that."""
    remedy = "Save the article's pages alone."
    if len(document) > _MOST_PAGES:
        raise ReadError(f"{name} has {len(document)} pages; at most {_MOST_PAGES} are read.", remedy=remedy)
    total = 0
    for at in range(len(document)):
        with closing(document[at]) as page, closing(page.get_textpage()) as text:
            total += text.count_chars()
        if total > _MOST_CHARACTERS:
            raise ReadError(f"{name} holds more than {_MOST_CHARACTERS:,} characters.", remedy=remedy)
    pages = []
    for at in range(len(document)):
        with closing(document[at]) as page, closing(page.get_textpage()) as text:
            glyphs = _glyphs_of(text)
        widths = _usual_widths(glyphs)
        pages.append([row for run in _runs(glyphs) if (row := _row(run, widths)).text.strip()])
    return pages


def _unopened(name: str, reason: str) -> ReadError:
    if "password" in reason.lower():
        return ReadError(f"{name} is protected by a password.", remedy="Save it without a password.")
    return ReadError(
        f"{name} is damaged and cannot be opened as PDF.", remedy="Get the file again, or print it to PDF anew."
    )


def _check_layer(text: str, name: str) -> None:
    """Refuse text that a reader of the page would not see: reversed words, unmapped glyphs."""
    broken = len(_BROKEN.findall(text))
    if broken > _MOST_BROKEN * len(text):
        raise _scrambled(name, f"{broken} of its characters have no letter assigned")
    words = words_of(text)
    if len(words) < _FEW_WORDS or arabic_letters(text) < 0.5 * len("".join(words)):
        return
    onward = sum(word in _COMMON or (word.startswith("ال") and len(word) > 4) for word in words)
    backward = sum(word[::-1] in _COMMON or (word.endswith("لا") and len(word) > 4) for word in words)
    if onward < _LEAST_COMMON * len(words) or backward > onward:
        raise _scrambled(name, "hardly any of its words are Arabic words")


def _scrambled(name: str, why: str) -> ReadError:
    return ReadError(f"The text layer of {name} is scrambled: {why}.", remedy=_OCR)


class _Paragraph(NamedTuple):
    rows: list[_Row]
    furniture: bool = False


def _lines(pages: Sequence[Sequence[_Row]]) -> Iterator[Line]:
    repeated = _running_heads(pages)
    body_em, column = _body(row for page in pages for row in page if _key(row) not in repeated)
    title_seen = False
    for rows, furniture in _paragraphs(pages, repeated, column, body_em):
        hint = Hint.FURNITURE if furniture else None
        if not furniture:
            if rows[0].em > _LARGER * body_em:
                hint = Hint.HEADING if title_seen else Hint.TITLE
            title_seen = True
        yield Line.of(_brackets_mended(" ".join(row.text for row in rows)), hint)


def _running_heads(pages: Sequence[Sequence[_Row]]) -> set[tuple[str, int]]:
    """Return the rows that stand at the same place on more than half of at least two pages, numbers aside."""
    if len(pages) < 2:
        return set()
    counts = Counter(key for page in pages for key in {_key(row) for row in [*page[:4], *page[-4:]]})
    return {key for key, count in counts.items() if count > 1 and count * 2 > len(pages)}


def _key(row: _Row) -> tuple[str, int]:
    return _DIGIT.sub("0", row.text), round(row.baseline / 4)


def _body(rows: Iterable[_Row]) -> tuple[float, float]:
    """Return the size of most of the text, and how wide a full row of it is, in points."""
    rows = list(rows)
    weights: Counter[float] = Counter()
    for row in rows:
        weights[round(row.em, 1)] += len(row.text)
    em = weights.most_common(1)[0][0] if weights else 1.0
    widths = [row.right - row.left for row in rows if abs(row.em - em) < 0.1 * em] or [0.0]
    return em, statistics.quantiles(widths, n=10)[-1] if len(widths) > 1 else widths[0]


def _paragraphs(
    pages: Sequence[Sequence[_Row]], repeated: set[tuple[str, int]], column: float, body_em: float
) -> Iterator[_Paragraph]:
    current: list[_Row] = []
    heads: list[_Paragraph] = []
    step = _row_step(pages)
    for page in pages:
        for row in page:
            if _key(row) in repeated:
                heads.append(_Paragraph([row], furniture=True))
            elif current and _continues(current[-1], row, column, step, body_em):
                current.append(row)
            else:
                if current:
                    yield _Paragraph(current)
                yield from heads
                heads, current = [], [row]
    if current:
        yield _Paragraph(current)
    yield from heads


def _row_step(pages: Sequence[Sequence[_Row]]) -> float:
    """Return the usual distance between two rows of a paragraph, in em: the shorter of the two that are common."""
    steps = [
        (above.baseline - below.baseline) / above.em
        for page in pages
        for above, below in pairwise(page)
        if 0.8 < (above.baseline - below.baseline) / above.em < 3.5 and abs(above.em - below.em) < 0.1 * above.em
    ]
    return statistics.quantiles(steps, n=4)[0] if len(steps) > 3 else 1.5


def _continues(above: _Row, below: _Row, column: float, step: float, body_em: float) -> bool:
    """Tell whether `below` goes on with the paragraph of `above`."""
    if abs(above.em - below.em) > 0.1 * above.em:
        return False
    full = above.right - above.left >= _SHORT_ROW * column or above.em > _LARGER * body_em
    fall = (above.baseline - below.baseline) / above.em
    if fall < 0:  # a new page or column
        return full and not above.text.rstrip('”»")').endswith((".", "؟", "!"))
    if fall > 1.25 * step:
        return False
    unfinished = not above.text.rstrip('”»")').endswith((".", "؟", "!", ":"))
    return full or (unfinished and above.right - above.left >= _HALF_ROW * column)


# --- rows of a page, in logical order -------------------------------------------------------------------------------

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


class _Glyph(NamedTuple):
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


class _Row(NamedTuple):
    """One row of text in logical order, with its place on the page in points."""

    text: str
    left: float
    right: float
    baseline: float
    em: float


def _glyphs_of(page: Any) -> list[_Glyph]:
    """Return the characters of a pdfium text page, without those that pdfium made up."""
    import pypdfium2.raw as pdfium

    glyphs: list[_Glyph] = []
    word = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    for order in range(page.count_chars()):
        text = chr(pdfium.FPDFText_GetUnicode(page, order))
        if _PRESENTATION.match(text):  # the letters that it shows: which form they have is the font's affair
            text = unicodedata.normalize("NFKC", text).strip()
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
        glyphs.append(_Glyph(text, x.value, left, right, y.value, em, order, word))
    return _beside_marks(glyphs)


def _beside_marks(glyphs: Sequence[_Glyph]) -> list[_Glyph]:
    marks = [False, *(bool(_MARK.match(glyph.text)) for glyph in glyphs), False]
    return [
        glyph._replace(beside_mark=True) if before or after else glyph
        for glyph, before, after in zip(glyphs, marks, marks[2:], strict=False)
    ]


def _usual_widths(glyphs: Sequence[_Glyph]) -> dict[str, float]:
    """Return how far the pen usually moves over each letter, in em: the median inside words."""
    moves: defaultdict[str, list[float]] = defaultdict(list)
    for one, other in pairwise(glyphs):
        level = abs(one.baseline - other.baseline) < _SAME_PLACE
        if level and one.word == other.word and not (one.beside_mark or other.beside_mark):
            moves[min(one, other, key=lambda glyph: glyph.pen).text].append(abs(one.pen - other.pen) / one.em)
    return {text: statistics.median(found) for text, found in moves.items()}


def _runs(glyphs: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    """Yield runs of glyphs on one baseline; columns come apart because content follows the columns."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and abs(glyph.baseline - run[0].baseline) > _SAME_ROW * max(glyph.em, run[0].em):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _row(run: Sequence[_Glyph], widths: Mapping[str, float]) -> _Row:
    letters = [glyph for glyph in run if not _MARK.match(glyph.text)] or list(run)
    em = statistics.median(glyph.em for glyph in letters)
    if any(_ARABIC.search(glyph.text) for glyph in letters):
        text = _arabic_text(run, letters, widths)
    else:
        text = _spaced(sorted(letters, key=lambda glyph: glyph.pen), {}, widths)
    left, right = min(glyph.left for glyph in run), max(glyph.right for glyph in run)
    return _Row(text, left, right, letters[0].baseline, em)


def _arabic_text(run: Sequence[_Glyph], letters: Sequence[_Glyph], widths: Mapping[str, float]) -> str:
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


def _reads_onward(letters: Sequence[_Glyph]) -> bool:
    """Tell whether the content of a row is mostly in reading order, that is from right to left."""
    steps = [after.pen - before.pen for before, after in pairwise(letters)]
    return sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)


def _set_lam_before_alef(placed: list[_Glyph]) -> None:
    """Put the two letters of a lam-alef ligature, which share one place, into their only possible order."""
    for at, (first, second) in enumerate(pairwise(placed)):
        together = abs(first.pen - second.pen) < _SAME_PLACE
        if together and first.text in _ALEFS and second.text == "ل":
            placed[at], placed[at + 1] = second, first


def _marks_on(placed: Sequence[_Glyph], marks: Sequence[_Glyph]) -> dict[int, str]:
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


def _spaced(placed: Sequence[_Glyph], marks: Mapping[int, str], widths: Mapping[str, float]) -> str:
    """Join glyphs in reading order, with a space where the content has one and the page shows a gap."""
    pieces: list[str] = []
    for at, glyph in enumerate(placed):
        if at and _is_gap(placed[at - 1], glyph, widths):
            pieces.append(" ")
        pieces.append(glyph.text + marks.get(glyph.order, ""))
    return "".join(pieces)


def _is_gap(before: _Glyph, after: _Glyph, widths: Mapping[str, float]) -> bool:
    em = max(before.em, after.em)
    width = max(before.left, after.left) - min(before.right, after.right)
    if before.beside_mark or after.beside_mark:
        moved = before.pen - after.pen - widths.get(after.text, 0.0) * em
        return width > _GAP_BESIDE_MARK * em and moved > _MOVE_BESIDE_MARK * em
    if before.text in _MIRRORED or after.text in _MIRRORED:  # blanks beside them are misplaced
        return width > _GAP_BESIDE_BRACKET * em
    return width > (_GAP if before.word != after.word else _WIDE_GAP) * em


def _brackets_mended(text: str) -> str:
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
