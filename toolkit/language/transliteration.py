"""Scores how well an Arabic word spells an English name, by a statistical alignment of their letters.

The score is the log-likelihood ratio of the best alignment against chance, with the weights of `data/letters.tsv`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from toolkit.article.lexicon import rows
from toolkit.article.normalize import arabic_form

SPELLS = 2.0
"""Scores from here on say that the word may spell the name: 1 to 2 % of unrelated sentences reach it by chance."""

_UNKNOWN = -4.0  # a letter that nothing accounts for
_FAR = -99.0
_PERSIAN = str.maketrans({"پ": "ب", "ڤ": "ف", "چ": "ج", "گ": "غ", "ژ": "ج", "ء": None})
_LATIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ğ": "g"}
)


@cache
def _weights() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Return English letters -> Arabic letters -> weight, and the weights of Arabic letters that nothing spells."""
    pairs: dict[str, dict[str, float]] = {}
    for english, arabic, weight in rows("letters"):
        pairs.setdefault(english, {})[arabic] = float(weight)
    return pairs, pairs.pop("", {})


@lru_cache(maxsize=32768)
def latin_letters(word: str) -> str:
    """Return the letters of a name in a to z, without accents, hyphens or apostrophes.

    Examples
    --------
    >>> latin_letters("Erdoğan’s")
    'erdogans'
    """
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LATIN))
    return "".join(char for char in plain if "a" <= char <= "z")


def arabic_sounds(word: str) -> str:
    """Return the letters of an Arabic word in the form that names are compared in."""
    return arabic_form(word).translate(_PERSIAN)


_CONSONANTS = frozenset("bcdfgjklmnpqrstvxz")


@lru_cache(maxsize=32768)
def _partners(english: str) -> tuple[frozenset[str], ...]:
    """Return, for every consonant of a name, the Arabic letters that may stand for it."""
    pairs, _ = _weights()
    found = []
    for at, char in enumerate(english):
        if char in _CONSONANTS:
            units = {
                english[a:b] for a in (at - 2, at - 1, at) for b in (at + 1, at + 2, at + 3) if 0 <= a < b <= a + 3
            }
            found.append(
                frozenset(
                    letter
                    for unit in units
                    for arabic, weight in pairs.get(unit, {}).items()
                    if weight > -1
                    for letter in arabic
                )
            )
    return tuple(found)


def may_spell(english: str, arabic: str) -> bool:
    """Tell cheaply whether the score is worth computing: most consonants have a letter that may stand for them."""
    partners = _partners(english)
    return 3 * sum(some.isdisjoint(arabic) for some in partners) <= len(partners)


@lru_cache(maxsize=65536)
def transliteration_score(english: str, arabic: str) -> float:
    """Score how well `arabic` spells `english`: the log-likelihood ratio of the best alignment against chance.

    Parameters
    ----------
    english
        Letters a to z, as `latin_letters` returns them.
    arabic
        Arabic letters, as `arabic_sounds` returns them, without particles or article.

    Examples
    --------
    >>> transliteration_score("putin", "بوتين") > 10, transliteration_score("putin", "فيدال") < 0
    (True, True)
    """
    height, width = len(english), len(arabic)
    if not height or not width or height > 2 * width + 5 or width > 2 * height + 3:
        return _FAR
    pairs, inserted = _weights()
    best = [[_FAR * 10] * (width + 1) for _ in range(height + 1)]
    best[0][0] = 0.0
    for i in range(height + 1):
        here = best[i]
        units = [
            (pairs[english[i : i + n]], best[i + n])
            for n in (1, 2, 3)
            if english[i : i + n] in pairs and i + n <= height
        ]
        below = best[i + 1] if i < height else None
        for j in range(width + 1):
            score = here[j]
            if score < _FAR:
                continue
            letter, two = arabic[j : j + 1], arabic[j : j + 2]
            for unit, row in units:
                _raise(row, j, score, unit.get(""))
                if letter:
                    _raise(row, j + 1, score, unit.get(letter))
                    if len(two) == 2:
                        _raise(row, j + 2, score, unit.get(two))
            if letter:
                _raise(here, j + 1, score, inserted.get(letter, _UNKNOWN))
            if below is not None:
                _raise(below, j, score, _UNKNOWN)
    return best[height][width]


def _raise(row: list[float], at: int, score: float, weight: float | None) -> None:
    if weight is not None and score + weight > row[at]:
        row[at] = score + weight
