from __future__ import annotations

from datetime import date

import pytest

from tests.memos import brief_of_text
from toolkit.brief import Brief
from toolkit.summarize import Summarizer
from toolkit.summarize.occasions import occasions
from toolkit.summarize.slips import slips

DAY = date(2025, 3, 12)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("التقى الوزيران اليوم الأربعاء في عمان.", ""),
        ("واتفق الوزيران في 3 مارس على فتح المعبر.", "3 March 2025"),
        ("واستمر الاجتماع الثالث بين الوزيرين ثلاث ساعات.", "an earlier occasion"),
        ("ويعد هذا الاجتماع الثالث بين الوزيرين.", ""),
        ("وقال الوزير إن المعبر سيفتح في 12 مارس.", ""),  # the day of the report
    ],
)
def test_another_day_or_meeting_is_another_occasion(sentence: str, name: str) -> None:
    assert occasions([sentence], DAY)[0].name == name


def test_a_sentence_that_goes_on_with_another_occasion_belongs_to_it_until_one_of_today() -> None:
    found = occasions(
        [
            "وكان الوزيران قد اجتمعا في 3 مارس في القاهرة.",
            "وأوضح المتحدث أن الاجتماع تناول ملف المياه.",
            "واتفقا خلال تلك المحادثات على زيارة ثانية بعد 9 مارس.",
            "وقال الوزير اليوم إن المعبر سيفتح قريبا.",
            "وفي هذا السياق، قال السفير إن الطريق جاهز.",
        ],
        DAY,
    )
    assert [occasion.name for occasion in found] == ["3 March 2025", "3 March 2025", "3 March 2025", "", ""]
    assert [occasion.said for occasion in found] == [True, False, False, False, False]


def test_without_a_day_of_the_report_the_day_is_named_as_written() -> None:
    assert occasions(["واتفق الوزيران في 3 مارس على فتح المعبر."], None)[0].name == "3 March"


def claims_of(brief: Brief) -> list[int]:
    made = Summarizer("extract", sentences=3).summarize(brief.article, brief.translations)
    return [claim.evidence[0].sentence for claim in made]


def test_no_claim_is_made_of_another_occasion_that_the_sentence_does_not_name() -> None:
    arabic = (
        "أعلنت وزارة المياه اليوم الأربعاء أن السد الجديد سيملأ في الصيف المقبل. "
        "ووافقت اللجنة على تعويض المزارعين بمبلغ 3 ملايين دينار. "
        "واجتمع الوزيران في 3 مارس في القاهرة لبحث تقاسم المياه. "
        "وأوضح المتحدث أن الاجتماع تناول ملف السد وأن الخبراء اتفقوا على الملء. "
        "ورفضت البلدية نقل السكان من القرية القديمة."
    )
    english = (
        "The water ministry announced today, Wednesday, that the new dam would be filled next summer.",
        "The committee agreed to pay the farmers three million dinars.",
        "The two ministers met on 3 March in Cairo to discuss the sharing of water.",
        "The spokesman explained that the meeting dealt with the dam and that the experts agreed on the filling.",
        "The municipality refused to move the residents of the old village.",
    )
    assert 3 not in claims_of(brief_of_text(arabic, english))


def test_a_person_who_is_called_former_against_the_other_sentences_is_a_slip_and_makes_no_claim() -> None:
    arabic = (
        "استقبل الرئيس المصري عبد الفتاح السيسي وفدا من رجال الأعمال في القاهرة. "
        "وبحث الوفد مع الرئيس السابق عبد الفتاح السيسي مشروعات الطاقة الجديدة. "
        "ووقع الوزير اتفاقا لبناء محطة بقدرة 500 ميغاواط. "
        "وقال رئيس الوفد إن العمل سيبدأ في الصيف المقبل."
    )
    english = (
        "Egyptian President Abdel Fattah el-Sisi received a delegation of businessmen in Cairo.",
        "The delegation discussed new energy projects with former President Abdel Fattah el-Sisi.",
        "The minister signed an agreement to build a plant of 500 megawatts.",
        "The head of the delegation said that work would begin next summer.",
    )
    brief = brief_of_text(arabic, english)
    assert [(slip, against) for slip, against, _ in slips(brief.article, dict(enumerate(english)))] == [(1, 0)]
    assert 1 not in claims_of(brief)
