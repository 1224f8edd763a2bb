"""Articles: reading, cleaning and segmentation."""

from toolkit.article.reading import read, read_text
from toolkit.article.segmentation import segment
from toolkit.article.types import Article, Part, Sentence, SentenceKind, Span

__all__ = ["Article", "Part", "Sentence", "SentenceKind", "Span", "read", "read_text", "segment"]
