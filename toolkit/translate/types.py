"""The data of translation: one English rendering of one Arabic sentence, what an English text adds, its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.errors import EndpointError, ModelTrialError, ModelUnavailableError, ToolkitError
from toolkit.models import presets
from toolkit.models.types import Component

Origin = Literal["memory", "model", "given", "edited"]


@dataclass(frozen=True, slots=True)
class Translation:
    """One English rendering of one Arabic sentence, with where it came from.

    Attributes
    ----------
    text
        The English.
    origin
        `memory` (translation memory), `model` (machine translation), `given` (a translation that was at hand) or
        `edited` (a person).
    model
        Model and revision (`name@revision`) for `model`, the memory's name for `memory`, who made it for `given`,
        None for `edited`.
    score
        In 0..1: the similarity of a memory hit (1.0 is exact), exp(mean token log-probability) of a model, or
        how probably a given sentence translates this one; None when unknown.
    alignment
        Pairs (Arabic span relative to the sentence, English span), empty when the engine gives none.
    findings
        What the checks doubt. Source spans are relative to the sentence until a Brief shifts them.
    memory_source
        For a fuzzy memory hit, the Arabic sentence that the memory holds; None otherwise.
    machine_text
        For an edit, what the machine had said.
    others
        Other translations of the sentence that were given; `toolkit.brief.take_other` puts one in its place.
    """

    text: str
    origin: Origin
    model: str | None = None
    score: float | None = None
    alignment: tuple[tuple[Span, Span], ...] = ()
    findings: tuple[Finding, ...] = ()
    memory_source: str | None = None
    machine_text: str | None = None
    others: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """English of a given translation that translates nothing in the article.

    `by` says who or what made it, `behind` which sentence it stands behind, -1 if it stands before all.
    """

    text: str
    by: str
    behind: int


class Translations(list[Translation | None]):
    """One translation for each sentence of a text, or None where there is none.

    Attributes
    ----------
    components
        What they came from: memories first, then the model.
    problem
        Why a model could not be used, or None; its `message` and `remedy` are for people.
    """

    def __init__(
        self,
        translations: Iterable[Translation | None] = (),
        components: tuple[Component, ...] = (),
        problem: ToolkitError | None = None,
    ) -> None:
        super().__init__(translations)
        self.components, self.problem = components, problem


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its `kind`, what a button for it says, a sentence for texts, and the `model` that it fetches, or ""."""

    kind: Literal["paste", "fetch", "server", "correct"]
    label: str
    text: str
    model: str = ""


def ways_forward(problem: ToolkitError | None = None) -> tuple[Way, ...]:
    """Return the ways that are open: paste a translation, fetch a model, name a server, correct by hand.

    Parameters
    ----------
    problem
        What just went wrong: the way that failed is not offered again.
    """
    quick, good = presets.lookup(presets.QUICK_TRANSLATOR), presets.lookup(presets.DEFAULT_TRANSLATOR)
    assert quick is not None and good is not None
    ways = (
        Way(
            "paste", "Paste a translation", "Give a translation that you have (`translation=…`, `--translation FILE`)."
        ),
        _fetch("quick", quick, quick.name, "pip install fxtranslate && "),
        _fetch("good", good, good.hub_id, ""),
        Way("server", "Name a server", "Name the address of a model server (`--translator http://…`)."),
        Way("correct", "Correct by hand", "Write the English in the editor (`brief.edit()`)."),
    )
    failed = {EndpointError: "server", ModelUnavailableError: "fetch", ModelTrialError: "fetch"}
    shut = {kind for error, kind in failed.items() if isinstance(problem, error)}
    return tuple(way for way in ways if way.kind not in shut)


def ways_text(problem: ToolkitError | None = None) -> str:
    """Return the open ways as text, the remedy of the problem before them."""
    return " ".join(
        [*([problem.remedy] if problem and problem.remedy else []), *(w.text for w in ways_forward(problem))]
    )


def _fetch(how: str, preset: presets.Preset, name: str, before: str) -> Way:
    size = round((preset.download or 0) / presets.MB)
    told = f"{size} MB" if size < 100 else f"about {round(size, -1)} MB"
    label = f"Fetch the {how} model ({told}, {preset.licence})"
    return Way("fetch", label, f"{label}: `{before}toolkit models pull {name}`.", preset.name)
