"""`toolkit studio`: the page is served, for this machine and its owner alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.errors import MissingExtraError


def test_without_voila_the_error_names_the_command_that_installs_it(monkeypatch) -> None:
    known = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "voila" else known(name))
    result = CliRunner().invoke(cli, ["studio", "--no-browser"])
    assert isinstance(result.exception, MissingExtraError)
    assert "pip install 'bilingual-brief-toolkit[studio]'" in str(result.exception)


@pytest.mark.skipif(importlib.util.find_spec("voila") is None, reason="voila is not installed")
def test_an_address_that_the_network_reaches_is_warned_of() -> None:
    result = CliRunner().invoke(cli, ["studio", "--no-browser", "--ip", "192.0.2.1"])  # an address no machine has
    assert "can be reached from the network" in result.output
    assert result.exit_code == 1
    result = CliRunner().invoke(cli, ["studio", "--no-browser", "--ip", "localhost.invalid"])
    assert "can be reached from the network" in result.output


@pytest.mark.skipif(importlib.util.find_spec("voila") is None, reason="voila is not installed")
def test_the_page_is_served_on_loopback_to_whoever_has_the_token(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "toolkit", "studio", "--no-browser"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix("The studio: ").strip()
            assert address.startswith("http://127.0.0.1:")
            page = opened(process, address)
            assert "<title>Brief studio</title>" in page
            assert "jsdelivr" not in page  # nor any other server
            assert "from toolkit import studio" not in page
            assert "<title>Brief studio</title>" not in opened(process, address.partition("?")[0])
        finally:
            process.terminate()
            process.communicate(timeout=20)


def opened(process: subprocess.Popen[str], address: str) -> str:
    """Return what a browser is given, as soon as the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.read().decode()
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"ended with {process.wait(timeout=0.2)}") from None
    raise AssertionError("the studio did not answer")
