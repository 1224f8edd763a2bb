"""The data of a memo. Everything in it names the sentences that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Dated",
    "Difference",
    "DifferenceKind",
    "Event",
    "Line",
    "Person",
    "Quote",
    "ReportId",
    "Source",
    "Sourced",
    "Version",
]

DifferenceKind = Literal["duration", "count", "date", "role", "who"]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A sentence: indexes into `Memo.briefs` and `Article.sentences`."""

    brief: int
    sentence: int


@dataclass(frozen=True, slots=True, order=True)
class ReportId:
    """One article of one page: indexes into `Memo.briefs` and `Article.parts`."""

    brief: int
    part: int


@dataclass(frozen=True, slots=True)
class Line:
    """One statement and the sentences that make it.

    `text` is the English of one of them, unchanged (the Arabic where there is no English). `score` in 0..1 is the
    weakest of the matches between them; 1.0 for a statement of one source.
    """

    text: str
    sources: tuple[Source, ...]
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a difference: what is said, and where."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A point on which reports of one event differ; `about` says which in a few words."""

    kind: DifferenceKind
    about: str
    readings: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What several reports tell of, or one alone.

    Attributes
    ----------
    title
        A headline or first sentence of one of its reports.
    reports
        The articles that tell of it.
    when
        The day as the reports give it, or "" if none does.
    grounds
        Why the reports were taken to tell of one event; empty for a single report.
    agreed
        What at least two sources say, best supported first.
    differences
        Where its reports differ.
    single
        What only one source says.
    """

    title: str
    reports: tuple[ReportId, ...]
    when: str
    grounds: tuple[str, ...]
    agreed: tuple[Line, ...]
    differences: tuple[Difference, ...]
    single: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated fact for the timeline: `value` sorts (ISO 8601, or `--06-02` without a year), `text` is for reading."""

    value: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the roles that the sources give them."""

    name: str
    roles: tuple[Version, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks: who said them ("" if the sentence does not say), the Arabic, and the English."""

    speaker: str
    arabic: str
    english: str
    source: Source


Sourced = Line | Version | Dated | Person
"""Whatever stands on several sentences."""
