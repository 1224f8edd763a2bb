"""What every reader hands over: the lines of an article, and what the file says about them.

In: lines found by a reader. Out: `Page`, whose text is its lines joined by line feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolkit.article.blocks import Hint
from toolkit.article.characters import NEWLINES

__all__ = ["Line", "Page"]

_BREAKS = re.compile(f"[{NEWLINES}\t\x1c-\x1f]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, without line breaks in it."""

    text: str
    hint: Hint | None = None

    @classmethod
    def of(cls, text: str, hint: Hint | None = None) -> Line:
        """Return the line with line breaks and tabs inside it as spaces, and without blanks at its ends."""
        return cls(_BREAKS.sub(" ", text).strip(), hint)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of an article as a reader found them.

    `verbatim` is the text where it is given as it stands (plain text); otherwise the lines make the text.
    """

    lines: tuple[Line, ...] = ()
    verbatim: str | None = None
    title: str | None = None
    published: date | None = None
    encoding: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        lines: Iterable[Line],
        *,
        title: str | None = None,
        published: date | None = None,
        encoding: str | None = None,
        notes: Iterable[str] = (),
    ) -> Page:
        """Build a page from lines; blank ones are dropped."""
        kept = tuple(line for line in lines if line.text)
        return cls(kept, None, title or None, published, encoding, tuple(notes))

    @property
    def text(self) -> str:
        """The text that an article of this page has."""
        return "\n".join(line.text for line in self.lines) if self.verbatim is None else self.verbatim

    @property
    def hints(self) -> tuple[Hint | None, ...]:
        """One hint a line; none for verbatim text."""
        return tuple(line.hint for line in self.lines)
