"""The store, with the real hub client against a hub on loopback: what it fetches, and what it says when it cannot."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.models.hub_server import COMMIT, Hub, serving
from toolkit.errors import ModelNotFoundError, ModelUnavailableError
from toolkit.models import load, store

HUB_ID = "Helsinki-NLP/opus-mt-ar-en"


@pytest.fixture(scope="module")
def repository(checkpoint_of: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as it lies on the hub: with formats of other frameworks that nobody needs to fetch."""
    folder = tmp_path_factory.mktemp("hub") / "repository"
    shutil.copytree(checkpoint_of("marian"), folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n", encoding="utf-8")
    (folder / "pytorch_model.bin").write_bytes(b"\x80" * 4096)
    (folder / "tf_model.h5").write_bytes(b"\x89HDF" * 4096)
    return folder


@pytest.fixture
def hub(repository: Path, tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that serves the checkpoint under a known name, and a machine with nothing on it."""
    from huggingface_hub import constants

    with serving({HUB_ID: repository}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
        monkeypatch.setenv("HF_HUB_OFFLINE", "0")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)  # read when the package was imported
        yield server


def test_a_pull_fetches_what_is_needed_and_nothing_else(hub: Hub) -> None:
    pulled = store.pull("opus-mt-ar-en", quiet=True)
    names = {path.name for path in pulled.path.iterdir()}
    assert {"config.json", "model.safetensors", "source.spm", "target.spm", "vocab.json"} <= names
    assert not names & {"pytorch_model.bin", "tf_model.h5"}
    assert (pulled.revision, pulled.fetched) == (COMMIT, True)


def test_a_pulled_model_loads_offline_and_carries_its_commit(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    store.pull("opus-mt-ar-en", quiet=True)
    hub.requests.clear()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    engine = load("opus-mt-ar-en", engine="ctranslate2", cache=False)
    assert (engine.name, engine.revision) == (HUB_ID, COMMIT)
    assert engine.generate(["وصل إلى الرئيس جنيف أمس."])[0].text == "the president arrived in Geneva yesterday."
    assert hub.requests == []


def test_loading_an_absent_model_fetches_it(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    load(HUB_ID, engine="transformers", device="cpu", cache=False)
    assert store.show(HUB_ID).state == "on disk"
    assert "licence apache-2.0" in capsys.readouterr().err


def test_a_plan_says_size_and_licence_before_anything_is_fetched(hub: Hub, repository: Path) -> None:
    facts = store.plan("opus-mt-ar-en")
    assert facts.licence == "apache-2.0"
    assert (repository / "model.safetensors").stat().st_size < facts.size < 2_000_000
    assert not any("/resolve/" in path for _, path, _ in hub.requests)
    assert store.show("opus-mt-ar-en").state == "not here"


def test_a_pull_tells_of_its_bytes_and_can_be_stopped_and_taken_up_again(hub: Hub) -> None:
    came: list[int] = []

    class Enough(BaseException):
        """What the listener raises to stop."""

    def stop(count: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        store.pull("opus-mt-ar-en", quiet=True, progress=stop)
    assert store.show("opus-mt-ar-en").state != "on disk"
    pulled = store.pull("opus-mt-ar-en", quiet=True, progress=came.append)
    assert 0 < sum(came) <= pulled.size
    assert store.show("opus-mt-ar-en").state == "on disk"


def test_a_second_pull_fetches_nothing(hub: Hub) -> None:
    first = store.pull("opus-mt-ar-en", quiet=True)
    hub.requests.clear()
    second = store.pull("opus-mt-ar-en", quiet=True)
    assert (second.path, second.fetched) == (first.path, False)
    assert not any("/resolve/" in path for _, path, _ in hub.requests)


def test_a_connection_that_is_cut_half_way_is_taken_up_where_it_broke(
    hub: Hub, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1 << 14)  # 10 MB by default, more than all of this model
    hub.cut.add("model.safetensors")
    pulled = store.pull("opus-mt-ar-en", quiet=True)
    assert (pulled.path / "model.safetensors").read_bytes() == (repository / "model.safetensors").read_bytes()
    ranges = [r for method, path, r in hub.requests if method == "GET" and path.endswith("model.safetensors")]
    assert ranges[0] is None
    assert ranges[1] is not None
    assert int(ranges[1].removeprefix("bytes=").rstrip("-")) > 0


def test_wrong_bytes_are_found_thrown_away_and_fetched_anew(hub: Hub) -> None:
    hub.damaged.add("model.safetensors")
    with pytest.raises(ModelUnavailableError, match=r"damaged: model\.safetensors"):
        store.pull("opus-mt-ar-en", quiet=True)
    assert store.find_local("opus-mt-ar-en") is None
    hub.damaged.clear()
    store.pull("opus-mt-ar-en", quiet=True)
    assert store.verify("opus-mt-ar-en").ok


def test_a_model_that_the_hub_does_not_have_is_not_found(hub: Hub) -> None:
    with pytest.raises(ModelNotFoundError, match="Did you mean opus-mt-ar-en"):
        store.pull("Helsinki-NLP/opus-mt-ar-em", quiet=True)


def test_a_revision_that_the_hub_does_not_have_is_not_found(hub: Hub) -> None:
    with pytest.raises(ModelNotFoundError, match="no revision 'v9'"):
        store.pull("opus-mt-ar-en", revision="v9", quiet=True)


@pytest.mark.parametrize(("status", "said"), [(401, "HF_TOKEN"), (403, "HF_TOKEN"), (404, "no model"), (500, "500")])
def test_a_hub_that_refuses_is_explained(hub: Hub, status: int, said: str) -> None:
    hub.status = status
    with pytest.raises((ModelUnavailableError, ModelNotFoundError), match=said):
        store.pull("opus-mt-ar-en", quiet=True)


def test_a_hub_that_never_answers_is_given_up_with_every_way_out(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.models.store.ASK_SECONDS", 0.2)
    hub.silent = True
    with pytest.raises(ModelUnavailableError) as caught:
        load("opus-mt-ar-en")
    message = str(caught.value)
    for part in (HUB_ID, "308 MB", "Apache-2.0", "toolkit models pull", "local folder", "endpoint", "smollm2"):
        assert part in message


def test_the_hub_is_asked_for_less_than_five_seconds() -> None:
    from toolkit.models import store as client

    assert client.ASK_SECONDS < 5


def test_a_hub_that_is_not_there_is_one_error(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{port}")
    with pytest.raises(ModelUnavailableError, match="cannot be reached"):
        load("opus-mt-ar-en")


@pytest.mark.parametrize("pages", [{"questions"}, {"files"}, {"questions", "files"}])
def test_a_proxy_that_answers_with_its_login_page_is_named_and_nothing_of_it_is_kept(hub: Hub, pages: set[str]) -> None:
    hub.pages = pages
    with pytest.raises(ModelUnavailableError, match="web page") as caught:
        load("opus-mt-ar-en")
    assert hub.url in caught.value.message
    assert "proxy" in caught.value.message
    hub.pages = set()
    assert store.pull("opus-mt-ar-en", quiet=True).fetched
    assert store.verify("opus-mt-ar-en").ok


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate")
def test_a_certificate_that_nobody_knows_is_named_with_what_to_set(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    hub.socket = context.wrap_socket(hub.socket, server_side=True)
    monkeypatch.setenv("HF_ENDPOINT", f"https://localhost:{hub.server_address[1]}")
    with pytest.raises(ModelUnavailableError, match="certificate") as caught:
        load("opus-mt-ar-en")
    assert f"https://localhost:{hub.server_address[1]}" in caught.value.message
    assert "SSL_CERT_FILE" in str(caught.value)


@pytest.mark.parametrize("how", ["argument", "HF_HUB_OFFLINE", "TOOLKIT_OFFLINE"])
def test_offline_asks_nobody(hub: Hub, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    if how != "argument":
        monkeypatch.setenv(how, "1")
    with pytest.raises(ModelUnavailableError, match="offline was asked for"):
        load("opus-mt-ar-en", offline=True if how == "argument" else None)
    assert hub.requests == []


def test_a_cache_entry_copied_from_another_machine_is_found(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pull("opus-mt-ar-en", quiet=True)
    folder = tmp_path / "hub" / "models--Helsinki-NLP--opus-mt-ar-en"
    shutil.copytree(folder, tmp_path / "other" / folder.name)  # a plain copy turns the links into files
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "other"))
    assert store.show("opus-mt-ar-en").revision == COMMIT
    assert load(tmp_path / "other" / folder.name, engine="ctranslate2", offline=True).revision == COMMIT


def test_verify_names_the_file_that_was_damaged_on_disk(hub: Hub) -> None:
    pulled = store.pull("opus-mt-ar-en", quiet=True)
    assert store.verify("opus-mt-ar-en").checked >= 6
    weights = (pulled.path / "model.safetensors").resolve()
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert store.verify("opus-mt-ar-en").bad == ("model.safetensors",)


def test_verify_sees_a_plain_folder_whose_weights_are_cut_short(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository, tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    assert store.verify(tmp_path / "model").ok
    weights.write_bytes(weights.read_bytes()[:-10])
    assert store.verify(tmp_path / "model").bad == ("model.safetensors",)


def test_remove_frees_the_model_and_its_conversions(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "toolkit"))
    store.pull("opus-mt-ar-en", quiet=True)
    load("opus-mt-ar-en", engine="ctranslate2", cache=False)
    assert store.show("opus-mt-ar-en").converted > 0
    removed = store.remove("opus-mt-ar-en")
    assert len(removed.paths) == 2
    assert removed.size > 0
    status = store.show("opus-mt-ar-en")
    assert (status.state, status.converted) == ("not here", 0)


def test_a_folder_without_weights_says_what_is_missing(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository, tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors", "*.bin"))
    with pytest.raises(ModelUnavailableError, match=r"model\.safetensors"):
        load(tmp_path / "model")


@pytest.mark.parametrize("name", ["opus-mt-ar-em", "no such thing", "./missing", Path("/nowhere/at/all")])
def test_a_name_that_is_nothing_is_not_found(own_cache: Path, name: str | Path) -> None:
    with pytest.raises(ModelNotFoundError):
        load(name, offline=True)


def test_the_list_holds_every_preset_and_says_where_each_is(hub: Hub) -> None:
    states = {status.name: status for status in store.list_models()}
    assert states["opus-mt-ar-en"].state == "not here"
    assert states["nllb-200-distilled-600M"].non_commercial
    store.pull("opus-mt-ar-en", quiet=True)
    assert store.show("opus-mt-ar-en").state == "on disk"
    assert store.where(HUB_ID) == store.find_local(HUB_ID)
