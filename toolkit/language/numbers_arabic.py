"""The grammar of Arabic numbers, in words and digits, from fractions to trillions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from toolkit.article.lexicon import arabic_words
from toolkit.article.types import Span
from toolkit.language.clock_arabic import ClockReader
from toolkit.language.currencies import CURRENCIES, SIGNED
from toolkit.language.numerals_arabic import DUAL_NOUNS, HALF_NOUNS, METRIC, QUALIFIERS, Item, counted_nouns
from toolkit.language.quantity import Quantity, QuantityKind, read_digits
from toolkit.language.words import ARABIC_FUNCTION_WORDS, Word, strip_prefixes

__all__ = ["scan_arabic"]

_HALVES = {"نصف": Fraction(1, 2), "ربع": Fraction(1, 4), "ثلث": Fraction(1, 3)}
_AND_PART = {"و" + article + noun: part for noun, part in _HALVES.items() for article in ("", "ال")} | {
    "ونصفا": Fraction(1, 2)
}
_DASHES = frozenset("-–—‑−")
_NEGATIVE = frozenset({"سالب", "ناقص"})
_PERCENT = frozenset({"%", "٪", "بالميه", "بالمايه"})
_POINTS = frozenset({"نقطه", "نقاط", "نقطتين", "نقطتان"})
_TELEPHONE = frozenset({"هاتف", "الهاتف", "هاتفيا", "فاكس", "جوال", "الجوال", "واتساب", "تلفون"})
_NUMBERED = arabic_words("arabic_numerals", "label", column=2)
_MODELS = frozenset({"كوفيد", "بوينغ", "بوينج", "ايرباص", "ايفون", "سوخوي", "ميغ", "ابولو"})
_GIVEN_NAMES = arabic_words("given_names", column=0)  # those that are words as well keep their mark
_CROWNS = frozenset("الملك الملكه البابا القيصر السلطان الامبراطور الخديوي لويس".split())
_NOT_HALVES = frozenset(
    {"نهايي", "النهايي", "الكره", "قطر", "قطرها", "قطره", "القمر", "دايره", "سنوي", "شهري", "عاريه", "اخر"}
)
_LAST = frozenset({"الماضي", "المنصرم", "الفايت"})
_SKIP_NOUNS = ARABIC_FUNCTION_WORDS | {"و", "لكل"}


class _Parser(ClockReader):
    """Reads numbers off the words of one text, left to right."""

    def scan(self) -> list[Quantity]:
        """Return the numbers of the text, in order."""
        self.read(self._clock, self._digits, self._decade, self._vague, self._ordinal, self._cardinal, self._lone)
        return self.found

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
        start = number.span.start
        if self.has_sign(first) or self.form(first - 1) in _NEGATIVE:
            start, first = self.words[first - 1].start, first - 1
        elif self._below_zero(number):
            return replace(number, amount=-number.amount, weak=False), first
        else:
            return number, first
        return replace(number, amount=-number.amount, weak=False, span=Span(start, number.span.end)), first

    def _below_zero(self, number: Quantity) -> bool:
        if number.kind != "cardinal":
            return False
        at = self.index_at(number.span.end)
        forms = [self.form(i) for i in range(at, at + 4)]
        return any(pair in (("تحت", "الصفر"), ("دون", "الصفر")) for pair in pairwise(forms))

    def _and_half(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        """``ثلاث سنوات ونصف``: the half belongs to the number before the noun."""
        if number.kind not in ("cardinal",) or (number.either and number.amount > 1000):
            return number, after
        for gap in (0, 1):
            part, width = self._and_part(after + gap)
            noun = not gap or (self.form(after) not in _SKIP_NOUNS and not self._item(after))
            if part and noun and number.amount < 1000 and self.words[min(after, len(self.words) - 1)].kind == "arabic":
                span = Span(number.span.start, self.words[after + gap + width - 1].end)
                unit = self.words[after].text if gap else number.unit
                return replace(
                    number, amount=number.amount + part, span=span, unit=unit, weak=False
                ), after + gap + width
        return number, after

    def _and_part(self, at: int) -> tuple[Fraction, int]:
        """Return the part of one that ``ونصف``, ``و ربع`` or ``وثلاثة أرباع`` adds, and how many words say it."""
        if part := _AND_PART.get(self.form(at)):
            return part, 1
        if self.form(at) == "و" and (part := _AND_PART.get("و" + self.form(at + 1))):
            return part, 2
        item, parts = self._item(at), self._item(at + 1)
        if (
            item
            and item.joined
            and item.role == "unit"
            and parts
            and parts.role == "parts"
            and item.value < parts.value
        ):
            return item.value / parts.value, 2
        return Fraction(0), 0

    def _percent_or_unit(self, number: Quantity, first: int, after: int) -> tuple[Quantity, int]:
        form = self.form(after)
        if width := self._percent_words(after):
            return self._as_percent(number, after + width)
        if self._is_percent_before(first):
            return replace(number, kind="percentage"), after
        sign = SIGNED.get(form) or SIGNED.get(self.form(first - 1))
        if sign:
            return replace(number, kind="money", unit=sign), after
        if number.kind in ("cardinal", "vague", "fraction") and not number.unit:
            return self._with_unit(number, after), after
        return number, after

    def _percent_words(self, at: int) -> int:
        """Return how many words say percent at `at`."""
        if self.form(at) in _PERCENT:
            return 1
        return 2 if self.form(at) == "في" and self.form(at + 1) in ("الميه", "المايه") else 0

    def _is_percent_before(self, first: int) -> bool:
        """``%25``, ``بالمائة 25``: right-to-left habits put the sign first."""
        if self.form(first - 1) not in _PERCENT:
            return False
        return not self.found or self.found[-1].span.end < self.words[first - 1].end

    def _as_percent(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        return replace(
            number, kind="percentage", weak=False, span=Span(number.span.start, self.words[after - 1].end)
        ), after

    def _with_unit(self, number: Quantity, after: int) -> Quantity:
        if after >= len(self.words) or self.words[after].kind != "arabic":
            return number
        currency = CURRENCIES.get(self.form(after).removeprefix("ال"), "")
        if currency:
            return replace(number, kind="money" if number.kind == "cardinal" else number.kind, unit=currency)
        if self.form(after) in _SKIP_NOUNS or self.form(after).startswith("و"):
            return number
        if self.form(after) in _POINTS and self.form(after + 1) == "ميويه":
            return replace(number, unit="percentage point")
        return replace(number, unit=self.words[after].text)

    def _qualifier(self, first: int) -> str:
        before = [self.form(at) for at in range(max(0, first - 3), first)]
        if "لا" in before and any(word in ("يقل", "تقل") for word in before):
            return "at least"
        if "لا" in before and any(word in ("يزيد", "تزيد", "يتجاوز", "تتجاوز") for word in before):
            return "at most"
        for at in range(first - 1, max(-1, first - 4), -1):
            form = self.form(at) if self.form(at) in QUALIFIERS else self.form(at).removeprefix("و")
            compared = form.endswith(("اكثر", "اقل")) and self.form(at + 1) not in ("من", "عن")  # أكثر 400 ثراء
            if form in QUALIFIERS and not compared:
                return QUALIFIERS[form]
        return ""

    # -- digits --------------------------------------------------------------------------------------------------

    def _digits(self, at: int) -> int:
        if not self.is_digits(at):
            return at
        word = self.words[at]
        value, also = read_digits(word.form)
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
            also = tuple(value_with / value * other for other in also) if value else ()
            self._share_magnitude(at, value_with / value if value else Fraction(1))
            return self._add(at, after_with, value_with, digits=True, also=also)
        century = self._after_century(at)
        return self._add(
            at, after, value, "century" if century else "cardinal", digits=True, also=also, either=not grouped
        )

    def _is_code(self, at: int) -> bool:
        """``إف-16``, ``A1GP``: digits that are part of a name."""
        word, before = self.words[at], self.words[at - 1] if at else None
        if re.fullmatch(r"0\d{5,}", word.form) or self._continues_code(at):
            return True
        if self.form(at - 1 - (self.form(at - 1) in _DASHES)) in _MODELS and len(word.form) < 4:
            return True
        if not before or word.spaced:
            return False
        if before.kind == "latin" or before.form == "+":
            return True
        further = self.words[at - 2] if at > 1 else None
        return (
            before.form in _DASHES and not before.spaced and further is not None and further.kind in ("latin", "arabic")
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
        number = self.found[-1] if self.found else None
        near = number is not None and at > 1 and number.span.end == self.words[at - 2].end
        return near and self.form(at) in ("2", "3") and self.glued(at) and self.form(at - 1) in METRIC

    def _counts_on(self, at: int) -> bool:
        """Tell whether the word after ``(11)`` is a magnitude or what is counted."""
        item = self._item(at)
        if item and item.role in ("magnitude", "plural"):
            return not (item.joined or item.prefixed or item.definite)
        return self.form(at) in CURRENCIES or self.form(at) in counted_nouns()

    def _comma_and_space(self, at: int) -> int:
        """``بنسبة 24، 25 في المئة``: a decimal comma with a space; which side is whole cannot be told."""
        whole, part = self.form(at), self.form(at + 2)
        said = self.form(at - 1) in ("بنسبه", "نسبه", "بمعدل", "نسبتها", "نسبته")
        if not said or self.form(at + 1) not in ("،", ",") or not re.fullmatch(r"\d{1,2}", part):
            return 0
        width = self._percent_words(at + 3)
        if not width or not whole.isdigit():
            return 0
        amount, other = Fraction(f"{whole}.{part}"), Fraction(f"{part}.{whole}")
        number = Quantity(self.span(at, at + 3 + width), amount, "percentage", digits=True, also=(other,))
        self.found.append(number)
        return at + 3 + width

    def _hundreds(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """Read the magnitude after digits, ``3 مئة`` included."""
        item = self._item(at)
        if item and item.role == "hundred" and not (item.joined or item.prefixed or item.definite):
            value, after = self._magnitudes(value * 100, at + 1)
            return self._lower(value, Fraction(100), after) if after == at + 1 else (value, after)
        return self._magnitudes(value, at)

    def _continues_code(self, at: int) -> bool:
        """Tell whether digits belong to a telephone number: ``+966 55 123``, ``00 966 55 123``, ``هاتف 555 1234``."""
        if self.form(at).startswith("00") and self.is_digits(at + 1):
            return True
        before = at - 2 if self.form(at - 1) in _DASHES else at - 1
        if self.form(before) in _TELEPHONE or (
            self.form(before) in (":", "رقم") and self.form(before - 1) in _TELEPHONE
        ):
            return len(self.form(at)) > 2
        last = self.found[-1] if self.found else None
        return (
            last is not None
            and last.kind == "code"
            and self.is_digits(before)
            and (last.span.end == self.words[before].end and self.words[at].start - last.span.end <= 3)
        )

    def _share_magnitude(self, at: int, size: Fraction) -> None:
        """``5-6 آلاف``, ``بين 5 و6 ملايين``: the number before may share the magnitude."""
        if self.found and self.found[-1].digits and self.found[-1].kind in ("cardinal", "money"):
            before = self.found[-1]
            between = self.between(before.span, self.words[at].start)
            if between and all(form in _DASHES or form in ("و", "الي", "او", "الى") for form in between):
                self.found[-1] = replace(before, also=(*before.also, before.amount * size))

    # -- magnitudes ----------------------------------------------------------------------------------------------

    def _magnitudes(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """Read ``ألف``, ``مليون ونصف``, ``ملايين و200 ألف`` after a count of `value` that ends before `at`."""
        total, size, last = value, Fraction(1), Fraction(0)
        added, width = self._and_part(at)
        if added and self._role(at + width) == "magnitude" and not self.form(at + width).startswith("ال"):
            total, at = total + added, at + width  # ثلاثة ونصف مليون
        item = self._item(at)
        while item and item.role in ("magnitude", "plural") and not item.joined and not item.prefixed:
            total, size, at = total * item.value, item.value, at + 1
            item = self._item(at)
        if size == 1:
            return value, at
        part, width = self._and_part(at)
        if part:
            total, at = total + size * part, at + width
            if self._role(at) == "magnitude":
                at += 1
        last = size
        return self._lower(total, last, at)

    def _lower(self, total: Fraction, size: Fraction, at: int) -> tuple[Fraction, int]:
        """Add what follows with و and is smaller than `size`: ``وخمسمئة``, ``و200 ألف``."""
        while size > 1:
            value, after = self._lower_group(at)
            if after == at:
                break
            with_size, further = value, after
            item = self._item(after)
            step = Fraction(1)
            while item and item.role in ("magnitude", "plural") and not item.joined and not item.prefixed:
                with_size, step, further = with_size * item.value, item.value, further + 1
                item = self._item(further)
            if with_size >= size:
                break
            total, size, at = total + with_size, step, further
        return total, at

    def _lower_group(self, at: int) -> tuple[Fraction, int]:
        if self.form(at) == "و" and self.is_digits(at + 1) and not self._is_code(at + 1):
            return read_digits(self.form(at + 1))[0], at + 2
        item, at_item = self._joined(at)
        if not item or not item.joined:
            return Fraction(0), at
        at = at_item
        if item.role in ("magnitude", "dual"):
            return item.value, at + 1
        if (
            item.role == "unit"
            and self._role(at + 1) not in ("ten", "tens", "hundred", "magnitude", "plural")
            and item.value < 3
        ):
            return Fraction(0), at
        return self._group(at)

    # -- number words --------------------------------------------------------------------------------------------

    def _group(self, at: int) -> tuple[Fraction, int]:
        """Read a value below 1000 in words."""
        value, stage, unit = Fraction(0), 0, Fraction(0)
        start = at
        while True:
            before = at
            item, at = self._joined(at) if at > start else (self._item(at), at)
            if not item or (
                at > start
                and not item.joined
                and not (item.role == "hundred" and stage == 2 and unit > 2 and not (item.prefixed or item.definite))
            ):
                return value, before
            following = self._item(at + 1)
            teen = following is not None and following.role == "ten" and not following.joined
            if item.role in ("unit", "head") and stage < 2 and teen:
                return value + item.value + 10, at + 2
            if item.role == "hundred" and stage == 2 and not item.joined:
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
        return item is not None and item.role == "tens" and item.joined

    def _cardinal(self, at: int) -> int:
        item = self._item(at)
        if not item or self.form(at) in _PERCENT:
            return at
        if item.role in ("magnitude", "dual"):
            return self._bare_magnitude(at, item)
        value, after = self._group(at)
        if after == at:
            return at
        parts = self._item(after)
        if parts and parts.role == "parts" and not parts.joined:
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
        if after > at + 1 and last and last.role == "unit" and last.value < parts:
            return self._add(at, after + 1, value - last.value + last.value / parts)
        return self._add(at, after + 1, value / parts, "fraction")

    def _bare_magnitude(self, at: int, item: Item) -> int:
        """``ألف``, ``مليون ونصف``, ``ألفان``: one or two of the magnitude."""
        size = item.value / 2 if item.role == "dual" else item.value
        total, after = item.value, at + 1
        part = _AND_PART.get(self.form(after))
        if part:
            total, after = total + size * part, after + 1
            after += self._role(after) == "magnitude"
        else:
            following = self._item(after)
            while following and following.role in ("magnitude", "plural") and not following.joined:
                total, size, after = total * following.value, following.value, after + 1
                following = self._item(after)
            total, after = self._lower(total, size, after)
        weak = after == at + 1 and item.value == 1000  # may be the verb ألّف, "to write"
        also = (2 * item.value,) if item.role == "magnitude" and self.words[at].text.endswith("ا") else ()
        return self._add(at, after, total, weak=weak, also=also if after == at + 1 else ())

    def _ordinal(self, at: int) -> int:
        item = self._item(at)
        if not item or item.role not in ("ordinal", "head"):
            return at
        following = self._item(at + 1)
        ordinal_head = item.role == "head" and self.form(at).rstrip("ه").endswith("حادي")
        if item.role == "head" and not ordinal_head:
            return at
        value, after = item.value, at + 1
        if following and following.role == "ten" and not following.joined:
            value, after = value + 10, at + 2
        elif following and following.role == "tens" and following.joined and item.definite == following.definite:
            value, after = value + following.value, at + 2
        elif ordinal_head:
            return at
        if self._is_regnal(at):
            return self._add(at, after, value, "label", weak=True, either=True)
        kind: QuantityKind = "century" if self._after_century(at) else "ordinal"
        weak = value <= 2 and after == at + 1 and kind == "ordinal"
        return self._add(at, after, value, kind, weak=weak)

    def _is_regnal(self, at: int) -> bool:
        """``محمد الخامس``, ``الملكة إليزابيث الثانية``: the number of a ruler."""
        if not self.form(at).startswith("ال") or at == 0 or self.words[at - 1].kind != "arabic":
            return False
        crowned = any(
            self.form(i).removeprefix("ل").removeprefix("ب") in _CROWNS for i in range(max(0, at - 3), at - 1)
        )
        name = self.form(at - 1)
        return (crowned and not name.startswith("ال")) or name in _GIVEN_NAMES

    def _after_century(self, at: int) -> bool:
        before = [at - 1, at - 2] if self.form(at - 1) in ("ال",) else [at - 1]
        if any(self.form(i) and _CENTURY.intersection(strip_prefixes(self.form(i))) for i in before):
            return True
        if not self.found or self.found[-1].kind != "century":
            return False
        gap = self.between(self.found[-1].span, self.words[at].start)
        joined = self._item(at)
        return (not gap and joined is not None and joined.joined) or gap in (["و"], ["او"], ["الي"])

    # -- the rest ------------------------------------------------------------------------------------------------

    def _decade(self, at: int) -> int:
        item = self._item(at)
        if not item or item.role != "decade":
            return at
        value, after = item.value, at + 1
        if self.form(after) == "من":
            after += 1
        if self.form(after) in ("القرن", "قرن"):
            base, end = self._century_value(after + 1)
            if end:
                value, after = base + value, end
            else:
                after = at + 1
        else:
            after = at + 1
        self.found.append(Quantity(self.span(at, after), value, "decade"))
        return after

    def _century_value(self, at: int) -> tuple[Fraction, int]:
        if self.form(at) in _LAST:
            return Fraction(1900), at + 1
        if self.form(at) == "ال" and self.is_digits(at + 1):
            at += 1
        if self.is_digits(at):
            return (read_digits(self.form(at))[0] - 1) * 100, at + 1
        item = self._item(at)
        if item and item.role == "tens":
            return (item.value - 1) * 100, at + 1
        if item and item.role in ("ordinal", "head"):
            teen = self._role(at + 1) == "ten"
            return (item.value + (10 if teen else 0) - 1) * 100, at + (2 if teen else 1)
        return Fraction(0), 0

    def _vague(self, at: int) -> int:
        item = self._item(at)
        if not item or item.role not in ("vague", "plural"):
            return at
        value, after = item.value, at + 1
        following = self._item(after)
        while following and following.role in ("plural", "magnitude") and not following.joined:
            value, after = value * following.value, after + 1
            following = self._item(after)
        return self._add(at, after, value, "vague", weak=True)

    def _lone(self, at: int) -> int:
        """Fractions, multiples, duals, zero, and ``أحد`` / ``إحدى`` on their own."""
        item, form = self._item(at), self.form(at)
        if item and item.role == "fraction":
            return self._fraction(at, item)
        if item and item.role == "multiple":
            return self._add(at, at + 1, item.value, "multiple", weak=True)
        if item and item.role == "zero":
            return self._add(at, at + 1, item.value, weak=True)
        if item and item.role == "head" and not item.definite:
            return self._add(at, at + 1, item.value, weak=True)
        stem = next((s for s in strip_prefixes(form) if s in DUAL_NOUNS), "")
        if stem and self.words[at].kind == "arabic" and not self._counts_centuries(at):
            return self._dual(at, stem)
        noun = next((s for s in strip_prefixes(form) if s in HALF_NOUNS), "")
        part = _AND_PART.get(self.form(at + 1)) if noun else None
        if part:
            span = self.span(at, at + 2)
            self.found.append(Quantity(span, 1 + part, "cardinal", self.words[at].text, self._qualifier(at)))
            return at + 2
        return at

    def _counts_centuries(self, at: int) -> bool:
        """``القرنين الثامن عشر والتاسع عشر``: the dual only says that two centuries follow."""
        return bool(_CENTURY.intersection(strip_prefixes(self.form(at)))) and self._role(at + 1) in ("ordinal", "head")

    def _dual(self, at: int, stem: str) -> int:
        part = _AND_PART.get(self.form(at + 1))
        after = at + 2 if part else at + 1
        value = Fraction(2) + (part or 0)
        number = Quantity(self.span(at, after), value, "cardinal", DUAL_NOUNS[stem], self._qualifier(at), weak=not part)
        self.found.append(self._negative(number, at)[0])
        return after

    def _fraction(self, at: int, item: Item) -> int:
        following = self._item(at + 1)
        if following and following.role == "magnitude" and not following.joined:
            return self._add(at, at + 2, item.value * following.value)
        weak = item.joined or self.form(at + 1) in _NOT_HALVES or (item.definite and self._role(at + 1) == "ordinal")
        also = (Fraction(1, 3),) if self.form(at).endswith("ثلثا") else ()
        return self._add(at, at + 1, item.value, "fraction", weak=weak, also=also)


_CENTURY = frozenset({"قرن", "قرنين", "قرون", "قرنان"})


def scan_arabic(words: Sequence[Word]) -> list[Quantity]:
    """Find the numbers among the words of a sentence, in order; dates are not looked at."""
    return _Parser(words).scan()
