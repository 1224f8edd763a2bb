"""The explorer without a browser: its traits, and what it leaves where it cannot run."""

from __future__ import annotations

import json

import pytest
import traitlets

from tests.briefs import brief_of
from toolkit.jupyter.explorer import Explorer
from toolkit.jupyter.explorer_data import explorer_data


def test_a_brief_explores_itself() -> None:
    explorer = brief_of().explore(height=400)
    assert isinstance(explorer, Explorer)
    assert explorer.height == 400
    assert explorer.data == explorer_data(brief_of())


@pytest.mark.parametrize(("kind", "text"), [("claim", "Minister"), ("sentence", "الوزير"), ("fact", "وفدا")])
def test_what_is_selected_is_the_thing_itself(kind: str, text: str) -> None:
    explorer = Explorer(brief_of())
    explorer.selected = {"kind": kind, "index": 0}
    assert explorer.selection is not None
    assert text in explorer.selection.text
    explorer.selected = None
    assert explorer.selection is None


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "claim", "index": 1}, {"kind": "word", "index": 0}, {"kind": "claim"}, {"kind": "fact", "index": -1}],
)
def test_what_is_not_there_cannot_be_selected(wrong: dict[str, object]) -> None:
    with pytest.raises(traitlets.TraitError, match=r"selected is|There is no"):
        Explorer(brief_of()).selected = wrong


def test_another_brief_in_its_place_lets_go_of_what_it_lacks() -> None:
    explorer = Explorer(brief_of())
    explorer.selected = {"kind": "claim", "index": 0}
    explorer.brief = brief_of(claims=False)
    assert explorer.selected is None
    assert explorer.data["claims"] == []


def test_the_page_is_given_every_character_of_the_article_once_and_in_order() -> None:
    brief = brief_of()
    data = explorer_data(brief)
    flat = [[inner for piece in s["arabic"] for inner in piece.get("p", [piece])] for s in data["sentences"]]
    texts = ["".join(run[0] for piece in pieces for run in piece["r"]) for pieces in flat]
    assert texts == [sentence.text for sentence in brief.article.sentences]
    assert json.loads(json.dumps(data)) == data


def test_what_can_be_filtered_by_is_counted() -> None:
    assert explorer_data(brief_of())["counts"] == {"verdicts": {"supported": 1}, "findings": {"negation": 1}}


def test_displayed_it_leaves_the_static_page_beside_the_widget() -> None:
    page, widget = Explorer(brief_of()).outputs()
    assert "Minister announces date of summit" in page["text/html"]
    assert set(widget) == {"application/vnd.jupyter.widget-view+json", "text/plain"}


def test_notes_written_on_the_page_are_the_briefs_and_wrong_ones_are_refused() -> None:
    explorer = Explorer(brief_of().noted("sentence", 2, "Who counts?"))
    assert [note["text"] for note in explorer.notes] == ["Who counts?"]
    explorer.notes = [*explorer.notes, {"kind": "claim", "index": 0, "text": " Ask  him. ", "tags": ["#desk"]}]
    assert list(map(str, explorer.brief.notes)) == ["Ask him. #desk", "Who counts?"]
    explorer.notes = explorer.notes[:1]
    assert list(map(str, explorer.brief.notes)) == ["Ask him. #desk"]
    with pytest.raises(traitlets.TraitError, match="no claim 7"):
        explorer.notes = [{"kind": "claim", "index": 7, "text": "x", "tags": []}]
    explorer.brief = brief_of()
    assert explorer.notes == []


def test_compact_it_is_low_enough_for_a_cell() -> None:
    assert (brief_of().explore().height, brief_of().explore(compact=True).height) == (560, 260)
