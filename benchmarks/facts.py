"""How right the facts are on inputs that others chose. Run: python -m benchmarks.facts [DATA].

DATA is a folder, outside the repository, with `cases/cases.jsonl` (faults, each standing for a kind; what must be
found is in `data/cases.tsv`) and `recognizers/*.json` (the Arabic tests of Recognizers-Text, MIT; gold that is wrong is
listed with reasons in `data/recognizers_rejected.tsv`). The sets are split by the SHA-256 of their sentence: rules
are made while looking at the part whose first byte is even; the other part is kept and only counted (it was read once,
when its gold was judged, after most rules stood). FLORES dev (`flores-dev/flores-dev.ar`) is labelled with speakers in
`data/flores_speakers.tsv` and split in the same way by the number of the line.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import train_names
from toolkit.article import Article, read, read_text
from toolkit.article.normalize import arabic_form
from toolkit.evidence import check_claim, check_translation, find_facts, find_numbers, read_sentence
from toolkit.language.dates import DateMention
from toolkit.language.facts import Fact

__all__ = ["CaseResult", "case_results", "is_kept", "recognizer_scores", "seconds_for_facts", "speaker_scores"]

_OWN = Path(__file__).parent / "data"
_SAMPLES = Path("notebooks/articles")
_Row = dict[str, Any]


@dataclass(frozen=True)
class CaseResult:
    """Whether one case is right, and what was found."""

    id: str
    kind: str
    right: bool
    found: str


# -- cases -------------------------------------------------------------------------------------------------------------


def case_results(path: Path) -> tuple[list[CaseResult], list[str]]:
    """Run the cases of a file; returns the results, and the ids of those that cannot be run here."""
    wanted = {row[0]: [*row, "", ""][1:3] for row in _table(_OWN / "cases.tsv")}
    results, left_out = [], []
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["id"] in wanted:
            found = _found(case)
            right = _is_right(found, *wanted[case["id"]])
            results.append(CaseResult(case["id"], case["kind"], right, "; ".join(found) or "nothing"))
        elif case["id"] in _READINGS:
            article = _read(case)
            right = _READINGS[case["id"]](article)
            kinds = "; ".join(f"{s.kind} {s.text[:30]}" for s in article.sentences)
            results.append(CaseResult(case["id"], case["kind"], right, f"title {article.title}; {kinds}"))
        else:
            left_out.append(case["id"])
    return results, left_out


def _found(case: _Row) -> list[str]:
    given = case["input"]
    if case["call"] == "check_translation":
        return sorted({finding.kind for finding in check_translation(*given)}) or ["none"]
    if case["call"] == "check_claim":
        return [check_claim(given[0], [given[1]])[0]]
    return [f"{fact.kind}: {fact.english} [{fact.value}]" for fact in find_facts(read_text(given))]


def _is_right(found: list[str], wanted: str, unwanted: str) -> bool:
    need, ban = ([item.strip() for item in cell.split(";") if item.strip()] for cell in (wanted, unwanted))
    return all(_holds(found, item) for item in need) and not any(_holds(found, item) for item in ban)


def _holds(found: list[str], item: str) -> bool:
    kind, _, pattern = item.rpartition(": ")
    for fact in found:
        of, _, said = fact.partition(": ")
        english, _, value = said.removesuffix("]").rpartition(" [")
        if not kind and re.fullmatch(pattern, fact):
            return True
        if kind in (of, "*") and (re.fullmatch(pattern, english) or re.fullmatch(pattern, value)):
            return True
    return False


def _read(case: _Row) -> Article:
    if case["call"] == "read_text":
        return read_text(case["input"])
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(case["input"], "utf-8")
        return read(page)


def _texts(article: Article, *kinds: str) -> list[str]:
    return [sentence.text for sentence in article.sentences if sentence.kind in kinds]


def _is_boilerplate(article: Article, words: str) -> bool:
    return all(s.kind == "boilerplate" for s in article.sentences if words in s.text)


def _has_cells(article: Article) -> bool:
    values = {fact.value for fact in find_facts(article)}
    return {"1200", "450"} <= values and any("1200" in text and "عمان" in text for text in _texts(article, "body"))


_READINGS: dict[str, Callable[[Article], bool]] = {
    "read-form": lambda a: a.title == "وزير الطاقة يفتتح محطة جديدة" and len(_texts(a, "body")) == 2,
    "read-most-browsed": lambda a: len(_texts(a, "body", "heading")) == 2 and _is_boilerplate(a, "الأكثر"),
    "read-dateline": lambda a: _is_boilerplate(a, "GMT") and len(_texts(a, "body")) == 2,
    "read-generic-title": lambda a: a.title == "وزير الطاقة يفتتح محطة كهرباء جديدة في العاصمة",
    "read-table-cells": _has_cells,
    "read-site-name-title": lambda a: a.title != "AHDATH.INFO" and len(_texts(a, "body")) == 2,
    "read-wrapped-75": lambda a: a.title is not None and len(_texts(a, "body")) == 3 and not _texts(a, "heading"),
    "read-wrapped-notitle": lambda a: a.title is None and len(_texts(a, "body")) == 3,
    "read-literal-newline": lambda a: len(a.sentences) == 3,
}


# -- recognizers -------------------------------------------------------------------------------------------------------


def is_kept(sentence: str) -> bool:
    """Tell whether a sentence belongs to the part that is only counted."""
    return hashlib.sha256(sentence.encode()).digest()[0] % 2 == 1


def recognizer_scores(folder: Path) -> dict[tuple[str, bool], list[tuple[bool, str]]]:
    """Return for each set and part (True: kept) whether each gold item is right, with what is wrong in words."""
    rejected = {(row[0], row[1]) for row in _table(_OWN / "recognizers_rejected.tsv")}
    scores: dict[tuple[str, bool], list[tuple[bool, str]]] = {}
    for title, (name, judge) in _SETS.items():
        for case in json.loads((folder / f"{name}.json").read_text("utf-8")):
            sentence = case["Input"]
            if (name, sentence.strip()) in rejected:
                continue
            found = list(judge(case))
            scores.setdefault((title, is_kept(sentence)), []).extend(found)
    return scores


def _gold(case: _Row) -> Iterator[str]:
    return (str(result["Resolution"]["value"]) for result in case["Results"] if "value" in result["Resolution"])


def _percentages(case: _Row) -> Iterator[tuple[bool, str]]:
    found = [float(n.amount) for n in find_numbers(case["Input"], "ar") if n.kind == "percentage"]
    for gold in _gold(case):
        yield float(gold.rstrip("%")) in found, f"{case['Input']}: {gold}, found {found}"


def _whole_numbers(case: _Row) -> Iterator[tuple[bool, str]]:
    found = [n.amount for n in find_numbers(case["Input"], "ar")]
    for gold in _gold(case):
        if re.fullmatch(r"\d{2,}", gold):
            yield int(gold) in found, f"{case['Input']}: {gold}, found {[str(value) for value in found]}"


def _periods(case: _Row) -> Iterator[tuple[bool, str]]:
    """Judge days and periods; the gold ends a period with the day after it, or with its last day."""
    facts = _facts_of(case)
    days = [(item.start, item.end) for fact in facts if isinstance(item := fact.item, DateMention) and item.start]
    found = [str(start) if start == end else f"{start}/{end}" for start, end in days]
    for result in case["Results"]:
        ways = [way for name, way in (result.get("Value") or {}).items() if name.endswith("Resolution") and way]
        gold = {value for way in ways for value in _intervals(way)}
        if gold:
            yield bool(gold & set(found)), f"{case['Input']}: {sorted(gold)}, found {found}"


def _intervals(way: dict[str, str]) -> Iterator[str]:
    if "date" in way:
        yield way["date"]
    if "startDate" in way and "endDate" in way:
        first, last = date.fromisoformat(way["startDate"]), date.fromisoformat(way["endDate"])
        for end in (last, date.fromordinal(last.toordinal() - 1)):
            yield first.isoformat() if end == first else f"{first}/{end}"


def _times(case: _Row) -> Iterator[tuple[bool, str]]:
    found = [fact.value for fact in _facts_of(case) if fact.kind == "time"]
    for result in case["Results"]:
        gold = ((result.get("Value") or {}).get("PastResolution") or {}).get("time", "")[:5]
        if gold:
            yield gold in found, f"{case['Input']}: {gold}, found {found}"


def _facts_of(case: _Row) -> list[Fact]:
    written = case.get("Context", {}).get("ReferenceDateTime", "")[:10]
    return find_facts(read_text(case["Input"], published=date.fromisoformat(written) if written else None))


_SETS: dict[str, tuple[str, Callable[[_Row], Iterator[tuple[bool, str]]]]] = {
    "percentages": ("PercentModel", _percentages),
    "whole numbers from ten up": ("NumberModel", _whole_numbers),
    "days resolved": ("DateParser", _periods),
    "periods resolved": ("DatePeriodParser", _periods),
    "clock times": ("TimeParser", _times),
}


# -- quotations --------------------------------------------------------------------------------------------------------


def speaker_scores(path: Path) -> dict[bool, list[tuple[bool, bool, str]]]:
    """Return for each part (True: kept) and sentence whether a speaker is found, whether it is right, and how."""
    lines = path.read_text("utf-8").splitlines()
    scores: dict[bool, list[tuple[bool, bool, str]]] = {True: [], False: []}
    for number, label in _table(_OWN / "flores_speakers.tsv"):
        text = lines[int(number)]
        speakers = [said.speaker for said in read_sentence(text, "ar").quotations if said.speaker]
        named = [arabic_form(speaker.text) for speaker in speakers]
        right = any(arabic_form(word) in name for word in label.split("|") for name in named)
        found = f"{label}, found {[speaker.english for speaker in speakers]}: {text[:90]}"
        scores[is_kept(number)].append((bool(named), right if label != "-" else not named, found))
    return scores


def _print_speakers(path: Path, verbose: bool) -> None:
    scores = speaker_scores(path)
    for kept in (False, True):
        named = [right for found, right, _ in scores[kept] if found]
        part = "kept" if kept else "tuned on"
        print(f"speakers, {part}: of those named {_share(sum(named), len(named))}", end="; ")
        print(f"of all sentences {_share(sum(right for _, right, _ in scores[kept]), len(scores[kept]))}")
    for found, right, what in scores[False] if verbose else ():
        if not right:
            print(f"  {'wrong' if found else 'missed'}: {what}")


# -- time --------------------------------------------------------------------------------------------------------------


def seconds_for_facts(folder: Path = _SAMPLES, sentences: int = 30) -> float:
    """Return the seconds that reading an article of 30 sentences of the samples, with all its facts, takes."""
    samples = [read(path) for path in sorted(folder.glob("*.txt"))]
    texts = [sentence.text for article in samples for sentence in article.of_kind("body")]
    find_facts(read_text(texts[-1]))  # the lists are read once
    start = time.perf_counter()
    find_facts(read_text("\n\n".join(texts[:sentences])))
    return time.perf_counter() - start


# -- report ------------------------------------------------------------------------------------------------------------


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row and row[0][:1] != "#"]


def _share(right: int, total: int) -> str:
    return f"{right}/{total} = {right / total:.2f}" if total else "none"


def _print_cases(path: Path) -> None:
    results, left_out = case_results(path)
    names = [result for result in results if result.kind.startswith("name")]
    print(f"cases: {_share(sum(r.right for r in results), len(results))}", end="; ")
    print(f"without names: {_share(sum(r.right for r in results if r not in names), len(results) - len(names))}")
    print(f"not run here: {', '.join(left_out)}")
    groups, right = (Counter(r.kind.split(":")[0] for r in some) for some in (results, [r for r in results if r.right]))
    print("; ".join(f"{kind} {right[kind]}/{total}" for kind, total in groups.items()))
    for result in results:
        if not result.right:
            print(f"  wrong: {result.id} ({result.kind}): {result.found}")


def _print_recognizers(folder: Path, verbose: bool) -> None:
    scores = recognizer_scores(folder)
    for title in _SETS:
        parts = {kept: scores.get((title, kept), []) for kept in (False, True)}
        said = {kept: _share(sum(right for right, _ in found), len(found)) for kept, found in parts.items()}
        print(f"{title}: tuned on {said[False]}; kept {said[True]}")
        for right, what in parts[False] if verbose else ():
            if not right:
                print(f"  wrong: {what}")


def main() -> None:
    """Print the figures for the data that is there, and say what is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--verbose", action="store_true", help="list what is wrong in the parts that rules are made on")
    parser.add_argument("--names", action="store_true", help="learn names without the tuning part and judge them on it")
    options = parser.parse_args()
    if options.names:
        train_names.main([str(options.data / "anercorp" / "train.tsv")])
    for name, show in (
        ("cases/cases.jsonl", _print_cases),
        ("flores-dev/flores-dev.ar", lambda path: _print_speakers(path, options.verbose)),
        ("recognizers", lambda path: _print_recognizers(path, options.verbose)),
    ):
        if (options.data / name).exists():
            show(options.data / name)
        else:
            print(f"Not measured: {options.data / name} is not there; give the folder that holds it as the argument.")
    print(f"facts of an article of 30 sentences: {seconds_for_facts():.3f} s")


if __name__ == "__main__":
    main()
