"""Where sentences end in Arabic news text.

In: text as it was written. Out: spans that between them cover every character that is not white space.

Lines always end a sentence, because headlines carry no full stop. Inside a line every run of `. ! ? ؟ … ۔` is a
candidate, and each is judged by what stands before and after it: numbers, initials, dotted abbreviations,
quotations, brackets, list numbers, and the two dots that Arabic headlines use for a pause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.article import abbreviations
from toolkit.article.characters import ARABIC_LETTER, CLOSERS, DIACRITICS, INVISIBLE, NEWLINES, OPENERS
from toolkit.article.lexicon import arabic_words
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span

__all__ = ["is_headline_like", "lines", "segment"]

_BREAK = re.compile(f"[{NEWLINES}]")
_BREAK_OR_ESCAPED = re.compile(rf"[{NEWLINES}]|\\[rn](?![A-Za-z])")
_TERMINATOR = re.compile("[.!?؟…۔]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]*")
_BLANK = re.compile(rf"[\s{INVISIBLE}]*")
_WORD = re.compile(rf"[{ARABIC_LETTER}{DIACRITICS}\u0640]+|[A-Za-z]+|[0-9٠-٩۰-۹]+")
_ARABIC_WORD = re.compile(rf"[{ARABIC_LETTER}][{ARABIC_LETTER}{DIACRITICS}\u0640]+")
_FOOTNOTE = re.compile(r"(?:\[[0-9٠-٩]{1,3}\])+")
_ALNUM = re.compile(r"[^\W_]")
_DIGITS = re.compile(r"[0-9٠-٩۰-۹]{1,3}")
_SPEECH = arabic_words("speech", column=3) | arabic_words("speech", column=4)
_STOPS = (".", "۔")
_CONTINUES = "،,؛;:"
_EDGES = f"{CLOSERS}{OPENERS}{INVISIBLE}\u0640،؛:,"
_OPENED_BY = {"”": "“", "»": "«", "›": "‹", "’": "‘", '"': '"', "“": "”", "'": "'"}

# How far the rules look around a terminator, in characters: bounded, so that time stays linear.
_BRACKET_REACH = 400
_QUOTE_REACH = 90
_CLAUSE_REACH = 160
_WORD_REACH = 50


def segment(text: str) -> list[Span]:
    """Split running Arabic text into sentences.

    A sentence keeps its final punctuation with the quotation marks and brackets that close after it. The full
    stops inside a quotation of several sentences end sentences too; a colon before a quotation does not.

    Parameters
    ----------
    text
        Any text; line breaks always separate, also those written as a backslash and an n.

    Returns
    -------
    list of Span
        In order, without overlap; no span begins or ends with white space, and every character of `text` that is
        not white space lies in exactly one. Time grows linearly with the length of the text.

    Examples
    --------
    >>> text = "بلغ النمو 3.5%. وقال د. أحمد: “نعم”."
    >>> [span.of(text) for span in segment(text)]
    ['بلغ النمو 3.5%.', 'وقال د. أحمد: “نعم”.']
    """
    return [piece.shift(line.start) for line in lines(text, escaped=True) for piece in _split_line(line.of(text))]


def lines(text: str, *, escaped: bool = False) -> Iterator[Span]:
    """Yield the lines of `text` that are not blank, without the white space at their ends.

    With `escaped` a line also ends at a line feed that some export wrote as a backslash and the letter n.
    """
    start = 0
    for match in (_BREAK_OR_ESCAPED if escaped else _BREAK).finditer(text):
        yield from _line(text, start, match.start())
        start = match.end()
    yield from _line(text, start, len(text))


def _line(text: str, start: int, end: int) -> Iterator[Span]:
    span = _stripped(text, start, end)
    if span.start < span.end:
        yield span


def is_headline_like(line: str) -> bool:
    """Tell whether a line looks like a headline: at most 25 words and no full stop at its end."""
    if len(line) > 250 or len(line.split()) > 25:
        return False
    bare = line.rstrip(f"{CLOSERS}{INVISIBLE} ")
    return not bare.endswith(_STOPS) or bare.endswith("..")


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _split_line(text: str) -> list[Span]:
    line = _Line.of(text)
    pieces: list[Span] = []
    start = judged = 0
    for match in _TERMINATOR.finditer(text):
        if match.start() < judged:
            continue
        judged = _after_closing_marks(line, match.end())
        if _ends_sentence(line, match, start, judged):
            _append(pieces, text, start, judged)
            start = judged
    _append(pieces, text, start, len(text))
    return pieces


def _append(pieces: list[Span], text: str, start: int, end: int) -> None:
    """Add the piece `text[start:end]`, or join it to the piece before when it holds no letter or digit."""
    span = _stripped(text, start, end)
    if span.start == span.end:
        return
    if pieces and not _ALNUM.search(text, span.start, span.end):
        pieces[-1] = Span(pieces[-1].start, span.end)
    else:
        pieces.append(span)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and what the rules ask about it as a whole."""

    text: str
    brackets: tuple[Span, ...]
    bracket_starts: tuple[int, ...]
    straight_quotes: tuple[int, ...]
    headline: bool

    @classmethod
    def of(cls, text: str) -> _Line:
        brackets = tuple(_bracket_pairs(text))
        starts = tuple(span.start for span in brackets)
        return cls(text, brackets, starts, tuple(m.start() for m in re.finditer('"', text)), is_headline_like(text))

    def bracket_around(self, position: int) -> Span | None:
        """Return the bracket pair around `position`, if there is one."""
        at = bisect_right(self.bracket_starts, position) - 1
        return self.brackets[at] if at >= 0 and position < self.brackets[at].end - 1 else None

    def opens(self, position: int) -> bool:
        """Tell whether a quotation opens at `position`; straight quotes are taken to alternate."""
        mark = self.text[position : position + 1]
        if mark == '"':
            return bisect_right(self.straight_quotes, position) % 2 == 1
        return mark != "" and mark in "“«‹‘„"

    def closes(self, position: int) -> bool:
        """Tell whether the mark at `position`, right after a terminator, closes the sentence it follows."""
        mark, after = self.text[position], self.text[position + 1 : position + 2]
        if mark not in CLOSERS:
            return False
        return not after.isalnum() or not (self.opens(position) or mark == "'")


def _bracket_pairs(text: str) -> Iterator[Span]:
    """Yield the outermost pairs of round or square brackets that are at most `_BRACKET_REACH` apart."""
    depth, start = 0, 0
    for match in re.finditer(r"[()\[\]]", text):
        if depth and match.start() - start > _BRACKET_REACH:
            depth = 0
        if match.group() in "([":
            start = start if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield Span(start, match.end())


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run of terminators in a line, and its surroundings.

    `at` is where the run stands, `end` where the marks that close after it end, `next` where the next visible
    character stands; `start` is the start of the sentence so far.
    """

    line: _Line
    run: str
    start: int
    at: int
    end: int
    next: int

    @property
    def spaced(self) -> bool:
        return any(character.isspace() for character in self.line.text[self.end : self.next])

    @property
    def quote(self) -> str:
        """The quotation mark that closes after the run, or nothing."""
        closed = self.line.text[self.at + len(self.run) : self.end]
        return next((character for character in closed if character in _OPENED_BY), "")

    @property
    def following(self) -> str:
        """The next word, in its normal form."""
        match = _WORD.search(self.line.text, self.next, self.next + _WORD_REACH)
        return arabic_form(match.group()) if match else ""

    @property
    def preceding(self) -> list[str]:
        """The last two words before the run in their normal form, without the signs around them, the nearer last."""
        window = self.line.text[max(self.start, self.at - 2 * _WORD_REACH) : self.at]
        return [arabic_form(word).strip(_EDGES) for word in window.split()[-2:]]


def _ends_sentence(line: _Line, match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether the terminators of `match`, with the marks that close after them up to `end`, end a sentence."""
    following = _after(_BLANK, line.text, end)
    if following >= len(line.text) or line.text[following] in _CONTINUES or _TERMINATOR.match(line.text, following):
        return False
    bracket = line.bracket_around(match.start())
    if bracket and not (bracket.end == end and _nothing_between(line.text, start, bracket.start)):
        return False
    candidate = _Candidate(line, match.group(), start, match.start(), end, following)
    if candidate.quote and (candidate.following in abbreviations.CONTINUATIONS or _ends_quoted_name(candidate)):
        return False
    if candidate.run in _STOPS:
        return _stop_ends(candidate)
    if set(candidate.run) <= set(".…۔"):
        return _pause_ends(candidate)
    return _exclamation_ends(candidate)


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _nothing_between(text: str, start: int, end: int) -> bool:
    return end - start < _WORD_REACH and not _ALNUM.search(text, start, end)


def _after_closing_marks(line: _Line, end: int) -> int:
    """Return the end of the marks that close after a terminator: quotes, brackets, further stops, footnotes."""
    while True:
        at = _after(_INVISIBLE, line.text, end)
        further = _after(_FOOTNOTE, line.text, at)
        if further == at and at < len(line.text) and (line.closes(at) or _TERMINATOR.match(line.text, at)):
            further = at + 1
        if further == at:
            return at
        end = further


def _ends_quoted_name(candidate: _Candidate) -> bool:
    """Tell whether `!` or `؟` ends a short name in quotes inside a sentence: the show “Who knows?” is on."""
    following = candidate.following
    if candidate.run in _STOPS or (following[:1] in "وف" and abbreviations.starts_sentence(following)):
        return False
    text = candidate.line.text
    low = max(candidate.start, candidate.at - _QUOTE_REACH)
    opener = text.rfind(_OPENED_BY[candidate.quote], low, candidate.at)
    if opener < 0 or len(text[opener : candidate.at].split()) > 6:
        return False
    before = text[max(candidate.start, opener - _WORD_REACH) : opener]
    return bool(_ALNUM.search(before)) and not _announces_speech(before)


def _announces_speech(before: str) -> bool:
    """Tell whether a text ends on a colon or a verb of speech: the words in quotation marks are then what is said."""
    last = arabic_form(before.split()[-1])
    return last.endswith(":") or last in _SPEECH or (last[0] in "وف" and last[1:] in _SPEECH)


def _stop_ends(candidate: _Candidate) -> bool:
    """Judge a single full stop."""
    words = candidate.preceding
    if not words or (not candidate.spaced and not _may_be_glued(candidate, words[-1])):
        return False
    if _DIGITS.fullmatch(words[-1]) and _is_list_number(candidate):
        return False
    previous = words[0] if len(words) > 1 else ""
    return not abbreviations.is_abbreviation(words[-1], previous=previous, following=candidate.following)


def _may_be_glued(candidate: _Candidate, word: str) -> bool:
    """Tell whether a stop without a space after it can end a sentence: yes between two whole Arabic words."""
    text = candidate.line.text
    if not _ARABIC_WORD.match(text, candidate.next) and not candidate.line.opens(candidate.next):
        return False
    return bool(candidate.quote) or word[-1:].isdigit() or len(word.rsplit(".", 1)[-1]) >= 3


def _is_list_number(candidate: _Candidate) -> bool:
    """Tell whether the number before the stop begins the sentence or follows a colon: `1. …`."""
    before = candidate.line.text[max(candidate.start, candidate.at - 12) : candidate.at].rstrip()
    before = before.rstrip("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹").rstrip()
    return not _ALNUM.search(before) or before.endswith(":")


def _pause_ends(candidate: _Candidate) -> bool:
    """Judge two or more dots: in prose they part two clauses of some length, in a headline they are a pause."""
    text = candidate.line.text
    if candidate.line.headline or text[candidate.at - 1 : candidate.at].isspace():
        return False
    words = candidate.preceding
    if words and words[-1] in ("الخ",):
        return abbreviations.starts_sentence(candidate.following)
    if abbreviations.joins_clauses(candidate.following):
        return False
    left = text[max(candidate.start, candidate.at - _CLAUSE_REACH) : candidate.at]
    right = _TERMINATOR.split(text[candidate.next : candidate.next + _CLAUSE_REACH], maxsplit=1)[0]
    return len(left.split()) >= 4 and len(right.split()) >= 4


def _exclamation_ends(candidate: _Candidate) -> bool:
    """Judge `؟`, `!` and runs with them."""
    words = candidate.preceding
    if not words or abbreviations.is_exclaimed_name(words[-1]):
        return False
    text, following = candidate.line.text, candidate.next
    return candidate.spaced or bool(_ARABIC_WORD.match(text, following)) or candidate.line.opens(following)
