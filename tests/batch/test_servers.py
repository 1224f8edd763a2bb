"""Servers that fail while a batch runs: the model's endpoint in every way, and the hub that a model comes from."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch import faults, news
from tests.batch.conftest import assert_whole, statuses
from tests.batch.unreliable_server import Unreliable, unreliable
from tests.checkpoints import template_pairs
from tests.models.hub_server import Hub, serving
from toolkit import Brief, batch
from toolkit.errors import EndpointError, ModelUnavailableError

SERVED = {"briefer": faults.served, "progress": False}
HUB_ID = "Helsinki-NLP/opus-mt-ar-en"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Unreliable]:
    for name in ("TOOLKIT_ENDPOINT_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with unreliable() as running:
        monkeypatch.setenv("FAULTS_SERVER", running.address)
        yield running


@pytest.mark.parametrize("fault", ["429", "500", "garbage", "empty", "hang", "cut"])
def test_a_server_that_stumbles_now_and_then_costs_nothing(
    tmp_path: Path, out: Path, server: Unreliable, fault: str
) -> None:
    folder = news.folder_of(tmp_path / "news", range(6))
    server.plan.extend(["", "", fault])
    assert batch.run(folder, out, **SERVED).ok
    assert_whole(out, 6)
    for path in out.glob("*.json"):
        brief = Brief.load(path)
        assert all(translation and translation.origin == "model" for translation in brief.translations)


def test_a_sentence_that_the_server_cannot_take_leaves_only_its_own_article_without_translation(
    tmp_path: Path, out: Path, server: Unreliable
) -> None:
    folder = news.folder_of(tmp_path / "news", range(8))
    server.poison = "رقم 203 "
    report = batch.run(folder, out, **SERVED)
    assert report.counts == {"done": 7, "partial": 1}
    assert statuses(out)["story-003"] == "partial"
    with batch.Manifest.open(out) as manifest:
        (partial,) = manifest.records("partial")
    assert partial.error == "EndpointError"
    assert "a web page" in partial.message
    brief = Brief.load(out / "story-003.json")
    assert any(gap.stage == "translate" for gap in brief.gaps)
    server.poison = "\0"
    assert batch.run(folder, out, **SERVED).made == 0
    again = batch.run(folder, out, retry_failed=True, **SERVED)
    assert (again.made, again.counts) == (1, {"done": 8})


@pytest.mark.parametrize("fault", ["429", "garbage", "hang"])
def test_a_server_that_is_down_ends_the_run_soon_and_it_goes_on_when_the_server_is_back(
    tmp_path: Path, out: Path, server: Unreliable, fault: str
) -> None:
    folder = news.folder_of(tmp_path / "news", range(60))
    server.always = fault
    with pytest.raises(EndpointError) as caught:
        batch.run(folder, out, **SERVED)
    assert "--retry-failed" in caught.value.remedy
    assert list(statuses(out).values()).count("partial") <= 48
    assert server.asked < 100  # it does not knock for each of the articles
    server.always = ""
    assert batch.run(folder, out, retry_failed=True, **SERVED).ok
    assert set(statuses(out).values()) == {"done"}
    assert len(list(out.glob("*.json"))) == 60


@pytest.fixture
def hub(checkpoint_of: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with one model, and a machine with nothing on it."""
    from huggingface_hub import constants

    repository = tmp_path / "repository"
    shutil.copytree(checkpoint_of("marian"), repository)
    (repository / "README.md").write_text("---\nlicense: apache-2.0\n---\n", encoding="utf-8")
    with serving({HUB_ID: repository}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
        monkeypatch.setenv("HF_HUB_OFFLINE", "0")
        monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)  # read when the package was imported
        yield server


def test_a_hub_that_is_lost_ends_the_run_with_nothing_marked_and_a_worker_that_starts_later_needs_none(
    tmp_path: Path, out: Path, hub: Hub, marks: Path
) -> None:
    sources = [arabic for arabic, _ in template_pairs()[:6]]
    choices = {
        "translator": HUB_ID,
        "memory": None,
        "summarizer": "extract",
        "engine": "ctranslate2",
        "trial": False,
        "progress": False,
    }
    hub.status = 503
    with pytest.raises(ModelUnavailableError):
        batch.run(sources, out, **choices)
    assert set(statuses(out).values()) == {"waiting"}
    hub.status = None
    assert batch.run(sources[:3], out, **choices).made == 3
    hub.status = 503  # lost, and the next run is in new processes: the model is on the disk
    report = batch.run(sources, out, workers=1, **choices)
    assert (report.made, report.ok) == (3, True)
    assert_whole(out, 6)
    for path in out.glob("*.json"):
        assert all(t and t.origin == "model" for t in Brief.load(path).translations)


def test_an_address_where_nobody_listens_is_told_in_the_manifest(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("FAULTS_SERVER", f"http://127.0.0.1:{taken.getsockname()[1]}/v1#none")
        report = batch.run(news.folder_of(tmp_path / "news", range(2)), out, **SERVED)
    assert report.counts == {"partial": 2}
    with batch.Manifest.open(out) as manifest:
        assert all("cannot be reached" in record.message and record.remedy for record in manifest.records())
