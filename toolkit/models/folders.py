"""Where the toolkit keeps what it can make again: converted models and cached results. Out: folders, made.

`TOOLKIT_CACHE_DIR` moves all of it; otherwise it is the platform's cache folder for the user.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_dir", "hub_cache_dir"]

_NAME = "bilingual-brief-toolkit"


def _platform_cache() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def cache_dir(*parts: str) -> Path:
    """Return the toolkit's cache folder, or the folder `parts` inside it, made if it was not there."""
    root = os.environ.get("TOOLKIT_CACHE_DIR")
    folder = (Path(root).expanduser() if root else _platform_cache() / _NAME).joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def hub_cache_dir() -> Path:
    """Return the folder where `huggingface_hub` keeps models, as its environment variables say now."""
    named = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    if named:
        return Path(named).expanduser()
    home = os.environ.get("HF_HOME")
    if home:
        return Path(home).expanduser() / "hub"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface" / "hub"
