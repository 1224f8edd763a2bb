"""Firefox Translations, through the optional package `fxtranslate`.

The model is small (25 MB) and quick on any CPU. It gives no scores and no alignment, and its search is fixed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit.errors import MissingExtraError, ModelUnavailableError
from toolkit.models import store
from toolkit.models.checkpoint import fingerprint
from toolkit.models.pieces import (
    Piece,
    Written,
    clean_line,
    has_letters,
    is_looping,
    join,
    several,
    spans_of,
    split_to_limit,
    teller,
)
from toolkit.models.types import EngineKind, Generation

_LIMIT = 128  # tokens; the package silently cuts a sentence that is over the model's context


class FirefoxEngine:
    """The Arabic–English model of Firefox Translations.

    Parameters
    ----------
    folder
        Folder with the model's files; the store's, fetched if it is not here, by default.
    offline
        True forbids fetching.

    Raises
    ------
    MissingExtraError
        The package `fxtranslate` is not installed.
    ModelUnavailableError
        The model is not here and cannot be fetched, or its files are damaged.
    """

    kind: EngineKind = "firefox"

    def __init__(self, folder: Path | None = None, *, offline: bool = False) -> None:
        if importlib.util.find_spec("fxtranslate") is None:
            raise MissingExtraError.of("fxtranslate", "The Firefox Translations model")
        folder = folder or store.pull("firefox-ar-en", offline=offline).path
        self.name = "firefox-ar-en"
        self.revision: str | None = fingerprint(folder)
        self.max_input_tokens: int | None = _LIMIT
        self._translator, self._vocabulary = _open(folder)

    def __repr__(self) -> str:
        return f"FirefoxEngine({self.name!r}, revision={self.revision!r})"

    def cache_key(self, text: str) -> str:
        """Return what the output for any text depends on."""
        return f"{self.kind} {self.name} {self.revision}"

    def count_tokens(self, text: str) -> int:
        """Return how many input tokens `text` takes, the end token included."""
        return len(self._vocabulary.encode(text)) + 1

    def generate(
        self,
        texts: Sequence[str],
        *,
        beam_size: int | None = None,
        max_new_tokens: int | None = None,
        min_new_tokens: int | None = None,
        alignment: bool = False,
        progress: Callable[[int], None] | None = None,
        each: Callable[[int, Generation], None] | None = None,
    ) -> list[Generation]:
        """Translate `texts`; the search settings are the model's own, so beam and lengths change nothing."""
        results: list[Generation] = []
        tell = teller(progress, each)
        for index, text in enumerate(several(texts)):
            parts = [(piece, self._write(text, piece)) for piece in self._pieces(index, text)]
            results.append(join(text, parts))
            tell(index, results[-1])
        return results

    def _pieces(self, index: int, text: str) -> list[Piece]:
        return [
            Piece(index, span, line)
            for line, whole in enumerate(spans_of(text, "translation"))
            for span in split_to_limit(text, self.count_tokens, _LIMIT, whole)
        ]

    def _write(self, text: str, piece: Piece) -> Written:
        source = text[slice(*piece.span)]
        if not has_letters(source):
            return Written(source)
        target = str(self._translator.translate(clean_line(source))).strip()
        return Written(target, repeated=is_looping(target, source))


def _open(folder: Path) -> tuple[Any, Any]:
    """Return the translator, and the source vocabulary for counting tokens."""
    from fxtranslate import Translator
    from sentencepiece import SentencePieceProcessor

    files = {path.name: path for path in folder.iterdir()}
    model = next((p for name, p in files.items() if name.startswith("model.")), None)
    source = next((p for name, p in files.items() if name.startswith(("vocab.", "srcvocab."))), None)
    target = next((p for name, p in files.items() if name.startswith(("vocab.", "trgvocab."))), None)
    shortlist = next((p for name, p in files.items() if name.startswith("lex.")), None)
    if model is None or source is None or target is None:
        raise ModelUnavailableError(
            f"The folder {folder} holds no Firefox model (model.*, vocab.*).",
            remedy="Fetch it again: toolkit models pull firefox-ar-en",
        )
    try:
        translator = Translator(
            model=model.read_bytes(),
            src_vocab=source.read_bytes(),
            trg_vocab=target.read_bytes(),
            shortlist=shortlist.read_bytes() if shortlist else None,
        )
    except ValueError as error:
        raise ModelUnavailableError(
            f"The Firefox model in {folder} cannot be read: {error}",
            remedy="Remove it and fetch it again: toolkit models remove firefox-ar-en",
        ) from error
    return translator, SentencePieceProcessor(model_file=str(source))
