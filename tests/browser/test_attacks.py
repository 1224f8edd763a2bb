"""The attacks of the corpus in a real browser: in saved pages, in a notebook's output, in a memo."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_explorer import load_explorer
from tests.security.corpus import ATTACKS, HOST, MARKUP, Watch, hostile_brief, hostile_memo, watched
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.output.formats import render

# Where text ends up that nobody escapes; an attack that needs none of these works between tags.
CARELESS = {
    "attribute-single-quote": "<img src=x alt='{}'>",
    "attribute-without-quotes": "<img src=x alt={}>",
    "attribute": '<img src=x alt="{}">',
    "json-breaks-out-single": "<script>var x = {{'a': '{}'}};</script>",
    "json": '<script>var x = {{"a": "{}"}};</script>',
    "template-literal": "<script>var x = `{}`;</script>",
    "script-closes-comment": "<!-- {} -->",
    "script-closes-style": "<style>{}</style>",
    "script-closes-title": "<title>{}</title>",
    "script-closes-noscript": "<noscript>{}</noscript>",
    "script-closes-textarea": "<textarea>{}</textarea>",
    "script-closes-script": "<script>var x = '{}';</script>",
    "": "<body>{}</body>",
}
# What does no harm in HTML; it is in the corpus for other formats, or for those who decode what they show twice.
HARMLESS_IN_HTML = {
    "script-in-cdata", "link-prefetch", "math-breaks-out", "script-unclosed", "null-byte", "entity-encoded", "entity-numeric", "full-width", "markdown-link", "markdown-image",
    "markdown-autolink", "markdown-reference", "jinja", "format-string", "formula", "shell", "sql", "path",
    "word-field", "xml-entity", "prompt", "terminal", "json-line-separator",
}  # fmt: skip
HIDDEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)

RENDERED: dict[str, Callable[[], str]] = {
    "page": lambda: str(render(hostile_brief(), "html")),
    "fragment": lambda: f"<!DOCTYPE html><meta charset='utf-8'><body>{render(hostile_brief(), 'fragment')}",
    "memo page": lambda: str(render(hostile_memo(), "html")),
    "memo fragment": lambda: f"<!DOCTYPE html><meta charset='utf-8'><body>{render(hostile_memo(), 'fragment')}",
}

# The only inline styles there are: all of them ours.
_OUR_STYLE = re.compile(
    r"text-align: (right|left)|(text-align: left; )?width: [\d.]+%|margin:0;background:[\w#(),-]+|(background-color: #\w{6}; )?color: #\w{6}"
    r"|border-left: 4px (solid|dashed|dotted) #\w{6}; padding: 8px 12px"
)


@cache
def rendered(what: str) -> bytes:
    return RENDERED[what]().encode("utf-8", "backslashreplace")


def opened(watch: Watch, what: str, folder: Path) -> str:
    """Open what was rendered from a file, as a reader does, and press the keys and buttons there are."""
    path = folder / "shown.html"
    path.write_bytes(rendered(what))
    watch.page.goto(path.as_uri())
    for selector in ("summary", ".bb-claim", ".bb-ref"):
        for element in watch.page.query_selector_all(selector)[:3]:
            element.click()
            element.press("Enter")
    watch.page.wait_for_load_state("networkidle")
    return path.as_uri()


def test_the_attacks_work_where_nobody_escapes(browser: Any) -> None:
    """Otherwise the tests below would prove nothing."""
    tried = {name: attack for name, attack in MARKUP.items() if name not in HARMLESS_IN_HTML}
    frames = [
        f'<iframe srcdoc="{html.escape(next(p for n, p in CARELESS.items() if name.startswith(n)).format(attack))}"></iframe>'
        for name, attack in tried.items()
    ]
    with watched(browser) as watch:
        watch.page.set_content("".join(frames))
        for _ in range(100):
            asked = {url.partition("?")[0].rsplit("/", 1)[1] for url in watch.requests if url.startswith(HOST)}
            idle = sorted(tried.keys() - {*watch.ran, *asked})
            if not idle:
                break
            watch.page.wait_for_timeout(50)
    assert not idle, " ".join(idle)


@pytest.mark.parametrize("what", RENDERED)
def test_no_script_runs_no_request_leaves_and_no_dialog_opens(browser: Any, tmp_path: Path, what: str) -> None:
    with watched(browser) as watch:
        address = opened(watch, what, tmp_path)
        assert watch.ran == []
        assert {url.partition("#")[0] for url in watch.requests} == {address}
        assert (watch.dialogs, watch.popups) == ([], [])
        assert watch.page.url.partition("#")[0] == address


@pytest.mark.parametrize("what", RENDERED)
def test_the_page_holds_no_element_or_attribute_of_an_attack(browser: Any, tmp_path: Path, what: str) -> None:
    with watched(browser) as watch:
        opened(watch, what, tmp_path)
        found = watch.page.evaluate(
            """() => { const all = [...document.querySelectorAll('*')];
              return { tags: [...new Set(all.map(e => e.localName))],
                       scripts: document.scripts.length,
                       handlers: all.flatMap(e => [...e.attributes].map(a => a.name).filter(n => /^on|^src|^srcdoc|^action/.test(n))),
                       links: all.filter(e => e.hasAttribute('href')).map(e => e.getAttribute('href')).filter(h => !h.startsWith('#')),
                       styles: [...new Set(all.map(e => e.getAttribute('style')).filter(s => s))] } }"""
        )
    known = (
        "html head meta title body style main article header h1 h2 h3 p div section ol ul li span b small a bdi table thead "
        "tbody tr th td details summary dl dt dd code script noscript"
    )
    assert set(found["tags"]) <= set(known.split())
    assert found["scripts"] <= 1
    assert (found["handlers"], found["links"]) == ([], [])
    assert all(_OUR_STYLE.fullmatch(s) for s in found["styles"])


@pytest.mark.parametrize("what", RENDERED)
def test_hidden_characters_are_shown_by_name_and_none_is_obeyed(browser: Any, tmp_path: Path, what: str) -> None:
    with watched(browser) as watch:
        opened(watch, what, tmp_path)
        seen = watch.page.evaluate("document.documentElement.textContent")
        attributes = watch.page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.value)).join(' ')"
        )
        title = watch.page.title()
    assert HIDDEN.findall(seen) == []
    assert HIDDEN.findall(attributes) == []
    assert "U+202E" in seen
    assert not HIDDEN.search(title)


def test_the_explorer_shows_hidden_characters_by_name_in_every_tab_and_in_the_line_below(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    load_explorer(page)
    page.evaluate("data => { window.shown = mount(data) }", explorer_data(hostile_brief()))
    for tab, chosen in (("summary", ".bx-claim"), ("translation", ".bx-row"), ("facts", ".bx-factrow")):
        page.click(f'[data-tab="{tab}"]')
        items = page.query_selector_all(chosen)
        for item in items[: len(ATTACKS)]:
            item.evaluate("element => element.click()")
            assert HIDDEN.findall(page.text_content(".bx-live") or "") == []
    seen = page.text_content(".bx") or ""
    attributes = page.evaluate(
        "[...document.querySelectorAll('.bx *')].flatMap(e => [...e.attributes].map(a => a.value)).join(' ')"
    )
    page.close()
    assert HIDDEN.findall(seen) == []
    assert HIDDEN.findall(attributes) == []
    assert "U+202E" in seen
    assert "⟦U+202E⟧" in attributes


READS_ONWARD = """() => { const claim = document.querySelector('.bb-claim p'), walker = document.createTreeWalker(claim, NodeFilter.SHOW_TEXT);
  const places = [];
  for (let node; node = walker.nextNode();) for (let at = 0; at < node.length; at++) {
    const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect(); if (box.width) places.push([Math.round(box.top), box.left]);
  }
  return places.every((p, i) => !i || p[0] > places[i - 1][0] + 9 || p[1] >= places[i - 1][1] - 1) }"""


def test_an_override_turns_nothing_round(browser: Any, tmp_path: Path) -> None:
    """What follows an unclosed override reads from left to right all the same, and so does the rest of the page."""
    turned = "paid \u202e000,1 to nobody"
    with watched(browser) as watch:
        watch.page.set_content(f"<div class='bb-claim'><p>{turned}</p></div>")
        assert not watch.page.evaluate(READS_ONWARD)
        watch.page.goto(hostile_brief([turned]).save(tmp_path / "brief.html").as_uri())
        assert watch.page.evaluate(READS_ONWARD)


@pytest.mark.parametrize("what", ["page", "memo page"])
def test_the_policy_of_a_page_stops_what_escaping_would_have_let_through(
    browser: Any, tmp_path: Path, what: str
) -> None:
    """The second wall: whatever gets into the page runs nothing and asks nobody."""
    with watched(browser) as watch:
        address = opened(watch, what, tmp_path)
        watch.page.evaluate(
            f"""async () => {{
              const add = (tag, values) => document.body.appendChild(Object.assign(document.createElement(tag), values));
              add('script', {{ textContent: "(window.ran=window.ran||[]).push('inline')" }});
              add('script', {{ src: '{HOST}/script' }});
              add('img', {{ src: '{HOST}/image' }});
              add('iframe', {{ src: '{HOST}/frame' }});
              add('link', {{ rel: 'stylesheet', href: '{HOST}/style' }});
              add('object', {{ data: '{HOST}/object' }});
              add('video', {{ src: '{HOST}/video' }});
              add('base', {{ href: '{HOST}/' }});
              add('div', {{ innerHTML: '<img src=x onerror="(window.ran=window.ran||[]).push(1)">' }});
              add('div', {{ style: 'background: url({HOST}/background)', textContent: 'x' }});
              await fetch('{HOST}/fetch').catch(() => 0);
              const form = add('form', {{ action: '{HOST}/form', method: 'post' }});
              form.submit();
              await new Promise(done => setTimeout(done, 200));
            }}"""
        )
        assert watch.ran == []
        # Playwright announces a request before the policy stops it; one that was stopped never gets an answer.
        assert watch.page.url.partition("#")[0] == address
        assert watch.answered == []


def test_every_attack_is_there_to_be_read() -> None:
    """Nothing is dropped in order to be safe: words of each attack stand in the page as text."""
    text = rendered("page").decode()
    for name, attack in ATTACKS.items():
        assert all(word in text for word in re.findall(r"[a-z]{4,}", attack)), name
