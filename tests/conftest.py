"""Shared fixtures: where the sample articles lie, and small briefs built by hand."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkpoints import checkpoint_of, tiny_marian
from toolkit import Brief, Briefer

__all__ = ["article_paths", "checkpoint_of", "tiny_marian"]

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # no test asks the real hub; those of the hub client serve their own

CACHE = tempfile.mkdtemp(prefix="toolkit-tests-")
os.environ["TOOLKIT_CACHE_DIR"] = CACHE
os.environ["TOOLKIT_MEMORY"] = str(
    Path(CACHE) / "own-memory.sqlite"
)  # no test reads or writes what belongs to the person who runs it

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def article_paths() -> list[Path]:
    """The five sample articles, in order."""
    paths = sorted((ROOT / "notebooks" / "articles").glob("*.txt"))
    assert len(paths) == 5
    return paths


@pytest.fixture(scope="session")
def briefs(article_paths: list[Path]) -> list[Brief]:
    """The briefs of the five sample articles, made as a user makes them."""
    briefer = Briefer(progress=False)
    return [briefer(path) for path in article_paths]


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_session() -> Iterator[None]:
    """Throw the cache of the tests away at the end."""
    yield
    shutil.rmtree(CACHE, ignore_errors=True)
