"""The editor without a browser: what its buttons do to the brief, to the memory, and back."""

from __future__ import annotations

import pytest

from tests.briefs import brief_of
from toolkit.errors import MemoryStoreError
from toolkit.jupyter.editor import Editor
from toolkit.translate import TranslationMemory

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
