"""How well a memo keeps events apart and finds what sources share and dispute. Run: python -m benchmarks.memo.

Labels are a JSON object with `events` (each with its `reports`), `agreements` (each with `sources`: report to
sentences), `conflicts` (each with a `kind` and two `sides` of sentences) and `elsewhere` (sentences that tell of
another event than their article). A report is written `000.0` (article and part), a sentence `000.0:2`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from toolkit.brief.briefer import Briefer
from toolkit.errors import FormatError
from toolkit.memo.agreement import CLOSE
from toolkit.memo.memo import Memo
from toolkit.memo.types import Source

__all__ = ["MemoScores", "read_labels", "score_memo"]


@dataclass(frozen=True, slots=True)
class MemoScores:
    """Counts against the labels; what was missed or should not be there is named.

    Attributes
    ----------
    event_pairs, event_errors
        Pairs of reports, and how many of them are wrongly together or apart.
    agreements, agreements_found
        Labelled agreements, and those with a line that joins at least two of their sources.
    lines, lines_right
        Agreement lines in the memo, loose matches included, and those that hold a labelled pair.
    firm, firm_right
        The same of firm agreement: its precision as far as labels reach.
    conflicts, conflicts_found
        Labelled conflicts, and those shown with both sides apart.
    false_conflicts
        Differences shown that are not labelled.
    across_events
        Lines and differences that stand on sentences of another event.
    missed
        The labelled agreements and conflicts that were not found.
    """

    event_pairs: int
    event_errors: int
    agreements: int
    agreements_found: int
    lines: int
    lines_right: int
    firm: int
    firm_right: int
    conflicts: int
    conflicts_found: int
    false_conflicts: int
    across_events: int
    missed: tuple[str, ...]

    def table(self) -> str:
        """Return the scores as lines for a terminal."""
        rows = [
            ("pairs of reports wrongly joined or split", f"{self.event_errors} of {self.event_pairs}"),
            ("labelled agreements found", _share(self.agreements_found, self.agreements)),
            ("agreement lines that hold a labelled pair", _share(self.lines_right, self.lines)),
            ("firm agreement that holds a labelled pair", _share(self.firm_right, self.firm)),
            ("labelled conflicts found", _share(self.conflicts_found, self.conflicts)),
            ("conflicts shown that are not labelled", str(self.false_conflicts)),
            ("lines that mix events", str(self.across_events)),
        ]
        width = max(len(name) for name, _ in rows)
        return "\n".join(
            [*(f"{name:<{width}}  {value}" for name, value in rows), *(f"missed: {m}" for m in self.missed)]
        )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.0%})" if whole else "")


def read_labels(path: str | Path) -> dict[str, Any]:
    """Read a file of labels; raises FormatError if it is not one."""
    try:
        labels = json.loads(Path(path).read_text(encoding="utf-8"))
        return {name: labels[name] for name in ("events", "agreements", "conflicts", "elsewhere")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FormatError(f"{path} holds no memo labels: {error}.", remedy="See benchmarks/memo.py.") from error


def score_memo(memo: Memo, labels: Mapping[str, Any]) -> MemoScores:
    """Compare `memo` with `labels`; the articles are told by the first three characters of their ids."""
    names = {brief.article.id[:3]: number for number, brief in enumerate(memo.briefs)}
    of_event = _events_of(labels, names)
    wrong_pairs, pairs = _event_errors(memo, of_event)
    agreements = {a["what"]: _sources_by_report(a["sources"], names) for a in labels["agreements"]}
    lines = [line for event in memo.events for line in event.agreed]
    found = {what for what, wanted in agreements.items() if any(_joins(line.sources, wanted) for line in lines)}
    shown = [d for event in memo.events for d in event.differences]
    sides = {c["what"]: (c["kind"], [_sources(side, names) for side in c["sides"]]) for c in labels["conflicts"]}
    matched = {what: [d for d in shown if d.kind == kind and _opposes(d, both)] for what, (kind, both) in sides.items()}
    opposed = [d for ds in matched.values() for d in ds]
    right = [line for line in lines if any(_joins(line.sources, wanted) for wanted in agreements.values())]
    elsewhere = _sources(labels["elsewhere"]["sentences"], names)
    groups = [line.sources for line in lines] + [tuple(s for r in d.readings for s in r.sources) for d in shown]
    return MemoScores(
        event_pairs=pairs,
        event_errors=wrong_pairs,
        agreements=len(agreements),
        agreements_found=len(found),
        lines=len(lines),
        lines_right=len(right),
        firm=sum(line.score >= CLOSE for line in lines),
        firm_right=sum(line.score >= CLOSE for line in right),
        conflicts=len(sides),
        conflicts_found=sum(bool(ds) for ds in matched.values()),
        false_conflicts=sum(d not in opposed for d in shown),
        across_events=sum(_mixes(memo, group, of_event, elsewhere) for group in groups),
        missed=tuple(sorted(agreements.keys() - found)) + tuple(sorted(w for w, ds in matched.items() if not ds)),
    )


def _report(name: str, names: Mapping[str, int]) -> tuple[int, int]:
    article, _, part = name.partition(".")
    return names[article], int(part)


def _events_of(labels: Mapping[str, Any], names: Mapping[str, int]) -> dict[tuple[int, int], int]:
    return {_report(r, names): n for n, event in enumerate(labels["events"]) for r in event["reports"]}


def _sources(sentences: Collection[str], names: Mapping[str, int]) -> set[Source]:
    split = (sentence.partition(":") for sentence in sentences)
    return {Source(_report(report, names)[0], int(index)) for report, _, index in split}


def _sources_by_report(sources: Mapping[str, list[int]], names: Mapping[str, int]) -> list[set[Source]]:
    return [{Source(_report(report, names)[0], index) for index in indexes} for report, indexes in sources.items()]


def _event_errors(memo: Memo, of_event: Mapping[tuple[int, int], int]) -> tuple[int, int]:
    mine = {(r.brief, r.part): n for n, event in enumerate(memo.events) for r in event.reports}
    pairs = list(combinations(sorted(of_event), 2))
    wrong = sum((of_event[a] == of_event[b]) != (mine.get(a, -1) == mine.get(b, -2)) for a, b in pairs)
    return wrong, len(pairs)


def _joins(line: Collection[Source], wanted: list[set[Source]]) -> bool:
    return sum(bool(side & set(line)) for side in wanted) >= 2


def _opposes(difference: Any, sides: list[set[Source]]) -> bool:
    """Tell whether each side has a reading of its own."""
    hits = [{n for n, r in enumerate(difference.readings) if side & set(r.sources)} for side in sides]
    return any(a != b for a in hits[0] for b in hits[1])


def _mixes(
    memo: Memo, group: Collection[Source], of_event: Mapping[tuple[int, int], int], elsewhere: set[Source]
) -> bool:
    parts = {(s.brief, memo.briefs[s.brief].article.sentences[s.sentence].part) for s in group}
    return bool(set(group) & elsewhere) or len({of_event.get(part, -1) for part in parts}) > 1


def main() -> None:
    """Compare the memo of some articles with labels; exit code 1 if events are joined or split wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memo", description=main.__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="default: the sample articles")
    parser.add_argument("--labels", type=Path, default=Path("tests/data/memo_labels.json"), help="default: %(default)s")
    given = parser.parse_args()
    briefer = Briefer(translator=None, summarizer="extract", progress=False)
    files = given.files or sorted(Path("notebooks/articles").glob("*.txt"))
    scores = score_memo(Memo(briefer(path) for path in files), read_labels(given.labels))
    print(scores.table())
    sys.exit(1 if scores.event_errors or scores.across_events else 0)


if __name__ == "__main__":
    main()
