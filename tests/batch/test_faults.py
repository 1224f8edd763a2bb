"""Faults tried, not hoped for: processes killed, disks full, databases damaged. Lost: nothing. Done twice: nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dask
import distributed  # noqa: F401 - its defaults are in the configuration from now on
import pytest

from tests.batch import faults, news
from tests.batch.conftest import assert_whole, run_apart, statuses
from tests.conftest import ROOT
from toolkit import batch
from toolkit.batch import cluster
from toolkit.errors import MemoryStoreError, SaveError, ToolkitError

FAULTY = {"briefer": faults.faulty, "progress": False}
KILLED = -signal.SIGKILL


# -- workers -------------------------------------------------------------------------------------------------------


def test_a_worker_that_dies_with_articles_in_hand_costs_nothing(tmp_path: Path, out: Path, marks: Path) -> None:
    deaths = {5: "[fault: kill once]", 11: "[fault: crash once]", 17: "[fault: exit once]"}
    folder = news.folder_of(tmp_path / "news", range(24), deaths)
    assert batch.run(folder, out, workers=2, **FAULTY).ok
    assert sorted(mark.suffix for mark in marks.iterdir()) == [".crash", ".exit", ".kill"]
    assert_whole(out, 24)


def test_a_worker_that_dies_again_some_time_after_its_first_death_is_started_again(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(12), dict.fromkeys(range(2, 12, 3), "[fault: kill once]"))
    with dask.config.set({"distributed.deploy.lost-worker-timeout": "300 ms"}):
        assert batch.run(folder, out, workers=1, **FAULTY).ok
        assert dask.config.get("distributed.deploy.lost-worker-timeout") == "300 ms"
    assert_whole(out, 12)


def test_a_worker_that_dask_gives_up_ends_the_run_with_an_error(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = news.folder_of(tmp_path / "news", range(12), dict.fromkeys(range(2, 12, 3), "[fault: kill once]"))
    with monkeypatch.context() as patch, pytest.raises(ToolkitError, match="Dask gave up a worker"):
        patch.setitem(cluster._CONFIG, "distributed.deploy.lost-worker-timeout", "300 ms")
        batch.run(folder, out, workers=1, **FAULTY)
    assert batch.run(folder, out, workers=1, **FAULTY).ok
    assert_whole(out, 12)


def test_an_article_that_kills_every_worker_is_given_up_and_all_others_are_done(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(10), {4: "[fault: kill]"})
    report = batch.run(folder, out, workers=2, **FAULTY)
    assert report.counts == {"done": 9, "failed": 1}
    with batch.Manifest.open(out) as manifest:
        (failed,) = manifest.records("failed")
    assert (Path(failed.source).stem, failed.error, failed.deaths) == ("story-004", "WorkerLost", 3)
    assert "SIGKILL" in failed.message
    assert "memory" in failed.remedy
    assert batch.run(folder, out, **FAULTY).skipped == 10


def test_a_worker_that_hangs_is_ended_and_its_article_tried_by_another(tmp_path: Path, out: Path, marks: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(4), {1: "[fault: hang once]"})
    assert batch.run(folder, out, workers=1, timeout=10, **FAULTY).ok
    assert len(list(marks.iterdir())) == 1
    assert_whole(out, 4)


def test_a_function_of_a_script_without_a_guard_is_sent_to_its_workers(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    script = tmp_path / "script.py"
    script.write_text(
        "from toolkit import Briefer, batch\n"
        "def mine():\n    return Briefer(translator=None, memory=None, summarizer='extract')\n"
        f"print(batch.run({str(folder)!r}, {str(out)!r}, briefer=mine, workers=1, progress=False))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stdout.count("2 briefs made"), done.stderr) == (0, 1, "")


def test_workers_that_cannot_start_are_told(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken" / "tornado"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise SystemExit(7)", encoding="utf-8")
    monkeypatch.syspath_prepend(str(broken.parent))  # this process has the real one; its workers import this one
    with pytest.raises(ToolkitError, match="The workers could not start: a worker process ended 3 times"):
        batch.run(news.folder_of(tmp_path / "news", range(2)), out, workers=1, **FAULTY)


def test_a_script_without_a_guard_runs_its_workers(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    script = tmp_path / "script.py"
    script.write_text(
        "from toolkit import batch\n"
        f"print(batch.run({str(folder)!r}, {str(out)!r}, translator=None, memory=None, summarizer='extract',"
        " workers=1, progress=False))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stdout.count("2 briefs made")) == (0, 1), done.stderr


# -- the whole run -------------------------------------------------------------------------------------------------


def test_a_run_that_is_killed_again_and_again_ends_with_every_article_done_once(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(40), dict.fromkeys((0, 18, 39), "[fault: kill once]"))
    ends = [run_apart(folder, out).returncode for _ in range(4)]
    assert ends == [KILLED] * 3 + [0]
    assert_whole(out, 40)


def test_a_run_that_is_killed_takes_its_workers_with_it_and_is_resumed(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(30), {2: "[fault: kill-run once]"})
    # It returns when the last process that holds its output has ended: no worker lives on.
    assert run_apart(folder, out, "workers=2").returncode == KILLED
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 30)


def test_an_article_that_kills_the_run_itself_is_given_up_in_the_end(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(6), {2: "[fault: kill]"})
    ends = [run_apart(folder, out).returncode for _ in range(5)]
    assert ends == [KILLED] * 4 + [0]  # once with others in hand, three times alone
    assert statuses(out) == {f"story-{n:03d}": "failed" if n == 2 else "done" for n in range(6)}


@pytest.mark.parametrize("workers", [None, 2])
def test_ctrl_c_loses_at_most_what_is_in_hand(tmp_path: Path, out: Path, workers: int | None) -> None:
    fault = "interrupt-run once" if workers else "interrupt once"
    folder = news.folder_of(tmp_path / "news", range(30), {20: f"[fault: {fault}]"})
    with pytest.raises(KeyboardInterrupt):
        batch.run(folder, out, workers=workers, **FAULTY)
    found = list(statuses(out).values())
    assert found.count("done") >= (20 if workers is None else 4)  # those before it in the hands of the same worker
    assert "running" not in found
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 30)
    with batch.Manifest.open(out) as manifest:
        assert {record.deaths for record in manifest.records()} == {0}  # no article is blamed


def test_a_second_run_on_the_same_folder_is_refused_while_the_first_one_goes_on(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(3))

    def sources() -> Iterator[str | Path]:
        yield folder / "story-000.txt"
        with pytest.raises(SaveError, match="Another run is writing") as caught:
            batch.run(folder, out, **FAULTY)
        assert "another folder" in caught.value.remedy
        apart = run_apart(folder, out)
        assert apart.returncode == 1
        assert "Another run is writing" in apart.stderr
        yield folder

    assert batch.run(sources(), out, **FAULTY).counts == {"done": 3}
    assert_whole(out, 3)


# -- articles ------------------------------------------------------------------------------------------------------


def test_bad_articles_of_every_kind_stop_no_other(tmp_path: Path, out: Path) -> None:
    extras = {2: "[fault: bug]", 3: "[fault: memory]", 5: "[fault: deep]"}
    folder = news.folder_of(tmp_path / "news", range(8), extras)
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 400)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (folder / "english.txt").write_text("There is no Arabic in this one.", encoding="utf-8")
    (folder / "fake.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 50)
    (folder / "link.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "pipe.fifo")  # not the name of an article: never opened
    report = batch.run(folder, out, **FAULTY)
    assert report.counts == {"done": 5, "failed": 8}
    with batch.Manifest.open(out) as manifest:
        failed = {Path(record.source).stem: record for record in manifest.records("failed")}
    assert failed["english"].error == "NoArabicError"
    assert failed["story-002"].message == "RuntimeError: a bug in the pipeline"
    assert all(record.message and record.remedy for record in failed.values())
    assert batch.run(folder, out, **FAULTY).made == 0  # what failed is left alone
    again = batch.run(folder, out, retry_failed=True, **FAULTY)
    assert (again.made, again.counts) == (0, {"done": 5, "failed": 8})


def test_what_failed_is_done_when_its_file_was_mended_or_a_retry_was_asked_for(
    tmp_path: Path, out: Path, marks: Path
) -> None:
    folder = news.folder_of(tmp_path / "news", range(3), {1: "[fault: bug once]", 0: "[fault: refuse once]"})
    (folder / "story-002.txt").write_bytes(b"")
    assert batch.run(folder / "story-001.txt", out, **FAULTY).ok  # what nobody expected is tried again at once
    assert batch.run(folder / "story-000.txt", out, **FAULTY).counts == {"done": 1, "failed": 1}
    assert batch.run(folder, out, **FAULTY).counts == {"done": 1, "failed": 2}
    news.folder_of(folder, range(2, 3))
    assert batch.run(folder, out, **FAULTY).counts == {"done": 2, "failed": 1}
    assert batch.run(folder, out, retry_failed=True, **FAULTY).ok
    assert_whole(out, 3)


# -- disks and databases -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [30_000, 90_000, 200_000])
def test_a_file_that_can_grow_no_more_ends_the_run_with_a_remedy_and_it_goes_on_when_it_can(
    tmp_path: Path, out: Path, room: int
) -> None:
    folder = news.folder_of(tmp_path / "news", range(60))
    done = run_apart(folder, out, f"bytes={room}")
    assert done.returncode == 1
    assert "SaveError" in done.stderr
    assert "room" in done.stderr or "free space" in done.stderr
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 60)


def test_a_disk_that_stays_full_blames_no_article(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(40))
    assert [run_apart(folder, out, f"bytes={room}").returncode for room in (90_000, 90_000, 92_000, 94_000)] == [
        1
    ] * 4  # once more than an article has tries
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 40)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", place]).returncode:
        pytest.skip("a small file system can be mounted by root alone")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_ends_the_run_and_it_goes_on_when_there_is_room(tmp_path: Path, small_disk: Path) -> None:
    folder, out = news.folder_of(tmp_path / "news", range(60)), small_disk / "out"
    with pytest.raises(SaveError) as caught:
        batch.run(folder, out, **FAULTY)
    assert caught.value.remedy
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 60)


def test_a_cache_folder_that_can_only_be_read_stops_nothing(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(4))
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o555)
    command = [sys.executable, "-m", "toolkit", "batch", folder, "-o", out, "--summarizer", "extract"]
    if os.geteuid() == 0:  # root writes anywhere, unless that right is taken away
        if shutil.which("setpriv") is None:
            pytest.skip("runs as root, and there is no setpriv to take root's rights away")
        command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *command]
    environment = {**os.environ, "TOOLKIT_CACHE_DIR": str(cache)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
    assert list(cache.iterdir()) == []
    assert_whole(out, 4)


@pytest.mark.parametrize(("damage", "workers"), [("all of it", 1), ("its pages", None)])
def test_a_damaged_memory_ends_the_run_and_is_left_as_it_is(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, damage: str, workers: int | None
) -> None:
    folder = news.folder_of(tmp_path / "news", range(20))
    memory = news.memory_of(tmp_path / "own.sqlite", range(300))
    whole = memory.read_bytes()
    start = 0 if damage == "all of it" else 4096
    memory.write_bytes(whole[:start] + b"\xa5" * (len(whole) - start))
    damaged = memory.read_bytes()
    monkeypatch.setenv("FAULTS_MEMORY", str(memory))
    with pytest.raises(MemoryStoreError, match=r"own\.sqlite"):
        batch.run(folder, out, briefer=faults.remembering, workers=workers, progress=False)
    assert memory.read_bytes() == damaged
    assert "failed" not in statuses(out).values()
    memory.write_bytes(whole)
    assert batch.run(folder, out, briefer=faults.remembering, progress=False).ok
    assert_whole(out, 20)


@pytest.mark.parametrize("damage", ["all of it", "its pages", "its tables"])
def test_a_damaged_manifest_is_told_and_touches_nothing(tmp_path: Path, out: Path, damage: str) -> None:
    folder = news.folder_of(tmp_path / "news", range(40))
    batch.run(folder, out, **FAULTY)
    manifest = out / "manifest.sqlite"
    content = manifest.read_bytes()
    start = {"all of it": 0, "its pages": 4096, "its tables": 110}[damage]
    manifest.write_bytes(content[:start] + b"\xa5" * (len(content) - start))
    damaged = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    with pytest.raises(SaveError, match=r"manifest\.sqlite") as caught:
        batch.run(folder, out, **FAULTY)
    assert "another folder" in caught.value.remedy
    now = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert now == damaged
    manifest.write_bytes(content)
    assert batch.run(folder, out, **FAULTY).skipped == 40


def test_a_database_of_another_program_is_no_manifest(tmp_path: Path, out: Path) -> None:
    out.mkdir()
    news.memory_of(out / "manifest.sqlite", range(1))
    with pytest.raises(SaveError, match="not a manifest"):
        batch.run(news.folder_of(tmp_path / "news", range(1)), out, **FAULTY)


def test_an_output_folder_that_cannot_be_made_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SaveError) as caught:
        batch.run("x.txt", tmp_path / "file" / "out", **FAULTY)
    assert "another folder" in caught.value.remedy


# -- all at once ---------------------------------------------------------------------------------------------------


def test_many_faults_of_all_kinds_together_lose_nothing_and_double_nothing(
    tmp_path: Path, out: Path, marks: Path
) -> None:
    kinds = ("kill", "bug", "memory", "deep")
    extras = {5 * n: f"[fault: {kind} once]" for n, kind in enumerate(kinds)} | {13: "[fault: kill-run once]"}
    folder = news.folder_of(tmp_path / "news", range(24), extras)
    ends = [run_apart(folder, out, "workers=2").returncode for _ in range(2)]
    assert ends == [KILLED, 0]
    assert len(list(marks.iterdir())) == 5
    assert_whole(out, 24)


def test_an_error_names_a_way_out(out: Path) -> None:
    with pytest.raises(ValueError, match="workers=1"):
        batch.run("x.txt", out, timeout=3, **FAULTY)
    with pytest.raises(ToolkitError, match="holds no manifest"):
        batch.Manifest.open(out)
