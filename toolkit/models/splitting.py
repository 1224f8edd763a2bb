"""Cutting a text that is over a model's limit where a reader would pause.

Nothing is lost: the spans are in order and hold every character that is not white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from toolkit.models.types import Offsets

__all__ = ["line_spans", "split_to_limit"]

# From the strongest pause to the weakest. A Latin full stop, comma or colon counts only before white space, so
# that 3.5 and 10:30 stay whole; the Arabic marks count wherever they stand.
_BOUNDARIES = (
    re.compile(r"[.!?؟۔…]+[\"'»”)\]]*(?=\s)|[؟۔]"),
    re.compile(r"؛|;(?=\s)|:(?=\s)|\s[–—]\s"),
    re.compile(r"،|,(?=\s)"),
    re.compile(r"\s+(?=و\w)"),
    re.compile(r"\s+"),
)


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
    """Split a text into pieces of at most `limit` tokens, at the strongest pauses that allow it.

    Parameters
    ----------
    text
        Any text.
    count
        Tokens that a piece takes, special tokens included.
    limit
        Most tokens of a piece.
    span
        The part of the text to split; all of it by default.

    Returns
    -------
    list of (start, end)
        Code-point offsets into `text`, in order. Neighbours are packed together while they fit.

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
