"""How long opening the explorer, a selection and a key of a search take, up to the painted page, by length of article.

Run `python -m benchmarks.explorer`; it needs Chromium. Articles are made of the sentences of the sample
articles, repeated; one sentence in twenty carries a claim.
"""

from __future__ import annotations

import json
import shutil
import statistics
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.test_explorer import load_explorer
from toolkit import read_text
from toolkit.article.types import Span
from toolkit.brief import Brief, Provenance
from toolkit.checks.findings import Evidence
from toolkit.evidence import find_facts
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.summarize.types import Claim
from toolkit.translate.types import Translation

ARTICLES = Path(__file__).parents[1] / "notebooks" / "articles"
# A selection, and the time until the browser has laid the page out again and is about to paint it.
SELECT = """async (selected) => {
  const start = performance.now();
  window.shown.model.set("selected", selected);
  document.body.getBoundingClientRect();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


# A brief on the page, up to its first paint.
OPEN = """async (data) => {
  const start = performance.now();
  window.shown = mount(JSON.parse(data));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
# A key in the search box.
SEARCH = """async (text) => {
  const box = document.querySelector(".bx-search");
  const start = performance.now();
  box.value = text;
  box.dispatchEvent(new Event("input"));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
WORDS = ("p", "pu", "put", "puti", "putin", "ا", "ال", "الك", "الكر", "الكرم", "Sentence 1", "")


def brief_of(sentences: int) -> Brief:
    """A brief of that many sentences with numbers for translations, real facts, and a claim on every twentieth."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt")))
    article = read_text("\n\n".join([text] * (1 + sentences // 120)))
    article = replace(article, sentences=article.sentences[:sentences])
    translations = tuple(Translation(f"Sentence {s.index} in English. " * 4, "edited") for s in article.sentences)
    claims = tuple(
        Claim(
            f"Claim on sentence {s.index}.", (Evidence(s.index, 1.0, (s.span,), (Span(0, 5),), (Span(0, 8),)),), "weak"
        )
        for s in article.sentences[::20]
    )
    facts = tuple(f for f in find_facts(article) if f.sentence < sentences)
    made = Provenance("benchmark", "2026-01-01T00:00:00Z", article.sha256, "triage")
    return Brief(article, translations, claims, facts, (), (), made)


def main() -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print("milliseconds up to the painted page; selection and search: median, slowest")
        print(f"{'sentences':>9}  {'elements':>8}  {'first paint':>11}  {'selection':>12}  {'search, a key':>13}")
        for count in (50, 100, 250, 500, 1000):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            load_explorer(page)
            brief = brief_of(count)
            opened = page.evaluate(OPEN, json.dumps(explorer_data(brief)))
            targets = [{"kind": "claim", "index": n} for n in range(len(brief.claims))]
            targets += [{"kind": "sentence", "index": n} for n in range(0, count, 7)]
            times = [page.evaluate(SELECT, target) for target in targets]
            typed = [page.evaluate(SEARCH, word) for word in WORDS]
            elements = page.evaluate("document.querySelectorAll('*').length")
            chosen, found = (f"{statistics.median(ms):.0f}, {max(ms):.0f}" for ms in (times, typed))
            print(f"{count:>9}  {elements:>8}  {opened:>11.0f}  {chosen:>12}  {found:>13}", flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
