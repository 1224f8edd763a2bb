"""Groups the reports that tell of one event, names the grounds for it, and tells on which day it was.

What likens reports is never enough: calls between the same two presidents, or floods of the same week, look alike to
any measure. What ties them depends on the kind of event: a flood or an election is told by its place, a verdict by
its person; calls, matches and prices come again, and only the day or the length tells one from the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

import numpy as np

from toolkit.article.lexicon import WEEKDAY_NAMES, rows
from toolkit.article.normalize import arabic_form
from toolkit.language.dates import DateMention
from toolkit.language.wording import written_day
from toolkit.memo.measures import Measure, duration_of
from toolkit.memo.reports import Report

_SUBJECT = 0.5  # mean cosine of the five best pairs of sentences: below it, two reports are about other things
_SAME_MATTER = 0.65  # the same for reports that seem to tell of events of different kinds
_BY_DAY = frozenset({"day", "thing"})
_TIED = 0.3  # the same for reports of an event that its place or person ties
_RETELLING = 0.8  # the same over the leads and most of the rest: one report is a copy of the other
_NEAR = 1  # days between two reports of one event that still speak for it
_FAR = 3  # days from which they speak against it (the most that two weekdays can be apart)
_LASTING = 21  # days for which an event that its place ties may be reported on


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one event, why they were put together, the day of the event, and how that is known."""

    reports: tuple[Report, ...]
    grounds: tuple[str, ...]
    day: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class _Comparison:
    for_: tuple[str, ...]
    against: tuple[str, ...]
    retold: bool


def group_reports(reports: Sequence[Report]) -> list[Group]:
    """Put the reports of one event together, the largest group first, then in order of reading."""
    compared = {(a, b): _compare(reports[a], reports[b]) for a, b in combinations(range(len(reports)), 2)}
    groups: list[set[int]] = [{index} for index in range(len(reports))]
    wanted = sorted(
        (pair for pair, c in compared.items() if (c.for_ or c.retold) and not c.against),
        key=lambda pair: (-compared[pair].retold, -len(compared[pair].for_), pair),
    )
    for a, b in wanted:
        left, right = (next(g for g in groups if index in g) for index in (a, b))
        if left is right or any(compared[min(x, y), max(x, y)].against for x in left for y in right):
            continue
        groups.remove(right)
        left |= right
    ordered = sorted((sorted(g) for g in groups), key=lambda g: (-len(g), g))
    found = []
    for group in ordered:
        members, grounds = tuple(reports[i] for i in group), _grounds(group, compared)
        found.append(
            Group(members, grounds, *_day(members, lasting=any(g.startswith(("place", "person")) for g in grounds)))
        )
    return found


@cache
def _kinds() -> dict[str, tuple[str, re.Pattern[str]]]:
    return {kind: (tie, re.compile(arabic_form(words))) for kind, tie, words in rows("event_kinds")}


def _kinds_of(report: Report) -> frozenset[str]:
    return frozenset(kind for kind, (_, words) in _kinds().items() if words.search(report.opening))


def day_of(report: Report) -> tuple[int | None, date | None, str]:
    """Return the weekday and date that a report gives for its news, and how it says them."""
    published = report.brief.article.published
    mentions = [mention for statement in report.lead for mention in statement.dates if _is_day(mention)]
    mentions.sort(key=lambda mention: mention.relative != "today")
    for mention in mentions:
        day = mention.resolve(published)
        weekday = day.weekday() if day else mention.weekday
        if weekday is not None:
            return weekday, day, mention.english() or WEEKDAY_NAMES[weekday]
    if published:
        return published.weekday(), published, ""
    return None, None, ""


def _is_day(mention: DateMention) -> bool:
    """Tell whether a mention can be the day of the news: today, or a weekday that is not elsewhere in time."""
    if mention.relative in ("tomorrow", "next", "last"):
        return False
    return mention.relative == "today" or mention.weekday is not None


def _day(reports: Sequence[Report], *, lasting: bool) -> tuple[date | None, str]:
    """Return the day of the event that all of the reports tell of, and how it is known.

    A weekday is the one on or before the last date that a report of the group is known by. The earliest day is taken
    where the reports follow an event over days (`lasting`), else the day that most of them give, of several the first.
    """
    given = [(report, *day_of(report)) for report in reports]
    anchors = [day for _, _, day, _ in given if day]
    if not anchors:
        return None, ""
    anchor = max(anchors)
    meant: dict[date, list[str]] = {}
    for report, weekday, day, said in given:
        if day is None and weekday is not None:
            day = date.fromordinal(anchor.toordinal() - (anchor.weekday() - weekday) % 7)
        if day and (said or len(given) == 1):
            meant.setdefault(day, []).append(f"“{said or day.isoformat()}” in article {report.id.brief + 1}")
    if not meant:
        return min(anchors), "the day of the first report"
    found = min(meant, key=lambda day: (0 if lasting else -len(meant[day]), day))
    return found, f"from {', '.join(meant[found])}, and {written_day(anchor)} as the date of the latest report"


def durations_of(report: Report) -> list[tuple[int, Measure]]:
    """Return how long the report says its event lasted, each with the index of the statement that says it."""
    found: list[tuple[int, Measure]] = []
    for at, statement in enumerate(report.statements[: max(len(report.statements) // 2, 4)]):
        if statement.is_background:
            continue
        for fact in statement.facts:
            measure = duration_of(fact, statement.sentence.text)
            # The first length is the event's; a later one counts if it is of the same order.
            if measure and (not found or 1 / 8 < measure.high / found[0][1].high < 8):
                found.append((at, measure))
    return found


def _compare(one: Report, other: Report) -> _Comparison:
    likeness = _likeness(one, other)
    retold = likeness >= _RETELLING
    kinds, other_kinds = _kinds_of(one), _kinds_of(other)
    ties = {_kinds()[kind][0] for kind in kinds & other_kinds}
    for_: list[str] = []
    against: list[str] = []
    tied = _tied(one, other, ties)
    if tied:
        for_.append(tied)
        against += _long_apart(one, other)
        if likeness < _TIED:
            against.append("different subjects")
        return _Comparison(tuple(for_), tuple(against), retold)
    if kinds and other_kinds and not kinds & other_kinds and likeness < _SAME_MATTER:
        against.append("different kinds of event")
    if ties and not ties & _BY_DAY and not retold:
        against.append("another place or person")
    _compare_days(one, other, for_, against)
    lengths: list[str] = []
    _compare_durations(one, other, for_, lengths)
    if not retold:
        against += lengths  # in a retelling another length is a contradiction to show, not another event
    if likeness < (_TIED if "thing" in ties and for_ else _SUBJECT):  # the price of one thing on one day
        against.append("different subjects")
    return _Comparison(tuple(for_), tuple(against), retold)


def _tied(one: Report, other: Report, ties: set[str]) -> str:
    """Return the place or person that ties two reports of one kind of event, or nothing."""
    for tie in sorted(ties - _BY_DAY):
        shared = {n for n in one.named(tie) if n in other.words} | {n for n in other.named(tie) if n in one.words}
        if shared:
            names = {arabic_form(f.text): f.value or f.english for r in (one, other) for f in r.brief.facts}
            return f"{tie}: {', '.join(sorted(names.get(n, n) for n in shared))}"
    return ""


def _long_apart(one: Report, other: Report) -> list[str]:
    days = [day for report in (one, other) if (day := day_of(report)[1])]
    far = len(days) == 2 and abs((days[0] - days[1]).days) > _LASTING
    return [f"day: {days[0]} and {days[1]}"] if far else []


def _compare_days(one: Report, other: Report, for_: list[str], against: list[str]) -> None:
    (weekday, day, said), (other_weekday, other_day, other_said) = day_of(one), day_of(other)
    if weekday is None or other_weekday is None:
        return
    if day and other_day:
        apart = abs((day - other_day).days)
    else:
        forth = (weekday - other_weekday) % 7
        apart = min(forth, 7 - forth)
    days = " and ".join(dict.fromkeys([said or str(day), other_said or str(other_day)]))
    if apart <= _NEAR:
        for_.append(f"day: {days}")
    elif apart >= _FAR:
        against.append(f"day: {days}")


def _compare_durations(one: Report, other: Report, for_: list[str], against: list[str]) -> None:
    pairs = [(a, b) for _, a in durations_of(one) for _, b in durations_of(other)]
    if not pairs:
        return
    fitting = [
        f"length: {a.text} and {b.text}" if a.text != b.text else f"length: {a.text}" for a, b in pairs if a.agrees(b)
    ]
    if fitting:
        for_.append(fitting[0])
    else:
        against.append(f"length: {pairs[0][0].text} and {pairs[0][1].text}")


def _likeness(one: Report, other: Report) -> float:
    """Return the mean of the five best matches of the shorter report's sentences, in -1..1."""
    left = np.stack([s.arabic_vector for s in one.statements])
    right = np.stack([s.arabic_vector for s in other.statements])
    cosines = left @ right.T
    best = cosines.max(axis=1) if len(left) <= len(right) else cosines.max(axis=0)
    return float(np.sort(best)[-5:].mean())


def _grounds(group: Sequence[int], compared: dict[tuple[int, int], _Comparison]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for pair in combinations(group, 2):
        found |= dict.fromkeys(compared[pair].for_)
        if compared[pair].retold:
            found["nearly the same sentences"] = None
    return tuple(found)
