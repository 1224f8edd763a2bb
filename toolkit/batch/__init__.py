"""Many articles: one machine, or a Dask cluster. In: a folder, feed or list of articles. Out: briefs and a manifest.

>>> from toolkit import batch
>>> batch.run("articles", out="briefs", workers=2)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.batch.manifest import Manifest, Record
from toolkit.batch.progress import Bar
from toolkit.batch.runner import Run
from toolkit.batch.schedulers import InProcess, LocalProcesses, Scheduler
from toolkit.batch.settings import Settings
from toolkit.batch.sources import Source, Sources, count, items
from toolkit.batch.types import Report
from toolkit.errors import SaveError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Manifest", "Record", "Report", "Settings", "Source", "run"]

_LOCK = ".batch.lock"


def run(
    sources: Sources,
    out: str | Path,
    *,
    scheduler: Client | str | None = None,
    workers: int | None = None,
    resources: Mapping[str, float] | None = None,
    timeout: float | None = None,
    tries: int = 3,
    retry_failed: bool = False,
    follow: bool = False,
    progress: bool = True,
    **choices: Any,
) -> Report:
    """Make the brief of every article, and go on where an earlier run into the same folder ended.

    Parameters
    ----------
    sources
        A folder (with all below it), a pattern such as `"news/**/*.html"`, an RSS or Atom feed in a file, a file, an
        address, a text, an `Article`; or a list or iterator of these, which is taken as it is needed.
    out
        The output folder: the briefs, and `manifest.sqlite`, which has a row for each source.
    scheduler
        None works on this machine. A `distributed.Client`, the address of a Dask scheduler, or `"local"` for a Dask
        cluster of this machine's processes.
    workers
        Worker processes on this machine; None works in this process. With 1 or more, an article that crashes a reader
        or runs out of memory takes only its worker with it.
    resources
        What a Dask worker must have to make briefs: `{"GPU": 1}`.
    timeout
        Seconds that an article may take before its worker is ended and another tries. Needs workers or a scheduler.
    tries
        How many workers may be lost with an article alone in hand before it is recorded as failed.
    retry_failed
        Also do again what failed, or lacks its translation, in an earlier run.
    follow
        Fetch the pages that a feed points at, in place of the text in the feed.
    progress
        Whether to show a bar, with the rate and the time left.
    choices
        `formats` and the choices of `toolkit.Briefer`, by name or path; see `Settings`.

    Returns
    -------
    Report
        Its `counts` are those of the folder. No article stops the others: what went wrong stands in the manifest.

    Raises
    ------
    SaveError
        The folder cannot be written, is in use by another run, or holds briefs made with other settings.
    ModelError, MemoryStoreError, MissingExtraError
        Every article would fail in the same way. What was made stays, and the next run goes on.
    KeyboardInterrupt
        Was pressed: at most what was in hand is lost, and the next run goes on.

    Examples
    --------
    >>> report = run("articles", out="briefs", summarizer="extract", formats=("html", "json"))  # doctest: +SKIP
    >>> report.counts  # doctest: +SKIP
    {'done': 118, 'duplicate': 2}
    """
    settings = Settings(**choices).resolved()
    folder = Path(out)
    if timeout is not None and workers is None and scheduler is None:
        raise ValueError("A timeout needs workers: this process cannot end itself. Say workers=1.")
    if resources and scheduler is None:
        raise ValueError("resources are those of Dask workers: say scheduler=… too.")
    if timeout is not None and timeout <= 0:
        raise ValueError(f"timeout is {timeout}; it is a number of seconds.")

    def start() -> Scheduler:
        return _scheduler(scheduler, settings, workers, timeout, resources)

    with _held(folder), Manifest(folder, read_only=False) as manifest:
        manifest.agree(settings.described())
        total = count(sources, out=folder)
        with Bar(total, shown=progress) as bar:
            return Run(
                items(sources, out=folder, follow=follow),
                total,
                out=folder,
                manifest=manifest,
                scheduler=start,
                settings=settings,
                bar=bar,
                retry_failed=retry_failed,
                tries=max(1, tries),
            ).go()


def _scheduler(
    scheduler: Client | str | None,
    settings: Settings,
    workers: int | None,
    timeout: float | None,
    resources: Mapping[str, float] | None,
) -> Scheduler:
    if scheduler is not None:
        from toolkit.batch.cluster import DaskCluster

        return DaskCluster(scheduler, settings, workers=workers, timeout=timeout, resources=resources)
    return InProcess(settings) if workers is None else LocalProcesses(settings, workers, timeout)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Make the output folder, and keep every other run out of it."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise SaveError(
            f"Another run is writing to {folder}.", remedy="Wait for it to end, or write to another folder."
        ) from None
    except OSError as error:
        raise SaveError(
            f"Cannot write to {folder}: {error.strerror or error}.", remedy="Choose another folder, or free space."
        ) from error
    try:
        yield
    finally:
        lock.release()
