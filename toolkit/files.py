"""Writing a file in one step: a reader sees the old file or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from toolkit.errors import SaveError

__all__ = ["put", "write_atomically"]

_UMASK = os.umask(0)  # can only be read by setting it, which is safe while one thread runs
os.umask(_UMASK)


def put(content: str | bytes, target: Path) -> Path:
    """Write `content` to `target` in one step, making its folder; raises SaveError if that fails."""
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, data)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise SaveError(
            f"Cannot write {target}: {getattr(error, 'strerror', None) or error}.",
            remedy="Choose another folder, or free space.",
        ) from error
    return target


def write_atomically(target: Path, data: bytes) -> None:
    """Write `data` beside `target` and put it in place; an error leaves the old file as it was."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_UMASK)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
