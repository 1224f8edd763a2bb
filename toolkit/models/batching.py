"""What runs at once: the cores to use, and inputs of like length in one batch."""

from __future__ import annotations

import os
from collections.abc import Sequence

__all__ = ["cores", "token_batches", "usable_cores"]


_FEW = 8  # batches for each worker: with more, how they are cut hardly shows in the end


def token_batches(lengths: Sequence[int], budget: int, most: int, workers: int = 1) -> list[list[int]]:
    """Group inputs of like length, the longest first.

    Parameters
    ----------
    lengths
        Tokens of each input.
    budget
        Most tokens of a batch, padding included; an input longer than that runs alone.
    most
        Most inputs of a batch.
    workers
        How many batches run at once: batches are made smaller until each worker has as many as the others.

    Returns
    -------
    list of list of int
        Indexes into `lengths`, each exactly once. The longest come first, so that memory runs out at the
        start or not at all, and what ends last is short.

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
        # A smaller budget as long as it needs no more batches than wanted: they come out alike, and end together.
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


def cores() -> int:
    """Return how many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def usable_cores() -> int:
    """Return how many threads a model may use: the cores, or fewer if `OMP_NUM_THREADS` says so."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores(), int(named)) if named.isdigit() and int(named) > 0 else cores()
