"""Names, and how they are found in English text: runs of words with capitals, joined by words such as "of" or "bin".

A word that opens a sentence is part of a name only if it is no ordinary English word or the gazetteer knows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from toolkit.article.lexicon import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, words
from toolkit.article.types import Span
from toolkit.language.gazetteer import Entry, entry_for, is_ordinary
from toolkit.language.transliteration import latin_letters

__all__ = ["Known", "Name", "NameWord", "english_names"]

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:al|el|Al|El|an|as|ad|ar|at|ul)-(?=[A-Z])|[^\W\d_]+(?:[’'](?=[^\W\d_]{2})[^\W\d_]+)?|\d+|[^\w\s]"
)
_JOINERS = frozenset(
    "of de da di del della do dos das du van von der den ter la le el al bin ibn ben ould abu for and & al- el-".split()
)
_TITLES = words("titles", column=1)
_NEVER = words("abbreviations", "tail") | frozenset(
    "i ii iii iv vi vii viii ix xi xii xiii xiv xv xvi am pm bc ad ce bce ok no plc".split()
)
# "US" is no pronoun in capitals; the rest say nothing by themselves.
_SMALL = words("function_words") - {"us"} | {"nobody", "nothing"}
_ABBREVIATED = words("abbreviations", "title") | {"jr", "sr"}
_OPENERS = frozenset('.!?:;"“”‘«»()[]…•—–*')


Known = Literal["listed", "given", "learned", "translated", "romanized"]
_GUESSES: dict[Known, str] = {"translated": "word by word", "romanized": "romanized"}


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name, with its place and the letters it is compared by."""

    text: str
    span: Span
    letters: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text, Arabic or English.

    Attributes
    ----------
    span
        Where it stands, without its titles: code points into the text.
    text
        The characters there.
    words
        Its words without joiners such as "of"; only for English.
    titles
        The titles before it, as written: ``("President",)``.
    kind
        What it names: "person", "place", "organization" …, or empty where that is not known.
    canonical
        The usual English spelling, or that of the text where no table has it.
    known
        How the spelling is known: `listed` in a table, `given` by the translation of its sentence, `learned` from data
        on how people write their names, `translated` word by word, or `romanized` by sound.
    """

    span: Span
    text: str
    words: tuple[NameWord, ...] = ()
    titles: tuple[str, ...] = ()
    kind: str = ""
    canonical: str = ""
    known: Known = "listed"

    @property
    def english(self) -> str:
        """The English spelling; one that is no more than a guess says so."""
        guess = _GUESSES.get(self.known, "")
        return f"{self.canonical} ({guess})" if guess else self.canonical


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    opens: bool

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()


def _tokens(text: str) -> list[_Token]:
    shown = re.sub(r"&(?:#\d+|[a-z]+);", lambda m: "'" + " " * (len(m.group()) - 1), text)
    found: list[_Token] = []
    opens = True
    for match in _WORD.finditer(shown):
        word, letter = match.group(), match.group()[0].isalpha()
        found.append(_Token(word, match.start(), match.end(), opens and letter))
        abbreviated = word == "." and len(found) > 1 and _is_abbreviation(found[-2])
        opens = not letter and (opens or (word in _OPENERS and not abbreviated))
    return found


def _is_abbreviation(token: _Token) -> bool:
    return token.lower in _ABBREVIATED or (len(token.text) == 1 and token.has_capital)


def _is_headline(tokens: list[_Token]) -> bool:
    telling = [token for token in tokens if token.text[0].isalpha() and token.lower not in _SMALL]
    stops = bool(tokens) and tokens[-1].text == "."
    return len(telling) >= 4 and not stops and sum(token.has_capital for token in telling) >= 0.8 * len(telling)


def _is_name_word(token: _Token, headline: bool) -> bool:
    lower = token.lower
    known = lower in _NEVER or lower in _SMALL or lower in ENGLISH_WEEKDAYS or lower in ENGLISH_MONTHS
    if not token.has_capital or known or re.split("[’']", lower)[0] in _SMALL or (len(lower) == 1 and not headline):
        return False
    return not ((token.opens or headline) and is_ordinary(lower))


def english_names(text: str) -> list[Name]:
    """Find every name of an English text, in order."""
    tokens = _tokens(text)
    headline = _is_headline(tokens)
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        after = _run(tokens, at, headline, text)
        if after > at and not _is_currency(tokens, at, after):
            found += _names(tokens[at:after], text)
        at = max(after, at + 1)
    return found


def _run(tokens: list[_Token], at: int, headline: bool, text: str) -> int:
    """Return the index after the run of name words that begins at `at`, or `at`."""
    after = _step(tokens, at, headline)
    while at < after < len(tokens) and not _apart(tokens, after, text):
        step = _step(tokens, after, headline)
        if step > after:
            after = step
            continue
        joiners = after + (tokens[after].lower in _JOINERS)
        joiners += after < joiners < len(tokens) and tokens[joiners].lower in (*_JOINERS, "the")
        if joiners == after or joiners >= len(tokens) or not _is_name_word(tokens[joiners], headline):
            break
        if tokens[after].lower in ("and", "for", "&") and not _joins_title(tokens, joiners):
            break
        after = joiners + 1
    return after


def _step(tokens: list[_Token], at: int, headline: bool) -> int:
    """Return the index after the known name or name word at `at`, or `at`."""
    return at + (_known(tokens, at) or _is_name_word(tokens[at], headline))


def _is_currency(tokens: list[_Token], at: int, after: int) -> bool:
    """``US dollars``, ``US$``: translators add and drop the country freely."""
    country = after == at + 1 and tokens[at].lower in ("us", "u.s.")
    return country and after < len(tokens) and tokens[after].lower in ("dollar", "dollars", "$", "cent", "cents")


def _joins_title(tokens: list[_Token], at: int) -> bool:
    """``Centers for Disease Control``, ``Arts and Sciences``: a list inside one name ends with an ordinary word."""
    return is_ordinary(tokens[at].lower) and is_ordinary(tokens[at - 2].lower)


def _apart(tokens: list[_Token], at: int, text: str) -> bool:
    """Tell whether something other than a space or hyphen stands before token `at`."""
    gap = text[tokens[at - 1].end : tokens[at].start]
    return gap.strip(" -\u00a0‑") != ""


def _known(tokens: list[_Token], at: int) -> int:
    """Return how many tokens from `at` make a name of the gazetteer (with a capital), 0 for none."""
    if not tokens[at].has_capital:
        return 0
    for length in range(min(5, len(tokens) - at), 0, -1):
        part = tokens[at : at + length]
        if part[-1].text[0].isalpha() and entry_for(t.text for t in part if t.text[0].isalnum()):
            ordinary = length == 1 and part[0].opens and is_ordinary(part[0].lower)
            if not ordinary and part[0].lower not in _SMALL | _NEVER:
                return length
    return 0


def _names(run: list[_Token], text: str) -> list[Name]:
    titles = []
    if all(token.lower in _TITLES for token in run):
        return []
    while len(run) > 1 and run[0].lower in _TITLES and not _known(run, 0):
        titles.append(run[0].text)
        run = run[1:]
    kept = tuple(
        NameWord(t.text, Span(t.start, t.end), latin_letters(t.text), t.opens)
        for t in run
        if t.has_capital and t.text[0].isalpha() and not t.text.endswith("-") and t.lower not in ("the", "of")
    )
    if not kept:
        return []
    span = Span(kept[0].span.start, kept[-1].span.end)
    entry = entry_for(t.text for t in run if t.text[0].isalnum())
    return [Name(span, span.of(text), kept, tuple(titles), _kind(entry), entry.name if entry else span.of(text))]


def _kind(entry: Entry | None) -> str:
    return "" if entry is None else "place" if entry.kind == "country" else entry.kind
