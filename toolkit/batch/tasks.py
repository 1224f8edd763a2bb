"""The data of a batch: sources, the tasks of workers, their outcomes, and the report of a run.

All of it can be sent to another process: articles and plain values, no models and no open files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import toolkit.errors
from toolkit.article.types import Article
from toolkit.errors import ToolkitError


class File(NamedTuple):
    """A file, and the folder below which it was found: between them no link is followed; None if a user named it."""

    path: Path
    root: Path | None = None


class Page(NamedTuple):
    """The bytes of a file, with the name that errors and provenance give it."""

    data: bytes
    name: str


class Text(NamedTuple):
    """Text at hand."""

    text: str


class Url(NamedTuple):
    """An address to fetch, and whether it may lead to a private network."""

    address: str
    allow_private: bool = False


class Item(NamedTuple):
    """One source of a batch."""

    key: str  # identifies it, in this run and the next: an absolute path, an address, or a digest
    label: str  # what people call it
    content: File | Page | Text | Url | Article
    stamp: str | None = None  # size and time of change of a file: as long as they stay, it need not be read again


@dataclass(frozen=True, slots=True)
class Task:
    """The unit of work of a worker: some items to read, or some articles to make the briefs of."""

    number: int
    kind: Literal["read", "brief"]
    inputs: tuple[Item, ...] | tuple[Article, ...]


class Read(NamedTuple):
    """An item was read; `digest` is that of its normalized text, the same for every copy."""

    article: Article
    digest: str


class Failure(NamedTuple):
    """Something could not be done; `fatal` if every other article would fail in the same way and the run has to end."""

    error: str  # the class
    message: str
    remedy: str = ""
    fatal: bool = False

    @classmethod
    def of(cls, error: BaseException, *, fatal: bool = False) -> Failure:
        """Describe an exception."""
        if isinstance(error, ToolkitError):
            return cls(type(error).__name__, error.message, error.remedy, fatal)
        remedy = "Run it alone with `toolkit brief` and report what it says."
        if isinstance(error, ImportError):
            remedy = "Check the installation, then run again: it goes on from here."
        return cls(type(error).__name__, f"{type(error).__name__}: {error}", remedy, fatal)

    def as_error(self) -> ToolkitError:
        """Return it as an exception of the class that it had."""
        kind = getattr(toolkit.errors, self.error, ToolkitError)
        return kind(self.message, remedy=self.remedy) if issubclass(kind, ToolkitError) else ToolkitError(self.message)


class BriefResult(NamedTuple):
    """A brief was made."""

    outputs: Mapping[str, bytes]  # by format
    counts: Mapping[str, int]  # `sentences`, `claims`, `findings`, `gaps`, and claims of each verdict
    seconds: float  # the common work of its task is divided evenly
    worker: str  # host and process
    problem: Failure | None = None  # why it lacks what was asked for


Outcome: TypeAlias = Read | BriefResult | Failure


class Result(NamedTuple):
    """Event: the input at `place` of a task has its outcome."""

    task: int
    place: int
    outcome: Outcome


class Finished(NamedTuple):
    """Event: every input of a task has had its outcome."""

    task: int


class WorkerLost(NamedTuple):
    """Event: a task ended with its worker; outcomes told before stand.

    `deaths` is how many workers died of the task, so far as can be known: 0 if they were asked to end.
    """

    task: int
    reason: str
    deaths: int = 1


Event: TypeAlias = Result | Finished | WorkerLost


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
