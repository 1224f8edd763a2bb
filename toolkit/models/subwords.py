"""Subwords with their places in the text. In: a sentencepiece model and text. Out: pieces and the code points of each.

Also trains such models, for lessons and tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import numpy as np

from toolkit.errors import ModelError
from toolkit.models.types import Offsets

__all__ = ["PlacedPiece", "SubwordKind", "open_subwords", "pieces_of", "place_pieces", "train_subwords"]

SubwordKind = Literal["unigram", "bpe", "char", "word"]


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


def train_subwords(lines: Iterable[str], size: int, *, kind: SubwordKind = "unigram", **options: Any) -> bytes:
    """Train a sentencepiece model and return its file.

    Parameters
    ----------
    lines
        Sentences to learn from.
    size
        How many pieces, at most: a short text cannot fill a large vocabulary.
    kind
        The algorithm: unigram language model (Kudo 2018), byte-pair encoding (Sennrich et al. 2016), or single
        characters or words.
    options
        Further options of sentencepiece's trainer.

    Raises
    ------
    ModelError
        There are more characters in the text than pieces were asked for.
    """
    import sentencepiece

    stream = io.BytesIO()
    settings = {
        "model_type": kind,
        "hard_vocab_limit": False,
        "minloglevel": 2,
        "num_threads": 1,
        "character_coverage": 1.0,
        **options,
    }
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=stream, vocab_size=size, **settings
        )
    except RuntimeError as error:
        raise ModelError(
            f"No {size} pieces can be learnt from this text: {str(error).rpartition('] ')[2]}",
            remedy="Ask for more pieces than the text has different characters, or for fewer if it is short.",
        ) from error
    return stream.getvalue()


def open_subwords(model: bytes) -> Any:
    """Return the sentencepiece processor of a model file."""
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_proto=model)


def pieces_of(model: bytes) -> list[str]:
    """Return the vocabulary of a model file, by id."""
    processor = open_subwords(model)
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
