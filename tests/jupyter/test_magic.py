"""`%load_ext toolkit`, `%%brief` and `%brief` in a real IPython shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("IPython", reason="IPython is not installed")

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from toolkit import Brief, Memo

FAST = "--summarizer extract"


@pytest.fixture
def shell(tmp_path, monkeypatch) -> Iterator[InteractiveShell]:
    """A shell of its own with the extension loaded, in an empty folder."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.chdir(tmp_path)
    made = InteractiveShell()
    made.history_manager.enabled = False
    made.extension_manager.load_extension("toolkit")
    yield made
    made.history_manager.end_session()


def run(shell: InteractiveShell, source: str) -> tuple[Any, str]:
    """Run a cell; returns its result and what it printed, errors included."""
    with capture_output() as captured:
        result = shell.run_cell(source)
    return result.result, captured.stdout + captured.stderr


def test_a_cell_of_pasted_arabic_becomes_the_brief_that_the_cell_shows(shell, article_paths) -> None:
    text = article_paths[0].read_text(encoding="utf-8")
    brief, _ = run(shell, f"%%brief {FAST} --sentences 4 --policy drop\n{text}")
    assert isinstance(brief, Brief)
    assert len(brief.claims) == 4
    assert brief.article.text.strip() == text.strip()
    assert brief.provenance.settings["policy"] == "drop"


def test_the_result_goes_into_the_variable_that_is_named(shell, article_paths) -> None:
    text = article_paths[0].read_text(encoding="utf-8")
    run(shell, f"%%brief {FAST} -o summit\n{text}")
    assert isinstance(shell.user_ns["summit"], Brief)
    _, said = run(shell, f"%%brief {FAST} -o 'no name'\n{text}")
    assert "-o wants the name of a variable" in said


def test_a_line_takes_paths_also_with_spaces_and_several_make_a_memo(shell, article_paths) -> None:
    first, second = Path("an article.txt"), Path("two.txt")
    first.write_bytes(article_paths[3].read_bytes())
    second.write_bytes(article_paths[4].read_bytes())
    brief, _ = run(shell, f"%brief '{first}' {FAST}")
    assert isinstance(brief, Brief)
    assert brief.article.id == "an article"
    memo, _ = run(shell, f"%brief '{first}' {second} {FAST}")
    assert isinstance(memo, Memo)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("%%brief\nEnglish words only.", "Arabic"),
        ("%brief no-such-file.txt", "no-such-file.txt"),
        ("%brief", "Paste the article below %%brief"),
        ("%%brief\n  \n", "Paste the article below %%brief"),
        ("%%brief some.txt\nخبر", "not both"),
        ("%%brief --sentences 9\nخبر", "--sentences"),
        ("%%brief --colour red\nخبر", "--colour"),
        ("%%brief 'open\nخبر", "quotation"),
        ("%%brief --translator nobody-knows-this\nقال الوزير إن القمة ستعقد غدا.", "nobody-knows-this"),
    ],
)
def test_what_cannot_be_done_is_one_line_that_says_why_and_no_traceback(shell, source: str, said: str) -> None:
    result, printed = run(shell, source)
    assert result is None
    assert said in printed
    assert "Traceback" not in printed
    assert printed.startswith("UsageError:")


def test_models_are_kept_from_one_cell_to_the_next(shell) -> None:
    magic = shell.find_line_magic("brief").__closure__[0].cell_contents
    run(shell, f"%%brief {FAST}\nقال الوزير إن القمة ستعقد غدا.")
    kept = magic._briefer
    run(shell, f"%%brief {FAST} -o again\nقال السفير إن الوفد وصل أمس.")
    assert magic._briefer is kept
    run(shell, f"%%brief {FAST} --sentences 3\nقال السفير إن الوفد وصل أمس.")
    assert magic._briefer is not kept


def test_help_lists_every_option(shell) -> None:
    described = shell.find_line_magic("brief").__doc__
    for option in ("--sentences", "--policy", "--translator", "--summarizer", "--glossary", "--offline", "-o NAME"):
        assert option in described
