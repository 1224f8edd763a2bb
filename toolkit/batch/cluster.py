"""A batch on a Dask cluster. In: a Client, an address, or "local". Out: the same events as from local processes.

Dask gives a task of a worker that died to another one; when several died over it, the task comes back here and its
articles are tried one by one. `distributed` is an optional package.
"""

from __future__ import annotations

import faulthandler
import os
import platform
import sys
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit.batch.schedulers import packed
from toolkit.batch.settings import Settings
from toolkit.batch.types import Died, Event, Finished, Outcome, Result, Task
from toolkit.batch.worker import perform
from toolkit.errors import MissingExtraError, ToolkitError

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["DaskCluster", "brief_articles", "read_articles"]

_QUEUED = 2  # tasks for each worker: one in hand, one waiting so that it need not wait for us


class DaskCluster:
    """Gives tasks to the workers of a Dask cluster.

    Parameters
    ----------
    where
        A `distributed.Client`, which stays open; the address of a scheduler; or `"local"` for a cluster of processes on
        this machine.
    settings
        How briefs are made. Paths in it are paths on the workers.
    workers
        Processes of a local cluster; one for each core by default.
    timeout
        Seconds that an article may take; a worker process that takes longer ends itself, and its nanny starts another.
    resources
        What a worker must have to make briefs, `{"GPU": 1}` for example: those started with `--resources "GPU=1"`.

    Raises
    ------
    MissingExtraError
        If `distributed` is not installed.
    ToolkitError
        If the scheduler cannot be reached.
    """

    def __init__(
        self,
        where: Client | str,
        settings: Settings,
        *,
        workers: int | None = None,
        timeout: float | None = None,
        resources: Mapping[str, float] | None = None,
    ) -> None:
        try:
            import distributed
        except ImportError as error:
            raise MissingExtraError.of("distributed", "Running a batch on a Dask cluster") from error
        packed(settings)
        self._dask: Any = distributed
        self._settings, self._timeout = settings, timeout
        self._resources = dict(resources) if resources else None
        self._cluster: Any = None
        self._owned = isinstance(where, str)
        self._client: Any = self._connected(where, workers) if isinstance(where, str) else where
        self._run = uuid.uuid4().hex[:8]
        self._running: Any = distributed.as_completed([], loop=self._client.loop)
        self._tasks: dict[str, tuple[Task, Any]] = {}
        self.shares_files = where == "local"
        self.shares_fate = False

    @property
    def dashboard(self) -> str:
        """The address of the cluster's dashboard."""
        return str(self._client.dashboard_link)

    def room(self) -> int:
        """Return how many more tasks the cluster's workers can be given."""
        return self.width() * _QUEUED - len(self._tasks)

    def width(self) -> int:
        """Return the number of workers now, at least 1."""
        return max(1, len(self._client.nthreads()))

    def submit(self, task: Task) -> None:
        """Send a task to the cluster."""
        function = read_articles if task.kind == "read" else brief_articles
        key = f"{function.__name__}-{self._run}-{task.number}"
        future = self._client.submit(
            function,
            task,
            self._settings,
            self._timeout,
            _process(),
            key=key,
            pure=False,
            resources=self._resources if task.kind == "brief" else None,
        )
        self._tasks[key] = (task, future)
        self._running.add(future)

    def events(self) -> list[Event]:
        """Wait for the next task to end, and tell what became of it."""
        future = next(self._running)
        task, _ = self._tasks.pop(future.key)
        if future.status == "finished":
            try:
                outcomes: list[tuple[int, Outcome]] = future.result()
            except Exception as error:  # the worker that held the result was lost before it was fetched
                return [Died(task.number, f"its result was lost ({error})")]
            found: list[Event] = [Result(task.number, place, outcome) for place, outcome in outcomes]
            return [*found, Finished(task.number)]
        if future.status == "error":
            reason = future.exception()
            if isinstance(reason, self._dask.KilledWorker):
                return [Died(task.number, "its worker process ended, and so did those that Dask gave it to then")]
            return [Died(task.number, f"{type(reason).__name__}: {reason}")]
        if self._client.status != "running":
            raise ToolkitError(
                "The connection to the Dask scheduler was lost.", remedy="Run again: it goes on from here."
            )
        return [Died(task.number, f"the task was {future.status}")]

    def close(self) -> None:
        """Take back what is not done; end the client and the cluster if they were made here."""
        futures = [future for _, future in self._tasks.values()]
        self._tasks.clear()
        if futures and self._client.status == "running":
            self._client.cancel(futures, force=True)
        if self._owned:
            self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def _connected(self, where: str, workers: int | None) -> Any:
        if where == "local":
            cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
            self._cluster = self._dask.LocalCluster(
                n_workers=workers or cores, threads_per_worker=1, processes=True, dashboard_address=":0"
            )
            return self._dask.Client(self._cluster)
        try:
            return self._dask.Client(where)
        except (OSError, ValueError) as error:
            raise ToolkitError(
                f"The Dask scheduler at {where} cannot be reached: {error}.",
                remedy="Check the address, and that `dask scheduler` runs there.",
            ) from error


def read_articles(task: Task, settings: Settings, timeout: float | None, home: str) -> list[tuple[int, Outcome]]:
    """Read the items of a task; what a Dask worker runs."""
    return _performed(task, settings, timeout, home)


def brief_articles(task: Task, settings: Settings, timeout: float | None, home: str) -> list[tuple[int, Outcome]]:
    """Make the briefs of a task; what a Dask worker runs."""
    return _performed(task, settings, timeout, home)


def _performed(task: Task, settings: Settings, timeout: float | None, home: str) -> list[tuple[int, Outcome]]:
    # A worker within the user's own process cannot be ended.
    watched = timeout is not None and _process() != home and sys.__stderr__ is not None
    if watched:
        assert timeout is not None and sys.__stderr__ is not None
        # Ends the process even where a library hangs and holds the interpreter's lock.
        faulthandler.dump_traceback_later(timeout * len(task.inputs), exit=True, file=sys.__stderr__)
    try:
        return list(perform(task, settings))
    finally:
        if watched:
            faulthandler.cancel_dump_traceback_later()


def _process() -> str:
    return f"{platform.node()}:{os.getpid()}"
