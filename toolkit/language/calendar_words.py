"""The names of months and weekdays. Out: tables from words to numbers, both Arabic month systems, Hijri, English.

Months are 1 to 12, weekdays 0 (Monday) to 6 (Sunday), as in `datetime`.
"""

from __future__ import annotations

from toolkit.article.normalize import arabic_form

__all__ = [
    "AMBIGUOUS_ARABIC_MONTHS",
    "ARABIC_MONTHS",
    "ARABIC_WEEKDAYS",
    "ENGLISH_MONTHS",
    "ENGLISH_WEEKDAYS",
    "HIJRI_ENGLISH",
    "HIJRI_MONTHS",
    "MONTH_NAMES",
    "WEEKDAY_NAMES",
]

MONTH_NAMES = ("January February March April May June July August September October November December").split()
WEEKDAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def _table(rows: dict[int, str]) -> dict[tuple[str, ...], int]:
    return {
        tuple(arabic_form(word) for word in name.split()): number
        for number, names in rows.items()
        for name in names.split("، ")
    }


ARABIC_MONTHS = _table(
    {
        1: "يناير، جانفي، كانون الثاني، كانون ثاني، ينايِر",
        2: "فبراير، فيفري، شباط، فبرابر",
        3: "مارس، آذار، اذار",
        4: "أبريل، إبريل، أفريل، نيسان",
        5: "مايو، ماي، أيار، ايار",
        6: "يونيو، يونيه، جوان، حزيران",
        7: "يوليو، يوليه، يوليوز، جويلية، تموز",
        8: "أغسطس، اغسطس، أوت، غشت، آب",
        9: "سبتمبر، شتنبر، أيلول، ايلول",
        10: "أكتوبر، اكتوبر، تشرين الأول، تشرين أول",
        11: "نوفمبر، نونبر، تشرين الثاني، تشرين ثاني",
        12: "ديسمبر، دجنبر، كانون الأول، كانون أول",
    }
)
AMBIGUOUS_ARABIC_MONTHS = frozenset({("مارس",), ("ماي",), ("اوت",), ("اب",), ("جوان",), ("صفر",), ("رجب",), ("شعبان",)})
"""Months that are also a verb, a name or a number: they need a day, a year or the word month beside them."""

HIJRI_MONTHS = _table(
    {
        1: "محرم، المحرم",
        2: "صفر",
        3: "ربيع الأول، ربيع أول",
        4: "ربيع الآخر، ربيع الثاني، ربيع ثاني",
        5: "جمادى الأولى، جمادى الأول",
        6: "جمادى الآخرة، جمادى الثانية، جمادى الثاني",
        7: "رجب",
        8: "شعبان",
        9: "رمضان",
        10: "شوال",
        11: "ذو القعدة، ذي القعدة",
        12: "ذو الحجة، ذي الحجة",
    }
)
HIJRI_ENGLISH = (
    "Muharram",
    "Safar",
    "Rabi al-Awwal",
    "Rabi al-Thani",
    "Jumada al-Ula",
    "Jumada al-Akhira",
    "Rajab",
    "Shaaban",
    "Ramadan",
    "Shawwal",
    "Dhu al-Qidah",
    "Dhu al-Hijjah",
)
ARABIC_WEEKDAYS = {
    arabic_form(name): number
    for number, names in enumerate(
        (
            "الاثنين الإثنين",
            "الثلاثاء الثلثاء",
            "الأربعاء الاربعاء",
            "الخميس",
            "الجمعة",
            "السبت",
            "الأحد الاحد",
        )
    )
    for name in names.split()
}
ENGLISH_MONTHS = {
    **{name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)},
    "sept": 9,
}
ENGLISH_WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
