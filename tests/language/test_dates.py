"""Dates of both languages are read into the same parts."""

from datetime import date

import pytest

from toolkit.evidence import find_dates


@pytest.mark.parametrize(
    ("arabic", "expected"),
    [
        ("منذ 24 فبراير/شباط 2022", ["24 February 2022"]),
        ("في 2 حزيران/يونيو الماضي", ["2 June"]),
        ("في الثاني من يونيو", ["2 June"]),
        ("اليوم الجمعة 4 يوليو 2025", ["Friday 4 July 2025"]),
        ("الأول من كانون الثاني", ["1 January"]),
        ("الثالث والعشرين من أكتوبر تشرين الأول 1973", ["23 October 1973"]),
        ("بين حزيران وآب", ["June", "August"]),
        ("يوم الاثنين الماضي", ["Monday"]),
        ("عام ألفين وعشرة", ["2010"]),
        ("عامي 2014 و2015", ["2014", "2015"]),
        ("12 رمضان 1446 هـ", ["12 Ramadan 1446 AH"]),
        ("الساعة 14:00 بتوقيت غرينتش", ["14:00 GMT"]),
        ("٢٤/٢/٢٠٢٢", ["24 February 2022"]),
        ("مارس الحزب ضغوطا", []),
        ("عشرون رجلا", []),
    ],
)
def test_arabic_dates(arabic, expected):
    assert [mention.english() for mention in find_dates(arabic, "ar")] == expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("on September 24, 1759, he", ["24 September 1759"]),
        ("the 24th of February 2022", ["24 February 2022"]),
        ("Thursday, 3 July 2025", ["Thursday 3 July 2025"]),
        ("since May 1969", ["May 1969"]),
        ("Jan. 5", ["5 January"]),
        ("the 2008 Singapore race", ["2008"]),
        ("at 9:30 pm GMT", ["21:30 GMT"]),
        ("2022-02-24", ["24 February 2022"]),
        ("he may march on", []),
        ("2000 soldiers", []),
    ],
)
def test_english_dates(english, expected):
    assert [mention.english() for mention in find_dates(english, "en")] == expected


def test_a_weekday_is_resolved_against_the_day_of_publication():
    published = date(2025, 7, 4)  # a Friday
    thursday, friday = find_dates("أمس الخميس واليوم الجمعة", "ar")
    assert thursday.resolve(published) == date(2025, 7, 3)
    assert friday.resolve(published) == published
    assert friday.resolve(None) is None


def test_a_day_without_a_year_is_looked_for_near_the_publication():
    last = find_dates("في 14 ديسمبر الماضي", "ar")[0]
    assert last.resolve(date(2025, 1, 10)) == date(2024, 12, 14)


def test_an_impossible_day_is_not_resolved():
    assert find_dates("31 February 2022", "en")[0].resolve(None) is None


def test_spans_cover_the_whole_date():
    text = "عقد اللقاء في 24 شباط/ فبراير 2022، في بيروت"
    assert [mention.span.of(text) for mention in find_dates(text, "ar")] == ["24 شباط/ فبراير 2022"]
