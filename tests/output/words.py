"""Reading printed text back: words of letters and digits, because extractors move punctuation and hide marks."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2

__all__ = ["pdf_text", "words"]


def words(text: str) -> list[str]:
    """The words of a text in order, compatibility forms folded, without marks and formatting characters."""
    folded = unicodedata.normalize("NFKC", text)
    return re.findall(r"\w+", "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Cf")))


def pdf_text(data: bytes) -> str:
    """The text layer of all pages, as pdfium (the reader in Chrome) extracts it."""
    document = pypdfium2.PdfDocument(data)
    return "\n".join(document[page].get_textpage().get_text_bounded() for page in range(len(document)))
