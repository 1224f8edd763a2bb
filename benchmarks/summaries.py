"""How much of what matters stands in five lines: `python -m benchmarks.summaries [--points FILE]`.

A file of key points gives, for each article (`name`, or `name#2` for the second article of a page), the worth of its
sentences (3 the news itself, 2 important, 1 worth a line) and which of them say the same. The score of a choice is
the worth of its sentences, each thing said once, over that of the best choice of as many.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.brief.briefer import Briefer

__all__ = ["chosen", "score"]

LINES = 5


def score(indexes: Collection[int], points: Mapping[str, Any], lines: int = LINES) -> float:
    """Return the worth of some sentences over that of the best `lines` sentences, in 0..1."""
    weights = {int(index): worth for index, worth in points["weights"].items()}
    same = [{int(index) for index in group} for group in points["same"]]
    return _worth(indexes, weights, same) / _best(weights, same, lines)


def _worth(indexes: Collection[int], weights: Mapping[int, float], same: list[set[int]]) -> float:
    worths = {min((i for group in same if index in group for i in group), default=index): 0.0 for index in indexes}
    for index in indexes:
        key = min((i for group in same if index in group for i in group), default=index)
        worths[key] = max(worths[key], weights.get(index, 0.0))
    return sum(worths.values())


def _best(weights: Mapping[int, float], same: list[set[int]], lines: int) -> float:
    taken: list[int] = []
    for index in sorted(weights, key=lambda i: -weights[i]):
        if len(taken) < lines and not any(index in group and set(taken) & group for group in same):
            taken.append(index)
    return _worth(taken, weights, same)


def chosen(brief: Brief, part: int) -> list[int]:
    """Return the sentences that the claims of a brief are made from, in one part of a page."""
    made = [claim.evidence[0].sentence for claim in brief.claims]
    return [index for index in made if brief.article.sentences[index].part == part]


def main() -> None:
    """Print the score of every article of a file of key points, and their mean."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summaries", description=main.__doc__)
    parser.add_argument("--points", type=Path, default=Path("tests/data/keypoints.json"), help="default: %(default)s")
    parser.add_argument("--articles", type=Path, default=Path("notebooks/articles"), help="default: %(default)s")
    given = parser.parse_args()
    scores = []
    briefer = Briefer(translator=None, summarizer="extract", sentences=LINES, progress=False)
    for key, points in json.loads(given.points.read_text("utf-8")).items():
        if key == "about":
            continue
        name, _, part = key.partition("#")
        indexes = chosen(briefer(given.articles / f"{name}.txt"), int(part or 1) - 1)
        scores.append(score(indexes, points))
        print(f"{key:<26} {scores[-1]:.2f}  sentences {', '.join(map(str, indexes))}")
    print(f"{'mean':<26} {sum(scores) / len(scores):.2f}")


if __name__ == "__main__":
    main()
