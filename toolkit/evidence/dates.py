"""Dates, weekdays and clock times. In: Arabic or English text. Out: DateMention tuples that compare across languages.

Knows both Arabic month systems and their pairs (``يونيو/حزيران``), the Maghreb's, Hijri dates, ordinal days
(``الثاني من يونيو``), years in digits and words, and relative words beside a weekday (``اليوم الخميس``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from toolkit.article.types import Span
from toolkit.evidence.calendar_words import (
    AMBIGUOUS_ARABIC_MONTHS,
    ARABIC_MONTHS,
    ARABIC_WEEKDAYS,
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAYS,
    HIJRI_ENGLISH,
    HIJRI_MONTHS,
    MONTH_NAMES,
    WEEKDAY_NAMES,
)
from toolkit.evidence.numbers import Number, NumberKind
from toolkit.evidence.words import Language, Word, arabic_form, split_words, strip_prefixes

__all__ = ["DateMention", "find_dates"]

Role = Literal["day", "year", "skip"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, a weekday, a month or a clock time, as far as the text says it.

    Attributes
    ----------
    span
        Where it stands: code points into the text.
    day, month, year, weekday, hour, minute
        The parts that are said; months 1 to 12, weekdays 0 (Monday) to 6.
    relative
        ``"today"``, ``"yesterday"``, ``"tomorrow"``, ``"last"``, ``"next"``, ``"this"`` or empty.
    hijri
        True for the Islamic calendar: `month` counts from Muharram.
    zone
        The time zone as written, or empty.
    parts
        The spans of its words and what they are; for telling days and years from other numbers.
    """

    span: Span
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    relative: str = ""
    hijri: bool = False
    zone: str = ""
    parts: tuple[tuple[Span, Role], ...] = ()

    def role_of(self, span: Span) -> NumberKind | Literal["skip"] | None:
        """Tell what a number at `span` is in this date: its day, its year, part of a name, or nothing."""
        return next((role for part, role in self.parts if part.overlaps(span)), None)

    def resolve(self, published: date | None) -> date | None:
        """Return the calendar day that is meant, or None if it cannot be told.

        A weekday or a day without a year is looked for around the day of publication: ``اليوم الخميس`` is the
        Thursday on or just before it.
        """
        if self.hijri:
            return None
        if self.day and self.month and self.year:
            return _calendar_day(self.year, self.month, self.day)
        if published is None:
            return None
        if self.day and self.month:
            return _nearest_year(published, self.month, self.day, self.relative)
        if self.weekday is not None:
            return _nearest_weekday(published, self.weekday, self.relative)
        shift = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(self.relative)
        return None if shift is None else published + timedelta(days=shift)

    def english(self) -> str:
        """Return the date as English news writes it: ``Thursday 3 July 2025``, ``14:00 GMT``."""
        if self.hour is not None:
            zone = f" {self.zone}" if self.zone else ""
            return f"{self.hour}:{self.minute or 0:02d}{zone}"
        names = HIJRI_ENGLISH if self.hijri else MONTH_NAMES
        words = [
            WEEKDAY_NAMES[self.weekday] if self.weekday is not None else "",
            str(self.day) if self.day else "",
            names[self.month - 1] if self.month else "",
            (f"{self.year} AH" if self.hijri else str(self.year)) if self.year else "",
        ]
        return " ".join(word for word in words if word)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(published: date, month: int, day: int, relative: str) -> date | None:
    days = [d for shift in (-1, 0, 1) if (d := _calendar_day(published.year + shift, month, day))]
    if relative == "last":
        days = [d for d in days if d <= published]
    if relative == "next":
        days = [d for d in days if d >= published]
    return min(days, key=lambda d: abs((d - published).days), default=None)


def _nearest_weekday(published: date, weekday: int, relative: str) -> date:
    back = (published.weekday() - weekday) % 7
    if relative in ("next", "tomorrow"):
        return published + timedelta(days=(weekday - published.weekday()) % 7 or 7)
    if relative in ("last", "yesterday") and not back:
        back = 7
    return published - timedelta(days=back)


class _Finder:
    """Joins months with the numbers and weekdays beside them."""

    def __init__(self, text: str, numbers: list[Number]) -> None:
        self.words = split_words(text)
        self.by_end = {number.span.end: number for number in numbers}
        self.by_start = {number.span.start: number for number in numbers}
        self.numbers = numbers
        self.used: set[int] = set()

    def form(self, at: int) -> str:
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def span(self, first: int, last: int) -> Span:
        return Span(self.words[first].start, self.words[last].end)

    def index_after(self, span: Span) -> int:
        """Return the index of the first word that begins at or after the end of `span`."""
        return next((i for i, word in enumerate(self.words) if word.start >= span.end), len(self.words))

    def number_before(self, at: int) -> tuple[Number | None, int]:
        """Return the number that ends with word `at`, and the index of its first word."""
        number = self.by_end.get(self.words[at].end) if 0 <= at < len(self.words) else None
        if number is None:
            return None, at
        first = at
        while first > 0 and self.words[first].start > number.span.start:
            first -= 1
        return number, first

    def number_after(self, at: int) -> tuple[Number | None, int]:
        """Return the number that begins with word `at`, and the index of its last word."""
        if not 0 <= at < len(self.words):
            return None, at
        word = self.words[at]
        number = next((n for s in range(word.start, word.end) if (n := self.by_start.get(s))), None)
        if number is None:
            return None, at
        last = at
        while last + 1 < len(self.words) and self.words[last].end < number.span.end:
            last += 1
        return number, last

    @staticmethod
    def as_day(number: Number | None) -> int | None:
        if number is None or number.value.denominator > 1 or not 1 <= number.value <= 31:
            return None
        return int(number.value) if number.kind in ("cardinal", "ordinal", "label") else None

    @staticmethod
    def as_year(number: Number | None, hijri: bool = False) -> int | None:
        if number is None or number.value.denominator > 1 or number.kind not in ("cardinal", "label", "code"):
            return None
        low, high = (1300, 1500) if hijri else (1000, 2100)
        return int(number.value) if low <= number.value <= high else None


# -- Arabic ------------------------------------------------------------------------------------------------------

_YEAR_WORDS = frozenset({"عام", "سنه", "عامي", "العام", "السنه", "عاما", "للعام", "لعام", "لسنه", "بعام"})
_AFTER_YEAR = frozenset(
    arabic_form(word) for word in "في من على إلى عن مع ضد حتى بعد قبل التي الذي حين عندما ثم أو أن إن كان كانت".split()
)
_DAY_WORDS = frozenset(
    {"يوم", "اليوم", "امس", "غدا", "غد", "مساء", "صباح", "فجر", "ليله", "ظهر", "عصر", "نهار", "حتي", "منذ"}
)
_RELATIVE_BEFORE = {"اليوم": "today", "امس": "yesterday", "غدا": "tomorrow", "غد": "tomorrow"}
_RELATIVE_AFTER = {
    **dict.fromkeys(("الماضي", "الماضيه", "المنصرم", "الفايت"), "last"),
    **dict.fromkeys(("المقبل", "المقبله", "القادم", "القادمه"), "next"),
    **dict.fromkeys(("الجاري", "الحالي"), "this"),
}
_RANGE = frozenset({"-", "–", "—", "و", "الي", "او", "/", "حتي", "ـ"})
_ARABIC_ZONES = {
    ("غرينتش",): "GMT", ("جرينتش",): "GMT", ("غرينيتش",): "GMT", ("موسكو",): "Moscow time",
    ("واشنطن",): "Washington time",
    ("مكه",): "Mecca time", ("القاهره",): "Cairo time", ("القدس",): "Jerusalem time", ("المحلي",): "local time",
    ("العالمي",): "UTC", ("كييف",): "Kyiv time", ("بغداد",): "Baghdad time", ("دمشق",): "Damascus time",
    ("بيروت",): "Beirut time", ("الدوحه",): "Doha time", ("ابوظبي",): "Abu Dhabi time", ("نيويورك",): "New York time",
    ("لندن",): "London time", ("باريس",): "Paris time", ("تونس",): "Tunis time", ("طهران",): "Tehran time",
}  # fmt: skip


class _Arabic(_Finder):
    def find(self) -> list[DateMention]:
        found = self._numeric()
        at = 0
        while at < len(self.words):
            month, last, hijri = self._month(at)
            if month:
                mention = self._around(at, last, month, hijri)
                if mention:
                    found.append(mention)
                    at = self.index_after(mention.span)
                    continue
            at += 1
        found += self._weekdays(found)
        found += self._years(found)
        found += self._times()
        return sorted(found, key=lambda mention: mention.span)

    def _month(self, at: int) -> tuple[int, int, bool]:
        """Return month, index of its last word, and whether it is Hijri; month 0 if there is none."""
        word = self.words[at]
        if word.kind != "arabic":
            return 0, at, False
        for stem in strip_prefixes(word.form):
            for table, hijri in ((ARABIC_MONTHS, False), (HIJRI_MONTHS, True)):
                pair = (stem, self.form(at + 1))
                if pair in table:
                    return table[pair], at + 1, hijri
                if (stem,) in table and (stem in (word.form, word.form[1:]) or len(stem) > 4):
                    return table[(stem,)], at, hijri
        return 0, at, False

    def _around(self, first: int, last: int, month: int, hijri: bool) -> DateMention | None:
        parts: list[tuple[Span, Role]] = [(self.span(first, last), "skip")]
        start, day, day_parts = self._day(first)
        end, paired = self._second_month(last, month)
        if paired:
            parts.append((self.span(last + 1, end), "skip"))
        year_end, year, year_part = self._year(end, hijri)
        if not (day or year or paired) and first == last and self._is_doubtful(first):
            return None
        relative = _RELATIVE_AFTER.get(self.form(year_end + 1), "")
        if relative:
            year_end += 1
        start, weekday, before = self._weekday_before(start)
        span = self.span(start, year_end)
        if start == first and self.form(first)[1:] in {name for names in ARABIC_MONTHS for name in names[:1]}:
            span = Span(span.start + 1, span.end)  # without the و of وآب
        mention = DateMention(span, day, month, year, weekday, relative=relative or before, hijri=hijri)
        return replace(mention, parts=(*parts, *day_parts, *year_part, *self._weekday_part(start, weekday)))

    def _is_doubtful(self, at: int) -> bool:
        """Tell whether a word that may be a month has nothing beside it that makes it one."""
        if not AMBIGUOUS_ARABIC_MONTHS.intersection((stem,) for stem in strip_prefixes(self.form(at))):
            return False
        before = self.form(at - 1)
        return before not in ("شهر", "شهري") and (before,) not in ARABIC_MONTHS and (before,) not in HIJRI_MONTHS

    def _weekday_part(self, start: int, weekday: int | None) -> list[tuple[Span, Role]]:
        if weekday is None:
            return []
        at = next(i for i in range(start, len(self.words)) if self.words[i].form.endswith(tuple(ARABIC_WEEKDAYS)))
        return [(self.span(at, at), "skip")]

    def _day(self, first: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        at = first - 1
        while self.form(at) in ("من", "شهر", "شهري"):
            at -= 1
        number, start = self.number_before(at)
        day = self.as_day(number)
        if day is None or number is None:
            return first, None, []
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        if self.form(start - 1) in _RANGE:
            other, other_start = self.number_before(start - 2)
            if other and self.as_day(other):
                parts.append((other.span, "day"))
                start = other_start
        return start, day, parts

    def _second_month(self, last: int, month: int) -> tuple[int, bool]:
        """``يونيو/حزيران``, ``شباط (فبراير)``: the same month in the other system."""
        at = last + 2 if self.form(last + 1) in ("/", "(", "-", "–", "|", "\\") else last + 1
        other, end, _ = self._month(at) if at < len(self.words) else (0, last, False)
        if other != month:
            return last, False
        return (end + 1 if self.form(end + 1) == ")" else end), True

    def _year(self, last: int, hijri: bool) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        at = last + 1
        while self.form(at) in ("من", ",", "،", "/") or self.form(at) in _YEAR_WORDS:
            at += 1
        number, end = self.number_after(at)
        year = self.as_year(number, hijri)
        if year is None or number is None:
            return last, None, []
        end += self.form(end + 1) in ("م", "ه", "هـ")
        return end, year, [(number.span, "year")]

    def _weekday_before(self, start: int) -> tuple[int, int | None, str]:
        at = start - 1
        while self.form(at) in (",", "،", "الموافق", "(", "المصادف"):
            at -= 1
        weekday = self._weekday_at(at)
        if weekday is None:
            return start, None, ""
        relative = _RELATIVE_BEFORE.get(self.form(at - 1), "")
        first = at - 1 if relative or self.form(at - 1) == "يوم" else at
        return first, weekday, relative

    def _weekday_at(self, at: int) -> int | None:
        form = self.form(at)
        for stem in (
            form,
            form[1:] if form[:1] in ("و", "ف", "ب") else "",
            "ال" + form[2:] if form.startswith("لل") else "",
        ):
            if stem in ARABIC_WEEKDAYS:
                return ARABIC_WEEKDAYS[stem]
        return None

    def _weekdays(self, found: list[DateMention]) -> list[DateMention]:
        mentions = []
        for at in range(len(self.words)):
            weekday = self._weekday_at(at)
            if weekday is None or any(self.words[at].start in range(*mention.span) for mention in found):
                continue
            if (
                weekday == 0
                and self.form(at - 1) not in _DAY_WORDS
                and self.form(at - 1) in ("بين", "من", "ان", "هذين", "كلا")
            ):
                continue
            if weekday in (0, 6) and self.by_end.get(self.words[at].end + 4):
                continue
            relative = _RELATIVE_BEFORE.get(self.form(at - 1), "")
            first = at - 1 if relative or self.form(at - 1) == "يوم" else at
            after = _RELATIVE_AFTER.get(self.form(at + 1), "")
            span = self.span(first, at + 1 if after else at)
            skip: tuple[tuple[Span, Role], ...] = ((self.span(at, at), "skip"),)
            mentions.append(DateMention(span, weekday=weekday, relative=relative or after, parts=skip))
        return mentions

    def _years(self, found: list[DateMention]) -> list[DateMention]:
        mentions: list[DateMention] = []
        last = -1
        for number in self.numbers:
            year = self.as_year(number)
            if year is None or any(mention.role_of(number.span) for mention in found):
                continue
            at = next(i for i, word in enumerate(self.words) if word.end > number.span.start)
            said = self.form(at - 1) in _YEAR_WORDS or (self.form(at - 2) in _YEAR_WORDS and self.form(at - 1) == "(")
            plain = number.digits and self.words[at].form.isdigit()
            follows = last >= 0 and self.words[at].start - last <= 6 and self.form(at - 1) in _RANGE
            alone = year >= 1900 and not number.qualifier and not self._is_counted(at + 1)
            if said or (plain and (follows or (alone and number.kind == "cardinal"))):
                mentions.append(DateMention(number.span, year=year, parts=((number.span, "year"),)))
                last = number.span.end
        return mentions

    def _is_counted(self, at: int) -> bool:
        """Tell whether the word after a number may be the noun that it counts: one without article or particle."""
        if at >= len(self.words) or self.words[at].kind != "arabic":
            return self.form(at) in ("%", "٪", "$", "€")
        form = self.form(at)
        return not (form.startswith(("ال", "و", "ف", "ب", "ل", "لل", "ي", "ت")) or form in _AFTER_YEAR)

    def _numeric(self) -> list[DateMention]:
        return _numeric_dates(self.words)

    def _times(self) -> list[DateMention]:
        mentions = []
        for number in self.numbers:
            if number.kind != "time":
                continue
            at = self.index_after(number.span)
            end, zone = self._zone(at)
            span = Span(number.span.start, self.words[end].end if zone else number.span.end)
            mentions.append(DateMention(span, hour=int(number.value) // 60, minute=int(number.value) % 60, zone=zone))
        return mentions

    def _zone(self, at: int) -> tuple[int, str]:
        for near in range(at, min(at + 4, len(self.words))):
            if self.form(near) in ("بتوقيت", "بالتوقيت", "توقيت", "التوقيت"):
                return near + 1, _ARABIC_ZONES.get((self.form(near + 1),), "") if near + 1 < len(self.words) else ""
        return at, ""


def _numeric_dates(words: list[Word]) -> list[DateMention]:
    """``2022-02-24``, ``24/2/2022``, ``24-02-2022``."""
    found = []
    for at in range(len(words) - 4):
        five = words[at : at + 5]
        if [w.kind for w in five[::2]] != ["digits"] * 3 or {w.form for w in five[1::2]} not in ({"-"}, {"/"}):
            continue
        if any(w.spaced for w in five[1:]) or not all(w.form.isdigit() for w in five[::2]):
            continue
        a, month, b = (int(w.form) for w in five[::2])
        year, day, first, last = (a, b, five[0], five[4]) if a > 31 else (b, a, five[4], five[0])
        if _calendar_day(year, month, day) and 1000 <= year <= 2100:
            parts: tuple[tuple[Span, Role], ...] = (
                (Span(first.start, first.end), "year"),
                (Span(last.start, last.end), "day"),
                (Span(five[2].start, five[2].end), "day"),
            )
            found.append(DateMention(Span(five[0].start, five[4].end), day, month, year, parts=parts))
    return found


# -- English -----------------------------------------------------------------------------------------------------

_MONTH_CONTEXT = frozenset(
    (
        "in on of by since until till last this next late early mid from to during through between and before after"
    ).split()
)
_ENGLISH_RELATIVE = {"today": "today", "yesterday": "yesterday", "tomorrow": "tomorrow", "last": "last", "next": "next"}
_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "dec", "sep", "jun", "jul", "apr", "oct", "nov", "feb", "aug"})
_NOT_YEAR_BEFORE = frozenset({"$", "€", "£", "#", "article", "law", "resolution", "flight", "km"})


class _English(_Finder):
    def find(self) -> list[DateMention]:
        found = _numeric_dates(self.words)
        at = 0
        while at < len(self.words):
            month = self._month(at)
            mention = self._around(at, month) if month else None
            if mention:
                found.append(mention)
                at = self.index_after(mention.span)
            else:
                at += 1
        found += self._weekdays(found)
        found += self._years(found)
        found += self._times()
        return sorted(found, key=lambda mention: mention.span)

    def _month(self, at: int) -> int:
        word = self.words[at]
        month = ENGLISH_MONTHS.get(word.form, 0)
        return month if month and word.text[0].isupper() else 0

    def _around(self, at: int, month: int) -> DateMention | None:
        end = at + 1 if self.form(at + 1) == "." and len(self.form(at)) <= 4 and self.form(at) != "may" else at
        start, day, parts = self._day_before(at)
        if day is None:
            end, day, parts = self._day_after(end)
        end, year, year_part = self._year(end)
        weak = self.form(at) in _AMBIGUOUS
        near = (self.form(at - 1) in _MONTH_CONTEXT and len(self.form(at)) > 3) or (
            self.form(at) == "may"
            and self.form(at - 1) in ("in", "since", "last", "of", "until", "late", "early", "this", "next")
        )
        if weak and not (day or year or near):
            return None
        start, weekday, relative = self._weekday_before(start)
        after = self.form(end + 1)
        if weekday is None and after in (",",) and self.form(end + 2) in ENGLISH_WEEKDAYS:
            weekday = None  # a list of dates, not one date
        relative = relative or _ENGLISH_RELATIVE.get(self.form(start - 1), "")
        mention = DateMention(self.span(start, end), day, month, year, weekday, relative=relative)
        return replace(mention, parts=((self.span(at, at), "skip"), *parts, *year_part))

    def _day_before(self, at: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        before = at - 1
        if self.form(before) == "of":
            before -= 1
        number, start = self.number_before(before)
        day = self.as_day(number)
        if day is None or number is None or (before < at - 1 and number.kind != "ordinal"):
            return at, None, []
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        if self.form(start - 1) in ("-", "–", "—", "and", "to", "or"):
            other, other_start = self.number_before(start - 2)
            if other and self.as_day(other):
                parts.append((other.span, "day"))
                start = other_start
        return start, day, parts

    def _day_after(self, at: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        after = at + 1
        if self.form(after) == "the":
            after += 1
        number, last = self.number_after(after)
        day = self.as_day(number)
        if day is None or number is None or not (number.digits or number.kind == "ordinal"):
            return at, None, []
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        if self.form(last + 1) in ("-", "–", "—", "and", "to", "or"):
            other, other_last = self.number_after(last + 2)
            if other and self.as_day(other) and not other.unit:
                parts.append((other.span, "day"))
                last = other_last
        return last, day, parts

    def _year(self, end: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        at = end + 1
        if self.form(at) in (",", "of"):
            at += 1
        number, last = self.number_after(at)
        year = self.as_year(number)
        if year is None or number is None or not self.words[last].form.isdigit():
            return end, None, []
        return last, year, [(number.span, "year")]

    def _weekday_before(self, start: int) -> tuple[int, int | None, str]:
        at = start - 1
        while self.form(at) in (",", "the", "("):
            at -= 1
        weekday = ENGLISH_WEEKDAYS.get(self.form(at))
        if weekday is None:
            return start, None, ""
        relative = _ENGLISH_RELATIVE.get(self.form(at - 1), "")
        return (at - 1 if relative in ("today", "yesterday", "tomorrow") else at), weekday, relative

    def _weekdays(self, found: list[DateMention]) -> list[DateMention]:
        mentions = []
        for at, word in enumerate(self.words):
            weekday = ENGLISH_WEEKDAYS.get(word.form.removesuffix("s"), ENGLISH_WEEKDAYS.get(word.form))
            if weekday is None or not word.text[0].isupper() or any(word.start in range(*m.span) for m in found):
                continue
            relative = _ENGLISH_RELATIVE.get(self.form(at - 1), "")
            skip: tuple[tuple[Span, Role], ...] = ((self.span(at, at), "skip"),)
            mentions.append(DateMention(self.span(at, at), weekday=weekday, relative=relative, parts=skip))
        return mentions

    def _years(self, found: list[DateMention]) -> list[DateMention]:
        mentions: list[DateMention] = []
        for number in self.numbers:
            year = self.as_year(number)
            if year is None or not number.digits or any(mention.role_of(number.span) for mention in found):
                continue
            at = next(i for i, word in enumerate(self.words) if word.end > number.span.start)
            before, after = self.form(at - 1), self.form(at + 1)
            plural = number.unit.endswith("s") and after == number.unit
            if (
                self.words[at].form.isdigit()
                and before not in _NOT_YEAR_BEFORE
                and not plural
                and number.kind != "money"
            ):
                mentions.append(DateMention(number.span, year=year, parts=((number.span, "year"),)))
        return mentions

    def _times(self) -> list[DateMention]:
        mentions = []
        for number in self.numbers:
            if number.kind == "time":
                at = self.index_after(number.span)
                zone = self.words[at].text if self.form(at) in ("gmt", "utc", "est", "edt", "bst", "cet", "msk") else ""
                end = self.words[at].end if zone else number.span.end
                span = Span(number.span.start, end)
                mentions.append(
                    DateMention(span, hour=int(number.value) // 60, minute=int(number.value) % 60, zone=zone)
                )
        return mentions


@lru_cache(maxsize=4096)
def _find(text: str, language: Language) -> tuple[DateMention, ...]:
    from toolkit.evidence.numbers_arabic import scan_arabic
    from toolkit.evidence.numbers_english import scan_english

    if language == "ar":
        return tuple(_Arabic(text, scan_arabic(text)).find())
    return tuple(_English(text, scan_english(text)).find())


def find_dates(text: str, language: Language) -> list[DateMention]:
    """Find every date, weekday, month, year and clock time of `text`, in order.

    Parameters
    ----------
    text
        One sentence or more.
    language
        ``"ar"`` or ``"en"``.

    Examples
    --------
    >>> find_dates("منذ 24 فبراير/شباط 2022", "ar")[0].english()
    '24 February 2022'
    """
    return list(_find(text, language))
