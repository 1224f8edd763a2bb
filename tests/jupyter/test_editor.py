"""The editor without a browser: what its buttons do to the brief, to the memory, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.briefs import brief_of
from toolkit.errors import MemoryStoreError
from toolkit.jupyter.editor import Editor
from toolkit.translate import Glossary, TranslationMemory

BETTER = "No more than 30 delegations will take part in it."


@pytest.fixture
def memory() -> TranslationMemory:
    return TranslationMemory.open(":memory:")


@pytest.fixture
def editor(memory: TranslationMemory) -> Editor:
    return Editor(brief_of(), memory=memory, person="Salma")


def held(memory: TranslationMemory) -> list[tuple[str, str]]:
    return [(unit.target, unit.origin) for unit in memory.units()]


def test_a_correction_is_remembered_and_answers_next_time(editor: Editor, memory: TranslationMemory) -> None:
    editor.correct("translations", 2, BETTER)
    match = memory.lookup(editor.brief.article.sentences[2].text)
    assert match is not None and match.target == BETTER
    assert next(memory.units()).person == "Salma"


def test_undo_and_redo_change_the_brief_and_the_memory_alike(editor: Editor, memory: TranslationMemory) -> None:
    before = editor.brief
    editor.correct("translations", 2, BETTER)
    after = editor.brief
    editor.correct("claims", 0, "The minister spoke of the summit.")
    editor.undo()
    assert editor.brief == after
    editor.undo()
    assert editor.brief == before
    assert held(memory) == []
    assert editor.undo() == before  # nothing left to undo
    editor.redo()
    assert editor.brief == after
    assert held(memory) == [(BETTER, "edited")]


def test_undo_gives_an_earlier_correction_back_and_leaves_imports_alone(memory: TranslationMemory) -> None:
    arabic = brief_of().article.sentences[2].text
    memory.add(arabic, "Imported.", origin="import")
    memory.add(arabic, "An earlier correction.")
    editor = Editor(brief_of(), memory=memory)
    editor.correct("translations", 2, BETTER)
    assert sorted(held(memory)) == [("Imported.", "import"), (BETTER, "edited")]
    editor.undo()
    assert sorted(held(memory)) == [("An earlier correction.", "edited"), ("Imported.", "import")]


def test_accepting_remembers_the_machine_s_text_as_a_person_s(editor: Editor, memory: TranslationMemory) -> None:
    text = editor.brief.translations[1].text
    editor.correct("translations", 1, text)
    assert editor.brief.translations[1].origin == "edited"
    assert held(memory) == [(text, "edited")]


def test_rejecting_forgets_the_person_s_own_translation_until_undone(editor: Editor, memory: TranslationMemory) -> None:
    editor.correct("translations", 2, BETTER)
    editor.reject("translations", 2)
    assert editor.brief.translations[2] is None
    assert held(memory) == []
    editor.undo()
    assert held(memory) == [(BETTER, "edited")]


def test_a_rejected_claim_leaves_the_list_and_comes_back(editor: Editor) -> None:
    editor.reject("claims", 0)
    assert editor._items.options == ()
    editor.undo()
    assert len(editor._items.options) == 1


def test_the_brief_can_be_observed(editor: Editor) -> None:
    seen = []
    editor.observe(lambda change: seen.append(change["new"]), "brief")
    editor.correct("claims", 0, "The minister spoke of the summit.")
    assert seen == [editor.brief]


def test_typing_is_checked_before_it_is_saved(editor: Editor) -> None:
    editor._kind.value = "translations"
    editor._items.value = 2
    editor._text.value = "More than 50 delegations will take part."
    assert "50" in editor._checks.value and "number" in editor._checks.value
    assert editor.brief.translations[2].text == "No more than 30 delegations will take part."


def test_a_doubt_that_the_brief_holds_is_shown_before_anything_is_typed(editor: Editor) -> None:
    editor._kind.value = "translations"
    editor._only.value = True
    assert [index for _, index in editor._items.options] == [2]
    assert "The Arabic is negated." in editor._checks.value


def test_a_memory_that_cannot_be_written_costs_no_edit_and_is_told_of() -> None:
    class Broken(TranslationMemory):
        def add(self, *_: object, **__: object) -> None:
            raise MemoryStoreError("The disk is full.", remedy="Free space.")

    editor = Editor(brief_of(), memory=Broken(None, None))
    editor.correct("translations", 2, BETTER)
    assert editor.brief.translations[2].text == BETTER
    assert "Not remembered: The disk is full. Free space." in editor._status.value


def test_without_a_memory_edits_work(editor: Editor) -> None:
    plain = Editor(brief_of(), memory=None)
    plain.correct("translations", 2, BETTER)
    plain.undo()
    assert plain.brief == brief_of()


def test_hostile_text_is_escaped_everywhere(editor: Editor) -> None:
    editor._kind.value = "translations"
    editor._items.value = 1
    editor._text.value = "<img src=x onerror=alert(1)> said 50 things"
    editor.correct("translations", 1, editor._text.value)
    boxes = (editor._arabic, editor._machine, editor._checks, editor._status)
    assert not any("<img" in box.value for box in boxes)


def test_confirming_goes_to_the_next_open_one_and_tells_confirmed_from_edited(editor: Editor) -> None:
    editor._kind.value = "translations"
    assert [label.split(" · ")[0] for label, _ in editor._items.options] == ["1. memory", "2. memory", "3. memory"]
    editor._confirm.click()
    assert editor._items.value == 1
    editor._key(None, {"do": "confirm", "text": "Minister Sami Haddad said the summit will be on 4 July 2025."}, [])
    assert editor._items.value == 2
    labels = [label.split(" · ")[0] for label, _ in editor._items.options]
    assert labels == ["1. confirmed", "2. edited", "3. memory"]
    assert "Confirmed by a person" not in editor._machine.value
    editor._items.value = 0
    assert "Confirmed by a person, as it was." in editor._machine.value


def test_a_sentence_with_an_error_is_confirmed_only_the_second_time(editor: Editor) -> None:
    editor._kind.value, editor._items.value = "translations", 1
    wrong = "Minister Sami Haddad said the summit will be held on 7 August 2025."
    editor._text.value = wrong
    editor.confirm()
    assert "Confirm again" in editor._status.value
    assert editor.brief.translations[1].origin == "memory"
    editor.confirm()
    assert editor.brief.translations[1].text == wrong


def test_the_next_doubt_is_one_click_away(editor: Editor) -> None:
    editor._kind.value = "translations"
    editor._next.click()
    assert editor._items.value == 2
    editor._next.click()
    assert "no other doubt" in editor._status.value


def test_matches_and_terms_stand_beside_the_sentence_and_the_memory_can_be_searched(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    arabic = brief_of().article.sentences[2].text
    memory.add(arabic.replace("وفدا", "وفداً جديدا"), "No more than 30 new delegations will take part.")
    (tmp_path / "terms.csv").write_text("arabic,english\nوفدا,delegations\n", encoding="utf-8")
    editor = Editor(brief_of(), memory=memory, glossary=Glossary.open(tmp_path / "terms.csv"))
    editor._kind.value, editor._items.value = "translations", 2
    match, term = editor._matches.children
    assert term.description == "2. delegations"
    editor._key(None, {"do": "match", "number": 1, "text": ""}, [])
    assert editor._text.value == "No more than 30 new delegations will take part." in match.description
    editor._search.value = "new deleg"
    assert "No more than 30 new delegations" in editor._found.value
    editor._search.value = "xyzzy"
    assert "holds nothing" in editor._found.value
