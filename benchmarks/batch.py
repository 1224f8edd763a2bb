"""A batch on this machine: what its layer costs, whether it stays flat over 10,000 articles, and what faults cost.

Run `python -m benchmarks.batch`; it prints tables. Each part runs in a process of its own.

- `speed`: a checkpoint of the architecture of Helsinki-NLP/opus-mt-ar-en with random weights (`translation.py` builds
  it) translates articles of 6 sentences. One worker against two of the same threads, and against the bare loop
  `for article in articles: briefer(article).save(…)` with all cores.
- `scale`: 10,000 short articles, all different, with a translation memory and `Summarizer("extract")`, on two workers;
  then once more over the finished folder.
- `faults`: 1,000 faults, injected with the tests' own means; lost and doubled are read from manifest and files.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SENTENCES = 6  # of an article in `speed`
START = 32  # articles that are left out there: two tasks


def table(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a title, the first row as the head."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    print(f"\n{title}")
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells))
        if number == 0:
            print("  " + "  ".join("-" * w for w in widths))
    sys.stdout.flush()


# --- speed ----------------------------------------------------------------------------------------------------------


def translating() -> Any:
    """A Briefer with the random checkpoint that `BENCHMARK_MODEL` names; writes 30 tokens a sentence, greedy."""
    from benchmarks.translation import _Forced
    from toolkit import Briefer
    from toolkit.models import load
    from toolkit.translate import Translator

    engine = _Forced(load(Path(os.environ["BENCHMARK_MODEL"]), engine="ctranslate2", device="cpu", cache=False))
    # Random weights write nonsense, in which the checks find errors: `retry` would translate everything three times.
    translator = Translator(memory=None, model=engine, beam_size=1, retry=False)
    return Briefer(translator=translator, summarizer="extract", progress=False)


def articles(folder: Path, count: int) -> list[Path]:
    """Write `count` articles of Arabic-looking words."""
    from benchmarks.translation import sentences

    folder.mkdir(parents=True)
    texts = sentences(count * SENTENCES)
    paths = []
    for number in range(count):
        own = texts[number * SENTENCES : (number + 1) * SENTENCES]
        paths.append(folder / f"{number:04d}.txt")
        paths[-1].write_text("\n\n".join(f"{text}." for text in own), encoding="utf-8")
    return paths


def rate(out: Path, start: int) -> float:
    """Return articles a second by the times of the files, from the one after `start` on: without the start-up."""
    times = sorted(path.stat().st_mtime_ns for path in out.glob("*.json"))
    return (len(times) - start) / ((times[-1] - times[start - 1]) / 1e9)


def bare(paths: Sequence[Path], out: Path) -> None:
    """What a user would write."""
    from toolkit import read

    out.mkdir()
    briefer = translating()
    for path in paths:
        article = read(path)
        briefer(article).save(out / f"{article.id}.json")


def batched(paths: Sequence[Path], out: Path, workers: int | None) -> None:
    from toolkit import batch

    batch.run(paths, out, briefer=translating, workers=workers, progress=False)


def speed(count: int, rounds: int) -> None:
    """Compare one worker with two, and the batch with the bare loop."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cases = {
        f"bare loop, {cores} threads": ("bare", cores),
        f"batch in this process, {cores} threads": ("here", cores),
        "batch, 1 worker of 1 thread": ("1", 1),
        "batch, 2 workers of 1 thread": ("2", 1),
    }
    found: dict[str, list[float]] = {name: [] for name in cases}
    with tempfile.TemporaryDirectory() as scratch:
        paths = articles(Path(scratch) / "news", count)
        for turn in range(rounds):
            for number, (name, (how, threads)) in enumerate(cases.items()):
                out = Path(scratch) / f"out-{turn}-{number}"
                _apart("--case", how, "--news", str(paths[0].parent), "--out", str(out), OMP_NUM_THREADS=str(threads))
                found[name].append(rate(out, START))
    best = {name: max(rates) for name, rates in found.items()}
    first, here, one, two = best
    rows = [("", "articles/s", "sentences/s", "÷ bare loop", "÷ 1 worker of 1 thread")]
    for name, value in best.items():
        cells = f"{value:.2f}", f"{value * SENTENCES:.1f}", f"{value / best[first]:.2f}", f"{value / best[one]:.2f}"
        rows.append((name, *cells))
    table(f"Speed: {count} articles of {SENTENCES} sentences, opus-mt architecture, start-up left out", rows)
    print(f"  2 workers against 1: {best[two] / best[one]:.2f} (wanted: 1.7), ", end="")
    print(f"cost of the batch layer: {best[first] / best[here] - 1:+.1%} (wanted: at most 5 %)")


# --- scale ----------------------------------------------------------------------------------------------------------

WHO = "وزير الخارجية|رئيس الوزراء|المتحدث باسم الحكومة|المبعوث الأممي|رئيس البلدية|وزير الصحة|قائد الجيش|السفير".split(
    "|"
)
DID = "أعلن|أكد|نفى|كشف|أوضح|ذكر".split("|")
WHAT = (
    "افتتاح {n} مدارس جديدة|إرسال {n} شاحنة مساعدات|تخصيص {n} مليون دولار للمشروع|إجلاء {n} شخصا من القرية|"
    "وصول {n} جندي إلى القاعدة|إغلاق {n} معابر حدودية"
).split("|")
WHERE = "كييف|موسكو|بيروت|القاهرة|دمشق|بغداد|عمان|جنيف|إسطنبول|الدوحة".split("|")
WHEN = "يوم الاثنين|يوم الثلاثاء|صباح اليوم|في 12 مارس/آذار 2024|مساء أمس|الأسبوع الماضي".split("|")
KNOWN = 2_000  # sentences that the memory holds


def sentence(chance: random.Random, number: int | None = None) -> str:
    who, did, what, where, when = (chance.choice(words) for words in (WHO, DID, WHAT, WHERE, WHEN))
    return f"{did} {who} {what.format(n=number or chance.randint(3, 999))} في {where} {when}."


def short_articles(count: int) -> Iterator[str]:
    """Yield articles of a headline and three sentences: two that the memory holds, and one of its own."""
    chance = random.Random(5)
    known = [sentence(chance) for _ in range(KNOWN)]
    for number in range(count):
        where, own = chance.choice(WHERE), sentence(chance, number + 1000)
        first, second = chance.sample(known, 2)
        yield f"تطورات جديدة في {where} رقم {number + 1000}\n\n{first} {own} {second}\n"


def remembering() -> Any:
    """A Briefer with the memory that `BENCHMARK_MEMORY` names and no model."""
    from toolkit import Briefer
    from toolkit.translate import TranslationMemory

    memory = TranslationMemory.open(os.environ["BENCHMARK_MEMORY"])
    return Briefer(translator=None, memory=memory, summarizer="extract", progress=False)


def memory_for(path: Path) -> None:
    """Write the memory of the known sentences; the English is made from the parts, as the Arabic is."""
    from toolkit.translate import TranslationMemory

    chance = random.Random(5)
    rows = {}
    for number in range(KNOWN):
        arabic = sentence(chance)
        rows[arabic] = f"The official announced measure number {number} in the city on that day of the week."
    table_of = path.with_suffix(".csv")
    lines = ["source,target", *(f"{arabic},{english}" for arabic, english in rows.items())]
    table_of.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with TranslationMemory.open(path) as memory:
        memory.import_file(table_of)


def resident(pids: Sequence[int]) -> int:
    """Return the resident memory of processes in bytes."""
    page, total = os.sysconf("SC_PAGE_SIZE"), 0
    for pid in pids:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
        except OSError:
            continue
    return total


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def scale_run(news: Path, out: Path, workers: int) -> None:
    """Run over the folder once, and print times and memory as JSON."""
    from toolkit import batch

    sizes: list[tuple[int, int]] = []

    def watched() -> Iterator[Path]:
        for number, path in enumerate(sorted(news.iterdir())):
            if number % 100 == 0:
                sizes.append((number, resident([os.getpid(), *children(os.getpid())])))
            yield path

    since = time.perf_counter()
    report = batch.run(watched(), out, briefer=remembering, workers=workers, progress=False)
    took = time.perf_counter() - since
    print(
        json.dumps({"seconds": took, "made": report.made, "skipped": report.skipped, "ok": report.ok, "sizes": sizes})
    )


def scale(count: int, workers: int) -> None:
    """Many short articles: is memory flat, is the last thousand as fast as the first, and what does resuming cost."""
    with tempfile.TemporaryDirectory() as scratch:
        news, out, memory = Path(scratch) / "news", Path(scratch) / "out", Path(scratch) / "memory.sqlite"
        news.mkdir()
        for number, text in enumerate(short_articles(count)):
            (news / f"{number:05d}.txt").write_text(text, encoding="utf-8")
        memory_for(memory)
        arguments = ("--case", "scale", "--news", str(news), "--out", str(out), "--workers", str(workers))
        first = json.loads(_apart(*arguments, BENCHMARK_MEMORY=str(memory)).splitlines()[-1])
        times = sorted(path.stat().st_mtime_ns for path in out.glob("*.json"))
        since = time.perf_counter()
        again = json.loads(_apart(*arguments, BENCHMARK_MEMORY=str(memory)).splitlines()[-1])
        resumed = time.perf_counter() - since
    assert first["made"] == len(times) == count and first["ok"] and again["skipped"] == count, (first, again)
    part, start = max(1, count // 10), max(1, count // 100)  # the start-up is no part of the first thousand
    begun = part / ((times[start + part - 1] - times[start - 1]) / 1e9)
    ended = part / ((times[-1] - times[-part - 1]) / 1e9)
    sizes = dict(first["sizes"])
    settled = sizes[min(sizes, key=lambda number: abs(number - part))]
    most = max(size for number, size in sizes.items() if number >= part)
    rows = [("", "", "wanted")]
    rows.append(
        ("articles, seconds, articles/s", f"{count}, {first['seconds']:.0f} s, {count / first['seconds']:.1f}/s", "")
    )
    rows.append((f"last {part} against first {part}", f"{ended / begun:.2f}", "≥ 0.95"))
    rows.append((f"memory after {part} articles (all processes)", f"{settled / 1e6:.0f} MB", ""))
    rows.append(("most memory from then on", f"{most / 1e6:.0f} MB ({most / settled - 1:+.1%})", "≤ +10 %"))
    rows.append(("the same again, finished: in the run", f"{again['seconds']:.2f} s", "< 5 s"))
    rows.append(("… with the start of Python", f"{resumed:.2f} s", "< 5 s"))
    table(f"Scale: {count} short articles, memory and extract, {workers} workers", rows)


# --- faults ---------------------------------------------------------------------------------------------------------


class Trial:
    """A kind of fault: its articles, its runs, and what became of them."""

    def __init__(self, scratch: Path, name: str) -> None:
        self.name, self.tried = name, 0
        self.folder, self.out, self.marks = scratch / name / "news", scratch / name / "out", scratch / name / "marks"
        self.marks.mkdir(parents=True)
        os.environ["FAULTS"] = str(self.marks)

    def row(self, good: int, bad: int = 0) -> tuple[str, int, int, int, int]:
        """Return name, faults, articles, and how many of those were lost, and done twice."""
        from toolkit import Brief, batch

        with batch.Manifest.open(self.out) as manifest:
            records = list(manifest.records())
        whole = 0
        for record in records:
            if record.status == "done":
                whole += Brief.load(self.out / f"{record.name}.json").article.sha256 == record.sha256
        failed = [record for record in records if record.status == "failed" and "bad-" in record.source]
        lost = (good - whole) + (bad - sum(bool(record.message and record.remedy) for record in failed))
        files = len(list(self.out.glob("*.json")))
        doubled = sum(record.results > 1 for record in records) + (files - whole)
        return self.name, self.tried, good + bad, lost, doubled


def _again(run: Callable[[], Any], *, stops: type[BaseException] | tuple[type[BaseException], ...]) -> int:
    """Run until a run ends well; returns how often it was stopped."""
    stopped = 0
    while True:
        try:
            if run().ok:
                return stopped
        except stops:
            pass
        stopped += 1


def _in_process(scratch: Path, share: Callable[[int], int]) -> list[tuple[str, int, int, int, int]]:
    from tests.batch import faults, news
    from toolkit import batch
    from toolkit.errors import SaveError, ToolkitError

    rows = []
    options: dict[str, Any] = {"briefer": faults.faulty, "progress": False}

    trial, bad = Trial(scratch, "files that are no articles"), share(185)
    news.folder_of(trial.folder, range(bad))
    kinds = (
        b"",
        b"\x00\x01" * 99,
        b"Only English here.",
        b"%PDF-1.7 cut off",
        b"PK\x03\x04" + b"\0" * 40,
        b"\x1f\x8b\x08",
    )
    for number in range(bad):
        (trial.folder / f"bad-{number:03d}.txt").write_bytes(kinds[number % len(kinds)])
    trial.tried = bad
    batch.run(trial.folder, trial.out, **options)
    rows.append(trial.row(bad, bad))

    trial, number = Trial(scratch, "exceptions in the pipeline"), share(300)
    extras = {n: f"[fault: {('bug', 'memory', 'deep')[n % 3]} once]" for n in range(number)}
    news.folder_of(trial.folder, range(number * 2), extras)
    batch.run(trial.folder, trial.out, **options)
    trial.tried = len(list(trial.marks.iterdir()))
    rows.append(trial.row(number * 2))

    trial, number = Trial(scratch, "Ctrl-C, then resumed"), share(40)
    news.folder_of(trial.folder, range(number * 10), {n * 10 + 4: "[fault: interrupt once]" for n in range(number)})
    trial.tried = _again(lambda: batch.run(trial.folder, trial.out, **options), stops=KeyboardInterrupt)
    rows.append(trial.row(number * 10))

    trial, number = Trial(scratch, "Ctrl-C in the middle of an import, then resumed"), share(25)
    news.folder_of(
        trial.folder, range(number * 4), {n * 4 + 2: "[fault: interrupt-import once]" for n in range(number)}
    )
    trial.tried = _again(lambda: batch.run(trial.folder, trial.out, **options), stops=(KeyboardInterrupt, ToolkitError))
    rows.append(trial.row(number * 4))

    trial, number = Trial(scratch, "the output folder moved, then put back"), share(10)
    os.environ["FAULTS_MOVED"] = str(trial.out)
    news.folder_of(trial.folder, range(number * 4), {n * 4 + 2: "[fault: move-folder once]" for n in range(number)})
    while True:
        try:
            batch.run(trial.folder, trial.out, **options)
            break
        except SaveError:
            trial.tried += 1
            shutil.rmtree(trial.out, ignore_errors=True)
            trial.out.with_name("moved").rename(trial.out)
    rows.append(trial.row(number * 4))

    trial, number = Trial(scratch, "a second run on the same folder"), share(50)
    news.folder_of(trial.folder, range(number * 2))

    def sources() -> Iterator[Path]:
        for place, path in enumerate(sorted(trial.folder.iterdir())):
            if place % 2:
                try:
                    batch.run(trial.folder, trial.out, **options)
                except SaveError:
                    trial.tried += 1
            yield path

    batch.run(sources(), trial.out, **options)
    rows.append(trial.row(number * 2))

    trial, number = Trial(scratch, "damaged manifest, then restored"), share(5)
    news.folder_of(trial.folder, range(number * 10))
    for part in range(number):
        batch.run([trial.folder / f"story-{n:03d}.txt" for n in range((part + 1) * 10)], trial.out, **options)
        file = trial.out / "manifest.sqlite"
        content = file.read_bytes()
        file.write_bytes(content[: 512 * part] + b"\xa5" * (len(content) - 512 * part))
        try:
            batch.run(trial.folder, trial.out, **options)
        except SaveError:
            trial.tried += 1
        file.write_bytes(content)
    batch.run(trial.folder, trial.out, **options)
    rows.append(trial.row(number * 10))
    return rows


def _servers(scratch: Path, share: Callable[[int], int]) -> tuple[str, int, int, int, int]:
    from tests.batch import faults, news
    from tests.batch.unreliable_server import unreliable
    from toolkit import batch
    from toolkit.errors import EndpointError

    trial, number = Trial(scratch, "answers of a server (429, 500, garbage, cut, empty, hanging)"), share(260)
    news.folder_of(trial.folder, range(number))
    chance = random.Random(3)
    kinds = ["429", "500", "garbage", "cut", "empty"]
    plan = [kinds[n % len(kinds)] for n in range(number - number // 13)] + ["hang"] * (number // 13)
    chance.shuffle(plan)
    with unreliable() as server:
        os.environ["FAULTS_SERVER"] = server.address
        server.plan.extend(fault for planned in plan for fault in ("", "", planned))
        _again(
            lambda: batch.run(trial.folder, trial.out, briefer=faults.served, retry_failed=True, progress=False),
            stops=EndpointError,
        )
        trial.tried = len(plan) - sum(bool(fault) for fault in server.plan)
    return trial.row(number)


def _processes(scratch: Path, share: Callable[[int], int]) -> list[tuple[str, int, int, int, int]]:
    from tests.batch import faults, news
    from toolkit import batch

    rows = []
    options: dict[str, Any] = {"briefer": faults.faulty, "progress": False, "workers": 2}

    trial, number = Trial(scratch, "workers killed (SIGKILL, SIGSEGV, exit)"), share(80)
    kinds = ("kill", "crash", "exit")
    news.folder_of(trial.folder, range(number * 4), {n * 4 + 2: f"[fault: {kinds[n % 3]} once]" for n in range(number)})
    batch.run(trial.folder, trial.out, **options)
    trial.tried = len(list(trial.marks.iterdir()))
    rows.append(trial.row(number * 4))

    trial, number = Trial(scratch, "workers asked to end (SIGTERM)"), share(15)
    news.folder_of(trial.folder, range(number * 2), {n * 2: "[fault: terminate once]" for n in range(number)})
    batch.run(trial.folder, trial.out, **options)
    trial.tried = len(list(trial.marks.iterdir()))
    rows.append(trial.row(number * 2))

    rows.append(_unfit(scratch, share(5)))

    trial, number = Trial(scratch, "workers that hang"), share(5)
    news.folder_of(trial.folder, range(number * 2), {n * 2: "[fault: hang once]" for n in range(number)})
    batch.run(trial.folder, trial.out, timeout=8, **options)
    trial.tried = len(list(trial.marks.iterdir()))
    rows.append(trial.row(number * 2))

    trial, number = Trial(scratch, "the whole run killed (SIGKILL)"), share(10)
    news.folder_of(trial.folder, range(number * 20), {n * 20 + 9: "[fault: kill-run once]" for n in range(number)})
    trial.tried = _runs(trial, "workers=2", ends=-signal.SIGKILL)
    rows.append(trial.row(number * 20))

    trial, number = Trial(scratch, "a disk without room"), share(10)
    news.folder_of(trial.folder, range(number * 6))
    for part in range(number):
        trial.tried += _runs(trial, f"bytes={9000 + 14000 * part}", ends=1, most=1)
    batch.run(trial.folder, trial.out, **options)
    rows.append(trial.row(number * 6))
    return rows


def _unfit(scratch: Path, number: int) -> tuple[str, int, int, int, int]:
    """Runs on a cluster where one worker is of another version, and one where it is mended."""
    import distributed

    from tests.batch import faults, news
    from toolkit import batch
    from toolkit.brief.provenance import toolkit_version
    from toolkit.errors import ToolkitError

    trial = Trial(scratch, "a worker of another version")
    news.folder_of(trial.folder, range(number * 4))
    options: dict[str, Any] = {"briefer": faults.faulty, "progress": False}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        one = sorted(client.scheduler_info(n_workers=-1)["workers"])[0]
        for _ in range(number):
            client.run(faults.pretend, "0.0.1", workers=[one])
            try:
                batch.run(trial.folder, trial.out, scheduler=client, **options)
            except ToolkitError:
                trial.tried += 1
        client.run(faults.pretend, toolkit_version(), workers=[one])
        batch.run(trial.folder, trial.out, scheduler=client, **options)
    return trial.row(number * 4)


def _runs(trial: Trial, option: str, *, ends: int, most: int = 1000) -> int:
    """Run in processes of their own until one ends well, `most` times at most; returns how many ended with `ends`."""
    code = "from tests.batch.faults import main; main()"
    stopped = 0
    for _ in range(most):
        command = [sys.executable, "-c", code, str(trial.folder), str(trial.out), option]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 0:
            break
        assert done.returncode == ends, done.stderr
        stopped += 1
    return stopped


def fault_trials(number: int) -> None:
    """Inject `number` faults, and count what was lost and what was done twice."""

    def share(of_thousand: int) -> int:
        return max(1, round(of_thousand * number / 1000))

    since = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        found = [*_in_process(folder, share), _servers(folder, share), *_processes(folder, share)]
    total = ("all", *(sum(int(row[i]) for row in found) for i in (1, 2, 3, 4)))
    rows: list[tuple[str, ...]] = [("fault", "tried", "articles", "lost", "done twice")]
    rows += [tuple(map(str, row)) for row in [*found, total]]
    table(f"Faults ({time.perf_counter() - since:.0f} s)", rows)


# --- the parts ------------------------------------------------------------------------------------------------------


def _apart(*arguments: str, **environment: str) -> str:
    """Run a part of this file in a process of its own, and return what it printed."""
    # As a module of a name, not as `__main__`: workers have to find the functions in it.
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    code = "from benchmarks.batch import main; main()"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _case(arguments: argparse.Namespace) -> None:
    if arguments.case == "scale":
        scale_run(arguments.news, arguments.out, arguments.workers)
        return
    paths = sorted(arguments.news.iterdir())
    if arguments.case == "bare":
        bare(paths, arguments.out)
    else:
        batched(paths, arguments.out, None if arguments.case == "here" else int(arguments.case))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=("speed", "scale", "faults"))
    parser.add_argument("--articles", type=int, default=96, help="articles of the speed part; a multiple of 32")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--many", type=int, default=10_000, help="articles of the scale part")
    parser.add_argument("--faults", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2, help="workers of the scale part")
    parser.add_argument("--model", type=Path, help="where the random checkpoint lies or is built")
    for name in ("--news", "--out"):
        parser.add_argument(name, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if arguments.case:
        _case(arguments)
        return
    if arguments.only in (None, "speed"):
        from benchmarks.translation import checkpoint, int8_of
        from toolkit.files import cache_dir

        model = checkpoint(arguments.model or cache_dir("benchmarks") / "opus-mt-ar-en-random")
        int8_of(model)  # converted before any time is taken
        os.environ["BENCHMARK_MODEL"] = str(model)
        speed(arguments.articles, arguments.rounds)
    if arguments.only in (None, "scale"):
        scale(arguments.many, arguments.workers)
    if arguments.only in (None, "faults"):
        os.environ["TOOLKIT_MEMORY"] = "none"
        fault_trials(arguments.faults)


if __name__ == "__main__":
    main()
