"""Bytes to text, and what is doubtful about it: a wrong encoding, another language, characters that nobody sees.

UTF-8 and UTF-16 (with or without a byte-order mark), UTF-32 with one, Windows-1256 and ISO-8859-6. The last two
are told apart by how many of the commonest Arabic words each reading gives.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from toolkit.article.lexicon import words
from toolkit.article.normalize import BIDI_CONTROLS, arabic_letters, letters, strip_marks
from toolkit.errors import EncodingError, NoArabicError

_NEIGHBOURS = tuple((language, words("foreign_words", language)) for language in ("Persian", "Urdu"))
COMMON_ARABIC = words("arabic_function_words").difference(*(common for _, common in _NEIGHBOURS))
"""Words without which no Arabic is written, and which Persian and Urdu do not have."""

_LATIN_MOJIBAKE = re.compile("[ØÙÛÚ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122ƒˆ˜]")
_ARABIC_MOJIBAKE = re.compile("[طظ][\u00a0-\u00bf\u2013-\u2122ƒ‰ٹپچژگکڈڑںˆœ\u200c\u200d¢£¤¥¦§¨©؛؟،ہءآأؤإئ]")
_ACCENTED = re.compile("[\u00c0-\u00ff]")
_ENOUGH = 5
_ODDITIES = (
    (re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"), "control character", "kept in the text"),
    (re.compile(f"[{BIDI_CONTROLS}]"), "bidirectional control character", "kept in the text"),
    (
        re.compile("[\ufffd\ufff9-\ufffb\ue000-\uf8ff]|[\ud800-\udfff]"),
        "replacement, private-use or broken character",
        "the original characters are lost; kept",
    ),
)
_MARKS = {  # the longer ones first
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LEGACY = ("windows-1256", "iso-8859-6")
_NAMES = {"utf-8-sig": "utf-8", "cp1256": "windows-1256", "iso8859-6": "iso-8859-6"}
_SAMPLE = 400_000
_MOSTLY_UTF8 = 20
_WORD = re.compile(r"\w+")
_REMEDY = "Save the file as UTF-8, or name its encoding: read(..., encoding='windows-1256')."


def decode(data: bytes, name: str, *, encoding: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding; `name` says in errors which text it is.

    `encoding` is what the user names, and is used or fails; `declared` is what the page or server names, and is used
    where it fits.

    Raises
    ------
    EncodingError
        No known encoding fits; the message names the first byte that does not.
    """
    if encoding is not None:
        return _as_told(data, name, encoding)
    for mark, codec in _MARKS.items():
        if data.startswith(mark):
            return _strict(data, name, codec), _NAMES.get(codec, codec)
    if (guess := wide_encoding(data)) is not None:
        return _strict(data, name, guess), guess
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _legacy(data, name, declared, error)


def _as_told(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        codec = codecs.lookup(encoding)
        if not codec._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        raise EncodingError(
            f"There is no encoding called {encoding!r}.", remedy="Name one such as utf-8, utf-16 or windows-1256."
        ) from None
    is_utf8 = codec.name == "utf-8"
    return _strict(data, name, "utf-8-sig" if is_utf8 else codec.name), _NAMES.get(codec.name, codec.name)


def _strict(data: bytes, name: str, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeError as error:
        raise _undecodable(data, name, _NAMES.get(codec, codec), error) from None


def _undecodable(data: bytes, name: str, encoding: str, error: UnicodeError) -> EncodingError:
    at = error.start if isinstance(error, UnicodeDecodeError) else 0
    if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8):
        at += len(codecs.BOM_UTF8)
    shown = f" (0x{data[at]:02x})" if at < len(data) else ""
    return EncodingError(f"{name} is not {encoding.upper()}: byte {at}{shown} cannot be decoded.", remedy=_REMEDY)


def wide_encoding(data: bytes) -> str | None:
    """Return utf-16-le or -be when every second byte looks like the high byte of Arabic or Latin text."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        counts = Counter(high)
        if counts[0x06] and counts[0x06] + counts[0x00] >= 0.9 * len(high):
            return codec
    return None


def _legacy(data: bytes, name: str, declared: str | None, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode bytes that are not UTF-8: damaged UTF-8 is an error, an old Arabic code page is read."""
    sample = data[:_SAMPLE]
    lenient = sample.decode("utf-8", "replace")
    if arabic_letters(lenient) > _MOSTLY_UTF8 * lenient.count("\ufffd"):
        raise _undecodable(data, name, "utf-8", error) from None
    scores = {codec: _score(sample, codec) for codec in _LEGACY}
    told = ""
    with suppress(LookupError, ValueError):
        told = codecs.lookup(declared or "").name
    told = _NAMES.get(told, told)
    best = told if scores.get(told, 0) > 0 else max(scores, key=lambda codec: scores[codec])
    if scores[best] <= 0:
        raise _undecodable(data, name, "utf-8", error) from None
    return _strict(data, name, best), best


def _score(sample: bytes, codec: str) -> float:
    """Return how Arabic the bytes read in `codec`: the share of words that are common, or negative for none."""
    text = sample.decode(codec, "replace")
    found = _WORD.findall(text)
    common = sum(word in COMMON_ARABIC or (word.startswith("ال") and len(word) > 4) for word in found)
    if not found or arabic_letters(text) < 0.4 * sum(map(len, found)):
        return -1.0
    return float(common / len(found) - text.count("\ufffd") / len(text))


def check_language(text: str, name: str) -> Iterator[str]:
    """Yield notes about the language of `text`; `name` says in errors which text it is.

    Raises
    ------
    EncodingError
        The text is Arabic decoded with a wrong encoding (mojibake).
    NoArabicError
        There is no Arabic letter in it.
    """
    sample = text[:_SAMPLE]
    arabic, whole = arabic_letters(sample) or arabic_letters(text), letters(sample)
    garbled = {
        "Latin letters such as Ø and Ù": len(_LATIN_MOJIBAKE.findall(sample)) > max(_ENOUGH, arabic),
        "ط and ظ followed by signs": len(_ARABIC_MOJIBAKE.findall(sample)) * 3 > max(3 * _ENOUGH, arabic),
        "mostly accented Latin letters": len(_ACCENTED.findall(sample)) * 2 > whole > 0,
        "replacement characters": sample.count("\ufffd") * 10 > arabic > 0,
    }
    for signs, found in garbled.items():
        if found:
            raise EncodingError(
                f"{name} is garbled: Arabic that was decoded with a wrong encoding ({signs}).",
                remedy="Get the original file, or open it in the program that made it and save it as UTF-8.",
            )
    if arabic == 0:
        raise NoArabicError(
            f"{name} holds no Arabic letters.", remedy="Give an Arabic article, or check that this is the right file."
        )
    if arabic < 0.5 * whole:
        yield f"Only {arabic / whole:.0%} of the letters are Arabic; the rest is kept as it is."
    lines = [[strip_marks(word) for word in line.split()] for line in sample.splitlines() if line.strip()]
    for language, common in _NEIGHBOURS:
        if foreign := sum(_is_of(line, common) for line in lines):
            yield (
                f"{foreign} of {len(lines)} lines look {language}, not Arabic; they are kept, and a translation of "
                "them is not to be trusted."
            )


def _is_of(line: list[str], common: frozenset[str]) -> bool:
    hits = sum(word in common for word in line)
    return hits >= 2 and hits > 1.5 * sum(word in COMMON_ARABIC for word in line) and hits >= 0.08 * len(line)


def describe_oddities(text: str) -> Iterator[str]:
    """Say which control, bidi and replacement characters `text` holds, one note for each sort.

    Examples
    --------
    >>> list(describe_oddities("قال\\u202e الرئيس"))
    ['Holds 1 bidirectional control character (1 × U+202E RIGHT-TO-LEFT OVERRIDE); kept in the text.']
    """
    for pattern, name, fate in _ODDITIES:
        if found := Counter(pattern.findall(text)):
            most = ", ".join(f"{n} × {_name(character)}" for character, n in found.most_common(3))
            yield f"Holds {found.total()} {name}{'s' if found.total() > 1 else ''} ({most}); {fate}."


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
