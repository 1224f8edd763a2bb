"""How the items of a reading are said in English: the one place that words quantities, dates, names and quotations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache

from toolkit.article.lexicon import MONTH_NAMES, WEEKDAY_NAMES, rows
from toolkit.language.currencies import CURRENCY_PLURALS, CURRENCY_SIGNS
from toolkit.language.dates import DateMention
from toolkit.language.names import Name
from toolkit.language.quantity import Quantity
from toolkit.language.speech import Quotation

__all__ = ["comparable", "format_amount", "in_english", "plural", "written_day"]

_SMALL = "zero one two three four five six seven eight nine ten".split()
_PARTS = {Fraction(1, 2): "a half", Fraction(1, 4): "a quarter", Fraction(1, 3): "a third"}
_FRACTIONS = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two-thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
    Fraction(1, 5): "a fifth",
}
_VAGUE = {10: "dozens", 100: "hundreds", 10**3: "thousands", 10**6: "millions", 10**9: "billions"}
_VAGUE |= {10**4: "tens of thousands", 10**5: "hundreds of thousands", 10**7: "tens of millions"}
_QUALIFIED = {"about": "about", "over": "more than", "under": "less than", "at least": "at least", "at most": "at most"}
_WITH_AN = frozenset({"hour", "ounce"})


@cache
def _plurals() -> dict[str, str]:
    return {singular: many for singular, many, _ in rows("units")} | CURRENCY_PLURALS


def plural(unit: str) -> str:
    """Return the English plural of a unit.

    Examples
    --------
    >>> plural("person"), plural("square kilometre"), plural("yen")
    ('people', 'square kilometres', 'yen')
    """
    of, _, last = unit.rpartition(" ")
    known = _plurals().get(unit) or f"{of} {_plurals().get(last, f'{last}s')}".strip()
    return known if unit else ""


def in_english(item: Quantity | DateMention | Name | Quotation, arabic: str) -> str:
    """Return an item of an Arabic reading as English news writes it.

    Parameters
    ----------
    item
        The item.
    arabic
        Its words.
    """
    if isinstance(item, Quantity):
        return _quantity(item)
    if isinstance(item, DateMention):
        return _date(item)
    return item.english if isinstance(item, Name) else _quotation(item, len(arabic.split()))


def comparable(item: Quantity | DateMention | Name | Quotation) -> str:
    """Return a canonical form in which equal items are equal texts: "6000", "2022-02-24", "14:00", a name."""
    if isinstance(item, Quantity):
        return _exact(item.amount) + (f"–{_exact(item.upto)}" if item.upto is not None else "")
    if isinstance(item, DateMention):
        return _date_value(item)
    name = item if isinstance(item, Name) else item.speaker
    return (name.canonical if isinstance(item, Name) else name.english) if name else ""


def _exact(value: Fraction) -> str:
    """Return a value in digits, exact where its decimals end: never 1.2e+06."""
    with localcontext(prec=80):
        number = Decimal(value.numerator) / Decimal(value.denominator)
        ends = Fraction(number) == value
    return f"{number:f}" if ends else f"{float(value):.6g}"


def _date(mention: DateMention) -> str:
    said = mention.english()
    if mention.hour is not None:
        return said
    if mention.start and mention.end and (mention.hijri or (mention.phrase and mention.resolution == "published")):
        return f"{said} ({_days(mention.start, mention.end)})"
    if mention.resolution == "published" and mention.start and mention.end:
        weekday = f"{WEEKDAY_NAMES[mention.start.weekday()]} " if mention.weekday is not None else ""
        return f"{weekday}{_days(mention.start, mention.end)}"
    alone = not mention.day and not mention.year and not mention.phrase
    relative = mention.relative if alone and mention.relative in ("last", "next") else ""
    return f"{relative} {said}".strip()


def written_day(day: date, *, weekday: bool = False) -> str:
    """Return a day as a brief writes it: ``3 July 2025``, or ``Thursday 3 July 2025``.

    Examples
    --------
    >>> from datetime import date
    >>> written_day(date(2025, 7, 3), weekday=True)
    'Thursday 3 July 2025'
    """
    name = f"{WEEKDAY_NAMES[day.weekday()]} " if weekday else ""
    return f"{name}{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _days(start: date, end: date) -> str:
    """Return ``2 July 2025``, ``June 2025``, ``2024`` or ``30 June–6 July 2025``."""
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if whole and (start.year, start.month) == (end.year, end.month):
        return f"{MONTH_NAMES[start.month - 1]} {start.year}"
    if whole and (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    last = written_day(end)
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    return f"{start.day} {MONTH_NAMES[start.month - 1]}{f' {start.year}' if start.year != end.year else ''}–{last}"


def _date_value(mention: DateMention) -> str:
    if mention.hour is not None:
        return f"{mention.hour:02d}:{mention.minute or 0:02d}"
    if mention.start and mention.end:
        plain = not (mention.hijri or mention.day or mention.phrase or mention.months) and mention.year
        if plain:
            return f"{mention.year}-{mention.month:02d}" if mention.month else str(mention.year)
        return mention.start.isoformat() if mention.start == mention.end else f"{mention.start}/{mention.end}"
    if mention.month and not mention.hijri:
        days = [f"-{day:02d}" for day in (mention.day_from, mention.day) if day] or [""]
        return "/".join(f"{mention.year or '-'}-{mention.month:02d}{day}" for day in days)
    return mention.english()


def _quotation(quotation: Quotation, length: int) -> str:
    who = quotation.speaker.english if quotation.speaker else "(speaker not named in this sentence)"
    if quotation.english:
        return (
            f"{who} {quotation.verb}{f': “{quotation.english}”' if quotation.direct else f' that {quotation.english}'}"
        )
    what = ": “…”" if quotation.direct else " that …"
    return f"{who} {quotation.verb}{what} ({length} words)"


def _quantity(quantity: Quantity) -> str:
    said = _range(quantity) if quantity.upto is not None else _said(quantity)
    if quantity.kind == "percentage" and quantity.also and quantity.also[0] > 0 and quantity.amount > 0:
        said = f"{said} or {format_amount(replace(quantity, amount=quantity.also[0]))}"
    qualified = f"{_QUALIFIED[quantity.qualifier]} {said}" if quantity.qualifier else said
    return f"{qualified} {_article(quantity.per)}" if quantity.per else qualified


def _range(quantity: Quantity) -> str:
    """``10–15 people``."""
    assert quantity.upto is not None
    low = format_amount(replace(quantity, kind="cardinal"))
    high = _said(replace(quantity, amount=quantity.upto, digits=True, upto=None))
    if quantity.amount < 0:
        return f"{low} to {high}"
    sign = high[0] if high[0] in CURRENCY_SIGNS.values() else ""
    return f"{sign}{low}–{high.removeprefix(sign)}"


def _said(quantity: Quantity) -> str:
    amount, whole, origin = quantity.amount, int(quantity.amount), quantity.origin
    if quantity.kind == "vague":
        many, things = _VAGUE.get(whole, f"some {whole:,}"), f"{origin} {plural(quantity.unit)}".strip()
        return f"{many} of {things}" if quantity.unit else many
    if quantity.kind == "label" and quantity.digits:
        return f"no. {_exact(amount)}"
    if quantity.kind == "decade":
        return f"the {format_amount(quantity)}"
    if quantity.kind == "multiple":
        return "double" if amount == 2 else f"{_count(quantity)} times"
    if quantity.kind == "cardinal" and quantity.unit == "time" and amount in (1, 2):
        return "once" if amount == 1 else "twice"
    if quantity.kind == "fraction" and amount in _FRACTIONS:
        return _FRACTIONS[amount]
    if quantity.kind == "money":
        return _money(quantity)
    spelled_part = amount - whole if not quantity.digits and quantity.unit and whole < 1000 else Fraction(0)
    noun = (
        quantity.unit
        if amount == 1 or quantity.kind == "ordinal" or (whole == 1 and spelled_part in _PARTS)
        else plural(quantity.unit)
    )
    thing = f"{origin} {noun}".strip()
    if spelled_part in _PARTS:
        if whole == 1:
            return f"{_article(thing)} and {_PARTS[spelled_part]}"
        return f"{_SMALL[whole] if whole <= 10 else whole} and {_PARTS[spelled_part]} {thing}"
    if amount == 1 and quantity.weak and thing:
        return _article(thing)
    return f"{_count(quantity)} {thing}".strip()


def _article(noun: str) -> str:
    return f"{'an' if noun in _WITH_AN else 'a'} {noun}"


def _count(quantity: Quantity) -> str:
    if not quantity.digits and quantity.kind in ("cardinal", "multiple") and quantity.amount in range(11):
        return _SMALL[int(quantity.amount)]
    return format_amount(quantity)


def _money(quantity: Quantity) -> str:
    amount, currency, origin = format_amount(quantity), quantity.unit, quantity.origin
    if quantity.amount.denominator in (2, 5, 10) and abs(quantity.amount) < 1000:
        amount += "0"  # $61.20
    if currency in ("dollar", "euro") and origin in ("", "American"):
        return f"{CURRENCY_SIGNS[currency]}{amount}"
    if origin == "sterling":
        return f"£{amount}"
    return f"{amount} {origin} {currency if quantity.amount == 1 else plural(currency)}".replace("  ", " ")


def format_amount(quantity: Quantity) -> str:
    """Return the amount the way an English reader expects it: ``6,000``, ``2.3 billion``, ``1980s``, ``14:00``."""
    value = quantity.amount
    if quantity.kind == "time":
        return f"{int(value) // 60}:{int(value) % 60:02d}"
    if quantity.kind == "decade":
        return f"{int(value)}s"
    if quantity.kind == "year" or (quantity.kind == "code" and value.denominator == 1):
        return str(int(value))
    fraction = quantity.kind == "fraction" and abs(value.numerator) < value.denominator < 10
    text = f"{value.numerator}/{value.denominator}" if fraction else _plain(value)
    if quantity.kind in ("ordinal", "century"):
        text = _ordinal(int(value))
    if quantity.kind == "century":
        text += " century"
    return text + ("%" if quantity.kind == "percentage" else "")


def _plain(value: Fraction) -> str:
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(value) >= size and (value / size * 1000).denominator == 1:
            return f"{_decimal(value / size)} {word}"
    return _decimal(value)


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{Decimal(_exact(value)):,f}"


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{ending}"
