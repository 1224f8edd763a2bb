"""A scheduler whose workers come later; in a file of its own, so that no other cluster of the tests is open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.batch import faults, news
from toolkit import batch

distributed = pytest.importorskip("distributed", reason="Dask is an optional extra")

FAULTY = {"briefer": faults.faulty, "progress": False}


@pytest.mark.filterwarnings("ignore:.*unclosed.*")
def test_a_scheduler_without_a_worker_is_told_at_once(tmp_path: Path, out: Path) -> None:
    with (
        distributed.LocalCluster(
            n_workers=0, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None
        ) as made,
        distributed.Client(made) as client,
    ):
        timer = threading.Timer(3, made.scale, [1])
        timer.start()
        with pytest.warns(RuntimeWarning, match="has no worker"):
            assert batch.run(news.folder_of(tmp_path / "news", range(1)), out, scheduler=client, **FAULTY).ok
        timer.join()
