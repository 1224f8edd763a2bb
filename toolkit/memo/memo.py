"""Several briefs as one memo: what the sources agree on and where they differ, event by event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.brief.types import Review
from toolkit.memo import codec
from toolkit.memo.agreement import Matches, agreed_lines, match, single_lines
from toolkit.memo.differences import differences
from toolkit.memo.events import Group, day_of, group_reports
from toolkit.memo.front import Front, events_by_day
from toolkit.memo.listings import people, quotations, timeline
from toolkit.memo.reports import Report, reports_of, with_occasions
from toolkit.memo.types import Dated, Difference, Event, Heading, Line, Person, Quote, Source

__all__ = ["Memo"]

_EDITABLE = ("bottom_line", "key_points", "news", "watch")


@dataclass(frozen=True, init=False, repr=False)
class Memo:
    """One memo over several briefs. Reports of different events are never mixed.

    Every line is a sentence of one of the sources or a checked claim on it, and names all the sentences that it stands
    on. Which sentences say the same is worked out by machine: `Line.score` says how sure that is.

    Parameters
    ----------
    briefs
        At least one; their order is that of the source table.
    to, by, subject
        Who the memo is for, from whom, and on what; what is not given is left blank to be filled in, the subject is
        then the title.
    day
        The date of the memo; without one that of its newest brief.

    Examples
    --------
    >>> Memo([first, second], to="The desk").save("memo.docx")  # doctest: +SKIP
    """

    briefs: tuple[Brief, ...]
    heading: Heading
    bottom_line: tuple[Line, ...]
    key_points: tuple[Line, ...]
    news: tuple[Line, ...]
    watch: tuple[Line, ...]
    events: tuple[Event, ...]
    timeline: tuple[Dated, ...]
    people: tuple[Person, ...]
    quotations: tuple[Quote, ...]
    review: Review | None

    def __init__(
        self, briefs: Iterable[Brief], *, to: str = "", by: str = "", subject: str = "", day: date | None = None
    ) -> None:
        given = tuple(briefs)
        if not given:
            raise ValueError("A memo needs at least one brief.")
        made = day.isoformat() if day else max(brief.provenance.created for brief in given)[:10]
        fields = {**_worked_out(given), "heading": Heading(to, by, made, subject), "review": None}
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    @property
    def title(self) -> str:
        """The subject that was given, else the headline of the newest event and how many others there are."""
        if self.heading.subject:
            return self.heading.subject
        if not self.events:
            return self.briefs[0].title or self.briefs[0].article.id
        others = len(self.events) - 1
        more = f" (and {others} other event{'s' if others > 1 else ''})" if others else ""
        return self.events[0].title + more

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

    def replace(self, text: str, new: str | None) -> Memo:
        """Return this memo with a line of its first pages rewritten by a person, or struck with None.

        What a person wrote is marked as theirs, and keeps the sources of the line that it stands for.

        Raises
        ------
        ValueError
            No line of the first pages reads `text`.
        """
        found = {name: getattr(self, name) for name in _EDITABLE}
        if not any(line.text == text for lines in found.values() for line in lines):
            raise ValueError(f"No line of the memo reads {text!r}; see memo.bottom_line, key_points, news and watch.")
        edited = {
            name: tuple(
                line if line.text != text else replace(line, text=new, machine_text=line.machine_text or text)
                for line in lines
                if line.text != text or new is not None
            )
            for name, lines in found.items()
        }
        return _rebuilt({**vars(self), **edited, "review": None})

    def reorder(self, order: Sequence[int]) -> Memo:
        """Return this memo with its key points in another order: their present places, from 0.

        Raises
        ------
        ValueError
            `order` does not name every key point once.
        """
        if sorted(order) != list(range(len(self.key_points))):
            raise ValueError(f"Name each of the {len(self.key_points)} key points once, from 0.")
        return _rebuilt({**vars(self), "key_points": tuple(self.key_points[at] for at in order)})

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
        return _loaded(codec.loads(text))

    @classmethod
    def load(cls, path: str | Path) -> Memo:
        """Read a memo back from a saved .json file; raises FormatError like `from_json`."""
        return _loaded(codec.load(path))

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


def _loaded(fields: Mapping[str, Any]) -> Memo:
    """Return a saved memo; one of an older schema holds its briefs and review only, and is worked out anew."""
    if "events" in fields:
        return _rebuilt(fields)
    return _rebuilt({**vars(Memo(fields["briefs"])), "review": fields["review"]})


def _worked_out(briefs: tuple[Brief, ...]) -> dict[str, Any]:
    reports = reports_of(briefs)
    groups = [
        replace(group, reports=tuple(with_occasions(report, group.day) for report in group.reports))
        for group in events_by_day(group_reports(reports))
    ]
    told = [report for group in groups for report in group.reports]
    matches = [match(group.reports, reports) for group in groups]
    differing = [differences(group.reports, matched) for group, matched in zip(groups, matches, strict=True)]
    matches = [matched.disputed(found) for matched, found in zip(matches, differing, strict=True)]
    events = tuple(map(_event, groups, matches, differing))
    scores = {pair: score for matched in matches for pair, score in matched.scores.items()}
    everything = Matches(tuple(told), scores, {}, frozenset(pair for matched in matches for pair in matched.unlike))
    front = Front(briefs, groups, events, everything)
    bottom_line = front.bottom_line()
    key_points = front.key_points(bottom_line)
    return {
        "briefs": briefs,
        "bottom_line": bottom_line,
        "key_points": key_points,
        "news": front.news(key_points),
        "watch": front.watch(),
        "events": events,
        "timeline": timeline(groups),
        "people": people(told),
        "quotations": quotations(told),
    }


def _event(group: Group, matches: Matches, differing: tuple[Difference, ...]) -> Event:
    agreed = agreed_lines(matches)
    days = [said for report in group.reports if (said := day_of(report)[2])]
    other = [s for report in group.reports for s in report.statements if s.occasion]
    own = {s.source for s in other}
    return Event(
        title=_title(group.reports),
        reports=tuple(report.id for report in group.reports),
        when=" / ".join(dict.fromkeys(days)),
        day=group.day.isoformat() if group.day else "",
        how=group.how,
        grounds=group.grounds,
        agreed=agreed,
        differences=differing,
        single=tuple(line for line in single_lines(matches, agreed) if not own & set(line.sources)),
        elsewhere=tuple(Line(s.text, (s.source,), note=s.occasion) for s in other),
    )


def _title(reports: Sequence[Report]) -> str:
    """Return the first headline there is; a report without one lends its first sentence."""
    headed = [r for r in reports if r.title not in {s.text for s in r.statements}]
    return (headed or list(reports))[0].title
