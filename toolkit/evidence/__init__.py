"""Proof: attribution, highlights, facts, and the checks of translations and claims."""

from __future__ import annotations

from toolkit.evidence.attribution import attribute
from toolkit.evidence.dates import DateMention, find_dates
from toolkit.evidence.names import Name, find_names
from toolkit.evidence.numbers import Number, find_numbers, same_number
from toolkit.evidence.translation import check_translation

__all__ = [
    "DateMention",
    "Name",
    "Number",
    "attribute",
    "check_translation",
    "find_dates",
    "find_names",
    "find_numbers",
    "same_number",
]
