"""Which stretches of a text run against it: numbers, Latin names and addresses in Arabic, and Arabic in English.

Every format asks here, with the whole text and before it is cut for highlights, so that all show the same. What is
decided and why stands in `docs/right-to-left.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from toolkit.article.normalize import ARABIC_LETTER, DIACRITICS
from toolkit.article.types import Span

Direction = Literal["ltr", "rtl"]

LRM, RLM = "\u200e", "\u200f"
LRI, RLI, PDI, LRE, LRO, PDF = "\u2066", "\u2067", "\u2069", "\u202a", "\u202d", "\u202c"

# --- Latin text, numbers and addresses in Arabic ----------------------------------------------------------------------

# Latin, Greek and Cyrillic letters, with the accents that join them
_LATIN = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u052f\u1e00-\u1eff"
_EASTERN = "٠-٩۰-۹"
_D = f"0-9{_EASTERN}"
_CURRENCY = "$€£¥₪₺₽₹¢"
_BLANK = "[ \u00a0\u202f]"
_EDGE = r"\s()\[\]{}«»“”‘\"،؛؟!…"  # what ends a token in any case
_TOKEN_END = ".,;:!?'’*-–—=|\\"  # punctuation of the sentence behind a token

ADDRESS = r"(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|www\.)[^\s<>«»“”\"،؛]+"
_WORD = (  # a token with a Latin letter in it: a name, a code, a file, an address, a handle, a version
    rf"(?:(?:(?<![\w/])[~/\\.+&-]{{1,2}})?[@#$]?[^{_EDGE}{ARABIC_LETTER}{DIACRITICS}\u0640{_EASTERN}@#$~/\\+&]*"
    rf"[{_LATIN}][^{_EDGE}{ARABIC_LETTER}{DIACRITICS}\u0640{_EASTERN}]*)"
)
_HASHTAG = rf"[@#][{_LATIN}]\w*[{ARABIC_LETTER}]\w*"
_GLUED = rf"(?![{_D}{_LATIN}]|[-–./:_@\\+]+[{_LATIN}])"  # a number that goes on as a code or a file is none
_DAY = (
    rf"(?<![{_D}])(?<![{_D}][-–./])(?:[{_D}]{{4}}(?P<a>[-–./])[{_D}]{{1,2}}(?P=a)[{_D}]{{1,2}}"
    rf"|[{_D}]{{1,2}}(?P<b>[-–./])[{_D}]{{1,2}}(?P=b)(?:[{_D}]{{4}}|[{_D}]{{2}}))(?![-–./][{_D}]){_GLUED}"
)
_STOP = "[ \u00a0.-]"
_PHONE_DIGITS = rf"(?:(?:{_STOP}|{_STOP}?\(|\){_STOP}?)?[{_D}])"
_PHONE = (
    rf"(?<![{_D}])(?:(?:\+(?={_PHONE_DIGITS}{{7}})|(?={_PHONE_DIGITS}{{8}})(?=\(?[0٠۰][{_D}])"
    rf"(?![{_D}]{{1,2}}(?P<d>[-.])[{_D}]{{1,2}}(?P=d)[{_D}]{{2,4}}(?![{_D}]))){_PHONE_DIGITS}{{7,17}}+"
    rf"|(?:1{_STOP})?[{_D}]{{3}}(?P<c>{_STOP})[{_D}]{{3}}(?P=c)[{_D}]{{4}}|[{_D}]{{4}}(?:{_BLANK}[{_D}]{{4}}){{3}}){_GLUED}"
)
_UNIT = (
    r"(?:[kKMGTmcnµμ]?(?:Wh|W|Hz|B|b|bps|V|eV|m|g|l|L|s|t|J)(?:[²³]|[23](?![0-9]))?(?:/(?:h|s|km|m[²³23]?|kg))?"
    r"|km/h|kmh|mph|kph|ft|lb|lbs|oz|mi|ha|min|hrs?|h|sec|ppm|dB|[KMGT]iB|°[CF]|[AaPp]\.?[Mm]\.?|GMT|UTC|bn|mn|tn"
    r"|[mb]illion|trillion|percent|pct|[A-Z]{3})"
)
_AMOUNT = (
    rf"(?:[A-Z]{{0,2}}[{_CURRENCY}])?"
    rf"(?:[{_D}]{{1,3}}(?:{_BLANK}[{_D}]{{3}})+(?![{_D}]|[ -][{_D}])(?:[.,٫][{_D}]+)?|[{_D}]+(?:[.,:/'’٫٬،][{_D}]+)*)"
    rf"(?:{_BLANK}?[%‰٪]|{_BLANK}?°(?![CF])|{_BLANK}?[{_CURRENCY}](?!{_BLANK}?[{_D}])|\+(?![{_D}]))?"
    rf"(?:{_BLANK}?{_UNIT}(?![{_LATIN}{_D}²³]|[-./][{_LATIN}]))?"
)
_SIGN = rf"(?:(?:(?<![\w%٪‰{_CURRENCY})\]])(?<![{_D}%٪] )|(?<=\sو)|(?<=^و)|(?<=\u0640))[+±~≈<>≤≥#№−-])?"
_DASH = "[-–—−+×=]"
_SUM = rf"(?>{_SIGN}{_AMOUNT}(?:{_DASH}{_AMOUNT})*){_GLUED}"
_PIECE = re.compile(
    rf"(?P<address>{ADDRESS}|{_HASHTAG})|(?P<day>{_DAY})|(?P<phone>{_PHONE})|(?P<sum>{_SUM})|(?P<word>{_WORD})"
    rf"|[^{_EDGE}{_LATIN}{ARABIC_LETTER}{_D}{_CURRENCY}@#]{{4,}}+"  # rules and the like, taken at once
)
_PART = re.compile(rf"{_SIGN}{_AMOUNT}")
_DIGITS = re.compile(f"[{_D}]+")
_EASTERN_NUMBER = re.compile(f"[{_EASTERN}]+(?:[./][{_EASTERN}]+)*")  # is in order as such
_MONTH = re.compile("(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
_INITIALS = re.compile(rf"(?<![{_LATIN}])(?:[{_LATIN}]\.){{2,}}\Z")
_SHORTENED = re.compile(rf"(?<![{_LATIN}])(?:[A-Z][a-z]{{0,3}}|vs)\Z")
_TO_WORD = re.compile("[ \u00a0]|[,:/&] | [-–/&] |(?P<stop>\\. )")
_TO_NUMBER = re.compile("[ \u00a0]|(?P<stop>\\. )")
_OPENED = re.compile(rf"[ \u00a0]?\((?=[^(){ARABIC_LETTER}]*\))")


class Against(NamedTuple):
    """A stretch of a text that runs in another direction than the text around it.

    `forced` says that its characters have to be put in order one by one: Unicode would order the groups of a telephone
    number in Arabic digits from right to left even here.
    """

    span: Span
    direction: Direction
    forced: bool = False


class Stretch(NamedTuple):
    """A part of an Arabic text for a format whose runs have a direction each."""

    text: str
    direction: Direction


class _Found(NamedTuple):
    """What was found in Arabic: one stretch, or the figures of a range or a sum, each a stretch of its own."""

    span: Span
    kind: Literal["word", "number"]
    parts: tuple[Span, ...]


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
        return [Against(span, "rtl") for span in _arabic_in(text)]
    parts = (part for found in _joined(text) for part in found.parts)
    return [Against(part, "ltr", _is_forced(part.of(text))) for part in parts]


def _is_forced(text: str) -> bool:
    return bool(re.search(f"[{_EASTERN}]", text)) and not re.search(f"[{ARABIC_LETTER}{_LATIN}]", text)


def _found(text: str) -> Iterator[_Found]:
    for match in _PIECE.finditer(text):
        if not match.lastgroup:
            continue
        span = Span(*match.span())
        if match.lastgroup == "sum":
            yield _Found(span, "number", tuple(_figures(text, span)))
        elif match["day"] or match["phone"]:
            yield _Found(span, "number", () if _EASTERN_NUMBER.fullmatch(match.group()) else (span,))
        else:
            span = Span(span.start, _without_punctuation(text, span.start, span.end))
            yield _Found(span, "word", (span,))


def _figures(text: str, span: Span) -> Iterator[Span]:
    """Yield the stretches of a number, a range or a sum; Arabic digits need none, they are in order as such."""
    whole = span.of(text)
    if _is_code(whole):
        yield span
        return
    for part in _PART.finditer(text, span.start, span.end):
        if not re.search(f"[{_EASTERN}]", part.group()):
            yield Span(*part.span())
        elif grouped := re.search(rf"[{_EASTERN}]+(?:{_BLANK}[{_EASTERN}]+)+", part.group()):
            yield Span(part.start() + grouped.start(), part.start() + grouped.end())


def _is_code(whole: str) -> bool:
    """Tell the figures of a code (ISBN, a local telephone number, a month) from those of a range, a score or a sum."""
    groups = whole.split("-")
    if len(groups) < 2 or not all(_DIGITS.fullmatch(group) for group in groups):
        return False
    if len(groups) > 2:
        return any(len(group) > 1 for group in groups)
    led_by_zero = any(group[0] in "0٠۰" and len(group) > 1 for group in groups)
    return bool(_MONTH.fullmatch(whole)) or (led_by_zero and len(whole) > 5)


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Return where a token ends without the punctuation of the sentence and without a bracket that it does not open."""
    while end > start + 1:
        last = text[end - 1]
        if last == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        if last not in _TOKEN_END + ")" or (last == "." and _INITIALS.search(text, max(start, end - 12), end)):
            break
        end -= 1
    return end


def _joined(text: str) -> Iterator[_Found]:
    """Join Latin words side by side with the numbers and brackets behind them: Windows 11, Google (Alphabet)."""
    current: _Found | None = None
    for found in _found(text):
        if current and found.span.end <= current.span.end:  # in a bracket that is taken in already
            continue
        end = _joined_end(text, current, found) if current and current.kind == "word" else None
        if current and end:
            span = Span(current.span.start, end)
            current = _Found(span, "word", (span,))
            continue
        if current:
            yield current
        current = found
    if current:
        yield current


def _joined_end(text: str, one: _Found, other: _Found) -> int | None:
    """Return where the two end as one, None where they stay two."""
    gap = text[one.span.end : other.span.start]
    if not gap and text[one.span.end - 1] == ")":
        return other.span.end
    opened = _OPENED.match(text, one.span.end)
    if opened and opened.end() == other.span.start:
        return text.index(")", other.span.start) + 1
    of_a_date = gap == ", " and text[one.span.end - 1].isdigit()  # July 4, 2025
    match = (_TO_WORD if other.kind == "word" or of_a_date else _TO_NUMBER).fullmatch(gap)
    if not match or (
        match["stop"] and not _SHORTENED.search(text, max(one.span.start, one.span.end - 6), one.span.end)
    ):
        return None
    return other.span.end


# --- Arabic in English ------------------------------------------------------------------------------------------------

_ARABIC_CHARACTER = re.compile(f"[{ARABIC_LETTER}]")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "‘": "’", '"': '"'}
_TAIL = re.compile(rf"(?:[{DIACRITICS}\u0640]|[-_/.]?[{_D}]+(?![{_D}]*[.,:/-][{_D}]))+")
_REACH, _DEPTH = 400, 4  # characters and brackets; a quotation that is longer is no quotation


def _arabic_in(text: str) -> Iterator[Span]:
    """Yield the Arabic of an English text: all between two quotation marks or brackets, or from letter to letter."""
    if not _LATIN_LETTER.search(text):
        if _ARABIC_CHARACTER.search(text):
            yield Span(len(text) - len(text.lstrip()), len(text.rstrip()))
        return
    at = 0
    while first := _ARABIC_CHARACTER.search(text, at):
        start = first.start()
        span = _enclosed(text, at, start) or Span(start - (text[at:start][-1:] in ("#", "@")), _last(text, start))
        yield span
        at = span.end


def _enclosed(text: str, floor: int, at: int) -> Span | None:
    """Return all that stands between the brackets or quotation marks around `at`, if there is no Latin letter in it."""
    start = at
    while start > max(floor, at - _REACH) and text[start - 1] not in _PAIRS and not _closes(text[start - 1]):
        start -= 1
        if _LATIN_LETTER.match(text, start):
            return None
    if start == floor or text[start - 1] not in _PAIRS:
        return None
    closer, opener, depth = _PAIRS[text[start - 1]], text[start - 1], 0
    for end in range(at, min(len(text), at + _REACH)):
        if text[end] == closer and not depth:
            return Span(start, end)
        if _LATIN_LETTER.match(text, end):
            return None
        depth += (text[end] == opener) - (text[end] == closer)
        if depth > _DEPTH:
            break
    return None


def _closes(character: str) -> bool:
    return character in _PAIRS.values()


def _last(text: str, start: int) -> int:
    """Return where the Arabic that begins at `start` ends: with its brackets closed, or where a list parts it."""
    end, open_marks = start, [""]
    for at in range(start, len(text)):
        character = text[at]
        if _LATIN_LETTER.match(character) or character == "\n":
            break
        if character == open_marks[-1]:
            open_marks.pop()
            end = at + 1 if len(open_marks) == 1 else end
        elif character in _PAIRS:
            open_marks.append(_PAIRS[character])
        elif (
            _closes(character)
            or len(open_marks) > _DEPTH
            or (text.startswith((", ", "; "), at) and len(open_marks) == 1)
        ):
            break
        elif _ARABIC_CHARACTER.match(character) and len(open_marks) == 1:
            end = at + 1
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


# --- marks for formats without elements -------------------------------------------------------------------------------

_STRONG = re.compile(f"[{ARABIC_LETTER}{_LATIN}{_D}]")
_PLAIN_NUMBER = re.compile("[0-9]+(?:[.,:/][0-9]+)*")
_LATIN_ENDS = re.compile(f"[{_LATIN}](?:[^{ARABIC_LETTER}]*[{_LATIN}0-9])?")
_ARABIC_ENDS = re.compile(f"[{ARABIC_LETTER}](?:.*[{ARABIC_LETTER}{DIACRITICS}])?", re.DOTALL)
_LAST_LETTER = re.compile(f"[{ARABIC_LETTER}{_LATIN}](?=[^{ARABIC_LETTER}{_LATIN}]*\\Z)")
_INSIDE = re.compile(f"[^{_D}]+")


def unordered(text: str, language: Literal["en", "ar"]) -> list[Against]:
    """Return what runs against a text and would be shown in another order without a mark.

    For formats in which marks are characters: a plain number after Arabic, or a Latin word between Arabic words, is put
    in order by every reader, so that most texts stay as they are.
    """
    kept, last, at = [], "", 0
    for found in against(text, language):
        between = text[at : found.span.start]
        letter = _LAST_LETTER.search(between)
        last = letter.group() if letter else last
        if not _orders_itself(text, found, last):
            kept.append(found)
            last = "ع"  # what is marked leaves the direction of the text behind it
        elif letter := _LAST_LETTER.search(found.span.of(text)):
            last = letter.group()
        at = found.span.end
    return kept


def _orders_itself(text: str, found: Against, last: str) -> bool:
    inner = found.span.of(text)
    after = _STRONG.search(text, found.span.end)
    if found.direction == "rtl":
        whole = bool(_ARABIC_ENDS.fullmatch(inner)) and not (after and not _LATIN_LETTER.match(after.group()))
        return whole and not unordered(inner, "ar")
    if _PLAIN_NUMBER.fullmatch(inner):
        if last:
            return bool(_ARABIC_CHARACTER.match(last))
        return not re.match(_DASH, text[found.span.end : found.span.end + 1])
    return bool(_LATIN_ENDS.fullmatch(inner)) and not (after and not _ARABIC_CHARACTER.match(after.group()))


def quoted(arabic: str) -> list[Stretch]:
    """Return the stretches of Arabic that stands in an English line, so that it runs from right to left as a whole."""
    opens = "" if _ARABIC_ENDS.fullmatch(arabic) else RLM
    return _merged([Stretch(opens, "rtl"), *stretches(arabic), Stretch(opens + LRM, "rtl")])


def stretches(arabic: str) -> list[Stretch]:
    """Cut Arabic text by direction, with marks around what would be shown in another order without them.

    The marks (U+200E, U+200F) are invisible and change no letter; Word and LibreOffice order a line by them.
    """
    to_mark = set(unordered(arabic, "ar"))
    parts, at = [], 0
    for found in against(arabic, "ar"):
        body = found.span.of(arabic)
        direction: Direction = "rtl" if _PLAIN_NUMBER.fullmatch(body) else "ltr"
        parts.append(Stretch(arabic[at : found.span.start], "rtl"))
        if found in to_mark:
            body = _held(body, forced=found.forced)
            parts += [Stretch(f"{LRM}{body}{LRM}", direction), Stretch(RLM, "rtl")]
        else:
            parts.append(Stretch(body, direction))
        at = found.span.end
    return _merged([*parts, Stretch(arabic[at:], "rtl")])


def _held(body: str, *, forced: bool) -> str:
    """Keep what is in a stretch from left to right in order where marks at its ends do not do it."""
    if forced:
        return _INSIDE.sub(lambda neutral: f"{LRM}{neutral.group()}{LRM}", body)
    return f"{LRE}{body}{PDF}" if _ARABIC_CHARACTER.search(body) else body


def _merged(parts: list[Stretch]) -> list[Stretch]:
    grouped = groupby((part for part in parts if part.text), key=lambda part: part.direction)
    return [Stretch("".join(part.text for part in group), direction) for direction, group in grouped]


def marked(arabic: str) -> str:
    """Return Arabic text with the marks of `stretches` in it."""
    return "".join(stretch.text for stretch in stretches(arabic))


def isolated(text: str, language: Literal["en", "ar"], show: Callable[[str], str] = str) -> str:
    """Return a text with isolates (U+2066 to U+2069) around what would be shown in another order without them.

    For plain text that a browser or a terminal orders; `show` is applied to what stands between the isolates.
    """
    parts, at = [], 0
    for (start, end), direction, forced in unordered(text, language):
        inner = text[start:end]
        parts.append(show(text[at:start]))
        if direction == "rtl":
            parts.append(f"{RLI}{isolated(inner, 'ar', show)}{PDI}")
        else:
            parts.append(f"{LRI}{LRO}{show(inner)}{PDF}{PDI}" if forced else f"{LRI}{show(inner)}{PDI}")
        at = end
    return "".join([*parts, show(text[at:])])
