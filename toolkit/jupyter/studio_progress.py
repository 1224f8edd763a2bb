"""The studio's progress: a bar for each stage."""

from __future__ import annotations

import ipywidgets

from toolkit.brief.progress import StageName, Step
from toolkit.files import readable_size
from toolkit.output.html import plain

__all__ = ["StageBars"]

_STAGES: dict[StageName, str] = {
    "fetch": "Fetch model",
    "read": "Read",
    "translate": "Translate",
    "summarize": "Summarize",
    "facts": "Key facts",
}
_DOING: dict[StageName, str] = {
    "fetch": "fetching the model",
    "read": "reading",
    "translate": "translating and checking",
    "summarize": "summarizing and checking",
    "facts": "finding key facts",
}
_ORDER = tuple(_STAGES)
_LABEL = {"description_width": "118px"}


class StageBars:
    """One bar for each stage of the article at hand; the fetching of a model has one only while there is some.

    Attributes
    ----------
    box
        The widget.
    """

    def __init__(self) -> None:
        self.headline = ipywidgets.HTML()
        self.bars = {
            name: ipywidgets.IntProgress(max=1, description=label, style=_LABEL, layout={"flex": "1 1 auto"})
            for name, label in _STAGES.items()
        }
        self.counts = {name: ipywidgets.HTML(layout={"width": "150px"}) for name in _STAGES}
        self._rows = {name: ipywidgets.HBox([self.bars[name], self.counts[name]]) for name in _STAGES}
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
            bar = self.bars[earlier]
            bar.value = bar.max
        self._set(step.stage, step.done, step.total, _count(step))
        if step.stage == "fetch":
            self._article = step.article
            self._show(("fetch",))
        loading = " (loading a model the first time takes a minute)" if _may_load(step) else ""
        self.say(f"{self._article} – {_DOING[step.stage]}{loading} …")

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
        wanted = (self.headline, *(self._rows[stage] for stage in stages))
        if self.box.children != wanted:
            self.box.children = wanted

    def _set(self, stage: StageName, done: int, total: int, count: str) -> None:
        bar = self.bars[stage]
        bar.max = max(1, total)
        bar.value = done
        self.counts[stage].value = f'<span class="tk-count">{plain(count)}</span>'


def _may_load(step: Step) -> bool:
    return step.done == 0 and step.stage in ("translate", "summarize")


def _count(step: Step) -> str:
    if step.stage == "fetch":
        return f"{readable_size(step.done)} of {readable_size(step.total)}"
    if step.stage in ("translate", "summarize"):
        return f"{step.done} of {step.total} sentences"
    return ""
