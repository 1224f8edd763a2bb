"""Numbers with what they count, in English. In: a number of an Arabic text. Out: its widest span and how to say it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from toolkit.article.lexicon import rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.language.currencies import CURRENCIES, CURRENCY_PLURALS, CURRENCY_SIGNS
from toolkit.language.gazetteer import entries_in_arabic
from toolkit.language.numbers import Number, format_value
from toolkit.language.numerals_arabic import DUAL_NOUNS, QUALIFIERS
from toolkit.language.words import Word, strip_prefixes

__all__ = ["Counted", "counted", "counted_nouns", "single_measures"]

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
_LEADS = frozenset(arabic_form(w) for w in "من عن ما لا يقل تقل يزيد تزيد على".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its qualifier and noun: ``نحو 6 آلاف جندي`` is "about 6,000 soldiers"."""

    span: Span
    english: str
    unit: str


@lru_cache(maxsize=1)
def counted_nouns() -> dict[str, tuple[str, str]]:
    """Arabic nouns that are counted in news, in the form they are compared in, to English singular and plural."""
    nouns: dict[str, tuple[str, str]] = {}
    for singular, plural, arabic in rows("units"):
        for word in arabic.split():
            nouns.setdefault(arabic_form(word), (singular, plural))
    return nouns


def counted(text: str, words: list[Word], number: Number) -> Counted:
    """Join a number with the words before and after that belong to it.

    Parameters
    ----------
    text, words
        The Arabic text and `split_words` of it.
    number
        One of `find_numbers(text, "ar")`.
    """
    start, end, noun, adjective = number.span.start, number.span.end, "", ""
    at = bisect_left(words, end, key=_start_of)
    inner = _noun_inside(text, words, number)
    if inner:
        noun = inner
    elif at < len(words) and number.kind in ("cardinal", "money", "vague"):
        noun, width = _noun(words, at, number)
        if width:
            end = words[at + width - 1].end
            adjective, after = _adjective(words, at + width)
            end = words[after - 1].end if adjective else end
    start, qualifier = _qualified(words, number, start)
    return Counted(Span(start, end), _say(number, noun, adjective, qualifier), noun)


_MEASURES = {arabic_form(w): e for w, e in (("ساعة", "an hour"), ("أسبوع", "a week"), ("شهر", "a month"))}
_MEASURES |= {
    arabic_form(w): e for w, e in (("عام", "a year"), ("سنة", "a year"), ("عقد", "a decade"), ("قرن", "a century"))
}
_BEFORE_MEASURE = frozenset(
    arabic_form(w) for w in "لمدة نحو حوالي قرابة استمر استمرت استغرق استغرقت دام دامت زهاء".split()
)


def single_measures(words: list[Word], taken: list[Span]) -> list[Counted]:
    """Find one of a measure without a number: ``لمدة ساعة تقريبا`` is "about an hour"."""
    found = []
    for at, word in enumerate(words):
        said = _MEASURES.get(word.form)
        if not said or any(Span(word.start, word.end).overlaps(span) for span in taken):
            continue
        before, two = (words[at - 1].form if at else ""), (words[at - 2].form if at > 1 else "")
        after = words[at + 1] if at + 1 < len(words) else None
        if after and (after.kind == "digits" or after.form in ("واحد", "واحده")):
            continue
        about = before in ("نحو", "حوالي", "قرابه", "زهاء") or (after is not None and after.form == "تقريبا")
        over = before == "من" and two in ("اكثر", "لاكثر", "باكثر")
        if before not in _BEFORE_MEASURE and not over:
            continue
        start = (
            words[at - 2].start + (two != "اكثر")
            if over
            else words[at - 1].start
            if about and before != "لمده"
            else word.start
        )
        end = after.end if after is not None and after.form == "تقريبا" else word.end
        qualifier = "more than " if over else "about " if about else ""
        found.append(Counted(Span(start, end), qualifier + said, said.split()[1]))
    return found


def _plural(number: Number) -> int:
    return 0 if number.value == 1 and number.kind != "vague" else 1


def _noun(words: list[Word], at: int, number: Number) -> tuple[str, int]:
    """Return the English noun for the words at `at` and how many of them it takes."""
    form = words[at].form
    if words[at].kind != "arabic":
        return "", 0
    if number.kind == "vague" and form.startswith("ال"):
        form = form[2:]  # مئات الجنود
    if form in CURRENCIES:
        return CURRENCIES[form], 1
    found = counted_nouns().get(form)
    if not found:
        return "", 0
    noun = found[_plural(number)]
    following = words[at + 1].form if at + 1 < len(words) else ""
    if found[0] in ("kilometre", "metre", "mile") and following in ("مربع", "مربعا", "مربعه"):
        return f"square {noun}", 2
    if found[0] == "point" and following in ("ميويه", "اساس"):
        return "percentage points" if _plural(number) else "percentage point", 2
    return noun, 1


def _start_of(word: Word) -> int:
    return word.start


def _noun_inside(text: str, words: list[Word], number: Number) -> str:
    """Return the noun of ``ساعة ونصف``, ``ثلاث سنوات ونصف`` or a dual, which the number's own span holds."""
    first, last = (bisect_left(words, edge, key=_start_of) for edge in number.span)
    for word in words[first:last]:
        if word.kind != "arabic":
            continue
        for stem in strip_prefixes(word.form):
            found = counted_nouns().get(stem) or counted_nouns().get(DUAL_NOUNS.get(stem, ""))
            if found:
                return found[1 if number.value >= 2 else 0]
    return ""


def _adjective(words: list[Word], at: int) -> tuple[str, int]:
    """Return a nationality after the noun (``جندي أوكراني``) and the index after it."""
    if at >= len(words) or words[at].kind != "arabic" or words[at].form.startswith(("ال", "و", "ل")):
        return "", at
    if words[at].form in ("استرليني", "استرلينيا"):
        return "sterling", at + 1
    matches = [match for match in entries_in_arabic([words[at]]) if match.adjective]
    if not matches or not matches[0].entry.english_people:
        return "", at
    return matches[0].entry.english_people[0], at + 1


def _qualified(words: list[Word], number: Number, start: int) -> tuple[int, str]:
    """Return where the qualifier begins and what it says."""
    if not number.qualifier:
        return start, ""
    at = next(i for i, word in enumerate(words) if word.end > start) - 1
    first = at + 1
    while at >= 0 and (words[at].form in _LEADS or words[at].form in QUALIFIERS):
        first, at = at, at - 1
        if words[first].form in QUALIFIERS and number.qualifier in ("about", "over", "under"):
            break
        if words[first].form == "لا":
            first -= first > 0 and words[first - 1].form in ("ما", "بما")
            break
    held = {word.form for word in words[first:] if word.start < start}
    if not held & (set(QUALIFIERS) | {"لا"}):
        return start, ""
    particle = words[first].form[:1] in ("ل", "ب") and words[first].form[1:] in QUALIFIERS
    return words[first].start + particle, _QUALIFIED[number.qualifier]


def _say(number: Number, noun: str, adjective: str, qualifier: str) -> str:
    said = _amount(number, noun, adjective)
    return f"{qualifier} {said}" if qualifier else said


def _amount(number: Number, noun: str, adjective: str) -> str:
    value, whole = number.value, int(number.value)
    if number.kind == "vague":
        many = _VAGUE.get(whole, f"some {whole:,}")
        things = CURRENCY_PLURALS.get(noun, noun)
        return f"{many} of {adjective + ' ' if adjective else ''}{things}" if noun else many
    if number.kind == "decade":
        return f"the {format_value(number)}"
    if number.kind == "multiple":
        return "double" if value == 2 else f"{_count(number)} times"
    if number.kind == "fraction" and value in _FRACTIONS:
        return _FRACTIONS[value]
    if number.kind == "money":
        return _money(number, noun or number.unit, adjective)
    part = value - whole
    thing = f"{adjective} {noun}".strip()
    if part in _PARTS and not number.digits and thing and whole < 1000:
        if whole == 1:
            return f"{'an' if thing == 'hour' else 'a'} {thing} and {_PARTS[part]}"
        return f"{_SMALL[whole] if whole <= 10 else whole} and {_PARTS[part]} {thing}"
    return f"{_count(number)} {thing}".strip()


def _count(number: Number) -> str:
    if not number.digits and number.kind in ("cardinal", "multiple") and number.value in range(11):
        return _SMALL[int(number.value)]
    return format_value(number)


def _money(number: Number, currency: str, adjective: str) -> str:
    amount = format_value(number)
    if currency in ("dollar", "euro") and adjective in ("", "American"):
        return f"{CURRENCY_SIGNS[currency]}{amount}"
    plural = currency if number.value == 1 else CURRENCY_PLURALS[currency]
    if adjective == "sterling":
        return f"£{amount}"
    return f"{amount} {adjective} {plural}".replace("  ", " ")
