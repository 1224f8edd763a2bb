"""HTTP under one deadline for a whole exchange, however slowly the other side sends; its failures in words."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions

from toolkit.addresses import is_loopback, redacted

_AGAIN = frozenset({409, 429, 500, 502, 503})  # not 408 and 504: there a request timed out, and would again
_LONGEST_WAIT = 60.0
_LARGEST_ANSWER = 16 << 20
_CHECK = "Check that the server runs and the address is right, or name another model."


class Deadline:
    """The time until which an exchange may take, counted from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raises TimeoutError if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left


class _Watched:
    """A socket each of whose calls may take what is left until the deadline."""

    deadline: Deadline

    def recv_into(self, *arguments: Any, **options: Any) -> Any:
        self.settimeout(self.deadline.left())  # type: ignore[attr-defined]
        return super().recv_into(*arguments, **options)  # type: ignore[misc]

    def sendall(self, *arguments: Any, **options: Any) -> Any:
        self.settimeout(self.deadline.left())  # type: ignore[attr-defined]
        return super().sendall(*arguments, **options)  # type: ignore[misc]


def _pool_classes(deadline: Deadline) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    """Return urllib3's pools of connections, for each scheme, with sockets that keep a deadline."""
    plain = type("_Plain", (_Watched, socket.socket), {"deadline": deadline})

    class Http(urllib3.connection.HTTPConnection):
        def _new_conn(self) -> socket.socket:
            opened = super()._new_conn()
            watched: socket.socket = plain(fileno=opened.detach())
            watched.settimeout(deadline.left())
            return watched

    class Https(Http, urllib3.connection.HTTPSConnection):
        pass

    return {
        "http": type("_Pool", (urllib3.HTTPConnectionPool,), {"ConnectionCls": Http}),
        "https": type("_SecurePool", (urllib3.HTTPSConnectionPool,), {"ConnectionCls": Https}),
    }


def _secure_context(deadline: Deadline) -> ssl.SSLContext:
    """Return the usual checks of certificates, with TLS sockets that keep a deadline."""
    context = ssl.create_default_context()
    context.sslsocket_class = type("_Secure", (_Watched, ssl.SSLSocket), {"deadline": deadline})
    return context


def connections(
    scheme: str, host: str, port: int, deadline: Deadline, *, name: str | None = None
) -> urllib3.HTTPConnectionPool:
    """Return a pool of connections to one server; no proxy, no retry, no redirect.

    Everything that the pool does must be done until the `deadline`. A certificate must be made out to `name`, if `host`
    is an address that stands for it.
    """
    limits: dict[str, Any] = {"timeout": deadline.left(), "retries": False}
    pool = _pool_classes(deadline)[scheme]
    if scheme == "http":
        return pool(host, port, **limits)
    checks: dict[str, Any] = {"ssl_context": _secure_context(deadline)}
    return pool(host, port, server_hostname=name or host, assert_hostname=name or host, **checks, **limits)


# -- one question and its answer ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: HTTP status, headers, body (some repeat the key in it), and how often it was asked."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    tries: int


_secret: ContextVar[str] = ContextVar("_secret", default="")


def _hide(record: logging.LogRecord) -> bool:
    """Take the query of an address, which can hold a key, out of what the library logs."""
    if (query := _secret.get()) and isinstance(record.args, tuple):
        record.args = tuple(item.replace(query, "?…") if isinstance(item, str) else item for item in record.args)
    return True


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_hide)


class Failure(NamedTuple):
    """No answer came: what happened (the end of a sentence that begins with the server), and what to do."""

    what: str
    remedy: str = _CHECK


class _Retry(urllib3.Retry):
    """Asks again what may pass; never after a time-out, for the server is busy with that request still."""

    def increment(self, *known: Any, **more: Any) -> _Retry:
        error = more.get("error")
        if isinstance(error, Exception) and _is_late(error):
            raise error
        return super().increment(*known, **more)

    def get_retry_after(self, response: urllib3.BaseHTTPResponse) -> float | None:
        with suppress(exceptions.InvalidHeader, ValueError, OverflowError):
            wanted = super().get_retry_after(response)
            return None if wanted is None else min(wanted, _LONGEST_WAIT)
        return None


def exchange(
    url: str, body: bytes | None, headers: Mapping[str, str], *, timeout: float, retries: int, pause: float
) -> Reply | Failure:
    """Send one request, again where that may help, and return what came.

    It raises nothing: the errors of the library, and the frame of this function, hold the key. Without a `body` it asks
    by GET. The `timeout` is for everything, from the connection to the last byte, repetitions and pauses included. What
    failed for want of capacity or a connection is sent again up to `retries` times; `pause` seconds are waited before
    the second repetition, and twice as long before each further one, or as long as the server says.
    """
    _secret.set(url[url.find("?") :] if "?" in url else "")
    proxy = _proxy_for(url)
    retry = _Retry(
        total=retries,
        other=0,
        redirect=False,  # a redirect would carry the key to an address that nobody named
        allowed_methods=None,
        status_forcelist=_AGAIN,
        backoff_factor=pause,
        backoff_max=_LONGEST_WAIT,
        raise_on_status=False,
    )
    try:
        with _manager(url, proxy, Deadline(timeout), timeout) as manager:
            response = manager.request(
                "GET" if body is None else "POST",
                url,
                body=body,
                headers=headers,
                retries=retry,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            content = response.read(_LARGEST_ANSWER + 1)
            tries = 1 + len(response.retries.history if response.retries else ())
            if len(content) > _LARGEST_ANSWER:
                return Failure("answered with more than 16 MB")
            return Reply(response.status, response.headers, content, tries)
    except (exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        return _told(error, proxy, timeout, retries)


def _manager(url: str, proxy: str | None, deadline: Deadline, timeout: float) -> urllib3.PoolManager:
    secure = _secure_context(deadline) if url.lower().startswith("https:") else None
    options: dict[str, Any] = {"ssl_context": secure} if secure else {}
    if proxy is None:
        manager = urllib3.PoolManager(timeout=timeout, **options)
    else:
        user = urlsplit(proxy)
        login = f"{unquote(user.username)}:{unquote(user.password or '')}" if user.username else None
        headers = urllib3.make_headers(proxy_basic_auth=login)
        manager = urllib3.ProxyManager(proxy, proxy_headers=headers, timeout=timeout, **options)
    manager.pool_classes_by_scheme = _pool_classes(deadline)
    return manager


def _proxy_for(url: str) -> str | None:
    """Return the proxy of the environment for an address; none ever for this machine."""
    parts = urlsplit(url)
    if is_loopback(parts.hostname or "") or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def _is_late(error: object) -> bool:
    late = isinstance(error, (exceptions.TimeoutError, TimeoutError))
    return late and not isinstance(error, exceptions.NewConnectionError)


def _told(error: Exception, proxy: str | None, timeout: float, retries: int) -> Failure:
    """Say in words what the library raised."""
    repeated = isinstance(error, exceptions.MaxRetryError)
    reason: Any = getattr(error, "reason", None) if repeated else error
    tries = f" ({retries + 1} tries)" if repeated else ""
    if _is_late(reason):
        return Failure(
            f"did not answer within {timeout:g} s, and was not asked again",
            "See what the server is busy with, name a smaller model, or give it more time: set "
            "TOOLKIT_ENDPOINT_TIMEOUT to more seconds.",
        )
    if isinstance(reason, exceptions.SSLError):
        return _told_of_tls(reason.args[0] if reason.args else reason)
    if proxy is not None and isinstance(reason, (exceptions.ProxyError, ValueError, exceptions.NewConnectionError)):
        return _told_of_proxy(proxy, str(getattr(reason, "original_error", reason)))
    if isinstance(reason, exceptions.NameResolutionError):
        return Failure(f"cannot be reached: its host name is not known{tries}")
    if isinstance(reason, exceptions.NewConnectionError):
        cause = reason.__cause__ or reason
        return Failure(f"cannot be reached: {getattr(cause, 'strerror', None) or cause}{tries}")
    inner = reason.args[-1] if isinstance(reason, exceptions.ProtocolError) and reason.args else reason
    broken = isinstance(inner, (OSError, exceptions.IncompleteRead)) or type(inner).__name__ == "RemoteDisconnected"
    what = "hung up" if broken else f"answered what is not HTTP ({type(inner).__name__})"
    return Failure(what + tries)


def _told_of_proxy(proxy: str, why: str) -> Failure:
    why = "it wants a user and a password" if "407" in why else why.rpartition(": ")[2] or why
    return Failure(
        f"cannot be reached through the proxy {redacted(proxy).partition(' [key')[0]}: {why}",
        "Correct HTTPS_PROXY or HTTP_PROXY (http://user:password@host:port), or name the server's host in NO_PROXY.",
    )


def _told_of_tls(error: Any) -> Failure:
    if isinstance(error, ssl.SSLCertVerificationError) or "certificate" in str(error).lower():
        return Failure(
            f"shows a certificate that this machine does not accept ({getattr(error, 'verify_message', error)})",
            "If the server, or a proxy on the way, has an authority of its own, ask its owner for the authority's "
            "certificate and name that file in SSL_CERT_FILE; or correct the address.",
        )
    return Failure(
        f"does not speak TLS as it should ({getattr(error, 'reason', None) or error})",
        "Write http:// if the server has no certificate, or correct the port.",
    )
