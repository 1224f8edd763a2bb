"""Several briefs as one memo: what the sources agree on and where they differ, event by event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.brief.types import Review
from toolkit.memo import codec
from toolkit.memo.agreement import CLOSE, agreed_lines, match, single_lines
from toolkit.memo.differences import differences
from toolkit.memo.events import Group, day_of, group_reports
from toolkit.memo.listings import people, quotations, timeline
from toolkit.memo.reports import Report, reports_of
from toolkit.memo.types import Dated, Event, Line, Person, Quote, Source

__all__ = ["Memo"]

_BOTTOM_LINES = 3
_PER_SOURCE = 0.1  # what each further source that says the same adds to the salience of a line
_PRONOUN = re.compile(r"^(?:he|she|they|it|his|her|their|its|this|these|those)\b|\b(?:him|her|them)\b", re.IGNORECASE)


@dataclass(frozen=True, init=False, repr=False)
class Memo:
    """One memo over several briefs. Reports of different events are never mixed.

    Every line is a sentence of one of the sources, unchanged, and names all the sentences that it stands on. Which
    sentences say the same is worked out by machine: `Line.score` says how sure that is.

    Parameters
    ----------
    briefs
        At least one; their order is that of the source table.

    Examples
    --------
    >>> Memo([first, second]).save("memo.docx")  # doctest: +SKIP
    """

    briefs: tuple[Brief, ...]
    bottom_line: tuple[Line, ...]
    events: tuple[Event, ...]
    timeline: tuple[Dated, ...]
    people: tuple[Person, ...]
    quotations: tuple[Quote, ...]
    review: Review | None

    def __init__(self, briefs: Iterable[Brief]) -> None:
        given = tuple(briefs)
        if not given:
            raise ValueError("A memo needs at least one brief.")
        reports = reports_of(given)
        events = tuple(_event(group, reports) for group in group_reports(reports))
        fields: dict[str, Any] = {
            "briefs": given,
            "bottom_line": _bottom_line(given, events, _background(reports)),
            "events": events,
            "timeline": timeline(reports),
            "people": people(reports),
            "quotations": quotations(reports),
            "review": None,
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @property
    def title(self) -> str:
        """The headline: that of the event that most sources report."""
        return self.events[0].title if self.events else self.briefs[0].title or self.briefs[0].article.id

    def arabic(self, source: Source) -> str:
        """Return the Arabic sentence that a source names."""
        return self.briefs[source.brief].article.sentences[source.sentence].text

    def english(self, source: Source) -> str | None:
        """Return the translation of the sentence that a source names, or None."""
        translation = self.briefs[source.brief].translations[source.sentence]
        return translation.text if translation else None

    def reviewed(self, by: str, *, note: str = "", at: datetime | None = None) -> Memo:
        """Return this memo as read and approved by a person; see `Brief.reviewed`."""
        review = self.briefs[0].reviewed(by, note=note, at=at or datetime.now(UTC)).review
        return _rebuilt({**vars(self), "review": review})

    def save(self, path: str | Path, **options: Any) -> Path:
        """Write the memo in the format that the suffix names: .html, .docx, .pdf, .md or .json.

        Parameters
        ----------
        path
            Where to; folders are made.
        options
            `layout` (`memo` for the short form, `dossier` for all) for .docx and .pdf; `template` for .docx.

        Raises
        ------
        SaveError
            If the suffix or an option is unknown, or the file cannot be written.
        """
        from toolkit.output.formats import save

        return save(self, path, **options)

    def to_json(self) -> str:
        """Return the memo with its briefs as JSON; `from_json` gives an equal memo back."""
        return codec.dumps(vars(self))

    @classmethod
    def from_json(cls, text: str) -> Memo:
        """Rebuild a memo from `to_json`; raises FormatError if the text is not a memo."""
        return _rebuilt(codec.loads(text))

    @classmethod
    def load(cls, path: str | Path) -> Memo:
        """Read a memo back from a saved .json file; raises FormatError like `from_json`."""
        return _rebuilt(codec.load(path))

    def _repr_html_(self) -> str:
        from toolkit.output.formats import render

        return str(render(self, "fragment"))

    def __repr__(self) -> str:
        differing = sum(len(event.differences) for event in self.events)
        return f"Memo(briefs={len(self.briefs)}, events={len(self.events)}, differences={differing})"


def _rebuilt(fields: Mapping[str, Any]) -> Memo:
    """Make a memo of its fields without working them out again."""
    memo = object.__new__(Memo)
    for name, value in fields.items():
        object.__setattr__(memo, name, value)
    return memo


def _event(group: Group, everything: Sequence[Report]) -> Event:
    matches = match(group.reports, everything)
    differing = differences(group.reports, matches)
    agreed = agreed_lines(matches, {s for d in differing for reading in d.readings for s in reading.sources})
    days = [said for report in group.reports if (said := day_of(report)[2])]
    return Event(
        title=_title(group.reports),
        reports=tuple(report.id for report in group.reports),
        when=" / ".join(dict.fromkeys(days)),
        grounds=group.grounds,
        agreed=agreed,
        differences=differing,
        single=single_lines(matches, agreed),
    )


def _title(reports: Sequence[Report]) -> str:
    """Return the first headline there is; a report without one lends its first sentence."""
    headed = [r for r in reports if r.title not in {s.text for s in r.statements}]
    return (headed or list(reports))[0].title


def _background(reports: Sequence[Report]) -> set[Source]:
    return {s.source for report in reports for s in report.statements if s.is_background}


def _bottom_line(briefs: Sequence[Brief], events: Sequence[Event], background: set[Source]) -> tuple[Line, ...]:
    """Take what matters most in the main event: firm agreement, and checked claims that stand on one source.

    A loose match is never put at the top as an agreement; the claim on one of its sentences may be, with that source.
    """
    if not events:
        return ()
    firm = [line for line in events[0].agreed if line.score >= CLOSE]
    rest = [*(line for line in events[0].agreed if line.score < CLOSE), *events[0].single]
    alone = [Line(claim, (s,)) for line in rest for s in line.sources if (claim := _claim_on(briefs, (s,)))]
    told = [replace(line, text=_claim_on(briefs, line.sources) or line.text) for line in firm]
    worth = {line: _salience(briefs, line) for line in (*told, *alone) if _reads_alone(line.text)}
    lines: list[Line] = []
    for line in sorted(worth, key=lambda line: (-worth[line], line.sources)):
        new = not any(set(line.sources) & set(other.sources) or line.text == other.text for other in lines)
        if new and not set(line.sources) <= background and len(lines) < _BOTTOM_LINES:
            lines.append(line)
    return tuple(lines)


def _salience(briefs: Sequence[Brief], line: Line) -> float:
    """Return the best rank of the line's sentences in their articles, in 0..1, more for each further source."""
    ranks = [r.score for s in line.sources for r in briefs[s.brief].ranking if r.sentence == s.sentence]
    return max(ranks, default=0.0) + _PER_SOURCE * (len(line.sources) - 1)


def _reads_alone(text: str) -> bool:
    """Tell whether a sentence can stand at the top: no quotation of before ends in it, no pronoun is its subject."""
    return text.count("“") == text.count("”") and not _PRONOUN.search(text)


def _claim_on(briefs: Sequence[Brief], sources: Sequence[Source]) -> str | None:
    """Return a supported claim that stands on one of the sentences and on no other."""
    for source in sources:
        for claim in briefs[source.brief].claims:
            if claim.verdict == "supported" and [e.sentence for e in claim.evidence] == [source.sentence]:
                return claim.text
    return None
