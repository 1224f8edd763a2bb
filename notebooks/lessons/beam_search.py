"""Beam search, one step at a time. In: a model that says how probable each next token is. Out: every step it took.

The search is the one that `transformers` runs for `num_beams=k` with `early_stopping=False`, written to be read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["Hypothesis", "Search", "Step", "TokenModel", "beam_search"]


class TokenModel(Protocol):
    """What a search asks of a model; `inspection.OpenModel` answers."""

    @property
    def eos(self) -> int:
        """Id of the token that ends a text."""
        ...

    def source_ids(self, text: str) -> tuple[int, ...]:
        """Return the input ids of a text."""
        ...

    def token(self, number: int) -> str:
        """Return the token of an id."""
        ...

    def text_of(self, ids: Sequence[int]) -> str:
        """Return the text that output ids stand for."""
        ...

    def next_log_probabilities(
        self, source: Sequence[int], prefixes: Sequence[Sequence[int]]
    ) -> npt.NDArray[np.float64]:
        """Return prefixes × vocabulary: the logarithm of the probability of each next token."""
        ...


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A beginning of the output, or a finished one.

    Attributes
    ----------
    ids, tokens
        What is written so far, the end token included where there is one.
    log_probability
        Of all of it: the sum over its tokens.
    last
        Probability of the last token after the ones before it, in 0..1.
    parent
        Rank, from 0, of the hypothesis that it continues among those kept at the step before.
    finished
        It ends with the end token.
    """

    ids: tuple[int, ...]
    tokens: tuple[str, ...]
    log_probability: float
    last: float
    parent: int
    finished: bool

    @property
    def probability(self) -> float:
        """Probability of all of it, in 0..1."""
        return float(np.exp(self.log_probability))

    def score(self, length_penalty: float = 1.0) -> float:
        """Return the log-probability divided by a power of the length: what finished outputs are compared by.

        With a power of 0 it is the log-probability itself, which falls with every token and so favours the short; with
        1 it is the mean per token; above 1 it favours the long.
        """
        return self.log_probability / math.pow(len(self.ids), length_penalty)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was looked at, best first, what was kept of it, and what was finished."""

    number: int
    candidates: tuple[Hypothesis, ...]
    kept: tuple[Hypothesis, ...]
    finished: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A whole search.

    Attributes
    ----------
    steps
        In order.
    hypotheses
        The finished outputs, best first by their score.
    text
        The best one as text.
    """

    source: str
    beam_size: int
    length_penalty: float
    steps: tuple[Step, ...]
    hypotheses: tuple[Hypothesis, ...]
    text: str


def beam_search(
    model: TokenModel, source: str, *, beam_size: int = 4, length_penalty: float = 1.0, longest: int = 127
) -> Search:
    """Search for the best translation of `source`, keeping the `beam_size` best beginnings at each step.

    Parameters
    ----------
    beam_size
        1 is greedy search: the likeliest token each time, and no way back.
    length_penalty
        See `Hypothesis.score`.
    longest
        Tokens after which a hypothesis has to end.

    Examples
    --------
    >>> search = beam_search(model, "وصل الرئيس إلى موسكو.", beam_size=3)  # doctest: +SKIP
    >>> search.text  # doctest: +SKIP
    """
    ids = model.source_ids(source)
    running: tuple[Hypothesis, ...] = (Hypothesis((), (), 0.0, 1.0, 0, False),)
    done: list[Hypothesis] = []
    steps: list[Step] = []
    for number in count(1):
        following = _continuations(model, ids, running, must_end=number == longest)
        # Twice as many as are kept: even if half of them end here, enough are left to go on with.
        candidates = tuple(islice(following, 2 * beam_size))
        ended = tuple(one for one in candidates[:beam_size] if one.finished)
        running = tuple(one for one in candidates if not one.finished)[:beam_size]
        done = sorted([*done, *ended], key=lambda one: -one.score(length_penalty))[:beam_size]
        steps.append(Step(number, candidates, running, ended))
        if not running or _cannot_improve(running[0], done, beam_size, length_penalty):
            break
    return Search(source, beam_size, length_penalty, tuple(steps), tuple(done), model.text_of(done[0].ids))


def _continuations(
    model: TokenModel, source: Sequence[int], running: Sequence[Hypothesis], *, must_end: bool
) -> Iterator[Hypothesis]:
    """Yield every hypothesis with every token after it, likeliest first."""
    after = model.next_log_probabilities(source, [one.ids for one in running])
    if must_end:  # as if the end were certain
        after = np.full_like(after, -np.inf)
        after[:, model.eos] = 0.0
    totals = after + np.array([[one.log_probability] for one in running])
    for place in np.argsort(-totals, axis=None, kind="stable"):
        rank, token = (int(index) for index in np.unravel_index(place, totals.shape))
        if np.isinf(totals[rank, token]):
            return
        before = running[rank]
        yield Hypothesis(
            ids=(*before.ids, token),
            tokens=(*before.tokens, model.token(token)),
            log_probability=float(totals[rank, token]),
            last=float(np.exp(after[rank, token])),
            parent=rank,
            finished=token == model.eos,
        )


def _cannot_improve(best: Hypothesis, done: Sequence[Hypothesis], beam_size: int, length_penalty: float) -> bool:
    """Tell whether the best beginning scores no better, at the length it has now, than the worst output kept."""
    if beam_size == 1 and done:
        return True  # greedy search has nothing to compare with
    return len(done) == beam_size and best.score(length_penalty) <= done[-1].score(length_penalty)
