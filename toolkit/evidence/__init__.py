"""The public face of `language` and `checks`: readings, facts, attribution, checks of translations and claims."""

from __future__ import annotations

from toolkit.checks.attribution import attribute
from toolkit.checks.claims import check_claim
from toolkit.checks.translation import check_translation
from toolkit.language.dates import DateMention
from toolkit.language.facts import Fact, find_facts
from toolkit.language.names import Name
from toolkit.language.quantity import Quantity, same_number
from toolkit.language.reading import Reading, find_dates, find_names, find_numbers, read_sentence

Number = Quantity
"""What a `Quantity` was called before."""

__all__ = [
    "DateMention",
    "Fact",
    "Name",
    "Number",
    "Quantity",
    "Reading",
    "attribute",
    "check_claim",
    "check_translation",
    "find_dates",
    "find_facts",
    "find_names",
    "find_numbers",
    "read_sentence",
    "same_number",
]
