"""Normal forms for comparing Arabic text, never for showing it.

In: text as it was written. Out: the text with presentation forms, digits, spaces and letter variants brought to
one form, and if wanted the offset of every character in the text it came from.
"""

from __future__ import annotations

import re
import unicodedata

from toolkit.article.characters import DIACRITICS, INVISIBLE

__all__ = ["normalize", "normalize_with_offsets"]

_MARKS = f"\u0300-\u036f{DIACRITICS}"
# No more marks at once than any writing has: the library that composes them takes time that grows with their square.
_CLUSTER = re.compile(f"[^{_MARKS}][{_MARKS}]{{1,30}}")
_DROPPED = re.compile(f"[{DIACRITICS}{INVISIBLE}\u0640]")
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_VARIANTS = {"ک": "ك", "ڪ": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه"}
_FOLDED = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}


def _character_table() -> dict[int, str]:
    table = {code: "" for code in range(0x10000) if _DROPPED.match(chr(code))}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF), *range(0xFF01, 0xFF5F)):
        plain = _DROPPED.sub("", unicodedata.normalize("NFKC", chr(code)))
        if plain != chr(code):
            table[code] = "".join(_VARIANTS.get(character, character) for character in plain)
    table |= {ord(space): " " for space in _SPACES}
    table |= {zero + digit: str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}
    table |= {ord("٫"): ".", ord("٬"): ",", ord("٪"): "%"}
    return table | {ord(variant): plain for variant, plain in _VARIANTS.items()}


_TABLE = _character_table()
_FOLD_TABLE = str.maketrans(_FOLDED)


def normalize(text: str, *, fold_letters: bool = False) -> str:
    """Return `text` in the form in which two spellings of the same words compare equal.

    Composed (NFC) letters; Arabic presentation forms and full-width Latin as plain letters; no tatweel, vowel
    marks or invisible characters; every kind of blank but the newline as a space; Arabic and Persian digits,
    decimal and thousands signs and the percent sign in ASCII; Persian and Urdu kaf, ya and ha as the Arabic ones.

    Parameters
    ----------
    text
        Any text.
    fold_letters
        Also make one of the letters that writers confuse: alef with hamza or madda (`أإآٱ` to `ا`), alef maqsura
        (`ى` to `ي`), ta marbuta (`ة` to `ه`) and hamza carriers (`ؤ` to `و`, `ئ` to `ي`). For matching only:
        different words fall together (`على`, `علي`).

    Examples
    --------
    >>> normalize("الـ٦ آلاف جنديّ")
    'ال6 آلاف جندي'
    """
    plain = _CLUSTER.sub(_compose, text).translate(_TABLE)
    return plain.translate(_FOLD_TABLE) if fold_letters else plain


def normalize_with_offsets(text: str, *, fold_letters: bool = False) -> tuple[str, list[int]]:
    """Return `normalize(text)` and, for each of its characters, where in `text` it came from.

    Returns
    -------
    (str, list[int])
        The normal form `n`, and `len(n) + 1` offsets that never decrease: `n[i]` comes from `text[offsets[i]]`, and a
        match `n[a:b]` is written `text[offsets[a]:offsets[b]]`, marks that follow its last letter included.

    Examples
    --------
    >>> normalize_with_offsets("عـام ٢٠٢٥")
    ('عام 2025', [0, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    while position < len(text):
        cluster = _CLUSTER.match(text, position)
        end = cluster.end() if cluster else position + 1
        plain = normalize(text[position:end], fold_letters=fold_letters)
        pieces.append(plain)
        offsets.extend([position] * len(plain))
        position = end
    offsets.append(len(text))
    return "".join(pieces), offsets


def _compose(cluster: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", cluster.group())
