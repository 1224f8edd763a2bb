"""How the briefs of a batch are made: settings that can be sent to other processes and compared from run to run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import toolkit.settings
from toolkit.addresses import redacted
from toolkit.brief.briefer import Briefer
from toolkit.errors import SaveError
from toolkit.models import hub, presets, store
from toolkit.models.embedded import weights
from toolkit.output.formats import FORMATS

__all__ = ["Settings"]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_PLACEMENT = ("device", "offline", "trial")  # where a model runs, not what it says


@dataclass(frozen=True, kw_only=True, repr=False)
class Settings(toolkit.settings.Settings):
    """Settings of a brief for a batch: models, memory and glossary by name or path, as every process makes its own.

    Attributes
    ----------
    formats
        What each brief is saved as: names from `toolkit.output.formats.FORMATS`.
    briefer
        A function that returns a `Briefer`, in place of all other choices. Worker processes import it by its name.
    """

    formats: tuple[str, ...] = ("json",)
    briefer: Callable[[], Briefer] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown or not self.formats:
            raise SaveError(
                f"There is no format {', '.join(unknown) or '(none given)'}.",
                remedy=f"Choose from: {', '.join(FORMATS)}.",
            )
        for name in ("translator", "summarizer", "verifier", "memory", "glossary"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, (str, Path)):
                raise TypeError(
                    f"{name} is a {type(value).__name__}: each worker makes its own, so that a batch wants a name or a "
                    "path. For anything else pass a function that makes a Briefer: run(…, briefer=my_briefer)."
                )

    def resolved(self) -> Settings:
        """Return the settings with `auto` decided now, so that all workers do the same; `memory` means no model."""
        if self.briefer is not None:
            return self
        translator = self.translator
        if translator in ("auto", "memory"):
            translator = store.best_translator() if translator == "auto" else None
        summarizer = (store.best_summarizer() or "auto") if self.summarizer == "auto" else self.summarizer
        return dataclasses.replace(self, translator=translator, summarizer=summarizer)

    def require_models(self, *, fetch: bool = True) -> None:
        """Raise an error if a model that is named cannot be had; one that is not here is fetched, if that may be.

        Raises
        ------
        ModelNotFoundError, ModelUnavailableError
            No model has the name, or it is not on this machine and the hub may not be asked.
        """
        if self.briefer is not None:
            return
        for name in (self.translator, self.summarizer, self.verifier):
            if not isinstance(name, (str, Path)) or name in ("auto", "extract"):
                continue
            if _ADDRESS.match(str(name)) or self.engine == "endpoint":
                continue
            if name in ("embedded", presets.EMBEDDED_SUMMARIZER):
                weights()
            elif store.where(name) is None and (fetch or hub.is_offline(self.offline)):
                store.pull(str(name), offline=self.offline, quiet=True)

    def make(self) -> Briefer:
        """Make the Briefer that these settings describe."""
        if self.briefer is not None:
            return self.briefer()
        self.require_models()
        return Briefer(self, progress=False)

    def described(self) -> dict[str, str]:
        """Return what has to stay the same from run to run in one folder; keys in addresses are left out."""
        formats = {"formats": ",".join(self.formats)}
        if self.briefer is not None:
            name = f"{self.briefer.__module__}:{getattr(self.briefer, '__qualname__', type(self.briefer).__name__)}"
            return formats | {"briefer": name}
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)} | formats
        return {
            name: redacted(str(value))
            for name, value in values.items()
            if name not in (*_PLACEMENT, "briefer") and value is not None
        } | self._glossary_digest()

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self.described().items())})"

    def _glossary_digest(self) -> dict[str, str]:
        if not isinstance(self.glossary, (str, Path)) or not Path(self.glossary).is_file():
            return {}
        return {"glossary_sha256": hashlib.sha256(Path(self.glossary).read_bytes()).hexdigest()[:12]}

    def fingerprint(self) -> str:
        """Return a short name for exactly these settings."""
        values = {field.name: str(getattr(self, field.name)) for field in dataclasses.fields(self)}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
