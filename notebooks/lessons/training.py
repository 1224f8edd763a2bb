"""Training small translation models from scratch: for lessons and tests, never for a brief that counts.

In: sentence pairs and an empty folder. Out: a checkpoint in the hub's own format, which `toolkit.models.load` runs
like any other, and the record of its training.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from toolkit.models.codec import quietly

from .subwords import pieces_of, train_subwords

__all__ = [
    "Example",
    "Glimpse",
    "Pair",
    "Recipe",
    "Training",
    "fit",
    "tensors_of",
    "threads",
    "train_marian",
    "with_marks",
    "write_marian_tokenizer",
]

Pair: TypeAlias = tuple[str, str]
Example: TypeAlias = tuple[list[int], list[int]]

LOOK_AT = (1, 3, 10, 30, 100, 300, 1000)  # learning slows down: equal steps would show nothing after the first few
_RECORD = "training.json"
_IGNORED = -100  # a label that torch's cross-entropy leaves out
_SPECIAL = ("<unk>", "<s>", "</s>")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The shape of a Marian model and how it is trained.

    Attributes
    ----------
    pieces
        Subwords for each language, at most.
    width, layers, heads
        Of the encoder and of the decoder, which are alike; the feed-forward layers are twice as wide.
    steps, batch
        How many steps, and how many pairs each one sees.
    rate
        The learning rate at its highest; it rises over the first 15 % of the steps and then falls to nothing.
    seed
        Of the weights and of the order of the pairs.
    threads
        Processor threads. With matrices this small a second one mostly waits.
    exact
        Compute in double precision. It takes a little longer, and makes the same model where sums round otherwise:
        on another processor, or with another number of threads.
    """

    pieces: int = 600
    width: int = 96
    layers: int = 2
    heads: int = 4
    steps: int = 400
    batch: int = 32
    rate: float = 4e-3
    seed: int = 5
    threads: int = 1
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a model in training writes for a sentence after so many steps (greedy search)."""

    step: int
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Training:
    """A finished training.

    Attributes
    ----------
    folder
        The checkpoint.
    losses
        For each step the mean cross-entropy of a target token of its batch, in nats: 0 is certainty.
    held_out
        Pairs of step and loss on pairs that the model did not learn from.
    glimpses
        What it wrote on the way.
    parameters
        Trained numbers in the model.
    """

    folder: Path
    losses: tuple[float, ...]
    held_out: tuple[tuple[int, float], ...]
    glimpses: tuple[Glimpse, ...]
    parameters: int


def write_marian_tokenizer(folder: Path, pairs: Sequence[Pair], size: int) -> None:
    """Write the tokenizer files of a Marian repository: two sentencepiece models and the vocabulary they share."""
    known: dict[str, None] = {}
    for name, side in (("source", 0), ("target", 1)):
        model = train_subwords(with_marks(pair[side] for pair in pairs), size)
        (folder / f"{name}.spm").write_bytes(model)
        known |= dict.fromkeys(piece for piece in pieces_of(model) if piece not in _SPECIAL)
    vocabulary = ["</s>", "<unk>", *known, "<pad>"]
    _write_json(folder / "vocab.json", {piece: number for number, piece in enumerate(vocabulary)})
    settings = {"tokenizer_class": "MarianTokenizer", "source_lang": "ar", "target_lang": "en"}
    _write_json(folder / "tokenizer_config.json", {**settings, "model_max_length": 512, "separate_vocabs": False})


def with_marks(lines: Iterable[str]) -> list[str]:
    """Return the lines, and every word before a mark as well.

    A word that is always followed by a space is never a candidate of its own in so short a text.
    """
    lines = list(lines)
    words = dict.fromkeys(word.strip(".,") for line in lines for word in line.split())
    return lines + [f"{word}{mark} {word}" for word in words for mark in ".,:"]


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def train_marian(
    pairs: Sequence[Pair],
    folder: Path,
    recipe: Recipe | None = None,
    *,
    held_out: Sequence[Pair] = (),
    watch: Sequence[str] = (),
    look_at: Collection[int] = LOOK_AT,
    progress: Callable[[int], None] | None = None,
    kept: str | Path | None = None,
) -> Training:
    """Train a Marian model from nothing on `pairs` and save it in `folder`, in half precision.

    Parameters
    ----------
    pairs
        Source and target sentences; its subwords are learnt from them too.
    folder
        Made if it is not there; filled with what a Marian repository on the hub holds.
    held_out
        Pairs to measure the loss on, and not to learn from.
    watch
        Source sentences to translate on the way.
    look_at
        The steps after which the loss is measured and the sentences are translated.
    progress
        Called with 1 after each step, as `tqdm.update` wants it.
    kept
        A folder with the result of an earlier training. It is taken instead of training anew if it was made with the
        same arguments; where there is no such folder, the result is written there.

    Examples
    --------
    >>> training = train_marian(pairs, Path("tiny"))  # doctest: +SKIP
    >>> toolkit.models.load(training.folder).generate(["..."])  # doctest: +SKIP
    """
    recipe = recipe or Recipe()
    made_from = _digest(pairs, asdict(recipe), held_out, list(watch), sorted(look_at))
    kept = Path(kept) if kept is not None else None
    if kept is not None and (found := _kept(kept, made_from)) is not None:
        if progress is not None:
            progress(recipe.steps)
        return found
    folder.mkdir(parents=True, exist_ok=True)
    write_marian_tokenizer(folder, pairs, recipe.pieces)
    tokenizer = _tokenizer(folder)
    record = _Record(tokenizer, examples_of(tokenizer, held_out), list(watch), look_at, progress)
    with threads(recipe.threads):
        model = new_marian(tokenizer, recipe)
        fit(
            model,
            examples_of(tokenizer, pairs),
            steps=recipe.steps,
            rate=recipe.rate,
            pad=tokenizer.pad_token_id,
            batch=recipe.batch,
            each=lambda step, loss: record.note(model, step, loss),
        )
        with quietly():
            model.half().save_pretrained(str(folder))
    training = Training(
        folder=folder,
        losses=tuple(record.losses),
        held_out=tuple(record.held_out),
        glimpses=tuple(record.glimpses),
        parameters=sum(weights.numel() for weights in model.parameters() if weights.requires_grad),
    )
    if kept is not None and not kept.exists():
        _keep(training, kept, made_from)
    return training


def _digest(*arguments: object) -> str:
    return hashlib.sha256(json.dumps(arguments, ensure_ascii=False).encode()).hexdigest()


def _keep(training: Training, folder: Path, made_from: str) -> None:
    shutil.copytree(training.folder, folder)
    record = {name: value for name, value in asdict(training).items() if name != "folder"}
    _write_json(folder / _RECORD, {"made_from": made_from, **record})


def _kept(folder: Path, made_from: str) -> Training | None:
    """Return the training that `folder` holds if it was made with the same arguments."""
    path = folder / _RECORD
    record = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if record.get("made_from") != made_from:
        return None
    return Training(
        folder=folder,
        losses=tuple(record["losses"]),
        held_out=tuple((step, loss) for step, loss in record["held_out"]),
        glimpses=tuple(Glimpse(**glimpse) for glimpse in record["glimpses"]),
        parameters=record["parameters"],
    )


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    with quietly():
        return AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let torch compute on so many threads."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def examples_of(tokenizer: Any, pairs: Sequence[Pair]) -> list[Example]:
    """Return the token ids of both sides of each pair, end tokens included."""
    return [
        (list(tokenizer(source)["input_ids"]), list(tokenizer(text_target=target)["input_ids"]))
        for source, target in pairs
    ]


def new_marian(tokenizer: Any, recipe: Recipe) -> Any:
    """Return a Marian model with random weights, and the settings that it is to be run with."""
    import torch
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    ids = {"pad_token_id": tokenizer.pad_token_id, "eos_token_id": tokenizer.eos_token_id}
    ids |= {"decoder_start_token_id": tokenizer.pad_token_id, "forced_eos_token_id": tokenizer.eos_token_id}
    sides = {
        f"{side}_{name}": value
        for side in ("encoder", "decoder")
        for name, value in (
            ("layers", recipe.layers),
            ("attention_heads", recipe.heads),
            ("ffn_dim", 2 * recipe.width),
            ("layerdrop", 0.0),
        )
    }
    torch.manual_seed(recipe.seed)
    config = MarianConfig(
        vocab_size=len(tokenizer),
        d_model=recipe.width,
        max_position_embeddings=512,
        dropout=0.0,
        attention_dropout=0.0,
        init_std=0.1,  # the usual 0.02 drowns in the positions at this width
        scale_embedding=True,
        activation_function="swish",
        **sides,
        **ids,
    )
    model = MarianMTModel(config)
    model.generation_config = GenerationConfig(num_beams=4, max_length=128, **ids)
    return model.double() if recipe.exact else model


def fit(
    model: Any,
    examples: Sequence[Example],
    *,
    steps: int,
    rate: float,
    pad: int,
    batch: int = 32,
    each: Callable[[int, float], None] | None = None,
) -> None:
    """Teach a sequence-to-sequence model its examples, and leave it ready to run.

    Parameters
    ----------
    model
        A model of transformers, of any family.
    examples
        Token ids of source and target.
    steps, batch
        How many steps, and how many examples each sees.
    rate
        The learning rate at its highest.
    pad
        Id that fills up rows. The row of the embeddings that Marian ties to it stays zero, as in its checkpoints.
    each
        Called after each step with its number, from 1, and its loss.
    """
    import torch

    chance = random.Random(3)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=rate, total_steps=steps, pct_start=0.15)
    examples = list(examples)
    model.train()
    for step in range(1, steps + 1):
        _clear_padding(model, pad)
        loss = model(**tensors_of(chance.sample(examples, min(batch, len(examples))), pad)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if each is not None:
            each(step, float(loss.detach()))
    _clear_padding(model, pad)
    model.eval()


def _clear_padding(model: Any, pad: int) -> None:
    import torch

    if model.config.model_type == "marian":
        with torch.no_grad():
            model.get_input_embeddings().weight[pad].zero_()


def tensors_of(examples: Sequence[Example], pad: int) -> dict[str, Any]:
    """Return a batch as a model takes it: rows filled up to the longest."""
    import torch

    width, height = (max(len(example[side]) for example in examples) for side in (0, 1))
    return {
        "input_ids": torch.tensor([[*s, *[pad] * (width - len(s))] for s, _ in examples]),
        "attention_mask": torch.tensor([[*[1] * len(s), *[0] * (width - len(s))] for s, _ in examples]),
        "labels": torch.tensor([[*t, *[_IGNORED] * (height - len(t))] for _, t in examples]),
    }


class _Record:
    """Keeps what is worth knowing about a training while it runs."""

    def __init__(
        self,
        tokenizer: Any,
        held_out: Sequence[Example],
        watch: Sequence[str],
        look_at: Collection[int],
        progress: Callable[[int], None] | None,
    ) -> None:
        self._tokenizer, self._held_out, self._watch = tokenizer, held_out, watch
        self._look_at, self._progress = frozenset(look_at), progress
        self.losses: list[float] = []
        self.held_out: list[tuple[int, float]] = []
        self.glimpses: list[Glimpse] = []

    def note(self, model: Any, step: int, loss: float) -> None:
        """Take the loss of a step; after some steps, measure and translate as well."""
        self.losses.append(loss)
        if step in self._look_at:
            model.eval()
            self._measure(model, step)
            self._translate(model, step)
            model.train()
        if self._progress is not None:
            self._progress(1)

    def _measure(self, model: Any, step: int) -> None:
        import torch

        if self._held_out:
            with torch.inference_mode():
                loss = model(**tensors_of(self._held_out, self._tokenizer.pad_token_id)).loss
            self.held_out.append((step, float(loss)))

    def _translate(self, model: Any, step: int) -> None:
        import torch

        if not self._watch:
            return
        inputs = self._tokenizer(self._watch, return_tensors="pt", padding=True)
        with torch.inference_mode():
            written = model.generate(
                **inputs, num_beams=1, max_length=60, bad_words_ids=[[self._tokenizer.pad_token_id]]
            )
        for source, ids in zip(self._watch, written, strict=True):
            text = self._tokenizer.decode(ids, skip_special_tokens=True).strip()
            self.glimpses.append(Glimpse(step, source, text))
