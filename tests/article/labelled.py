"""The labelled sets of this folder. Out: paragraphs with the sentence ends that a reader marked in them."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"


def segmentation_set() -> list[tuple[str, list[int]]]:
    """Return (paragraph, ends of its sentences) for every paragraph of `data/segmentation.txt`."""
    paragraphs = []
    for block in (DATA / "segmentation.txt").read_text(encoding="utf-8").split("\n\n"):
        rows = [row for row in block.splitlines() if row and not row.startswith("#")]
        text, ends = "", []
        for row in rows:
            text += row.removeprefix("+") if row.startswith("+") or not text else f" {row}"
            ends.append(len(text))
        if rows:
            paragraphs.append((text, ends))
    return paragraphs


def boundary_scores(found: list[tuple[set[int], set[int]]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (predicted, labelled) pairs of boundary sets."""
    right = sum(len(predicted & labelled) for predicted, labelled in found)
    predicted = sum(len(predicted) for predicted, _ in found)
    labelled = sum(len(labelled) for _, labelled in found)
    return right / max(predicted, 1), right / max(labelled, 1), 2 * right / max(predicted + labelled, 1)
