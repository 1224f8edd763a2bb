"""The output folder of a batch, and its record: `manifest.sqlite`, with a row for each source.

A row is written after the files that it names: what it calls done is done. Any SQLite tool reads it, also while the
batch runs:

    SELECT status, source, outputs, message, remedy FROM articles ORDER BY number;
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from toolkit.article.normalize import normalize
from toolkit.batch.tasks import BriefResult, Failure, Item, Read
from toolkit.errors import SaveError
from toolkit.files import write_atomically
from toolkit.output.formats import FORMATS

SCHEMA_VERSION = 1
_APPLICATION_ID = 0x42425442  # "BBTB"
_FILE = "manifest.sqlite"
COUNTED = ("sentences", "claims", "supported", "weak", "unsupported", "findings", "gaps")
"""What is counted of each brief, a column each."""
_SCHEMA = f"""
CREATE TABLE articles (
  number       INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  source       TEXT NOT NULL,
  stamp        TEXT,
  status       TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'partial', 'failed', 'duplicate')),
  article      TEXT,
  sha256       TEXT,
  digest       TEXT,
  duplicate_of TEXT,
  name         TEXT UNIQUE COLLATE NOCASE,
  outputs      TEXT NOT NULL DEFAULT '{{}}',
  {", ".join(f"{name} INTEGER" for name in COUNTED)},
  seconds      REAL,
  worker       TEXT,
  deaths       INTEGER NOT NULL DEFAULT 0,
  results      INTEGER NOT NULL DEFAULT 0,
  error        TEXT NOT NULL DEFAULT '',
  message      TEXT NOT NULL DEFAULT '',
  remedy       TEXT NOT NULL DEFAULT '',
  finished     TEXT
);
CREATE INDEX articles_by_digest ON articles (digest);
CREATE INDEX articles_by_original ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX articles_by_status ON articles (status);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""
_SCHEMA_ROWS = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
_FORGOTTEN = ", ".join(f"{name} = NULL" for name in (*COUNTED, "seconds", "worker", "finished"))


@dataclass(frozen=True, slots=True)
class Record:
    """One row: what became of one source."""

    number: int  # order in which the sources were met
    key: str  # what identifies it
    source: str  # what people call it
    stamp: str | None  # size and time of change of the file when it was read
    status: str  # "done", "partial" (lacks what a model was asked for), "failed", "duplicate", "waiting", "running"
    article: str | None  # the article's id
    sha256: str | None  # of its text
    digest: str | None  # of its normalized text
    duplicate_of: str | None  # key of the source with the same text
    name: str | None  # file name of its outputs, without a suffix
    outputs: Mapping[str, int]  # files in the output folder, and their bytes
    seconds: float | None
    worker: str | None  # where it was made
    deaths: int  # processes that were lost while they had this article alone in hand
    results: int  # how often a whole brief was recorded: 1, or more if its source changed or its file was lost
    error: str
    message: str
    remedy: str
    finished: str | None  # UTC, ISO 8601
    counts: Mapping[str, int]  # sentences, claims, verdicts, findings and gaps of the brief


_COLUMNS = tuple(field.name for field in fields(Record))[:-1]
_SELECT = f"SELECT {', '.join((*_COLUMNS, *COUNTED))} FROM articles"


class Manifest:
    """The manifest of one output folder. Get one to look at with `Manifest.open(folder)`.

    `before_write` is called before each change; what it raises prevents the change.

    Examples
    --------
    >>> for record in Manifest.open("briefs").records("failed"):  # doctest: +SKIP
    ...     print(record.source, record.message, record.remedy)
    """

    def __init__(self, folder: Path, *, read_only: bool, before_write: Callable[[], None] = lambda: None) -> None:
        self.path = folder / _FILE
        self._before_write = before_write
        for suffix in ("", "-wal", "-shm", "-journal"):
            require_regular(self.path.with_name(_FILE + suffix))
        with self._guarded():
            if not read_only and not self.path.exists():
                self._create()
            mode = "ro" if read_only else "rw"
            self._db = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=30
            )
        try:
            with self._guarded():
                self._prepare(read_only)
        except BaseException:
            self._db.close()
            raise

    @classmethod
    def open(cls, folder: str | Path) -> Manifest:
        """Open the manifest of an output folder for reading, also while a batch runs.

        Raises
        ------
        SaveError
            If there is none, it is damaged, or it is not as a batch makes it.
        """
        if not (Path(folder) / _FILE).is_file():
            raise SaveError(f"{folder} holds no {_FILE}.", remedy="Name the output folder of a batch.")
        return cls(Path(folder), read_only=True)

    def _create(self) -> None:
        """Make the file, whole from the beginning and for its owner alone: an empty one is damage."""
        for suffix in ("-wal", "-journal"):
            if self.path.with_name(_FILE + suffix).exists():
                raise self._unusable(f"it is gone, and its {_FILE + suffix} is still there")
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{_FILE}.")
            os.close(handle)
            try:
                with closing(sqlite3.connect(name, isolation_level=None)) as database:
                    database.executescript(f"BEGIN; {_SCHEMA} COMMIT; PRAGMA journal_mode = WAL;")
                Path(name).replace(self.path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise sqlite3.OperationalError(error.strerror) from error

    def _prepare(self, read_only: bool) -> None:
        self._db.execute("PRAGMA trusted_schema = OFF")
        (application,) = self._db.execute("PRAGMA application_id").fetchone()
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if (application, version) != (_APPLICATION_ID, SCHEMA_VERSION):
            raise self._unusable("it is not a manifest that this version of the toolkit writes")
        with closing(sqlite3.connect(":memory:")) as model:
            model.executescript(_SCHEMA)
            if self._db.execute(_SCHEMA_ROWS).fetchall() != model.execute(_SCHEMA_ROWS).fetchall():
                raise self._unusable("it has other tables, views or triggers than a batch makes")
        if not read_only:
            self._db.execute("PRAGMA synchronous = FULL")  # what is called done survives a power cut
        (answer,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise self._unusable(str(answer))

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    # -- looking -----------------------------------------------------------------------------------------------

    def records(self, *statuses: str) -> Iterator[Record]:
        """Yield the rows with one of the statuses, or all, in the order in which the sources were met."""
        where = f"WHERE status IN ({', '.join('?' * len(statuses))})" if statuses else ""
        with self._guarded():
            for row in self._db.execute(f"{_SELECT} {where} ORDER BY number", statuses):
                yield self._record(row)

    def of(self, key: str) -> Record | None:
        """Return the row of a source, or None."""
        with self._guarded():
            row = self._db.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
        return self._record(row) if row else None

    def counts(self) -> dict[str, int]:
        """Count the rows by status."""
        with self._guarded():
            return dict(self._db.execute("SELECT status, count(*) FROM articles GROUP BY status ORDER BY status"))

    def facts(self) -> dict[str, str]:
        """Return what was noted of the batch as a whole: its settings, and versions."""
        with self._guarded():
            return dict(self._db.execute("SELECT name, value FROM facts"))

    # -- writing -----------------------------------------------------------------------------------------------

    def agree(self, settings: Mapping[str, str]) -> None:
        """Note how the briefs are made; raises SaveError, which names each setting that differs from those before."""
        noted: object = ""
        with suppress(ValueError):
            noted = json.loads(self.facts().get("settings", "null"))
        if noted is None:
            with self.together():
                self._db.execute("INSERT INTO facts VALUES ('settings', ?)", (json.dumps(dict(settings)),))
            return
        if not isinstance(noted, dict):
            raise self._unusable("its settings cannot be read")
        names = sorted(name for name in {*noted, *settings} if noted.get(name) != settings.get(name))
        if names:
            told = "; ".join(f"{name} was {noted.get(name)!r} and is {settings.get(name)!r}" for name in names)
            raise SaveError(
                f"The briefs in {self.path.parent} were made with other settings: {told}.",
                remedy="Write to another folder, or give the settings of before.",
            )

    def begin(self, items: Sequence[Item], deaths: Sequence[int]) -> None:
        """Note that items are in hand; `deaths` tells for each how many processes were lost over it."""
        rows = [(i.key, i.label, i.stamp, n) for i, n in zip(items, deaths, strict=True)]
        with self.together():
            self._db.executemany(
                "INSERT INTO articles (key, source, stamp, status, deaths) VALUES (?, ?, ?, 'running', ?) "
                "ON CONFLICT (key) DO UPDATE SET source = excluded.source, stamp = excluded.stamp, status = 'running', "
                "deaths = excluded.deaths, error = '', message = '', remedy = ''",
                rows,
            )

    def claim(self, key: str, read: Read, in_hand: Collection[str] = ()) -> str | None:
        """Note what was read of a source.

        Returns the key of another source with the same text that has its brief or is one of those `in_hand`, or None.
        """
        with self.together():
            self._db.execute("UPDATE articles SET status = 'waiting', stamp = NULL WHERE duplicate_of = ?", (key,))
            same = self._db.execute(
                "SELECT key, status FROM articles WHERE digest = ? AND key <> ? AND status <> 'duplicate' "
                "ORDER BY number",
                (read.digest, key),
            ).fetchall()
            owner = next((other for other, status in same if status in ("done", "partial") or other in in_hand), None)
            status = "duplicate" if owner else "running"
            self._db.execute(
                f"UPDATE articles SET article = ?, sha256 = ?, digest = ?, duplicate_of = ?, status = ?, {_FORGOTTEN} "
                "WHERE key = ?",
                (read.article.id, read.article.sha256, read.digest, owner, status, key),
            )
            if owner is None:
                self._name(key, read.article.id)
        return owner

    def _name(self, key: str, article: str) -> None:
        """Give a source a file name of its own; it keeps the one that it has."""
        if self._db.execute("SELECT name FROM articles WHERE key = ?", (key,)).fetchone()[0] is not None:
            return
        stem, digest = safe_stem(article), hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        for name in (stem, *(f"{stem}-{digest[:size]}" for size in (8, 16, 64))):  # the plainest first
            taken = self._db.execute("SELECT 1 FROM articles WHERE name = ?", (name,)).fetchone()
            if not taken and not any((self.path.parent / f"{name}.{suffix}").exists() for suffix in FORMATS):
                self._db.execute("UPDATE articles SET name = ? WHERE key = ?", (name, key))
                return
        raise AssertionError("unreachable: every number was taken")

    def unchanged(self, key: str, status: str) -> None:
        """Give a source that was read again and is as before its status back."""
        with self.together():
            self._db.execute("UPDATE articles SET status = ? WHERE key = ?", (status, key))

    def made(self, key: str, made: BriefResult, outputs: Mapping[str, int], deaths: int = 0) -> None:
        """Record a brief whose files are written, and how many processes were lost over it before."""
        problem = made.problem
        told = (problem.error, problem.message, problem.remedy) if problem else ("", "", "")
        names = ", ".join(f"{name} = ?" for name in COUNTED)
        with self.together():
            self._db.execute(
                "UPDATE articles SET status = ?, outputs = ?, seconds = ?, worker = ?, deaths = ?, "
                f"results = results + ?, error = ?, message = ?, remedy = ?, finished = ?, {names} WHERE key = ?",
                (
                    "partial" if problem else "done",
                    json.dumps(dict(outputs), ensure_ascii=False),
                    round(made.seconds, 4),
                    made.worker,
                    deaths,
                    problem is None,
                    *told,
                    _now(),
                    *(made.counts[name] for name in COUNTED),
                    key,
                ),
            )

    def failed(self, key: str, failure: Failure) -> None:
        """Record that a source gave no brief, and why."""
        with self.together():
            self._db.execute(
                "UPDATE articles SET status = 'failed', error = ?, message = ?, remedy = ?, finished = ? WHERE key = ?",
                (failure.error, *(text.encode("utf-8", "replace").decode() for text in failure[1:3]), _now(), key),
            )

    def risk(self, key: str, deaths: int) -> None:
        """Note how many processes were lost with an article alone in hand."""
        with self.together():
            self._db.execute("UPDATE articles SET deaths = ? WHERE key = ?", (deaths, key))

    def release(self, in_hand: Iterable[tuple[str, int]]) -> None:
        """Give back what was in hand when a run ends early in good order: keys, and the deaths that are true."""
        with self.together():
            self._db.executemany(
                "UPDATE articles SET status = 'waiting', deaths = ?2 WHERE key = ?1 AND status = 'running'",
                list(in_hand),
            )

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write what is noted while the block runs in one go, all or nothing."""
        with self._guarded():
            if self._db.in_transaction:
                yield
                return
            self._before_write()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # SQLite may have rolled back already, on a full disk for example
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise SaveError(
                f"The manifest {self.path} cannot be used: {error}.",
                remedy="See that the disk has room and the folder may be written; then run again, and it goes on.",
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._unusable(str(error)) from error

    def _record(self, row: Sequence[object]) -> Record:
        fields: dict[str, Any] = dict(zip(_COLUMNS, row, strict=False))
        counts = {name: n for name, n in zip(COUNTED, row[len(_COLUMNS) :], strict=True) if isinstance(n, int)}
        name, suffixes = fields["name"], "|".join(FORMATS)
        with suppress(ValueError, TypeError):
            fields["outputs"] = dict(json.loads(fields["outputs"]))
        if not (
            isinstance(fields["outputs"], dict)
            and all(re.fullmatch(rf"{re.escape(str(name))}\.({suffixes})", file) for file in fields["outputs"])
            and (name is None or is_safe_stem(str(name)))
            and all(isinstance(fields[number], int) for number in ("number", "deaths", "results"))
        ):
            raise self._unusable(f"row {fields['number']} holds what a batch does not write")
        return Record(**fields, counts=counts)

    def _unusable(self, reason: str) -> SaveError:
        return SaveError(
            f"The manifest {self.path} is damaged: {reason}.",
            remedy="Restore it from a backup, or write to another folder; the briefs beside it are whole.",
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


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
