"""English words with their stems, and English sentences, with their places in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.article.lexicon import ENGLISH_MONTHS, rows, words
from toolkit.article.types import Span

FUNCTION_WORDS = words("function_words")
SPEECH_WORDS = words("speech", "bare", column=2)
"""Words that say that somebody says something: they carry no fact of their own."""

# Verbs whose past the stemmer cannot lead back, and a few nouns.
_IRREGULAR = {form: plain for plain, forms in rows("irregular") for form in forms.split()}
_WORD = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
)
_CONTRACTION = re.compile(r"(?:n't|'(?:s|d|ll|re|ve|m|t))$")
_OPENS = re.compile(r"[.!?…:]\s|[\"“‘(]\s*$|\n")
_ABBREVIATIONS = words("abbreviations", "title", "tail", "number", "other") | {
    month for month in ENGLISH_MONTHS if month[:3] == month or month == "sept"
} - {"may"}
_BREAK = re.compile(r"[.!?…]+[\"'”’)\]]*(?:\s+(?=[\"'“‘(\[]*\s?[A-Z0-9À-Þ])|\s*\n|$)|\n+")


class EnglishWord(NamedTuple):
    """A word or a number in digits.

    `form` is lower case without a possessive or contracted ending (don't is "do"), `stem` what inflected forms
    share, `capital` tells that it is written with a capital, `first` that it opens a sentence or a quotation,
    where a capital says nothing.
    """

    text: str
    form: str
    stem: str
    start: int
    end: int
    capital: bool
    first: bool
    digits: bool

    @property
    def span(self) -> Span:
        """The word's place in the text."""
        return Span(self.start, self.end)

    @property
    def is_content(self) -> bool:
        """Whether the word says something by itself: neither a function word nor a verb of speech."""
        return self.form not in FUNCTION_WORDS and self.form not in SPEECH_WORDS


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """Return what the inflected forms of a lower-case word share (Porter's second algorithm, irregular verbs first).

    Examples
    --------
    >>> stem("negotiations") == stem("negotiating"), stem("met") == stem("meetings")
    (True, True)
    """
    from snowballstemmer.english_stemmer import EnglishStemmer

    # It keeps the word that it is working on: one of its own for each word is cheap, a shared one not safe.
    stemmed: str = EnglishStemmer().stemWord(_IRREGULAR.get(form, form))
    return stemmed


def english_words(text: str) -> list[EnglishWord]:
    """Split a text into words and numbers in digits, in order; hyphens and other signs separate words."""
    found: list[EnglishWord] = []
    end = 0
    for match in _WORD.finditer(text):
        digits = match.lastgroup == "number"
        between = text[end : match.start()]
        first = not found or bool(_OPENS.search(between))
        form = match.group().lower().replace("’", "'")
        form = _CONTRACTION.sub("", form) or form
        found.append(
            EnglishWord(
                text=match.group(),
                form=form,
                stem=form if digits else stem(form),
                start=match.start(),
                end=match.end(),
                capital=match.group()[0].isupper(),
                first=first,
                digits=digits,
            )
        )
        end = match.end()
    return found


def content_words(text: str) -> list[EnglishWord]:
    """Return the words that say something by themselves: no function words, no verbs of speech."""
    return [word for word in english_words(text) if word.is_content]


def split_english(text: str) -> list[Span]:
    """Split English text into sentences; the spans have no white space at their edges.

    A full stop after an abbreviation, an initial or inside a number ends no sentence; a line break always does.

    Examples
    --------
    >>> text = "Dr. Smith left at 3.5 p.m. on Monday. Nobody saw him."
    >>> [span.of(text) for span in split_english(text)]
    ['Dr. Smith left at 3.5 p.m. on Monday.', 'Nobody saw him.']
    """
    spans = []
    start = 0
    for match in _BREAK.finditer(text):
        if _is_abbreviation(text, start, match):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    spans.append(Span(start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, span)).end > trimmed.start]


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    if not match.group().startswith(".") or "\n" in match.group() or match.end() == len(text):
        return False
    before = text[start : match.start()].rsplit(None, 1)
    last = before[-1].lstrip("\"'“‘([") if before else ""
    return last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isupper())


def _trim(text: str, span: Span) -> Span:
    piece = span.of(text)
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip()))
