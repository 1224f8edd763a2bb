from __future__ import annotations

import pytest

from toolkit.translate.matching import differences, match_key, similarity

SENTENCE = "أعلن الوزير، يوم الاثنين، أن «المهلة» تمتد 30 يوما."


@pytest.mark.parametrize(
    "other",
    [
        "اعلن الوزير، يوم الاثنين، ان “المهلة” تمتد 30 يوما",
        'أَعلنَ الوزير،يوم الاثنين ، أن "المهلة" تمتد ٣٠ يومًا.',
        "أعلـــن  الوزير،\u00a0يوم الاثنين، أن \u200f«المهله» تمتد 30 يوما.",
    ],
)
def test_spelling_quotes_blanks_and_the_final_stop_do_not_make_another_sentence(other: str) -> None:
    assert match_key(other) == match_key(SENTENCE)


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE.replace("30", "60"),
        SENTENCE.replace("أن «", "أنه لا «"),
        SENTENCE.replace("الوزير", "السفير"),
        SENTENCE.replace(".", "؟"),
    ],
)
def test_another_word_number_negation_or_question_makes_another_sentence(other: str) -> None:
    assert match_key(other) != match_key(SENTENCE)
    assert 0.8 < similarity(match_key(other), match_key(SENTENCE)) < 1.0


def test_two_numbers_are_not_one_with_a_comma_in_it() -> None:
    assert match_key("بين 3, 5 و10: 30") not in (match_key("بين 3,5 و10: 30"), match_key("بين 3, 5 و10:30"))
    assert match_key("عددها 3 ، الأول") == match_key("عددها 3، الأول")


def test_text_of_marks_alone_keeps_a_key_of_its_own() -> None:
    assert match_key("...") != ""
    assert match_key(" \u200f ") == ""


@pytest.mark.parametrize(
    ("text", "other", "kind", "words"),
    [
        ("تمتد 30 يوما", "تمتد 60 يوما", "number", "30"),
        ("تمتد ثلاثة أيام", "تمتد خمسة أيام", "number", "ثلاثة"),
        ("وقع في يونيو", "وقع في يوليو", "number", "يونيو"),
        ("وصل يوم الأحد", "وصل يوم الاثنين", "number", "الأحد"),
        ("بنسبة 5% أمس", "بنسبة 5 أمس", "number", "%"),
        ("درجة -5 أمس", "درجة 5 أمس", "number", "-"),
        ("بمبلغ $5 أمس", "بمبلغ €5 أمس", "number", "$"),
        ("هل وصل الوزير؟", "هل وصل الوزير.", "word", "؟"),
        ("لم يوافق الوزير", "وافق الوزير", "negation", "لم يوافق"),
        ("الرئيس بوتن وصل", "الرئيس بوتين وصل", "spelling", "بوتن"),
        ("وصل السفير", "وصل الوزير", "word", "السفير"),
    ],
)
def test_a_difference_tells_its_kind_and_its_place(text: str, other: str, kind: str, words: str) -> None:
    (found,) = differences(text, other)
    assert found.kind == kind
    assert found.span.of(text) == words


def test_words_that_are_only_in_the_other_sentence_have_an_empty_place() -> None:
    (found,) = differences("وصل الوزير", "وصل الوزير أمس")
    assert found.span.start == found.span.end == len("وصل الوزير")
    assert found.kind == "number"  # a day, and so a date


def test_the_place_covers_vowel_marks_and_tatweel() -> None:
    text = "قال السَّفـيرُ نعم"
    (found,) = differences(text, "قال الوزير نعم")
    assert found.span.of(text) == "السَّفـيرُ"


def test_equal_sentences_differ_nowhere() -> None:
    assert differences(SENTENCE, SENTENCE.replace("أ", "ا").replace("،", "")) == ()
