"""The translator with a real model: a small Marian that the tests train on the reference translations."""

from __future__ import annotations

from pathlib import Path

from tests.checkpoints import reference_pairs
from toolkit.article import read_text
from toolkit.translate import TranslationMemory, Translator


def test_a_small_model_reproduces_reference_translations_through_the_translator(tiny_marian: Path) -> None:
    pairs = reference_pairs()
    translator = Translator(None, tiny_marian)
    found = translator.translate([source for source, _ in pairs])
    right = [t for t, (_, target) in zip(found, pairs, strict=True) if t is not None and t.text == target]
    assert len(right) >= 3
    (component,) = found.components
    for translation in right:
        assert translation.origin == "model"
        assert translation.model == f"{component.name}@{component.revision}"
        assert translation.score is not None and 0.0 < translation.score <= 1.0
    assert (component.role, component.engine) == ("translator", "ctranslate2")


def test_the_words_that_a_model_aligns_are_words_of_both_texts(tiny_marian: Path) -> None:
    source, _ = reference_pairs()[0]
    (translation,) = Translator(None, tiny_marian).translate([source])
    assert translation is not None
    assert translation.alignment
    for arabic, english in translation.alignment:
        assert arabic.of(source).strip() == arabic.of(source) != ""
        assert english.of(translation.text).strip() == english.of(translation.text) != ""


def test_memory_and_model_share_an_article_and_only_the_model_is_asked_for_the_rest(
    tiny_marian: Path, memory: TranslationMemory
) -> None:
    pairs = reference_pairs()
    memory.add(pairs[0][0], "As the editor wants it.")
    article = read_text("\n\n".join(source for source, _ in pairs[:4]))
    translator = Translator(memory, tiny_marian)
    made = translator.translate(article)
    found = [t for t in made if t is not None]
    assert len(found) == len(article.sentences)
    assert found[0].text == "As the editor wants it."
    assert [t.origin for t in found] == ["memory"] + ["model"] * (len(found) - 1)
    assert [c.role for c in made.components] == ["memory", "translator"]


def test_both_engines_give_the_same_english(tiny_marian: Path) -> None:
    sources = [source for source, _ in reference_pairs()[:6]]
    answers = [
        [t and t.text for t in Translator(None, tiny_marian, engine=engine).translate(sources)]
        for engine in ("transformers", "ctranslate2")
    ]
    same = sum(one == other for one, other in zip(*answers, strict=True))
    assert same >= len(sources) - 1  # int8 against float32: a close call may fall the other way
