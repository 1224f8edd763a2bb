"""Proof: attribution, highlights, facts, and the checks of translations and claims."""

from __future__ import annotations

from toolkit.evidence.attribution import attribute
from toolkit.evidence.claims import check_claim
from toolkit.evidence.dates import DateMention, find_dates
from toolkit.evidence.facts import find_facts
from toolkit.evidence.names import Name, find_names
from toolkit.evidence.numbers import Number, find_numbers, same_number
from toolkit.evidence.translation import check_translation

__all__ = [
    "DateMention",
    "Name",
    "Number",
    "attribute",
    "check_claim",
    "check_translation",
    "find_dates",
    "find_facts",
    "find_names",
    "find_numbers",
    "same_number",
]
