"""The studio: briefs for people who do not program.

One cell in a notebook, or a page under Voila (`toolkit studio`). The work runs in a thread, so that it can be
cancelled and the notebook stays usable; what was made is in `studio.briefs`.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from toolkit.brief import Brief
from toolkit.jupyter.static_view import StaticView, WithStaticView
from toolkit.jupyter.studio_inputs import TRANSLATION, ArticleForm
from toolkit.jupyter.studio_results import Results
from toolkit.jupyter.studio_settings import OTHER, SettingsForm
from toolkit.jupyter.studio_work import Bench, Events, Outcome, Problem, StageBars, Work
from toolkit.memo import Memo
from toolkit.output.html import plain
from toolkit.translate.types import Way, ways_forward

_HEAD = (
    '<h1>Brief studio</h1><p class="tk-lead">Arabic news in, a bilingual brief out: '
    "every English sentence shows the Arabic that it stands on.</p>"
)
_STATIC = (
    '<div style="border:1px solid #c6ccd5;border-radius:6px;padding:10px 14px;max-width:60em">'
    "<b>Brief studio</b><br>A page to click: paste an Arabic article, choose, and get the brief. "
    "It works where the notebook runs: open it in JupyterLab and run this cell, or start it by "
    "<code>toolkit studio</code>.</div>"
)
_ENDS = {
    "done": "Done.",
    "cancelled": "Cancelled. What was done is kept: the next run goes on from there.",
    "failed": "No brief could be made.",
}


class Studio(WithStaticView, ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A page on which a brief is made by clicking.

    Parameters
    ----------
    text
        An Arabic article to begin with.
    folder
        Where files are saved, relative to the notebook, unless the person names another folder.

    Attributes
    ----------
    state
        `ready`, `working`, `cancelling`, `done`, `cancelled` or `failed`; a trait to observe.
    briefs
        The briefs made, with corrections; a trait to observe.
    problems
        What could not be done in the last run, and why.
    """

    state = traitlets.Enum(("ready", "working", "cancelling", "done", "cancelled", "failed"), default_value="ready")
    briefs = traitlets.Tuple()
    problems = traitlets.Tuple()

    def __init__(self, text: str = "", *, folder: str = "briefs") -> None:
        self._bench = Bench()
        self._work: Work | None = None
        self._notices = ipywidgets.HTML()
        self.ways = ipywidgets.HBox()
        self.ways.add_class("tk-row")
        self._ready_line = ipywidgets.HTML()
        self.articles = ArticleForm(text, self._describe)
        self.settings = SettingsForm(self._describe)
        self.progress = StageBars()
        self.results = Results(folder, self._publish, lambda: self.settings.terms)
        self.make_button = ipywidgets.Button(description="Make the brief", button_style="primary")
        self.cancel_button = ipywidgets.Button(description="Cancel", disabled=True)
        self.make_button.on_click(lambda _: self.make())
        self.cancel_button.on_click(lambda _: self.cancel())
        super().__init__(self._parts())
        self.add_class("tk-studio")
        self._describe()

    def make(self) -> None:
        """Begin to make briefs of what the form holds, as the button does; returns at once."""
        sources = self.articles.sources()
        if self.state in ("working", "cancelling") or not sources:
            return
        self.problems, self.briefs = (), ()
        self.results.clear()
        self._notices.value = self.articles.note.value = ""
        self.ways.children = ()
        self.progress.say("Starting …")
        self.progress.hide()
        self._turn("working")
        events = Events(self.progress.begin, self.progress.step, self._made, self._failed, self._ended)
        fetches = [choice.value for choice in self.settings.fetches()]
        self._work = Work(sources, self.settings.settings(), events, self._bench, fetches)
        self._work.start()

    def cancel(self) -> None:
        """End the work at the next sentence or batch, as the button does; nothing that is done is lost."""
        if self._work is not None and self.state == "working":
            self._turn("cancelling")
            self.progress.say("Cancelling: it ends with the sentences at hand …")
            self._work.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the work has ended; tells whether it has."""
        return self._work is None or self._work.join(timeout)

    @property
    def brief(self) -> Brief | None:
        """The first brief, or None."""
        return self.briefs[0] if self.briefs else None

    @property
    def memo(self) -> Memo | None:
        """The memo over the briefs, or None if there are not several."""
        return self.results.memo

    def __repr__(self) -> str:
        return f"Studio(state={self.state!r}, briefs={len(self.briefs)})"

    def static_html(self) -> str:
        """Return what is seen where no widget can run: the briefs as they are, or what this would be."""
        return "".join(brief._repr_html_() for brief in self.briefs) or _STATIC

    # -- the page ----------------------------------------------------------------------------------------------

    def _parts(self) -> list[Any]:
        articles = ipywidgets.VBox([ipywidgets.HTML("<h2>1 · Articles</h2>"), self.articles.box])
        settings = ipywidgets.VBox([ipywidgets.HTML("<h2>2 · How it is made</h2>"), self.settings.box])
        settings.add_class("tk-indent")
        columns = ipywidgets.Box([articles, settings])
        columns.add_class("tk-columns")
        actions = ipywidgets.HBox([self.make_button, self.cancel_button, self._ready_line])
        actions.add_class("tk-row")
        actions.add_class("tk-actions")
        head = ipywidgets.HTML(f"<style>{_css()}</style>{_HEAD}")
        static = StaticView(name=type(self).__name__)
        return [head, columns, actions, self.progress.box, self._notices, self.ways, self.results.box, static]

    def _describe(self) -> None:
        """Say below the form what the button would do."""
        sources = self.articles.sources()
        names = ", ".join(source.name for source in sources[:3]) + (" …" if len(sources) > 3 else "")
        if not sources:
            line = self.articles.missing()
        elif self.settings.unnamed():
            line = "Name the model first."
        else:
            line = f"{len(sources)} article{'s' if len(sources) > 1 else ''}: {names}."
            line = f"{line} {self.settings.download_note()}"
        self._ready_line.value = f'<p class="tk-hint">{plain(line)}</p>'
        self.make_button.description = "Make the briefs" if len(sources) > 1 else "Make the brief"
        busy = self.state in ("working", "cancelling")
        self.make_button.disabled = busy or not sources or self.settings.unnamed()
        self.cancel_button.disabled = self.state != "working"

    def _turn(self, state: str) -> None:
        self.state = state
        self._describe()

    # -- told by the work, in its thread -----------------------------------------------------------------------

    def _made(self, name: str, brief: Brief) -> None:
        self.progress.finish()
        self.results.add(name, brief)
        self._publish()
        for gap in brief.gaps:
            if gap.stage == "translate":
                self._notices.value += _notice(Problem(name, gap.message, gap.remedy), "tk-gap")
        if not self.ways.children and any(gap.stage == "translate" and gap.sentences for gap in brief.gaps):
            self._offer()

    def _offer(self) -> None:
        """Put a button for each open way to English below the notice."""
        given = (
            self.articles.way.value == TRANSLATION
        )  # a model would put its English in the place of all that is given
        there = self.settings.translator.available
        for way in ways_forward(self._bench.problem):
            if (given and way.kind != "correct") or (way.model and way.model not in there):
                continue
            button = ipywidgets.Button(description=way.label, tooltip=way.text)
            button.on_click(partial(self._go, way))
            self.ways.children += (button,)

    def _go(self, way: Way, _: Any = None) -> None:
        """Take a way to English, as its button does."""
        if way.kind == "paste":
            self.articles.way.value = TRANSLATION
        elif way.kind == "correct":
            self.results.mode.value = "Correct"
        else:
            self.settings.translator.list.value = way.model or OTHER
            if way.model:
                self.make()

    def _failed(self, problem: Problem) -> None:
        self.problems = (*self.problems, problem)
        place = self.articles.note if self.articles.way.value == TRANSLATION else self._notices
        place.value += _notice(problem, "tk-bad")

    def _ended(self, outcome: Outcome) -> None:
        self.progress.hide()
        self.progress.say(_ENDS[outcome])
        self.settings.reload()
        self._turn(outcome)

    def _publish(self) -> None:
        self.briefs = self.results.briefs


def _notice(problem: Problem, kind: str) -> str:
    details = f"<details><summary>Details</summary><pre>{plain(problem.details)}</pre></details>"
    return (
        f'<div class="tk-notice {kind}" role="alert"><b>{plain(problem.about)}:</b> {plain(problem.message)}'
        f'<span class="tk-remedy">{plain(problem.remedy)}</span>{details if problem.details else ""}</div>'
    )


@cache
def _css() -> str:
    return (Path(__file__).parent / "studio.css").read_text(encoding="utf-8")


def studio(text: str = "", *, folder: str = "briefs") -> Studio:
    """Open the studio; see `Studio`.

    Examples
    --------
    >>> from toolkit import studio  # doctest: +SKIP
    >>> studio()                    # doctest: +SKIP
    """
    return Studio(text, folder=folder)
