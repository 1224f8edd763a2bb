"""Arabic dates, built on the numbers of a sentence: every system of months, weekdays, years and clock times."""

from __future__ import annotations

from dataclasses import replace

from toolkit.article.calendar import AMBIGUOUS_ARABIC_MONTHS, ARABIC_MONTHS, ARABIC_WEEKDAYS, HIJRI_MONTHS
from toolkit.article.lexicon import by_arabic, rows
from toolkit.article.types import Span
from toolkit.language.dates import DateFinder, DateMention, Role
from toolkit.language.words import ARABIC_FUNCTION_WORDS, strip_prefixes

__all__ = ["ArabicDates"]

_YEAR_WORDS = frozenset({"عام", "سنه", "عامي", "العام", "السنه", "عاما", "للعام", "لعام", "لسنه", "بعام"})
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
_ZONES = by_arabic((row[0], row[1]) for row in rows("zones"))


class ArabicDates(DateFinder):
    """Reads the dates of an Arabic text."""

    def _at_month(self, at: int) -> DateMention | None:
        month, last, hijri = self._month(at)
        return self._around(at, last, month, hijri) if month else None

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
        parts: list[tuple[Span, Role]] = [(self.span(first, last + 1), "skip")]
        start, day, day_parts = self._day(first)
        end, paired = self._second_month(last, month)
        if paired:
            parts.append((self.span(last + 1, end + 1), "skip"))
        year_end, year, year_part = self._year(end, hijri)
        if not (day or year or paired) and first == last and self._is_doubtful(first):
            return None
        relative = _RELATIVE_AFTER.get(self.form(year_end + 1), "")
        if relative:
            year_end += 1
        start, weekday, before = self._weekday_before(start)
        span = self.span(start, year_end + 1)
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
        return [(self.span(at, at + 1), "skip")]

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
            span = self.span(first, at + 2 if after else at + 1)
            skip: tuple[tuple[Span, Role], ...] = ((self.span(at, at + 1), "skip"),)
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
        return not (form.startswith(("ال", "و", "ف", "ب", "ل", "لل", "ي", "ت")) or form in ARABIC_FUNCTION_WORDS)

    def _zone(self, at: int) -> tuple[int, str]:
        for near in range(at, min(at + 4, len(self.words))):
            if self.form(near) in ("بتوقيت", "بالتوقيت", "توقيت", "التوقيت"):
                return near + 1, _ZONES.get(self.form(near + 1), "") if near + 1 < len(self.words) else ""
        return at, ""
