"""The command as a user runs it: exit codes, one-line errors with the remedy."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from toolkit import Brief
from toolkit.cli import main

ENVIRONMENT = {**os.environ, "HF_HUB_OFFLINE": "1"}


def toolkit(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: in one of its own it would import everything anew, for some seconds."""
    command, out, err = ["toolkit", *map(str, arguments)], io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, chdir(cwd or "."), redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", command)
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())


def test_brief_writes_each_format_and_says_where(article_paths: list[Path], tmp_path: Path) -> None:
    options = ("--format", "html,json,md,xlf", "--xliff", "1.2")
    done = toolkit("brief", article_paths[0], "-o", tmp_path / "out", *options)
    assert done.returncode == 0, done.stderr
    stem = article_paths[0].stem
    names = [f"{stem}.{suffix}" for suffix in ("html", "json", "md", "xlf")]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == names
    assert 'xliff:document:1.2"' in (tmp_path / "out" / f"{stem}.xlf").read_text(encoding="utf-8")
    assert Brief.load(tmp_path / "out" / f"{stem}.json").claims
    assert "1 of 1 briefs written" in done.stdout
    assert str(tmp_path / "out") in done.stdout


def test_a_bad_file_is_one_line_and_stops_no_other(article_paths: list[Path], tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    done = toolkit(
        "brief", empty, tmp_path / "none.txt", article_paths[4], "-o", tmp_path / "out", "--summarizer", "extract"
    )
    assert done.returncode == 1
    errors = done.stderr.strip().splitlines()
    assert len(errors) == 2
    assert all(line.startswith("error: ") for line in errors)
    assert "1 of 3 briefs written" in done.stdout
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_two_articles_of_one_name_do_not_overwrite_each_other(article_paths: list[Path], tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        (folder / "same.txt").write_text(article_paths[4].read_text(encoding="utf-8"), encoding="utf-8")
    done = toolkit(
        "brief",
        *(f / "same.txt" for f in folders),
        "-o",
        tmp_path / "out",
        "--summarizer",
        "extract",
        "--format",
        "json",
    )
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["same-2.json", "same.json"]


def test_translate_prints_arabic_origin_and_english_for_every_sentence(article_paths: list[Path]) -> None:
    done = toolkit("translate", article_paths[0], "--translator", "memory")
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(rows) == 17
    assert {origin for _, origin, _ in rows} == {"memory"}
    assert rows[0][2].startswith("Putin to Trump")


def test_models_list_names_sizes_licences_and_states() -> None:
    done = toolkit("models", "list")
    assert done.returncode == 0, done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("nllb-200"))
    assert "non-commercial" in row
    assert "2.46 GB" in row


def test_pulling_offline_fails_at_once_with_the_ways_out() -> None:
    done = toolkit("models", "pull", "opus-mt-ar-en", "--offline")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "local folder" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["brief"], ["brief", "x.txt", "--format", "exe"], ["brief", "x.txt", "--sentences", "9"], ["unknown"]],
    ids=["no-file", "unknown-format", "too-long", "unknown-command"],
)
def test_wrong_usage_is_exit_code_two(arguments: list[str]) -> None:
    done = toolkit(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_as_a_process_of_its_own_it_tells_its_version_and_ends_with_the_same_codes() -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "toolkit", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=300)

    assert "toolkit" in run("--version").stdout
    refused = run("brief", "no-such-file.txt")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: ")
    assert len(refused.stderr.strip().splitlines()) == 1
