"""Taking texts apart for a model and putting its answers together.

What is not the model's business (white space, line breaks, lines without a letter) never reaches it, and is in
its place again in the output.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.models.types import Alignment, Generation, Offsets, Task

# From the strongest pause to the weakest. A Latin full stop, comma or colon counts only before white space, so
# that 3.5 and 10:30 stay whole; the Arabic marks count wherever they stand.
_BOUNDARIES = (
    re.compile(r"[.!?؟۔…]+[\"'»”)\]]*(?=\s)|[؟۔]"),
    re.compile(r"؛|;(?=\s)|:(?=\s)|\s[–—]\s"),
    re.compile(r"،|,(?=\s)"),
    re.compile(r"\s+(?=و\w)"),
    re.compile(r"\s+"),
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST_PERIOD = 12
_FEW_WORDS = 20
_VARIETY = 0.25


class Piece(NamedTuple):
    """A part of a text that a model sees on its own: the text's index, the part's span, its line, its characters."""

    text: int
    span: Offsets
    line: int
    source: str
    ids: tuple[int, ...] = ()


class Written(NamedTuple):
    """What a model wrote for a piece. `score` is the mean log-probability of its `tokens` tokens."""

    text: str
    score: float | None = None
    tokens: int = 0
    alignment: Alignment = ()
    repeated: bool = False
    truncated: bool = False


def has_letters(text: str) -> bool:
    """Tell whether a text holds a letter of any alphabet: without one a model only invents."""
    return any(character.isalpha() for character in text)


def clean_line(text: str) -> str:
    """Return a text on one line: what a model trained on lines has seen."""
    return re.sub(r"\s+", " ", text).strip()


def spans_of(text: str, task: Task) -> list[Offsets]:
    """Return the parts of a text that a model reads as one: its lines, or all of it when summarizing."""
    if not has_letters(text):
        return []
    if task == "translation":
        return line_spans(text)
    return [(len(text) - len(text.lstrip()), len(text.rstrip()))]


def join(text: str, parts: Sequence[tuple[Piece, Written]]) -> Generation:
    """Put the parts of one text together: lines stay lines, pieces of a line are joined by a space."""
    if not parts:
        return Generation(text)
    joined = ""
    pairs: list[tuple[Offsets, Offsets]] = []
    previous: Piece | None = None
    for piece, written in parts:
        if previous is not None:
            gap = text[previous.span[1] : piece.span[0]]
            joined += gap.strip(" \t") if piece.line != previous.line else " "
        shift = len(joined)
        pairs.extend((here, (a + shift, b + shift)) for here, (a, b) in written.alignment)
        joined += written.text
        previous = piece
    scored = [(w.score, w.tokens) for _, w in parts if w.score is not None]
    tokens = sum(count for _, count in scored)
    mean = sum(score * count for score, count in scored) / tokens if tokens else None
    return Generation(
        text=joined,
        score=None if mean is None else min(1.0, math.exp(mean)),
        alignment=tuple(pairs),
        repeated=any(w.repeated for _, w in parts),
        pieces=1 + len(parts) - len({piece.line for piece, _ in parts}),
        truncated=any(w.truncated for _, w in parts),
    )


# -- cutting what is over a model's limit: nothing but white space is lost ---------------------------------------------


def line_spans(text: str) -> list[Offsets]:
    """Return the spans of the lines of a text that hold more than white space.

    Examples
    --------
    >>> line_spans("قال ذلك\\n\\nثم رحل")
    [(0, 7), (9, 15)]
    """
    return [
        (match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip()))
        for match in re.finditer(r"[^\r\n\u2028\u2029]+", text)
        if match[0].strip()
    ]


def _trimmed(text: str, start: int, end: int) -> Offsets:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _cut(text: str, start: int, end: int, boundary: re.Pattern[str]) -> list[Offsets]:
    edges = [start, *(m.end() for m in boundary.finditer(text, start, end) if m.end() < end), end]
    spans = [_trimmed(text, a, b) for a, b in pairwise(edges)]
    return [span for span in spans if span[0] < span[1]]


def _atoms(text: str, span: Offsets, count: Callable[[str], int], limit: int, level: int) -> list[tuple[Offsets, int]]:
    """Return spans under the limit with their token counts, cut no finer than needed."""
    size = count(text[slice(*span)])
    if size <= limit:
        return [(span, size)]
    if level == len(_BOUNDARIES):
        middle = (span[0] + span[1]) // 2
        if span[1] - span[0] < 2:
            return [(span, size)]  # one character over the limit: nothing is left to cut
        halves = [(span[0], middle), (middle, span[1])]
        return [atom for half in halves for atom in _atoms(text, half, count, limit, level)]
    parts = _cut(text, *span, _BOUNDARIES[level])
    return [atom for part in parts for atom in _atoms(text, part, count, limit, level + 1)]


def split_to_limit(text: str, count: Callable[[str], int], limit: int, span: Offsets | None = None) -> list[Offsets]:
    """Split a text, or a `span` of it, into pieces of at most `limit` tokens, at the strongest pauses that allow it.

    `count` returns the tokens that a piece takes. Neighbours are packed together while they fit.

    Examples
    --------
    >>> words = lambda piece: len(piece.split())
    >>> text = "قال الرئيس، وهو في موسكو، إنه مستعد"
    >>> [text[a:b] for a, b in split_to_limit(text, words, 5)]
    ['قال الرئيس، وهو في موسكو،', 'إنه مستعد']
    """
    start, end = _trimmed(text, *(span or (0, len(text))))
    if start >= end:
        return []
    packed: list[list[Offsets]] = []
    room = 0
    for atom, size in _atoms(text, (start, end), count, limit, 0):
        if packed and size <= room:
            packed[-1].append(atom)
            room -= size
        else:
            packed.append([atom])
            room = limit - size
    return [piece for atoms in packed for piece in _joined(text, atoms, count, limit)]


def _joined(text: str, atoms: list[Offsets], count: Callable[[str], int], limit: int) -> list[Offsets]:
    """Return neighbours as one piece, unless the white space between them takes it over the limit after all."""
    whole = (atoms[0][0], atoms[-1][1])
    return [whole] if len(atoms) == 1 or count(text[slice(*whole)]) <= limit else atoms


# -- loops -------------------------------------------------------------------------------------------------------------


def _most_repeats(words: list[str]) -> dict[int, int]:
    """Return for each number of words how many times in a row a group of so many comes at most."""
    found = {}
    for period in range(1, min(_LONGEST_PERIOD, len(words) // 2) + 1):
        best = run = 0
        for index in range(period, len(words)):
            run = run + 1 if words[index] == words[index - period] else 0
            best = max(best, run)
        found[period] = 1 + best // period
    return found


def is_looping(output: str, source: str = "") -> bool:
    """Tell whether a model ran into a loop.

    One word four times running, or two to twelve words three times running, is a loop, unless the source
    itself repeats as much; so is a text of twenty words or more with fewer than one in four different.

    Examples
    --------
    >>> is_looping("He said that he said that he said that he said that")
    True
    >>> is_looping("No, no, no! he said.", "لا، لا، لا! قال.")
    False
    """
    words = _WORD.findall(output.casefold())
    if max(Counter(words).values(), default=0) < 3:
        return False  # a phrase cannot repeat three times unless one of its words does
    repeats = _most_repeats(words)
    if any(times >= (4 if period == 1 else 3) for period, times in repeats.items()):
        own = _most_repeats(_WORD.findall(source.casefold()))
        return max(repeats.values()) > max(own.values(), default=1)
    return len(words) >= _FEW_WORDS and len(set(words)) / len(words) < _VARIETY


# -- batches -----------------------------------------------------------------------------------------------------------

_FEW = 8  # batches for each worker: with more, how they are cut hardly shows in the end


def token_batches(lengths: Sequence[int], budget: int, most: int, workers: int = 1) -> list[list[int]]:
    """Group inputs of like length: indexes into `lengths`, each once.

    A batch has at most `budget` tokens, padding included (a longer input runs alone), and at most `most` inputs. They
    are made smaller until each of `workers` has as many as the others. The longest come first, so that memory runs out
    at the start or not at all, and what ends last is short.

    Examples
    --------
    >>> token_batches([3, 9, 4, 8], budget=18, most=8)
    [[1, 3], [2, 0]]
    >>> token_batches([5, 5, 5, 5], budget=100, most=8, workers=2)
    [[0, 1], [2, 3]]
    """
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    batches = _packed(order, lengths, budget, most)
    wanted = min(len(order), -(-len(batches) // workers) * workers)
    while batches and len(batches) <= _FEW * workers:
        # Shrinks the budget while the number of batches stays as wanted, so that batches are of equal length.
        largest = max(batches, key=lambda batch: lengths[batch[0]] * len(batch))
        if len(largest) == 1:
            break
        smaller = _packed(order, lengths, lengths[largest[0]] * len(largest) - 1, most)
        if len(smaller) > wanted:
            break
        batches = smaller
    return batches


def _packed(order: Sequence[int], lengths: Sequence[int], budget: int, most: int) -> list[list[int]]:
    batches: list[list[int]] = []
    for index in order:
        batch = batches[-1] if batches else []
        if batch and len(batch) < most and lengths[batch[0]] * (len(batch) + 1) <= budget:
            batch.append(index)
        else:
            batches.append([index])
    return batches
