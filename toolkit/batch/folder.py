"""The output folder of a run: locked, written to in whole files, and checked to be the same folder all the time.

What lies in it may have been put there by somebody else: links, pipes and devices in place of the run's own files are
refused.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from toolkit.article.normalize import normalize
from toolkit.errors import SaveError
from toolkit.files import write_atomically

__all__ = ["OutputFolder", "is_safe_stem", "require_regular", "safe_stem", "text_digest"]

_LOCK = ".batch.lock"
_MARK = ".batch.alone"
_LONGEST = 100_000  # bytes of a mark
_BLANKS = re.compile(r"\s+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 100  # bytes; file systems allow 255, and a suffix and a temporary name come on top
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))))
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class OutputFolder:
    """An output folder, made and kept from other runs while its `with` block runs.

    Raises
    ------
    SaveError
        It cannot be written, is in use by another run, or holds a link where a run keeps a file of its own.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._same: dict[Path, tuple[int, int]] = {}

    def __enter__(self) -> OutputFolder:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for name in (_LOCK, _MARK):
                require_regular(self.path / name)
            self._lock = FileLock(self.path / _LOCK, mode=0o600)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise SaveError(
                f"Another run is writing to {self.path}.", remedy="Wait for it to end, or write to another folder."
            ) from None
        except OSError as error:
            raise self._unwritable(error) from error
        self.watch(self.path)
        self.watch(self.path / _LOCK)
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def watch(self, path: Path) -> None:
        """Let `check` see to it that a path stays what it is now."""
        self._same[path] = _identity(path)

    def check(self) -> None:
        """Raise SaveError if the folder, its lock or its manifest is not there any more, or is another one."""
        for path, identity in self._same.items():
            if _identity(path) != identity:
                raise SaveError(
                    f"{path} was deleted, moved or replaced while the batch was running.",
                    remedy="Nothing more is written. Put it back, or run again into another folder.",
                )

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one step."""
        self.check()
        try:
            write_atomically(self.path / name, data)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> SaveError:
        return SaveError(
            f"Cannot write to {self.path}: {error.strerror or error}.", remedy="Choose another folder, or free space."
        )

    # -- the mark ----------------------------------------------------------------------------------------------

    def leave_mark(self, key: str) -> None:
        """Write down which article is alone in hand: if this process is killed now, the next one knows over what.

        It is a file and not a row, because it can be removed where a full disk lets nothing be written any more.
        """
        with suppress(OSError), self._mark("wb", os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as file:
            file.write(key.encode("utf-8", "surrogatepass"))

    def take_mark(self) -> str | None:
        """Remove the mark of the last run and return its key, or None if there is none."""
        try:
            with self._mark("rb", os.O_RDONLY) as file:
                key = file.read(_LONGEST).decode("utf-8", "replace")
        except OSError:
            return None
        self.remove_mark()
        return key

    def remove_mark(self) -> None:
        """Remove the mark."""
        with suppress(OSError):
            (self.path / _MARK).unlink()

    def _mark(self, mode: str, flags: int) -> IO[bytes]:
        return os.fdopen(os.open(self.path / _MARK, flags | _FLAGS, 0o600), mode)


def require_regular(path: Path) -> None:
    """Raise SaveError if there is something at a path that is not a regular file, such as a symbolic link."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise SaveError(
                f"{path} is not a regular file: a batch did not make it.", remedy="Write to another folder."
            )


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_dev, status.st_ino


# -- names and digests ----------------------------------------------------------------------------------------------


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
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    stem = re.sub(r"\.{2,}", ".", stem).strip("-._ ") or "article"
    return f"x-{stem}" if stem.partition(".")[0].lower() in _RESERVED else stem


def is_safe_stem(name: str) -> bool:
    """Return whether a file of this name stays in its folder, visible."""
    return not _UNSAFE.search(name) and bool(name.strip(".")) and not name.startswith(".") and len(name.encode()) < 200
