"""The front door for articles: a path, bytes, a URL or an uploaded file becomes an `Article`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from os import PathLike
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from toolkit.article.assembly import assemble
from toolkit.article.decoding import decode, wide_encoding
from toolkit.article.readers import Page
from toolkit.article.readers.web import Fetched, Limits, fetch
from toolkit.article.types import Article
from toolkit.errors import ReadError

__all__ = ["Source", "read", "read_any_text"]

Source = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Mapping[str, Any] | Fetched
Format = Literal["text", "html", "markdown", "pdf", "docx"]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MAX_BYTES = 50_000_000
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


class _Raw(NamedTuple):
    """Bytes to read, with all that is known of them."""

    data: bytes
    source: str | None
    file_name: str
    content_type: str = ""
    charset: str | None = None

    @property
    def name(self) -> str:
        """What they are called in errors."""
        return self.source or "The data"


def read(
    source: Source,
    *,
    id: str | None = None,
    name: str | None = None,
    encoding: str | None = None,
    published: date | None = None,
    allow_private: bool = False,
    timeout: float = 20.0,
    max_bytes: int = _MAX_BYTES,
) -> Article:
    """Read an article: plain text, HTML, Markdown, DOCX or PDF.

    Parameters
    ----------
    source
        Path of a file; an http or https address; the bytes of a file; a binary file object; or an upload as
        ipywidgets gives it (a mapping with `name` and `content`); a page that was fetched before. For text at hand use
        `read_text`.
    id
        Short and stable name; by default the file's stem.
    name
        File name of bytes, whose ending tells Markdown from text.
    encoding
        Encoding of a text or HTML file, where it is known; otherwise it is detected.
    published
        Day of publication, where it is known; otherwise the day that the page's metadata or its text state.
    allow_private
        Also fetch URLs that lead to private or loopback addresses.
    timeout
        Seconds that fetching a URL may take in all.
    max_bytes
        Size from which a file or page is refused.

    Returns
    -------
    Article
        Its `text` is that of a text file as it stands (without byte-order mark), and the lines that a reader of the
        page sees for the other formats. `notes` says what was doubtful, `encoding` how bytes were decoded.

    Raises
    ------
    ReadError
        No such file, a folder, empty, too large, encrypted, damaged, scanned, or a page that cannot be fetched.
    EncodingError
        No known encoding fits; the message names the first bad byte.
    NoArabicError
        There is no Arabic in it.
    """
    raw = _raw(source, name, allow_private, timeout, max_bytes)
    _check_size(raw, max_bytes)
    if not raw.data.strip(b" \t\r\n\0"):
        raise ReadError(f"{raw.name} is empty.", remedy="Give an article with text in it.")
    stem = PurePath(raw.file_name).stem or None
    return assemble(_page(raw, encoding), id=id or stem, source=raw.source, published=published)


def read_any_text(path: str | PathLike[str], *, max_bytes: int = _MAX_BYTES) -> str:
    """Return the text of a file in any language, such as a translation: as `read` would, without its structure.

    Raises
    ------
    ReadError, EncodingError
        As for `read`.
    """
    raw = _from_path(path, max_bytes)
    _check_size(raw, max_bytes)
    return _page(raw, None).text


def _check_size(raw: _Raw, max_bytes: int) -> None:
    if len(raw.data) > max_bytes:
        raise ReadError(
            f"{raw.name} has {len(raw.data) / 1e6:.0f} MB; at most {max_bytes / 1e6:g} are read.",
            remedy="Save the article alone, or raise max_bytes=.",
        )


def _raw(source: Source, name: str | None, allow_private: bool, timeout: float, max_bytes: int) -> _Raw:
    if isinstance(source, str) and _URL.match(source):
        source = fetch(source, allow_private=allow_private, limits=Limits(seconds=timeout, size=max_bytes))
    if isinstance(source, Fetched):
        place = unquote(urlsplit(source.url).path)
        return _Raw(source.data, source.url, place, source.content_type, source.charset)
    if isinstance(source, str | PathLike):
        return _from_path(source, max_bytes)
    if isinstance(source, Mapping):
        return _from_upload(source)
    data = source if isinstance(source, bytes | bytearray | memoryview) else source.read(max_bytes + 1)
    if not isinstance(data, bytes | bytearray | memoryview):
        raise ReadError("The file object gives text, not bytes.", remedy="Open it in binary mode, or use read_text.")
    label = name or getattr(source, "name", None)
    return _Raw(bytes(data), label, label) if isinstance(label, str) else _Raw(bytes(data), None, "")


def _from_upload(upload: Mapping[str, Any]) -> _Raw:
    try:
        name, data = str(upload["name"]), bytes(memoryview(upload["content"]))
    except (KeyError, TypeError, ValueError):
        raise ReadError("The upload has no name and content.", remedy="Pass one item of FileUpload.value.") from None
    return _Raw(data, name, name)


def _from_path(source: str | PathLike[str], max_bytes: int) -> _Raw:
    try:
        path = Path(source)
        if path.is_dir():
            raise ReadError(f"{path} is a folder.", remedy="Name the articles in it one by one.")
        with path.open("rb") as stream:
            return _Raw(stream.read(max_bytes + 1), str(path), str(path))
    except FileNotFoundError:
        raise ReadError(f"There is no file {path}.", remedy="Check the path; for text at hand use read_text.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        shown = str(source) if len(str(source)) < 100 else f"{str(source)[:60]!r}…"
        raise ReadError(
            f"{shown} cannot be read: {reason}.", remedy="Check the path; for text use read_text."
        ) from None


def _page(raw: _Raw, encoding: str | None) -> Page:
    """Read the lines; each reader is imported only when it is needed."""
    kind = _format_of(raw)
    if kind == "pdf":
        from toolkit.article.readers.pdf import read_pdf

        return read_pdf(raw.data, raw.name)
    if kind == "docx":
        from toolkit.article.readers.docx import read_docx

        return read_docx(raw.data, raw.name)
    if kind == "html":
        from toolkit.article.readers.html import read_html

        return read_html(raw.data, raw.name, encoding=encoding, charset=raw.charset)
    text, used = decode(raw.data, raw.name, encoding=encoding, declared=raw.charset)
    if kind == "markdown":
        from toolkit.article.readers.html import read_markdown

        return read_markdown(text, encoding=used)
    return Page(text, encoding=used)


def _format_of(raw: _Raw) -> Format:
    """Return the format of a file: its content decides, then the server's type, then the file's name."""
    data, suffix = raw.data, _BY_SUFFIX.get(PurePath(raw.file_name).suffix.lower())
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    for mark, what, remedy in _FOREIGN:
        if data.startswith(mark):
            raise ReadError(f"{raw.name} is {what}.", remedy=remedy)
    if suffix in ("pdf", "docx"):
        raise ReadError(
            f"{raw.name} is named {suffix.upper()}, but its content is not.",
            remedy="Get the file again; it may be damaged.",
        )
    told = _BY_TYPE.get(raw.content_type) or suffix
    if told in ("html", "markdown"):
        return told
    if _HTML_START.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if b"\x00" in data[:4096] and not data.startswith(_UTF_MARKS) and wide_encoding(data) is None:
        raise ReadError(f"{raw.name} is not a text file.", remedy="Give plain text, HTML, Markdown, DOCX or PDF.")
    return "text"
