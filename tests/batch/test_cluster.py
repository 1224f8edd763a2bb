"""A batch on a Dask cluster of local processes: the same promises, with its own ways to lose a worker."""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch import faults, news
from tests.batch.conftest import assert_whole, statuses
from toolkit import batch
from toolkit.errors import MissingExtraError, ToolkitError

distributed = pytest.importorskip("distributed", reason="Dask is an optional extra")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own warnings are about its sockets and its event loop

FAULTY = {"briefer": faults.faulty, "progress": False}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of marks that the workers know: they start once for all tests here."""
    return tmp_path_factory.mktemp("marks")


@pytest.fixture(scope="module")
def client(marked: Path) -> Iterator[Any]:
    """Two workers, one of them with a GPU as far as the scheduler knows."""
    before = os.environ.get("FAULTS")
    os.environ["FAULTS"] = str(marked)
    worker = {"cls": distributed.Nanny, "options": {"nthreads": 1, "dashboard": False}}
    tagged = {
        "cls": distributed.Nanny,
        "options": {"nthreads": 1, "dashboard": False, "resources": {"GPU": 1}, "name": "gpu"},
    }
    scheduler = {"cls": distributed.Scheduler, "options": {"dashboard_address": ":0"}}
    with (
        distributed.SpecCluster(workers={"cpu": worker, "gpu": tagged}, scheduler=scheduler) as cluster,
        distributed.Client(cluster) as opened,
    ):
        opened.wait_for_workers(2, timeout=60)
        yield opened
    if before is not None:
        os.environ["FAULTS"] = before


def test_a_batch_runs_on_a_client_that_stays_open_and_is_resumed(client: Any, tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(30))
    (folder / "copy.txt").write_text(news.story(3), encoding="utf-8")
    report = batch.run(folder, out, scheduler=client, **FAULTY)
    assert report.counts == {"done": 30, "duplicate": 1}
    assert client.status == "running"
    assert batch.run(folder, out, scheduler=client.scheduler.address, **FAULTY).skipped == 31
    news.folder_of(folder, range(30, 33))
    assert batch.run(folder, out, scheduler=client.scheduler.address, **FAULTY).made == 3


def test_a_worker_of_the_cluster_that_is_killed_costs_nothing(
    client: Any, tmp_path: Path, out: Path, marked: Path
) -> None:
    folder = news.folder_of(tmp_path / "news", range(100, 120), {104: "[fault: kill once]"})
    before = len(list(marked.iterdir()))
    assert batch.run(folder, out, scheduler=client, **FAULTY).ok
    assert len(list(marked.iterdir())) == before + 1
    assert_whole(out, 20)


def test_a_worker_of_the_cluster_that_hangs_ends_itself_and_costs_nothing(
    client: Any, tmp_path: Path, out: Path
) -> None:
    folder = news.folder_of(tmp_path / "news", range(200, 204), {201: "[fault: hang once]"})
    assert batch.run(folder, out, scheduler=client, timeout=6, **FAULTY).ok
    assert_whole(out, 4)


def test_briefs_are_made_by_workers_with_the_resource_that_was_asked_for(
    client: Any, tmp_path: Path, out: Path
) -> None:
    folder = news.folder_of(tmp_path / "news", range(300, 316))
    assert batch.run(folder, out, scheduler=client, resources={"GPU": 1}, **FAULTY).ok
    pids = client.run(os.getpid)
    tagged = next(
        address for address, worker in client.scheduler_info(n_workers=-1)["workers"].items() if worker["name"] == "gpu"
    )
    with batch.Manifest.open(out) as manifest:
        makers = {str(record.worker).rpartition(":")[2] for record in manifest.records("done")}
    assert makers == {str(pids[tagged])}


def test_bad_articles_fail_alone_on_a_cluster_too(client: Any, tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(400, 406), {402: "[fault: bug]"})
    (folder / "empty.txt").write_bytes(b"")
    assert batch.run(folder, out, scheduler=client, **FAULTY).counts == {"done": 5, "failed": 2}
    assert statuses(out)["story-402"] == "failed"


def test_the_dashboard_answers(client: Any) -> None:
    pytest.importorskip("bokeh", reason="Dask's dashboard needs bokeh")
    with urllib.request.urlopen(client.dashboard_link, timeout=20) as answer:
        assert answer.status == 200
        assert b"Dask" in answer.read()


def test_an_address_where_no_scheduler_is_says_so(tmp_path: Path, out: Path) -> None:
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "300ms"}), pytest.raises(ToolkitError) as caught:
        batch.run(news.folder_of(tmp_path / "news", range(1)), out, scheduler="tcp://127.0.0.1:9", **FAULTY)
    assert "dask scheduler" in caught.value.remedy


def test_without_the_package_the_error_says_what_to_install(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match="pip install distributed"):
        batch.run(news.folder_of(tmp_path / "news", range(1)), out, scheduler="local", **FAULTY)
