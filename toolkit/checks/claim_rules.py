"""Checks a claim against its source: numbers with what they count, dates, names, quotations, denials and doubts.

A fact that the source does not hold is an `error`; one that it holds in another connection is a `warning`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from toolkit.article.lexicon import words
from toolkit.article.types import Span
from toolkit.checks.findings import Finding, Severity
from toolkit.checks.name_check import confused_countries
from toolkit.checks.source_text import SourceText, has_synonym, is_derived, seat_of
from toolkit.language.dates import DateMention
from toolkit.language.english import EnglishWord, english_words
from toolkit.language.gazetteer import entry_for
from toolkit.language.names import Name
from toolkit.language.quantity import MINUTES, Quantity, same_number
from toolkit.language.reading import Reading

__all__ = ["date_checks", "modality_checks", "name_checks", "negation_checks", "number_checks", "quotation_checks"]

_CONTEXT = 6  # content words on each side of a number that say what it is about
# "this year" is left out: a summary may well say it of something that the source has in the present tense.
_RELATIVE = re.compile(
    r"\b(last|next|past|previous|coming|this(?=\s+(?:season|spring|summer|autumn|winter)))"
    r"\s+(year|month|week|season|weekend|spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|these|those|their|our|its|his|her)\s+$", re.IGNORECASE)  # "the two presidents"
_PLACED = re.compile(r"\b(?:in|at|near|from|outside|around|capital,?)\s+(?:the\s+)?$", re.IGNORECASE)
_SCALE = re.compile(r"\s?(k|m|mn|bn|tn)\b")
_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}

_STRONG_HEDGES = words("hedges", "strong")
_HEDGES = _STRONG_HEDGES | words("hedges", "weak")
_ADVERBS = words("hedges", "adverb")
_SCOPE = 3  # content words after a negation or a hedge that it governs

_FIRST_TIME = re.compile(r"\bfirst[\s-]+time\b", re.IGNORECASE)
_TITLES = words("titles")
_QUOTED = re.compile(r"[\"“”]([^\"“”]{2,}?)[\"“”]|(?<!\w)[‘']\s?([^‘’']{2,}?)['’](?!\w)")


# -- numbers -------------------------------------------------------------------------------------------------------


def number_checks(claim: Reading, source: SourceText) -> Iterator[Finding]:
    """Find numbers that the source does not hold, or that count something else there."""
    for number in claim.quantities:
        if number.kind in ("day", "year") or _says_little(number, claim.text):
            continue
        held = [(other, passage) for other, passage in source.numbers if _same(number, other, claim, passage)]
        said = number.span.of(claim.text)
        if not held:
            severity: Severity = "warning" if number.weak or number.kind == "vague" else "error"
            yield Finding("number", severity, f"{said!r} is not in the source.", (), (number.span,))
        elif not number.weak and not any(_same_context(number, claim, *place) for place in held):
            other, passage = held[0]
            said_there = _around(passage.text, other.span)
            message = f"{said!r} counts something else in the source: {said_there!r}."
            yield Finding("number", "warning", message, (), (number.span,))


def _says_little(number: Quantity, text: str) -> bool:
    """Tell whether a number is a mere article (one), "both", "the two", or part of a word (T20)."""
    before, word = text[: number.span.start], number.span.of(text).lower()
    glued = number.digits and re.search(r"[^\W\d_]-?$", before) is not None
    anaphoric = number.weak and number.kind == "cardinal" and _DEFINITE.search(before) is not None
    return glued or anaphoric or word == "both" or (number.weak and number.kind == "cardinal" and number.amount == 1)


def _same(number: Quantity, other: Quantity, claim: Reading, passage: Reading) -> bool:
    if same_number(number, other):
        return True
    if {number.kind, other.kind} == {"ordinal", "cardinal"} and number.amount == other.amount:
        return _counts_minutes(number, claim) and _counts_minutes(other, passage)
    if number.kind == "vague":
        return number.amount <= other.amount < 1000 * number.amount and other.kind in ("cardinal", "money", "vague")
    return _same_duration(number, other) or _within(number, other) or _scaled(number, claim.text) == other.amount


def _scaled(number: Quantity, text: str) -> Fraction | None:
    """Return the value of 50 in "£ 50 m"."""
    match = _SCALE.match(text, number.span.end)
    return number.amount * _SCALES[match.group(1)] if match else None


def _counts_minutes(number: Quantity, passage: Reading) -> bool:
    """Tell whether a number counts the minutes of a match: the 87th-minute goal is the one after 87 minutes."""
    return passage.text[number.span.end :].lstrip(" -").lower().startswith("minute")


def _same_duration(number: Quantity, other: Quantity) -> bool:
    here, there = (MINUTES.get(n.unit.lower().removesuffix("s")) for n in (number, other))
    return bool(here and there and here != there and number.amount * here == other.amount * there)


def _within(number: Quantity, other: Quantity) -> bool:
    """Tell whether "more than 1,000" may stand for 1,150, "about 100" for 96, "nearly 50" for 48."""
    if number.kind != other.kind:
        return False
    return bool(number.qualifier) and number.low <= other.amount <= number.high


def _same_context(number: Quantity, claim: Reading, other: Quantity, passage: Reading) -> bool:
    """Tell whether a number stands among at least one of the words that it stands among in the claim."""
    here, there = _context(claim, number.span), _context(passage, other.span)
    if _is_age(other, passage.text):
        return _is_age(number, claim.text) or not number.unit or number.unit.startswith("year")
    if not here or not there:
        return True
    if {word.stem for word in here} & {word.stem for word in there}:
        return True
    return any(has_synonym(word, there) for word in here)


def _is_age(number: Quantity, text: str) -> bool:
    """Tell whether a number may be somebody's age: "Anna, 34, from Leeds", "the 34-year-old"."""
    after, before = text[number.span.end :], text[: number.span.start]
    if re.match(r"\s?-?\s?years?\s?-?\s?old\b", after) or re.search(r"\bage[d]?\s*$", before):
        return True
    return re.match(r"\s?[,)]", after) is not None and re.search(r"[,(]\s*$", before) is not None


def _context(passage: Reading, span: Span) -> list[EnglishWord]:
    before = [word for word in passage.content if word.end <= span.start]
    after = [word for word in passage.content if word.start >= span.end]
    return [word for word in before[-_CONTEXT:] + after[:_CONTEXT] if not word.digits]


def _around(text: str, span: Span) -> str:
    start = text.rfind(" ", 0, max(0, span.start - 25)) + 1 if span.start > 25 else 0
    end = text.find(" ", span.end + 25)
    return text[start : end if end > 0 else len(text)].strip()


# -- dates ---------------------------------------------------------------------------------------------------------


def date_checks(claim: Reading, source: SourceText) -> Iterator[Finding]:
    """Find weekdays, days, months and years that the source does not say."""
    covered: list[Span] = []
    for date in claim.dates:
        covered.append(date.span)
        if missing := _missing_parts(date, source):
            what = f"{date.span.of(claim.text)!r}"
            yield Finding("date", "error", f"{what}: the source does not say this {missing}.", (), (date.span,))
    for number in claim.quantities:
        if number.kind != "year" or any(number.span.overlaps(span) for span in covered):
            continue
        if not any(same_number(number, other) for other, _ in source.numbers):
            said = number.span.of(claim.text)
            yield Finding("date", "error", f"The source does not say {said!r}.", (), (number.span,))
    for match in _RELATIVE.finditer(claim.text):
        if not any(_same_relative(match, sentence.text) for sentence in source.sentences):
            span = Span(*match.span())
            yield Finding("date", "warning", f"The source does not say {match.group()!r}.", (), (span,))
    for match in _FIRST_TIME.finditer(claim.text):
        if not any(_FIRST_TIME.search(sentence.text) for sentence in source.sentences):
            message = f"The source does not say that it is the {match.group()}."
            yield Finding("date", "warning", message, (), (Span(*match.span()),))


def _missing_parts(date: DateMention, source: SourceText) -> str:
    """Name the first part of a date that no date of the source shares, or return an empty string."""
    if date.weekday is not None and not any(other.weekday == date.weekday for other in source.dates):
        return "weekday"
    if date.month is not None:
        same_month = [other for other in source.dates if other.month == date.month and other.hijri == date.hijri]
        if not same_month:
            return "month"
        said = {day for other in same_month for day in (other.day, other.day_from)}
        if date.day is not None and not {date.day, date.day_from or date.day} <= said:
            return "day"
    if date.year is not None:
        years = {other.year for other in source.dates} | {int(n.amount) for n, _ in source.numbers if n.kind == "year"}
        if date.year not in years:
            return "year"
    return ""


def _same_relative(match: re.Match[str], text: str) -> bool:
    pattern = rf"\b{match.group(1)}\b[^.]{{0,20}}\b{match.group(2)}\b"
    return re.search(pattern, text, re.IGNORECASE) is not None


# -- names ---------------------------------------------------------------------------------------------------------


def name_checks(claim: Reading, source: SourceText) -> Iterator[Finding]:
    """Find names that the source does not hold, and names put together as it does not."""
    for _, other, span in confused_countries(claim.entries, source.entries):
        said = span.of(claim.text)
        yield Finding("name", "error", f"{said!r} is not in the source, which has {other.name}.", (), (span,))
    for name in claim.names:
        own = [word for word in english_words(name.text) if word.capital and word.form not in _TITLES]
        own = [word._replace(start=word.start + name.span.start, end=word.end + name.span.start) for word in own]
        new = [word for word in own if not _is_known(word, own, source)]
        if new and _is_government(name, claim, source):
            continue
        if new and len(new) < len(own):
            shown = " ".join(word.text for word in new)
            message = f"{shown!r} in the name {name.text!r} is not in the source."
            yield Finding("name", "warning", message, (), tuple(word.span for word in new))
        elif new:
            yield Finding("name", "error", f"{name.text!r} is not in the source.", (), (name.span,))
        elif _is_put_together(own, source):
            message = f"The source has the words of {name.text!r}, but not together."
            yield Finding("name", "warning", message, (), (name.span,))


def _is_known(word: EnglishWord, name: list[EnglishWord], source: SourceText) -> bool:
    if word.stem in source.stems or word.form in source.forms:
        return True
    at = name.index(word)
    runs = [name[a:b] for a in range(at + 1) for b in range(at + 1, len(name) + 1)]
    if any(entry_for([part.form for part in run]) in source.entries for run in runs):
        return True
    return _spelt_out(word, name, source) or any(is_derived(word.form, form) for form in source.forms)


def _is_government(name: Name, claim: Reading, source: SourceText) -> bool:
    """Tell whether the name stands for a government that the source names: Moscow for Russia, but not "in Moscow"."""
    seat = seat_of([word.text for word in name.words])
    return seat in source.entries and _PLACED.search(claim.text[: name.span.start]) is None


def _spelt_out(word: EnglishWord, name: list[EnglishWord], source: SourceText) -> bool:
    """Tell whether the word belongs to a run whose first letters are an acronym of the source, or is one itself."""
    letters = "".join(part.text[0] for part in name)
    at = name.index(word)
    for acronym in source.acronyms:
        start = letters.find(acronym)
        if 0 <= start <= at < start + len(acronym):
            return True
    if word.text.isupper() and 2 <= len(word.text) <= 6:
        capitals = "".join(other.text[0] for other in source.words if other.capital)
        return word.text in capitals
    return False


def _is_put_together(name_words: list[EnglishWord], source: SourceText) -> bool:
    """Tell whether two neighbouring words of a name never stand together in the source."""
    return any(
        source.near(source.places[one.stem], source.places[other.stem]) > 3
        for one, other in pairwise(name_words)
        if one.stem in source.places and other.stem in source.places
    )


# -- quotations ----------------------------------------------------------------------------------------------------


def quotation_checks(claim: Reading, source: SourceText) -> Iterator[Finding]:
    """Find words in quotation marks that the source does not hold in this order."""
    for match in _QUOTED.finditer(claim.text):
        group = 1 if match.group(1) else 2
        quoted = [word.form for word in english_words(match.group(group))]
        if not quoted or _contains([word.form for word in source.words], quoted):
            continue
        known = sum(form in source.forms for form in quoted) / len(quoted)
        severity: Severity = "error" if known < 0.8 else "warning"
        message = f"{match.group(group)!r} is quoted, but the source has no such words together."
        yield Finding("quotation", severity, message, (), (Span(*match.span(group)),))


def _contains(forms: list[str], part: list[str]) -> bool:
    return any(forms[i : i + len(part)] == part for i in range(len(forms) - len(part) + 1))


# -- what is denied, how sure it is ------------------------------------------------------------------------------------


def negation_checks(claim: Reading, evidence: Sequence[Reading]) -> Iterator[Finding]:
    """Find a negation that the claim or its evidence has alone."""
    denying = [passage for passage in evidence if passage.negations]
    added = [n.span for n in claim.negations if n.strong and _is_added(n.span, claim, evidence, denying)]
    if added:
        spans = tuple(added)
        yield Finding("negation", "warning", "The claim denies something that its source does not.", (), spans)
    if claim.negations:
        return
    for passage in evidence:
        for negation in passage.negations:
            lost = _governed(passage, negation.span, claim) if negation.strong else []
            if lost:
                message = f"The source denies this ({_quoted(passage, negation.span)!r}), the claim does not."
                yield Finding("negation", "warning", message, (), tuple(word.span for word in lost))
                return


def _is_added(span: Span, claim: Reading, evidence: Sequence[Reading], marked: Sequence[Reading]) -> bool:
    """Tell whether none of the evidence is marked as the claim is, or one that says the same without the mark."""
    if not marked:
        return True
    scope = [word.stem for word in _scope(claim, span)]
    return bool(scope) and any(p not in marked and p.stems.issuperset(scope) for p in evidence)


def modality_checks(claim: Reading, evidence: Sequence[Reading]) -> Iterator[Finding]:
    """Find a claim that is surer, or less sure, than its evidence."""
    hedges = [word for word in claim.terms if _is_hedge(claim, word, _HEDGES)]
    doubting = [passage for passage in evidence if any(_is_hedge(passage, word, _HEDGES) for word in passage.terms)]
    strong = [word.span for word in hedges if word.form in _STRONG_HEDGES]
    added = [span for span in strong if _is_added(span, claim, evidence, doubting)]
    if added:
        yield Finding("negation", "warning", "The claim is less sure of this than its source.", (), tuple(added))
    if hedges:
        return
    for passage in evidence:
        for word in passage.terms:
            if _is_hedge(passage, word, _STRONG_HEDGES) and (sure := _governed(passage, word.span, claim)):
                message = f"The source is not sure of this ({_quoted(passage, word.span)!r}), the claim is."
                yield Finding("negation", "warning", message, (), tuple(other.span for other in sure))
                return


def _is_hedge(passage: Reading, word: EnglishWord, hedges: frozenset[str]) -> bool:
    is_month = word.form == "may" and word.capital and not word.first
    denied = word.text.lower().endswith(("n't", "n’t"))
    return word.form in hedges and not is_month and not denied


def _governed(passage: Reading, span: Span, claim: Reading) -> list[EnglishWord]:
    """Return the words of the claim that a word of its evidence denies or doubts, if the first of them is there."""
    scope = _scope(passage, span)
    stems = {word.stem for word in scope}
    said = [word for word in claim.content if word.stem in stems]
    if not scope or scope[0].capital or scope[0].stem not in claim.stems:
        return []
    return said if len({word.stem for word in said}) >= min(2, len(stems)) else []


def _scope(passage: Reading, span: Span) -> list[EnglishWord]:
    """Return the content words that a negation or a hedge governs: the next few up to a comma."""
    comma = passage.text.find(",", span.end)
    end = comma if comma > 0 else len(passage.text)
    inside = [word for word in passage.content if span.end <= word.start < end and word.form not in _ADVERBS]
    return inside[:_SCOPE]


def _quoted(passage: Reading, span: Span) -> str:
    after = [word for word in passage.content if word.start >= span.end][:_SCOPE]
    return passage.text[span.start : after[-1].end if after else span.end]
