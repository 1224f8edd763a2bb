"""Numbers with their values. In: Arabic or English text. Out: Number tuples that compare across the languages.

The grammars are in `numbers_arabic` and `numbers_english`; days and years inside dates are relabelled here, so
that ``الثاني من يونيو`` and ``2 June`` meet while ``الثاني`` and ``two`` do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from toolkit.article.types import Span
from toolkit.language.words import Language, Word

__all__ = ["Number", "NumberKind", "find_numbers", "format_value", "read_digits", "same_number"]

_TOO_LARGE = 10**60  # no news counts so far: a chain of thousands and millions is no number
_LONGEST = 60  # no quantity has more digits; longer runs are read by their beginning

NumberKind = Literal[
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
class Number:
    """A number as it stands in a text, in digits or in words.

    Attributes
    ----------
    span
        Where it stands: code points into the text, magnitude words and percent signs included.
    value
        What it is worth: ``6 آلاف`` is 6000, ``half`` is 1/2, a decade is its first year (1980, or 80 where no
        century is said), a century its ordinal, a clock time its minutes after midnight.
    kind
        A word such as ``second`` is an ``ordinal`` and never equals the ``cardinal`` two; a ``label`` numbers
        its noun (Category 4, Louis XVI) and may be either; a ``day`` belongs to a date; a ``vague`` number
        (thousands, بضع) has only an order of magnitude.
    unit
        The noun that is counted, as written, or the currency; empty if none was recognized.
    qualifier
        ``"about"``, ``"over"``, ``"under"``, ``"at least"``, ``"at most"`` or empty.
    weak
        True for words that a translator may add or drop without changing the sense: one, first, a dual noun.
    digits
        True if it was written in digits.
    either
        True if it may be an ordinal as well: Arabic digits (الهدف 60 is the 60th goal), القرن العشرين.
    also
        Other readings that are just as possible: 1.234 may be 1234, and the 5 of "5 to 6 million" 5,000,000.
    """

    span: Span
    value: Fraction
    kind: NumberKind
    unit: str = ""
    qualifier: str = ""
    weak: bool = False
    digits: bool = False
    either: bool = False
    also: tuple[Fraction, ...] = ()

    @property
    def readings(self) -> tuple[Fraction, ...]:
        """The value followed by the other possible readings."""
        return (self.value, *self.also)


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
        last_is_decimal = form.count(".") == 1 and form.rfind(".") > form.rfind(",") and len(groups[-1]) != 3
        return (decimal, ()) if last_is_decimal else (plain, ())
    if len(groups[1]) != 3 or groups[0].startswith("0"):
        return decimal, ()
    return (plain, (decimal,)) if "," in form else (decimal, (plain,))


def format_value(number: Number) -> str:
    """Return the value the way an English reader expects it: ``6,000``, ``2.3 billion``, ``1980s``, ``14:00``."""
    value = number.value
    if number.kind == "time":
        return f"{int(value) // 60}:{int(value) % 60:02d}"
    if number.kind == "decade":
        return f"{int(value)}s"
    if number.kind == "year" or (number.kind == "code" and value.denominator == 1):
        return str(int(value))
    text = _plain(value)
    if number.kind in ("ordinal", "century"):
        text = _ordinal(int(value))
    if number.kind == "century":
        text += " century"
    return text + ("%" if number.kind == "percentage" else "")


def _plain(value: Fraction) -> str:
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if value >= size and (value / size * 1000).denominator == 1:
            return f"{_decimal(value / size)} {word}"
    return _decimal(value)


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return f"{int(value):,}"
    if value.numerator < value.denominator < 10 and value.denominator not in (5,):
        return f"{value.numerator}/{value.denominator}"
    return f"{float(value):,.4f}".rstrip("0").rstrip(".")


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{ending}"


def same_number(one: Number, other: Number) -> bool:
    """Tell whether two numbers, of either language, say the same.

    Examples
    --------
    >>> arabic, english = find_numbers("عاد 6 آلاف جندي", "ar")[0], find_numbers("6,000 soldiers", "en")[0]
    >>> same_number(arabic, english)
    True
    >>> same_number(find_numbers("two men", "en")[0], find_numbers("the second man", "en")[0])
    False
    """
    if one.kind == other.kind == "decade":
        return one.value == other.value or _same_short_decade(*sorted((one.value, other.value)))
    if "time" in (one.kind, other.kind):
        return _same_time(one, other)
    if not _kinds_meet(one, other):
        return False
    return any(value in other.readings for value in one.readings)


def _same_short_decade(short: Fraction, full: Fraction) -> bool:
    """Tell whether ``السبعينيات`` may be the 1970s: without a century it is one that people remember."""
    return short < 100 and 1900 <= full < 2100 and (full - short) % 100 == 0


def _kinds_meet(one: Number, other: Number) -> bool:
    kinds = {one.kind, other.kind}
    if len(kinds) == 1 or kinds <= _CARDINAL:
        return True
    if kinds <= _ORDER:
        return True
    if "ordinal" in kinds or "century" in kinds:
        return (one if other.kind in ("ordinal", "century") else other).either
    return "decade" in kinds and kinds <= {"decade", "year", "cardinal"}


def _same_time(one: Number, other: Number) -> bool:
    if one.kind == other.kind:
        half_day = Fraction(720)
        return any((a - b) % half_day == 0 for a in one.readings for b in other.readings)
    clock, plain = (one, other) if one.kind == "time" else (other, one)
    if plain.kind not in ("cardinal", "ordinal", "label", "code"):
        return False
    minutes = clock.value
    values = {minutes / 60, (minutes / 60) % 12} if minutes % 60 == 0 else set()
    values.add(Fraction(int(minutes) // 60 * 100 + int(minutes) % 60))
    return any(value in values for value in plain.readings)


@lru_cache(maxsize=4096)
def _find(text: str, language: Language) -> tuple[Number, ...]:
    from toolkit.language.dates import find_dates
    from toolkit.language.numbers_arabic import scan_arabic
    from toolkit.language.numbers_english import scan_english

    numbers = scan_arabic(text) if language == "ar" else scan_english(text)
    dates = find_dates(text, language)
    found = []
    for number in numbers:
        kind = next((k for d in dates if (k := d.role_of(number.span))), None)
        if kind == "skip" or abs(number.value) >= _TOO_LARGE:
            continue
        found.append(replace(number, kind=kind, weak=False) if kind else number)
    return tuple(found)


def find_numbers(text: str, language: Language) -> list[Number]:
    """Find every number of `text`, in order.

    Parameters
    ----------
    text
        One sentence or more.
    language
        ``"ar"`` or ``"en"``.

    Examples
    --------
    >>> [int(n.value) for n in find_numbers("820 ألف برميل وخمسة وعشرون ناقلة", "ar")]
    [820000, 25]
    """
    return list(_find(text, language))


def is_year(word: Word) -> bool:
    """Tell whether a digit group looks like a year: four digits, 1000 to 2100, no separator."""
    return bool(re.fullmatch("1[0-9]{3}|20[0-9]{2}|2100", word.form))
