"""`toolkit doctor`: one screen that a person reads, or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.cli.models import told


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-secret")
        patch.setenv("HF_ENDPOINT", "https://me:hidden@hub.example")
        result = CliRunner().invoke(cli, ["doctor", "--json"])
    assert result.exit_code == 0, result.output
    assert "sk-secret" not in result.output
    assert "hidden@" not in result.output
    return dict(json.loads(result.output))


def test_versions_extras_models_folders_device_and_fonts_are_told(found: dict[str, Any]) -> None:
    assert found["python"]
    assert found["packages"]["torch"]
    assert found["device"] in ("cpu", "cuda", "mps")
    assert {"notebook", "studio", "dask", "pdf"} <= set(found["extras"])
    assert "smollm2-135m-instruct" in {model["name"] for model in found["models"]}
    assert all(Path(folder["path"]).is_absolute() for folder in found["folders"].values())
    assert found["fonts"] == ["Amiri-Regular", "Amiri-Bold"]


def test_a_key_is_told_to_be_set_and_is_not_shown(found: dict[str, Any]) -> None:
    assert found["variables"]["OPENAI_API_KEY"] == "set"


def test_a_person_gets_one_screen_that_says_what_to_do_about_what_is_missing(found: dict[str, Any]) -> None:
    lacking = found | {"extras": {"pdf": ["fpdf2"]}, "models": [], "fonts": []}
    lines = list(told(lacking))
    assert len(list(told(found))) <= 40
    assert "  pdf         lacks fpdf2: pip install 'bilingual-brief-toolkit[pdf]'" in lines
    assert "  none for translation: toolkit models pull firefox-ar-en" in lines
    assert any(line.startswith("Fonts") and "MISSING" in line for line in lines)
