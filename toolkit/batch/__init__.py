"""Many articles: briefs of a folder, feed or list of articles, made in this process or on Dask, with a manifest.

>>> from toolkit import batch
>>> batch.run("articles", out="briefs", workers=2)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.batch.manifest import Manifest, OutputFolder, Record
from toolkit.batch.runner import Bar, Interrupts, Run
from toolkit.batch.sources import Source, Sources, count, items, require
from toolkit.batch.tasks import Report
from toolkit.batch.worker import InProcess, Scheduler, Settings

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Manifest", "Record", "Report", "Settings", "Source", "run"]


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
    allow_private: bool = False,
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
        Worker processes on this machine (they need the extra `dask`); None works in this process. With 1 or more, an
        article that crashes a reader or runs out of memory takes only its worker with it.
    resources
        What a Dask worker must have to make briefs: `{"GPU": 1}`.
    timeout
        Seconds that an article may take before its worker is ended and another tries. Needs workers or a scheduler.
    tries
        How many workers may die with an article alone in hand before it is recorded as failed.
    retry_failed
        Also do again what failed, or lacks its translation, in an earlier run.
    follow
        Fetch the pages that a feed points at, in place of the text in the feed.
    allow_private
        Also fetch addresses that lead to private networks.
    progress
        Whether to show a bar, with the rate and the time left; without a terminal it is a line a minute.
    choices
        `formats` and the choices of `toolkit.Briefer`, by name or path; see `Settings`.

    Returns
    -------
    Report
        Its `counts` are those of the folder. No article stops the others: what went wrong stands in the manifest.

    Raises
    ------
    ReadError
        There is no such source.
    SaveError
        The folder cannot be written, is in use by another run, holds briefs made with other settings, or was deleted
        or moved.
    ModelError, MemoryStoreError, MissingExtraError
        Every article would fail in the same way: a model that was named cannot be had, for example. What was made
        stays, and the next run goes on.
    KeyboardInterrupt
        After SIGINT (Ctrl-C) or SIGTERM, when the article in hand is done; a second Ctrl-C stops at once. At most
        what was in hand is lost, and the next run goes on.

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
        if scheduler is None and workers is None:
            return InProcess(settings)
        from toolkit.batch.cluster import DaskCluster

        where = "local" if scheduler is None else scheduler
        return DaskCluster(where, settings, workers=workers, timeout=timeout, resources=resources)

    with (
        OutputFolder(folder) as output,
        Interrupts(output.remove_mark) as interrupts,
        Manifest(folder, read_only=False, before_write=output.check) as manifest,
    ):
        output.watch(manifest.path)
        require(sources)
        manifest.agree(settings.described())
        total = count(sources, out=folder)
        with Bar(total, shown=progress) as bar:
            return Run(
                items=items(sources, out=folder, follow=follow, allow_private=allow_private),
                total=total,
                folder=output,
                manifest=manifest,
                make_scheduler=start,
                bar=bar,
                interrupts=interrupts,
                retry_failed=retry_failed,
                tries=max(1, tries),
            ).go()
