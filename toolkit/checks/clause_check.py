"""Finds what a translation leaves out and what it adds: stretches of words that nothing on the other side carries.

Words are carried by the same value, the same sounds, or a near word in the encoder's space. A stretch counts the more,
the fewer of its words are carried, the longer it is, and the longer its side is for the other. The limits were chosen
on the tuned part of FLORES dev; `python -m benchmarks.evidence` prints what they give there and on the kept part.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.checks.matching import arabic_content_words, match_values, match_words
from toolkit.checks.roles import exchanged_names
from toolkit.language.reading import Reading

__all__ = ["clause_findings"]

# Cosine of two words up to which one does not carry the other at all, and from which it does; lower than for
# attribution, because a translation has the meaning somewhere, if not in the nearest word.
_NOTHING, _ALL = 0.35, 0.75
_SHORTEST, _LONGEST = 4, 14  # content words of a stretch
_PER_WORD = 0.03
_MOSTLY, _DOUBTFUL = 0.5, 1.0
_LARGEST = 40_000  # pairs of words: two hundred by two hundred are no sentences any more, and are not compared


def clause_findings(arabic: Reading, english: Reading) -> list[Finding]:
    """Find names in each other's place, what the English most likely leaves out, and what it adds."""
    words, others = english.content, arabic_content_words(arabic.text)
    if not words or not others or len(words) * len(others) > _LARGEST:
        return []
    same = match_values(english.text, words, arabic.text, others)
    nearness = np.where(same, 1.0, match_words(words, others))
    longer = log((_spoken(english) + 3) / (_spoken(arabic) + 3))
    findings = list(exchanged_names(english, arabic, words, others, same))
    if lost := _stretch(arabic, nearness.max(axis=0), [word.span for word in others], -longer):
        message = f"Nothing in the English seems to say this: “{lost.of(arabic.text)}”."
        findings.append(Finding("omission", "warning", message, (lost,), ()))
    if new := _stretch(english, nearness.max(axis=1), [word.span for word in words], longer):
        message = f"Nothing in the Arabic seems to say this: “{new.of(english.text)}”."
        findings.append(Finding("addition", "warning", message, (), (new,)))
    return findings


def _spoken(reading: Reading) -> int:
    return sum(word.kind in ("arabic", "digits", "latin") for word in reading.words)


def _stretch(reading: Reading, nearest: npt.NDArray[np.floating], spans: Sequence[Span], longer: float) -> Span | None:
    """Return the stretch of words that is carried least, if it is doubtful, with neighbours that are not carried.

    Numbers and dates are left to their own checks.
    """
    told = np.zeros(len(reading.text), bool)
    for start, end in [q.span for q in reading.quantities] + [day.span for day in reading.dates]:
        told[start:end] = True
    own = [at for at, span in enumerate(spans) if not told[span.start : span.end].any()]
    nearest, spans = nearest[own], [spans[at] for at in own]
    missing = 1.0 - np.clip((nearest - _NOTHING) / (_ALL - _NOTHING), 0.0, 1.0)
    until = np.concatenate([[0.0], np.cumsum(missing)])
    worst, first, last = 0.0, 0, 0
    for size in range(_SHORTEST, min(_LONGEST, len(missing)) + 1):
        shares = (until[size:] - until[:-size]) / size
        at = int(shares.argmax())
        score = float(shares[at]) + _PER_WORD * size
        if shares[at] >= _MOSTLY and score > worst:
            worst, first, last = score, at, at + size - 1
    if not worst or worst + longer < _DOUBTFUL:
        return None
    while first > 0 and missing[first - 1] > 0.5:
        first -= 1
    while last + 1 < len(missing) and missing[last + 1] > 0.5:
        last += 1
    return Span(spans[first].start, spans[last].end)
