"""Finds what several reports of one event say alike, and what only one of them says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from toolkit.checks.reversals import opposites_in_source
from toolkit.language.english import english_words
from toolkit.language.quantity import MINUTES
from toolkit.language.reading import Reading, read_sentence
from toolkit.memo.likeness import Likeness
from toolkit.memo.measures import ALIKE, measures
from toolkit.memo.reports import Report, Statement
from toolkit.memo.types import Difference, Line, ReportId, Source
from toolkit.summarize.subjects import subject_of

__all__ = ["CLOSE", "MATCH", "Matches", "agreed_lines", "match", "single_lines"]

MATCH = 0.37
"""Score from which two sentences count as saying the same: chosen on the labelled pairs of the sample articles."""
CLOSE = 0.5
"""Score from which a match is firm: the sentences say the same, or one says a part of what the other says."""
_RELATED = 0.45  # the most that sentences score which are about one matter and differ in what they say of it
_NEARLY = 0.8  # share of the best likeness to the others from which a shorter sentence may speak for a line
_BOTH = re.compile(
    r"\b(?:two|both) (?:sides?|presidents|leaders|countries|parties|men|governments|ministers)\s+(?:\w+ly |also )?"
    r"(?:stress|agree|reach|affirm|emphasi|confirm|call|express|want|support|reject|oppos|said|say)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:on|for)|urg(?:e|es|ed|ing)|demand\w*|ask(?:s|ed|ing)?|request\w*|will|would|can|could"
    r"|may|might|should|plan(?:s|ned|ning)?|intend\w*|expect\w*|propos(?:e|es|ed|ing|als?)|threaten\w*|promis\w*|pledg\w*|vow\w*"
    r"|want\w*|hop(?:e|es|ed|ing)|seek\w*|allow\w*|offer\w*|aim\w*|forecast\w*|predict\w*|task)\b"
)
_IF = re.compile(r"\b(?:if|unless|conditions?|provided|depend\w*|denied|denies|deny)\b", re.IGNORECASE)
_SHARED = 0.2  # share of the weight of the richer sentence's words that both have
_BEYOND = 0.4  # likeness of what each adds to the words they share; chosen on the strike and the truce of the pairs
_LEAST = 0.3  # below it no two sentences of one line may be, however well the others match


@dataclass(frozen=True)
class Matches:
    """Every pair of statements of different reports with its score.

    `apart` holds those of different days; `unlike` names the pairs that are about one matter and do not say the same.
    `doubtful` are the sentences that another source contradicts.
    """

    reports: tuple[Report, ...]
    scores: dict[tuple[Source, Source], float]
    apart: dict[tuple[Source, Source], float]
    unlike: frozenset[tuple[Source, Source]]
    doubtful: frozenset[Source] = frozenset()

    def between(self, one: Source, other: Source) -> float:
        """Return the score of two sentences, 0.0 for sentences of one report or of different events."""
        return self.scores.get((min(one, other), max(one, other)), 0.0)

    def sure(self, one: Source, other: Source) -> float:
        """Return the score of two sentences, below `CLOSE` for those that do not say the same."""
        key = (min(one, other), max(one, other))
        return min(self.between(*key), _RELATED) if key in self.unlike else self.between(*key)

    def near(self, one: Source, other: Source) -> float:
        """Return the score of two sentences even if the days that they name keep them apart."""
        key = (min(one, other), max(one, other))
        return self.scores.get(key, self.apart.get(key, 0.0))

    def disputed(self, differing: Sequence[Difference]) -> Matches:
        """Return these with the pairs that stand on two sides of a difference among those that do not say the same.

        Who is called former by one source and President by another may well have said the same to both.
        """
        sides = [[r.sources for r in d.readings] for d in differing if d.kind != "role"]
        pairs = {(min(a, b), max(a, b)) for found in sides for x, y in combinations(found, 2) for a in x for b in y}
        doubtful = frozenset(source for found in sides for side in found for source in side)
        return replace(self, unlike=self.unlike | pairs, doubtful=doubtful)


def match(reports: Sequence[Report], everything: Sequence[Report] | None = None) -> Matches:
    """Score all pairs of statements across `reports`; word weights come from `everything` in the memo."""
    likeness = Likeness([s for report in everything or reports for s in report.statements])
    scores: dict[tuple[Source, Source], float] = {}
    apart: dict[tuple[Source, Source], float] = {}
    unlike = set()
    for one, other in combinations(reports, 2):
        for a in one.statements:
            for b in other.statements:
                key = (min(a.source, b.source), max(a.source, b.source))
                kept = scores if _may_match(a, one, b, other) else apart
                kept[key] = likeness(a, b)
                if kept[key] >= CLOSE and not (
                    likeness.shared(a, b) >= _SHARED and _says_the_same(a, b) and likeness.beyond(a, b) >= _BEYOND
                ):
                    unlike.add(key)
    return Matches(tuple(reports), scores, apart, frozenset(unlike))


def _says_the_same(a: Statement, b: Statement) -> bool:
    """Tell whether nothing speaks against it.

    That is: a negation, a condition or an opposite on one side only, what is asked for or expected against what is
    done, one side against both sides, and on each side a figure, a day, a name or somebody who acts that the other
    side has not.
    """
    left, right = (read_sentence(s.sentence.text, "ar") for s in (a, b))
    english = read_sentence(a.english, "en"), read_sentence(b.english, "en")
    denied = [bool(one.negations) != bool(other.negations) for one, other in ((left, right), english)]
    if denied[0] and (denied[1] or not (a.english and b.english)):
        return False
    if any(x.counts_with(y) and x.differs(y) and x.unit not in ALIKE for x in measures(a) for y in measures(b)):
        return False
    if not a.english or not b.english:
        return True
    if any(bool(words.search(a.english)) != bool(words.search(b.english)) for words in (_BOTH, _OPEN, _IF)):
        return False
    if any(opposites_in_source(*english)):
        return False
    if any(x - y and y - x for x, y in zip(_facts(english[0]), _facts(english[1]), strict=True)):
        return False
    return _acts_alike(a, b)


def _facts(reading: Reading) -> tuple[set[Any], set[Any], set[Any]]:
    """Return the figures, the days and the names of an English sentence, as far as they can be compared."""
    figures = {
        str(q.amount * MINUTES.get(q.unit, 1)) for q in reading.quantities if q.unit not in ALIKE and q.kind != "vague"
    }
    days = {part for m in reading.dates for part in (m.weekday, m.month and (m.month, m.day), m.year)}
    names = {n.canonical for n in reading.names if n.kind in ("person", "place", "organization")}
    return figures, days - {None}, {name.split()[-1] for name in names}


def _acts_alike(a: Statement, b: Statement) -> bool:
    """Tell whether the one who acts in each statement is spoken of in the other."""
    acting = subject_of(a.english, a.sentence.text), subject_of(b.english, b.sentence.text)
    stems = [{word.stem for word in english_words(s.english)} for s in (a, b)]
    heads = [
        [word.stem for word in english_words(subject.name if subject else "") if word.is_content] for subject in acting
    ]
    return any(not head or other & set(head) for head, other in zip(heads, reversed(stems), strict=True))


def agreed_lines(matches: Matches) -> tuple[Line, ...]:
    """Return what at least two reports say: firm matches before loose ones (below `CLOSE`), then by support.

    Pairs are taken from the best down; a pair joins a line if its new sentence matches the line on the whole, and
    opens a line of its own if one of its sentences has no better match in the other's report. The text is that of a
    sentence near to all others, the shortest such: what is longer says more than they agree on. One that another
    source contradicts comes last.
    """
    statements = {s.source: s for report in matches.reports for s in report.statements}
    owners = {s.source: report.id for report in matches.reports for s in report.statements}
    groups: list[list[Source]] = []
    for (one, other), score in sorted(matches.scores.items(), key=lambda item: (-matches.sure(*item[0]), item[0])):
        if score < MATCH:
            break
        if any(one in group and other in group for group in groups):
            continue
        if _joined(groups, one, other, matches, owners) or _joined(groups, other, one, matches, owners):
            continue
        if score in (_best(one, other, matches, owners), _best(other, one, matches, owners)):
            groups.append([one, other])
    lines: list[Line] = []
    for group in groups:
        used = {line.text for line in lines}
        lines.append(_line(group, [statements[source] for source in group], matches, used))
    return tuple(sorted(lines, key=lambda line: (line.score < CLOSE, -len(line.sources), -line.score, line.sources)))


def _joined(
    groups: list[list[Source]], member: Source, new: Source, matches: Matches, owners: dict[Source, ReportId]
) -> bool:
    """Add `new` to the first line of `member` that has no sentence of its report and matches it on the whole."""
    for group in groups:
        if member in group and owners[new] not in {owners[source] for source in group}:
            scores = [matches.between(new, source) for source in group]
            firm = all(matches.sure(*pair) >= CLOSE for pair in combinations(group, 2))
            if firm and min(matches.sure(new, source) for source in group) < CLOSE:
                continue  # a line that is sure stays sure
            if sum(scores) / len(scores) >= MATCH and min(scores) >= _LEAST:
                group.append(new)
                return True
    return False


def _best(one: Source, other: Source, matches: Matches, owners: dict[Source, ReportId]) -> float:
    """Return the best score that `one` has with any sentence of the report of `other`."""
    return max(matches.between(one, source) for source, owner in owners.items() if owner == owners[other])


def _line(
    group: list[Source],
    members: Sequence[Statement],
    matches: Matches,
    used: Collection[str],
) -> Line:
    nearness = {s.source: sum(matches.between(s.source, other) for other in group) for s in members}

    def worth(statement: Statement) -> tuple[bool, bool, bool, int]:
        near = nearness[statement.source] >= _NEARLY * max(nearness.values())
        return statement.source not in matches.doubtful, statement.text not in used, near, -len(statement.text)

    weakest = min(score for a, b in combinations(group, 2) if (score := matches.sure(a, b)))
    return Line(max(members, key=worth).text, tuple(sorted(group)), round(weakest, 3))


def single_lines(matches: Matches, agreed: Sequence[Line], *, limit: int = 5) -> tuple[Line, ...]:
    """Return up to `limit` statements of each report that no other report makes, the salient ones first."""
    taken = {source for line in agreed for source in line.sources}
    lines: list[Line] = []
    for report in matches.reports:
        ranks = {r.sentence: r.score for r in report.brief.ranking}
        alone = [s for s in report.statements if s.source not in taken]
        alone.sort(key=lambda s: -ranks.get(s.source.sentence, 0.0))
        lines += [Line(s.text, (s.source,)) for s in sorted(alone[:limit], key=lambda s: s.source)]
    return tuple(lines)


def _may_match(a: Statement, in_a: Report, b: Statement, in_b: Report) -> bool:
    """Keep apart what tells of different times: another occasion, a day that the other never names, a pluperfect."""
    if a.occasion != b.occasion:
        return False
    if a.is_background and not a.other_days and not b.is_background:
        return False
    if b.is_background and not b.other_days and not a.is_background:
        return False
    if a.is_background and a.other_days and not a.other_days & in_b.days:
        return False
    return not (b.is_background and b.other_days and not b.other_days & in_a.days)
