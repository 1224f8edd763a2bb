"""Subwords to look at: learn a vocabulary, split texts, see the pieces. In: sentences. Out: Subwords, Splits."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, Literal

from toolkit.article.normalize import ARABIC_LETTER, letters, normalize
from toolkit.article.types import Span
from toolkit.errors import ModelError
from toolkit.models.codec import place_pieces

from .tables import Table

__all__ = [
    "Split",
    "Subword",
    "SubwordKind",
    "Subwords",
    "compare",
    "learn",
    "pieces_of",
    "train_subwords",
    "vocabulary_growth",
    "words",
]

SubwordKind = Literal["unigram", "bpe", "char", "word"]

_WORD = re.compile(r"[^\W\d_]+")
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")
_ARABIC = re.compile(f"[{ARABIC_LETTER}]")
_JOINER = "\u200d"
_ENDS_A_STROKE = frozenset("اأإآٱدذرزژوؤءىة")  # letters that never join the one after them
_TINTS = ("#cfe0ff", "#ffe0b8", "#cdeed6", "#e9d5f5")
_UNKNOWN, _BYTES, _INK = "#ffc9c2", "#fff0a8", "#1b1f24"
_LINE = "font-size: 18px; line-height: 2.1; margin: 2px 0"
_CHIP = "display: inline-block; border-radius: 4px; padding: 0 6px; margin: 1px 2px; line-height: 1.7"


@dataclass(frozen=True, slots=True)
class Subword:
    """A piece of a text.

    Attributes
    ----------
    token
        As the vocabulary writes it: `▁` stands for the space before a word.
    id
        Its number, which is all that a model sees of it.
    span
        The code points of the text that it came from, without the space.
    known
        False for what no piece of the vocabulary fits.
    """

    token: str
    id: int
    span: Span
    known: bool

    @property
    def is_byte(self) -> bool:
        """True for a single byte of a character that the vocabulary lacks."""
        return _BYTE.fullmatch(self.token) is not None


@dataclass(frozen=True, slots=True)
class Split:
    """A text in pieces; in a notebook it shows them as cards, in the direction of the text."""

    text: str
    pieces: tuple[Subword, ...]

    def __len__(self) -> int:
        return len(self.pieces)

    def __repr__(self) -> str:
        return " ".join(piece.token for piece in self.pieces)

    @property
    def tokens(self) -> list[str]:
        """The pieces as the vocabulary writes them."""
        return [piece.token for piece in self.pieces]

    def _repr_html_(self) -> str:
        return _line(self.text, "".join(self._chip(place) for place in range(len(self.pieces))))

    def in_the_text(self) -> ColouredText:
        """Return the text as it stands, with every piece in another colour."""
        return ColouredText(self)

    def _chip(self, place: int) -> str:
        piece = self.pieces[place]
        shown = piece.token if piece.is_byte or not piece.span.of(self.text) else self._in_shape(piece)
        direction = ' dir="ltr"' if piece.is_byte else ""
        return (
            f'<span{direction} title="piece number {piece.id}" '
            f'style="{_CHIP}; background-color: {_tint(piece, place)}; color: {_INK}">{escape(shown)}</span>'
        )

    def _in_shape(self, piece: Subword) -> str:
        """Return a piece with invisible joiners, so that its letters keep the shape they have inside the word."""
        start, end = piece.span.start, piece.span.end
        inside = piece.token.replace("▁", "")
        mark = "▁" if piece.token.startswith("▁") else ""
        before = _JOINER if _joins(self.text[start - 1 : start], self.text[start : start + 1]) else ""
        after = _JOINER if _joins(self.text[end - 1 : end], self.text[end : end + 1]) else ""
        return f"{mark}{before}{inside}{after}" if inside else mark


@dataclass(frozen=True, slots=True)
class ColouredText:
    """A text as it stands, its pieces coloured in turn. Letters stay joined across a border between two pieces."""

    split: Split

    def __repr__(self) -> str:
        return repr(self.split)

    def _repr_html_(self) -> str:
        text, html, last = self.split.text, "", 0
        for place, piece in enumerate(self.split.pieces):
            start, end = piece.span.start, piece.span.end
            if start == end:
                continue
            style = f"background-color: {_tint(piece, place)}; color: {_INK}"
            html += f'{escape(text[last:start])}<span style="{style}">{escape(text[start:end])}</span>'
            last = end
        return _line(text, html + escape(text[last:]))


def _line(text: str, html: str) -> str:
    if _ARABIC.search(text):
        return f'<div dir="rtl" lang="ar" style="{_LINE}; text-align: right">{html}</div>'
    return f'<div dir="ltr" style="{_LINE}; text-align: left">{html}</div>'


def _tint(piece: Subword, place: int) -> str:
    if not piece.known:
        return _UNKNOWN
    return _BYTES if piece.is_byte else _TINTS[place % len(_TINTS)]


def _joins(before: str, after: str) -> bool:
    """Tell whether two characters side by side are written in one stroke."""
    return bool(before and after and _ARABIC.match(before) and _ARABIC.match(after) and before not in _ENDS_A_STROKE)


class Subwords:
    """A vocabulary of subwords and the way to split a text into them.

    Parameters
    ----------
    model
        The file of a sentencepiece model; `learn` makes one, and every Marian repository holds two.
    """

    def __init__(self, model: bytes) -> None:
        self._model = model
        self._processor: Any = open_subwords(model)

    def __repr__(self) -> str:
        return f"Subwords(size={self.size})"

    @property
    def size(self) -> int:
        """Number of pieces."""
        return len(self.vocabulary)

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """The pieces, by id."""
        return tuple(pieces_of(self._model))

    def split(self, text: str) -> Split:
        """Split a text into its likeliest pieces (unigram), or into those that the learnt merges lead to (BPE)."""
        return Split(text, tuple(self._piece(text, *placed) for placed in place_pieces(self._processor, text)))

    def _piece(self, text: str, token: str, number: int, span: tuple[int, int]) -> Subword:
        start, end = span
        start += len(text[start:end]) - len(text[start:end].lstrip())
        return Subword(token, number, Span(start, end), known=number != self._processor.unk_id())

    def join(self, split: Split) -> str:
        """Return the text that a model which writes these pieces has written."""
        text: str = self._processor.decode([piece.id for piece in split.pieces])
        return text

    def ways(self, text: str, count: int = 5) -> list[tuple[float, list[str]]]:
        """Return the `count` likeliest ways to split a text, each with its share of their probability.

        A unigram model only: BPE knows a single way.
        """
        from sentencepiece.sentencepiece_pb2 import NBestSentencePieceText

        found = self._processor.nbest_encode(text, nbest_size=count, out_type="serialized_proto")
        ways = NBestSentencePieceText.FromString(found).nbests
        weights = [math.exp(way.score) for way in ways]
        return [(w / sum(weights), [p.piece for p in way.pieces]) for w, way in zip(weights, ways, strict=True)]

    def fertility(self, lines: Iterable[str]) -> float:
        """Return pieces per word, over all `lines`; a word is what stands between spaces."""
        lines = list(lines)
        return sum(len(self.split(line)) for line in lines) / sum(len(line.split()) for line in lines)

    def unknown_share(self, lines: Iterable[str]) -> float:
        """Return the share of pieces, in 0..1, that stand for nothing the vocabulary knows."""
        pieces = [piece for line in lines for piece in self.split(line).pieces]
        return sum(not piece.known for piece in pieces) / len(pieces)


def learn(lines: Iterable[str], size: int, *, kind: SubwordKind = "unigram", **options: Any) -> Subwords:
    """Learn a vocabulary of at most `size` pieces from sentences; see `train_subwords`.

    Examples
    --------
    >>> vocabulary = learn(["وقال الرئيس", "قال الوزير"] * 20, 30)
    >>> vocabulary.join(vocabulary.split("قال الرئيس"))
    'قال الرئيس'
    """
    return Subwords(train_subwords(lines, size, kind=kind, **options))


def compare(splits: Mapping[str, Split]) -> Table:
    """Set several splits below each other, with the number of their pieces."""
    return Table(("", "pieces", ""), [(name, len(split), split) for name, split in splits.items()])


def words(lines: Iterable[str]) -> list[str]:
    """Return the words of a text in order: letters only, Arabic without vowel marks and tatweel, Latin in small."""
    return [word.lower() for line in lines for word in _WORD.findall(normalize(line)) if letters(word)]


def vocabulary_growth(sequence: Sequence[str], points: int = 25) -> dict[float, float]:
    """Return how many different words (or pieces) there are among the first n, for some n up to all of them."""
    seen: set[str] = set()
    growth: dict[float, float] = {}
    marks = {round(len(sequence) * point / points) for point in range(1, points + 1)}
    for place, word in enumerate(sequence, 1):
        seen.add(word)
        if place in marks:
            growth[place] = len(seen)
    return growth


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
