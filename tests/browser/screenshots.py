"""Pictures of what runs in Jupyter, for the README and to be looked at: `python -m tests.browser.screenshots [NAME]`.

In: names of pictures (all without any). Out: docs/NAME-light.png and tests/browser/pictures/NAME-dark.png, taken in a real JupyterLab.
A picture is a function here: it gets an opener of notebooks and returns the element to take.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from tests.browser.jupyter import Notebook, jupyter_server, open_notebook
from toolkit import Briefer

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "notebooks" / "articles" / "000_4eb7a3e76e4229b0.txt"
FOLDERS = {"light": ROOT / "docs", "dark": Path(__file__).parent / "pictures"}
_COLOURS = 128
Open = Callable[..., Notebook]


def studio(opened: Open) -> Any:
    """The studio with a brief of a sample article."""
    page = opened(["import toolkit\ntoolkit.studio()"], height=1900).page
    page.get_by_label("Article text").fill(ARTICLE.read_text(encoding="utf-8"))
    page.get_by_label("Summary", exact=True).select_option(label="Unchanged sentences (no model)")
    page.click("text=Make the brief")
    page.wait_for_selector("text=Done.")
    page.wait_for_selector(".tk-studio .bx-claim")
    page.evaluate("document.querySelector('.tk-arabic textarea').scrollTop = 0")
    page.locator(".bx-claim").first.click()
    return page.locator(".tk-studio")


_BRIEF = f"""from toolkit import Briefer
brief = Briefer(summarizer="extract", progress=False)({str(ARTICLE)!r})
"""


def explorer(opened: Open) -> Any:
    """The explorer with a claim selected, its Arabic lit."""
    page = opened([_BRIEF + "brief.explore(height=440)"], height=1200).page
    page.locator(".bx-claim").nth(2).click()
    return page.locator(".bx")


def editor(opened: Open) -> Any:
    """The editor with a translation that the checks object to while it is written."""
    page = opened([_BRIEF + "brief.edit(memory=None)"], height=1200).page
    page.click('button:has-text("Translations")')
    page.select_option(".bb-editor select", index=14)
    page.wait_for_function("() => document.querySelector('.bb-editor textarea').value.includes('6,000')")
    text = page.input_value(".bb-editor textarea")
    page.fill(".bb-editor textarea", text.replace("6,000", "60,000").replace("25", "35"))
    page.wait_for_selector(".bb-editor >> text=Arabic says")
    return page.locator(".bb-editor").first


def static(opened: Open) -> Any:
    """What an untrusted notebook shows of a brief: no style sheet and no script, all of it there."""
    brief = Briefer(summarizer="extract", progress=False)(ARTICLE)
    cell = nbformat.v4.new_code_cell("brief.explore()", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("display_data", data) for data in brief.explore().outputs()]
    page = opened(nbformat.v4.new_notebook(cells=[cell]), run=False, height=1000).page
    page.wait_for_selector("li.bb-claim")
    return page.locator(".jp-Notebook")


def comparison(opened: Open) -> Any:
    """Two translations of one article side by side."""
    book = nbformat.read(ROOT / "notebooks" / "09_your_translation.ipynb", as_version=4)
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    two = next(n for n, source in enumerate(cells) if "compare_translations" in source)
    page = opened([cells[1] + ";", cells[two]], height=1100).page
    return page.locator(".jp-OutputArea .bb").last


PICTURES: dict[str, Callable[[Open], Any]] = {
    "studio": studio,
    "explorer": explorer,
    "editor": editor,
    "static": static,
    "comparison": comparison,
}


def shrunk(path: Path) -> None:
    """Make a picture small: few colours, as pages of text have."""
    from PIL import Image

    Image.open(path).convert("RGB").quantize(_COLOURS).save(path, optimize=True)


def main(names: list[str]) -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        sync_playwright() as driver,
        tempfile.TemporaryDirectory() as scratch,
        jupyter_server("lab", Path(scratch)) as server,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in names or PICTURES:
            for theme in ("light", "dark"):
                target = FOLDERS[theme] / f"{name}-{theme}.png"
                PICTURES[name](partial(open_notebook, server, browser, dark=theme == "dark")).screenshot(path=target)
                shrunk(target)
                print(target.relative_to(ROOT), target.stat().st_size)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
