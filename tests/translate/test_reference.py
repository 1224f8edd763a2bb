"""The reference translations that ship: whole, exact, and free of the slips that a check can see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.article import read
from toolkit.evidence import check_translation
from toolkit.translate import TranslationMemory, Translator
from toolkit.translate.reference import REFERENCE_TMX
from toolkit.translate.tmx import TOOL, TmxFile, write_tmx

UNITS = TmxFile(REFERENCE_TMX).units


def test_every_title_heading_and_body_sentence_has_an_exact_hit_and_every_unit_is_one(
    article_paths: list[Path],
) -> None:
    memory = TranslationMemory.open()
    used = set()
    for path in article_paths:
        article = read(path)
        for sentence in article.of_kind("title", "heading", "body"):
            match = memory.lookup(sentence.text, threshold=1.0)
            assert match is not None, (path.name, sentence)
            assert match.source == sentence.text
            used.add(match.id)
    assert used == {unit.id for unit in UNITS}


def test_boilerplate_is_not_translated_but_where_it_repeats_a_title(article_paths: list[Path]) -> None:
    memory = TranslationMemory.open()
    for path in article_paths:
        article = read(path)
        titles = {sentence.text for sentence in article.of_kind("title")}
        for sentence in article.of_kind("boilerplate"):
            assert sentence.text in titles or memory.lookup(sentence.text, threshold=1.0) is None


def test_the_translator_translates_all_five_articles_from_it(article_paths: list[Path]) -> None:
    translator = Translator(TranslationMemory.open())
    for path in article_paths:
        article = read(path)
        found = translator.translate(article)
        assert found.problem is None
        for sentence, translation in zip(article.sentences, found, strict=True):
            if sentence.kind == "boilerplate":
                assert translation is None
            else:
                assert translation is not None
                assert (translation.origin, translation.score) == ("memory", 1.0)
                assert (translation.model or "").startswith("reference@")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_no_check_doubts_a_reference_translation(unit: object) -> None:
    findings = check_translation(unit.source, unit.target)  # type: ignore[attr-defined]
    assert [f for f in findings if f.severity != "info"] == []


def test_numbers_in_digits_keep_their_value_and_none_is_added() -> None:
    for unit in UNITS:
        arabic = {number.lstrip("0") for number in re.findall(r"\d+", unit.source)}
        english = {number.lstrip("0") for number in re.findall(r"\d+", unit.target.replace(",000", ""))}
        words = {"2"} if "الثاني من" in unit.source else {"10"} if "العاشرة" in unit.source else set()
        assert arabic - {""} | words == english - {""}, unit.id


def test_one_manner_of_quotation_marks_and_no_slip_of_typing() -> None:
    for unit in UNITS:
        assert not re.search(r'["«»]| {2}|\s[,.;:]|\.\.|[\u0600-\u06ff]', unit.target), unit.id
        assert unit.target == unit.target.strip()
        assert unit.target[0] in "“" or unit.target[0].isupper(), unit.id


def test_each_unit_says_where_it_is_from_and_that_the_project_wrote_it() -> None:
    assert len({unit.id for unit in UNITS}) == len(UNITS)
    for unit in UNITS:
        assert unit.article is not None
        assert unit.id.startswith(unit.article[:3])
        assert (unit.origin, unit.tool) == ("reference", TOOL)
        assert "reference translation prepared by the project" in unit.note


def test_the_file_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "again.tmx"
    write_tmx(UNITS, path, tool_version="0.1.0")
    assert path.read_bytes() == REFERENCE_TMX.read_bytes()
