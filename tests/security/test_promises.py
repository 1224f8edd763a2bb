"""Every test that docs/security.md leans on exists."""

from __future__ import annotations

import re

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_each_promise_names_a_test_that_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", TEXT)
    assert len(named) > 8
    assert not [name for name in named if f"def {name}(" not in code]
    assert not [path for path in re.findall(r"`(tests/[\w./]+)`", TEXT) if not (ROOT / path).exists()]


def test_each_row_says_what_holds_it() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("|") and "---" not in line]
    assert all(len([cell for cell in row.strip("|").split(" | ") if cell.strip()]) == 3 for row in rows)
