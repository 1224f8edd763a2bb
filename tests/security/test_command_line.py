"""Articles on the command line: what they hold reaches the terminal as text only, and names no file outside the folder."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.article.test_structure import LEAD, SECOND
from tests.conftest import ROOT
from tests.security.corpus import ATTACKS, hostile_brief
from toolkit.batch.manifest import safe_stem
from toolkit.cli import cli
from toolkit.cli.briefs import _free_name
from toolkit.cli.console import complain, printable, say
from toolkit.errors import SaveError
from toolkit.translate import TranslationMemory

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAMES = [
    *ATTACKS.values(), "", ".", "..", "...", "../../etc/passwd", "/etc/passwd", "..\\..\\x", "C:\\x", "\\\\host\\share", "CON", "aux.html",
    "nul", "COM1", "LPT9.txt", "a" * 5000, "م" * 5000, "-rf", "--help", "~root", ".bashrc", "a\x00b", "a\nb", " x ", "x.", "x ", "\udcff",
]  # fmt: skip


def toolkit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def hostile_article(folder: Path) -> Path:
    path = folder / "story\x1b[31m\x07\u202e.txt"
    lines = [LEAD, *(f"قال {attack} اليوم." for attack in ATTACKS.values()), SECOND]
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    return path


def test_no_escape_sequence_of_an_article_reaches_the_terminal(tmp_path: Path) -> None:
    path = hostile_article(tmp_path)
    made = toolkit(
        "brief", path, "-o", tmp_path / "out", "--translator", "memory", "--summarizer", "extract", "--format", "json"
    )
    shown = toolkit("translate", path, "--translator", "memory")
    unread = toolkit("translate", tmp_path / "none\x1b[2J.txt")
    for result in (made, shown, unread):
        assert not OBEYED.findall(result.output)
        assert not OBEYED.findall(result.stderr)
    assert "⟦U+001B⟧[2J" in shown.output
    assert "⟦U+202E⟧" in shown.output
    assert "⟦U+001B⟧" in unread.stderr
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".json"]


def test_no_escape_sequence_of_a_memory_or_a_saved_brief_reaches_the_terminal(tmp_path: Path) -> None:
    with TranslationMemory.open(tmp_path / "own.sqlite") as memory:
        memory.add(LEAD, "He said \x1b[31mso\x07 \u202etoday.", article="a\x1b[2J", person="x\x1b")
    for arguments in (("memory", "search", LEAD), ("memory", "stats")):
        result = toolkit(*arguments, "--memory", tmp_path / "own.sqlite")
        assert result.exit_code == 0
        assert not OBEYED.findall(result.output)
    hostile_brief().save(tmp_path / "brief.json")
    result = toolkit("memo", tmp_path / "brief.json", tmp_path / "no\x1bne.json", "-o", tmp_path / "memo.md")
    assert not OBEYED.findall(result.output + result.stderr)
    assert (tmp_path / "memo.md").exists()


def test_what_is_printed_goes_through_one_place() -> None:
    """A bare `print` or `click.echo` of an article's words would be obeyed."""
    for path in sorted((ROOT / "toolkit" / "cli").glob("*.py")):
        if path.name in ("console.py", "studio.py"):  # the studio prints an address that it made itself
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        assert not [
            ast.unparse(c.func)
            for c in calls
            if ast.unparse(c.func) in ("print", "click.echo", "click.secho", "sys.stdout.write")
        ], path


@pytest.mark.parametrize("name", ATTACKS)
def test_printable_text_keeps_its_words_and_holds_nothing_that_is_obeyed(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    attack = ATTACKS[name]
    assert not OBEYED.findall(printable(attack))
    assert all(word in printable(attack) for word in re.findall(r"[a-z]{3,}", attack))
    say(attack)
    complain(attack)
    told = capsys.readouterr()
    assert not OBEYED.findall(told.out)
    assert not OBEYED.findall(told.err)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_from_outside_makes_a_plain_file_name_in_the_folder(name: str, tmp_path: Path) -> None:
    stem = safe_stem(name)
    assert re.fullmatch(r"[\w][\w.-]*", stem), stem
    assert len(stem.encode()) <= 120
    assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", stem.lower())
    path = tmp_path / f"{stem}.html"
    path.write_text("x")
    assert [p.resolve().parent for p in tmp_path.iterdir()] == [tmp_path.resolve()]


def test_two_articles_of_one_run_never_share_a_file(tmp_path: Path) -> None:
    articles = [hostile_brief([name]).article for name in ("a/b", "a:b", "A-B", "a-b")]
    taken: set[str] = set()
    names = [_free_name(article, taken) for article in articles]
    assert len({name.casefold() for name in names}) == len(articles)


def test_the_command_writes_inside_its_folder_whatever_the_article_is_called(tmp_path: Path) -> None:
    inner = tmp_path / "in"
    inner.mkdir()
    for name in ("-rf.txt", "...txt", "CON.txt", "a\nb.txt", f"{'م' * 120}.txt", "x\x1b.txt"):
        (inner / name).write_text(f"{LEAD}\n{SECOND}", encoding="utf-8")
    out = tmp_path / "out"
    files = sorted(inner.iterdir())
    result = toolkit(
        "brief", "-o", out, "--format", "md", "--translator", "memory", "--summarizer", "extract", "--", *files
    )
    assert result.exit_code == 0, result.output
    assert len(list(out.iterdir())) == len(files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_path_that_no_file_can_have_is_an_error_of_ours(tmp_path: Path) -> None:
    for path in (tmp_path / "a\x00b.md", tmp_path / f"{'a' * 300}.md"):
        with pytest.raises(SaveError) as caught:
            hostile_brief(["x"]).save(path)
        assert caught.value.remedy
