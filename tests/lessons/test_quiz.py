"""The quiz: every kind of error is planted, told with what it was, and the same for everybody with the same seed."""

from __future__ import annotations

import pytest

from notebooks.lessons.quiz import KINDS, Question, Quiz, questions
from toolkit.translate.reference import reference_units

REFERENCES = {unit.target for unit in reference_units()}


@pytest.fixture(scope="module")
def made() -> list[Question]:
    return questions(15, seed=3)


def test_each_kind_is_planted_once_in_three_claims_that_are_right_otherwise(made: list[Question]) -> None:
    assert [question.kind for question in made] == [*KINDS] * 3
    for question in made:
        assert [claim in REFERENCES for claim in question.claims].count(False) == 1
        assert question.claims[question.wrong] not in REFERENCES
        assert question.right in REFERENCES
    assert {question.wrong for question in made} == {0, 1, 2}
    assert made == questions(15, seed=3)
    assert made != questions(15, seed=4)


def test_the_explanation_says_what_was_changed_into_what(made: list[Question]) -> None:
    for question in made:
        before, after = (
            question.explanation.split("It said “")[1].split("”")[0],
            question.explanation.split("says “")[1],
        )
        assert before in " ".join(question.right.split())
        assert after.split("”")[0] in " ".join(question.claims[question.wrong].split())


def test_the_widget_counts_and_keeps_its_answers_hidden_where_it_cannot_run() -> None:
    quiz = Quiz(3, seed=1)
    quiz.answers = [quiz.questions[0]["wrong"], (quiz.questions[1]["wrong"] + 1) % 3]
    assert (quiz.score, repr(quiz)) == (1, "Quiz(3 questions, 1 of 2 right)")
    page = quiz.outputs()[0]["text/html"]
    assert page.count("<details>") == 3 and " open" not in page and 'dir="rtl"' in page
    assert quiz.key()._repr_html_().count("It said") == 3
