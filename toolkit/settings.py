"""How briefs are made: every choice with its default, what it may be and its help text, in one place.

Python, the shell, `%%brief`, the studio and batch ask here and pass a `Settings` on to the pipeline.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from toolkit.models.loading import EngineChoice
from toolkit.models.verifier import Verifier
from toolkit.summarize import Policy, Summarizer
from toolkit.summarize.summarizer import FEWEST, MOST
from toolkit.summarize.types import SummaryRoute
from toolkit.translate import Glossary, TranslationMemory, Translator


def _about(help: str, among: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"help": help, "among": among}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How briefs are made.

    Attributes
    ----------
    translator
        `"auto"`: the translation memory, then the default translation model if it is on this machine, else the quick
        one. None: the memory alone. A preset, hub id or folder names the model; a `Translator` is used as it is.
    summarizer
        `"auto"`: the default summarization model if it is on this machine, else the embedded one. `"extract"`: the
        salient translated sentences, unchanged. A preset, hub id or folder names a model; a `Summarizer` is used as
        it is.
    sentences
        How many summary sentences, 3 to 6.
    policy
        What becomes of a claim that its evidence does not support: `flag` it, `drop` it, `drop-weak`: drop it and what
        is supported weakly, or `fallback` to its best evidence sentence.
    route
        How a summarizer that no preset describes comes to English: see `toolkit.summarize.Summarizer`.
    verifier
        A model that says how likely its evidence says what a claim says: `minicheck`, `minicheck-deberta`,
        `minicheck-t5`, `mdeberta` (compares with the Arabic itself), a hub id, folder or endpoint; None asks none.
    memory
        A `TranslationMemory` or the path of one, `"default"` for the one that ships with the toolkit plus the user's
        own, or None.
    glossary
        A `toolkit.translate.Glossary`, or the path of one in CSV: terms that translations have to use.
    engine, device, offline
        How named models run; see `toolkit.models.load`.
    trial
        Whether models are tried on reference texts before their first use; see `toolkit.translate.Translator`.

    Raises
    ------
    ValueError
        If a choice is none of those that there are.
    """

    translator: str | Path | Translator | None = field(
        default="auto", metadata=_about("Preset, hub id or folder; 'memory' for none.")
    )
    summarizer: str | Path | Summarizer = field(
        default="auto", metadata=_about("Preset, hub id or folder; 'embedded'; 'extract'.")
    )
    sentences: int = field(default=5, metadata=_about("Summary sentences.", tuple(range(FEWEST, MOST + 1))))
    policy: Policy = field(
        default="flag", metadata=_about("For claims that their evidence does not support.", get_args(Policy))
    )
    route: SummaryRoute | None = field(
        default=None, metadata=_about("What a summarizer without a preset reads and writes.", get_args(SummaryRoute))
    )
    verifier: str | Path | Verifier | None = field(
        default=None, metadata=_about("Model that gives its opinion of each claim: minicheck, mdeberta, an endpoint.")
    )
    memory: TranslationMemory | str | Path | None = field(default="default", metadata=_about("A translation memory."))
    glossary: Glossary | str | Path | None = field(
        default=None, metadata=_about("CSV of terms that translations have to use.")
    )
    engine: EngineChoice = field(default="auto", metadata=_about("What runs a model.", get_args(EngineChoice)))
    device: str | None = field(
        default=None, metadata=_about("cpu, cuda, cuda:0, mps; the best one there is by default.")
    )
    offline: bool | None = field(default=None, metadata=_about("Ask no server for anything."))
    trial: bool = field(default=True, metadata=_about("Try a model on reference texts before its first use."))

    def __post_init__(self) -> None:
        for name, choice in CHOICES.items():
            value, among = getattr(self, name), choice.metadata["among"]
            if among and value not in among and value != choice.default:
                raise ValueError(f"{name} is {value!r}; it is one of: {', '.join(map(str, among))}.")

    @classmethod
    def named(cls, **choices: Any) -> Settings:
        """Return settings from words that a person typed: the translator `memory` stands for none."""
        if choices.get("translator") == "memory":
            choices["translator"] = None
        return cls(**choices)

    def running(self) -> dict[str, Any]:
        """Return how models run: what a `Translator` and a `Summarizer` take besides their model."""
        return {name: getattr(self, name) for name in ("engine", "device", "offline", "trial")}

    def opened_memory(self) -> TranslationMemory | Literal["default"] | None:
        """Return the translation memory, opened if it was named by its path."""
        if self.memory is None or isinstance(self.memory, TranslationMemory):
            return self.memory
        return "default" if self.memory == "default" else TranslationMemory.open(self.memory)


CHOICES: dict[str, Field[Any]] = {choice.name: choice for choice in fields(Settings)}
"""The choices by name; the metadata of each hold its `help` and, where they can be listed, the values `among` which."""
