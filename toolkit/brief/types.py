"""What a brief consists of: gaps, provenance, ranked sentences, a review, and the fields that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolkit.article.types import Article
from toolkit.language.facts import Fact
from toolkit.models.types import Component as Component
from toolkit.summarize.types import Claim
from toolkit.translate.types import Added, Translation

Stage = Literal["read", "translate", "summarize", "check", "facts"]
Route = Literal["translate-then-summarize", "summarize-then-translate", "direct", "triage"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the brief lacks or did not verify, why, and what to do about it.

    `sentences` holds the indexes of the sentences concerned; empty when it is the whole article. `in_place` is what is
    shown in their place, "" for "not translated".
    """

    stage: Stage
    message: str
    remedy: str = ""
    sentences: tuple[int, ...] = ()
    in_place: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A person's remark on a claim or on a sentence, with tags; `index` counts from 0."""

    kind: Literal["claim", "sentence"]
    index: int
    text: str
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([*([self.text] if self.text else []), *(f"#{tag}" for tag in self.tags)])


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """An Arabic sentence and its salience in 0..1: what to read first, with or without a translation."""

    sentence: int
    score: float


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
class BriefFields:
    """An article with its English: translations, summary claims with evidence, key facts, gaps, provenance.

    `translations` is aligned with `article.sentences`; None means that the sentence was not translated, and a
    `Gap` says why. `added` is what a given translation says beyond the article. All source spans are offsets into
    `article.text`.
    """

    article: Article
    translations: tuple[Translation | None, ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    ranking: tuple[RankedSentence, ...]
    gaps: tuple[Gap, ...]
    provenance: Provenance
    review: Review | None = None
    added: tuple[Added, ...] = ()
    notes: tuple[Note, ...] = ()
