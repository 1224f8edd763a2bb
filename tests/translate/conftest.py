"""Every test here has its own cache folder and no memory of the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.translate import TranslationMemory


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(folder))
    monkeypatch.setenv("TOOLKIT_MEMORY", "none")
    return folder


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    """An empty memory in a file."""
    with TranslationMemory.open(tmp_path / "own.sqlite") as own:
        yield own
