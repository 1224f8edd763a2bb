"""The data of running a model, and what every engine can do.

Spans are pairs of code-point offsets: this package imports no other package of the toolkit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

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
            Override what the checkpoint asks for; servers have no beams.
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


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that took part in making a brief: a model, a memory, an encoder.

    `role` is `translator`, `memory`, `translation` (a given one), `summarizer`, `verifier` or `encoder`; `trial` says
    how a model did on reference texts before it was used, and is empty where it was not tried.
    """

    role: str
    name: str
    revision: str = ""
    engine: str = ""
    licence: str = ""
    trial: str = ""

    def __str__(self) -> str:
        return f"{self.name}@{self.revision}" if self.revision else self.name


class Options(NamedTuple):
    """What a call of `generate` asks for besides the texts."""

    beam_size: int | None = None
    max_new_tokens: int | None = None
    min_new_tokens: int | None = None
    alignment: bool = False


Tell = Callable[[int, Generation], None]


class TextEngine(ABC):
    """An engine of the toolkit: it does in `run` what `Engine.generate` promises."""

    name: str
    revision: str | None = None
    kind: EngineKind
    max_input_tokens: int | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, revision={self.revision!r})"

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
        """Run the model over `texts`; see `Engine.generate`."""

        def tell(index: int, generation: Generation) -> None:
            if each is not None:
                each(index, generation)
            if progress is not None:
                progress(1)

        return self.run(as_list(texts), Options(beam_size, max_new_tokens, min_new_tokens, alignment), tell)

    @abstractmethod
    def run(self, texts: list[str], options: Options, tell: Tell) -> list[Generation]:
        """Return the result of each text, and tell of each as soon as it is finished."""

    @abstractmethod
    def count_tokens(self, text: str) -> int:
        """Return how many input tokens `text` takes, special tokens included."""

    @abstractmethod
    def cache_key(self, text: str) -> str:
        """Return everything that the output for `text` depends on, but for the options of a call."""


def as_list(texts: Sequence[str]) -> list[str]:
    """Return `texts` as a list; raises TypeError for a single text, whose characters would be texts of their own."""
    if isinstance(texts, str | bytes):
        raise TypeError("A model wants several texts; put a single one into a list: generate([text]).")
    return list(texts)
