"""What kind of file some bytes are. In: bytes, and a name if there is one. Out: the format, or a clear refusal."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from toolkit.errors import ReadError

__all__ = ["Format", "format_of"]

Format = Literal["text", "html", "markdown", "pdf", "docx"]

_BY_SUFFIX: dict[str, Format] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx", ".txt": "text", ".text": "text",
}  # fmt: skip
_BY_TYPE: dict[str, Format] = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown"}
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "a password-protected or old Word document (.doc)", "Save it as .docx without a password."),
    (b"{\\rtf", "a Rich Text (RTF) file", "Save it as .docx or as text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Run text recognition (OCR) on it first."),
    (b"\xff\xd8\xff", "a picture", "Run text recognition (OCR) on it first."),
    (b"GIF8", "a picture", "Run text recognition (OCR) on it first."),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_UTF_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def format_of(data: bytes, name: str, *, suffix_of: str | None = None, content_type: str = "") -> Format:
    """Return the format of `data`: its content decides, then the server's type, then the file's name.

    Parameters
    ----------
    data
        The bytes of a file.
    name
        What it is called in errors.
    suffix_of
        A file name or path whose ending may tell the format.
    content_type
        MIME type that a server named.

    Raises
    ------
    ReadError
        The format is known and not one that can be read, or the file is not what its name says.
    """
    suffix = _BY_SUFFIX.get(PurePath(suffix_of).suffix.lower()) if suffix_of else None
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    for mark, what, remedy in _FOREIGN:
        if data.startswith(mark):
            raise ReadError(f"{name} is {what}.", remedy=remedy)
    if suffix in ("pdf", "docx"):
        raise ReadError(
            f"{name} is named {suffix.upper()}, but its content is not.",
            remedy="Get the file again; it may be damaged.",
        )
    told = _BY_TYPE.get(content_type) or suffix
    if told in ("html", "markdown"):
        return told
    if _HTML_START.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if b"\x00" in data[:4096] and not data.startswith(_UTF_MARKS) and not _is_wide_text(data[:4096]):
        raise ReadError(f"{name} is not a text file.", remedy="Give plain text, HTML, Markdown, DOCX or PDF.")
    return "text"


def _is_wide_text(sample: bytes) -> bool:
    """Tell whether every second byte looks like the high byte of UTF-16 Arabic or Latin text."""
    return any(
        high and sum(byte in (0x00, 0x06) for byte in high) > 0.9 * len(high) for high in (sample[::2], sample[1::2])
    )
