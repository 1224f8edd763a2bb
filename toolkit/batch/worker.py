"""What a worker does, wherever it runs. In: a Task and the Settings. Out: an outcome for each input, one by one.

A process has one Briefer, made when its first article comes and kept: models are loaded once. An article that fails
fails alone; what every other article would run into as well is told as `fatal`.
"""

from __future__ import annotations

import os
import platform
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TypeAlias, cast

from toolkit.article import Article, read, read_text
from toolkit.batch.identity import text_digest
from toolkit.batch.settings import Settings
from toolkit.batch.types import LARGEST, Failure, Item, Made, Outcome, Page, Read, Task, Text, Url
from toolkit.brief.brief import Brief
from toolkit.brief.briefer import Briefer
from toolkit.errors import (
    EndpointError,
    MemoryStoreError,
    MissingExtraError,
    ModelNotFoundError,
    ModelUnavailableError,
    SaveError,
    ToolkitError,
    UnsupportedModelError,
)
from toolkit.models.encoder import keep_at_most
from toolkit.output.formats import render

__all__ = ["forget", "name_of_this_process", "perform"]

_FATAL = (MemoryStoreError, MissingExtraError, ModelNotFoundError, ModelUnavailableError, UnsupportedModelError)
_TEXTS = 2_000  # that the encoder keeps: more than a task has, and no more memory at the end than at the beginning
_PATIENCE = 2  # articles in a row that a server fails one by one, from which the others of a task stay as they are

_lock = threading.RLock()  # a Briefer makes one brief at a time; a Dask worker may have several threads
_kept: tuple[str, Briefer, int] | None = None  # for which settings, and how many texts the encoder kept before


def perform(task: Task, settings: Settings) -> Iterator[tuple[int, Outcome]]:
    """Do a task, and yield the place of each input with its outcome as soon as there is one."""
    if task.kind == "read":
        for place, item in enumerate(cast("tuple[Item, ...]", task.inputs)):
            yield place, _read(item)
        return
    with _lock:
        yield from enumerate(_brief_all(cast("tuple[Article, ...]", task.inputs), settings))


def forget() -> None:
    """Let go of this process's Briefer, and of the models that it holds."""
    global _kept
    with _lock:
        if _kept is not None:
            keep_at_most(_kept[2])
        _kept = None


def name_of_this_process() -> str:
    """Return host and process id."""
    return f"{platform.node() or 'localhost'}:{os.getpid()}"


def _read(item: Item) -> Outcome:
    try:
        article = _article(item)
        return Read(article, text_digest(article.text))
    except Exception as error:  # whatever a reader trips over, it is this article's alone
        return Failure.of(error)


def _article(item: Item) -> Article:
    content = item.content
    if isinstance(content, Article):
        return content
    if isinstance(content, Text):
        return read_text(content.text)
    if isinstance(content, Url):
        return read(content.address)
    if isinstance(content, Page):
        return read(content.data, name=content.name, max_bytes=LARGEST)
    if item.label == str(content):
        return read(content)
    with content.open("rb") as stream:  # by the name that the user gave it, as for a single brief
        return read(stream.read(LARGEST + 1), name=item.label, max_bytes=LARGEST)


def _briefer(settings: Settings) -> Briefer:
    """Return this process's Briefer, made on the first call."""
    global _kept
    wanted = settings.fingerprint()
    if _kept is None or _kept[0] != wanted:
        _kept = (wanted, settings.make(), keep_at_most(_TEXTS) if _kept is None else _kept[2])
    return _kept[1]


def _brief_all(articles: Sequence[Article], settings: Settings) -> Iterator[Outcome]:
    try:
        briefer = _briefer(settings)
    except Exception as error:
        yield Failure.of(error, fatal=True)
        return
    clock = _Clock(len(articles))
    for made in _briefs(briefer, articles, clock):
        outcome = made if isinstance(made, Failure) else _rendered(*made, settings, clock.lap())
        yield outcome
        if isinstance(outcome, Failure) and outcome.fatal:
            return


class _Clock:
    """Times the articles of a task: what is done for all of them at once is shared out evenly."""

    def __init__(self, articles: int) -> None:
        self._articles, self._shared = max(1, articles), 0.0
        self._since = time.perf_counter()

    def shared(self) -> None:
        """Note that the work done until now was for all articles."""
        self._shared += self.lap() / self._articles

    def lap(self) -> float:
        """Return the seconds since the last call, and the article's share of the common work."""
        now = time.perf_counter()
        took, self._since = now - self._since + self._shared, now
        return took


_Brief: TypeAlias = tuple[Brief, ToolkitError | None]  # with why its translation model could not be used


def _briefs(briefer: Briefer, articles: Sequence[Article], clock: _Clock) -> Iterator[_Brief | Failure]:
    """Yield the brief of each article, or why there is none: together, and one by one from where that fails.

    So an article is given up only when it has failed twice alone, or once with an error of ours.
    """
    done, alone = 0, len(articles) == 1
    lacking: list[_Brief] = []
    try:
        briefs = briefer.many(articles)
        clock.shared()
        if isinstance(briefer.problem, EndpointError) and not alone:
            lacking = [(brief, briefer.problem) for brief in briefs]
        else:
            for brief in briefs:
                yield brief, briefer.problem
                done += 1
    except Exception as error:
        if isinstance(error, _FATAL) or (alone and isinstance(error, ToolkitError)):
            yield Failure.of(error, fatal=isinstance(error, _FATAL))
            return
    yield from _one_by_one(briefer, articles[done:], lacking)


def _one_by_one(briefer: Briefer, articles: Sequence[Article], lacking: Sequence[_Brief]) -> Iterator[_Brief | Failure]:
    """Give each article a try of its own; what a server has failed before stays as it is when that fails on."""
    troubles = 0
    for place, article in enumerate(articles):
        if lacking and (troubles >= _PATIENCE or not _lacks_translation(lacking[place][0])):
            yield lacking[place]
            continue
        made = _tried(briefer, article)
        yield made
        problem = made.error if isinstance(made, Failure) else type(made[1]).__name__
        troubles = troubles + 1 if problem == EndpointError.__name__ else 0


def _tried(briefer: Briefer, article: Article) -> _Brief | Failure:
    """Make a brief; what nobody expected (a moment without memory, say) is tried twice."""
    for tries in (1, 2):
        try:
            return briefer(article), briefer.problem
        except Exception as error:
            if tries == 2 or isinstance(error, ToolkitError):
                return Failure.of(error, fatal=isinstance(error, _FATAL))
    raise AssertionError("unreachable")


def _lacks_translation(brief: Brief) -> bool:
    return any(gap.stage == "translate" for gap in brief.gaps)


def _rendered(brief: Brief, problem: ToolkitError | None, settings: Settings, seconds: float) -> Made | Failure:
    problem = problem if _lacks_translation(brief) else None
    if isinstance(problem, _FATAL):
        return Failure.of(problem, fatal=True)
    try:
        outputs = {name: _bytes(render(brief, name)) for name in settings.formats}
    except Exception as error:
        return Failure.of(error, fatal=isinstance(error, (MissingExtraError, SaveError)))
    verdicts = brief.verdicts
    counts = {
        "sentences": len(brief.article.sentences),
        "claims": len(brief.claims),
        "supported": verdicts["supported"],
        "weak": verdicts["weak"],
        "unsupported": verdicts["unsupported"],
        "findings": len(brief.findings),
        "gaps": len(brief.gaps),
    }
    return Made(outputs, counts, seconds, name_of_this_process(), Failure.of(problem) if problem else None)


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
