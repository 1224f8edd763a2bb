from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.memos import sample_memo
from toolkit.cli import cli
from toolkit.memo.memo import Memo

FIRST = "أعلن الوزير سامر حداد افتتاح المكتبة في بلدة المينا."
ALIKE = "أعلن الوزير سامر حداد افتتاح المدرسة في بلدة المينا."


@pytest.fixture
def saved(tmp_path: Path) -> list[str]:
    """The first two briefs of the sample memo, saved as JSON."""
    briefs = sample_memo().briefs[:2]
    return [str(brief.save(tmp_path / f"{brief.article.id}.json")) for brief in briefs]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.output


def test_a_memo_of_saved_briefs_is_written_in_every_format_asked_for(saved: list[str], tmp_path: Path) -> None:
    targets = [tmp_path / f"memo.{suffix}" for suffix in ("html", "docx", "json")]
    code, output = run("memo", *saved, *(x for t in targets for x in ("-o", str(t))), "--reviewed-by", "A. Reader")
    assert code == 0, output
    assert "2 articles, 2 events" in output
    assert all(target.stat().st_size > 5000 for target in targets)
    review = Memo.load(targets[2]).review
    assert review is not None
    assert review.by == "A. Reader"


def test_a_brief_that_cannot_be_read_is_told_and_stops_no_other(saved: list[str], tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    code, output = run("memo", *saved, str(tmp_path / "bad.json"), "-o", str(tmp_path / "memo.md"))
    assert code == 1
    assert "bad.json" in output
    assert (tmp_path / "memo.md").exists()


def test_an_unknown_suffix_is_refused_before_anything_is_done(saved: list[str], tmp_path: Path) -> None:
    code, output = run("memo", *saved, "-o", str(tmp_path / "memo.tmx"))
    assert code == 2
    assert "docx" in output


def test_the_memory_is_imported_searched_counted_and_exported(tmp_path: Path) -> None:
    memory = ("--memory", str(tmp_path / "memory.db"))
    csv = tmp_path / "units.csv"
    csv.write_text(f"arabic,english\n{FIRST},Minister Samer Haddad announced the opening of the library in Al-Mina.\n")
    assert "1 added" in run("memory", "import", str(csv), *memory)[1]
    assert "1 known" in run("memory", "import", str(csv), *memory)[1]
    code, output = run("memory", "search", FIRST, *memory)
    assert (code, "100%" in output) == (0, True)
    code, output = run("memory", "search", ALIKE, *memory)
    assert code == 0
    assert "[-" in output
    assert "{+" in output
    assert run("memory", "search", "لا شيء من هذا هناك", *memory)[0] == 1
    assert "1 units" in run("memory", "stats", *memory)[1]
    code, output = run("memory", "export", str(tmp_path / "out.tmx"), *memory)
    assert (code, FIRST in (tmp_path / "out.tmx").read_text()) == (0, True)
    assert run("memory", "export", str(tmp_path / "out.xyz"), *memory)[0] == 2
