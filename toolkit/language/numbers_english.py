"""English numbers in words and digits, from fractions to trillions, and clock times: ``9:30 p.m.``, ``10 o'clock``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.article.lexicon import rows
from toolkit.article.lexicon import words as listed
from toolkit.article.types import Span
from toolkit.language.currencies import CURRENCY_CODES, ENGLISH_CURRENCIES, SIGNED
from toolkit.language.english import FUNCTION_WORDS
from toolkit.language.quantity import Quantity, QuantityKind, read_digits
from toolkit.language.words import MINUS, Word, WordReader

__all__ = ["scan_english"]


def _table(*classes: str) -> dict[str, int]:
    return {word: int(row[1]) for row in rows("numerals") if row[0] in classes for word in row[2].split()}


_UNITS, _TENS, _MAGNITUDES, _SHORT = _table("unit"), _table("tens"), _table("magnitude"), _table("short")
_ORDINAL_UNITS, _ORDINAL_BIG = _table("ordinal"), _table("big_ordinal")
_ORDINAL_TENS = {word.removesuffix("y") + "ieth": value for word, value in _TENS.items()}
_ORDINALS = _ORDINAL_UNITS | _ORDINAL_TENS | _ORDINAL_BIG
_DECADES = {word.removesuffix("y") + "ies": value for word, value in _TENS.items()}
_PARTS, _VAGUE, _MULTIPLES, _GROUPS = _table("part"), _table("vague"), _table("multiple"), _table("group")
_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_LABELS = listed("numerals", "label", column=2)
_QUALIFIERS = {word: row[1] for row in rows("numerals") if row[0] == "qualifier" for word in row[2].split()}
_PHRASES = {
    **dict.fromkeys(("no less than", "no fewer than", "at least"), "at least"),
    **dict.fromkeys(("no more than", "as many as", "as much as", "at most", "up to"), "at most"),
    **dict.fromkeys(("more than", "greater than"), "over"),
    **dict.fromkeys(("less than", "fewer than"), "under"),
    "close to": "about",
}
"""Qualifiers of several words, the longer before those that they end with."""

_ROMAN = re.compile(r"(?=[XVI])(X{0,3})(IX|IV|V?I{0,3})$")
_ONES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_DASHES = MINUS | {"—"}
_NOT_UNITS = FUNCTION_WORDS | {"percent"}
_ADJECTIVE = re.compile(
    r".*(al|ic|ous|ian|ish|ese|ive|able|ible|ary|ern|ed|less|ful|new|old|big|small|large|long|young)$"
)
_PRONOUN_ONE = frozenset(["another", "no", "this", "that", "which", "every", "each", "any", "the"])


class _Parser(WordReader):
    """Reads numbers off the words of one text, left to right."""

    def __init__(self, words: Sequence[Word]) -> None:
        super().__init__(words)
        self.found: list[Quantity] = []

    def scan(self) -> list[Quantity]:
        """Return the numbers of the text, in order."""
        self.read(self._clock, self._digits, self._roman, self._spelled, self._lone)
        return self.found

    def _hyphen(self, at: int) -> bool:
        return self.form(at) in _DASHES and self.glued(at) and self.glued(at + 1)

    def _add(self, first: int, after: int, value: Fraction, kind: QuantityKind = "cardinal", **more: object) -> int:
        number = Quantity(self.span(first, after), value, kind, **more)  # type: ignore[arg-type]
        if number.kind in ("cardinal", "fraction", "vague", "code"):
            number, after = self._and_half(number, after)
            number, after = self._negative(*self._measure(number, first, after), first)
        self.found.append(replace(number, qualifier=self._qualifier(first)))
        return after

    def _negative(self, number: Quantity, after: int, first: int) -> tuple[Quantity, int]:
        """``-5``, ``minus five``, ``5 degrees below zero``."""
        signed = self.has_sign(first) or self.form(first - 1) in ("minus", "negative")
        below = next((i for i in range(after, after + 3) if self.form(i) == "below" and self.form(i + 1) == "zero"), 0)
        if number.kind == "code" or not (signed or below):
            return number, after
        span = Span(self.words[first - signed].start, number.span.end)
        also = (number.amount,) if number.kind == "percentage" else number.also  # "fell by 5%" says the sign in words
        number = replace(number, amount=-number.amount, span=span, weak=False, also=also)
        return number, below + 2 if below else after

    # -- clock times ---------------------------------------------------------------------------------------------------

    def _clock(self, at: int) -> int:
        if self.form(at) in ("noon", "midnight"):
            value = Fraction(720 if self.form(at) == "noon" else 0)
            self.found.append(Quantity(self.span(at, at + 1), value, "time", weak=True))
            return at + 1
        minutes, after = self._hour_minute(at)
        if minutes < 0:
            return at
        half, end = self._half_of_day(after)
        if self.form(after) == "o" and self.form(after + 2) == "clock":
            half, end = self._half_of_day(after + 3)
        elif after == at + 1 and not half:
            return at
        minutes += 720 if half > 0 and minutes < 720 else -720 if half < 0 and minutes >= 720 else 0
        self.found.append(Quantity(self.span(at, end), Fraction(minutes), "time", digits=self.is_digits(at)))
        return end

    def _hour_minute(self, at: int) -> tuple[int, int]:
        """Return the minutes after midnight that are said at `at`, -1 for none, and the index after them."""
        form, minute, after = self.form(at), "0", at + 1
        if form in _UNITS:
            return (_UNITS[form] * 60, after) if 1 <= _UNITS[form] <= 12 else (-1, at)
        if re.fullmatch(r"\d{1,2}\.\d{2}", form) and self._half_of_day(after)[0]:
            form, minute = form.split(".")
        elif self.form(after) == ":" and self.glued(after) and self.glued(after + 1) and self.is_digits(after + 1):
            minute = self.form(after + 1)
            after += 4 if self.form(after + 2) == ":" and self.is_digits(after + 3) else 2
        said = re.fullmatch(r"\d{1,2}", form) and re.fullmatch(r"0|\d\d", minute)
        valid = said and int(form) <= 24 and int(minute) < 60
        return (int(form) * 60 + int(minute), after) if valid else (-1, at)

    def _half_of_day(self, at: int) -> tuple[int, int]:
        """Return -1 (a.m.), 1 (p.m.) or 0 and the index after it."""
        form, half = self.form(at), -1 if self.form(at)[:1] == "a" else 1
        if form in ("am", "pm"):
            return half, at + 1
        if form in ("a", "p") and self.form(at + 1) == "." and self.form(at + 2) == "m" and self.glued(at + 2):
            return half, at + 3 + (self.form(at + 3) == ".")
        return 0, at

    # -- digits --------------------------------------------------------------------------------------------------------

    def _digits(self, at: int) -> int:
        if not self.is_digits(at):
            return at
        following, glued = self.form(at + 1), self.glued(at + 1)
        value, also = read_digits(self.form(at))
        if glued and following in ("st", "nd", "rd", "th"):
            return self._ordinal(at, at + 2, value, digits=True)
        plural = 2 if following == "s" else 3 if following in ("'", "’") and self.form(at + 2) == "s" else 0
        if plural and glued and (value >= 1000 or value % 10 == 0):
            return self._add(at, at + plural, value, "decade" if value % 10 == 0 else "code", digits=True)
        if self._is_code(at):
            return self._add(at, at + 1, value, "code", digits=True, either=True)
        size, after = self._magnitude(at + 1)
        if after > at + 1:
            self._share_magnitude(at, Fraction(size))
            return self._add(at, after, value * size, digits=True, also=tuple(other * size for other in also))
        value, after = self._mixed_fraction(value, after)
        label, also = self._is_label(at), also + self._short_year(at, value)
        return self._add(at, after, value, "label" if label else "cardinal", digits=True, also=also, either=label)

    def _short_year(self, at: int, value: Fraction) -> tuple[Fraction, ...]:
        """``1995-96``, ``2008/09``: the year in two digits."""
        if not self.found or self.form(at - 1) not in (*_DASHES, "/") or len(self.form(at)) != 2:
            return ()
        before = self.found[-1].amount
        near = self.found[-1].span.end == self.words[at - 1].start
        return (before // 100 * 100 + value,) if near and 1000 <= before <= 2100 else ()

    def _is_code(self, at: int) -> bool:
        """``F-16``, ``A1GP``, ``39C``: digits that are part of a name."""
        before = self.words[at - 1] if at and self.glued(at) else None
        if before and before.kind == "latin" and before.form not in ("us", "a", "c", "hk", "nt", "rs"):
            return True
        if before and before.form in _DASHES and not before.spaced:
            return at > 1 and self.words[at - 2].kind == "latin" and self.text(at - 2)[0].isupper()
        after = self.text(at + 1) if self.glued(at + 1) and self.words[at + 1].kind == "latin" else ""
        return after.isupper() and len(after) <= 2 and after.lower() not in _SHORT

    def _is_label(self, at: int) -> bool:
        before = self.form(at - 1)
        return before == "#" or (self.form(at - 2) in ("no", "nos") if before in (".", "°") else before in _LABELS)

    def _mixed_fraction(self, value: Fraction, after: int) -> tuple[Fraction, int]:
        if sign := _SIGNS.get(self.form(after)):
            return value + sign, after + 1
        if self.form(after) == "/" and self.glued(after) and self.glued(after + 1) and self.is_digits(after + 1):
            below = read_digits(self.form(after + 1))[0]
            if 1 < below <= 10 and value < below and not self.is_digits(after + 2) and self.form(after + 2) != "/":
                return value / below, after + 2
        return value, after

    def _magnitude(self, at: int) -> tuple[int, int]:
        """Return the magnitude words or letter at `at` and the index after them."""
        after, size = at + self._hyphen(at), 1
        while self.form(after) in _MAGNITUDES:
            size, after = size * _MAGNITUDES[self.form(after)], after + 1
        if size > 1:
            return size, after
        form = self.form(at)
        short = form in _SHORT and (self.glued(at) or form in ("bn", "mn", "tn", "mln"))
        metre = form == "m" and self.form(at - 2) not in (*SIGNED, "us")
        return (_SHORT[form], at + 1) if short and not metre else (1, at)

    def _share_magnitude(self, at: int, size: Fraction) -> None:
        """``5-6 million``, ``between 5 and 6 million``: the number before may share the magnitude."""
        if not self.found or self.found[-1].kind not in ("cardinal", "money"):
            return
        before = self.found[-1]
        between = self.between(before.span, self.words[at].start)
        if between and all(form in _DASHES or form in ("to", "and", "or", "$", "€", "£") for form in between):
            self.found[-1] = replace(before, also=(*before.also, before.amount * size))

    # -- number words --------------------------------------------------------------------------------------------------

    def _spelled(self, start: int) -> int:
        at = start + (self.form(start) in ("a", "an") and self.form(start + 1) in (*_MAGNITUDES, "dozen"))
        value, after, ordinal = self._number_words(at)
        if after == at:
            return start
        if ordinal:
            return self._ordinal(start, after, value)
        alone = after == start + 1
        if alone and self.form(start) == "one":
            pronoun = self.form(start - 1) in _PRONOUN_ONE or self.form(after) in ("another", "day")
            return after if pronoun else self._add(start, after, value, weak=True)
        label = alone and self._is_label(start)
        end = after + self._hyphen(after)
        part = _PARTS.get(self.form(end))
        if part and not label and value < 10 and self.form(after) != "second":
            return self._add(start, end + 1, value / part, "fraction")
        weak = (value in (1, 2) and alone) or self._in_name(start, after)
        if self.form(after - 1) in _MAGNITUDES and value >= 1000:
            self._share_magnitude(start, Fraction(_MAGNITUDES[self.form(after - 1)]))
        return self._add(start, after, value, "label" if label else "cardinal", weak=weak, either=label)

    def _in_name(self, first: int, after: int) -> bool:
        """``Six Flags``: a number word with a capital inside a name may be left as it sounds."""
        inside = first > 0 and self.form(first - 1) not in (".", '"', "“", ":")
        return inside and self.text(first)[:1].isupper() and self.text(after)[:1].isupper()

    def _number_words(self, at: int) -> tuple[Fraction, int, bool]:
        """Read ``two hundred and fifty-first``; return value, index after it, and whether it is an ordinal."""
        total, current, start, last = Fraction(0), Fraction(0), at, at
        while at < len(self.words):
            form, rest = self.form(at), current % 100
            if form in _UNITS and (not rest or (rest % 10 == 0 and rest >= 20 and _UNITS[form] < 10)):
                if rest and not (self._hyphen(at - 1) or last == at):
                    break
                current += _UNITS[form]
            elif form in _TENS and not rest:
                current += _TENS[form]
            elif form in _ORDINALS:
                if form in _ORDINAL_BIG:
                    return total + max(current, Fraction(1)) * _ORDINALS[form], at + 1, True
                joined = rest or self.form(at - 1) in ("and", *_MAGNITUDES, *_DASHES)
                if rest if form in _ORDINAL_TENS else rest % 10 or (at > start and not joined):
                    break
                return total + current + _ORDINALS[form], at + 1, True
            elif form in ("hundred", "dozen"):
                current = max(current, Fraction(1)) * (100 if form == "hundred" else 12)
            elif form in _MAGNITUDES:
                total, current = total + max(current, Fraction(1)) * _MAGNITUDES[form], Fraction(0)
            else:
                break
            at = last = at + 1
            if form == "dozen":
                break
            step = self._joint(at, current % 100 in range(20, 100, 10))
            if step < 0:
                break
            at += step
        return total + current, last, False

    def _joint(self, at: int, tens: bool) -> int:
        """Return 1 where a hyphen or "and" at `at` joins another number word, 0 for neither, -1 where it ends one."""
        following = self.form(at + 1)
        if self._hyphen(at) and following in (*_UNITS, *_TENS, *_MAGNITUDES, *_ORDINALS, "dozen"):
            small = following in _UNITS or following in _ORDINAL_UNITS
            return 1 if following in (*_MAGNITUDES, "dozen") or (tens and small) else -1
        if self.form(at) == "and" and self.form(at - 1) in _MAGNITUDES:
            return 1 if following in _UNITS or following in _TENS else -1
        return 0

    def _ordinal(self, first: int, after: int, value: Fraction, digits: bool = False) -> int:
        following = self.form(after + self._hyphen(after))
        century = following in ("century", "centuries") or self._shared_century(after)
        one_of = self.form(after) == "of" and self.form(first - 1) in ("a", "one")
        if self.form(first) in _PARTS and one_of and not digits:
            self.found.append(Quantity(self.span(first, after), Fraction(1, _PARTS[self.form(first)]), "fraction"))
            return after
        weak = value <= 2 and not digits and not century
        kind: QuantityKind = "century" if century else "ordinal"
        self.found.append(Quantity(self.span(first, after), value, kind, weak=weak, digits=digits))
        return after

    def _shared_century(self, at: int) -> bool:
        """``18th and 19th centuries``, ``the 18th or 19th century``."""
        joined = self.form(at) in ("and", "or", "to", *_DASHES)
        return joined and any(self.form(i) in ("century", "centuries") for i in range(at + 2, at + 5))

    def _roman(self, at: int) -> int:
        text, before = self.text(at), self.text(at - 1)
        match = _ROMAN.match(text) if text.isupper() else None
        if not match or not before[:1].isupper() or not self.words[at].spaced or len(before) < 3:
            return at
        if text in ("I", "V", "X") and before.lower() not in ("war", "elizabeth", "apollo", "henry", "louis"):
            return at
        value = Fraction(10 * len(match[1]) + _ONES[match[2]])
        self.found.append(Quantity(self.span(at, at + 1), value, "label", weak=True, either=True))
        return at + 1

    # -- the rest ------------------------------------------------------------------------------------------------------

    def _lone(self, at: int) -> int:
        form = self.form(at)
        if form in _DECADES:
            return self._add(at, at + 1, Fraction(_DECADES[form]), "decade")
        if form in _MULTIPLES:
            return self._add(at, at + 1, Fraction(_MULTIPLES[form]), "multiple", weak=True)
        if form in _GROUPS:
            return self._add(at, at + 1, Fraction(_GROUPS[form]), weak=True)
        if form in _VAGUE:
            further = at + 2 if self.form(at + 1) == "of" else at + 1  # tens of thousands, several million
            size = (_VAGUE if further > at + 1 else _MAGNITUDES).get(self.form(further), 1)
            after = further + 1 if size >= 100 else at + 1
            return self._add(at, after, Fraction(_VAGUE[form] * (size if size >= 100 else 1)), "vague", weak=True)
        if form in ("half", "quarter") or (form == "third" and self.form(at - 1) in ("a", "one")):
            return self._part(at)
        if form in ("a", "an") and (part := self._half_at(at + 2)):  # an hour and a half
            value = 1 + Fraction(1, part)
            number = Quantity(self.span(at, at + 5), value, "cardinal", self.form(at + 1), self._qualifier(at))
            self.found.append(number)
            return at + 5
        return at

    def _part(self, at: int) -> int:
        form, after = self.form(at), at + 1 + self._hyphen(at + 1)
        after += form == "half" and self.form(after) in ("a", "an")
        size, end = (12, after + 1) if self.form(after) == "dozen" else self._magnitude(after)
        if end > after:
            return self._add(at, end, Fraction(size, _PARTS[form]))
        unsure = form == "quarter" and self.form(at - 1) not in ("a", "one")  # of a year, a match, a town
        weak = unsure or self.form(at + 1) in ("way", "hour", "an", "brother", "sister", "time", "century")
        return self._add(at, at + 1, Fraction(1, _PARTS[form]), "fraction", weak=weak)

    def _half_at(self, at: int) -> int:
        """Return 2 for "and a half" at `at`, 4 for "and a quarter", 0 for neither; hyphens may stand between."""
        forms = [self.form(i) for i in range(at, at + 6) if self.form(i) not in _DASHES]
        part = _PARTS.get(forms[2], 0) if forms[:2] == ["and", "a"] else 0
        return part if part in (2, 3, 4) else 0

    def _and_half(self, number: Quantity, after: int) -> tuple[Quantity, int]:
        """``three and a half years``, ``three years and a half``, ``three-and-a-half``."""
        for gap in (0, 1) if number.amount < 1000 and number.kind == "cardinal" else ():
            if part := self._half_at(after + gap):
                end = next(i for i in range(after + gap, len(self.words)) if self.form(i) in _PARTS) + 1
                unit = self.form(after) if gap else number.unit
                span = Span(number.span.start, self.words[end - 1].end)
                return replace(number, amount=number.amount + Fraction(1, part), span=span, unit=unit, weak=False), end
        return number, after

    def _measure(self, number: Quantity, first: int, after: int) -> tuple[Quantity, int]:
        """Recognize the percent sign, the currency, or the noun that is counted."""
        form = self.form(after)
        if form in ("%", "percent") or (form == "per" and self.form(after + 1) == "cent"):
            end = after + 1 + (form == "per")
            span = Span(number.span.start, self.words[end - 1].end)
            return replace(number, kind="percentage", span=span, weak=False), end
        if form == "percentage" and self.form(after + 1) in ("point", "points"):
            return replace(number, unit="percentage point"), after
        before, unit = self.form(first - 1), self._unit(after)
        money = SIGNED.get(before) or CURRENCY_CODES.get(before) or CURRENCY_CODES.get(form) or SIGNED.get(form)
        if money := money or ENGLISH_CURRENCIES.get(unit, ""):
            return replace(number, kind="money", unit=money), after
        return replace(number, unit=number.unit or unit), after

    def _unit(self, at: int) -> str:
        """Return the head noun after a number: the first plural, or the first word that is no adjective."""
        at += self.form(at) in _DASHES and self.glued(at)
        found = ""
        for word in self.words[at : at + 4]:
            if word.kind != "latin" or word.form in _NOT_UNITS:
                break
            if word.form.endswith("s") and not word.form.endswith(("ss", "us", "ous")):
                return word.form
            if not found or _ADJECTIVE.match(found) or found[0].isupper():
                found = word.text if word.text[0].isupper() else word.form
        return found.lower()

    def _qualifier(self, first: int) -> str:
        before = [self.form(at) for at in range(max(0, first - 4), first) if self.form(at) not in SIGNED]
        said = f" {' '.join(before)}"
        phrase = next((name for phrase, name in _PHRASES.items() if said.endswith(f" {phrase}")), "")
        return phrase or (_QUALIFIERS.get(before[-1], "") if before else "")


def scan_english(words: Sequence[Word]) -> list[Quantity]:
    """Find the numbers among the words of a sentence, in order; dates are not looked at."""
    return _Parser(words).scan()
