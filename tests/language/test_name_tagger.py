"""The learned tagger takes any text."""

from __future__ import annotations

from toolkit.language.name_tagger import tag_names
from toolkit.language.words import split_words


def test_half_characters_break_nothing() -> None:
    words = split_words("قال \ud83d الوزير محمد\udc00 الخشت في القاهرة.")
    (tags,) = tag_names([words])
    assert len(tags.chances) == len(words)
