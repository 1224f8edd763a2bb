"""Subwords with their places in the text."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from toolkit.models.types import Offsets

__all__ = ["PlacedPiece", "place_pieces"]


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
