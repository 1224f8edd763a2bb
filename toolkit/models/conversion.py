"""CTranslate2 conversions of checkpoints, made once.

A conversion is written beside its place and moved there whole, under a lock: two processes that want the same one
make it once, and a crash leaves nothing that looks finished.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from toolkit.errors import UnsupportedModelError
from toolkit.files import cache_dir
from toolkit.models.checkpoint import Checkpoint
from toolkit.models.codec import quietly, readable
from toolkit.models.weights import load_weights

__all__ = ["converted"]

_RECIPE = 2  # raised when a conversion made by older code must not be used any more
# What the converter wants to know and checkpoints written by transformers 5 no longer say.
_NORMALIZATION = {"bart": (False, True), "mbart": (True, True), "pegasus": (True, False)}


def _quantization(dtype: str) -> str:
    """Return the storage type for a compute type."""
    return "int8" if dtype.startswith("int8") else dtype


def _place(checkpoint: Checkpoint, dtype: str) -> Path:
    import ctranslate2

    version = ctranslate2.__version__.split(".")[0]
    name = checkpoint.name.replace("/", "--") if "/" in checkpoint.name else checkpoint.folder.name
    if checkpoint.folder.parent.name == "snapshots":
        name = checkpoint.folder.parent.parent.name.removeprefix("models--")
    return cache_dir("ctranslate2") / f"{name}@{checkpoint.revision}-{_quantization(dtype)}-v{version}.{_RECIPE}"


def _is_whole(folder: Path) -> bool:
    return (folder / "model.bin").is_file() and (folder / "config.json").is_file()


def converted(checkpoint: Checkpoint, dtype: str = "int8") -> Path:
    """Return the folder of a conversion, made first if it is not there yet.

    Raises
    ------
    UnsupportedModelError
        CTranslate2 cannot convert the checkpoint.
    """
    from filelock import FileLock

    if checkpoint.converted_tokenizer:
        return checkpoint.folder
    try:
        place = _place(checkpoint, dtype)
    except OSError:  # a cache that cannot be made: this process still gets its model
        return _for_this_process(checkpoint, dtype)
    if _is_whole(place):
        return place
    if not os.access(place.parent, os.W_OK):  # likewise, a cache that can only be read
        return _for_this_process(checkpoint, dtype)
    with FileLock(place.parent / f".{place.name}.lock"):
        if _is_whole(place):  # another process made it while this one waited
            return place
        fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            _convert(checkpoint, fresh / "model", _quantization(dtype))
            shutil.rmtree(place, ignore_errors=True)
            (fresh / "model").replace(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return place


_KEPT: dict[tuple[Path, str], tempfile.TemporaryDirectory[str]] = {}


def _for_this_process(checkpoint: Checkpoint, dtype: str) -> Path:
    """Convert into a folder that is removed when the interpreter ends."""
    key = (checkpoint.folder, dtype)
    if key not in _KEPT:
        kept = tempfile.TemporaryDirectory(prefix="toolkit-ctranslate2-")
        try:
            _convert(checkpoint, Path(kept.name) / "model", _quantization(dtype))
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
