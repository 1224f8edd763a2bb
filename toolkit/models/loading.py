"""From a name to an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from toolkit.addresses import is_address, without_scheme
from toolkit.errors import ModelNotFoundError, UnsupportedModelError
from toolkit.models import store
from toolkit.models.cache import CachedEngine, is_cache_wanted
from toolkit.models.checkpoint import Checkpoint, read_checkpoint
from toolkit.models.presets import lookup
from toolkit.models.types import Engine, Task, TextEngine

EngineChoice = Literal["auto", "transformers", "ctranslate2", "endpoint", "firefox"]


def load(
    name: str | Path,
    *,
    task: Task = "translation",
    engine: EngineChoice = "auto",
    device: str | None = None,
    dtype: str | None = None,
    offline: bool | None = None,
    revision: str | None = None,
    quiet: bool = False,
    cache: bool = True,
) -> Engine:
    """Make a model ready to run.

    Parameters
    ----------
    name
        A preset ("opus-mt-ar-en"), a hub id ("Helsinki-NLP/opus-mt-ar-en"), a folder that holds a checkpoint, or
        the address of an OpenAI-compatible server ("http://localhost:8000/v1#model").
    task
        What the model is asked to do; decides the settings that are read from the checkpoint, and whether an
        input over the limit is cut at clause marks.
    engine
        `auto` runs transformers on CUDA, and CTranslate2 with int8 weights on a CPU.
    device
        `cpu`, `cuda`, `mps`; the best there is by default.
    dtype
        `float32`, `bfloat16`, `float16`, and for CTranslate2 `int8` and its kin.
    offline
        True never asks the hub; None obeys `HF_HUB_OFFLINE`.
    revision
        Commit, tag or branch on the hub.
    quiet
        Show no progress of a download.
    cache
        Keep results in the toolkit's cache folder and look there first; `TOOLKIT_RESULT_CACHE=0` turns it off too.

    Raises
    ------
    ModelNotFoundError
        There is no such preset, folder or hub model.
    ModelUnavailableError
        It is not on this machine and cannot be fetched now; says how large it is and every way out.
    UnsupportedModelError
        Its architecture is not one that the toolkit runs.

    Examples
    --------
    >>> engine = load("Helsinki-NLP/opus-mt-ar-en")  # doctest: +SKIP
    >>> engine.generate(["قال الرئيس إنه مستعد."])[0].text  # doctest: +SKIP
    """
    made = _elsewhere(name, task, engine, offline)
    if made is None:
        checkpoint = checkpoint_of(name, task, offline=offline, revision=revision, quiet=quiet)
        made = _local(checkpoint, engine, device, dtype)
    return CachedEngine(made) if cache and is_cache_wanted() else made


def _elsewhere(name: str | Path, task: Task, engine: EngineChoice, offline: bool | None) -> TextEngine | None:
    """Return the engine of a model that is no checkpoint: a server's, or Firefox's."""
    text = str(name)
    preset = lookup(text)
    runtime = preset.runtime if preset is not None else "hub"
    if engine == "endpoint" or is_address(text) or (without_scheme(text) and not _is_path(name)):
        from toolkit.models.endpoint_engine import EndpointEngine

        return EndpointEngine(text, task=task)
    if engine == "firefox" or runtime == "firefox":
        from toolkit.models.firefox_engine import FirefoxEngine

        return FirefoxEngine(offline=store.is_offline(offline))
    if preset is not None and runtime == "embedded":
        raise UnsupportedModelError(
            f"{preset.name} writes from a prompt; it is not a translator or summarizer that takes any text.",
            remedy="Use it through toolkit.summarize.",
        )
    if preset is not None and runtime == "endpoint":
        raise store.refuse_served(preset)
    return None


def _is_path(name: str | Path) -> bool:
    return isinstance(name, Path) or Path(name).expanduser().is_dir()


def checkpoint_of(
    name: str | Path, task: Task, *, offline: bool | None = None, revision: str | None = None, quiet: bool = False
) -> Checkpoint:
    """Return what a model's files say, fetched first if they are not here and the hub may be asked."""
    if isinstance(name, Path) and not name.expanduser().is_dir():
        raise ModelNotFoundError(f"There is no folder {name}.", remedy="Correct the path, or name a preset.")
    folder = store.find_local(name, revision)
    if folder is None:
        status = store.show(name)
        if store.is_offline(offline):
            raise store.unavailable(status.hub_id, "offline was asked for")
        folder = store.pull(str(name), revision=revision, offline=offline, quiet=quiet).path
    preset = lookup(str(name))
    label = preset.hub_id if preset is not None else folder.name if _is_path(name) else str(name)
    return read_checkpoint(folder, label, task)


def _local(checkpoint: Checkpoint, engine: EngineChoice, device: str | None, dtype: str | None) -> TextEngine:
    if engine == "auto":
        wanted = not checkpoint.converted_tokenizer and _wants_transformers(device)
        engine = "transformers" if wanted else "ctranslate2"
    if engine == "transformers":
        from toolkit.models.transformers_engine import TransformersEngine

        return TransformersEngine(checkpoint, device=device, dtype=dtype)
    from toolkit.models.ctranslate2_engine import CTranslate2Engine

    return CTranslate2Engine(checkpoint, device=device, dtype=dtype)


def _wants_transformers(device: str | None) -> bool:
    """Tell whether the device is one that transformers runs best: any GPU."""
    if device is not None:
        return not device.startswith("cpu")
    import ctranslate2

    if ctranslate2.get_cuda_device_count() == 0:
        return False
    import torch

    return bool(torch.cuda.is_available())
