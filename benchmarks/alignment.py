"""How well is a given translation aligned with its article? FLORES dev as running text, a tenth of it left out.

`python -m benchmarks.alignment FOLDER`, with the folder that holds `flores-dev.ar` and `flores-dev*.en`. Articles are
twenty lines in a row, in the part that `parts.part_of` gives for their Arabic; lines are left out by a fixed random
choice for each article and system. The weights in `toolkit/translate/alignment.py` were fitted on part 0 with the
references, Google and OPUS-MT (logistic regression, negatives weighed .2), the two costs chosen there among twelve
pairs; part 1 was only measured.

Then two systems at a time, of which each sentence is the one with the fewest findings: chrF of either alone and of what
is taken; and how many planted errors (a number, name or denial in one line of five of each, by turns) are not taken.

Baselines: the same dynamic program with the encoder's cosine alone, and lengths alone (Gale and Church 1993).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sacrebleu.metrics import CHRF

from benchmarks.parts import part_of
from notebooks.lessons.perturbations import change_name, change_number, drop_negation, names_in
from toolkit import read_text
from toolkit.article import segment
from toolkit.article.types import Article, Span
from toolkit.errors import FormatError
from toolkit.translate import align_translation, alignment, take_over

SIZE, LEFT_OUT = 20, 0.1
SYSTEMS = ("", ".google", ".opusmt", ".nllb", ".bergamot-base", ".argos")


class Case(NamedTuple):
    """An article, running English of it, and the line that each sentence of either comes from."""

    article: Article
    english: str
    source_lines: list[int]
    target_lines: dict[Span, int]
    left_out: set[int]


def cases(folder: Path, part: int) -> Iterator[Case]:
    """Yield the cases of a part, for the references and each system."""
    arabic = (folder / "flores-dev.ar").read_text("utf-8").splitlines()
    for system in SYSTEMS:
        english = (folder / f"flores-dev{system}.en").read_text("utf-8").splitlines()
        for first in range(0, len(arabic), SIZE):
            lines = arabic[first : first + SIZE]
            if part_of("\n".join(lines)) == part:
                chance = random.Random(f"{first}{system}")
                left = {i for i in range(len(lines)) if chance.random() < LEFT_OUT}
                yield _case(lines, english[first : first + SIZE], left)


def _case(arabic: list[str], english: list[str], left_out: set[int]) -> Case:
    article = read_text("\n\n".join(arabic))
    source_lines, line = [], 0
    for sentence in article.sentences:
        while sentence.text[:20] not in arabic[line]:
            line += 1
        source_lines.append(line)
    starts, text = [], ""
    for number, line_text in enumerate(english):
        if number not in left_out:
            starts.append((len(text), number))
            text += line_text + " "
    middles = {span: (span.start + span.end) / 2 for span in segment(text)}
    target_lines = {span: max(s for s in starts if s[0] <= middle)[1] for span, middle in middles.items()}
    return Case(article, text, source_lines, target_lines, left_out)


def figures(found: list[Case]) -> str:
    """Return the share of English sentences linked right, and precision and recall of left-out sentences."""
    right = of = hits = said = there = 0
    for case in found:
        of += len(case.target_lines)
        there += sum(line in case.left_out for line in case.source_lines)
        try:
            pairs = align_translation(case.article, case.english)
        except FormatError:
            continue
        for pair in pairs:
            lines = {case.source_lines[index] for index in pair.source}
            right += sum(case.target_lines[span] in lines for span in pair.target)
            if not pair.target:
                said += len(pair.source)
                hits += sum(case.source_lines[index] in case.left_out for index in pair.source)
    return f"{right / of:.3f} of {of:<5} P {hits / max(1, said):.3f}  R {hits / max(1, there):.3f} of {there}"


def better_of(folder: Path, first: str, second: str, part: int = 1) -> str:
    """Return chrF of two systems and of the sentences taken from them, and the share of planted errors left out."""
    arabic, reference, *both = (
        (folder / name).read_text("utf-8").splitlines()
        for name in ("flores-dev.ar", "flores-dev.en", f"flores-dev.{first}.en", f"flores-dev.{second}.en")
    )
    outputs: list[list[str]] = [[], [], []]
    wanted: list[str] = []
    planted = avoided = 0
    for start in range(0, len(arabic), SIZE):
        places = range(start, min(start + SIZE, len(arabic)))
        if part_of("\n".join(arabic[n] for n in places)) != part:
            continue
        article = read_text("\n\n".join(arabic[n] for n in places))
        if len(article.sentences) != len(places):
            continue  # a line of several sentences: which belongs to which is another question
        clean = [[system[n] for n in places] for system in both]
        for lines, kept in zip((*clean, _taken(article, clean)), outputs, strict=True):
            kept += lines
        wanted += [reference[n] for n in places]
        faulty, faults = _with_faults(clean, random.Random(start))
        taken = _taken(article, faulty)
        planted += len(faults)
        avoided += sum(taken[row] != text for row, text in faults)
    scores = " ".join(f"{float(CHRF().corpus_score(lines, [wanted]).score):.1f}" for lines in outputs)
    return f"{first}, {second}, taken: chrF {scores} on {len(wanted)}; planted errors left out {avoided} of {planted}"


def _taken(article: Article, systems: list[list[str]]) -> list[str]:
    given = take_over(article, dict(zip("AB", systems, strict=True)))
    return [row.text if row else "" for row in given.translations]


def _with_faults(systems: list[list[str]], rng: random.Random) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """Plant an error into every fifth line of either system, never into both of one line."""
    faulty, faults = [list(lines) for lines in systems], []
    names = [line[a:b] for line in systems[0] for a, b in names_in(line)]
    for row in range(len(faulty[0])):
        if row % 5 > 1:
            continue
        line = faulty[row % 5][row]
        ways = (change_number(line, rng), change_name(line, names, rng), drop_negation(line, rng))
        found = [way for way in ways if way and way != line]
        if found:
            faulty[row % 5][row] = rng.choice(found)
            faults.append((row, faulty[row % 5][row]))
    return faulty, faults


def main() -> None:
    folder = Path(sys.argv[1])
    ours = alignment._WEIGHTS.copy(), alignment._BIAS
    ways = {
        "this toolkit": ours,
        "cosine alone": (np.array([12, 0, 0, 0, 0], np.float32), -5.0),
        "lengths alone": (np.array([0, 0, -6, 0, 0], np.float32), 3.0),
    }
    print("English sentences linked right; left-out sentences found")
    for part, name in enumerate(("tuned part", "kept part")):
        found = list(cases(folder, part))
        for way, (weights, bias) in ways.items():
            alignment._WEIGHTS, alignment._BIAS = weights, bias
            print(f"  {name:<11} {way:<14} {figures(found)}", flush=True)
        alignment._WEIGHTS, alignment._BIAS = ours
    for first, second in (("google", "opusmt"), ("nllb", "argos"), ("bergamot-base", "argos")):
        print(f"  kept part   {better_of(folder, first, second)}", flush=True)
    lines = (folder / "flores-dev.ar").read_text("utf-8").splitlines()[:500]
    english = (folder / "flores-dev.google.en").read_text("utf-8").splitlines()[:500]
    article, since = read_text("\n\n".join(lines)), time.perf_counter()
    align_translation(article, english)
    print(f"  500 lines with 500: {time.perf_counter() - since:.1f} s with the encoding of all sentences")


if __name__ == "__main__":
    main()
