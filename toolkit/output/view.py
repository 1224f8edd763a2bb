"""What a reader is shown of a brief, before any markup: every format is filled from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from toolkit.article.types import Sentence
from toolkit.brief.brief import Brief
from toolkit.brief.types import Review
from toolkit.checks.findings import Finding
from toolkit.language.facts import Fact
from toolkit.output.pieces import Mark, Piece, cut
from toolkit.summarize.types import Claim
from toolkit.translate.types import Added, Translation

_KIND_WORDS = {"title": "headline", "heading": "heading", "body": "", "boilerplate": "not part of the article"}
_ORIGIN_WORDS = {
    "written": "written by a model",
    "cut": "translated sentence, cut by a model",
    "kept": "translated sentence, unchanged",
    "edited": "edited",
}
# In the order in which an analyst checks them.
_FACT_ORDER = ("date", "time", "number", "percentage", "money", "person", "organization", "place", "quotation")
_FACT_WORDS = {"organization": "organisation", "quotation": "statement"}
_QUESTIONS = {
    "Who": ("person", "organisation"),
    "What is said": ("statement",),
    "Where": ("place",),
    "How much": ("money", "percentage", "number"),
    "When": ("date", "time"),
}
FACT_SHEET = "Fact sheet, read from the Arabic: not a translation"
_ANSWERS = 4  # facts of each kind in the line above the fact sheet


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One Arabic sentence as shown: its pieces, its translation's pieces, and the claims that rest on it.

    `facts` is the English of what was read in it, in the order of the text; `added` is English that translates nothing,
    where it stands; `notes` are a person's; `in_place` says why there is no English.
    """

    sentence: Sentence
    pieces: tuple[Piece, ...]
    translation: Translation | None
    english: tuple[Piece, ...]
    claims: tuple[int, ...]
    rank: int | None
    facts: tuple[str, ...]
    added: tuple[Added, ...] = ()
    notes: tuple[str, ...] = ()
    in_place: str = "not translated"

    @property
    def added_before(self) -> tuple[Added, ...]:
        """English of the given translation that stands before the sentence and translates nothing."""
        return tuple(extra for extra in self.added if extra.behind < self.sentence.index)

    @property
    def added_behind(self) -> tuple[Added, ...]:
        """English of the given translation that stands behind the sentence and translates nothing."""
        return tuple(extra for extra in self.added if extra.behind >= self.sentence.index)

    @property
    def fact_line(self) -> str:
        """The facts of the sentence in English, which is no translation; empty where none was found."""
        return f"facts in it: {' · '.join(self.facts)}" if self.facts else ""

    @property
    def stand_in(self) -> str:
        """What is shown where there is no translation."""
        if self.sentence.kind == "boilerplate":
            return "not part of the article, not translated"
        return f"{self.in_place}; {self.fact_line}" if self.facts else self.in_place

    @property
    def label(self) -> str:
        """The kind in a reader's words; empty for a body sentence."""
        return _KIND_WORDS[self.sentence.kind]


class ParagraphView(NamedTuple):
    """The sentences of one paragraph, all of one part."""

    part: int
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim as shown: its pieces and the sentences that it stands on.

    `heading` is the title of its article, where it is the first claim on that article of a page with several.
    """

    index: int
    claim: Claim
    pieces: tuple[Piece, ...]
    sources: tuple[int, ...]
    heading: str = ""
    notes: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where the text comes from, in a reader's words."""
        return _ORIGIN_WORDS[self.claim.origin]


class FactView(NamedTuple):
    """A key fact, with every sentence that states it; `mentions` are indexes into `Brief.facts`."""

    kind: str
    arabic: str
    english: str
    sentences: tuple[int, ...]
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A brief as a reader is shown it.

    `status` sums it up in one line; `fact_line` says who, what, how much and when of an article without any English.
    """

    brief: Brief
    title: str
    arabic_title: str | None
    status: str
    claims: tuple[ClaimView, ...]
    paragraphs: tuple[ParagraphView, ...]
    facts: tuple[FactView, ...]
    reading_order: tuple[SentenceView, ...]
    fact_line: str


def view(brief: Brief) -> View:
    """Work out what is shown of `brief`."""
    sentences = _sentence_views(brief)
    grouped = groupby(sentences, key=lambda s: (s.sentence.part, s.sentence.paragraph))
    stand_in = "Headline not translated" if brief.article.title else "No headline in the source"
    facts = tuple(_fact_views(brief.facts))
    ranks = {ranked.sentence: place for place, ranked in enumerate(brief.ranking)}
    return View(
        brief=brief,
        title=brief.title or stand_in,
        arabic_title=brief.article.title,
        status=status(brief),
        claims=tuple(_claim_views(brief)),
        paragraphs=tuple(ParagraphView(part, tuple(group)) for (part, _), group in grouped),
        facts=facts,
        reading_order=tuple(sorted((s for s in sentences if s.rank is not None), key=lambda s: s.rank or 0)),
        fact_line="" if any(brief.translations) or brief.claims else _fact_line(facts, ranks),
    )


def banner(brief: Brief) -> str:
    """Say whether a person stands behind the brief."""
    return review_line(brief.review, [brief])


def review_line(review: Review | None, briefs: Sequence[Brief]) -> str:
    """Put a review of briefs, or its absence, into words; what no model translated is not called machine translated."""
    if review is None:
        by_machine = "machine translated, " if any(brief.origins["model"] for brief in briefs) else ""
        return f"Draft – {by_machine}not yet reviewed by a person"
    remark = f": {review.note}" if review.note else ""
    return f"Reviewed by {review.by}, {review.at}{remark}"


def status(brief: Brief) -> str:
    """Say in one line what the brief holds and what is doubtful in it."""
    verdicts = brief.verdicts
    claims = ", ".join(f"{verdicts[v]} {v}" for v in ("supported", "weak", "unsupported") if verdicts[v])
    wanted = sum(s.kind != "boilerplate" for s in brief.article.sentences)
    origins = ", ".join(f"{count} {origin}" for origin, count in sorted(brief.origins.items()))
    translated = f"{sum(brief.origins.values())} of {wanted} sentences translated" + (
        f" ({origins})" if origins else ""
    )
    doubts = sum(f.severity != "info" for f in brief.findings)
    doubted = _count(doubts, "doubt") if doubts else "no doubts raised by the checks"
    checked = doubted if doubts or brief.claims or brief.origins else "nothing was checked"
    return " · ".join([_count(len(brief.claims), "claim") + (f": {claims}" if claims else ""), translated, checked])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _sentence_views(brief: Brief) -> list[SentenceView]:
    marks, english_marks = _marks(brief)
    in_place = {index: gap.in_place for gap in brief.gaps if gap.in_place for index in gap.sentences}
    added: defaultdict[int, list[Added]] = defaultdict(list)
    for extra in brief.added:
        added[max(0, extra.behind)].append(extra)
    ranks = {r.sentence: place for place, r in enumerate(brief.ranking)}
    claims: dict[int, list[int]] = {}
    facts: defaultdict[int, list[str]] = defaultdict(list)
    for fact in sorted(brief.facts, key=lambda f: (f.span.start, -f.span.end)):
        facts[fact.sentence].append(fact.in_context or fact.english)
    for number, claim in enumerate(brief.claims):
        for index in {evidence.sentence for evidence in claim.evidence}:
            claims.setdefault(index, []).append(number)
    return [
        SentenceView(
            sentence=sentence,
            pieces=tuple(cut(sentence.text, marks[sentence.index], sentence.span.start)),
            translation=translation,
            english=tuple(cut(translation.text, english_marks[sentence.index])) if translation else (),
            claims=tuple(claims.get(sentence.index, ())),
            rank=ranks.get(sentence.index),
            facts=tuple(dict.fromkeys(facts[sentence.index])),
            added=tuple(added[sentence.index]),
            notes=_notes(brief, "sentence", sentence.index),
            in_place=in_place.get(sentence.index, "not translated"),
        )
        for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True)
    ]


def _notes(brief: Brief, kind: str, index: int) -> tuple[str, ...]:
    return tuple(str(note) for note in brief.notes if (note.kind, note.index) == (kind, index))


def _marks(brief: Brief) -> tuple[dict[int, list[Mark]], dict[int, list[Mark]]]:
    """Return what is marked in each sentence and in its translation, by the sentence's index."""
    source: defaultdict[int, list[Mark]] = defaultdict(list)
    english: defaultdict[int, list[Mark]] = defaultdict(list)
    for number, claim in enumerate(brief.claims):
        for evidence in claim.evidence:
            source[evidence.sentence] += (Mark(span, "claim", number) for span in evidence.source_spans)
            english[evidence.sentence] += (Mark(span, "claim", number) for span in evidence.translation_spans)
    for number, fact in enumerate(brief.facts):
        if fact.kind != "quotation":
            source[fact.sentence].append(Mark(fact.span, "fact", number))
    for index, translation in enumerate(brief.translations):
        findings = translation.findings if translation else ()
        source[index] += (Mark(span, "doubt", n) for n, finding in enumerate(findings) for span in finding.source_spans)
        english[index] += _doubts(findings)
    return source, english


def _doubts(findings: Sequence[Finding]) -> list[Mark]:
    return [Mark(span, "doubt", n) for n, finding in enumerate(findings) for span in finding.target_spans]


def _claim_views(brief: Brief) -> Iterator[ClaimView]:
    before = -1
    for index, claim in enumerate(brief.claims):
        shown = replace(_claim_view(index, claim), notes=_notes(brief, "claim", index))
        part = brief.article.sentences[shown.sources[0]].part if shown.sources else before
        several = len(brief.article.parts) > 1
        yield replace(shown, heading=_part_title(brief, part)) if several and part != before else shown
        before = part


def _part_title(brief: Brief, part: int) -> str:
    """Return the title of one article of a page, in English where it is translated."""
    titles = [s for s in brief.article.sentences if s.kind == "title" and s.part == part]
    english = [t.text for s in titles if (t := brief.translations[s.index])]
    return next(iter([*english, *(s.text for s in titles)]), f"Article {part + 1} of this page")


def _claim_view(index: int, claim: Claim) -> ClaimView:
    marks = [Mark(span, "source", evidence.sentence) for evidence in claim.evidence for span in evidence.target_spans]
    pieces = tuple(cut(claim.text, [*marks, *_doubts(claim.findings)]))
    return ClaimView(index, claim, pieces, tuple(e.sentence for e in claim.evidence))


def _fact_views(facts: Sequence[Fact]) -> Iterator[FactView]:
    """Gather the mentions of one fact (same kind and same English reading), kind by kind, in order of mention."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, fact in sorted(enumerate(facts), key=lambda numbered: _FACT_ORDER.index(numbered[1].kind)):
        groups.setdefault((fact.kind, (fact.in_context or fact.english).casefold()), []).append(number)
    for (kind, _), mentions in groups.items():
        first, sentences = facts[mentions[0]], dict.fromkeys(facts[number].sentence for number in mentions)
        shown_kind = _FACT_WORDS.get(kind, kind)
        yield FactView(shown_kind, first.text, first.in_context or first.english, tuple(sentences), tuple(mentions))


def _fact_line(facts: Sequence[FactView], ranks: Mapping[int, int]) -> str:
    """Answer who, what, where, how much and when with what most sentences, and those to read first, state."""

    def weight(fact: FactView) -> tuple[int, int]:
        return -len(fact.mentions), min(ranks.get(sentence, len(ranks)) for sentence in fact.sentences)

    parts = []
    for question, kinds in _QUESTIONS.items():
        told = sorted((fact for fact in facts if fact.kind in kinds), key=weight)[:_ANSWERS]
        if told:
            parts.append(f"{question}: {'; '.join(fact.english for fact in told)}")
    return " · ".join(parts)
