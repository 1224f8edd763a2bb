"""Which stretches of a text run against it: numbers, Latin names and addresses in Arabic, and Arabic in English.

Every format asks here, with the whole text and before it is cut for highlights, so that all show the same. What is
decided and why stands in `docs/right-to-left.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from toolkit.article.characters import ARABIC_LETTER, DIACRITICS
from toolkit.article.types import Span

__all__ = ["Against", "Direction", "against", "marked", "quoted", "unordered"]

Direction = Literal["ltr", "rtl"]

LRM, RLM = "\u200e", "\u200f"

_LATIN = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
_CURRENCY = "$€£¥₪₺₽₹¢"
_EDGE = r"\s()\[\]{}«»“”‘\"،؛؟!…"  # what ends a token in any case
_TOKEN_END = ".,;:!?'’*-–—=|\\"  # punctuation of the sentence behind a token

_ADDRESS = r"(?:[A-Za-z][A-Za-z0-9+.-]*://|www\.)[^\s<>«»“”\"،؛]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_MEMBER = rf"[^{_EDGE}{ARABIC_LETTER}{DIACRITICS}\u0640\u0660-\u0669\u06f0-\u06f9]"
_WORD = rf"(?:[@#$~/\\.+&]*{_MEMBER}*[{_LATIN}]{_MEMBER}*)"
_PHONE = (
    r"(?<![0-9])(?:(?:\+|00)[0-9]{1,4}(?:[ \u00a0.-]?\(?[0-9]{2,}\)?){2,6}|0[0-9]{1,3}(?:[ \u00a0.-][0-9]{2,4}){2,4}"
    r"|[0-9]{2,4}(?:-[0-9]{2,4}){1,3}-[0-9]{4,})(?![0-9])"
)
_DAY = r"(?<![0-9-])(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})(?![0-9-])"
_NUMBER = (
    rf"(?:(?:(?<!\w)|(?<=\s[وفبلك]))[{_CURRENCY}+−±#№-]{{0,2}}|[{_CURRENCY}]?)"
    r"(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])|[0-9]+)(?:[.,:/'’][0-9]+)*"
    rf"(?:[ \u00a0]?[%‰°]|[{_CURRENCY}+²³])*"
)
_PIECE = re.compile(
    rf"(?P<address>{_ADDRESS})|(?P<phone>{_PHONE})|(?P<word>{_WORD})|(?P<day>{_DAY})|(?P<number>{_NUMBER})"
)
_BETWEEN = re.compile("[ \u00a0]|, | & |: | [-–] ")
_UNIT = re.compile(r"[a-zµ/²³]{1,4}|[kKMGT]?(?:B|W|V|Wh|Hz|bps)|°?[CF]")

_BOUND = r"A-Za-z()\[\]“”\"«»"  # what a stretch of Arabic in English text does not reach over
# All that stands between two brackets or quotation marks, or from the first Arabic letter to the last.
_ARABIC = re.compile(
    rf"(?<=[(\[“\"«])(?=[^{_BOUND}{ARABIC_LETTER}]*[{ARABIC_LETTER}])[^{_BOUND}]*+(?=[)\]”\"»])"
    rf"|[{ARABIC_LETTER}](?:[^{_BOUND}]*[{ARABIC_LETTER}])?[{DIACRITICS}]*"
)

_ARABIC_CHARACTER = re.compile(f"[{ARABIC_LETTER}]")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_STRONG = re.compile(f"[{ARABIC_LETTER}{_LATIN}0-9٠-٩۰-۹]")
_LAST_STRONG = re.compile(f"[{ARABIC_LETTER}{_LATIN}](?=[^{ARABIC_LETTER}{_LATIN}]*\\Z)")
_RANGE = ("-", "–", "—", "−")
_PLAIN_NUMBER = re.compile("[0-9]+(?:[.,:/][0-9]+)*")
_LATIN_ENDS = re.compile(f"[{_LATIN}](?:.*[{_LATIN}0-9])?", re.DOTALL)
_ARABIC_ENDS = re.compile(f"[{ARABIC_LETTER}](?:.*[{ARABIC_LETTER}{DIACRITICS}])?", re.DOTALL)


class Against(NamedTuple):
    """A stretch of a text that runs in another direction than the text around it."""

    span: Span
    direction: Direction


def against(text: str, language: Literal["en", "ar"]) -> list[Against]:
    """Return what runs against the direction of a text, in order and without overlap.

    In Arabic these are numbers with their signs, days in digits, telephone numbers, addresses, handles, codes and Latin
    names, each from left to right. The hyphen or dash of a range or a score is not part of a number: the first figure
    stands to the right, as in print. In English it is the Arabic that is quoted.

    Examples
    --------
    >>> text = "بلغ 1,234.56 دولار (F-16/F-35) بين 5-10"
    >>> [found.span.of(text) for found in against(text, "ar")]
    ['1,234.56', 'F-16/F-35', '5', '10']
    """
    if language == "en":
        return [Against(Span(*match.span()), "rtl") for match in _ARABIC.finditer(text)]
    return [Against(span, "ltr") for span in _joined(text, list(_pieces(text)))]


def _pieces(text: str) -> Iterator[tuple[Span, str]]:
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind in ("address", "word"):
            end = _without_punctuation(text, start, end)
        yield Span(start, end), kind


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Return where a token ends without the punctuation of the sentence and without a bracket that it does not open."""
    while end > start + 1:
        last = text[end - 1]
        if last == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        if last not in _TOKEN_END + ")":
            break
        end -= 1
    return end


def _joined(text: str, pieces: list[tuple[Span, str]]) -> Iterator[Span]:
    """Join Latin words side by side, a number behind one (Windows 11), and a number before its Latin unit (50 km)."""
    current: tuple[Span, str] | None = None
    for span, kind in pieces:
        if current and _belong_together(text, current, (span, kind)):
            current = (Span(current[0].start, span.end), "word")
            continue
        if current:
            yield current[0]
        current = (span, kind)
    if current:
        yield current[0]


def _belong_together(text: str, one: tuple[Span, str], other: tuple[Span, str]) -> bool:
    gap = text[one[0].end : other[0].start]
    if one[1] == "word":
        return bool(_BETWEEN.fullmatch(gap)) if other[1] == "word" else other[1] == "number" and gap in (" ", "\u00a0")
    is_unit = other[1] == "word" and bool(_UNIT.fullmatch(other[0].of(text)))
    return one[1] == "number" and is_unit and gap in (" ", "\u00a0")


def unordered(text: str, language: Literal["en", "ar"]) -> list[Against]:
    """Return what runs against a text and would be shown in another order without a mark.

    For formats in which marks are characters: a plain number after Arabic, or a Latin word between Arabic words, is put
    in order by every reader, so that most texts stay as they are.
    """
    return [found for found in against(text, language) if not _orders_itself(text, found)]


def _orders_itself(text: str, found: Against) -> bool:
    inner = found.span.of(text)
    after = _STRONG.search(text, found.span.end)
    if found.direction == "rtl":
        return bool(_ARABIC_ENDS.fullmatch(inner)) and not (after and not _LATIN_LETTER.match(after.group()))
    if _PLAIN_NUMBER.fullmatch(inner):
        before = _LAST_STRONG.search(text, 0, found.span.start)
        alone = text[found.span.end : found.span.end + 1] not in _RANGE
        return bool(_ARABIC_CHARACTER.match(before.group())) if before else alone
    return bool(_LATIN_ENDS.fullmatch(inner)) and not (after and not _ARABIC_CHARACTER.match(after.group()))


def quoted(arabic: str) -> str:
    """Return Arabic that stands in an English line, marked so that it runs from right to left from end to end."""
    text = marked(arabic, "ar")
    return f"{text}{LRM}" if _ARABIC_ENDS.fullmatch(arabic) else f"{RLM}{text}{RLM}{LRM}"


def marked(text: str, language: Literal["en", "ar"]) -> str:
    """Return a text with direction marks around what would be shown in another order without them.

    The marks (U+200E, U+200F) are invisible and change no letter; Word and LibreOffice order a line by them.
    """
    pieces, at = [], 0
    for (start, end), direction in unordered(text, language):
        inner, outer = (LRM, RLM) if direction == "ltr" else (RLM, LRM)
        pieces += [text[at:start], inner, text[start:end], inner, outer]
        at = end
    return "".join([*pieces, text[at:]])
