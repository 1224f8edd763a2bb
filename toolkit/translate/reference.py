"""The reference translations that ship with the toolkit: every sentence of the five sample articles.

They are written in `data/reference.tmx`; the database made from it lies in the cache folder (`TOOLKIT_CACHE_DIR`
moves it) under a name that depends on its content and on how keys are made, so that it is never out of date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from toolkit.errors import MemoryStoreError
from toolkit.files import cache_dir, write_atomically
from toolkit.translate.matching import key_version
from toolkit.translate.store import SCHEMA_VERSION, MemoryStore
from toolkit.translate.tmx import TmxFile, Unit

__all__ = ["NAME", "REFERENCE_TMX", "open_reference", "reference_units"]

REFERENCE_TMX = Path(__file__).parent / "data" / "reference.tmx"
NAME = "reference"


@lru_cache(maxsize=1)
def _reference_units() -> tuple[Unit, ...]:
    return TmxFile(REFERENCE_TMX).units


def reference_units(ids: Sequence[str] | None = None) -> list[Unit]:
    """Return reference sentences with their translations by their ids, in the order asked for; all without ids."""
    units = {unit.id: unit for unit in _reference_units()}
    return [units[id_] for id_ in ids] if ids is not None else list(units.values())


def open_reference() -> MemoryStore:
    """Open the database of the reference translations, making it first if it is not there or is damaged.

    Where the cache cannot be written, the same units are held in memory for this process.
    """
    content = hashlib.sha256(REFERENCE_TMX.read_bytes()).hexdigest()[:12]
    try:
        file = cache_dir("memory") / f"{NAME}-{content}-{SCHEMA_VERSION}-{key_version()}.sqlite"
        with suppress(MemoryStoreError):
            return _checked(file)
        made = _in_memory()
        write_atomically(file, made.image())  # several processes may do so at once
        made.close()
        return _checked(file)
    except (OSError, MemoryStoreError):
        return _in_memory()


def _in_memory() -> MemoryStore:
    store = MemoryStore(None, name=NAME)
    store.add(_reference_units())
    return store


def _checked(file: Path) -> MemoryStore:
    store = MemoryStore(file, name=NAME, read_only=True)
    try:
        store.check()
    except MemoryStoreError:
        store.close()
        raise
    return store
