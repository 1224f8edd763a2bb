"""The data of a batch. Out: Item (a source), Task (what a worker is given), outcomes (what it gives back), Report.

All of it can be sent to another process: articles and plain values, no models and no open files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import toolkit.errors
from toolkit.article.types import Article
from toolkit.errors import ToolkitError

__all__ = [
    "LARGEST",
    "Content",
    "Died",
    "Event",
    "Failure",
    "Finished",
    "Item",
    "Made",
    "Outcome",
    "Read",
    "Report",
    "Result",
    "Task",
]


LARGEST = 50_000_000
"""Bytes of a file; a larger one is no article."""


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a file, with the name that errors and provenance give it."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text at hand."""

    text: str


@dataclass(frozen=True, slots=True)
class Url:
    """An address to fetch."""

    address: str


Content: TypeAlias = Path | Page | Text | Url | Article


@dataclass(frozen=True, slots=True)
class Item:
    """One source of a batch.

    Attributes
    ----------
    key
        What tells it from every other source, today and in the next run: an absolute path, an address, or a digest.
    label
        What people call it.
    content
        What there is to read.
    stamp
        Size and time of change of a file: as long as they stay, it need not be read again.
    """

    key: str
    label: str
    content: Content
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker does in one go: read some items, or make the briefs of some articles.

    `number` tells it from the other tasks of the run.
    """

    number: int
    kind: Literal["read", "brief"]
    inputs: tuple[Item, ...] | tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """An item was read; `digest` is that of its normalized text, the same for every copy."""

    article: Article
    digest: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Something could not be done.

    Attributes
    ----------
    error
        The class of the error.
    message, remedy
        As a `ToolkitError` has them.
    fatal
        Whether every other article would fail in the same way, so that the run has to end.
    """

    error: str
    message: str
    remedy: str = ""
    fatal: bool = False

    @classmethod
    def of(cls, error: BaseException, *, fatal: bool = False) -> Failure:
        """Describe an exception."""
        if isinstance(error, ToolkitError):
            return cls(type(error).__name__, error.message, error.remedy, fatal)
        message = f"{type(error).__name__}: {error}"
        return cls(type(error).__name__, message, "Run it alone with `toolkit brief` and report what it says.", fatal)

    def as_error(self) -> ToolkitError:
        """Return it as an exception of the class that it had."""
        kind = getattr(toolkit.errors, self.error, ToolkitError)
        return kind(self.message, remedy=self.remedy) if issubclass(kind, ToolkitError) else ToolkitError(self.message)


@dataclass(frozen=True, slots=True)
class Made:
    """A brief was made.

    Attributes
    ----------
    outputs
        The rendered bytes by format.
    counts
        How many `sentences`, `claims`, `findings`, `gaps`, and claims of each verdict.
    seconds
        What it took, the common work of its task shared out evenly.
    worker
        Host and process that made it.
    problem
        Why the brief lacks what its translation model should have given, or None.
    """

    outputs: Mapping[str, bytes]
    counts: Mapping[str, int]
    seconds: float
    worker: str
    problem: Failure | None = None


Outcome: TypeAlias = Read | Made | Failure


@dataclass(frozen=True, slots=True)
class Result:
    """A scheduler tells: the input at `place` of a task has its outcome."""

    task: int
    place: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Finished:
    """A scheduler tells: every input of a task has had its outcome."""

    task: int


@dataclass(frozen=True, slots=True)
class Died:
    """A scheduler tells: the worker was lost with a task in hand; outcomes told before stand."""

    task: int
    reason: str


Event: TypeAlias = Result | Finished | Died


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, and how its output folder stands now.

    Attributes
    ----------
    out
        The output folder.
    made
        Briefs written by this run.
    skipped
        Sources that were settled before: by an earlier run, or named twice.
    counts
        How many articles the manifest holds with each status: `done`, `partial`, `failed`, `duplicate`, `waiting`.
    seconds
        How long this run took.
    """

    out: Path
    made: int
    skipped: int
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every article has its whole brief, or is a duplicate of one that has."""
        return not any(self.counts.get(status) for status in ("partial", "failed", "waiting", "running"))

    def __str__(self) -> str:
        shown = [f"{count} {status}" for status, count in self.counts.items() if count]
        briefs = "1 brief" if self.made == 1 else f"{self.made} briefs"
        return f"{briefs} made, {self.skipped} settled before; {self.out} holds: {', '.join(shown) or 'nothing'}"
