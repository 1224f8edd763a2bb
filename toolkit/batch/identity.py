"""Decides when two articles are the same text, and how the file of a brief is named."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from toolkit.article.normalize import normalize

__all__ = ["is_safe_stem", "safe_stem", "text_digest"]

_BLANKS = re.compile(r"\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 100  # bytes; file systems allow 255, and a suffix and a temporary name come on top
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))))


def text_digest(text: str) -> str:
    """Return a digest that copies of a text share, whatever their spelling variants, vowel marks and line breaks.

    Examples
    --------
    >>> text_digest("قال الوزير: نعم.") == text_digest("قـال  الوزيرُ: نعم.\\n")
    True
    """
    plain = _BLANKS.sub(" ", normalize(text, fold_letters=True)).strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def safe_stem(name: str) -> str:
    """Return `name` as a file name that every common file system takes, without a suffix.

    No separators, control or invisible characters, leading dots or reserved names; at most 100 bytes.

    Examples
    --------
    >>> safe_stem("../../etc/passwd"), safe_stem("خبر عاجل"), safe_stem("CON")
    ('etc-passwd', 'خبر-عاجل', 'x-CON')
    """
    plain = unicodedata.normalize("NFC", _SURROGATES.sub("-", name))
    # Letters beyond ASCII that have a case are told apart by some file systems and not by others.
    plain = "".join(character if character.isascii() else character.lower() for character in plain)
    stem = _UNSAFE.sub("-", plain)
    stem = stem.encode()[:_LONGEST].decode("utf-8", "ignore")
    stem = re.sub(r"\.{2,}", ".", stem).strip("-._ ") or "article"
    return f"x-{stem}" if stem.partition(".")[0].lower() in _RESERVED else stem


def is_safe_stem(name: str) -> bool:
    """Return whether a file of this name stays in its folder, visible."""
    return not _UNSAFE.search(name) and bool(name.strip(".")) and not name.startswith(".") and len(name.encode()) < 200
