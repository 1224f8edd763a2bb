"""Pages and widgets in both themes, with forced colours, reduced motion and at 200 %: nothing keeps a reader out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.a11y import problems_of
from tests.browser.test_explorer import load_explorer, rich_brief
from tests.memos import sample_memo
from tests.translate.test_alignment import ARABIC
from tests.translate.test_given import A, B
from toolkit import read_text
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.output.comparison import compare_translations
from toolkit.translate.types import Added


def made(kind: str, folder: Path) -> Path:
    """A page of each kind, saved."""
    path = folder / f"{kind}.html"
    if kind == "brief":
        noted = rich_brief().noted("claim", 0, "Ask the desk.", tags=["verify"])
        return replace(noted, added=(Added("Rain is expected.", "the desk", 1),)).save(path)
    if kind == "memo":
        return sample_memo().save(path)
    return compare_translations(read_text(ARABIC), {"browser": A, "the desk": B}).save(path)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["brief", "memo", "comparison"])
def test_a_saved_page_is_open_to_everybody(browser, tmp_path: Path, kind: str, dark: bool) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 900}, color_scheme="dark" if dark else "light")
    page.goto(made(kind, tmp_path).as_uri())
    assert problems_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.get_attribute("html", "lang") == "en"
    page.close()


@pytest.mark.parametrize("compact", [False, True], ids=["whole", "compact"])
@pytest.mark.parametrize("background", ["#ffffff", "#101418"], ids=["light", "dark"])
def test_the_explorer_is_open_to_everybody(browser, background: str, compact: bool) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 900})  # 1280 pixels at 200 %
    load_explorer(page, background)
    page.evaluate(
        "([data, ...rest]) => mount(JSON.parse(data), ...rest)", [json.dumps(explorer_data(rich_brief())), 300, compact]
    )
    page.wait_for_selector(f'.bx[data-theme="{"light" if background == "#ffffff" else "dark"}"]')
    for tab in ("summary", "translation", "facts"):
        page.click(f'.bx-tab[data-tab="{tab}"]')
        page.locator(f".bx-{tab} [role=option]").first.click()
        assert problems_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.close()


@pytest.mark.parametrize("kind", ["brief", "memo", "comparison"])
def test_with_forced_colours_a_verdict_and_what_is_taken_are_still_told(browser, tmp_path: Path, kind: str) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(made(kind, tmp_path).as_uri())
    assert {"brief": "supported", "memo": "Bottom line", "comparison": "taken"}[kind] in page.inner_text("body")
    if kind == "brief":  # what is lit is told by more than a background, which forced colours take away
        page.hover(".bb-claim")
        assert page.eval_on_selector(".bb-s.bb-lit", "e => getComputedStyle(e).outlineStyle") != "none"
    page.close()


def test_nothing_moves_by_itself(browser, tmp_path: Path) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(made("brief", tmp_path).as_uri())
    moving = """() => [...document.querySelectorAll("*")].map(getComputedStyle)
      .filter((s) => s.animationName !== "none" || (s.transitionDuration !== "0s" && s.transitionProperty !== "none")
                     || s.scrollBehavior === "smooth").length"""
    assert page.evaluate(moving) == 0
    page.goto("about:blank")
    load_explorer(page)
    page.evaluate("data => mount(JSON.parse(data))", json.dumps(explorer_data(rich_brief())))
    assert page.evaluate(moving) == 0
    page.close()


FAULTY = """<html><body><button></button><p style="color: #aaa; background: #fff">Faint</p><p>العربية</p><img src="data:,">
<a href="#x" style="outline: none !important" tabindex="3">on</a><i id="a">a</i><i id="a">b</i></body></html>"""


def test_the_checks_see_what_is_wrong(browser) -> None:
    page = browser.new_page()
    page.set_content(FAULTY)
    found = " ".join(problems_of(page))
    wanted = ("no name", "contrast", "Arabic without lang", "Arabic from left to right", "no alt", "an id twice",
              "an order of its own", "focus is not seen")  # fmt: skip
    assert [what for what in wanted if what not in found] == []
    page.close()
