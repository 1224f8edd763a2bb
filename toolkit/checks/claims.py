"""Checks an English claim against the English sentences that it should stand on, and draws the verdict.

Similarity tells whether the source is about the same thing, not whether the claim is right: `supported` takes both
similarity and checks of facts and wording that find nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from toolkit.article.types import Span
from toolkit.checks.claim_rules import (
    date_checks,
    modality_checks,
    name_checks,
    negation_checks,
    number_checks,
    quotation_checks,
)
from toolkit.checks.findings import Finding, Verdict
from toolkit.checks.likelihood import chance_right, claim_features, least_chance, likelihood_message
from toolkit.checks.reversals import exchanged_roles, opposites_in_source
from toolkit.checks.source_text import SourceText, read_source
from toolkit.checks.text_check import language_findings, repetition_findings
from toolkit.language.english import split_english
from toolkit.language.reading import Reading, read_sentence
from toolkit.models.encoder import dot, encode

__all__ = ["check_claim", "select_evidence"]

# Cosine below which a claim is about something else, and below which it is doubtful that it is about the same thing.
# On the tuned part of the labelled summaries balanced accuracy stays within .02 for FOREIGN up to .35 and DISTANT up
# to .40.
FOREIGN, DISTANT = 0.25, 0.38
_EVIDENCE = 3


def check_claim(
    claim: str, source: Sequence[str], *, vote: float | None = None, least: float | None = None
) -> tuple[Verdict, list[Finding]]:
    """Check an English claim against the English sentences that it should stand on.

    Parameters
    ----------
    claim
        One sentence; several are checked one by one, and the worst decides.
    source
        Sentences, or whole documents, which are split. The evidence sentences alone make for the sharpest check.
    vote
        A verifier's probability, in 0..1, that the source says what the claim says. It counts towards the probability
        that the claim is right; below .5 the claim is at most `weak`.
    least
        Probability that the claim is right, in 0..1, below which it is `weak`; None takes the one that was learned
        with the weights (`checks.likelihood`). A mere shortening of one sentence is never weak for this.

    Returns
    -------
    tuple of str and list of Finding
        `supported` if nothing is doubtful, `weak` if something soft is (see the findings), `unsupported` if a fact
        is not in the source or the claim is about something else. `target_spans` are offsets into `claim`.

    Raises
    ------
    MissingExtraError
        The encoder's wheel is not installed.

    Examples
    --------
    >>> verdict, findings = check_claim("Twelve people died in the fire.", ["The fire killed nine people on Monday."])
    >>> verdict, findings[0].message
    ('unsupported', "'Twelve' is not in the source.")
    """
    text = read_source(source)
    whole = read_sentence(claim, "en")
    findings = [*language_findings(whole), *repetition_findings(None, whole)]  # a claim that is no English, or a loop
    sentences = [(span, read_sentence(span.of(claim), "en")) for span in split_english(claim)]
    for span, sentence in sentences:
        for finding in _check_sentence(sentence, text):
            spans = tuple(target.shift(span.start) for target in finding.target_spans)
            findings.append(replace(finding, target_spans=spans))
    if vote is not None:
        message = f"A verifier gives {vote:.0%} that the evidence says this."
        findings.append(Finding("verifier", "warning" if vote < 0.5 else "info", message, (), (Span(0, len(claim)),)))
    new = [(span, sentence) for span, sentence in sentences if not _is_shortening(sentence, text)]
    if new and text.sentences:
        features = claim_features([sentence for _, sentence in new], text, findings)
        chance = chance_right(features, vote)
        findings += _likelihood(new, text, findings, chance, least_chance() if least is None else least)
    return _verdict(claim, findings), findings


def _likelihood(
    sentences: Sequence[tuple[Span, Reading]],
    source: SourceText,
    findings: Sequence[Finding],
    chance: float,
    least: float,
) -> Iterator[Finding]:
    """Say how many claims with such findings and such wording were right, if the claim is doubtful or they were few."""
    verdict = _verdict("claim", findings)
    if verdict == "supported" and chance >= least:
        return
    words = [(span, word) for span, sentence in sentences for word in sentence.content if not source.places_of(word)]
    new = ", ".join(dict.fromkeys(word.text for _, word in words[:5]))
    message = likelihood_message(chance) + (f" New words: {new}." if new else "")
    spans = tuple(word.span.shift(span.start) for span, word in words) or tuple(span for span, _ in sentences)
    yield Finding("likelihood", "warning" if chance < least else "info", message, (), spans)


def _is_shortening(claim: Reading, source: SourceText) -> bool:
    """Tell whether a claim is one sentence of its source with words left out: it says nothing of its own."""
    for passage in source.sentences:
        rest = iter(word.form for word in passage.terms)
        if all(word.form in rest for word in claim.terms):
            return True
    return False


def _verdict(claim: str, findings: Iterable[Finding]) -> Verdict:
    severities = {finding.severity for finding in findings}
    if not claim.strip() or "error" in severities:
        return "unsupported"
    return "weak" if "warning" in severities else "supported"


def _check_sentence(claim: Reading, source: SourceText) -> list[Finding]:
    whole = (Span(0, len(claim.text)),)
    if not source.sentences:
        return [Finding("content", "error", "There is no source to check this against.", (), whole)]
    if not claim.content:
        return []
    evidence, cosine = select_evidence(claim, source)
    if cosine < FOREIGN:
        message = f"The source says nothing like this (similarity {cosine:.2f})."
        return [Finding("content", "error", message, (), whole)]
    distant = f"The source has nothing much like this (similarity {cosine:.2f})."
    return [
        *(
            [Finding("content", "warning", distant, (), whole)]
            if cosine < DISTANT and _few_shared(claim, evidence)
            else []
        ),
        *number_checks(claim, source),
        *date_checks(claim, source),
        *name_checks(claim, source),
        *quotation_checks(claim, source),
        *negation_checks(claim, evidence),
        *modality_checks(claim, evidence),
        *opposites_in_source(claim, evidence[0]),
        *exchanged_roles(claim, evidence[0]),
    ]


def _few_shared(claim: Reading, evidence: Sequence[Reading]) -> bool:
    """Tell whether the evidence has less than half of the claim's words: short claims are far from long sentences."""
    return len(claim.stems & frozenset().union(*(passage.stems for passage in evidence))) < 0.5 * len(claim.stems)


def select_evidence(claim: Reading, source: SourceText, *, limit: int = _EVIDENCE) -> tuple[list[Reading], float]:
    """Return the sentences of a source that a claim most likely stands on, best first, and the best cosine.

    Each sentence is chosen for its similarity and for the words of the claim that those chosen before it lack.
    """
    cosines = dot(source.vectors, encode([claim.text])[0])
    stems = sorted(claim.stems)
    carried = np.array([[stem in sentence.stems for stem in stems] for sentence in source.sentences], dtype=float)
    open_words = np.ones(len(stems))
    chosen: list[int] = []
    while len(chosen) < min(limit, len(source.sentences)):
        score = np.clip(cosines, 0, 1) / 2 + carried @ open_words / max(1, len(stems))
        score[chosen] = -1.0
        chosen.append(int(score.argmax()))
        open_words = np.where(carried[chosen[-1]] > 0, 0.0, open_words)
    return [source.sentences[i] for i in chosen], float(cosines.max())
