"""Weights as their authors meant them, and their conversions for CTranslate2, made once.

Checkpoints on the hub were written by many versions of many programs. What their files leave open is settled here:
which matrix writes the output, whether a weight is missing, and whether two files of weights agree.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit.errors import ModelUnavailableError, UnsupportedModelError
from toolkit.files import cache_dir
from toolkit.models.checkpoint import Checkpoint
from toolkit.models.codec import quietly, readable

# Computed, not learnt: older files hold these tables of positions, newer ones leave them out.
_COMPUTED = ("embed_positions.weight", "embed_positions.weights", "final_logits_bias")
_SAMPLE = 512  # numbers of each tensor that are compared when a folder holds the weights twice


def load_weights(checkpoint: Checkpoint, **options: Any) -> Any:
    """Return the checkpoint's model with every weight in its place; `options` are arguments of `from_pretrained`.

    Raises
    ------
    ModelUnavailableError
        The files are damaged, lack weights, or contradict each other.
    """
    from transformers import AutoModelForSeq2SeqLM, AutoModelForSequenceClassification

    kind = AutoModelForSequenceClassification if checkpoint.family == "encoder" else AutoModelForSeq2SeqLM
    _refuse_contradiction(checkpoint)
    with quietly(), readable(checkpoint):
        model, report = kind.from_pretrained(
            str(checkpoint.folder),
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
            **options,
        )
    _tie(model, checkpoint)
    missing = sorted(name for name in _share(model, report["missing_keys"]) if not name.endswith(_COMPUTED))
    if missing:
        raise ModelUnavailableError(
            f"The weights of {checkpoint.name} in {checkpoint.folder} are not whole. Missing: {', '.join(missing[:3])}"
            f"{f' and {len(missing) - 3} more' if len(missing) > 3 else ''}.",
            remedy="Pull or copy the model again; if it was fine-tuned, save it again with all its weights.",
        )
    return model


def _tie(model: Any, checkpoint: Checkpoint) -> None:
    """Make the output matrix the embedding where the configuration says that they are one.

    transformers 4 did so whatever the file held; transformers 5 keeps an output matrix that differs. The files of
    opus-mt-tc-big hold one left over from their conversion, and with it the model writes garbage. The configuration
    classes of T5 call every model tied, so there the file decides.
    """
    if checkpoint.family not in ("t5", "encoder") and model.config.tie_word_embeddings:
        model.lm_head.weight = model.get_decoder().embed_tokens.weight


def _share(model: Any, missing: Collection[str]) -> set[str]:
    """Give encoder and decoder the embedding that the file holds once, and return what is missing still.

    transformers 5 leaves them without one where the configuration does not tie the output matrix, which is another
    question: until then they had always shared it.
    """
    left = set(missing)
    if "model.shared.weight" in left or not hasattr(model.base_model, "shared"):
        return left
    for side in ("encoder", "decoder"):
        name = f"model.{side}.embed_tokens.weight"
        if name in left:
            getattr(model.model, side).embed_tokens.weight = model.model.shared.weight
            left.discard(name)
    return left


def _refuse_contradiction(checkpoint: Checkpoint) -> None:
    """Refuse a folder that holds its weights twice, in `.bin` and in safetensors, and differently."""
    pickled, safe = checkpoint.folder / "pytorch_model.bin", checkpoint.folder / "model.safetensors"
    if not (pickled.is_file() and safe.is_file()):
        return
    # What lies in an output matrix that is tied anyway does not count.
    ignored = () if checkpoint.family == "t5" else ("lm_head.weight",)
    different = None
    with suppress(Exception):  # a file that cannot be read is reported where it is needed
        different = _first_difference(pickled, safe, ignored)
    if different is not None:
        raise ModelUnavailableError(
            f"The weights of {checkpoint.name} contradict each other: {pickled.name} and {safe.name} in "
            f"{checkpoint.folder} differ in {different}.",
            remedy="Delete the file that is out of date, or pull the model again into an empty folder.",
        )


def _first_difference(pickled: Path, safe: Path, ignored: tuple[str, ...]) -> str | None:
    import torch
    from safetensors import safe_open

    ours = torch.load(pickled, map_location="cpu", weights_only=True, mmap=True)
    with safe_open(safe, framework="pt") as theirs:
        for name in sorted(set(theirs.keys()) & set(ours) - set(ignored)):
            one, other = ours[name].flatten(), theirs.get_tensor(name).flatten()
            step = max(1, len(one) // _SAMPLE)
            if len(one) != len(other) or not torch.allclose(one[::step].float(), other[::step].float(), 1e-2, 1e-3):
                return str(name)
    return None


_RECIPE = 2  # raised when a conversion made by older code must not be used any more
# What the converter wants to know and checkpoints written by transformers 5 no longer say.
_NORMALIZATION = {"bart": (False, True), "mbart": (True, True), "pegasus": (True, False)}


def converted(checkpoint: Checkpoint, dtype: str = "int8") -> Path:
    """Return the folder of a conversion, made first if it is not there yet.

    Raises
    ------
    UnsupportedModelError
        CTranslate2 cannot convert the checkpoint.
    """
    if checkpoint.converted_tokenizer:
        return checkpoint.folder
    import ctranslate2

    name, snapshots = checkpoint.name.replace("/", "--"), checkpoint.folder.parent
    if snapshots.name == "snapshots":
        name = snapshots.parent.name.removeprefix("models--")
    elif "/" not in checkpoint.name:
        name = checkpoint.folder.name
    stored = "int8" if dtype.startswith("int8") else dtype
    name = f"{name}@{checkpoint.revision}-{stored}-v{ctranslate2.__version__.split('.')[0]}.{_RECIPE}"
    return made_once(
        lambda: cache_dir("ctranslate2") / name,
        lambda folder: (folder / "model.bin").is_file() and (folder / "config.json").is_file(),
        lambda folder: _convert(checkpoint, folder, stored),
        (checkpoint.folder, name),
    )


_KEPT: dict[object, tempfile.TemporaryDirectory[str]] = {}


def made_once(
    place: Callable[[], Path], is_whole: Callable[[Path], bool], make: Callable[[Path], None], key: object
) -> Path:
    """Return a folder of the cache, made if it is not there or not whole.

    It is written beside its place and moved there whole, under a lock: two processes that want the same one make it
    once, and a crash leaves nothing that looks finished.

    Parameters
    ----------
    place
        Returns the folder's path; raises OSError if there can be no cache.
    is_whole, make
        Tells whether the folder is all that it has to be; writes it to a path where nothing is yet.
    key
        Names it in this process: without a cache that can be written, it is made once for the process, and removed when
        the interpreter ends.
    """
    from filelock import FileLock

    try:
        target = place()
        if is_whole(target):
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(target.parent, os.W_OK):
            raise PermissionError
    except OSError:
        return _for_this_process(make, key)
    with FileLock(target.parent / f".{target.name}.lock"):
        if is_whole(target):  # another process made it while this one waited
            return target
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            make(fresh / "model")
            shutil.rmtree(target, ignore_errors=True)
            (fresh / "model").replace(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return target


def _for_this_process(make: Callable[[Path], None], key: object) -> Path:
    if key not in _KEPT:
        kept = tempfile.TemporaryDirectory(prefix="toolkit-model-")
        try:
            make(Path(kept.name) / "model")
        except BaseException:
            kept.cleanup()
            raise
        _KEPT[key] = kept
    return Path(_KEPT[key].name) / "model"


def _convert(checkpoint: Checkpoint, folder: Path, quantization: str) -> None:
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        """The library's converter, with what it misreads put right."""

        def load_model(self, model_class: Any, path: str, **kwargs: Any) -> Any:
            _complete(checkpoint, kwargs["config"])
            return load_weights(checkpoint, **kwargs)

        def _load(self) -> Any:
            spec = super()._load()
            _unscale_logits(checkpoint, spec)
            return spec

    from safetensors import SafetensorError

    try:
        with quietly():
            Converter(str(checkpoint.folder)).convert(str(folder), quantization=quantization)
    except (OSError, SafetensorError):
        with readable(checkpoint):
            raise
    except (ValueError, NotImplementedError, KeyError, AttributeError) as error:
        raise UnsupportedModelError(
            f"CTranslate2 cannot convert {checkpoint.name}: {error}", remedy="Use engine='transformers'."
        ) from error
    except Exception:  # above all: a file of pickled weights that holds more than weights, and is not unpickled
        with readable(checkpoint):
            raise


def _complete(checkpoint: Checkpoint, config: Any) -> None:
    """Add the two normalization settings that the converter reads and newer configurations leave out."""
    before, embedding = _NORMALIZATION.get(checkpoint.family, (None, None))
    for name, value in (("normalize_before", before), ("normalize_embedding", embedding)):
        if value is not None and not hasattr(config, name):
            setattr(config, name, value)


def _unscale_logits(checkpoint: Checkpoint, spec: Any) -> None:
    """Undo the scaling of T5's logits where the checkpoint has none.

    T5 v1.1, mT5, FLAN and MADLAD do not scale; transformers 5 ties their embeddings in the configuration, and the
    converter takes that for the sign of the original T5. Greedy search would survive it, a beam does not.
    """
    if checkpoint.family != "t5":
        return
    from ctranslate2.specs.model_spec import OPTIONAL
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(str(checkpoint.folder), local_files_only=True)
    scales = {"t5": getattr(config, "scale_decoder_outputs", False), "umt5": config.tie_word_embeddings}
    if not scales.get(config.model_type, False):
        spec.decoder.scale_outputs = OPTIONAL
