"""Groups the reports that tell of one event, and names the grounds for it.

Calls between the same two presidents look alike to any measure, so likeness alone never joins reports: facts that fit
(the day, how long it lasted) do, on one subject, and facts that exclude each other keep reports apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from toolkit.article.calendar import WEEKDAY_NAMES
from toolkit.language.dates import DateMention
from toolkit.memo.measures import Measure, duration_of
from toolkit.memo.reports import Report

__all__ = ["Group", "day_of", "durations_of", "group_reports"]

_SUBJECT = 0.5  # mean cosine of the five best pairs of sentences: below it, two reports are about other things
_RETELLING = 0.8  # the same over the leads and most of the rest: one report is a copy of the other
_NEAR = 1  # days between two reports of one event that still speak for it
_FAR = 3  # days from which they speak against it (the most that two weekdays can be apart)


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one event, and why they were put together."""

    reports: tuple[Report, ...]
    grounds: tuple[str, ...]


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
    return [Group(tuple(reports[i] for i in g), _grounds(g, compared)) for g in ordered]


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
        return published.weekday(), published, published.isoformat()
    return None, None, ""


def _is_day(mention: DateMention) -> bool:
    """Tell whether a mention can be the day of the news: today, or a weekday that is not elsewhere in time."""
    if mention.relative in ("tomorrow", "next", "last"):
        return False
    return mention.relative == "today" or mention.weekday is not None


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
    for_: list[str] = []
    against: list[str] = []
    _compare_days(one, other, for_, against)
    lengths: list[str] = []
    _compare_durations(one, other, for_, lengths)
    if likeness < _RETELLING:
        against += lengths  # in a retelling another length is a contradiction to show, not another event
    if likeness < _SUBJECT:
        against.append("different subjects")
    return _Comparison(tuple(for_), tuple(against), likeness >= _RETELLING)


def _compare_days(one: Report, other: Report, for_: list[str], against: list[str]) -> None:
    (weekday, day, said), (other_weekday, other_day, other_said) = day_of(one), day_of(other)
    if weekday is None or other_weekday is None:
        return
    if day and other_day:
        apart = abs((day - other_day).days)
    else:
        forth = (weekday - other_weekday) % 7
        apart = min(forth, 7 - forth)
    if apart <= _NEAR:
        for_.append(f"day: {said}" if said == other_said else f"day: {said} and {other_said}")
    elif apart >= _FAR:
        against.append(f"day: {said} and {other_said}")


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
