"""What is wrong with a model's files is one error of ours that names file and remedy, and leaves nothing half-made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkpoints import template_pairs
from tests.models.layouts import LAYOUTS, Layout, twin_of
from toolkit.errors import ModelUnavailableError
from toolkit.models import load

__all__ = ["twin_of"]

ENGINES = pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
PICKLED = next(layout for layout in LAYOUTS if layout.preset == "opus-mt-ar-en")
SHARDED = next(layout for layout in LAYOUTS if layout.preset == "sharded-bin")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def refused(folder: Path, engine: Any, cache: Path, *named: str) -> None:
    with pytest.raises(ModelUnavailableError) as caught:
        load(folder, engine=engine, device="cpu", cache=False)
    assert str(folder) in caught.value.message
    assert caught.value.remedy
    for part in named:
        assert part in str(caught.value), str(caught.value)
    made = cache / "ctranslate2"
    assert not made.is_dir() or [path for path in made.iterdir() if path.is_dir()] == []


def tensors_of(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(folder / "model.safetensors")


def save(folder: Path, tensors: dict[str, Any]) -> None:
    from safetensors.torch import save_file

    save_file(
        {name: t.contiguous().clone() for name, t in tensors.items()}, folder / "model.safetensors", {"format": "pt"}
    )


@pytest.fixture
def folder(checkpoint_of: Callable[[str], Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(checkpoint_of("marian"), tmp_path / "model"))


@ENGINES
@pytest.mark.parametrize("layout", [PICKLED, SHARDED], ids=["one file", "sharded"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_truncated_bin(
    twin_of: Callable[[Layout], Path], tmp_path: Path, cache: Path, engine: str, layout: Layout, share: float
) -> None:
    folder = Path(shutil.copytree(twin_of(layout), tmp_path / "model"))
    file = folder / layout.weights[0]
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    refused(folder, engine, cache, "again")


@ENGINES
@pytest.mark.parametrize("size", [50, 2000])
def test_a_vocabulary_of_another_size(folder: Path, cache: Path, engine: str, size: int) -> None:
    known = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    pieces = [*sorted(known, key=known.__getitem__), *(f"▁x{n}" for n in range(size))][: size - 1]
    vocabulary = {piece: n for n, piece in enumerate([*(p for p in pieces if p != "<pad>"), "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    refused(folder, engine, cache, "vocabulary", "does not fit its weights", "again")


@ENGINES
def test_weights_of_another_size_than_the_configuration_says(folder: Path, cache: Path, engine: str) -> None:
    tensors = tensors_of(folder)
    tensors["model.shared.weight"] = tensors["model.shared.weight"][:-20]
    save(folder, tensors)
    refused(folder, engine, cache, "again")


@ENGINES
def test_weights_that_are_missing(folder: Path, cache: Path, engine: str) -> None:
    tensors = tensors_of(folder)
    gone = [name for name in tensors if name.startswith("model.decoder.layers.1.")]
    save(folder, {name: t for name, t in tensors.items() if name not in gone})
    refused(folder, engine, cache, "not whole", gone[0].rpartition(".")[2], "again")


@ENGINES
def test_two_files_of_weights_that_disagree(folder: Path, cache: Path, engine: str) -> None:
    import torch

    tensors = tensors_of(folder)
    name = "model.encoder.layers.0.fc1.weight"
    torch.save({**tensors, name: torch.zeros_like(tensors[name])}, folder / "pytorch_model.bin")
    refused(folder, engine, cache, "pytorch_model.bin", "model.safetensors", name, "Delete")


@ENGINES
def test_two_files_of_weights_that_agree_but_for_number_format_and_a_stale_head_are_one_model(
    folder: Path, engine: Any
) -> None:
    import torch

    tensors = tensors_of(folder)
    halved = {name: t.half() for name, t in tensors.items()}
    torch.save({**halved, "lm_head.weight": torch.randn(3, 3)}, folder / "pytorch_model.bin")
    arabic, english = template_pairs()[0]
    assert load(folder, engine=engine, device="cpu", cache=False).generate([arabic])[0].text == english


@pytest.fixture
def untied(folder: Path) -> Path:
    """A model whose configuration does not tie its matrices; its head is its own: twice the embedding."""
    tensors = tensors_of(folder)
    save(folder, {**tensors, "lm_head.weight": 2 * tensors["model.shared.weight"]})
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"tie_word_embeddings": False}), encoding="utf-8")
    return folder


@ENGINES
def test_a_head_of_its_own_is_kept_where_the_configuration_does_not_tie(untied: Path, engine: Any) -> None:
    pairs = template_pairs()[::90]
    made = load(untied, engine=engine, device="cpu", dtype="float32", cache=False)
    sure = load(untied, engine=engine, device="cpu", dtype="float32", cache=False).generate([pairs[0][0]])[0].score
    assert [g.text for g in made.generate([arabic for arabic, _ in pairs])] == [english for _, english in pairs]
    config = json.loads((untied / "config.json").read_text(encoding="utf-8"))
    (untied / "config.json").write_text(json.dumps(config | {"tie_word_embeddings": True}), encoding="utf-8")
    tied = load(untied, engine=engine, device="cpu", dtype="float32", cache=False).generate([pairs[0][0]])[0].score
    assert sure is not None and tied is not None and sure > tied  # twice the logits: the head was not replaced


@ENGINES
def test_a_head_that_is_missing_where_the_configuration_does_not_tie(untied: Path, cache: Path, engine: str) -> None:
    save(untied, {name: t for name, t in tensors_of(untied).items() if name != "lm_head.weight"})
    refused(untied, engine, cache, "lm_head.weight", "not whole")


def test_a_conversion_that_fails_in_a_cache_that_cannot_be_written_is_not_taken_for_one_the_next_time(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:1000])
    for _ in range(2):
        with pytest.raises(ModelUnavailableError):
            load(folder, engine="ctranslate2", cache=False)
    (folder / "model.safetensors").write_bytes(whole)
    arabic, english = template_pairs()[0]
    assert load(folder, engine="ctranslate2", cache=False).generate([arabic])[0].text == english
