"""Telling a runaway loop from writing that repeats with reason."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["is_looping"]

_WORD = re.compile(r"[^\W_]+")
_LONGEST_PERIOD = 12
_FEW_WORDS = 20
_VARIETY = 0.25


def _longest_run(words: list[str], period: int) -> int:
    """Return how many times in a row a group of `period` words comes at most."""
    best = run = 0
    for index in range(period, len(words)):
        run = run + 1 if words[index] == words[index - period] else 0
        best = max(best, run)
    return 1 + best // period


def _most_repeats(words: list[str]) -> dict[int, int]:
    return {period: _longest_run(words, period) for period in range(1, min(_LONGEST_PERIOD, len(words) // 2) + 1)}


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
        return False  # no group can come three times when no word does
    repeats = _most_repeats(words)
    if any(times >= (4 if period == 1 else 3) for period, times in repeats.items()):
        own = _most_repeats(_WORD.findall(source.casefold()))
        return max(repeats.values()) > max(own.values(), default=1)
    return len(words) >= _FEW_WORDS and len(set(words)) / len(words) < _VARIETY
