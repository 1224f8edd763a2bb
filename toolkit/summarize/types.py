"""The data of a summary. Out: Claim, one English summary sentence with its proof; SummarySource, what wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.checks.findings import Evidence, Finding, Verdict
from toolkit.models.types import Component

__all__ = ["Claim", "ClaimOrigin", "SummaryRoute", "SummarySource"]

SummaryRoute = Literal["translate-then-summarize", "summarize-then-translate", "direct"]
ClaimOrigin = Literal["written", "cut", "kept", "edited"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One English summary sentence, the Arabic sentences it stands on, and what is doubtful in it.

    `origin` is `written` (by a summarizer, in words of its own), `cut` (a translated sentence without some of its
    words), `kept` (a translated sentence as it stands) or `edited`. `model` names the summarizer with its revision.
    `machine_text` is, for an edit, what the machine had said. `left_out` holds what a shortening cut out of its
    sentence, in order.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict = "unsupported"
    findings: tuple[Finding, ...] = ()
    origin: ClaimOrigin = "written"
    model: str | None = None
    machine_text: str | None = None
    left_out: tuple[str, ...] = ()


SummarySource = Component
