"""How well do the checks of a translation work?

False alarms are counted on the correct translations as they are; what is caught is counted on the same translations
with one number, name, negation or clause changed (`notebooks.lessons.perturbations`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from random import Random

from benchmarks.parts import Row, part_of
from notebooks.lessons.perturbations import (
    add_clause,
    add_negation,
    change_name,
    change_number,
    drop_clause,
    drop_negation,
    exchange_names,
    names_in,
)
from notebooks.lessons.rates import Rate
from notebooks.lessons.scores import Score
from toolkit.checks.findings import Finding, FindingKind
from toolkit.checks.translation import check_translation

__all__ = ["Checker", "TranslationCheckRates", "digits_only", "evaluate_translation_checks", "translation_check_rows"]

Checker = Callable[[str, str], list[Finding]]


@dataclass(frozen=True, slots=True)
class TranslationCheckRates:
    """Rates of `check_translation`, each with its Wilson interval.

    `false_*` are shares of correct sentences that got a finding of the kind (lower is better), `caught_*` shares of the
    changed sentences that got one (higher is better).
    """

    false_number: Rate
    false_date: Rate
    false_name: Rate
    false_negation: Rate
    false_other: Rate
    false_omission: Rate
    false_addition: Rate
    false_roles: Rate
    caught_number: Rate
    caught_name: Rate
    caught_dropped_negation: Rate
    caught_added_negation: Rate
    caught_omission: Rate
    caught_addition: Rate
    caught_roles: Rate

    def __str__(self) -> str:
        return "\n".join(f"{field.name.replace('_', ' '):<26}{getattr(self, field.name)}" for field in fields(self))


def evaluate_translation_checks(
    pairs: Sequence[tuple[str, str]], seed: int = 0, *, check: Checker = check_translation
) -> TranslationCheckRates:
    """Measure a translation check on correct translations, as they are and with one thing changed.

    Parameters
    ----------
    pairs
        Arabic sentences and their correct English translations.
    seed
        Of the changes made; the same seed makes the same changes.
    check
        The check to measure; a baseline may be given instead.

    Examples
    --------
    >>> rates = evaluate_translation_checks([("قتل خمسة أشخاص", "Five people were killed")])
    >>> rates.false_number.hits, rates.caught_number.hits
    (0, 1)
    """
    pool = sorted({english[a:b] for _, english in pairs for a, b in names_in(english)})
    texts = [english for _, english in pairs]
    few = min(5, len(texts))
    plain = [{finding.kind for finding in check(arabic, english)} for arabic, english in pairs]

    def false(*kinds: FindingKind) -> Rate:
        return Rate(sum(bool(found.intersection(kinds)) for found in plain), len(plain))

    def caught(change: Callable[[str, Random], str | None], *kinds: FindingKind) -> Rate:
        return _caught(pairs, change, frozenset(kinds), seed, check)

    return TranslationCheckRates(
        false_number=false("number"),
        false_date=false("date"),
        false_name=false("name"),
        false_negation=false("negation"),
        false_other=false("repetition", "language", "length"),
        false_omission=false("omission"),
        false_addition=false("addition"),
        false_roles=false("roles"),
        caught_number=caught(change_number, "number"),
        caught_name=caught(lambda english, rng: change_name(english, pool, rng), "name"),
        caught_dropped_negation=caught(drop_negation, "negation"),
        caught_added_negation=caught(add_negation, "negation"),
        caught_omission=caught(drop_clause, "omission", "length"),
        caught_addition=caught(lambda english, rng: add_clause(english, rng.sample(texts, few), rng), "addition"),
        caught_roles=caught(exchange_names, "roles"),
    )


def translation_check_rows(arabic: Sequence[str], english: Sequence[str]) -> list[Row]:
    """Measure the rates on articles of ten lines, by part (`parts.part_of` of their Arabic), and digits alone."""
    parts: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    both = list(zip(arabic, english, strict=True))
    for first in range(0, len(both), 10):
        parts[part_of("\n".join(arabic[first : first + 10]))].extend(both[first : first + 10])
    measured = [*map(evaluate_translation_checks, parts), evaluate_translation_checks(parts[1], check=digits_only)]
    rows = []
    for field in fields(TranslationCheckRates):
        scores = [Score.of_rate("", getattr(rates, field.name)) for rates in measured]
        baseline = scores[2] if field.name.endswith("_number") else None
        rows.append(Row(field.name.replace("_", " "), scores[0], scores[1], baseline))
    return rows


def _caught(
    pairs: Iterable[tuple[str, str]],
    change: Callable[[str, Random], str | None],
    kinds: frozenset[FindingKind],
    seed: int,
    check: Checker,
) -> Rate:
    hits = total = 0
    for at, (arabic, english) in enumerate(pairs):
        wrong = change(english, Random(f"{seed}/{at}"))
        if wrong is None or wrong == english:
            continue
        total += 1
        hits += any(finding.kind in kinds for finding in check(arabic, wrong))
    return Rate(hits, total)


def digits_only(arabic: str, english: str) -> list[Finding]:
    """Report a number finding unless both sides hold the same digits: the baseline that most tools stop at.

    Examples
    --------
    >>> digits_only("قتل 5 أشخاص", "5 people were killed")
    []
    """
    ours, theirs = (
        sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,٬٫،](?=\d)", "", text.translate(_ASCII))))
        for text in (arabic, english)
    )
    return [] if ours == theirs else [Finding("number", "warning", "The digits differ.")]


_ASCII = {0x660 + digit: str(digit) for digit in range(10)}
