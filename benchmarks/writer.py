"""Examples that teach a small model to shorten, to join and to free a sentence, and what it learned of them.

    python -m benchmarks.writer --check     # how many examples there are, and what is wrong with which
    python -m benchmarks.writer FOLDER/writer.safetensors    # the table: as it comes, with the adapter, cuts alone
    python -m benchmarks.writer FOLDER/writer.safetensors --only adapter --show    # what was written, with its sources

The figures are on the examples that are kept back and on eight articles (`data/writer_articles.txt`) that nothing was
learned from. Seconds are processor time.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.writer_model import Piece, Task, Writer, prompt, write
from benchmarks.writer_proof import doubt, losses
from toolkit.checks.claims import check_claim
from toolkit.language.english import english_words
from toolkit.summarize.shortening import shorten

__all__ = ["EXAMPLES", "Example", "problems", "read_examples"]

EXAMPLES = Path(__file__).parent / "data" / "writer.jsonl"
ARTICLES = Path(__file__).parent / "data" / "writer_articles.txt"
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


VARIANTS = ("one-shot", "adapter", "cuts")
_ARTICLES = 8
LONG = 25  # words; a sentence with more should be shortened


def texts() -> Iterator[tuple[str, ...]]:
    """Yield the sentences of each kept example, then of each article."""
    yield from (example.source for example in read_examples() if example.is_kept)
    for block in ARTICLES.read_text("utf-8").split("\n\n"):
        yield tuple(line for line in block.splitlines() if line and not line.startswith("#"))


def pieces_of(sentences: Sequence[str], variant: str, model: Writer) -> list[Piece]:
    """Make the sentences of a summary in one of the ways that are compared."""
    if variant == "cuts":
        forms = shorten(sentences, model=model)
        return [Piece(form.text, "cut" if form.shorter else "kept", (n,)) for n, form in enumerate(forms)]
    return write(sentences, model=model, neighbours=range(1, len(sentences)), joins=max(1, len(sentences) // 4))


def measured(variant: str, adapter: Path, show: bool, every: int) -> Iterator[str]:
    """Yield the lines of the table about one way, or with `show` what it wrote, on each text or each `every`th."""
    model = Writer(adapter if variant == "adapter" else None)
    pieces_of(next(texts()), variant, model)
    model.answers.clear()
    start = time.process_time()
    given = list(texts())
    parts = {"kept examples": given[:-_ARTICLES][::every], "articles": given[-_ARTICLES:][::every]}
    done = {name: [(part, pieces_of(part, variant, model)) for part in part_of] for name, part_of in parts.items()}
    made = [one for some in done.values() for one in some]
    seconds = time.process_time() - start
    if show:
        for sentences, pieces in made:
            for piece in pieces:
                if piece.origin == "written":
                    yield f"{' || '.join(sentences[n] for n in piece.sources)}\n  -> {piece.text}\n"
        return
    for name, part in done.items():
        yield _shares(f"{variant}, {name}", part)
    sources = {prompt(task, part): part for part, task in _asked(made)}
    found = [doubt(sources[asked], one.text) for asked, forms in model.answers for one in forms]
    reasons = Counter(refusal.rule if refusal else "passed" for refusal in found)
    yield "  forms: " + ", ".join(f"{rule} {number}" for rule, number in reasons.most_common())
    count = sum(len(sentences) for sentences, _ in made)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    yield f"  {seconds / count:.2f} s a sentence, {most:.2f} GiB at most"


def _asked(made: Sequence[tuple[Sequence[str], Any]]) -> Iterator[tuple[tuple[str, ...], Task]]:
    for sentences, _ in made:
        yield from (((sentence,), "shorten") for sentence in sentences)
        yield from (((one, other), "join") for one, other in pairwise(sentences))


def _shares(title: str, made: Sequence[tuple[Sequence[str], Sequence[Piece]]]) -> str:
    rows = [
        (
            piece.origin,
            sum(len(sentences[n].split()) for n in piece.sources),
            len(piece.text.split()),
            len(piece.sources),
        )
        for sentences, pieces in made
        for piece in pieces
    ]
    long = [row for row in rows if row[1] > LONG]
    counts = Counter(origin for origin, *_ in rows)
    done = sum(origin != "kept" for origin, *_ in long)
    changed = [row for row in rows if row[0] != "kept"]
    shares = ", ".join(f"{name} {counts[name]} ({counts[name] / len(rows):.2f})" for name in ("written", "cut", "kept"))
    return (
        f"{title}: {len(rows)} claims, {shares}, joined {sum(row[3] > 1 for row in rows)}; "
        f"over {LONG} words written or cut {done / max(1, len(long)):.2f} of {len(long)}; "
        f"words left {_left(rows):.2f}, of those changed {_left(changed):.2f}, of the long {_left(long):.2f}"
    )


def _left(rows: Sequence[tuple[str, int, int, int]]) -> float:
    return sum(row[2] for row in rows) / max(1, sum(row[1] for row in rows))


def check() -> None:
    """Print the number of examples by task and part, then every problem."""
    examples = read_examples()
    for (task, kept), number in sorted(Counter((one.task, one.is_kept) for one in examples).items()):
        print(f"{number:5} {task}{', kept back' if kept else ''}")
    for place, example in enumerate(examples, start=1):
        for problem in problems(example):
            print(f"line {place}: {problem}\n    {example.target}")


def main() -> None:
    """Print the table, or what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.writer", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="look at the examples only")
    parser.add_argument("--only", choices=VARIANTS, help="one way, in this process")
    parser.add_argument("--every", type=int, default=1, help="only each Nth text: the model as it comes is slow")
    parser.add_argument("--show", action="store_true", help="print what is written")
    parser.add_argument("adapter", type=Path, nargs="?", help="made by python -m benchmarks.train_writer")
    given = parser.parse_args()
    if given.check or given.adapter is None:
        check()
    elif given.only:
        for line in measured(given.only, given.adapter, given.show, given.every):
            print(line, flush=True)
    else:  # each in a process of its own: the memory is the most that it took
        for variant in VARIANTS:
            command = [
                sys.executable,
                "-m",
                "benchmarks.writer",
                str(given.adapter),
                "--only",
                variant,
                "--every",
                str(given.every),
            ]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
