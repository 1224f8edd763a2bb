"""Examples that teach a small model to shorten, to join and to free a sentence from the one before, and their checks.

python -m benchmarks.writer            # how many there are, and what is wrong with which
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from toolkit.checks.claims import check_claim
from toolkit.language.english import english_words
from toolkit.summarize.rewriting import losses

__all__ = ["EXAMPLES", "Example", "problems", "read_examples"]

EXAMPLES = Path(__file__).parent / "data" / "writer.jsonl"
Task = Literal["shorten", "join", "resolve"]
SHORTEST, LONGEST = 20, 60
# Most words that a target may have, as a share of those of its source; a resolved sentence takes its speaker along.
SHARES: dict[Task, float] = {"shorten": 0.6, "join": 0.9, "resolve": 1.0}
FOLDS = 6  # one part in six is kept back
_FACTS = {"number", "date", "name", "negation", "quotation"}
_POINTS_BACK = re.compile(r"(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those)\b")


class Example(NamedTuple):
    """Source sentences and what should be written of them; `subject` is a theme and a place."""

    task: Task
    source: tuple[str, ...]
    target: str
    subject: str
    origin: str

    @property
    def is_kept(self) -> bool:
        """Whether it is kept back from training: the CRC-32 of its source, modulo 6, is 0."""
        return zlib.crc32(" ".join(self.source).encode()) % FOLDS == 0


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """Read the examples, one JSON object a line."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(**{**row, "source": tuple(row["source"])}) for row in rows]


def problems(example: Example) -> Iterator[str]:
    """Say what is wrong with an example: its length, how it starts and ends, and what the checks of claims find."""
    words, written = (len(english_words(text)) for text in (" ".join(example.source), example.target))
    sentences = {"shorten": (1,), "join": (2, 3), "resolve": (2,)}[example.task]
    if len(example.source) not in sentences:
        yield f"{len(example.source)} source sentences"
    if example.task == "shorten" and not SHORTEST <= words <= LONGEST:
        yield f"a source of {words} words"
    if written > SHARES[example.task] * words:
        yield f"{written} words for {words}"
    if not re.search(r"[.!?][”\"]?$", example.target) or not example.target[0].isupper():
        yield "no whole sentence"
    if example.task == "resolve" and _POINTS_BACK.match(example.target):
        yield "it points back"
    for finding in check_claim(example.target, example.source)[1]:
        if finding.kind in _FACTS:
            yield f"{finding.kind}: {finding.message}"
    for kind, word in losses(example.source, example.target):
        yield f"it lost the {kind} ({word})"


def main() -> None:
    """Print the number of examples by task and part, then every problem."""
    examples = read_examples()
    for (task, kept), number in sorted(Counter((one.task, one.is_kept) for one in examples).items()):
        print(f"{number:5} {task}{', kept back' if kept else ''}")
    for place, example in enumerate(examples, start=1):
        for problem in problems(example):
            print(f"line {place}: {problem}\n    {example.target}")


if __name__ == "__main__":
    main()
