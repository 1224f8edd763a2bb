"""The saved page in a real browser: highlights, keyboard, direction, narrow screens, print, no request."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.briefs import LINES, brief_of
from tests.memos import sample_memo
from toolkit.article.types import SentenceKind
from toolkit.output.html import fragment

MANY: tuple[tuple[SentenceKind, str, str], ...] = (
    LINES[0],
    *(("body", f"وأضاف المتحدث جملة طويلة رقم {n} لا شأن لها بالخبر.", f"Filler {n}.") for n in range(60)),  # type: ignore[misc]
)


@pytest.fixture
def opened(browser, tmp_path: Path):
    """A saved brief, open at 1280 x 900, with every request it makes recorded."""
    path = brief_of().save(tmp_path / "brief.html")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(path.as_uri())
    yield page
    assert requests == [path.as_uri()]
    assert errors == []
    page.close()


def lit(page) -> list[str]:
    return page.eval_on_selector_all(".bb-s.bb-lit", "all => all.map(e => e.dataset.sentence)")


def test_hovering_a_claim_lights_its_sentence_and_its_words_on_both_sides(opened) -> None:
    assert lit(opened) == []
    opened.hover(".bb-claim")
    assert lit(opened) == ["1"]
    words = opened.eval_on_selector_all(".bb-on", "all => all.map(e => e.textContent)")
    assert "قال الوزير" in words
    assert "Minister" in words
    opened.hover("h1")
    assert lit(opened) == []


def test_a_claim_is_reached_pinned_and_released_by_keyboard(opened) -> None:
    opened.focus(".bb-claim")
    opened.keyboard.press("Enter")
    opened.hover("h1")
    assert lit(opened) == ["1"]
    opened.keyboard.press("Escape")
    assert lit(opened) == []


def test_an_arabic_sentence_lights_the_claims_that_rest_on_it(opened) -> None:
    opened.focus('.bb-s[data-sentence="1"]')
    assert opened.eval_on_selector_all(".bb-claim.bb-lit", "all => all.length") == 1


def test_arabic_runs_right_to_left_and_english_left_to_right(opened) -> None:
    sides = opened.evaluate(
        """() => {
          const box = (node, from, to) => { const r = document.createRange(); r.setStart(node, from); r.setEnd(node, to); return r.getBoundingClientRect().left };
          const text = document.querySelector('.bb-s[data-sentence="2"] bdi[lang=ar]');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); const node = walker.nextNode();
          const date = document.querySelector('.bb-s[data-sentence="1"] bdi[dir=ltr]:not(.bb-no)').firstChild;
          const h1 = document.querySelector('h1').firstChild;
          return { arabic: box(node, 0, 1) > box(node, 3, 4), date: box(date, 0, 1) < box(date, 8, 9), english: box(h1, 0, 1) < box(h1, 5, 6) };
        }"""
    )
    assert sides == {"arabic": True, "date": True, "english": True}


@pytest.mark.parametrize("width", [1280, 720, 400])
def test_nothing_sticks_out_of_the_window(opened, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_print_shows_the_whole_article_on_white(opened) -> None:
    opened.emulate_media(media="print")
    style = opened.eval_on_selector(".bb-pane", "e => [getComputedStyle(e).overflowY, getComputedStyle(e).maxHeight]")
    assert style == ["visible", "none"]


def test_a_source_below_the_fold_is_scrolled_into_its_pane(browser, tmp_path: Path) -> None:
    lines = (*MANY, ("body", "قال الوزير إن القمة ستعقد.", "The minister said the summit will be held."))
    brief = brief_of(lines)  # type: ignore[arg-type]
    html = fragment(brief).replace('data-rests="1"', f'data-rests="{len(lines) - 1}"')
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.set_content(html)
    page.hover(".bb-claim")
    assert page.evaluate(
        """() => { const s = document.querySelector('.bb-s.bb-lit').getBoundingClientRect(), p = document.querySelector('.bb-pane').getBoundingClientRect();
                   return s.top >= p.top && s.bottom <= p.bottom + 1 && window.scrollY === 0 }"""
    )
    page.close()


def test_two_briefs_on_one_page_light_up_apart(browser) -> None:
    page = browser.new_page()
    page.set_content(fragment(brief_of()) + fragment(brief_of(claims=True)))
    page.hover(".bb:nth-of-type(2) .bb-claim")
    counts = page.eval_on_selector_all(".bb", "all => all.map(e => e.querySelectorAll('.bb-s.bb-lit').length)")
    assert counts == [0, 1]
    page.close()


def test_a_memo_is_no_wider_than_a_narrow_screen(browser, tmp_path: Path) -> None:
    memo = sample_memo()
    path = memo.save(tmp_path / "memo.html")
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_the_sentence_that_a_citation_of_a_memo_leads_to_is_lit(browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(sample_memo().save(tmp_path / "memo.html").as_uri())
    page.click(".bb-item a.bb-ref >> nth=0")
    colours = page.evaluate(
        "[...document.querySelectorAll('tr:has([id])')].map(r => [r.matches(':has(:target)'), getComputedStyle(r.cells[1]).backgroundColor])"
    )
    (lit,) = [colour for hit, colour in colours if hit]
    assert lit not in [colour for hit, colour in colours if not hit]
    page.close()


def test_where_no_script_may_run_the_page_says_what_is_lost(browser, tmp_path: Path) -> None:
    brief_of().save(tmp_path / "brief.html")
    frame = '<iframe src="brief.html" width=900 height=900 {}></iframe>'
    (tmp_path / "viewer.html").write_text(frame.format("") + frame.format('sandbox="allow-same-origin"'))
    page = browser.new_page()
    page.goto((tmp_path / "viewer.html").as_uri(), wait_until="load")
    free, sandboxed = (frame.evaluate("document.body.innerText") for frame in page.frames[1:])
    assert "Trust HTML" not in free
    assert "Trust HTML" in sandboxed
    page.close()
