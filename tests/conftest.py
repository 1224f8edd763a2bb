"""Shared fixtures: where the sample articles lie, and small briefs built by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.checkpoints import checkpoint_of, tiny_marian

__all__ = ["article_paths", "checkpoint_of", "tiny_marian"]

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # no test asks the real hub; those of the hub client serve their own

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def article_paths() -> list[Path]:
    """The five sample articles, in order."""
    paths = sorted((ROOT / "notebooks" / "articles").glob("*.txt"))
    assert len(paths) == 5
    return paths
