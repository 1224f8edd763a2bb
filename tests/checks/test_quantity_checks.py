"""Dates, ranges, signs, countries of a like name, percent and points: what was read well is checked well."""

import pytest

from toolkit.evidence import check_claim, check_translation


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("عُقد اللقاء في 8/7/2023.", "The meeting was held on 8 July 2023."),
        ("عُقد اللقاء في 8/7/2023.", "The meeting was held on 7/8/2023."),
        ("صدر القرار في 20/12/1444هـ.", "The decision was issued on 20 Dhu al-Hijjah 1444 AH."),
        ("صدر القرار في 20/12/1444هـ.", "The decision was issued on 8 July 2023."),
        ("بدأت الجلسة في الساعة الرابعة وخمس وعشرين دقيقة عصرا.", "The session began at 4:25 pm."),
        ("بلغت الحرارة -5 مئوية.", "The temperature was minus five degrees."),
        ("بلغت الحرارة 5 تحت الصفر.", "It was 5 degrees below zero."),
        ("حضر 1 234 567 شخصا.", "1,234,567 people attended."),
        ("يقام المعرض بين 11 و14 يوليو.", "The fair runs July 11-14."),
        ("ارتفع المؤشر خمس نقاط مئوية.", "The index rose five percentage points."),
        ("وصل رئيس النيجر إلى العاصمة.", "The president of Niger arrived in the capital."),
        ("نفى الوزير موافقته على الخطة.", "The minister denied approving the plan."),
        ("زارها مرتين.", "He visited it twice."),
    ],
)
def test_a_right_translation_is_left_alone(arabic, english):
    assert check_translation(arabic, english) == []


@pytest.mark.parametrize(
    ("arabic", "english", "kind"),
    [
        ("عُقد اللقاء في 8/7/2023.", "The meeting was held on 8 August 2023.", "date"),
        ("صدر القرار في 20/12/1444هـ.", "The decision was issued on 21 Dhul-Hijjah 1444.", "date"),
        ("بلغت الحرارة -5 مئوية.", "The temperature was 5 C.", "number"),
        ("بلغت الحرارة 5 مئوية.", "The temperature was -5 C.", "number"),
        ("يقام المعرض من 11 إلى 14 يوليو.", "The fair runs from 12 to 14 July.", "number"),
        ("ارتفع المؤشر خمس نقاط مئوية.", "The index rose five percent.", "number"),
        ("ارتفع المؤشر خمسة في المئة.", "The index rose five percentage points.", "number"),
        ("بقيمة 2,5 مليار دولار.", "It is worth $2.5 million.", "number"),
        ("وصل رئيس النيجر إلى العاصمة.", "The president of Nigeria arrived in the capital.", "name"),
        ("زار وفد غينيا بيساو المدينة.", "A delegation from Guinea visited the city.", "name"),
        ("نفى الوزير موافقته على الخطة.", "The minister confirmed his approval of the plan.", "negation"),
        ("رفض الحزب الاقتراح.", "The party accepted the proposal.", "negation"),
        ("قال الوزير إن العمل بدأ في المدينة.", "I'm sorry, but I can't help with that.", "content"),
    ],
)
def test_a_wrong_translation_is_found(arabic, english, kind):
    assert kind in {finding.kind for finding in check_translation(arabic, english)}


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The fair runs from 12 to 14 July.", "The fair runs from 11 to 14 July."),
        ("The temperature was -5 degrees.", "The temperature was 5 degrees."),
        ("The decision was issued on 20 December 1444.", "The decision was issued on 20/12/1444 AH."),
        ("The index rose 5 percent.", "The index rose 5 percentage points."),
        ("The president of Niger resigned on Monday.", "The president of Nigeria resigned on Monday."),
        ("Guinea held its election.", "Guinea-Bissau held its election."),
        ("The project cost 2.5 billion dollars.", "The project cost $2.5 million."),
    ],
)
def test_a_claim_that_changes_a_figure_or_a_country_is_unsupported(claim, source):
    assert check_claim(claim, [source])[0] == "unsupported"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The fair runs 11-14 July.", "The fair runs from 11 to 14 July."),
        ("The temperature was minus 5 degrees.", "The temperature was -5 degrees."),
        ("The temperature fell to 5 degrees below zero.", "The temperature fell to -5 degrees."),
    ],
)
def test_a_claim_that_says_it_in_another_form_is_supported(claim, source):
    assert check_claim(claim, [source])[0] == "supported"


def test_english_of_nothing_but_numbers_is_checked():
    assert check_translation("وصل 7 جنود.", "7 " * 200)
