"""Fetches pages by URL.

Every address that a host name stands for is checked before anything is sent, and the connection goes to the address
that was checked: a name that changes its address in between (DNS rebinding) gains nothing. Redirects are followed by
hand, each checked the same way. Proxies and credentials are not used.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from email.message import Message
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.response import BaseHTTPResponse

from toolkit.connections import Deadline, connections
from toolkit.errors import ReadError

Resolver = Callable[[str, int], list[str]]

_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 64 * 1024
_CREDENTIALS = re.compile(r"//[^/?#]*@")
_NOT_IN_A_HOST = re.compile(r"[\x00-\x20\x7f]")
# The special-purpose registries of IANA, whether reachable from everywhere or not, and multicast. Metadata services of
# clouds lie in 169.254/16, 192.0.0/24, 100.64/10 and fc00::/7; Azure's alone has a public address.
_SPECIAL = [
    ipaddress.ip_network(network)
    for network in """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
    198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
    """.split()
]
_UNICAST = ipaddress.ip_network("2000::/3")  # no public IPv6 address lies elsewhere
_WITH_IPV4 = [ipaddress.ip_network(n) for n in "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96".split()]
_ISATAP = (0x00005EFE, 0x02005EFE)  # the third quarter of an IPv6 address whose last one is an IPv4 address
_HEADERS = {
    "User-Agent": "bilingual-brief-toolkit (article reader)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "ar,en;q=0.5",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}
_COPY_REMEDY = "Open the page in a browser and save it, or copy its text."


class Limits(NamedTuple):
    """What fetching a page may cost: seconds in all, bytes after unpacking, redirects."""

    seconds: float = 20.0
    size: int = 50_000_000
    redirects: int = 5


class Fetched(NamedTuple):
    """A fetched page: its bytes, its final address, and the type and charset that the server names."""

    data: bytes
    url: str
    content_type: str
    charset: str | None


def fetch(
    url: str, *, allow_private: bool = False, limits: Limits | None = None, resolve: Resolver | None = None
) -> Fetched:
    """Fetch a page by http or https.

    `allow_private` permits private, loopback and other addresses that are not public; `resolve` says how a host name
    becomes addresses, by default as the system does.

    Raises
    ------
    ReadError
        Another scheme, a private address, a limit passed, no answer, or an answer that is not a page.
    """
    limits = limits or Limits()
    deadline = Deadline(limits.seconds)
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
            remedy="If you trust it, allow it: read(url, allow_private=True), or `toolkit batch --allow-private`.",
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
        whole = any(ip in network for network in _WITH_IPV4)
        isatap = int(ip) >> 32 & 0xFFFFFFFF in _ISATAP
        if (whole or isatap) and not _is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))):
            return False
        if whole:
            return True
        if ip not in _UNICAST:
            return False
    return ip.is_global and not any(ip in network for network in _SPECIAL)


def _ask(parts: SplitResult, place: tuple[str, int], url: str, deadline: Deadline, limits: Limits) -> Fetched | str:
    """Return the page, or the address that the server redirects to."""
    host = _ascii_host(parts.hostname or "")
    header = (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port else "")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with (
            connections(parts.scheme, *place, deadline, name=host) as pool,
            pool.urlopen(
                "GET",
                target,
                headers={"Host": header, **_HEADERS},
                redirect=False,
                preload_content=False,
            ) as response,
        ):
            return _location(response, url) if response.status in _REDIRECTS else _page(response, url, limits)
    except DecodeError:
        raise ReadError(f"{_shown(url)} sent a damaged answer.", remedy="Try again later.") from None
    except (HTTPError, OSError, ValueError) as error:
        raise _unanswered(url, limits, error) from None


def _unanswered(url: str, limits: Limits, error: Exception) -> ReadError:
    if isinstance(error, (TimeoutError, urllib3.exceptions.TimeoutError)):
        return ReadError(
            f"{_shown(url)} did not answer in {limits.seconds:g} seconds.", remedy="Try later, or raise timeout=."
        )
    reason = str(error.__cause__ or error) or type(error).__name__
    return ReadError(f"{_shown(url)} cannot be fetched: {reason}.", remedy="Check the address and the network.")


def _location(response: BaseHTTPResponse, url: str) -> str:
    target = response.headers.get("Location")
    if not target:
        raise ReadError(f"{_shown(url)} redirects to nowhere.", remedy=_COPY_REMEDY)
    return target.encode("latin-1", "replace").decode("utf-8", "replace")


def _page(response: BaseHTTPResponse, url: str, limits: Limits) -> Fetched:
    if response.status != 200:
        raise ReadError(f"{_shown(url)} answers {response.status} {response.reason}.", remedy=_COPY_REMEDY)
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type") or "application/octet-stream"
    return Fetched(_body(response, url, limits), url, header.get_content_type(), header.get_content_charset())


def _body(response: BaseHTTPResponse, url: str, limits: Limits) -> bytes:
    """Return the body, unpacked as it comes so that hardly more than the limit is ever held."""
    body = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > limits.size:
            raise ReadError(
                f"{_shown(url)} is larger than {limits.size / 1e6:g} MB.",
                remedy="Save the article alone, or raise max_bytes=.",
            )
    return bytes(body)
