"""Arabic dates, built on the numbers of a sentence: every system of months, weekdays, years and clock times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from toolkit.article.lexicon import (
    AMBIGUOUS_ARABIC_MONTHS,
    ARABIC_MONTHS,
    ARABIC_PARTS,
    ARABIC_PERIODS,
    ARABIC_SEASONS,
    ARABIC_WEEKDAYS,
    HIJRI_MONTHS,
    RELATIVE_DAYS,
    WEEKDAY_NAMES,
    arabic_words,
    by_arabic,
    rows,
)
from toolkit.article.types import Span
from toolkit.language.dates import DateFinder, DateMention, Role
from toolkit.language.numerals_arabic import DUAL_NOUNS, QUALIFIERS, counted_nouns, read_item
from toolkit.language.words import ARABIC_FUNCTION_WORDS, strip_prefixes

_YEAR_WORDS = frozenset({"عام", "سنه", "عامي", "العام", "السنه", "عاما", "للعام", "لعام", "لسنه", "بعام"})
_RELATIVE_BEFORE = {"اليوم": "today", "امس": "yesterday", "غدا": "tomorrow", "غد": "tomorrow"}
_RELATIVE_AFTER = {
    **dict.fromkeys(("الماضي", "الماضيه", "المنصرم", "المنصرمه", "الفايت", "الفايته", "الماضيين"), "last"),
    **dict.fromkeys(("المقبل", "المقبله", "القادم", "القادمه", "الاتي", "الاتيه", "المقبلين", "القادمين"), "next"),
    **dict.fromkeys(("الجاري", "الجاريه", "الحالي", "الحاليه"), "this"),
}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_NOT_TODAY_AFTER = frozenset(
    "التالي السابق نفسه ذاته الواحد العالمي الوطني الدولي الدراسي الذي التي الاخير الموعود".split()
)
_NOT_TODAY_BEFORE = frozenset({"في", "ذلك", "ذاك", "نفس", "ذات", "طوال", "طيله", "خلال", "بقيه"})
_TIME_UNITS = frozenset({"day", "week", "month", "year"})
_QUARTERS = {"الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4, "الاخير": 4}
_ORDER = ("", "first", "second", "third", "fourth")
_HIJRI_AFTER = frozenset({"ه", "هجري", "هجريه", "للهجره"})
_MAKERS = frozenset({"شركه", "سياره", "سيارات", "مجموعه", "مصنع", "مصانع", "رينو"})
_NAMES = arabic_words("given_names", column=0)
_TITLED = arabic_words("titles", column=2)
_FRACTIONS = frozenset({"ونصف", "وربع", "والنصف"})
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
        if word.kind != "arabic" or self._is_name(at):
            return 0, at, False
        for stem in strip_prefixes(word.form):
            for table, hijri in ((ARABIC_MONTHS, False), (HIJRI_MONTHS, True)):
                pair = (stem, self.form(at + 1))
                if pair in table:
                    return table[pair], at + 1, hijri
                if (stem,) in table and (stem in (word.form, word.form[1:]) or len(stem) > 4):
                    return table[(stem,)], at, hijri
        return 0, at, False

    def _is_name(self, at: int) -> bool:
        """Tell whether a month is a person's name (الوزير رمضان قديروف) or a maker's (سيارات نيسان)."""
        if self.form(at - 1) in _MAKERS:
            return True
        titled = any(form.removeprefix("ال") in _TITLED for form in (self.form(at - 1), self.form(at - 1)[1:]))
        return self.form(at) in _NAMES and (titled or self.form(at + 1) in _NAMES or self.form(at - 1) in _NAMES)

    def _around(self, first: int, last: int, month: int, hijri: bool) -> DateMention | None:
        parts: list[tuple[Span, Role]] = [(self.span(first, last + 1), "skip")]
        start, day, day_parts, day_from = self._day(first)
        end, paired = self._second_month(last, month)
        if day is None:
            end, day, day_parts = self._day_after(end)
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
        mention = replace(mention, day_from=day_from)
        if self.beside:
            self.found.append(replace(self.beside.pop(), month=month, year=year, hijri=hijri))
        return replace(mention, parts=(*parts, *day_parts, *year_part, *self._weekday_part(start, weekday)))

    def _is_doubtful(self, at: int) -> bool:
        """Tell whether a word that may be a month has nothing beside it that makes it one."""
        if not AMBIGUOUS_ARABIC_MONTHS.intersection((stem,) for stem in strip_prefixes(self.form(at))):
            return False
        before = self.form(at - 1)
        return before not in ("شهر", "شهري") and (before,) not in ARABIC_MONTHS and (before,) not in HIJRI_MONTHS

    # -- quarters, seasons, and days told from the day of publication ---------------------------------------------

    def _more(self) -> Sequence[Callable[[int], DateMention | None]]:
        relative = (self._relative_day, self._relative_period, self._ago, self._last_few)
        return (self._weekday_of_week, self._quarter, self._season, *relative)

    def _dates_follow(self, at: int) -> bool:
        lead = self.form(at - 1) in ("يوم", "بتاريخ", "تاريخ") or self._weekday_at(at - 1) is not None
        padded = len(self.form(at + 2)) == 2 and (self.form(at + 2)[0] == "0" or self.form(at)[0] == "0")
        return lead or self.form(at + 2)[:1] == "0" or (padded and self.form(at - 1) in ("في", "حتي", "منذ", "الي"))

    def _weekday_of_week(self, at: int) -> DateMention | None:
        """``الجمعة من الأسبوع المقبل``, ``الأسبوع المقبل الأحد``."""
        weekday, last = self._weekday_at(at), at
        if weekday is not None:
            week_at = at + 1 + (self.form(at + 1) == "من")
            week = self._relative_period(week_at) if week_at < len(self.words) else None
            last = self.index_after(week.span) - 1 if week else at
        else:
            week = self._relative_period(at)
            last = self.index_after(week.span) if week else at
            last += self.form(last) == "يوم"
            weekday = self._weekday_at(last) if week else None
        if week is None or week.unit != "week" or weekday is None:
            return None
        phrase = f"{WEEKDAY_NAMES[weekday]} of {week.phrase}"
        return DateMention(self.span(at, last + 1), weekday=weekday, phrase=phrase, unit="week", shift=week.shift)

    def _quarter(self, at: int) -> DateMention | None:
        """``الربع الثالث من 2023``, ``النصف الأول من العام الجاري``."""
        noun = next((s for s in strip_prefixes(self.form(at)) if s in ("الربع", "النصف")), "")
        number = _QUARTERS.get(self.form(at + 1), 0)
        size = {"الربع": 3, "النصف": 6}.get(noun, 0)
        if not size or not 0 < number <= 12 // size:
            return None
        if size == 6 and self.form(at + 1) == "الاخير":
            number = 2
        months = ((number - 1) * size + 1, number * size)
        phrase = f"{_ORDER[number]} {'quarter' if size == 3 else 'half'}"
        end, year, parts = self._year(at + 1, False)
        if year:
            return DateMention(self.span(at, end + 1), year=year, months=months, phrase=phrase, parts=tuple(parts))
        after = at + 2 + (self.form(at + 2) == "من")
        period = self._relative_period(after) if after < len(self.words) else None
        if period and period.unit == "year":
            span, phrase = Span(self.words[at].start, period.span.end), f"{phrase} of {period.phrase}"
            return DateMention(span, months=months, phrase=phrase, unit="year", shift=period.shift)
        if size == 6:
            return None
        relative = _RELATIVE_AFTER.get(self.form(at + 2), "")
        return DateMention(self.span(at, at + 2 + bool(relative)), phrase=f"{relative or 'the'} {phrase}")

    def _season(self, at: int) -> DateMention | None:
        """``صيف 2016``, ``الصيف الماضي``."""
        noun = next((s for s in strip_prefixes(self.form(at)) if s in ARABIC_SEASONS), "")
        if not noun:
            return None
        season = ARABIC_SEASONS[noun]
        relative = _RELATIVE_AFTER.get(self.form(at + 1), "")
        if relative and noun.startswith("ال"):
            return DateMention(self.span(at, at + 2), phrase=f"{relative} {season}")
        end, year, parts = self._year(at, False)
        if year:
            return DateMention(self.span(at, end + 1), year=year, phrase=season, parts=tuple(parts))
        period = self._relative_period(at + 1) if at + 1 < len(self.words) else None
        if period and period.unit == "year":
            return DateMention(Span(self.words[at].start, period.span.end), phrase=f"{season} of {period.phrase}")
        return None

    def _relative_day(self, at: int) -> DateMention | None:
        """``أمس الأول``, ``غدا``, ``اليوم``, but not ``أمس الخميس``, which the weekday tells."""
        bare = self.form(at)[1:] if self.form(at)[:1] in ("و", "ف") else self.form(at)
        forms = [bare, *(self.form(i) for i in range(at + 1, at + 3))]
        size = next((n for n in (3, 2, 1) if tuple(forms[:n]) in RELATIVE_DAYS), 0)
        if not size or self._weekday_at(at + size) is not None:
            return None
        shift, phrase = RELATIVE_DAYS[tuple(forms[:size])]
        if bare == "اليوم" and self._is_some_day(at):
            return None
        start = self.words[at].start + (bare != self.form(at))
        return DateMention(Span(start, self.words[at + size - 1].end), phrase=phrase, unit="day", shift=(shift, shift))

    def _is_some_day(self, at: int) -> bool:
        """Tell whether ``اليوم`` is "the day": of a story, of a feast, or the day of a rate."""
        item = read_item(self.form(at + 1)) if self.form(at + 1) else None
        told = self.form(at + 1) in _NOT_TODAY_AFTER or (item is not None and item.role in ("ordinal", "head"))
        return told or self.form(at - 1) in _NOT_TODAY_BEFORE

    def _relative_period(self, at: int) -> DateMention | None:
        """``الأسبوع المقبل``, ``هذا العام``, ``أواخر الشهر الماضي``, ``العام قبل الماضي``."""
        part = ARABIC_PARTS.get(self.form(at), "")
        noun = at + bool(part)
        if self.form(noun) in ("هذا", "هذه") and self.form(noun + 1) in ARABIC_PERIODS:
            return self._period(at, noun + 2, part, ARABIC_PERIODS[self.form(noun + 1)], "this", 0)
        stem = next((s for s in strip_prefixes(self.form(noun)) if s in ARABIC_PERIODS), "")
        if not stem and self.form(noun).startswith("لل"):
            stem = f"ال{self.form(noun)[2:]}" if f"ال{self.form(noun)[2:]}" in ARABIC_PERIODS else ""
        if not stem:
            return None
        unit, after = ARABIC_PERIODS[stem], self.form(noun + 1)
        further = {"قبل": "last", "بعد": "next"}.get(after, "")
        if further and _RELATIVE_AFTER.get(self.form(noun + 2)) == further:
            said = f"the {unit} {'before last' if further == 'last' else 'after next'}"
            return self._period(at, noun + 3, part, "", said, 2 * _SHIFTS[further], unit)
        relative = _RELATIVE_AFTER.get(after, "")
        return self._period(at, noun + 2, part, unit, relative, _SHIFTS[relative]) if relative else None

    def _period(self, at: int, after: int, part: str, noun: str, said: str, shift: int, unit: str = "") -> DateMention:
        phrase = f"{part} {said} {noun}".strip()
        prefix = 0 if part or self.form(at) in (*ARABIC_PERIODS, "هذا", "هذه") else self._prefix(at)
        span = Span(self.words[at].start + prefix, self.words[after - 1].end)
        return DateMention(span, phrase=phrase, unit=unit or noun, shift=(shift, shift))

    def _prefix(self, at: int) -> int:
        text = self.text(at)
        return 0 if text.startswith("لل") else max(0, text.find("ال"))

    def _ago(self, at: int) -> DateMention | None:
        """``قبل ثلاثة أيام``, ``منذ أسبوعين``, ``بعد شهر من الآن``; not ``قبل ثلاثة أيام من الانتخابات``."""
        word = self.form(at)[1:] if self.form(at)[:1] in ("و", "ف") else self.form(at)
        dated = self.number_after(at + 2)[0] is not None and self.form(at + 1) in _YEAR_WORDS
        if word not in ("قبل", "منذ", "بعد") or dated or self.form(at + 1) in QUALIFIERS:
            return None
        count, unit, after = self._some_time(at + 1)
        from_now = self.form(after) == "من" and self.form(after + 1) == "الان"
        ended = not self.form(after) or self.form(after) != "من" or from_now
        if not unit or not count or not ended or (word == "بعد") != from_now or self.form(after) in _FRACTIONS:
            return None
        said = f"{count} {unit}{'s' if count > 1 else ''} {'from now' if from_now else 'ago'}"
        shift = count if from_now else -count
        unit, shift = ("day", 7 * shift) if unit == "week" else (unit, shift)
        span = self.span(at, after + 2 if from_now else after)
        return DateMention(span, phrase=said, unit=unit, shift=(shift, shift))

    def _some_time(self, at: int) -> tuple[int, str, int]:
        """Return how many of which unit of time stand at `at`, and the index after them."""
        form = self.form(at)
        if form in DUAL_NOUNS and (unit := counted_nouns().get(DUAL_NOUNS[form], "")) in _TIME_UNITS:
            return 2, unit, at + 1
        if (unit := counted_nouns().get(form, "")) in _TIME_UNITS and form not in ("ايام", "اسابيع", "اشهر", "سنوات"):
            return 1, unit, at + 1 + (self.form(at + 1) in ("واحد", "واحده"))
        number, last = self.number_after(at)
        unit = counted_nouns().get(self.form(last + 1), "")
        if number is None or number.kind != "cardinal" or number.amount.denominator > 1 or number.qualifier:
            return 0, "", at
        return (int(number.amount), unit, last + 2) if unit in _TIME_UNITS and number.amount < 1000 else (0, "", at)

    def _last_few(self, at: int) -> DateMention | None:
        """``الأيام الثلاثة الماضية``, ``الـ3 أشهر المقبلة``."""
        number, last = self.number_after(at + 1)
        unit = counted_nouns().get(self.form(at).removeprefix("ال"), "") if self.form(at).startswith("ال") else ""
        if not unit:
            number, last = self.number_after(at)
            unit, last = counted_nouns().get(self.form(last + 1).removeprefix("ال"), ""), last + 1
        relative = _RELATIVE_AFTER.get(self.form(last + 1), "")
        counted = number is not None and number.amount in range(2, 400)
        if number is None or not counted or unit not in _TIME_UNITS or relative not in ("last", "next"):
            return None
        count = int(number.amount)
        unit_days, days = ("day", count * 7) if unit == "week" else (unit, count)
        shift = (-days, -1) if relative == "last" else (1, days)
        span = self.span(at, last + 2)
        return DateMention(span, phrase=f"the {relative} {count} {unit}s", unit=unit_days, shift=shift)

    def _weekday_part(self, start: int, weekday: int | None) -> list[tuple[Span, Role]]:
        if weekday is None:
            return []
        at = next(i for i in range(start, len(self.words)) if self.words[i].form.endswith(tuple(ARABIC_WEEKDAYS)))
        return [(self.span(at, at + 1), "skip")]

    def _day(self, first: int) -> tuple[int, int | None, list[tuple[Span, Role]], int | None]:
        """Return where the day before a month begins, the day, its parts, and the first day of a range."""
        at = first - 1
        while self.form(at) in ("من", "شهر", "شهري") or (self.form(at) in ("-", "/", ".") and self.glued(at)):
            at -= 1
        number, start = self.number_before(at)
        day = self.as_day(number)
        if day is None or number is None:
            return first, None, [], None
        parts: list[tuple[Span, Role]] = [(number.span, "day")]
        at, joint = start - 1, self.form(start - 1)
        if number.span.start > self.words[start].start:
            at, joint = start, "و"  # بين الحادي عشر والرابع عشر
        other, other_start = self.number_before(at - 1) if joint in _RANGE else (None, start)
        day_from = self.as_day(other)
        if other is None or day_from is None or day_from >= day:
            return start, day, parts, None
        between = self.form(other_start - 1) in ("بين", "مابين")
        if joint in ("و", "او") and not between and day_from + 1 < day:
            alone = DateMention(other.span, day=day_from, parts=((other.span, "day"),))
            self.beside.append(alone)
            return start, day, parts, None  # two days, not a range
        parts.append((other.span, "day"))
        return other_start, day, parts, day_from

    def _day_after(self, last: int) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        """Return the day after a month: ``يناير1``, ``يناير 7, 2024``, ``يناير الحادي والعشرين``."""
        number, end = self.number_after(last + 1)
        day = self.as_day(number)
        if number is None or day is None:
            return last, None, []
        dated = self._year(end, False)[1] is not None
        if not (self.glued(last + 1) or dated or (number.kind == "ordinal" and self.form(last + 1).startswith("ال"))):
            return last, None, []
        return end, day, [(number.span, "day")]

    def _second_month(self, last: int, month: int) -> tuple[int, bool]:
        """``يونيو/حزيران``, ``شباط (فبراير)``: the same month in the other system."""
        at = last + 2 if self.form(last + 1) in ("/", "(", "-", "–", "|", "\\") else last + 1
        other, end, _ = self._month(at) if at < len(self.words) else (0, last, False)
        if other != month:
            return last, False
        return (end + 1 if self.form(end + 1) == ")" else end), True

    def _year(self, last: int, hijri: bool) -> tuple[int, int | None, list[tuple[Span, Role]]]:
        at = last + 1
        while self.form(at) in ("من", ",", "،", "/", "المبارك", "المعظم") or self.form(at) in _YEAR_WORDS:
            at += 1
        number, end = self.number_after(at)
        year = self.as_year(number, hijri)
        if year is None or number is None:
            return last, None, []
        end += self.form(end + 1) in ("م", *_HIJRI_AFTER)
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
        bare = form[1:] if form[:1] in ("و", "ف", "ب") else f"ال{form[2:]}" if form.startswith("لل") else form
        return ARABIC_WEEKDAYS.get(form, ARABIC_WEEKDAYS.get(bare))

    def _weekdays(self, taken: set[int]) -> list[DateMention]:
        mentions = []
        for at in range(len(self.words)):
            weekday = self._weekday_at(at)
            pair = weekday == 0 and self.form(at - 1) in ("بين", "من", "ان", "هذين", "كلا")  # the two of them
            if weekday is None or at in taken or pair:
                continue
            relative = _RELATIVE_BEFORE.get(self.form(at - 1), "")
            first = at - 1 if relative or self.form(at - 1) == "يوم" else at
            after = _RELATIVE_AFTER.get(self.form(at + 1), "")
            span = self.span(first, at + 2 if after else at + 1)
            skip: tuple[tuple[Span, Role], ...] = ((self.span(at, at + 1), "skip"),)
            mentions.append(DateMention(span, weekday=weekday, relative=relative or after, parts=skip))
        return mentions

    def _years(self, known: set[int]) -> list[DateMention]:
        mentions: list[DateMention] = []
        last = -1
        for number in self.numbers:
            year = self.as_year(number)
            if year is None or number.span.start in known:
                continue
            at = bisect_right(self.starts, number.span.start) - 1
            hijri = self.form(at + 1) in _HIJRI_AFTER and self.as_year(number, True) is not None
            if hijri:
                part: tuple[Span, Role] = (number.span, "year")
                mentions.append(DateMention(self.span(at, at + 2), year=year, hijri=True, parts=(part,)))
                continue
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
            if self.form(near) in ("gmt", "utc"):
                return near, self.text(near).upper()
            if (self.form(near), self.form(near + 1)) == ("ت", "غ") or self.form(near) == "تغ":
                return near + (self.form(near) == "ت"), "GMT"
            if self.form(near) in ("بتوقيت", "بالتوقيت", "توقيت", "التوقيت"):
                return near + 1, _ZONES.get(self.form(near + 1), "") if near + 1 < len(self.words) else ""
        return at, ""
