"""A model's folder is data: whatever lies in it, none of it runs."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import ModelError
from toolkit.models import Engine, load
from toolkit.models.embedded_int8 import converted

ARABIC = "قال الوزير إن القمة ستعقد غدا."


class _Runs:
    """What pickle makes of this is a call: it writes a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return (Path.write_text, (self.mark, "ran"))


def use(folder: Path, engine: Any) -> Engine:
    loaded = load(folder, engine=engine, cache=False)
    loaded.generate([ARABIC])
    return loaded


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
def test_a_pickle_in_place_of_weights_is_refused_and_not_run(
    checkpoint_of: Callable[[str], Path], tmp_path: Path, engine: str
) -> None:
    mark, folder = tmp_path / "ran", tmp_path / "model"
    shutil.copytree(checkpoint_of("marian"), folder)
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(_Runs(mark), protocol=2))
    with pytest.raises(ModelError) as caught:
        use(folder, engine)
    assert caught.value.remedy
    assert not mark.exists()
    pickle.loads((folder / "pytorch_model.bin").read_bytes())
    assert mark.exists()  # the attack is one


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
def test_code_that_lies_beside_a_model_is_not_run(
    checkpoint_of: Callable[[str], Path], tmp_path: Path, engine: str
) -> None:
    mark, folder = tmp_path / "ran", tmp_path / "model"
    shutil.copytree(checkpoint_of("marian"), folder)
    code = f"from pathlib import Path\nPath({str(mark)!r}).write_text('ran')\n"
    for name in ("modeling_own.py", "configuration_own.py", "tokenization_own.py", "__init__.py"):
        (folder / name).write_text(code)
    for name, kinds in (
        ("config.json", {"AutoConfig": "configuration_own.C", "AutoModelForSeq2SeqLM": "modeling_own.M"}),
        ("tokenizer_config.json", {"AutoTokenizer": ["tokenization_own.T", None]}),
    ):
        content = json.loads((folder / name).read_text()) if (folder / name).exists() else {}
        (folder / name).write_text(json.dumps({**content, "auto_map": kinds}))
    try:
        use(folder, engine)
    except ModelError as error:
        assert error.remedy
    assert not mark.exists()


def test_embedded_weights_with_other_bytes_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights.gguf"
    weights.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ModelError, match="not the expected ones"):
        converted(lambda: weights, "0" * 64, tmp_path / "cache")


@pytest.mark.parametrize("name", ["../../etc", "a/../../b", "..", "a/..", "a\x00b/c", "/", "~", "a/b/c", "a\nb/c"])
def test_a_name_of_a_model_leads_nowhere_else(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError) as caught:
        load(name, offline=True)
    assert caught.value.remedy
