"""From a name to an engine; the table of presets; and what importing costs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import toolkit.models
from tests.checkpoints import template_pairs
from toolkit.errors import MissingExtraError, ModelError, ModelUnavailableError, UnsupportedModelError
from toolkit.models import PRESETS, load, lookup
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.firefox_engine import FirefoxEngine
from toolkit.models.loading import EngineChoice
from toolkit.models.presets import DEFAULT_TRANSLATOR, EMBEDDED_SUMMARIZER
from toolkit.models.store import is_whole


def test_importing_the_models_loads_nothing_heavy() -> None:
    code = """
import sys, toolkit, toolkit.models
from toolkit.models import PRESETS, load, Generation
heavy = {"torch", "transformers", "ctranslate2", "huggingface_hub", "sentencepiece"} & set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_there_and_no_other() -> None:
    for name in toolkit.models.__all__:
        assert getattr(toolkit.models, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'pipeline'"):
        toolkit.models.pipeline  # noqa: B018


def test_presets_are_found_by_short_name_and_by_hub_id() -> None:
    for preset in PRESETS:
        assert lookup(preset.name) is lookup(preset.hub_id.upper()) is preset
    assert len({preset.name.casefold() for preset in PRESETS}) == len(PRESETS)


@pytest.mark.parametrize("name", [DEFAULT_TRANSLATOR, EMBEDDED_SUMMARIZER])
def test_a_default_is_a_preset_that_may_be_used_commercially(name: str) -> None:
    preset = lookup(name)
    assert preset is not None
    assert not preset.non_commercial


def test_a_preset_for_non_commercial_use_is_flagged() -> None:
    flagged = {preset.name for preset in PRESETS if preset.non_commercial}
    assert flagged == {preset.name for preset in PRESETS if "-NC" in preset.licence}
    assert "nllb-200-distilled-600M" in flagged


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("given", [str, Path])
def test_a_local_folder_is_a_model(checkpoint_of: Callable[[str], Path], given: type) -> None:
    engine = load(given(checkpoint_of("marian")), engine="ctranslate2", offline=True)
    arabic, english = template_pairs()[0]
    assert engine.generate([arabic])[0].text == english
    assert (engine.kind, engine.name, engine.max_input_tokens) == ("ctranslate2", "tiny-marian", 128)
    assert engine.revision


@pytest.mark.usefixtures("own_cache")
def test_a_cpu_gets_ctranslate2_unless_transformers_is_named(checkpoint_of: Callable[[str], Path]) -> None:
    folder = checkpoint_of("marian")
    assert load(folder, device="cpu").kind == "ctranslate2"
    assert load(folder, engine="transformers", device="cpu").kind == "transformers"


@pytest.mark.usefixtures("own_cache")
def test_a_summarizer_is_run_with_its_own_settings(checkpoint_of: Callable[[str], Path], tmp_path: Path) -> None:
    folder = tmp_path / "summarizer"
    shutil.copytree(checkpoint_of("bart"), folder)
    (folder / "generation_config.json").unlink()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    ids = {"decoder_start_token_id": 2, "forced_bos_token_id": 0, "forced_eos_token_id": 2}
    settings = {"num_beams": 3, "max_length": 20, "min_length": 5, "no_repeat_ngram_size": 3, "length_penalty": 2.0}
    config |= {**ids, "max_length": 99, "task_specific_params": {"summarization": settings}}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    decoding = read_checkpoint(folder, "summarizer", "summarization").decoding
    assert (decoding.beam_size, decoding.max_new_tokens, decoding.min_new_tokens) == (3, 19, 4)
    assert (decoding.no_repeat_ngram, decoding.length_penalty) == (3, 2.0)
    assert read_checkpoint(folder, "summarizer", "translation").decoding.max_new_tokens == 98
    found = [
        load(folder, task="summarization", engine=name, dtype="float32", device="cpu", cache=False).generate(  # type: ignore[arg-type]
            [template_pairs()[4][0]]
        )[0]
        for name in ("transformers", "ctranslate2")
    ]
    assert found[0].text == found[1].text
    assert found[0].score == pytest.approx(found[1].score, abs=1e-3)


@pytest.mark.usefixtures("own_cache")
def test_a_model_without_arabic_or_english_is_refused(
    checkpoint_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.models.codec._LANGUAGES", {"nllb": ("arb_Xxxx", "eng_Latn")})
    with pytest.raises(UnsupportedModelError, match="no language 'arb_Xxxx'"):
        load(checkpoint_of("nllb"), engine="transformers", cache=False)


@pytest.mark.parametrize("model_type", ["gpt2", "whisper", ""])
def test_an_architecture_that_is_not_run_is_refused_by_name(
    checkpoint_of: Callable[[str], Path], tmp_path: Path, model_type: str
) -> None:
    folder = tmp_path / "other"
    shutil.copytree(checkpoint_of("marian"), folder)
    (folder / "config.json").write_text(json.dumps({"model_type": model_type}), encoding="utf-8")
    with pytest.raises(UnsupportedModelError, match="marian"):
        load(folder)


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "source.spm", "vocab.json"])
def test_damaged_files_are_one_error_that_says_what_to_do(
    checkpoint_of: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, name: str
) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "damaged"
    shutil.copytree(checkpoint_of("marian"), folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:100])
    with pytest.raises(ModelUnavailableError, match="again"):
        load(folder, engine=engine, device="cpu", cache=False)  # type: ignore[arg-type]


def deep(depth: int = 100_000) -> str:
    return '{"a":' * depth + "1" + "}" * depth


HOSTILE_FILES = {
    "code for attention": ("config.json", {"attn_implementation": "org/kernel"}, "program code"),
    "code for attention, under its other name": ("config.json", {"_attn_implementation": "org/k@v1:f"}, "program code"),
    "code for attention in a section": ("config.json", {"encoder": {"attn_implementation": "o/k"}}, "program code"),
    "very many beams": ("generation_config.json", {"num_beams": 10**8}, "num_beams is 100000000"),
    "fewer than no beams": ("generation_config.json", {"num_beams": -3}, "num_beams is -3"),
    "beams without end": ("generation_config.json", {"num_beams": float("inf")}, "cannot be used"),
    "very many positions": ("config.json", {"max_position_embeddings": 10**12}, "max_position_embeddings"),
    "no end": ("generation_config.json", {"eos_token_id": []}, "cannot be used"),
    "an end that is no number": ("generation_config.json", {"eos_token_id": "</s>"}, "cannot be used"),
    "tasks in a list": ("config.json", {"task_specific_params": ["summarization"]}, "cannot be used"),
    "a list": ("config.json", [1, 2], "damaged"),
    "brackets without end": ("config.json", deep(), "damaged"),
    "weights outside the folder": ("model.safetensors.index.json", {"weight_map": {"a": "../outside"}}, "outside"),
    "weights at a path": ("pytorch_model.bin.index.json", {"weight_map": {"a": "/etc/hostname"}}, "hostname"),
    "an index without a map": ("model.safetensors.index.json", {"weights": 1}, "cannot be read"),
    "an index of another kind": ("model.safetensors.index.json", {"weight_map": [1]}, "cannot be read"),
    "an index without end": ("model.safetensors.index.json", deep(), "cannot be read"),
}


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
@pytest.mark.parametrize("fault", HOSTILE_FILES)
def test_files_that_somebody_planted_are_one_error_of_ours(
    checkpoint_of: Callable[[str], Path], tmp_path: Path, fault: str, engine: EngineChoice
) -> None:
    name, planted, said = HOSTILE_FILES[fault]
    folder = tmp_path / "planted"
    shutil.copytree(checkpoint_of("marian"), folder)
    place = folder / name
    if isinstance(planted, dict) and place.is_file():
        planted = {**json.loads(place.read_text(encoding="utf-8")), **planted}
    place.write_text(planted if isinstance(planted, str) else json.dumps(planted), encoding="utf-8")
    with pytest.raises(ModelError, match=said) as caught:
        load(folder, engine=engine, device="cpu", cache=False)
    assert caught.value.remedy


@pytest.mark.parametrize("header", [b"[1, 2]", b'{"a": 1}', b'{"a": {"data_offsets": []}}', b"[" * 100_000])
def test_a_header_of_weights_that_says_nothing_is_damage(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    assert is_whole(path) is False


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize(("device", "dtype"), [("mps", None), ("tpu", None), ("cpu", "int3")])
def test_ctranslate2_says_what_it_does_not_run_on(
    checkpoint_of: Callable[[str], Path], device: str, dtype: str | None
) -> None:
    with pytest.raises(UnsupportedModelError):
        load(checkpoint_of("marian"), engine="ctranslate2", device=device, dtype=dtype, cache=False)


def test_a_target_token_is_put_first_only_where_the_vocabulary_has_it(
    checkpoint_of: Callable[[str], Path], tmp_path: Path
) -> None:
    from toolkit.models.codec import Codec

    plain = Codec(read_checkpoint(checkpoint_of("marian"), "plain", "translation"))
    folder = tmp_path / "multi"
    shutil.copytree(checkpoint_of("marian"), folder)
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    unused = next(piece for piece in vocabulary if piece == "▁")
    vocabulary[">>eng<<"] = vocabulary.pop(unused)
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    multi = Codec(read_checkpoint(folder, "multi", "translation"))
    text = template_pairs()[0][0]
    assert multi.to_tokens(multi.encode([text])[0])[0] == ">>eng<<"
    assert ">>eng<<" not in plain.to_tokens(plain.encode([text])[0])
    assert len(multi.source_offsets(text, multi.encode([text])[0])) == len(multi.encode([text])[0])


@pytest.mark.parametrize(
    "text",
    ["وصل إلى الرئيس موسكو أمس.", "وصل  إلى\tموسكو", "الرئيس ﷺ وصل", "وصل 🙂 إلى جنيف", "q", "وصلﻻ إلى ١٢ موسكو"],
)
def test_every_input_token_knows_the_characters_that_it_came_from(
    checkpoint_of: Callable[[str], Path], text: str
) -> None:
    from toolkit.models.codec import Codec

    codec = Codec(read_checkpoint(checkpoint_of("marian"), "tiny", "translation"))
    ids = codec.encode([text])[0]
    offsets = codec.source_offsets(text, ids)
    assert len(offsets) == len(ids)
    assert offsets[-1] is None
    spans = [span for span in offsets if span is not None]
    assert spans == sorted(spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_the_embedded_model_is_no_engine() -> None:
    with pytest.raises(UnsupportedModelError, match=r"toolkit\.summarize"):
        load(EMBEDDED_SUMMARIZER)


def test_firefox_without_its_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="pip install fxtranslate"):
        load("firefox-ar-en")


def test_firefox_offline_without_its_model_names_the_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fxtranslate")
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path))
    with pytest.raises(ModelUnavailableError, match="25 MB"):
        load("firefox-ar-en", offline=True)


def test_firefox_refuses_a_folder_that_holds_no_model_or_a_damaged_one(tmp_path: Path) -> None:
    pytest.importorskip("fxtranslate")
    with pytest.raises(ModelUnavailableError, match="holds no Firefox model"):
        FirefoxEngine(tmp_path)
    (tmp_path / "model.aren.intgemm.alphas.bin").write_bytes(b"no model")
    (tmp_path / "vocab.aren.spm").write_bytes(b"no vocabulary")
    with pytest.raises(ModelError, match="cannot be read"):
        FirefoxEngine(tmp_path)
