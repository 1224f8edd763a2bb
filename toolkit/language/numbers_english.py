"""The grammar of English numbers, in words and digits, from fractions to trillions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.article.types import Span
from toolkit.language.clock_english import ClockReader
from toolkit.language.currencies import CURRENCY_CODES, ENGLISH_CURRENCIES, SIGNED
from toolkit.language.numerals_english import (
    ADJECTIVE,
    DASHES,
    DECADES,
    GROUPS,
    LABELS,
    MAGNITUDES,
    MULTIPLES,
    NOT_UNITS,
    ORDINAL_BIG,
    ORDINAL_TENS,
    ORDINAL_UNITS,
    ORDINALS,
    PARTS,
    PHRASES,
    PRONOUN_ONE,
    QUALIFIERS,
    ROMAN,
    SHORT,
    TENS,
    UNITS,
    VAGUE,
)
from toolkit.language.quantity import Quantity, QuantityKind, read_digits
from toolkit.language.words import Word

__all__ = ["scan_english"]


class _Parser(ClockReader):
    """Reads numbers off the words of one text, left to right."""

    def scan(self) -> list[Quantity]:
        """Return the numbers of the text, in order."""
        self.read(self._clock, self._digits, self._roman, self._spelled, self._lone)
        return self.found

    def _add(self, first: int, after: int, value: Fraction, kind: QuantityKind = "cardinal", **more: object) -> int:
        number = Quantity(self.span(first, after), value, kind, **more)  # type: ignore[arg-type]
        if number.kind in ("cardinal", "fraction", "vague", "code"):
            number, after = self._and_half(number, after)
            number, after = self._negative(*self._measure(number, first, after), first)
        self.found.append(replace(number, qualifier=self._qualifier(first)))
        return after

    def _negative(self, number: Quantity, after: int, first: int) -> tuple[Quantity, int]:
        """``-5``, ``minus five``, ``5 degrees below zero``."""
        before = self.form(first - 1)
        signed = self.has_sign(first) or before in ("minus", "negative")
        below = next((i for i in range(after, after + 3) if self.form(i) == "below" and self.form(i + 1) == "zero"), 0)
        if number.kind == "code" or not (signed or below):
            return number, after
        span = Span(self.words[first - signed].start, number.span.end)
        also = (number.amount,) if number.kind == "percentage" else number.also  # "fell by 5%" says the sign in words
        number = replace(number, amount=-number.amount, span=span, weak=False, also=also)
        return number, below + 2 if below else after

    # -- digits --------------------------------------------------------------------------------------------------

    def _digits(self, at: int) -> int:
        if not self.is_digits(at):
            return at
        word, following = self.words[at], self.form(at + 1)
        value, also = read_digits(word.form)
        glued = self.glued(at + 1)
        if glued and following in ("st", "nd", "rd", "th"):
            return self._ordinal(at, at + 2, value, digits=True)
        if ((following == "s" and glued) or (following in ("'", "’") and self.form(at + 2) == "s" and glued)) and (
            value >= 1000 or value % 10 == 0
        ):
            after = at + 2 if following == "s" else at + 3
            return self._add(at, after, value, "decade" if value % 10 == 0 else "code", digits=True)
        if self._is_code(at):
            return self._add(at, at + 1, value, "code", digits=True, either=True)
        value, after = self._spaced_thousands(at, value)
        size, end = self._magnitude(after)
        if end > after:
            self._share_magnitude(at, Fraction(size))
            part, end = self._lower(value * size, size, end)
            return self._add(at, end, part, digits=True, also=tuple(other * size for other in also))
        value, after = self._mixed_fraction(value, after)
        label = self._is_label(at)
        also = also + self._short_year(at, value)
        return self._add(at, after, value, "label" if label else "cardinal", digits=True, also=also, either=label)

    def _short_year(self, at: int, value: Fraction) -> tuple[Fraction, ...]:
        """``1995-96``, ``2008/09``: the year in two digits."""
        if not self.found or self.form(at - 1) not in (*DASHES, "/") or len(self.form(at)) != 2:
            return ()
        before = self.found[-1].amount
        near = self.found[-1].span.end == self.words[at - 1].start
        return (before // 100 * 100 + value,) if near and 1000 <= before <= 2100 else ()

    def _is_code(self, at: int) -> bool:
        """``F-16``, ``A1GP``, ``39C``: digits that are part of a name."""
        word, before = self.words[at], self.words[at - 1] if at else None
        further = self.words[at - 2] if at > 1 else None
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        if (
            before
            and not word.spaced
            and before.kind == "latin"
            and before.form not in ("us", "a", "c", "hk", "nt", "rs")
        ):
            return True
        if before and not word.spaced and before.form in DASHES and not before.spaced:
            return (
                further is not None
                and further.kind == "latin"
                and (further.text.isupper() or further.text[0].isupper())
            )
        return (
            after is not None
            and not after.spaced
            and after.kind == "latin"
            and after.text.isupper()
            and len(after.text) <= 2
            and after.form not in SHORT
        )

    def _is_label(self, at: int) -> bool:
        before = self.form(at - 1)
        if before in (".", "#", "°"):
            before = "no" if before == "#" else self.form(at - 2)
            return before in ("no", "nos")
        return before in LABELS

    def _spaced_thousands(self, at: int, value: Fraction) -> tuple[Fraction, int]:
        after = at + 1
        while self.is_digits(after) and self.form(after) == "000" and len(self.form(at)) <= 3:
            value, after = value * 1000, after + 1
        return value, after

    def _mixed_fraction(self, value: Fraction, after: int) -> tuple[Fraction, int]:
        sign = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}.get(self.form(after))
        if sign:
            return value + sign, after + 1
        if self.form(after) == "/" and self.glued(after) and self.glued(after + 1) and self.is_digits(after + 1):
            below = read_digits(self.form(after + 1))[0]
            if 1 < below <= 10 and value < below and not self.is_digits(after + 2) and self.form(after + 2) != "/":
                return value / below, after + 2
        return value, after

    def _magnitude(self, at: int) -> tuple[int, int]:
        """Return the magnitude word or letter at `at` and the index after it."""
        start = at
        if self._hyphen(at):
            at += 1
        size = 1
        while self.form(at) in MAGNITUDES:
            size, at = size * MAGNITUDES[self.form(at)], at + 1
        if size > 1:
            return size, at
        short = self.form(start) in SHORT and (self.glued(start) or self.form(start) in ("bn", "mn", "tn", "mln"))
        spelled_metre = (
            self.form(start) == "m" and self.form(start - 2) not in SIGNED and self.form(start - 2) not in ("us",)
        )
        if short and not spelled_metre:
            return SHORT[self.form(start)], start + 1
        return 1, start

    def _share_magnitude(self, at: int, size: Fraction) -> None:
        """``5-6 million``, ``between 5 and 6 million``: the number before may share the magnitude."""
        if not self.found or self.found[-1].kind not in ("cardinal", "money"):
            return
        before = self.found[-1]
        between = self.between(before.span, self.words[at].start)
        if between and all(form in DASHES or form in ("to", "and", "or", "$", "€", "£") for form in between):
            self.found[-1] = replace(before, also=(*before.also, before.amount * size))

    # -- number words --------------------------------------------------------------------------------------------

    def _spelled(self, at: int) -> int:
        start = at
        if self.form(at) in ("a", "an") and self.form(at + 1) in (*MAGNITUDES, "dozen"):
            at += 1
        value, after, ordinal = self._number_words(at)
        if after == at:
            return start
        if ordinal:
            return self._ordinal(start, after, value)
        first = self.form(start)
        if after == start + 1 and first == "one":
            if self.form(start - 1) in PRONOUN_ONE or self.form(after) in ("another", "day"):
                return after
            return self._add(start, after, value, weak=True)
        label = after == start + 1 and self._is_label(start)
        kind: QuantityKind = "label" if label else "cardinal"
        part = PARTS.get(self.form(after + 1)) if self._hyphen(after) else PARTS.get(self.form(after))
        if part and not label and value < 10 and self.form(after) != "second":
            end = after + 2 if self._hyphen(after) else after + 1
            return self._add(start, end, value / part, "fraction")
        weak = (value in (1, 2) and after == start + 1) or self._in_name(start, after)
        if self.form(after - 1) in MAGNITUDES and value >= 1000:
            self._share_magnitude(start, Fraction(MAGNITUDES[self.form(after - 1)]))
        return self._add(start, after, value, kind, weak=weak, either=label)

    def _in_name(self, first: int, after: int) -> bool:
        """``Six Flags``: a number word with a capital inside a name may be left as it sounds."""
        inside = first > 0 and self.form(first - 1) not in (".", '"', "“", ":")
        return inside and self.text(first)[:1].isupper() and self.text(after)[:1].isupper()

    def _number_words(self, at: int) -> tuple[Fraction, int, bool]:
        """Read ``two hundred and fifty-first``; return value, index after it, and whether it is an ordinal."""
        total, current, start, last = Fraction(0), Fraction(0), at, at
        while at < len(self.words):
            form = self.form(at)
            if form in UNITS and (
                current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and UNITS[form] < 10)
            ):
                if at > start and current and current % 100 and not (self._hyphen(at - 1) or last == at):
                    break
                current += UNITS[form]
            elif form in TENS and current % 100 == 0:
                current += TENS[form]
            elif form in ORDINALS and (form not in ORDINAL_TENS or current % 100 == 0):
                if form in ORDINAL_UNITS and current % 10:
                    break
                if form in ORDINAL_BIG:
                    return total + max(current, Fraction(1)) * ORDINALS[form], at + 1, True
                if at > start and not current % 100 and self.form(at - 1) not in ("and", *MAGNITUDES, *DASHES):
                    break
                return total + current + ORDINALS[form], at + 1, True
            elif form == "hundred":
                current = max(current, Fraction(1)) * 100
            elif form == "dozen":
                current = max(current, Fraction(1)) * 12
                last = at + 1
                break
            elif form in MAGNITUDES:
                total, current = total + max(current, Fraction(1)) * MAGNITUDES[form], Fraction(0)
            else:
                break
            at = last = at + 1
            if self._hyphen(at) and self.form(at + 1) in (*UNITS, *TENS, *MAGNITUDES, *ORDINALS, "dozen"):
                nxt = self.form(at + 1)
                tens = current % 100 in range(20, 100, 10)
                if not (nxt in MAGNITUDES or nxt == "dozen" or (tens and (nxt in UNITS or nxt in ORDINAL_UNITS))):
                    break
                at += 1
            elif self.form(at) == "and" and self.form(at - 1) in MAGNITUDES:
                if self.form(at + 1) in UNITS or self.form(at + 1) in TENS:
                    at += 1
                else:
                    break
        return total + current, last, False

    def _lower(self, total: Fraction, size: int, at: int) -> tuple[Fraction, int]:
        """``3 million 200 thousand``."""
        if not self.is_digits(at) or size < 10**6:
            return total, at
        value, (step, after) = read_digits(self.form(at))[0], self._magnitude(at + 1)
        return (total + value * step, after) if 1 < step < size else (total, at)

    def _ordinal(self, first: int, after: int, value: Fraction, digits: bool = False) -> int:
        following = self.form(after + 1) if self._hyphen(after) else self.form(after)
        kind: QuantityKind = (
            "century" if following in ("century", "centuries") or self._shared_century(after) else "ordinal"
        )
        one_of = self.form(after) == "of" and self.form(first - 1) in ("a", "one")
        if self.form(first) in PARTS and one_of and not digits:
            self.found.append(Quantity(self.span(first, after), Fraction(1, PARTS[self.form(first)]), "fraction"))
            return after
        weak = value <= 2 and not digits and kind == "ordinal"
        self.found.append(Quantity(self.span(first, after), value, kind, weak=weak, digits=digits))
        return after

    def _shared_century(self, at: int) -> bool:
        """``18th and 19th centuries``, ``the 18th or 19th century``."""
        forms = [self.form(i) for i in range(at, at + 5)]
        joined = forms[0] in ("and", "or", "to", *DASHES)
        return joined and any(form in ("century", "centuries") for form in forms[2:])

    def _roman(self, at: int) -> int:
        text, before = self.text(at), self.text(at - 1)
        match = ROMAN.match(text) if text and text.isupper() else None
        if not match or not before[:1].isupper() or not self.words[at].spaced or len(before) < 3:
            return at
        if text in ("I", "V", "X") and self.form(at - 1) not in ("war", "elizabeth", "apollo", "henry", "louis"):
            return at
        ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}[match[2]]
        value = Fraction(10 * len(match[1]) + ones)
        self.found.append(Quantity(self.span(at, at + 1), value, "label", weak=True, either=True))
        return at + 1

    # -- the rest ------------------------------------------------------------------------------------------------

    def _lone(self, at: int) -> int:
        form = self.form(at)
        if form in DECADES:
            return self._add(at, at + 1, Fraction(DECADES[form]), "decade")
        if form in MULTIPLES:
            return self._add(at, at + 1, Fraction(MULTIPLES[form]), "multiple", weak=True)
        if form in GROUPS:
            return self._add(at, at + 1, Fraction(GROUPS[form]), weak=True)
        if form in VAGUE:
            value, after = Fraction(VAGUE[form]), at + 1
            if self.form(after) == "of" and self.form(after + 1) in VAGUE and VAGUE[self.form(after + 1)] >= 100:
                value, after = value * VAGUE[self.form(after + 1)], after + 2
            elif self.form(after) in MAGNITUDES:
                value, after = value * MAGNITUDES[self.form(after)], after + 1
            return self._add(at, after, value, "vague", weak=True)
        if form in ("half", "quarter") or (form == "third" and self.form(at - 1) in ("a", "one")):
            return self._part(at)
        return self._noun_and_half(at)

    def _part(self, at: int) -> int:
        form, after = self.form(at), at + 1
        if self._hyphen(after):
            after += 1
        if form == "half" and self.form(after) in ("a", "an"):
            after += 1
        size, end = self._magnitude(after)
        if self.form(after) == "dozen":
            size, end = 12, after + 1
        if end > after:
            return self._add(at, end, Fraction(size, PARTS[form]))
        unsure = form == "quarter" and self.form(at - 1) not in ("a", "one")  # of a year, a match, a town
        weak = unsure or self.form(at + 1) in ("way", "hour", "an", "brother", "sister", "time", "century")
        return self._add(at, at + 1, Fraction(1, PARTS[form]), "fraction", weak=weak)

    def _noun_and_half(self, at: int) -> int:
        """``an hour and a half``."""
        if self.form(at) not in ("a", "an") or self.form(at + 2) != "and" or self.form(at + 3) != "a":
            return at
        part = PARTS.get(self.form(at + 4))
        if part not in (2, 4):
            return at
        value = 1 + Fraction(1, part)
        number = Quantity(self.span(at, at + 5), value, "cardinal", self.form(at + 1), self._qualifier(at))
        self.found.append(number)
        return at + 5

    def _and_half(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        """``three and a half years``, ``three years and a half``, ``three-and-a-half``."""
        if number.amount >= 1000 or number.kind != "cardinal":
            return number, after
        for gap in (0, 1):
            forms = [self.form(i) for i in range(after + gap, after + gap + 6)]
            skipped = [form for form in forms if form not in DASHES]
            part = PARTS.get(skipped[2]) if len(skipped) > 2 and skipped[:2] == ["and", "a"] else None
            if part in (2, 4, 3):
                end = after + gap + forms.index(skipped[2]) + 1
                unit = self.form(after) if gap else number.unit
                span = Span(number.span.start, self.words[end - 1].end)
                value = number.amount + Fraction(1, part or 1)
                return replace(number, amount=value, span=span, unit=unit, weak=False), end
        return number, after

    def _measure(self, number: Quantity, first: int, after: int) -> tuple[Quantity, int]:
        """Recognize the percent sign, the currency, or the noun that is counted."""
        form = self.form(after)
        if form in ("%", "percent") or (form == "per" and self.form(after + 1) == "cent"):
            end = after + (2 if form == "per" else 1)
            span = Span(number.span.start, self.words[end - 1].end)
            return replace(number, kind="percentage", span=span, weak=False), end
        if form == "percentage" and self.form(after + 1) in ("point", "points"):
            return replace(number, unit="percentage point"), after
        before = self.form(first - 1)
        sign = SIGNED.get(before) or CURRENCY_CODES.get(before) or CURRENCY_CODES.get(form) or SIGNED.get(form)
        if sign:
            return replace(number, kind="money", unit=sign), after
        unit = self._unit(after)
        if unit in ENGLISH_CURRENCIES:
            return replace(number, kind="money", unit=ENGLISH_CURRENCIES[unit]), after
        return replace(number, unit=number.unit or unit), after

    def _unit(self, at: int) -> str:
        """Return the head noun after a number: the first plural, or the first word that is no adjective."""
        if self.form(at) in DASHES and self.glued(at):
            at += 1
        found = ""
        for word in self.words[at : at + 4]:
            if word.kind != "latin" or word.form in NOT_UNITS:
                break
            if word.form.endswith("s") and not word.form.endswith(("ss", "us", "ous")):
                return word.form
            if not found or ADJECTIVE.match(found) or found[0].isupper():
                found = word.text if word.text[0].isupper() else word.form
        return found.lower()

    def _qualifier(self, first: int) -> str:
        before = [self.form(at) for at in range(max(0, first - 4), first) if self.form(at) not in SIGNED]
        for phrase, name in sorted(PHRASES, key=lambda pair: -len(pair[0])):
            if tuple(before[-len(phrase) :]) == phrase:
                return name
        return QUALIFIERS.get(before[-1], "") if before else ""


def scan_english(words: Sequence[Word]) -> list[Quantity]:
    """Find the numbers among the words of a sentence, in order; dates are not looked at."""
    return _Parser(words).scan()
