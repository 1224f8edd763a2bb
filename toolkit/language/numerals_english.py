"""The words that English numbers are made of. Out: tables; the grammar that joins them is in `numbers_english`."""

from __future__ import annotations

import re

from toolkit.language.english import FUNCTION_WORDS

__all__ = [
    "ADJECTIVE",
    "DASHES",
    "DECADES",
    "GROUPS",
    "LABELS",
    "MAGNITUDES",
    "MULTIPLES",
    "NOT_UNITS",
    "ORDINALS",
    "ORDINAL_BIG",
    "ORDINAL_TENS",
    "ORDINAL_UNITS",
    "PARTS",
    "PHRASES",
    "PRONOUN_ONE",
    "QUALIFIERS",
    "ROMAN",
    "SHORT",
    "TENS",
    "UNITS",
    "VAGUE",
]

UNITS = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty thirty forty fifty sixty seventy eighty ninety").split(), start=2)
} | {"fourty": 40}
MAGNITUDES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT = {"m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12, "k": 10**3}
ORDINAL_UNITS = {
    word: value
    for value, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ).split(),
        start=1,
    )
}
ORDINAL_TENS = {word.removesuffix("y") + "ieth": value for word, value in TENS.items()}
ORDINAL_BIG = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
ORDINALS = ORDINAL_UNITS | ORDINAL_TENS | ORDINAL_BIG
DECADES = {word.removesuffix("y") + "ies": value for word, value in TENS.items()}
PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
VAGUE = {
    "dozens": 10, "scores": 10, "tens": 10, "hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12, "several": 3, "few": 3,
}  # fmt: skip
MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "thrice": 3, "triple": 3,
    "tripled": 3, "triples": 3, "tripling": 3, "threefold": 3, "quadruple": 4, "quadrupled": 4, "fourfold": 4,
    "fivefold": 5, "tenfold": 10, "hundredfold": 100,
}  # fmt: skip
GROUPS = {
    "both": 2, "pair": 2, "couple": 2, "duo": 2, "twin": 2, "twins": 2, "pairs": 2, "couples": 2,
    "once": 1, "single": 1, "trio": 3, "triad": 3, "quartet": 4,
}  # fmt: skip
LABELS = frozenset(
    (
        "category phase article chapter level type group number no nos stage part section room page grade "
        "class version resolution channel gate line volume act step day division highway route flight unit "
        "block brigade table figure appendix title rank season episode round platform station article"
    ).split()
)
QUALIFIERS = {
    **dict.fromkeys(("about around roughly approximately nearly almost some circa estimated").split(), "about"),
    **dict.fromkeys(["over", "exceeding", "exceeded", "above", "beyond"], "over"),
    **dict.fromkeys(["under", "below"], "under"),
}
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
