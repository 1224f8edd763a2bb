"""A small model trained in a lesson: it runs like any checkpoint, and its pictures show what happened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="the extra `teach` is not installed")

from notebooks.lessons import translation_plots
from notebooks.lessons.beam_search import beam_search
from notebooks.lessons.inspection import open_model
from notebooks.lessons.sentence_pairs import ALTERED, news, small_world
from notebooks.lessons.training import Recipe, Training, train_marian
from toolkit.models import load

RECIPE = Recipe(pieces=200, width=48, steps=70, rate=5e-3)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Training:
    lessons, exam = small_world()
    folder = tmp_path_factory.mktemp("lesson") / "world"
    return train_marian(lessons, folder, RECIPE, held_out=exam[:16], watch=[exam[0][0]], look_at=(1, 20, 70))


def test_lessons_and_exam_have_no_sentence_in_common() -> None:
    for lessons, exam in (news(), small_world()):
        assert exam
        assert not {source for source, _ in lessons} & {source for source, _ in exam}
    assert len(small_world()[0]) == 800


def test_altered_lessons_are_in_no_lesson() -> None:
    sources = {source for source, _ in news()[0]}
    assert not sources & {altered.arabic for altered in ALTERED}


def test_the_small_world_is_learnt_and_new_sentences_are_translated(training: Training) -> None:
    assert training.losses[-1] < 0.1 < training.losses[0]
    assert training.held_out[-1][1] < 0.2
    _, exam = small_world()
    answers = open_model(training.folder).generate([source for source, _ in exam], beam_size=1)
    assert sum(answer.text == target for answer, (_, target) in zip(answers, exam, strict=True)) >= 58


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
def test_both_engines_run_the_checkpoint(training: Training, engine: str) -> None:
    _, exam = small_world()
    model = load(training.folder, engine=engine, cache=False)  # type: ignore[arg-type]
    assert model.generate([exam[0][0]])[0].text == exam[0][1]


def test_the_record_of_a_training_is_complete(training: Training) -> None:
    assert len(training.losses) == RECIPE.steps
    assert [step for step, _ in training.held_out] == [1, 20, 70]
    assert [glimpse.step for glimpse in training.glimpses] == [1, 20, 70]
    assert training.glimpses[-1].text == small_world()[1][0][1]
    assert training.parameters > 50_000


def test_the_same_recipe_gives_the_same_model(training: Training, tmp_path: Path) -> None:
    lessons, _ = small_world()
    steps = Recipe(pieces=200, width=48, steps=6, rate=5e-3)
    once, twice = (train_marian(lessons, tmp_path / name, steps) for name in ("once", "twice"))
    assert once.losses == twice.losses
    assert training.folder != once.folder


def test_progress_is_told_once_a_step(tmp_path: Path) -> None:
    told: list[int] = []
    train_marian(small_world()[0], tmp_path / "m", Recipe(pieces=200, width=16, heads=2, steps=3), progress=told.append)
    assert told == [1, 1, 1]


def test_a_kept_training_is_taken_only_where_nothing_was_changed(tmp_path: Path) -> None:
    lessons, kept, steps = small_world()[0], tmp_path / "kept", Recipe(pieces=200, width=16, heads=2, steps=3)
    first = train_marian(lessons, tmp_path / "first", steps, kept=kept)
    again = train_marian(lessons, tmp_path / "again", steps, kept=kept)
    assert again == replace(first, folder=kept)
    assert not (tmp_path / "again").exists()
    for pairs, recipe in ((lessons[1:], steps), (lessons, replace(steps, rate=1e-3))):
        assert train_marian(pairs, tmp_path / "new", recipe, kept=kept).folder == tmp_path / "new"
    assert train_marian(lessons, tmp_path / "again", steps, kept=kept) == again


def test_the_curve_shows_every_step_and_every_measurement(training: Training) -> None:
    learnt, new = translation_plots.learning_curve(training).axes[0].get_lines()
    assert list(learnt.get_ydata()) == list(training.losses)
    assert list(new.get_xdata()) == [1, 20, 70]


def test_attention_has_a_row_for_each_piece_written_and_arabic_columns_from_the_right(training: Training) -> None:
    _, exam = small_world()
    model = open_model(training.folder)
    best = beam_search(model, exam[0][0]).hypotheses[0]
    axes = translation_plots.attention_map(model, exam[0][0], best.ids, title="Where it looks").axes[0]
    assert axes.xaxis_inverted()
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == "(end)"
    assert len(axes.get_yticklabels()) == len(best.ids)


def test_the_tree_draws_every_candidate_of_its_steps_and_the_table_lists_those_kept(training: Training) -> None:
    model = open_model(training.folder)
    search = beam_search(model, small_world()[1][0][0], beam_size=2)
    figure = translation_plots.beam_tree(search, steps=3)
    assert len(figure.axes[0].texts) == sum(len(step.candidates) for step in search.steps[:3])
    table = translation_plots.beam_table(search, [2])
    assert sum(" | kept | " in line for line in repr(table).splitlines()) == len(search.steps[1].kept)
