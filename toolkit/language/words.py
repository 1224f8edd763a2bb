"""Words with their places; the text itself is never changed, only `form` is normalized for comparing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from toolkit.article.lexicon import arabic_words, rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span

Language = Literal["ar", "en"]

_FUNCTION_WORDS = arabic_words("arabic_function_words")
ARABIC_FUNCTION_WORDS = _FUNCTION_WORDS | {"و" + word for word in _FUNCTION_WORDS}
"""Words without a meaning of their own, in their normal form."""

MINUS = frozenset("-–−‑")
_DIGITS = "0-9٠-٩۰-۹"
_BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ARABIC = (
    "\u0610-\u061a\u0620-\u064a\u064b-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u200c-\u200d"
)
_TOKEN = re.compile(
    r"(?P<entity>&(?:#\d{2,5}|[a-z]{2,6});)"
    rf"|(?P<digits>[{_DIGITS}]+(?:[{_BIDI}]*[.,٬٫،'’ر][{_DIGITS}]+)*)"
    rf"|(?P<arabic>[{_ARABIC}]+)"
    r"|(?P<latin>[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+)"
    r"|(?P<sign>[^\s])"
)
_MARK = re.compile(f"[{_BIDI}]")  # a sign of direction is no word
_SEPARATORS = str.maketrans("،ر", ",.")  # 94ر6 is 94.6
_PREFIXES = tuple(row[0] for row in rows("prefixes"))


class Word(NamedTuple):
    """A word, a number in digits or a single sign, and where it stands.

    `kind` is ``"arabic"``, ``"latin"``, ``"digits"``, ``"entity"`` (a left-over ``&#39;``)
    or ``"sign"``; `spaced` tells whether white space (or the
    start of the text) precedes it.
    """

    text: str
    form: str
    start: int
    end: int
    kind: str
    spaced: bool


class WordReader:
    """Access to the words of one text by their number; before the first and after the last there is nothing."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.starts = [word.start for word in words]

    def index_at(self, offset: int) -> int:
        """Return the index of the first word that begins at or after an offset."""
        return bisect_left(self.starts, offset)

    def between(self, first: Span, second: int) -> list[str]:
        """Return the forms of the words from the end of a span to an offset."""
        return [word.form for word in self.words[self.index_at(first.end) : self.index_at(second)]]

    def read(self, *ways: Callable[[int], int]) -> None:
        """Go from word to word; each way returns the word after what it read, or the word where it began."""
        at = 0
        while at < len(self.words):
            at = next((after for way in ways if (after := way(at)) > at), at + 1)

    def form(self, at: int) -> str:
        """Return the form of a word, empty outside the text."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def text(self, at: int) -> str:
        """Return a word as written, empty outside the text."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def is_digits(self, at: int) -> bool:
        """Tell whether a word is a group of digits."""
        return 0 <= at < len(self.words) and self.words[at].kind == "digits"

    def spaced_groups(self, at: int) -> int:
        """Return the index after ``1 234 567``: groups of three digits with one space between them."""
        after = at + 1
        if len(self.form(at)) > 3 or not self.form(at).isdigit() or self.form(at).startswith("0"):
            return after
        while re.fullmatch(r"\d{3}", self.form(after)) and self.words[after].start == self.words[after - 1].end + 1:
            after += 1
        sure = after > at + 2 or self.form(at + 1) == "000"
        return after if sure else at + 1

    def has_sign(self, at: int) -> bool:
        """Tell whether a minus sign is written on the number at `at`: not the dash of a range, a score or a code."""
        before = self.form(at - 2)
        free = at == 1 or self.words[at - 1].spaced or before in ("(", "[", "«", "“", '"')
        apart = not self.text(at - 2).isupper() and not self.is_digits(at - 2)
        return self.form(at - 1) in MINUS and self.glued(at) and free and apart

    def glued(self, at: int) -> bool:
        """Tell whether a word follows the one before without a space."""
        return 0 < at < len(self.words) and not self.words[at].spaced

    def span(self, first: int, after: int) -> Span:
        """Return the span of the words from `first` up to, but without, `after`."""
        return Span(self.words[first].start, self.words[after - 1].end)


def _form(text: str, kind: str) -> str:
    if kind == "latin":
        return text.lower()
    if kind in ("sign", "entity"):
        return text
    return arabic_form(text).translate(_SEPARATORS) if kind == "digits" else arabic_form(text)


def _words(text: str) -> Iterator[Word]:
    end = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        form = _form(match.group(), kind)
        if not form or _MARK.match(match.group()):
            end = match.end() if match.start() == end else end
            continue
        yield Word(match.group(), form, match.start(), match.end(), kind, match.start() > end or end == 0)
        end = match.end()


def offsets(spans: Iterable[Span]) -> set[int]:
    """Return every offset that some spans cover, to tell quickly whether another span overlaps one of them."""
    return {at for span in spans for at in range(span.start, span.end)}


def split_words(text: str) -> list[Word]:
    """Split Arabic or English text into words, digit groups and single signs, in order."""
    return list(_words(text))


@lru_cache(maxsize=65536)
def strip_prefixes(form: str) -> tuple[str, ...]:
    """Return `form` and every shorter form left when Arabic particles and the article are taken off its front.

    Only remainders of at least two letters are kept.

    Examples
    --------
    >>> strip_prefixes("وبالعراق")[-1]
    'عراق'
    """
    stems = [form]
    for prefix in _PREFIXES:
        rest = form[len(prefix) :]
        if form.startswith(prefix) and len(rest) >= 2 and rest not in stems:
            stems.append(rest)
    return tuple(sorted(stems, key=len, reverse=True))
