"""The endpoint engine against a server process on loopback, and every way in which servers disappoint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checkpoints import template_pairs
from toolkit.errors import EndpointError
from toolkit.models import Generation, load
from toolkit.models.endpoint_engine import EndpointEngine

ROOT = Path(__file__).parents[2]
ARABIC, ENGLISH = template_pairs()[0]


@pytest.fixture(scope="module")
def url(checkpoint_of: Callable[[str], Path], session_cache: Path) -> Iterator[str]:
    """The address of a running server, a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.models.chat_server", str(checkpoint_of("marian"))]
    environment = {**os.environ, "TOOLKIT_CACHE_DIR": str(session_cache)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        process.stdin.close()
        process.wait(timeout=20)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOOLKIT_ENDPOINT_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def engine_of(url: str, model: str, **options: Any) -> EndpointEngine:
    return EndpointEngine(f"{url}#{model}", **{"pause": 0.0, "retries": 2, "timeout": 20.0, **options})


def asked(url: str, text: str) -> list[dict[str, Any]]:
    """What the server was asked about a text."""
    with urllib.request.urlopen(url.removesuffix("/v1") + "/asked") as response:
        everything = json.loads(response.read())
    return [body for body in everything if body["messages"][-1]["content"] == text]


def test_texts_come_back_translated_in_order(url: str) -> None:
    pairs = template_pairs()[::61]
    texts = [source for arabic, _ in pairs for source in (arabic, "")]
    ticks: list[int] = []
    told: dict[int, Generation] = {}
    generations = engine_of(url, "tiny").generate(texts, progress=ticks.append, each=told.__setitem__)
    assert generations == [told[index] for index in range(len(texts))]
    assert [g.text for g in generations] == [target for _, english in pairs for target in (english, "")]
    assert sum(ticks) == len(texts)


def test_the_score_is_the_mean_probability_that_the_server_gives(url: str) -> None:
    generation = engine_of(url, "tiny").generate([ARABIC])[0]
    assert generation.score == pytest.approx(0.6065, abs=1e-3)


def test_a_server_that_gives_no_probabilities_still_translates(url: str) -> None:
    engine = engine_of(url, "strict", parallel=1)
    generations = engine.generate([template_pairs()[1][0], template_pairs()[2][0]])
    assert [g.text for g in generations] == [template_pairs()[1][1], template_pairs()[2][1]]
    assert [g.score for g in generations] == [None, None]
    assert len(asked(url, template_pairs()[2][0])) == 1  # the second time it knew what not to ask for


def test_load_takes_an_address_and_the_first_model_that_the_server_lists(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path))
    engine = load(url)
    assert (engine.name, engine.kind, engine.revision) == ("tiny", "endpoint", None)
    arabic, english = template_pairs()[7]
    assert engine.generate([arabic])[0].text == engine.generate([arabic])[0].text == english
    assert len(asked(url, arabic)) == 1


def test_only_the_terms_that_occur_are_put_into_the_prompt(url: str) -> None:
    engine = engine_of(url, "tiny", glossary={"العاصمة": "the capital city", "الكرملين": "the Kremlin"})
    text = "لم يزر السفير العاصمة اليوم."
    engine.generate([text])
    prompt = asked(url, text)[0]["messages"][0]["content"]
    assert "العاصمة = the capital city" in prompt
    assert "Kremlin" not in prompt


def test_another_glossary_makes_another_engine(url: str) -> None:
    first = engine_of(url, "tiny")
    second = first.with_glossary({"العاصمة": "the capital"})
    assert (first.glossary, second.glossary) == ({}, {"العاصمة": "the capital"})
    assert first.cache_key(ARABIC) != second.cache_key(ARABIC)


def test_the_question_is_asked_without_chance(url: str) -> None:
    text = template_pairs()[9][0]
    engine_of(url, "tiny").generate([text], max_new_tokens=50)
    body = asked(url, text)[0]
    assert (body["temperature"], body["max_tokens"]) == (0, 50)


def test_an_answer_that_was_cut_off_says_so(url: str) -> None:
    assert engine_of(url, "tiny").generate([ARABIC], max_new_tokens=3)[0].truncated


def test_what_passes_is_tried_again(url: str) -> None:
    text = template_pairs()[11][0]
    assert engine_of(url, "flaky").generate([text])[0].text == template_pairs()[11][1]
    assert len(asked(url, text)) == 3


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("down", r"HTTP 503: out of capacity \(3 tries\)"),
        ("html", "not JSON"),
        ("empty", "no text"),
        ("odd", "without a choice"),
        ("moved", "HTTP 302"),
        ("unheard-of", r"no such model .*does not exist"),
        ("secret", "wants a key.*TOOLKIT_ENDPOINT_KEY"),
        ("hangs-up", r"\(3 tries\)"),
    ],
)
def test_a_server_that_fails_is_one_error_that_says_how(url: str, model: str, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        engine_of(url, model).generate([ARABIC])


@pytest.mark.parametrize("model", ["hangs", "drips"])
def test_a_server_that_does_not_finish_is_given_up(url: str, model: str) -> None:
    with pytest.raises(EndpointError, match="did not answer within"):
        engine_of(url, model, timeout=0.3, retries=0).generate([ARABIC])


def test_a_server_that_is_not_there_is_one_error() -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        engine_of("http://127.0.0.1:9/v1", "tiny").generate([ARABIC])


def test_a_server_without_models_asks_for_a_name(url: str) -> None:
    with pytest.raises(EndpointError, match="after a #"):
        EndpointEngine(url.replace("/v1", "/none"))


def test_thinking_aloud_is_left_out(url: str) -> None:
    assert engine_of(url, "thinker").generate([ARABIC])[0].text == "The answer."


def test_a_loop_is_asked_again_and_reported_if_it_stays(url: str) -> None:
    ended = engine_of(url, "stutterer").generate([ARABIC])[0]
    assert (ended.text, ended.repeated) == ("and then it ended.", False)
    assert engine_of(url, "parrot").generate([ARABIC])[0].repeated


def test_the_key_comes_from_the_environment_and_is_shown_nowhere(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_ENDPOINT_KEY", "open-sesame")
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path))
    engine = load(url.replace("http://", "http://user:open-sesame@") + "#secret")
    assert engine.generate([ARABIC])[0].text == ENGLISH
    shown = [repr(engine), engine.name, str(vars(engine)), str(vars(engine.engine))]  # type: ignore[attr-defined]
    assert not any("open-sesame" in text for text in shown)
    assert b"open-sesame" not in (tmp_path / "results.sqlite").read_bytes()


def test_an_error_does_not_hold_the_key(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "wrong-key-123")
    with pytest.raises(EndpointError) as caught:
        engine_of(url, "secret").generate([ARABIC])
    assert "wrong-key-123" not in str(caught.value)
