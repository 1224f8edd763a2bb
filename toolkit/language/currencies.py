"""Currencies: their English names, plurals, signs and codes, and their Arabic words."""

from __future__ import annotations

from toolkit.article.lexicon import by_arabic, rows

_ROWS = tuple(rows("currencies"))
CURRENCIES = by_arabic((row[0], row[5]) for row in _ROWS)
CURRENCY_PLURALS = {row[0]: row[1] for row in _ROWS}
CURRENCY_SIGNS = {row[0]: row[2] for row in _ROWS if row[2]}
CURRENCY_CODES = {row[3]: row[0] for row in _ROWS if row[3]}
SIGNED = {sign: name for name, sign in CURRENCY_SIGNS.items()}
_SPELLINGS = ((row[0], spelling) for row in _ROWS for spelling in (row[0], row[1], *row[4].split()))
ENGLISH_CURRENCIES = {word: name for name, spelling in _SPELLINGS for word in (spelling, f"{spelling}s")}
