"""Several briefs as one memo. In: briefs. Out: Memo: what the sources agree on, where they differ, event by event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit.brief import formats, memo_codec
from toolkit.brief.agreement import agreed_lines, match, single_lines
from toolkit.brief.differences import differences
from toolkit.brief.events import Group, day_of, group_reports
from toolkit.brief.listings import people, quotations, timeline
from toolkit.brief.memo_types import Dated, Event, Line, Person, Quotation, Source
from toolkit.brief.reports import Report, reports_of
from toolkit.brief.types import Brief, Review

__all__ = ["Memo"]

_BOTTOM_LINES = 3


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
    quotations: tuple[Quotation, ...]
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
        return memo_codec.rebuilt({**vars(self), "review": review})

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
        return formats.save_memo(self, path, **options)

    def to_json(self) -> str:
        """Return the memo with its briefs as JSON; `from_json` gives an equal memo back."""
        return memo_codec.dumps(self)

    @classmethod
    def from_json(cls, text: str) -> Memo:
        """Rebuild a memo from `to_json`; raises FormatError if the text is not a memo."""
        return memo_codec.loads(text)

    @classmethod
    def load(cls, path: str | Path) -> Memo:
        """Read a memo back from a saved .json file; raises FormatError like `from_json`."""
        return memo_codec.load(path)

    def _repr_html_(self) -> str:
        return str(formats.render_memo(self, "fragment"))

    def __repr__(self) -> str:
        differing = sum(len(event.differences) for event in self.events)
        return f"Memo(briefs={len(self.briefs)}, events={len(self.events)}, differences={differing})"


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
    """Take the best supported lines of the main event, said as a checked claim where there is one."""
    if not events:
        return ()
    lines: list[Line] = []
    for line in (*events[0].agreed, *events[0].single):
        if len(lines) == _BOTTOM_LINES:
            break
        if any(set(line.sources) & set(other.sources) for other in lines) or set(line.sources) <= background:
            continue
        lines.append(replace(line, text=_claim_on(briefs, line) or line.text))
    return tuple(lines)


def _claim_on(briefs: Sequence[Brief], line: Line) -> str | None:
    """Return a supported claim that stands on one of the line's sentences and on no other."""
    for source in line.sources:
        for claim in briefs[source.brief].claims:
            if claim.verdict == "supported" and [e.sentence for e in claim.evidence] == [source.sentence]:
                return claim.text
    return None
