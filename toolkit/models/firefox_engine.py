"""Firefox Translations, through the optional package `fxtranslate`.

The model is small (25 MB) and quick on any CPU. It gives no scores and no alignment, and its search is fixed.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from toolkit.errors import MissingExtraError, ModelUnavailableError
from toolkit.models import store
from toolkit.models.checkpoint import fingerprint
from toolkit.models.pieces import Piece, Written, clean_line, has_letters, is_looping, join, spans_of, split_to_limit
from toolkit.models.types import Generation, Options, Tell, TextEngine

_LIMIT = 128  # tokens; the package silently cuts a sentence that is over the model's context


class FirefoxEngine(TextEngine):
    """The Arabic–English model of Firefox Translations, from a folder or from the store, which fetches it if it may."""

    kind = "firefox"
    name = "firefox-ar-en"
    max_input_tokens = _LIMIT

    def __init__(self, folder: Path | None = None, *, offline: bool = False) -> None:
        if importlib.util.find_spec("fxtranslate") is None:
            raise MissingExtraError.of("fxtranslate", "The Firefox Translations model")
        folder = folder or store.pull(self.name, offline=offline).path
        self.revision = fingerprint(folder)
        self._translator, self._vocabulary = _open(folder)

    def cache_key(self, text: str) -> str:
        """Return what the output for any text depends on."""
        return f"{self.kind} {self.name} {self.revision}"

    def count_tokens(self, text: str) -> int:
        """Return how many input tokens `text` takes, the end token included."""
        return len(self._vocabulary.encode(text)) + 1

    def run(self, texts: list[str], options: Options, tell: Tell) -> list[Generation]:
        """Translate `texts`; the search settings are the model's own, so that beam and lengths change nothing."""
        results: list[Generation] = []
        for index, text in enumerate(texts):
            pieces = [
                Piece(index, span, line, text[slice(*span)])
                for line, whole in enumerate(spans_of(text, "translation"))
                for span in split_to_limit(text, self.count_tokens, _LIMIT, whole)
            ]
            results.append(join(text, [(piece, self._written(piece.source)) for piece in pieces]))
            tell(index, results[-1])
        return results

    def _written(self, source: str) -> Written:
        if not has_letters(source):
            return Written(source)
        target = str(self._translator.translate(clean_line(source))).strip()
        return Written(target, repeated=is_looping(target, source))


def _open(folder: Path) -> tuple[Any, Any]:
    """Return the translator, and the source vocabulary for counting tokens."""
    from fxtranslate import Translator
    from sentencepiece import SentencePieceProcessor

    def found(*prefixes: str) -> Path | None:
        return next((path for path in folder.iterdir() if path.name.startswith(prefixes)), None)

    model, source, target, shortlist = (
        found("model."), found("vocab.", "srcvocab."), found("vocab.", "trgvocab."), found("lex.")
    )  # fmt: skip
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
