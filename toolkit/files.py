"""The user's machine: folders, files that are written whole, sizes in words, cores."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs

from toolkit.errors import SaveError

_NAME = "bilingual-brief-toolkit"

_UMASK = os.umask(0)  # can only be read by setting it, which is safe while one thread runs
os.umask(_UMASK)


def put(content: str | bytes, target: Path) -> Path:
    """Write `content` to `target` in one step, making its folder; raises SaveError if that fails."""
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise SaveError(
            f"Cannot write {target}: {getattr(error, 'strerror', None) or error}.",
            remedy="Choose another folder, or free space.",
        ) from error
    return target


def write_atomically(target: Path, data: bytes) -> None:
    """Write `data` beside `target` and put it in place; an error leaves the old file as it was."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_UMASK)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def cache_dir(*parts: str) -> Path:
    """Return the folder `parts` inside the cache, made if it was not there: what the toolkit can make again.

    `TOOLKIT_CACHE_DIR` names the cache; otherwise it is the platform's folder for the user's caches.
    """
    root = os.environ.get("TOOLKIT_CACHE_DIR") or platformdirs.user_cache_dir(_NAME, appauthor=False, opinion=False)
    folder = Path(root).expanduser().joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def data_dir() -> Path:
    """Return the folder of what belongs to the user, such as the translation memory; it may not be there yet.

    `TOOLKIT_DATA_DIR` names it; otherwise it is the platform's folder for the user's data.
    """
    root = os.environ.get("TOOLKIT_DATA_DIR") or platformdirs.user_data_dir(_NAME, appauthor=False, roaming=True)
    return Path(root).expanduser()


def hub_cache_dir() -> Path:
    """Return the folder where `huggingface_hub` keeps models, as its environment variables say now."""
    named = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    if named:
        return Path(named).expanduser()
    home = os.environ.get("HF_HOME")
    if home:
        return Path(home).expanduser() / "hub"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface" / "hub"


def folder_size(folder: Path, *, links: bool = False) -> int:
    """Return the bytes of the files in a folder; those behind links, of which a hub's cache is full, if wanted."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and (links or not p.is_symlink()))


def readable_size(size: float | None) -> str:
    """Return a number of bytes in decimal units, such as `603 MB` or `2.46 GB`."""
    if size is None:
        return "unknown size"
    if size >= 1e9:
        return f"{size / 1e9:.2f} GB"
    if size >= 1e6:
        return f"{size / 1e6:.0f} MB"
    return f"{max(size / 1e3, 0.1):.1f} kB"


def cores() -> int:
    """Return how many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def usable_cores() -> int:
    """Return how many threads a model may use: the cores, or fewer if `OMP_NUM_THREADS` says so."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores(), int(named)) if named.isdigit() and int(named) > 0 else cores()
