"""Splitting, batching, loops and alignment: the parts of the engines that need no model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.models.codec import align_words, words_of
from toolkit.models.pieces import is_looping, line_spans, split_to_limit, token_batches

ARABIC_TEXT = st.text(alphabet="ابتسموقل، ؛.؟:\n3٫5 ", max_size=200)


def words(text: str) -> int:
    return len(text.split())


@given(ARABIC_TEXT, st.integers(1, 12))
def test_splitting_loses_no_character_and_keeps_the_limit(text: str, limit: int) -> None:
    spans = split_to_limit(text, words, limit)
    kept = "".join(text[a:b] for a, b in spans)
    assert kept.replace(" ", "").replace("\n", "") == "".join(text.split())
    assert all(a < b and words(text[a:b]) <= limit for a, b in spans)
    assert spans == sorted(spans)


@given(st.text(max_size=60), st.integers(1, 8))
def test_splitting_by_characters_ends_even_where_there_is_no_pause(text: str, limit: int) -> None:
    spans = split_to_limit(text, len, limit)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(b - a <= limit for a, b in spans)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("قال الرئيس، وهو في موسكو، إنه مستعد", ["قال الرئيس، وهو في موسكو،", "إنه مستعد"]),
        ("قال الوزير ذلك أمس. ثم عاد إلى بيته", ["قال الوزير ذلك أمس.", "ثم عاد إلى بيته"]),
        ("هل عاد الوزير أمس؟ نعم عاد في المساء", ["هل عاد الوزير أمس؟", "نعم عاد في المساء"]),
        ("بلغت النسبة 3.5% أو أكثر، حسب 10:30 بتوقيت", ["بلغت النسبة 3.5% أو أكثر،", "حسب 10:30 بتوقيت"]),
        ("قال الوزير: عدنا؛ ثم سكت ولم يعد", ["قال الوزير: عدنا؛", "ثم سكت ولم يعد"]),
        ("وصل الوفد الروسي إلى المدينة وغادر الوفد الآخر", ["وصل الوفد الروسي إلى المدينة", "وغادر الوفد الآخر"]),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, pieces: list[str]) -> None:
    assert [text[a:b] for a, b in split_to_limit(text, words, 5)] == pieces


def test_a_text_under_the_limit_stays_whole() -> None:
    text = "  قال الرئيس، وهو في موسكو. "
    assert [text[a:b] for a, b in split_to_limit(text, words, 5)] == [text.strip()]


def test_lines_are_found_without_the_white_space_around_them() -> None:
    text = "\n  قال\tذلك \r\n\r\n \u2028ثم رحل"
    assert [text[a:b] for a, b in line_spans(text)] == ["قال\tذلك", "ثم رحل"]


@given(st.lists(st.integers(1, 90), max_size=70), st.integers(1, 200), st.integers(1, 40), st.integers(1, 5))
def test_batches_hold_every_input_once_within_the_budget(
    lengths: list[int], budget: int, most: int, workers: int
) -> None:
    batches = token_batches(lengths, budget, most, workers)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) <= most
        assert len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= budget
    longest = [max(lengths[i] for i in batch) for batch in batches]
    assert longest == sorted(longest, reverse=True)


@pytest.mark.parametrize("count", [2, 3, 16, 64, 65, 250])
def test_every_worker_gets_as_many_batches(count: int) -> None:
    assert len(token_batches([31] * count, 1024, 1024, workers=2)) % 2 == 0


@pytest.mark.parametrize(
    "text",
    [
        "the the the the",
        "He said that he said that he said that he",
        "and so on, and so on, and so on, and so on",
        "I don't know. I don't know. I don't know.",
        "الذي الذي الذي الذي",
        "of the city and of the town " * 4,
        "a b a c b a a b c a b a c b c a b a c b a c a b",
    ],
)
def test_a_runaway_loop_is_seen(text: str) -> None:
    assert is_looping(text)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("", ""),
        ("No, no, no!", ""),
        ("the minister of the state and of the army of the republic", ""),
        ("It was very, very cold; it was very, very late.", ""),
        ("No, no, no, no, no!", "لا، لا، لا، لا، لا!"),
        (
            "Putin and Trump discussed Ukraine, and Trump told Putin that Ukraine and Russia must talk to each other.",
            "",
        ),
        ("1 000 000 000", "1 000 000 000"),
    ],
)
def test_writing_that_repeats_with_reason_is_no_loop(text: str, source: str) -> None:
    assert not is_looping(text, source)


def test_words_keep_their_inner_marks_and_shed_the_others() -> None:
    text = "«قالَ» 3.5% al-Sharaa's, U.S.–led 10:30, ١٢٫٥."
    found = [text[a:b] for a, b in words_of(text)]
    assert found == ["قالَ", "3.5", "al-Sharaa's", "U.S", "led", "10:30", "١٢٫٥"]


def test_attention_over_pieces_becomes_pairs_of_words() -> None:
    source, target = "وصل الوزير", "minister came"
    attention = np.array(
        [
            [0.0, 0.1, 0.8, 0.1],  # min
            [0.1, 0.1, 0.7, 0.1],  # ister
            [0.9, 0.0, 0.0, 0.1],  # came
        ],
        dtype=np.float32,
    )
    source_tokens = [(0, 3), (4, 6), (6, 10), None]
    pairs = align_words(attention, source, target, source_tokens, [(0, 3), (3, 8), (9, 13)])
    assert [(source[a:b], target[c:d]) for (a, b), (c, d) in pairs] == [("الوزير", "minister"), ("وصل", "came")]


def test_attention_that_is_spread_over_everything_says_nothing() -> None:
    source = " ".join(["كلمة"] * 30)
    tokens = words_of(source)
    attention = np.full((1, 30), 1 / 30, dtype=np.float32)
    assert align_words(attention, source, "word", tokens, [(0, 4)]) == ()
