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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from toolkit.files import cache_dir
from toolkit.models.pieces import has_letters, several, teller
from toolkit.models.types import Engine, EngineKind, Generation

_RECIPE = 2  # raised when the same settings give another output than before
_LARGEST = 256 << 20
_TOGETHER = 500  # keys of one question; SQLite allows 999 and more
_WAIT_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results
(key TEXT PRIMARY KEY, value TEXT NOT NULL, size INTEGER NOT NULL, used REAL NOT NULL)
WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON results (used);
"""


@dataclass(frozen=True, slots=True)
class CacheStatus:
    """What the cache holds: its file, how many results, and their bytes."""

    path: Path
    results: int
    size: int


class ResultCache:
    """Generations by key, in SQLite; the least recently used go first when it grows over its bound.

    Parameters
    ----------
    path
        The file; `results.sqlite` in the toolkit's cache folder by default.
    largest
        Most bytes of results that are kept.

    Examples
    --------
    >>> import tempfile
    >>> cache = ResultCache(Path(tempfile.mkdtemp()) / "results.sqlite")
    >>> cache.put({"a": Generation("yes")})
    >>> cache.get(["a", "b"])["a"].text
    'yes'
    """

    def __init__(self, path: Path | None = None, *, largest: int = _LARGEST) -> None:
        self.path = path or _usual_place()
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
            _touch(connection, list(found))
        return found

    def put(self, results: Mapping[str, Generation]) -> None:
        """Keep results."""
        now = time.time()
        written = [(key, _write(generation)) for key, generation in results.items()]
        rows = [(key, value, len(key) + len(value.encode()), now) for key, value in written]
        with suppress(sqlite3.Error), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
            self._shrink(connection)
            connection.execute("COMMIT")

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Forget the least recently used until a tenth of the room is free again."""
        size: int = connection.execute("SELECT COALESCE(SUM(size), 0) FROM results").fetchone()[0]
        if size <= self._largest:
            return
        freed, gone = 0, []
        for key, bytes_ in connection.execute("SELECT key, size FROM results ORDER BY used, key"):
            gone.append((key,))
            freed += bytes_
            if size - freed <= self._largest * 9 // 10:
                break
        connection.executemany("DELETE FROM results WHERE key = ?", gone)

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


def _touch(connection: sqlite3.Connection, keys: list[str]) -> None:
    with suppress(sqlite3.Error):  # another process writes: then the times stay as they are
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("UPDATE results SET used = ? WHERE key = ?", [(time.time(), key) for key in keys])
        connection.execute("COMMIT")


def _write(generation: Generation) -> str:
    return json.dumps(asdict(generation), ensure_ascii=False, separators=(",", ":"))


def _read(value: str) -> Generation | None:
    """Return a result, or None if the disk gave back something else than was written."""
    try:
        fields: dict[str, Any] = json.loads(value)
        pairs = tuple(((a, b), (c, d)) for (a, b), (c, d) in fields.pop("alignment"))
        return Generation(alignment=pairs, **fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _usual_place() -> Path:
    try:
        return cache_dir() / "results.sqlite"
    except OSError:  # the folder cannot be made: a place that cannot be opened, so that nothing is kept
        return Path(os.devnull) / "results.sqlite"


def is_cache_wanted() -> bool:
    """Tell whether results may be kept: `TOOLKIT_RESULT_CACHE=0` forbids it."""
    return os.environ.get("TOOLKIT_RESULT_CACHE", "1").lower() not in ("0", "off", "no", "false")


@runtime_checkable
class Cacheable(Engine, Protocol):
    """An engine that can say what its output for a text depends on."""

    def cache_key(self, text: str) -> str:
        """Return everything that the output for `text` depends on, but for the settings of one call."""
        ...


class CachedEngine:
    """An engine that looks a text up before it runs the model.

    Parameters
    ----------
    engine
        The engine that does the work.
    cache
        Where results are kept.
    """

    def __init__(self, engine: Cacheable, cache: ResultCache | None = None) -> None:
        self.engine = engine
        self.cache = cache or ResultCache()
        self.name = engine.name
        self.revision = engine.revision
        self.kind: EngineKind = engine.kind
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

    def generate(
        self,
        texts: Sequence[str],
        *,
        beam_size: int | None = None,
        max_new_tokens: int | None = None,
        min_new_tokens: int | None = None,
        alignment: bool = False,
        progress: Callable[[int], None] | None = None,
        each: Callable[[int, Generation], None] | None = None,
    ) -> list[Generation]:
        """Run the model over those of `texts` that it has not seen with these settings; see `Engine.generate`."""
        texts = several(texts)
        settings = (beam_size, max_new_tokens, min_new_tokens, alignment)
        keys = [self._key(text, settings) if has_letters(text) else None for text in texts]
        known = self.cache.get(list(dict.fromkeys(key for key in keys if key is not None)))
        missing = [i for i, key in enumerate(keys) if key not in known]
        tell = teller(progress, each)
        for index, key in enumerate(keys):
            if key in known:
                tell(index, known[key])
        fresh: dict[int, Generation] = {}

        def take(place: int, generation: Generation) -> None:
            fresh[missing[place]] = generation
            tell(missing[place], generation)

        try:
            made = self.engine.generate(
                [texts[i] for i in missing],
                beam_size=beam_size,
                max_new_tokens=max_new_tokens,
                min_new_tokens=min_new_tokens,
                alignment=alignment,
                each=take,
            )
            fresh.update(zip(missing, made, strict=True))
        finally:  # what was written before an interruption is not written again
            self._keep({key: fresh[i] for i in fresh if (key := keys[i]) is not None and not fresh[i].refusal})
        return [known[key] if key in known else fresh[i] for i, key in enumerate(keys)]

    def _keep(self, results: Mapping[str, Generation]) -> None:
        if results:
            self.cache.put(results)

    def _key(self, text: str, settings: tuple[Any, ...]) -> str:
        described = json.dumps([_RECIPE, self.engine.cache_key(text), settings, text], ensure_ascii=False)
        return hashlib.sha256(described.encode("utf-8", "surrogatepass")).hexdigest()
