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

    Attributes
    ----------
    name
        Short name: the last part of the hub id.
    hub_id
        Repository on the hub, or the package that carries the weights for the other runtimes.
    task
        `translation` (Arabic to English), `summarization` (text to a summary in its own language, `language`),
        `direct` (Arabic article to English summary) or `verification` (source and claim to a probability; one with the
        `source_language` "ar" reads the Arabic).
    licence, non_commercial, restriction
        As the card states; `non_commercial` marks those that forbid commercial use, `restriction` says what else is
        not allowed.
    download
        Bytes of what a pull fetches; None where nobody has said.
    revision
        The commit, by its first digits at least, that a pull fetches.
    runtime
        `hub` for a checkpoint that runs here, `firefox` and `embedded` for the two that come in other ways, `endpoint`
        for one that a server runs.
    family
        Architecture family, as `toolkit.models.checkpoint` names it.
    source_language, target_language
        The codes that the tokenizer wants, or None where it wants none.
    prefix
        Text put before every input.
    input_limit
        Most input tokens, where that is lower than what the configuration says.
    max_new_tokens, beam_size
        Most output tokens and width of the search, where the repository's own generation settings give none.
    language
        Language of the output.
    bleu, chrf, comet
        Arabic to English, FLORES devtest, as published; None where nobody published it.
    note
        One sentence for somebody who has to choose.
    sources
        Where each fact was seen; what nobody saw twice is said to be from the project's notes.
    """

    name: str
    hub_id: str
    task: PresetTask
    licence: str
    family: str
    note: str
    sources: tuple[str, ...]
    download: int | None = None
    non_commercial: bool = False
    restriction: str = ""
    revision: str | None = None
    runtime: Runtime = "hub"
    source_language: str | None = None
    target_language: str | None = None
    prefix: str = ""
    input_limit: int | None = None
    max_new_tokens: int | None = None
    beam_size: int | None = None
    language: Literal["en", "ar"] = "en"
    bleu: float | None = None
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
