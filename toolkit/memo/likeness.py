"""Scores how alike two statements are: by meaning, by the rarer words they share, and by their best pair of clauses."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from toolkit.article.lexicon import MONTH_NAMES, WEEKDAY_NAMES, words
from toolkit.language.reading import read_sentence
from toolkit.language.words import strip_prefixes
from toolkit.memo.reports import Statement
from toolkit.memo.types import Source
from toolkit.models.encoder import encode

_CLAUSE_SHARE = 0.25  # of the score; more of it joins sentences by a formula such as "the Kremlin announced"
_LEAST_WORDS = 4  # in a clause that is compared by itself
_BREAK = re.compile(
    r"[,;:،؛]\s|\s(?:in addition to|while|but|adding that|and that|noting that|stressing that)\s", re.IGNORECASE
)
_GRAMMAR = ("article", "demonstrative", "pronoun", "possessive", "question", "preposition", "conjunction", "auxiliary")
_STOP = words("function_words", *_GRAMMAR) | words("speech", "bare", "claim", column=2)
_STOP |= {name.lower() for name in (*MONTH_NAMES, *WEEKDAY_NAMES)}  # a day that is shared is no agreement
_STOP |= {"also", "not", "no", "including", "addition"}


class Likeness:
    """Scores pairs of the statements that it was made of; rare words among them weigh more."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._weights = _weights(statements)
        self._clauses: dict[Source, list[tuple[npt.NDArray[np.float32], frozenset[str]]]] = {}
        clauses = [(s.source, clause) for s in statements for clause in _clauses_of(s.text)]
        vectors = encode([clause for _, clause in clauses])
        for (source, clause), vector in zip(clauses, vectors, strict=True):
            self._clauses.setdefault(source, []).append((vector, _words(clause)))

    def __call__(self, a: Statement, b: Statement) -> float:
        """Return how alike two statements are, in 0..1."""
        whole = (_cosine(a, b) + self._shared(_words(a.text), _words(b.text), poorer=True)) / 2
        parts = max(
            (float(x @ y) + self._shared(left, right, poorer=False)) / 2
            for x, left in self._clauses[a.source]
            for y, right in self._clauses[b.source]
        )
        return max(0.0, (1 - _CLAUSE_SHARE) * whole + _CLAUSE_SHARE * parts)

    def shared(self, a: Statement, b: Statement) -> float:
        """Return the weight of the words that both have over that of the richer one, in 0..1."""
        return self._shared(_words(a.text), _words(b.text), poorer=False)

    def beyond(self, a: Statement, b: Statement) -> float:
        """Return how alike the words are that only one of the statements has; 1.0 if one says a part of the other."""
        left, right = _words(a.text), _words(b.text)
        own = [
            " ".join(w.text for w in read_sentence(s.text, "en").terms if w.stem in mine - other)
            for s, mine, other in ((a, left, right), (b, right, left))
        ]
        if not all(own):
            return 1.0
        one, other = encode(own)
        return float(one @ other)

    def _shared(self, left: frozenset[str], right: frozenset[str], *, poorer: bool) -> float:
        """Return the weight of the words in both over that of the poorer side, or of the richer one."""
        sides = [sum(self._weights.get(word, 0.0) for word in side) for side in (left, right)]
        against = min(sides) if poorer else max(sides)
        return sum(self._weights.get(word, 0.0) for word in left & right) / against if against else 0.0


def _cosine(a: Statement, b: Statement) -> float:
    vectors = [[v for v in (s.arabic_vector, s.english_vector) if v is not None] for s in (a, b)]
    products = [float(x @ y) for x in vectors[0] for y in vectors[1]]
    return sum(products) / len(products)


def _weights(statements: Sequence[Statement]) -> dict[str, float]:
    """Weigh each word by how few of the statements have it (inverse document frequency)."""
    counts: Counter[str] = Counter()
    for statement in statements:
        counts.update(_words(statement.text))
    return {word: math.log((len(statements) + 1) / count) for word, count in counts.items()}


def _clauses_of(text: str) -> list[str]:
    clauses = [part.strip(" “”\"«»'") for part in _BREAK.split(text)]
    return [clause for clause in clauses if len(clause.split()) >= _LEAST_WORDS] or [text]


def _words(text: str) -> frozenset[str]:
    """Return the stems of English words, or Arabic words without particles; no numbers and names of days."""
    reading = read_sentence(text, "en")
    stems = {word.stem for word in reading.terms if word.form not in _STOP and word.text.isascii()}
    stems = {stem for stem in stems if not stem.isdigit()}
    arabic = {min(strip_prefixes(word.form), key=len) for word in reading.words if word.kind == "arabic"}
    return frozenset(stems | arabic)
