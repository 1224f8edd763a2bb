"""Fixtures for tests of models: a cache folder of the tests' own, and small checkpoints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkpoints import checkpoint_of, tiny_marian

__all__ = ["checkpoint_of", "tiny_marian"]


@pytest.fixture(scope="session")
def session_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("toolkit-cache")


@pytest.fixture
def own_cache(session_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toolkit's cache folder, shared by this session's tests so that each conversion is made once."""
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(session_cache))
    return session_cache
