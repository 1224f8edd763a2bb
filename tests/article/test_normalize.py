import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.article.normalize import arabic_form, normalize, normalize_with_offsets, same_as_written

ARABIC = st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF) | st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("الـــكرملين", "الكرملين"),
        ("مُؤَكِّدًا", "مؤكدا"),
        ("٣٫٥٪ و۱۴", "3.5% و14"),
        ("عام\u00a02025", "عام 2025"),
        ("ﻻ ﺑﻮﺗﻴﻦ", "لا بوتين"),
        ("کييف الی", "كييف الي"),
        ("ا\u0655لى ا\u0654علن", "إلى أعلن"),
        ("بو\u200fتين\ufeff", "بوتين"),
        ("ＮＡＴＯ", "NATO"),
    ],
)
def test_spellings_of_the_same_words_compare_equal(written: str, same: str) -> None:
    assert normalize(written) == same


def test_confused_letters_fold_only_when_asked() -> None:
    assert normalize("إلى المكالمة") == "إلى المكالمة"
    assert normalize("إلى المكالمة", fold_letters=True) == normalize("الي المكالمه", fold_letters=True)


@given(ARABIC, st.booleans())
def test_offsets_lead_back_to_the_characters_that_made_the_normal_form(text: str, fold: bool) -> None:
    plain, offsets = normalize_with_offsets(text, fold_letters=fold)
    assert plain == normalize(text, fold_letters=fold)
    assert len(offsets) == len(plain) + 1
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)


def test_a_match_in_the_normal_form_is_found_in_the_text_as_written() -> None:
    text = "في عـامِ ٢٠٢٥ أيضًا"
    plain, offsets = normalize_with_offsets(text)
    start = plain.index("عام 2025")
    assert text[offsets[start] : offsets[start + len("عام 2025")]] == "عـامِ ٢٠٢٥"


@given(ARABIC)
def test_normalizing_twice_changes_nothing_more(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ٱلرئيس", "الرئيس"),
        ("مُؤسَّسة", "موسسه"),
        ("إلى", "الي"),
        ("کابۀ", "كابه"),
        ("ﻣﺴﺆﻭﻝ", "مسوول"),
        ("عُمان", "عمان"),
        ("عمّان", "عمان"),
    ],
)
def test_a_word_has_one_form_however_its_letters_and_marks_are_written(written: str, same: str) -> None:
    assert arabic_form(written) == arabic_form(same)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("عُمان", "عمان", True),
        ("عُمان", "عُمَان", True),
        ("عُمان", "عمّان", False),
        ("وعمّان", "عَمَّان", True),
        ("شكرًا", "شكراً", True),
        ("في عُمان اليوم", "في عمّان اليوم", False),
    ],
)
def test_marks_tell_words_apart_only_where_both_are_written_with_them(one: str, other: str, same: bool) -> None:
    assert same_as_written(one, other) is same
    assert same_as_written(other, one) is same
