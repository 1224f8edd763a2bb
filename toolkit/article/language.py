"""Whether a text is Arabic that can be briefed. In: text. Out: notes, or an error that says what it is instead."""

from __future__ import annotations

import re

from toolkit.article.characters import arabic_letters, letters
from toolkit.errors import EncodingError, NoArabicError

__all__ = ["check_language"]

_LATIN_MOJIBAKE = re.compile("[ØÙÛÚ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122ƒˆ˜]")
_ARABIC_MOJIBAKE = re.compile("[طظ][\u00a0-\u00bf\u2013-\u2122¢§£¤±„¬…†ƒ‰ٹپچ„ژکگ‚ˆ‡‘’“”•–—™ڑœ‌‍¯¸¹»¼½¾؛؟،ءآأإ]")
_ENOUGH = 5


def check_language(text: str, name: str) -> tuple[str, ...]:
    """Return notes about the language of `text`; `name` says in errors which text it is.

    Raises
    ------
    EncodingError
        The text is Arabic decoded with a wrong encoding (mojibake).
    NoArabicError
        There is no Arabic letter in it.
    """
    arabic = arabic_letters(text)
    garbled = len(_LATIN_MOJIBAKE.findall(text))
    if garbled > max(_ENOUGH, arabic):
        raise _mojibake(name, "Latin letters such as Ø and Ù")
    if len(_ARABIC_MOJIBAKE.findall(text)) * 3 > max(3 * _ENOUGH, arabic):
        raise _mojibake(name, "ط and ظ followed by signs")
    if arabic == 0:
        raise NoArabicError(
            f"{name} holds no Arabic letters.", remedy="Give an Arabic article, or check that this is the right file."
        )
    share = arabic / max(letters(text), 1)
    if share < 0.5:
        return (f"Only {share:.0%} of the letters are Arabic; the rest is kept as it is.",)
    return ()


def _mojibake(name: str, signs: str) -> EncodingError:
    return EncodingError(
        f"{name} is garbled: Arabic that was decoded with a wrong encoding ({signs}).",
        remedy="Get the original file, or open it in the program that made it and save it as UTF-8.",
    )
