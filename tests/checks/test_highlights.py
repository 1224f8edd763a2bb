from itertools import pairwise

import pytest

from toolkit.article.types import Span
from toolkit.checks.highlights import highlight

ARABIC = "أعلنت وزارة الصحة تطعيم 300 ألف طفل ضد الحصبة في العاصمة خلال الأسبوع الماضي بدعم من الأمم المتحدة."
ENGLISH = (
    "The health ministry announced that 300,000 children were vaccinated against measles in the capital "
    "last week with support from the United Nations."
)
CLAIM = "Children were vaccinated in the capital."


def test_the_words_that_carry_the_claim_are_lit_on_all_sides() -> None:
    lit = highlight(CLAIM, ARABIC, translation=ENGLISH)
    arabic = " ".join(span.of(ARABIC) for span in lit.source_spans)
    assert "طفل" in arabic and "العاصمة" in arabic
    assert "الأمم" not in arabic and "وزارة" not in arabic
    assert [span.of(CLAIM) for span in lit.target_spans] == ["Children were vaccinated in the capital"]
    assert [span.of(ENGLISH) for span in lit.translation_spans] == ["children were vaccinated", "capital"]


def test_spans_are_sorted_apart_and_begin_and_end_with_a_word() -> None:
    lit = highlight("The United Nations supported the health ministry.", ARABIC, translation=ENGLISH)
    for text, spans in ((ARABIC, lit.source_spans), (ENGLISH, lit.translation_spans)):
        assert spans
        assert all(text[s.start].isalnum() and text[s.end - 1].isalnum() for s in spans)
        assert all(a.end < b.start for a, b in pairwise(spans))


def test_an_alignment_leads_from_the_translation_to_the_arabic() -> None:
    arabic, english = "قرأ أحمد الكتاب", "Ahmad read the book"
    # The alignment is wrong on purpose: only by following it can "book" reach the first word.
    crossed = [(Span(0, 3), Span(15, 19)), (Span(9, 15), Span(6, 10))]
    lit = highlight("The book.", arabic, translation=english, alignment=crossed)
    assert [span.of(arabic) for span in lit.source_spans] == ["قرأ"]


def test_without_an_alignment_the_encoder_finds_the_word() -> None:
    arabic = "قرأ أحمد الكتاب"
    lit = highlight("The book.", arabic, translation="Ahmad read the book")
    assert [span.of(arabic) for span in lit.source_spans] == ["الكتاب"]


def test_a_phrase_carries_a_single_word() -> None:
    arabic = "دعا الأمين العام إلى وقف إطلاق النار فورا في المدينة القديمة ومحيطها"
    lit = highlight("He wants a ceasefire.", arabic)
    assert any("إطلاق النار" in span.of(arabic) for span in lit.source_spans)
    assert not any("المدينة" in span.of(arabic) for span in lit.source_spans)


def test_a_partial_match_never_lights_a_wall_of_colour() -> None:
    claim = "The health ministry announced vaccinations of children against measles in the capital last month by car."
    lit = highlight(claim, ARABIC, translation=ENGLISH)
    for text, spans in ((ARABIC, lit.source_spans), (ENGLISH, lit.translation_spans)):
        assert sum(s.end - s.start for s in spans) <= 0.6 * len(text)


def test_a_full_translation_may_light_nearly_everything() -> None:
    lit = highlight(ENGLISH, ARABIC, translation=ENGLISH)
    assert sum(s.end - s.start for s in lit.translation_spans) > 0.7 * len(ENGLISH)


@pytest.mark.parametrize(
    ("claim", "arabic"), [("", ARABIC), (CLAIM, ""), ("", ""), ("The of and.", ARABIC), ("...", "؟؟")]
)
def test_nothing_to_match_lights_nothing(claim: str, arabic: str) -> None:
    lit = highlight(claim, arabic, translation="" if not arabic else ENGLISH)
    assert lit.source_spans == ()
    assert lit.target_spans == () or arabic == ""


def test_a_different_number_is_not_lit() -> None:
    arabic = "أصيب 25 شخصا في الحادث"
    assert not any("25" in span.of(arabic) for span in highlight("48 people were hurt.", arabic).source_spans)
    assert any("25" in span.of(arabic) for span in highlight("25 people were hurt.", arabic).source_spans)


def test_a_name_of_two_words_is_lit_as_a_whole() -> None:
    arabic = "أعلنت الولايات المتحدة عقوبات جديدة"
    lit = highlight("American sanctions were announced.", arabic)
    assert any("الولايات المتحدة" in span.of(arabic) for span in lit.source_spans)


def test_a_name_is_lit_where_it_is_spelt() -> None:
    arabic = "قال أوشاكوف إن بيسكوف سيسافر غدا"
    assert [span.of(arabic) for span in highlight("Peskov was there.", arabic).source_spans] == ["بيسكوف"]
