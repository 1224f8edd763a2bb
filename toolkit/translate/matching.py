"""When two Arabic sentences count as the same, and how alike two others are.

The key serves comparison only; what is shown is always the text as written.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from toolkit.article.lexicon import ARABIC_MONTHS, ARABIC_WEEKDAYS, HIJRI_MONTHS, arabic_words
from toolkit.article.normalize import normalize, normalize_with_offsets
from toolkit.article.types import Span
from toolkit.language.numerals_arabic import read_item
from toolkit.language.words import strip_prefixes

DifferenceKind = Literal["number", "negation", "word", "spelling"]

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›″＂", '"') | dict.fromkeys("‘’‚‛′´`", "'") | {"…": ".."})
_AROUND_MARKS = re.compile(r"""\s*([،؛؟!,;:"()\[\]]|\.\.+)\s*""")
_BLANKS = re.compile(r"\s+")
_FINAL_MARKS = " .،,"
# Words, and the signs that change what is said: a question, a percentage, a currency, a number below zero.
_WORD = re.compile(r"\w+(?:[.,:/]\w+)*|[؟?%$€£¥°]|(?<!\S)[-−+](?=\d)")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NUMERIC = re.compile(r"[\d%$€£¥°−+-]")

_NEGATING_WORDS = arabic_words("negations", "particle", "privative", "exception", "soft_stem") | {"ما"}
_DAYS = frozenset({"امس", "يوم", "غد", "غدا"} | set(ARABIC_WEEKDAYS))
_MONTHS = frozenset(word for names in (*ARABIC_MONTHS, *HIJRI_MONTHS) for word in names)
_SAME_WORD = 0.75  # "الأمريكي" and "الأميركي" are 0.88 alike, "بوتن" and "بوتين" 0.80
_SHORTEST_VARIANT = 4


class Difference(NamedTuple):
    """A place where two sentences differ.

    `span` covers the words in the first of the two, and is empty (start = end) where it lacks words of the other;
    `other` are the words there in the second, as they stand in its normal form.
    """

    kind: DifferenceKind
    span: Span
    other: str


class _Word(NamedTuple):
    form: str
    span: Span


def match_key(text: str) -> str:
    """Return the form in which two writings of the same sentence are equal.

    Normalized with letters folded, one kind of quotation mark, no blanks beside punctuation, no final full stop.

    Examples
    --------
    >>> match_key("قال بوتين ،«نعم».") == match_key('قال بوتين، "نعم"')
    True
    """
    plain = normalize(_SURROGATES.sub("\ufffd", text), fold_letters=True).translate(_QUOTES)
    plain = _BLANKS.sub(" ", plain)  # first: a long run of blanks is then looked at once
    plain = _BLANKS.sub(" ", _AROUND_MARKS.sub(_closed_up, plain)).strip()
    return plain.rstrip(_FINAL_MARKS) or plain


def _closed_up(mark: re.Match[str]) -> str:
    """Take the blanks from around a mark, but not between digits: "3, 5" is two numbers and "3,5" is one."""
    before, after = mark.string[mark.start() - 1 : mark.start()], mark.string[mark.end() : mark.end() + 1]
    return mark.group() if before.isdigit() and after.isdigit() else mark.group(1)


@lru_cache(maxsize=1)
def key_version() -> str:
    """Return a short digest of how `match_key` treats every character: stored keys of another version are stale."""
    codes = (*range(0x20, 0x700), *range(0x2000, 0x2070), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))
    probe = " | ".join(f"ا{chr(code)} {chr(code)}ب" for code in codes)
    return hashlib.sha256(match_key(probe).encode()).hexdigest()[:8]


def similarity(one: str, other: str, *, cutoff: float = 0.0) -> float:
    """Return how alike two keys are, in 0..1: one minus their edit distance in characters over the longer length.

    Below `cutoff` the answer is 0.0. Different keys are never 1.0.
    """
    return float(Levenshtein.normalized_similarity(one, other, score_cutoff=cutoff))


def differences(text: str, other: str) -> tuple[Difference, ...]:
    """Say where `text` differs from `other`, word by word; punctuation but the question mark does not count.

    A `number` is also a number word, a month or a weekday; `spelling` is one word written in two ways.

    Examples
    --------
    >>> [(d.kind, d.span.of("لمدة 30 يوما"), d.other) for d in differences("لمدة 30 يوما", "لمدة 60 يوما")]
    [('number', '30', '60')]
    """
    mine, theirs = _words(text), _words(other)
    found: list[Difference] = []
    for start, end, other_start, other_end in _changes([w.form for w in mine], [w.form for w in theirs]):
        gone, come = mine[start:end], theirs[other_start:other_end]
        at = mine[start - 1].span.end if start else 0
        span = Span(gone[0].span.start, gone[-1].span.end) if gone else Span(at, at)
        words = [w.form for w in come]
        found.append(Difference(_kind([w.form for w in gone], words), span, " ".join(words)))
    return tuple(found)


def _changes(mine: list[str], theirs: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the stretches that changed, as slices of both; edits that touch are one stretch."""
    changes: list[tuple[int, int, int, int]] = []
    for edit in Levenshtein.opcodes(mine, theirs):
        if edit.tag == "equal":
            continue
        place = (edit.src_start, edit.src_end, edit.dest_start, edit.dest_end)
        if changes and changes[-1][1] == edit.src_start and changes[-1][3] == edit.dest_start:
            before = changes.pop()
            place = (before[0], edit.src_end, before[2], edit.dest_end)
        changes.append(place)
    return changes


def _words(text: str) -> list[_Word]:
    plain, offsets = normalize_with_offsets(text, fold_letters=True)
    return [_Word(m.group(), Span(offsets[m.start()], offsets[m.end()])) for m in _WORD.finditer(plain)]


def _kind(gone: list[str], come: list[str]) -> DifferenceKind:
    changed = [*gone, *come]
    if any(_is_number(word) for word in changed):
        return "number"
    if any(not _NEGATING_WORDS.isdisjoint(strip_prefixes(word)) for word in changed):
        return "negation"
    if len(gone) == len(come) and all(map(_is_variant, gone, come)):
        return "spelling"
    return "word"


def _is_number(word: str) -> bool:
    """Tell whether a word is a number, in digits or as a word, a month or a weekday."""
    if _NUMERIC.search(word) or read_item(word):
        return True
    return any(stem in _MONTHS or stem in _DAYS or f"ال{stem}" in _DAYS for stem in strip_prefixes(word))


def _is_variant(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORTEST_VARIANT and similarity(one, other) >= _SAME_WORD
