"""Finds where the reports of one event differ in facts: how long, how many, which day, who holds a post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Literal

from toolkit.article.lexicon import rows
from toolkit.article.normalize import arabic_form
from toolkit.language.dates import DateMention
from toolkit.language.quantity import MINUTES, Quantity
from toolkit.language.wording import plural, written_day
from toolkit.memo.agreement import Matches
from toolkit.memo.events import durations_of
from toolkit.memo.measures import ALIKE, Measure, measures
from toolkit.memo.reports import Report, Statement
from toolkit.memo.types import Difference, Source, Version
from toolkit.summarize.slips import called_former, named_with_post

_COMPARED = 0.45  # likeness from which the numbers and days of two sentences are compared
_BESIDE = 40  # characters between a figure and the word that says what it counts


def differences(reports: Sequence[Report], matches: Matches) -> tuple[Difference, ...]:
    """Return every difference found between `reports`, which tell of one event."""
    if len(reports) < 2:
        return ()
    tolls = _tolls(reports)
    told = {source for difference in tolls for reading in difference.readings for source in reading.sources}
    return (
        *_durations(reports),
        *tolls,
        *(d for d in _counts(reports, matches) if not told & {s for reading in d.readings for s in reading.sources}),
        *_dates(reports, matches),
        *_posts(reports),
    )


def _durations(reports: Sequence[Report]) -> list[Difference]:
    said = [(m, report.statements[at].source) for report in reports for at, m in durations_of(report)]
    return _split("duration", "how long it lasted", said)


@cache
def _toll_words() -> dict[str, re.Pattern[str]]:
    return {toll: re.compile(arabic_form(words)) for toll, words in rows("tolls")}


def _tolls(reports: Sequence[Report]) -> list[Difference]:
    """Compare how many were killed, injured, …: the largest figure of each report, in order of their days.

    A report may give parts of a toll beside it (so many in one town), and an earlier toll that has been passed.
    """
    found = []
    for toll in _toll_words():
        given: dict[Fraction, tuple[str, list[Source]]] = {}
        for report in sorted(reports, key=lambda r: (r.brief.article.published or date.max, r.id)):
            if figure := max(_figures(report, toll), key=lambda figure: figure[0], default=None):
                amount, text, source = figure
                published = report.brief.article.published
                at = f" ({written_day(published)})" if published else ""
                given.setdefault(amount, (f"{text}{at}", []))[1].append(source)
        if len(given) > 1:
            readings = tuple(Version(text, tuple(sources)) for text, sources in given.values())
            found.append(Difference("count", f"how many {toll}", readings))
    return found


def _figures(report: Report, toll: str) -> Iterable[tuple[Fraction, str, Source]]:
    """Yield the figures beside which the words of a toll stand, nearer than those of any other toll."""
    for statement in report.statements:
        text = statement.sentence.text
        for fact in statement.facts if not statement.occasion else ():
            item = fact.item
            if isinstance(item, Quantity) and item.kind == "cardinal" and item.unit not in MINUTES:
                at = item.span.start
                around = {name: _distance(words, text, at, item.span.end) for name, words in _toll_words().items()}
                if around[toll] == min(around.values()) and around[toll] < _BESIDE:
                    yield item.amount, fact.english, statement.source


def _distance(words: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return how many characters lie between a figure and the nearest match; what it counts stands in the figure."""
    gaps = [max(start - m.end(), m.start() - end, 0) for m in words.finditer(arabic_form(text))]
    return min(gaps, default=_BESIDE)


def _split(kind: Literal["duration", "count"], about: str, said: Iterable[tuple[Measure, Source]]) -> list[Difference]:
    """Gather measures that do not differ into readings; one reading alone is no difference."""
    readings: list[tuple[list[Measure], list[Source]]] = []
    for measure, source in said:
        for alike, sources in readings:
            if not any(measure.differs(other) for other in alike):
                alike.append(measure)
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
        for left in measures(a):
            for right in measures(b):
                if left.counts_with(right) and left.unit not in ALIKE and left.differs(right):
                    about = f"how many ({plural(left.unit)})"
                    for difference in _split("count", about, [(left, a.source), (right, b.source)]):
                        found.setdefault(left.unit, difference)
    return [d for unit, d in found.items() if not _also_agree(unit, reports, matches)]


def _also_agree(unit: str, reports: Sequence[Report], matches: Matches) -> bool:
    """Tell whether some close pair gives the same number of the unit: then the others count something else."""
    return any(
        left.unit == unit and left.counts_with(right) and not left.differs(right)
        for a, b in _close_pairs(reports, matches)
        for left in measures(a)
        for right in measures(b)
    )


def _close_pairs(reports: Sequence[Report], matches: Matches) -> Iterable[tuple[Statement, Statement]]:
    for one, other in combinations(reports, 2):
        if one.id.brief == other.id.brief:
            continue
        for a in one.statements:
            for b in other.statements:
                if matches.between(a.source, b.source) >= _COMPARED:
                    yield a, b


def _dates(reports: Sequence[Report], matches: Matches) -> list[Difference]:
    """Compare the one day that each of two sentences names, when they say the same otherwise."""
    found = []
    for one, other in combinations(reports, 2):
        for a in one.statements:
            for b in other.statements:
                if matches.near(a.source, b.source) < _COMPARED or len(a.other_days) != 1 or len(b.other_days) != 1:
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
            if called_former(before):
                yield fact.value or fact.english, True
            elif named_with_post(statement.english, fact.english):
                yield fact.value or fact.english, False
