"""The front door for files: a path or bytes in, an `Article` out."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from toolkit.article.structure import read_text
from toolkit.article.types import Article
from toolkit.errors import EncodingError, ReadError

__all__ = ["read"]


def read(source: str | PathLike[str] | bytes, *, id: str | None = None) -> Article:
    """Read an article from a file or from bytes.

    Parameters
    ----------
    source
        Path of a UTF-8 text file (a byte-order mark is allowed), or its bytes.
    id
        Short and stable name; by default the file's stem.

    Raises
    ------
    ReadError
        No such file, a folder, an empty file.
    EncodingError
        The bytes are not UTF-8; the message names the first bad one.
    NoArabicError
        The text holds no Arabic.
    """
    if isinstance(source, bytes):
        return read_text(_decode(source, "The bytes"), id=id, encoding="utf-8")
    path = Path(source)
    text = _decode(_bytes_of(path), str(path))
    return read_text(text, id=id or path.stem, source=str(path), encoding="utf-8")


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReadError(f"{path} is a folder.", remedy="Name the articles in it one by one.")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"There is no file {path}.", remedy="Check the path; for text at hand use read_text.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(
            f"{str(path)[:100]} cannot be read: {reason}.", remedy="Check the path; for text at hand use read_text."
        ) from None


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{name} is not UTF-8: byte {error.start} (0x{data[error.start]:02x}) cannot be decoded.",
            remedy="Save the file as UTF-8.",
        ) from None
