"""How far a brief has come: every stage is told of, and whoever listens can stop it."""

from __future__ import annotations

import io

import pytest

from toolkit import Briefer, read
from toolkit.brief.progress import Step, stage


class Enough(BaseException):
    """What a listener raises to stop the work."""


def test_a_listener_is_told_of_every_stage_from_its_beginning_to_its_end(article_paths) -> None:
    steps: list[Step] = []
    Briefer(translator=None, summarizer="extract", progress=steps.append)(article_paths[0])
    assert list(dict.fromkeys(step.stage for step in steps)) == ["read", "translate", "summarize", "facts"]
    for name in ("read", "translate", "summarize", "facts"):
        of_stage = [step for step in steps if step.stage == name]
        assert (of_stage[0].done, of_stage[-1].done) == (0, of_stage[-1].total)
        assert [step.done for step in of_stage] == sorted(step.done for step in of_stage)
    assert {step.article for step in steps} == {str(article_paths[0]), article_paths[0].stem}


def test_what_a_listener_raises_ends_the_work_and_the_briefer_can_be_used_again(article_paths) -> None:
    def listen(step: Step) -> None:
        if armed and step.stage == "translate" and step.done == 3:
            raise Enough

    armed, article = [True], read(article_paths[0])
    briefer = Briefer(translator=None, summarizer="extract", progress=listen)
    with pytest.raises(Enough):
        briefer(article)
    armed.clear()
    assert len(briefer(article).claims) == 5


def test_a_bar_names_the_stage_and_the_article(monkeypatch) -> None:
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("toolkit.brief.progress._PATIENCE", 0.0)
    with stage("translate", "summit", 2) as advance:
        advance(1)
        advance(1)
    assert "translate summit" in screen.getvalue()
