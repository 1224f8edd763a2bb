"""What denies is told from what only looks like it."""

import pytest

from toolkit.evidence import read_sentence


def strong(text, language):
    return [negation.text for negation in read_sentence(text, language).negations if negation.strong]


@pytest.mark.parametrize(
    ("arabic", "expected"),
    [
        ("لم يحضر ولن يحضر", ["لم", "ولن"]),
        ("ليست هذه المرة الأولى", ["ليست"]),
        ("لا يزال الحوار ممكنا", []),
        ("ما لا يقل عن خمسة", []),
        ("لا سيما في الجنوب", []),
        ("ليس فقط في الجنوب", []),
        ("بلا شك", []),
    ],
)
def test_arabic_particles(arabic, expected):
    assert strong(arabic, "ar") == expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("He did not come and won't come", ["not", "won't"]),
        ("No one was hurt", ["No"]),
        ("Not only the south", []),
        ("no more than ten", []),
        ("There is no doubt", []),
        ("cosmonaut No. 11", []),
    ],
)
def test_english_particles(english, expected):
    assert strong(english, "en") == expected


def test_negative_words_are_soft():
    assert [n.strong for n in read_sentence("It is unlikely", "en").negations] == [False]
    assert [n.strong for n in read_sentence("رفض الاقتراح", "ar").negations] == [False]
