"""Reported speech in Arabic. In: one sentence and the names in it. Out: who is quoted, with which verb, and what.

A stretch between quotation marks is a quotation when it is four words long or longer and a verb of speech stands in
the sentence; shorter ones are names or borrowed words. Without marks, what follows ``إن`` or ``أن`` after a verb of
speech and its speaker is reported speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.article.lexicon import arabic_words, by_arabic, rows
from toolkit.article.types import Span
from toolkit.language.words import Word, strip_prefixes

__all__ = ["OFFICES", "SPEECH_VERBS", "TITLES", "Speaker", "Speech", "find_speech"]

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


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that somebody is reported to have said.

    `span` holds them, without quotation marks; `speaker` is an English name or empty, `verb` English; `direct` tells
    whether they stand in quotation marks.
    """

    span: Span
    speaker: str
    verb: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who may speak in a sentence: where, under which English name, and whether it is a person."""

    span: Span
    name: str
    is_person: bool


def find_speech(text: str, words: list[Word], speakers: Sequence[Speaker]) -> list[Speech]:
    """Find reported speech in a sentence.

    Parameters
    ----------
    text, words
        The sentence and `split_words` of it.
    speakers
        The people and bodies that the sentence names, in order.
    """
    speakers = [_with_office(speaker, words) for speaker in speakers]
    verbs = [(at, verb) for at, word in enumerate(words) if (verb := _verb(word))]
    if not verbs:
        return []
    found = [
        speech
        for quote in _quotes(text)
        if len(quote.of(text).split()) >= _LEAST and not _is_title(quote, words)
        for speech in [_direct(quote, words, verbs, speakers)]
        if speech
    ]
    return found or _indirect(text, words, verbs, speakers)


def _quotes(text: str) -> list[Span]:
    """Return what stands between quotation marks, to the end where they are not closed in this sentence."""
    quotes = [Span(match.start() + 1, match.end() - 1) for match in _QUOTE.finditer(text)]
    opened = max(text.rfind("“"), text.rfind("«"))
    if opened >= 0 and not any(quote.start <= opened + 1 <= quote.end for quote in quotes):
        quotes.append(Span(opened + 1, len(text)))
    return quotes


def _is_title(quote: Span, words: list[Word]) -> bool:
    """Tell whether the quotation marks hold a name: of a forum, an exhibition, a book, a newspaper."""
    before = [word.form for word in words if word.end < quote.start][-1:]
    return bool(before) and any(stem in _NAMED for stem in strip_prefixes(before[0]))


def _verb(word: Word) -> str:
    form = word.form
    return SPEECH_VERBS.get(form, "") or (SPEECH_VERBS.get(form[1:], "") if form[:1] in ("و", "ف") else "")


def _direct(quote: Span, words: list[Word], verbs: list[tuple[int, str]], speakers: Sequence[Speaker]) -> Speech | None:
    before = [(at, verb) for at, verb in verbs if words[at].end <= quote.start]
    after = [(at, verb) for at, verb in verbs if words[at].start >= quote.end]
    if before:
        at, verb = before[-1]
        speaker = _speaker(words[before[0][0]].start, quote.start, speakers)
        return Speech(quote, speaker, verb, True)
    if after and words[after[0][0]].start - quote.end < 30:
        at, verb = after[0]
        return Speech(quote, _speaker(words[at].start, words[at].end + 60, speakers), verb, True)
    return None


def _with_office(speaker: Speaker, words: list[Word]) -> Speaker:
    """Say "Kremlin adviser" where an adviser without a name speaks."""
    before = [word.form for word in words if word.end <= speaker.span.start][-2:]
    if before[-1:] == ["باسم"]:
        before = before[:-1]
    office = OFFICES.get(before[-1], "") if before and not speaker.is_person else ""
    return Speaker(speaker.span, f"{speaker.name} {office}", False) if office else speaker


def _speaker(start: int, end: int, speakers: Sequence[Speaker]) -> str:
    inside = [speaker for speaker in speakers if start <= speaker.span.start and speaker.span.end <= end]
    if inside:
        return next((speaker.name for speaker in inside if speaker.is_person), inside[0].name)
    earlier = [speaker for speaker in speakers if speaker.span.end <= start]
    return earlier[-1].name if earlier else ""


def _indirect(text: str, words: list[Word], verbs: list[tuple[int, str]], speakers: Sequence[Speaker]) -> list[Speech]:
    for at, verb in verbs:
        that = next((i for i in range(at + 1, min(len(words), at + _FAR)) if words[i].form in _THAT), None)
        if that is None or that + 2 >= len(words):
            continue
        speaker = _speaker(words[at].start, words[that].start, [s for s in speakers if s.span.start >= words[at].start])
        if speaker:
            end = len(text.rstrip(" .،…\u200f"))
            return [Speech(Span(words[that].start, end), speaker, verb, False)]
    return []
