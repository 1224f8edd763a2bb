"""The free writer is an engine, and what it writes is held to its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from notebooks.lessons.free_writer import FreeWriter
from toolkit import read_text
from toolkit.errors import ModelUnavailableError
from toolkit.models.embedded import weights
from toolkit.models.types import Engine
from toolkit.summarize import Summarizer
from toolkit.translate import Translation

try:
    weights()
except ModelUnavailableError as error:
    pytest.skip(str(error), allow_module_level=True)

ARABIC = "قال وزير الصحة إن 120 شخصا أصيبوا في حريق المصنع مساء الاثنين. ونقل الجرحى إلى ثلاثة مستشفيات في المدينة. وأعلنت الشرطة فتح تحقيق في الحادث. ولم يعرف سبب الحريق بعد."
ENGLISH = [
    "The health minister said that 120 people were injured in the factory fire on Monday evening.",
    "The wounded were taken to three hospitals in the city, which had prepared all of their beds for them.",
    "The police announced that they had opened an investigation into the incident and would hear witnesses.",
    "The cause of the fire is not known yet, and nobody has said when the factory will open its doors again.",
]


def test_it_is_an_engine_that_the_summarizer_takes() -> None:
    writer = FreeWriter(most_tokens=40)
    assert isinstance(writer, Engine)
    article = read_text(ARABIC)
    claims = Summarizer(writer).summarize(article, [Translation(text, "memory") for text in ENGLISH])
    assert claims
    assert all(claim.origin == "written" and "unconstrained" in (claim.model or "") for claim in claims)
    assert all(claim.evidence or claim.verdict == "unsupported" for claim in claims)


def test_it_tells_each_text_as_it_is_done_and_marks_what_was_cut() -> None:
    seen: list[int] = []
    found = FreeWriter(most_tokens=12).generate(ENGLISH[:2], each=lambda index, _: seen.append(index))
    assert seen == [0, 1]
    assert all(generation.truncated and generation.score is not None for generation in found)


def test_a_kept_answer_is_taken_and_any_other_question_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    writer = FreeWriter(most_tokens=4)
    (first,) = writer.generate(ENGLISH[:1])
    writer.save(path)
    path.write_text(path.read_text(encoding="utf-8").replace(first.text, "as it was kept"), encoding="utf-8")
    kept, asked = FreeWriter(most_tokens=4, kept=path).generate(ENGLISH[:2])
    assert kept.text == "as it was kept"
    assert asked == writer.generate(ENGLISH[1:2])[0]
    assert FreeWriter("Name it:", most_tokens=4, kept=path).generate(ENGLISH[:1])[0].text != "as it was kept"
