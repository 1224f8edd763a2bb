"""What every reader hands over: the lines of an article, and what the file says about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from toolkit.article.normalize import NEWLINES

_BREAKS = re.compile(f"[{NEWLINES}\t\x1c-\x1f]+")


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
    """The article that a reader found: its text, and for each line that is not blank a hint, or none at all."""

    text: str
    hints: tuple[Hint | None, ...] = ()
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
        kept = [line for line in lines if line.text]
        text = "\n".join(line.text for line in kept)
        return cls(text, tuple(line.hint for line in kept), title or None, published, encoding, tuple(notes))
