"""The work behind the studio, in a thread of its own.

Nothing here knows a widget: whoever starts the work is told of every step, and can cancel it. Work ends at the next
sentence or batch; briefs that are made are kept, and translations made until then are in the result cache.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.article import Article
from toolkit.brief import Brief, Briefer
from toolkit.brief.progress import Listener, Step
from toolkit.errors import ToolkitError
from toolkit.models import store
from toolkit.settings import Settings

__all__ = ["Bench", "Events", "Outcome", "Problem", "Source", "Work", "problem_of"]

Outcome = Literal["done", "cancelled", "failed"]


class _Cancelled(BaseException):
    """Raised in the thread to leave it: no `except Exception` on the way may keep it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: how the page calls it, how it becomes an article, and the translation that belongs to it."""

    name: str
    read: Callable[[], Article]
    translation: str | None = None
    translated_by: str | None = None
    remember: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be done, for people; `details` is a traceback where it was not foreseen."""

    about: str
    message: str
    remedy: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Events:
    """Whom to tell. Called in the thread of the work.

    Attributes
    ----------
    begins
        The source that is taken up: its place, how many there are, its name.
    step
        Something was done.
    made
        A brief is finished.
    failed
        A source could not be made into a brief; the others go on.
    ended
        Nothing more will come.
    """

    begins: Callable[[int, int, str], None]
    step: Callable[[Step], None]
    made: Callable[[str, Brief], None]
    failed: Callable[[Problem], None]
    ended: Callable[[Outcome], None]


class Bench:
    """Keeps the last Briefer, so that its models are not loaded again for the next run with the same settings."""

    def __init__(self) -> None:
        self._briefer: Briefer | None = None
        self._listener: Listener = lambda step: None

    @property
    def problem(self) -> ToolkitError | None:
        """Why the translation model could not be used for the last article, or None."""
        return self._briefer.problem if self._briefer else None

    def briefer(self, settings: Settings, listener: Listener) -> Briefer:
        """Return a Briefer with these settings that tells `listener` of its steps."""
        self._listener = listener
        if self._briefer is None or self._briefer.settings != settings:
            self._briefer = Briefer(settings, progress=lambda step: self._listener(step))
        return self._briefer


class Work:
    """Makes briefs of sources, one after the other.

    Parameters
    ----------
    sources
        What to read.
    settings
        How briefs are made.
    events
        Whom to tell.
    bench
        Where the Briefer comes from.
    fetches
        Models to download first.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        settings: Settings,
        events: Events,
        bench: Bench | None = None,
        fetches: Sequence[str] = (),
    ) -> None:
        self._sources = tuple(sources)
        self._settings = settings
        self._events = events
        self._bench = bench or Bench()
        self._fetches = tuple(fetches)
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="toolkit-studio", daemon=True)

    def start(self) -> None:
        """Begin, and return at once."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end at the next sentence or batch."""
        self._cancelled.set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end; tells whether it is reached."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        outcome: Outcome = "failed"
        try:
            outcome = self._all()
        except _Cancelled:
            outcome = "cancelled"
        except Exception as error:
            self._events.failed(problem_of("The models", error))
        finally:
            self._events.ended(outcome)

    def _all(self) -> Outcome:
        for model in self._fetches:
            self._fetch(model)
        briefer = self._bench.briefer(self._settings, self._step)
        made = 0
        for place, source in enumerate(self._sources):
            self._check()
            self._events.begins(place, len(self._sources), source.name)
            try:
                self._step(Step("read", source.name, 0, 1))
                article = source.read()
                self._step(Step("read", source.name, 1, 1))
                brief = briefer(
                    article,
                    translation=source.translation,
                    translated_by=source.translated_by,
                    remember=source.remember,
                )
            except Exception as error:
                self._events.failed(problem_of(source.name, error))
            else:
                made += 1
                self._events.made(source.name, brief)
        return "done" if made else "failed"

    def _fetch(self, model: str) -> None:
        """Download a model; cancelling keeps what came, and the next time goes on from there."""
        size, came = store.show(model).size or 0, 0
        self._step(Step("fetch", model, 0, size))

        def advance(count: int) -> None:
            nonlocal came
            came += count
            self._step(Step("fetch", model, came, max(size, came)))

        store.pull(model, quiet=True, progress=advance)

    def _step(self, step: Step) -> None:
        self._check()
        self._events.step(step)

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise _Cancelled


def problem_of(about: str, error: Exception) -> Problem:
    """Put an error into words: ours as it says itself, any other with what a programmer needs to find it."""
    if isinstance(error, ToolkitError):
        return Problem(about, error.message, error.remedy)
    if isinstance(error, MemoryError):
        return Problem(about, "There was not enough memory.", "Choose a smaller model, or close other programs.")
    return Problem(
        about,
        f"Something happened that the toolkit did not foresee ({type(error).__name__}: {error}).",
        "Try again; if it stays, report it with the details below.",
        "".join(traceback.format_exception(error)),
    )
