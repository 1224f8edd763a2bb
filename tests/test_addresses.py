"""Addresses of servers: which names are some, and that none is shown with a key in it."""

from __future__ import annotations

import pytest

from toolkit import addresses
from toolkit.batch.worker import Settings
from toolkit.errors import ModelUnavailableError


@pytest.mark.parametrize(
    "address",
    [
        "http://me:hunter2@host/v1#model",
        "HTTP://me:hunter2@host/v1#model",
        "https://hunter2@host:8000/v1",
        "https://host/v1?api-key=hunter2#model",
        "http://me:p@ss/hunter2@host/v1",
        "http://me:hunter2#@host/v1#model",
        "http:/me:hunter2@host/v1",
        "http:me:hunter2@host/v1",
        "me:hunter2@host:8000/v1",
        "socks5://me:hunter2@proxy:1080",
        "http://me:hunt'er2\"hunter2@host/v1",
        "http://me:hunter2@[::1]:8000/v1#model",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Was {} right?", "“{}”", "Names: {}, other.", "[{}]"])
def test_no_key_of_an_address_is_shown(address: str, around: str) -> None:
    shown = addresses.redacted(around.format(address))
    assert "hunter2" not in shown
    assert "[key " in shown
    assert any(name in shown for name in ("host", "proxy", "::1"))
    assert "hunter2" not in str(ModelUnavailableError(around.format(address), remedy=address))


def test_another_key_is_another_digest_and_the_same_key_the_same() -> None:
    first, second = (addresses.redacted(f"http://me:{key}@host/v1#model") for key in ("one", "two"))
    assert first != second
    assert first == addresses.redacted("http://me:one@host/v1#model")
    assert addresses.redacted(first) == first


@pytest.mark.parametrize(
    "text",
    [
        "http://localhost:8000/v1#model",
        "See https://host/v1#org/model-7b.",
        "Helsinki-NLP/opus-mt-ar-en",
        "C:\\models\\one",
        "/home/me/models@v2/one",
        "write to me@host.org: soon",
        "The ratio was 3:1 at 10:30@home",
        "قال: http://host/أ",
    ],
)
def test_what_holds_no_key_is_left_as_it_is(text: str) -> None:
    assert addresses.redacted(text) == text


def test_settings_of_a_run_show_no_key_and_tell_two_keys_apart() -> None:
    one, two = (Settings(translator=f"HTTPS://me:hunter2{n}@host/v1?key=hunter2#model") for n in (1, 2))
    assert "hunter2" not in repr(one) + str(one.described())
    assert one.described() != two.described()


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.9", True), ("[::1]", True), ("models.localhost", True), ("10.0.0.1", False)],
)
def test_this_machine_is_known_by_its_names(host: str, here: bool) -> None:
    assert addresses.is_loopback(host) is here
