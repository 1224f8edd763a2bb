"""How the briefs of a batch are made. In: the choices of a Briefer as plain values. Out: a Briefer, in any process.

A `Briefer` holds open databases and loaded models, which no other process can be given; its settings can.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from toolkit.addresses import redacted
from toolkit.brief.briefer import Briefer
from toolkit.errors import SaveError
from toolkit.models import store
from toolkit.models.loading import EngineChoice
from toolkit.output.formats import FORMATS
from toolkit.summarize import Policy
from toolkit.summarize.types import SummaryRoute
from toolkit.translate import TranslationMemory

__all__ = ["Settings"]

_PLACEMENT = ("device", "offline", "trial")  # where a model runs, not what it says


@dataclass(frozen=True, repr=False)
class Settings:
    """The choices of a `toolkit.Briefer`, as values that can be sent and compared.

    Attributes
    ----------
    formats
        What each brief is saved as: names from `toolkit.output.formats.FORMATS`.
    translator, summarizer, sentences, policy, route, glossary, engine, device, offline, trial
        As for `Briefer`; models and glossaries by name or path.
    memory
        Path of a translation memory, `"default"` or None.
    briefer
        A function that returns a `Briefer`, in place of all the choices above. Worker processes import it by its name.
    """

    formats: tuple[str, ...] = ("json",)
    translator: str | Path | None = "auto"
    summarizer: str | Path = "auto"
    sentences: int = 5
    policy: Policy = "flag"
    route: SummaryRoute | None = None
    memory: str | Path | None = "default"
    glossary: str | Path | None = None
    engine: EngineChoice = "auto"
    device: str | None = None
    offline: bool | None = None
    trial: bool = True
    briefer: Callable[[], Briefer] | None = None

    def __post_init__(self) -> None:
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown or not self.formats:
            raise SaveError(
                f"There is no format {', '.join(unknown) or '(none given)'}.",
                remedy=f"Choose from: {', '.join(FORMATS)}.",
            )
        if not 3 <= self.sentences <= 6:
            raise ValueError(f"sentences is {self.sentences}; a summary has 3 to 6.")
        for name in ("translator", "summarizer", "memory", "glossary"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, (str, Path)):
                raise TypeError(
                    f"{name} is a {type(value).__name__}: each worker makes its own, so that a batch wants a name or a "
                    "path. For anything else pass a function that makes a Briefer: run(…, briefer=my_briefer)."
                )

    def resolved(self) -> Settings:
        """Return the settings with `auto` decided now, so that all workers do the same."""
        if self.briefer is not None:
            return self
        translator = store.best_translator() if self.translator == "auto" else self.translator
        summarizer = (store.best_summarizer() or "auto") if self.summarizer == "auto" else self.summarizer
        return dataclasses.replace(self, translator=translator, summarizer=summarizer)

    def make(self) -> Briefer:
        """Make the Briefer that these settings describe."""
        if self.briefer is not None:
            return self.briefer()
        memory: TranslationMemory | Literal["default"] | None
        memory = (
            "default"
            if self.memory == "default"
            else None
            if self.memory is None
            else TranslationMemory.open(self.memory)
        )
        return Briefer(
            translator=self.translator,
            summarizer=self.summarizer,
            sentences=self.sentences,
            policy=self.policy,
            route=self.route,
            memory=memory,
            glossary=self.glossary,
            engine=self.engine,
            device=self.device,
            offline=self.offline,
            trial=self.trial,
            progress=False,
        )

    def described(self) -> dict[str, str]:
        """Return what has to stay the same from run to run in one folder; keys in addresses are left out."""
        if self.briefer is not None:
            name = f"{self.briefer.__module__}:{getattr(self.briefer, '__qualname__', type(self.briefer).__name__)}"
            return {"formats": ",".join(self.formats), "briefer": name}
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values["formats"] = ",".join(self.formats)
        return {
            name: redacted(str(value))
            for name, value in values.items()
            if name not in (*_PLACEMENT, "briefer") and value is not None
        } | self._glossary_digest()

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.described().items())
        return f"Settings({', '.join(shown)})"

    def _glossary_digest(self) -> dict[str, str]:
        if self.glossary is None or not Path(self.glossary).is_file():
            return {}
        return {"glossary_sha256": hashlib.sha256(Path(self.glossary).read_bytes()).hexdigest()[:12]}

    def fingerprint(self) -> str:
        """Return a short name for exactly these settings."""
        values: dict[str, Any] = {field.name: str(getattr(self, field.name)) for field in dataclasses.fields(self)}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
