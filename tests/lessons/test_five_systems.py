"""The teaching set is what it says of itself."""

from __future__ import annotations

from notebooks.lessons.five_systems import NEWS, five_systems
from toolkit.evidence import check_translation


def test_references_are_translations_that_the_checks_pass() -> None:
    doubted = [news.reference for news in NEWS if check_translation(news.arabic, news.reference)]
    assert doubted == []


def test_every_system_answers_every_sentence() -> None:
    systems = {system.name: system for system in five_systems()}
    assert len(systems) == 5
    assert all(len(system.outputs) == len(NEWS) and all(system.outputs) for system in systems.values())


def test_a_system_is_asked_as_a_model_is_in_any_order() -> None:
    system = five_systems()[0]
    texts = [NEWS[3].arabic, NEWS[0].arabic]
    assert [generation.text for generation in system.generate(texts)] == [system.outputs[3], system.outputs[0]]


def test_the_unfaithful_systems_never_say_what_the_reference_says() -> None:
    for system in five_systems():
        for news, output in zip(NEWS, system.outputs, strict=True):
            assert output != news.reference, system.name


def test_one_detail_wrong_differs_in_three_words_at_most() -> None:
    (wrong,) = (system for system in five_systems() if system.name == "one detail wrong")
    for news, output in zip(NEWS, wrong.outputs, strict=True):
        assert 1 <= len(set(news.reference.split()) ^ set(output.split())) <= 3, output


def test_the_memory_gives_the_older_sentence_of_the_same_kind() -> None:
    (memory,) = (system for system in five_systems() if system.name == "old memory")
    assert list(memory.outputs) == [news.older_english for news in NEWS]


def test_the_same_seed_gives_the_same_systems() -> None:
    assert five_systems(3) == five_systems(3)
