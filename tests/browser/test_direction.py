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
from toolkit.jupyter.editor import arabic_of
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.language.facts import Fact
from toolkit.memo import Memo
from toolkit.output.formats import render
from toolkit.output.html import isolate, plain

ARABIC = [case for case in CASES if case.language == "ar"]
ENGLISH = [case for case in CASES if case.language == "en"]

# Every character of each element with the middle of the box in which the browser drew it. All elements are put on one
# line first: a page is laid out once, and not once for each of hundreds of texts.
GLYPHS = """selector => {
  const elements = [...document.querySelectorAll(selector)];
  for (const element of elements) element.style.whiteSpace = "nowrap";
  const range = document.createRange();
  return elements.map(element => {
    const found = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (box.width > 0) found.push([node.data[at], (box.left + box.right) / 2]);
      }
    }
    return found;
  });
}"""


def orders(page, selector: str) -> list[str]:
    """What each element that the selector finds shows from left to right."""
    return [seen(Glyph(text, x) for text, x in glyphs) for glyphs in page.evaluate(GLYPHS, selector)]


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


def wrong(found: list[str], cases: list[Case]) -> list[tuple[str, str, str]]:
    """The texts that are shown in another order than they should be, each with what was wanted and what was found."""
    pairs = zip(cases, found, strict=True)
    return [(case.text, case.wanted(), order) for case, order in pairs if order != case.wanted()]


def without_kind(found: list[str]) -> list[str]:
    """Messages of findings without the kind that stands before them."""
    return [order.removeprefix("number") for order in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_page_shows_every_text_in_its_order(browser, tmp_path: Path, scheme: str) -> None:
    path = marked_brief().save(tmp_path / "brief.html")
    page = browser.new_page(viewport={"width": 1600, "height": 900}, color_scheme=scheme)
    page.goto(path.as_uri())
    assert wrong(orders(page, '.bb-s > bdi[lang="ar"]')[1:], ARABIC) == []
    assert wrong(orders(page, '.bb-bitext td[lang="ar"]')[1:], ARABIC) == []
    assert wrong(orders(page, ".bb-artitle"), ARABIC[:1]) == []
    assert wrong(without_kind(orders(page, ".bb-findings li:has(bdi)")), ENGLISH) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tables_titles_and_what_the_memory_holds_are_in_order(browser, tmp_path: Path, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 2600, "height": 900}, color_scheme=scheme)
    page.goto(listed_brief().save(tmp_path / "brief.html").as_uri())
    assert wrong(orders(page, '.bb-facts td[lang="ar"]'), ARABIC) == []
    assert wrong(orders(page, '.bb-bitext .bb-remedy > bdi[lang="ar"]')[1:], ARABIC) == []
    assert wrong(orders(page, "h1"), ENGLISH[:1]) == []
    assert ENGLISH[5].wanted() in orders(page, ".bb-reviewed")[0]
    page.close()


def test_the_sentences_that_a_memo_cites_are_in_order(browser) -> None:
    page = browser.new_page(viewport={"width": 2600, "height": 900})
    page.set_content(str(render(Memo([listed_brief(ARABIC[::4])]), "html")))
    wanted = {case.text: case.wanted() for case in ARABIC}
    texts = page.eval_on_selector_all('td[lang="ar"]', "cells => cells.map(cell => cell.textContent)")
    cited = [
        (text, order)
        for text, order in zip(texts, orders(page, 'td[lang="ar"]'), strict=True)
        if text.strip() in wanted
    ]
    assert len(cited) > 5
    assert [text for text, order in cited if order != wanted[text.strip()]] == []
    page.close()


@pytest.mark.parametrize("background", ["#fff", "#111"])
def test_the_lists_titles_and_notes_of_the_explorer_are_in_order(browser, background: str) -> None:
    page = browser.new_page(viewport={"width": 2600, "height": 900})
    load_explorer(page, background)
    page.evaluate("data => mount(data)", explorer_data(listed_brief()))
    assert wrong(orders(page, ".bx-heading"), ENGLISH[:1]) == []
    assert wrong(orders(page, ".bx-artitle"), ARABIC[:1]) == []
    assert ENGLISH[5].wanted() in orders(page, ".bx-banner")[0]
    assert wrong(without_kind(orders(page, ".bx-claim .bx-findings li")), ENGLISH) == []
    page.click(".bx-claim .bx-text")
    (spoken,) = orders(page, ".bx-live")
    assert [case.text for case in ENGLISH if case.wanted() not in spoken] == []
    page.click('[data-tab="translation"]')
    assert wrong(orders(page, ".bx-row .bx-meta bdi.bx-arabic")[1:], ARABIC) == []
    page.click('[data-tab="facts"]')
    assert wrong(orders(page, ".bx-factrow bdi.bx-arabic"), ARABIC) == []
    page.close()


@pytest.mark.parametrize("background", ["#fff", "#111"])
def test_the_explorer_shows_every_text_in_its_order(browser, background: str) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    load_explorer(page, background)
    page.evaluate("data => mount(data)", explorer_data(marked_brief()))
    assert wrong(orders(page, '.bx-article bdi.bx-arabic[lang="ar"]')[1:], ARABIC) == []
    page.close()


def test_the_editor_and_table_cells_show_every_text_in_its_order(browser) -> None:
    brief = marked_brief()
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    rows = "".join(f'<tr><td lang="ar" dir="rtl" class="cell">{isolate(case.text)}</td></tr>' for case in ARABIC)
    notes = "".join(f'<p class="note">{plain(case.text)}</p>' for case in ENGLISH)
    edited = "".join(f'<div class="edit">{arabic_of(brief, at + 1)}</div>' for at in range(len(ARABIC)))
    page.set_content(f"<table>{rows}</table>{notes}{edited}")
    assert wrong(orders(page, ".cell"), ARABIC) == []
    assert wrong(orders(page, ".note"), ENGLISH) == []
    numbered = [order.removesuffix(str(at + 2)) for at, order in enumerate(orders(page, ".edit > div"))]
    assert wrong(numbered, ARABIC) == []
    page.close()
