"""PDF files. In: bytes of a .pdf. Out: `Page` with its paragraphs, or an error that says why there is no text to trust.

Rows come from `glyphs`; here they become paragraphs, running heads are marked, and the text layer is judged.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from toolkit.article.boilerplate import words_of
from toolkit.article.language import COMMON_ARABIC
from toolkit.article.normalize import arabic_letters, normalize
from toolkit.article.readers import Hint, Line, Page
from toolkit.article.readers.glyphs import Row, brackets_mended, glyphs_of, rows_of
from toolkit.errors import ReadError

__all__ = ["read_pdf"]

_MOST_PAGES = 500
_MOST_CHARACTERS = 1_000_000
_LARGER = 1.15
_SHORT_ROW, _HALF_ROW = 0.88, 0.6
_FEW_WORDS = 40
_LEAST_COMMON = 0.08
_MOST_BROKEN = 0.02
_COMMON = frozenset(normalize(word, fold_letters=True) for word in COMMON_ARABIC)
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
    pages, empty = _rows_by_page(data, name)
    if not any(pages):
        raise ReadError(f"{name} has no text layer: its pages are pictures.", remedy=_OCR)
    notes = []
    if empty:
        notes.append(f"Pages without text, probably pictures, were not read: {', '.join(map(str, empty[:20]))}.")
    lines = list(_lines(pages))
    _check_layer(" ".join(line.text for line in lines), name)
    return Page.of(lines, notes=notes)


def _rows_by_page(data: bytes, name: str) -> tuple[list[list[Row]], list[int]]:
    """Return the rows of every page, and the numbers of the pages that have none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(name, str(error)) from None
    try:
        if len(document) > _MOST_PAGES:
            raise ReadError(
                f"{name} has {len(document)} pages; at most {_MOST_PAGES} are read.",
                remedy="Save the article's pages alone.",
            )
        _check_amount(document, name)
        pages = [_page_rows(document, at) for at in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _unopened(name, str(error)) from None
    finally:
        document.close()
    return pages, [at for at, rows in enumerate(pages, start=1) if not rows]


def _check_amount(document: Any, name: str) -> None:
    """Refuse a file with more characters than any article before they are looked at one by one."""
    total = 0
    for at in range(len(document)):
        page = document[at]
        text = page.get_textpage()
        total += text.count_chars()
        text.close()
        page.close()
        if total > _MOST_CHARACTERS:
            raise ReadError(
                f"{name} holds more than {_MOST_CHARACTERS:,} characters.", remedy="Save the article's pages alone."
            )


def _page_rows(document: Any, at: int) -> list[Row]:
    page = document[at]
    text = page.get_textpage()
    try:
        return [row for row in rows_of(glyphs_of(text)) if row.text.strip()]
    finally:
        text.close()
        page.close()


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


@dataclass(slots=True)
class _Paragraph:
    rows: list[Row]
    furniture: bool

    @property
    def text(self) -> str:
        return brackets_mended(" ".join(row.text for row in self.rows))


def _lines(pages: Sequence[Sequence[Row]]) -> Iterator[Line]:
    repeated = _running_heads(pages)
    rows = [row for page in pages for row in page if _key(row) not in repeated]
    body_em = _body_em(rows)
    column = _column(rows, body_em)
    title_seen = False
    for paragraph in _paragraphs(pages, repeated, column, body_em):
        larger = paragraph.rows[0].em > _LARGER * body_em
        if paragraph.furniture:
            hint: Hint | None = Hint.FURNITURE
        elif larger:
            hint, title_seen = (Hint.HEADING if title_seen else Hint.TITLE), True
        else:
            hint, title_seen = None, True
        yield Line.of(paragraph.text, hint)


def _running_heads(pages: Sequence[Sequence[Row]]) -> set[tuple[str, int]]:
    """Return the rows that stand at the same place on more than half of at least two pages, numbers aside."""
    if len(pages) < 2:
        return set()
    counts = Counter(key for page in pages for key in {_key(row) for row in [*page[:4], *page[-4:]]})
    return {key for key, count in counts.items() if count > 1 and count * 2 > len(pages)}


def _key(row: Row) -> tuple[str, int]:
    return _DIGIT.sub("0", row.text), round(row.baseline / 4)


def _body_em(rows: Sequence[Row]) -> float:
    """Return the size of most of the text, in points."""
    weights: Counter[float] = Counter()
    for row in rows:
        weights[round(row.em, 1)] += len(row.text)
    return weights.most_common(1)[0][0] if weights else 1.0


def _column(rows: Sequence[Row], em: float) -> float:
    """Return how wide a full row of the running text is, in points."""
    widths = sorted(row.right - row.left for row in rows if abs(row.em - em) < 0.1 * em)
    return statistics.quantiles(widths, n=10)[-1] if len(widths) > 1 else (widths[0] if widths else 0.0)


def _paragraphs(
    pages: Sequence[Sequence[Row]], repeated: set[tuple[str, int]], column: float, body_em: float
) -> Iterator[_Paragraph]:
    current: list[Row] = []
    heads: list[_Paragraph] = []
    step = _row_step(pages)
    for page in pages:
        for row in page:
            if _key(row) in repeated:
                heads.append(_Paragraph([row], True))
            elif current and _continues(current[-1], row, column, step, body_em):
                current.append(row)
            else:
                if current:
                    yield _Paragraph(current, False)
                yield from heads
                heads, current = [], [row]
    if current:
        yield _Paragraph(current, False)
    yield from heads


def _row_step(pages: Sequence[Sequence[Row]]) -> float:
    """Return the usual distance between two rows of a paragraph, in em: the shorter of the two that are common."""
    steps = [
        (above.baseline - below.baseline) / above.em
        for page in pages
        for above, below in pairwise(page)
        if 0.8 < (above.baseline - below.baseline) / above.em < 3.5 and abs(above.em - below.em) < 0.1 * above.em
    ]
    return statistics.quantiles(steps, n=4)[0] if len(steps) > 3 else 1.5


def _continues(above: Row, below: Row, column: float, step: float, body_em: float) -> bool:
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
