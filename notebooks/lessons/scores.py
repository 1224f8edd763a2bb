"""Scores with their uncertainty, for tables side by side. In: hits, or items to resample. Out: Score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from .rates import Rate

__all__ = ["Paired", "Score", "bootstrap", "paired_bootstrap", "score_table"]

_Item = TypeVar("_Item")
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """A figure in 0..1 with its 95 % interval, of `n` items; `detail` says more."""

    name: str
    value: float
    low: float
    high: float
    n: int
    detail: str = ""

    @classmethod
    def of_rate(cls, name: str, rate: Rate, detail: str = "") -> Score:
        """Take over a rate with its Wilson interval."""
        return cls(name, rate.value, *rate.interval, rate.total, detail)


def bootstrap(
    name: str, items: Sequence[_Item], measure: Callable[[Sequence[_Item]], float], *, detail: str = "", seed: int = 0
) -> Score:
    """Measure items, with the percentile interval of 1,000 resamples (Efron 1979).

    Items that belong together, such as the summaries of one document, must come as one item.
    """
    rng = np.random.default_rng(seed)
    drawn = [
        measure([items[i] for i in rng.integers(len(items), size=len(items))])
        for _ in range(_RESAMPLES if items else 0)
    ]
    low, high = np.nanpercentile(drawn, [2.5, 97.5]) if drawn else (0.0, 1.0)
    return Score(name, measure(items), float(low), float(high), len(items), detail)


@dataclass(frozen=True, slots=True)
class Paired:
    """How one system compares with another on the same items.

    Attributes
    ----------
    difference, low, high
        First less second, with its 95 % interval.
    wins
        Share of the resamples in which the first one is ahead, in 0..1.
    """

    difference: float
    low: float
    high: float
    wins: float


def paired_bootstrap(
    first: Sequence[_Item], second: Sequence[_Item], measure: Callable[[Sequence[_Item]], float], *, seed: int = 0
) -> Paired:
    """Compare two systems on 1,000 resamples of the same items (Koehn 2004).

    The two intervals of `bootstrap` can overlap although one system is ahead on nearly every resample: what makes an
    item hard for one makes it hard for the other.

    Raises
    ------
    ValueError
        If there are no items, or not equally many of both.
    """
    if len(first) != len(second) or not first:
        raise ValueError(f"Items come in pairs; there are {len(first)} and {len(second)}.")
    rng = np.random.default_rng(seed)
    places = rng.integers(len(first), size=(_RESAMPLES, len(first)))
    gaps = np.array([measure([first[i] for i in row]) - measure([second[i] for i in row]) for row in places])
    low, high = np.percentile(gaps, [2.5, 97.5])
    return Paired(measure(first) - measure(second), float(low), float(high), float((gaps > 0).mean()))


def score_table(title: str, scores: Sequence[Score]) -> str:
    """Lay scores out as lines of text under a title."""
    width = max((len(score.name) for score in scores), default=0) + 2
    lines = [
        f"  {s.name:<{width}}{s.value:.3f}  ({s.low:.3f}–{s.high:.3f}, n={s.n}){'  ' + s.detail if s.detail else ''}"
        for s in scores
    ]
    return "\n".join([title, *lines])
