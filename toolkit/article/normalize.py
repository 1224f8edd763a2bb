"""The characters of Arabic text, and the normal form in which it is compared by reader, memory and checks; never shown.

Vowel marks are not part of it: `عُمان` and `عمان` are equal. Where both of two words are written with marks, the marks
tell them apart (`عُمان` is Oman, `عمّان` is Amman): `same_as_written`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARABIC_LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c7\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
"""Arabic letters, presentation forms too, for use inside a character class. Tatweel is not a letter."""

DIACRITICS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
"""Vowel marks and Quranic signs."""

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Characters without a shape of their own: joiners, direction marks, soft hyphen, byte-order mark."""

BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they reorder what the reader sees."""

NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"
OPENERS = "“«‹‘„([{"
CLOSERS = "”»›’“)]}\"'"
"""What may follow the stop of a quoted sentence; “ is there because many outlets type ”…“."""

_LETTERS = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(f"[{ARABIC_LETTER}]")

_MARKS = f"\u0300-\u036f{DIACRITICS}"
# No more marks at once than any writing has: the library that composes them takes time that grows with their square.
_CLUSTER = re.compile(f"[^{_MARKS}][{_MARKS}]{{1,30}}")
_DROPPED = re.compile(f"[{DIACRITICS}{INVISIBLE}\u0640]")
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_VARIANTS = {
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("یےۍې", "ي"),
    **dict.fromkeys("ہھەۀۂ", "ه"),
    "ۃ": "ة",
}
_FOLDED = {**dict.fromkeys("أإآٱٲٳ", "ا"), "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
# What tells one word from another: short vowels, shadda and the dagger alef; not sukun and the endings of a case.
_TELLING = re.compile("[\u064e-\u0651\u0670]")


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


def letters(text: str) -> int:
    """Count the letters of any script in `text`."""
    return sum(1 for _ in _LETTERS.finditer(text))


def arabic_letters(text: str) -> int:
    """Count the Arabic letters in `text`."""
    return sum(1 for _ in _ARABIC.finditer(text))


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
    plain = _CLUSTER.sub(lambda cluster: unicodedata.normalize("NFC", cluster.group()), text).translate(_TABLE)
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


@lru_cache(maxsize=65536)
def arabic_form(word: str) -> str:
    """Return the normal form of a word, letters folded: what words are compared and looked up by.

    Examples
    --------
    >>> arabic_form("مُؤسَّسة") == arabic_form("موسسه")
    True
    """
    return normalize(word, fold_letters=True)


def strip_marks(word: str) -> str:
    """Return `word` without vowel marks, tatweel and invisible characters."""
    return _DROPPED.sub("", word)


def is_marked(text: str) -> bool:
    """Tell whether a text is written with marks that tell words apart."""
    return _TELLING.search(text) is not None


def same_as_written(one: str, other: str) -> bool:
    """Tell whether no marks tell apart two texts of the same normal form, word by word.

    Examples
    --------
    >>> same_as_written("عُمان", "عمان"), same_as_written("عُمان", "عمّان")
    (True, False)
    """
    words, others = one.split(), other.split()
    if len(words) != len(others) or not (is_marked(one) and is_marked(other)):
        return True
    marks = ((_marks(a), _marks(b)) for a, b in zip(words, others, strict=True))
    return all(a <= b or b <= a for a, b in marks)


def _marks(word: str) -> set[tuple[int, str]]:
    """Return the telling marks of a word, each with the number of letters that follow its letter."""
    found: set[tuple[int, str]] = set()
    after = 0
    for character in reversed(unicodedata.normalize("NFC", word)):
        if _TELLING.match(character):
            found.add((after, character))
        elif not _DROPPED.match(character):
            after += 1
    return found
