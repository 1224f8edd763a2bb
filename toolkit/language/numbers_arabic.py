"""Arabic numbers in words and digits, from fractions to trillions, and clock times: ``العاشرة إلا ربعا صباحا``.

Clock times are tried first: hours look like ordinals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from toolkit.article.lexicon import arabic_words
from toolkit.article.types import Span
from toolkit.language.currencies import CURRENCIES, SIGNED
from toolkit.language.numerals_arabic import (
    DUAL_NOUNS,
    HALF_NOUNS,
    METRIC,
    NO_ITEM,
    QUALIFIERS,
    Item,
    counted_nouns,
    read_item,
)
from toolkit.language.quantity import Quantity, QuantityKind, read_digits
from toolkit.language.words import ARABIC_FUNCTION_WORDS, MINUS, Word, WordReader, strip_prefixes

__all__ = ["scan_arabic"]

_HALVES = {"نصف": Fraction(1, 2), "ربع": Fraction(1, 4), "ثلث": Fraction(1, 3)}
_AND_PART = {"و" + article + noun: part for noun, part in _HALVES.items() for article in ("", "ال")}
_AND_PART["ونصفا"] = Fraction(1, 2)
_DASHES = frozenset("-–—‑−")
_NEGATIVE = frozenset({"سالب", "ناقص"})
_PERCENT = frozenset({"%", "٪", "بالميه", "بالمايه"})
_POINTS = frozenset({"نقطه", "نقاط", "نقطتين", "نقطتان"})
_TELEPHONE = frozenset({"هاتف", "الهاتف", "هاتفيا", "فاكس", "جوال", "الجوال", "واتساب", "تلفون"})
_NUMBERED = arabic_words("arabic_numerals", "label", column=2)
_MODELS = frozenset({"كوفيد", "بوينغ", "بوينج", "ايرباص", "ايفون", "سوخوي", "ميغ", "ابولو"})
_GIVEN_NAMES = arabic_words("given_names", column=0)  # those that are words as well keep their mark
_CROWNS = frozenset("الملك الملكه البابا القيصر السلطان الامبراطور الخديوي لويس".split())
_CENTURY = frozenset({"قرن", "قرنين", "قرون", "قرنان"})
_NOT_HALVES = frozenset("نهايي النهايي الكره قطر قطرها قطره القمر دايره سنوي شهري عاريه اخر".split())
_LAST = frozenset({"الماضي", "المنصرم", "الفايت"})
_SKIP_NOUNS = ARABIC_FUNCTION_WORDS | {"و", "لكل"}

_HOUR_WORDS = frozenset({"الساعه", "ساعه", "للساعه", "والساعه", "بالساعه"})
_ZONE_WORDS = frozenset({"بتوقيت", "بالتوقيت", "التوقيت", "توقيت"})
_MINUTE_WORDS = frozenset({"دقيقه", "دقايق", "دقيقتين", "دقيقتان"})
_PARTS = {
    **dict.fromkeys(("صباحا", "صباح", "الصباح", "فجرا", "فجر", "الفجر", "ص", "ضحي"), "morning"),
    **dict.fromkeys(("ظهرا", "ظهر", "الظهر", "الظهيره"), "noon"),
    **dict.fromkeys(("مساء", "المساء", "عصرا", "عصر", "العصر", "م"), "evening"),
    **dict.fromkeys(("ليلا", "ليل", "الليل", "ليله"), "night"),
}
_FIRST_HOURS = frozenset({"الواحده", "الحاديه"})
_PARTS_SAID = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}
_LESS = {"ربعا": 15, "الربع": 15, "ربع": 15, "ثلثا": 20, "الثلث": 20, "ثلث": 20}


def _on_24(hour: int, part: str) -> int:
    """Return the hour of the day: noon begins at ten, and the night ends at five."""
    if hour > 12 or not part:
        return hour
    early = hour % 12
    if part == "morning" or (part == "night" and early < 6) or (part == "noon" and hour in (10, 11)):
        return early
    return early + 12


class _Parser(WordReader):
    """Reads numbers off the words of one text, left to right."""

    def __init__(self, words: Sequence[Word]) -> None:
        super().__init__(words)
        self.found: list[Quantity] = []

    def scan(self) -> list[Quantity]:
        """Return the numbers of the text, in order."""
        self.read(self._clock, self._digits, self._decade, self._vague, self._ordinal, self._cardinal, self._lone)
        return self.found

    def _item(self, at: int) -> Item:
        """Return what a word is as part of a number; an item without a role where it is none."""
        arabic = 0 <= at < len(self.words) and self.words[at].kind == "arabic"
        return (read_item(self.words[at].form) if arabic else None) or NO_ITEM

    def _joined(self, at: int) -> tuple[Item, int]:
        """Return the word at `at` as part of a number, and its index: a و may stand apart before it."""
        if self.form(at) == "و" and (item := self._item(at + 1)).role:
            return item._replace(joined=True), at + 1
        return self._item(at), at

    def _role(self, at: int) -> str:
        return self._item(at).role

    def span(self, first: int, after: int) -> Span:
        """Return the span of the words `first` to `after`, without the particles on the first."""
        start, text, item = self.words[first].start, self.words[first].text, self._item(first)
        if item.joined:
            start, text = start + 1, text[1:]
        return Span(start + (item.prefixed and not text.startswith("لل")), self.words[after - 1].end)

    def _add(self, first: int, after: int, value: Fraction, kind: QuantityKind = "cardinal", **more: object) -> int:
        opened = self.form(first - 1) == "(" and self.form(first + 1) == ")" and after > first + 1
        number = Quantity(self.span(first - opened, after), value, kind, **more)  # type: ignore[arg-type]
        number, after = self._and_half(number, after)
        number, first = self._negative(number, first)
        number, after = self._percent_or_unit(number, first, after)
        if number.kind == "percentage" and number.amount < 0:  # "fell by 5%" says the sign in words
            number = replace(number, also=(*number.also, -number.amount))
        self.found.append(replace(number, qualifier=self._qualifier(first)))
        return after

    def _negative(self, number: Quantity, first: int) -> tuple[Quantity, int]:
        """``-5``, ``سالب خمسة``, ``5 تحت الصفر``."""
        signed = self.has_sign(first) or self.form(first - 1) in _NEGATIVE
        if not signed and not self._below_zero(number):
            return number, first
        start = self.words[first - 1].start if signed else number.span.start
        return replace(number, amount=-number.amount, weak=False, span=Span(start, number.span.end)), first - signed

    def _below_zero(self, number: Quantity) -> bool:
        at = self.index_at(number.span.end)
        forms = [self.form(i) for i in range(at, at + 4)] if number.kind == "cardinal" else []
        return any(pair in (("تحت", "الصفر"), ("دون", "الصفر")) for pair in pairwise(forms))

    def _and_half(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        """``ثلاث سنوات ونصف``: the half belongs to the number before the noun."""
        spoken = after < len(self.words) and self.words[after].kind == "arabic"
        if number.kind != "cardinal" or number.amount >= 1000 or not spoken:
            return number, after
        for gap in (0, 1):
            part, width = self._and_part(after + gap)
            noun = not gap or (self.form(after) not in _SKIP_NOUNS and not self._role(after))
            if part and noun:
                end = after + gap + width
                span = Span(number.span.start, self.words[end - 1].end)
                unit = self.words[after].text if gap else number.unit
                return replace(number, amount=number.amount + part, span=span, unit=unit, weak=False), end
        return number, after

    def _and_part(self, at: int) -> tuple[Fraction, int]:
        """Return the part of one that ``ونصف``, ``و ربع`` or ``وثلاثة أرباع`` adds, and how many words say it."""
        if part := _AND_PART.get(self.form(at)):
            return part, 1
        if self.form(at) == "و" and (part := _AND_PART.get("و" + self.form(at + 1))):
            return part, 2
        item, parts = self._item(at), self._item(at + 1)
        counts = item.joined and item.role == "unit" and parts.role == "parts" and item.value < parts.value
        return (item.value / parts.value, 2) if counts else (Fraction(0), 0)

    def _percent_or_unit(self, number: Quantity, first: int, after: int) -> tuple[Quantity, int]:
        if end := self._percent_end(after):
            span = Span(number.span.start, self.words[end - 1].end)
            return replace(number, kind="percentage", weak=False, span=span), end
        if self._is_percent_before(first):
            return replace(number, kind="percentage"), after
        sign = SIGNED.get(self.form(after)) or SIGNED.get(self.form(first - 1))
        if sign:
            return replace(number, kind="money", unit=sign), after
        if number.kind in ("cardinal", "vague", "fraction") and not number.unit:
            return self._with_unit(number, after), after
        return number, after

    def _percent_end(self, at: int) -> int:
        """Return the index after the words that say percent at `at`, 0 for none."""
        if self.form(at) in _PERCENT:
            return at + 1
        return at + 2 if self.form(at) == "في" and self.form(at + 1) in ("الميه", "المايه") else 0

    def _is_percent_before(self, first: int) -> bool:
        """``%25``, ``بالمائة 25``: right-to-left habits put the sign first."""
        taken = self.found and self.found[-1].span.end >= self.words[first - 1].end
        return self.form(first - 1) in _PERCENT and not taken

    def _with_unit(self, number: Quantity, after: int) -> Quantity:
        form = self.form(after)
        if after >= len(self.words) or self.words[after].kind != "arabic":
            return number
        if currency := CURRENCIES.get(form.removeprefix("ال"), ""):
            return replace(number, kind="money" if number.kind == "cardinal" else number.kind, unit=currency)
        if form in _SKIP_NOUNS or form.startswith("و"):
            return number
        points = form in _POINTS and self.form(after + 1) == "ميويه"
        return replace(number, unit="percentage point" if points else self.words[after].text)

    def _qualifier(self, first: int) -> str:
        before = [self.form(at) for at in range(max(0, first - 3), first)]
        if "لا" in before and not {"يقل", "تقل"}.isdisjoint(before):
            return "at least"
        if "لا" in before and not {"يزيد", "تزيد", "يتجاوز", "تتجاوز"}.isdisjoint(before):
            return "at most"
        for at in range(first - 1, max(-1, first - 4), -1):
            form = self.form(at) if self.form(at) in QUALIFIERS else self.form(at).removeprefix("و")
            compared = form.endswith(("اكثر", "اقل")) and self.form(at + 1) not in ("من", "عن")  # أكثر 400 ثراء
            if form in QUALIFIERS and not compared:
                return QUALIFIERS[form]
        return ""

    # -- clock times ---------------------------------------------------------------------------------------------------

    def _clock(self, at: int) -> int:
        form, following = self.form(at), self.form(at + 1)
        if self.is_digits(at) and following == ":" and self.is_digits(at + 2):
            return self._digital_clock(at)
        if form == "منتصف" and following in ("الليل", "النهار"):
            return self._add_time(at, at + 2, 0 if following == "الليل" else 720, weak=True)
        if self.is_digits(at) and following in _ZONE_WORDS and re.fullmatch(r"\d{4}", form):  # 0230 بالتوقيت العالمي
            valid = int(form[:2]) <= 24 and int(form[2:]) < 60
            return self._add_time(at, at + 1, int(form[:2]) * 60 + int(form[2:])) if valid else at
        hour_said = form in _HOUR_WORDS or (form == "تمام" and following not in _HOUR_WORDS)
        start = at + hour_said
        hour, after = self._hour(start)
        if not after:
            return at
        after, minutes = self._minutes(after)
        part, abbreviated = self._part_of_day(after), self.form(after) in ("ص", "م")
        scored = self.form(at - 1) in MINUS and self.is_digits(at - 2)  # 3-1 مساء الأربعاء
        plain = self.is_digits(start) or self._role(start) == "ordinal" or self.form(start) in _FIRST_HOURS
        if not hour_said and (scored or not part or abbreviated or not plain):
            return at
        return self._add_time(start, after, (_on_24(hour, part) * 60 + minutes) % 1440)

    def _add_time(self, first: int, after: int, minutes: int, weak: bool = False) -> int:
        digits = self.is_digits(first)
        self.found.append(Quantity(self.span(first, after), Fraction(minutes), "time", weak=weak, digits=digits))
        return after

    def _digital_clock(self, at: int) -> int:
        hour, minute = int(read_digits(self.form(at))[0]), int(read_digits(self.form(at + 2))[0])
        if hour > 24 or minute > 59 or len(self.form(at + 2)) != 2:
            return at
        after = at + 5 if self.form(at + 3) == ":" and self.is_digits(at + 4) else at + 3
        return self._add_time(at, after, _on_24(hour, self._part_of_day(after)) * 60 + minute)

    def _hour(self, at: int) -> tuple[int, int]:
        """Return the hour said at `at` and the index after it; (0, 0) if there is none."""
        if self.is_digits(at) and self.form(at + 1) != ":":
            value = read_digits(self.form(at))[0]
            return (int(value), at + 1) if value.denominator == 1 and value <= 24 else (0, 0)
        item, teen = self._item(at), self._role(at + 1) == "ten"
        if item.role == "ordinal" and item.definite and self.form(at).endswith(("ه", "ي")):
            return int(item.value) + 10 * teen, at + 1 + teen
        if self.form(at) in _FIRST_HOURS:
            return (11, at + 2) if teen else (1, at + 1)
        return 0, 0

    def _minutes(self, at: int) -> tuple[int, int]:
        """Return the index after the minutes that are said at `at`, and the minutes."""
        if part := _PARTS_SAID.get(self.form(at)):
            return at + 1, part
        if self.form(at) == "الا" and (part := _LESS.get(self.form(at + 1))):
            return at + 2, -part
        if self.form(at) in ("الا", "و"):
            after, minutes = self._counted_minutes(at + 1)
            return (after, -minutes if self.form(at) == "الا" else minutes) if after > at + 1 else (at, 0)
        return self._counted_minutes(at) if self._item(at).joined else (at, 0)

    def _counted_minutes(self, at: int) -> tuple[int, int]:
        """``خمس وعشرين دقيقة``, ``25 دقيقة``; without the noun only before a part of the day."""
        item, value, after = self._item(at), 0, at + 1
        if self.is_digits(at) and self.form(at).isdigit():
            value = int(self.form(at)[:4])
        elif item.role in ("unit", "ten", "tens"):
            value, following = int(item.value), self._item(after)
            if item.role == "unit" and following.role == ("tens" if following.joined else "ten"):
                value, after = value + int(following.value if following.joined else 10), after + 1
        if not 0 < value < 60:
            return at, 0
        if self.form(after) in _MINUTE_WORDS:
            return after + 1, value
        return (after, value) if self._part_of_day(after) else (at, 0)

    def _part_of_day(self, at: int) -> str:
        """Return the part of the day said at `at`: ``مساء``, ``من عصر الثلاثاء``, ``بعد الظهر``."""
        word, following = self.form(at), self.form(at + 1)
        if word == "من" and following == "بعد":
            word, following = following, self.form(at + 2)
        if word in ("قبل", "بعد"):
            noon = following in ("الظهر", "ظهر") or (word == "بعد" and following == "العصر")
            return ("evening" if word == "بعد" else "morning") if noon else ""
        if word in ("من", "في"):
            return _PARTS.get(following, "") if following not in ("ص", "م") else ""
        return _PARTS.get(word, "")

    # -- digits --------------------------------------------------------------------------------------------------------

    def _digits(self, at: int) -> int:
        if not self.is_digits(at):
            return at
        value, also = read_digits(self.words[at].form)
        after = at + 1
        if self._is_power(at):
            return after
        if self._is_code(at):
            return self._add(at, after, value, "code", digits=True, either=True)
        if self._is_numbered(at):
            return self._add(at, after, value, "label", digits=True, either=True)
        if after_comma := self._comma_and_space(at):
            return after_comma
        grouped = self.spaced_groups(at) > after
        if grouped:
            after = self.spaced_groups(at)
            value, also = Fraction("".join(self.form(i) for i in range(at, after))), ()
        if self.form(at - 1) == "(" and self.form(after) == ")" and self._counts_on(after + 1):
            after += 1  # (11) ألف
        value_with, after_with = self._hundreds(value, after)
        if after_with > after:
            size = value_with / value if value else Fraction(1)
            self._share_magnitude(at, size)
            also = tuple(size * other for other in also) if value else ()
            return self._add(at, after_with, value_with, digits=True, also=also)
        kind: QuantityKind = "century" if self._after_century(at) else "cardinal"
        return self._add(at, after, value, kind, digits=True, also=also, either=not grouped)

    def _is_code(self, at: int) -> bool:
        """``إف-16``, ``A1GP``, ``هاتف 555 1234``: digits that are part of a name or a telephone number."""
        word, before = self.words[at], self.words[at - 1] if at else None
        if re.fullmatch(r"0\d{5,}", word.form) or self._continues_code(at):
            return True
        if self.form(at - 1 - (self.form(at - 1) in _DASHES)) in _MODELS and len(word.form) < 4:
            return True
        if not before or word.spaced:
            return False
        if before.kind == "latin" or before.form == "+":
            return True
        return (
            at > 1 and before.form in _DASHES and not before.spaced and self.words[at - 2].kind in ("latin", "arabic")
        )

    def _is_numbered(self, at: int) -> bool:
        """``رقم الطوارئ 9999``, ``الفصل 96``: digits by which something is called."""
        if {"رقم", "الرقم"}.intersection(strip_prefixes(self.form(at - 1))):
            return True
        noun = strip_prefixes(self.form(at - 1))
        if not {f"ال{noun[-1]}", f"لل{noun[-1]}"}.intersection(noun):
            return False
        return "رقم" in strip_prefixes(self.form(at - 2)) or bool(_NUMBERED.intersection(noun))

    def _is_power(self, at: int) -> bool:
        """``كم2``: the power of a unit that follows a number."""
        near = bool(self.found) and at > 1 and self.found[-1].span.end == self.words[at - 2].end
        return near and self.form(at) in ("2", "3") and self.glued(at) and self.form(at - 1) in METRIC

    def _counts_on(self, at: int) -> bool:
        """Tell whether the word after ``(11)`` is a magnitude or what is counted."""
        item = self._item(at)
        if item.role in ("magnitude", "plural"):
            return not (item.joined or item.prefixed or item.definite)
        return self.form(at) in CURRENCIES or self.form(at) in counted_nouns()

    def _comma_and_space(self, at: int) -> int:
        """``بنسبة 24، 25 في المئة``: a decimal comma with a space; which side is whole cannot be told."""
        whole, part, end = self.form(at), self.form(at + 2), self._percent_end(at + 3)
        said = self.form(at - 1) in ("بنسبه", "نسبه", "بمعدل", "نسبتها", "نسبته") and self.form(at + 1) in ("،", ",")
        if not said or not end or not whole.isdigit() or not re.fullmatch(r"\d{1,2}", part):
            return 0
        amount, other = Fraction(f"{whole}.{part}"), Fraction(f"{part}.{whole}")
        self.found.append(Quantity(self.span(at, end), amount, "percentage", digits=True, also=(other,)))
        return end

    def _hundreds(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """Read the magnitude after digits, ``3 مئة`` included."""
        item = self._item(at)
        if item.role == "hundred" and not (item.joined or item.prefixed or item.definite):
            value, after = self._magnitudes(value * 100, at + 1)
            return self._lower(value, Fraction(100), after) if after == at + 1 else (value, after)
        return self._magnitudes(value, at)

    def _continues_code(self, at: int) -> bool:
        """Tell whether digits belong to a telephone number: ``+966 55 123``, ``00 966 55 123``, ``هاتف 555 1234``."""
        if self.form(at).startswith("00") and self.is_digits(at + 1):
            return True
        before = at - 1 - (self.form(at - 1) in _DASHES)
        if self.form(before - (self.form(before) in (":", "رقم"))) in _TELEPHONE:
            return len(self.form(at)) > 2
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "code" or not self.is_digits(before):
            return False
        return last.span.end == self.words[before].end and self.words[at].start - last.span.end <= 3

    def _share_magnitude(self, at: int, size: Fraction) -> None:
        """``5-6 آلاف``, ``بين 5 و6 ملايين``: the number before may share the magnitude."""
        if self.found and self.found[-1].digits and self.found[-1].kind in ("cardinal", "money"):
            before = self.found[-1]
            between = self.between(before.span, self.words[at].start)
            if between and all(form in _DASHES or form in ("و", "الي", "او") for form in between):
                self.found[-1] = replace(before, also=(*before.also, before.amount * size))

    # -- magnitudes ----------------------------------------------------------------------------------------------------

    def _magnitudes(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """Read ``ألف``, ``مليون ونصف``, ``ملايين و200 ألف`` after a count of `value` that ends before `at`."""
        total = value
        added, width = self._and_part(at)
        if added and self._role(at + width) == "magnitude" and not self.form(at + width).startswith("ال"):
            total, at = total + added, at + width  # ثلاثة ونصف مليون
        total, size, at = self._sized(total, at)
        if size == 1:
            return value, at
        part, width = self._and_part(at)
        if part:
            total, at = total + size * part, at + width
            at += self._role(at) == "magnitude"
        return self._lower(total, size, at)

    def _sized(self, value: Fraction, at: int) -> tuple[Fraction, Fraction, int]:
        """Return a value times the magnitudes at `at`, the last of them (1 for none), and the index after them."""
        size = Fraction(1)
        while (item := self._item(at)).role in ("magnitude", "plural") and not item.joined and not item.prefixed:
            value, size, at = value * item.value, item.value, at + 1
        return value, size, at

    def _lower(self, total: Fraction, size: Fraction, at: int) -> tuple[Fraction, int]:
        """Add what follows with و and is smaller than `size`: ``وخمسمئة``, ``و200 ألف``."""
        while size > 1:
            value, after = self._lower_group(at)
            added, step, further = self._sized(value, after)
            if after == at or added >= size:
                break
            total, size, at = total + added, step, further
        return total, at

    def _lower_group(self, at: int) -> tuple[Fraction, int]:
        if self.form(at) == "و" and self.is_digits(at + 1) and not self._is_code(at + 1):
            return read_digits(self.form(at + 1))[0], at + 2
        item, own = self._joined(at)
        if not item.joined:
            return Fraction(0), at
        if item.role in ("magnitude", "dual"):
            return item.value, own + 1
        counts_on = self._role(own + 1) in ("ten", "tens", "hundred", "magnitude", "plural")
        small = item.role == "unit" and not counts_on and item.value < 3
        value, after = (Fraction(0), own) if small else self._group(own)
        return (value, after) if after > own else (value, at)

    # -- number words --------------------------------------------------------------------------------------------------

    def _group(self, start: int) -> tuple[Fraction, int]:
        """Read a value below 1000 in words."""
        value, stage, unit, at = Fraction(0), 0, Fraction(0), start
        while True:
            before = at
            item, at = self._joined(at) if at > start else (self._item(at), at)
            hundreds = item.role == "hundred" and stage == 2
            apart = at > start and not item.joined
            if not item.role or (apart and not (hundreds and unit > 2 and not (item.prefixed or item.definite))):
                return value, before
            following = self._item(at + 1)
            if item.role in ("unit", "head") and stage < 2 and following.role == "ten" and not following.joined:
                return value + item.value + 10, at + 2
            if hundreds and not item.joined:
                value, stage = value - unit + unit * 100, 1
            elif item.role in ("hundred", "hundreds") and stage == 0:
                value, stage = item.value, 1
            elif item.role == "unit" or (item.role == "head" and self._joins_tens(at + 1)):
                if stage >= 2:
                    return value, before
                value, stage, unit = value + item.value, 2, item.value
            elif (item.role == "ten" and stage < 2) or (item.role == "tens" and stage < 3):
                return value + item.value, at + 1
            else:
                return value, before
            at += 1

    def _joins_tens(self, at: int) -> bool:
        item, _ = self._joined(at)
        return item.role == "tens" and item.joined

    def _cardinal(self, at: int) -> int:
        item = self._item(at)
        if not item.role or self.form(at) in _PERCENT:
            return at
        if item.role in ("magnitude", "dual"):
            return self._bare_magnitude(at, item)
        value, after = self._group(at)
        if after == at:
            return at
        parts = self._item(after)
        if parts.role == "parts" and not parts.joined:
            return self._parts(at, after, value, parts.value)
        if self.form(after) in ("اضعاف", "امثال"):
            return self._add(at, after + 1, value, "multiple")
        if self._after_century(at):
            return self._add(at, after, value, "century")
        total, further = self._magnitudes(value, after)
        weak = total <= 2 and further == at + 1
        either = item.definite and item.role == "tens" and further == at + 1
        return self._add(at, further, total, weak=weak, either=either)

    def _parts(self, at: int, after: int, value: Fraction, parts: Fraction) -> int:
        """``ثلاثة أرباع``, ``مئة وثلاثة أرباع``: only the last word counts the parts."""
        last = self._item(after - 1)
        if after > at + 1 and last.role == "unit" and last.value < parts:
            return self._add(at, after + 1, value - last.value + last.value / parts)
        return self._add(at, after + 1, value / parts, "fraction")

    def _bare_magnitude(self, at: int, item: Item) -> int:
        """``ألف``, ``مليون ونصف``, ``ألفان``: one or two of the magnitude."""
        size, total, after = item.value / 2 if item.role == "dual" else item.value, item.value, at + 1
        if part := _AND_PART.get(self.form(after)):
            total, after = total + size * part, after + 1
            after += self._role(after) == "magnitude"
        else:
            while (following := self._item(after)).role in ("magnitude", "plural") and not following.joined:
                total, size, after = total * following.value, following.value, after + 1
            total, after = self._lower(total, size, after)
        alone = after == at + 1
        weak = alone and item.value == 1000  # may be the verb ألّف, "to write"
        twice = alone and item.role == "magnitude" and self.words[at].text.endswith("ا")
        return self._add(at, after, total, weak=weak, also=(2 * item.value,) if twice else ())

    def _ordinal(self, at: int) -> int:
        item, following = self._item(at), self._item(at + 1)
        ordinal_head = item.role == "head" and self.form(at).rstrip("ه").endswith("حادي")
        if item.role != "ordinal" and not ordinal_head:
            return at
        value, after = item.value, at + 1
        if following.role == "ten" and not following.joined:
            value, after = value + 10, at + 2
        elif following.role == "tens" and following.joined and item.definite == following.definite:
            value, after = value + following.value, at + 2
        elif ordinal_head:
            return at
        if self._is_regnal(at):
            return self._add(at, after, value, "label", weak=True, either=True)
        kind: QuantityKind = "century" if self._after_century(at) else "ordinal"
        return self._add(at, after, value, kind, weak=value <= 2 and after == at + 1 and kind == "ordinal")

    def _is_regnal(self, at: int) -> bool:
        """``محمد الخامس``, ``الملكة إليزابيث الثانية``: the number of a ruler."""
        if not self.form(at).startswith("ال") or at == 0 or self.words[at - 1].kind != "arabic":
            return False
        titles = (self.form(i).removeprefix("ل").removeprefix("ب") for i in range(max(0, at - 3), at - 1))
        name = self.form(at - 1)
        return (not _CROWNS.isdisjoint(titles) and not name.startswith("ال")) or name in _GIVEN_NAMES

    def _after_century(self, at: int) -> bool:
        before = range(at - 1, at - 2 - (self.form(at - 1) == "ال"), -1)
        if any(self.form(i) and _CENTURY.intersection(strip_prefixes(self.form(i))) for i in before):
            return True
        if not self.found or self.found[-1].kind != "century":
            return False
        gap = self.between(self.found[-1].span, self.words[at].start)
        return (not gap and self._item(at).joined) or gap in (["و"], ["او"], ["الي"])

    # -- the rest ------------------------------------------------------------------------------------------------------

    def _decade(self, at: int) -> int:
        item, after = self._item(at), at + 1
        if item.role != "decade":
            return at
        century = after + (self.form(after) == "من")
        base, end = self._century_value(century + 1) if self.form(century) in ("القرن", "قرن") else (Fraction(0), 0)
        self.found.append(Quantity(self.span(at, end or after), base + item.value, "decade"))
        return end or after

    def _century_value(self, at: int) -> tuple[Fraction, int]:
        if self.form(at) in _LAST:
            return Fraction(1900), at + 1
        at += self.form(at) == "ال" and self.is_digits(at + 1)
        if self.is_digits(at):
            return (read_digits(self.form(at))[0] - 1) * 100, at + 1
        item, teen = self._item(at), self._role(at + 1) == "ten"
        if item.role in ("ordinal", "head", "tens"):
            teen = teen and item.role != "tens"
            return (item.value + 10 * teen - 1) * 100, at + 1 + teen
        return Fraction(0), 0

    def _vague(self, at: int) -> int:
        item = self._item(at)
        if item.role not in ("vague", "plural"):
            return at
        value, after = item.value, at + 1
        while (following := self._item(after)).role in ("plural", "magnitude") and not following.joined:
            value, after = value * following.value, after + 1
        return self._add(at, after, value, "vague", weak=True)

    def _lone(self, at: int) -> int:
        """Fractions, multiples, duals, zero, and ``أحد`` / ``إحدى`` on their own."""
        item, form = self._item(at), self.form(at)
        if item.role == "fraction":
            return self._fraction(at, item)
        if item.role == "multiple":
            return self._add(at, at + 1, item.value, "multiple", weak=True)
        if item.role == "zero" or (item.role == "head" and not item.definite):
            return self._add(at, at + 1, item.value, weak=True)
        stems, part = strip_prefixes(form), _AND_PART.get(self.form(at + 1), Fraction(0))
        dual = next((s for s in stems if s in DUAL_NOUNS), "") if self.words[at].kind == "arabic" else ""
        # القرنين الثامن عشر والتاسع عشر: the dual only says that two centuries follow
        if dual and not (_CENTURY.intersection(stems) and self._role(at + 1) in ("ordinal", "head")):
            return self._one_or_two(at, 2 + part, DUAL_NOUNS[dual], bool(part))
        if part and not HALF_NOUNS.isdisjoint(stems):
            return self._one_or_two(at, 1 + part, self.words[at].text, True)
        return at

    def _one_or_two(self, at: int, value: Fraction, unit: str, more: bool) -> int:
        span = self.span(at, at + 1 + more)
        number = Quantity(span, value, "cardinal", unit, self._qualifier(at), weak=not more)
        self.found.append(self._negative(number, at)[0])
        return at + 1 + more

    def _fraction(self, at: int, item: Item) -> int:
        following = self._item(at + 1)
        if following.role == "magnitude" and not following.joined:
            return self._add(at, at + 2, item.value * following.value)
        weak = item.joined or self.form(at + 1) in _NOT_HALVES or (item.definite and following.role == "ordinal")
        also = (Fraction(1, 3),) if self.form(at).endswith("ثلثا") else ()
        return self._add(at, at + 1, item.value, "fraction", weak=weak, also=also)


def scan_arabic(words: Sequence[Word]) -> list[Quantity]:
    """Find the numbers among the words of a sentence, in order; dates are not looked at."""
    return _Parser(words).scan()
