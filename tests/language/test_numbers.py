"""Numbers of both languages are read as values, and equal values meet."""

from fractions import Fraction

import pytest

from toolkit.evidence import find_numbers, same_number
from toolkit.language.quantity import read_digits
from toolkit.language.wording import format_amount


def values(text, language):
    return [format_amount(number) for number in find_numbers(text, language)]


@pytest.mark.parametrize(
    ("arabic", "expected"),
    [
        ("وصل 6 آلاف جندي إلى الحدود", ["6,000"]),
        ("أنتجت الحقول 820 ألف برميل", ["820,000"]),
        ("استمر اللقاء ساعة ونصف", ["1.5"]),
        ("حكم عليه بثلاث سنوات ونصف السنة", ["3.5"]),
        ("انتظروا عامين ونصف العام", ["2.5"]),
        ("خمسة وعشرون ألف متظاهر", ["25,000"]),
        ("مليون ونصف المليون نازح", ["1.5 million"]),
        ("ثلاثة ملايين ومئتا ألف ناخب", ["3.2 million"]),
        ("3 ملايين و200 ألف ناخب", ["3.2 million"]),
        ("ثلاثمئة وأربعة وستون يوما", ["364"]),
        ("ثلاث مئة وأربعة وستين", ["364"]),
        ("مائة وخمسون سفينة", ["150"]),
        ("ست عشرة محافظة", ["16"]),
        ("اثنتي عشرة دقيقة", ["12"]),
        ("أحد عشر لاعبا", ["11"]),
        ("نصف مليون طالب", ["500,000"]),
        ("ثلاثة أرباع السكان", ["3/4"]),
        ("ثلثا الأصوات", ["2/3"]),
        ("ربعهم من الأطفال", ["1/4"]),
        ("اللواء الثاني عشر", ["12th"]),
        ("الذكرى الثالثة والعشرين", ["23rd"]),
        ("في ثمانينيات القرن الماضي", ["1980s"]),
        ("في الثمانينات", ["80s"]),
        ("ثلاثينيات القرن التاسع عشر", ["1830s"]),
        ("القرنان الثامن عشر والتاسع عشر", ["18th century", "19th century"]),
        ("القرن العشرين", ["20th century"]),
        ("القرن الـ18", ["18th century"]),
        ("46 في المئة من الأصوات", ["46%"]),
        ("١٢٫٥٪ من الناتج", ["12.5%"]),
        ("بنسبة 80 بالمائة", ["80%"]),
        ("مساحتها 783،562 كيلومترا", ["783,562"]),
        ("2,5 مليار دولار", ["2.5 billion"]),
        ("فاز الفريق 5-3", ["5", "3"]),
        ("مقاتلة إف-16", ["16"]),
        ("مئات الآلاف من الناس", ["100,000"]),
        ("الساعة التاسعة والنصف مساء", ["21:30"]),
        ("الثانية عشرة ظهرا", ["12:00"]),
        ("الساعة العاشرة إلا ربعا صباحا", ["9:45"]),
        ("عام ألف وتسعمائة وخمسة وأربعين", ["1945"]),
    ],
)
def test_arabic_number_grammar(arabic, expected):
    assert values(arabic, "ar") == expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("6,000 soldiers", ["6,000"]),
        ("twenty-five thousand people", ["25,000"]),
        ("two hundred and five ships", ["205"]),
        ("an hour and a half", ["1.5"]),
        ("three and a half years", ["3.5"]),
        ("three years and a half later", ["3.5"]),
        ("half a million", ["500,000"]),
        ("$2.3bn in aid", ["2.3 billion"]),
        ("two-dozen villages", ["24"]),
        ("two-thirds of the vote", ["2/3"]),
        ("a third of the crew", ["1/3"]),
        ("the twenty-first brigade", ["21st"]),
        ("the 18th and 19th centuries", ["18th century", "19th century"]),
        ("in the 1980s", ["1980s"]),
        ("in the eighties", ["80s"]),
        ("46 percent of votes", ["46%"]),
        ("at 9.30 pm", ["21:30"]),
        ("at 10 o'clock", ["10:00"]),
        ("the Queen&#39;s 12 ships", ["12"]),
    ],
)
def test_english_number_grammar(english, expected):
    assert values(english, "en") == expected


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("عاد 6 آلاف جندي", "6,000 soldiers came back"),
        ("الهدف 60", "the 60th goal"),
        ("القرن العشرين", "the twentieth century"),
        ("الثمانينيات", "the 1980s"),
        ("الفئة الرابعة", "Category 4"),
        ("الملك لويس السادس عشر", "King Louis XVI"),
        ("الساعة العاشرة مساء", "at 10 p.m."),
        ("الساعة 14:00", "at 2 pm"),
        ("الثاني من يونيو", "2 June"),
        ("ثلاثة أضعاف", "three times"),
        ("بين 5 و6 ملايين", "between 5 and 6 million"),
        ("نصف السكان", "half of the population"),
    ],
)
def test_equal_numbers_meet_across_languages(arabic, english):
    target = find_numbers(english, "en")
    assert target
    assert all(any(same_number(a, e) for a in find_numbers(arabic, "ar")) for e in target)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("الجندي الثالث", "three soldiers"),
        ("ثلاثة جنود", "the third soldier"),
        ("60 ألفا", "60 people"),
        ("السبعينيات", "the 1870s"),
        ("الساعة العاشرة والنصف", "at 10 o'clock"),
        ("القرن التاسع عشر", "nineteen"),
        ("ثلث السكان", "a quarter of the people"),
    ],
)
def test_different_numbers_do_not_meet(arabic, english):
    assert not any(same_number(a, e) for a in find_numbers(arabic, "ar") for e in find_numbers(english, "en"))


def test_an_ordinal_never_equals_a_cardinal_in_english():
    second, two = find_numbers("the second man", "en")[0], find_numbers("two men", "en")[0]
    assert not same_number(second, two)


def test_days_of_a_date_may_be_ordinal_or_cardinal():
    day, year = find_numbers("في الثاني من يونيو 2025", "ar")
    assert (day.kind, year.kind) == ("day", "year")
    assert same_number(day, find_numbers("on 2 June", "en")[0])


@pytest.mark.parametrize(
    "arabic",
    ["لست هنا", "كمية كبيرة من القمح", "كانون الثاني", "يوم الثلاثاء", "تسعى الحكومة إلى الحل", "الوسط والسياسة"],
)
def test_words_that_look_like_numbers_are_none(arabic):
    assert values(arabic, "ar") == []


@pytest.mark.parametrize("english", ["no one came", "they may go in March", "another one", "I said so"])
def test_english_words_that_look_like_numbers_are_none(english):
    assert values(english, "en") == []


def test_spans_hold_the_number_and_its_magnitude_only():
    text = "واستقبلت المدينة 820 ألف زائر وثلاثين وفدا"
    assert [number.span.of(text) for number in find_numbers(text, "ar")] == ["820 ألف", "ثلاثين"]


@pytest.mark.parametrize(
    ("text", "language", "qualifier"),
    [
        ("نحو 200 شخص", "ar", "about"),
        ("أكثر من 200 شخص", "ar", "over"),
        ("ما لا يقل عن 200 شخص", "ar", "at least"),
        ("about 200 people", "en", "about"),
        ("more than 200 people", "en", "over"),
        ("at least 200 people", "en", "at least"),
        ("200 people", "en", ""),
    ],
)
def test_qualifiers_are_kept(text, language, qualifier):
    assert find_numbers(text, language)[0].qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("6 آلاف جندي", "ar", "جندي"),
        ("10 ملايين دولار", "ar", "dollar"),
        ("6,000 Ukrainian soldiers were freed", "en", "soldiers"),
        ("€10 million", "en", "euro"),
    ],
)
def test_what_is_counted_is_told(text, language, unit):
    assert find_numbers(text, language)[0].unit == unit


def test_digits_with_one_group_of_three_have_two_readings():
    assert read_digits("1.234") == (Fraction(1234, 1000), (Fraction(1234),))
    assert read_digits("1,234") == (Fraction(1234), (Fraction(1234, 1000),))
    assert read_digits("6,34") == (Fraction(634, 100), ())
    assert read_digits("5.000.000") == (Fraction(5_000_000), ())
