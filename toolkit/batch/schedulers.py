"""Who does the work of a run: this process here, a Dask cluster in `toolkit.batch.cluster`."""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

from toolkit.batch.settings import Settings
from toolkit.batch.tasks import Event, Finished, Outcome, Result, Task
from toolkit.batch.worker import forget, perform

__all__ = ["InProcess", "Scheduler"]


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
        """Wait a moment for something to happen to the tasks, and return it."""
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
        self._outcomes: Generator[tuple[int, Outcome]] = perform(Task(0, "read", ()), settings)

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
        """Do the next article, and return its outcome."""
        assert self._task is not None
        for place, outcome in self._outcomes:
            return [Result(self._task.number, place, outcome)]
        finished, self._task = Finished(self._task.number), None
        return [finished]

    def close(self) -> None:
        """Let go of the work in hand and of the models."""
        self._outcomes.close()
        forget()
