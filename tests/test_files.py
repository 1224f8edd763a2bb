"""The user's folders and sizes in words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from toolkit.files import cache_dir, data_dir, readable_size
from toolkit.translate import TranslationMemory


@pytest.mark.parametrize(
    ("size", "words"), [(None, "unknown size"), (12, "0.1 kB"), (43_000_000, "43 MB"), (2_460_000_000, "2.46 GB")]
)
def test_sizes_are_told_in_decimal_units(size: int | None, words: str) -> None:
    assert readable_size(size) == words


def test_variables_move_the_cache_and_what_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TOOLKIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TOOLKIT_MEMORY")
    assert cache_dir("memory") == tmp_path / "cache" / "memory"
    with TranslationMemory.open() as memory:
        memory.add("وصل الوفد.", "The delegation arrived.")
    assert (tmp_path / "data" / "memory.sqlite").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_without_them_the_platforms_folders_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOOLKIT_CACHE_DIR", "TOOLKIT_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert cache_dir() == tmp_path / "cache" / "bilingual-brief-toolkit"
    assert data_dir() == tmp_path / "data" / "bilingual-brief-toolkit"
