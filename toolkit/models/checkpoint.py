"""What a checkpoint's own files say about running it.

Both local engines read their settings here, and pass every one of them explicitly, so that they decode alike
whatever defaults their libraries have. `config.json` still counts where `generation_config.json` is silent:
older repositories keep `num_beams`, `max_length` and `bad_words_ids` there.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from toolkit.errors import ModelUnavailableError, UnsupportedModelError
from toolkit.models.presets import Preset, lookup
from toolkit.models.types import Options, Task

Family = Literal["marian", "m2m100", "mbart", "t5", "bart", "pegasus", "encoder"]
_FAMILIES: dict[str, Family] = {
    "marian": "marian",
    "m2m_100": "m2m100",
    "mbart": "mbart",
    "t5": "t5",
    "mt5": "t5",
    "umt5": "t5",
    "bart": "bart",
    "pegasus": "pegasus",
}
_VERIFIERS: dict[str, Family] = {"roberta": "encoder", "xlm-roberta": "encoder", "deberta-v2": "encoder", "t5": "t5"}
_RELATIVE_POSITIONS_LIMIT = 512  # T5 has no hard limit; this is what the family was trained with
_LARGEST = {"num_beams": 64, "no_repeat_ngram_size": 1000, "max_position_embeddings": 1 << 20}
_ONE_OF = ("eos_token_id", "forced_bos_token_id")  # some configurations give a list, of which the first is meant
_OUTPUT_LIMIT: dict[Task, int] = {"translation": 256, "summarization": 142, "verification": 1}


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search for the output. Token ids are those of the checkpoint's tokenizer.

    `max_new_tokens` and `min_new_tokens` count what the model writes, with the end token and without the
    decoder's start token. `forced_eos` says that the last allowed token is made the end token.
    """

    beam_size: int
    max_new_tokens: int
    min_new_tokens: int = 0
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    forced_bos: int | None = None
    forced_eos: bool = False
    suppressed: tuple[tuple[int, ...], ...] = ()

    @property
    def interferes(self) -> bool:
        """True when some tokens are forbidden on the way, so that the search's own scores are not the model's."""
        return bool(self.no_repeat_ngram or self.suppressed or self.repetition_penalty != 1)

    def overridden(self, options: Options, limit: int) -> Decoding:
        """Return the settings with what a caller asks for, kept under the decoder's `limit` of positions."""
        longest = min(options.max_new_tokens or self.max_new_tokens, limit)
        shortest = self.min_new_tokens if options.min_new_tokens is None else options.min_new_tokens
        beam_size = options.beam_size or self.beam_size
        return replace(self, beam_size=beam_size, max_new_tokens=longest, min_new_tokens=min(shortest, longest))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model folder and what its files say.

    `max_input_tokens` counts special tokens; `max_output_tokens` is the decoder's own limit. `prefix` is text
    put before every input, `rows` how many tokens the weights know. `converted_tokenizer` names the tokenizer's class
    where the folder holds a conversion for CTranslate2 and no other weights; its configuration does not.
    """

    folder: Path
    name: str
    revision: str
    family: Family
    task: Task
    max_input_tokens: int
    max_output_tokens: int
    decoding: Decoding
    decoder_start: int
    eos: int
    pad: int
    prefix: str = ""
    preset: Preset | None = None
    rows: int | None = None
    converted_tokenizer: str = ""


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError(f"it holds a {type(content).__name__} and not settings")
    except (ValueError, RecursionError) as error:
        raise ModelUnavailableError(
            f"The file {path} is damaged: {error}.", remedy="Pull or copy the model again."
        ) from error
    return content


def _check_shards(folder: Path) -> None:
    """Refuse a folder whose index of weight files is damaged, or names files that do not lie in the folder."""
    for index in sorted(folder.glob("*.index.json")):
        try:
            names = {str(name) for name in json.loads(index.read_bytes())["weight_map"].values()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            wrong = "cannot be read"
        else:
            outside = sorted(name for name in names if re.search(r"[/\\\0]|^\.*$", name))
            if not outside:
                continue
            wrong = f"names a file that does not lie beside it: {outside[0][:80]!r}"
        raise ModelUnavailableError(f"The file {index} {wrong}.", remedy="Pull or copy the model again.")


def _refuse_code(section: object, path: Path) -> None:
    """Refuse settings that make transformers fetch program code: an implementation of attention from the hub."""
    for name, value in section.items() if isinstance(section, dict) else enumerate(section):  # type: ignore[arg-type]
        if isinstance(value, (dict, list)):
            _refuse_code(value, path)
        elif "_implementation" in str(name) and re.search(r"[/:|@]", str(value)):
            raise UnsupportedModelError(
                f"The file {path} asks for program code: {name} is {str(value)[:80]!r}. No such code is run.",
                remedy="Take the line out of the file if you trust the weights, or name another model.",
            )


def _bounded(merged: dict[str, Any], name: str, otherwise: int) -> int:
    value = int(merged.get(name, otherwise))
    if not 0 <= value <= _LARGEST[name]:
        raise ValueError(f"{name} is {value}, and may be {_LARGEST[name]} at most")
    return value


def _settings(folder: Path, config: dict[str, Any], task: Task) -> dict[str, Any]:
    """Merge what config.json, its task section and generation_config.json say, the last one winning."""
    sections = config.get("task_specific_params") or {}
    wanted = "summarization" if task == "summarization" else "translation_ar_to_en"
    merged = {**config, **(sections.get(wanted) or {}), **_json(folder / "generation_config.json")}
    firsts = {key: value[0] for key, value in merged.items() if key in _ONE_OF and isinstance(value, list)}
    return {key: value for key, value in (merged | firsts).items() if value is not None}


def _decoding(merged: dict[str, Any], task: Task, preset: Preset | None, longest: int) -> Decoding:
    if "max_new_tokens" in merged:
        max_new = int(merged["max_new_tokens"])
    elif "max_length" in merged and (preset is None or preset.max_new_tokens is None):
        max_new = int(merged["max_length"]) - 1  # counts the decoder's start token
    else:
        max_new = (preset.max_new_tokens if preset else None) or _OUTPUT_LIMIT[task]
    min_new = int(merged.get("min_new_tokens", max(0, int(merged.get("min_length", 0)) - 1)))
    bad = tuple(tuple(int(i) for i in ids) for ids in merged.get("bad_words_ids") or ())
    return Decoding(
        beam_size=_bounded(merged, "num_beams", (preset.beam_size if preset else None) or 1) or 1,
        max_new_tokens=min(max_new, longest),
        min_new_tokens=min(min_new, longest),
        length_penalty=float(merged.get("length_penalty", 1.0)),
        no_repeat_ngram=_bounded(merged, "no_repeat_ngram_size", 0),
        repetition_penalty=float(merged.get("repetition_penalty", 1.0)),
        forced_bos=merged.get("forced_bos_token_id"),
        forced_eos=merged.get("forced_eos_token_id") is not None,
        # A single-token bad word that is the pad token is how Marian says "never write padding".
        suppressed=tuple(ids for ids in bad if ids != (merged.get("pad_token_id"),)),
    )


def _positions(config: dict[str, Any], family: Family) -> int:
    if family == "t5":
        return _RELATIVE_POSITIONS_LIMIT
    if family == "encoder":  # RoBERTa's first two positions are never used
        return min(_RELATIVE_POSITIONS_LIMIT, _bounded(config, "max_position_embeddings", 512) - 2)
    return _bounded(config, "max_position_embeddings", 0) or int(config.get("max_length") or 512)


def fingerprint(folder: Path) -> str:
    """Return a digest that changes when a model folder's files do: names, sizes, times, and the configuration."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        if path.name == "config.json":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read_checkpoint(folder: Path, name: str, task: Task) -> Checkpoint:
    """Read what the files of a model folder say about running it.

    Raises
    ------
    UnsupportedModelError
        Its architecture is not a sequence-to-sequence family that the toolkit runs, or it asks for program code.
    ModelUnavailableError
        A file is damaged, or says what cannot be.
    """
    config = _json(folder / "config.json")
    _refuse_code(config, folder / "config.json")
    _check_shards(folder)
    try:
        if is_converted(folder):
            config = {**_of_conversion(folder), **config}
        return _understood(config, folder, name, task)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise ModelUnavailableError(
            f"The settings of {name} in {folder} cannot be used: {error}.", remedy="Pull or copy the model again."
        ) from error


def _understood(config: dict[str, Any], folder: Path, name: str, task: Task) -> Checkpoint:
    model_type = str(config.get("model_type", ""))
    families = _VERIFIERS if task == "verification" else _FAMILIES
    family = families.get(model_type)
    if family is None:
        raise UnsupportedModelError(
            f"{name} is of the type {model_type or 'unknown'!r}, which the toolkit does not run.",
            remedy=f"Name a model of one of these types: {', '.join(sorted(families))}; or serve it, and name "
            "the endpoint.",
        )
    preset = lookup(name)
    merged = _settings(folder, config, task)
    positions = _positions(config, family)
    longest = positions - 1 if family != "t5" else 4 * positions
    limit = min(positions, preset.input_limit) if preset and preset.input_limit else positions
    return Checkpoint(
        folder=folder,
        name=name,
        revision=folder.name if folder.parent.name == "snapshots" else fingerprint(folder),  # a commit, or a digest
        family=family,
        task=task,
        max_input_tokens=limit,
        max_output_tokens=longest,
        decoding=_decoding(merged, task, preset, longest),
        decoder_start=int(merged.get("decoder_start_token_id", merged.get("pad_token_id", 0))),
        eos=int(merged.get("eos_token_id", 1)),
        pad=int(merged.get("pad_token_id", 0)),
        prefix=(preset.prefix if preset else "") or (str(merged.get("prefix") or "") if family == "t5" else ""),
        preset=preset,
        rows=int(config["vocab_size"]) if "vocab_size" in config else None,
        converted_tokenizer=str(config["tokenizer_class"]) if is_converted(folder) else "",
    )


# What a conversion's own config.json does not say: its family, by the class of its tokenizer, and the usual ids.
_OF_TOKENIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "NllbTokenizer": ("m2m_100", {"eos_token_id": 2, "pad_token_id": 1}),
    "M2M100Tokenizer": ("m2m_100", {"eos_token_id": 2, "pad_token_id": 1}),
    "MBart50Tokenizer": ("mbart", {"eos_token_id": 2, "pad_token_id": 1}),
    "BartTokenizer": ("bart", {"eos_token_id": 2, "pad_token_id": 1, "forced_bos_token_id": 0}),
    "PegasusTokenizer": ("pegasus", {"eos_token_id": 1, "pad_token_id": 0}),
    "T5Tokenizer": ("t5", {"eos_token_id": 1, "pad_token_id": 0}),
}
_USUAL_BEAM, _USUAL_LIMIT = 4, 512


def is_converted(folder: Path) -> bool:
    """Tell whether a folder holds a ready conversion for CTranslate2 and no other weights."""
    others = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json", "pytorch_model.bin.index.json")
    return (folder / "model.bin").is_file() and not any((folder / name).is_file() for name in others)


def _of_conversion(folder: Path) -> dict[str, Any]:
    """Return settings for a ready conversion, from the tokenizer files that lie beside it."""
    tokenizer = _json(folder / "tokenizer_config.json")
    named = str(tokenizer.get("tokenizer_class", "")).removesuffix("Fast")
    longest = min(int(tokenizer.get("model_max_length", _USUAL_LIMIT)), _USUAL_LIMIT)
    known = {"num_beams": _USUAL_BEAM, "max_position_embeddings": longest}
    if (folder / "source.spm").is_file() and (folder / "vocab.json").is_file():
        ids = _json(folder / "vocab.json")
        special = {"eos_token_id": ids["</s>"], "pad_token_id": ids.get("<pad>", len(ids))}
        return {**known, "model_type": "marian", "tokenizer_class": "MarianTokenizer", **special}
    if named in _OF_TOKENIZERS:
        model_type, settings = _OF_TOKENIZERS[named]
        return {**known, "model_type": model_type, "tokenizer_class": named, **settings}
    raise UnsupportedModelError(
        f"{folder} holds a conversion for CTranslate2 without the tokenizer files of a family that the toolkit runs.",
        remedy="Copy the tokenizer files of the model that it was made of into the folder (tokenizer_config.json and "
        "what belongs to it: source.spm, target.spm and vocab.json, or sentencepiece.bpe.model, or tokenizer.json).",
    )
