"""The run: gives sources to a scheduler, writes what comes back, and keeps the manifest.

This process alone writes to the output folder: a brief is first written to its files, each in one step, and then
recorded. What dies in between is done again under the same name. Workers only compute.
"""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from toolkit.batch.manifest import Manifest, OutputFolder, Record
from toolkit.batch.sources import page_of
from toolkit.batch.tasks import (
    BriefResult,
    Event,
    Failure,
    File,
    Finished,
    Item,
    Read,
    Report,
    Result,
    Task,
    WorkerLost,
)
from toolkit.batch.worker import Scheduler
from toolkit.errors import EndpointError, ReadError

_TOGETHER = 16  # articles of a task, at most
_SENTENCES = 192  # from which a task is large enough for the model's batches
_LOSSES = 20  # workers that were asked to end with an article alone in hand, until it is given up all the same
_HOPELESS = 24  # articles in a row that lack their translation: the model's server is down


@dataclass(slots=True)
class _Hand:
    """An article in hand: its source, how it stood before this run, and its text when that was read.

    `is_suspect` once a process was lost with it in hand: from then on it is worked on alone. `deaths` counts the
    processes that died over it then, `losses` also those that were asked to end.
    """

    item: Item
    before: Record | None
    is_suspect: bool = False
    deaths: int = 0
    losses: int = 0
    read: Read | None = None


@dataclass
class Run:
    """One run over the sources."""

    items: Iterator[Item]
    total: int | None  # how many sources there are, where that is known
    folder: OutputFolder  # locked
    manifest: Manifest  # open for writing
    make_scheduler: Callable[[], Scheduler]  # called when there is something to do
    bar: Bar
    interrupts: Interrupts
    retry_failed: bool  # whether what failed or is partial is done again
    tries: int  # how many processes may die with an article alone in hand before it is given up

    def __post_init__(self) -> None:
        self._scheduler: Scheduler | None = None
        self._tasks: dict[int, tuple[Task, dict[int, _Hand]]] = {}
        self._texts: dict[int, list[tuple[_Hand, Read]]] = {}
        self._ready: deque[_Hand] = deque()
        self._alone: deque[_Hand] = deque()
        self._in_hand: dict[str, _Hand] = {}
        self._together = _TOGETHER
        self._numbers = self._reads = self._troubled = self._made = self._skipped = 0
        self._more = True
        self._first: _Hand | None = None

    def go(self) -> Report:
        """Do everything; whatever ends it early leaves a folder that the next run goes on from."""
        since = time.monotonic()
        self._read_mark()
        try:
            self._first = self._wanted()
            if self._first is not None:
                self._scheduler = self.make_scheduler()
                self._loop(self._scheduler)
        except Exception:
            self.interrupts.check()  # what a signal broke is no error
            raise
        finally:
            self.folder.remove_mark()
            try:
                if self._in_hand:
                    self.manifest.release([(key, hand.deaths) for key, hand in self._in_hand.items()])
            finally:
                if self._scheduler is not None:
                    self._scheduler.close()
        self.folder.check()
        return Report(self.folder.path, self._made, self._skipped, self.manifest.counts(), time.monotonic() - since)

    def _read_mark(self) -> None:
        """Count the death that the last run's mark tells of."""
        key = self.folder.take_mark()
        record = self.manifest.of(key) if key is not None else None
        if record is not None and record.status == "running":
            self.manifest.risk(record.key, record.deaths + 1)

    def _loop(self, scheduler: Scheduler) -> None:
        if self.total is not None:  # a small batch is shared out among all workers
            self._together = max(1, min(_TOGETHER, math.ceil(self.total / (2 * scheduler.width()))))
        while True:
            self.interrupts.check()
            for _ in range(scheduler.room()):
                task = self._next_task(scheduler)
                if task is None:
                    break
                scheduler.submit(task)
            if not self._tasks:
                return
            for event in scheduler.events():
                self._hear(event)
                self.interrupts.check()

    # -- what to do next ---------------------------------------------------------------------------------------

    def _next_task(self, scheduler: Scheduler) -> Task | None:
        if self._alone:
            hand = self._alone.popleft()
            if scheduler.shares_fate:
                self.folder.leave_mark(hand.item.key)
            return self._task([hand], scheduler)
        waiting = sum(len(hand.read.article.sentences) for hand in self._ready if hand.read)
        full = len(self._ready) >= self._together or waiting >= _SENTENCES
        if self._ready and (full or (not self._reads and not self._more)):
            return self._task(self._portion(), scheduler)
        if not self._more or self._reads * self._together + len(self._ready) > 2 * self._together * scheduler.width():
            return None
        hands = self._taken(scheduler)
        if hands:
            return self._task(hands, scheduler)
        return self._next_task(scheduler) if self._ready or self._alone else None

    def _portion(self) -> list[_Hand]:
        """Take ready articles for one task: up to so many, or so many sentences."""
        portion: list[_Hand] = []
        sentences = 0
        while self._ready and len(portion) < self._together and sentences < _SENTENCES:
            hand = self._ready.popleft()
            assert hand.read is not None
            portion.append(hand)
            sentences += len(hand.read.article.sentences)
        return portion

    def _task(self, hands: list[_Hand], scheduler: Scheduler) -> Task:
        self._numbers += 1
        articles = [hand.read.article for hand in hands if hand.read is not None]
        if articles:
            task = Task(self._numbers, "brief", tuple(articles))
        else:
            task = Task(self._numbers, "read", tuple(hand.item for hand in hands))
            self._reads += 1
        self._tasks[task.number] = (task, dict(enumerate(hands)))
        return task

    def _taken(self, scheduler: Scheduler) -> list[_Hand]:
        """Take the next sources that have to be read, and note that they are in hand."""
        hands: list[_Hand] = []
        while len(hands) < self._together and (hand := self._wanted()) is not None:
            if hand.item.key in self._in_hand:  # named twice
                self._skip()
                continue
            self._in_hand[hand.item.key] = hand
            hands.append(hand)
        if hands:
            self.manifest.begin([hand.item for hand in hands], [hand.deaths for hand in hands])
        if not scheduler.shares_files:
            hands = [hand for hand in hands if self._has_bytes(hand)]
        suspects = [hand for hand in hands if hand.is_suspect]
        self._alone.extend(hand for hand in suspects if not self._given_up(hand, "a run was killed with it in hand"))
        return [hand for hand in hands if not hand.is_suspect]

    def _has_bytes(self, hand: _Hand) -> bool:
        """Put the bytes of a file into its item, for workers on other machines."""
        if isinstance(hand.item.content, File):
            try:
                hand.item = hand.item._replace(content=page_of(hand.item.content, hand.item.label))
            except ReadError as error:
                self._has_failed(hand, Failure.of(error))
                return False
        return True

    def _wanted(self) -> _Hand | None:
        """Return the next source that is not settled yet, or None at the end."""
        if self._first is not None:
            hand, self._first = self._first, None
            return hand
        for item in self.items:
            before = self.manifest.of(item.key)
            if before is None or not self._is_settled(before, item):
                killed = before is not None and before.status == "running"
                return _Hand(item, before, killed, before.deaths if before and killed else 0)
            self._skip()
        self._more = False
        return None

    def _is_settled(self, before: Record, item: Item) -> bool:
        if before.stamp != item.stamp or before.status in ("waiting", "running"):
            return False
        if before.status in ("failed", "partial"):
            return not self.retry_failed
        return before.status == "duplicate" or self._is_whole(before)

    def _is_whole(self, before: Record) -> bool:
        """Tell whether the files that the manifest names are there, with the sizes that they had."""
        try:
            return all(
                (self.folder.path / name).stat(follow_symlinks=False).st_size == size
                for name, size in before.outputs.items()
            )
        except OSError:
            return False

    # -- what has happened -------------------------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        if isinstance(event, Result):
            hand = self._tasks[event.task][1].pop(event.place, None)
            if hand is None:  # told before by a worker that died, and done again by another
                return
            if isinstance(event.outcome, Read):
                self._texts.setdefault(event.task, []).append((hand, event.outcome))
            elif isinstance(event.outcome, BriefResult):
                self._was_made(hand, event.outcome)
            else:
                self._has_failed(hand, event.outcome)
            return
        task, left = self._tasks.pop(event.task)
        self._reads -= task.kind == "read"
        texts = self._texts.pop(task.number, [])
        if texts:
            with self.manifest.together():
                for hand, read in texts:
                    self._was_read(hand, read)
        if isinstance(event, Finished):
            assert not left, "a finished task has an outcome for each input"
            return
        for hand in left.values():
            self._worker_lost(hand, event, alone=len(task.inputs) == 1)

    def _was_read(self, hand: _Hand, read: Read) -> None:
        key, before = hand.item.key, hand.before
        if before and before.status == "done" and before.sha256 == read.article.sha256 and self._is_whole(before):
            self.manifest.unchanged(key, before.status)  # touched, not changed
            self._skip(key)
            return
        others = self._in_hand.keys() - {key}
        if self.manifest.claim(key, read, others) is not None:
            self._settle(key, "duplicate")
            return
        hand.read = read
        (self._alone if hand.is_suspect else self._ready).append(hand)

    def _was_made(self, hand: _Hand, made: BriefResult) -> None:
        record = self.manifest.of(hand.item.key)
        assert record is not None
        outputs = {}
        for suffix, data in made.outputs.items():
            name = f"{record.name}.{suffix}"
            self.folder.write(name, data)
            outputs[name] = len(data)
        self.manifest.made(hand.item.key, made, outputs, hand.deaths)
        self._made += 1
        self._settle(hand.item.key, "partial" if made.problem else "done")
        self._is_trouble(made.problem)

    def _has_failed(self, hand: _Hand, failure: Failure) -> None:
        if failure.fatal:
            raise failure.as_error()
        self.interrupts.check()  # it may have failed because of the signal
        self.manifest.failed(hand.item.key, failure)
        self._settle(hand.item.key, "failed")
        self._is_trouble(failure if failure.error == EndpointError.__name__ else None)

    def _is_trouble(self, problem: Failure | None) -> None:
        """End the run when the model's server gives nothing any more: the rest would be half-done."""
        self._troubled = self._troubled + 1 if problem else 0
        if problem and self._troubled >= _HOPELESS:
            raise EndpointError(
                f"The last {self._troubled} briefs all lack their translations. {problem.message}",
                remedy=f"{problem.remedy} Then run again with retry_failed=True (--retry-failed), and it goes on.",
            )

    def _worker_lost(self, hand: _Hand, lost: WorkerLost, *, alone: bool) -> None:
        hand.is_suspect = True
        if alone:  # of several in hand, nobody knows which one it was
            hand.deaths += lost.deaths
            hand.losses += 1
        if not self._given_up(hand, lost.reason):
            if alone:
                self.manifest.risk(hand.item.key, hand.deaths)
            self._alone.append(hand)

    def _given_up(self, hand: _Hand, reason: str) -> bool:
        if hand.deaths < self.tries and hand.losses < _LOSSES:
            return False
        failure = Failure(
            "WorkerLost",
            f"{max(hand.deaths, hand.losses)} processes were lost with this article alone in hand: {reason}.",
            "Try it alone with `toolkit brief`; give a worker more memory, or an article more time (timeout=).",
        )
        self.manifest.risk(hand.item.key, hand.deaths)
        self.manifest.failed(hand.item.key, failure)
        self._settle(hand.item.key, "failed")
        return True

    def _settle(self, key: str, status: str) -> None:
        del self._in_hand[key]
        self.bar.settled(status)

    def _skip(self, key: str | None = None) -> None:
        """Count a source that was settled before."""
        if key is not None:
            del self._in_hand[key]
        self._skipped += 1
        self.bar.skipped()


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_TOLD = ("partial", "failed", "duplicate")


class Bar:
    """A progress bar for `total` sources, or a line `every` so many seconds where no bar can be drawn."""

    def __init__(self, total: int | None, *, shown: bool, every: float = 60.0) -> None:
        from tqdm.auto import tqdm

        self._bar: Any = tqdm(
            total=total, unit="article", desc="briefs", smoothing=0.05, disable=None if shown else True
        )
        self._total, self._every = total, every
        self._has_lines = shown and self._bar.disable
        self._since = self._last = time.monotonic()
        self._counts = Counter[str]()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def settled(self, status: str) -> None:
        """Count a source by its status."""
        self._counts[status] += 1
        self._bar.set_postfix({name: self._counts[name] for name in _TOLD if self._counts[name]}, refresh=False)
        self._bar.update(1)
        if self._has_lines and time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            print(self._line(), file=sys.stderr, flush=True)

    def skipped(self) -> None:
        """Count a source that was settled before; the rate that is shown is that of the others."""
        self._counts["settled before"] += 1
        if not self._bar.disable:
            self._bar.initial += 1
        self._bar.update(1)

    def _line(self) -> str:
        done = self._counts.total()
        rate = (done - self._counts["settled before"]) / max(time.monotonic() - self._since, 1e-9)
        parts = ", ".join(f"{count} {name}" for name, count in sorted(self._counts.items()))
        return f"briefs: {done} of {self._total or 'an unknown number'} ({parts}), {rate:.1f} articles/s"


class Interrupts:
    """Notes both signals while its `with` block runs, also where SIGINT was ignored; a second SIGINT raises at once.

    They set a flag that is looked at between articles: an exception in the middle of a library could be lost there.
    In a thread that is not the main one no signal arrives, and nothing is changed. `on_first` is called when the first
    one arrives.
    """

    def __init__(self, on_first: Callable[[], None] = lambda: None) -> None:
        self._on_first = on_first
        self._before: dict[signal.Signals, Any] = {}
        self.noted: signal.Signals | None = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def check(self) -> None:
        """Raise KeyboardInterrupt if a signal has arrived."""
        if self.noted is not None:
            raise KeyboardInterrupt(self.noted.name)

    def _note(self, number: int, _: FrameType | None) -> None:
        if self.noted is not None and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.noted = self.noted or signal.Signals(number)
        self._on_first()
