"""HTTP connections that keep one deadline for a whole exchange, however slowly the other side sends."""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

import urllib3

__all__ = ["Deadline", "connections", "pool_classes", "secure_context"]


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


def pool_classes(deadline: Deadline) -> dict[str, type[urllib3.HTTPConnectionPool]]:
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


def secure_context(deadline: Deadline) -> ssl.SSLContext:
    """Return the usual checks of certificates, with TLS sockets that keep a deadline."""
    context = ssl.create_default_context()
    context.sslsocket_class = type("_Secure", (_Watched, ssl.SSLSocket), {"deadline": deadline})
    return context


def connections(
    scheme: str, host: str, port: int, deadline: Deadline, *, name: str | None = None
) -> urllib3.HTTPConnectionPool:
    """Return a pool of connections to one server; no proxy, no retry, no redirect.

    Parameters
    ----------
    scheme
        `http` or `https`.
    host, port
        Where to connect: a name or an address.
    deadline
        Until when everything that the pool does must be done.
    name
        The name that a certificate must be made out to, if `host` is an address that stands for it.
    """
    limits: dict[str, Any] = {"timeout": deadline.left(), "retries": False}
    pool = pool_classes(deadline)[scheme]
    if scheme == "http":
        return pool(host, port, **limits)
    checks: dict[str, Any] = {"ssl_context": secure_context(deadline)}
    return pool(host, port, server_hostname=name or host, assert_hostname=name or host, **checks, **limits)
