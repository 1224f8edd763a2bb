"""`toolkit batch` as a user runs it: a process of its own, exit codes, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

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


def test_ctrl_c_is_exit_code_130_and_the_next_call_goes_on(tmp_path: Path) -> None:
    folder, out = news.folder_of(tmp_path / "news", range(3)), tmp_path / "out"
    pipe = folder / "z-pipe.txt"
    os.mkfifo(pipe)  # reading it blocks until somebody writes: the run is then in the middle of its work
    command = [sys.executable, "-m", "toolkit", "batch", str(folder), "-o", str(out), *CHEAP]
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        opened = threading.Event()

        def writer() -> None:
            with pipe.open("wb"):  # returns when the run has opened it for reading
                opened.set()
                process.send_signal(signal.SIGINT)
                process.wait()

        threading.Thread(target=writer, daemon=True).start()
        assert opened.wait(60)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    pipe.unlink()
    assert toolkit("batch", folder, "-o", out, *CHEAP).returncode == 1  # the pipe, known to the manifest, is gone
    with batch.Manifest.open(out) as manifest:
        assert sorted(record.status for record in manifest.records()) == ["done", "done", "done", "waiting"]
