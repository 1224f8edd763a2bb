from __future__ import annotations

import pytest

from toolkit.article import read_text
from toolkit.evidence import find_facts
from toolkit.memo.measures import Measure, duration_of, measure_of


def measured(arabic: str) -> Measure:
    article = read_text(arabic)
    return next(m for fact in find_facts(article) if (m := measure_of(fact)))


HOUR = "استمر الاجتماع {}."


@pytest.mark.parametrize(
    ("one", "other", "agrees", "differs"),
    [
        ("نحو ساعة", "لمدة ساعة تقريبا", True, False),
        ("نحو ساعة", "أكثر من ساعة", True, True),
        ("أكثر من ساعة", "أكثر من 60 دقيقة", True, False),
        ("أكثر من ساعة", "أكثر من ساعة ونصف", False, True),
        ("نحو ساعة", "أكثر من ساعة ونصف", False, True),
        ("ثلاث ساعات", "أربع ساعات", False, True),
    ],
)
def test_lengths_are_compared_as_a_reader_takes_them(one: str, other: str, agrees: bool, differs: bool) -> None:
    left, right = measured(HOUR.format(one)), measured(HOUR.format(other))
    assert (left.agrees(right), left.differs(right)) == (agrees, differs)
    assert (right.agrees(left), right.differs(left)) == (agrees, differs)


@pytest.mark.parametrize(
    ("arabic", "lasted"),
    [
        ("استمر الاجتماع ثلاث ساعات.", True),
        ("استمرت المكالمة لأكثر من 60 دقيقة.", True),
        ("وعد الوزير بإنهاء الأزمة خلال 24 ساعة.", False),
        ("حضر الحفل 40 ضيفا.", False),
    ],
)
def test_a_deadline_or_a_count_is_no_length(arabic: str, lasted: bool) -> None:
    article = read_text(arabic)
    found = [d for fact in find_facts(article) if (d := duration_of(fact, arabic))]
    assert bool(found) == lasted
