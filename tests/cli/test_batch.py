"""`toolkit batch` as a user runs it: exit codes, what is told, Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.batch import news
from tests.cli.test_cli import ENVIRONMENT, toolkit
from toolkit import Brief, batch

CHEAP = ("--translator", "memory", "--summarizer", "extract")


def test_a_folder_becomes_briefs_and_a_second_call_goes_on(tmp_path: Path, article_paths: list[Path]) -> None:
    out = tmp_path / "out"
    first = toolkit("batch", article_paths[0], article_paths[4], "-o", out, "--format", "html,json", *CHEAP)
    assert first.returncode == 0, first.stderr
    assert "2 briefs made" in first.stdout
    assert Brief.load(out / f"{article_paths[0].stem}.json").claims
    assert (out / f"{article_paths[4].stem}.html").exists()
    again = toolkit("batch", article_paths[0].parent, "-o", out, "--format", "html,json", "--workers", "1", *CHEAP)
    assert again.returncode == 0, again.stderr
    assert "3 briefs made, 2 settled before" in again.stdout


def test_what_failed_is_told_with_its_remedy_and_the_rest_is_done(tmp_path: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(3))
    for number in range(12):
        (folder / f"empty-{number}.txt").write_bytes(b"")
    done = toolkit("batch", folder, "-o", tmp_path / "out", *CHEAP)
    assert done.returncode == 1
    assert "3 done, 12 failed" in done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 11
    assert all(line.startswith("error: ") for line in lines)
    assert "is empty" in lines[0]
    assert "manifest.sqlite" in lines[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["batch"],
        ["batch", "x"],
        ["batch", "x", "-o", "y", "--resources", "GPU"],
        ["batch", "x", "-o", "y", "--workers", "0"],
    ],
    ids=["nothing", "no-output", "no-number", "no-worker"],
)
def test_wrong_usage_is_exit_code_two(arguments: list[str], tmp_path: Path) -> None:
    assert toolkit(*arguments, cwd=tmp_path).returncode == 2


def test_a_folder_that_other_settings_made_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(1))
    assert toolkit("batch", folder, "-o", tmp_path / "out", *CHEAP).returncode == 0
    done = toolkit("batch", folder, "-o", tmp_path / "out", "--sentences", "4", *CHEAP)
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "sentences was '5' and is '4'" in done.stderr


class _Slow(ThreadingHTTPServer):
    """A server whose page comes when `answer` is set; `asked` is set when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SlowPage)
        self.asked, self.answer = threading.Event(), threading.Event()


class _SlowPage(BaseHTTPRequestHandler):
    server: _Slow

    def do_GET(self) -> None:
        self.server.asked.set()
        self.server.answer.wait(60)
        news.serve(self, 9)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_exit_code_130_and_the_next_call_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    folder, out = news.folder_of(tmp_path / "news", range(3)), tmp_path / "out"
    with _Slow() as server, ThreadPoolExecutor() as threads:
        threads.submit(server.serve_forever)
        page = f"http://127.0.0.1:{server.server_port}/news.txt"
        command = ("batch", folder, page, "-o", out, "--allow-private", *CHEAP)
        with subprocess.Popen(
            [sys.executable, "-m", "toolkit", *map(str, command)], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
        ) as process:
            assert server.asked.wait(60)
            process.send_signal(number)  # the run is in the middle of its work
            server.answer.set()
            _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "interrupted" in said
        assert toolkit(*command).returncode == 0
        server.shutdown()
    with batch.Manifest.open(out) as manifest:
        assert [record.status for record in manifest.records()] == ["done"] * 4


def test_a_time_limit_without_workers_is_refused_in_one_line(tmp_path: Path) -> None:
    done = toolkit("batch", tmp_path, "-o", tmp_path / "out", "--timeout", "5")
    assert done.returncode == 2
    assert "--workers 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_help_tells_exit_codes_the_manifest_and_what_a_second_call_does() -> None:
    said = " ".join(toolkit("batch", "--help").stdout.split())
    for told in ("Exit code", "130", "manifest.sqlite", "other settings", "Without its evidence"):
        assert told.lower() in said.lower(), told
