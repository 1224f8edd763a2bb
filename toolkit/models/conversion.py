"""CTranslate2 conversions of checkpoints, made once.

A conversion is written beside its place and moved there whole, under a lock: two processes that want the same one
make it once, and a crash leaves nothing that looks finished.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from toolkit.errors import UnsupportedModelError
from toolkit.files import cache_dir
from toolkit.models.checkpoint import Checkpoint
from toolkit.models.codec import quietly, readable
from toolkit.models.weights import load_weights

__all__ = ["converted", "made_once"]

_RECIPE = 2  # raised when a conversion made by older code must not be used any more
# What the converter wants to know and checkpoints written by transformers 5 no longer say.
_NORMALIZATION = {"bart": (False, True), "mbart": (True, True), "pegasus": (True, False)}


def _quantization(dtype: str) -> str:
    """Return the storage type for a compute type."""
    return "int8" if dtype.startswith("int8") else dtype


def _name(checkpoint: Checkpoint, dtype: str) -> str:
    import ctranslate2

    version = ctranslate2.__version__.split(".")[0]
    name = checkpoint.name.replace("/", "--") if "/" in checkpoint.name else checkpoint.folder.name
    if checkpoint.folder.parent.name == "snapshots":
        name = checkpoint.folder.parent.parent.name.removeprefix("models--")
    return f"{name}@{checkpoint.revision}-{_quantization(dtype)}-v{version}.{_RECIPE}"


def _is_whole(folder: Path) -> bool:
    return (folder / "model.bin").is_file() and (folder / "config.json").is_file()


def converted(checkpoint: Checkpoint, dtype: str = "int8") -> Path:
    """Return the folder of a conversion, made first if it is not there yet.

    Raises
    ------
    UnsupportedModelError
        CTranslate2 cannot convert the checkpoint.
    """
    if checkpoint.converted_tokenizer:
        return checkpoint.folder
    name = _name(checkpoint, dtype)
    return made_once(
        lambda: cache_dir("ctranslate2") / name,
        _is_whole,
        lambda folder: _convert(checkpoint, folder, _quantization(dtype)),
        (checkpoint.folder, name),
    )


_KEPT: dict[object, tempfile.TemporaryDirectory[str]] = {}


def made_once(
    place: Callable[[], Path], is_whole: Callable[[Path], bool], make: Callable[[Path], None], key: object
) -> Path:
    """Return a folder of the cache, made if it is not there or not whole.

    Parameters
    ----------
    place
        Returns the folder's path; raises OSError if there can be no cache.
    is_whole
        Tells whether the folder is all that it has to be.
    make
        Writes it to a path where nothing is yet.
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
    except OSError:
        return _for_this_process(make, key)
    if not os.access(target.parent, os.W_OK):
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
