"""BLEU and chrF worked out by hand, every step open to view. In: outputs and references. Out: counts and scores.

The figures equal sacrebleu's (Post 2018) with its default settings: BLEU of Papineni et al. (2002) over 13a tokens
with exponential smoothing, chrF2 of Popović (2015) over characters without blanks. Report scores by sacrebleu, with
its signature; this is for seeing where they come from, and for resampling, since counts of sentences add up.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BleuCounts",
    "ChrfCounts",
    "Overlap",
    "bleu",
    "bleu_counts",
    "chrf",
    "chrf_counts",
    "corpus_score",
    "overlaps",
    "tokens_13a",
]

WORD_ORDER, CHARACTER_ORDER, BETA = 4, 6, 2
# The rules of mteval-v13a in their order: ASCII marks, but not the apostrophe; full stops and commas, but not the ones
# inside 3.5 and 6,000; a dash behind a digit.
_RULES = (
    (re.compile(r"([!-&(-+/:-@\[-`{-~])"), r" \1 "),
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)


def tokens_13a(text: str) -> list[str]:
    """Split a line into words and marks as the scoring script mteval-v13a of the WMT evaluations does.

    Examples
    --------
    >>> tokens_13a('About 6,000 men (all "volunteers") left.')
    ['About', '6,000', 'men', '(', 'all', '"', 'volunteers', '"', ')', 'left', '.']
    """
    text = f" {text} "
    for pattern, apart in _RULES:
        text = pattern.sub(apart, text)
    return text.split()


def _ngrams(items: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(items[at : at + n]) for at in range(len(items) - n + 1))


@dataclass(frozen=True, slots=True)
class Overlap:
    """One n-gram of an output: how often it stands there and in the reference."""

    ngram: str
    in_output: int
    in_reference: int

    @property
    def counted(self) -> int:
        """How often it counts as a match: never more often than the reference has it ("clipping")."""
        return min(self.in_output, self.in_reference)


def overlaps(output: str, reference: str, n: int) -> list[Overlap]:
    """Return every different n-gram of `output` in order, with its counts on both sides.

    Examples
    --------
    >>> [(o.ngram, o.in_output, o.counted) for o in overlaps("the the cat", "the cat sat", 1)]
    [('the', 2, 1), ('cat', 1, 1)]
    """
    there = _ngrams(tokens_13a(reference), n)
    here = _ngrams(tokens_13a(output), n)
    return [Overlap(" ".join(ngram), count, there[ngram]) for ngram, count in here.items()]


@dataclass(frozen=True, slots=True)
class BleuCounts:
    """What BLEU knows of one sentence, or, added up, of many.

    Attributes
    ----------
    matched, total
        N-grams of 1, 2, 3 and 4 words that the reference has too, and all those of the output.
    length, reference_length
        In tokens.
    """

    matched: tuple[int, ...] = (0,) * WORD_ORDER
    total: tuple[int, ...] = (0,) * WORD_ORDER
    length: int = 0
    reference_length: int = 0

    def __add__(self, other: BleuCounts) -> BleuCounts:
        return BleuCounts(
            tuple(a + b for a, b in zip(self.matched, other.matched, strict=True)),
            tuple(a + b for a, b in zip(self.total, other.total, strict=True)),
            self.length + other.length,
            self.reference_length + other.reference_length,
        )

    @property
    def precisions(self) -> tuple[float, ...]:
        """Share of n-grams matched, in 0..1, for each order that the output is long enough for.

        An order without a match counts as half a match, the next such one as a quarter, and so on: otherwise one
        empty order would make the whole score zero.
        """
        found, empty = [], 0
        for matched, total in zip(self.matched, self.total, strict=True):
            if total:
                empty += not matched
                found.append((matched or 2.0**-empty) / total)
        return tuple(found)

    @property
    def brevity(self) -> float:
        """The brevity penalty: 1 for an output at least as long as its reference, less for a shorter one."""
        if self.length >= self.reference_length:
            return 1.0
        return math.exp(1 - self.reference_length / self.length) if self.length else 0.0

    def score(self, *, sentence: bool = False) -> float:
        """Return BLEU in 0..100: the geometric mean of the precisions, times the brevity penalty.

        Parameters
        ----------
        sentence
            Take the mean over those orders only that the output is long enough for, as is usual for one sentence;
            for a corpus, an order without any n-gram makes the score zero.
        """
        precisions = self.precisions
        if not any(self.matched) or (len(precisions) < WORD_ORDER and not sentence):
            return 0.0
        return 100 * self.brevity * math.exp(sum(map(math.log, precisions)) / len(precisions))


def bleu_counts(output: str, reference: str) -> BleuCounts:
    """Count what BLEU needs of one sentence."""
    here, there = tokens_13a(output), tokens_13a(reference)
    grams = [(_ngrams(here, n), _ngrams(there, n)) for n in range(1, WORD_ORDER + 1)]
    return BleuCounts(
        tuple((a & b).total() for a, b in grams), tuple(a.total() for a, _ in grams), len(here), len(there)
    )


def bleu(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Return the BLEU of a corpus, in 0..100: counts are added up over its sentences first.

    Examples
    --------
    >>> round(bleu(["The talks will end on 3 May ."], ["The talks will end on 4 May ."]), 1)
    59.5
    """
    counts = [bleu_counts(output, reference) for output, reference in zip(outputs, references, strict=True)]
    return sum(counts, start=BleuCounts()).score()


@dataclass(frozen=True, slots=True)
class ChrfCounts:
    """What chrF knows of one sentence, or, added up, of many: runs of 1 to 6 characters.

    `matched` are those on both sides, `output` and `reference` all those of either side.
    """

    matched: tuple[int, ...] = (0,) * CHARACTER_ORDER
    output: tuple[int, ...] = (0,) * CHARACTER_ORDER
    reference: tuple[int, ...] = (0,) * CHARACTER_ORDER

    def __add__(self, other: ChrfCounts) -> ChrfCounts:
        return ChrfCounts(
            tuple(a + b for a, b in zip(self.matched, other.matched, strict=True)),
            tuple(a + b for a, b in zip(self.output, other.output, strict=True)),
            tuple(a + b for a, b in zip(self.reference, other.reference, strict=True)),
        )

    @property
    def precision(self) -> float:
        """Share of the output's runs that the reference has, in 0..1, averaged over the lengths."""
        return self._mean(self.output)

    @property
    def recall(self) -> float:
        """Share of the reference's runs that the output has, in 0..1, averaged over the lengths."""
        return self._mean(self.reference)

    def _mean(self, total: tuple[int, ...]) -> float:
        rows = zip(self.matched, total, self.output, self.reference, strict=True)
        shares = [matched / whole for matched, whole, here, there in rows if here and there]
        return sum(shares) / len(shares) if shares else 0.0

    def score(self) -> float:
        """Return chrF2 in 0..100: the F-score of both, in which recall weighs twice as much as precision."""
        below = BETA**2 * self.precision + self.recall
        return 100 * (1 + BETA**2) * self.precision * self.recall / below if below else 0.0


def chrf_counts(output: str, reference: str) -> ChrfCounts:
    """Count what chrF needs of one sentence."""
    here, there = "".join(output.split()), "".join(reference.split())
    grams = [(_ngrams(here, n), _ngrams(there, n)) for n in range(1, CHARACTER_ORDER + 1)]
    return ChrfCounts(
        tuple((a & b).total() for a, b in grams),
        tuple(a.total() if b else 0 for a, b in grams),  # runs longer than the whole reference do not count
        tuple(b.total() for _, b in grams),
    )


def chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Return the chrF2 of a corpus, in 0..100: counts are added up over its sentences first.

    Examples
    --------
    >>> round(chrf(["negotiation"], ["negotiations"]), 1)
    91.1
    """
    counts = [chrf_counts(output, reference) for output, reference in zip(outputs, references, strict=True)]
    return sum(counts, start=ChrfCounts()).score()


def corpus_score(counts: Sequence[BleuCounts] | Sequence[ChrfCounts]) -> float:
    """Return the score of the sentences that were counted, in 0..1: what `scores.bootstrap` resamples.

    Examples
    --------
    >>> corpus_score([bleu_counts("They met here today.", "They met here today.")])
    1.0
    """
    whole = counts[0]
    for more in counts[1:]:
        whole = whole + more  # type: ignore[operator]  # all of one kind
    return whole.score() / 100
