"""Checks that a brief read from a file is consistent.

A saved brief can have been changed by anybody. What its parts say of each other is checked here once, so that whoever
shows or exports it can rely on it: every sentence is where it says, every source exists, every span lies in its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from toolkit.article.types import Article, Span
from toolkit.brief.types import BriefFields
from toolkit.checks.findings import Finding


def first_fault(brief: BriefFields) -> str:
    """Return the first thing that does not fit in `brief`, in words; an empty text if everything does."""
    return next(_faults(brief), "")


def _faults(brief: BriefFields) -> Iterator[str]:
    if len(brief.translations) != len(brief.article.sentences):
        yield "not one translation a sentence"
        return
    yield from _of_article(brief.article)
    yield from _of_translations(brief)
    yield from _of_claims(brief)
    yield from _of_facts(brief)
    if brief.provenance.article_sha256 != brief.article.sha256:
        yield "the hash of the article is not that of its text"
    if not _is_time(brief.provenance.created):
        yield "the time of its making is not a time"


def _of_article(article: Article) -> Iterator[str]:
    end, paragraph, part = 0, 0, 0
    for place, sentence in enumerate(article.sentences):
        start = sentence.span.start
        if (
            not end <= start <= sentence.span.end <= len(article.text)
            or sentence.span.of(article.text) != sentence.text
        ):
            yield f"sentence {place} is not at its offsets"
        if sentence.index != place:
            yield f"sentence {place} has the number {sentence.index}"
        if sentence.paragraph < paragraph or not part <= sentence.part <= part + 1:
            yield f"sentence {place} is in no paragraph or part that can follow"
        end, paragraph, part = max(end, sentence.span.end), max(paragraph, sentence.paragraph), sentence.part
    for place, piece in enumerate(article.parts):
        if piece.index != place or not 0 <= piece.first <= piece.last < len(article.sentences):
            yield f"part {place} of the article holds sentences that are not there"


def _of_translations(brief: BriefFields) -> Iterator[str]:
    for place, translation in enumerate(brief.translations):
        if translation is None:
            continue
        arabic, english = brief.article.sentences[place].text, translation.text
        sides = [side for pair in translation.alignment for side in zip(pair, (arabic, english), strict=True)]
        if not all(_inside([span], text) for span, text in sides):
            yield f"the translation of sentence {place} is aligned with words that are not there"
        for one in (translation, *translation.others):
            yield from _of_findings(one.findings, brief.article.text, one.text, f"the translation of sentence {place}")
    if not all(-1 <= extra.behind < len(brief.translations) for extra in brief.added):
        yield "English is added behind a sentence that is not there"
    counts = {"claim": len(brief.claims), "sentence": len(brief.translations)}
    if not all(0 <= note.index < counts[note.kind] for note in brief.notes):
        yield "a note is on something that is not there"


def _of_claims(brief: BriefFields) -> Iterator[str]:
    for number, claim in enumerate(brief.claims):
        if not claim.text.strip():
            yield f"claim {number} says nothing"
        if not claim.evidence and claim.verdict == "supported":
            yield f"claim {number} is called supported and stands on nothing"
        for evidence in claim.evidence:
            if not 0 <= evidence.sentence < len(brief.translations):
                yield f"claim {number} stands on a sentence that is not there"
                continue
            translation = brief.translations[evidence.sentence]
            sides = (
                (evidence.source_spans, brief.article.text),
                (evidence.target_spans, claim.text),
                (evidence.translation_spans, translation.text if translation else ""),
            )
            if not all(_inside(spans, text) for spans, text in sides):
                yield f"claim {number} stands on words that are not there"
        yield from _of_findings(claim.findings, brief.article.text, claim.text, f"claim {number}")


def _of_facts(brief: BriefFields) -> Iterator[str]:
    sentences, text = len(brief.translations), brief.article.text
    for number, fact in enumerate(brief.facts):
        if not 0 <= fact.sentence < sentences or not _inside([fact.span], text) or fact.span.of(text) != fact.text:
            yield f"fact {number} is not at its offsets"
    named = [*(ranked.sentence for ranked in brief.ranking), *(s for gap in brief.gaps for s in gap.sentences)]
    if not all(0 <= sentence < sentences for sentence in named):
        yield "its ranking or its gaps name a sentence that is not there"


def _of_findings(findings: Iterable[Finding], arabic: str, english: str, where: str) -> Iterator[str]:
    for finding in findings:
        if not (_inside(finding.source_spans, arabic) and _inside(finding.target_spans, english)):
            yield f"a finding of {where} points at words that are not there"


def _inside(spans: Sequence[Span], text: str) -> bool:
    return all(0 <= span.start <= span.end <= len(text) for span in spans)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
