"""The studio as its user meets it: in a real JupyterLab and under Voila, from a pasted article to a file on the disk."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.conftest import ROOT
from toolkit import Brief
from toolkit.jupyter.studio import Studio

STUDIO = ["import toolkit\nstudio = toolkit.studio()\nstudio"]
# Holds the work in its own thread at the third sentence until the test lets it go on.
HELD = [
    *STUDIO,
    "import threading\n"
    "reached, gate = threading.Event(), threading.Event()\n"
    "def hold(change):\n"
    "    if change['new'] == 3:\n"
    "        reached.set()\n"
    "        gate.wait(60)\n"
    "studio.progress.bars['translate'].observe(hold, 'value')\n",
]
UNNAMED = """() => [...document.querySelectorAll('.tk-studio button, .tk-studio select, .tk-studio textarea, .tk-studio input:not([type=file])')]
  .filter(e => e.offsetParent && !(e.textContent.trim() || e.title || e.getAttribute('aria-label') || e.labels?.[0]?.textContent.trim()))
  .map(e => e.outerHTML)"""
CLIPPED = """() => [...document.querySelectorAll('.tk-studio button, .tk-studio label, .tk-studio h1, .tk-studio h2, .tk-studio p, .tk-studio .tk-count')]
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
  .map(e => e.textContent)"""


def begin(page: Any, text: str) -> None:
    """Paste an article, choose the summary that needs no model, and click the button."""
    page.get_by_label("Article text").fill(text)
    page.get_by_label("Summary", exact=True).select_option(label="Unchanged sentences (no model)")
    page.click("text=Make the brief")


def download(page: Any, format: str) -> tuple[str, Path]:
    with page.expect_download() as got:
        page.click(f'.tk-download[data-format="{format}"]')
    return got.value.suggested_filename, got.value.path()


@pytest.fixture(scope="module")
def article(article_paths) -> str:
    return article_paths[0].read_text(encoding="utf-8")


@pytest.fixture(params=["lab", "voila"])
def place(request) -> Any:
    """The opener of either place."""
    return request.getfixturevalue(request.param)


def test_from_a_pasted_article_to_files_that_open(place, article) -> None:
    page = place(STUDIO).page
    begin(page, article)
    page.wait_for_selector("text=Done.")
    page.wait_for_selector(".tk-studio .bx-claim")  # the explorer shows it
    assert page.locator(".tk-studio .bx-claim").count() == 5
    name, path = download(page, "docx")
    assert name.endswith(".docx")
    with zipfile.ZipFile(path) as word:
        assert "Putin" in word.read("word/document.xml").decode()
    name, path = download(page, "json")
    brief = Brief.load(path)
    assert brief.article.text.strip() == article.strip()
    assert json.loads(path.read_text(encoding="utf-8"))["provenance"]["settings"]["sentences"] == "5"
    assert name in page.inner_text(".tk-download-status")


ARABIC = (
    "أعلنت بلدية صفاقس في تونس افتتاح 23 مدرسة جديدة هذا العام.",
    "زار وزير الخارجية المصري سامح شكري بغداد يوم الأحد.",
    "ارتفعت أسعار القمح بنسبة 6 في المئة بعد موجة الجفاف.",
    "فاز المنتخب المغربي على البرازيل بهدفين مقابل هدف.",
)
ENGLISH = (
    "The municipality of Sfax in Tunisia announced the opening of 23 new schools this year.",
    "Egyptian Foreign Minister Sameh Shoukry visited Baghdad on Sunday.",
    "Wheat prices rose by 6 percent after the drought.",
    "Morocco's team beat Brazil by two goals to one.",
)


def test_a_faulty_translation_is_mended_exported_and_remembered(voila) -> None:
    page = voila(STUDIO).page
    page.click("text=I have a translation")
    page.get_by_label("Article text").fill("\n\n".join(ARABIC))
    faulty = [ENGLISH[0].replace("23", "32"), ENGLISH[1].replace("Baghdad", "Beirut"), ENGLISH[3]]
    page.get_by_label("Its English").fill(" ".join(faulty))
    page.get_by_label("Made by").fill("a colleague")
    page.click("text=Remember sentences without an error")
    page.get_by_label("Summary", exact=True).select_option(label="Unchanged sentences (no model)")
    page.click("text=Make the brief")
    page.wait_for_selector(".tk-notice >> text=not in the translation: 3.")
    page.click("button:has-text('Correct by hand')")
    page.click(".bb-editor >> text=Translations")
    page.click(".bb-editor >> text=only with doubts")
    listed = page.locator(".bb-editor select option")
    page.wait_for_function("document.querySelectorAll('.bb-editor select option').length === 3")
    assert [label[:2] for label in listed.all_inner_texts()] == ["1.", "2.", "3."]
    for number, english in enumerate(ENGLISH[:3], 1):
        page.fill(".bb-editor textarea", english)
        page.press(".bb-editor textarea", "Control+Enter")
        page.wait_for_selector(f"text=Sentence {number} corrected.")
    page.click(".tk-studio >> text=Read")
    claims = page.locator(".tk-studio .bx-claim")
    claims.first.wait_for()
    said = " ".join(claims.all_inner_texts())
    assert "23 new schools" in said and "Baghdad" in said  # the claims follow the corrections
    _, path = download(page, "docx")
    with zipfile.ZipFile(path) as word:
        text = word.read("word/document.xml").decode()
    assert "Baghdad" in text and "Beirut" not in text
    page.click("button:has-text('Paste')")
    page.click("text=Make the brief")
    page.wait_for_selector(".bx-status >> text=4 of 4 sentences translated (4 memory)")


def test_the_kernel_can_be_asked_while_the_studio_works_and_cancel_stops_it(lab, article) -> None:
    opened = lab(HELD)
    page = opened.page
    begin(page, article)
    page.wait_for_selector("text=2 of 17 sentences")
    assert page.inner_text(".tk-now").startswith("pasted text – translating")
    assert opened.ask("(studio.state, reached.is_set())") == ("working", True)
    page.click("text=Cancel")
    page.wait_for_selector("text=Cancelling")
    opened.ask("gate.set()")
    page.wait_for_selector("text=Cancelled. What was done is kept")
    assert opened.ask("(studio.state, len(studio.briefs), studio.wait(0))") == ("cancelled", 0, True)
    page.click("text=Make the brief")  # and it can be made after all
    page.wait_for_selector("text=Done.")
    assert opened.ask("len(studio.briefs)") == 1


def test_uploaded_articles_become_briefs_and_a_memo_and_a_path_that_leads_nowhere_is_told(voila, article_paths) -> None:
    page = voila(STUDIO).page
    page.click("text=Path or address")
    page.get_by_label("Paths or addresses").fill("no-such-article.txt")
    page.wait_for_selector("text=1 article: no-such-article.txt")
    page.click("text=Make the brief")
    page.wait_for_selector("text=No brief could be made.")
    said = page.inner_text('.tk-notice[role="alert"]')
    assert said.startswith("no-such-article.txt:")
    assert page.inner_text(".tk-notice .tk-remedy")
    page.click("text=Upload")
    with page.expect_file_chooser() as chooser:
        page.click("text=Choose files")
    chooser.value.set_files(article_paths[3:5])
    page.wait_for_selector("text=2 articles:")
    page.get_by_label("Summary", exact=True).select_option(label="Unchanged sentences (no model)")
    page.click("text=Make the briefs")
    page.wait_for_selector("text=Done.")
    assert "Traceback" not in page.inner_text(".tk-studio")
    options = page.get_by_label("Show", exact=True).locator("option").all_inner_texts()
    assert [option[:2] for option in options] == ["1.", "2.", "Me"]
    page.get_by_label("Show", exact=True).select_option(label=options[-1])
    page.wait_for_selector(".tk-studio .jp-OutputArea h1, .tk-studio .jp-OutputArea .bb")
    name, path = download(page, "md")
    assert name == "memo.md"
    assert path.read_text(encoding="utf-8").count("Putin") > 1


def test_everything_is_reached_by_keyboard_and_has_a_name(voila, article) -> None:
    page = voila(STUDIO).page
    page.get_by_label("Article text").fill(article)
    page.get_by_label("Article text").press("Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == "Make the brief":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tk-stage")
    assert page.evaluate(UNNAMED) == []
    page.click("text=Cancel")
    page.wait_for_selector("text=/Cancelled|Done/")


def test_nothing_is_clipped_or_sticks_out_on_a_wide_or_a_narrow_page(voila, article) -> None:
    page = voila(STUDIO, dark=True).page
    begin(page, article)
    page.wait_for_selector(".tk-studio .bx-claim")
    for width in (1280, 800):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate(CLIPPED) == []
    assert page.eval_on_selector(".tk-arabic textarea", "e => getComputedStyle(e).direction") == "rtl"
    assert page.get_attribute("body", "data-jp-theme-light") == "false"


def test_the_last_cell_of_the_quickstart_takes_a_person_to_a_file_of_their_own_article(lab) -> None:
    last = nbformat.read(ROOT / "notebooks" / "00_quickstart.ipynb", as_version=4).cells[-1]
    page = lab([last.source]).page
    page.get_by_label("Article text").fill("أعلنت بلدية الميناء افتتاح مكتبة عامة جديدة في 12 مارس/آذار 2024.")
    page.click("text=Make the brief")
    page.wait_for_selector(".tk-now >> text=Done.")
    page.wait_for_selector("button:has-text('Paste a translation')")  # no model is on this machine
    page.wait_for_selector(".tk-studio .bx-sentence")
    _, path = download(page, "html")
    assert "12 March 2024" in path.read_text(encoding="utf-8")


def test_reopened_without_its_kernel_the_cell_says_what_it_was(lab) -> None:
    cell = nbformat.v4.new_code_cell("toolkit.studio()", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("display_data", data) for data in Studio().outputs()]
    page = lab(nbformat.v4.new_notebook(cells=[cell]), run=False).page
    page.wait_for_selector("text=or start it by toolkit studio")
