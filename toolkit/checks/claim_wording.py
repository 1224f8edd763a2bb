"""Checks the wording of a claim against its source: who said it, what is denied, how sure it is.

These are soft signals: they are `warning`, and make a claim weak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.article.lexicon import words
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.checks.source_text import SourceText
from toolkit.language.english import FUNCTION_WORDS, EnglishWord
from toolkit.language.reading import Reading

__all__ = ["modality_checks", "negation_checks", "speech_checks"]

_SPEECH = words("speech", column=2)
_ACCORDING = re.compile(r"\baccording to ((?:[^\s,.;]+\s*){1,6})", re.IGNORECASE)
_SAYS = frozenset(form for form in words("speech", "bare", "claim", column=2) if form.endswith(("s", "d")))
_PRONOUNS = frozenset("he she they it who we i you which that this".split())
_SUBJECTS = frozenset("he she they it".split())
_STRONG_HEDGES = words("hedges", "strong")
_HEDGES = _STRONG_HEDGES | words("hedges", "weak")
_ADVERBS = words("hedges", "adverb")
_SCOPE = 3  # content words after a negation or a hedge that it governs


# -- who said it -----------------------------------------------------------------------------------------------------


def speech_checks(claim: Reading, evidence: Sequence[Reading], source: SourceText) -> Iterator[Finding]:
    """Find claims put into the mouth of somebody else than who says it in the source."""
    others = [speaker for passage in evidence for speaker in _speakers(passage)]
    for speaker in _speakers(claim):
        about = claim.stems - {speaker.stem}
        speaking = [passage for passage in source.sentences if _speaks(passage) and passage.stems & about]
        if any(_may_speak(speaker, passage, source) for passage in speaking):
            continue
        named = [other for other in others if other.capital and other.stem != speaker.stem]
        if speaker.capital and speaker.stem in source.stems and named:
            message = f"In the source it is {named[0].text!r} who says this, not {speaker.text!r}."
            yield Finding("speech", "warning", message, (), (speaker.span,))
        elif speaker.stem not in source.stems and not speaker.capital:  # a new name is reported as a name
            message = f"The source does not name {speaker.text!r} as the one who said it."
            yield Finding("speech", "info", message, (), (speaker.span,))


def _speaks(passage: Reading) -> bool:
    return any(word.form in _SPEECH for word in passage.terms) or any(mark in passage.text for mark in '"“”')


def _speakers(claim: Reading) -> list[EnglishWord]:
    found = []
    for match in _ACCORDING.finditer(claim.text):
        inside = [word for word in claim.content if match.start(1) <= word.start < match.end(1)]
        names = [word for word in inside if word.capital]
        found += (names or inside)[-1:]
    for at, word in enumerate(claim.terms):
        if word.form in _SAYS and (subject := _subject(claim.terms[:at])) is not None:
            found.append(subject)
    return found


def _subject(before: Sequence[EnglishWord]) -> EnglishWord | None:
    """Return the noun right before a verb of speech, over auxiliaries and adverbs; None for a pronoun."""
    for word in reversed(before[-4:]):
        if word.form in _PRONOUNS:
            return None
        if word.form not in FUNCTION_WORDS and not word.form.endswith("ly") and not word.digits:
            return word
    return None


def _may_speak(speaker: EnglishWord, passage: Reading, source: SourceText) -> bool:
    named = [other for other in _speakers(passage) if other.capital]
    if named and speaker.capital:
        return any(other.stem == speaker.stem for other in named)
    if speaker.stem in passage.stems:
        return True
    at = source.sentences.index(passage)
    before = source.sentences[at - 1] if at else None
    has_pronoun = any(word.form in _SUBJECTS for word in passage.terms)
    return before is not None and has_pronoun and speaker.stem in before.stems


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
