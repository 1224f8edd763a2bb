"""A fact: a number, date, name or quotation of an article, with its place and an English reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.article.types import Span

__all__ = ["Fact", "FactKind"]

FactKind = Literal["number", "date", "time", "person", "place", "organization", "money", "percentage", "quotation"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date, name or quotation found in the Arabic, with an English reading.

    `span` is an offset into `Article.text`, `text` the Arabic words there, `english` how to say it, `value` a
    comparable canonical form: "6000", "2022-02-24", "Vladimir Putin".
    """

    kind: FactKind
    span: Span
    text: str
    sentence: int
    english: str
    value: str = ""
