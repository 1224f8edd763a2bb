"""From a name to an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from toolkit.addresses import is_address, without_scheme
from toolkit.errors import ModelNotFoundError, UnsupportedModelError
from toolkit.models import store
from toolkit.models.cache import Cacheable, CachedEngine, is_cache_wanted
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.presets import lookup
from toolkit.models.types import Engine, Task

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
    made = _engine(name, task, engine, device, dtype, offline, revision, quiet)
    return CachedEngine(made) if cache and is_cache_wanted() else made


def _engine(
    name: str | Path,
    task: Task,
    engine: EngineChoice,
    device: str | None,
    dtype: str | None,
    offline: bool | None,
    revision: str | None,
    quiet: bool,
) -> Cacheable:
    text = str(name)
    if engine == "endpoint" or is_address(text) or (without_scheme(text) and not _is_path(name)):
        from toolkit.models.endpoint_engine import EndpointEngine

        return EndpointEngine(text, task=task)
    preset = lookup(text)
    if engine == "firefox" or (preset is not None and preset.runtime == "firefox"):
        from toolkit.models.firefox_engine import FirefoxEngine

        return FirefoxEngine(offline=store.is_offline(offline))
    if preset is not None and preset.runtime == "embedded":
        raise UnsupportedModelError(
            f"{preset.name} writes from a prompt; it is not a translator or summarizer that takes any text.",
            remedy="Use it through toolkit.summarize.",
        )
    if preset is not None and preset.runtime == "endpoint":
        raise store.refuse_served(preset)
    folder = model_folder(name, revision, offline, quiet)
    label = preset.hub_id if preset is not None else (text if not _is_path(name) else folder.name)
    return _local(folder, label, task, engine, device, dtype)


def _is_path(name: str | Path) -> bool:
    return isinstance(name, Path) or Path(name).expanduser().is_dir()


def model_folder(name: str | Path, revision: str | None, offline: bool | None, quiet: bool) -> Path:
    """Return the model's folder, fetched if it is not here and the hub may be asked."""
    if isinstance(name, Path) and not name.expanduser().is_dir():
        raise ModelNotFoundError(f"There is no folder {name}.", remedy="Correct the path, or name a preset.")
    found = store.find_local(name, revision)
    if found is not None:
        return found
    status = store.show(name)
    if store.is_offline(offline):
        raise store.unavailable(status.hub_id, "offline was asked for")
    return store.pull(str(name), revision=revision, offline=offline, quiet=quiet).path


def _local(
    folder: Path, label: str, task: Task, engine: EngineChoice, device: str | None, dtype: str | None
) -> Cacheable:
    checkpoint = read_checkpoint(folder, label, task)
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
