"""Lines of a text on their way to being classified.

In: text, and what a reader knows about its lines (a heading style, a link). Out: one `Block` a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise

from toolkit.article import boilerplate
from toolkit.article.boilerplate import Sort
from toolkit.article.characters import CLOSERS, INVISIBLE, NEWLINES
from toolkit.article.segmentation import is_headline_like, lines
from toolkit.article.types import SentenceKind, Span

__all__ = ["Block", "Hint", "blocks_of"]

_BULLET = re.compile(r"\W{0,40}[•·▪●○◦■□–\-*»«>]\s")
_INNER_STOP = re.compile(r"[^\s.]{2}[.؟!]\s")
_STOPPED = re.compile(rf"[.؟!:۔][{re.escape(CLOSERS)}{INVISIBLE}\s]*\Z")
_MOST_FORCED = 0.85
_FULL_LINES = ((2, 0.92), (5, 0.75))
"""Least number of breaks, and how full lines must be then as a share of the longest: few breaks can be chance."""
_WRAP_WIDTHS = range(30, 131)


class Hint(Enum):
    """What a page's own markup says about a line."""

    TITLE = auto()
    HEADING = auto()
    LINK = auto()
    """All of the line is a link."""
    FURNITURE = auto()
    """The line stands in a menu, a caption, a share bar."""
    ROW = auto()
    """The line is a row of a table of data."""


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
        return self.hint in (Hint.TITLE, Hint.HEADING) or (self.hint is not Hint.ROW and is_headline_like(self.text))

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
    sort = None if hint is Hint.ROW else boilerplate.sort_of(words)
    if sort is None and hint in (Hint.FURNITURE, Hint.LINK):
        sort = Sort.FURNITURE
    return Block(span, words, sort, hint, "boilerplate" if sort else "body")


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield lines, but the lines of a paragraph that was wrapped by hand as one span."""
    written = list(lines(text, escaped=True))
    forced = _forced_breaks(text, written)
    start = 0
    for at, span in enumerate(written):
        if at not in forced:
            yield Span(written[start].start, span.end)
            start = at + 1


def _forced_breaks(text: str, written: Sequence[Span]) -> set[int]:
    """Return the lines after which the text was wrapped by hand: there the next word would not have fitted.

    A text is wrapped if nearly all line breaks inside its paragraphs are of that kind, most of them cut a sentence, and
    some sentence ends inside a line or at the end of a paragraph, as none does in a list of headlines.
    """
    breaks = [at for at, (one, other) in enumerate(pairwise(written)) if not _is_blank_line(text, one.end, other.start)]
    width = max((written[at].end - written[at].start for at in breaks), default=0)
    if width not in _WRAP_WIDTHS:
        return set()
    inside = set(breaks)
    cutting = {at for at in breaks if not _STOPPED.search(written[at].of(text))}
    ended = any(
        at - 1 in inside and at not in inside and _STOPPED.search(written[at].of(text)) for at in range(len(written))
    )
    if 2 * len(cutting) < len(breaks) or not (ended or any(_INNER_STOP.search(span.of(text)) for span in written)):
        return set()
    for least, full in _FULL_LINES:
        forced = {at for at in breaks if _length_with_next_word(text, written, at) > full * width}
        if len(breaks) >= least and len(forced & cutting) >= _MOST_FORCED * len(cutting):
            return forced
    return set()


def _length_with_next_word(text: str, written: Sequence[Span], at: int) -> int:
    following = written[at + 1].of(text)
    return written[at].end - written[at].start + 1 + len(following.split(maxsplit=1)[0])


def _is_blank_line(text: str, start: int, end: int) -> bool:
    gap = text[start:end].replace("\r\n", "\n")
    return sum(character in NEWLINES for character in gap) > 1
