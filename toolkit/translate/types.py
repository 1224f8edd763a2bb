"""The data of translation. Out: Translation, one English rendering of one Arabic sentence; TranslationSource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from toolkit.article.types import Span
from toolkit.checks.findings import Finding

__all__ = ["Origin", "Translation", "TranslationSource"]

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
    """

    text: str
    origin: Origin
    model: str | None = None
    score: float | None = None
    alignment: tuple[tuple[Span, Span], ...] = ()
    findings: tuple[Finding, ...] = ()
    memory_source: str | None = None
    machine_text: str | None = None


class TranslationSource(NamedTuple):
    """A memory or model that translations came from; what provenance records of it.

    `role` is `memory`, `translator` or `translation` (a given one); `engine` how a model ran; `revision` a commit or
    digest, "" when unknown; `trial` how the model did on reference sentences before it was used, "" when it was not
    tried.
    """

    role: str
    name: str
    revision: str = ""
    engine: str = ""
    licence: str = ""
    trial: str = ""
