"""The key of an endpoint is read from the environment, goes to the server, and comes out nowhere."""

from __future__ import annotations

import json
import logging
import pickle
import threading
import traceback
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from toolkit import Briefer, read_text
from toolkit.errors import EndpointError
from toolkit.models.cache import CachedEngine, ResultCache
from toolkit.models.endpoint_engine import EndpointEngine
from toolkit.output.formats import FORMATS, render
from toolkit.translate import Translator

KEY = "sk-do-not-tell-0123456789"
ARABIC = "قال الوزير سامي حداد إن القمة ستعقد في الرابع من تموز."
ANSWER = {"choices": [{"message": {"content": "Minister Sami Haddad said so."}, "finish_reason": "stop"}]}


class Server(ThreadingHTTPServer):
    """Answers as it is told, and keeps what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Callable[[str], tuple[int, bytes]] = lambda _: (200, json.dumps(ANSWER).encode())
        self.keys: list[str | None] = []
        self.paths: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are expected here."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        key = self.headers.get("Authorization")
        self.server.keys.append(key)
        self.server.paths.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        status, body = self.server.answer(key or "")
        if status < 0:  # no HTTP at all
            self.wfile.write(body)
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("TOOLKIT_ENDPOINT_KEY", KEY)
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def engine_at(server: Server, *, user: str = "", query: str = "", **options: Any) -> EndpointEngine:
    address = f"http://{user}127.0.0.1:{server.server_port}/v1{query}#model"
    return EndpointEngine(address, **{"pause": 0.0, "retries": 1, "timeout": 10.0, **options})


def everything_told(error: BaseException) -> str:
    """The traceback with its causes, as a notebook keeps it, and the values of our frames, as a debugger shows them."""
    shown = ["".join(traceback.format_exception(error))]
    seen: BaseException | None = error
    while seen is not None:
        frames = [frame for frame, _ in traceback.walk_tb(seen.__traceback__)]
        ours = [f for f in frames if "toolkit" in f.f_code.co_filename and "tests" not in f.f_code.co_filename]
        # What the server itself wrote is its own affair.
        shown += [f"{name} = {value!r}" for f in ours for name, value in f.f_locals.items() if name != "content"]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(shown)


def test_the_key_reaches_the_server_and_nothing_that_is_kept(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    cache = ResultCache(tmp_path / "results.sqlite")
    engine = CachedEngine(engine_at(server), cache)
    translator = Translator(memory=None, model=engine)
    brief = Briefer(translator=translator, summarizer="extract")(read_text(f"{ARABIC}\n{ARABIC} ثم عاد."))
    assert set(server.keys) == {f"Bearer {KEY}"}
    assert brief.origins == {"model": len(brief.article.sentences)}
    kept = [render(brief, name) for name in (*FORMATS, "fragment")]
    texts = [data if isinstance(data, str) else data.decode("latin-1") for data in kept]
    texts += [path.read_bytes().decode("latin-1") for path in tmp_path.iterdir()]
    texts += [repr(engine), repr(engine.engine), repr(vars(engine.engine)), caplog.text, *capfd.readouterr()]
    assert cache.status().results == 2  # of three sentences, two of which are the same
    assert not [text for text in texts if KEY in text]


FAULTS: dict[str, Callable[[str], tuple[int, bytes]]] = {
    "repeats the key in an error": lambda key: (500, json.dumps({"error": {"message": f"bad header {key}"}}).encode()),
    "refuses the request and repeats the key": lambda key: (400, json.dumps({"error": f"no {key}"}).encode()),
    "refuses the key and repeats it": lambda key: (
        401,
        json.dumps({"error": {"message": f"wrong key {key}"}}).encode(),
    ),
    "answers garbage": lambda key: (200, b"\x00\xff" + key.encode()),
    "answers brackets without end": lambda _: (200, b"[" * 200_000),
    "refuses with brackets without end": lambda _: (503, b"[" * 60_000),
    "answers no choice": lambda _: (200, b'{"choices": [1]}'),
    "answers a choice of other types": lambda _: (200, b'{"choices": [{"message": {"content": 7}, "logprobs": 3}]}'),
    "speaks no HTTP": lambda _: (-1, b"220 mail ESMTP\r\n\r\n"),
    "breaks off": lambda _: (-1, b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_a_server_brings_the_key_out_or_another_error_than_ours(server: Server, fault: str) -> None:
    server.answer = FAULTS[fault]
    with pytest.raises(EndpointError) as caught:
        engine_at(server, user=f"me:{KEY}@", query=f"?api-key={KEY}&api-version=1").generate([ARABIC])
    assert KEY not in everything_told(caught.value).replace(f"_query': 'api-key={KEY}", "")
    assert caught.value.remedy


def test_a_password_or_key_in_the_address_is_shown_nowhere_and_a_query_is_sent(server: Server) -> None:
    engine = engine_at(server, user=f"me:p@ss{KEY}@", query=f"?api-key={KEY}")
    assert engine.generate([ARABIC])[0].text == ANSWER["choices"][0]["message"]["content"]  # type: ignore[index]
    assert server.paths == [f"/v1/chat/completions?api-key={KEY}"]
    renewed = engine.with_glossary({"القمة": "the summit"})
    assert renewed.generate([ARABIC]) == engine.generate([ARABIC])
    for shown in (repr(engine), repr(renewed), engine.address, engine.name, engine.cache_key(ARABIC)):
        assert KEY not in shown
        assert "p@ss" not in shown


def test_a_key_with_a_line_break_at_its_end_works_and_one_that_is_none_is_not_shown(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_ENDPOINT_KEY", f"{KEY}\n")
    engine_at(server).generate([ARABIC])
    assert server.keys == [f"Bearer {KEY}"]
    for bad in (f"{KEY}\nX-Injected: 1", f"{KEY}é", f"مفتاح{KEY}"):
        monkeypatch.setenv("TOOLKIT_ENDPOINT_KEY", bad)
        with pytest.raises(EndpointError, match="key") as caught:
            engine_at(server).generate([ARABIC])
        assert KEY not in "".join(traceback.format_exception(caught.value))
    assert len(server.keys) == 1


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "ftp://127.0.0.1/x", "localhost:8000", "http://", "http://me:pa#ss@host", "http://h:70000/v1",
     "http://h/v1\r\nX: 1", "http://h /v1", "data:application/json,{}"],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(EndpointError) as caught:
        EndpointEngine(f"{address}#model", retries=0).generate([ARABIC])
    assert "pa" not in str(caught.value).replace("password", "").replace("path", "")


def test_a_probability_that_is_none_gives_no_score(server: Server) -> None:
    def answer(value: str) -> Callable[[str], tuple[int, bytes]]:
        body = json.dumps(ANSWER).replace(
            '"finish_reason"', f'"logprobs": {{"content": [{{"logprob": {value}}}]}}, "finish_reason"'
        )
        return lambda _: (200, body.encode())

    for value in ("1e308", "NaN", "Infinity", "-Infinity", '"x"', "null", "[1]"):
        server.answer = answer(value)
        assert engine_at(server).generate([ARABIC])[0].score is None, value


def test_half_characters_in_a_text_or_an_answer_stop_nothing(server: Server) -> None:
    body = json.dumps({"choices": [{"message": {"content": "half \ud83d of a pair"}}]}).encode()
    server.answer = lambda _: (200, body)
    generation = engine_at(server).generate([f"{ARABIC} \ud83d"])[0]
    assert generation.text == "half \ufffd of a pair"


def test_an_engine_holds_no_key(server: Server) -> None:
    """Workers get engines by pickle; the key is read where a request is sent."""
    assert KEY.encode() not in pickle.dumps(engine_at(server))
