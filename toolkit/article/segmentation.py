"""Where sentences end in Arabic news text.

Lines always end a sentence, because headlines carry no full stop. Inside a line every run of `. ! ? ؟ … ۔` is a
candidate, and each is judged by what stands before and after it: numbers, initials, dotted abbreviations,
quotations, brackets, list numbers, and the two dots that Arabic headlines use for a pause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.article.lexicon import arabic_words, is_listed, words
from toolkit.article.normalize import ARABIC_LETTER, CLOSERS, DIACRITICS, INVISIBLE, NEWLINES, OPENERS, arabic_form
from toolkit.article.types import Span

_BREAK = re.compile(f"[{NEWLINES}]")
_BREAK_OR_ESCAPED = re.compile(rf"[{NEWLINES}]|\\[rn](?![A-Za-z])")
_TERMINATOR = re.compile("[.!?؟…۔]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]*")
_BLANK = re.compile(rf"[\s{INVISIBLE}]*")
_WORD = re.compile(rf"[{ARABIC_LETTER}{DIACRITICS}\u0640]+|[A-Za-z]+|[0-9٠-٩۰-۹]+")
_ARABIC_WORD = re.compile(rf"[{ARABIC_LETTER}][{ARABIC_LETTER}{DIACRITICS}\u0640]+")
_FOOTNOTE = re.compile(r"(?:\[[0-9٠-٩]{1,3}\])+")
_ALNUM = re.compile(r"[^\W_]")
_DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
_LIST_NUMBER = re.compile(f"[{_DIGITS}]{{1,3}}")
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
    breaks = ((m.start(), m.end()) for m in (_BREAK_OR_ESCAPED if escaped else _BREAK).finditer(text))
    for end, following in (*breaks, (len(text), len(text))):
        span = _stripped(text, start, end)
        if span.start < span.end:
            yield span
        start = following


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
    straight_quotes: tuple[int, ...]
    headline: bool

    @classmethod
    def of(cls, text: str) -> _Line:
        quotes = tuple(match.start() for match in re.finditer('"', text))
        return cls(text, tuple(_bracket_pairs(text)), quotes, is_headline_like(text))

    def bracket_around(self, position: int) -> Span | None:
        """Return the bracket pair around `position`, if there is one."""
        at = bisect_right(self.brackets, position, key=lambda span: span.start) - 1
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

    def begins_arabic(self) -> bool:
        """Tell whether an Arabic word or a quotation follows."""
        return bool(_ARABIC_WORD.match(self.line.text, self.next)) or self.line.opens(self.next)


def _ends_sentence(line: _Line, match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether the terminators of `match`, with the marks that close after them up to `end`, end a sentence."""
    following = _after(_BLANK, line.text, end)
    if following >= len(line.text) or line.text[following] in _CONTINUES or _TERMINATOR.match(line.text, following):
        return False
    bracket = line.bracket_around(match.start())
    is_alone = bracket and bracket.start - start < _WORD_REACH and not _ALNUM.search(line.text, start, bracket.start)
    if bracket and not (bracket.end == end and is_alone):
        return False
    candidate = _Candidate(line, match.group(), start, match.start(), end, following)
    if candidate.quote and (candidate.following in _CONTINUATIONS or _ends_quoted_name(candidate)):
        return False
    if candidate.run in _STOPS:
        return _stop_ends(candidate)
    if set(candidate.run) <= set(".…۔"):
        return _pause_ends(candidate)
    words = candidate.preceding
    return bool(words) and words[-1].lower() not in _EXCLAIMED and (candidate.spaced or candidate.begins_arabic())


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


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
    if candidate.run in _STOPS or (following[:1] in "وف" and _starts_sentence(following)):
        return False
    text = candidate.line.text
    opener = text.rfind(_OPENED_BY[candidate.quote], max(candidate.start, candidate.at - _QUOTE_REACH), candidate.at)
    if opener < 0 or len(text[opener : candidate.at].split()) > 6:
        return False
    before = text[max(candidate.start, opener - _WORD_REACH) : opener]
    if not _ALNUM.search(before):
        return False
    last = arabic_form(before.split()[-1])
    return not (last.endswith(":") or is_listed(last, _SPEECH))  # else the words in quotation marks are what is said


def _stop_ends(candidate: _Candidate) -> bool:
    """Judge a single full stop; without a space after it, it can end a sentence between two whole Arabic words."""
    words = candidate.preceding
    if not words:
        return False
    if not candidate.spaced and not (
        candidate.begins_arabic()
        and (candidate.quote or words[-1][-1:].isdigit() or len(words[-1].rsplit(".", 1)[-1]) >= 3)
    ):
        return False
    if _LIST_NUMBER.fullmatch(words[-1]) and _is_list_number(candidate):
        return False
    return not _is_abbreviation(words[-1], words[0] if len(words) > 1 else "", candidate.following)


def _is_list_number(candidate: _Candidate) -> bool:
    """Tell whether the number before the stop begins the sentence or follows a colon: `1. …`."""
    before = candidate.line.text[max(candidate.start, candidate.at - 12) : candidate.at]
    before = before.rstrip().rstrip(_DIGITS).rstrip()
    return not _ALNUM.search(before) or before.endswith(":")


def _pause_ends(candidate: _Candidate) -> bool:
    """Judge two or more dots: in prose they part two clauses of some length, in a headline they are a pause."""
    text = candidate.line.text
    if candidate.line.headline or text[candidate.at - 1 : candidate.at].isspace():
        return False
    following = candidate.following
    if candidate.preceding[-1:] == ["الخ"]:
        return _starts_sentence(following)
    if _joins_clauses(following):
        return False
    left = text[max(candidate.start, candidate.at - _CLAUSE_REACH) : candidate.at]
    right = _TERMINATOR.split(text[candidate.next : candidate.next + _CLAUSE_REACH], maxsplit=1)[0]
    return len(left.split()) >= 4 and len(right.split()) >= 4


# Words that decide whether a stop ends a sentence: abbreviations, sentence openers, words that only continue.

_TITLES = arabic_words("abbreviations", "arabic_title") | arabic_words("abbreviations", "with_particle")
_AFTER_A_NUMBER = arabic_words("abbreviations", "unit")
"""Of the Common Era, Hijri, metre, a.m., pound, dinar: after a number the stop is a full stop."""
_BEFORE_A_NUMBER = arabic_words("abbreviations", "before_number")
_LABELLED = arabic_words("openers", "label")
"""Group B, vitamin D: after these a single letter is a label, and a stop after it is a full stop."""
_SPELLED_LETTERS = arabic_words("abbreviations", "letter")
_LATIN_TITLES = words("abbreviations", "title", "number")
_LATIN_TAILS = words("abbreviations", "tail")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹][0-9٠-٩۰-۹.,٫٬/:]*")
_SPEECH = arabic_words("speech", column=3) | arabic_words("speech", column=4)
_STARTERS = arabic_words("openers", "opener") | arabic_words("speech", "bare", "claim", column=3)
_ROOT_WAW = arabic_words("openers", "root_waw")
_CONJUNCTIONS = arabic_words("openers", "joiner")
_CONTINUATIONS = (
    arabic_words("arabic_function_words", "relative")
    | arabic_words("speech", column=4)
    | arabic_words("openers", "reason")
)
"""Words that carry a sentence on after a quotation: “…”, he said, adding; “…”, which."""
_EXCLAIMED = ("ياهو", "yahoo")


def _is_abbreviation(word: str, previous: str, following: str) -> bool:
    """Tell whether the stop after `word` belongs to an abbreviation and does not end the sentence.

    `word` comes with the dots inside it, in its normal form: `د`, `أ.ف.ب`, `U.S`.
    """
    if not word or _NUMBER.match(word[-1]):
        return False
    single = len(word) == 1 or bool(_DOTTED.fullmatch(word))
    if word.isascii():
        low = word.lower()
        if low in _LATIN_TITLES:
            return True
        single = low in _LATIN_TAILS or (single and (len(word) > 1 or word.isupper()))
        return single and previous not in _LABELLED and not _starts_sentence(following)
    if _NUMBER.fullmatch(previous) and word in _AFTER_A_NUMBER:
        return False
    if word in _BEFORE_A_NUMBER and _NUMBER.match(following):
        return True
    if word in _TITLES:
        return previous not in _LABELLED
    if single:
        return previous not in _LABELLED and not _starts_sentence(following)
    if word in _SPELLED_LETTERS:
        alone = previous.rstrip(".") not in _SPELLED_LETTERS and not _starts_sentence(following)
        return alone or previous.endswith(".")
    return False


def _starts_sentence(word: str) -> bool:
    """Tell whether `word`, in its normal form, is one that usually opens a sentence in news prose."""
    return is_listed(word, _STARTERS) or _is_joined(word)


def _joins_clauses(word: str) -> bool:
    """Tell whether `word`, in its normal form, joins a clause to the one before: `ثم`, `لكن`, `وموسكو`."""
    if word[:1] in ("و", "ف") and word[1:] in _STARTERS:
        return False
    return word in _CONJUNCTIONS or _is_joined(word)


def _is_joined(word: str) -> bool:
    """Tell whether `word` begins with "and"."""
    return word.startswith("و") and len(word) >= 4 and word not in _ROOT_WAW
