"""The product's data. Out: Brief (everything known about one article), Gap, Provenance, RankedSentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from toolkit.article.types import Article
from toolkit.brief import codec, formats
from toolkit.checks.findings import Finding
from toolkit.language.facts import Fact
from toolkit.summarize.types import Claim
from toolkit.translate.types import Translation

if TYPE_CHECKING:
    from toolkit.jupyter.editor import Editor
    from toolkit.jupyter.explorer import Explorer
    from toolkit.translate.memory import TranslationMemory

__all__ = ["Brief", "Component", "Gap", "Provenance", "RankedSentence", "Review", "Route", "Stage"]

Stage = Literal["read", "translate", "summarize", "check", "facts"]
Route = Literal["translate-then-summarize", "summarize-then-translate", "direct", "triage"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the brief lacks or did not verify, why, and what to do about it.

    `sentences` holds the indexes of the sentences concerned; empty when it is the whole article.
    """

    stage: Stage
    message: str
    remedy: str = ""
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """An Arabic sentence and its salience in 0..1: what to read first, with or without a translation."""

    sentence: int
    score: float


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that took part in making a brief: a model, a memory, an encoder.

    `role` is `translator`, `memory`, `summarizer` or `encoder`; `trial` says how a model did on reference texts before
    it was used, and is empty where it was not tried.
    """

    role: str
    name: str
    revision: str = ""
    engine: str = ""
    licence: str = ""
    trial: str = ""

    def __str__(self) -> str:
        return f"{self.name}@{self.revision}" if self.revision else self.name


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a brief was made, in enough detail to make it again.

    Attributes
    ----------
    toolkit
        Version of the toolkit.
    created
        Time in UTC, ISO 8601 to the second.
    article_sha256
        Hash of the article's text.
    route
        `translate-then-summarize`, `summarize-then-translate`, `direct`, or `triage` when there was no English
        to summarize.
    components
        Models, memory and encoder, with revisions.
    settings
        What the user chose or the defaults filled in.
    versions
        Python and the packages that shape the result.
    """

    toolkit: str
    created: str
    article_sha256: str
    route: Route
    components: tuple[Component, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """One line that anyone can repeat the brief from: route, components with revisions, toolkit version."""
        parts = [f"route:{self.route}", *(f"{c.role}:{c}" for c in self.components)]
        return "|".join([*parts, f"toolkit:{self.toolkit}"])


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word that they read the brief against its sources: who, when (UTC, ISO 8601), and a remark."""

    by: str
    at: str
    note: str = ""


@dataclass(frozen=True, repr=False)
class Brief:
    """An article with its English: translations, summary claims with evidence, key facts, gaps, provenance.

    `translations` is aligned with `article.sentences`; None means that the sentence was not translated, and a
    `Gap` says why. All source spans are offsets into `article.text`.
    """

    article: Article
    translations: tuple[Translation | None, ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    ranking: tuple[RankedSentence, ...]
    gaps: tuple[Gap, ...]
    provenance: Provenance
    review: Review | None = None

    def reviewed(self, by: str, *, note: str = "", at: datetime | None = None) -> Brief:
        """Return this brief as read and approved by a person; what it exports no longer says "draft".

        Parameters
        ----------
        by
            Who reviewed it.
        note
            A remark for the readers.
        at
            When, with a time zone; now if not given.
        """
        if not by.strip():
            raise ValueError("A review needs the name of the person who made it.")
        when = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return replace(self, review=Review(by.strip(), when, note))

    @property
    def title(self) -> str | None:
        """The headline in English, or None when the article has none or it is not translated."""
        for sentence in self.article.sentences:
            if sentence.kind == "title" and sentence.part == 0:
                translation = self.translations[sentence.index]
                return translation.text if translation else None
        return None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every doubt in the brief: those of the claims, then those of the translations in order."""
        of_claims = [f for claim in self.claims for f in claim.findings]
        return (*of_claims, *(f for t in self.translations if t for f in t.findings))

    @property
    def verdicts(self) -> Counter[str]:
        """How many claims have each verdict."""
        return Counter(claim.verdict for claim in self.claims)

    @property
    def origins(self) -> Counter[str]:
        """How many translations have each origin."""
        return Counter(t.origin for t in self.translations if t)

    def save(self, path: str | Path, **options: Any) -> Path:
        """Write the brief in the format that the suffix names (.html, .docx, .pdf, …) and return the path.

        Parameters
        ----------
        path
            Where to; folders are made.
        options
            `layout` (`memo`, `bilingual` or `dossier`) for .docx and .pdf; `template`, a Word file, for .docx;
            `version` (`2.0`, or `1.2` for older CAT tools) for .xlf.

        Raises
        ------
        SaveError
            If the suffix or an option is unknown, or the file cannot be written; an old file is then untouched.
        """
        return formats.save(self, path, **options)

    def explore(self, *, height: int = 560) -> Explorer:
        """Return the brief as a widget: claims, translation and key facts that light up their Arabic, and back.

        Parameters
        ----------
        height
            Height of the panes in pixels.

        Raises
        ------
        MissingExtraError
            If anywidget is not installed.
        """
        return cast("Explorer", formats.widget("explorer:Explorer")(self, height=height))

    def edit(self, *, memory: TranslationMemory | Literal["default"] | None = "default", person: str = "") -> Editor:
        """Return a widget to correct, accept and reject translations and claims; `.brief` of it is the brief then.

        Parameters
        ----------
        memory
            Where corrected translations are remembered: `"default"` is the person's own memory, None remembers nothing.
        person
            Who edits; kept with what is remembered.

        Raises
        ------
        MissingExtraError
            If ipywidgets is not installed.
        """
        return cast("Editor", formats.widget("editor:Editor")(self, memory=memory, person=person))

    def to_json(self) -> str:
        """Return the brief as JSON with a schema version; `from_json` gives an equal brief back."""
        return codec.dumps(self)

    @classmethod
    def from_json(cls, text: str) -> Brief:
        """Rebuild a brief from `to_json`.

        Raises
        ------
        FormatError
            If the text is not a brief, or was written by a newer toolkit.
        """
        return codec.loads(text)

    @classmethod
    def load(cls, path: str | Path) -> Brief:
        """Read a brief back from a saved .json file; raises FormatError like `from_json`."""
        return codec.load(path)

    def _repr_html_(self) -> str:
        return str(formats.render(self, "fragment"))

    def __repr__(self) -> str:
        return (
            f"Brief({self.article.id!r}, claims={len(self.claims)}, "
            f"translated={sum(self.origins.values())}/{len(self.translations)}, gaps={len(self.gaps)})"
        )
