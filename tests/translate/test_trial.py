"""A translation model is tried before it is trusted: garbage is refused with its figure, a usable model carries it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.checkpoints import reference_pairs, template_pairs
from toolkit import Briefer, read_text
from toolkit.cli.models import models
from toolkit.errors import ModelTrialError
from toolkit.jupyter import studio_settings as model_choices
from toolkit.models import Generation, load
from toolkit.models.trials import forget, trials_of
from toolkit.translate import Translator
from toolkit.translate.reference import FLOOR

OTHER = "وصل إلى الرئيس العاصمة أمس. غادر الوزير جنيف اليوم."


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    forget({"tiny-marian-reference", "garbage", "tiny-marian"})


@pytest.fixture
def garbage(tiny_marian: Path, tmp_path: Path) -> Path:
    """A model whose files are whole and whose output matrix is of another one."""
    import torch
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "garbage"
    shutil.copytree(tiny_marian, folder)
    tensors = load_file(folder / "model.safetensors")
    torch.manual_seed(3)
    tensors["model.shared.weight"] = torch.randn_like(tensors["model.shared.weight"])
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
def test_a_garbage_model_makes_no_brief_and_the_error_shows_its_score_and_its_words(garbage: Path, engine: Any) -> None:
    with pytest.raises(
        ModelTrialError, match=r"chrF \d+\.\d on 8 reference sentences, under the floor of 30"
    ) as caught:
        Briefer(translator=garbage, memory=None, engine=engine, device="cpu", progress=False)(read_text(OTHER))
    assert "garbage" in caught.value.message
    assert "وأضاف مستشار الكرملين" in caught.value.message
    assert "The Kremlin adviser added" in caught.value.message
    for way_out in ("verify", "pull", "trial=False", "--no-trial"):
        assert way_out in caught.value.remedy


def test_fluent_english_about_something_else_is_refused_too(checkpoint_of: Callable[[str], Path]) -> None:
    with pytest.raises(ModelTrialError):
        Translator(None, checkpoint_of("marian")).translate([OTHER])


def test_without_the_trial_the_same_model_is_used_as_it_is(checkpoint_of: Callable[[str], Path]) -> None:
    arabic, english = template_pairs()[0]
    translator = Translator(None, checkpoint_of("marian"), trial=False)
    (found,) = made = translator.translate([arabic])
    assert found is not None and found.text == english
    assert made.components[0].trial == ""
    assert trials_of({"tiny-marian"}) == []


def test_a_model_that_passes_carries_its_figure_into_the_brief_the_listing_and_the_studio(tiny_marian: Path) -> None:
    brief = Briefer(translator=tiny_marian, memory=None, summarizer="extract", progress=False)(
        read_text("\n\n".join(arabic for arabic, _ in reference_pairs()[:4]))
    )
    (trial,) = trials_of({"tiny-marian-reference"})
    assert trial.outcome.score > FLOOR
    assert (trial.engine, trial.dtype, trial.device) == ("ctranslate2", "int8", "cpu")
    (translator,) = [part for part in brief.provenance.components if part.role == "translator"]
    assert translator.trial == f"chrF {trial.outcome.score} on 8 reference sentences"
    assert f"tried: {translator.trial}" in brief.save(tiny_marian.parent / "brief.html").read_text(encoding="utf-8")
    shown = CliRunner().invoke(models, ["show", str(tiny_marian)]).output
    assert f"{trial.outcome.told} (ctranslate2, int8, cpu" in shown


def test_the_studio_says_how_a_model_did(tiny_marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    copy = tmp_path / "hub" / "models--Helsinki-NLP--opus-mt-ar-en" / "snapshots" / ("c" * 40)
    shutil.copytree(tiny_marian, copy)
    forget({"Helsinki-NLP/opus-mt-ar-en"})
    assert Translator(None, "opus-mt-ar-en").translate([reference_pairs()[0][0]]) != [None]
    (choice,) = [choice for choice in model_choices.translators() if choice.value == "opus-mt-ar-en"]
    assert "Tried here: chrF" in choice.note


def test_a_model_is_tried_once_for_each_engine_and_again_when_its_files_change(
    tiny_marian: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tiny-marian-reference"
    shutil.copytree(tiny_marian, folder)
    source = [reference_pairs()[0][0]]
    for _ in range(2):
        Translator(None, folder).translate(source)
        assert len(trials_of({folder.name})) == 1
    Translator(None, folder, engine="transformers", device="cpu").translate(source)
    assert {trial.engine for trial in trials_of({folder.name})} == {"ctranslate2", "transformers"}
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    Translator(None, folder).translate(source)
    assert len({trial.revision for trial in trials_of({folder.name})}) == 2


def test_a_refusal_is_kept_and_made_again_without_running_the_model(garbage: Path) -> None:
    for _ in range(2):
        with pytest.raises(ModelTrialError):
            Translator(None, garbage).translate([OTHER])
    (trial,) = trials_of({"garbage"})
    assert trial.outcome.score < 15
    assert trial.outcome.problem


def test_an_engine_that_was_loaded_by_hand_is_tried_too(checkpoint_of: Callable[[str], Path]) -> None:
    with pytest.raises(ModelTrialError):
        Translator(None, load(checkpoint_of("marian"), engine="ctranslate2")).translate([OTHER])


def test_no_model_is_tried_when_the_memory_has_everything(garbage: Path) -> None:
    arabic, english = reference_pairs()[0]
    (found,) = Translator(model=garbage).translate([arabic])
    assert found is not None and found.text == english


def test_somebody_s_own_engine_is_used_as_it_is() -> None:
    class Own:
        name, revision, kind, max_input_tokens = "own", None, "transformers", None

        def generate(self, texts: list[str], *, each: Any = None, **_: object) -> list[Generation]:
            for place in range(len(texts)):
                each(place, Generation("The minister left."))
            return []

        def count_tokens(self, text: str) -> int:
            return len(text.split())

    (found,) = Translator(None, Own(), retry=False).translate(["غادر الوزير."])  # type: ignore[arg-type]
    assert found is not None and found.text == "The minister left."
