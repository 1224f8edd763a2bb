"""Pictures of what runs in Jupyter, for the README and to be looked at: `python -m tests.browser.screenshots [NAME]`.

In: names of pictures (all without any). Out: docs/NAME-light.png and docs/NAME-dark.png, taken in a real JupyterLab.
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

from tests.browser.jupyter import Notebook, jupyter_server, open_notebook

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "notebooks" / "articles" / "000_4eb7a3e76e4229b0.txt"
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


PICTURES: dict[str, Callable[[Open], Any]] = {"studio": studio}


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
                target = ROOT / "docs" / f"{name}-{theme}.png"
                PICTURES[name](partial(open_notebook, server, browser, dark=theme == "dark")).screenshot(path=target)
                shrunk(target)
                print(target.relative_to(ROOT), target.stat().st_size)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
