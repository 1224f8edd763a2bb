"""The promised rates of the translation check hold on the development data that was not used to build it."""

from pathlib import Path

import pytest

from benchmarks.translation_checks import digits_only, evaluate_translation_checks

FLORES = Path(__file__).parents[3] / "shared" / "data" / "flores-dev"
HELD_OUT = slice(600, 997)  # the rules were written while looking at lines 0 to 599 only


@pytest.fixture(scope="module")
def pairs():
    if not FLORES.is_dir():
        pytest.skip("the FLORES development data is not beside the repository")
    sides = [(FLORES / name).read_text("utf-8").split("\n") for name in ("flores-dev.ar", "flores-dev.en")]
    return list(zip(*sides, strict=True))[HELD_OUT]


@pytest.fixture(scope="module")
def rates(pairs):
    return evaluate_translation_checks(pairs, seed=1)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("false_number", 0.05),
        ("false_date", 0.05),
        ("false_name", 0.12),
        ("false_negation", 0.05),
        ("false_other", 0.02),
    ],
)
def test_correct_translations_are_left_alone(rates, name, most):
    assert getattr(rates, name).value <= most, str(rates)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("caught_number", 0.95),
        ("caught_name", 0.80),
        ("caught_dropped_negation", 0.60),
        ("caught_added_negation", 0.60),
    ],
)
def test_changed_translations_are_caught(rates, name, least):
    assert getattr(rates, name).value >= least, str(rates)


def test_it_beats_comparing_digits(pairs, rates):
    baseline = evaluate_translation_checks(pairs, seed=1, check=digits_only)
    assert rates.false_number.value < baseline.false_number.value
    assert rates.caught_number.value > baseline.caught_number.value + 0.1
