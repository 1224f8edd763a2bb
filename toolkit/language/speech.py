"""Reported speech in Arabic: who is quoted, with which verb, and what is said.

Words in quotation marks are a quotation from four words on, if a verb of speech stands in the sentence; without
marks, what follows ``إن`` or ``أن`` after such a verb and its speaker is reported speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.article.lexicon import arabic_words, by_arabic, rows
from toolkit.article.types import Span
from toolkit.language.names import Name
from toolkit.language.words import Word, strip_prefixes

__all__ = ["OFFICES", "SPEECH_VERBS", "TITLES", "Quotation", "find_quotations"]

_QUOTE = re.compile('“([^“”]+)”|«([^«»]+)»|"([^"]+)"|”([^“”]+)”|‘([^‘’]{12,})’')
_THAT = frozenset({"ان", "بان", "انه", "بانه", "انها", "بانها", "انهم"})
_NAMED = arabic_words("name_nouns", "work")
SPEECH_VERBS = by_arabic((row[1], f"{row[3]} {row[4]}") for row in rows("speech") if row[0] != "bridge")
"""Arabic verbs of speech, in their normal form, with their English."""

_TITLES = arabic_words("titles", column=2)
TITLES = _TITLES | {article + title for title in _TITLES for article in ("ال", "لل")}
"""Words that stand before the name of a person."""

_OFFICES = by_arabic((row[0], row[1]) for row in rows("offices"))
OFFICES = _OFFICES | {"ال" + arabic: english for arabic, english in _OFFICES.items()}
"""What somebody is to a body, for a speaker without a name: ``مستشار الكرملين`` is the Kremlin's adviser."""

_LEAST = 4
_FAR = 14
_Verbs = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody is reported to have said.

    `span` holds them, without quotation marks; `speaker` is who says them, if the sentence names anybody (a person, a
    body or somebody of it, "Kremlin adviser"); `verb` is English; `direct` tells whether they stand in quotation marks.
    """

    span: Span
    speaker: Name | None
    verb: str
    direct: bool


def find_quotations(text: str, words: Sequence[Word], names: Sequence[Name]) -> list[Quotation]:
    """Find reported speech in an Arabic sentence.

    Parameters
    ----------
    text, words
        The sentence and its words.
    names
        What the sentence names.
    """
    verbs = [(at, verb) for at, word in enumerate(words) if (verb := _verb(word))]
    if not verbs:
        return []
    speakers = [_with_office(name, words) for name in names if name.kind in ("person", "organization")]
    speakers.sort(key=lambda name: name.span)
    found = [
        said
        for quote in _quotes(text)
        if len(quote.of(text).split()) >= _LEAST and not _is_title(quote, words)
        for said in [_direct(quote, words, verbs, speakers)]
        if said
    ]
    return found or _indirect(text, words, verbs, speakers)


def _quotes(text: str) -> list[Span]:
    """Return what stands between quotation marks, to the end where they are not closed in this sentence."""
    quotes = [Span(match.start() + 1, match.end() - 1) for match in _QUOTE.finditer(text)]
    opened = max(text.rfind("“"), text.rfind("«"))
    if opened >= 0 and not any(quote.start <= opened + 1 <= quote.end for quote in quotes):
        quotes.append(Span(opened + 1, len(text)))
    return quotes


def _is_title(quote: Span, words: Sequence[Word]) -> bool:
    """Tell whether the quotation marks hold a name: of a forum, an exhibition, a book, a newspaper."""
    before = [word.form for word in words if word.end < quote.start][-1:]
    return bool(before) and any(stem in _NAMED for stem in strip_prefixes(before[0]))


def _verb(word: Word) -> str:
    form = word.form
    return SPEECH_VERBS.get(form, "") or (SPEECH_VERBS.get(form[1:], "") if form[:1] in ("و", "ف") else "")


def _direct(quote: Span, words: Sequence[Word], verbs: _Verbs, speakers: Sequence[Name]) -> Quotation | None:
    before = [(at, verb) for at, verb in verbs if words[at].end <= quote.start]
    after = [(at, verb) for at, verb in verbs if words[at].start >= quote.end]
    if before:
        at, verb = before[-1]
        speaker = _speaker(words[before[0][0]].start, quote.start, speakers)
        return Quotation(quote, speaker, verb, True)
    if after and words[after[0][0]].start - quote.end < 30:
        at, verb = after[0]
        return Quotation(quote, _speaker(words[at].start, words[at].end + 60, speakers), verb, True)
    return None


def _with_office(name: Name, words: Sequence[Word]) -> Name:
    """Say "Kremlin adviser" where an adviser without a name speaks."""
    before = [word.form for word in words if word.end <= name.span.start][-2:]
    if before[-1:] == ["باسم"]:
        before = before[:-1]
    office = OFFICES.get(before[-1], "") if before and name.kind != "person" else ""
    return replace(name, canonical=f"{name.canonical} {office}") if office else name


def _speaker(start: int, end: int, speakers: Sequence[Name]) -> Name | None:
    inside = [speaker for speaker in speakers if start <= speaker.span.start and speaker.span.end <= end]
    if inside:
        return next((speaker for speaker in inside if speaker.kind == "person"), inside[0])
    earlier = [speaker for speaker in speakers if speaker.span.end <= start]
    return earlier[-1] if earlier else None


def _indirect(text: str, words: Sequence[Word], verbs: _Verbs, speakers: Sequence[Name]) -> list[Quotation]:
    for at, verb in verbs:
        that = next((i for i in range(at + 1, min(len(words), at + _FAR)) if words[i].form in _THAT), None)
        if that is None or that + 2 >= len(words):
            continue
        speaker = _speaker(words[at].start, words[that].start, [s for s in speakers if s.span.start >= words[at].start])
        if speaker:
            end = len(text.rstrip(" .،…\u200f"))
            return [Quotation(Span(words[that].start, end), speaker, verb, False)]
    return []
