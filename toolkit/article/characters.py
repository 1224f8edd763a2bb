"""The characters of Arabic news text that reading must know: letters, marks, invisible and bidi characters.

In: nothing. Out: character classes as strings for regular expressions, and small questions about a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

__all__ = [
    "ARABIC_LETTER",
    "BIDI_OVERRIDES",
    "CLOSERS",
    "DIACRITICS",
    "INVISIBLE",
    "NEWLINES",
    "OPENERS",
    "arabic_letters",
    "describe_oddities",
    "letters",
]

ARABIC_LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c7\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
"""Arabic letters, presentation forms too, for use inside a character class. Tatweel is not a letter."""

DIACRITICS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
"""Vowel marks and Quranic signs."""

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Characters without a shape of their own: joiners, direction marks, soft hyphen, byte-order mark."""

BIDI_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they reorder what the reader sees."""

NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"
OPENERS = "“«‹‘„([{"
CLOSERS = "”»›’“)]}\"'"
"""What may follow the stop of a quoted sentence; “ is there because many outlets type ”…“."""

_LETTERS = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(f"[{ARABIC_LETTER}]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BIDI = re.compile(f"[{BIDI_OVERRIDES}]")
_SPECIAL = re.compile("[\ufffd\ufff9-\ufffb\ue000-\uf8ff]|[\ud800-\udfff]")


def letters(text: str) -> int:
    """Count the letters of any script in `text`."""
    return sum(1 for _ in _LETTERS.finditer(text))


def arabic_letters(text: str) -> int:
    """Count the Arabic letters in `text`."""
    return sum(1 for _ in _ARABIC.finditer(text))


def describe_oddities(text: str) -> tuple[str, ...]:
    """Say which control, bidi and replacement characters `text` holds, one note for each sort.

    Examples
    --------
    >>> describe_oddities("قال\\u202e الرئيس")
    ('Holds 1 bidirectional control character (1 × U+202E RIGHT-TO-LEFT OVERRIDE); kept in the text.',)
    """
    sorts = (
        (_CONTROL, "control character", "kept in the text"),
        (_BIDI, "bidirectional control character", "kept in the text"),
        (_SPECIAL, "replacement, private-use or broken character", "the original characters are lost; kept"),
    )
    notes = []
    for pattern, name, fate in sorts:
        found = Counter(pattern.findall(text))
        if found:
            total = found.total()
            most = ", ".join(f"{n} × {_name(c)}" for c, n in found.most_common(3))
            notes.append(f"Holds {total} {name}{'s' if total > 1 else ''} ({most}); {fate}.")
    return tuple(notes)


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".strip()
