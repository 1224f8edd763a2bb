"""How well and how fast articles are read. Run: python -m benchmarks.reading [flores.ar].

Sentence boundaries against sentencex, pysbd and a regular expression; boilerplate on labelled pages and on the five
sample articles; labelled facts; pages read in a second. With the path of a file that holds one sentence a line (FLORES
dev, say), boundaries are also measured on its lines, joined by spaces five at a time.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pysbd
import sentencex

from tests.article.labelled import (
    ARTICLES,
    DATA,
    article_units,
    boilerplate_counts,
    boundary_scores,
    kinds_found,
    pages,
    segmentation_set,
)
from tests.language.labelled_facts import FIGURES, NAMES, score
from toolkit.article import read, segment

Splitter = Callable[[str], set[int]]

_EXPRESSION = re.compile(r"(?<=[.!?؟…])\s+")
_PYSBD = pysbd.Segmenter(language="ar", clean=False)
_LINES_JOINED = 5
_SECONDS = 2.0


def by_toolkit(text: str) -> set[int]:
    return {span.end for span in segment(text)}


def by_sentencex(text: str) -> set[int]:
    return _ends(text, list(sentencex.segment("ar", text)))


def by_pysbd(text: str) -> set[int]:
    return _ends(text, _PYSBD.segment(text))


def by_expression(text: str) -> set[int]:
    return {match.start() for match in _EXPRESSION.finditer(text)} | {len(text)}


SPLITTERS: dict[str, Splitter] = {
    "toolkit": by_toolkit,
    "sentencex": by_sentencex,
    "pysbd": by_pysbd,
    "regular expression": by_expression,
}


def _ends(text: str, pieces: Sequence[str]) -> set[int]:
    """Return where pieces of a text end in it; a piece that the library changed cannot be found and counts for none."""
    ends, at = set(), 0
    for piece in map(str.strip, pieces):
        start = text.find(piece, at) if piece else -1
        if start >= 0:
            at = start + len(piece)
            ends.add(at)
    return ends


def labelled_paragraphs() -> list[tuple[str, set[int]]]:
    return [(text, set(ends)) for text, ends in segmentation_set()]


def sample_articles() -> list[tuple[str, set[int]]]:
    """Return the body of the five articles as running text; the splits are the toolkit's, checked by eye."""
    texts = []
    for path in sorted(ARTICLES.glob("*.txt")):
        texts.append(_joined([sentence.text for sentence in read(path).of_kind("body")]))
    return texts


def lines_of(path: Path) -> list[tuple[str, set[int]]]:
    rows = [row.strip() for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
    return [_joined(rows[at : at + _LINES_JOINED]) for at in range(0, len(rows), _LINES_JOINED)]


def _joined(sentences: Sequence[str]) -> tuple[str, set[int]]:
    text, ends = "", set()
    for sentence in sentences:
        text += f" {sentence}" if text else sentence
        ends.add(len(text))
    return text, ends


def print_segmentation(name: str, texts: Sequence[tuple[str, set[int]]]) -> None:
    boundaries = sum(len(ends) - 1 for _, ends in texts)
    print(f"\nSentence boundaries: {name}, {boundaries} inner boundaries")
    print(f"{'':20} {'precision':>9} {'recall':>9} {'F1':>9}")
    for label, split in SPLITTERS.items():
        pairs = [(split(text) - {len(text)}, ends - {len(text)}) for text, ends in texts]
        print(f"{label:20} " + " ".join(f"{score:9.3f}" for score in boundary_scores(pairs)))


def print_boilerplate() -> None:
    print(f"\nBoilerplate\n{'':20} {'units':>9} {'precision':>9} {'recall':>9}")
    sets = {
        "five articles": article_units(),
        "labelled pages": [unit for page in pages() for unit in kinds_found(page)],
    }
    for label, units in sets.items():
        right, wrong, missed = boilerplate_counts(units)
        print(f"{label:20} {len(units):9} {right / (right + wrong):9.3f} {right / (right + missed):9.3f}")


def print_facts() -> None:
    print(f"\nFacts, labelled\n{'':20} {'labels':>9} {'precision':>9} {'recall':>9} {'English':>9}")
    for label, kinds in {"numbers and dates": FIGURES, "names": NAMES}.items():
        precision, recall, english, total = score(kinds)
        print(f"{label:20} {total:9} {precision:9.3f} {recall:9.3f} {english:9.3f}")


def print_speed() -> None:
    print(f"\nPages read in a second, one thread\n{'':20} {'pages/s':>9} {'kB each':>9}")
    found = pages()
    sets: dict[str, list[tuple[str, bytes]]] = {
        "text (articles)": [(path.name, path.read_bytes()) for path in sorted(ARTICLES.glob("*.txt"))],
        "HTML": [(page.name, page.data) for page in found if page.name.endswith(".html")],
        "PDF (Chromium)": [("page.pdf", (DATA / "pdf" / "chromium.pdf").read_bytes())],
    }
    for label, files in sets.items():
        rate = _rate(files)
        print(f"{label:20} {rate:9.0f} {sum(len(data) for _, data in files) / len(files) / 1000:9.1f}")


def _rate(files: Sequence[tuple[str, bytes]]) -> float:
    """Return files read in a second, after one round to load libraries."""
    rounds = 0
    for name, data in files:
        read(data, name=name)
    start = time.perf_counter()
    while time.perf_counter() - start < _SECONDS:
        for name, data in files:
            read(data, name=name)
        rounds += 1
    return rounds * len(files) / (time.perf_counter() - start)


def main(arguments: Sequence[str]) -> None:
    print_segmentation("labelled set of this project", labelled_paragraphs())
    print_segmentation("five articles, body as running text", sample_articles())
    for argument in arguments:
        print_segmentation(f"lines of {Path(argument).name} joined {_LINES_JOINED} at a time", lines_of(Path(argument)))
    print_boilerplate()
    print_facts()
    print_speed()


if __name__ == "__main__":
    main(sys.argv[1:])
