"""The grammar of Arabic numbers, in words and digits, from fractions to trillions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.article.types import Span
from toolkit.language.clock_arabic import ClockReader
from toolkit.language.currencies import CURRENCIES, SIGNED
from toolkit.language.numerals_arabic import DUAL_NOUNS, HALF_NOUNS, QUALIFIERS, Item
from toolkit.language.quantity import Quantity, QuantityKind, read_digits
from toolkit.language.words import ARABIC_FUNCTION_WORDS, Word, strip_prefixes

__all__ = ["scan_arabic"]

_HALVES = {"نصف": Fraction(1, 2), "ربع": Fraction(1, 4), "ثلث": Fraction(1, 3)}
_AND_PART = {"و" + article + noun: part for noun, part in _HALVES.items() for article in ("", "ال")} | {
    "ونصفا": Fraction(1, 2)
}
_DASHES = frozenset("-–—‑−")
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
        number = Quantity(self.span(first, after), value, kind, **more)  # type: ignore[arg-type]
        number, after = self._and_half(number, after)
        number, after = self._percent_or_unit(number, first, after)
        self.found.append(replace(number, qualifier=self._qualifier(first)))
        return after

    def _and_half(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        """``ثلاث سنوات ونصف``: the half belongs to the number before the noun."""
        if number.kind not in ("cardinal",) or (number.either and number.amount > 1000):
            return number, after
        for gap in (0, 1):
            part = _AND_PART.get(self.form(after + gap))
            noun = not gap or (self.form(after) not in _SKIP_NOUNS and not self._item(after))
            if part and noun and number.amount < 1000 and self.words[min(after, len(self.words) - 1)].kind == "arabic":
                span = Span(number.span.start, self.words[after + gap].end)
                unit = self.words[after].text if gap else number.unit
                return replace(number, amount=number.amount + part, span=span, unit=unit, weak=False), after + gap + 1
        return number, after

    def _percent_or_unit(self, number: Quantity, first: int, after: int) -> tuple[Quantity, int]:
        form = self.form(after)
        if form in ("%", "٪"):
            return self._as_percent(number, after + 1)
        if form in ("بالميه", "بالمايه"):
            return self._as_percent(number, after + 1)
        if form == "في" and self._role(after + 1) == "hundred" and self.form(after + 1).startswith("ال"):
            return self._as_percent(number, after + 2)
        if self.form(first - 1) in ("%", "٪"):
            return replace(number, kind="percentage"), after
        sign = SIGNED.get(form) or SIGNED.get(self.form(first - 1))
        if sign:
            return replace(number, kind="money", unit=sign), after
        if number.kind in ("cardinal", "vague", "fraction") and not number.unit:
            return self._with_unit(number, after), after
        return number, after

    def _as_percent(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        return replace(
            number, kind="percentage", weak=False, span=Span(number.span.start, self.words[after - 1].end)
        ), after

    def _with_unit(self, number: Quantity, after: int) -> Quantity:
        if after >= len(self.words) or self.words[after].kind != "arabic":
            return number
        stems = strip_prefixes(self.form(after))
        currency = next((CURRENCIES[stem] for stem in stems if stem in CURRENCIES), "")
        if currency:
            return replace(number, kind="money" if number.kind == "cardinal" else number.kind, unit=currency)
        if self.form(after) in _SKIP_NOUNS or self.form(after).startswith("و"):
            return number
        return replace(number, unit=self.words[after].text)

    def _qualifier(self, first: int) -> str:
        before = [self.form(at) for at in range(max(0, first - 3), first)]
        if "لا" in before and any(word in ("يقل", "تقل") for word in before):
            return "at least"
        if "لا" in before and any(word in ("يزيد", "تزيد", "يتجاوز", "تتجاوز") for word in before):
            return "at most"
        for at in range(first - 1, max(-1, first - 4), -1):
            form = self.form(at)
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
        if self._is_code(at):
            return self._add(at, after, value, "code", digits=True, either=True)
        value, after, grouped = self._spaced_thousands(at, value)
        value_with, after_with = self._magnitudes(value, after)
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
        if not before or word.spaced:
            return False
        if before.kind == "latin" or before.form == "+":
            return True
        further = self.words[at - 2] if at > 1 else None
        return (
            before.form in _DASHES and not before.spaced and further is not None and further.kind in ("latin", "arabic")
        )

    def _spaced_thousands(self, at: int, value: Fraction) -> tuple[Fraction, int, bool]:
        after = at + 1
        grouped = False
        while self.is_digits(after) and self.form(after) == "000" and len(self.form(at)) <= 3:
            value, after, grouped = value * 1000, after + 1, True
        return value, after, grouped

    def _share_magnitude(self, at: int, size: Fraction) -> None:
        """``5-6 آلاف``, ``بين 5 و6 ملايين``: the number before may share the magnitude."""
        if self.found and self.found[-1].digits and self.found[-1].kind in ("cardinal", "money"):
            before = self.found[-1]
            between = [w.form for w in self.words if before.span.end <= w.start < self.words[at].start]
            if between and all(form in _DASHES or form in ("و", "الي", "او", "الى") for form in between):
                self.found[-1] = replace(before, also=(*before.also, before.amount * size))

    # -- magnitudes ----------------------------------------------------------------------------------------------

    def _magnitudes(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """Read ``ألف``, ``مليون ونصف``, ``ملايين و200 ألف`` after a count of `value` that ends before `at`."""
        total, size, last = value, Fraction(1), Fraction(0)
        item = self._item(at)
        while item and item.role in ("magnitude", "plural") and not item.joined and not item.prefixed:
            total, size, at = total * item.value, item.value, at + 1
            item = self._item(at)
        if size == 1:
            return value, at
        part = _AND_PART.get(self.form(at))
        if part:
            total, at = total + size * part, at + 1
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
        item = self._item(at)
        if not item or not item.joined:
            return Fraction(0), at
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
            item = self._item(at)
            if not item or (
                at > start and not item.joined and not (item.role == "hundred" and stage == 2 and unit > 2)
            ):
                return value, at
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
                    return value, at
                value, stage, unit = value + item.value, 2, item.value
            elif (item.role == "ten" and stage < 2) or (item.role == "tens" and stage < 3):
                return value + item.value, at + 1
            else:
                return value, at
            at += 1

    def _joins_tens(self, at: int) -> bool:
        item = self._item(at)
        return item is not None and item.role == "tens" and item.joined

    def _cardinal(self, at: int) -> int:
        item = self._item(at)
        if not item:
            return at
        if item.role in ("magnitude", "dual"):
            return self._bare_magnitude(at, item)
        value, after = self._group(at)
        if after == at:
            return at
        parts = self._item(after)
        if parts and parts.role == "parts" and not parts.joined:
            return self._add(at, after + 1, value / parts.value, "fraction")
        if self.form(after) in ("اضعاف", "امثال"):
            return self._add(at, after + 1, value, "multiple")
        if self._after_century(at):
            return self._add(at, after, value, "century")
        total, further = self._magnitudes(value, after)
        weak = total <= 2 and further == at + 1
        either = item.definite and item.role == "tens" and further == at + 1
        return self._add(at, further, total, weak=weak, either=either)

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
        kind: QuantityKind = "century" if self._after_century(at) else "ordinal"
        weak = value <= 2 and after == at + 1 and kind == "ordinal"
        return self._add(at, after, value, kind, weak=weak)

    def _after_century(self, at: int) -> bool:
        before = [at - 1, at - 2] if self.form(at - 1) in ("ال",) else [at - 1]
        if any(self.form(i) and _CENTURY.intersection(strip_prefixes(self.form(i))) for i in before):
            return True
        if not self.found or self.found[-1].kind != "century":
            return False
        gap = [w.form for w in self.words if self.found[-1].span.end <= w.start < self.words[at].start]
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
        self.found.append(number)
        return after

    def _fraction(self, at: int, item: Item) -> int:
        following = self._item(at + 1)
        if following and following.role == "magnitude" and not following.joined:
            return self._add(at, at + 2, item.value * following.value)
        weak = item.joined or self.form(at + 1) in _NOT_HALVES
        also = (Fraction(1, 3),) if self.form(at).endswith("ثلثا") else ()
        return self._add(at, at + 1, item.value, "fraction", weak=weak, also=also)


_CENTURY = frozenset({"قرن", "قرنين", "قرون", "قرنان"})


def scan_arabic(words: Sequence[Word]) -> list[Quantity]:
    """Find the numbers among the words of a sentence, in order; dates are not looked at."""
    return _Parser(words).scan()
