"""The embedded language model as a summarizer that nothing holds back: for teaching, never for a brief that counts.

In: an instruction. Out: an engine that `toolkit.summarize.Summarizer` takes like any other, so that what the model
makes up goes through the same attribution, the same checks and the same policies as a real summarizer's output.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from math import exp
from pathlib import Path

from toolkit.models.embedded import EmbeddedModel, embedded
from toolkit.models.types import EngineKind, Generation

__all__ = ["FreeWriter"]

INSTRUCTION = "Summarize this news article in four sentences:"


class FreeWriter:
    """SmolLM2-135M asked for a summary in its own words.

    Parameters
    ----------
    instruction
        What the model is asked; the text follows it.
    most_tokens
        Tokens after which an answer is cut. A sentence that is cut off is left out by the summarizer.
    model
        The model to ask; the shared embedded one by default.
    kept
        A file of answers that the model gave before, written by `save`. A question that is in it is not asked again;
        any other is.

    Raises
    ------
    ModelUnavailableError
        At first use, if the embedded model is not installed.

    Examples
    --------
    >>> from toolkit.summarize import Summarizer
    >>> Summarizer(FreeWriter())  # doctest: +SKIP
    """

    kind: EngineKind = "ctranslate2"
    max_input_tokens: int | None = 2048

    def __init__(
        self,
        instruction: str = INSTRUCTION,
        *,
        most_tokens: int = 160,
        model: EmbeddedModel | None = None,
        kept: str | Path | None = None,
    ) -> None:
        self.instruction = instruction
        self._most_tokens = most_tokens
        self._model = model or embedded()
        found = json.loads(Path(kept).read_text(encoding="utf-8")) if kept is not None else {}
        self._answers = {key: Generation(**answer) for key, answer in found.items()}  # a notebook asks the same again
        self.name = f"{self._model.name}-unconstrained"
        self.revision: str | None = self._model.revision

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
        """Answer the instruction about each text; `min_new_tokens` and `alignment` mean nothing to this model."""
        most, beam = min(self._most_tokens, max_new_tokens or self._most_tokens), beam_size or 1
        keys = {text: self._key(text, most, beam) for text in texts}
        new = [text for text, key in keys.items() if key not in self._answers]
        prompts = [self._prompt(text) for text in new]
        for text, answer in zip(new, self._model.generate(prompts, max_new_tokens=most, beam_size=beam), strict=True):
            cut = len(self._model.tokens(answer.text)) >= most - 1
            self._answers[keys[text]] = Generation(answer.text, score=exp(answer.score), truncated=cut)
        found = [self._answers[keys[text]] for text in texts]
        for index, generation in enumerate(found):
            if each is not None:
                each(index, generation)
            if progress is not None:
                progress(1)
        return found

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text takes."""
        return len(self._model.tokens(text))

    def save(self, path: str | Path) -> None:
        """Write every answer so far to a file for `kept`, beside those that it holds."""
        path = Path(path)
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for key, answer in self._answers.items():
            known[key] = {"text": answer.text, "score": answer.score, "truncated": answer.truncated}
        path.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def _prompt(self, text: str) -> str:
        return f"{self.instruction}\n\n{text}"

    def _key(self, text: str, most: int, beam: int) -> str:
        """Return the name of a question in a file of answers: who is asked what, and how."""
        asked = (self.name, self.revision, self._prompt(text), most, beam)
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]
