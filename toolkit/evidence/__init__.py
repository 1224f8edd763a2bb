"""Proof: attribution, highlights, facts, and the checks of translations and claims."""

from __future__ import annotations

from toolkit.checks.attribution import attribute
from toolkit.checks.claims import check_claim
from toolkit.checks.translation import check_translation
from toolkit.language.dates import DateMention, find_dates
from toolkit.language.facts import find_facts
from toolkit.language.names import Name, find_names
from toolkit.language.numbers import Number, find_numbers, same_number

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
