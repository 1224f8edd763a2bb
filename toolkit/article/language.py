"""Whether a text is Arabic that can be briefed. In: text. Out: notes, or an error that says what it is instead."""

from __future__ import annotations

import re

from toolkit.article.characters import arabic_letters, letters
from toolkit.article.lexicon import words
from toolkit.article.normalize import strip_marks
from toolkit.errors import EncodingError, NoArabicError

__all__ = ["COMMON_ARABIC", "check_language"]

_NEIGHBOURS = tuple((language, words("foreign_words", language)) for language in ("Persian", "Urdu"))
COMMON_ARABIC = words("arabic_function_words").difference(*(common for _, common in _NEIGHBOURS))
"""Words without which no Arabic is written, and which Persian and Urdu do not have."""

_LATIN_MOJIBAKE = re.compile("[ØÙÛÚ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122ƒˆ˜]")
_ARABIC_MOJIBAKE = re.compile("[طظ][\u00a0-\u00bf\u2013-\u2122ƒ‰ٹپچژگکڈڑںˆœ\u200c\u200d¢£¤¥¦§¨©؛؟،ہءآأؤإئ]")
_ACCENTED = re.compile("[\u00c0-\u00ff]")
_ENOUGH = 5
_SAMPLE = 400_000


def check_language(text: str, name: str) -> tuple[str, ...]:
    """Return notes about the language of `text`; `name` says in errors which text it is.

    Raises
    ------
    EncodingError
        The text is Arabic decoded with a wrong encoding (mojibake).
    NoArabicError
        There is no Arabic letter in it.
    """
    sample = text[:_SAMPLE]
    arabic = arabic_letters(sample) or arabic_letters(text)
    if len(_LATIN_MOJIBAKE.findall(sample)) > max(_ENOUGH, arabic):
        raise _mojibake(name, "Latin letters such as Ø and Ù")
    if len(_ARABIC_MOJIBAKE.findall(sample)) * 3 > max(3 * _ENOUGH, arabic):
        raise _mojibake(name, "ط and ظ followed by signs")
    if len(_ACCENTED.findall(sample)) * 2 > letters(sample) > 0:
        raise _mojibake(name, "mostly accented Latin letters")
    if sample.count("\ufffd") * 10 > arabic > 0:
        raise _mojibake(name, "replacement characters")
    if arabic == 0:
        raise NoArabicError(
            f"{name} holds no Arabic letters.", remedy="Give an Arabic article, or check that this is the right file."
        )
    return (*_share_note(arabic, letters(sample)), *_neighbour_notes(sample))


def _share_note(arabic: int, everything: int) -> tuple[str, ...]:
    share = arabic / max(everything, 1)
    if share >= 0.5:
        return ()
    return (f"Only {share:.0%} of the letters are Arabic; the rest is kept as it is.",)


def _neighbour_notes(text: str) -> tuple[str, ...]:
    """Say how many lines look Persian or Urdu, which share the script."""
    notes = []
    lines = [[strip_marks(word) for word in line.split()] for line in text.splitlines() if line.strip()]
    for language, common in _NEIGHBOURS:
        foreign = sum(_is_of(line, common) for line in lines)
        if foreign:
            notes.append(
                f"{foreign} of {len(lines)} lines look {language}, not Arabic; they are kept, and a translation of "
                "them is not to be trusted."
            )
    return tuple(notes)


def _is_of(line: list[str], common: frozenset[str]) -> bool:
    hits = sum(word in common for word in line)
    return hits >= 2 and hits > 1.5 * sum(word in COMMON_ARABIC for word in line) and hits >= 0.08 * len(line)


def _mojibake(name: str, signs: str) -> EncodingError:
    return EncodingError(
        f"{name} is garbled: Arabic that was decoded with a wrong encoding ({signs}).",
        remedy="Get the original file, or open it in the program that made it and save it as UTF-8.",
    )
