"""A model hub for tests, on loopback: it serves checkpoints from folders, and breaks in every way a hub can.

In: folders by hub id. Out: the HTTP interface that `huggingface_hub` speaks. The faults are attributes, set by a test.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = (".safetensors", ".bin", ".spm", ".model")  # kept by the hub in LFS, known by their SHA-256


class Hub(ThreadingHTTPServer):
    """The server and its faults.

    Attributes
    ----------
    repositories
        Hub id to folder.
    status
        Answer everything with this HTTP status.
    pages
        What is answered with a web page, as a proxy does that wants a login: `"questions"`, `"files"`, or both.
    silent
        Accept connections and never answer.
    cut
        Names of files whose next transfer is cut off half-way.
    damaged
        Names of files that are served with one byte changed.
    requests
        What was asked: method, path and Range header.
    """

    daemon_threads = True

    def __init__(self, repositories: dict[str, Path], licence: str = "apache-2.0") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repositories = repositories
        self.licence = licence
        self.status: int | None = None
        self.silent = False
        self.pages: set[str] = set()
        self.cut: set[str] = set()
        self.damaged: set[str] = set()
        self.requests: list[tuple[str, str, str | None]] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are expected here."""


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append((self.command, path, self.headers.get("Range")))
        if self.server.silent:
            self.server.closing.wait(30)
            self.close_connection = True
        elif self.server.status is not None:
            self._json({"error": "as the test asked"}, self.server.status)
        elif ("files" if "/resolve/" in path else "questions") in self.server.pages:
            self._page()
        elif path.startswith("/api/models/"):
            self._listing(path.removeprefix("/api/models/"))
        elif "/resolve/" in path:
            hub_id, _, rest = path.strip("/").partition("/resolve/")
            self._file(hub_id, rest.partition("/")[2])
        else:
            self._json({"error": "not found"}, 404)

    def _folder(self, hub_id: str) -> Path | None:
        folder = self.server.repositories.get(hub_id)
        if folder is None:
            self._json({"error": "Repository not found"}, 404, {"X-Error-Code": "RepoNotFound"})
        return folder

    def _listing(self, path: str) -> None:
        hub_id = "/".join(path.split("/")[:2])
        folder = self._folder(hub_id)
        if folder is None:
            return
        revision = path.split("/")[3] if len(path.split("/")) > 3 else "main"
        if revision not in ("main", COMMIT, COMMIT[:7]):
            self._json({"error": "Revision not found"}, 404, {"X-Error-Code": "RevisionNotFound"})
        elif "/tree/" in path:
            self._json([_entry(file) for file in sorted(folder.iterdir())])
        else:
            siblings = [{"rfilename": f.name, **_sizes(f)} for f in sorted(folder.iterdir())]
            card = {"license": self.server.licence}
            body = {"id": hub_id, "modelId": hub_id, "sha": COMMIT, "private": False, "tags": [], "downloads": 0}
            self._json({**body, "likes": 0, "siblings": siblings, "cardData": card})

    def _file(self, hub_id: str, name: str) -> None:
        folder = self._folder(hub_id)
        if folder is None:
            return
        if not (folder / name).is_file():
            self._json({"error": "Entry not found"}, 404, {"X-Error-Code": "EntryNotFound"})
            return
        content = (folder / name).read_bytes()
        headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{_digest(folder / name)}"', "Accept-Ranges": "bytes"}
        if name in self.server.damaged:
            content = content[:-1] + bytes([content[-1] ^ 1])
        start = 0
        wanted = self.headers.get("Range")
        if wanted:
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.send_response(206 if wanted else 200)
        for key, value in {**headers, "Content-Length": str(len(content) - start)}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if name in self.server.cut:
            self.server.cut.discard(name)
            self.wfile.write(content[start : (start + len(content)) // 2])
            self.close_connection = True  # fewer bytes than announced: the client sees the line go dead
            return
        self.wfile.write(content[start:])

    def _page(self) -> None:
        content = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
        self.send_response(200)
        for key, value in {"Content-Type": "text/html", "Content-Length": str(len(content))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _json(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        fields = {"Content-Type": "application/json", "Content-Length": str(len(content)), **(headers or {})}
        for key, value in fields.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _git_sha1(path: Path) -> str:
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _digest(path: Path) -> str:
    """What the hub gives as a file's ETag."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.suffix in LARGE else _git_sha1(path)


def _sizes(path: Path) -> dict[str, Any]:
    size = path.stat().st_size
    fields: dict[str, Any] = {"size": size, "blobId": _git_sha1(path)}
    if path.suffix in LARGE:
        fields["lfs"] = {"sha256": _digest(path), "size": size, "pointerSize": 134}
    return fields


def _entry(path: Path) -> dict[str, Any]:
    size = path.stat().st_size
    entry: dict[str, Any] = {"type": "file", "path": path.name, "size": size, "oid": _git_sha1(path)}
    if path.suffix in LARGE:
        entry["lfs"] = {"oid": _digest(path), "size": size, "pointerSize": 134}
    return entry


@contextmanager
def serving(repositories: dict[str, Path]) -> Iterator[Hub]:
    """Run a hub while the block runs."""
    hub = Hub(repositories)
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.closing.set()
        hub.shutdown()
        hub.server_close()
        thread.join()
