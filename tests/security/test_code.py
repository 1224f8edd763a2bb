"""What the code of the toolkit never does, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILES = sorted((ROOT / "toolkit").rglob("*.py"))
# Functions that run what they are given, or turn bytes into objects that run.
FORBIDDEN = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.loads", "marshal.load",
    "shelve.open", "torch.load", "joblib.load", "yaml.load", "yaml.unsafe_load", "numpy.load", "np.load", "subprocess.getoutput", "tempfile.mktemp",
}  # fmt: skip


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def _loads_tensors_alone(call: ast.Call) -> bool:
    """Tell whether a call is `torch.load(…, weights_only=True)`, which makes no other objects."""
    only = keyword(call, "weights_only")
    return ast.unparse(call.func) == "torch.load" and isinstance(only, ast.Constant) and only.value is True


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_runs_what_it_was_given(path: Path) -> None:
    found = {ast.unparse(call.func) for call in calls(path) if not _loads_tensors_alone(call)} & FORBIDDEN
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    found |= imported & {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    assert not found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_shell_no_remote_code_and_no_unchecked_certificate(path: Path) -> None:
    for call in calls(path):
        assert keyword(call, "shell") is None, call.lineno
        for name, value in (
            ("trust_remote_code", False),
            ("weights_only", True),
            ("verify", True),
            ("autoescape", True),
        ):
            given = keyword(call, name)
            assert given is None or (isinstance(given, ast.Constant) and given.value is value), (name, call.lineno)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_sql_is_never_put_together_from_values(path: Path) -> None:
    """Only names of columns and marks for values (constants of the module) are filled in; values are bound."""
    for call in calls(path):
        if not ast.unparse(call.func).endswith((".execute", ".executemany", ".executescript")):
            continue
        for part in ast.walk(call.args[0]) if call.args else ():
            if isinstance(part, ast.FormattedValue):
                assert re.fullmatch(r"_?[A-Z_]+|marks|column|where|which|names", ast.unparse(part.value)), ast.unparse(
                    call
                )


def test_every_model_is_loaded_without_remote_code() -> None:
    loading = [
        (path, call) for path in FILES for call in calls(path) if ast.unparse(call.func).endswith(".from_pretrained")
    ]
    assert loading
    for path, call in loading:
        local = keyword(call, "local_files_only")
        assert isinstance(local, ast.Constant) and local.value is True, f"{path}:{call.lineno}"
