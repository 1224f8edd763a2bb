"""Articles for the tests of this folder, built by hand or segmented from text."""

from __future__ import annotations

from toolkit.article.types import Article, Sentence, SentenceKind, Span


def article_of(*sentences: str, kinds: tuple[SentenceKind, ...] | None = None) -> Article:
    """Build an article whose sentences stand one a line."""
    text = "\n".join(sentences)
    built: list[Sentence] = []
    start = 0
    for index, sentence in enumerate(sentences):
        kind: SentenceKind = kinds[index] if kinds else "body"
        built.append(Sentence(index, Span(start, start + len(sentence)), sentence, kind, index))
        start += len(sentence) + 1
    return Article("hand-made", text, tuple(built))
