"""The first pages of a memo: a line for each event, key points with how sure they are, what is new, what to watch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from toolkit.brief.brief import Brief
from toolkit.language.wording import written_day
from toolkit.memo.agreement import CLOSE, MATCH, Matches
from toolkit.memo.events import Group
from toolkit.memo.measures import duration_of, measure_of
from toolkit.memo.reports import Statement
from toolkit.memo.types import Event, Line, Source
from toolkit.summarize.salience import frames, states_act
from toolkit.summarize.standing import standing

__all__ = ["Front", "events_by_day"]

_POINTS = 7
_PER_EVENT = 4
_PER_SOURCE = 0.1  # what each further source that says the same adds to the salience of a line
_CLAIMED = 0.2  # what it is worth to stand in the summary of its article
_FIGURE = 0.1  # what it is worth to give a figure
_FRAME = 0.4  # what it loses that only says that something took place
_ACTS = 0.15  # what it is worth that somebody acts in it
_ALIKE = 0.75  # cosine from which two lines say too much of the same to stand side by side
_WATCHED = 3
_BACKGROUND = re.compile(
    r"^(?:since|earlier|during .{0,60}campaign|it is (?:worth noting|noted|also notable))\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b(?:today|tomorrow|yesterday)(?:, (?:\w+day)\b)?(?!,? \d)")
_NEAR_TOP = 3  # of the lines of an event, those among which the one is chosen that the memo opens with
_AGENCY = re.compile(r"\b((?:[A-Z][\w-]*\s)*[A-Z][\w-]*) (?:news )?agency\b|\b(Reuters|Agence France-Presse|TASS)\b")


def events_by_day(groups: Sequence[Group]) -> list[Group]:
    """Return groups with the newest event first; those without a day come last, the most reported before others."""
    return sorted(groups, key=lambda g: (-(g.day or date.min).toordinal(), -len(g.reports), g.reports[0].id))


@dataclass(frozen=True)
class Front:
    """Chooses the lines of the first pages from the events of a memo, the newest first."""

    briefs: Sequence[Brief]
    groups: Sequence[Group]
    events: Sequence[Event]
    matches: Matches

    @cached_property
    def _statements(self) -> dict[Source, Statement]:
        return {s.source: s for group in self.groups for report in group.reports for s in report.statements}

    def bottom_line(self) -> tuple[Line, ...]:
        """Return one line for each event: what weighs most of it and can stand alone."""
        lines = []
        for number, event in enumerate(self.events):
            found = self._ranked(number)
            if found:  # that somebody acts says more than that there was a call
                acts = [x for x in found[:_NEAR_TOP] if states_act(self._statements[x.sources[0]].sentence.text)]
                lines.append(replace([*acts, *found][0], note=_day(event.day)))
        return tuple(lines)

    def key_points(self, said: Sequence[Line]) -> tuple[Line, ...]:
        """Return up to seven lines beside those already `said`: the weightiest of each event, at most four of one."""
        left = {number: self._ranked(number) for number in range(len(self.events))}
        chosen: list[Line] = []
        most = _POINTS if len(self.events) == 1 else _PER_EVENT
        for turn in range(most):
            for number, lines in left.items():
                if len(chosen) == _POINTS or (turn >= 2 and len(self.events[number].reports) == 1):
                    continue
                fresh = next((line for line in lines if self._is_new(line, [*said, *chosen])), None)
                if fresh:
                    chosen.append(fresh)
        chosen.sort(key=lambda line: line.event)
        return tuple(replace(line, note=self._confidence(line)) for line in chosen)

    def news(self, points: Sequence[Line]) -> tuple[Line, ...]:
        """Return the key points of the newest event of which no report of another event tells."""
        if len(self.events) < 2:
            return ()
        return tuple(replace(p, note="") for p in points if p.event == 0 and not self._elsewhere(p))

    def watch(self) -> tuple[Line, ...]:
        """Return the statements that name a day ahead of their event."""
        found = []
        for number, group in enumerate(self.groups):
            for statement in (s for report in group.reports for s in report.statements if not s.says_today):
                days = [day for m in statement.dates if (day := m.resolve(group.day))]
                ahead = [day for day in days if group.day and day > group.day]
                if ahead or any(m.relative in ("tomorrow", "next") for m in statement.dates):
                    when = written_day(ahead[0]) if ahead else ""
                    told = self._told(Line("", (statement.source,), event=number))
                    if told:
                        found.append(replace(told, note=when))
        return tuple(found[:_WATCHED])

    def _ranked(self, number: int) -> list[Line]:
        """Return what could be said of an event, the weightiest first, each with the sentences that say the same."""
        weighed = []
        for source in (source for source, owner in self._owners.items() if owner == number):
            same = sorted(other for other in self._near.get(source, ()) if self.matches.sure(source, other) >= CLOSE)
            told = self._told(Line("", (source, *same), event=number))
            if told is not None:
                weighed.append((self._weight(told), told))
        return [line for _, line in sorted(weighed, key=lambda pair: (-pair[0], pair[1].sources))]

    @cached_property
    def _owners(self) -> dict[Source, int]:
        return {
            s.source: number
            for number, group in enumerate(self.groups)
            for report in group.reports
            for s in report.statements
        }

    @cached_property
    def _near(self) -> dict[Source, set[Source]]:
        """The sentences of other reports that match a sentence, loose matches included."""
        found: dict[Source, set[Source]] = {}
        for (one, other), score in self.matches.scores.items():
            if score >= MATCH:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return found

    def _weight(self, line: Line) -> float:
        """Return the salience of a line in its article, more for each further article and for what it says."""
        ranks = [r.score for s in line.sources[:1] for r in self.briefs[s.brief].ranking if r.sentence == s.sentence]
        claims = {e.sentence for claim in self.briefs[line.sources[0].brief].claims for e in claim.evidence}
        told = {other.brief for other in self._near.get(line.sources[0], ())}
        score = max(ranks, default=0.0) + _PER_SOURCE * len(told) + _CLAIMED * (line.sources[0].sentence in claims)
        first = self._statements[line.sources[0]].sentence.text
        return (
            score + _ACTS * states_act(first) + _FIGURE * self._gives_figure(line.sources[0]) - _FRAME * frames(first)
        )

    def _gives_figure(self, source: Source) -> bool:
        """Tell whether a sentence counts or measures something, other than how long its event lasted."""
        statement = self._statements[source]
        counted = [f for f in statement.facts if f.kind in ("number", "percentage", "money") and measure_of(f)]
        acts = states_act(statement.sentence.text)
        return any(acts or duration_of(fact, statement.sentence.text) is None for fact in counted)

    def _told(self, line: Line) -> Line | None:
        """Return a line as it can stand alone, or None: what hangs on a sentence before, or tells of another day."""
        source = line.sources[0]
        statement = self._statements[source]
        if statement.occasion or statement.looks_back or _BACKGROUND.search(statement.text):
            return None
        brief = self.briefs[source.brief]
        alone = standing(source.sentence, brief.article, brief.translations)
        if alone is None:
            return None
        text = self._dated(self._claim_on(source) or alone.text, statement, self.groups[self._owners[source]].day)
        named_in = [Source(source.brief, index) for index in alone.named_in]
        return replace(line, text=text, sources=tuple(dict.fromkeys([*line.sources, *named_in])))

    def _dated(self, text: str, statement: Statement, day: date | None) -> str:
        """Return a text with the day in brackets that its "today" or "tomorrow" means."""
        published = self.briefs[statement.source.brief].article.published or day
        for mention in statement.dates:
            if mention.relative in ("today", "tomorrow", "yesterday") and (meant := mention.resolve(published)):
                return _RELATIVE.sub(rf"\g<0> [{written_day(meant)}]", text, count=1)
        return text

    def _claim_on(self, source: Source) -> str:
        """Return a supported claim that is made from this sentence."""
        claims = [c for c in self.briefs[source.brief].claims if c.verdict == "supported" and c.origin != "edited"]
        return next((c.text for c in claims if c.evidence[0].sentence == source.sentence), "")

    def _is_new(self, line: Line, others: Sequence[Line]) -> bool:
        for other in others:
            if set(line.sources) & set(other.sources) or line.text == other.text:
                return False
            if any(self._likeness(a, b) >= _ALIKE for a in line.sources for b in other.sources):
                return False
            if any(self.matches.between(a, b) >= MATCH for a in line.sources for b in other.sources):
                return False
        return True

    def _likeness(self, a: Source, b: Source) -> float:
        one, other = self._statements[a], self._statements[b]
        return float(one.arabic_vector @ other.arabic_vector)

    def _elsewhere(self, line: Line) -> bool:
        others = [source for source, owner in self._owners.items() if owner != line.event]
        return any(self._likeness(a, b) >= _ALIKE for a in line.sources for b in others)

    def _independent(self, line: Line) -> tuple[int, list[str]]:
        """Return how many sources a line has that do not repeat one another, and whom several of them cite."""
        by_brief: dict[int, str] = {}
        for source in line.sources:
            named = _AGENCY.search(self._statements[source].english)
            cited = (named[1] or named[2]) if named else self._statements[source].speaker
            by_brief[source.brief] = by_brief.get(source.brief) or cited
        cited = [name for name in by_brief.values() if name]
        shared = sorted({name for name in cited if cited.count(name) > 1})
        return len({name or str(brief) for brief, name in by_brief.items()}), shared

    def _confidence(self, line: Line) -> str:
        """Say how sure a line is, and from what that follows."""
        independent, shared = self._independent(line)
        articles = len({s.brief for s in line.sources})
        doubted = self._doubts(line.sources)
        differing = [d for event in self.events for d in event.differences]
        sides = [(d.about, d.readings[d.kind == "role" :]) for d in differing]  # of posts: who is called former
        disputed = [about for about, readings in sides if any(set(line.sources) & set(r.sources) for r in readings)]
        why = ["one article" if articles == 1 else f"{articles} articles"]
        why += [f"which cite {' and '.join(shared)}"] if shared else []
        why += [f"sources differ on {disputed[0]}"] if disputed else []
        why += [f"{doubted} doubts about the translation"] if doubted else []
        level = "low" if doubted else "high" if independent > 1 and not disputed else "medium"
        return f"Confidence {level}: {', '.join(why)}."

    def _doubts(self, sources: Iterable[Source]) -> int:
        found = 0
        for source in sources:
            translation = self.briefs[source.brief].translations[source.sentence]
            found += sum(f.severity != "info" for f in translation.findings) if translation else 1
        return found


def _day(iso: str) -> str:
    return written_day(date.fromisoformat(iso), weekday=True) if iso else "Day not given"
