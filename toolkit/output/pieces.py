"""Text cut at the borders of its highlights into pieces, each with its marks.

Highlights overlap (two claims can stand on the same Arabic words), and markup cannot. So a text is cut at every
border, and each piece says which marks cover it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from toolkit.article.types import Span
from toolkit.output.direction import Direction, against

_HIDDEN = re.compile(
    "([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f])"
)


class Mark(NamedTuple):
    """A span that belongs to something: `group` says what kind of thing, `key` which one."""

    span: Span
    group: str
    key: int


class Piece(NamedTuple):
    """A run of text under the same marks."""

    text: str
    marks: tuple[Mark, ...]

    def keys(self, group: str) -> tuple[int, ...]:
        """Return the keys of the marks of one group, sorted, each once."""
        return tuple(sorted({mark.key for mark in self.marks if mark.group == group}))


def cut(text: str, marks: Iterable[Mark], start: int = 0) -> list[Piece]:
    """Cut `text` at the borders of `marks`; `start` is the offset of `text` in what the spans point into.

    Spans are clipped to the text. The pieces' texts join to `text`.
    """
    end = start + len(text)
    inside = [
        mark._replace(span=Span(max(mark.span.start, start), min(mark.span.end, end)))
        for mark in marks
        if max(mark.span.start, start) < min(mark.span.end, end)
    ]
    borders = sorted({start, end, *(edge for mark in inside for edge in mark.span)})
    return [
        Piece(text[left - start : right - start], tuple(m for m in inside if m.span[0] <= left and right <= m.span[1]))
        for left, right in pairwise(borders)
    ]


def visible(text: str) -> list[tuple[str, str]]:
    """Split `text` into (text, name) where name is empty for plain text.

    Control characters and bidi overrides can make a reader see something else than what is written. They come
    out on their own with a name such as `U+202E RIGHT-TO-LEFT OVERRIDE`, to be shown instead of obeyed.
    """
    out: list[tuple[str, str]] = []
    for number, part in enumerate(_HIDDEN.split(text)):
        if part:
            name = f"U+{ord(part):04X} {unicodedata.name(part, 'CONTROL CHARACTER')}" if number % 2 else ""
            out.append((part, name))
    return out


def named(text: str) -> str:
    """Return `text` with hidden characters named: an override becomes ``⟦U+202E⟧``."""
    return "".join(f"⟦{name.split()[0]}⟧" if name else part for part, name in visible(text))


class Flow(NamedTuple):
    """Pieces that run in one direction: as the text around them where `direction` is empty, else against it.

    `tag` is the element of HTML that keeps them in order.
    """

    pieces: tuple[Piece, ...]
    direction: Direction | None = None
    tag: Literal["bdi", "bdo"] = "bdi"


def flows(pieces: Sequence[Piece], language: Literal["en", "ar"]) -> list[Flow]:
    """Group the pieces of a text by direction; a piece that a border of direction goes through is cut there.

    The direction is looked for in the whole text, so that a highlight inside an address or a number changes nothing.
    """
    text = "".join(piece.text for piece in pieces)
    rest = deque(pieces)
    found: list[Flow] = []
    at = 0
    for span, direction, forced in against(text, language):
        found.append(Flow(_taken(rest, span.start - at)))
        found.append(Flow(_taken(rest, span.end - span.start), direction, "bdo" if forced else "bdi"))
        at = span.end
    return [flow for flow in (*found, Flow(_taken(rest, len(text) - at))) if flow.pieces]


def _taken(pieces: deque[Piece], count: int) -> tuple[Piece, ...]:
    """Take the next `count` characters from the front; the piece in which they end is cut."""
    taken = []
    while count > 0 and pieces:
        piece = pieces.popleft()
        if len(piece.text) > count:
            pieces.appendleft(Piece(piece.text[count:], piece.marks))
            piece = Piece(piece.text[:count], piece.marks)
        count -= len(piece.text)
        if piece.text:
            taken.append(piece)
    return tuple(taken)
