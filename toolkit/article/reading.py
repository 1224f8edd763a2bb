"""The front door for articles. In: a path, bytes, a URL or an uploaded file. Out: `Article`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from toolkit.article.assembly import assemble
from toolkit.article.formats import Format, format_of
from toolkit.article.readers.page import Page
from toolkit.article.readers.web import Fetched, Limits, fetch
from toolkit.article.types import Article
from toolkit.errors import ReadError

__all__ = ["Source", "read"]

Source = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Mapping[str, Any] | Fetched

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MAX_BYTES = 50_000_000
_USUAL_ENCODINGS = ("utf-8",)


@dataclass(frozen=True, slots=True)
class _Raw:
    """Bytes to read, with all that is known of them."""

    data: bytes
    name: str
    stem: str | None = None
    source: str | None = None
    file_name: str | None = None
    content_type: str = ""
    charset: str | None = None


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
    if len(raw.data) > max_bytes:
        raise ReadError(
            f"{raw.name} has {len(raw.data) / 1e6:.0f} MB; at most {max_bytes / 1e6:g} are read.",
            remedy="Save the article alone, or raise max_bytes=.",
        )
    if not raw.data.strip(b" \t\r\n\0"):
        raise ReadError(f"{raw.name} is empty.", remedy="Give an article with text in it.")
    page = _page(raw, encoding)
    return assemble(
        page.text,
        id=id or raw.stem,
        title=page.title,
        published=published or page.published,
        source=raw.source,
        encoding=page.encoding,
        notes=(*_encoding_note(page.encoding), *page.notes),
        hints=page.hints,
    )


def read_any_text(path: str | PathLike[str], *, max_bytes: int = _MAX_BYTES) -> str:
    """Return the text of a file in any language, such as a translation: as `read` would, without its structure.

    Raises
    ------
    ReadError, EncodingError
        As for `read`.
    """
    raw = _from_path(path, max_bytes)
    if len(raw.data) > max_bytes:
        raise ReadError(f"{raw.name} is too large.", remedy="Save the text alone.")
    return _page(raw, None).text


def _raw(source: Source, name: str | None, allow_private: bool, timeout: float, max_bytes: int) -> _Raw:
    if isinstance(source, str) and _URL.match(source):
        limits = Limits(seconds=timeout, size=max_bytes)
        return _from_page(fetch(source, allow_private=allow_private, limits=limits))
    if isinstance(source, Fetched):
        return _from_page(source)
    if isinstance(source, str | PathLike):
        return _from_path(source, max_bytes)
    if isinstance(source, Mapping):
        return _from_upload(source)
    data = source if isinstance(source, bytes | bytearray | memoryview) else source.read(max_bytes + 1)
    if not isinstance(data, bytes | bytearray | memoryview):
        raise ReadError("The file object gives text, not bytes.", remedy="Open it in binary mode, or use read_text.")
    label = name or getattr(source, "name", None)
    label = label if isinstance(label, str) else None
    return _Raw(
        bytes(data), label or "The data", stem=Path(label).stem if label else None, source=label, file_name=label
    )


def _from_upload(upload: Mapping[str, Any]) -> _Raw:
    try:
        name, data = str(upload["name"]), bytes(memoryview(upload["content"]))
    except (KeyError, TypeError, ValueError):
        raise ReadError("The upload has no name and content.", remedy="Pass one item of FileUpload.value.") from None
    return _Raw(data, name, stem=Path(name).stem, source=name, file_name=name)


def _from_path(source: str | PathLike[str], max_bytes: int) -> _Raw:
    try:
        path = Path(source)
        if path.is_dir():
            raise ReadError(f"{path} is a folder.", remedy="Name the articles in it one by one.")
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise ReadError(f"There is no file {path}.", remedy="Check the path; for text at hand use read_text.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        shown = str(source) if len(str(source)) < 100 else f"{str(source)[:60]!r}…"
        raise ReadError(
            f"{shown} cannot be read: {reason}.", remedy="Check the path; for text use read_text."
        ) from None
    return _Raw(data, str(path), stem=path.stem, source=str(path), file_name=path.name)


def _from_page(fetched: Fetched) -> _Raw:
    path = PurePosixPath(unquote(urlsplit(fetched.url).path))
    return _Raw(
        fetched.data,
        fetched.url,
        stem=path.stem or None,
        source=fetched.url,
        file_name=path.name,
        content_type=fetched.content_type,
        charset=fetched.charset,
    )


def _page(raw: _Raw, encoding: str | None) -> Page:
    """Read the lines; each reader is imported only when it is needed."""
    kind: Format = format_of(raw.data, raw.name, suffix_of=raw.file_name, content_type=raw.content_type)
    if kind == "pdf":
        from toolkit.article.readers.pdf import read_pdf

        return read_pdf(raw.data, raw.name)
    if kind == "docx":
        from toolkit.article.readers.docx import read_docx

        return read_docx(raw.data, raw.name)
    if kind == "html":
        from toolkit.article.readers.html import read_html

        return read_html(raw.data, raw.name, encoding=encoding, charset=raw.charset)
    from toolkit.article.readers.decoding import decode

    text, used = decode(raw.data, raw.name, encoding=encoding, declared=raw.charset)
    if kind == "markdown":
        from toolkit.article.readers.markdown import read_markdown

        return read_markdown(text, encoding=used)
    return Page(verbatim=text, encoding=used)


def _encoding_note(encoding: str | None) -> tuple[str, ...]:
    if encoding is None or encoding in _USUAL_ENCODINGS:
        return ()
    return (f"Decoded as {encoding}.",)
