"""The models that the toolkit knows by name, one row each.

Sizes, licences and figures are those of the model cards, configurations and published evaluations named in each
row's `sources`; none was measured here. `revision` is what a pull fetches, and None where no commit is pinned: the
commit that a pull brings is then recorded by the store and used until the next pull.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

PresetTask = Literal["translation", "summarization", "direct", "verification"]
Runtime = Literal["hub", "firefox", "embedded", "endpoint"]
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Preset:
    """One model: what it is, what it costs and how it wants to be asked.

    Its `task` is `translation` (Arabic to English), `summarization` (text to a summary in its own language), `direct`
    (Arabic article to English summary) or `verification` (source and claim to a probability; one with the
    `source_language` "ar" reads the Arabic). Its `runtime` is `hub` for a checkpoint that runs here, `firefox` and
    `embedded` for the two that come in other ways, `endpoint` for one that a server runs.
    """

    name: str  # the last part of the hub id
    hub_id: str  # repository on the hub, or the package that carries the weights
    task: PresetTask
    licence: str  # as the card states
    family: str  # of architectures, as `toolkit.models.checkpoint` names it
    note: str  # for somebody who has to choose
    sources: tuple[str, ...]  # where each fact was seen; what nobody saw twice is said to be from the project's notes
    download: int | None = None  # bytes that a pull fetches; None where nobody has said
    non_commercial: bool = False
    restriction: str = ""  # what else the licence does not allow
    revision: str | None = None  # the commit that a pull fetches, by its first digits at least
    runtime: Runtime = "hub"
    source_language: str | None = None  # the codes that the tokenizer wants, if any
    target_language: str | None = None
    prefix: str = ""  # text put before every input
    input_limit: int | None = None  # most input tokens, where that is lower than what the configuration says
    max_new_tokens: int | None = None  # where the repository's own generation settings give none, as the next one
    beam_size: int | None = None
    language: Literal["en", "ar"] = "en"  # of the output
    bleu: float | None = None  # Arabic to English, FLORES devtest, as published; so are the next two
    chrf: float | None = None
    comet: float | None = None


_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("download", "input_limit", "max_new_tokens", "beam_size"), int),
    **dict.fromkeys(("bleu", "chrf", "comet"), float),
    "non_commercial": bool,
    "sources": lambda cell: tuple(cell.split(" | ")),
}


def _read_table() -> tuple[Preset, ...]:
    table = (files("toolkit") / "models" / "data" / "presets.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader((line for line in table if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE)
    read: Any = [{name: _READ.get(name, str)(cell) for name, cell in row.items() if cell} for row in rows]
    return tuple(Preset(**fields) for fields in read)


PRESETS = _read_table()

QUICK_TRANSLATOR = "firefox-ar-en"
DEFAULT_TRANSLATOR = "Helsinki-NLP/opus-mt-tc-big-ar-en"
DEFAULT_SUMMARIZER = "sshleifer/distilbart-cnn-12-6"
EMBEDDED_SUMMARIZER = "smollm2-135m-instruct"
_CALLED = {
    "minicheck": "lytang/minicheck-roberta-large",
    "minicheck-deberta": "lytang/minicheck-deberta-v3-large",
    "minicheck-t5": "lytang/minicheck-flan-t5-large",
    "mdeberta": "moritzlaurer/mdeberta-v3-base-xnli-multilingual-nli-2mil7",
}


def lookup(name: str) -> Preset | None:
    """Return the preset of this short name or hub id (case does not matter), or None; verifiers have nicknames too.

    Examples
    --------
    >>> lookup("opus-mt-ar-en").hub_id
    'Helsinki-NLP/opus-mt-ar-en'
    >>> lookup("nobody/nothing") is None
    True
    """
    wanted = _CALLED.get(name.casefold(), name.casefold())
    for preset in PRESETS:
        if wanted in (preset.name.casefold(), preset.hub_id.casefold()):
            return preset
    return None


def close_names(name: str) -> list[str]:
    """Return the short names of presets that look like `name`, the likeliest first."""
    names = [preset.name for preset in PRESETS]
    return difflib.get_close_matches(name.rsplit("/", 1)[-1], names, n=3, cutoff=0.5)
