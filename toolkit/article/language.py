"""What is doubtful about a text before it is read: another language, a wrong encoding, characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from toolkit.article.lexicon import words
from toolkit.article.normalize import BIDI_CONTROLS, arabic_letters, letters, strip_marks
from toolkit.errors import EncodingError, NoArabicError

__all__ = ["COMMON_ARABIC", "check_language", "describe_oddities"]

_NEIGHBOURS = tuple((language, words("foreign_words", language)) for language in ("Persian", "Urdu"))
COMMON_ARABIC = words("arabic_function_words").difference(*(common for _, common in _NEIGHBOURS))
"""Words without which no Arabic is written, and which Persian and Urdu do not have."""

_LATIN_MOJIBAKE = re.compile("[ØÙÛÚ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122ƒˆ˜]")
_ARABIC_MOJIBAKE = re.compile("[طظ][\u00a0-\u00bf\u2013-\u2122ƒ‰ٹپچژگکڈڑںˆœ\u200c\u200d¢£¤¥¦§¨©؛؟،ہءآأؤإئ]")
_ACCENTED = re.compile("[\u00c0-\u00ff]")
_ENOUGH = 5
_SAMPLE = 400_000
_ODDITIES = (
    (re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"), "control character", "kept in the text"),
    (re.compile(f"[{BIDI_CONTROLS}]"), "bidirectional control character", "kept in the text"),
    (
        re.compile("[\ufffd\ufff9-\ufffb\ue000-\uf8ff]|[\ud800-\udfff]"),
        "replacement, private-use or broken character",
        "the original characters are lost; kept",
    ),
)


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
