"""Finds where the reports of one event differ in facts: how long, how many, which day, who called, who holds a post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal

from toolkit.article.lexicon import words
from toolkit.language.dates import DateMention
from toolkit.language.wording import plural
from toolkit.memo.agreement import CLOSE, Matches
from toolkit.memo.events import durations_of
from toolkit.memo.measures import Measure, measure_of
from toolkit.memo.reports import Report, Statement
from toolkit.memo.types import Difference, Source, Version

__all__ = ["differences"]

_FORMER = re.compile(r"(?:^|\s)(?:ال)?(?:سابق|سابقة|أسبق|سالف)\s*(?:\S+\s+)?$")
_TITLED = re.compile(rf"\b(?:{'|'.join(words('titles', 'post'))})\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"\b(?:(?:hold|holds|held|make|makes|made|place|placed|conduct|conducted|initiate|initiated|had|have)\s+(?:an?\s+)?"
    r"(?:\w+\s+)?(?:call|conversation|talks?)\b|(?:called|phoned|telephoned|rang|visited|received|hosted|invited)\b)"
)
_NOT_COMPARED = frozenset("minute side leader country party president".split())


def differences(reports: Sequence[Report], matches: Matches) -> tuple[Difference, ...]:
    """Return every difference found between `reports`, which tell of one event."""
    if len(reports) < 2:
        return ()
    return (
        *_durations(reports),
        *_counts(reports, matches),
        *_dates(reports, matches),
        *_posts(reports),
        *_initiators(reports),
    )


def _durations(reports: Sequence[Report]) -> list[Difference]:
    said = [(m, report.statements[at].source) for report in reports for at, m in durations_of(report)]
    return _split("duration", "how long it lasted", said)


def _split(kind: Literal["duration", "count"], about: str, said: Iterable[tuple[Measure, Source]]) -> list[Difference]:
    """Gather measures that do not differ into readings; one reading alone is no difference."""
    readings: list[tuple[list[Measure], list[Source]]] = []
    for measure, source in said:
        for measures, sources in readings:
            if not any(measure.differs(other) for other in measures):
                measures.append(measure)
                sources.append(source)
                break
        else:
            readings.append(([measure], [source]))
    if len({source.brief for _, sources in readings for source in sources}) < 2 or len(readings) < 2:
        return []
    found = tuple(
        Version(" / ".join(dict.fromkeys(m.text for m in measures)), tuple(dict.fromkeys(sources)))
        for measures, sources in readings
    )
    return [Difference(kind, about, found)]


def _counts(reports: Sequence[Report], matches: Matches) -> list[Difference]:
    """Compare what is counted under one noun in sentences that say the same."""
    found: dict[str, Difference] = {}
    for a, b in _close_pairs(reports, matches):
        for left in _measures(a):
            for right in _measures(b):
                if left.counts_with(right) and left.unit not in _NOT_COMPARED and left.differs(right):
                    about = f"how many ({plural(left.unit)})"
                    for difference in _split("count", about, [(left, a.source), (right, b.source)]):
                        found.setdefault(left.unit, difference)
    return [d for unit, d in found.items() if not _also_agree(unit, reports, matches)]


def _also_agree(unit: str, reports: Sequence[Report], matches: Matches) -> bool:
    """Tell whether some close pair gives the same number of the unit: then the others count something else."""
    return any(
        left.unit == unit and left.counts_with(right) and not left.differs(right)
        for a, b in _close_pairs(reports, matches)
        for left in _measures(a)
        for right in _measures(b)
    )


def _measures(statement: Statement) -> list[Measure]:
    return [measure for fact in statement.facts if (measure := measure_of(fact))]


def _close_pairs(reports: Sequence[Report], matches: Matches) -> Iterable[tuple[Statement, Statement]]:
    for one, other in combinations(reports, 2):
        if one.id.brief == other.id.brief:
            continue
        for a in one.statements:
            for b in other.statements:
                if matches.between(a.source, b.source) >= CLOSE:
                    yield a, b


def _dates(reports: Sequence[Report], matches: Matches) -> list[Difference]:
    """Compare the one day that each of two sentences names, when they say the same otherwise."""
    found = []
    for one, other in combinations(reports, 2):
        for a in one.statements:
            for b in other.statements:
                if matches.near(a.source, b.source) < CLOSE or len(a.other_days) != 1 or len(b.other_days) != 1:
                    continue
                if a.other_days != b.other_days:
                    readings = tuple(Version(_day(s), (s.source,)) for s in (a, b))
                    found.append(Difference("date", "on which day", readings))
    return found


def _day(statement: Statement) -> str:
    mention: DateMention = next(m for m in statement.dates if m.month and m.day and m.relative != "today")
    return mention.english()


def _posts(reports: Sequence[Report]) -> list[Difference]:
    """Find people who hold a post in one report and are called former in another."""
    former: dict[str, list[Source]] = {}
    holding: dict[str, list[Source]] = {}
    for report in reports:
        for statement in report.statements:
            for name, is_former in _people_with_posts(statement):
                (former if is_former else holding).setdefault(name, []).append(statement.source)
    found = []
    for name in former.keys() & holding.keys():
        if {s.brief for s in holding[name]} - {s.brief for s in former[name]}:
            readings = (
                Version("named with a post", tuple(dict.fromkeys(holding[name]))),
                Version("called former", tuple(dict.fromkeys(former[name]))),
            )
            found.append(Difference("role", f"whether {name} holds office", readings))
    return sorted(found, key=lambda d: d.about)


def _people_with_posts(statement: Statement) -> Iterable[tuple[str, bool]]:
    start = statement.sentence.span.start
    for fact in statement.facts:
        if fact.kind == "person":
            before = statement.sentence.text[: fact.span.start - start]
            if _FORMER.search(before):
                yield fact.value or fact.english, True
            elif _has_post(statement.english, fact.english):
                yield fact.value or fact.english, False


def _has_post(english: str, name: str) -> bool:
    surname = name.split()[-1]
    return any(
        _TITLED.search(english[max(0, m.start() - 40) : m.start()]) for m in re.finditer(re.escape(surname), english)
    )


def _initiators(reports: Sequence[Report]) -> list[Difference]:
    """Compare who is said to have called, visited or received whom, where two reports turn it round."""
    said: dict[tuple[str, str], list[Source]] = {}
    for report in reports:
        for statement in report.lead:
            if not statement.is_background and (pair := _who_whom(statement)):
                said.setdefault(pair, []).append(statement.source)
    found = []
    for (who, whom), sources in said.items():
        turned = said.get((whom, who), [])
        if who < whom and turned and {s.brief for s in sources} != {s.brief for s in turned}:
            readings = (
                Version(f"{who} to {whom}", tuple(dict.fromkeys(sources))),
                Version(f"{whom} to {who}", tuple(dict.fromkeys(turned))),
            )
            found.append(Difference("who", "who made the contact", readings))
    return found


def _who_whom(statement: Statement) -> tuple[str, str] | None:
    """Return the persons before and after a verb of contact: ``X held a call with Y`` gives (X, Y)."""
    contact = _CONTACT.search(statement.english)
    if contact is None:
        return None
    people = _people_in(statement)
    before = [name for at, name in people if at < contact.start()]
    after = [(at, name) for at, name in people if at >= contact.end()]
    between = statement.english[contact.end() : after[0][0]] if after else ""
    if not before or not after or re.search(r"\bbetween\b|[.;]", between) or before[-1] == after[0][1]:
        return None
    return before[-1], after[0][1]


def _people_in(statement: Statement) -> list[tuple[int, str]]:
    """Return where the English names each person of the Arabic sentence, by the last of the names."""
    names = {fact.value or fact.english for fact in statement.facts if fact.kind == "person"}
    return sorted(
        (m.start(), name) for name in names for m in re.finditer(re.escape(name.split()[-1]), statement.english)
    )
