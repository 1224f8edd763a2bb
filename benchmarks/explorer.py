"""How long a selection in the explorer takes, from the click to the painted page, by the length of the article.

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
        print(f"{'sentences':>9}  {'elements':>8}  {'open ms':>8}  {'selection ms: median':>20}  {'slowest':>8}")
        for count in (50, 100, 250, 500, 1000):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            load_explorer(page)
            brief = brief_of(count)
            opened = page.evaluate(
                """(data) => { const start = performance.now(); window.shown = mount(JSON.parse(data));
                               document.body.getBoundingClientRect(); return performance.now() - start }""",
                json.dumps(explorer_data(brief)),
            )
            targets = [{"kind": "claim", "index": n} for n in range(len(brief.claims))]
            targets += [{"kind": "sentence", "index": n} for n in range(0, count, 7)]
            times = [page.evaluate(SELECT, target) for target in targets]
            elements = page.evaluate("document.querySelectorAll('*').length")
            print(f"{count:>9}  {elements:>8}  {opened:>8.0f}  {statistics.median(times):>20.0f}  {max(times):>8.0f}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
