"""Pages by URL. In: an http or https address. Out: bytes, with what the server says of them.

Every address that a host name stands for is checked before anything is sent, and the connection goes to the address
that was checked: a name that changes its address in between (DNS rebinding) gains nothing. Redirects are followed by
hand, each checked the same way. Proxies and credentials are not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from toolkit.errors import ReadError

__all__ = ["Fetched", "Limits", "fetch"]

Resolver = Callable[[str, int], list[str]]

_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 64 * 1024
_SAFE = "/%:@!$&'()*+,;=~-._?"
_CREDENTIALS = re.compile(r"//[^/?#]*@")
_NOT_IN_A_HOST = re.compile(r"[\x00-\x20\x7f]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HEADERS = {
    "User-Agent": "bilingual-brief-toolkit (article reader)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "ar,en;q=0.5",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}
_COPY_REMEDY = "Open the page in a browser and save it, or copy its text."


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching a page may cost: seconds in all, bytes after unpacking, redirects."""

    seconds: float = 20.0
    size: int = 50_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched page: its bytes, its final address, and the type and charset that the server names."""

    data: bytes
    url: str
    content_type: str
    charset: str | None


def fetch(
    url: str, *, allow_private: bool = False, limits: Limits | None = None, resolve: Resolver | None = None
) -> Fetched:
    """Fetch a page.

    Parameters
    ----------
    url
        Address with the scheme http or https.
    allow_private
        Also fetch from private, loopback and other addresses that are not public.
    limits
        What it may cost.
    resolve
        How a host name becomes addresses; the system's way by default.

    Raises
    ------
    ReadError
        Another scheme, a private address, a limit passed, no answer, or an answer that is not a page.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    address = url
    for _ in range(limits.redirects + 1):
        parts = _checked(address)
        place = _public_address(parts, address, allow_private, resolve or _resolve)
        answer = _ask(parts, place, address, deadline, limits)
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
    raise ReadError(f"{url} redirects more than {limits.redirects} times.", remedy=_COPY_REMEDY)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ReadError(f"{_shown(url)} is not an address: {error}.", remedy="Check the address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ReadError(f"{_shown(url)} is not an http or https address.", remedy="Give a web address or a file.")
    if parts.username is not None or parts.password is not None:
        raise ReadError("The address holds a user name or password.", remedy="Leave them out.")
    if _NOT_IN_A_HOST.search(parts.hostname):
        raise ReadError(f"{_shown(url)} has a blank or control character in its host.", remedy="Check the address.")
    if port == 0:
        raise ReadError(f"{_shown(url)} names port 0.", remedy="Check the address.")
    return parts


def _shown(url: str) -> str:
    """Return an address as an error may show it: not all of a long one, and no user name or password."""
    return _CREDENTIALS.sub("//", url[:2000])[:200]


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _public_address(parts: SplitResult, url: str, allow_private: bool, resolve: Resolver) -> tuple[str, int]:
    """Return the address and port to connect to, after checking every address that the host has."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        addresses = resolve(_ascii_host(host), port)
    except (OSError, ValueError) as error:  # ValueError: a host name with characters that no host name has
        raise ReadError(
            f"The host {host} cannot be found ({error}).", remedy="Check the address and the network."
        ) from None
    if not addresses:
        raise ReadError(f"The host {host} has no address.", remedy="Check the address.")
    if not allow_private and not all(map(_is_public, addresses)):
        raise ReadError(
            f"{_shown(url)} leads to an address that is not public ({addresses[0]}).",
            remedy="If you trust it, allow it: read(url, allow_private=True).",
        )
    return addresses[0], port


def _ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _is_public(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
        if ip.is_site_local:  # fec0::/10, which ipaddress takes for global
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _Http(http.client.HTTPConnection):
    """A connection for one host name to one address that was checked."""

    place: tuple[str, int] = ("", 0)
    opened: socket.socket | None = None

    def connect(self) -> None:
        self.opened = self.sock = socket.create_connection(self.place, self.timeout)


class _Https(http.client.HTTPSConnection):
    """The same over TLS; the certificate is checked against the host name."""

    place: tuple[str, int] = ("", 0)
    opened: socket.socket | None = None

    def connect(self) -> None:
        self.opened = plain = socket.create_connection(self.place, self.timeout)
        context = ssl.create_default_context()
        secure = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.opened = self.sock = secure
        secure.do_handshake()


def _ask(parts: SplitResult, place: tuple[str, int], url: str, deadline: float, limits: Limits) -> Fetched | str:
    """Return the page, or the address that the server redirects to."""
    host = _ascii_host(parts.hostname or "")
    seconds = max(0.1, deadline - time.monotonic())
    connection = (_Https if parts.scheme == "https" else _Http)(host, place[1], timeout=seconds)
    connection.place = place
    late = threading.Event()
    watch = threading.Timer(seconds, _cut, (connection, late))
    watch.daemon = True
    watch.start()
    try:
        path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        connection.request("GET", path, headers=_HEADERS)
        with connection.getresponse() as response:
            if response.status in _REDIRECTS:
                return _location(response, url)
            return _page(response, url, limits, late)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unanswered(url, limits, error, late) from None
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: _Http | _Https, late: threading.Event) -> None:
    """End a connection whose time is up, however slowly it still sends."""
    late.set()
    if connection.opened is not None:
        with contextlib.suppress(OSError):
            connection.opened.shutdown(socket.SHUT_RDWR)


def _unanswered(url: str, limits: Limits, error: Exception, late: threading.Event) -> ReadError:
    if late.is_set() or isinstance(error, TimeoutError):
        return ReadError(
            f"{_shown(url)} did not answer in {limits.seconds:g} seconds.", remedy="Try later, or raise timeout=."
        )
    reason = str(error) or type(error).__name__
    return ReadError(f"{_shown(url)} cannot be fetched: {reason}.", remedy="Check the address and the network.")


def _location(response: http.client.HTTPResponse, url: str) -> str:
    target = response.getheader("Location")
    if not target:
        raise ReadError(f"{_shown(url)} redirects to nowhere.", remedy=_COPY_REMEDY)
    return target.encode("latin-1", "replace").decode("utf-8", "replace")


def _page(response: http.client.HTTPResponse, url: str, limits: Limits, late: threading.Event) -> Fetched:
    if response.status != 200:
        raise ReadError(f"{_shown(url)} answers {response.status} {response.reason}.", remedy=_COPY_REMEDY)
    data = _body(response, url, limits)
    if late.is_set() or (response.length or 0) > 0:
        raise TimeoutError
    header = Message()
    header["Content-Type"] = response.getheader("Content-Type") or "application/octet-stream"
    return Fetched(data, url, header.get_content_type(), header.get_content_charset())


def _body(response: http.client.HTTPResponse, url: str, limits: Limits) -> bytes:
    """Return the body, unpacked as it comes so that no more than the limit is ever held."""
    packed = (response.getheader("Content-Encoding") or "").lower() in ("gzip", "x-gzip", "deflate")
    unpack = zlib.decompressobj(wbits=47) if packed else None
    body = bytearray()
    while chunk := response.read(_CHUNK):
        if unpack is None:
            body += chunk
        else:
            try:
                body += unpack.decompress(chunk, limits.size + 1 - len(body))
            except zlib.error:
                raise ReadError(f"{_shown(url)} sent a damaged answer.", remedy="Try again later.") from None
        if len(body) > limits.size:
            raise ReadError(
                f"{_shown(url)} is larger than {limits.size / 1e6:g} MB.",
                remedy="Save the article alone, or raise max_bytes=.",
            )
    return bytes(body)
