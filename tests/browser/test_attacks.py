"""The attacks of the corpus in a real browser: in saved pages, in a notebook's output, in a memo."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.security.corpus import ATTACKS, HOST, MARKUP, Watch, hostile_brief, hostile_memo, watched
from toolkit.brief.formats import render, render_memo

# Where text can end up in a page, if nobody minds: each attack that means harm in HTML does it in one of these.
CARELESS = (
    "<body>{}</body>",
    '<body><input value="{}"></body>',
    "<body><input value='{}'></body>",
    "<body><input value={}></body>",
    '<body><script>var x = "{}";</script></body>',
    "<body><script>var x = '{}';</script></body>",
    "<body><script>var x = `{}`;</script></body>",
    '<body><script>var x = {{"a": "{}"}};</script></body>',
    "<body><script>var x = {{'a': '{}'}};</script></body>",
    "<body><!-- {} --></body>",
    "<body><style>{}</style></body>",
    "<title>{}</title>",
    "<body><noscript>{}</noscript></body>",
    "<body><textarea>{}</textarea></body>",
)
# What does no harm in HTML; it is in the corpus for other formats, or for those who decode what they show twice.
HARMLESS_IN_HTML = {
    "script-in-cdata", "link-prefetch", "script-unclosed", "null-byte", "entity-encoded", "entity-numeric", "full-width", "markdown-link", "markdown-image",
    "markdown-autolink", "markdown-reference", "jinja", "format-string", "formula", "shell", "sql", "path",
    "word-field", "xml-entity", "prompt", "terminal", "json-line-separator",
}  # fmt: skip
HIDDEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)

RENDERED: dict[str, Callable[[], str]] = {
    "page": lambda: str(render(hostile_brief(), "html")),
    "fragment": lambda: f"<!DOCTYPE html><meta charset='utf-8'><body>{render(hostile_brief(), 'fragment')}",
    "memo page": lambda: str(render_memo(hostile_memo(), "html")),
    "memo fragment": lambda: f"<!DOCTYPE html><meta charset='utf-8'><body>{render_memo(hostile_memo(), 'fragment')}",
}


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
    idle = [n for n, attack in tried.items() if not any(harms(browser, n, p.format(attack)) for p in CARELESS)]
    assert idle == []


def harms(browser: Any, name: str, html: str) -> bool:
    from playwright.sync_api import Error

    with watched(browser) as watch:
        watch.page.set_content(html)
        watch.page.wait_for_timeout(30)  # an image that is not there fails a moment later
        if any(HOST in url for url in watch.requests):
            return True
        try:
            return name in watch.ran
        except Error:  # the page is on its way elsewhere
            return True


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
        "tbody tr th td details summary dl dt dd code script"
    )
    assert set(found["tags"]) <= set(known.split())
    assert found["scripts"] <= 1
    assert (found["handlers"], found["links"]) == ([], [])
    assert all(
        re.fullmatch(r"text-align: right|width: [\d.]+%|margin:0;background:[\w#(),-]+", s) for s in found["styles"]
    )


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
