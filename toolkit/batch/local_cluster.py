"""A Dask cluster of this machine's processes, on loopback, with keys made for one run; and how its workers end."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from typing import Any

from toolkit.errors import MissingExtraError, ToolkitError

__all__ = ["LocalCluster", "require_dask"]

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_STARTS = 3
_PATIENCE = 5.0  # seconds until it is known how a worker's process ended
_CONFIG: dict[str, object] = {
    "distributed.scheduler.allowed-failures": 0,  # the run itself counts how often a worker dies of an article
    "distributed.scheduler.worker-ttl": None,  # a model may keep the interpreter's lock for minutes
    "distributed.nanny.pre-spawn-environ": {},  # it would change the environment of this process
}


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
    """Worker processes of this machine, with their scheduler in this process.

    Parameters
    ----------
    workers
        How many; one for each core by default. Unless `OMP_NUM_THREADS` is set, they share the cores evenly.

    Attributes
    ----------
    client
        A client of the cluster.
    problem
        Why a worker cannot be started any more, or "".

    Raises
    ------
    ToolkitError
        If the workers do not start.
    """

    def __init__(self, workers: int | None) -> None:
        import dask

        distributed = require_dask()
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        workers = workers or cores
        threads = os.environ.get(_THREADS[0], str(max(1, cores // workers)))
        self.problem = ""
        self.is_closing = False
        self._exits: dict[str, int] = {}
        self._heard = threading.Condition()
        self._cluster: Any = None
        self.client: Any = None
        self._scratch = tempfile.TemporaryDirectory(prefix="toolkit-batch-", ignore_cleanup_errors=True)
        try:
            with dask.config.set(_CONFIG), _without_interrupts(), _without_main():
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
