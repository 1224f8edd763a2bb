"""The data of a read article.

Offsets are code points into `Article.text`, which is the text exactly as it was given; everything that the
toolkit says about an article points back at them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

SentenceKind = Literal["title", "heading", "body", "boilerplate"]


class Span(NamedTuple):
    """A half-open range of code points, `start` included and `end` excluded.

    Examples
    --------
    >>> Span(0, 4).of("قال أوشاكوف")
    'قال '
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return the span moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, exactly as written.

    `article.text[s.span.start:s.span.end] == s.text` holds for every sentence. `paragraph` numbers the
    paragraphs of the article from 0; `part` is the index into `Article.parts`.
    """

    index: int
    span: Span
    text: str
    kind: SentenceKind
    paragraph: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One of the articles that a page holds: most pages have one, some carry a second after "read also".

    `title` is None when the part has no headline; none is ever made up. `first` and `last` are the indexes of
    its first and last sentence (both included).
    """

    index: int
    title: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """An Arabic article as it was read: its text, and sentences that point into it.

    Attributes
    ----------
    id
        Short and stable: the file's stem, or a hash of the text.
    text
        The text as given, never normalized. Everything else points into it.
    sentences
        In order. Between them they cover every character of `text` that is not white space.
    title
        The headline of the first part, or None if it has none.
    source
        The path or URL it came from, or None for text at hand.
    published
        Day of publication when the page or the text says so.
    parts
        At least one; more when the page holds several articles.
    notes
        What reading it found worth saying: control characters, an unusual encoding, no headline.
    encoding
        The encoding that the bytes were decoded with, or None for text at hand.
    """

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    title: str | None = None
    source: str | None = None
    published: date | None = None
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def of_kind(self, *kinds: SentenceKind) -> tuple[Sentence, ...]:
        """Return the sentences of the given kinds, in order."""
        return tuple(s for s in self.sentences if s.kind in kinds)

    def __repr__(self) -> str:
        return (
            f"Article(id={self.id!r}, sentences={len(self.sentences)}, parts={len(self.parts)}, title={self.title!r})"
        )
