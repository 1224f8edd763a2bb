"""Proof: attribution, highlights, facts, and the checks of translations and claims."""

from __future__ import annotations

from toolkit.evidence.attribution import attribute
from toolkit.evidence.dates import DateMention, find_dates
from toolkit.evidence.numbers import Number, find_numbers, same_number

__all__ = ["DateMention", "Number", "attribute", "find_dates", "find_numbers", "same_number"]
