"""Verifiers in the layouts of the published models, and chat models that are asked as one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.verifiers import TRIAL, VERIFIERS, verifier_twin, way_of_the_authors
from toolkit.errors import ModelUnavailableError, UnsupportedModelError
from toolkit.models import lookup
from toolkit.models.verifier import load_verifier


@pytest.mark.parametrize("name", VERIFIERS)
def test_a_twin_tells_right_from_wrong_and_as_its_authors_compute_it(name: str) -> None:
    verifier = load_verifier(verifier_twin(name), device="cpu")
    assert verifier.reads_arabic is name.startswith("mDeBERTa")
    sources = [pair[0] if verifier.reads_arabic else pair[1] for pair in TRIAL]
    right = [(source, pair[1]) for source, pair in zip(sources, TRIAL, strict=True)]
    wrong = [(sources[at - 1], pair[1]) for at, pair in enumerate(TRIAL)]
    chances = verifier.probabilities([*right, *wrong])
    assert min(chances[: len(right)]) > 0.5 > max(chances[len(right) :])
    for (source, claim), chance in [(right[0], chances[0]), (wrong[-1], chances[-1])]:
        assert chance == pytest.approx(way_of_the_authors(verifier_twin(name), name, source, claim), abs=1e-4)


def test_a_source_over_the_limit_is_read_in_parts_and_marks_in_it_are_no_marks() -> None:
    verifier = load_verifier(verifier_twin("MiniCheck-RoBERTa-Large"), device="cpu")
    source, claim = TRIAL[0][1], TRIAL[0][1]
    (alone, long, marked) = verifier.probabilities([(source, claim), (f"{source} " * 40, claim), ("</s>" * 3, claim)])
    assert min(alone, long, marked) >= 0 and alone > 0.5
    assert verifier.probabilities([(" ", claim)])[0] == pytest.approx(marked, abs=0.05)


@pytest.mark.parametrize(
    "nickname, hub_id",
    [
        ("minicheck", "lytang/MiniCheck-RoBERTa-Large"),
        ("MiniCheck-T5", "lytang/MiniCheck-Flan-T5-Large"),
        ("mdeberta", "MoritzLaurer/mDeBERTa-v3-base-xnli-multilingual-nli-2mil7"),
    ],
)
def test_verifiers_have_nicknames(nickname: str, hub_id: str) -> None:
    preset = lookup(nickname)
    assert preset is not None and preset.hub_id == hub_id and preset.task == "verification"


def test_what_is_no_verifier_is_refused_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "topics"
    shutil.copytree(verifier_twin("mDeBERTa-v3-base-xnli-multilingual-nli-2mil7"), folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["id2label"] = {"0": "sport", "1": "politics", "2": "weather"}
    config["label2id"] = {label: int(at) for at, label in config["id2label"].items()}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(UnsupportedModelError, match="none of its labels"):
        load_verifier(folder)
    with pytest.raises(UnsupportedModelError, match="no verifier"):
        load_verifier(_no_verifier(tmp_path))


def _no_verifier(tmp_path: Path) -> Path:
    folder = tmp_path / "opus-mt-ar-en"  # a folder with the name of a translator's preset
    shutil.copytree(tmp_path / "topics", folder)
    return folder


def test_weights_without_the_classifier_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "half"
    shutil.copytree(verifier_twin("MiniCheck-RoBERTa-Large"), folder)
    weights = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in weights.items() if not name.startswith("classifier")}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelUnavailableError, match="not whole"):
        load_verifier(folder)
