"""A translated article to Claims: English summary sentences, each with the Arabic sentences that it stands on."""

from __future__ import annotations

from toolkit.summarize.gate import Refusal, permitted, refusal
from toolkit.summarize.salience import rank, select
from toolkit.summarize.shortening import Shortening, shorten
from toolkit.summarize.summarizer import Policy, Summarizer
from toolkit.summarize.types import Claim, ClaimOrigin, SummarySource

__all__ = [
    "Claim",
    "ClaimOrigin",
    "Policy",
    "Refusal",
    "Shortening",
    "Summarizer",
    "SummarySource",
    "permitted",
    "rank",
    "refusal",
    "select",
    "shorten",
]
