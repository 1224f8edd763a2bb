"""Finds what is turned round: what only one side denies, rose for fell, names in each other's place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from statistics import fmean

import numpy as np

from toolkit.article.lexicon import arabic_words, rows, words
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.checks.matching import Matrix, WordPairs, english_sentence_words
from toolkit.language.english import EnglishWord
from toolkit.language.gazetteer import is_ordinary
from toolkit.language.negation import Negation
from toolkit.language.reading import Reading
from toolkit.language.words import strip_prefixes

__all__ = ["exchanged_names", "exchanged_roles", "negation_findings", "opposite_findings", "opposites_in_source"]

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
_TURNED = re.compile(r"\bby\b|[,.;:()]|^-")  # a passive and a new clause put names in another order in Arabic
_VERBS = {form for row in rows("irregular") for forms in row for form in forms.split()} | _SPEECH
_VERBS |= words("function_words", "auxiliary") | {"to"}
_WORD = re.compile(r"\w+")
_IN = re.compile(r"\b(?:in|at|on|near|of)(?: the)?\s*$", re.IGNORECASE)
_NAMED = 0.65  # cosine from which a word of a name has its counterpart
_CARRIED = 0.58  # cosine from which any word has


def exchanged_roles(claim: Reading, evidence: Reading) -> Iterator[Finding]:
    """Find two neighbouring names of a claim that its evidence has the other way round about the same verb."""
    words, others = claim.content, english_sentence_words(evidence.text)
    if not words or not others:
        return
    same = np.array([word.stem for word in words])[:, None] == np.array([word.stem for word in others])
    for one, two, there in _exchanged(claim, WordPairs(words, others, same.astype(np.float32))):
        said = evidence.text[there[0].start : there[1].end]
        if not _TURNED.search(said) and _stems(claim, one, two) & _stems(evidence, *there):
            names = f"{one.of(claim.text)!r} and {two.of(claim.text)!r}"
            message = f"The source has {names} in each other's place: {said!r}."
            yield Finding("roles", "warning", message, (), (one, two))
            return


def _stems(reading: Reading, one: Span, two: Span) -> set[str]:
    """Return the stems of what may be a verb between two names."""
    between = (word for word in reading.terms if one.end <= word.start < two.start and not word.capital)
    return {word.stem for word in between if word.is_content or word.form in _SPEECH}


def exchanged_names(english: Reading, arabic: Reading, pairs: WordPairs) -> Iterator[Finding]:
    """Find two neighbouring names of the English, with a verb between them, that stand the other way round in Arabic.

    A verb comes first in Arabic or second, but who does it stands before whom it is done to in both languages.
    """
    for one, two, there in _exchanged(english, pairs):
        if _IN.search(english.text[: two.start]) and arabic.text[: there[0].start].rstrip().endswith("في"):
            continue  # "in Beijing" may open the sentence in Arabic
        names = f"{one.of(english.text)} and {two.of(english.text)}"
        shown = arabic.text[there[0].start : there[1].end]
        message = f"The Arabic has {names} in each other's place: {shown}."
        yield Finding("roles", "warning", message, there, (one, two))
        return


def _exchanged(english: Reading, pairs: WordPairs) -> Iterator[tuple[Span, Span, tuple[Span, Span]]]:
    """Yield two names that the other side has the other way round, and the first and the last word of both there."""
    for (one, first), (two, second) in pairwise(_placed_names(english, pairs)):
        between = english.text[one.end : two.start]
        if fmean(first) <= fmean(second) or len(between.split()) > _BETWEEN or _TURNED.search(between):
            continue
        if any(word.group() in _VERBS or word.group().endswith("ed") for word in _WORD.finditer(between)):
            yield one, two, (pairs.others[second[0]].span, pairs.others[first[-1]].span)


def _placed_names(english: Reading, pairs: WordPairs) -> list[tuple[Span, list[int]]]:
    """Return the names of the English that the Arabic has, each with the places there of its words."""
    found = []
    often = Counter(word.stem for word in pairs.words)
    for name in _runs(english, pairs.words):
        spoken = [pairs.words[at] for at in name]
        own = [pairs.nearness[at] for at in name if often[pairs.words[at].stem] == 1]  # one said twice is anywhere
        best = max((row.max() for row in own), default=0.0)
        if spoken[0].first and best < 0.99 and is_ordinary(spoken[-1].form):
            continue
        sure = [row for row in own if best >= _NAMED and row.max() >= min(best, 0.99)]
        places = sorted(int(place) for row in sure for place in np.flatnonzero(row >= row.max() - 0.01))
        if places:
            found.append((Span(spoken[0].start, spoken[-1].end), places))
    return found


def _runs(english: Reading, words: Sequence[EnglishWord]) -> list[list[int]]:
    """Return the numbers of the words of each name: words with a capital that stand together."""
    runs: list[list[int]] = []
    for at, word in enumerate(words):
        if not word.capital:
            continue
        if runs and runs[-1][-1] == at - 1 and not english.text[words[at - 1].end : word.start].strip(" -–.'’"):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


# -- denials ---------------------------------------------------------------------------------------------------------

_EXCEPTION = re.compile(r"\b(?:only|just|but|merely|except|solely|alone|until)\b", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|nor)\b", re.IGNORECASE)
_PRIVATIVE = arabic_words("negations", "privative")
_EXCEPT = arabic_words("negations", "exception")
_DENIALS = arabic_words("negations", "denial")
_DENIED = re.compile(r"(?:den(?:y|ied|ies|ying)|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?)$", re.IGNORECASE)
_AFFIRMED = re.compile(
    r"\b(?:confirm|affirm|admit|acknowledg|accept|agree|approv|welcom|support|back|endors|announc|pledg)\w*",
    re.IGNORECASE,
)
_BESIDE = 2  # content words on each side of a negation whose counterparts tell where the other side should deny
_FAR = 1  # content words up to which a word like "refuse" stands for a particle


def negation_findings(arabic: Reading, english: Reading, pairs: WordPairs) -> list[Finding]:
    """Find a negation that only one of an Arabic sentence and its English has.

    Particles (لم, not) are paired with each other first; a word like "refuse" stands for a particle of the other side
    only at its own place, or if both have no other, so that it does not hide the loss of another one.
    """
    source, target = arabic.negations, english.negations
    left, right = _unpaired(source, target, pairs)
    lost = [n for n in left if _is_strong(n)]
    if len(lost) > _exceptions(source, english.text):
        return [_denied("Arabic", "English", lost, target, lost)]
    if added := [n for n in right if n.strong or _DENIED.match(n.text)]:
        return [_denied("English", "Arabic", source, added, added)]
    denials = [n for n in source if _bare(n) & _DENIALS]
    if denials and not target and _AFFIRMED.search(english.text):
        return [_denied("Arabic", "English", denials, [], denials)]
    return []


def _unpaired(
    source: Sequence[Negation], target: Sequence[Negation], pairs: WordPairs
) -> tuple[list[Negation], list[Negation]]:
    """Pair the negations of both sides, the surest and nearest first, and return those that stay alone."""
    left, right = list(source), list(target)
    alone = len(source) == len(target) == 1
    found = [
        (
            not (_is_strong(one) and other.strong),
            _distance(one, other, pairs),
            _is_strong(one) != other.strong,
            one,
            other,
        )
        for one in source
        for other in target
    ]
    for weak, far, _, one, other in sorted(found, key=lambda pair: pair[:3]):
        if one in left and other in right and (alone or not weak or far <= _FAR):
            left.remove(one)
            right.remove(other)
    return left, right


def _distance(one: Negation, other: Negation, pairs: WordPairs) -> float:
    """Return how many content words lie between a negation and where the other side's words put it."""
    ours, theirs = ([word.span.start for word in side] for side in (pairs.others, pairs.words))
    here, there = bisect_left(ours, one.span.end), bisect_left(theirs, other.span.end)
    said = [abs(place - there) for place in _counterparts(here, pairs.nearness.T)]
    said += [abs(place - here) for place in _counterparts(there, pairs.nearness)]
    return min(said, default=abs(here / len(ours) * len(theirs) - there) / 2)


def _counterparts(at: int, nearness: Matrix) -> list[int]:
    rows = nearness[max(0, at - _BESIDE) : at + _BESIDE + 1]
    return [int(row.argmax()) for row in rows if row.max() >= _CARRIED]


def _bare(negation: Negation) -> set[str]:
    form = arabic_form(negation.text)
    return {form, form[1:]}


def _is_strong(negation: Negation) -> bool:
    return negation.strong or bool(_bare(negation) & _PRIVATIVE)


def _exceptions(source: Sequence[Negation], english: str) -> int:
    """Count what ``لا ... إلا`` explains, where English says only, and ``لا ... ولا``, where it says not ... or."""
    excepted = sum(arabic_form(n.text) in _EXCEPT for n in source)
    joined = sum(n.text.startswith("و") for n in source[1:])
    return min(excepted, len(_EXCEPTION.findall(english))) + min(joined, len(_OR.findall(english)))


def _denied(
    one: str, other: str, ours: Sequence[Negation], theirs: Sequence[Negation], extra: list[Negation]
) -> Finding:
    said = ", ".join(negation.text for negation in extra)
    message = f"The {one} denies something ({said}) that the {other} does not."
    return Finding("negation", "warning", message, tuple(n.span for n in ours), tuple(n.span for n in theirs))
