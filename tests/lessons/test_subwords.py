"""Subwords: pieces make up the text, offsets point into it, what a lesson says about them is so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notebooks.lessons.sentence_pairs import news
from notebooks.lessons.subwords import Subwords, compare, learn, vocabulary_growth, words
from toolkit.errors import ModelError

LINES = [source for source, _ in news(most_words=200)[0]]
PIECES = learn(LINES, 400)
WITH_BYTES = learn(LINES, 700, byte_fallback=True)
TEXTS = st.text(st.sampled_from("ابتسملرونيةأﻻـَُّ٠١5 .،…؟Kچ😀\u200f\u00a0"), max_size=30)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_pieces_follow_each_other_in_the_text_and_leave_out_nothing_but_blanks(text: str) -> None:
    for vocabulary in (PIECES, WITH_BYTES):
        position = 0
        for piece in vocabulary.split(text).pieces:
            assert piece.span.start >= position
            assert not text[position : piece.span.start].strip(" \u00a0\u200f")
            position = piece.span.end
        assert not text[position:].strip(" \u00a0\u200f")


@pytest.mark.parametrize("line", LINES[:20])
def test_pieces_join_back_to_the_sentence(line: str) -> None:
    assert PIECES.join(PIECES.split(line)) == line


def test_with_byte_fallback_nothing_is_unknown_and_everything_comes_back() -> None:
    strange = "چین 😀 Kyiv"
    assert PIECES.unknown_share([strange]) > 0
    assert WITH_BYTES.unknown_share([strange]) == 0
    assert WITH_BYTES.join(WITH_BYTES.split(strange)) == strange
    assert any(piece.is_byte for piece in WITH_BYTES.split(strange).pieces)


def test_the_learner_finds_the_particles_of_a_word_that_it_never_saw() -> None:
    assert "وبالمفاوضات" not in " ".join(LINES)
    assert PIECES.split("وبالمفاوضات").tokens == ["▁و", "ب", "ال", "مفاوضات"]


def test_the_ways_to_split_a_word_share_one_probability_and_the_likeliest_is_the_split() -> None:
    ways = PIECES.ways("وبالمفاوضات", 3)
    assert sum(share for share, _ in ways) == pytest.approx(1)
    assert [share for share, _ in ways] == sorted((share for share, _ in ways), reverse=True)
    assert ways[0][1] == PIECES.split("وبالمفاوضات").tokens


def test_a_piece_of_a_ligature_points_at_the_one_character_that_is_written() -> None:
    split = PIECES.split("…")
    assert [piece.span.of(split.text) for piece in split.pieces if piece.span.start < piece.span.end] == ["…"]


def test_more_pieces_mean_fewer_for_a_word() -> None:
    fertilities = [learn(LINES, size, kind="bpe").fertility(LINES) for size in (100, 400, 1600)]
    assert fertilities == sorted(fertilities, reverse=True)
    assert fertilities[-1] > 1


def test_fewer_pieces_than_letters_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="Ask for more pieces"):
        learn(LINES, 10)


def test_words_of_a_list_are_those_of_the_file_that_a_marian_repository_holds(tiny_marian: object) -> None:
    from pathlib import Path

    vocabulary = Subwords((Path(str(tiny_marian)) / "source.spm").read_bytes())
    assert vocabulary.size <= 400
    assert len(vocabulary.split("قال الرئيس")) > 1


def test_words_are_counted_without_marks_and_figures() -> None:
    assert words(["قالَ الرئيـس: 5 Moscow’s"]) == ["قال", "الرئيس", "moscow", "s"]


def test_growth_counts_different_words_up_to_the_end() -> None:
    assert vocabulary_growth(["a", "b", "a", "c"], points=2) == {2: 2, 4: 3}


def test_cards_stand_from_right_to_left_and_keep_the_shape_of_letters_inside_a_word() -> None:
    split = PIECES.split("وبالمفاوضات")
    html = split._repr_html_()
    assert 'dir="rtl"' in html
    assert "text-align: right" in html
    assert ">ب\u200d</span>" in html  # joined to the letter after it, and not to و, which joins nothing after it
    assert "<style" not in html


def test_the_coloured_text_is_the_text() -> None:
    import re

    text = "وقال <بوتين> & ترامب…"
    html = PIECES.split(text).in_the_text()._repr_html_()
    from html import unescape

    assert unescape(re.sub(r"<[^>]*>", "", html)) == text


def test_a_comparison_counts_the_pieces() -> None:
    table = compare({"one": PIECES.split("بوتين"), "many": PIECES.split("زكريا")})
    assert repr(table).splitlines()[1].startswith("one | 1 | ")
    assert "<table" in table._repr_html_()
