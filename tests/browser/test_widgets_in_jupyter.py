"""The explorer, the editor and the static view where analysts meet them: in a real JupyterLab and under Voila."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.briefs import brief_of
from toolkit.jupyter.explorer import Explorer

EXPLORER = ["from tests.briefs import brief_of\nexplorer = brief_of().explore()\nexplorer"]
EDITOR = [
    "from tests.briefs import brief_of\n"
    "from toolkit.translate import TranslationMemory\n"
    "memory = TranslationMemory.open(':memory:')\n"
    "editor = brief_of().edit(memory=memory, person='Salma')\n"
    "editor"
]
SAVE_AND_END = """async () => {
  await window.jupyterapp.commands.execute('docmanager:save');
  await window.jupyterapp.shell.currentWidget.sessionContext.shutdown();
}"""
LIT = "all => all.map(e => e.dataset.sentence)"


def static_notebook() -> nbformat.NotebookNode:
    """A notebook as it is saved: what displaying the explorer put out, and no kernel that knows its model."""
    cell = nbformat.v4.new_code_cell("brief.explore()", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("display_data", data) for data in Explorer(brief_of()).outputs()]
    return nbformat.v4.new_notebook(cells=[cell])


@pytest.mark.parametrize("dark", [False, True])
def test_the_explorer_in_jupyterlab_talks_to_the_kernel_both_ways(lab, dark: bool) -> None:
    opened = lab(EXPLORER, dark=dark)
    page = opened.page
    page.wait_for_selector(".bx-claim")
    assert page.get_attribute(".bx", "data-theme") == ("dark" if dark else "light")
    page.click(".bx-claim")
    assert page.eval_on_selector_all(".bx-sentence.bx-lit", LIT) == ["1"]
    page.wait_for_function("() => document.querySelector('.bx-claim.bx-chosen')")
    opened.wait_until_idle()
    assert opened.ask("explorer.selected") == {"kind": "claim", "index": 0}
    assert "Claim(text='Minister Sami Haddad" in str(opened.ask("explorer.selection"))
    opened.ask("explorer.set_trait('selected', {'kind': 'sentence', 'index': 2})")
    page.wait_for_selector('.bx-article .bx-chosen[data-sentence="2"]')


def test_arrow_keys_in_the_explorer_do_not_move_through_the_notebook(lab) -> None:
    opened = lab([*EXPLORER, "1 + 1"])
    page = opened.page
    page.click('.bx-tab[data-tab="translation"]')
    page.click(".bx-row >> nth=0")
    cell = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = page.evaluate(cell)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("b")  # in command mode this would insert a cell
    assert page.eval_on_selector_all(".bx-row.bx-chosen", LIT) == ["2"]
    assert page.evaluate(cell) == before
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.length") == 2


def test_the_explorer_under_voila(voila) -> None:
    page = voila(EXPLORER).page
    page.wait_for_selector(".bx-claim")
    page.click(".bx-claim")
    assert page.eval_on_selector_all(".bx-sentence.bx-lit", LIT) == ["1"]
    assert page.eval_on_selector(".bx-article", "e => getComputedStyle(e).direction") == "rtl"


def edit_first_doubt(page) -> None:
    """Open the translations, choose the doubtful one, and write a better one."""
    page.click('button:has-text("Translations")')
    page.click(".bb-editor >> text=only with doubts")
    page.wait_for_selector(".bb-editor >> text=The Arabic is negated.")
    page.fill(".bb-editor textarea", "More than 30 delegations will take part.")
    page.wait_for_selector(".bb-editor b:text('negation')")
    page.fill(".bb-editor textarea", "At most 30 delegations will not take part.")


def test_a_correction_in_jupyterlab_is_checked_remembered_and_undone(lab) -> None:
    opened = lab(EDITOR)
    page = opened.page
    edit_first_doubt(page)
    page.fill(".bb-editor textarea", "No more than 30 delegations will take part in it.")
    page.wait_for_selector("text=The checks raise no doubt.")
    page.press(".bb-editor textarea", "Control+Enter")
    page.wait_for_selector("text=Sentence 3 corrected.")
    opened.wait_until_idle()
    held = "[(t.origin, t.text, t.machine_text) for t in [editor.brief.translations[2]]]"
    said = "No more than 30 delegations will take part in it."
    assert opened.ask(held) == [("edited", said, "No more than 30 delegations will take part.")]
    assert opened.ask("[(u.target, u.person) for u in memory.units()]") == [(said, "Salma")]
    page.click('button:has-text("Undo")')
    page.wait_for_selector("text=Undone: Sentence 3 corrected.")
    opened.wait_until_idle()
    assert opened.ask("editor.brief.translations[2].origin") == "memory"
    assert opened.ask("len(memory)") == 0


def test_the_editor_under_voila(voila) -> None:
    page = voila(EDITOR).page
    edit_first_doubt(page)
    page.click('button:has-text("Confirm")')
    page.wait_for_selector("text=Sentence 3 corrected.")


def assert_static_and_right_to_left(page, *, quoted: bool = True) -> None:
    claim = page.locator("li.bb-claim")
    assert "Minister Sami Haddad said the summit will be held." in claim.inner_text()
    assert ("قال الوزير سامي حداد" in claim.inner_text()) == quoted  # without a style sheet, a claim quotes its Arabic
    sides = page.eval_on_selector_all(
        ".bb-quote, .bb-source, td[lang=ar]",
        "all => all.map(e => { const s = getComputedStyle(e); return [s.direction, s.textAlign] })",
    )
    assert len(sides) > 4
    assert all(side == ["rtl", "right"] for side in sides)


@pytest.mark.parametrize("cells", [EXPLORER, EDITOR], ids=["explorer", "editor"])
def test_where_the_widget_runs_the_static_page_is_hidden_and_reopened_without_a_kernel_it_is_there(lab, cells) -> None:
    opened = lab(cells)
    page = opened.page
    page.wait_for_selector(".bx-claim, .bb-editor")
    page.wait_for_selector("li.bb-claim", state="hidden")
    page.evaluate(SAVE_AND_END)
    page.reload()
    page.wait_for_selector("li.bb-claim")
    assert_static_and_right_to_left(page, quoted=False)
    page.wait_for_selector("text=model not found")
    opened.errors.clear()  # JupyterLab's own, about the model that is gone


def test_in_an_untrusted_notebook_the_same_object_is_a_static_brief(lab) -> None:
    page = lab(static_notebook(), run=False).page
    page.wait_for_selector("li.bb-claim")
    assert page.eval_on_selector_all(".jp-OutputArea-output style, .jp-OutputArea-output script", "a => a.length") == 0
    assert_static_and_right_to_left(page)
    lit = page.eval_on_selector_all(
        ".bb-quote span", "all => all.map(e => [e.textContent, getComputedStyle(e).backgroundColor])"
    )
    assert ["قال الوزير", "rgb(255, 224, 138)"] in lit


def test_in_the_html_of_nbconvert_the_same_object_is_a_static_brief(browser, tmp_path: Path) -> None:
    nbformat.write(static_notebook(), tmp_path / "saved.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--template", "classic", "saved.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    page = browser.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto((tmp_path / "saved.html").as_uri())
    page.evaluate("document.querySelectorAll('.bb style').forEach(e => e.remove())")
    assert_static_and_right_to_left(page)
    page.close()
