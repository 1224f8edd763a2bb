"""The servers that the other tests here rely on: what runs in them is seen, and nothing is asked of anybody else."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import nbformat
import psutil
import pytest

from tests.browser.jupyter import jupyter_server, open_notebook

CELLS = ["import ipywidgets\nslider = ipywidgets.IntSlider(4, description='Sentences')\nslider"]


def test_a_widget_runs_in_jupyterlab_and_the_kernel_can_be_asked(lab) -> None:
    opened = lab(CELLS)
    opened.page.wait_for_selector(".widget-readout >> text=4")
    assert opened.ask("slider.value") == 4
    assert opened.ask("__import__('os').path.basename(__import__('os').getcwd())") == "notebooks"


def test_a_widget_runs_under_voila_and_its_code_is_not_shown(voila) -> None:
    opened = voila(CELLS)
    opened.page.wait_for_selector(".widget-readout >> text=4")
    assert "import ipywidgets" not in opened.page.inner_text("body")


def test_a_saved_notebook_is_shown_with_its_outputs_without_being_run(lab) -> None:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    book.cells[0].outputs = [nbformat.v4.new_output("display_data", {"text/html": "<p>as it was saved</p>"})]
    opened = lab(book, run=False)
    opened.page.wait_for_selector("text=as it was saved")


@pytest.mark.skipif(importlib.util.find_spec("voila") is None, reason="voila is not installed")
def test_a_server_takes_its_kernels_with_it(browser, tmp_path: Path) -> None:
    with jupyter_server("voila", tmp_path) as server:
        opened = open_notebook(server, browser, ["import os, ipywidgets\nipywidgets.Label(f'process {os.getpid()}')"])
        number = int(opened.page.inner_text("text=process").split()[1])
        assert psutil.pid_exists(number)
        opened.close()
    assert not psutil.pid_exists(number)
