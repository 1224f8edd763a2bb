"""Splits data into parts, by a hash of what belongs together, and shows a figure for each part side by side.

What rules, weights and thresholds were chosen on is the tuned part; the kept part is only measured. The hash is CRC-32
of the text of a group or of its id, so that the split is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from notebooks.lessons.scores import Score

__all__ = ["Row", "part_of", "row_table"]


def part_of(key: str, parts: int = 2) -> int:
    """Return which of the parts a group belongs to; part 0 is for tuning.

    Examples
    --------
    >>> part_of("34687720", 3)
    1
    """
    return crc32(key.encode()) % parts


@dataclass(frozen=True, slots=True)
class Row:
    """One figure on the tuned part, on the part kept back, and the baseline's on the latter."""

    name: str
    tuned: Score | None
    kept: Score | None
    baseline: Score | None = None


def row_table(title: str, rows: Sequence[Row], baseline: str) -> str:
    """Lay rows out as lines of text under a title; `baseline` names the last column."""
    width = max((len(row.name) for row in rows), default=0)
    lines = [title, f"  {'':<{width}}  {'tuned part':<28}{'kept part':<28}{baseline}"]
    for row in rows:
        cells = "".join(f"{_cell(score):<28}" for score in (row.tuned, row.kept, row.baseline))
        lines.append(f"  {row.name:<{width}}  {cells}".rstrip())
    return "\n".join(lines)


def _cell(score: Score | None) -> str:
    return f"{score.value:.3f} ({score.low:.3f}–{score.high:.3f}, {score.n})" if score else "–"
