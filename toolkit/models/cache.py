"""Results of models, kept: a notebook that runs again costs nothing.

One SQLite file in the toolkit's cache folder, shared by all processes. A result is found again by the text, the model
with its revision, and every setting that changes the output. The cache is never the reason that work fails: a damaged
file is set aside with a warning and made anew, and one that cannot be written is left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.files import cache_dir
from toolkit.models.pieces import has_letters
from toolkit.models.types import Generation, Options, Tell, TextEngine

_RECIPE = 2  # raised when the same settings give another output than before
_LARGEST = 256 << 20
_TOGETHER = 500  # keys of one question; SQLite allows 999 and more
_WAIT_SECONDS = 10.0
_FORGET = """
DELETE FROM results WHERE key IN (
  SELECT key FROM (SELECT key, SUM(size) OVER (ORDER BY used DESC, key DESC) AS total FROM results) WHERE total > ?
)
"""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results
(key TEXT PRIMARY KEY, value TEXT NOT NULL, size INTEGER NOT NULL, used REAL NOT NULL)
WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON results (used);
"""


class CacheStatus(NamedTuple):
    """What the cache holds: its file, how many results, and their bytes."""

    path: Path
    results: int
    size: int


class ResultCache:
    """Generations by key, in SQLite (`results.sqlite` in the toolkit's cache folder by default).

    The least recently used go first when it grows over `largest` bytes.

    Examples
    --------
    >>> import tempfile
    >>> cache = ResultCache(Path(tempfile.mkdtemp()) / "results.sqlite")
    >>> cache.put({"a": Generation("yes")})
    >>> cache.get(["a", "b"])["a"].text
    'yes'
    """

    def __init__(self, path: Path | None = None, *, largest: int = _LARGEST) -> None:
        if path is None:
            try:
                path = cache_dir() / "results.sqlite"
            except OSError:  # the folder cannot be made: a place that cannot be opened, so that nothing is kept
                path = Path(os.devnull) / "results.sqlite"
        self.path = path
        self._largest = largest
        self._lock = threading.Lock()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.executescript(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection of its own to each use: none is shared between threads or kept over a fork."""
        with self._lock:
            try:
                connection = self._open()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:  # not a database: a crash or another program wrote it
                self._set_aside(error)
                connection = self._open()
        try:
            with closing(connection):
                yield connection
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:  # damage that shows only where it is read
            self._set_aside(error)
            raise

    def _set_aside(self, error: Exception) -> None:
        """Move a damaged file out of the way, unless another process has done so."""
        from filelock import FileLock

        aside = self.path.with_name(f"{self.path.name}.damaged")
        with suppress(OSError), FileLock(f"{self.path}.lock", timeout=_WAIT_SECONDS):
            if self._is_sound():
                return
            for suffix in ("-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            self.path.replace(aside)
            message = f"The cache of results {self.path} is damaged ({error}). It was set aside as {aside.name}"
            warnings.warn(f"{message}, and a new one is begun.", RuntimeWarning, stacklevel=2)

    def _is_sound(self) -> bool:
        try:
            with closing(self._open()) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except sqlite3.Error:
            return False

    def get(self, keys: Sequence[str]) -> dict[str, Generation]:
        """Return what is known of `keys`."""
        found: dict[str, Generation] = {}
        with suppress(sqlite3.Error), self._connection() as connection:
            for start in range(0, len(keys), _TOGETHER):
                some = list(keys[start : start + _TOGETHER])
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT key, value FROM results WHERE key IN ({marks})", some).fetchall()
                found.update({key: known for key, value in rows if (known := _read(value)) is not None})
            with suppress(sqlite3.Error):  # another process writes: then the times stay as they are
                used = [(time.time(), key) for key in found]
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("UPDATE results SET used = ? WHERE key = ?", used)
                connection.execute("COMMIT")
        return found

    def put(self, results: Mapping[str, Generation]) -> None:
        """Keep results."""
        now = time.time()
        written = [
            (key, json.dumps(asdict(generation), ensure_ascii=False, separators=(",", ":")))
            for key, generation in results.items()
        ]
        rows = [(key, value, len(key) + len(value.encode()), now) for key, value in written]
        with suppress(sqlite3.Error), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
            self._shrink(connection)
            connection.execute("COMMIT")

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Forget the least recently used until a tenth of the room is free again."""
        size: int = connection.execute("SELECT COALESCE(SUM(size), 0) FROM results").fetchone()[0]
        if size > self._largest:
            connection.execute(_FORGET, (self._largest * 9 // 10,))

    def status(self) -> CacheStatus:
        """Return what the cache holds."""
        with suppress(sqlite3.Error), self._connection() as connection:
            count, size = connection.execute("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM results").fetchone()
            return CacheStatus(self.path, count, size)
        return CacheStatus(self.path, 0, 0)

    def clear(self) -> CacheStatus:
        """Forget everything, and return what was held."""
        before = self.status()
        with suppress(sqlite3.Error), self._connection() as connection:
            connection.execute("DELETE FROM results")
            connection.execute("VACUUM")
        return before


def _read(value: str) -> Generation | None:
    """Return a result, or None if the disk gave back something else than was written."""
    try:
        fields: dict[str, Any] = json.loads(value)
        pairs = tuple(((a, b), (c, d)) for (a, b), (c, d) in fields.pop("alignment"))
        return Generation(alignment=pairs, **fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def is_cache_wanted() -> bool:
    """Tell whether results may be kept: `TOOLKIT_RESULT_CACHE=0` forbids it."""
    return os.environ.get("TOOLKIT_RESULT_CACHE", "1").lower() not in ("0", "off", "no", "false")


class CachedEngine(TextEngine):
    """An engine that looks a text up before it runs the model."""

    def __init__(self, engine: TextEngine, cache: ResultCache | None = None) -> None:
        self.engine = engine
        self.cache = cache or ResultCache()
        self.name = engine.name
        self.revision = engine.revision
        self.kind = engine.kind
        self.max_input_tokens = engine.max_input_tokens

    def __repr__(self) -> str:
        return f"CachedEngine({self.engine!r})"

    def with_glossary(self, glossary: Mapping[str, str]) -> CachedEngine:
        """Return the engine with other terms in its prompts, for an endpoint; another engine has no prompts."""
        change = getattr(self.engine, "with_glossary", None)
        return self if change is None else CachedEngine(change(glossary), self.cache)

    def count_tokens(self, text: str) -> int:
        """Return how many input tokens `text` takes."""
        return self.engine.count_tokens(text)

    def cache_key(self, text: str) -> str:
        """Return what the output for `text` depends on."""
        return self.engine.cache_key(text)

    def run(self, texts: list[str], options: Options, tell: Tell) -> list[Generation]:
        """Run the model over those of `texts` that it has not seen with these options."""
        keys = [self._key(text, options) if has_letters(text) else None for text in texts]
        known = self.cache.get(list(dict.fromkeys(key for key in keys if key is not None)))
        missing = [i for i, key in enumerate(keys) if key not in known]
        for index, key in enumerate(keys):
            if key in known:
                tell(index, known[key])
        fresh: dict[int, Generation] = {}

        def take(place: int, generation: Generation) -> None:
            fresh[missing[place]] = generation
            tell(missing[place], generation)

        try:
            made = self.engine.generate([texts[i] for i in missing], **options._asdict(), each=take)
            fresh.update(zip(missing, made, strict=True))
        finally:  # what was written before an interruption is not written again
            if new := {key: fresh[i] for i in fresh if (key := keys[i]) is not None and not fresh[i].refusal}:
                self.cache.put(new)
        return [known[key] if key in known else fresh[i] for i, key in enumerate(keys)]

    def _key(self, text: str, options: Options) -> str:
        described = json.dumps([_RECIPE, self.engine.cache_key(text), options, text], ensure_ascii=False)
        return hashlib.sha256(described.encode("utf-8", "surrogatepass")).hexdigest()
