"""Runs the notebooks. `python -m tests.notebooks` runs them all and commits their outputs to the files.

Outputs are kept stable: the time of making is fixed, timings are not recorded, and progress bars leave no trace.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
EPOCH = "1767225600"  # 2026-01-01: the time of making that the committed outputs show
_TRANSIENT = "application/vnd.jupyter.widget-view+json"
_VERSIONS = re.compile(r"<dt>Versions</dt><dd>.*?</dd>", re.DOTALL)
_VECTOR_UNITS = ("avx512_vnni", "avx512f", "avx_vnni", "avx2", "asimd")


def paths() -> list[Path]:
    """The notebooks, in order."""
    return sorted(FOLDER.glob("*.ipynb"))


def processor() -> str:
    """Name what decides how int8 sums are rounded: small models can answer differently on another processor."""
    cpuinfo = Path("/proc/cpuinfo")
    flags = cpuinfo.read_text().split() if cpuinfo.exists() else []
    return f"{platform.machine()} {next((unit for unit in _VECTOR_UNITS if unit in flags), 'plain')}"


def run(path: Path, timeout: int = 240) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom in a copy of its folder; raises CellExecutionError at the first error."""
    book = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "notebooks"
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        settings = {"SOURCE_DATE_EPOCH": EPOCH, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
        before = dict(os.environ)
        os.environ.update(settings)
        try:
            client = NotebookClient(
                book, timeout=timeout, record_timing=False, resources={"metadata": {"path": str(folder)}}
            )
            client.execute()
        finally:
            os.environ.clear()
            os.environ.update(before)
    for cell in book.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if _TRANSIENT not in o.get("data", {}) and not _is_bar(o)]
    book.metadata.pop("widgets", None)
    book.metadata["language_info"] = {"name": "python"}
    book.metadata["processor"] = processor()
    return book


def shown(book: nbformat.NotebookNode) -> list[str]:
    """What a reader sees of the outputs, without what differs from one environment to the next."""
    texts = []
    for cell in book.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = output.get("text") or data.get("text/html") or data.get("text/plain") or ""
            texts.append(_VERSIONS.sub("", text))
    return texts


def _is_bar(output: nbformat.NotebookNode) -> bool:
    return output.get("output_type") == "stream" and output.get("name") == "stderr"


def main(names: list[str]) -> None:
    """Run the notebooks whose names start with one of `names` (all without any) and write their outputs."""
    for path in paths():
        if not names or any(path.name.startswith(name) for name in names):
            nbformat.write(run(path), path)
            print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
