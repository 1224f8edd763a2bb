"""Checks that the numbers and dates of a translation are those of its Arabic, in both directions.

A word that translators add or drop freely (one, first, a dual noun) counts only where both sides are left with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from toolkit.checks.findings import Finding
from toolkit.language.dates import DateMention
from toolkit.language.quantity import Quantity, same_number
from toolkit.language.reading import Reading
from toolkit.language.wording import format_amount
from toolkit.language.words import Word

_Dates = Sequence[DateMention]
_DUAL_ENDINGS = ("ان", "ين", "اهما", "يهما", "هما", "تا", "تي")


def number_findings(ours: Reading, theirs: Reading) -> list[Finding]:
    """Find numbers that only one of an Arabic sentence and its English has."""
    arabic, english = ours.text, theirs.text
    same = _same_days(ours.dates, theirs.dates, english)
    source = _outside(ours.quantities, [mention for mention, _ in same])
    target = _outside(theirs.quantities, [mention for _, mention in same])
    missing = [number for number in source if not _has(number, target)]
    extra = [number for number in target if not _has(number, source)]
    extra += _counted_too_often(source, target)
    if any(number.amount == 2 for number in extra) and _has_dual(ours.words):
        extra = [number for number in extra if number.amount != 2 or number.digits]
    strong_missing = [number for number in missing if not number.weak]
    strong_extra = [number for number in extra if not number.weak]
    findings = []
    for number in strong_extra:
        partner = _partner(number, strong_missing, arabic, english) or _partner(number, missing, arabic, english)
        if partner in strong_missing:
            strong_missing.remove(partner)
        findings.append(_differs(arabic, english, partner, number))
    for number in strong_missing:
        partner = _partner(number, [n for n in extra if n.weak], english, arabic)
        findings.append(_differs(arabic, english, number, partner))
    return findings or _weak_finding(arabic, english, missing, extra)


def _outside(numbers: Sequence[Quantity], dates: _Dates) -> list[Quantity]:
    return [number for number in numbers if not any(number.span.overlaps(mention.span) for mention in dates)]


def _same_days(ours: _Dates, theirs: _Dates, english: str) -> list[tuple[DateMention, DateMention]]:
    """Pair dates that are the same day in another form: Hijri and Gregorian, or 7/8/2023 with the month first."""
    return [
        (one, other)
        for one in ours
        for other in theirs
        if (day := one.resolve(None)) and not one.day_from and not other.day_from
        if day in _days(other, english)
    ]


def _days(mention: DateMention, text: str) -> Iterator[date]:
    """Yield the day of a full date; in digits with slashes it may be written with the month first."""
    if day := mention.resolve(None):
        yield day
        if "/" in mention.span.of(text) and day.day <= 12 and not mention.hijri:
            yield date(day.year, day.day, day.month)


def _has(number: Quantity, others: Sequence[Quantity]) -> bool:
    return any(same_number(number, other) for other in others)


def _counted_too_often(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[Quantity]:
    """Return English digits that stand more often than the Arabic says the value."""
    if len(target) > len(source):
        return []
    by_amount: dict[Fraction, list[Quantity]] = {}
    for number in target:
        if number.digits:
            by_amount.setdefault(number.amount, []).append(number)
    extra = []
    for same in by_amount.values():
        said = sum(same_number(same[-1], other) for other in source) if same[-1].kind != "year" else 0
        if len(same) > said > 0:
            extra.append(same[-1])
    return extra


def _has_dual(words: Iterable[Word]) -> bool:
    """Tell whether some word may be a dual, which is how Arabic mostly says two."""
    return any(len(word.form) >= 5 and word.form.endswith(_DUAL_ENDINGS) for word in words)


def _partner(number: Quantity, others: Sequence[Quantity], text: str, number_text: str) -> Quantity | None:
    """Return the number of the other side that `number` most likely should have been."""
    here = number.span.start / max(1, len(number_text))

    def distance(other: Quantity) -> float:
        return abs(other.span.start / max(1, len(text)) - here) + (other.kind != number.kind)

    return min(others, key=distance, default=None)


def _weak_finding(arabic: str, english: str, missing: list[Quantity], extra: list[Quantity]) -> list[Finding]:
    """``first`` against ``الثانية``: small words count when both sides are left with one of the same family."""
    for number in extra:
        for other in missing:
            if (
                other.kind == number.kind
                and other.kind in ("ordinal", "multiple", "vague")
                and other.amount != number.amount
            ):
                return [_differs(arabic, english, other, number)]
    return []


def _differs(arabic: str, english: str, source: Quantity | None, target: Quantity | None) -> Finding:
    """Build the finding for a number of the Arabic, of the English, or both."""
    if source and target:
        said = source.span.of(arabic)
        message = f"Arabic says {format_amount(source)} ({said}); the English has {_shown(english, target)}."
        return Finding("number", "error", message, (source.span,), (target.span,))
    if target:
        message = f"The English has {_shown(english, target)}; no such number is in the Arabic."
        return Finding("number", "warning", message, (), (target.span,))
    assert source is not None
    message = f"Arabic says {format_amount(source)} ({source.span.of(arabic)}); the English does not."
    return Finding("number", "warning", message, (source.span,), ())


def _shown(english: str, number: Quantity) -> str:
    text = number.span.of(english)
    plain = number.digits or number.kind in ("ordinal", "vague", "multiple")
    return text if plain else f"{format_amount(number)} ({text})"


# -- dates -------------------------------------------------------------------------------------------------------


def date_findings(ours: Reading, theirs: Reading) -> list[Finding]:
    """Find months, weekdays and days of the month that differ in an Arabic sentence and its English."""
    arabic, english = ours.text, theirs.text
    same = _same_days(ours.dates, theirs.dates, english)
    source = [mention for mention in ours.dates if mention not in [one for one, _ in same]]
    target = [mention for mention in theirs.dates if mention not in [other for _, other in same]]
    return [
        *_differing(arabic, english, source, target, "month"),
        *_differing(arabic, english, source, target, "weekday"),
        *_differing_days(arabic, english, source, target),
    ]


def _with(mentions: Iterable[DateMention], part: str) -> list[DateMention]:
    return [mention for mention in mentions if getattr(mention, part) is not None]


def _differing(arabic: str, english: str, source: _Dates, target: _Dates, part: str) -> list[Finding]:
    """Report a month or weekday that one side has and the other does not."""
    ours, theirs = _with(source, part), _with(target, part)
    said = {(getattr(mention, part), mention.hijri) for mention in ours} | _numeric_months(source, part)
    found = {(getattr(mention, part), mention.hijri) for mention in theirs} | _numeric_months(target, part)
    extra = [mention for mention in theirs if (getattr(mention, part), mention.hijri) not in said]
    missing = [m for m in ours if (getattr(m, part), m.hijri) not in found and not m.hijri]
    findings = []
    for mention in extra:
        partner = missing.pop(0) if missing else None
        if partner:
            findings.append(_date_differs(arabic, english, partner, mention))
        else:
            message = f"The English has {mention.span.of(english)}; no such {part} is in the Arabic."
            findings.append(Finding("date", "warning", message, (), (mention.span,)))
    for mention in missing:
        message = f"Arabic says {mention.english()} ({mention.span.of(arabic)}); the English does not."
        findings.append(Finding("date", "warning", message, (mention.span,), ()))
    return findings


def _numeric_months(mentions: _Dates, part: str) -> set[tuple[int, bool]]:
    return {(m.month, False) for m in mentions if m.month and m.day and m.year} if part == "month" else set()


def _differing_days(arabic: str, english: str, source: _Dates, target: _Dates) -> list[Finding]:
    """Report a day that differs in the same month, or a year beside the same month."""
    findings = []
    ours = [mention for mention in source if mention.month and (mention.day or mention.year)]
    for mention in target:
        same = [other for other in ours if other.month == mention.month]
        if same and mention.month and not any(_dates_agree(other, mention) for other in same):
            findings.append(_date_differs(arabic, english, same[0], mention))
    return findings


def _dates_agree(one: DateMention, other: DateMention) -> bool:
    return all(
        getattr(one, part) is None or getattr(other, part) is None or getattr(one, part) == getattr(other, part)
        for part in ("day", "year")
    )


def _date_differs(arabic: str, english: str, source: DateMention, target: DateMention) -> Finding:
    said, has = source.english(), target.english()
    message = f"Arabic says {said} ({source.span.of(arabic)}); the English has {has}."
    return Finding("date", "error", message, (source.span,), (target.span,))
