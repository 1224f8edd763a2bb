"""Words that decide whether a stop ends a sentence: abbreviations, sentence openers, words that only continue."""

from __future__ import annotations

import re

from toolkit.article.lexicon import arabic_words, words

__all__ = ["CONTINUATIONS", "is_abbreviation", "is_exclaimed_name", "joins_clauses", "starts_sentence"]

_TITLES = arabic_words("abbreviations", "arabic_title")
_TITLES_WITH_PARTICLE = arabic_words("abbreviations", "with_particle")
_AFTER_A_NUMBER = arabic_words("abbreviations", "unit")
"""Of the Common Era, Hijri, metre, a.m., pound, dinar: after a number the stop is a full stop."""

_BEFORE_A_NUMBER = arabic_words("abbreviations", "before_number")
_LABELLED = arabic_words("openers", "label")
"""Group B, vitamin D: after these a single letter is a label, and a stop after it is a full stop."""

_SPELLED_LETTERS = arabic_words("abbreviations", "letter")
_LATIN_TITLES = words("abbreviations", "title", "number")
_LATIN_TAILS = words("abbreviations", "tail")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹][0-9٠-٩۰-۹.,٫٬/:]*")

_STARTERS = arabic_words("openers", "opener") | arabic_words("speech", "bare", "claim", column=3)
_ROOT_WAW = arabic_words("openers", "root_waw")
_CONJUNCTIONS = arabic_words("openers", "joiner")

CONTINUATIONS = (
    arabic_words("arabic_function_words", "relative")
    | arabic_words("speech", column=4)
    | arabic_words("openers", "reason")
)
"""Words that carry a sentence on after a quotation: “…”, he said, adding; “…”, which."""


def is_abbreviation(word: str, *, previous: str = "", following: str = "") -> bool:
    """Tell whether the stop after `word` belongs to an abbreviation and does not end the sentence.

    Parameters
    ----------
    word
        The word before the stop, with the dots inside it, in its normal form: `د`, `أ.ف.ب`, `U.S`.
    previous, following
        The words around it; `following` is the first word after the stop.
    """
    if not word or _NUMBER.match(word[-1]):
        return False
    if word.isascii():
        return _is_latin_abbreviation(word, previous, following)
    if _NUMBER.fullmatch(previous) and word in _AFTER_A_NUMBER:
        return False
    if word in _BEFORE_A_NUMBER and _NUMBER.match(following):
        return True
    if word in _TITLES or word in _TITLES_WITH_PARTICLE:
        return previous not in _LABELLED
    if len(word) == 1 or _DOTTED.fullmatch(word):
        return previous not in _LABELLED and not starts_sentence(following)
    if word in _SPELLED_LETTERS:
        alone = previous.rstrip(".") not in _SPELLED_LETTERS and not starts_sentence(following)
        return alone or previous.endswith(".")
    return False


def _is_latin_abbreviation(word: str, previous: str, following: str) -> bool:
    low = word.lower()
    if low in _LATIN_TITLES:
        return True
    if low in _LATIN_TAILS or _DOTTED.fullmatch(low) or (len(word) == 1 and word.isupper()):
        return previous not in _LABELLED and not starts_sentence(following)
    return False


def is_exclaimed_name(word: str) -> bool:
    """Tell whether `word` is a name that carries an exclamation mark."""
    return word.lower() in {"ياهو", "yahoo"}


def starts_sentence(word: str) -> bool:
    """Tell whether `word`, in its normal form, is one that usually opens a sentence in news prose."""
    if word in _STARTERS:
        return True
    if word[:1] in ("و", "ف") and word[1:] in _STARTERS:
        return True
    return word.startswith("و") and len(word) >= 4 and word not in _ROOT_WAW


def joins_clauses(word: str) -> bool:
    """Tell whether `word`, in its normal form, joins a clause to the one before: `ثم`, `لكن`, `وموسكو`."""
    if word[:1] in ("و", "ف") and word[1:] in _STARTERS:
        return False
    return word in _CONJUNCTIONS or (word.startswith("و") and len(word) >= 4 and word not in _ROOT_WAW)
