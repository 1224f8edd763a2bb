"""Small errors put into correct English on purpose. In: a translation. Out: the same with one thing wrong.

Plain regular expressions and word lists, on purpose not the readers of `toolkit.evidence`: what those cannot see
must still be changed here, or the measured recall would flatter them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from random import Random

__all__ = [
    "add_clause",
    "add_negation",
    "change_name",
    "change_number",
    "drop_clause",
    "drop_negation",
    "exchange_names",
    "names_in",
]

_SMALL = "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty".split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
_SIZES = "hundred thousand million billion".split()
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_NUMBER = re.compile(
    r"(?<![\w.,])\d+(?:[.,]\d+)*|\b(?:" + "|".join([*_SMALL, *_TENS, *_SIZES, *_ORDINALS]) + r")\b", re.IGNORECASE
)


def _other(words: Sequence[str], word: str, rng: Random) -> str:
    new = rng.choice([other for other in words if other != word.lower()])
    return new.capitalize() if word[0].isupper() else new


def _other_digits(number: str, rng: Random) -> str:
    """Change one digit, or now and then swap two, or make the number ten times as large."""
    places = [at for at, char in enumerate(number) if char.isdigit()]
    way = rng.random()
    if way < 0.15 and "," not in number and "." not in number and len(places) < 4:
        return number + "0"
    if way < 0.3 and len(places) > 1 and number[places[-1]] != number[places[-2]] and number[places[-1]] != "0":
        a, b = places[-2:]
        return number[:a] + number[b] + number[a + 1 : b] + number[a] + number[b + 1 :]
    at = rng.choice(places)
    low = "123456789" if at == places[0] else "0123456789"
    return number[:at] + rng.choice([d for d in low if d != number[at]]) + number[at + 1 :]


def change_number(english: str, rng: Random) -> str | None:
    """Return `english` with one number changed, in digits or words, or None if it has none.

    Examples
    --------
    >>> change_number("They freed 25 men.", Random(1)) != "They freed 25 men."
    True
    """
    matches = list(_NUMBER.finditer(english))
    if not matches:
        return None
    match = rng.choice(matches)
    word = match.group()
    if word[0].isdigit():
        new = _other_digits(word, rng)
    else:
        new = next(_other(words, word, rng) for words in (_SMALL, _TENS, _SIZES, _ORDINALS) if word.lower() in words)
    return english[: match.start()] + new + english[match.end() :]


_CAPITALS = re.compile(
    r"(?<=[\w,;%’'] )[A-Z][^\W\d_]+(?:[-’'][^\W\d_]+)*(?: (?:of |de |al-|bin |von )?[A-Z][^\W\d_]+(?:-[^\W\d_]+)*)*"
)
_NOT_NAMES = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday"
    " Thursday Friday Saturday Sunday Mr Mrs Ms Dr President Minister Prime King Queen The He She It They We You"
    "".split()
)


def names_in(english: str) -> list[tuple[int, int]]:
    """Return where runs of capitalized words stand that do not open the sentence, months and titles left out."""
    found = []
    for match in _CAPITALS.finditer(english):
        start, words = match.start(), match.group().split()
        while words and words[0] in _NOT_NAMES:
            start += len(words[0]) + 1
            words = words[1:]
        if words and not set(words) & _NOT_NAMES and len(" ".join(words)) > 2:
            found.append((start, match.end()))
    return found


def change_name(english: str, others: Sequence[str], rng: Random) -> str | None:
    """Return `english` with one name replaced by one of `others`, of as many words where possible, or None.

    Examples
    --------
    >>> change_name("They met Angela Merkel there.", ["Tony Blair"], Random(1))
    'They met Tony Blair there.'
    """
    places = names_in(english)
    if not places:
        return None
    start, end = rng.choice(places)
    old = english[start:end]
    fresh = [name for name in others if name not in english and not set(name.split()) & set(old.split())]
    same = [name for name in fresh if len(name.split()) == len(old.split())] or fresh
    return english[:start] + rng.choice(same) + english[end:] if same else None


_DROPS: tuple[tuple[str, str], ...] = (
    (r"\b(do|does|did) not (\w+)", r"\2"),
    (r"\b(do|does|did)n['’]t (\w+)", r"\2"),
    (r"\bcannot\b", "can"),
    (r"\bcan['’]t\b", "can"),
    (r"\bwon['’]t\b", "will"),
    (r"\b(is|are|was|were|has|have|had|would|could|should)n['’]t\b", r"\1"),
    (r"\b(is|are|was|were|has|have|had|will|would|could|should|may|might|must|can) not\b", r"\1"),
    (r"\bnot (?!only)", ""),
    (r"\bnever ", ""),
    (r"\bwithout\b", "with"),
    (r"\b[Nn]o (?=[a-z])(?!longer|one|matter)", ""),
    (r"\bno longer\b", "still"),
)


_ACTS = re.compile(
    r"\b(?:[a-z]+ed|is|was|were|are|has|had|have|will|to|against|told|said|over|won|beat|left|gave|took|met)\b"
)
_CLAUSE = re.compile(r"[,.;:()]")


def exchange_names(english: str, rng: Random) -> str | None:
    """Return `english` with two names around a verb in each other's place, or None if it has no such two.

    Examples
    --------
    >>> exchange_names("Putin told Trump this.", Random(1))
    'Trump told Putin this.'
    """
    found = []
    for (a, b), (c, d) in pairwise(names_in(english)):
        between = english[b:c]
        near = 1 <= len(between.split()) <= 8 and not _CLAUSE.search(between) and _ACTS.search(between)
        if near and english[a:b].lower() != english[c:d].lower():
            found.append(english[:a] + english[c:d] + between + english[a:b] + english[d:])
    return rng.choice(found) if found else None


def drop_negation(english: str, rng: Random) -> str | None:
    """Return `english` with one negation taken out, or None if it has none.

    Examples
    --------
    >>> drop_negation("The talks did not fail.", Random(1))
    'The talks fail.'
    """
    found = [(match, new) for old, new in _DROPS for match in [re.search(old, english)] if match]
    if not found:
        return None
    match, new = rng.choice(found)
    return english[: match.start()] + match.expand(new) + english[match.end() :]


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|could|should|may|might|must|can)\b(?! not\b|n['’]t)"
)


def add_negation(english: str, rng: Random) -> str | None:
    """Return `english` with "not" put behind an auxiliary verb, or None if it has no such verb.

    Examples
    --------
    >>> add_negation("The talks will fail.", Random(1))
    'The talks will not fail.'
    """
    matches = list(_AUXILIARY.finditer(english))
    if not matches:
        return None
    match = rng.choice(matches)
    return english[: match.end()] + " not" + english[match.end() :]


_CLAUSE = re.compile(r"[,;:()\"“”]|\s(?=(?:and|but|which|that|who|while|when|after)\s)")


def _clauses(english: str) -> list[tuple[int, int]]:
    """Return where clauses of five words or more stand, up to a sign or a conjunction."""
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(english)), len(english)]
    return [(a, b) for a, b in pairwise(cuts) if len(english[a:b].split()) >= 5]


def drop_clause(english: str, rng: Random) -> str | None:
    """Return `english` with a clause of five words or more left out, or None if too little would be left.

    Examples
    --------
    >>> drop_clause("The talks failed again, as both of the sides had expected.", Random(3))
    'The talks failed again.'
    """
    left = len(english.split()) - 3
    places = [(a, b) for a, b in _clauses(english) if len(english[a:b].split()) <= left]
    if not places:
        return None
    start, end = rng.choice(places)
    rest = re.sub(r"\s+", " ", english[:start].rstrip(" ,;:(") + english[end:].rstrip(".")).strip(" ,;:)")
    return rest + "." if english.rstrip().endswith(".") and not rest.endswith(".") else rest


def add_clause(english: str, others: Sequence[str], rng: Random) -> str | None:
    """Return `english` with a clause of five words or more from one of `others`, or None if they have none.

    Examples
    --------
    >>> add_clause("The talks failed.", ["Late on Sunday, rain fell on the hills of Oman."], Random(1))
    'The talks failed, rain fell on the hills of Oman.'
    """
    fresh = [
        other[a:b].strip(' ,;:()"“”.') for other in others for a, b in _clauses(other) if other[a:b] not in english
    ]
    fresh = [clause for clause in fresh if len(clause.split()) >= 5]
    if not fresh:
        return None
    places = [m.start() for m in _CLAUSE.finditer(english) if m.start() > 10] + [len(english.rstrip(' .!"?'))]
    at = rng.choice(places)
    return f"{english[:at].rstrip()}, {rng.choice(fresh)}{english[at:]}"
