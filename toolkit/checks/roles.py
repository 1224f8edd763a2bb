"""Finds claims in which two names have exchanged their places around a verb: Trump told Putin for Putin told Trump."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.article.lexicon import words
from toolkit.checks.findings import Finding
from toolkit.language.english import EnglishWord
from toolkit.language.reading import Reading

__all__ = ["exchanged_roles"]

_SPEECH = words("speech", column=2)
_REACH = 6  # words between a verb and a name that has a part in it


def exchanged_roles(claim: Reading, evidence: Reading) -> Iterator[Finding]:
    """Find a word of the claim with the names on its two sides exchanged, against the same word of its evidence."""
    for here in range(len(claim.terms)):
        ours = _around(claim, here)
        for there in range(len(evidence.terms)) if ours else ():
            theirs = _around(evidence, there) if claim.terms[here].stem == evidence.terms[there].stem else None
            if ours and theirs and (ours[0].stem, ours[1].stem) == (theirs[1].stem, theirs[0].stem):
                said = evidence.text[theirs[0].start : theirs[1].end]
                message = f"The source has {ours[0].text!r} and {ours[1].text!r} in each other's place: {said!r}."
                yield Finding("content", "warning", message, (), (ours[0].span, ours[1].span))
                return


def _around(reading: Reading, at: int) -> tuple[EnglishWord, EnglishWord] | None:
    """Return the nearest names before and after a word that may be a verb; None where a passive turns them round."""
    word = reading.terms[at]
    if word.capital or word.digits or not (word.is_content or word.form in _SPEECH):
        return None
    before = [other for other in reading.terms[max(0, at - _REACH) : at] if other.capital]
    after = reading.terms[at + 1 : at + 1 + _REACH]
    names = [other for other in after if other.capital]
    if not before or not names or any(other.form == "by" for other in after):
        return None
    return before[-1], names[0]
