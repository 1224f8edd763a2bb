"""Every notebook runs offline from top to bottom, and its committed outputs are what it gives now."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests import notebooks


@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # the kernel's machinery warns; what runs in the notebook is another process
def test_notebook_runs_and_its_committed_outputs_are_not_stale(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    nbformat.validate(committed)
    now = notebooks.run(path)
    assert [c.execution_count for c in committed.cells if c.cell_type == "code"] == [
        c.execution_count for c in now.cells if c.cell_type == "code"
    ], "not run from top to bottom: make notebooks"
    if committed.metadata.get("processor") != notebooks.processor():
        pytest.skip(f"ran; outputs were made on another processor ({committed.metadata.get('processor')})")
    assert notebooks.shown(committed) == notebooks.shown(now), "stale outputs: make notebooks"


def test_there_is_a_quickstart_and_a_notebook_for_each_article(article_paths: list[Path]) -> None:
    names = [path.stem for path in notebooks.paths()]
    assert "00_quickstart" in names
    for number, article in enumerate(article_paths, 1):
        assert f"{number:02d}_{article.stem}" in names
