"""A summarization model is tried on one reference text before anything of its goes into a brief."""

from __future__ import annotations

import re

from toolkit.models.repetition import is_looping
from toolkit.models.trials import Outcome, Sample, Trial, tried
from toolkit.models.types import Engine
from toolkit.summarize.types import SummaryRoute
from toolkit.translate.matching import match_key
from toolkit.translate.reference import reference_units
from toolkit.translate.trial import digest

__all__ = ["try_summarizer"]

# Eight sentences of one article, 230 English words: every summarizer reads as much at once.
_SENTENCES = tuple(f"002-{number:02}" for number in range(2, 10))
# Least share of a summary's longer words that the text has too. A summary in the text's own language takes its words
# from there; one that is written in English from Arabic is compared with the reference translation.
_FLOORS: dict[SummaryRoute, float] = {
    "translate-then-summarize": 50.0,
    "summarize-then-translate": 25.0,
    "direct": 25.0,
}
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
