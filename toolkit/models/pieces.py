"""Taking texts apart for a model and putting its answers together.

What is not the model's business (white space, line breaks, lines without a letter) never reaches it, and is in
its place again in the output.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.models.splitting import line_spans
from toolkit.models.types import Alignment, Generation, Offsets, Task

__all__ = ["Piece", "Written", "clean_line", "has_letters", "join", "several", "spans_of", "teller"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that a model sees on its own: the text's index, the part's span, its line."""

    text: int
    span: Offsets
    line: int
    ids: tuple[int, ...] = ()


@dataclass(slots=True)
class Written:
    """What a model wrote for a piece. `score` is the mean log-probability of its `tokens` tokens."""

    text: str
    score: float | None = None
    tokens: int = 0
    alignment: Alignment = ()
    repeated: bool = False
    truncated: bool = False


def several(texts: Sequence[str]) -> list[str]:
    """Return `texts` as a list.

    Raises
    ------
    TypeError
        It is a single text: taken for a sequence, each of its characters would be a text of its own.
    """
    if isinstance(texts, str | bytes):
        raise TypeError("A model wants several texts; put a single one into a list: generate([text]).")
    return list(texts)


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


def teller(
    progress: Callable[[int], None] | None, each: Callable[[int, Generation], None] | None
) -> Callable[[int, Generation], None]:
    """Return what an engine calls with the index and the result of each text that is finished."""

    def tell(index: int, generation: Generation) -> None:
        if each is not None:
            each(index, generation)
        if progress is not None:
            progress(1)

    return tell
