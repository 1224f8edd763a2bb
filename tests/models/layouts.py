"""The published models as small twins: the same files, tensors, number formats and settings, and what they lack.

One row a preset. A twin is made of a checkpoint that has learnt the template sentences, so that a wrong matrix, token or
setting shows in its first sentence. What a row says of the files was read in the repository's listing on the hub and in
the issues that its comment names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from notebooks.lessons.training import Pair
from tests import checkpoints
from tests.checkpoints import template_pairs
from toolkit.models.types import Task

Tensors = dict[str, Any]
_WEIGHTS = ("model.safetensors", "generation_config.json")
_SHARED = "model.shared.weight"
_HEAD = "lm_head.weight"
_POSITIONS = "model.encoder.embed_positions.weight"


@dataclass(frozen=True)
class Layout:
    """What a published model's folder looks like.

    Attributes
    ----------
    preset
        Short name of the preset; the twin's folder has it, so that the preset's row applies.
    family
        Which of `tests.checkpoints.FAMILIES` it is made of.
    weights
        Names of the weight files.
    half
        Weights in float16.
    has, lacks
        Tensors that the file holds, or does not hold, though another version of transformers would expect the opposite.
    config
        Settings of config.json that differ from what transformers 5 writes; None takes one out.
    generation
        generation_config.json, or None where the repository has none.
    change
        Takes the tensors by name and the twin's folder, and returns the tensors that the file holds.
    make
        Makes the checkpoint that the twin is made of, where that of the family does not do.
    pairs
        What it has learnt.
    """

    preset: str
    family: str
    weights: tuple[str, ...] = ("pytorch_model.bin",)
    task: Task = "translation"
    half: bool = False
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    config: dict[str, Any] = field(default_factory=dict)
    generation: dict[str, Any] | None = None
    change: Callable[[Tensors, Path], Tensors] = lambda tensors, _: tensors
    make: Callable[[Path], Path] | None = None
    pairs: Callable[[], list[Pair]] = template_pairs


# --- tensors --------------------------------------------------------------------------------------------------------


def _with_embeddings(tensors: Tensors, _: Path) -> Tensors:
    """All four names of the one matrix, as `.bin` files keep them: in one storage."""
    shared = tensors["model.shared.weight"]
    names = ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")
    return {**tensors, **dict.fromkeys(names, shared)}


def _with_positions(tensors: Tensors, folder: Path) -> Tensors:
    """The computed tables of positions too, and no output matrix: files of 2020."""
    from transformers import AutoConfig, AutoModelForSeq2SeqLM

    model = AutoModelForSeq2SeqLM.from_config(AutoConfig.from_pretrained(folder)).model
    found = {name: t for name, t in _with_embeddings(tensors, folder).items() if name != _HEAD}
    for side in ("encoder", "decoder"):
        found[f"model.{side}.embed_positions.weight"] = getattr(model, side).embed_positions.weight.detach()
    return found


def _with_stale_head(tensors: Tensors, folder: Path) -> Tensors:
    """An output matrix left over from a conversion: not the embedding, though the configuration ties them."""
    import torch

    torch.manual_seed(9)
    found = _with_embeddings(tensors, folder)
    return {**found, _HEAD: torch.randn_like(found[_HEAD])}


def _big(tensors: Tensors, folder: Path) -> Tensors:
    """The stale output matrix, and an end token that is not the first of the vocabulary."""
    return _with_stale_head(_swapped(tensors, folder, "</s>", 5), folder)


def _swapped(tensors: Tensors, folder: Path, token: str, number: int) -> Tensors:
    """The same model with `token` at `number`, and what was there in its place."""
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    names = {n: name for name, n in vocabulary.items()}
    number %= len(names)
    before = vocabulary[token]
    checkpoints._write_json(folder / "vocab.json", {**vocabulary, token: number, names[number]: before})
    order = list(range(len(names)))
    order[before], order[number] = number, before
    rows, bias = tensors[_SHARED], tensors["final_logits_bias"]
    return {**tensors, _SHARED: rows[order], "final_logits_bias": bias[:, order]}


def _t5_names(tensors: Tensors, _: Path) -> Tensors:
    names = ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight")
    return {**dict.fromkeys(names, tensors["shared.weight"]), **tensors}


def _without_shared(tensors: Tensors, _: Path) -> Tensors:
    """The input matrix under the decoder's name alone."""
    found = {name: t for name, t in tensors.items() if name not in ("shared.weight", "encoder.embed_tokens.weight")}
    return {**found, "decoder.embed_tokens.weight": tensors["shared.weight"]}


def _without_mask(tensors: Tensors, folder: Path) -> Tensors:
    """`<mask>` as the last token, and no row for it: it is never written."""
    found = _swapped(tensors, folder, "<mask>", -1)
    short = {_SHARED: found[_SHARED][:-1], "final_logits_bias": found["final_logits_bias"][:, :-1]}
    return _with_embeddings({**found, **short}, folder)


# --- checkpoints that have to be trained on their own ----------------------------------------------------------------


def _untied(family: str, **training: Any) -> Callable[[Path], Path]:
    """A T5 with an output matrix of its own, as T5 v1.1, mT5 and MADLAD have."""

    def make(folder: Path) -> Path:
        import torch
        from transformers import GenerationConfig

        folder.mkdir(parents=True)
        source, start = training.get("prefix", ""), training.get("start")
        pairs = template_pairs()
        lines = [side for pair in pairs for side in pair]
        symbols = [token for token in (source.strip(), start) if token]
        model_file = checkpoints._sentencepiece(
            lines, 400, "unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1, user_defined_symbols=symbols
        )
        (folder / "spiece.model").write_bytes(model_file)
        names = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "eos_token": "</s>", "pad_token": "<pad>"}
        checkpoints._write_json(folder / "tokenizer_config.json", names)
        tokenizer = checkpoints._tokenizer(folder)
        torch.manual_seed(5)
        model = checkpoints._model("mt5" if family == "mt5" else "t5", tokenizer)
        model.config.scale_decoder_outputs = False
        model.lm_head.weight = torch.nn.Parameter(model.shared.weight.detach().clone())
        first = tokenizer.convert_tokens_to_ids(start) if start else tokenizer.pad_token_id
        model.config.decoder_start_token_id = first
        examples = [(tokenizer(source + a)["input_ids"], tokenizer(b)["input_ids"]) for a, b in pairs]
        pad = tokenizer.pad_token_id
        checkpoints.teach(model, examples, steps=120, rate=6e-3, pad=pad, margin=checkpoints.MARGIN)
        model.float()
        model.generation_config = GenerationConfig(
            max_length=84, decoder_start_token_id=first, pad_token_id=0, eos_token_id=1
        )
        tensors = {name: t.detach().clone() for name, t in model.state_dict().items()}
        for name in ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight"):
            tensors.pop(name, None)
        model.config.save_pretrained(folder)
        model.generation_config.save_pretrained(folder)
        _write_safetensors(folder / "model.safetensors", tensors)
        return folder

    return make


def summaries() -> list[Pair]:
    """A lead that stands for an article, and a summary of three sentences with `<n>` between them."""
    english = [english for _, english in template_pairs()[::6]]
    return [(f"{a} {b} {c}", f"{a}<n>{b}<n>{c}") for a, b, c in zip(english, english[7:], english[19:], strict=False)]


def _pegasus(_: Path) -> Path:
    """A PEGASUS whose vocabulary has the line break `<n>` as a piece."""
    return checkpoints.build(
        "pegasus", "tiny-pegasus-summaries", pairs=summaries(), steps=200, rate=4e-3, margin=checkpoints.MARGIN
    )


# --- the table ------------------------------------------------------------------------------------------------------

LAYOUTS = (
    # Listing of main (bcb4acd): pytorch_model.bin of 603 MB in HalfStorage and no safetensors; transformers issue 26216.
    Layout(
        "opus-mt-tc-big-ar-en",
        "marian",
        half=True,
        has=(_SHARED, _HEAD, "model.encoder.embed_tokens.weight"),
        lacks=(_POSITIONS,),
        config={
            "tie_word_embeddings": True,
            "torch_dtype": "float16",
            "max_length": 512,
            "num_beams": 4,
            "eos_token_id": 5,
            "forced_eos_token_id": 5,
        },
        change=_big,
    ),
    # 2020: pytorch_model.bin in float32, no generation_config.json, tokenizer_config.json of two lines.
    Layout(
        "opus-mt-ar-en",
        "marian",
        has=(_SHARED, _POSITIONS),
        lacks=(_HEAD,),
        config={"num_beams": 4, "max_length": 512, "static_position_embeddings": True, "tie_word_embeddings": None},
        change=_with_positions,
    ),
    # A sibling's listing: safetensors of 50.7 MB for 25 million weights, so float16 and one matrix; 256 positions.
    Layout(
        "opus-mt_tiny_ara-eng",
        "marian",
        weights=("model.safetensors",),
        half=True,
        has=(_SHARED,),
        lacks=(_HEAD, _POSITIONS),
        config={"max_length": 256, "num_beams": 4},
    ),
    # Listing of main: one .bin of 2,460,457,927 bytes, tokenizer.json beside the .model; config.json has no num_beams.
    Layout(
        "nllb-200-distilled-600M",
        "nllb",
        has=(_SHARED, _HEAD),
        config={"max_length": 200, "num_beams": None},
        generation={"max_length": 200, "decoder_start_token_id": 2, "pad_token_id": 1, "eos_token_id": 2},
        change=_with_embeddings,
    ),
    Layout(
        "m2m100_418M",
        "m2m100",
        has=(_SHARED, _HEAD),
        config={"max_length": 200, "num_beams": 5, "early_stopping": True},
        change=_with_embeddings,
    ),
    # transformers issue 48154: no shared.weight; the input matrix is decoder.embed_tokens, the output matrix another.
    Layout(
        "madlad400-3b-mt",
        "t5",
        weights=("model.safetensors",),
        has=("decoder.embed_tokens.weight", _HEAD),
        lacks=("shared.weight", "encoder.embed_tokens.weight"),
        config={"tie_word_embeddings": False, "scale_decoder_outputs": None},
        generation={"decoder_start_token_id": 0, "pad_token_id": 0, "eos_token_id": 1},
        change=_without_shared,
        make=_untied("t5", prefix="<2en> "),
    ),
    Layout(
        "mbart-large-50-many-to-one-mmt",
        "mbart50",
        has=(_SHARED, _HEAD),
        config={"max_length": 200, "num_beams": 5, "normalize_before": True, "normalize_embedding": True},
        change=_with_embeddings,
    ),
    # Listing of a4f8f3e: pytorch_model.bin alone; settings under task_specific_params; <mask> has no row.
    Layout(
        "distilbart-cnn-12-6",
        "bart",
        task="summarization",
        has=(_SHARED, _HEAD),
        config={
            "normalize_before": False,
            "normalize_embedding": True,
            "forced_bos_token_id": 0,
            "forced_eos_token_id": 2,
            "task_specific_params": {"summarization": {"num_beams": 4, "max_length": 60, "min_length": 6}},
        },
        change=_without_mask,
    ),
    Layout(
        "bart-large-cnn",
        "bart",
        weights=("model.safetensors",),
        task="summarization",
        lacks=(_HEAD,),
        config={"num_beams": 4, "max_length": 60, "min_length": 6, "forced_bos_token_id": 0, "forced_eos_token_id": 2},
    ),
    Layout(
        "pegasus-cnn_dailymail",
        "pegasus",
        task="summarization",
        has=(_SHARED, _POSITIONS),
        config={"num_beams": 8, "max_length": 128, "length_penalty": 0.8, "static_position_embeddings": True},
        change=_with_positions,
        make=_pegasus,
        pairs=summaries,
    ),
    Layout(
        "mT5_multilingual_XLSum",
        "mt5",
        task="summarization",
        has=("shared.weight", "encoder.embed_tokens.weight", _HEAD),
        config={"tie_word_embeddings": False, "num_beams": 4, "max_length": 84, "no_repeat_ngram_size": 0},
        change=_t5_names,
        make=_untied("mt5"),
    ),
    # Its configuration maps a language to the token that the decoder starts with (CrossSum issue 2).
    Layout(
        "mT5_m2o_english_crossSum",
        "mt5",
        task="summarization",
        has=("shared.weight", _HEAD),
        config={"tie_word_embeddings": False, "num_beams": 4, "max_length": 84},
        change=_t5_names,
        make=_untied("mt5", start="<extra_id_68>"),
    ),
    # Not of one preset: weights in pieces, and what save_pretrained writes today.
    Layout(
        "sharded-bin",
        "marian",
        weights=(
            "pytorch_model-00001-of-00002.bin",
            "pytorch_model-00002-of-00002.bin",
            "pytorch_model.bin.index.json",
        ),
        change=_with_stale_head,
    ),
    Layout(
        "sharded-safetensors",
        "t5",
        weights=(
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json",
        ),
        generation={"max_length": 100, "decoder_start_token_id": 0, "pad_token_id": 0, "eos_token_id": 1},
    ),
    *(
        Layout(f"saved-{family}", family, weights=("model.safetensors",), generation={})
        for family in checkpoints.FAMILIES
    ),
)


# --- writing them ---------------------------------------------------------------------------------------------------


def twin(layout: Layout, source: Path, folder: Path) -> Path:
    """Write the twin of a published model from a checkpoint that `save_pretrained` wrote; return its folder."""
    from safetensors.torch import load_file

    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*_WEIGHTS))
    config = json.loads((source / "config.json").read_text(encoding="utf-8")) | layout.config
    tensors = layout.change(load_file(source / "model.safetensors"), folder)
    if layout.half:
        tensors = _halved(tensors)
    rows = next(tensors[name] for name in (_SHARED, "shared.weight", "decoder.embed_tokens.weight") if name in tensors)
    config["vocab_size"] = len(rows)
    if layout.generation is None:  # what generation_config.json says now stood in config.json then
        config = json.loads((source / "generation_config.json").read_text(encoding="utf-8")) | config
    elif layout.generation:
        checkpoints._write_json(folder / "generation_config.json", layout.generation)
    else:
        shutil.copy(source / "generation_config.json", folder)
    checkpoints._write_json(folder / "config.json", {k: v for k, v in config.items() if v is not None})
    _write_weights(folder, layout.weights, tensors)
    return folder


def _halved(tensors: Tensors) -> Tensors:
    """The same tensors in float16; those that were one storage still are."""
    seen: dict[int, Any] = {}
    return {name: seen.setdefault(t.data_ptr(), t.half()) for name, t in tensors.items()}


def _write_weights(folder: Path, names: Sequence[str], tensors: Tensors) -> None:
    import torch

    files = [name for name in names if not name.endswith(".json")]
    parts = [tensors] if len(files) == 1 else list(_parts(tensors, len(files)))
    for name, part in zip(files, parts, strict=True):
        if name.endswith(".bin"):
            torch.save(part, folder / name)
        else:
            _write_safetensors(folder / name, part)
    for name in set(names) - set(files):
        where = {tensor: file for file, part in zip(files, parts, strict=True) for tensor in part}
        checkpoints._write_json(folder / name, {"metadata": {}, "weight_map": where})


def _parts(tensors: Tensors, count: int) -> Iterator[Tensors]:
    names = list(tensors)
    for start in range(count):
        yield {name: tensors[name] for name in names[start::count]}


def _write_safetensors(path: Path, tensors: Tensors) -> None:
    from safetensors.torch import save_file

    save_file({name: t.contiguous().clone() for name, t in tensors.items()}, path, metadata={"format": "pt"})


@pytest.fixture(scope="session")
def twin_of(tmp_path_factory: pytest.TempPathFactory, checkpoint_of: Callable[[str], Path]) -> Callable[[Layout], Path]:
    """A function from a row of the table to the folder of its twin, made when it is first asked for."""
    root = tmp_path_factory.mktemp("layouts")

    def folder_of(layout: Layout) -> Path:
        folder = root / "twins" / layout.preset
        if not folder.is_dir():
            source = layout.make(root / "trained" / layout.preset) if layout.make else checkpoint_of(layout.family)
            twin(layout, source, folder)
        return folder

    return folder_of
