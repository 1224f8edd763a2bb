"""The work behind the studio, in a thread of its own, and the bars that show how far it is.

Whoever starts the work is told of every step, and can cancel it. Work ends at the next sentence or batch; briefs that
are made are kept, and translations made until then are in the result cache.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import ipywidgets

from toolkit.article import Article
from toolkit.brief import Brief, Briefer
from toolkit.brief.progress import Listener, StageName, Step
from toolkit.errors import ToolkitError
from toolkit.files import readable_size
from toolkit.models import store
from toolkit.output.html import plain
from toolkit.settings import Settings

Outcome = Literal["done", "cancelled", "failed"]


class _Cancelled(BaseException):
    """Raised in the thread to leave it: no `except Exception` on the way may keep it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: how the page calls it, how it becomes an article, and the translations that belong to it."""

    name: str
    read: Callable[[], Article]
    translation: str | Mapping[str, str] | None = None
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
    """Whom to tell, in the thread of the work.

    `begins` gets the place of a source, how many there are, and its name; `failed` concerns one source, the others go
    on; after `ended` nothing comes.
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
        self.problem: ToolkitError | None = None
        """Why the translation model could not be used for the last article."""

    def briefer(self, settings: Settings, listener: Listener) -> Briefer:
        """Return a Briefer with these settings that tells `listener` of its steps."""
        self._listener = listener
        if self._briefer is None or self._briefer.settings != settings:
            self._briefer = Briefer(settings, progress=lambda step: self._listener(step))
        return self._briefer


class Work:
    """Makes briefs of sources, one after the other; `fetches` are models to download first."""

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
            self._events.failed(_problem_of("The models", error))
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
                brief = self._brief(source, briefer)
            except Exception as error:
                self._events.failed(_problem_of(source.name, error))
            else:
                made += 1
                self._events.made(source.name, brief)
        return "done" if made else "failed"

    def _brief(self, source: Source, briefer: Briefer) -> Brief:
        self._step(Step("read", source.name, 0, 1))
        article = source.read()
        self._step(Step("read", source.name, 1, 1))
        by, self._bench.problem = source.translated_by, None
        if source.translation is None:
            (outcome,) = briefer.outcomes([article])
            self._bench.problem = outcome.problem
            return outcome.brief
        return briefer(article, translation=source.translation, translated_by=by, remember=source.remember)

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


def _problem_of(about: str, error: Exception) -> Problem:
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


_STAGES: dict[StageName, tuple[str, str]] = {
    "fetch": ("Fetch model", "fetching the model"),
    "read": ("Read", "reading"),
    "translate": ("Translate", "translating and checking"),
    "summarize": ("Summarize", "summarizing and checking"),
    "facts": ("Key facts", "finding key facts"),
}
_ORDER = tuple(_STAGES)


class StageBars:
    """One bar for each stage of the article at hand; the fetching of a model has one only while there is some."""

    def __init__(self) -> None:
        self.headline = ipywidgets.HTML()
        options = {"max": 1, "style": {"description_width": "118px"}, "layout": {"flex": "1 1 auto"}}
        self.bars = {name: ipywidgets.IntProgress(description=label, **options) for name, (label, _) in _STAGES.items()}
        self._counts = {name: ipywidgets.HTML(layout={"width": "150px"}) for name in _STAGES}
        self._rows = {name: ipywidgets.HBox([self.bars[name], self._counts[name]]) for name in _STAGES}
        for row in self._rows.values():
            row.add_class("tk-stage")
        self.box = ipywidgets.VBox()
        self._article = ""

    def begin(self, place: int, total: int, name: str) -> None:
        """Empty the bars for the next article."""
        self._article = f"Article {place + 1} of {total}: {name}" if total > 1 else name
        for stage in _ORDER[1:]:
            self._set(stage, 0, 1, "")
        self._show(_ORDER[1:])

    def step(self, step: Step) -> None:
        """Show a step; the stages before it are done."""
        for earlier in _ORDER[1 : max(1, _ORDER.index(step.stage))]:
            self.bars[earlier].value = self.bars[earlier].max
        self._set(step.stage, step.done, step.total, _count(step))
        if step.stage == "fetch":
            self._article = step.article
            self._show(("fetch",))
        may_load = step.done == 0 and step.stage in ("translate", "summarize")
        loading = " (loading a model the first time takes a minute)" if may_load else ""
        self.say(f"{self._article} – {_STAGES[step.stage][1]}{loading} …")

    def finish(self) -> None:
        """Fill the bars: the article is done."""
        for bar in self.bars.values():
            bar.value = bar.max

    def say(self, text: str) -> None:
        """Say what goes on; screen readers read it."""
        self.headline.value = f'<p class="tk-now" role="status" aria-live="polite">{plain(text)}</p>' if text else ""

    def hide(self) -> None:
        """Show the line alone."""
        self.box.children = (self.headline,)

    def _show(self, stages: tuple[StageName, ...]) -> None:
        self.box.children = (self.headline, *(self._rows[stage] for stage in stages))

    def _set(self, stage: StageName, done: int, total: int, count: str) -> None:
        bar = self.bars[stage]
        bar.max = max(1, total)
        bar.value = done
        self._counts[stage].value = f'<span class="tk-count">{plain(count)}</span>'


def _count(step: Step) -> str:
    if step.stage == "fetch":
        return f"{readable_size(step.done)} of {readable_size(step.total)}"
    return f"{step.done} of {step.total} sentences" if step.stage in ("translate", "summarize") else ""
