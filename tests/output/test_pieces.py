from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.article.types import Span
from toolkit.output.pieces import Mark, cut, visible

spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Span(min(pair), max(pair)))
marks = st.lists(st.builds(Mark, spans, st.sampled_from(["claim", "fact"]), st.integers(0, 3)), max_size=6)


@given(st.text(max_size=40), marks, st.integers(0, 20))
def test_pieces_join_to_the_text_and_carry_exactly_the_marks_over_them(
    text: str, given_marks: list[Mark], start: int
) -> None:
    pieces = cut(text, given_marks, start)
    assert "".join(piece.text for piece in pieces) == text
    position = start
    for piece in pieces:
        for offset in range(position, position + len(piece.text)):
            over = {(m.group, m.key) for m in given_marks if m.span.start <= offset < m.span.end}
            assert over == {(m.group, m.key) for m in piece.marks}
        position += len(piece.text)


def test_keys_are_sorted_and_each_once() -> None:
    over = [Mark(Span(0, 3), "claim", key) for key in (2, 1, 2)]
    assert cut("abc", over)[0].keys("claim") == (1, 2)


@given(st.text())
def test_showing_hidden_characters_loses_nothing(text: str) -> None:
    assert "".join(part for part, _ in visible(text)) == text


def test_an_override_is_named_and_ordinary_text_is_not() -> None:
    assert visible("قال\u202eabc\n") == [("قال", ""), ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("abc\n", "")]
