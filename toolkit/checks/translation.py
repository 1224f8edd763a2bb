"""Checks whether an English sentence is a faithful translation of an Arabic one."""

from __future__ import annotations

from toolkit.article.orders import find_orders
from toolkit.article.types import Span
from toolkit.checks.clause_check import clause_findings
from toolkit.checks.findings import Finding
from toolkit.checks.name_check import name_findings
from toolkit.checks.negation_check import negation_findings
from toolkit.checks.number_check import date_findings, number_findings
from toolkit.checks.opposites import opposite_findings
from toolkit.checks.text_check import language_findings, length_findings, repetition_findings
from toolkit.language.reading import read_sentence
from toolkit.models.answers import read_answer

__all__ = ["check_translation"]

_SEVERITIES = {"error": 0, "warning": 1, "info": 2}


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
    findings = [
        *number_findings(source, target),
        *date_findings(source, target),
        *name_findings(source, target),
        *negation_findings(source, target),
        *broken,
        *opposite_findings(source, target),
        *_orders(arabic),
    ]
    found = _merged(findings, clause_findings(source, target))
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
    if finding.target_spans or not finding.source_spans:
        return False
    return all(any(span.start <= own.start and own.end <= span.end for span in lost) for own in finding.source_spans)


def _is_told(finding: Finding, told: list[Span]) -> bool:
    length = sum(span.end - span.start for span in finding.target_spans)
    return any(
        2 * (min(span.end, other.end) - max(span.start, other.start)) > length
        for span in finding.target_spans
        for other in told
    )
