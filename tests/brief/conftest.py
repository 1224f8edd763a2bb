from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import Brief, Briefer


@pytest.fixture(scope="session")
def briefs(article_paths: list[Path]) -> list[Brief]:
    """The briefs of the five sample articles, made as a user makes them."""
    briefer = Briefer(progress=False)
    return [briefer(path) for path in article_paths]
