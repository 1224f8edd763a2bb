"""Beam search step by step is the search that the engines run, on a model that learnt reference translations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from notebooks.lessons.beam_search import beam_search
from notebooks.lessons.inspection import OpenModel, open_model
from notebooks.lessons.sentence_pairs import ALTERED, news
from toolkit.errors import UnsupportedModelError
from toolkit.models.types import Options

SOURCES = [*[source for source, _ in news(most_words=14)[0]][:6], *[altered.arabic for altered in ALTERED]]


@pytest.fixture(scope="module")
def model(tiny_marian: Path) -> OpenModel:
    return open_model(tiny_marian)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("beam_size", [1, 3, 4])
def test_the_winner_is_that_of_transformers(model: OpenModel, source: str, beam_size: int) -> None:
    search = beam_search(model, source, beam_size=beam_size, longest=60)
    decoding = model.decoding.overridden(Options(beam_size, 60, 0), 127)
    ((_, decoded),) = model.decode([model.source_ids(source)], decoding, alignment=False)
    best = search.hypotheses[0]
    assert best.ids[:-1] == decoded.ids
    # The engine's score leaves padding its share of the probability; here it has none.
    assert best.log_probability / len(best.ids) == pytest.approx(decoded.score, abs=2e-3)


def test_each_step_keeps_the_likeliest_and_grows_from_what_was_kept(model: OpenModel) -> None:
    search = beam_search(model, SOURCES[-1], beam_size=3)
    kept: tuple[tuple[int, ...], ...] = ((),)
    for step in search.steps:
        totals = [one.log_probability for one in step.candidates]
        assert totals == sorted(totals, reverse=True)
        assert len(step.candidates) == 6
        assert len(step.kept) <= 3
        assert all(one.ids[:-1] == kept[one.parent] for one in step.candidates)
        assert all(one.log_probability <= 0 for one in step.candidates)
        kept = tuple(one.ids for one in step.kept)


def test_the_probability_of_a_hypothesis_is_the_product_of_its_pieces(model: OpenModel) -> None:
    search = beam_search(model, SOURCES[0], beam_size=2)
    best = search.hypotheses[0]
    product = 1.0
    for length in range(1, len(best.ids) + 1):
        (one,) = [one for one in search.steps[length - 1].candidates if one.ids == best.ids[:length]]
        product *= one.last
    assert best.probability == pytest.approx(product)


def test_greedy_search_takes_the_likeliest_piece_each_time(model: OpenModel) -> None:
    search = beam_search(model, SOURCES[-1], beam_size=1, longest=40)
    ids = model.source_ids(SOURCES[-1])
    best = search.hypotheses[0]
    for length, token in enumerate(best.ids[:-1]):
        assert int(np.argmax(model.next_log_probabilities(ids, [best.ids[:length]])[0])) == token


def test_without_a_length_penalty_the_winner_is_no_less_probable_and_with_a_high_one_no_shorter(
    model: OpenModel,
) -> None:
    for altered in ALTERED:
        short, mean, long = (
            beam_search(model, altered.arabic, length_penalty=p, longest=60).hypotheses[0] for p in (0.0, 1.0, 2.0)
        )
        assert short.log_probability >= mean.log_probability - 1e-9
        assert len(long.ids) >= len(short.ids)


def test_next_probabilities_sum_to_one_and_padding_has_none(model: OpenModel) -> None:
    after = np.exp(model.next_log_probabilities(model.source_ids(SOURCES[0]), [(), ()][:1]))
    assert after.sum() == pytest.approx(1)
    assert after[0, model.checkpoint.pad] == 0


def test_attention_of_each_piece_sums_to_one_over_the_source(model: OpenModel) -> None:
    best = beam_search(model, SOURCES[0]).hypotheses[0]
    attention = model.cross_attention(SOURCES[0], best.ids)
    assert attention.weights.shape[2:] == (len(attention.target), len(attention.source))
    assert attention.target[-1] == attention.source[-1] == "</s>"
    np.testing.assert_allclose(attention.mean().sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(attention.head(1, 2), attention.weights[1, 2])


def test_only_marian_models_are_opened(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "t5"}')
    with pytest.raises(UnsupportedModelError, match="Marian"):
        open_model(tmp_path)
