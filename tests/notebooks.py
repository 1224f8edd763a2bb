"""Runs the notebooks and compares what they show. `python -m tests.notebooks` runs them all and writes their outputs.

What no model decides is compared word for word, numbers with a tolerance. A cell whose output a model decides has the
tag `varies`: on another processor a small model may write other words, so there the kinds of output, the headers of
tables and the number of their rows are compared (with the tag `rows-vary` the rows, too, are the model's affair), and
the style sheets. The code that made the outputs is kept as a digest, so that changed code shows even where the shape of
its output does not.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
from filelock import FileLock
from nbclient import NotebookClient

from toolkit.errors import ModelUnavailableError
from toolkit.files import cache_dir
from toolkit.models.embedded import SHA256, weights
from toolkit.models.embedded_int8 import converted

FOLDER = Path(__file__).parents[1] / "notebooks"
EPOCH = "1767225600"  # 2026-01-01: the time of making that the committed outputs show
VARIES, ROWS_VARY = "varies", "rows-vary"
_TRANSIENT = "application/vnd.jupyter.widget-view+json"
_DIFFERS = re.compile(  # what an environment decides: versions, the processor, and the signatures that hold them
    r"<dt>(?:Versions|Settings|Signature)</dt><dd>.*?</dd>|bb?[0-9a-f]{10}\b", re.DOTALL
)
_NUMBER = re.compile(r"\d+\.\d+")
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_TABLE, _HEADER, _ROW = re.compile(r"<table.*?</table>", re.DOTALL), re.compile(r"<th\b.*?</th>", re.DOTALL), "<tr"
_MARKUP = re.compile(r"<[^>]+>")
_TOLERANCE = 0.02


def paths() -> list[Path]:
    """The notebooks, in order."""
    return sorted(FOLDER.glob("*.ipynb"))


def run(path: Path, timeout: int = 480) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom in a copy of its folder; raises CellExecutionError at the first error.

    It finds a cache and a memory of its own, empty but for the embedded model: no run sees what another left behind.
    """
    book = nbformat.read(path, as_version=4)
    _convert_embedded()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "notebooks"
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
        settings = {
            "SOURCE_DATE_EPOCH": EPOCH,
            "HF_HUB_OFFLINE": "1",
            "PYTHONWARNINGS": "ignore",
            **_own(Path(scratch)),
        }
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
            cell.outputs = list(
                _joined(o for o in cell.outputs if _TRANSIENT not in o.get("data", {}) and not _is_bar(o))
            )
    book.metadata.pop("widgets", None)
    book.metadata.pop("processor", None)
    book.metadata["language_info"] = {"name": "python"}
    book.metadata["made_from"] = code_digest(book)
    return book


def _convert_embedded() -> None:
    """Convert the embedded model before a notebook wants it: two that run side by side would both do it."""
    with FileLock(cache_dir("embedded") / "converting.lock"), suppress(ModelUnavailableError):
        converted(weights, SHA256)


def _own(scratch: Path) -> dict[str, str]:
    """Return the environment variables of a cache, a memory and user data in `scratch`."""
    (scratch / "cache").mkdir()
    (scratch / "cache" / "embedded").symlink_to(cache_dir("embedded"), target_is_directory=True)
    names = {"TOOLKIT_CACHE_DIR": "cache", "TOOLKIT_DATA_DIR": "data", "TOOLKIT_MEMORY": "memory.sqlite"}
    return {variable: str(scratch / name) for variable, name in names.items()}


def code_digest(book: nbformat.NotebookNode) -> str:
    """Return a digest of the code of a notebook, cell by cell."""
    code = repr([cell.source for cell in book.cells if cell.cell_type == "code"])
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _joined(outputs: Iterator[nbformat.NotebookNode]) -> Iterator[nbformat.NotebookNode]:
    """Join what one stream was given in several pieces: how many there are is chance."""
    last = None
    for output in outputs:
        if last is not None and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
            continue
        if last is not None:
            yield last
        last = output
    if last is not None:
        yield last


def differences(committed: nbformat.NotebookNode, now: nbformat.NotebookNode) -> list[str]:
    """Say which cells show something else than they did, and what; empty when the outputs are up to date."""
    found = []
    if committed.metadata.get("made_from") != code_digest(committed):
        found.append("the code was changed after its outputs were made")
    for number, (before, after) in enumerate(zip(committed.cells, now.cells, strict=True)):
        if before.cell_type == "code":
            tags = before.metadata.get("tags", [])
            compare = _shape if VARIES in tags else _text
            old, new = ([compare(o, tags) for o in cell.outputs] for cell in (before, after))
            if not _alike(old, new):
                found.append(f"cell {number}: {old!r:.400} is now {new!r:.400}")
    return found


def _shape(output: nbformat.NotebookNode, tags: list[str]) -> list[str]:
    html = output.get("data", {}).get("text/html", "")
    shape = [output.output_type, *sorted(output.get("data", {})), *_STYLE.findall(html)]
    for table in _TABLE.findall(html):
        shape += [_MARKUP.sub("", header) for header in _HEADER.findall(table)]
        shape += [] if ROWS_VARY in tags else [f"{table.count(_ROW)} rows"]
    return shape


def _text(output: nbformat.NotebookNode, _: list[str]) -> list[str]:
    data = output.get("data", {})
    text = output.get("text") or data.get("text/html") or ("" if "image/png" in data else data.get("text/plain", ""))
    return [output.output_type, *sorted(data), _DIFFERS.sub("", text)]


def _alike(old: list[list[str]], new: list[list[str]]) -> bool:
    if [len(one) for one in old] != [len(other) for other in new]:
        return False
    return all(_close(a, b) for one, other in zip(old, new, strict=True) for a, b in zip(one, other, strict=True))


def _close(one: str, other: str) -> bool:
    """Tell whether two texts are the same, but for decimals that differ by no more than the tolerance."""
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE) for a, b in pairs)


def _is_bar(output: nbformat.NotebookNode) -> bool:
    return output.get("output_type") == "stream" and output.get("name") == "stderr"


def main(names: list[str]) -> None:
    """Run the notebooks whose names start with one of `names` (all without any) and write their outputs."""
    for path in paths():
        if not names or any(path.name.startswith(name) for name in names):
            nbformat.write(run(path), path)
            print(path.name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
