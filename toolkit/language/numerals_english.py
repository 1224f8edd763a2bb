"""The words that English numbers are made of; the grammar that joins them is in `numbers_english`."""

from __future__ import annotations

import re

from toolkit.article.lexicon import rows, words
from toolkit.language.english import FUNCTION_WORDS


def _table(*classes: str) -> dict[str, int]:
    return {word: int(row[1]) for row in rows("numerals") if row[0] in classes for word in row[2].split()}


UNITS, TENS, MAGNITUDES, SHORT = _table("unit"), _table("tens"), _table("magnitude"), _table("short")
ORDINAL_UNITS, ORDINAL_BIG = _table("ordinal"), _table("big_ordinal")
ORDINAL_TENS = {word.removesuffix("y") + "ieth": value for word, value in TENS.items()}
ORDINALS = ORDINAL_UNITS | ORDINAL_TENS | ORDINAL_BIG
DECADES = {word.removesuffix("y") + "ies": value for word, value in TENS.items()}
PARTS, VAGUE, MULTIPLES, GROUPS = _table("part"), _table("vague"), _table("multiple"), _table("group")
LABELS = words("numerals", "label", column=2)
QUALIFIERS = {word: row[1] for row in rows("numerals") if row[0] == "qualifier" for word in row[2].split()}
PHRASES = (
    (("more", "than"), "over"),
    (("greater", "than"), "over"),
    (("less", "than"), "under"),
    (("fewer", "than"), "under"),
    (("at", "least"), "at least"),
    (("no", "less", "than"), "at least"),
    (("no", "fewer", "than"), "at least"),
    (("at", "most"), "at most"),
    (("up", "to"), "at most"),
    (("as", "many", "as"), "at most"),
    (("as", "much", "as"), "at most"),
    (("no", "more", "than"), "at most"),
    (("close", "to"), "about"),
)
ROMAN = re.compile(r"(?=[XVI])(X{0,3})(IX|IV|V?I{0,3})$")
DASHES = frozenset("-–—‑−")
NOT_UNITS = FUNCTION_WORDS | {"percent"}
ADJECTIVE = re.compile(
    r".*(al|ic|ous|ian|ish|ese|ive|able|ible|ary|ern|ed|less|ful|new|old|big|small|large|long|young)$"
)
PRONOUN_ONE = frozenset(["another", "no", "this", "that", "which", "every", "each", "any", "the"])
