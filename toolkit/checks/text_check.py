"""Checks for the ways translation models break down: loops, Arabic left standing, other languages, odd lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.article.lexicon import words as listed
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.language.reading import Reading
from toolkit.language.words import Word

_ARABIC_WORD = re.compile("[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,}"
)
_ALSO_FOREIGN = listed("function_words", "letter") | {"am", "do", "let", "me", "no", "per", "so", "us", "via"}
_FOREIGN = listed("foreign_words", "Latin")
_ENGLISH = listed("function_words") - _ALSO_FOREIGN
_MIN_RATIO, _MAX_RATIO = 0.48, 2.5
"""English words per Arabic word; reference translations lie between 0.53 and 2.0 (600 sentences of FLORES dev)."""


def repetition_findings(arabic: Reading | None, english: Reading) -> list[Finding]:
    """Find words that the English says over and over where the Arabic, if there is one, does not."""
    repeated = _loop(english.words, longest=12)
    if repeated is None or (arabic is not None and _loop(arabic.words, longest=8) is not None):
        return []
    text = repeated.of(english.text)
    shown = text if len(text) <= 60 else text[:57] + "…"
    return [Finding("repetition", "error", f"The English repeats itself: “{shown}”.", (), (repeated,))]


def _loop(words: Sequence[Word], longest: int) -> Span | None:
    """Return where a phrase is said in a row: a word four times, up to three words three times, more words twice."""
    spoken = [word for word in words if word.kind in ("latin", "arabic", "digits")]
    forms = [word.form for word in spoken]
    for size in range(1, longest + 1):
        needed = {1: 4, 2: 3, 3: 3}.get(size, 2)
        alike = [0] * (len(forms) + 1)  # how many words from here on are the same as those `size` places behind
        for at in range(len(forms) - size - 1, -1, -1):
            alike[at] = alike[at + 1] + 1 if forms[at] == forms[at + size] else 0
        for at in range(len(forms) - size * needed + 1):
            times = 1 + alike[at] // size
            if times >= needed and not all(form.isdigit() for form in forms[at : at + size]):
                return Span(spoken[at].start, spoken[at + size * times - 1].end)
    return None


def language_findings(reading: Reading) -> list[Finding]:
    """Find Arabic left standing, other scripts, and Latin text that is not English, in what should be English."""
    english = reading.text
    findings = []
    left = [Span(*match.span()) for match in _ARABIC_WORD.finditer(english) if len(match.group()) > 1]
    if left:
        shown = " … ".join(span.of(english) for span in left[:3])
        share = sum(end - start for start, end in left) / max(1, len(re.sub(r"\s", "", english)))
        severity = "error" if share > 0.2 else "warning"
        message = f"Untranslated Arabic is left in the English: {shown}."
        findings.append(Finding("language", severity, message, (), tuple(left)))  # type: ignore[arg-type]
    for match in _OTHER_SCRIPT.finditer(english):
        message = f"The English holds words in another script: {match.group()}."
        findings.append(Finding("language", "error", message, (), (Span(*match.span()),)))
    if _is_foreign(reading.words):
        findings.append(
            Finding("language", "error", "The translation is not in English.", (), (Span(0, len(english)),))
        )
    return findings


def _is_foreign(words: Sequence[Word]) -> bool:
    forms = [word.form for word in words if word.kind == "latin"]
    if len(forms) < 6:
        return False
    ours, theirs = sum(form in _ENGLISH for form in forms), sum(form in _FOREIGN for form in forms)
    return theirs >= 3 and theirs > 2 * ours


def length_findings(arabic: Reading, english: Reading) -> list[Finding]:
    """Find a translation that is far too short or too long for its Arabic."""
    ours, theirs = (
        sum(word.kind in ("arabic", "digits", "latin") for word in side.words) for side in (arabic, english)
    )
    whole = (Span(0, len(arabic.text)),), (Span(0, len(english.text)),) if english.text else ()
    if ours and not theirs:
        return [Finding("length", "error", "The translation is empty.", *whole)]
    if not ours or max(ours, theirs) < 6:
        return []
    ratio = theirs / ours
    if ratio < _MIN_RATIO or (ours < 6 and ratio < 0.34):
        message = f"The English is very short: {theirs} words for {ours} in Arabic; something may be left out."
        return [Finding("length", "warning", message, *whole)]
    if ratio > _MAX_RATIO and theirs - 3 * ours > 4:
        message = f"The English is very long: {theirs} words for {ours} in Arabic; something may be added."
        return [Finding("length", "warning", message, *whole)]
    return []
