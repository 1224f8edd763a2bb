"""The embedded language model as a summarizer that nothing holds back: for teaching, never for a brief that counts.

In: an instruction. Out: an engine that `toolkit.summarize.Summarizer` takes like any other, so that what the model
makes up goes through the same attribution, the same checks and the same policies as a real summarizer's output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp

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
        self, instruction: str = INSTRUCTION, *, most_tokens: int = 160, model: EmbeddedModel | None = None
    ) -> None:
        self.instruction = instruction
        self._most_tokens = most_tokens
        self._model = model or embedded()
        self._answers: dict[tuple[str, int, int], Generation] = {}  # a notebook asks the same again
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
        new = [text for text in dict.fromkeys(texts) if (text, most, beam) not in self._answers]
        prompts = [f"{self.instruction}\n\n{text}" for text in new]
        for text, answer in zip(new, self._model.generate(prompts, max_new_tokens=most, beam_size=beam), strict=True):
            cut = len(self._model.tokens(answer.text)) >= most - 1
            self._answers[text, most, beam] = Generation(answer.text, score=exp(answer.score), truncated=cut)
        found = [self._answers[text, most, beam] for text in texts]
        for index, generation in enumerate(found):
            if each is not None:
                each(index, generation)
            if progress is not None:
                progress(1)
        return found

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text takes."""
        return len(self._model.tokens(text))
