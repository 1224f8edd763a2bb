"""Checks whether an English sentence is a faithful translation of an Arabic one."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from toolkit.article.orders import find_orders
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.checks.matching import WordPairs, pair_words
from toolkit.checks.name_check import name_findings
from toolkit.checks.number_check import date_findings, number_findings
from toolkit.checks.reversals import exchanged_names, negation_findings, opposite_findings
from toolkit.checks.text_check import language_findings, length_findings, repetition_findings
from toolkit.language.reading import Reading, read_sentence
from toolkit.models.answers import read_answer
from toolkit.models.encoder import dot, encode

__all__ = ["check_translation"]

_SEVERITIES = {"error": 0, "warning": 1, "info": 2}
# Cosine of two words up to which one does not carry the other at all, and from which it does; lower than for
# attribution, because a translation has the meaning somewhere, if not in the nearest word.
_NOTHING, _ALL = 0.35, 0.75
_SHORTEST, _LONGEST = 4, 14  # content words of a stretch
_PER_WORD = 0.03
_MOSTLY, _DOUBTFUL = 0.5, 1.0
_LOST_IF_BELOW, _NEW_IF_BELOW = 0.57, 0.50  # cosine of a stretch and the nearest words of the other side


def check_translation(arabic: str, english: str) -> list[Finding]:
    """Compare a translation with its Arabic: what is said, left out and added, language and length.

    Parameters
    ----------
    arabic
        One sentence, or a short passage, of the source.
    english
        Its translation.

    Returns
    -------
    list of Finding
        Worst first; empty when nothing doubtful was found. `source_spans` are offsets into `arabic`, `target_spans`
        into `english`; the message says what was expected.

    Examples
    --------
    >>> findings = check_translation("عاد 6 آلاف جندي من كييف", "60,000 soldiers came back from Kyiv")
    >>> [finding.message for finding in findings]
    ['Arabic says 6,000 (6 آلاف); the English has 60,000.']
    """
    if not arabic.strip():
        return []
    source, target = read_sentence(arabic, "ar"), read_sentence(english, "en")
    broken = [*length_findings(source, target), *language_findings(target), *repetition_findings(source, target)]
    if english.strip() and read_answer(english, arabic, "translation").refusal:
        return [Finding("content", "error", "The English is an answer of a model, not a translation.")]
    if any(finding.kind == "language" and finding.severity == "error" for finding in broken) or not english.strip():
        return broken
    pairs = pair_words(target, source)
    findings = [
        *number_findings(source, target),
        *date_findings(source, target),
        *name_findings(source, target, pairs),
        *(negation_findings(source, target, pairs) if pairs else ()),
        *broken,
        *opposite_findings(source, target),
        *_orders(arabic),
        *(exchanged_names(target, source, pairs) if pairs else ()),
    ]
    found = _merged(findings, _clauses(source, target, pairs) if pairs else [])
    return sorted(found, key=lambda finding: _SEVERITIES[finding.severity])


def _orders(arabic: str) -> list[Finding]:
    spans = tuple(find_orders(arabic))
    message = "The Arabic speaks to a language model: a model may have obeyed, and nothing is proven by this sentence."
    return [Finding("content", "warning", message, source_spans=spans)] if spans else []


def _merged(findings: list[Finding], clauses: list[Finding]) -> list[Finding]:
    """Report one fault once: a wrong name or number is no addition, and what is left out with a clause is one loss."""
    told = [span for finding in findings if finding.kind != "length" for span in finding.target_spans]
    clauses = [finding for finding in clauses if not _is_told(finding, told)]
    lost = [span for finding in clauses if finding.kind == "omission" for span in finding.source_spans]
    return [finding for finding in findings if not _is_lost(finding, lost)] + clauses


def _is_lost(finding: Finding, lost: list[Span]) -> bool:
    """Tell whether a finding only misses in the English what an omission says to be left out."""
    if finding.target_spans or not finding.source_spans or finding.kind == "content":
        return False
    return all(any(span.start <= own.start and own.end <= span.end for span in lost) for own in finding.source_spans)


def _is_told(finding: Finding, told: list[Span]) -> bool:
    length = sum(span.end - span.start for span in finding.target_spans)
    return any(
        2 * (min(span.end, other.end) - max(span.start, other.start)) > length
        for span in finding.target_spans
        for other in told
    )


# -- what is left out and what is added --------------------------------------------------------------------------------
#
# Words are carried by the same value, the same sounds, or a near word in the encoder's space. A stretch counts the
# more, the fewer of its words are carried, the longer it is, and the longer its side is for the other. The limits were
# chosen on the tuned part of FLORES dev; `python -m benchmarks.evidence` prints what they give on both parts.


def _clauses(arabic: Reading, english: Reading, pairs: WordPairs) -> list[Finding]:
    """Find what the English most likely leaves out, and what it adds."""
    findings = []
    longer = log((_spoken(english) + 3) / (_spoken(arabic) + 3))
    lost = _stretch(arabic, pairs.nearness.max(axis=0), [word.span for word in pairs.others], -longer)
    if lost and not _is_said(lost.of(arabic.text), english.text, _LOST_IF_BELOW):
        message = f"Nothing in the English seems to say this: “{lost.of(arabic.text)}”."
        findings.append(Finding("omission", "warning", message, (lost,), ()))
    new = _stretch(english, pairs.nearness.max(axis=1), [word.span for word in pairs.words], longer)
    if new and not _is_said(new.of(english.text), arabic.text, _NEW_IF_BELOW):
        message = f"Nothing in the Arabic seems to say this: “{new.of(english.text)}”."
        findings.append(Finding("addition", "warning", message, (), (new,)))
    return findings


def _is_said(stretch: str, other: str, least: float) -> bool:
    """Tell whether some words of the other side, about as many, say together what those of a stretch say together."""
    words, length = other.split(), len(stretch.split())
    sizes = {max(2, round(length * share)) for share in (0.6, 0.9, 1.3)}
    runs = [" ".join(words[at : at + size]) for size in sizes for at in range(max(1, len(words) - size + 1))]
    return float(dot(encode(runs), encode([stretch])[0]).max()) >= least


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
