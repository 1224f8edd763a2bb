"""A summarization model is tried on a reference text before it is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from toolkit import Briefer, read_text
from toolkit.errors import ModelTrialError
from toolkit.models import Generation
from toolkit.models.trials import forget, trials_of
from toolkit.summarize.trial import try_summarizer
from toolkit.translate.reference import reference_units

ENGLISH = [unit.target for unit in reference_units([f"002-{n:02}" for n in range(2, 10)])]


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    forget({"told", "tiny-marian-reference"})


class Told:
    """An engine of the toolkit's kind that answers what it was told to."""

    name, revision, kind, max_input_tokens = "told", "1", "transformers", None

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.read: list[str] = []

    def cache_key(self, text: str) -> str:
        return self.answer

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, texts: Sequence[str], **_: Any) -> list[Generation]:
        self.read += texts
        return [Generation(self.answer) for _ in texts]


@pytest.mark.parametrize("route", ["translate-then-summarize", "direct"])
def test_a_summary_in_the_text_s_own_words_passes_and_is_remembered(route: Any) -> None:
    engine = Told(" ".join(ENGLISH[:3]))
    trial = try_summarizer(engine, route)
    assert trial is not None and trial.outcome.score > 90
    assert try_summarizer(engine, route) == trial
    assert len(engine.read) == 1
    assert len(trials_of({"told"}, "1")) == 1


def test_the_direct_route_is_given_the_arabic() -> None:
    engine = Told(ENGLISH[0])
    try_summarizer(engine, "direct")
    assert "الكرملين" in engine.read[0]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "wrote no summary"),
        ("Bananas ripen quickly whenever sunshine warms tropical orchards nearby.", "at least 50 % are wanted"),
        ("ذكر البيت الأبيض أن مكالمة هاتفية جرت بين الرئيسين.", "not in the language"),
        ("the phone call " * 12, "runs in a loop"),
    ],
)
def test_what_is_no_summary_of_the_text_is_refused_with_the_reason(answer: str, why: str) -> None:
    with pytest.raises(ModelTrialError, match=why):
        try_summarizer(Told(answer), "translate-then-summarize")


def test_an_arabic_summary_is_compared_with_the_arabic() -> None:
    arabic = " ".join(unit.source for unit in reference_units(["002-02", "002-03"]))
    assert try_summarizer(Told(arabic), "summarize-then-translate") is not None
    with pytest.raises(ModelTrialError, match="language"):
        try_summarizer(Told(ENGLISH[0]), "summarize-then-translate")


def test_a_model_that_cannot_summarize_makes_no_brief(tiny_marian: Path) -> None:
    text = read_text("\n\n".join(unit.source for unit in reference_units([f"002-{n:02}" for n in range(1, 18)])))
    with pytest.raises(ModelTrialError, match="tried before its first use"):
        Briefer(translator=None, summarizer=tiny_marian, progress=False)(text)
    brief = Briefer(translator=None, summarizer=tiny_marian, trial=False, progress=False)(text)
    assert brief.claims
