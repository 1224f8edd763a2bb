"""What a worker does, wherever it runs: reads the items of a task, or makes the briefs of its articles by its settings.

A process makes one Briefer, for its first article, and keeps it: models are loaded once. An article that fails fails
alone; a failure that every other article would meet as well is `fatal`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import toolkit.settings
from toolkit.addresses import redacted
from toolkit.article import Article, read, read_text
from toolkit.article.readers.web import Fetched, fetch
from toolkit.batch.manifest import text_digest
from toolkit.batch.sources import page_of
from toolkit.batch.tasks import (
    BriefResult,
    Event,
    Failure,
    File,
    Finished,
    Item,
    Outcome,
    Read,
    Result,
    Task,
    Text,
    Url,
)
from toolkit.brief.brief import Brief
from toolkit.brief.briefer import Briefer, BriefOutcome
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
from toolkit.models import presets, store
from toolkit.models.embedded import weights
from toolkit.models.encoder import keep_at_most
from toolkit.output.formats import FORMATS, render

_FATAL = (
    MemoryStoreError,
    MissingExtraError,
    ModelNotFoundError,
    ModelUnavailableError,
    UnsupportedModelError,
    ImportError,  # a broken installation, or a signal in the middle of an import
)
_TEXTS = 2_000  # that the encoder keeps: more than a task has, and no more memory at the end than at the beginning
_FETCHES = 4  # pages that are fetched at a time
_PATIENCE = 2  # articles in a row that a server fails one by one, from which the others of a task stay as they are

# A Briefer makes one brief at a time; a Dask worker may have several threads. Not an RLock: a generator may be closed
# by another thread than the one that began it.
_lock = threading.Lock()
_kept: tuple[str, Briefer, int] | None = None  # for which settings, and how many texts the encoder kept before


def perform(task: Task, settings: Settings) -> Generator[tuple[int, Outcome]]:
    """Do a task, and yield the place of each input with its outcome as soon as there is one."""
    if task.kind == "read":
        yield from enumerate(_read_all(cast("tuple[Item, ...]", task.inputs)))
        return
    with _lock:
        yield from enumerate(_brief_all(cast("tuple[Article, ...]", task.inputs), settings))


def name_of_this_process() -> str:
    """Return host and process id."""
    return f"{platform.node() or 'localhost'}:{os.getpid()}"


def _read_all(items: Sequence[Item]) -> Iterator[Outcome]:
    """Read items one by one; pages are fetched a few at a time."""
    threads = ThreadPoolExecutor(_FETCHES)
    try:
        yield from map(_read, items, threads.map(_fetch, items))
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _fetch(item: Item) -> Fetched | Exception | None:
    try:
        if isinstance(item.content, Url):
            return fetch(item.content.address, allow_private=item.content.allow_private)
        return None
    except Exception as error:
        return error


def _read(item: Item, page: Fetched | Exception | None) -> Outcome:
    try:
        if isinstance(page, Exception):
            raise page
        article = _article(item, page)
        return Read(article, text_digest(article.text))
    except Exception as error:  # whatever a reader trips over, it is this article's alone
        return Failure.of(error, fatal=isinstance(error, ImportError))


def _article(item: Item, page: Fetched | None) -> Article:
    content = item.content
    if isinstance(content, Url):
        return read(page or content.address)
    if isinstance(content, Article):
        return content
    if isinstance(content, Text):
        return read_text(content.text)
    if isinstance(content, File):
        content = page_of(content, item.label)
    return read(content.data, name=content.name)


def _brief_all(articles: Sequence[Article], settings: Settings) -> Iterator[Outcome]:
    global _kept
    try:
        wanted = settings.fingerprint()
        if _kept is None or _kept[0] != wanted:
            _kept = (wanted, settings.make(), keep_at_most(_TEXTS) if _kept is None else _kept[2])
    except Exception as error:
        yield Failure.of(error, fatal=True)
        return
    clock = _Clock(len(articles))
    for made in _briefs(_kept[1], articles, clock):
        outcome = made if isinstance(made, Failure) else _rendered(made, settings, clock.lap())
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


def _briefs(briefer: Briefer, articles: Sequence[Article], clock: _Clock) -> Iterator[BriefOutcome | Failure]:
    """Yield the brief of each article, or why there is none: together, and one by one from where that fails.

    So an article is given up only when it has failed twice alone, or once with an error of ours.
    """
    done, alone = 0, len(articles) == 1
    lacking: list[BriefOutcome] = []
    try:
        outcomes = briefer.outcomes(articles)
        clock.shared()
        for outcome in outcomes:
            if isinstance(outcome.problem, EndpointError) and not alone:
                lacking.append(outcome)
            else:
                yield outcome
                done += 1
    except Exception as error:
        if isinstance(error, _FATAL) or (alone and isinstance(error, ToolkitError)):
            yield Failure.of(error, fatal=isinstance(error, _FATAL))
            return
        lacking = []
    yield from _one_by_one(briefer, articles[done:], lacking)


def _one_by_one(
    briefer: Briefer, articles: Sequence[Article], lacking: Sequence[BriefOutcome]
) -> Iterator[BriefOutcome | Failure]:
    """Give each article a try of its own; what a server has failed before stays as it is when that fails on."""
    troubles = 0
    for place, article in enumerate(articles):
        if lacking and (troubles >= _PATIENCE or not _lacks_translation(lacking[place].brief)):
            yield lacking[place]
            continue
        made = _tried(briefer, article)
        yield made
        problem = made.error if isinstance(made, Failure) else type(_shortfall(made)).__name__
        troubles = troubles + 1 if problem == EndpointError.__name__ else 0


def _tried(briefer: Briefer, article: Article) -> BriefOutcome | Failure:
    """Make a brief; what nobody expected (a moment without memory, say) is tried twice."""
    for tries in (1, 2):
        try:
            return next(briefer.outcomes([article]))
        except Exception as error:
            if tries == 2 or isinstance(error, ToolkitError):
                return Failure.of(error, fatal=isinstance(error, _FATAL))
    raise AssertionError("unreachable")


def _lacks_translation(brief: Brief) -> bool:
    return any(gap.stage == "translate" for gap in brief.gaps)


def _shortfall(made: BriefOutcome, *, summary: bool = True) -> ToolkitError | None:
    """Return why a brief lacks its translation, or its `summary`, or None."""
    if made.problem and (_lacks_translation(made.brief) or isinstance(made.problem, _FATAL)):
        return made.problem
    return made.summary_problem if summary else None


def _rendered(made: BriefOutcome, settings: Settings, seconds: float) -> BriefResult | Failure:
    brief = made.brief
    problem = _shortfall(made, summary=settings.briefer is not None or settings.summarizer != "auto")
    if isinstance(problem, _FATAL):
        return Failure.of(problem, fatal=True)
    try:
        rendered = {name: render(brief, name) for name in settings.formats}
        outputs = {
            name: content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
            for name, content in rendered.items()
        }
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
    return BriefResult(outputs, counts, seconds, name_of_this_process(), Failure.of(problem) if problem else None)


class Scheduler(Protocol):
    """Something that does tasks."""

    shares_files: bool  # whether workers can open the paths of this process; otherwise they are given the bytes
    shares_fate: bool  # whether what kills a worker kills this process

    def room(self) -> int:
        """Return how many more tasks it takes now."""
        ...

    def width(self) -> int:
        """Return how many tasks it does at once."""
        ...

    def submit(self, task: Task) -> None:
        """Take a task."""
        ...

    def events(self) -> list[Event]:
        """Wait a moment for something to happen to the tasks, and return it."""
        ...

    def close(self) -> None:
        """End the workers; what they have in hand is lost."""
        ...


class InProcess:
    """Does one task after the other in this process."""

    shares_files = True
    shares_fate = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._task: Task | None = None
        self._outcomes: Generator[tuple[int, Outcome]] = perform(Task(0, "read", ()), settings)

    def room(self) -> int:
        """Return 1 if there is nothing to do."""
        return 0 if self._task else 1

    def width(self) -> int:
        """Return 1."""
        return 1

    def submit(self, task: Task) -> None:
        """Take a task; its work is done in `events`."""
        self._task, self._outcomes = task, perform(task, self._settings)

    def events(self) -> list[Event]:
        """Do the next article, and return its outcome."""
        assert self._task is not None
        for place, outcome in self._outcomes:
            return [Result(self._task.number, place, outcome)]
        finished, self._task = Finished(self._task.number), None
        return [finished]

    def close(self) -> None:
        """Let go of the work in hand and of the models."""
        global _kept
        self._outcomes.close()
        with _lock:
            if _kept is not None:
                keep_at_most(_kept[2])
            _kept = None


_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_PLACEMENT = ("device", "offline", "trial")  # where a model runs, not what it says


@dataclass(frozen=True, kw_only=True, repr=False)
class Settings(toolkit.settings.Settings):
    """Settings of a brief for a batch: models, memory and glossary by name or path, as every process makes its own.

    Attributes
    ----------
    formats
        What each brief is saved as: names from `toolkit.output.formats.FORMATS`.
    briefer
        A function that returns a `Briefer`, in place of all other choices. Worker processes import it by its name.
    """

    formats: tuple[str, ...] = ("json",)
    briefer: Callable[[], Briefer] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown or not self.formats:
            raise SaveError(
                f"There is no format {', '.join(unknown) or '(none given)'}.",
                remedy=f"Choose from: {', '.join(FORMATS)}.",
            )
        for name in ("translator", "summarizer", "verifier", "memory", "glossary"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, (str, Path)):
                raise TypeError(
                    f"{name} is a {type(value).__name__}: each worker makes its own, so that a batch wants a name or a "
                    "path. For anything else pass a function that makes a Briefer: run(…, briefer=my_briefer)."
                )

    def resolved(self) -> Settings:
        """Return the settings with `auto` decided now, so that all workers do the same; `memory` means no model."""
        if self.briefer is not None:
            return self
        translator = self.translator
        if translator in ("auto", "memory"):
            translator = store.best_translator() if translator == "auto" else None
        summarizer = (store.best_summarizer() or "auto") if self.summarizer == "auto" else self.summarizer
        return dataclasses.replace(self, translator=translator, summarizer=summarizer)

    def require_models(self, *, fetch: bool = True) -> None:
        """Raise an error if a model that is named cannot be had; one that is not here is fetched, if that may be.

        Raises
        ------
        ModelNotFoundError, ModelUnavailableError
            No model has the name, or it is not on this machine and the hub may not be asked.
        """
        if self.briefer is not None:
            return
        for name in (self.translator, self.summarizer, self.verifier):
            if not isinstance(name, (str, Path)) or name in ("auto", "extract"):
                continue
            if _ADDRESS.match(str(name)) or self.engine == "endpoint":
                continue
            if name in ("embedded", presets.EMBEDDED_SUMMARIZER):
                weights()
            elif store.where(name) is None and (fetch or store.is_offline(self.offline)):
                store.pull(str(name), offline=self.offline, quiet=True)

    def make(self) -> Briefer:
        """Make the Briefer that these settings describe."""
        if self.briefer is not None:
            return self.briefer()
        self.require_models()
        return Briefer(self, progress=False)

    def described(self) -> dict[str, str]:
        """Return what has to stay the same from run to run in one folder; keys in addresses are left out."""
        formats = {"formats": ",".join(self.formats)}
        if self.briefer is not None:
            name = f"{self.briefer.__module__}:{getattr(self.briefer, '__qualname__', type(self.briefer).__name__)}"
            return formats | {"briefer": name}
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)} | formats
        return {
            name: redacted(str(value))
            for name, value in values.items()
            if name not in (*_PLACEMENT, "briefer") and value is not None
        } | self._glossary_digest()

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self.described().items())})"

    def _glossary_digest(self) -> dict[str, str]:
        if not isinstance(self.glossary, (str, Path)) or not Path(self.glossary).is_file():
            return {}
        return {"glossary_sha256": hashlib.sha256(Path(self.glossary).read_bytes()).hexdigest()[:12]}

    def fingerprint(self) -> str:
        """Return a short name for exactly these settings."""
        values = {field.name: str(getattr(self, field.name)) for field in dataclasses.fields(self)}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
