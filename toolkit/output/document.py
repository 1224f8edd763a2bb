"""A document before any format: blocks of paragraphs and tables, which DOCX, PDF, Markdown and a memo's page print.

Text from an article goes through `shown` on its way into a run: hidden characters are named, never obeyed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.output.direction import against
from toolkit.output.pieces import named

Language = Literal["en", "ar"]
Emphasis = Literal["plain", "strong", "soft", "reference"]
Style = Literal["title", "arabic-title", "banner", "heading", "subheading", "body", "item", "note", "source", "code"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one language and one look; `target` names the anchor that it leads to, if any."""

    text: str
    language: Language = "en"
    emphasis: Emphasis = "plain"
    target: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs under one style; direction follows the first run.

    `anchor` is the name that runs elsewhere lead to; `marker` makes it an item of a list, `1.` or `•`;
    `new_page` puts it at the head of one, where there are pages.
    """

    runs: tuple[Run, ...]
    style: Style = "body"
    anchor: str = ""
    marker: str = ""
    new_page: bool = False

    @property
    def language(self) -> Language:
        """The language of the first run, which sets the direction of the paragraph."""
        return self.runs[0].language if self.runs else "en"

    @property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(run.text for run in self.runs)

    def by_language(self) -> Iterator[Run]:
        """Yield the runs, with the Arabic that an English one quotes as a run of its own."""
        for run in self.runs:
            at = 0
            for (start, end), _, _ in against(run.text, "en") if run.language == "en" else ():
                if at < start:
                    yield replace(run, text=run.text[at:start])
                yield replace(run, text=run.text[start:end], language="ar")
                at = end
            if at < len(run.text):
                yield replace(run, text=run.text[at:])


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell some paragraphs; `widths` are shares of the line that add up to 1."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]

    @property
    def titles(self) -> tuple[Cell, ...]:
        """The head as cells."""
        return tuple((Paragraph((Run(title, "en", "strong"),), "note"),) for title in self.head)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: a title for the file's properties, blocks, time of making (ISO 8601), a footer, a type size."""

    title: str
    blocks: tuple[Block, ...]
    created: str
    signature: str = ""
    footer: str = ""
    scale: float = 1.0

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph in reading order, those of the tables included."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from (paragraph for row in block.rows for cell in row for paragraph in cell)


def shown(text: str) -> str:
    """Return `text` on one line with hidden characters named: an override becomes ``⟦U+202E⟧``."""
    return named(" ".join(text.split()))


def english(text: str, style: Style = "body", *, marker: str = "", notes: Sequence[Run] = ()) -> Paragraph:
    """Return an English paragraph of one run, followed by `notes`."""
    return Paragraph((Run(shown(text)), *notes), style, marker=marker)


def arabic(text: str, style: Style = "source", *, notes: Sequence[Run] = ()) -> Paragraph:
    """Return an Arabic paragraph, right to left."""
    return Paragraph((Run(shown(text), "ar"), *notes), style)
