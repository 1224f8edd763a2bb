"""What an operator and an attacker found: signals, folders that vanish, models that are not there, planted files."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.batch import faults, news
from tests.batch.conftest import assert_whole, statuses
from toolkit import batch
from toolkit.batch.runner import Bar
from toolkit.errors import ModelNotFoundError, ReadError, SaveError

FAULTY = {"briefer": faults.faulty, "progress": False}
CHEAP = {"translator": "memory", "summarizer": "extract", "progress": False}


# -- signals -------------------------------------------------------------------------------------------------------


def test_a_library_that_cannot_be_loaded_ends_the_run_and_no_article_has_failed(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(6), {3: "[fault: import once]"})
    with pytest.raises(Exception, match="libmodel"):
        batch.run(folder, out, **FAULTY)
    assert "failed" not in statuses(out).values()
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 6)


def test_an_interrupt_that_a_library_turns_into_an_import_error_is_an_interrupt(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(6), {3: "[fault: interrupt-import once]"})
    with pytest.raises((KeyboardInterrupt, Exception)) as caught:
        batch.run(folder, out, **FAULTY)
    assert isinstance(caught.value, KeyboardInterrupt) or "loader was interrupted" in str(caught.value)
    assert "failed" not in statuses(out).values()
    assert batch.run(folder, out, **FAULTY).ok
    assert_whole(out, 6)


def test_workers_that_are_asked_to_end_blame_no_article(tmp_path: Path, out: Path, marks: Path) -> None:
    asked = "".join(f"[fault: terminate-{turn} once]" for turn in "abcd")  # one more than an article has tries
    folder = news.folder_of(tmp_path / "news", range(3), {1: asked})
    assert batch.run(folder, out, workers=1, **FAULTY).ok
    assert len(list(marks.iterdir())) == 4
    assert_whole(out, 3)


def test_a_worker_that_dies_costs_only_the_article_in_hand(tmp_path: Path, out: Path, marks: Path) -> None:
    extras = {n: "[fault: count]" + ("[fault: kill once]" if n == 5 else "") for n in range(8)}
    folder = news.folder_of(tmp_path / "news", range(8), extras)
    assert batch.run(folder, out, workers=1, **FAULTY).ok
    assert_whole(out, 8)
    assert len((marks / "made").read_text()) == 9  # each once, and the one in hand again


# -- the output folder ---------------------------------------------------------------------------------------------


def test_an_output_folder_that_is_moved_during_the_run_ends_it(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTS_MOVED", str(out))
    folder = news.folder_of(tmp_path / "news", range(6), {3: "[fault: move-folder once]"})
    with pytest.raises(SaveError, match="deleted, moved or replaced") as caught:
        batch.run(folder, out, **FAULTY)
    assert "Put it back" in caught.value.remedy
    assert not out.exists() or not list(out.glob("*.json"))
    moved = out.with_name("moved")
    assert batch.run(folder, moved, **FAULTY).ok  # what was made goes on counting where it now is
    assert_whole(moved, 6)


@pytest.mark.parametrize("name", ["manifest.sqlite", ".batch.alone", ".batch.lock"])
def test_a_link_in_place_of_a_file_of_the_run_is_not_followed(tmp_path: Path, out: Path, name: str) -> None:
    out.mkdir()
    target = tmp_path / "precious"
    target.write_bytes(b"mine")
    (out / name).symlink_to(target)
    with pytest.raises(SaveError, match="not a regular file"):
        batch.run(news.folder_of(tmp_path / "news", range(1)), out, **FAULTY)
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON sources BEGIN UPDATE sources SET name = '../outside'; END",
        "CREATE VIEW endless AS SELECT 1",
        "UPDATE sources SET name = '../outside' WHERE number = 1",
    ],
    ids=["trigger", "view", "name"],
)
def test_a_manifest_that_somebody_prepared_writes_nothing_outside(tmp_path: Path, out: Path, planted: str) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    batch.run(folder, out, **FAULTY)
    with sqlite3.connect(out / "manifest.sqlite") as database:
        table = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1").fetchone()[0]
        database.execute(planted.replace("sources", table))
    database.close()
    (folder / "story-000.txt").write_text(news.story(50), encoding="utf-8")
    with pytest.raises(SaveError):
        batch.run(folder, out, **FAULTY)
    assert not list(tmp_path.glob("outside*"))


def test_a_mark_that_is_no_text_stops_nothing(tmp_path: Path, out: Path) -> None:
    out.mkdir()
    (out / ".batch.alone").write_bytes(b"\xff\xfe\x80")
    assert batch.run(news.folder_of(tmp_path / "news", range(1)), out, **FAULTY).ok


def test_an_empty_manifest_is_damage_and_no_new_folder(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    batch.run(folder, out, **FAULTY)
    (out / "manifest.sqlite").write_bytes(b"")
    with pytest.raises(SaveError, match=r"manifest\.sqlite"):
        batch.run(folder, out, **FAULTY)


@pytest.mark.skipif(os.name != "posix", reason="there are no modes here")
def test_the_manifest_is_for_its_owner_alone(tmp_path: Path, out: Path) -> None:
    batch.run(news.folder_of(tmp_path / "news", range(1)), out, **FAULTY)
    assert stat.S_IMODE((out / "manifest.sqlite").stat().st_mode) == 0o600


# -- sources -------------------------------------------------------------------------------------------------------


def test_pipes_devices_and_links_in_a_folder_are_told_and_not_read(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    secret = tmp_path / "secret.txt"
    secret.write_text(news.story(70), encoding="utf-8")
    (folder / "link.txt").symlink_to(secret)
    report = batch.run(folder, out, **FAULTY)
    assert report.counts == {"done": 2, "failed": 3}
    with batch.Manifest.open(out) as manifest:
        told = {Path(record.source).stem: record.message for record in manifest.records("failed")}
    assert "regular file" in told["pipe"]
    assert all("symbolic link" in told[name] for name in ("device", "link"))


def test_a_source_that_is_not_there_is_our_error(out: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt") as caught:
        batch.run("none.txt", out, **CHEAP)
    assert caught.value.remedy


class _Together(ThreadingHTTPServer):
    """A server that answers only when two pages are asked for at a time."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.barrier = threading.Barrier(2, timeout=30)


class _Page(BaseHTTPRequestHandler):
    server: _Together

    def do_GET(self) -> None:
        self.server.barrier.wait()
        news.serve(self, int(self.path.strip("/")))

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[Path]:
    """A feed of four pages on a server of this machine."""
    with _Together() as server, ThreadPoolExecutor(1) as threads:
        threads.submit(server.serve_forever)
        links = "".join(
            f"<item><title>t{n}</title><link>http://127.0.0.1:{server.server_port}/{n}</link></item>" for n in range(4)
        )
        path = tmp_path / "feed.xml"
        path.write_text(f'<rss version="2.0"><channel><title>f</title>{links}</channel></rss>', encoding="utf-8")
        yield path
        server.shutdown()


def test_a_feed_of_private_pages_is_refused_with_a_way_that_there_is(feed: Path, out: Path) -> None:
    assert batch.run(feed, out, follow=True, **FAULTY).counts == {"failed": 4}
    with batch.Manifest.open(out) as manifest:
        remedies = {record.remedy for record in manifest.records("failed")}
    assert all("--allow-private" in remedy for remedy in remedies)


def test_the_pages_of_a_feed_are_fetched_a_few_at_a_time(feed: Path, out: Path) -> None:
    assert batch.run(feed, out, follow=True, allow_private=True, **FAULTY).counts == {"done": 4}


def test_a_feed_with_a_year_that_there_is_not_stops_nothing(tmp_path: Path, out: Path) -> None:
    items = "".join(
        f"<item><title>t</title><guid>{n}</guid><pubDate>Mon, 01 Jan {year} 00:00:00 GMT</pubDate>"
        f"<description>{news.story(n)}</description></item>"
        for n, year in enumerate(("1" + "0" * 20, "2025"))
    )
    path = tmp_path / "feed.xml"
    path.write_text(f'<rss version="2.0"><channel><title>f</title>{items}</channel></rss>', encoding="utf-8")
    assert batch.run(path, out, **FAULTY).counts == {"done": 2}


# -- progress ------------------------------------------------------------------------------------------------------


def test_without_a_terminal_progress_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar(3, shown=True, every=0) as bar:
        bar.settled("done")
        bar.settled("failed")
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("briefs: ")]
    assert [line.split(",")[0] for line in lines] == ["briefs: 1 of 3 (1 done)", "briefs: 2 of 3 (1 done"]


# -- models that were named ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["translator", "summarizer"])
@pytest.mark.parametrize("workers", [None, 1])
def test_a_model_that_was_named_and_is_not_there_ends_the_run(
    tmp_path: Path, out: Path, role: str, workers: int | None
) -> None:
    choices = {**CHEAP, role: str(tmp_path / "no-model")}
    with pytest.raises(ModelNotFoundError):
        batch.run(news.folder_of(tmp_path / "news", range(2)), out, workers=workers, **choices)
    assert not {"done", "failed"} & set(statuses(out).values())


def test_memory_is_the_name_of_no_model_as_in_the_shell(tmp_path: Path, out: Path) -> None:
    report = batch.run(news.folder_of(tmp_path / "news", range(1)), out, **CHEAP)
    assert sum(report.counts.values()) == 1
    assert not report.counts.get("failed")


# -- workers of our own and of others ------------------------------------------------------------------------------

distributed = pytest.importorskip("distributed", reason="Dask is an optional extra")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes whose toolkit the tests may change."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None
        ) as made,
        distributed.Client(made) as client,
    ):
        yield client


@pytest.mark.filterwarnings("ignore")
def test_a_worker_of_another_version_is_refused_before_anything_is_made(
    cluster: Any, tmp_path: Path, out: Path
) -> None:
    one = next(iter(cluster.scheduler_info()["workers"]))
    from toolkit.brief.provenance import toolkit_version

    cluster.run(faults.pretend, "0.0.1", workers=[one])
    try:
        with pytest.raises(Exception, match=r"1 of 2 workers cannot do this batch: .* has version 0\.0\.1"):
            batch.run(news.folder_of(tmp_path / "news", range(2)), out, scheduler=cluster, **FAULTY)
    finally:
        cluster.run(faults.pretend, toolkit_version(), workers=[one])
    assert "done" not in statuses(out).values()


@pytest.mark.filterwarnings("ignore")
def test_a_worker_without_the_model_is_refused_before_anything_is_made(
    cluster: Any, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text('{"model_type": "marian"}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    choices = {**CHEAP, "translator": "./model"}  # a path of this process, that the workers do not have
    with pytest.raises(Exception, match="2 of 2 workers cannot do this batch") as caught:
        batch.run(news.folder_of(tmp_path / "news", range(2)), out, scheduler=cluster, **choices)
    assert "model" in str(caught.value)


def test_our_own_cluster_listens_on_loopback_alone_and_takes_no_job_from_others() -> None:
    from toolkit.batch.cluster import LocalCluster

    cluster = LocalCluster(1)
    try:
        info = cluster.client.scheduler_info()
        assert info["address"].startswith("tls://127.0.0.1:")
        assert all(address.startswith("tls://127.0.0.1:") for address in info["workers"])
        dashboard = cluster._cluster.scheduler.http_server
        places = {place[0] for server in [dashboard] for place in _places(server)}
        assert places <= {"127.0.0.1"}
        with pytest.raises(Exception):  # noqa: B017  (which one is Dask's affair)
            distributed.Client(info["address"].replace("tls", "tcp"), timeout=2)
    finally:
        cluster.close()


def _places(server: Any) -> list[Any]:
    return [socket.getsockname() for socket in server._sockets.values()]


def test_the_signal_handlers_of_the_caller_are_put_back(tmp_path: Path, out: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    batch.run(news.folder_of(tmp_path / "news", range(1)), out, **FAULTY)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
