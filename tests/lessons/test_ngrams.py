"""BLEU and chrF by hand are sacrebleu's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notebooks.lessons.ngrams import bleu, bleu_counts, chrf, chrf_counts, overlaps, tokens_13a
from notebooks.lessons.scores import bootstrap, paired_bootstrap

sacrebleu = pytest.importorskip("sacrebleu")
BLEU, CHRF = sacrebleu.metrics.BLEU, sacrebleu.metrics.CHRF

PAIRS = [
    ("The ministers met in Geneva on 12 May.", "The ministers met in Geneva on 13 May."),
    ("No one was hurt, the mayor said.", 'The mayor said: "Nobody was hurt."'),
    ("6,000 men (of 7.5 million) left - some of them, at least.", "Of 7.5 million men, about 6,000 left."),
    ("short", "a much longer reference than this"),
    ("the the the the the", "the cat is on the mat"),
    ("entirely different words here", "nothing of it stands there"),
    ("The price rose by 3.5% to $40-45/ton.", "Prices rose 3.5 percent, to 40-45 dollars a ton."),
]
OUTPUTS, REFERENCES = [output for output, _ in PAIRS], [reference for _, reference in PAIRS]


def test_bleu_of_a_corpus_equals_sacrebleu() -> None:
    assert bleu(OUTPUTS, REFERENCES) == pytest.approx(BLEU().corpus_score(OUTPUTS, [REFERENCES]).score)


def test_chrf_of_a_corpus_equals_sacrebleu() -> None:
    assert chrf(OUTPUTS, REFERENCES) == pytest.approx(CHRF().corpus_score(OUTPUTS, [REFERENCES]).score)


@pytest.mark.parametrize(("output", "reference"), PAIRS)
def test_scores_of_one_sentence_equal_sacrebleu(output: str, reference: str) -> None:
    theirs = BLEU(effective_order=True).sentence_score(output, [reference])
    counts = bleu_counts(output, reference)
    assert counts.score(sentence=True) == pytest.approx(theirs.score)
    assert counts.matched == tuple(theirs.counts)
    assert counts.total == tuple(theirs.totals)
    assert counts.brevity == pytest.approx(theirs.bp)
    assert chrf_counts(output, reference).score() == pytest.approx(CHRF().sentence_score(output, [reference]).score)


_TEXT = st.text(alphabet="abN 5.,-'%(/\"“é١ع", max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_TEXT, _TEXT.filter(str.strip)), min_size=1, max_size=4))
def test_both_equal_sacrebleu_on_any_text(pairs: list[tuple[str, str]]) -> None:
    outputs, references = [o for o, _ in pairs], [r for _, r in pairs]
    assert bleu(outputs, references) == pytest.approx(BLEU(force=True).corpus_score(outputs, [references]).score)
    assert chrf(outputs, references) == pytest.approx(CHRF().corpus_score(outputs, [references]).score)


@settings(max_examples=300, deadline=None)
@given(_TEXT)
def test_tokens_are_those_of_sacrebleu(text: str) -> None:
    assert tokens_13a(text) == BLEU().tokenizer(text).split()


def test_a_word_counts_no_more_often_than_the_reference_has_it() -> None:
    (the,) = overlaps("the the the", "the cat is on the mat", 1)
    assert (the.in_output, the.in_reference, the.counted) == (3, 2, 2)


def test_an_empty_output_scores_nothing() -> None:
    assert bleu([""], ["something"]) == chrf([""], ["something"]) == 0.0
    assert bleu_counts("", "something").brevity == 0.0


def test_a_paired_comparison_sees_what_two_intervals_do_not() -> None:
    first = [n % 10 for n in range(40)]
    second = [value - 0.2 for value in first]

    def mean(items: list[float]) -> float:
        return sum(items) / len(items)

    one, other = bootstrap("first", first, mean), bootstrap("second", second, mean)
    assert one.low < other.high, "the intervals overlap"
    paired = paired_bootstrap(first, second, mean)
    assert paired.wins == 1.0
    assert paired.low == pytest.approx(0.2) == paired.high


def test_a_paired_comparison_needs_pairs() -> None:
    with pytest.raises(ValueError, match="3 and 2"):
        paired_bootstrap([1, 2, 3], [1, 2], sum)
