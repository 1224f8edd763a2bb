"""What chat models write around an answer, or instead of it: phrasings of each kind, and news that resembles them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.models.answers import read_answer, without_marks, without_reasoning
from toolkit.models.types import Task
from toolkit.translate.reference import REFERENCE_TMX
from toolkit.translate.tmx import TmxFile

PHRASINGS = json.loads((Path(__file__).parent / "data" / "answers.json").read_text("utf-8"))
ARABIC = "وصل وفد من الوزارة إلى القاهرة أمس لبحث التعاون بين البلدين."
ENGLISH = "A delegation from the ministry arrived in Cairo yesterday to discuss cooperation between the two countries."
TASKS: list[Task] = ["translation", "summarization"]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("said", PHRASINGS["refusals"])
def test_a_refusal_or_a_question_is_no_answer(said: str, task: Task) -> None:
    assert read_answer(said, ARABIC, task) == ("", said.strip())


@pytest.mark.parametrize("said", PHRASINGS["preambles"])
def test_what_announces_the_answer_is_left_out(said: str) -> None:
    assert read_answer(said.format(ENGLISH), ARABIC, "translation").text == ENGLISH


@pytest.mark.parametrize("said", PHRASINGS["notes"])
def test_what_comments_on_the_answer_is_left_out(said: str) -> None:
    assert read_answer(ENGLISH + said, ARABIC, "translation").text == ENGLISH


@pytest.mark.parametrize("task", TASKS)
def test_no_sentence_of_the_reference_translations_is_taken_for_the_models_own_words(task: Task) -> None:
    units = TmxFile(REFERENCE_TMX).units
    assert len(units) > 50
    for unit in units:
        source = unit.source if task == "translation" else f"{unit.target} More was said."
        assert read_answer(unit.target, source, task) == (unit.target, "")


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قال: أنا آسف، لا أستطيع ترجمة هذا النص.", "He said: I'm sorry, I can't translate this text."),
        ("لا أستطيع المساعدة.", "I can't help."),
        (
            "نعتذر عن هذا الخطأ، ولن نعلق على المحتوى.",
            "We apologize for this error and will not comment on the content.",
        ),
        ("للأسف لم يصل أحد.", "Unfortunately, no one arrived."),
        ("ملاحظة: أسماء الضحايا لم تنشر.", "Note: the names of the victims were not published."),
        ("الترجمة: خالد محمود.", "Translation: Khaled Mahmoud."),
        ("النص غير مكتمل، بحسب الوزير.", "The text is incomplete, according to the minister."),
        ("نعم، وصل الوفد.", "Yes, the delegation arrived."),
        ("الخلاصة: خسر الفريق.", "Summary: the team lost."),
        ("هل تريد أن تعرف المزيد؟", "Would you like to know more?"),
        ("رفض الوزير الطلب ولم يقدم تفاصيل.", "The minister refused the request and provided no details."),
        ("نموذج الذكاء الاصطناعي لا يمكنه الترجمة.", "The AI language model cannot translate."),
    ],
)
def test_what_the_arabic_itself_says_stays(arabic: str, english: str) -> None:
    assert read_answer(english, arabic, "translation") == (english, "")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("<think>Hm.</think>Two died.", "Two died."),
        ("Hm, the user wants English.</think>\n\nTwo died.", "Two died."),
        ("[THINK]Hm.[/THINK]Two died.", "Two died."),
        ("◁think▷Hm.◁/think▷Two died.", "Two died."),
        ("<think>Hm", ""),
        ("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Two died.", "Two died."),
        ("<|channel|>analysis<|message|>Hm.", ""),
        ("Two died.<|im_end|>", "Two died."),
    ],
)
def test_reasoning_is_left_out_in_each_notation(written: str, left: str) -> None:
    assert without_reasoning(written) == left


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit", ["word ", "</think>", "<think>", "<|channel|>final ", "Note: ", "\n---\n", "[", "I'm "]
)
def test_long_answers_take_no_time_that_grows_with_their_square(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    read_answer(without_reasoning(text)[:10_000], ARABIC, "translation")


def test_marks_of_chat_formats_leave_a_space() -> None:
    assert without_marks("قال<|im_end|>نعم [/INST]</s>.").split() == ["قال", "نعم", "."]
