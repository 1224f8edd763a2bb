"""One file of translation units in SQLite.

A file carries an application id, so that no other database is taken for a memory, and the version of the keys in
it, so that they are made anew when the normal form changes.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from toolkit.errors import FormatError, MemoryStoreError
from toolkit.translate.matching import key_version, match_key
from toolkit.translate.tmx import Unit

SCHEMA_VERSION = 2
_WITH_RECORDS = 1  # an older file, whose units also held the XML of another tool
_APPLICATION_ID = 0x42425446  # "BBTF"
_COLUMNS = tuple(field.name for field in fields(Unit))
_SELECT = "SELECT {} FROM entries".format(", ".join(_COLUMNS))
_SCHEMA = """
CREATE TABLE entries (
  number  INTEGER PRIMARY KEY,
  source  TEXT NOT NULL,
  target  TEXT NOT NULL,
  id      TEXT NOT NULL,
  article TEXT,
  origin  TEXT NOT NULL,
  note    TEXT NOT NULL,
  created TEXT NOT NULL,
  changed TEXT NOT NULL,
  person  TEXT NOT NULL,
  tool    TEXT NOT NULL,
  key     TEXT NOT NULL,
  digest  BLOB NOT NULL UNIQUE
);
CREATE INDEX entries_by_key ON entries (key);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# A person's correction before anything imported, the newest first.
_BEST_FIRST = "ORDER BY origin = 'edited' DESC, max(created, changed) DESC, number DESC"
_DAMAGED = "Restore it from a backup or a TMX export, or move it away and a new one will be made."
_OCCUPIED = "See that the disk has room, the file may be written and no other program holds it, or name another file."


class MemoryStore:
    """A SQLite file of translation units, made if it is not there; without a `path` one in memory.

    `name` is what provenance calls it; `read_only` opens an existing file without ever writing to it.

    Raises
    ------
    MemoryStoreError
        If the file cannot be opened or is not a translation memory; from every method, if it turns out damaged.
    FormatError
        From the methods that write, if a text is not valid Unicode.
    """

    def __init__(self, path: Path | None, *, name: str, read_only: bool = False) -> None:
        self.path = path
        self.name = name
        self.read_only = read_only
        self._lock = threading.RLock()
        self._near: tuple[tuple[int, int], list[str], list[int]] | None = None
        self._fingerprint: tuple[tuple[int, int], str] | None = None
        self._db = self._connect()
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        with self._guarded():
            if self.path is None:
                return sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            if not self.read_only:
                try:
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise self._unusable(error.strerror or str(error)) from error
            uri = self.path.resolve().as_uri() + ("?mode=ro" if self.read_only else "?mode=rwc")
            return sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None, timeout=30)

    def _prepare(self) -> None:
        with self._guarded():
            (application,) = self._db.execute("PRAGMA application_id").fetchone()
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not tables and not self.read_only:
                self._create()
            elif application != _APPLICATION_ID:
                raise self._unusable("it is a database of another program")
            elif version not in (SCHEMA_VERSION, _WITH_RECORDS):
                raise self._unusable(f"it was written by another version of the toolkit (schema {version})")
            elif not self.read_only:
                self._update()

    def _create(self) -> None:
        with self._transaction():
            # Another process may have been faster.
            if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'entries'").fetchone():
                return
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            self._db.execute("INSERT INTO facts VALUES ('key_version', ?)", (key_version(),))

    def _is_current(self) -> bool:
        found = "SELECT user_version FROM pragma_user_version, facts WHERE name = 'key_version' AND value = ?"
        return bool(self._db.execute(found, (key_version(),)).fetchone() == (SCHEMA_VERSION,))

    def _update(self) -> None:
        """Bring a file of an older toolkit up to date: without records, its keys made as they are today."""
        if self._is_current():
            return
        with self._transaction():
            if self._is_current():  # another process was faster
                return
            if self._db.execute("SELECT 1 FROM pragma_table_info('entries') WHERE name = 'record'").fetchone():
                self._db.execute("ALTER TABLE entries DROP COLUMN record")
                self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            rows = self._db.execute(_SELECT.replace("SELECT", "SELECT number,")).fetchall()
            units = [(number, Unit(*values)) for number, *values in rows]
            # Two units that only a record told apart become one.
            self._db.executemany(
                "UPDATE OR REPLACE entries SET key = ?, digest = ? WHERE number = ?",
                ((match_key(unit.source), _digest(unit), number) for number, unit in units),
            )
            self._db.execute("INSERT OR REPLACE INTO facts VALUES ('key_version', ?)", (key_version(),))

    def __len__(self) -> int:
        with self._guarded():
            return int(self._db.execute("SELECT count(*) FROM entries").fetchone()[0])

    def units(self) -> Iterator[Unit]:
        """Yield every unit, in the order in which they were added."""
        with self._guarded():
            rows = self._db.execute(f"{_SELECT} ORDER BY number").fetchall()
        yield from (Unit(*row) for row in rows)

    def near(self, key: str, *, threshold: float, limit: int) -> list[tuple[float, Unit]]:
        """Return at most `limit` units whose keys are at least `threshold` alike, the most alike first."""
        if threshold <= 0.0:
            raise ValueError("threshold must be above 0")
        with self._guarded():
            keys, numbers = self._keys_by_length()
            # An edit distance is at least the difference of the lengths.
            low = bisect_left(keys, len(key) * threshold, key=len)
            high = bisect_right(keys, len(key) / threshold, key=len)
            alike = Levenshtein.normalized_similarity
            hits = process.extract(key, keys[low:high], scorer=alike, score_cutoff=threshold, limit=limit)
            found = []
            for _, score, index in hits:
                row = self._db.execute(f"{_SELECT} WHERE number = ?", (numbers[low + index],)).fetchone()
                found.append((float(score), Unit(*row)))
            return found

    def containing(self, text: str, *, limit: int) -> list[Unit]:
        """Return units with `text` in their Arabic (spelling variants alike) or their English (any case)."""
        where = "WHERE instr(key, ?) OR instr(lower(target), lower(?))"
        with self._guarded():
            rows = self._db.execute(f"{_SELECT} {where} {_BEST_FIRST} LIMIT ?", (match_key(text), text, limit))
            return [Unit(*row) for row in rows]

    def add(self, units: Iterable[Unit]) -> int:
        """Add units in one transaction, all or none; returns how many were not there before."""
        with self._guarded(), self._transaction():
            before = self._db.total_changes
            self._db.executemany(
                "INSERT OR IGNORE INTO entries ({}, key, digest) VALUES ({})".format(
                    ", ".join(_COLUMNS), ", ".join("?" * (len(_COLUMNS) + 2))
                ),
                ((*astuple(unit), match_key(unit.source), _digest(unit)) for unit in units),
            )
            return self._db.total_changes - before

    def replace(self, unit: Unit) -> None:
        """Add a unit in place of those of the same origin with the same Arabic."""
        with self._guarded(), self._transaction():
            key = match_key(unit.source)
            self._db.execute("DELETE FROM entries WHERE key = ? AND origin = ?", (key, unit.origin))
            self.add([unit])

    def held(self, key: str) -> list[Unit]:
        """Return all units with this key, the best first."""
        with self._guarded():
            return [Unit(*row) for row in self._db.execute(f"{_SELECT} WHERE key = ? {_BEST_FIRST}", (key,))]

    def remove(self, key: str, *, origin: str | None = None) -> int:
        """Remove all units with this key, or those of one origin; returns how many there were."""
        with self._guarded(), self._transaction():
            which = "key = ?1 AND (?2 IS NULL OR origin = ?2)"
            return self._db.execute(f"DELETE FROM entries WHERE {which}", (key, origin)).rowcount

    def counts(self, column: str) -> dict[str, int]:
        """Count the units by `origin` or `article`; those without one under ""."""
        if column not in ("origin", "article"):
            raise ValueError(f"cannot count by {column!r}")
        with self._guarded():
            rows = self._db.execute(
                f"SELECT coalesce({column}, ''), count(*) FROM entries GROUP BY 1 ORDER BY 1"
            ).fetchall()
        return dict(rows)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that depend on the pairs held and on nothing else, not even their order."""
        with self._guarded():
            state = self._state()
            if self._fingerprint is None or self._fingerprint[0] != state:
                pairs = self._db.execute("SELECT source, target FROM entries")
                texts = (f"{source}\0{target}".encode("utf-8", "surrogatepass") for source, target in pairs)
                total = sum(int.from_bytes(hashlib.sha256(text).digest()[:16], "big") for text in texts)
                self._fingerprint = (state, f"{total % (1 << 128):032x}"[:12])
            return self._fingerprint[1]

    def image(self) -> bytes:
        """Return the bytes of the file that holds what this store holds."""
        with self._guarded():
            return self._db.serialize()

    def check(self) -> None:
        """Raise `MemoryStoreError` if the file is damaged."""
        with self._guarded():
            (answer,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                raise self._unusable(str(answer))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _state(self) -> tuple[int, int]:
        """Return numbers that change when this or another process writes to the file."""
        (elsewhere,) = self._db.execute("PRAGMA data_version").fetchone()
        return elsewhere, self._db.total_changes

    def _keys_by_length(self) -> tuple[list[str], list[int]]:
        state = self._state()
        if self._near is None or self._near[0] != state:
            rows = self._db.execute("SELECT key, number FROM entries ORDER BY length(key), number").fetchall()
            self._near = (state, [row[0] for row in rows], [row[1] for row in rows])
        return self._near[1], self._near[2]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Hold the lock, and turn what SQLite raises into an error of ours."""
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise self._unusable(str(error), remedy=_OCCUPIED) from error
            except sqlite3.Error as error:
                raise self._unusable(str(error)) from error
            except UnicodeEncodeError as error:
                raise FormatError(
                    "A text holds half a character (a lone surrogate) and cannot be remembered.",
                    remedy="Take it out of the text.",
                ) from error

    def _unusable(self, reason: str, *, remedy: str = _DAMAGED) -> MemoryStoreError:
        where = str(self.path) if self.path else "in memory"
        return MemoryStoreError(f"The translation memory {where} could not be used: {reason}.", remedy=remedy)


def _digest(unit: Unit) -> bytes:
    return hashlib.sha256(repr(astuple(unit)).encode("utf-8", "surrogatepass")).digest()
