"""Arabic news articles to bilingual briefs in which every English sentence shows its Arabic source.

>>> from toolkit import Briefer, read          # doctest: +SKIP
>>> Briefer()(read("article.txt")).save("brief.html")  # doctest: +SKIP
"""

from toolkit.article import Article, read, read_text
from toolkit.brief import Brief, Briefer, Memo
from toolkit.errors import (
    EncodingError,
    EndpointError,
    FormatError,
    MemoryStoreError,
    MissingExtraError,
    ModelError,
    ModelNotFoundError,
    ModelUnavailableError,
    NoArabicError,
    ReadError,
    SaveError,
    ToolkitError,
    UnsupportedModelError,
)

__all__ = [
    "Article",
    "Brief",
    "Briefer",
    "EncodingError",
    "EndpointError",
    "FormatError",
    "Memo",
    "MemoryStoreError",
    "MissingExtraError",
    "ModelError",
    "ModelNotFoundError",
    "ModelUnavailableError",
    "NoArabicError",
    "ReadError",
    "SaveError",
    "ToolkitError",
    "UnsupportedModelError",
    "read",
    "read_text",
]
