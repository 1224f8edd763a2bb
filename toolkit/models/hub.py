"""Talking to the model hub, and only that.

Every question has a time limit, so that a hub out of reach costs seconds and not minutes. `HF_ENDPOINT`,
`HF_HUB_CACHE`, `HF_HOME`, `HF_HUB_OFFLINE` and `HF_TOKEN` are read when a function is called.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from toolkit.errors import ModelError, ModelNotFoundError, ModelUnavailableError
from toolkit.files import hub_cache_dir, readable_size
from toolkit.models.presets import QUICK_TRANSLATOR, close_names, lookup

__all__ = ["HubFile", "RepoFacts", "download", "endpoint", "is_offline", "repo_facts", "unavailable"]

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
