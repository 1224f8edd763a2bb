"""The data of running a model. Out: Generation (what a model wrote for one text) and the Engine protocol.

Spans are pairs of code-point offsets, not `Span`s: this package knows no other room of the house.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

EngineKind = Literal["transformers", "ctranslate2", "endpoint", "firefox"]
Task = Literal["translation", "summarization", "verification"]
Offsets: TypeAlias = tuple[int, int]
Alignment: TypeAlias = tuple[tuple[Offsets, Offsets], ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """What a model wrote for one input text.

    Attributes
    ----------
    text
        The output. For a blank input, or one without a letter, the input itself: no model was asked.
    score
        exp(mean token log-probability), in 0..1; None when the engine gives none or no model was asked.
    alignment
        Pairs of code-point spans: a word of the input, relative to the input text, and the word of the output
        that it became, relative to the output text. Empty unless asked for and known.
    repeated
        The model ran into a loop, and a second decoding that forbids repetition did not end it.
    pieces
        How many pieces the input was split into because it was over the model's limit; 1 when it was not.
    truncated
        The output reached the length limit before the model ended it, and splitting the input did not help.
    refusal
        What a chat model wrote instead of an answer; `text` is empty then.
    """

    text: str
    score: float | None = None
    alignment: Alignment = ()
    repeated: bool = False
    pieces: int = 1
    truncated: bool = False
    refusal: str = ""


@runtime_checkable
class Engine(Protocol):
    """Something that turns texts into texts: a local model, or a server.

    Attributes
    ----------
    name
        The model: hub id, folder name, or model name of an endpoint.
    revision
        The commit, or a digest of the files, or None when the engine cannot know.
    max_input_tokens
        The longest input, in tokens as `count_tokens` counts them; None when there is no known limit.
    """

    name: str
    revision: str | None
    kind: EngineKind
    max_input_tokens: int | None

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
        """Run the model over `texts`.

        Parameters
        ----------
        texts
            Any number, of any length; one over the limit is split at clause marks and joined again.
        beam_size, max_new_tokens, min_new_tokens
            Override what the checkpoint asks for.
        alignment
            Ask for word alignment; honoured by the local engines for Marian models.
        progress
            Called with the number of texts just finished, as `tqdm.update` wants it.
        each
            Called with the index and the result of each text as it is finished, in any order, while the model goes on
            with the others: work done in it costs next to no time of its own.

        Returns
        -------
        list of Generation
            One for each text, in the order given.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Return how many input tokens `text` takes, special tokens included."""
        ...
