"""The data of a memo. Everything in it names the sentences that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DifferenceKind = Literal["duration", "count", "date", "role"]


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

    `text` is the English of one of them, or a checked claim of its brief (the Arabic where there is no English).
    `score` in 0..1 is the weakest of the matches between them; 1.0 for a statement of one source. `event` counts from
    0; `note` says what the reader has to know beside it: how sure it is and why, or of which day it tells.
    `machine_text` is what a line said before a person changed it.
    """

    text: str
    sources: tuple[Source, ...]
    score: float = 1.0
    event: int = 0
    note: str = ""
    machine_text: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a memo; what is empty is left blank to be filled in by hand."""

    to: str = ""
    by: str = ""
    day: str = ""
    subject: str = ""


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
    day
        The day of the event, ISO 8601, or "" where no report lets it be told; `how` says from what it was worked out.
    grounds
        Why the reports were taken to tell of one event; empty for a single report.
    agreed
        What at least two sources say, best supported first.
    differences
        Where its reports differ.
    single
        What only one source says.
    elsewhere
        What its reports tell of other occasions, each with its day in `note`.
    """

    title: str
    reports: tuple[ReportId, ...]
    when: str
    day: str
    how: str
    grounds: tuple[str, ...]
    agreed: tuple[Line, ...]
    differences: tuple[Difference, ...]
    single: tuple[Line, ...]
    elsewhere: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of the timeline: `value` sorts (ISO 8601, "" where the year is not known), `when` and `text` are read."""

    value: str
    when: str
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
