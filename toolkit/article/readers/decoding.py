"""Bytes to text. In: bytes, and the encoding if something names it. Out: text and the encoding's name.

UTF-8 and UTF-16 (with or without a byte-order mark), UTF-32 with one, Windows-1256 and ISO-8859-6. The last two
are told apart by how many of the commonest Arabic words each reading gives.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from toolkit.article.language import COMMON_ARABIC
from toolkit.article.normalize import arabic_letters
from toolkit.errors import EncodingError

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("windows-1256", "iso-8859-6")
_NAMES = {"utf-8-sig": "utf-8", "cp1256": "windows-1256", "iso8859-6": "iso-8859-6"}
_SAMPLE = 200_000
_MOSTLY_UTF8 = 20
_WORD = re.compile(r"\w+")
_REMEDY = "Save the file as UTF-8, or name its encoding: read(..., encoding='windows-1256')."


def decode(data: bytes, name: str, *, encoding: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding.

    Parameters
    ----------
    data
        The bytes of a text.
    name
        What the text is called in errors.
    encoding
        The encoding the user names: it is used, or the error says where it fails.
    declared
        The encoding that the page or server names: it is used where it fits.

    Raises
    ------
    EncodingError
        No known encoding fits; the message names the first byte that does not.
    """
    if encoding is not None:
        return _as_told(data, name, encoding)
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        return _strict(data, name, marked), _NAMES.get(marked, marked)
    guess = _wide(data)
    if guess is not None:
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


def _wide(data: bytes) -> str | None:
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
    told = _NAMES.get(_codec_name(declared), _codec_name(declared))
    best = told if scores.get(told, 0) > 0 else max(scores, key=lambda codec: scores[codec])
    if scores[best] <= 0:
        raise _undecodable(data, name, "utf-8", error) from None
    return _strict(data, name, best), best


def _codec_name(encoding: str | None) -> str:
    try:
        return codecs.lookup(encoding or "").name
    except (LookupError, ValueError):
        return ""


def _score(sample: bytes, codec: str) -> float:
    """Return how Arabic the bytes read in `codec`: the share of words that are common, or negative for none."""
    text = sample.decode(codec, "replace")
    words = _WORD.findall(text)
    common: int = sum(word in COMMON_ARABIC or (word.startswith("ال") and len(word) > 4) for word in words)
    if not words or arabic_letters(text) < 0.4 * sum(map(len, words)):
        return -1.0
    return float(common / len(words) - text.count("\ufffd") / len(text))
