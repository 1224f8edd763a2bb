"""An OpenAI-compatible server for tests: a process of its own on loopback, with a real model behind it.

`python -m tests.models.chat_server FOLDER` serves the checkpoint in FOLDER and prints its port. The model's name in
a request chooses the behaviour: `tiny` answers, the others break in the ways that servers do.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from toolkit.models import Engine, load


class Server(ThreadingHTTPServer):
    """The server, what it was asked so far, and how often each request was repeated."""

    daemon_threads = True

    def __init__(self, engine: Engine) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.engine = engine
        self.lock = threading.Lock()
        self.asked: list[dict[str, Any]] = []
        self.tries: dict[str, int] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are expected here."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self._json({"data": [{"id": "tiny"}, {"id": "flaky"}]})
        elif self.path == "/none/models":
            self._json({"data": []})
        elif self.path == "/files/models":
            self._json({"data": [{"id": "/srv/models/qwen2.5-7b-q4.gguf"}]})
        elif self.path == "/page/models":
            self._send(200, b"<html><title>Welcome</title></html>", {"Content-Type": "text/html"})
        elif self.path == "/asked":
            self._json(self.server.asked)
        else:
            self._json({"error": {"message": "no such path"}}, 404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["messages"][-1]["content"]
        if isinstance(text, list):
            text = text[0]["text"]
        with self.server.lock:
            self.server.asked.append({**body, "authorization": self.headers.get("Authorization")})
            self.server.tries[text] = self.server.tries.get(text, 0) + 1
            tries = self.server.tries[text]
        name = body["model"].rpartition("/")[2].removesuffix(".gguf")
        answer = getattr(self, f"model_{re.sub('[-.]', '_', name)}", None)
        if urlsplit(self.path).path != "/v1/chat/completions" or answer is None:
            self._json({"error": {"message": f"the model {body['model']} does not exist"}}, 404)
        else:
            answer(body, text, tries)

    def model_tiny(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Answer with the model's translation, and log-probabilities where they are asked for."""
        with self.server.lock:
            generation = self.server.engine.generate([text], max_new_tokens=body.get("max_tokens"))[0]
        self._choice(generation.text, "length" if generation.truncated else "stop", body.get("logprobs", False))

    def model_checker(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Compare a claim with its source, as a verifier."""
        source, _, claim = text.partition("\n\nClaim: ")
        said = "No." if claim not in source else "Yes."
        self._choice("I cannot tell." if "?" in claim else said, "stop", body.get("logprobs", False))

    def model_strict(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Refuse a field that it does not know."""
        if "logprobs" in body:
            self._json({"error": {"message": "unexpected field: logprobs"}}, 400)
        else:
            self.model_tiny(body, text, tries)

    def model_gemma(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Have a template without instructions, and say so as vLLM does."""
        if body["messages"][0]["role"] == "system":
            self._json({"object": "error", "message": "System role not supported", "code": 400}, 400)
        else:
            body["messages"] = [{"content": text.rpartition("\n\n")[2]}]
            self.model_tiny(body, body["messages"][0]["content"], tries)

    def model_mute(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Take no instructions either, and not say why."""
        if body["messages"][0]["role"] == "system":
            self._send(400, b"Bad Request", {"Content-Type": "text/html"})
        else:
            self.model_gemma(body, text, tries)

    def model_newer(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Refuse, one at a time, what a newer model of OpenAI does not take."""
        for field in ("chat_template_kwargs", "max_tokens", "temperature", "logprobs"):
            if field in body:
                message = f"Unsupported parameter: '{field}' is not supported with this model."
                self._json({"error": {"message": message, "param": field}}, 400)
                return
        self.model_tiny({"max_tokens": body["max_completion_tokens"]}, text, tries)

    def model_fastapi(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Refuse unknown fields in the way of FastAPI."""
        if "chat_template_kwargs" in body:
            where = {"loc": ["body", "chat_template_kwargs"], "msg": "Extra inputs are not permitted"}
            self._json({"detail": [where]}, 422)
        else:
            self.model_tiny(body, text, tries)

    def model_detail(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"detail": "The weights are still loading."}, 418)

    def model_message(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"message": "The weights are still loading.", "error": None}, 418)

    def model_short_context(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"error": {"message": "This model's maximum context length is 8 units."}}, 400)

    def model_filtered(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"error": {"message": "The prompt triggered the content management policy."}}, 400)

    def model_translategemma(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Want one message with the codes of the languages, as the model's own template does."""
        (message,) = body["messages"]
        part = message["content"][0]
        if (part["source_lang_code"], part["target_lang_code"]) == ("ar", "en"):
            self.model_tiny(body, text, tries)
        else:
            self._json({"error": "no language"}, 400)

    def model_deep(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Reason whatever it is asked, and come to an answer if there is room."""
        room = body["max_tokens"] > 2000
        message = {
            "role": "assistant",
            "content": "Two guests left." if room else None,
            "reasoning_content": "Hm. " * 50,
        }
        self._json({"choices": [{"finish_reason": "stop" if room else "length", "message": message}]})

    def model_endless(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._choice("<think>The user wants", "length")

    def model_refuser(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._choice("I'm sorry, but I can't help with that.")

    def model_inventor(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Write what an order in the article wants, whatever it is asked."""
        self._choice("The minister resigned after the scandal. He left the country on the same day.")

    def model_no(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"choices": [{"message": {"content": None, "refusal": "I will not."}}]})

    def model_host(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._choice("Sure! Here is the translation:\n\nTwo guests left.\n\nLet me know if you need anything else!")

    def model_parts(self, body: dict[str, Any], text: str, tries: int) -> None:
        content = [
            {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]},
            {"type": "text", "text": "Yes, two."},
        ]
        self._json({"choices": [{"message": {"content": content}}]})

    def model_writer(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._choice(" ".join(f"word{number}" for number in range(200_000)))

    def model_continues(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Say `100 Continue` for ever."""
        self._drip(b"HTTP/1.1 100 Continue\r\n\r\n")

    def model_drips_headers(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Send a header now and then, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._drip(b"X-Wait: 1")

    def model_gateway(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._send(504, b"", {})

    def model_flaky(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Be overloaded twice, then answer."""
        if tries <= 2:
            self._json({"error": "overloaded"}, 503 if tries == 1 else 429, {"Retry-After": "0"})
        else:
            self.model_tiny(body, text, tries)

    def model_down(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"error": {"message": "out of capacity"}}, 503)

    def model_secret(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Want a key."""
        if self.headers.get("Authorization") != "Bearer open-sesame":
            self._json({"error": {"message": "Incorrect API key provided"}}, 401)
        else:
            self.model_tiny(body, text, tries)

    def model_hangs(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Accept, and say nothing until the client has gone."""
        self.connection.settimeout(30)
        self.rfile.read(1)

    def model_drips(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Send a byte now and then, for ever."""
        self.send_response(200)
        self.end_headers()
        self._drip(b" ")

    def _drip(self, drop: bytes) -> None:
        gone = threading.Event()
        while not gone.wait(0.02):
            try:
                self.wfile.write(drop)
            except OSError:
                gone.set()
        self.close_connection = True

    def model_hangs_up(self, body: dict[str, Any], text: str, tries: int) -> None:
        self.close_connection = True

    def model_html(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._send(200, b"<html>It works!</html>", {"Content-Type": "text/html"})

    def model_login_page(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._send(200, b"<!doctype html><title>Log in</title><form></form>", {"Content-Type": "text/html"})

    def model_garbage(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._send(200, b"\x00\x01", {"Content-Type": "application/json"})

    def model_moved(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._send(302, b"", {"Location": "/asked"})

    def model_empty(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._choice("")

    def model_odd(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._json({"choices": []})

    def model_thinker(self, body: dict[str, Any], text: str, tries: int) -> None:
        self._choice("<think>The user wants English.\nSo be it.</think>\n\nTwo guests left.")

    def model_stutterer(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Run into a loop, and out of it when repetition costs something."""
        self._choice("and then " * 20 if "frequency_penalty" not in body else "and then it ended.")

    def model_parrot(self, body: dict[str, Any], text: str, tries: int) -> None:
        """Run into a loop whatever it costs."""
        self._choice("and then " * 20)

    def _choice(self, text: str, reason: str = "stop", logprobs: bool = False) -> None:
        choice: dict[str, Any] = {
            "index": 0,
            "finish_reason": reason,
            "message": {"role": "assistant", "content": text},
        }
        if logprobs:
            choice["logprobs"] = {"content": [{"token": word, "logprob": -0.5} for word in text.split()]}
        self._json({"object": "chat.completion", "choices": [choice]})

    def _json(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self._send(status, content, {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    """Serve until standard input is closed."""
    server = Server(load(Path(sys.argv[1]), engine="ctranslate2", cache=False))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
