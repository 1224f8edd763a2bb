"""Briefs taken apart for comparing: reports (one for each article on each page) of statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from toolkit.article.normalize import arabic_form
from toolkit.article.types import Sentence
from toolkit.brief.brief import Brief
from toolkit.language.dates import DateMention
from toolkit.language.facts import Fact, with_items
from toolkit.language.reading import read_sentence
from toolkit.language.speech import Quotation
from toolkit.memo.types import ReportId, Source
from toolkit.models.encoder import encode
from toolkit.summarize.occasions import Occasion, occasions

__all__ = ["Report", "Statement", "reports_of", "with_occasions"]

_PLUPERFECT = re.compile(r"^[وف]?(?:كان|كانت|كانوا)\s(?:.*\s)?قد\s")
_LEAD = 4  # the headline and the first sentences say what is reported


@dataclass(frozen=True)
class Statement:
    """A body sentence of a report, ready to be compared.

    `occasion` is empty for what the report tells of its own event, and else names the other one: "14 June 2025".
    """

    source: Source
    sentence: Sentence
    english: str
    facts: tuple[Fact, ...]
    dates: tuple[DateMention, ...]
    arabic_vector: npt.NDArray[np.float32]
    english_vector: npt.NDArray[np.float32] | None
    occasion: str = ""

    @property
    def text(self) -> str:
        """The English where there is some, else the Arabic."""
        return self.english or self.sentence.text

    @property
    def says_today(self) -> bool:
        """Whether it dates itself to the day of the report."""
        return any(mention.relative == "today" for mention in self.dates)

    @cached_property
    def other_days(self) -> frozenset[tuple[int, int]]:
        """Days (month, day) that it names, other than the day of the report."""
        return frozenset((m.month, m.day) for m in self.dates if m.month and m.day and m.relative != "today")

    @cached_property
    def looks_back(self) -> bool:
        """Whether its tense tells of what had happened before: ``كانت … قد``."""
        return bool(_PLUPERFECT.match(self.sentence.text))

    @property
    def is_background(self) -> bool:
        """Whether it tells of another day than that of the report, as far as it says."""
        return not self.says_today and (self.looks_back or bool(self.other_days))

    @property
    def speaker(self) -> str:
        """Who says it, by name, if the sentence names somebody: "Yuri Ushakov"."""
        said = [f.item.speaker for f in self.facts if isinstance(f.item, Quotation) and f.item.speaker]
        return next((name.canonical for name in said if name.kind in ("person", "organization")), "")


@dataclass(frozen=True)
class Report:
    """One article on one page."""

    id: ReportId
    brief: Brief
    statements: tuple[Statement, ...]

    @property
    def lead(self) -> tuple[Statement, ...]:
        """The first statements, which say what is reported."""
        return self.statements[:_LEAD]

    @cached_property
    def days(self) -> frozenset[tuple[int, int]]:
        """Every day (month, day) that the report names."""
        return frozenset(day for statement in self.statements for day in statement.other_days)

    @property
    def title(self) -> str:
        """Its headline in English, else in Arabic, else its first statement."""
        part = self.brief.article.parts[self.id.part] if self.brief.article.parts else None
        for sentence in self._titles():
            translation = self.brief.translations[sentence.index]
            return translation.text if translation else sentence.text
        if part is not None and part.title:
            return part.title
        return self.statements[0].text if self.statements else self.brief.article.id

    def _titles(self) -> list[Sentence]:
        return [s for s in self.brief.article.sentences if s.kind == "title" and s.part == self.id.part]

    @cached_property
    def opening(self) -> str:
        """The Arabic of its headline and first two statements, in the form for comparing."""
        return arabic_form(" ".join(s.text for s in [*self._titles(), *(s.sentence for s in self.statements[:2])]))

    @cached_property
    def words(self) -> str:
        """The Arabic of all its statements, in the form for comparing."""
        return " ".join([self.opening, *(arabic_form(s.sentence.text) for s in self.statements)])

    def named(self, kind: str) -> frozenset[str]:
        """Return the Arabic names of one kind in its headline and lead, in the form for comparing."""
        shown = {s.index for s in self._titles()} | {s.sentence.index for s in self.lead}
        return frozenset(arabic_form(f.text) for f in self.brief.facts if f.kind == kind and f.sentence in shown)


def reports_of(briefs: Sequence[Brief]) -> list[Report]:
    """Take `briefs` apart; reports without a body sentence are left out."""
    found = []
    for number, brief in enumerate(briefs):
        facts = with_items(brief.facts, brief.article, [t.text if t else None for t in brief.translations])
        for part in sorted({s.part for s in brief.article.sentences}):
            sentences = [s for s in brief.article.sentences if s.part == part and s.kind == "body"]
            if sentences:
                statements = _statements(brief, number, sentences, facts)
                found.append(Report(ReportId(number, part), brief, statements))
    return found


def _statements(brief: Brief, number: int, sentences: list[Sentence], facts: Sequence[Fact]) -> tuple[Statement, ...]:
    english = [t.text if (t := brief.translations[s.index]) else "" for s in sentences]
    arabic_vectors = encode([s.text for s in sentences])
    english_vectors = encode([text or "-" for text in english])
    return tuple(
        Statement(
            source=Source(number, sentence.index),
            sentence=sentence,
            english=text,
            facts=tuple(f for f in facts if f.sentence == sentence.index),
            dates=read_sentence(sentence.text, "ar").dates,
            arabic_vector=arabic_vectors[at],
            english_vector=english_vectors[at] if text else None,
        )
        for at, (sentence, text) in enumerate(zip(sentences, english, strict=True))
    )


def with_occasions(report: Report, day: date | None) -> Report:
    """Return the report with every statement told apart that is of another occasion than the event of `day`."""
    found = occasions([s.sentence.text for s in report.statements], day)
    return replace(report, statements=tuple(map(_of_occasion, report.statements, found)))


def _of_occasion(statement: Statement, occasion: Occasion) -> Statement:
    return replace(statement, occasion=occasion.name)
