"""Fetching, against a server on the loopback interface."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.article.test_structure import LEAD, SECOND, TITLE
from toolkit import errors
from toolkit.article import read
from toolkit.article.readers.web import Limits, fetch

PAGE = f"<html><body><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></body></html>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/story": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/old": (200, {"Content-Type": "text/html; charset=windows-1256"}, PAGE.encode("cp1256")),
    "/zipped": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
    "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b" " * 30_000_000)),
    "/%D8%AE%D8%A8%D8%B1": (200, {"Content-Type": "text/html"}, PAGE.encode()),
    "/text": (200, {"Content-Type": "text/plain; charset=utf-8"}, f"{TITLE}\n{LEAD}\n{SECOND}".encode()),
    "/moved": (301, {"Location": "/story"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/nowhere": (302, {}, b""),
    "/to-file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/gone": (404, {}, b""),
}


DRIPS = {
    "/slow": (b"HTTP/1.0 200 OK\r\n\r\n", b" "),
    "/slow-headers": (b"HTTP/1.0 200 OK\r\n", b"X-More: yes\r\n"),
    "/slow-line": (b"HTTP/1.0 200 ", b"O"),
    "/continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers from the table; of `DRIPS` it sends a little again and again until the client has had enough."""

    stop = threading.Event()

    def do_GET(self) -> None:
        if self.path in DRIPS:
            first, again = DRIPS[self.path]
            self.wfile.write(first)
            while not self.stop.wait(0.05):
                try:
                    self.wfile.write(again)
                except OSError:
                    return
            return
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Handler.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/story", "/moved", "/zipped", "/old", "/text", "/خبر"])
def test_a_page_is_fetched_and_read(site: str, path: str) -> None:
    article = read(site + path, allow_private=True)
    assert [s.text for s in article.sentences] == [TITLE, LEAD, SECOND] or len(article.sentences) >= 3
    assert article.title == TITLE
    assert article.source is not None and article.source.startswith(site)


def test_the_charset_that_the_server_names_is_used(site: str) -> None:
    assert read(site + "/old", allow_private=True).encoding == "windows-1256"


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/gone", "404"),
        ("/loop", "redirects more than"),
        ("/nowhere", "nowhere"),
        ("/to-file", "not an http"),
    ],
)
def test_answers_that_are_no_page_are_errors_with_a_remedy(site: str, path: str, what: str) -> None:
    with pytest.raises(errors.ReadError, match=what) as caught:
        read(site + path, allow_private=True)
    assert caught.value.remedy


def test_loopback_is_refused_unless_allowed(site: str) -> None:
    with pytest.raises(errors.ReadError, match="not public"):
        read(site + "/story")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "2130706433",
        "192.0.0.192", "168.63.129.16", "100.100.100.200", "192.88.99.1", "198.18.0.1", "203.0.113.5", "255.255.255.255",
        "[fd00:ec2::254]", "[fec0::1]", "[100::1]", "[2001:db8::1]", "[2001::7f00:1]", "[3fff::1]", "[5f00::1]", "[ff02::1]",
        "[64:ff9b:1::7f00:1]", "[::7f00:1]", "[::ffff:0:7f00:1]", "[2a00:1450::5efe:10.0.0.1]", "[2a00:1450::200:5efe:a9fe:a9fe]",
        "[64:ff9b::a83f:8110]",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    with pytest.raises(errors.ReadError) as caught:
        fetch(f"http://{host}/", limits=Limits(seconds=2))
    assert "not public" in caught.value.message or "cannot be found" in caught.value.message


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2a00:1450:4001::200e", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_public_addresses_are_asked(address: str) -> None:
    """The port is refused by the limit of time, not by the check of addresses."""
    with pytest.raises(errors.ReadError) as caught:
        fetch("http://news.example/", resolve=lambda host, port: [address], limits=Limits(seconds=0))
    assert "did not answer" in caught.value.message


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(errors.ReadError, match="not public"):
        fetch("http://news.example/", resolve=lambda host, port: ["93.184.216.34", "10.0.0.7"])


def test_the_connection_goes_to_the_address_that_was_checked(site: str) -> None:
    """A name that resolves otherwise a moment later (DNS rebinding) is asked only once."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    port = site.rsplit(":", 1)[1]
    page = fetch(f"http://news.invalid:{port}/story", allow_private=True, resolve=resolve)
    assert page.data == PAGE.encode()
    assert asked == ["news.invalid"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for news.invalid that no authority signed, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=news.invalid"
    extras = ["-addext", "subjectAltName=DNS:news.invalid", "-keyout", str(file), "-out", str(file)]
    subprocess.run([*command.split(), *extras], check=True, capture_output=True)
    return file


@pytest.fixture
def secure_site(certificate: Path) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def _over_tls(host: str, port: int, path: str = "/story") -> bytes:
    url = f"https://{host}:{port}{path}"
    limits = Limits(seconds=2)
    return fetch(url, allow_private=True, limits=limits, resolve=lambda *_: ["127.0.0.1"]).data


def test_over_tls_the_certificate_is_checked_against_the_name_not_the_address(
    secure_site: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(errors.ReadError, match="self-signed"):
        _over_tls("news.invalid", secure_site)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert _over_tls("news.invalid", secure_site) == PAGE.encode()
    with pytest.raises(errors.ReadError, match="other\\.invalid"):
        _over_tls("other.invalid", secure_site)


def test_over_tls_a_server_that_drips_is_cut_off(
    secure_site: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(errors.ReadError, match="did not answer"):
        _over_tls("news.invalid", secure_site, "/slow-headers")


def test_a_redirect_is_checked_like_the_first_address(site: str) -> None:
    """The first name leads to the server; the name it redirects to has no address that may be used."""
    port = site.rsplit(":", 1)[1]
    ANSWERS["/inward"] = (302, {"Location": "http://inward.invalid/"}, b"")
    asked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if host == "front.invalid" else []

    with pytest.raises(errors.ReadError, match="has no address"):
        fetch(f"http://front.invalid:{port}/inward", allow_private=True, resolve=resolve)
    assert asked == ["front.invalid", "inward.invalid"]


def test_what_unpacks_beyond_the_limit_is_refused(site: str) -> None:
    with pytest.raises(errors.ReadError, match="larger than"):
        read(site + "/bomb", allow_private=True, max_bytes=1_000_000)


@pytest.mark.parametrize("path", DRIPS)
def test_a_server_that_drips_is_cut_off(site: str, path: str) -> None:
    with pytest.raises(errors.ReadError, match="did not answer"):
        read(site + path, allow_private=True, timeout=0.5)


def test_a_page_that_breaks_off_is_an_error(site: str) -> None:
    ANSWERS["/half"] = (200, {"Content-Length": "9999"}, b"<html>")
    with pytest.raises(errors.ReadError, match="cannot be fetched"):
        read(site + "/half", allow_private=True, timeout=5)


def test_a_closed_port_and_an_unknown_host_are_errors_with_a_remedy() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/"):
        with pytest.raises(errors.ReadError) as caught:
            read(url, allow_private=True, timeout=5)
        assert caught.value.remedy


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "file:///etc/hostname",
        "http://",
        "http://user:pw@example.org/",
        "http://[bad/",
        "http://h:99999/",
    ],
)
def test_other_schemes_and_malformed_addresses_are_refused(url: str) -> None:
    with pytest.raises(errors.ReadError) as caught:
        read(url)
    assert caught.value.remedy
