"""Who does the work. In: Tasks. Out: events: a result, a task finished, a worker lost.

`InProcess` works here and now. `LocalProcesses` gives tasks to processes of this machine and outlives their death.
`toolkit.batch.cluster` has the third, for Dask.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Protocol

from toolkit.batch.settings import Settings
from toolkit.batch.types import Died, Event, Finished, Outcome, Result, Task
from toolkit.batch.worker import forget, perform
from toolkit.errors import ToolkitError

__all__ = ["InProcess", "LocalProcesses", "Scheduler", "packed", "serve"]

_FAREWELL = 5.0  # seconds that a worker has to end by itself
_SERVE = "import sys; sys.path[:] = {path!r}; from toolkit.batch.schedulers import serve; serve({handle})"


class Scheduler(Protocol):
    """Something that does tasks.

    Attributes
    ----------
    shares_files
        Whether workers can open the paths of this process; otherwise they are given the bytes.
    shares_fate
        Whether what kills a worker kills this process.
    """

    shares_files: bool
    shares_fate: bool

    def room(self) -> int:
        """Return how many more tasks it takes now."""
        ...

    def width(self) -> int:
        """Return how many tasks it does at once."""
        ...

    def submit(self, task: Task) -> None:
        """Take a task."""
        ...

    def events(self) -> list[Event]:
        """Wait until something has happened to the tasks, and tell it."""
        ...

    def close(self) -> None:
        """End the workers; what they have in hand is lost."""
        ...


class InProcess:
    """Does one task after the other in this process."""

    shares_files = True
    shares_fate = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._task: Task | None = None
        self._outcomes: Iterator[tuple[int, Outcome]] = iter(())

    def room(self) -> int:
        """Return 1 if there is nothing to do."""
        return 0 if self._task else 1

    def width(self) -> int:
        """Return 1."""
        return 1

    def submit(self, task: Task) -> None:
        """Take a task; its work is done in `events`."""
        self._task, self._outcomes = task, perform(task, self._settings)

    def events(self) -> list[Event]:
        """Do the next article, and tell of it."""
        assert self._task is not None
        for place, outcome in self._outcomes:
            return [Result(self._task.number, place, outcome)]
        finished, self._task = Finished(self._task.number), None
        return [finished]

    def close(self) -> None:
        """Let go of the models."""
        forget()


@dataclass(slots=True)
class _Worker:
    """A process, the line to it, the task it has in hand, and when that has to be done."""

    process: subprocess.Popen[bytes]
    line: Connection[Any, Any]
    task: Task | None = None
    deadline: float | None = None
    ready: bool = False


class LocalProcesses:
    """Gives tasks to worker processes of this machine; one that dies or is too slow is replaced.

    Parameters
    ----------
    settings
        How briefs are made.
    workers
        How many processes. Unless `OMP_NUM_THREADS` is set, they share the processor's cores evenly.
    timeout
        Seconds that an article may take; a process that takes longer is ended.
    """

    shares_files = True
    shares_fate = False

    def __init__(self, settings: Settings, workers: int, timeout: float | None = None) -> None:
        if workers < 1:
            raise ValueError(f"workers is {workers}; at least one has to do the work.")
        if sys.platform == "win32":
            raise ToolkitError(
                "Worker processes of the toolkit need Linux or macOS.",
                remedy="Use scheduler='local' (Dask), or no workers.",
            )
        self._settings, self._most, self._timeout = packed(settings), workers, timeout
        self._workers: list[_Worker] = []
        self._events: deque[Event] = deque()

    def room(self) -> int:
        """Return how many workers have nothing to do."""
        return self._most - sum(worker.task is not None for worker in self._workers)

    def width(self) -> int:
        """Return the number of workers."""
        return self._most

    def submit(self, task: Task) -> None:
        """Give the task to a worker that has nothing to do, started if need be."""
        worker = next((worker for worker in self._workers if worker.task is None), None) or self._started()
        worker.task = task
        worker.deadline = None
        if worker.ready:
            self._send(worker)

    def events(self) -> list[Event]:
        """Wait for the workers, and tell what they did."""
        while not self._events:
            busy = [worker for worker in self._workers if worker.task is not None]
            assert busy, "nothing was submitted"
            deadlines = [worker.deadline for worker in busy if worker.deadline is not None]
            patience = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
            heard = wait([worker.line for worker in busy], patience)
            for worker in busy:
                if worker.line in heard:
                    self._hear(worker)
                elif worker.deadline is not None and time.monotonic() >= worker.deadline:
                    self._bury(worker, f"it took longer than {self._timeout:g} s")
        found = list(self._events)
        self._events.clear()
        return found

    def close(self) -> None:
        """End all workers now."""
        for worker in self._workers:
            worker.line.close()  # a worker that waits for a task ends by itself
            if worker.task is not None:
                worker.process.kill()
        for worker in self._workers:
            try:
                worker.process.wait(_FAREWELL)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
        self._workers.clear()

    def _started(self) -> _Worker:
        ours, theirs = Pipe()
        environment = dict(os.environ)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        environment.setdefault("OMP_NUM_THREADS", str(max(1, cores // self._most)))
        code = _SERVE.format(path=sys.path, handle=theirs.fileno())
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C is for this process, which ends its workers in good order
        )
        theirs.close()
        with suppress(OSError):  # it died already: `events` will find out
            ours.send_bytes(self._settings)
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Worker) -> None:
        task = worker.task
        assert task is not None
        if self._timeout is not None:
            worker.deadline = time.monotonic() + self._timeout * len(task.inputs)
        with suppress(OSError):  # it died: the end of its line tells so
            worker.line.send(task)

    def _hear(self, worker: _Worker) -> None:
        task = worker.task
        assert task is not None
        try:
            message = worker.line.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._bury(worker, None)
            return
        if not worker.ready:
            worker.ready = True
            self._send(worker)
        elif message is None:
            worker.task, worker.deadline = None, None
            self._events.append(Finished(task.number))
        else:
            place, outcome = message
            self._events.append(Result(task.number, place, outcome))

    def _bury(self, worker: _Worker, reason: str | None) -> None:
        """Tell of a worker's end, and forget it; the next task starts another."""
        worker.process.kill()
        code = worker.process.wait()
        worker.line.close()
        self._workers.remove(worker)
        assert worker.task is not None
        if not worker.ready:
            raise ToolkitError(
                f"A worker process could not start ({_end_of(code)}); what it said stands above.",
                remedy="If it could not find your function, put that into a module: no process can import a notebook.",
            )
        self._events.append(Died(worker.task.number, reason or _end_of(code)))


def packed(settings: Settings) -> bytes:
    """Return settings as they are sent to another process; raises TypeError if they hold what cannot be sent."""
    try:
        return pickle.dumps(settings)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise TypeError(
            f"The function that makes a Briefer cannot be sent to workers ({error}): put it in a module."
        ) from None


def _end_of(code: int) -> str:
    """Say how a process ended."""
    if code >= 0:
        return f"its process ended with exit code {code}"
    name = signal.Signals(-code).name if -code in list(signal.Signals) else f"signal {-code}"
    hint = ", as the system does when memory runs out" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{hint}"


def serve(handle: int) -> None:
    """Do tasks that come over a line until it ends: the life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = Connection(handle)
    try:
        settings: Settings = pickle.loads(line.recv_bytes())
        line.send("ready")
        while True:
            task: Task = line.recv()
            for outcome in perform(task, settings):
                line.send(outcome)
            line.send(None)
    except (EOFError, OSError):  # the run has ended or was killed
        return
