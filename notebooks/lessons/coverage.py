"""How much of an article its summary keeps. In: a brief. Out: Coverage: sentences, numbers and dates, names.

Counts what is mentioned, not whether it is right: that is what verdicts and findings are for. A summary has to leave
things out; these figures show which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.brief.brief import Brief
from toolkit.language.dates import DateMention
from toolkit.language.english import content_words
from toolkit.language.facts import Fact, with_items
from toolkit.language.names import Name
from toolkit.language.quantity import Quantity
from toolkit.language.reading import Reading, read_sentence
from toolkit.language.wording import plural

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
    found = with_items(brief.facts, brief.article)
    facts = [fact for fact in _different(found) if fact.kind != "quotation"]
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
    reading = read_sentence(english, "en")
    item = fact.item
    if isinstance(item, Name):
        return _names_it(item, reading)
    if isinstance(item, DateMention):
        return any(_same_day(item, other) for other in reading.dates)
    if not isinstance(item, Quantity):
        return fact.english.lower() in english.lower()
    nouns = {word.stem for word in content_words(plural(item.unit))[-1:]}
    return nouns <= reading.stems and any(item.amount == other.amount for other in reading.quantities)


def _different(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts of different value, the first of each."""
    return list({(fact.kind, fact.value or fact.english): fact for fact in reversed(list(facts))}.values())[::-1]


def _names_it(name: Name, reading: Reading) -> bool:
    wanted = name.canonical
    words = {word.strip("’'s") for word in re.findall(r"[\w’'-]+", reading.text.lower())}
    known = {match.entry.name for match in reading.entries} | {other.canonical for other in reading.names}
    return wanted.split()[-1].lower() in words or wanted in known


def _same_day(one: DateMention, other: DateMention) -> bool:
    if one.hour is not None:
        return (one.hour, one.minute) == (other.hour, other.minute)
    if one.month is not None:
        return (one.month, one.day) == (other.month, other.day)
    if one.weekday is not None:
        return one.weekday == other.weekday
    return one.year is not None and one.year == other.year
