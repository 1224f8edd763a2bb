"""Hidden answers: closed until opened, harmless text, no script and no style sheet."""

from __future__ import annotations

from notebooks.lessons.exercises import hidden_answer
from notebooks.lessons.tables import Table


def test_an_answer_is_closed_and_needs_neither_script_nor_style_sheet() -> None:
    html = hidden_answer("Four pieces", Table(("a", "b"), [("x", 1)]))._repr_html_()
    assert html.startswith("<details><summary")
    assert " open" not in html
    assert "<script" not in html
    assert "<style" not in html
    assert "<table" in html


def test_text_of_an_answer_is_shown_as_it_is_written() -> None:
    assert "&lt;unk&gt;" in hidden_answer("<unk>", title="<what>")._repr_html_()
    assert "&lt;what&gt;" in hidden_answer("<unk>", title="<what>")._repr_html_()


def test_the_plain_form_does_not_give_the_answer_away() -> None:
    assert "four" not in repr(hidden_answer("four", title="How many?"))
