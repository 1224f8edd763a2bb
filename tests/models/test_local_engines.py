"""What both local engines promise: text in, text out, nothing lost. On a small trained Marian model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkpoints import build, reference_pairs, template_pairs
from toolkit.errors import ModelError, UnsupportedModelError
from toolkit.models import Engine, load
from toolkit.models.ctranslate2_engine import CTranslate2Engine

pytestmark = pytest.mark.usefixtures("own_cache")

ARRIVED = "وصل إلى الرئيس العاصمة أمس."
LEFT = "غادر الوزير جنيف اليوم."
IN_ENGLISH = {
    ARRIVED: "the president arrived in the capital yesterday.",
    LEFT: "the minister left Geneva today.",
}


@pytest.fixture(scope="module", params=["transformers", "ctranslate2"])
def engine(request: pytest.FixtureRequest, checkpoint_of: Callable[[str], Path], session_cache: Path) -> Engine:
    return load(checkpoint_of("marian"), engine=request.param, dtype="float32", device="cpu", cache=False)


@pytest.mark.parametrize("text", ["", " ", "\n", "123", "  25.7 % ", "***", "…", "١٢٣"])
def test_what_holds_no_letter_comes_back_as_it_is(engine: Engine, text: str) -> None:
    before, middle, after = engine.generate([ARRIVED, text, LEFT])
    assert (before.text, after.text) == (IN_ENGLISH[ARRIVED], IN_ENGLISH[LEFT])
    assert (middle.text, middle.score, middle.alignment) == (text, None, ())


def test_no_texts_give_no_results(engine: Engine) -> None:
    assert engine.generate([]) == []


def test_results_keep_the_order_of_texts_of_all_lengths(engine: Engine) -> None:
    pairs = template_pairs()[::19]
    inputs = [source for arabic, _ in pairs for source in (arabic, f"{arabic}\n{arabic}", "")]
    expected = [target for _, english in pairs for target in (english, f"{english}\n{english}", "")]
    assert [g.text for g in engine.generate(inputs)] == expected


def test_equal_texts_get_equal_results(engine: Engine) -> None:
    first, *others = engine.generate([ARRIVED] * 5, alignment=True)
    assert others == [first] * 4


def test_line_breaks_stay_where_they_are(engine: Engine) -> None:
    generation = engine.generate([f"{ARRIVED}\n\n   {LEFT}\r\n12\n"])[0]
    assert generation.text.replace("\r\n", "\n") == f"{IN_ENGLISH[ARRIVED]}\n\n{IN_ENGLISH[LEFT]}\n12"
    assert generation.pieces == 1


def test_a_text_over_the_limit_is_split_at_clause_marks_and_joined(engine: Engine) -> None:
    assert engine.max_input_tokens is not None
    text = "، ".join([ARRIVED.rstrip("."), LEFT.rstrip(".")] * 20) + "."
    assert engine.count_tokens(text) > engine.max_input_tokens
    generation = engine.generate([text])[0]
    assert generation.pieces >= 2
    assert generation.score is not None


def test_a_word_longer_than_the_limit_is_cut_and_not_refused(engine: Engine) -> None:
    generation = engine.generate(["و" * 1500])[0]
    assert generation.pieces > 5


def test_progress_adds_up_to_the_number_of_texts(engine: Engine) -> None:
    ticks: list[int] = []
    engine.generate([ARRIVED, "", f"{LEFT}\n{ARRIVED}", "12", LEFT, LEFT], progress=ticks.append)
    assert sum(ticks) == 6
    assert all(tick > 0 for tick in ticks)


def test_each_result_is_told_once_with_its_index(engine: Engine) -> None:
    told: dict[int, str] = {}
    texts = [ARRIVED, "", f"{LEFT}\n{ARRIVED}", "12", LEFT, LEFT, "، ".join([LEFT.rstrip(".")] * 40)]
    generations = engine.generate(texts, each=lambda index, generation: told.update({index: generation.text}))
    assert told == dict(enumerate(g.text for g in generations))


@pytest.mark.parametrize("beam", [1, 2, 4])
def test_alignment_points_at_words_on_both_sides(engine: Engine, beam: int) -> None:
    pairs = template_pairs()[::29]
    inputs = [f"  {arabic}" for arabic, _ in pairs]
    generations = engine.generate(inputs, beam_size=beam, alignment=True)
    places = {"president": "الرئيس", "minister": "الوزير", "Moscow": "موسكو", "Istanbul": "إسطنبول", "summit": "القمة"}
    right = asked = 0
    for source, generation in zip(inputs, generations, strict=True):
        for (start, end), (first, last) in generation.alignment:
            assert source[start:end] == source[start:end].strip() != ""
            assert generation.text[first:last] == generation.text[first:last].strip() != ""
            english = generation.text[first:last]
            if english in places:
                asked += 1
                right += source[start:end] == places[english]
    assert asked > 15
    assert right > 0.7 * asked  # attention of a model this small is not sharper


@pytest.mark.parametrize("beam", [1, 4])
def test_alignment_is_the_same_from_both_engines(checkpoint_of: Callable[[str], Path], beam: int) -> None:
    inputs = [arabic for arabic, _ in template_pairs()[::17]]
    found = [
        load(checkpoint_of("marian"), engine=name, dtype="float32", device="cpu", cache=False).generate(  # type: ignore[arg-type]
            inputs, beam_size=beam, alignment=True
        )
        for name in ("transformers", "ctranslate2")
    ]
    same = sum(a.alignment == b.alignment for a, b in zip(*found, strict=True))
    assert same >= 0.97 * len(inputs)  # a share of attention that lies on the threshold may fall to either side


def test_alignment_is_left_out_unless_asked_for(engine: Engine) -> None:
    assert engine.generate([ARRIVED])[0].alignment == ()
    assert engine.generate([ARRIVED], alignment=True)[0].alignment != ()


@pytest.fixture(scope="module")
def stutterer() -> Path:
    """A model that has learnt to stutter."""
    pairs = [(arabic, " ".join([english.split()[1]] * 12)) for arabic, english in template_pairs()[::5]]
    return build("marian", "stutterer", pairs=pairs, steps=60)


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_a_loop_is_decoded_again_with_repetition_forbidden(stutterer: Path, name: Any) -> None:
    engine = load(stutterer, engine=name, dtype="float32", device="cpu", cache=False)
    generation = engine.generate([ARRIVED])[0]
    words = generation.text.split()
    trigrams = list(zip(words, words[1:], words[2:], strict=False))
    assert len(trigrams) == len(set(trigrams))


def test_a_loop_that_cannot_be_ended_is_reported(stutterer: Path) -> None:
    """Without the second try's freedom: the model knows a handful of words, and says them round and round."""
    engine = load(stutterer, engine="transformers", device="cpu", cache=False)
    loops = [g.repeated for g in engine.generate([a for a, _ in template_pairs()[::40]], min_new_tokens=60)]
    assert any(loops)


@pytest.mark.parametrize("largest", [1, 3])
def test_when_memory_runs_out_the_batch_is_halved_and_nothing_is_lost(
    checkpoint_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    import torch
    from transformers import MarianMTModel

    generate = MarianMTModel.generate

    def short_of_memory(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(kwargs["attention_mask"]) > largest:
            raise torch.OutOfMemoryError("out of memory")
        return generate(self, *args, **kwargs)

    monkeypatch.setattr(MarianMTModel, "generate", short_of_memory)
    engine = load(checkpoint_of("marian"), engine="transformers", device="cpu", cache=False)
    pairs = template_pairs()[::101]
    assert [g.text for g in engine.generate([a for a, _ in pairs])] == [b for _, b in pairs]


def test_a_single_text_that_does_not_fit_into_memory_is_an_error_with_ways_out(
    checkpoint_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from transformers import MarianMTModel

    def no_memory(*_: Any, **__: Any) -> Any:
        raise torch.OutOfMemoryError("out of memory")

    monkeypatch.setattr(MarianMTModel, "generate", no_memory)
    engine = load(checkpoint_of("marian"), engine="transformers", device="cpu", cache=False)
    with pytest.raises(ModelError, match="smaller"):
        engine.generate([ARRIVED])


def test_bfloat16_writes_nearly_the_same(checkpoint_of: Callable[[str], Path]) -> None:
    engine = load(checkpoint_of("marian"), engine="transformers", device="cpu", dtype="bfloat16", cache=False)
    pairs = template_pairs()[::37]
    right = sum(g.text == b for g, (_, b) in zip(engine.generate([a for a, _ in pairs]), pairs, strict=True))
    assert right >= 0.9 * len(pairs)


def test_an_unknown_dtype_is_refused(checkpoint_of: Callable[[str], Path]) -> None:
    with pytest.raises(UnsupportedModelError, match="bfloat16"):
        load(checkpoint_of("marian"), engine="transformers", dtype="int3", cache=False)


def test_the_repr_names_model_and_revision(engine: Engine) -> None:
    assert repr(engine).endswith(f"Engine('tiny-marian', revision={engine.revision!r})")


def test_a_tiny_marian_reproduces_reference_translations(tiny_marian: Path) -> None:
    """The translations that ship with the toolkit, learnt by a real model and written by it through the real code."""
    pairs = reference_pairs()
    assert len(pairs) >= 10
    engine = load(tiny_marian, engine="ctranslate2", cache=False)
    written = engine.generate([arabic for arabic, _ in pairs])
    right = sum(g.text == english for g, (_, english) in zip(written, pairs, strict=True))
    assert right >= 0.7 * len(pairs)


def test_whoever_stops_listening_stops_the_work(checkpoint_of: Callable[[str], Path]) -> None:
    engine = load(checkpoint_of("marian"), engine="ctranslate2", cache=False)
    assert isinstance(engine, CTranslate2Engine)
    engine._batch_tokens = 16  # many small batches
    told: list[int] = []

    def stop(index: int, _: object) -> None:
        told.append(index)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.generate([arabic for arabic, _ in template_pairs()], each=stop)
    assert len(told) == 1
    waiting = engine._translator.num_queued_batches  # of 720; those that are taken up are finished
    assert waiting <= 2 * engine._ahead
