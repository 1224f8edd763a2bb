"""Translated articles for the tests of this folder. Out: an article with its translations, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from tests.checkpoints import template_pairs
from toolkit.article import Article, read_text
from toolkit.translate import Translation

Story = tuple[Article, list[Translation | None]]


def story_of(pairs: Sequence[tuple[str, str]]) -> Story:
    """Make an article of Arabic sentences, one a paragraph, and give each its English."""
    article = read_text("\n".join(arabic for arabic, _ in pairs))
    english = dict(pairs)
    assert [sentence.text for sentence in article.of_kind("body")] == [arabic for arabic, _ in pairs]
    return article, [
        Translation(english[sentence.text], "memory", "tests", 1.0) if sentence.text in english else None
        for sentence in article.sentences
    ]


def template_story(count: int, step: int = 43) -> Story:
    """Make an article of `count` different sentences that the small checkpoints know."""
    pairs = template_pairs()
    chosen = [pairs[place * step % len(pairs)] for place in range(count)]
    return story_of([(f"{arabic[0]}{arabic[1:]}", english[0].upper() + english[1:]) for arabic, english in chosen])
