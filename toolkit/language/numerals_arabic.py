"""The words that Arabic numbers are made of; the grammar that joins them is in `numbers_arabic`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.article.lexicon import arabic_words, by_arabic, rows
from toolkit.article.normalize import arabic_form

__all__ = ["DUAL_NOUNS", "HALF_NOUNS", "METRIC", "NO_ITEM", "QUALIFIERS", "Item", "counted_nouns", "read_item"]


_OWNERS = ("هم", "ها", "ه", "هن", "نا", "كم")
_OTHER = frozenset({"fraction", "owned", "qualifier", "dual_noun", "half_noun", "no_number", "change", "label"})


def _table(*classes: str) -> dict[str, Fraction]:
    return {
        arabic_form(word): Fraction(value)
        for role, value, cell in rows("arabic_numerals")
        if role in classes
        for word in cell.split()
    }


_ROLES = {role: _table(role) for role in dict.fromkeys(row[0] for row in rows("arabic_numerals")) if role not in _OTHER}
_FRACTIONS, _OWNED = _table("fraction"), _table("owned")
DUAL_NOUNS = {
    stem + ending: stem.removesuffix("ت") + ("ه" if stem.endswith("ت") else "")
    for stem in arabic_words("arabic_numerals", "dual_noun", column=2)
    for ending in ("ان", "ين")
}
"""Dual nouns that count two, with their singular; a closed list, because -ين is a plural as well."""

HALF_NOUNS = arabic_words("arabic_numerals", "half_noun", column=2)
"""Nouns that stand for one of themselves before ``ونصف``: an hour and a half."""

QUALIFIERS = by_arabic((row[1], row[2]) for row in rows("arabic_numerals") if row[0] == "qualifier")
_NOT_NUMBERS = arabic_words("arabic_numerals", "no_number", column=2)
_PREFIXES = [("", "", "", ""), *(tuple(row) for row in rows("prefixes") if row[1] != "س")]


METRIC = {arabic_form(w): unit for unit, cell in (("kilometre", "كم كلم"), ("metre", "م")) for w in cell.split()}
METRIC |= {"سم": "centimetre", "مم": "millimetre"}
"""Units of length as they are written before a power."""


@cache
def counted_nouns() -> dict[str, str]:
    """Arabic nouns that are counted in news, in the form they are compared in, to their English singular."""
    nouns: dict[str, str] = {}
    for singular, _, arabic in rows("units"):
        for word in arabic.split():
            nouns.setdefault(arabic_form(word), singular)
    return nouns


class Item(NamedTuple):
    """One Arabic word as part of a number: its role, value, article, and whether و or a preposition is on it."""

    role: str
    value: Fraction
    definite: bool
    joined: bool
    prefixed: bool


NO_ITEM = Item("", Fraction(0), False, False, False)
"""A word that is no part of a number."""


def _stems(form: str) -> tuple[tuple[str, bool, bool, bool], ...]:
    ways = []
    for prefix, conjunction, preposition, article in _PREFIXES:
        tail = form[len(prefix) :]
        if form.startswith(prefix) and len(tail) >= 2:
            ways.append((tail, bool(article), conjunction == "و", bool(preposition)))
    return tuple(ways)


@lru_cache(maxsize=16384)
def read_item(form: str) -> Item | None:
    """Tell what the word `form` (see `arabic_form`) can be in a number, or None.

    Examples
    --------
    >>> read_item("والعشرين").role, int(read_item("والعشرين").value)
    ('tens', 20)
    """
    if form in _NOT_NUMBERS:
        return None
    for stem, definite, joined, prefixed in _stems(form):
        for role, table in _ROLES.items():
            if stem in table:
                return Item(role, table[stem], definite, joined, prefixed)
        decade, fraction = _decade(stem), _fraction(stem)
        if decade or fraction:
            return Item("decade" if decade else "fraction", decade or fraction, definite, joined, prefixed)
    return None


def _decade(stem: str) -> Fraction:
    for ending in ("يات", "ات"):
        base = stem.removesuffix(ending)
        if base != stem and base.endswith("ين") and base in _ROLES["tens"]:
            return _ROLES["tens"][base]
    return Fraction(0)


def _fraction(stem: str) -> Fraction:
    if stem in _FRACTIONS:
        return _FRACTIONS[stem]
    for owner in _OWNERS:
        base = stem.removesuffix(owner)
        if base != stem and base in _FRACTIONS:
            return _FRACTIONS[base]
        if base != stem and base in _OWNED and owner != "ه":
            return _OWNED[base]
    return Fraction(0)
