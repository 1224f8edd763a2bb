"""The measuring itself: changes change what they should, and rates carry their uncertainty."""

from random import Random

import pytest

from benchmarks.translation_checks import digits_only, evaluate_translation_checks
from notebooks.lessons.perturbations import add_negation, change_name, change_number, drop_negation, names_in
from notebooks.lessons.rates import Rate

PAIRS = [
    ("قتل خمسة أشخاص في مدينة حمص", "Five people were killed in the city of Homs"),
    ("لم يعلق الكرملين على التقرير", "There was no comment: the Kremlin did not answer"),
    ("سيصل الوفد إلى بيروت يوم 12 مايو", "The delegation will arrive in Beirut on 12 May"),
]


def test_rates_of_three_sentences():
    rates = evaluate_translation_checks(PAIRS)
    assert rates.false_number == Rate(0, 3)
    assert rates.caught_number == Rate(2, 2)
    assert "caught name" in str(rates)


def test_the_same_seed_makes_the_same_changes():
    assert evaluate_translation_checks(PAIRS, seed=3) == evaluate_translation_checks(PAIRS, seed=3)


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_number_is_another_number(seed):
    for text in ("They freed 25 men", "three of them", "a 1.5 million grant", "the second day"):
        assert change_number(text, Random(seed)) not in (None, text)


def test_nothing_to_change_gives_nothing():
    rng = Random(0)
    assert change_number("no figures here", rng) is None
    assert change_name("nobody is named", ["Paris"], rng) is None
    assert drop_negation("they came", rng) is None
    assert add_negation("they came", rng) is None


def test_months_and_the_first_word_are_not_swapped_as_names():
    text = "Officials met in May with Tony Blair."
    assert [text[a:b] for a, b in names_in(text)] == ["Tony Blair"]


def test_negations_are_dropped_and_added():
    assert drop_negation("They didn't agree", Random(0)) == "They agree"
    assert add_negation("They will agree", Random(0)) == "They will not agree"


def test_wilson_interval_of_known_values():
    low, high = Rate(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_the_baseline_compares_digits_only():
    assert digits_only("٢٥ رجلا", "25 men") == []
    assert digits_only("خمسة رجال", "5 men") != []
