"""Whether a model file is what it should be."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from toolkit.errors import ModelUnavailableError

__all__ = ["check_shards", "is_whole"]


def is_whole(path: Path) -> bool | None:
    """Tell whether a file is intact; None when nothing is known to compare it with.

    The hub's cache stores a file under its digest, which the link to it still shows. Weights elsewhere are compared
    with the layout in their own header.
    """
    if not path.exists():
        return False  # a link to a file that is gone
    fits = _matches(path.resolve())
    return _safetensors_whole(path) if fits is None and path.suffix == ".safetensors" else fits


def _digest(path: Path, algorithm: str, head: bytes = b"") -> str:
    digest = hashlib.new(algorithm, head, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _matches(blob: Path) -> bool | None:
    """Compare a blob of the hub's cache with its own name: SHA-256 of the bytes, or git's SHA-1; None if neither."""
    name = blob.name
    if len(name) == 64:
        return _digest(blob, "sha256") == name
    if len(name) == 40:
        return _digest(blob, "sha1", b"blob %d\0" % blob.stat().st_size) == name
    return None


def _safetensors_whole(path: Path) -> bool:
    """Tell whether a safetensors file is as long as its own header says."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > path.stat().st_size:
            return False
        try:
            header = json.loads(file.read(length))
            ends = [int(entry["data_offsets"][1]) for key, entry in header.items() if key != "__metadata__"]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return False
    return path.stat().st_size == 8 + length + max(ends, default=0)


def check_shards(folder: Path) -> None:
    """Refuse a folder whose index of weight files is damaged, or names files that do not lie in the folder.

    Raises
    ------
    ModelUnavailableError
        Names the index and what is wrong with it.
    """
    for index in sorted(folder.glob("*.index.json")):
        try:
            names = {str(name) for name in json.loads(index.read_bytes())["weight_map"].values()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            wrong = "cannot be read"
        else:
            outside = sorted(name for name in names if re.search(r"[/\\\0]|^\.*$", name))
            if not outside:
                continue
            wrong = f"names a file that does not lie beside it: {outside[0][:80]!r}"
        raise ModelUnavailableError(f"The file {index} {wrong}.", remedy="Pull or copy the model again.")
