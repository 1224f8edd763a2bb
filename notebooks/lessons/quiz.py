"""A quiz for a class: of three claims on Arabic sentences one says what its sentence does not. Which?

The claims are reference translations of the sample articles; into one of the three an error is planted: a number, a
name, a date, a denial, or who did what to whom. In: a seed. Out: a widget, its key, and the page that a notebook keeps.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import anywidget
import traitlets

from toolkit.checks.translation import check_translation
from toolkit.jupyter.static_view import WithStaticView
from toolkit.output.html import isolate, plain
from toolkit.translate.reference import reference_units

from .exercises import hidden_answer
from .perturbations import add_negation, change_name, change_number, drop_negation, exchange_names, names_in

__all__ = ["KINDS", "Question", "Quiz", "questions"]

KINDS = {
    "number": "a number was changed",
    "name": "a name was exchanged for another",
    "date": "a month or a day of the week was changed",
    "negation": "a denial was put in or taken out",
    "role": "two names stand in each other's place",
}
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = re.compile(rf"\b({'|'.join([*_MONTHS, *_DAYS])})\b")
_FEWEST, _MOST = 6, 40  # words of a claim


@dataclass(frozen=True, slots=True)
class Question:
    """Three Arabic sentences with a claim on each; the claim at `wrong` has an error of a `kind`, and was `right`.

    `checks` holds what the toolkit's checks say of each claim.
    """

    kind: str
    arabic: tuple[str, ...]
    claims: tuple[str, ...]
    wrong: int
    right: str
    checks: tuple[tuple[str, ...], ...]

    @property
    def explanation(self) -> str:
        """What was planted, and whether the checks saw it."""
        old, new = _difference(self.right, self.claims[self.wrong])
        seen = "The checks doubt it." if self.checks[self.wrong] else "The checks did not notice."
        return f"Claim {self.wrong + 1}: {KINDS[self.kind]}. It said “{old}” and now says “{new}”. {seen}"


def questions(count: int = 8, seed: int = 1) -> list[Question]:
    """Make questions from the reference translations of the sample articles, the kinds of error in turn.

    Examples
    --------
    >>> [question.kind for question in questions(5)]
    ['number', 'name', 'date', 'negation', 'role']
    """
    rng = Random(seed)
    articles: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for unit in reference_units():
        if _FEWEST <= len(unit.target.split()) <= _MOST:
            articles[unit.article or ""].append((unit.source, unit.target))
    every = [pair for pairs in articles.values() for pair in pairs]
    names = sorted({english[start:end] for _, english in every for start, end in names_in(english)})
    made: list[Question] = []
    used: set[str] = set()
    spots = [number % 3 for number in range(count)]
    rng.shuffle(spots)
    for kind, spot in zip(islice(cycle(KINDS), count), spots, strict=True):
        places = [(article, pair) for article, pairs in articles.items() for pair in pairs if pair[1] not in used]
        for article, pair in rng.sample(places, len(places)):
            wrong = _planted(kind, pair[1], names, rng)
            others = [other for other in articles[article] if other[1] not in used and other != pair]
            if wrong and wrong != pair[1] and len(others) > 1:
                made.append(_question(kind, pair, wrong, rng.sample(others, 2), spot))
                used.add(pair[1])
                break
    return made


def _planted(kind: str, english: str, names: Sequence[str], rng: Random) -> str | None:
    ways: dict[str, Callable[[], str | None]] = {
        "number": lambda: change_number(english, rng),
        "name": lambda: change_name(english, names, rng),
        "date": lambda: _change_date(english, rng),
        "negation": lambda: drop_negation(english, rng) or add_negation(english, rng),
        "role": lambda: exchange_names(english, rng),
    }
    made = ways[kind]()
    if made and kind in ("name", "role") and any("'s" in part for part in _difference(english, made)):
        return None  # "NATO withdrawal from Kyiv's" would give itself away
    return made


def _change_date(english: str, rng: Random) -> str | None:
    match = _DAY.search(english)
    if match is None:
        return None
    among = _MONTHS if match.group() in _MONTHS else _DAYS
    new = rng.choice([word for word in among if word != match.group()])
    return english[: match.start()] + new + english[match.end() :]


def _question(kind: str, pair: tuple[str, str], wrong: str, others: list[tuple[str, str]], place: int) -> Question:
    pairs = [*others[:place], (pair[0], wrong), *others[place:]]
    arabic, claims = zip(*pairs, strict=True)
    checks = tuple(
        tuple(f.message for f in check_translation(source, claim) if f.severity != "info") for source, claim in pairs
    )
    return Question(kind, arabic, claims, place, pair[1], checks)


def _difference(old: str, new: str) -> tuple[str, str]:
    """Return the first stretch of words in which two texts differ, with a word more where one of them has none."""
    before, after = old.split(), new.split()
    parts = [code for code in SequenceMatcher(None, before, after).get_opcodes() if code[0] != "equal"]
    _, a, b, c, d = (parts[0][0], parts[0][1], parts[-1][2], parts[0][3], parts[-1][4])
    if a == b or c == d:
        a, b, c, d = max(0, a - 1), b + 1, max(0, c - 1), d + 1
    return " ".join(before[a:b]), " ".join(after[c:d])


class Quiz(WithStaticView, anywidget.AnyWidget):  # type: ignore[misc]
    """Questions to click or to answer by keyboard, with a score and an explanation of each.

    Parameters
    ----------
    count, seed
        How many questions, and which: the same seed gives the same ones.
    hide_checks
        Whether what the toolkit's checks say stays hidden at first; the page has a switch for it.

    Attributes
    ----------
    answers
        What was chosen for each question, counted from 0; a trait to observe.
    score
        How many of the answers are right.
    """

    _esm = Path(__file__).parent / "quiz.js"
    _css = Path(__file__).parent / "quiz.css"

    questions = traitlets.List().tag(sync=True)
    answers = traitlets.List(traitlets.Int()).tag(sync=True)
    hide_checks = traitlets.Bool(True).tag(sync=True)

    def __init__(self, count: int = 8, seed: int = 1, *, hide_checks: bool = True) -> None:
        self._made = questions(count, seed)
        super().__init__(questions=[_data(question) for question in self._made], hide_checks=hide_checks)

    @property
    def score(self) -> int:
        """How many of the answers are right."""
        return sum(given == made.wrong for given, made in zip(self.answers, self._made, strict=False))

    def key(self) -> Any:
        """Return the answers for the teacher, hidden until they are opened."""
        return hidden_answer(*(f"{n}. {made.explanation}" for n, made in enumerate(self._made, 1)), title="Key")

    def static_html(self) -> str:
        """Return the questions as a page with hidden answers."""
        return "".join(_static(number, made) for number, made in enumerate(self._made, 1))

    def __repr__(self) -> str:
        return f"Quiz({len(self._made)} questions, {self.score} of {len(self.answers)} right)"


def _data(question: Question) -> dict[str, Any]:
    return {
        "arabic": list(question.arabic),
        "claims": list(question.claims),
        "wrong": question.wrong,
        "explanation": question.explanation,
        "checks": [list(checks) for checks in question.checks],
    }


def _static(number: int, question: Question) -> str:
    rows = "".join(
        f'<li>{plain(claim)}<div lang="ar" dir="rtl" style="text-align: right">{isolate(arabic)}</div></li>'
        for claim, arabic in zip(question.claims, question.arabic, strict=True)
    )
    answer = hidden_answer(question.explanation)._repr_html_()
    return f"<p><b>Question {number}: which claim is unsupported?</b></p><ol>{rows}</ol>{answer}"
