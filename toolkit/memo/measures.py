"""What a report counts or measures, as ranges: "more than an hour" and "about an hour" may be the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from toolkit.language.facts import Fact
from toolkit.language.quantity import MINUTES, Quantity
from toolkit.memo.reports import Statement

ALIKE = frozenset("minute side leader country party president".split())
"""What is counted in many sentences without being compared: two sides here and three there contradict nothing."""
_EDGE = Fraction(1, 10**6)  # a bound is not reached: "more than an hour" is not an hour
# Words before a number that make it the length of something, not a deadline or a rate.
_LASTING = re.compile(
    r"(?:استمر|استغرق|دام|امتد|طال|تستمر|يستمر|تستغرق|يستغرق|لمدة|مدته|مدتها|مدة|على مدى|على مدار|طوال|طيلة)"
    r"\S*\s+(?:\S+\s+){0,2}[لب]?$"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of what: the unit (minutes for lengths of time), the least, the most, the bound, and the words."""

    unit: str
    per: str
    low: Fraction
    high: Fraction
    bound: str
    text: str

    def agrees(self, other: Measure) -> bool:
        """Tell whether both can be true at once."""
        return self.low <= other.high and other.low <= self.high

    def differs(self, other: Measure) -> bool:
        """Tell whether a reader should see both: they exclude each other, or only one names a bound."""
        one_sided = {self.bound, other.bound} & {"over", "under"}
        return not self.agrees(other) or (bool(one_sided) and self.bound != other.bound)

    def counts_with(self, other: Measure) -> bool:
        """Tell whether both count the same thing."""
        return (self.unit, self.per) == (other.unit, other.per)


def measure_of(fact: Fact) -> Measure | None:
    """Return what a fact counts or measures; None for ordinals, bare numbers, orders of magnitude and other kinds."""
    item = fact.item
    if not isinstance(item, Quantity) or not item.unit or item.kind not in ("cardinal", "money"):
        return None
    minutes = MINUTES.get(item.unit)
    scale, unit = (minutes, "minute") if minutes else (Fraction(1), item.unit)
    bound = {"at least": "over", "at most": "under"}.get(item.qualifier, item.qualifier)
    low = item.low * scale + (_EDGE if bound == "under" else 0)
    high = item.high * scale - (_EDGE if bound == "over" else 0)
    return Measure(unit, item.per, low, high, bound, fact.english)


def measures(statement: Statement) -> list[Measure]:
    """Return what a statement counts or measures."""
    return [measure for fact in statement.facts if (measure := measure_of(fact))]


def duration_of(fact: Fact, sentence: str) -> Measure | None:
    """Return how long something lasted, if a fact of this Arabic sentence says so."""
    measure = measure_of(fact)
    if measure is None or measure.unit != "minute" or fact.item is None:
        return None
    return measure if _LASTING.search(sentence[: fact.item.span.start]) else None
