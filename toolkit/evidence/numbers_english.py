"""The grammar of English numbers. In: English text. Out: Numbers in words and digits, magnitudes joined.

Covers cardinals, ordinals, dozens, fractions, "an hour and a half", decades, centuries, percentages, money, clock
times, labels (Category 4, Louis XVI) and the vague words (hundreds of).
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from toolkit.article.types import Span
from toolkit.evidence.numbers import Number, NumberKind, read_digits
from toolkit.evidence.words import split_words

__all__ = ["scan_english"]

_UNITS = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty thirty forty fifty sixty seventy eighty ninety").split(), start=2)
} | {"fourty": 40}
_MAGNITUDES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12, "k": 10**3}
_ORDINAL_UNITS = {
    word: value
    for value, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ).split(),
        start=1,
    )
}
_ORDINAL_TENS = {word.removesuffix("y") + "ieth": value for word, value in _TENS.items()}
_ORDINAL_BIG = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
_ORDINALS = _ORDINAL_UNITS | _ORDINAL_TENS | _ORDINAL_BIG
_DECADES = {word.removesuffix("y") + "ies": value for word, value in _TENS.items()}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_VAGUE = {
    "dozens": 10, "scores": 10, "tens": 10, "hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12, "several": 3, "few": 3,
}  # fmt: skip
_MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "thrice": 3, "triple": 3,
    "tripled": 3, "triples": 3, "tripling": 3, "threefold": 3, "quadruple": 4, "quadrupled": 4, "fourfold": 4,
    "fivefold": 5, "tenfold": 10, "hundredfold": 100,
}  # fmt: skip
_GROUPS = {
    "both": 2, "pair": 2, "couple": 2, "duo": 2, "twin": 2, "twins": 2, "pairs": 2, "couples": 2,
    "once": 1, "single": 1, "trio": 3, "triad": 3, "quartet": 4,
}  # fmt: skip
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₽": "rouble", "₪": "shekel"}
_CURRENCY = re.compile(
    "(dollar|euro|pound|rouble|ruble|riyal|rial|dirham|dinar|lira|shekel|yen|yuan|rupee|franc|toman|cent|krona|krone)s?$"
)
_CODES = {
    "usd": "dollar", "eur": "euro", "gbp": "pound", "rub": "rouble", "sar": "riyal", "aed": "dirham", "ils": "shekel",
    "jpy": "yen", "cny": "yuan", "inr": "rupee",
}  # fmt: skip
_LABELS = frozenset(
    (
        "category phase article chapter level type group number no nos stage part section room page grade "
        "class version resolution channel gate line volume act step day division highway route flight unit "
        "block brigade table figure appendix title rank season episode round platform station article"
    ).split()
)
_QUALIFIERS = {
    **dict.fromkeys(("about around roughly approximately nearly almost some circa estimated").split(), "about"),
    **dict.fromkeys(["over", "exceeding", "exceeded", "above", "beyond"], "over"),
    **dict.fromkeys(["under", "below"], "under"),
}
_PHRASES = (
    (("more", "than"), "over"),
    (("greater", "than"), "over"),
    (("less", "than"), "under"),
    (("fewer", "than"), "under"),
    (("at", "least"), "at least"),
    (("no", "less", "than"), "at least"),
    (("no", "fewer", "than"), "at least"),
    (("at", "most"), "at most"),
    (("up", "to"), "at most"),
    (("as", "many", "as"), "at most"),
    (("as", "much", "as"), "at most"),
    (("no", "more", "than"), "at most"),
    (("close", "to"), "about"),
)
_ROMAN = re.compile(r"(?=[XVI])(X{0,3})(IX|IV|V?I{0,3})$")
_DASHES = frozenset("-–—‑−")
_NOT_UNITS = frozenset(
    (
        "of to and or in on at by for from the a an with as than per is are was were be been has have had it "
        "that which who while when but if into after before since until between against out up down off over "
        "not more other another percent"
    ).split()
)
_ADJECTIVE = re.compile(
    r".*(al|ic|ous|ian|ish|ese|ive|able|ible|ary|ern|ed|less|ful|new|old|big|small|large|long|young)$"
)
_PRONOUN_ONE = frozenset(["another", "no", "this", "that", "which", "every", "each", "any", "the"])


class _Parser:
    """Reads numbers off the words of one text, left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = split_words(text)
        self.found: list[Number] = []

    def scan(self) -> list[Number]:
        at = 0
        while at < len(self.words):
            at = self._one(at)
        return self.found

    def _form(self, at: int) -> str:
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def _text(self, at: int) -> str:
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def _is_digits(self, at: int) -> bool:
        return 0 <= at < len(self.words) and self.words[at].kind == "digits"

    def _glued(self, at: int) -> bool:
        """Tell whether word `at` follows the one before without a space."""
        return 0 < at < len(self.words) and not self.words[at].spaced

    def _hyphen(self, at: int) -> bool:
        return self._form(at) in _DASHES and self._glued(at) and self._glued(at + 1)

    def _one(self, at: int) -> int:
        for read in (self._clock, self._digits, self._roman, self._spelled, self._lone):
            after = read(at)
            if after > at:
                return after
        return at + 1

    def _add(self, first: int, after: int, value: Fraction, kind: NumberKind = "cardinal", **more: object) -> int:
        number = Number(Span(self.words[first].start, self.words[after - 1].end), value, kind, **more)  # type: ignore[arg-type]
        if number.kind in ("cardinal", "fraction", "vague", "code"):
            number, after = self._and_half(number, after)
            number, after = self._measure(number, first, after)
        self.found.append(replace(number, qualifier=self._qualifier(first)))
        return after

    # -- clock times ---------------------------------------------------------------------------------------------

    def _clock(self, at: int) -> int:
        if self._form(at) in ("noon", "midnight"):
            value = 720 if self._form(at) == "noon" else 0
            self.found.append(Number(self._span(at, at + 1), Fraction(value), "time", weak=True))
            return at + 1
        if not self._is_digits(at) and self._form(at) not in _UNITS:
            return at
        value, after = self._hour_minute(at)
        if value < 0:
            return at
        half, end = self._half_of_day(after)
        if after == at + 1 and not half and self._form(after) != "o":
            return at
        if self._form(after) == "o" and self._form(after + 2) == "clock":
            after += 3
            half, end = self._half_of_day(after)
        elif after == at + 1 and not half:
            return at
        value += 720 if half > 0 and value < 720 else -720 if half < 0 and value >= 720 else 0
        self.found.append(Number(self._span(at, end), Fraction(value), "time", digits=self._is_digits(at)))
        return end

    def _hour_minute(self, at: int) -> tuple[int, int]:
        if self._form(at) in _UNITS:
            hour = _UNITS[self._form(at)]
            return (hour * 60, at + 1) if 1 <= hour <= 12 else (-1, at)
        form = self._form(at)
        dotted = re.fullmatch(r"(\d{1,2})\.(\d{2})", form)
        if dotted and self._half_of_day(at + 1)[0] and int(dotted[1]) < 25 and int(dotted[2]) < 60:
            return int(dotted[1]) * 60 + int(dotted[2]), at + 1
        if not form.isdigit() or int(form) > 24:
            return -1, at
        if self._form(at + 1) == ":" and self._is_digits(at + 2) and self._glued(at + 1) and self._glued(at + 2):
            minutes = self._form(at + 2)
            if len(minutes) == 2 and minutes.isdigit() and int(minutes) < 60:
                seconds = self._form(at + 3) == ":" and self._is_digits(at + 4)
                return int(form) * 60 + int(minutes), at + 5 if seconds else at + 3
            return -1, at
        return int(form) * 60, at + 1

    def _half_of_day(self, at: int) -> tuple[int, int]:
        """Return -1 (a.m.), 1 (p.m.) or 0 and the index after it."""
        form = self._form(at)
        if form in ("am", "pm"):
            return (-1 if form == "am" else 1), at + 1
        if form in ("a", "p") and self._form(at + 1) == "." and self._form(at + 2) == "m" and self._glued(at + 2):
            return (-1 if form == "a" else 1), at + (4 if self._form(at + 3) == "." else 3)
        if form in ("a", "p") and self._form(at + 1) == "m" and self._form(at) and self._glued(at):
            return (-1 if form == "a" else 1), at + 2
        if form == "in" and self._form(at + 1) == "the" and self._form(at + 2) in ("morning", "evening", "afternoon"):
            return (-1 if self._form(at + 2) == "morning" else 1), at
        return 0, at

    def _span(self, first: int, after: int) -> Span:
        return Span(self.words[first].start, self.words[after - 1].end)

    # -- digits --------------------------------------------------------------------------------------------------

    def _digits(self, at: int) -> int:
        if not self._is_digits(at):
            return at
        word, following = self.words[at], self._form(at + 1)
        value, also = read_digits(word.form)
        glued = self._glued(at + 1)
        if glued and following in ("st", "nd", "rd", "th"):
            return self._ordinal(at, at + 2, value, digits=True)
        if ((following == "s" and glued) or (following in ("'", "’") and self._form(at + 2) == "s" and glued)) and (
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
        if not self.found or self._form(at - 1) not in (*_DASHES, "/") or len(self._form(at)) != 2:
            return ()
        before = self.found[-1].value
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
        if before and not word.spaced and before.form in _DASHES and not before.spaced:
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
            and after.form not in _SHORT
        )

    def _is_label(self, at: int) -> bool:
        before = self._form(at - 1)
        if before in (".", "#", "°"):
            before = "no" if before == "#" else self._form(at - 2)
            return before in ("no", "nos")
        return before in _LABELS or self._form(at - 1) == "world" or before in ("war", "apollo", "highway")

    def _spaced_thousands(self, at: int, value: Fraction) -> tuple[Fraction, int]:
        after = at + 1
        while self._is_digits(after) and self._form(after) == "000" and len(self._form(at)) <= 3:
            value, after = value * 1000, after + 1
        return value, after

    def _mixed_fraction(self, value: Fraction, after: int) -> tuple[Fraction, int]:
        sign = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}.get(self._form(after))
        if sign:
            return value + sign, after + 1
        if self._form(after) == "/" and self._glued(after) and self._glued(after + 1) and self._is_digits(after + 1):
            below = read_digits(self._form(after + 1))[0]
            if 1 < below <= 10 and value < below and not self._is_digits(after + 2) and self._form(after + 2) != "/":
                return value / below, after + 2
        return value, after

    def _magnitude(self, at: int) -> tuple[int, int]:
        """Return the magnitude word or letter at `at` and the index after it."""
        start = at
        if self._hyphen(at):
            at += 1
        size = 1
        while self._form(at) in _MAGNITUDES:
            size, at = size * _MAGNITUDES[self._form(at)], at + 1
        if size > 1:
            return size, at
        short = self._form(start) in _SHORT and (self._glued(start) or self._form(start) in ("bn", "mn", "tn", "mln"))
        spelled_metre = (
            self._form(start) == "m" and self._form(start - 2) not in _SIGNS and self._form(start - 2) not in ("us",)
        )
        if short and not spelled_metre:
            return _SHORT[self._form(start)], start + 1
        return 1, start

    def _share_magnitude(self, at: int, size: Fraction) -> None:
        """``5-6 million``, ``between 5 and 6 million``: the number before may share the magnitude."""
        if not self.found or self.found[-1].kind not in ("cardinal", "money"):
            return
        before = self.found[-1]
        between = [w.form for w in self.words if before.span.end <= w.start < self.words[at].start]
        if between and all(form in _DASHES or form in ("to", "and", "or", "$", "€", "£") for form in between):
            self.found[-1] = replace(before, also=(*before.also, before.value * size))

    # -- number words --------------------------------------------------------------------------------------------

    def _spelled(self, at: int) -> int:
        start = at
        if self._form(at) in ("a", "an") and self._form(at + 1) in (*_MAGNITUDES, "dozen"):
            at += 1
        value, after, ordinal = self._number_words(at)
        if after == at:
            return start
        if ordinal:
            return self._ordinal(start, after, value)
        first = self._form(start)
        if after == start + 1 and first == "one":
            if self._form(start - 1) in _PRONOUN_ONE or self._form(after) in ("another", "day"):
                return after
            return self._add(start, after, value, weak=True)
        label = after == start + 1 and self._is_label(start)
        kind: NumberKind = "label" if label else "cardinal"
        part = _PARTS.get(self._form(after + 1)) if self._hyphen(after) else _PARTS.get(self._form(after))
        if part and not label and value < 10 and self._form(after) != "second":
            end = after + 2 if self._hyphen(after) else after + 1
            return self._add(start, end, value / part, "fraction")
        weak = (value in (1, 2) and after == start + 1) or self._in_name(start, after)
        if self._form(after - 1) in _MAGNITUDES and value >= 1000:
            self._share_magnitude(start, Fraction(_MAGNITUDES[self._form(after - 1)]))
        return self._add(start, after, value, kind, weak=weak, either=label)

    def _in_name(self, first: int, after: int) -> bool:
        """``Six Flags``: a number word with a capital inside a name may be left as it sounds."""
        inside = first > 0 and self._form(first - 1) not in (".", '"', "“", ":")
        return inside and self._text(first)[:1].isupper() and self._text(after)[:1].isupper()

    def _number_words(self, at: int) -> tuple[Fraction, int, bool]:
        """Read ``two hundred and fifty-first``; return value, index after it, and whether it is an ordinal."""
        total, current, start, last = Fraction(0), Fraction(0), at, at
        while at < len(self.words):
            form = self._form(at)
            if form in _UNITS and (
                current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and _UNITS[form] < 10)
            ):
                if at > start and current and current % 100 and not (self._hyphen(at - 1) or last == at):
                    break
                current += _UNITS[form]
            elif form in _TENS and current % 100 == 0:
                current += _TENS[form]
            elif form in _ORDINALS and (form not in _ORDINAL_TENS or current % 100 == 0):
                if form in _ORDINAL_UNITS and current % 10:
                    break
                if form in _ORDINAL_BIG:
                    return total + max(current, Fraction(1)) * _ORDINALS[form], at + 1, True
                if at > start and not current % 100 and self._form(at - 1) not in ("and", *_MAGNITUDES, *_DASHES):
                    break
                return total + current + _ORDINALS[form], at + 1, True
            elif form == "hundred":
                current = max(current, Fraction(1)) * 100
            elif form == "dozen":
                current = max(current, Fraction(1)) * 12
                last = at + 1
                break
            elif form in _MAGNITUDES:
                total, current = total + max(current, Fraction(1)) * _MAGNITUDES[form], Fraction(0)
            else:
                break
            at = last = at + 1
            if self._hyphen(at) and self._form(at + 1) in (*_UNITS, *_TENS, *_MAGNITUDES, *_ORDINALS, "dozen"):
                nxt = self._form(at + 1)
                tens = current % 100 in range(20, 100, 10)
                if not (nxt in _MAGNITUDES or nxt == "dozen" or (tens and (nxt in _UNITS or nxt in _ORDINAL_UNITS))):
                    break
                at += 1
            elif self._form(at) == "and" and self._form(at - 1) in _MAGNITUDES:
                if self._form(at + 1) in _UNITS or self._form(at + 1) in _TENS:
                    at += 1
                else:
                    break
        return total + current, last, False

    def _lower(self, total: Fraction, size: int, at: int) -> tuple[Fraction, int]:
        """``3 million 200 thousand``."""
        if not self._is_digits(at) or size < 10**6:
            return total, at
        value, (step, after) = read_digits(self._form(at))[0], self._magnitude(at + 1)
        return (total + value * step, after) if 1 < step < size else (total, at)

    def _ordinal(self, first: int, after: int, value: Fraction, digits: bool = False) -> int:
        following = self._form(after + 1) if self._hyphen(after) else self._form(after)
        kind: NumberKind = (
            "century" if following in ("century", "centuries") or self._shared_century(after) else "ordinal"
        )
        one_of = self._form(after) == "of" and self._form(first - 1) in ("a", "one")
        if self._form(first) in _PARTS and one_of and not digits:
            self.found.append(Number(self._span(first, after), Fraction(1, _PARTS[self._form(first)]), "fraction"))
            return after
        weak = value <= 2 and not digits and kind == "ordinal"
        self.found.append(Number(self._span(first, after), value, kind, weak=weak, digits=digits))
        return after

    def _shared_century(self, at: int) -> bool:
        """``18th and 19th centuries``, ``the 18th or 19th century``."""
        forms = [self._form(i) for i in range(at, at + 5)]
        joined = forms[0] in ("and", "or", "to", *_DASHES)
        return joined and any(form in ("century", "centuries") for form in forms[2:])

    def _roman(self, at: int) -> int:
        text, before = self._text(at), self._text(at - 1)
        match = _ROMAN.match(text) if text and text.isupper() else None
        if not match or not before[:1].isupper() or not self.words[at].spaced or len(before) < 3:
            return at
        if text in ("I", "V", "X") and self._form(at - 1) not in ("war", "elizabeth", "apollo", "henry", "louis"):
            return at
        ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}[match[2]]
        value = Fraction(10 * len(match[1]) + ones)
        self.found.append(Number(self._span(at, at + 1), value, "label", weak=True, either=True))
        return at + 1

    # -- the rest ------------------------------------------------------------------------------------------------

    def _lone(self, at: int) -> int:
        form = self._form(at)
        if form in _DECADES:
            return self._add(at, at + 1, Fraction(_DECADES[form]), "decade")
        if form in _MULTIPLES:
            return self._add(at, at + 1, Fraction(_MULTIPLES[form]), "multiple", weak=True)
        if form in _GROUPS:
            return self._add(at, at + 1, Fraction(_GROUPS[form]), weak=True)
        if form in _VAGUE:
            value, after = Fraction(_VAGUE[form]), at + 1
            if self._form(after) == "of" and self._form(after + 1) in _VAGUE and _VAGUE[self._form(after + 1)] >= 100:
                value, after = value * _VAGUE[self._form(after + 1)], after + 2
            elif self._form(after) in _MAGNITUDES:
                value, after = value * _MAGNITUDES[self._form(after)], after + 1
            return self._add(at, after, value, "vague", weak=True)
        if form in ("half", "quarter") or (form == "third" and self._form(at - 1) in ("a", "one")):
            return self._part(at)
        return self._noun_and_half(at)

    def _part(self, at: int) -> int:
        form, after = self._form(at), at + 1
        if self._hyphen(after):
            after += 1
        if form == "half" and self._form(after) in ("a", "an"):
            after += 1
        size, end = self._magnitude(after)
        if self._form(after) == "dozen":
            size, end = 12, after + 1
        if end > after:
            return self._add(at, end, Fraction(size, _PARTS[form]))
        unsure = form == "quarter" and self._form(at - 1) not in ("a", "one")  # of a year, a match, a town
        weak = unsure or self._form(at + 1) in ("way", "hour", "an", "brother", "sister", "time", "century")
        return self._add(at, at + 1, Fraction(1, _PARTS[form]), "fraction", weak=weak)

    def _noun_and_half(self, at: int) -> int:
        """``an hour and a half``."""
        if self._form(at) not in ("a", "an") or self._form(at + 2) != "and" or self._form(at + 3) != "a":
            return at
        part = _PARTS.get(self._form(at + 4))
        if part not in (2, 4):
            return at
        value = 1 + Fraction(1, part)
        number = Number(self._span(at, at + 5), value, "cardinal", self._form(at + 1), self._qualifier(at))
        self.found.append(number)
        return at + 5

    def _and_half(self, number: Number, after: int) -> tuple[Number, int]:
        """``three and a half years``, ``three years and a half``, ``three-and-a-half``."""
        if number.value >= 1000 or number.kind != "cardinal":
            return number, after
        for gap in (0, 1):
            forms = [self._form(i) for i in range(after + gap, after + gap + 6)]
            skipped = [form for form in forms if form not in _DASHES]
            part = _PARTS.get(skipped[2]) if len(skipped) > 2 and skipped[:2] == ["and", "a"] else None
            if part in (2, 4, 3):
                end = after + gap + forms.index(skipped[2]) + 1
                unit = self._form(after) if gap else number.unit
                span = Span(number.span.start, self.words[end - 1].end)
                value = number.value + Fraction(1, part or 1)
                return replace(number, value=value, span=span, unit=unit, weak=False), end
        return number, after

    def _measure(self, number: Number, first: int, after: int) -> tuple[Number, int]:
        """Recognize the percent sign, the currency, or the noun that is counted."""
        form = self._form(after)
        if form in ("%", "percent") or (form == "per" and self._form(after + 1) == "cent"):
            end = after + (2 if form == "per" else 1)
            span = Span(number.span.start, self.words[end - 1].end)
            return replace(number, kind="percentage", span=span, weak=False), end
        before = self._form(first - 1)
        sign = _SIGNS.get(before) or _CODES.get(before) or _CODES.get(form) or _SIGNS.get(form)
        if sign:
            return replace(number, kind="money", unit=sign), after
        unit = self._unit(after)
        currency = _CURRENCY.match(unit)
        if currency:
            name = {"ruble": "rouble", "rial": "riyal"}.get(currency[1], currency[1])
            return replace(number, kind="money", unit=name), after
        return replace(number, unit=number.unit or unit), after

    def _unit(self, at: int) -> str:
        """Return the head noun after a number: the first plural, or the first word that is no adjective."""
        if self._form(at) in _DASHES and self._glued(at):
            at += 1
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
        before = [self._form(at) for at in range(max(0, first - 4), first) if self._form(at) not in _SIGNS]
        for phrase, name in sorted(_PHRASES, key=lambda pair: -len(pair[0])):
            if tuple(before[-len(phrase) :]) == phrase:
                return name
        return _QUALIFIERS.get(before[-1], "") if before else ""


def scan_english(text: str) -> list[Number]:
    """Find the numbers of an English text, in order; dates are not looked at.

    Examples
    --------
    >>> [int(number.value) for number in scan_english("three million two hundred thousand")]
    [3200000]
    """
    return _Parser(text).scan()
