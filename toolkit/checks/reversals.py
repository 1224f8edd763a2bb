"""Finds what is turned round: an opposite word (rose for fell), or names in each other's place (who told whom)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from toolkit.article.lexicon import rows, words
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.checks.matching import SentenceWord
from toolkit.language.english import EnglishWord
from toolkit.language.reading import Reading
from toolkit.language.words import strip_prefixes

__all__ = ["exchanged_names", "exchanged_roles", "opposite_findings", "opposites_in_source"]

_Sides = tuple[frozenset[str], frozenset[str]]


@cache
def _pairs() -> list[tuple[_Sides, _Sides]]:
    """Return English and Arabic forms of each pair of opposites."""
    found = []
    for one, other, arabic_one, arabic_other in rows("opposites"):
        english = frozenset(one.split()), frozenset(other.split())
        arabic = frozenset(map(arabic_form, arabic_one.split())), frozenset(map(arabic_form, arabic_other.split()))
        found.append((english, arabic))
    return found


def opposite_findings(arabic: Reading, english: Reading) -> Iterator[Finding]:
    """Find an English word whose opposite the Arabic has, neither side having both."""
    spoken = [(strip_prefixes(word.form), Span(word.start, word.end)) for word in arabic.words if word.kind == "arabic"]
    for (one, other), (arabic_one, arabic_other) in _pairs():
        ours = [[span for stems, span in spoken if not forms.isdisjoint(stems)] for forms in (arabic_one, arabic_other)]
        theirs = _english(english, one, other)
        for here, there in ((0, 1), (1, 0)):
            if ours[here] and not ours[there] and theirs[there] and not theirs[here]:
                said, has = ours[here][0].of(arabic.text), theirs[there][0].of(english.text)
                message = f"Arabic says {said}; the English has the opposite: {has}."
                yield Finding("content", "warning", message, (ours[here][0],), (theirs[there][0],))


def opposites_in_source(claim: Reading, evidence: Reading) -> Iterator[Finding]:
    """Find a word of a claim whose opposite its nearest evidence has, neither having both."""
    for (one, other), _ in _pairs():
        ours, theirs = _english(evidence, one, other), _english(claim, one, other)
        for here, there in ((0, 1), (1, 0)):
            if ours[here] and not ours[there] and theirs[there] and not theirs[here]:
                said, has = ours[here][0].of(evidence.text), theirs[there][0].of(claim.text)
                message = f"The source says {said!r}; the claim says the opposite: {has!r}."
                yield Finding("content", "warning", message, (), (theirs[there][0],))


def _english(reading: Reading, one: frozenset[str], other: frozenset[str]) -> tuple[list[Span], list[Span]]:
    found = [[word.span for word in reading.terms if word.form in forms] for forms in (one, other)]
    return found[0], found[1]


# -- names in each other's place

_SPEECH = words("speech", column=2)
_BETWEEN = 8  # words of English between two names of which one may do something to the other
# A passive, a genitive without a verb and a new clause put names in another order in Arabic, and so does an adjective.
_VERB = r"\b(?:\w+ed|is|are|was|were|has|have|had|will|would)\b"
_TURNED = re.compile(rf"\bby\b|[,.;:()]|['’]s|^\W*$|^(?:(?!{_VERB}).)*\bof\b")
_REACH = 6  # words between a verb and a name that has a part in it


def exchanged_roles(claim: Reading, evidence: Reading) -> Iterator[Finding]:
    """Find a word of the claim with the names on its two sides exchanged, against the same word of its evidence."""
    for here in range(len(claim.terms)):
        ours = _around(claim, here)
        if ours is None or ours[0].stem == ours[1].stem:  # one name on both sides cannot be exchanged
            continue
        for there in range(len(evidence.terms)):
            theirs = _around(evidence, there) if claim.terms[here].stem == evidence.terms[there].stem else None
            if theirs and (ours[0].stem, ours[1].stem) == (theirs[1].stem, theirs[0].stem):
                said = evidence.text[theirs[0].start : theirs[1].end]
                message = f"The source has {ours[0].text!r} and {ours[1].text!r} in each other's place: {said!r}."
                yield Finding("roles", "warning", message, (), (ours[0].span, ours[1].span))
                return


def _around(reading: Reading, at: int) -> tuple[EnglishWord, EnglishWord] | None:
    """Return the nearest names before and after a word that may be a verb; None where a passive turns them round."""
    word = reading.terms[at]
    if word.capital or word.digits or not (word.is_content or word.form in _SPEECH):
        return None
    before = [other for other in reading.terms[max(0, at - _REACH) : at] if other.capital]
    after = reading.terms[at + 1 : at + 1 + _REACH]
    names = [other for other in after if other.capital]
    if not before or not names or any(other.form == "by" for other in after):
        return None
    return before[-1], names[0]


def exchanged_names(
    english: Reading,
    arabic: Reading,
    words: Sequence[EnglishWord],
    others: Sequence[SentenceWord],
    same: npt.NDArray[np.bool_],
) -> Iterator[Finding]:
    """Find two neighbouring names of the English that stand the other way round in the Arabic.

    A verb comes first in Arabic or second, but who does it stands before whom it is done to in both languages.

    Parameters
    ----------
    words, others
        The content words of the English and of the Arabic.
    same
        Shape (words, others): which of them are the same name, as `match_values` tells.
    """
    places = [np.flatnonzero(row) for row in same]
    found = [(word, at) for word, at in zip(words, places, strict=True) if word.capital and len(at)]
    for (one, first), (two, second) in pairwise(found):
        between = english.text[one.end : two.start]
        if first[0] <= second[-1] or len(between.split()) > _BETWEEN or _TURNED.search(between):
            continue
        there = others[second[0]].span, others[first[0]].span
        shown = arabic.text[there[0].start : there[1].end]
        message = f"The Arabic has {one.text} and {two.text} in each other's place: {shown}."
        yield Finding("roles", "warning", message, there, (one.span, two.span))
        return
