"""Dates and times of every calendar, region and spelling are facts with the days that are meant."""

from datetime import date

import pytest

from toolkit.article import read_text
from toolkit.evidence import find_facts

PUBLISHED = date(2025, 7, 3)  # a Thursday


def dates_of(text, published=None):
    facts = find_facts(read_text(text, published=published))
    return [(fact.english, fact.value) for fact in facts if fact.kind in ("date", "time")]


@pytest.mark.parametrize(
    ("arabic", "english", "value"),
    [
        ("صدر القرار في 20/12/1444هـ.", "20 Dhu al-Hijjah 1444 AH (8 July 2023)", "2023-07-08"),
        ("صدر القرار في 1444/12/20 هـ.", "20 Dhu al-Hijjah 1444 AH (8 July 2023)", "2023-07-08"),
        ("بدأ الصيام في 1 رمضان 1445.", "1 Ramadan 1445 AH (11 March 2024)", "2024-03-11"),
        ("في 27 ربيع الأول 1440هـ.", "27 Rabi al-Awwal 1440 AH (5 December 2018)", "2018-12-05"),
        ("خلال شهر رمضان المبارك 1446.", "Ramadan 1446 AH (1–29 March 2025)", "2025-03-01/2025-03-29"),
        ("منذ عام 1443هـ.", "1443 AH (9 August 2021–29 July 2022)", "2021-08-09/2022-07-29"),
        ("عاد في 3 تشرين 1 2022.", "3 October 2022", "2022-10-03"),
        ("عاد في 3 تشرين الثاني 2022.", "3 November 2022", "2022-11-03"),
        ("عاد في 15 كانون 2 2023.", "15 January 2023", "2023-01-15"),
        ("عاد في 7 ك2 2022.", "7 January 2022", "2022-01-07"),
        ("في 5غشت2021.", "5 August 2021", "2021-08-05"),
        ("في 14 يوليوز 2020.", "14 July 2020", "2020-07-14"),
        ("في ديسمبر25 2023.", "25 December 2023", "2023-12-25"),
        ("وقع في أكتوبر 7، 2023.", "7 October 2023", "2023-10-07"),
        ("عقد في 18/9/15 الاجتماع.", "18 September 2015", "2015-09-18"),
        ("عقد في 18-9-15 الاجتماع.", "18 September 2015", "2015-09-18"),
        ("عقد في 8.7.2023 الاجتماع.", "8 July 2023", "2023-07-08"),
        ("يقام من 3 إلى 12 سبتمبر 2024.", "3–12 September 2024", "2024-09-03/2024-09-12"),
        ("يقام بين 11 و14 يوليو 2024.", "11–14 July 2024", "2024-07-11/2024-07-14"),
        ("يقام بين الحادي عشر والرابع عشر من يوليو.", "11–14 July", "--07-11/--07-14"),
        ("في 3-4 مايو 2024.", "3–4 May 2024", "2024-05-03/2024-05-04"),
        ("نما في الربع الثالث من 2023.", "third quarter of 2023", "2023-07-01/2023-09-30"),
        ("في النصف الثاني من عام 2024.", "second half of 2024", "2024-07-01/2024-12-31"),
        ("كان صيف 2016 حارا.", "summer 2016", "summer 2016"),
        ("زار بيروت الشهر الماضي.", "last month", "last month"),
        ("وصل أمس الأول إلى بغداد.", "the day before yesterday", "the day before yesterday"),
        ("الساعة الثالثة والنصف من بعد ظهر.", "15:30", "15:30"),
        ("الساعة السابعة إلا خمس دقائق مساء.", "18:55", "18:55"),
        ("الساعة 4 و25 دقيقة عصرا.", "16:25", "16:25"),
        ("الساعة الثانية عشرة والربع ليلا.", "0:15", "00:15"),
        ("الساعة الحادية عشرة والنصف ظهرا.", "11:30", "11:30"),
        ("وصل في الواحدة ليلا.", "1:00", "01:00"),
        ("بدأت في 11:00 GMT.", "11:00 GMT", "11:00"),
    ],
)
def test_a_date_is_read_whole(arabic, english, value):
    assert dates_of(arabic) == [(english, value)]


@pytest.mark.parametrize(
    ("arabic", "english", "value"),
    [
        ("وصل الوفد أول أمس.", "the day before yesterday (1 July 2025)", "2025-07-01"),
        ("يصل غدا إلى بغداد.", "tomorrow (4 July 2025)", "2025-07-04"),
        ("يصل بعد غد.", "the day after tomorrow (5 July 2025)", "2025-07-05"),
        ("قال الوزير اليوم إن العمل بدأ.", "today (3 July 2025)", "2025-07-03"),
        ("زارها الأسبوع الماضي.", "last week (23–29 June 2025)", "2025-06-23/2025-06-29"),
        ("يزورها الأسبوع المقبل.", "next week (7–13 July 2025)", "2025-07-07/2025-07-13"),
        ("يعود الجمعة من الأسبوع المقبل.", "Friday of next week (11 July 2025)", "2025-07-11"),
        ("سيجتمعون العام القادم.", "next year (2026)", "2026-01-01/2026-12-31"),
        ("في مطلع الشهر الجاري.", "early this month (July 2025)", "2025-07-01/2025-07-31"),
        ("منذ ثلاثة أيام.", "3 days ago (30 June 2025)", "2025-06-30"),
        ("قبل أسبوعين.", "2 weeks ago (19 June 2025)", "2025-06-19"),
        ("خلال الأيام الثلاثة الماضية.", "the last 3 days (30 June–2 July 2025)", "2025-06-30/2025-07-02"),
        ("يعود 22/04 إلى بغداد.", "22 April 2025", "2025-04-22"),
        ("يصل الثلاثاء 8/7 إلى بغداد.", "Tuesday 8 July 2025", "2025-07-08"),
    ],
)
def test_relative_days_are_told_from_the_day_of_publication(arabic, english, value):
    assert dates_of(arabic, PUBLISHED) == [(english, value)]
    [fact] = [fact for fact in find_facts(read_text(arabic, published=PUBLISHED)) if fact.kind == "date"]
    assert fact.resolution == "published"


def test_two_days_of_a_month_that_are_no_range_are_two_dates():
    assert dates_of("في 5 و20 مايو 2024.") == [("5 May 2024", "2024-05-05"), ("20 May 2024", "2024-05-20")]


def test_a_second_time_has_its_own_part_of_the_day():
    assert dates_of("يعمل من الثامنة صباحا والخامسة مساء.") == [("8:00", "08:00"), ("17:00", "17:00")]


@pytest.mark.parametrize(
    "arabic",
    [
        "زار الوزير رمضان قديروف.",
        "زارت سيارات نيسان المعرض.",
        "في ذلك اليوم بدأ العمل.",
        "احتفلوا باليوم العالمي للمرأة.",
        "قبل ثلاثة أيام من الانتخابات.",
        "لعب الفريق بخطة 4-2-31 أمام ضيفه.",
    ],
)
def test_what_only_looks_like_a_date_is_none(arabic):
    assert dates_of(arabic, PUBLISHED) == []


def test_a_written_date_says_that_it_was_written():
    [fact] = find_facts(read_text("صدر في 8 يوليو 2023."))
    assert fact.resolution == "written"
