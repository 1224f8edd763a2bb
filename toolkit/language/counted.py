"""What an Arabic number counts: its noun, nationality, qualifier and rate, and the span that holds all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.article.lexicon import arabic_words, by_arabic, names, rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.language.currencies import CURRENCIES
from toolkit.language.gazetteer import entries_in_arabic
from toolkit.language.numerals_arabic import DUAL_NOUNS, METRIC, QUALIFIERS, counted_nouns
from toolkit.language.quantity import Quantity
from toolkit.language.words import MINUS, Word, offsets, strip_prefixes

__all__ = ["counted", "ranges", "single_measures"]

_DIVISIBLE = frozenset(
    "point degree percent kilometre metre mile centimetre millimetre foot inch ton kilogram gram litre millilitre "
    "gallon ounce hectare feddan dunam hour minute second year month week day time megawatt kilowatt gigawatt watt "
    "gigabyte megabyte knot barrel decade century".split()
)
"""What there is a part of: 3.124 tons may be three and a bit, 3.124 accidents are three thousand."""
_LENGTHS = frozenset({"kilometre", "metre", "mile", "centimetre", "millimetre", "foot", "inch"})
_PAIRS = {
    ("point", "ميويه"): "percentage point",
    ("point", "اساس"): "basis point",
    ("degree", "ميويه"): "degree Celsius",
}
_PAIRS[("degree", "فهرنهايت")] = "degree Fahrenheit"
_LEADS = frozenset(arabic_form(w) for w in "من عن ما لا يقل تقل يزيد تزيد على".split())
_RATES = [(tuple(map(arabic_form, said.split())), unit) for unit, cell in rows("rates") for said in names(cell)]
_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}
_SQUARE = {form + end: power for form, power in (("مربع", "square"), ("مكعب", "cubic")) for end in ("", "ا", "ه")}
_BETWEEN = frozenset({"بين", "وبين", "مابين"})
_RANGED = frozenset({"cardinal", "percentage", "money"})
_CHANGES = arabic_words("arabic_numerals", "change", column=2)
_ABOUT = frozenset(form for form, name in QUALIFIERS.items() if name == "about")
_LASTING = _ABOUT | {arabic_form(w) for w in "لمدة استمر استمرت استغرق استغرقت دام دامت".split()}
_MEASURES = by_arabic(
    (("hour", "ساعة"), ("week", "أسبوع"), ("month", "شهر"), ("year", "عام سنة"), ("decade", "عقد"), ("century", "قرن"))
)
_NUMBERED = by_arabic((("minute", "الدقيقة"), ("place", "المركز المرتبة"), ("round", "الجولة")))
"""Nouns before a number that gives them their place in a row: the 12th minute."""


def counted(words: Sequence[Word], number: Quantity) -> Quantity:
    """Join a quantity with the words before and after that belong to it: ``نحو 6 آلاف جندي أوكراني``.

    Parameters
    ----------
    words
        The words of the Arabic sentence.
    number
        One of its quantities.

    Returns
    -------
    Quantity
        With the English of its noun as `unit`, and its qualifier only if the span holds it.
    """
    end, noun, origin, per = number.span.end, _noun_inside(words, number), "", ""
    first, at = (bisect_left(words, edge, key=_start_of) for edge in number.span)
    numbered = next((s for s in strip_prefixes(words[first - 1].form) if s in _NUMBERED), "") if first else ""
    if numbered and number.digits and number.kind == "cardinal" and number.upto is None:
        span = Span(words[first - 1].end - len(numbered), end)
        return replace(number, kind="ordinal", unit=_NUMBERED[numbered], span=span, qualifier="")
    if not noun and at < len(words) and number.kind in ("cardinal", "money", "vague"):
        noun, width = _noun(words, at, number)
        if width:
            origin, after = _adjective(words, at + width)
            per, after = _rate(words, after)
            end = words[after - 1].end
    whole = noun and number.kind == "cardinal" and noun.split()[-1] not in _DIVISIBLE and not noun.startswith("degree")
    written = words[first : first + 1]
    if number.also and number.digits and (whole or (written and written[0].form.endswith(".000"))):
        number = replace(number, amount=max(number.readings), also=())
    elif number.kind == "ordinal" and first and "سن" in strip_prefixes(words[first - 1].form.replace("السن", "سن")):
        number, noun = replace(number, kind="cardinal"), "year"  # دون سن الخامسة
    start, qualifier = _qualified(words, number)
    after = bisect_left(words, end, key=_start_of)
    if not qualifier and [word.form for word in words[after : after + 2]] in (["علي", "الاقل"], ["علي", "الاكثر"]):
        qualifier, end = "at least" if words[after + 1].form == "الاقل" else "at most", words[after + 1].end
    unit = noun or (number.unit if number.kind == "money" else "")
    return replace(number, span=Span(start, end), unit=unit, origin=origin, per=per, qualifier=qualifier)


def ranges(words: Sequence[Word], numbers: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the numbers of a sentence with ``ما بين 10 و15 شخصا`` joined to one, each counting its noun."""
    waiting: Quantity | None = None
    for number in numbers:
        joined = waiting and _joined(words, waiting, number)
        if waiting and not joined:
            yield _as_much_as(words, counted(words, waiting), number)
        waiting = joined or number
    if waiting:
        yield counted(words, waiting)


def _as_much_as(words: Sequence[Word], low: Quantity, high: Quantity) -> Quantity:
    """Return the first number of ``من 6 إلى 12 مترا`` with what the second counts."""
    first, after = (bisect_left(words, edge, key=_start_of) for edge in low.span)
    gap = [word.form for word in words[after : bisect_left(words, high.span.start, key=_start_of)]]
    if (
        gap != ["الي"]
        or low.unit
        or low.kind != "cardinal"
        or [word.form for word in words[first - 1 : first]] != ["من"]
    ):
        return low
    return replace(low, kind=high.kind, unit=counted(words, high).unit) if high.kind in _RANGED else low


def _joined(words: Sequence[Word], low: Quantity, high: Quantity) -> Quantity | None:
    """Return two numbers as one range, if they are one."""
    if low.upto is not None or low.kind not in ("cardinal", high.kind) or high.kind not in _RANGED:
        return None
    first, after = (bisect_left(words, edge, key=_start_of) for edge in (low.span.start, low.span.end))
    gap = [word.form for word in words[after : bisect_left(words, high.span.start, key=_start_of)]]
    if len(gap) == 1 and words[after].end > high.span.start:
        gap = ["و"]  # وعشرة
    lead = [word.form for word in words[max(0, first - 3) : first]]
    between = any(form in _BETWEEN for form in lead[-1:]) and gap == ["و"]
    from_to = gap in (["الي"], ["حتي"]) and not any(word.form in _CHANGES for word in words[max(0, first - 8) : first])
    dash = len(gap) == 1 and gap[0] in MINUS and (high.kind != "cardinal" or bool(high.unit))
    amount = low.amount
    if low.also and high.amount >= low.also[-1] and high.amount >= 1000 * low.amount:
        amount = low.also[-1]  # 5 to 6 million
    if _is_score(words, low, high, gap):
        return replace(low, span=Span(low.span.start, high.span.end), upto=high.amount, weak=False, also=())
    if high.amount < 0 < amount and between:  # بين 3 و5 درجات تحت الصفر
        span = Span(low.span.start, high.span.end)
        return replace(high, span=span, upto=-amount, weak=False, also=())
    if not (between or from_to or dash) or amount >= high.amount:
        return None
    return replace(high, span=Span(low.span.start, high.span.end), amount=amount, upto=high.amount, weak=False, also=())


def _is_score(words: Sequence[Word], low: Quantity, high: Quantity, gap: Sequence[str]) -> bool:
    """``3-1``, ``5 - 4``: two small numbers in digits with a dash between, that count nothing."""
    digits = low.digits and high.digits and low.kind == high.kind == "cardinal"
    small = all(number.amount in range(200) for number in (low, high))
    after = bisect_left(words, high.span.end, key=_start_of)
    counts = after < len(words) and _noun(words, after, high)[1]
    return digits and small and not counts and len(gap) == 1 and gap[0] in MINUS


def single_measures(words: Sequence[Word], taken: Sequence[Span]) -> list[Quantity]:
    """Find one of a measure without a number: ``لمدة ساعة تقريبا`` is "about an hour"."""
    found, covered = [], offsets(taken)
    for at, word in enumerate(words):
        unit = _MEASURES.get(word.form)
        if not unit or word.start in covered:
            continue
        before, two = (words[at - 1].form if at else ""), (words[at - 2].form if at > 1 else "")
        after = words[at + 1] if at + 1 < len(words) else None
        if after and (after.kind == "digits" or after.form in ("واحد", "واحده")):
            continue
        over = before == "من" and two in ("اكثر", "لاكثر", "باكثر")
        if before not in _LASTING and not over:
            continue
        roughly = after is not None and after.form == "تقريبا"
        start = word.start
        if over:
            start = words[at - 2].start + (two != "اكثر")
        elif before in _ABOUT:
            start = words[at - 1].start
        span = Span(start, after.end if after is not None and roughly else word.end)
        qualifier = "over" if over else "about" if roughly or before in _ABOUT else ""
        found.append(Quantity(span, Fraction(1), "cardinal", unit, qualifier, weak=True))
    return found


def _noun(words: Sequence[Word], at: int, number: Quantity) -> tuple[str, int]:
    """Return the English noun for the words at `at` and how many of them it takes."""
    form = words[at].form
    if words[at].kind != "arabic":
        return "", 0
    if number.kind == "vague" and form.startswith("ال"):
        form = form[2:]  # مئات الجنود
    if form in CURRENCIES:
        return CURRENCIES[form], 1
    noun = counted_nouns().get(form, "")
    after = words[at + 1] if at + 1 < len(words) else None
    following = after.form if after else ""
    if form in METRIC and after and not after.spaced and following in _POWERS:
        return f"{_POWERS[following]} {METRIC[form]}", 2
    if form == "م" and following in _SQUARE:
        return f"{_SQUARE[following]} metre", 2
    if noun in _LENGTHS and following in _SQUARE:
        return f"{_SQUARE[following]} {noun}", 2
    if (noun, following) in _PAIRS:
        return _PAIRS[noun, following], 2
    if noun == "injury" and following.startswith("ب"):
        noun = "case"  # إصابة بحمى الضنك
    return noun, 1 if noun else 0


def _start_of(word: Word) -> int:
    return word.start


def _noun_inside(words: Sequence[Word], number: Quantity) -> str:
    """Return the noun of ``ساعة ونصف``, ``ثلاث سنوات ونصف`` or a dual, which the number's own span holds."""
    first, last = (bisect_left(words, edge, key=_start_of) for edge in number.span)
    for word in words[first:last]:
        for stem in strip_prefixes(word.form) if word.kind == "arabic" else ():
            if noun := counted_nouns().get(stem) or counted_nouns().get(DUAL_NOUNS.get(stem, "")):
                return noun
    return ""


def _adjective(words: Sequence[Word], at: int) -> tuple[str, int]:
    """Return a nationality after the noun (``جندي أوكراني``) and the index after it."""
    if at >= len(words) or words[at].kind != "arabic" or words[at].form.startswith(("ال", "و", "ل")):
        return "", at
    if words[at].form in ("استرليني", "استرلينيا"):
        return "sterling", at + 1
    matches = [match for match in entries_in_arabic([words[at]]) if match.adjective]
    if not matches or not matches[0].entry.english_people:
        return "", at
    return matches[0].entry.english_people[0], at + 1


def _rate(words: Sequence[Word], at: int) -> tuple[str, int]:
    """Return the time that the count refers to (``يوميا``) and the index after it."""
    for forms, unit in _RATES:
        after = words[at + len(forms)].form if at + len(forms) < len(words) else ""
        described = len(forms) > 1 and after.startswith("ال")  # في الأسبوع المنتهي is no rate
        if tuple(word.form for word in words[at : at + len(forms)]) == forms and not described:
            return unit, at + len(forms)
    return "", at


def _qualified(words: Sequence[Word], number: Quantity) -> tuple[int, str]:
    """Return where the qualifier begins, and the qualifier if it stands right before the number."""
    start = number.span.start
    if not number.qualifier:
        return start, ""
    at = bisect_right(words, start, key=_start_of) - 2
    first = at + 1
    while at >= 0 and (words[at].form in _LEADS or _bare(words[at].form) in QUALIFIERS):
        first, at = at, at - 1
        if _bare(words[first].form) in QUALIFIERS and number.qualifier in ("about", "over", "under"):
            break
        if words[first].form == "لا":
            first -= first > 0 and words[first - 1].form in ("ما", "بما")
            break
    held = {_bare(word.form) for word in words[first : first + 8] if word.start < start}
    if not held & (set(QUALIFIERS) | {"لا"}):
        return start, ""
    particle = words[first].form[:1] in ("ل", "ب", "و") and words[first].form[1:] in QUALIFIERS
    return words[first].start + particle, number.qualifier


def _bare(form: str) -> str:
    return form if form in QUALIFIERS else form.removeprefix("و")
