"""How much of an article its summary keeps. In: a brief. Out: Coverage: sentences, numbers and dates, names.

Counts what is mentioned, not whether it is right: that is what verdicts and findings are for. A summary has to leave
things out; these figures show which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.brief.types import Brief
from toolkit.language.dates import DateMention, find_dates
from toolkit.language.english import content_words
from toolkit.language.fact import Fact
from toolkit.language.gazetteer import entry_for
from toolkit.language.names import find_names
from toolkit.language.numbers import find_numbers

from .rates import Rate

__all__ = ["Coverage", "coverage", "is_told"]

_NAMES = ("person", "place", "organization")
_YEAR = re.compile(r"\b(?:1[0-9]|20)[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a summary keeps of its article.

    Attributes
    ----------
    sentences
        Body sentences that at least one claim stands on.
    numbers, names
        Different numbers, dates and times, and different people, places and bodies of the article's title and body
        that the summary mentions.
    lost
        The numbers, dates and times that it does not mention, once each, in the order of the article.
    words
        Length of the summary.
    """

    sentences: Rate
    numbers: Rate
    names: Rate
    lost: tuple[Fact, ...]
    words: int


def coverage(brief: Brief) -> Coverage:
    """Compare the claims of a brief with its article.

    Examples
    --------
    >>> coverage(brief).sentences  # doctest: +SKIP
    Rate(hits=5, total=16)
    """
    body = {sentence.index for sentence in brief.article.of_kind("body")}
    stood_on = {evidence.sentence for claim in brief.claims for evidence in claim.evidence}
    told = " ".join(claim.text for claim in brief.claims)
    facts = [fact for fact in _different(brief.facts) if fact.kind != "quotation"]
    names = [fact for fact in facts if fact.kind in _NAMES]
    numbers = [fact for fact in facts if fact.kind not in _NAMES]
    lost = tuple(fact for fact in numbers if not is_told(fact, told))
    return Coverage(
        Rate(len(stood_on & body), len(body)),
        Rate(len(numbers) - len(lost), len(numbers)),
        Rate(sum(is_told(fact, told) for fact in names), len(names)),
        lost,
        sum(len(claim.text.split()) for claim in brief.claims),
    )


def is_told(fact: Fact, english: str) -> bool:
    """Tell whether English text mentions a fact: a number with its noun, a day, or a name in any usual spelling.

    Examples
    --------
    >>> from toolkit import read_text
    >>> from toolkit.evidence import find_facts
    >>> (soldiers, kyiv) = find_facts(read_text("عاد 6 آلاف جندي أوكراني إلى كييف."))
    >>> is_told(soldiers, "Six thousand soldiers are back."), is_told(kyiv, "Six thousand soldiers are back.")
    (True, False)
    """
    if fact.kind in _NAMES:
        return _names_it(fact, english)
    if fact.kind in ("date", "time"):
        return _dates_it(fact, english)
    said = find_numbers(fact.english, "en")
    if not said:
        return fact.english.lower() in english.lower()
    nouns = {word.stem for word in content_words(fact.english)[-1:] if not word.digits}
    known = {word.stem for word in content_words(english)}
    return nouns <= known and any(number.value == said[0].value for number in find_numbers(english, "en"))


def _different(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts of different value, the first of each."""
    return list({(fact.kind, fact.value or fact.english): fact for fact in reversed(list(facts))}.values())[::-1]


def _names_it(fact: Fact, english: str) -> bool:
    wanted = fact.value or fact.english
    last = wanted.split()[-1].lower()
    words = {word.strip("’'s") for word in re.findall(r"[\w’'-]+", english.lower())}
    names = find_names(english)
    entries = {entry.name for name in names for word in name.words if (entry := entry_for([word.text]))}
    return last in words or wanted in {name.canonical for name in names} | entries


def _dates_it(fact: Fact, english: str) -> bool:
    wanted = find_dates(fact.english, "en")
    if not wanted:
        return bool(set(_YEAR.findall(fact.english)) & set(_YEAR.findall(english)))
    return any(_same_day(wanted[0], other) for other in find_dates(english, "en"))


def _same_day(one: DateMention, other: DateMention) -> bool:
    if one.hour is not None:
        return (one.hour, one.minute) == (other.hour, other.minute)
    if one.month is not None:
        return (one.month, one.day) == (other.month, other.day)
    if one.weekday is not None:
        return one.weekday == other.weekday
    return one.year is not None and one.year == other.year
