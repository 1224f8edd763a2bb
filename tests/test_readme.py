"""The Python in the README runs, top to bottom, as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit.files import readable_size
from toolkit.models.presets import PRESETS, Preset

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_readme_code_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "README.md", "exec"), names)
    assert "supported" in capsys.readouterr().out
    assert (tmp_path / "briefs" / "first.html").exists()


def test_the_readme_points_at_files_that_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target
    for target in re.findall(r"`((?:notebooks|docs|benchmarks)/[\w./*-]+)`", README):
        assert list(ROOT.glob(target)), target


def test_the_readme_leads_to_headings_that_it_has() -> None:
    headings = {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in re.findall(r"(?m)^#+ (.*)", README)}
    assert set(re.findall(r"\]\(#([^)]+)", README)) <= headings


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/*.md"))])
def test_a_page_points_at_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:toolkit|tests|notebooks|docs|benchmarks)/[\w./*-]+)`", text)
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    missing = [
        *(t for t in named if not list(ROOT.glob(t))),
        *(t for t in linked if not (ROOT / page).parent.joinpath(t).exists()),
    ]
    assert not missing


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_models_of_the_readme_are_those_of_the_table_of_presets(preset: Preset) -> None:
    (row,) = (line for line in README.splitlines() if line.startswith(f"| `{preset.name}`"))
    assert preset.restriction == "" or "restricted" in row or "**not in" in row
    assert preset.non_commercial == ("non-commercial" in row)
    size = readable_size(preset.download).replace(".00 GB", " GB") if preset.download else "–"
    assert size in row or size.replace("0 GB", " GB") in row
    scores = (preset.bleu, preset.chrf, preset.comet)
    if any(scores):
        shown = [f"{score:.3f}".lstrip("0") if score and score < 1 else str(score or "–") for score in scores]
        assert " / ".join(shown) in row
    assert preset.licence.split("-")[0].split()[0].replace("not", "not stated") in row
