"""Quantities are read as facts with their unit, sign, range and exact value, however they are spelled."""

import pytest

from toolkit.article import read_text
from toolkit.evidence import find_facts


def facts_of(text):
    kinds = ("number", "money", "percentage")
    return [(fact.english, fact.value) for fact in find_facts(read_text(text)) if fact.kind in kinds]


@pytest.mark.parametrize(
    ("arabic", "english", "value"),
    [
        ("ارتفعت الأسعار عشرة بالمائة.", "10%", "10"),
        ("ارتفعت الأسعار خمسة عشر بالمئة.", "15%", "15"),
        ("بلغت النسبة ثلاثة وعشرين في المائة.", "23%", "23"),
        ("بلغت النسبة 94ر6 بالمئة.", "94.6%", "94.6"),
        ("بلغت النسبة 7,5 في المئة.", "7.5%", "7.5"),
        ("انخفض 0.5 في المائة.", "0.5%", "0.5"),
        ("نمت نصف في المئة.", "0.5%", "0.5"),
        ("نسبة التغيير بالمائة 210.", "210%", "210"),
        ("زادت ثلاث نقاط مئوية.", "three percentage points", "3"),
        ("رفع البنك الفائدة 25 نقطة أساس.", "25 basis points", "25"),
        ("بنسبة 24، 25 في المائة.", "24.25% or 25.24%", "24.25"),
        ("بنسبة 13، 7 في المئة.", "13.7% or 7.13%", "13.7"),
        ("سجلت الحرارة -12 درجة مئوية.", "-12 degrees Celsius", "-12"),
        ("سجلت الحرارة \u200e-12 درجة مئوية.", "-12 degrees Celsius", "-12"),
        ("بلغت الحرارة 7 درجات تحت الصفر.", "-7 degrees", "-7"),
        ("بلغت الحرارة ناقص 3 درجات مئوية.", "-3 degrees Celsius", "-3"),
        ("بلغت الحرارة سالب خمس درجات.", "-5 degrees", "-5"),
        ("المساحة 250 كم2.", "250 square kilometres", "250"),
        ("المساحة 40 م².", "40 square metres", "40"),
        ("ضخ 300 مليون م³ من المياه.", "300 million cubic metres", "300000000"),
        ("مساحته 500 متر مكعب.", "500 cubic metres", "500"),
        ("بلغ عددهم 2 500 000 نسمة.", "2.5 million people", "2500000"),
        ("بلغ العدد 45 000 شخص.", "45,000 people", "45000"),
        ("وصل (25) مليون دولار.", "$25 million", "25000000"),
        ("حضر (300) شخص.", "300 people", "300"),
        ("بلغ المبلغ 1,234,567.89 دينار كويتي.", "1,234,567.89 Kuwaiti dinars", "1234567.89"),
        ("مئتان وثلاثة أخماس الكيلومتر.", "200.6", "200.6"),
        ("ثلاثة ملايين وربع المليون طن.", "3.25 million tons", "3250000"),
        ("ثلاثة آلاف و خمسمئة جندي.", "3,500 soldiers", "3500"),
        ("بلغت 3 و نصف مليون طن.", "3.5 million tons", "3500000"),
        ("من 10 إلى 15 ألف برميل يوميا.", "10,000–15,000 barrels a day", "10000–15000"),
        ("قتل ما بين 5 إلى 10 أشخاص.", "5–10 people", "5–10"),
        ("حضر بين خمسة وعشرة أشخاص.", "5–10 people", "5–10"),
        ("بنسبة تتراوح بين 5 و10 في المئة.", "5–10%", "5–10"),
        ("تراوح السعر بين 60 و70 دولارا.", "$60–70", "60–70"),
        ("20-30 ألف متظاهر.", "20,000–30,000 protesters", "20000–30000"),
        ("زار المدينة مرتين.", "twice", "2"),
        ("دفع 500 كرونة سويدية.", "500 Swedish kronor", "500"),
    ],
)
def test_a_quantity_is_read_whole(arabic, english, value):
    assert facts_of(arabic) == [(english, value)]


@pytest.mark.parametrize(
    "arabic",
    [
        "كميات كبيرة من النفط.",
        "بكميات محدودة.",
        "للاتصال على هاتف رقم 0551234567.",
        "اتصل على الرقم +966 55 123 4567 للحجز.",
        "اتصل على 00 966 55 123 4567 للحجز.",
        "توج الملك تشارلز الثالث.",
        "تحدث البابا بندكت السادس عشر.",
        "في مطار محمد الخامس.",
        "تأهل إلى الدور ربع النهائي ثم نصف النهائي.",
    ],
)
def test_codes_rulers_and_words_that_look_like_numbers_are_no_quantities(arabic):
    assert facts_of(arabic) == []


@pytest.mark.parametrize("arabic", ["وقف الرجل 50 بين الصفين.", "الخط رقم 12 بين المدينتين."])
def test_between_is_no_yen(arabic):
    assert {fact.kind for fact in find_facts(read_text(arabic))} == {"number"}


def test_a_rise_from_one_value_to_another_is_no_range():
    assert facts_of("ارتفع السعر من 10 إلى 15 دولارا.") == [("$10", "10"), ("$15", "15")]


@pytest.mark.parametrize(
    ("arabic", "score"),
    [
        ("فاز الفريق 1-3 على ضيفه.", "1–3"),
        ("تعادل الفريقان 0-0 في الدور الأول.", "0–0"),
        ("فاز بركلات الترجيح 5 - 4 أمام ضيفه.", "5–4"),
        ("فاز الفريق 3-1 مساء الأربعاء.", "3–1"),
        ("خسر اللاعب 6–7 أمام منافسه.", "6–7"),
    ],
)
def test_a_score_is_one_fact(arabic, score):
    assert facts_of(arabic) == [(score, score)]
    assert not any(fact.kind == "time" for fact in find_facts(read_text(arabic)))


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("سجل الهدف في الدقيقة 57 من المباراة.", "57th minute"),
        ("تحتل البلاد المرتبة 121 في المؤشر.", "121st place"),
        ("تقام المباراة في الجولة 22 من الدوري.", "22nd round"),
        ("حل في المركز 3 على اللائحة.", "3rd place"),
    ],
)
def test_a_number_behind_its_noun_is_a_place_in_a_row(arabic, english):
    assert [said for said, _ in facts_of(arabic)] == [english]


def test_a_week_that_is_described_is_no_rate():
    assert facts_of("تراجعت المخزونات 3.2 مليون برميل في الأسبوع المنتهي يوم الجمعة.")[0][0] == "3.2 million barrels"
    assert facts_of("ينتج 3 ملايين برميل في الأسبوع.")[0][0] == "3 million barrels a week"


def test_a_range_below_zero_is_below_zero_at_both_ends():
    assert facts_of("تراوحت الحرارة بين 3 و5 درجات تحت الصفر.") == [("-5 to -3 degrees", "-5–-3")]


def test_prices_have_two_decimals():
    assert facts_of("بلغ السعر 61.20 دولار.") == [("$61.20", "61.2")]
    assert facts_of("بلغ العجز 1.5 مليار دولار.") == [("$1.5 billion", "1500000000")]


def test_a_case_of_an_illness_is_no_injury():
    assert facts_of("سجلت الوزارة 1200 إصابة بحمى الضنك.")[0][0] == "1,200 cases"
    assert facts_of("أسفر الحادث عن 12 إصابة.")[0][0] == "12 injuries"


@pytest.mark.parametrize(
    ("arabic", "directions"),
    [
        ("وارتفع خام برنت بنسبة 2.4 في المئة إلى 64.78 دولار.", ["up", "to"]),
        ("وانخفض مؤشر الدولار 0.3 بالمئة.", ["down"]),
        ("وزاد خام غرب تكساس 1.31 دولار إلى 61.20 دولار.", ["up", "to"]),
        ("وسجلت وزارة المالية عجزا نسبته 7 بالمئة.", [""]),
        ("وتراجع النمو من 5.3 بالمئة إلى 4.1 بالمئة.", ["", ""]),
        ("ولم يرتفع السعر بنسبة 3 بالمئة.", [""]),
        ("وارتفعت الحرارة، وبلغت الرطوبة 40 بالمئة.", [""]),
    ],
)
def test_a_change_says_whether_it_goes_up_or_down(arabic, directions):
    facts = [f for f in find_facts(read_text(arabic)) if f.kind in ("money", "percentage")]
    assert [fact.item.direction for fact in facts] == directions


@pytest.mark.parametrize(
    ("arabic", "english", "value"),
    [
        ("سجلت المحافظة 8.214 حالة جديدة.", "8,214 cases", "8214"),
        ("تبلغ الكمية 3.124 طنا.", "3.124 tons", "3.124"),
        ("غرامة قدرها 50.000 دج للمخالفين.", "50,000 dinars", "50000"),
        ("قتل 14 مدنيا على الأقل في القصف.", "at least 14 civilians", "14"),
        ("هناك جرحى وأكثر من 10 ملايين نازح.", "more than 10 million displaced people", "10000000"),
        ("بلغ السعر 82.93 دولارا للبرميل.", "$82.93 a barrel", "82.93"),
        ("السعر 12 دولارا لكل مليون وحدة حرارية بريطانية.", "$12 a million British thermal units", "12"),
        ("كان يسير بسرعة 120 كم/سا.", "120 kilometres an hour", "120"),
        ("الأطفال دون سن الخامسة في خطر.", "five years", "5"),
        ("اتصلوا على رقم الطوارئ 9999 في كل وقت.", "no. 9999", "9999"),
        ("طبقا للفصل 96 من المجلة.", "no. 96", "96"),
        ("مقابل 48 أورو للطن الواحد.", "€48 a ton", "48"),
    ],
)
def test_what_belongs_to_a_number_is_read_with_it(arabic, english, value):
    assert facts_of(arabic) == [(english, value)]


def test_the_first_number_of_two_counts_what_the_second_counts():
    assert facts_of("مع ارتفاع موج البحر من 6 إلى 12 مترا.") == [("6 metres", "6"), ("12 metres", "12")]
