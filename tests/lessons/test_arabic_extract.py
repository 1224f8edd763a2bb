"""The Arabic stand-in picks sentences and makes up nothing."""

from __future__ import annotations

from notebooks.lessons.arabic_extract import ArabicExtract
from notebooks.lessons.five_systems import NEWS
from toolkit import read_text
from toolkit.models.types import Engine
from toolkit.summarize import Summarizer
from toolkit.translate import TranslationMemory, Translator

TEXT = " ".join(news.arabic for news in NEWS)


def test_every_sentence_it_gives_is_one_of_the_text() -> None:
    engine = ArabicExtract(4)
    assert isinstance(engine, Engine)
    seen: list[int] = []
    (answer,) = engine.generate([TEXT], each=lambda index, _: seen.append(index))
    chosen = [sentence.text for sentence in read_text(answer.text).sentences]
    assert len(chosen) == 4
    assert set(chosen) <= {news.arabic for news in NEWS}
    assert seen == [0]


def test_its_summary_is_translated_and_stands_on_the_sentences_that_it_picked() -> None:
    memory = TranslationMemory.open(":memory:")
    for news in NEWS:
        memory.add(news.arabic, news.reference)
    translator, article = Translator(memory), read_text(TEXT)
    summarizer = Summarizer(ArabicExtract(4), route="summarize-then-translate", translator=translator, sentences=4)
    claims = summarizer.summarize(article, translator.translate(article))
    assert len(claims) == 4
    for claim in claims:
        best = article.sentences[claim.evidence[0].sentence].text
        assert claim.text == next(news.reference for news in NEWS if news.arabic == best)
        assert claim.verdict == "supported"
