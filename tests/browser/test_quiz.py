"""The quiz in a bare Chromium: by keyboard alone, on a narrow screen, with and without the checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notebooks.lessons.quiz import Quiz
from tests.browser.a11y import problems_of

LESSONS = Path(__file__).parents[2] / "notebooks" / "lessons"


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return Quiz(2, seed=1)


@pytest.fixture
def page(browser, quiz: Quiz):
    made = browser.new_page(viewport={"width": 400, "height": 800})
    css, script = ((LESSONS / f"quiz.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    made.set_content(f"<html lang=en><title>Quiz</title><body><style>{css}</style></body>")
    made.add_script_tag(content=f"{{{script.replace('export default', 'window.widget =')}}}")
    state = {"questions": quiz.questions, "answers": [], "hide_checks": True}
    made.evaluate(
        """data => { window.state = JSON.parse(data); const handlers = {};
          window.model = { get: (name) => state[name], save_changes() {}, off() {},
            on: (event, handler) => (handlers[event] = handler),
            set(name, value) { state[name] = value; handlers[`change:${name}`]?.(); } };
          widget.render({ model, el: document.body }); }""",
        json.dumps(state),
    )
    yield made
    made.close()


def test_it_is_played_to_its_end_by_keyboard_alone(page, quiz: Quiz) -> None:
    for number, question in enumerate(quiz.questions):
        page.focus("input[type=radio]")
        page.keyboard.press("Space")
        chosen = question["wrong"] if number == 0 else (question["wrong"] + 1) % 3
        for _ in range(chosen):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        said = page.inner_text(".qz-result")
        assert said == ("Right. " if number == 0 else "Not this one. ") + question["explanation"]
        page.focus(".qz-answer")
        page.keyboard.press("Enter")
    assert page.inner_text(".qz-end") == "1 of 2 right."
    assert page.evaluate("document.activeElement.className") == "qz-end"
    assert page.evaluate("state.answers.length") == 2


def test_without_a_choice_nothing_is_answered(page) -> None:
    page.click(".qz-answer")
    assert page.inner_text(".qz-result") == "Choose a claim first."
    assert page.evaluate("state.answers") == []


def test_the_switch_hides_and_shows_the_checks(page) -> None:
    assert page.locator(".qz-checks:visible").count() == 0
    page.get_by_label("Hide the checks").press("Space")
    assert page.locator(".qz-checks:visible").count() == 3
    assert page.evaluate("state.hide_checks") is False


def test_it_is_no_wider_than_a_narrow_screen_and_arabic_runs_from_the_right(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    sides = page.eval_on_selector_all(".qz-arabic", "all => all.map(e => [getComputedStyle(e).direction, e.lang])")
    assert sides == [["rtl", "ar"]] * 3
    assert problems_of(page) == []
