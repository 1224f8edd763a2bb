"""Measured facts as ranges. In: a Fact of kind number. Out: Measure, whose range says what "more than an hour" allows.

"More than N" is read up to half as much again: who means an hour and three quarters does not say "more than an
hour" (the quantity maxim of Grice, 1975). "About N" allows an eighth to either side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.language.facts import Fact

__all__ = ["Measure", "duration_of", "measure_of"]

_MINUTES = {
    "second": 1 / 60,
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 10080.0,
    "month": 43830.0,
    "year": 525960.0,
}
_OVER = re.compile(r"\b(?:more than|over|at least|exceeding)\b")
_UNDER = re.compile(r"\b(?:less than|fewer than|under|at most|nearly|almost)\b")
_ABOUT = re.compile(r"\b(?:about|around|approximately|some|roughly)\b")
# Words before a number that make it the length of something, not a deadline or a rate.
_LASTING = re.compile(
    r"(?:استمر|استغرق|دام|امتد|طال|تستمر|يستمر|تستغرق|يستغرق|لمدة|مدته|مدتها|مدة|على مدى|على مدار|طوال|طيلة)"
    r"\S*\s+(?:\S+\s+){0,2}[لب]?$"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity: the noun counted (stem), the least and the most it may be, its bound, and how it is said."""

    noun: str
    low: float
    high: float
    bound: str
    text: str

    def agrees(self, other: Measure) -> bool:
        """Tell whether both can be true at once."""
        return self.low <= other.high and other.low <= self.high

    def differs(self, other: Measure) -> bool:
        """Tell whether a reader should see both: they exclude each other, or only one names a bound."""
        one_sided = {self.bound, other.bound} & {"over", "under"}
        return not self.agrees(other) or (bool(one_sided) and self.bound != other.bound)


def measure_of(fact: Fact) -> Measure | None:
    """Read a fact that counts or measures something; None for ordinals, bare numbers and other kinds."""
    if fact.kind not in ("number", "money", "percentage"):
        return None
    try:
        value = float(fact.value)
    except ValueError:
        return None
    words = re.findall(r"[a-z]+", fact.english.lower())
    if not words or re.search(r"\d(?:st|nd|rd|th)\b", fact.english):
        return None
    noun = next((w.removesuffix("s") for w in words if w.removesuffix("s") in _MINUTES), words[-1].removesuffix("s"))
    scale = _MINUTES.get(noun, 1.0)
    return _bounded("minute" if noun in _MINUTES else noun, value * scale, fact.english)


def duration_of(fact: Fact, sentence: str, offset: int) -> Measure | None:
    """Read a fact that says how long something lasted; `sentence` starts at `offset` of the article."""
    measure = measure_of(fact)
    if measure is None or measure.noun != "minute":
        return None
    before = sentence[: fact.span.start - offset]
    return measure if _LASTING.search(before) else None


def _bounded(noun: str, value: float, said: str) -> Measure:
    lowered = said.lower()
    if _OVER.search(lowered):
        return Measure(noun, value, value * 1.5 - 1e-6, "over", said)
    if _UNDER.search(lowered):
        return Measure(noun, value / 1.5 + 1e-6, value, "under", said)
    slack = value / 8 if _ABOUT.search(lowered) else 0.0
    return Measure(noun, value - slack, value + slack, "about" if slack else "", said)
