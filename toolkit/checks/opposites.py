"""Finds a word whose opposite stands on the other side: rose for fell, confirmed for denied, before for after."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from toolkit.article.lexicon import rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.language.reading import Reading
from toolkit.language.words import strip_prefixes

__all__ = ["opposite_findings", "opposites_in_source"]

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
