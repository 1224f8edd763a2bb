"""A summarizer is tried on one reference text, a verifier on pairs, before anything of theirs goes into a brief."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.models.pieces import is_looping
from toolkit.models.trials import Outcome, Sample, Trial, tried
from toolkit.models.types import Engine
from toolkit.models.verifier import Verifier
from toolkit.summarize.types import SummaryRoute
from toolkit.translate.matching import match_key
from toolkit.translate.reference import digest, reference_units
from toolkit.translate.tmx import Unit

# Eight sentences of one article, 230 English words: every summarizer reads as much at once.
_SENTENCES = tuple(f"002-{number:02}" for number in range(2, 10))
# Least share of a summary's longer words that the text has too. A summary in the text's own language takes its words
# from there; one that is written in English from Arabic is compared with the reference translation.
_FLOORS: dict[SummaryRoute, float] = {
    "translate-then-summarize": 50.0,
    "summarize-then-translate": 25.0,
    "direct": 25.0,
}
# Short sentences of three articles; each is right of itself and wrong of the next one.
_VERIFIED = ("000-13", "002-04", "003-01", "000-17", "002-15", "003-04")
_LEAST_RIGHT = 75.0  # per cent; who always says the same has 50
_LONG = re.compile(r"\w{4,}")


def try_summarizer(engine: Engine, route: SummaryRoute) -> Trial | None:
    """Let the model summarize one reference text, unless it did so on this machine before.

    Raises
    ------
    ModelTrialError
        The summary is in the wrong language, runs in a loop, or has little to do with the text.
    """
    units = reference_units(_SENTENCES)
    arabic, english = (" ".join(texts) for texts in zip(*((u.source, u.target) for u in units), strict=True))
    read = english if route == "translate-then-summarize" else arabic
    told_in = arabic if route == "summarize-then-translate" else english
    subject = digest(units, route, _FLOORS[route])
    return tried(engine, "summarization", subject, lambda own: _judged(own, read, told_in, _FLOORS[route]))


def try_verifier(verifier: Verifier) -> Trial | None:
    """Let a verifier compare reference sentences with what they say and with others, unless it did so before.

    Raises
    ------
    ModelTrialError
        It tells less than `_LEAST_RIGHT` per cent of the pairs aright.
    """
    units = reference_units(_VERIFIED)
    return tried(verifier, "verification", digest(units, _LEAST_RIGHT), lambda own: _verified(own, units))


def _verified(verifier: Verifier, units: Sequence[Unit]) -> Outcome:
    sources = [unit.source if verifier.reads_arabic else unit.target for unit in units]
    pairs = [(source, unit.target) for source, unit in zip(sources, units, strict=True)]
    pairs += [(sources[at - 1], unit.target) for at, unit in enumerate(units)]
    chances = verifier.probabilities(pairs)
    right = [chance is not None and (chance >= 0.5) is (at < len(units)) for at, chance in enumerate(chances)]
    score = 100 * sum(right) / len(right)
    told = f"{score:.0f} % of {len(pairs)} pairs of a source and a claim told aright"
    problem = f"only {told}; at least {_LEAST_RIGHT:g} % are wanted." if score < _LEAST_RIGHT else ""
    wrong = [(pair, chance) for pair, chance, is_right in zip(pairs, chances, right, strict=True) if not is_right]
    samples = tuple(
        Sample(f"{source} / {claim}", "nothing" if chance is None else f"{chance:.0%}", "")
        for (source, claim), chance in wrong
    )
    return Outcome(told, round(score, 1), _LEAST_RIGHT, problem, samples)


def _judged(engine: Engine, read: str, told_in: str, floor: float) -> Outcome:
    (generation,) = engine.generate([read])
    summary = generation.text
    words, known = _words(summary), set(_words(told_in))
    score = 100 * sum(word in known for word in words) / len(words) if words else 0.0
    told = f"{score:.0f} % of the words of a trial summary are in its text"
    problem = ""
    if not words:
        problem = "it wrote no summary."
    elif is_latin(summary) != is_latin(told_in):
        problem = "its summary is not in the language that was wanted."
    elif generation.repeated or is_looping(summary, read):
        problem = "its summary runs in a loop."
    elif score < floor:
        problem = f"only {told}; at least {floor:g} % are wanted."
    return Outcome(told, round(score, 1), floor, problem, (Sample(read, summary, ""),))


def _words(text: str) -> list[str]:
    return _LONG.findall(text.casefold() if is_latin(text) else match_key(text))


def is_latin(text: str) -> bool:
    """Tell whether the letters of a text are mostly Latin ones."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isascii() for letter in letters) > 0.9 * len(letters)
