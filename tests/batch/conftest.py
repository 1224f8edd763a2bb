"""What tests of batches share: a folder for the marks of faults, and a check that nothing is lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit import Brief, batch


@pytest.fixture(autouse=True)
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where faults leave their marks."""
    folder = tmp_path / "marks"
    folder.mkdir()
    monkeypatch.setenv("FAULTS", str(folder))
    monkeypatch.delenv("FAULTS_MEMORY", raising=False)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def assert_whole(out: Path, expected: int) -> None:
    """Each of the expected articles has its brief, recorded once, and no file is there that no row names."""
    named: list[str] = []
    with batch.Manifest.open(out) as manifest:
        records = list(manifest.records())
    assert [r.status for r in records] == ["done"] * expected, [(r.source, r.status, r.message) for r in records]
    for record in records:
        assert record.results == 1, f"{record.source} was done {record.results} times"
        named += record.outputs
        brief = Brief.load(out / f"{record.name}.json")
        assert (brief.article.id, brief.article.sha256) == (record.article, record.sha256)
        assert (out / f"{record.name}.json").stat().st_size == record.outputs[f"{record.name}.json"]
    assert len(set(named)) == len(named)
    visible = {path.name for path in out.iterdir() if not path.name.startswith((".", "manifest.sqlite"))}
    assert visible == set(named)


def run_apart(*arguments: str | Path, limit: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a batch in a process of its own, which a fault may kill."""
    command = [sys.executable, "-c", "from tests.batch.faults import main; main()", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=limit
    )


def statuses(out: Path) -> dict[str, str]:
    """The status of each source, by the file's stem."""
    with batch.Manifest.open(out) as manifest:
        return {Path(record.source).stem: record.status for record in manifest.records()}
