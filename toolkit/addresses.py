"""Addresses of servers: what is one, whether it is this machine, and how it is shown without the keys in it."""

from __future__ import annotations

import hashlib
import ipaddress
import re

# A password may hold anything, quotes and slashes too, so that an address ends at white space only.
_ADDRESS = re.compile(
    r"""(?:[a-z][a-z0-9+.-]*:/{1,2}|(?<![\w.-])https?:)\S+|[^\s@/:"'(]+:[^\s@]+@[\w.-]+(?::\d+|/)\S*""", re.IGNORECASE
)
_END_OF_PROSE = re.compile(r"""[.,;:!?'"”’»)\]}>]*$""")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)
_HOST = r"(?:\[[0-9a-f:.%]+\]|[\w.-]+)(?::\d*)?"
_PLAIN = re.compile(rf"{_HOST}(?:$|/[^?@]*)(?P<query>\?.*)?$", re.IGNORECASE)
_HOLDS_HOST = re.compile(r".@[^@/]+[/?]")  # what stands after a # and is no model's name but the end of a password
_NO_SCHEME = re.compile(
    r"^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.%]+\]|[\w.-]+(?=:\d+(?:[/#?]|$)))(?::\d+)?(?:[/#?]|$)",
    re.IGNORECASE,
)


def is_address(name: str) -> bool:
    """Tell whether a name is the address of a server, well written or not."""
    return _SCHEME.match(name) is not None and ("//" in name or name.lower().startswith(("http:", "https:")))


def without_scheme(name: str) -> bool:
    """Tell whether a name is an address that lacks its `http://`, such as `localhost:8000/v1`."""
    return _NO_SCHEME.match(name) is not None


def is_loopback(host: str) -> bool:
    """Tell whether a host name or number means this machine."""
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def redacted(text: str) -> str:
    """Return a text in which no address holds a user, a password or a query; a digest of them is kept.

    Examples
    --------
    >>> redacted("HTTPS://me:secret@host/v1?key=7#model")
    'HTTPS://host/v1#model [key 1c461fbf]'
    >>> redacted("See http://localhost:8000/v1#model.")
    'See http://localhost:8000/v1#model.'
    """
    return _ADDRESS.sub(lambda found: _shown(found.group()), text)


def _shown(address: str) -> str:
    end = _END_OF_PROSE.search(address)
    tail = end.group() if end else ""
    whole = address.removesuffix(tail) if tail else address
    scheme = found.group() if (found := _SCHEME.match(whole)) and is_address(whole) else ""
    rest = whole[len(scheme) :]
    place, mark, model = rest.rpartition("#") if "#" in rest else (rest, "", "")
    if _HOLDS_HOST.search(model) or not re.match(rf"(?:.*@)?{_HOST}(?:[/?]|$)", place, re.IGNORECASE):
        place, mark, model = rest, "", ""
    secret = ""
    if "@" in place and _PLAIN.match(place) is None:
        secret, _, place = place.rpartition("@")
        if "#" in place:
            place, mark, model = place.partition("#")
    place, asked, query = place.partition("?")
    secret += asked + query
    if not secret:
        return address
    digest = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{scheme}{place}{mark}{model} [key {digest}]{tail}"
