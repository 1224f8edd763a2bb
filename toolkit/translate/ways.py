"""The ways to English where there is none, in the order in which every page, window and command offers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.errors import EndpointError, ModelTrialError, ModelUnavailableError, ToolkitError
from toolkit.models import presets

__all__ = ["Way", "ways_forward", "ways_text"]


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
