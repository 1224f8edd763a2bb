"""The explorer's page in a bare Chromium, with a stand-in for Jupyter's model: fast tests of everything that it does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.briefs import LINES, brief_of
from tests.security.corpus import hostile_brief, watched
from toolkit.article.types import SentenceKind, Span
from toolkit.brief import Brief
from toolkit.checks.findings import Evidence, Finding
from toolkit.jupyter.editor import Editor
from toolkit.jupyter.explorer_data import explorer_data
from toolkit.summarize.types import Claim
from toolkit.translate.types import Added

WIDGETS = Path(__file__).parents[2] / "toolkit" / "jupyter"
# The part of Jupyter's model that a widget talks to: get, set, save_changes, on, off.
MODEL = """
window.mount = (data, height = 560, compact = false) => {
  const state = { data, selected: null, tab: "summary", verdicts: [], findings: [], notes: [], height, compact };
  const handlers = {};
  const model = {
    saved: 0,
    get: (name) => state[name],
    set(name, value) {
      if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
      state[name] = value;
      (handlers[`change:${name}`] || []).forEach((handler) => handler());
    },
    save_changes() { this.saved += 1; },
    on(event, handler) { (handlers[event] = handlers[event] || []).push(handler); },
    off(event, handler) { handlers[event] = (handlers[event] || []).filter((other) => other !== handler); },
    listeners: () => Object.values(handlers).flat().length,
  };
  const el = document.body.appendChild(document.createElement("div"));
  const cleanup = widget.render({ model, el });
  return { model, el, cleanup };
};
"""


def load_explorer(page, background: str = "#fff") -> None:
    """Put the explorer's style sheet and script on a bare page, with `mount(data, height)` to show a brief."""
    css = (WIDGETS / "explorer.css").read_text(encoding="utf-8")
    script = (WIDGETS / "explorer.js").read_text(encoding="utf-8").replace("export default", "window.widget =")
    page.set_content(f'<body style="background: {background}"><style>{css}</style></body>')
    page.add_script_tag(content=f"{{{script}\n{MODEL}}}")


def rich_brief() -> Brief:
    """Two claims, one of them weak and on two sentences, and one doubtful translation."""
    brief = brief_of()
    second, third = brief.article.sentences[1].span, brief.article.sentences[2].span
    evidence = (
        Evidence(2, 0.81, (third,), (Span(0, 9),), (Span(0, 7),)),
        Evidence(1, 0.66, (second,), (Span(10, 14),), (Span(0, 8),)),
    )
    doubt = Finding("number", "error", "The claim says 50, its source 30.", (), (Span(10, 12),))
    weak = Claim("Delegates 50 will attend.", evidence, "weak", (doubt,), "written", "tiny@1")
    return replace(brief, claims=(*brief.claims, weak))


@pytest.fixture
def bare(browser) -> Iterator[Callable[..., object]]:
    """A function that shows briefs on one page and returns it; no error and no request is allowed on it."""
    pages, problems = [], []

    def show(*briefs: Brief, width: int = 1280, background: str = "#fff", **options: int):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: problems.append(request.url))
        load_explorer(page, background)
        for brief in briefs:
            page.evaluate(
                "([data, ...options]) => (window.all = window.all || []).push(mount(JSON.parse(data), ...options))",
                [json.dumps(explorer_data(brief)), options.get("height", 560), options.get("compact", 0)],
            )
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.close()
    assert problems == []


def lit(page, inside: str = "") -> list[str]:
    return page.eval_on_selector_all(f"{inside} .bx-sentence.bx-lit", "all => all.map(e => e.dataset.sentence)")


def on(page) -> list[str]:
    return page.eval_on_selector_all(".bx-on", "all => all.map(e => e.textContent)")


def selected(page, which: int = 0) -> object:
    return page.evaluate("n => window.all[n].model.get('selected')", which)


def test_hovering_a_claim_lights_its_words_on_both_sides_and_leaving_puts_them_out(bare) -> None:
    page = bare(rich_brief())
    page.hover(".bx-claim >> nth=0")
    assert lit(page) == ["1"]
    assert "قال الوزير" in on(page)
    assert "Minister" in on(page)
    assert selected(page) is None
    page.mouse.move(5, 880)
    assert lit(page) == []
    assert on(page) == []


def test_a_click_selects_and_tells_the_kernel_and_a_second_click_lets_go(bare) -> None:
    page = bare(rich_brief())
    page.click(".bx-claim >> nth=1")
    assert selected(page) == {"kind": "claim", "index": 1}
    assert page.evaluate("window.all[0].model.saved") == 1
    assert lit(page) == ["1", "2"]
    assert "weak" in page.inner_text(".bx-live")
    assert "Arabic sentence 3 (support 0.81), 2 (support 0.66)" in page.inner_text(".bx-live")
    page.click(".bx-claim >> nth=1")
    assert selected(page) is None


def test_an_arabic_sentence_leads_back_to_its_claims_and_to_its_translation(bare) -> None:
    page = bare(rich_brief())
    page.click('.bx-article [data-sentence="1"]')
    assert selected(page) == {"kind": "sentence", "index": 1}
    claims = page.eval_on_selector_all(".bx-claim.bx-lit", "all => all.map(e => e.dataset.claim)")
    assert claims == ["0", "1"]
    page.click('.bx-tab[data-tab="translation"]')
    assert page.eval_on_selector_all(".bx-row.bx-chosen", "all => all.map(e => e.dataset.sentence)") == ["1"]


def test_the_kernel_can_select(bare) -> None:
    page = bare(rich_brief())
    page.evaluate("window.all[0].model.set('selected', { kind: 'fact', index: 0 })")
    assert lit(page) == ["2"]
    assert page.get_attribute(".bx-factrow", "aria-selected") == "true"


def test_arrow_keys_walk_the_claims_and_their_sources_and_escape_lets_go(bare) -> None:
    page = bare(rich_brief())
    page.focus('.bx-claim[data-claim="0"]')
    page.keyboard.press("ArrowDown")
    assert selected(page) == {"kind": "claim", "index": 1}
    assert page.evaluate("document.activeElement.dataset.claim") == "1"
    page.keyboard.press("ArrowRight")
    assert "Source 1 of 2: Arabic sentence 3" in page.inner_text(".bx-live")
    page.keyboard.press("ArrowRight")
    assert "Source 2 of 2: Arabic sentence 2" in page.inner_text(".bx-live")
    page.keyboard.press("Home")
    assert selected(page) == {"kind": "claim", "index": 0}
    page.keyboard.press("Escape")
    assert selected(page) is None


def test_tabs_are_walked_by_arrow_keys(bare) -> None:
    page = bare(rich_brief())
    page.focus('.bx-tab[data-tab="summary"]')
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.all[0].model.get('tab')") == "translation"
    assert page.is_visible(".bx-translation")
    assert not page.is_visible(".bx-summary")
    assert page.evaluate("document.activeElement.dataset.tab") == "translation"


def test_every_list_is_one_stop_of_the_tab_key(bare) -> None:
    page = bare(rich_brief())
    stops = page.eval_on_selector_all(
        ".bx-pane", "all => all.map(p => p.querySelectorAll('[role=option][tabindex=\"0\"]').length)"
    )
    assert stops == [1, 1, 1, 1]


def test_filters_show_what_they_say_and_say_how_much(bare) -> None:
    page = bare(rich_brief())
    page.click('.bx-filter[data-value="weak"]')
    shown = page.eval_on_selector_all(".bx-claim", "all => all.filter(e => !e.hidden).map(e => e.dataset.claim)")
    assert shown == ["1"]
    assert page.inner_text(".bx-count") == "showing 1 of 2 claims"
    page.click('.bx-filter[data-value="weak"]')
    page.click('.bx-filter[data-value="negation"]')
    assert page.evaluate("window.all[0].model.get('findings')") == ["negation"]
    page.click('.bx-tab[data-tab="translation"]')
    rows = page.eval_on_selector_all(".bx-row", "all => all.filter(e => !e.hidden).map(e => e.dataset.sentence)")
    assert rows == ["2"]
    assert page.inner_text(".bx-count") == "showing 0 of 2 claims, 1 of 4 sentences"


def test_a_search_finds_arabic_and_english_and_shows_where(bare) -> None:
    page = bare(rich_brief())
    page.fill(".bx-filters .bx-search", "50 will")
    assert page.locator(".bx-claim:visible").count() == 1
    page.fill(".bx-filters .bx-search", "ألقمة")  # another spelling of القمة
    found = page.eval_on_selector_all(".bx-found", "all => all.map(e => e.dataset.sentence)")
    assert found == ["0", "1"]
    page.click('.bx-tab[data-tab="facts"]')
    assert page.locator(".bx-factrow:visible").count() == 0
    assert "0 of 1 facts" in page.inner_text(".bx-count")
    assert not page.locator(".bx-group").first.is_visible()  # verdicts say nothing of facts
    page.fill(".bx-filters .bx-search", "")
    assert page.locator(".bx-factrow:visible").count() == 1


def test_a_chosen_claim_can_be_copied_with_its_source(bare) -> None:
    page = bare(rich_brief())
    assert page.locator(".bx-copy").is_disabled()
    page.click(".bx-claim >> nth=0")
    page.click(".bx-copy")  # this page has no clipboard: the text is shown to be copied by hand
    page.wait_for_selector(".bx-live >> text=Arabic sentence 2: «قال الوزير سامي حداد")
    assert page.inner_text(".bx-live").startswith("Minister Sami Haddad said the summit will be held. [supported;")


def test_the_wheel_moves_on_to_the_page_and_on_a_narrow_screen_a_chosen_claim_shows_its_arabic(bare) -> None:
    page = bare(rich_brief(), width=400)
    assert page.eval_on_selector(".bx-pane", "e => getComputedStyle(e).overscrollBehaviorY") == "auto"
    assert page.locator(".bx-quote:visible").count() == 0
    page.click(".bx-claim >> nth=0")
    quote = page.locator(".bx-quote:visible")
    assert "قال الوزير سامي حداد" in quote.inner_text()
    box = quote.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 900


def test_a_note_with_tags_is_written_found_and_taken_away_by_keyboard_alone(bare) -> None:
    page = bare(rich_brief())
    assert page.locator(".bx-noteform").is_hidden()  # nothing is chosen yet
    page.click(".bx-claim >> nth=1")
    page.get_by_label("Note", exact=True).fill("Ask the desk.")
    page.keyboard.press("Tab")
    page.keyboard.type("verify, numbers")
    page.keyboard.press("Enter")
    note = {"kind": "claim", "index": 1, "text": "Ask the desk.", "tags": ["verify", "numbers"]}
    assert page.evaluate("window.all[0].model.get('notes')") == [note]
    assert page.inner_text(".bx-claim.bx-chosen .bx-note") == "Note Ask the desk. #verify #numbers"
    page.fill(".bx-filters .bx-search", "#verify")
    assert page.locator(".bx-claim:visible").count() == 1
    page.fill(".bx-filters .bx-search", "")
    page.click('.bx-article [data-sentence="2"]')
    assert page.input_value(".bx-notetext") == ""
    page.fill(".bx-notetext", "كم عددهم؟")
    page.press(".bx-notetext", "Enter")
    page.click('.bx-tab[data-tab="translation"]')
    assert page.inner_text(".bx-row.bx-chosen .bx-note") == "Note كم عددهم؟"
    page.fill(".bx-notetext", "")
    page.press(".bx-notetext", "Enter")
    assert page.evaluate("window.all[0].model.get('notes')") == [note]


@pytest.mark.parametrize("width", [1280, 400])
def test_compact_it_fits_a_cell_and_still_lights_up_both_sides(bare, width: int) -> None:
    page = bare(rich_brief(), width=width, height=260, compact=1)
    page.click(".bx-claim >> nth=0")
    assert lit(page) == ["1"]
    assert page.locator(".bx").bounding_box()["height"] < (420 if width > 640 else 620)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".bx-filters, .bx-status").first.is_hidden()


def test_english_that_translates_nothing_stands_in_its_place(bare) -> None:
    extra = Added("Rain is expected.", "the desk", 1)
    page = bare(replace(brief_of(), added=(extra, Added("By our staff.", "the desk", -1))))
    page.click('.bx-tab[data-tab="translation"]')
    rows = page.locator(".bx-row").all_inner_texts()
    assert rows[0].index("By our staff.") < rows[0].index("Minister")
    assert rows[1].index("Rain is expected.") > rows[1].index("4 July")
    assert "only in the given translation: the desk" in rows[1]


def test_key_facts_jump_to_their_place(bare) -> None:
    page = bare(rich_brief())
    page.click('.bx-tab[data-tab="facts"]')
    page.click(".bx-factrow")
    assert selected(page) == {"kind": "fact", "index": 0}
    assert lit(page) == ["2"]
    assert "mention 1 of 1" in page.inner_text(".bx-live")


MANY: tuple[tuple[SentenceKind, str, str], ...] = (
    LINES[0],
    *(("body", f"وأضاف المتحدث جملة طويلة رقم {n} لا شأن لها بالخبر.", f"Filler {n}.") for n in range(499)),  # type: ignore[misc]
)


def test_a_source_below_the_fold_comes_into_sight_inside_its_pane_and_the_page_stays(bare) -> None:
    brief = brief_of(MANY)
    far = 480
    span = brief.article.sentences[far].span
    claim = replace(brief.claims[0], evidence=(Evidence(far, 0.9, (span,), (), ()),))
    page = bare(replace(brief, claims=(claim,)), background="#fff")
    page.click(".bx-claim")
    assert page.evaluate(
        """() => { const s = document.querySelector('.bx-sentence.bx-lit').getBoundingClientRect(), p = document.querySelector('.bx-article').getBoundingClientRect();
                   return s.top >= p.top && s.bottom <= p.bottom && window.scrollY === 0 }"""
    )
    page.click('.bx-tab[data-tab="translation"]')
    assert page.evaluate(
        """() => { const s = document.querySelector('.bx-row.bx-lit').getBoundingClientRect(), p = document.querySelector('.bx-translation').getBoundingClientRect();
                   return s.top >= p.top && s.bottom <= p.bottom }"""
    )


def test_text_that_scrolls_below_a_resting_pointer_is_not_selected_or_lit(bare) -> None:
    page = bare(brief_of(MANY), height=300)
    page.click('.bx-tab[data-tab="translation"]')
    page.click(".bx-row >> nth=2")
    page.keyboard.press("End")
    page.wait_for_timeout(50)
    assert selected(page) == {"kind": "sentence", "index": 499}
    assert lit(page) == ["499"]


def test_two_explorers_on_one_page_keep_apart_and_share_no_id(bare) -> None:
    page = bare(rich_brief(), brief_of())
    page.click("body > div:nth-of-type(2) .bx-claim")
    assert lit(page, "body > div:nth-of-type(1)") == []
    assert lit(page, "body > div:nth-of-type(2)") == ["1"]
    assert selected(page, 0) is None
    assert page.eval_on_selector_all("[id]", "all => all.length") == 0


def test_a_word_that_tries_to_be_markup_stays_a_word(bare) -> None:
    lines = (*LINES, ("body", "قال <img src=x onerror=alert(1)>\u202e الوزير", "<script>alert(2)</script> said."))
    page = bare(brief_of(lines))  # type: ignore[arg-type]
    page.click('.bx-tab[data-tab="translation"]')
    assert page.eval_on_selector_all(".bx img, .bx script", "all => all.length") == 0
    assert "<script>alert(2)</script>" in page.inner_text(".bx-translation")
    assert page.inner_text(".bx-article .bx-hidden") == "U+202E"


def test_no_attack_does_anything_in_the_explorer(browser) -> None:
    with watched(browser) as watch:
        page = watch.page
        load_explorer(page)
        page.evaluate("data => { window.all = [mount(JSON.parse(data))] }", json.dumps(explorer_data(hostile_brief())))
        for tab in ("summary", "translation", "facts"):
            page.click(f'.bx-tab[data-tab="{tab}"]')
            page.locator(f".bx-{tab} [role=option]").first.click()
        assert page.eval_on_selector_all(".bx-claim", "all => all.length") == len(hostile_brief().claims)
        assert (watch.ran, watch.requests, watch.dialogs, watch.popups) == ([], [], [], [])


def test_no_attack_does_anything_in_what_the_editor_writes(browser) -> None:
    editor = Editor(hostile_brief(), memory=None)
    written = []
    for kind in ("claims", "translations"):
        editor._kind.value = kind
        for _, index in editor._items.options:
            editor._items.value = index
            written += [box.value for box in (editor._arabic, editor._machine, editor._checks, editor._status)]
    with watched(browser) as watch:
        watch.page.set_content("<body></body>")
        # As the HTML widget does it: the value becomes the inside of an element.
        watch.page.evaluate(
            "all => all.forEach(v => document.body.appendChild(document.createElement('div')).innerHTML = v)", written
        )
        watch.page.wait_for_timeout(100)
        assert len(written) > 400
        assert (watch.ran, watch.requests, watch.dialogs, watch.popups) == ([], [], [], [])


@pytest.mark.parametrize(
    ("body", "theme"),
    [('data-jp-theme-light="false"', "dark"), ('data-jp-theme-light="true"', "light"), ('class="vscode-dark"', "dark")],
)
def test_it_follows_the_theme_of_the_notebook(bare, body: str, theme: str) -> None:
    page = bare(brief_of())
    name, value = body.replace('"', "").split("=")
    page.evaluate("([name, value]) => document.body.setAttribute(name, value)", [name, value])
    page.wait_for_function("theme => document.querySelector('.bx').dataset.theme === theme", arg=theme)


def test_without_a_theme_it_follows_the_background_it_stands_on(bare) -> None:
    assert bare(brief_of(), background="#101418").get_attribute(".bx", "data-theme") == "dark"
    assert bare(brief_of(), background="#fdfdfd").get_attribute(".bx", "data-theme") == "light"


@pytest.mark.parametrize("width", [1280, 600, 380])
def test_nothing_sticks_out_of_the_window(bare, width: int) -> None:
    page = bare(rich_brief(), width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_brief_without_a_summary_shows_what_to_read_first_and_what_is_missing(bare) -> None:
    page = bare(brief_of(claims=False))
    assert page.eval_on_selector_all(".bx-read", "all => all.map(e => e.dataset.sentence)") == ["1", "2"]
    assert "was not verified" in page.inner_text(".bx-gaps summary")
    page.click(".bx-read")
    assert lit(page) == ["1"]


def test_new_data_is_drawn_and_a_view_that_goes_leaves_no_listener(bare) -> None:
    page = bare(brief_of(claims=False))
    page.evaluate("data => window.all[0].model.set('data', JSON.parse(data))", json.dumps(explorer_data(rich_brief())))
    assert page.eval_on_selector_all(".bx-claim", "all => all.length") == 2
    page.evaluate("window.all[0].cleanup()")
    assert page.evaluate("window.all[0].model.listeners()") == 0


def test_a_screen_reader_is_told_the_claim_its_verdict_and_its_sources(bare) -> None:
    page = bare(rich_brief())
    heard = page.eval_on_selector('.bx-claim[data-claim="1"]', "e => e.textContent")
    assert heard.startswith("Claim 2Delegates 50 will attend.weak")
    assert "Arabic 32" in heard
    assert "The claim says 50, its source 30." in heard
    rests = page.get_attribute('.bx-article [data-sentence="1"]', "aria-description")
    assert rests == "Claim 1, 2 stands on it"
    unnamed = page.eval_on_selector_all(
        "[role=listbox], [role=group], [role=tablist], section",
        "all => all.filter(e => !e.getAttribute('aria-label')).length",
    )
    assert unnamed == 0
