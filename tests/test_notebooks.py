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
    made = new_notebook(cells=[new_code_cell(source, outputs=[output], metadata={"tags": list(tags)})])
    made.metadata["made_from"] = notebooks.code_digest(made)
    return made


def styled(rule: str) -> nbformat.NotebookNode:
    return new_output("execute_result", data={"text/html": f"<style>{rule}</style>", "text/plain": "a brief"})


@pytest.mark.parametrize(
    ("committed", "now"),
    [
        (book(html("one")), book(html("two"))),
        (book(html("0.71")), book(html("0.75"))),
        (book(html("one"), "varies"), book(html("one", head="what is claimed"), "varies")),
        (book(html("one"), "varies"), book(html("one", "two"), "varies")),
        (book(html("one"), "varies"), book(new_output("stream", text="one"), "varies")),
        (book(styled("b {color: red}"), "varies"), book(styled("b {color: blue}"), "varies")),
    ],
    ids=["text", "number", "header", "rows", "kind", "template"],
)
def test_a_notebook_that_shows_something_else_is_stale(
    committed: nbformat.NotebookNode, now: nbformat.NotebookNode
) -> None:
    assert notebooks.differences(committed, copy.deepcopy(committed)) == []
    assert len(notebooks.differences(committed, now)) == 1


@pytest.mark.parametrize("tags", [(), ("varies",)], ids=["exact", "varies"])
def test_code_that_was_changed_without_a_run_is_stale_though_it_shows_the_same(tags: tuple[str, ...]) -> None:
    committed = book(html("one"), *tags)
    committed.cells[0].source = "table(2)"
    assert notebooks.differences(committed, copy.deepcopy(committed)) != []


def test_a_run_sees_nothing_that_another_one_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    code = (
        "import os, pathlib\n"
        "places = [pathlib.Path(os.environ[f'TOOLKIT_{name}']) for name in ('CACHE_DIR', 'DATA_DIR', 'MEMORY')]\n"
        "print([place.name for place in places if place.name != 'cache' and place.exists()],"
        " sorted(p.name for p in places[0].iterdir()))\n"
        "(places[0] / 'left').touch(); places[1].mkdir(); places[2].touch()"
    )
    path = tmp_path / "one.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(code)]), path)
    assert [notebooks.run(path).cells[0].outputs[0].text for _ in range(2)] == ["[] ['embedded']\n"] * 2


def test_what_only_the_processor_decides_makes_no_notebook_stale() -> None:
    assert notebooks.differences(book(html("0.7101")), book(html("0.7099"))) == []
    assert notebooks.differences(book(html("one"), "varies"), book(html("two"), "varies")) == []
    assert (
        notebooks.differences(book(html("one"), "varies", "rows-vary"), book(html("a", "b"), "varies", "rows-vary"))
        == []
    )
