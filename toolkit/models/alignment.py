"""Word alignment from attention.

The matrix is the first head of the last decoder layer's cross-attention: the one that Marian trains when a
model is given guided alignment (as the OPUS-MT `transformer-align` models were), and the one that CTranslate2
returns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.models.types import Alignment, Offsets

__all__ = ["PlacedPiece", "align_words", "place_pieces", "words_of"]

Matrix = npt.NDArray[np.float32]
# A word keeps its inner marks (3.5, al-Sharaa, it's) and its Arabic vowel signs, and sheds the punctuation around.
_WORD = re.compile(r"[^\W_](?:[\u0610-\u061a\u064b-\u065f\u0670\u0640]|[^\W_]|[.,'’\-–:/٫٬](?=[^\W_]))*")
_SHARE = 0.3  # a source word counts when it holds this share of the best one's attention or more
_LEAST = 0.1  # below this, attention is spread over everything and says nothing


def words_of(text: str) -> list[Offsets]:
    """Return the spans of the words of a text.

    Examples
    --------
    >>> words_of("3.5% of al-Sham.")
    [(0, 3), (5, 7), (8, 15)]
    """
    return [match.span() for match in _WORD.finditer(text)]


def _membership(words: Sequence[Offsets], tokens: Sequence[Offsets | None]) -> Matrix:
    """Return a words × tokens matrix: 1 where a token belongs to a word, which is the first one that it touches."""
    rows, columns = [], []
    word = 0
    for column, token in enumerate(tokens):
        if token is None:
            continue
        while word < len(words) and words[word][1] <= token[0]:
            word += 1
        if word < len(words) and words[word][0] < token[1]:
            rows.append(word)
            columns.append(column)
    member = np.zeros((len(words), len(tokens)), dtype=np.float32)
    member[rows, columns] = 1
    return member


def align_words(
    attention: Matrix,
    source: str,
    target: str,
    source_tokens: Sequence[Offsets | None],
    target_tokens: Sequence[Offsets | None],
) -> Alignment:
    """Turn attention over tokens into pairs of words.

    Parameters
    ----------
    attention
        Target tokens × source tokens; each row sums to about 1.
    source, target
        The two texts.
    source_tokens, target_tokens
        The code points of each token, None for special tokens.

    Returns
    -------
    tuple of ((source start, end), (target start, end))
        Every target word with the source word that it attends to most, and those that it attends to nearly as
        much; a word that attends to no source word is left out. In the order of the target.
    """
    source_words, target_words = words_of(source), words_of(target)
    if not source_words or not target_words or attention.size == 0:
        return ()
    rows = _membership(target_words, target_tokens)
    shares = rows @ attention @ _membership(source_words, source_tokens).T
    shares /= np.maximum(rows.sum(axis=1, keepdims=True), 1)
    best = shares.max(axis=1, keepdims=True)
    chosen = (shares >= np.maximum(_SHARE * best, _LEAST)) & (best >= _LEAST)
    here, there = (places.tolist() for places in np.nonzero(chosen))
    return tuple((source_words[j], target_words[i]) for i, j in zip(here, there, strict=True))


class PlacedPiece(NamedTuple):
    """A piece as the vocabulary writes it (`▁` begins a word), its id, and the code points that it came from.

    The span takes in the space that `▁` stands for. It is empty for a piece that shares its characters with the next
    one: the first bytes of a letter, or the first dots of an ellipsis.
    """

    token: str
    id: int
    span: Offsets


def place_pieces(model: Any, text: str) -> list[PlacedPiece]:
    """Split `text` with a sentencepiece processor; the spans follow each other and make up the text."""
    from sentencepiece.sentencepiece_pb2 import SentencePieceText

    found = SentencePieceText.FromString(model.encode(text, out_type="serialized_proto"))
    characters = _characters_at_bytes(text)
    return [PlacedPiece(p.piece, p.id, (characters[p.begin], characters[p.end])) for p in found.pieces]


def _characters_at_bytes(text: str) -> list[int]:
    """Return, for each byte offset into the UTF-8 form of a text, the character that it belongs to."""
    octets = np.frombuffer(text.encode(), dtype=np.uint8)
    first_octets = (octets & 0xC0) != 0x80
    table: list[int] = (np.cumsum(first_octets) - 1).tolist()
    return [*table, len(text)]
