"""The run. In: sources, an output folder and a scheduler. Out: files, a manifest, and a Report.

This process alone writes to the output folder: a brief is first written to its files, each in one step, and then
recorded. What dies in between is done again under the same name. Workers only compute.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from toolkit.batch.manifest import Manifest, Record
from toolkit.batch.progress import Bar
from toolkit.batch.schedulers import Scheduler
from toolkit.batch.settings import Settings
from toolkit.batch.types import LARGEST, Died, Event, Failure, Item, Made, Page, Read, Report, Result, Task
from toolkit.errors import EndpointError
from toolkit.files import put

__all__ = ["Run"]

_TOGETHER = 16  # articles of a task, at most
_SENTENCES = 192  # from which a task is large enough for the model's batches
_MARK = ".batch.alone"
_HOPELESS = 24  # articles in a row that lack their translation: the model's server is down


@dataclass(slots=True)
class _Hand:
    """An article in hand: its source, how it stood before this run, and its text when that was read.

    `is_suspect` once a process was lost with it in hand: from then on it is worked on alone, and `deaths` counts the
    processes that were lost over it then.
    """

    item: Item
    before: Record | None
    is_suspect: bool = False
    deaths: int = 0
    read: Read | None = None


class Run:
    """One run over the sources.

    Parameters
    ----------
    items
        The sources, one by one.
    total
        How many there are, where that is known.
    out
        The output folder.
    manifest
        Its manifest, open for writing.
    scheduler
        Makes the scheduler, when there is something to do.
    settings
        How briefs are made.
    bar
        Is told of each source.
    retry_failed
        Whether what failed or is partial is done again.
    tries
        How many processes may be lost with an article alone in hand before it is given up.
    """

    def __init__(
        self,
        items: Iterator[Item],
        total: int | None,
        *,
        out: Path,
        manifest: Manifest,
        scheduler: Callable[[], Scheduler],
        settings: Settings,
        bar: Bar,
        retry_failed: bool,
        tries: int,
    ) -> None:
        self._items, self._total = items, total
        self._out, self._manifest, self._settings, self._bar = out, manifest, settings, bar
        self._make_scheduler = scheduler
        self._scheduler: Scheduler | None = None
        self._retry_failed, self._tries = retry_failed, tries
        self._tasks: dict[int, tuple[Task, dict[int, _Hand]]] = {}
        self._texts: dict[int, list[tuple[_Hand, Read]]] = {}
        self._reads = 0
        self._ready: deque[_Hand] = deque()
        self._alone: deque[_Hand] = deque()
        self._in_hand: dict[str, _Hand] = {}
        self._numbers = 0
        self._together = _TOGETHER
        self._troubled = 0
        self._made = self._skipped = 0
        self._more = True
        self._mark = out / _MARK

    def go(self) -> Report:
        """Do everything; whatever ends it early leaves a folder that the next run goes on from."""
        since = time.monotonic()
        self._read_mark()
        try:
            self._first = self._wanted()
            if self._first is not None:
                self._scheduler = self._make_scheduler()
                self._loop(self._scheduler)
        finally:
            with suppress(OSError):
                self._mark.unlink()
            try:
                if self._in_hand:
                    self._manifest.release([(key, hand.deaths) for key, hand in self._in_hand.items()])
            finally:
                if self._scheduler is not None:
                    self._scheduler.close()
        return Report(self._out, self._made, self._skipped, self._manifest.counts(), time.monotonic() - since)

    def _leave_mark(self, key: str) -> None:
        """Write down which article is alone in hand: if this process is killed now, the next one knows over what.

        A file and not a row, because it can be taken back where a full disk lets nothing be written any more.
        """
        with suppress(OSError):
            self._mark.write_text(key, encoding="utf-8", errors="surrogatepass")

    def _read_mark(self) -> None:
        """Count the death that the last run's mark tells of."""
        try:
            key = self._mark.read_text(encoding="utf-8", errors="surrogatepass")
        except OSError:
            return
        record = self._manifest.of(key)
        if record is not None and record.status == "running":
            self._manifest.risk(key, record.deaths + 1)
        with suppress(OSError):
            self._mark.unlink()

    def _loop(self, scheduler: Scheduler) -> None:
        if self._total is not None:  # a small batch is shared out among all workers
            self._together = max(1, min(_TOGETHER, math.ceil(self._total / (2 * scheduler.width()))))
        while True:
            for _ in range(scheduler.room()):
                task = self._next_task(scheduler)
                if task is None:
                    break
                scheduler.submit(task)
            if not self._tasks:
                return
            for event in scheduler.events():
                self._hear(event)

    # -- what to do next ---------------------------------------------------------------------------------------

    def _next_task(self, scheduler: Scheduler) -> Task | None:
        if self._alone:
            hand = self._alone.popleft()
            if scheduler.shares_fate:
                self._leave_mark(hand.item.key)
            return self._task([hand], scheduler)
        waiting = sum(len(hand.read.article.sentences) for hand in self._ready if hand.read)
        full = len(self._ready) >= self._together or waiting >= _SENTENCES
        if self._ready and (full or (not self._reads and not self._more)):
            return self._task(self._portion(), scheduler)
        if not self._more or self._reads * self._together + len(self._ready) > 2 * self._together * scheduler.width():
            return None
        hands = self._taken()
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
            task = Task(self._numbers, "read", tuple(_sendable(hand.item, scheduler.shares_files) for hand in hands))
            self._reads += 1
        self._tasks[task.number] = (task, dict(enumerate(hands)))
        return task

    def _taken(self) -> list[_Hand]:
        """Take the next sources that have to be read, and note that they are in hand."""
        hands: list[_Hand] = []
        while len(hands) < self._together and (hand := self._wanted()) is not None:
            if hand.item.key in self._in_hand:  # named twice
                self._skip()
                continue
            self._in_hand[hand.item.key] = hand
            hands.append(hand)
        self._begin(hands)
        suspects = [hand for hand in hands if hand.is_suspect]
        self._alone.extend(hand for hand in suspects if not self._given_up(hand, "a run was killed with it in hand"))
        return [hand for hand in hands if not hand.is_suspect]

    _first: _Hand | None = None

    def _wanted(self) -> _Hand | None:
        """Return the next source that is not settled yet, or None at the end."""
        if self._first is not None:
            hand, self._first = self._first, None
            return hand
        for item in self._items:
            before = self._manifest.of(item.key)
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
            return not self._retry_failed
        return before.status == "duplicate" or self._is_whole(before)

    def _is_whole(self, before: Record) -> bool:
        """Tell whether the files that the manifest names are there, with the sizes that they had."""
        try:
            return all((self._out / name).stat().st_size == size for name, size in before.outputs.items())
        except OSError:
            return False

    def _begin(self, hands: list[_Hand]) -> None:
        if hands:
            self._manifest.begin([hand.item for hand in hands], [hand.deaths for hand in hands])

    # -- what has happened -------------------------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        if isinstance(event, Result):
            hand = self._tasks[event.task][1].pop(event.place)
            if isinstance(event.outcome, Read):
                self._texts.setdefault(event.task, []).append((hand, event.outcome))
            elif isinstance(event.outcome, Made):
                self._was_made(hand, event.outcome)
            else:
                self._has_failed(hand, event.outcome)
            return
        task, left = self._tasks.pop(event.task)
        self._reads -= task.kind == "read"
        texts = self._texts.pop(task.number, [])
        if texts:
            with self._manifest.together():
                for hand, read in texts:
                    self._was_read(hand, read)
        if isinstance(event, Died):
            for hand in left.values():
                self._worker_died(hand, event.reason, alone=len(task.inputs) == 1)
        elif task.kind == "brief":
            assert not left, "a finished task has an outcome for each input"

    def _was_read(self, hand: _Hand, read: Read) -> None:
        key, before = hand.item.key, hand.before
        if before and before.status == "done" and before.sha256 == read.article.sha256 and self._is_whole(before):
            self._manifest.unchanged(key, before.status)  # touched, not changed
            self._skip(key)
            return
        others = self._in_hand.keys() - {key}
        if self._manifest.claim(key, read, others) is not None:
            self._settle(key, "duplicate")
            return
        hand.read = read
        (self._alone if hand.is_suspect else self._ready).append(hand)

    def _was_made(self, hand: _Hand, made: Made) -> None:
        record = self._manifest.of(hand.item.key)
        assert record is not None
        outputs = {}
        for suffix, data in made.outputs.items():
            name = f"{record.name}.{suffix}"
            put(data, self._out / name)
            outputs[name] = len(data)
        self._manifest.made(hand.item.key, made, outputs, hand.deaths)
        self._made += 1
        self._settle(hand.item.key, "partial" if made.problem else "done")
        self._is_trouble(made.problem)

    def _has_failed(self, hand: _Hand, failure: Failure) -> None:
        if failure.fatal:
            raise failure.as_error()
        self._manifest.failed(hand.item.key, failure)
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

    def _worker_died(self, hand: _Hand, reason: str, *, alone: bool) -> None:
        hand.is_suspect = True
        hand.deaths += alone  # of several in hand, nobody knows which one it was
        if not self._given_up(hand, reason):
            if alone:
                self._manifest.risk(hand.item.key, hand.deaths)
            self._alone.append(hand)

    def _given_up(self, hand: _Hand, reason: str) -> bool:
        if hand.deaths < self._tries:
            return False
        failure = Failure(
            "WorkerDied",
            f"{hand.deaths} processes were lost with this article alone in hand: {reason}.",
            "Try it alone with `toolkit brief`; give a worker more memory, or an article more time (timeout=).",
        )
        self._manifest.risk(hand.item.key, hand.deaths)
        self._manifest.failed(hand.item.key, failure)
        self._settle(hand.item.key, "failed")
        return True

    def _settle(self, key: str, status: str) -> None:
        del self._in_hand[key]
        self._bar.settled(status)

    def _skip(self, key: str | None = None) -> None:
        """Count a source that was settled before."""
        if key is not None:
            del self._in_hand[key]
        self._skipped += 1
        self._bar.skipped()


def _sendable(item: Item, shares_files: bool) -> Item:
    """Put the bytes of a file into its item, for workers on other machines."""
    if shares_files or not isinstance(item.content, Path):
        return item
    try:
        with item.content.open("rb") as stream:
            return Item(item.key, item.label, Page(stream.read(LARGEST + 1), item.label), item.stamp)
    except OSError:
        return item  # the worker says what is wrong with it
