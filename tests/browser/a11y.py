"""What every page and widget of ours owes its readers: names, languages and directions, contrast, one order of focus.

Checked by the page itself, in the theme that it has. In: a page. Out: what is wrong, in words.
"""

from __future__ import annotations

from typing import Any

_CHECKS = """() => {
  const problems = [];
  const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getClientRects().length;
  const say = (what, e) => problems.push(`${what}: ${e.outerHTML.slice(0, 160)}`);
  const name = (e) => (e.getAttribute("aria-label") || e.title || e.placeholder || e.alt || [...(e.labels || [])].map((l) => l.textContent).join(" ") || (e.matches("input, select, textarea") ? "" : e.textContent) || "").trim();
  for (const e of document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, summary, [role=option], [role=tab], [role=listbox], [role=region]")) {
    if (seen(e) && !name(e)) say("no name", e);
    if (e.tabIndex > 0) say("an order of its own", e);
  }
  for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) say("no alt", e);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids.filter((one, n) => ids.indexOf(one) !== n))) problems.push(`an id twice: ${id}`);
  const arabic = /[\\u0621-\\u064a]{2}/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (e) => {
    const layers = [];
    for (let node = e; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      layers.push([r, g, b, a]);
      if (a === 1) break;
    }
    return layers.reverse().reduce((below, [r, g, b, a]) => [r, g, b].map((c, n) => c * a + below[n] * (1 - a)), [255, 255, 255]);
  };
  const told = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const e = walker.currentNode.parentElement;
    if (!text || !seen(e) || e.closest("script, style, svg")) continue;
    const style = getComputedStyle(e);
    if (arabic.test(text) && !/[A-Za-z]/.test(text)) {
      if (!e.closest("[lang]")?.lang.startsWith("ar")) say("Arabic without lang", e);
      if (style.direction !== "rtl") say("Arabic from left to right", e);
    }
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [one, other] = [light(parse(style.color)), light(behind(e))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const key = `${e.className} ${style.color}`;
    if (ratio < (large ? 3 : 4.5) && !told.has(key) && !e.closest(":disabled, [disabled]")) {
      told.add(key);
      say(`contrast ${ratio.toFixed(2)}`, e);
    }
  }
  return problems;
}"""
_UNSEEN_FOCUS = """() => {
  const bad = [];
  for (const e of document.querySelectorAll("button, a[href], input, select, textarea, summary, [tabindex='0']")) {
    if (!e.checkVisibility() || e.disabled) continue;
    e.focus({ focusVisible: true });
    const style = getComputedStyle(e);
    if (document.activeElement === e && style.outlineStyle === "none" && style.boxShadow === "none") bad.push(e.outerHTML.slice(0, 120));
  }
  return bad;
}"""


def problems_of(page: Any) -> list[str]:
    """Return what keeps somebody from reading or using the page."""
    return [*page.evaluate(_CHECKS), *(f"focus is not seen: {e}" for e in page.evaluate(_UNSEEN_FOCUS))]
