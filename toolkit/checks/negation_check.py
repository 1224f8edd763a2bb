"""Does a translation deny what the Arabic denies?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.article.lexicon import arabic_words
from toolkit.article.normalize import arabic_form
from toolkit.checks.findings import Finding
from toolkit.language.negation import Negation
from toolkit.language.reading import Reading

__all__ = ["negation_findings"]

_EXCEPTION = re.compile(r"\b(?:only|just|but|merely|except|solely|alone|until)\b", re.IGNORECASE)
_PRIVATIVE = arabic_words("negations", "privative")
_DENIALS = arabic_words("negations", "denial")
_AFFIRMED = re.compile(
    r"\b(?:confirm|affirm|admit|acknowledg|accept|agree|approv|welcom|support|back|endors|announc|pledg)\w*",
    re.IGNORECASE,
)
_EXCEPT = arabic_words("negations", "exception")


def negation_findings(arabic: Reading, english: Reading) -> list[Finding]:
    """Find a negation that only one of an Arabic sentence and its English has."""
    source, target = arabic.negations, english.negations
    ours, theirs = [n for n in source if n.strong], [n for n in target if n.strong]
    ours += [n for n in source if not n.strong and _is_privative(n)]
    # A refusal of the Arabic is the refusal of the English: that one does not stand for a particle, too.
    paired = min(sum(map(_is_denial, source)), len(target) - len(theirs))
    explained = len(target) - paired + _exceptions(source, english.text)
    if len(ours) > explained:
        return [_finding("Arabic", "English", ours, theirs, ours)]
    soft = max(0, len(source) - len(ours) - (len(target) - len(theirs)))
    if len(theirs) > len(ours) + soft:
        return [_finding("English", "Arabic", ours, theirs, theirs)]
    denials = [n for n in source if _is_denial(n)]
    if denials and not target and _AFFIRMED.search(english.text):
        return [_finding("Arabic", "English", denials, [], denials)]
    return []


def _is_denial(negation: Negation) -> bool:
    return bool({arabic_form(negation.text), arabic_form(negation.text)[1:]} & _DENIALS)


def _is_privative(negation: Negation) -> bool:
    form = arabic_form(negation.text)
    return form in _PRIVATIVE or form[1:] in _PRIVATIVE


def _exceptions(source: Sequence[Negation], english: str) -> int:
    """Count what ``لا ... إلا`` explains: Arabic denies and excepts where English says only."""
    excepted = sum(arabic_form(n.text) in _EXCEPT for n in source)
    return min(excepted, len(_EXCEPTION.findall(english)))


def _finding(one: str, other: str, ours: list[Negation], theirs: list[Negation], extra: list[Negation]) -> Finding:
    said = ", ".join(negation.text for negation in extra)
    message = f"The {one} denies something ({said}) that the {other} does not."
    return Finding("negation", "warning", message, tuple(n.span for n in ours), tuple(n.span for n in theirs))
