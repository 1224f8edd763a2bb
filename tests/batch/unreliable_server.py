"""A server on loopback that speaks the chat protocol, and fails in the order that a test writes down.

It is no model: what it answers is a sentence about the length of what it was asked, and says so.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Unreliable(ThreadingHTTPServer):
    """The server.

    Attributes
    ----------
    plan
        What to do with the next requests: `429`, `500`, `garbage`, `empty`, `hang`, `cut`; each is used once.
    always
        What to do with every request after them; "" answers.
    poison
        A request that holds this text is answered with garbage.
    asked
        How many requests there were.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plan: deque[str] = deque()
        self.always = ""
        self.poison = "\0"
        self.asked = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1#counter"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are expected here."""


class _Handler(BaseHTTPRequestHandler):
    server: Unreliable
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["messages"][-1]["content"]
        with self.server.lock:
            self.server.asked += 1
            fault = self.server.plan.popleft() if self.server.plan else self.server.always
        fault = "garbage" if self.server.poison in text else fault
        if fault in ("429", "500"):
            self._send(int(fault), b'{"error": "out of order"}', "application/json")
        elif fault == "garbage":
            self._send(200, b"<html>\xff\xfe garbage", "text/html")
        elif fault == "empty":
            self._send(200, b'{"choices": []}', "application/json")
        elif fault == "hang":
            self.connection.settimeout(30)
            self.rfile.read(1)  # until the client has had enough
        elif fault == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"choices"')
            self.close_connection = True
        else:
            answer = f"This stands for an Arabic sentence of {len(text.split())} words."
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}
            self._send(200, json.dumps({"choices": [choice]}).encode(), "application/json")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def unreliable() -> Iterator[Unreliable]:
    """Run a server while the block runs."""
    server = Unreliable()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
