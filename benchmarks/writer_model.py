"""Sentences that the embedded model writes anew, with an adapter that was trained to shorten and to join.

Of what it writes only a form that `writer_proof.doubt` finds nothing against may stand; else the cut of the toolkit,
else the sentence. Two neighbours become one sentence where the joined form passes and is shorter than both forms.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from benchmarks.writer_proof import doubt
from toolkit.files import cache_dir
from toolkit.language.english import english_words
from toolkit.models.embedded import END, EmbeddedModel, Hypothesis, chat, embedded, weights
from toolkit.models.embedded_int8 import convert, is_complete, load_float
from toolkit.models.weights import made_once
from toolkit.summarize.shortening import shorten

__all__ = ["Piece", "Task", "Writer", "merge", "prompt", "turn", "write"]

Task = Literal["shorten", "join", "resolve"]
_PROMPTS: dict[Task, str] = {"shorten": "Shorten: ", "join": "Join: ", "resolve": "Name who it is: "}
# What the model is asked as it comes; it has seen one example.
_ONE_SHOT = (
    "Shorten the news text to one short sentence. Keep who said it, numbers and dates.\n"
    "Text: For his part, the mayor of Bergen said on 4 May that about 40 boats had left the old harbour, adding that "
    "the new quay would open in June.\nShort: The mayor of Bergen said on 4 May that about 40 boats had left the old "
    "harbour.\nText: {}\nShort:"
)
FEWEST_WORDS = 18  # of a sentence that is written anew: a shorter one has nothing to spare
MOST_JOINED = 60  # words of two sentences: longer ones were not learned
BEAMS = 4
LEAST_SCORE = -0.2  # mean log-probability of a form, below which it was rarely good English
_NEAR = 0.05  # mean log-probability by which a shorter form may be less likely than the likeliest


class Writer(EmbeddedModel):
    """The embedded model with an adapter, or as it comes with one example in its prompt; it keeps its answers."""

    def __init__(self, adapter: Path | None) -> None:
        super().__init__()
        self.adapter = adapter
        self.answers: list[tuple[str, list[Hypothesis]]] = []

    def asked(self, prompt: str) -> str:
        """Return a user message with the turns around it: the adapter has learned to do without a system message."""
        return chat(prompt) if self.adapter is None else turn(prompt)

    def candidates(self, prompts: Sequence[str]) -> list[list[Hypothesis]]:
        """Return the hypotheses of each prompt, best first."""
        told = list(prompts) if self.adapter else [_ONE_SHOT.format(one.split(": ", 1)[1]) for one in prompts]
        settings = {"beam_size": BEAMS, "num_hypotheses": BEAMS, "max_new_tokens": 90}
        found = self.generate_constrained(told, [None] * len(told), **settings)
        self.answers += zip(prompts, found, strict=True)
        return found

    @cached_property
    def _folder(self) -> Path:
        adapter = self.adapter
        if adapter is None:
            return Path(embedded()._folder)
        name = f"writer-{hashlib.sha256(adapter.read_bytes()).hexdigest()[:12]}-ct2-int8"

        def make(folder: Path) -> None:
            tokenizer, model = load_float(weights())
            merge(model, adapter)
            convert(tokenizer, model, folder)

        return made_once(lambda: cache_dir("embedded") / name, is_complete, make, name)


def merge(model: Any, adapter: Path) -> None:
    """Add a LoRA, whose file says its scale, to the weights of a float model."""
    from safetensors import safe_open

    with safe_open(adapter, "pt") as file:
        scale = float(file.metadata()["scale"])
        for name in file.keys():  # noqa: SIM118
            if name.endswith(".lora_A.weight"):
                down, up = (file.get_tensor(name.replace("lora_A", part)).float() for part in ("lora_A", "lora_B"))
                place = name.removeprefix("base_model.model.").removesuffix(".lora_A.weight")
                model.get_submodule(place).weight.data += scale * up @ down


def turn(message: str) -> str:
    """Return a user message with the turns around it, without a system message."""
    clean = re.sub(r"<\|\w+\|>", " ", message)
    return f"<|im_start|>user\n{clean}{END}\n<|im_start|>assistant\n"


class Piece(NamedTuple):
    """A sentence of a summary, how it came about, and which of the given sentences it stands for."""

    text: str
    origin: Literal["written", "cut", "kept"]
    sources: tuple[int, ...]


def prompt(task: Task, sources: Sequence[str]) -> str:
    """Return the message that asks for one of the three things that the adapter was trained for."""
    return _PROMPTS[task] + " ".join(sources)


def write(
    sentences: Sequence[str],
    *,
    model: Writer,
    neighbours: Sequence[int] = (),
    joins: int = 0,
) -> list[Piece]:
    """Return the sentences of a summary, each written anew, cut or kept.

    Parameters
    ----------
    sentences
        English sentences, each on its own.
    model
        The model with its adapter.
    neighbours
        The sentences that follow right behind the one before them in the article, and may be joined with it.
    joins
        How many pairs may be joined at most.
    """
    lengths = [len(english_words(sentence)) for sentence in sentences]
    asked: dict[tuple[int, ...], str] = {
        (n,): prompt("shorten", [sentence]) for n, sentence in enumerate(sentences) if lengths[n] >= FEWEST_WORDS
    }
    pairs = [(n - 1, n) for n in neighbours if joins and n and lengths[n - 1] + lengths[n] <= MOST_JOINED]
    asked |= {pair: prompt("join", [sentences[n] for n in pair]) for pair in pairs}
    answers = model.candidates(list(asked.values()))
    best = {
        places: form
        for places, found in zip(asked, answers, strict=True)
        if (form := proven([sentences[n] for n in places], found)) is not None
    }
    pieces: list[Piece] = []
    for n, sentence in enumerate(sentences):
        piece = _single(sentence, n, best.get((n,)), model)
        before = pieces[-1] if pieces else None
        joined = best.get((n - 1, n))
        if joined and before and before.sources == (n - 1,) and joins and _words(joined) < _words(before, piece):
            pieces[-1] = Piece(joined, "written", (n - 1, n))
            joins -= 1
        else:
            pieces.append(piece)
    return pieces


def proven(sources: Sequence[str], found: Sequence[Hypothesis]) -> str | None:
    """Return the shortest of the likely forms that nothing is found against, None if there is none."""
    passed = [one for one in found if one.score >= LEAST_SCORE and doubt(sources, one.text) is None]
    if not passed:
        return None
    likeliest = max(one.score for one in passed)
    return min((one for one in passed if one.score >= likeliest - _NEAR), key=lambda one: _words(one.text)).text


def _single(sentence: str, place: int, written: str | None, model: Writer) -> Piece:
    if written is not None:
        return Piece(written, "written", (place,))
    (cut,) = shorten([sentence], model=model)
    return Piece(cut.text, "cut" if cut.shorter else "kept", (place,))


def _words(*texts: str | Piece) -> int:
    return sum(len((one if isinstance(one, str) else one.text).split()) for one in texts)
