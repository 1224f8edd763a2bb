"""Small errors put into correct English on purpose. In: a translation. Out: the same with one thing wrong.

Plain regular expressions and word lists, on purpose not the readers of `toolkit.evidence`: what those cannot see
must still be changed here, or the measured recall would flatter them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

__all__ = ["change_number"]

_SMALL = "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty".split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
_SIZES = "hundred thousand million billion".split()
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
_NUMBER = re.compile(
    r"(?<![\w.,])\d+(?:[.,]\d+)*|\b(?:" + "|".join([*_SMALL, *_TENS, *_SIZES, *_ORDINALS]) + r")\b", re.IGNORECASE
)


def _other(words: Sequence[str], word: str, rng: Random) -> str:
    new = rng.choice([other for other in words if other != word.lower()])
    return new.capitalize() if word[0].isupper() else new


def _other_digits(number: str, rng: Random) -> str:
    """Change one digit, or now and then swap two, or make the number ten times as large."""
    places = [at for at, char in enumerate(number) if char.isdigit()]
    way = rng.random()
    if way < 0.15 and "," not in number and "." not in number and len(places) < 4:
        return number + "0"
    if way < 0.3 and len(places) > 1 and number[places[-1]] != number[places[-2]] and number[places[-1]] != "0":
        a, b = places[-2:]
        return number[:a] + number[b] + number[a + 1 : b] + number[a] + number[b + 1 :]
    at = rng.choice(places)
    low = "123456789" if at == places[0] else "0123456789"
    return number[:at] + rng.choice([d for d in low if d != number[at]]) + number[at + 1 :]


def change_number(english: str, rng: Random) -> str | None:
    """Return `english` with one number changed, in digits or words, or None if it has none.

    Examples
    --------
    >>> change_number("They freed 25 men.", Random(1)) != "They freed 25 men."
    True
    """
    matches = list(_NUMBER.finditer(english))
    if not matches:
        return None
    match = rng.choice(matches)
    word = match.group()
    if word[0].isdigit():
        new = _other_digits(word, rng)
    else:
        new = next(_other(words, word, rng) for words in (_SMALL, _TENS, _SIZES, _ORDINALS) if word.lower() in words)
    return english[: match.start()] + new + english[match.end() :]
