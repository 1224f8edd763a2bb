"""Trains the model that finds names in Arabic (`toolkit/language/name_tagger.py`) and prints how good it is.

Data: the training part of ANERcorp (Benajiba & Rosso 2008; the split of CAMeL Lab), CC BY-SA 4.0, given as a file with
one word and its tag (PERS, LOC, ORG, MISC) a line and a blank line after each sentence. MISC is not learned.
Sentences of our own, in which words that could be names are none, are added (`data/names_extra.txt`).

The split was written down before the data were looked at: sentences are cut, in the order of the file, into blocks of
43; the CRC-32 of "block N", modulo 5, says where a block belongs: 0 held back, 1 tuning, else training. Blocks and
not sentences, because an article must not stand on both sides.

    python -m benchmarks.train_names anercorp/train.tsv            # figures on the tuning part
    python -m benchmarks.train_names anercorp/train.tsv --held     # on the part held back
    python -m benchmarks.train_names anercorp/train.tsv --write    # trains on everything and writes the weights
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.article.types import Span
from toolkit.language import name_tagger
from toolkit.language.gazetteer import entries_in_arabic
from toolkit.language.names_arabic import arabic_names
from toolkit.language.words import Word, split_words

BLOCK, FOLDS = 43, 2
EXTRA, EXTRA_TIMES = Path(__file__).parent / "data" / "names_extra.txt", 2
_MARKS = {"P": "PERS", "L": "LOC", "O": "ORG"}
KINDS = {"PERS": "person", "LOC": "place", "ORG": "organization"}
OPTIONS = {"c1": 0.2, "c2": 0.1, "feature.possible_transitions": True, "feature.minfreq": 2}
STEPS = 60
TARGET = Path(name_tagger.__file__).parent / "data"


class Sentence(NamedTuple):
    """A sentence, its words and their labels."""

    text: str
    words: list[Word]
    labels: list[str]


Blocks = dict[int, list[Sentence]]


def read(path: Path) -> Blocks:
    """Read the corpus into its blocks, with the words as the toolkit splits them."""
    blocks: defaultdict[int, list[Sentence]] = defaultdict(list)
    for number, pairs in enumerate(_sentences(path)):
        blocks[number // BLOCK].append(_sentence(pairs))
    return dict(blocks)


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    pairs: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            word, tag = line.split("\t")
            pairs.append((word, tag))
        elif pairs:
            yield pairs
            pairs = []
    if pairs:
        yield pairs


def _sentence(pairs: Sequence[tuple[str, str]]) -> Sentence:
    tags: list[str] = []
    ends: list[tuple[int, str]] = []
    at = 0
    for word, tag in pairs:
        at += len(word)
        ends.append((at, tag))
        at += 1
    text = " ".join(word for word, _ in pairs)
    words = split_words(text)
    place = 0
    for own in words:
        while ends[place][0] <= own.start:
            place += 1
        begin, kind = ends[place][1][:2], KINDS.get(ends[place][1][2:], "")
        inside = place and own.start > ends[place - 1][0] + 1  # one word of the corpus can be several of ours
        tags.append(("I-" if inside else begin) + kind if kind else "O")
    return Sentence(text, words, tags)


def extra(path: Path = EXTRA) -> list[Sentence]:
    """Read the sentences of our own, with their names in brackets."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [_sentence(list(_marked(line))) for line in lines]


def _marked(line: str) -> Iterator[tuple[str, str]]:
    for before, kind, name, plain in re.findall(r"(\S*)\[([PLO]) ([^]]+)\]|(\S+)", line):
        for at, word in enumerate(name.split()):
            yield (before + word if not at else word), f"{'I' if at else 'B'}-{_MARKS[kind]}"
        if plain:
            yield plain, "O"


def part_of(block: int) -> str:
    """Return where a block belongs: "held", "tuning" or "training"."""
    return {0: "held", 1: "tuning"}.get(zlib.crc32(f"block {block}".encode()) % 5, "training")


def train(features: Iterable[list[list[str]]], labels: Iterable[list[str]], target: Path, steps: int = STEPS) -> Any:
    """Train one pass, write its weights and return its tagger."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, tags in zip(features, labels, strict=True):
        trainer.append(rows, tags)
    trainer.set_params({**OPTIONS, "max_iterations": steps})
    trainer.train(str(target))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(target))
    return tagger


def train_both(blocks: Blocks, folder: Path) -> tuple[Any, Any]:
    """Train both passes; the second learns from what a first pass says of blocks that it was not trained on."""
    blocks = blocks | {-at: [sentence] for at, sentence in enumerate(extra() * EXTRA_TIMES, start=1)}
    features = {number: [name_tagger.sentence_features(s.words) for s in own] for number, own in blocks.items()}
    said: dict[int, list[list[str]]] = {}
    for fold in range(FOLDS):
        out = [number for at, number in enumerate(blocks) if at % FOLDS == fold]
        rest = [number for number in blocks if number not in out]
        tagger = train(_all(features, rest), _labels(blocks, rest), folder / "fold.crfsuite", STEPS * 2 // 3)
        said |= {number: [tagger.tag(rows) for rows in features[number]] for number in out}
    again = {
        number: name_tagger.article_features([s.words for s in own], features[number], said[number])
        for number, own in blocks.items()
    }
    first = train(_all(features, blocks), _labels(blocks, blocks), folder / name_tagger.MODELS[0])
    return first, train(_all(again, blocks), _labels(blocks, blocks), folder / name_tagger.MODELS[1])


def _all(table: dict[int, list[Any]], numbers: Iterable[int]) -> list[Any]:
    return [row for number in numbers for row in table[number]]


def _labels(blocks: Blocks, numbers: Iterable[int]) -> list[list[str]]:
    return [sentence.labels for number in numbers for sentence in blocks[number]]


class Score(NamedTuple):
    """Precision and recall, of names that overlap one of the same kind and of names found exactly."""

    precision: float
    recall: float
    exact_precision: float
    exact_recall: float
    names: int


Found = list[tuple[str, int, int]]


def names_of(labels: Sequence[str]) -> Found:
    """Return the names that labels spell: kind, first word, word after the last."""
    found: list[tuple[str, int, int]] = []
    for at, label in enumerate(labels):
        kind = label[2:]
        goes_on = found and found[-1][2] == at and found[-1][0] == kind and label.startswith("I-")
        if label != "O":
            found[-1:] = [(kind, found[-1][1], at + 1)] if goes_on else [*found[-1:], (kind, at, at + 1)]
    return found


def score(gold: Sequence[Found], found: Sequence[Found], kind: str) -> Score:
    """Compare the names of one kind in each sentence."""
    wanted = [[name for name in names if name[0] == kind] for names in gold]
    given = [[name for name in names if name[0] == kind] for names in found]
    count, said = sum(map(len, wanted)), sum(map(len, given))
    exact = sum(len({*one} & {*other}) for one, other in zip(wanted, given, strict=True))
    right = sum(_touches(name, one) for one, other in zip(wanted, given, strict=True) for name in other)
    met = sum(_touches(name, other) for one, other in zip(wanted, given, strict=True) for name in one)
    return Score(right / max(1, said), met / max(1, count), exact / max(1, said), exact / max(1, count), count)


def _touches(name: tuple[str, int, int], others: Found) -> bool:
    return any(name[1] < after and first < name[2] for _, first, after in others)


def report(blocks: Blocks, find: Callable[[list[Sentence]], list[Found]]) -> None:
    """Print the scores of a finder on blocks."""
    gold = [names_of(sentence.labels) for own in blocks.values() for sentence in own]
    found = [names for own in blocks.values() for names in find(own)]
    print(f"{'kind':14}{'names':>7}{'precision':>11}{'recall':>8}{'exact P':>9}{'exact R':>9}")
    for kind in KINDS.values():
        s = score(gold, found, kind)
        print(f"{kind:14}{s.names:7}{s.precision:11.3f}{s.recall:8.3f}{s.exact_precision:9.3f}{s.exact_recall:9.3f}")


def found_with(taggers: tuple[Any, Any]) -> Callable[[list[Sentence]], list[Found]]:
    """Return a finder that uses the given weights and the lists, as facts do."""

    def find(sentences: list[Sentence]) -> list[Found]:
        tags = name_tagger.tag_names([sentence.words for sentence in sentences], taggers)
        return [_found(sentence, own) for sentence, own in zip(sentences, tags, strict=True)]

    return find


def _found(sentence: Sentence, tags: name_tagger.Tags) -> Found:
    names = arabic_names(sentence.text, sentence.words, entries_in_arabic(sentence.words), tags)
    words = {
        name: [at for at, word in enumerate(sentence.words) if name.span.overlaps(Span(word.start, word.end))]
        for name in names
    }
    return [(name.kind, at[0], at[-1] + 1) for name, at in words.items()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--held", action="store_true", help="report on the part that is held back")
    parser.add_argument("--write", action="store_true", help="train on everything and write the weights")
    options = parser.parse_args(arguments)
    blocks = read(options.corpus)
    if options.write:
        with tempfile.TemporaryDirectory() as folder:
            train_both(blocks, Path(folder))
            for name in name_tagger.MODELS:
                (TARGET / name).write_bytes((Path(folder) / name).read_bytes())
        return
    tested = "held" if options.held else "tuning"
    learned = {
        n: own for n, own in blocks.items() if part_of(n) == "training" or (options.held and part_of(n) != "held")
    }
    with tempfile.TemporaryDirectory() as folder:
        taggers = train_both(learned, Path(folder))
        print(f"{tested} part; trained on {sum(map(len, learned.values()))} sentences")
        report({number: own for number, own in blocks.items() if part_of(number) == tested}, found_with(taggers))


if __name__ == "__main__":
    main(sys.argv[1:])
