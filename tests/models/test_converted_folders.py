"""A folder that holds a ready conversion for CTranslate2 beside its tokenizer is a model like any other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkpoints import FAMILIES, template_pairs
from tests.models.hub_server import serving
from toolkit.errors import UnsupportedModelError
from toolkit.models import load, store
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.weights import converted

pytestmark = pytest.mark.usefixtures("own_cache")
_NOT_OF_A_CONVERSION = ("config.json", "model.safetensors", "generation_config.json")


@pytest.fixture
def ready(checkpoint_of: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """A function from a family to such a folder: the converter's files, and the tokenizer's."""

    def folder_of(family: str) -> Path:
        source, folder = checkpoint_of(family), tmp_path / f"ready-{family}"
        shutil.copytree(converted(read_checkpoint(source, source.name, "translation")), folder)
        for path in source.iterdir():
            if path.name not in _NOT_OF_A_CONVERSION:
                shutil.copy(path, folder)
        return folder

    return folder_of


@pytest.mark.parametrize("family", FAMILIES)
def test_it_translates_like_the_model_that_it_was_made_of(ready: Callable[[str], Path], family: str) -> None:
    """With a beam CTranslate2 ends one or two of 18 otherwise than the model learnt; wrong files give none right."""
    pairs = template_pairs()[::40]
    folder = ready(family)
    assert store.show(folder).state == "on disk"
    engine = load(folder, cache=False)
    right = sum(g.text == e for g, (_, e) in zip(engine.generate([a for a, _ in pairs]), pairs, strict=True))
    assert right >= 0.8 * len(pairs)
    assert engine.kind == "ctranslate2"


def test_a_tokenizer_without_a_class_is_marian_s_by_its_files(ready: Callable[[str], Path]) -> None:
    folder = ready("marian")
    (folder / "tokenizer_config.json").write_text('{"source_lang": "ar", "target_lang": "en"}', encoding="utf-8")
    arabic, english = template_pairs()[3]
    generation = load(folder, cache=False).generate([arabic], alignment=True)[0]
    assert generation.text == english
    assert generation.score is not None


def test_transformers_says_that_it_cannot_run_one(ready: Callable[[str], Path]) -> None:
    with pytest.raises(UnsupportedModelError, match="ctranslate2"):
        load(ready("marian"), engine="transformers", cache=False)


@pytest.mark.parametrize("named", ["{}", '{"tokenizer_class": "GPT2Tokenizer"}', '{"tokenizer_class": "AutoModel"}'])
def test_without_a_tokenizer_the_error_says_which_files_to_copy(ready: Callable[[str], Path], named: str) -> None:
    folder = ready("nllb")
    (folder / "tokenizer_config.json").write_text(named, encoding="utf-8")
    with pytest.raises(UnsupportedModelError, match=r"sentencepiece\.bpe\.model"):
        load(folder, cache=False)


def test_it_can_be_pulled_from_a_hub(
    ready: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    with serving({"somebody/opus-mt-ar-en-ct2": ready("marian")}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
        monkeypatch.setenv("HF_HUB_OFFLINE", "0")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        arabic, english = template_pairs()[5]
        assert load("somebody/opus-mt-ar-en-ct2", cache=False, quiet=True).generate([arabic])[0].text == english


def test_a_limit_in_its_tokenizer_s_settings_counts(ready: Callable[[str], Path]) -> None:
    folder = ready("marian")
    settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings | {"model_max_length": 64}), encoding="utf-8")
    engine = load(folder, cache=False)
    assert engine.max_input_tokens == 64
    assert engine.generate(["، ".join([template_pairs()[0][0].rstrip(".")] * 30)])[0].pieces > 1
