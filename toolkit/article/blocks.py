"""Lines of a text on their way to being classified.

In: text, and what a reader knows about its lines (a heading style, a link). Out: one `Block` a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from toolkit.article import boilerplate
from toolkit.article.boilerplate import Sort
from toolkit.article.characters import CLOSERS, INVISIBLE, NEWLINES
from toolkit.article.segmentation import is_headline_like, lines
from toolkit.article.types import SentenceKind, Span

__all__ = ["Block", "Hint", "blocks_of"]

_BULLET = re.compile(r"\W{0,40}[•·▪●○◦■□–\-*»«>]\s")
_INNER_STOP = re.compile(r"[^\s.]{2}[.؟!]\s")
_WRAPPED_LINES = 5
_WRAP_WIDTHS = range(35, 121)


class Hint(Enum):
    """What a page's own markup says about a line."""

    TITLE = auto()
    HEADING = auto()
    LINK = auto()
    """All of the line is a link."""
    FURNITURE = auto()
    """The line stands in a menu, a caption, a share bar."""


@dataclass(slots=False)
class Block:
    """A paragraph: mostly one line, several where the text is wrapped by hand.

    `kind` is what the block is taken for so far; `sort` says which boilerplate it is.
    """

    span: Span
    text: str
    sort: Sort | None
    hint: Hint | None = None
    kind: SentenceKind = "body"
    part: int = 0

    @cached_property
    def count(self) -> int:
        """How many words the block has."""
        return len(self.text.split())

    @cached_property
    def stopped(self) -> bool:
        """Whether the block ends with a full stop."""
        bare = self.text.rstrip(f"{CLOSERS}{INVISIBLE} ")
        return bare.endswith((".", "۔")) and not bare.endswith("..")

    @cached_property
    def headline_like(self) -> bool:
        """Whether the block could be a headline by its length and its end."""
        return self.hint in (Hint.TITLE, Hint.HEADING) or is_headline_like(self.text)

    @property
    def bulleted(self) -> bool:
        """Whether the block begins with a bullet."""
        return bool(_BULLET.match(self.text))

    @property
    def body_like(self) -> bool:
        """Whether the block can only be running text: long, or a full sentence."""
        return self.hint is None and (self.count > 25 or (self.stopped and self.count >= 8))

    @property
    def link_like(self) -> bool:
        """Whether the block could be the text of a link."""
        return self.bulleted or self.hint is Hint.LINK or (self.sort is None and self.headline_like)

    @cached_property
    def words(self) -> frozenset[str]:
        """The longer words, without `و` and the article, for comparing two blocks."""
        words = boilerplate.words_of(self.text)
        return frozenset(word.removeprefix("و").removeprefix("ال") for word in words if len(word) > 2)


def blocks_of(text: str, hints: Sequence[Hint | None] = ()) -> list[Block]:
    """Return the paragraphs of `text`.

    Parameters
    ----------
    text
        The article.
    hints
        One for each line that is not blank, or none at all.
    """
    spans = list(lines(text)) if hints else list(_paragraphs(text))
    known = hints or [None] * len(spans)
    return [_block(text, span, hint) for span, hint in zip(spans, known, strict=True)]


def _block(text: str, span: Span, hint: Hint | None) -> Block:
    words = span.of(text)
    sort = boilerplate.sort_of(words)
    if sort is None and hint in (Hint.FURNITURE, Hint.LINK):
        sort = Sort.FURNITURE
    return Block(span, words, sort, hint, "boilerplate" if sort else "body")


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield lines, but runs of lines that were wrapped by hand as one span each."""
    run: list[Span] = []
    for span in lines(text):
        if run and _gap_is_blank_line(text, run[-1].end, span.start):
            yield from _joined(text, run)
            run = []
        run.append(span)
    yield from _joined(text, run)


def _gap_is_blank_line(text: str, start: int, end: int) -> bool:
    gap = text[start:end].replace("\r\n", "\n")
    return sum(character in NEWLINES for character in gap) > 1


def _joined(text: str, run: list[Span]) -> list[Span]:
    """Return the run as one paragraph if it is a text wrapped by hand, otherwise line by line.

    Wrapped: five lines or more of nearly one width, few of them ending a sentence, some with a stop inside.
    """
    if len(run) < _WRAPPED_LINES:
        return run
    widths = sorted(span.end - span.start for span in run[:-1])
    widest = widths[-1]
    if widest not in _WRAP_WIDTHS or widths[len(widths) // 10] < 0.75 * widest:
        return run
    ends = sum(span.of(text).rstrip(CLOSERS).endswith((".", "؟", "!")) for span in run[:-1])
    inner = sum(bool(_INNER_STOP.search(span.of(text))) for span in run)
    if ends * 2 > len(run) or not inner:
        return run
    return [Span(run[0].start, run[-1].end)]
