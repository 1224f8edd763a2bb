"""Quantities: what a number in a text is worth, what it counts, and which quantities of two languages are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from toolkit.article.types import Span

__all__ = ["MINUTES", "TOO_LARGE", "Quantity", "QuantityKind", "read_digits", "same_number"]

TOO_LARGE = 10**60
"""No news counts so far: a chain of thousands and millions is no number."""

MINUTES = {
    "second": Fraction(1, 60),
    "minute": Fraction(1),
    "hour": Fraction(60),
    "day": Fraction(1440),
    "week": Fraction(10080),
    "month": Fraction(43830),
    "year": Fraction(525960),
}
"""Units of time in minutes; a month is a twelfth of a year."""

_LONGEST = 60  # no quantity has more digits; longer runs are read by their beginning

QuantityKind = Literal[
    "cardinal",
    "ordinal",
    "label",
    "fraction",
    "multiple",
    "percentage",
    "money",
    "decade",
    "century",
    "day",
    "year",
    "time",
    "vague",
    "code",
]
_CARDINAL = frozenset(
    {"cardinal", "percentage", "money", "multiple", "fraction", "label", "day", "year", "code", "time"}
)
_ORDER = frozenset({"ordinal", "label", "day", "century", "code", "time"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text, in digits or in words, with what it counts.

    Attributes
    ----------
    span
        Where it stands: code points into the text, magnitude words and percent signs included.
    amount
        What it is worth: ``6 آلاف`` is 6000, ``half`` is 1/2, a decade is its first year (1980, or 80 where no
        century is said), a century its ordinal, a clock time its minutes after midnight.
    kind
        A word such as ``second`` is an ``ordinal`` and never equals the ``cardinal`` two; a ``label`` numbers
        its noun (Category 4, Louis XVI) and may be either; a ``day`` belongs to a date; a ``vague`` number
        (thousands, بضع) has only an order of magnitude.
    unit
        What is counted: the noun as written, its English singular where `counted` knows it, or the currency; empty
        if none was recognized.
    origin
        The nationality of what is counted, in English, or what makes a currency another one: "Ukrainian", "sterling".
    per
        The time to which it refers: "day" in 820,000 barrels a day.
    qualifier
        ``"about"``, ``"over"``, ``"under"``, ``"at least"``, ``"at most"`` or empty.
    weak
        True for words that a translator may add or drop without changing the sense: one, first, a dual noun.
    digits
        True if it was written in digits.
    either
        True if it may be an ordinal as well: Arabic digits (الهدف 60 is the 60th goal), القرن العشرين.
    upto
        The other end of a range of which `amount` is the first: ``ما بين 10 و15``.
    direction, subject
        ``"up"`` or ``"down"`` where the sentence says that something rose or fell by it, ``"to"`` where it reached it,
        and what that is, in English.
    also
        Other readings that are just as possible: 1.234 may be 1234, and the 5 of "5 to 6 million" 5,000,000.
    """

    span: Span
    amount: Fraction
    kind: QuantityKind
    unit: str = ""
    qualifier: str = ""
    weak: bool = False
    digits: bool = False
    either: bool = False
    also: tuple[Fraction, ...] = ()
    origin: str = ""
    per: str = ""
    upto: Fraction | None = None
    direction: str = ""
    subject: str = ""

    @property
    def readings(self) -> tuple[Fraction, ...]:
        """The amount followed by the other possible readings."""
        return (self.amount, *self.also)

    @property
    def low(self) -> Fraction:
        """The least that is meant: half of "up to N" is a strange way to say so (the quantity maxim of Grice, 1975)."""
        return self.amount * _BOUNDS.get(self.qualifier, _EXACT)[0]

    @property
    def high(self) -> Fraction:
        """The most that is meant: who means an hour and three quarters does not say "more than an hour"."""
        return self.amount * _BOUNDS.get(self.qualifier, _EXACT)[1]


_EXACT = (Fraction(1), Fraction(1))
_BOUNDS = {
    "over": (Fraction(1), Fraction(3, 2)),
    "at least": (Fraction(1), Fraction(3, 2)),
    "about": (Fraction(7, 8), Fraction(9, 8)),
    "under": (Fraction(2, 3), Fraction(1)),
    "at most": (Fraction(2, 3), Fraction(1)),
}


def read_digits(form: str) -> tuple[Fraction, tuple[Fraction, ...]]:
    """Return the value of ASCII digits with separators, and the other values they may have.

    Examples
    --------
    >>> read_digits("783,562")[0] == 783562 and read_digits("6,34")[0] == Fraction(634, 100)
    True
    """
    form = form.replace("'", ",").replace("’", ",")[:_LONGEST].rstrip(".,")
    groups = re.split("[.,]", form)
    plain = Fraction(int("".join(groups)))
    if len(groups) == 1:
        return plain, ()
    decimal = Fraction(int("".join(groups[:-1])), 1) + Fraction(int(groups[-1]), 10 ** len(groups[-1]))
    if len(groups) > 2:
        last_is_decimal = len(groups[-1]) != 3 and all(len(group) == 3 for group in groups[1:-1])
        return (decimal, ()) if last_is_decimal else (plain, ())
    if len(groups[1]) != 3 or groups[0].startswith("0"):
        return decimal, ()
    return (plain, (decimal,)) if "," in form else (decimal, (plain,))


def same_number(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers, of either language, say the same.

    Examples
    --------
    >>> two, second = (Quantity(Span(0, 3), Fraction(2), kind) for kind in ("cardinal", "ordinal"))
    >>> same_number(two, two), same_number(two, second)
    (True, False)
    """
    if one.kind == other.kind == "decade":
        return one.amount == other.amount or _same_short_decade(*sorted((one.amount, other.amount)))
    if "time" in (one.kind, other.kind):
        return _same_time(one, other)
    if not _kinds_meet(one, other):
        return False
    return any(value in other.readings for value in one.readings)


def _same_short_decade(short: Fraction, full: Fraction) -> bool:
    """Tell whether ``السبعينيات`` may be the 1970s: without a century it is one that people remember."""
    return short < 100 and 1900 <= full < 2100 and (full - short) % 100 == 0


def _kinds_meet(one: Quantity, other: Quantity) -> bool:
    kinds = {one.kind, other.kind}
    if "percentage" in kinds and "percentage point" in (one.unit, other.unit):
        return False
    if len(kinds) == 1 or kinds <= _CARDINAL:
        return True
    if kinds <= _ORDER:
        return True
    if "ordinal" in kinds or "century" in kinds:
        return (one if other.kind in ("ordinal", "century") else other).either
    return "decade" in kinds and kinds <= {"decade", "year", "cardinal"}


def _same_time(one: Quantity, other: Quantity) -> bool:
    if one.kind == other.kind:
        half_day = Fraction(720)
        return any((a - b) % half_day == 0 for a in one.readings for b in other.readings)
    clock, plain = (one, other) if one.kind == "time" else (other, one)
    if plain.kind not in ("cardinal", "ordinal", "label", "code"):
        return False
    minutes = clock.amount
    values = {minutes / 60, (minutes / 60) % 12} if minutes % 60 == 0 else set()
    values.add(Fraction(int(minutes) // 60 * 100 + int(minutes) % 60))
    return any(value in values for value in plain.readings)
