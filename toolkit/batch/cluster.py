"""A batch on Dask: a cluster of this machine's processes, a scheduler's address, or a user's Client.

A worker sends each outcome the moment it has it, through a queue of the scheduler: what a worker that dies has sent
before stands. `distributed` is an optional package.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import queue
import signal
import sys
import tempfile
import threading
import time
import uuid
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from toolkit.batch.tasks import Event, Failure, Finished, Result, Task, WorkerLost
from toolkit.batch.worker import Settings, name_of_this_process, perform
from toolkit.brief.provenance import toolkit_version
from toolkit.errors import MissingExtraError, ToolkitError
from toolkit.files import cores

if TYPE_CHECKING:
    from distributed import Client

_QUEUED = 2  # tasks for each worker: one in hand, one waiting so that it need not wait for us
_MOMENT = 0.5  # seconds
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_STARTS = 3
_PATIENCE = 5.0  # seconds until it is known how a worker's process ended
_CONFIG: dict[str, object] = {
    "distributed.scheduler.allowed-failures": 0,  # the run itself counts how often a worker dies of an article
    "distributed.scheduler.worker-ttl": None,  # a model may keep the interpreter's lock for minutes
    "distributed.nanny.pre-spawn-environ": {},  # it would change the environment of this process
    # Dask gives up for good a worker that is away so long after its death, also one that has come back and died again.
    "distributed.deploy.lost-worker-timeout": "1000 days",
}
_ASKED_TO_END = (-signal.SIGTERM, -signal.SIGINT)


@dataclass(slots=True)
class _Sent:
    """A task that was sent, when a worker last began it, which one that was, and how many began it."""

    task: Task
    future: Any
    since: float = 0.0
    worker: str = ""
    begun: int = 0


class DaskCluster:
    """Gives tasks to the workers of a Dask cluster.

    `where` is a `distributed.Client`, which stays open, the address of a scheduler, or `"local"` for a cluster of so
    many `workers` processes on this machine. Paths in the settings are paths on the workers. A worker process that
    takes longer than the `timeout` for an article ends itself, and another is started. A worker that makes briefs must
    have the `resources`: `{"GPU": 1}` wants those started with `--resources "GPU=1"`.

    Raises
    ------
    MissingExtraError
        If `distributed` is not installed.
    ToolkitError
        If the scheduler cannot be reached, or a worker is not fit for this batch.
    """

    shares_fate = False

    def __init__(
        self,
        where: Client | str,
        settings: Settings,
        *,
        workers: int | None = None,
        timeout: float | None = None,
        resources: Mapping[str, float] | None = None,
    ) -> None:
        self._dask = require_dask()
        self._settings, self._timeout = settings, timeout
        self._resources = dict(resources) if resources else None
        self._sent: dict[int, _Sent] = {}
        self._run = uuid.uuid4().hex[:8]
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._has_warned = False
        self.shares_files = where == "local"
        self._local = LocalCluster(workers) if where == "local" else None
        self._is_ours = isinstance(where, str)
        self._client: Any = None
        try:
            if self._local is not None:
                self._client = self._local.client
            else:
                self._client = _connected(where) if isinstance(where, str) else where
            self._queue = self._dask.Queue(f"toolkit-{self._run}", client=self._client)
            if self._local is None:
                self._require_fit_workers()
            self._warn_without_workers()
        except BaseException:
            self.close()
            raise
        self._client.loop.add_callback(self._listen)

    def room(self) -> int:
        """Return how many more tasks the cluster's workers can be given."""
        return self.width() * _QUEUED - len(self._sent)

    def width(self) -> int:
        """Return the number of workers now, at least 1."""
        return max(1, len(self._client.nthreads()))

    def submit(self, task: Task) -> None:
        """Send a task to the cluster."""
        function = read_articles if task.kind == "read" else brief_articles
        future = self._client.submit(
            function,
            task,
            self._settings,
            self._timeout,
            self._queue.name,
            (name_of_this_process(), toolkit_version()),
            key=f"{function.__name__}-{self._run}-{task.number}-{uuid.uuid4().hex[:4]}",
            pure=False,
            resources=self._resources if task.kind == "brief" else None,
        )
        self._sent[task.number] = _Sent(task, future)
        future.add_done_callback(lambda _: self._client.loop.add_callback(self._put, (task.number, None, None)))

    def events(self) -> list[Event]:
        """Wait a moment for the workers, and return what has happened to the tasks."""
        try:
            message = self._heard.get(timeout=_MOMENT)
        except queue.Empty:
            if self._local is not None and self._local.problem:
                raise ToolkitError(
                    f"The workers cannot go on: {self._local.problem}.", remedy="Run again: it goes on from here."
                ) from None
            self._warn_without_workers()
            return []
        if isinstance(message, Exception):
            raise ToolkitError(
                f"The connection to the Dask scheduler was lost ({message}).", remedy="Run again: it goes on from here."
            )
        number, place, content = message
        sent = self._sent.get(number)
        if sent is None:
            return []
        if place is not None:
            return [Result(number, place, content)]
        if content is not None:
            sent.worker, sent.since, sent.begun = content, time.monotonic(), sent.begun + 1
            return []
        return self._ended(self._sent.pop(number))

    def close(self) -> None:
        """Take back what is not done; end the client and the cluster if they were made here."""
        futures = [sent.future for sent in self._sent.values()]
        self._sent.clear()
        with suppress(Exception):  # the scheduler may be gone, and nothing of it is needed any more
            if self._client.status == "running" and self._local is None:
                self._client.cancel(futures, force=True)
                self._queue.put(None)
                self._queue.close()
        if self._local is not None:
            self._local.close()
        elif self._is_ours and self._client is not None:
            self._client.close()

    # -- what has happened -------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Pass on what comes through the queue; runs in the client's event loop."""
        try:
            while (message := await self._queue.get()) is not None:
                self._heard.put(message)
        except Exception as error:
            self._heard.put(error)

    async def _put(self, message: tuple[int, None, None]) -> None:
        """Put a task's end behind its outcomes; runs in the client's event loop."""
        with suppress(Exception):  # without a connection `_listen` tells
            await self._queue.put(message)

    def _ended(self, sent: _Sent) -> list[Event]:
        number, future = sent.task.number, sent.future
        if future.status == "finished":
            return [Finished(number)]
        if future.status != "error":
            return [WorkerLost(number, f"the task was {future.status}")]
        error = future.exception()
        if not isinstance(error, (self._dask.KilledWorker, OSError, MemoryError)):
            raise ToolkitError(
                f"A worker of the cluster cannot run this batch: {type(error).__name__}: {error}.",
                remedy="Install the same packages on every worker, with your own module if you named a function.",
            )
        if not isinstance(error, self._dask.KilledWorker):
            return [WorkerLost(number, f"{type(error).__name__}: {error}")]
        if not sent.begun:  # it only waited for the worker that died
            self.submit(sent.task)
            return []
        reason, asked = self._cause(sent)
        return [WorkerLost(number, reason, 0 if asked else sent.begun)]

    def _cause(self, sent: _Sent) -> tuple[str, bool]:
        """Return why a worker was lost, and whether it was asked to end."""
        if self._timeout is not None and time.monotonic() - sent.since >= self._timeout:
            return f"it took longer than {self._timeout:g} s", False
        code = self._local.end_of(sent.worker) if self._local is not None else None
        if code is None:
            return f"the worker at {sent.worker} was lost", False
        if code >= 0:
            return f"its process ended with exit code {code}", False
        name = signal.Signals(-code).name if -code in list(signal.Signals) else f"signal {-code}"
        hint = ", as the system does when memory runs out" if name == "SIGKILL" else ""
        return f"its process was ended by {name}{hint}", code in _ASKED_TO_END

    # -- the cluster -------------------------------------------------------------------------------------------

    def _require_fit_workers(self) -> None:
        """Ask each worker that is there now whether it can do this batch as this process would."""
        found = self._client.run(unfitness, self._settings, toolkit_version(), self._tagged(), on_error="return")
        unfit = {address: problem for address, problem in found.items() if problem}
        if unfit:
            told = "; ".join(f"{address}: {problem}" for address, problem in sorted(unfit.items())[:5])
            raise ToolkitError(
                f"{len(unfit)} of {len(found)} workers cannot do this batch: {told}",
                remedy="Install the same version and models on every worker, and start it again.",
            )

    def _tagged(self) -> list[str]:
        """Return the addresses of the workers that can make briefs."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        wanted = self._resources or {}
        return [
            address
            for address, worker in workers.items()
            if all(worker["resources"].get(name, 0) >= amount for name, amount in wanted.items())
        ]

    def _warn_without_workers(self) -> None:
        if self._has_warned or self._local is not None or self._tagged():
            return
        self._has_warned = True
        having = f" with {self._resources}" if self._resources else ""
        warnings.warn(
            f"The Dask scheduler has no worker{having} now; the batch waits for one.", RuntimeWarning, stacklevel=2
        )


def _connected(address: str) -> Any:
    try:
        return require_dask().Client(address)
    except (OSError, ValueError) as error:
        raise ToolkitError(
            f"The Dask scheduler at {address} cannot be reached: {error}.",
            remedy="Check the address, and that `dask scheduler` runs there.",
        ) from error


# -- on a worker ---------------------------------------------------------------------------------------------------

_watched = threading.Lock()  # there is one watch for the whole process


def unfitness(settings: Settings, version: str, tagged: list[str], dask_worker: Any = None) -> str:
    """Return why this worker cannot do a batch as the process that asks would, or ""."""
    if (ours := toolkit_version()) != version:
        return f"it has version {ours} of the toolkit, the run has {version}."
    try:
        if dask_worker.address in tagged:
            settings.require_models(fetch=False)
    except ToolkitError as error:
        return str(error)
    return ""


def read_articles(*arguments: Any) -> None:
    """Read the items of a task; what a Dask worker runs."""
    _performed(*arguments)


def brief_articles(*arguments: Any) -> None:
    """Make the briefs of a task; what a Dask worker runs."""
    _performed(*arguments)


def _performed(task: Task, settings: Settings, timeout: float | None, channel: str, run: tuple[str, str]) -> None:
    from tqdm import tqdm

    home, version = run
    tqdm.set_lock(threading.RLock())  # its own would outlive a worker that is killed, with a warning at the end
    _send(channel, (task.number, None, _worker().address))
    if (ours := toolkit_version()) != version:
        message = f"The worker {name_of_this_process()} has version {ours} of the toolkit, the run has {version}."
        remedy = "Install the same version on every worker."
        _send(channel, (task.number, 0, Failure("ToolkitError", message, remedy, fatal=True)))
        return
    if timeout is None or name_of_this_process() == home:  # a worker within the user's own process cannot be ended
        for place, outcome in perform(task, settings):
            _send(channel, (task.number, place, outcome))
        return
    with _watched, open(os.devnull, "w") as nowhere:  # noqa: PTH123
        seconds = timeout if task.kind == "read" else timeout * len(task.inputs)  # they are translated together
        try:
            # Ends the process even where a library hangs and holds the interpreter's lock.
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            for place, outcome in perform(task, settings):
                faulthandler.dump_traceback_later(timeout, exit=True, file=nowhere)
                _send(channel, (task.number, place, outcome))
        finally:
            faulthandler.cancel_dump_traceback_later()


def _send(channel: str, message: tuple[int, int | None, object]) -> None:
    """Put a message into the run's queue, and return when the scheduler has it."""
    from distributed.protocol import to_serialize
    from distributed.utils import sync

    worker = _worker()
    sync(worker.loop, worker.scheduler.queue_put, name=channel, data=to_serialize(message))


def _worker() -> Any:
    from distributed import get_worker

    return get_worker()


# -- a cluster of this machine's processes --------------------------------------------------------------------------


def require_dask() -> Any:
    """Return Dask's package; raises MissingExtraError if it, or what a cluster of our own needs, is not installed."""
    try:
        import cryptography  # noqa: F401
        import distributed
    except ImportError as error:
        raise MissingExtraError(
            f"Worker processes and Dask clusters need the package {error.name!r}.",
            remedy="Install it: pip install distributed cryptography, or pip install 'bilingual-brief-toolkit[dask]'",
        ) from error
    return distributed


class LocalCluster:
    """Worker processes of this machine, one for each core by default, with their scheduler in this process.

    Unless `OMP_NUM_THREADS` is set, they share the cores evenly. `problem` says why a worker cannot be started any
    more; ToolkitError is raised if none starts.
    """

    def __init__(self, workers: int | None) -> None:
        import dask

        distributed = require_dask()
        workers = workers or cores()
        threads = os.environ.get(_THREADS[0], str(max(1, cores() // workers)))
        self.problem = ""
        self.is_closing = False
        self._exits: dict[str, int] = {}
        self._heard = threading.Condition()
        self._cluster: Any = None
        self.client: Any = None
        self._scratch = tempfile.TemporaryDirectory(prefix="toolkit-batch-", ignore_cleanup_errors=True)
        self._config: Any = dask.config.set(_CONFIG)  # until the end: Dask reads some of it when a worker dies
        try:
            with _without_interrupts(), _without_main():
                self._cluster = distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    worker_class=_keeper(self),
                    security=distributed.Security.temporary(),
                    memory_limit=0,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL + 1,
                    local_directory=self._scratch.name,
                    env={name: os.environ.get(name, threads) for name in _THREADS},
                )
                self.client = distributed.Client(self._cluster, set_as_default=False)
        except Exception as error:
            self.close()
            raise ToolkitError(
                f"The workers could not start: {self.problem or error}.",
                remedy="Check the installation, or use no workers.",
            ) from error

    def ended(self, worker: str, code: int) -> None:
        """Note the exit code of a worker's process."""
        with self._heard:
            self._exits[worker] = code
            self._heard.notify_all()

    def end_of(self, worker: str) -> int | None:
        """Return the exit code of the worker's process at an address, negative for a signal; None if nobody knows."""
        with self._heard:
            self._heard.wait_for(lambda: worker in self._exits, _PATIENCE)
            return self._exits.get(worker)

    def close(self) -> None:
        """End the workers at once: they only compute."""
        self.is_closing = True
        for keeper in self._cluster.workers.values() if self._cluster is not None else ():
            with suppress(OSError, AttributeError, TypeError):  # no process at the moment
                os.kill(keeper.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        for closable in (self.client, self._cluster):
            if closable is not None:
                with suppress(Exception):  # nothing of it is needed any more
                    closable.close(timeout=_PATIENCE)
        self._config.__exit__(None, None, None)
        self._scratch.cleanup()


def _keeper(cluster: LocalCluster) -> type:
    """Return Dask's keeper of a worker process, as one that starts it more than once and notes how it ends."""
    from distributed import Nanny, Status

    class Keeper(Nanny):  # type: ignore[misc]
        async def instantiate(self) -> Any:
            for _ in range(0 if cluster.is_closing else _STARTS):
                with _without_main():
                    status = await super().instantiate()
                if status == Status.running:
                    return status
            cluster.problem = f"a worker process ended {_STARTS} times while it started"
            return Status.failed

        async def close(self, timeout: float = 5, reason: str = "nanny-close") -> Any:
            if not cluster.is_closing:  # a worker that nobody starts again must not be waited for
                cluster.problem = cluster.problem or f"Dask gave up a worker ({reason})"
            return await super().close(timeout, reason)

        def _on_worker_exit_sync(self, exitcode: int) -> None:
            if self.worker_address:
                cluster.ended(self.worker_address, exitcode)
            super()._on_worker_exit_sync(exitcode)

    return Keeper


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from the threads that are started here and from their worker processes: the run ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep a new worker process from importing the script that started the batch, which would start it again."""
    main = sys.modules["__main__"]
    before, main.__spec__ = main.__spec__, ModuleSpec("__main__", None)
    try:
        yield
    finally:
        main.__spec__ = before
