"""The data of a check: Evidence (where a claim stands), Finding (what is doubtful) and Verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from toolkit.article.types import Span

FindingKind = Literal[
    "number",
    "date",
    "name",
    "negation",
    "omission",
    "addition",
    "repetition",
    "language",
    "length",
    "quotation",
    "speech",
    "content",
    "term",
    "roles",
    "likelihood",
    "verifier",
]
Severity = Literal["error", "warning", "info"]
Verdict = Literal["supported", "weak", "unsupported"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something doubtful in a translation or a claim.

    `source_spans` point into the Arabic, `target_spans` into the English text that was checked. In a `Brief`
    the source spans are offsets into `Article.text`; from `check_translation` they are offsets into the
    Arabic string that was passed.
    """

    kind: FindingKind
    severity: Severity
    message: str
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()

    def shift_source(self, by: int) -> Finding:
        """Return the finding with its source spans moved by `by` code points."""
        return replace(self, source_spans=tuple(span.shift(by) for span in self.source_spans))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One Arabic sentence that a claim stands on.

    Attributes
    ----------
    sentence
        Index into `Article.sentences`.
    score
        Support in 0..1, higher is better.
    source_spans
        The Arabic words that carry the claim: offsets into `Article.text`.
    target_spans
        The words of the claim that they carry: offsets into the claim's text.
    translation_spans
        The same words in the sentence's English translation: offsets into its text; empty without one.
    """

    sentence: int
    score: float
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    translation_spans: tuple[Span, ...] = ()
