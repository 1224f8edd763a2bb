from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.article.types import Span
from toolkit.errors import FormatError
from toolkit.translate import Glossary, Term

GLOSSARY = Glossary(
    [
        Term(("كييف",), ("Kyiv",), forbidden=("Kiev",)),
        Term(("بوتين", "بوتن"), ("Putin",), forbidden=("Poutine",)),
        Term(("الناتو", "حلف شمال الأطلسي"), ("NATO", "North Atlantic Treaty Organization")),
        Term(("الشمال",), ("the North",)),
    ]
)


def span_of(words: str, text: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def aligned(arabic: str, english: str, *pairs: tuple[str, str]) -> tuple[tuple[Span, Span], ...]:
    return tuple((span_of(a, arabic), span_of(e, english)) for a, e in pairs)


@pytest.mark.parametrize("arabic", ["وصل بوتين", "وصل بوتن", "قال لبوتين", "وبُوتِيـن أيضا", "ما قاله، بوتين؟"])
def test_variants_particles_and_vowel_marks_are_one_term(arabic: str) -> None:
    (found,) = GLOSSARY.find(arabic)
    assert found.term.preferred == "Putin"


@pytest.mark.parametrize("arabic", ["انضم إلى الناتو", "انضم للناتو", "والناتو قال", "في حلف  شمال الأطلسي"])
def test_the_article_after_a_particle_is_known(arabic: str) -> None:
    assert [found.term.preferred for found in GLOSSARY.find(arabic)] == ["NATO"]


def test_a_term_inside_another_word_is_none() -> None:
    assert GLOSSARY.find("البوتينية وكييفات") == []
    assert Glossary().find("بوتين") == []


def test_a_forbidden_rendering_is_an_error_with_both_places() -> None:
    arabic, english = "وصل إلى كييف", "He came to Kiev's centre"
    (finding,) = GLOSSARY.check(arabic, english)
    assert (finding.kind, finding.severity) == ("term", "error")
    assert finding.source_spans[0].of(arabic) == "كييف"
    assert finding.target_spans[0].of(english) == "Kiev"


def test_a_missing_rendering_is_a_warning_and_an_accepted_one_is_none() -> None:
    (finding,) = GLOSSARY.check("أعلن الناتو", "The alliance announced")
    assert (finding.severity, finding.target_spans) == ("warning", ())
    assert GLOSSARY.check("أعلن الناتو", "The North Atlantic treaty organization announced") == []
    assert GLOSSARY.check("موقف بوتين", "Putin's position") == []


def test_english_words_count_whole_and_only_for_arabic_that_has_the_term() -> None:
    assert len(GLOSSARY.check("أعلن بوتين", "Putinism was announced")) == 1
    assert GLOSSARY.check("أعلن الوزير", "Kiev announced") == []


def test_a_forbidden_rendering_is_mended_without_an_alignment_and_said() -> None:
    mended = GLOSSARY.mend("وصل إلى كييف بوتن", "Kiev saw Poutine; Kiev's mayor too")
    assert mended.text == "Kyiv saw Putin; Kyiv's mayor too"
    assert {f.severity for f in mended.findings} == {"info"}
    assert {f.target_spans[0].of(mended.text) for f in mended.findings} == {"Kyiv", "Putin"}


def test_a_missing_rendering_is_put_where_the_alignment_says_and_spans_move_along() -> None:
    arabic, english = "أعلن الناتو موقفه أمس", "the Atlantic alliance announced its position yesterday"
    alignment = aligned(
        arabic, english, ("الناتو", "Atlantic"), ("الناتو", "alliance"), ("أعلن", "announced"), ("أمس", "yesterday")
    )
    mended = GLOSSARY.mend(arabic, english, alignment)
    assert mended.text == "the NATO announced its position yesterday"
    assert [(s.of(arabic), t.of(mended.text)) for s, t in mended.alignment] == [
        ("الناتو", "NATO"),
        ("الناتو", "NATO"),
        ("أعلن", "announced"),
        ("أمس", "yesterday"),
    ]


def test_no_second_article_and_a_capital_at_the_start() -> None:
    arabic = "الشمال هادئ"
    english = "the Upper part is calm"
    alignment = aligned(arabic, english, ("الشمال", "Upper part"), ("هادئ", "calm"))
    assert GLOSSARY.mend(arabic, english, alignment).text == "the North is calm"
    assert GLOSSARY.mend(arabic, english[4:], aligned(arabic, english[4:], ("الشمال", "Upper part"))).text == (
        "The North is calm"
    )


@pytest.mark.parametrize(
    "pairs",
    [
        (),
        (("الناتو", "It"), ("موقفه", "It")),
        (("الناتو", "It"), ("الناتو", "clearly yesterday in town")),
    ],
)
def test_where_the_alignment_is_not_plain_nothing_is_changed_and_the_doubt_stays(
    pairs: tuple[tuple[str, str], ...],
) -> None:
    arabic, english = "أعلن الناتو موقفه", "It announced its position clearly yesterday in town"
    mended = GLOSSARY.mend(arabic, english, aligned(arabic, english, *pairs))
    assert mended.text == english
    assert [f.severity for f in mended.findings] == ["warning"]


def test_a_csv_file_is_read_with_variants_forbidden_renderings_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(
        "Arabic,English,Note,Forbidden\nبوتين|بوتن,Putin,the president,Poutine | Putine\n,,,\nكييف,Kyiv,,\n",
        encoding="utf-8-sig",
    )
    first, second = Glossary.open(path).terms
    assert first == Term(("بوتين", "بوتن"), ("Putin",), "the president", ("Poutine", "Putine"))
    assert second.forbidden == ()


def test_a_row_with_half_a_term_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("arabic,english\nكييف,Kyiv\nبوتين,\n", encoding="utf-8")
    with pytest.raises(FormatError, match="Row 3"):
        Glossary.open(path)


def test_a_term_with_signs_of_a_pattern_in_it_is_taken_as_written() -> None:
    glossary = Glossary([Term(("أ.ب (خاص)",), ("A.P. (special)",), forbidden=("A+B*",))])
    assert glossary.mend("من أ.ب (خاص) أمس", "From A+B* yesterday").text == "From A.P. (special) yesterday"
