"""The order in which a reader sees a text in a saved page and in the explorer, light and dark, with highlights in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.briefs import brief_of
from tests.browser.test_explorer import load_explorer
from tests.output.direction_corpus import CASES, Case, Glyph, seen
from toolkit.article.types import Span
from toolkit.brief import Brief
from toolkit.checks.findings import Evidence, Finding
from toolkit.jupyter.editor_text import arabic_of
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.language.facts import Fact
from toolkit.memo import Memo
from toolkit.output.formats import render
from toolkit.output.html import isolate, plain

ARABIC = [case for case in CASES if case.language == "ar"]
ENGLISH = [case for case in CASES if case.language == "en"]

# Every character of an element's text with the middle of the box in which the browser drew it.
GLYPHS = """element => {
  element.style.whiteSpace = "nowrap";
  const found = [], range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width > 0) found.push([node.data[at], (box.left + box.right) / 2]);
    }
  }
  return found;
}"""


def order(element) -> str:
    return seen(Glyph(text, x) for text, x in element.evaluate(GLYPHS))


def marked_brief(cases: list[Case] = ARABIC) -> Brief:
    """A brief of the corpus in which facts and evidence begin and end inside numbers, addresses and names."""
    title = ("title", cases[0].text, "Title")
    brief = brief_of((title, *(("body", case.text, "English.") for case in cases)))  # type: ignore[misc]
    sentences = brief.article.sentences[1:]
    facts, evidence = [], []
    for sentence, case in zip(sentences, cases, strict=True):
        for start, end in case.against:
            middle = sentence.span.start + (start + end) // 2
            span = Span(middle, min(middle + 3, sentence.span.end))
            facts.append(Fact("number", span, span.of(brief.article.text), sentence.index, "a fact", "1"))
            evidence.append(Evidence(sentence.index, 0.9, (Span(sentence.span.start, middle),), (Span(0, 3),)))
    notes = tuple(Finding("number", "warning", case.text) for case in ENGLISH)
    claim = replace(brief.claims[0], evidence=tuple(evidence), findings=notes)
    return replace(brief, facts=tuple(facts), claims=(claim,), ranking=())


def listed_brief(cases: list[Case] = ARABIC) -> Brief:
    """A brief of the corpus in its lists: each text as a fact and in the memory, English ones as titles and findings."""
    brief = marked_brief(cases)
    facts = tuple(
        Fact("number", s.span, s.text, s.index, f"fact {s.index}", str(s.index)) for s in brief.article.sentences[1:]
    )
    notes = brief.claims[0].findings
    translations = tuple(
        t
        and replace(
            t,
            text=t.text if s.index else ENGLISH[0].text,
            memory_source=s.text,
            findings=notes if s.index == 1 else (),
        )
        for s, t in zip(brief.article.sentences, brief.translations, strict=True)
    )
    return replace(brief, facts=facts, translations=translations).reviewed(ENGLISH[5].text)


def wrong(elements, cases: list[Case]) -> list[tuple[str, str, str]]:
    assert len(elements) == len(cases)
    pairs = [(case, order(element)) for case, element in zip(cases, elements, strict=True)]
    return [(case.text, case.wanted(), found) for case, found in pairs if found != case.wanted()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_page_shows_every_text_in_its_order(browser, tmp_path: Path, scheme: str) -> None:
    path = marked_brief().save(tmp_path / "brief.html")
    page = browser.new_page(viewport={"width": 1600, "height": 900}, color_scheme=scheme)
    page.goto(path.as_uri())
    assert wrong(page.query_selector_all('.bb-s > bdi[lang="ar"]')[1:], ARABIC) == []
    assert wrong(page.query_selector_all('.bb-bitext td[lang="ar"]')[1:], ARABIC) == []
    assert wrong(page.query_selector_all(".bb-artitle"), ARABIC[:1]) == []
    messages = [li for li in page.query_selector_all(".bb-findings li") if li.query_selector("bdi")]
    found = [order(li).removeprefix("number") for li in messages]
    assert found == [case.wanted() for case in ENGLISH]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tables_titles_and_what_the_memory_holds_are_in_order(browser, tmp_path: Path, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 2600, "height": 900}, color_scheme=scheme)
    page.goto(listed_brief().save(tmp_path / "brief.html").as_uri())
    assert wrong(page.query_selector_all('.bb-facts td[lang="ar"]'), ARABIC) == []
    assert wrong(page.query_selector_all('.bb-bitext .bb-remedy > bdi[lang="ar"]')[1:], ARABIC) == []
    assert wrong(page.query_selector_all("h1"), ENGLISH[:1]) == []
    assert ENGLISH[5].wanted() in order(page.query_selector(".bb-reviewed"))
    page.close()


def test_the_sentences_that_a_memo_cites_are_in_order(browser) -> None:
    page = browser.new_page(viewport={"width": 2600, "height": 900})
    page.set_content(str(render(Memo([listed_brief(ARABIC[::4])]), "html")))
    wanted = {case.text: case.wanted() for case in ARABIC}
    cells = [cell for cell in page.query_selector_all('td[lang="ar"]') if cell.text_content().strip() in wanted]
    assert len(cells) > 5
    assert [cell.text_content() for cell in cells if order(cell) != wanted[cell.text_content().strip()]] == []
    page.close()


@pytest.mark.parametrize("background", ["#fff", "#111"])
def test_the_lists_titles_and_notes_of_the_explorer_are_in_order(browser, background: str) -> None:
    page = browser.new_page(viewport={"width": 2600, "height": 900})
    load_explorer(page, background)
    page.evaluate("data => mount(data)", explorer_data(listed_brief()))
    assert wrong(page.query_selector_all(".bx-heading"), ENGLISH[:1]) == []
    assert wrong(page.query_selector_all(".bx-artitle"), ARABIC[:1]) == []
    assert ENGLISH[5].wanted() in order(page.query_selector(".bx-banner"))
    notes = page.query_selector_all(".bx-claim .bx-findings li")
    assert [order(note).removeprefix("number") for note in notes] == [case.wanted() for case in ENGLISH]
    page.click(".bx-claim .bx-text")
    assert all(case.wanted() in order(page.query_selector(".bx-live")) for case in ENGLISH)
    page.click('[data-tab="translation"]')
    assert wrong(page.query_selector_all(".bx-row .bx-meta bdi.bx-arabic")[1:], ARABIC) == []
    page.click('[data-tab="facts"]')
    assert wrong(page.query_selector_all(".bx-factrow bdi.bx-arabic"), ARABIC) == []
    page.close()


@pytest.mark.parametrize("background", ["#fff", "#111"])
def test_the_explorer_shows_every_text_in_its_order(browser, background: str) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    load_explorer(page, background)
    page.evaluate("data => mount(data)", explorer_data(marked_brief()))
    assert wrong(page.query_selector_all('.bx-article bdi.bx-arabic[lang="ar"]')[1:], ARABIC) == []
    page.close()


def test_the_editor_and_table_cells_show_every_text_in_its_order(browser) -> None:
    brief = marked_brief()
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    rows = "".join(f'<tr><td lang="ar" dir="rtl" class="cell">{isolate(case.text)}</td></tr>' for case in ARABIC)
    notes = "".join(f'<p class="note">{plain(case.text)}</p>' for case in ENGLISH)
    edited = "".join(f'<div class="edit">{arabic_of(brief, at + 1)}</div>' for at in range(len(ARABIC)))
    page.set_content(f"<table>{rows}</table>{notes}{edited}")
    assert wrong(page.query_selector_all(".cell"), ARABIC) == []
    assert wrong(page.query_selector_all(".note"), ENGLISH) == []
    numbers = [order(element) for element in page.query_selector_all(".edit > div")]
    assert [text.removesuffix(str(at + 2)) for at, text in enumerate(numbers)] == [case.wanted() for case in ARABIC]
    page.close()
