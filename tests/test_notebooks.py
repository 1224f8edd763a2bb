"""Every notebook runs offline from top to bottom, and its committed outputs are what it gives now."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests import notebooks


@pytest.mark.timeout(600)
@pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # the kernel's machinery warns; what runs in the notebook is another process
def test_notebook_runs_and_its_committed_outputs_are_not_stale(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    nbformat.validate(committed)
    now = notebooks.run(path)
    assert [c.execution_count for c in committed.cells if c.cell_type == "code"] == [
        c.execution_count for c in now.cells if c.cell_type == "code"
    ], "not run from top to bottom: make notebooks"
    assert notebooks.differences(committed, now) == [], "stale outputs: make notebooks"


def test_there_is_a_quickstart_and_a_notebook_for_each_article(article_paths: list[Path]) -> None:
    names = [path.stem for path in notebooks.paths()]
    assert "00_quickstart" in names
    for number, article in enumerate(article_paths, 1):
        assert f"{number:02d}_{article.stem}" in names


def html(*rows: str, head: str = "claim") -> nbformat.NotebookNode:
    table = f"<table><tr><th>{head}</th></tr>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table>"
    return new_output("execute_result", data={"text/html": table, "text/plain": "a table"})


def book(output: nbformat.NotebookNode, *tags: str, source: str = "table()") -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(source, outputs=[output], metadata={"tags": list(tags)})])


@pytest.mark.parametrize(
    ("committed", "now"),
    [
        (book(html("one")), book(html("two"))),
        (book(html("one")), book(html("one"), source="table(2)")),
        (book(html("0.71")), book(html("0.75"))),
        (book(html("one"), "varies"), book(html("one", head="what is claimed"), "varies")),
        (book(html("one"), "varies"), book(html("one", "two"), "varies")),
        (book(html("one"), "varies"), book(new_output("stream", text="one"), "varies")),
    ],
    ids=["text", "source", "number", "header", "rows", "kind"],
)
def test_a_notebook_that_shows_something_else_is_stale(
    committed: nbformat.NotebookNode, now: nbformat.NotebookNode
) -> None:
    assert notebooks.differences(committed, copy.deepcopy(committed)) == []
    assert len(notebooks.differences(committed, now)) == 1


def test_what_only_the_processor_decides_makes_no_notebook_stale() -> None:
    assert notebooks.differences(book(html("0.7101")), book(html("0.7099"))) == []
    assert notebooks.differences(book(html("one"), "varies"), book(html("two"), "varies")) == []
    assert (
        notebooks.differences(book(html("one"), "varies", "rows-vary"), book(html("a", "b"), "varies", "rows-vary"))
        == []
    )
