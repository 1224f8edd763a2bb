"""The words that Arabic numbers are made of. Out: what one word can be as part of a number.

Tables in every gender, case and spelling; the grammar that joins them is in `numbers_arabic`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from toolkit.article.lexicon import rows
from toolkit.article.normalize import arabic_form

__all__ = ["DUAL_NOUNS", "HALF_NOUNS", "QUALIFIERS", "Item", "read_item"]


def _forms(table: dict[str, int]) -> dict[str, int]:
    return {arabic_form(word): value for words, value in table.items() for word in words.split()}


_UNITS = _forms(
    {
        "واحد واحدة واحدا": 1,
        "اثنان اثنين اثنتان اثنتين اتنين": 2,
        "ثلاث ثلاثة ثلاثا": 3,
        "أربع أربعة أربعا": 4,
        "خمس خمسة خمسا": 5,
        "ست ستة ستا": 6,
        "سبع سبعة سبعا": 7,
        "ثمان ثماني ثمانية ثمانيا": 8,
        "تسع تسعة تسعا": 9,
    }
)
_HEADS = _forms({"أحد إحدى حادي حادية": 1, "اثنا اثني اثنتا اثنتي اثنى اثنتى": 2})
_TEN = _forms({"عشر عشرة عشرا": 10})
_STEMS = {"عشر": 20, "ثلاث": 30, "أربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90}
_TENS = _forms({f"{stem}ون {stem}ين": value for stem, value in _STEMS.items()})
_HUNDRED_SPELLINGS = ("مئة", "مائة", "مية", "ماية")
_HUNDRED = _forms({" ".join(_HUNDRED_SPELLINGS): 100})
_HUNDRED_HEADS = {"ثلاث": 3, "أربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "ثمان": 8, "ثماني": 8, "تسع": 9}
_HUNDREDS = _forms({"مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي ميتين": 200}) | _forms(
    {head + spelling: value * 100 for head, value in _HUNDRED_HEADS.items() for spelling in _HUNDRED_SPELLINGS}
)
_THOUSAND, _MILLION, _BILLION, _TRILLION = 10**3, 10**6, 10**9, 10**12
_MAGNITUDES = _forms(
    {
        "ألف ألفا": _THOUSAND,
        "مليون مليونا": _MILLION,
        "مليار مليارا بليون بليونا": _BILLION,
        "تريليون تريليونا ترليون ترليونا": _TRILLION,
    }
)
_PLURALS = _forms(
    {
        "آلاف ألوف الآف آلآف": _THOUSAND,
        "ملايين": _MILLION,
        "مليارات بلايين": _BILLION,
        "تريليونات ترليونات": _TRILLION,
    }
)
_DUALS = _forms(
    {
        "ألفان ألفين ألفي": 2 * _THOUSAND,
        "مليونان مليونين مليوني": 2 * _MILLION,
        "ملياران مليارين ملياري": 2 * _BILLION,
        "تريليونان تريليونين تريليوني ترليونان ترليونين": 2 * _TRILLION,
    }
)
_FRACTIONS = {
    **dict.fromkeys(("نصف", "نصفا"), Fraction(1, 2)),
    "ثلث": Fraction(1, 3),
    **dict.fromkeys(("ثلثي", "ثلثين", "ثلثان", "ثلثا"), Fraction(2, 3)),
    **dict.fromkeys(("ربع", "ربعا"), Fraction(1, 4)),
}
_OWNERS = ("هم", "ها", "ه", "هن", "نا", "كم")
_PARTS = {"ارباع": 4, "اثلاث": 3, "اخماس": 5, "اسداس": 6, "اسباع": 7, "اثمان": 8, "اتساع": 9, "اعشار": 10}
_ORDINAL_STEMS = _forms(
    {
        "أول أولى": 1,
        "ثاني ثان": 2,
        "ثالث": 3,
        "رابع": 4,
        "خامس": 5,
        "سادس": 6,
        "سابع": 7,
        "ثامن": 8,
        "تاسع": 9,
        "عاشر": 10,
    }
)
_ORDINALS = _ORDINAL_STEMS | {
    stem + "ه": value for stem, value in _ORDINAL_STEMS.items() if value > 1 and stem != "ثان"
}
_VAGUE = _forms({"عشرات": 10, "مئات مائات": 100, "بضع بضعة عدة نيف": 3})
_MULTIPLES = _forms({"ضعف ضعفا ضعفين ضعفي ضعفان": 2})
_ZERO = {"صفر": 0, "صفرا": 0}

_ROLES: tuple[tuple[str, dict[str, int]], ...] = (
    ("unit", _UNITS),
    ("ten", _TEN),
    ("tens", _TENS),
    ("hundred", _HUNDRED),
    ("hundreds", _HUNDREDS),
    ("magnitude", _MAGNITUDES),
    ("plural", _PLURALS),
    ("dual", _DUALS),
    ("ordinal", _ORDINALS),
    ("head", _HEADS),
    ("parts", _PARTS),
    ("vague", _VAGUE),
    ("multiple", _MULTIPLES),
    ("zero", _ZERO),
)

_DUAL_STEMS = (
    "عام سنت يوم شهر اسبوع ساعت دقيقت ثانيت مرت عقد قرن متر كيلومتر ميل طن درجت نقطت هدف رجل طفل شخص جندي ضابط"
    " وزير رييس زعيم قايد سجين اسير قتيل جريح شهيد طالب عامل دولت مدينت قريت بلدت محافظت ولايت شركت مدرست سفينت طايرت"
    " سيارت دبابت مروحيت زورق صاروخ قذيفت قنبلت ضربت غارت هجوم انفجار موقع مبني جولت جلست مرحلت رسالت اتفاقيت مقعد"
    " شخصيت جثت"
)
DUAL_NOUNS = {
    stem + ending: stem.removesuffix("ت") + ("ه" if stem.endswith("ت") else "")
    for stem in _DUAL_STEMS.split()
    for ending in ("ان", "ين")
}
"""Dual nouns that count two, with their singular; a closed list, because -ين is a plural as well."""

HALF_NOUNS = frozenset(
    arabic_form(noun)
    for noun in ("ساعة دقيقة يوم أسبوع شهر عام سنة عقد قرن متر كيلومتر ميل طن كيلوغرام درجة مرة نقطة").split()
)
"""Nouns that stand for one of themselves before ``ونصف``: an hour and a half."""

QUALIFIERS = {
    arabic_form(word): name
    for words, name in (
        ("نحو حوالي حوالى قرابة تقريبا زهاء يقارب يناهز ناهز بنحو بحوالي", "about"),
        ("أكثر لأكثر بأكثر يزيد تزيد يتجاوز تتجاوز فوق تجاوز تجاوزت يفوق تفوق", "over"),
        ("أقل بأقل دون تحت", "under"),
    )
    for word in words.split()
}
_PREFIXES = [("", "", "", ""), *(tuple(row) for row in rows("prefixes") if row[1] != "س")]
_NOT_NUMBERS = frozenset(arabic_form(word) for word in "لست ألست ولست فلست أولا وأولا كمية وكمية بكمية".split())


class Item(NamedTuple):
    """One Arabic word as part of a number: its role, value, article, and whether و or a preposition is on it."""

    role: str
    value: Fraction
    definite: bool
    joined: bool
    prefixed: bool


@lru_cache(maxsize=16384)
def _stems(form: str) -> tuple[tuple[str, bool, bool, bool], ...]:
    ways = []
    for prefix, conjunction, preposition, article in _PREFIXES:
        tail = form[len(prefix) :]
        if form.startswith(prefix) and len(tail) >= 2:
            ways.append((tail, bool(article), conjunction == "و", bool(preposition)))
    return tuple(ways)


@lru_cache(maxsize=16384)
def read_item(form: str) -> Item | None:
    """Tell what the word `form` (see `arabic_form`) can be in a number, or None.

    Examples
    --------
    >>> read_item("والعشرين").role, int(read_item("والعشرين").value)
    ('tens', 20)
    """
    if form in _NOT_NUMBERS:
        return None
    for stem, definite, joined, prefixed in _stems(form):
        for role, table in _ROLES:
            if stem in table:
                return Item(role, Fraction(table[stem]), definite, joined, prefixed)
        decade, fraction = _decade(stem), _fraction(stem)
        if decade or fraction:
            return Item("decade" if decade else "fraction", Fraction(decade or fraction), definite, joined, prefixed)
    return None


def _decade(stem: str) -> int:
    for ending in ("يات", "ات"):
        base = stem[: -len(ending)]
        if stem.endswith(ending) and base.endswith("ين") and base in _TENS:
            return _TENS[base]
    return 0


def _fraction(stem: str) -> Fraction:
    if stem in _FRACTIONS:
        return _FRACTIONS[stem]
    for owner in _OWNERS:
        base = stem.removesuffix(owner)
        if base != stem and base in _FRACTIONS:
            return _FRACTIONS[base]
        if base != stem and base in ("خمس", "سدس", "سبع", "عشر") and owner != "ه":
            return Fraction(1, {"خمس": 5, "سدس": 6, "سبع": 7, "عشر": 10}[base])
    return Fraction(0)
