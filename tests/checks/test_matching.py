import pytest

from toolkit.checks.matching import arabic_content_words, match_values
from toolkit.language.english import content_words


def pairs(claim: str, arabic: str) -> set[tuple[str, str]]:
    words, others = content_words(claim), arabic_content_words(arabic)
    same = match_values(claim, arabic)
    return {
        (word.form, other.span.of(arabic))
        for i, word in enumerate(words)
        for j, other in enumerate(others)
        if same[i, j]
    }


@pytest.mark.parametrize(
    ("claim", "arabic", "pair"),
    [
        ("Ushakov spoke.", "تحدث أوشاكوف.", ("ushakov", "أوشاكوف")),
        ("Peskov spoke.", "تحدث بيسكوف.", ("peskov", "بيسكوف")),
        ("He told Ushakov.", "قال لأوشاكوف.", ("ushakov", "لأوشاكوف")),
        ("Russian troops left.", "غادرت القوات روسيا.", ("russian", "روسيا")),
        ("The White House agreed.", "وافق البيت الأبيض.", ("house", "البيت")),
        ("6,000 soldiers left.", "غادر 6 آلاف جندي.", ("6,000", "6")),
        ("25 soldiers left.", "غادر خمسة وعشرون جنديا.", ("25", "خمسة")),
    ],
)
def test_the_same_value_meets_across_the_languages(claim: str, arabic: str, pair: tuple[str, str]) -> None:
    assert pair in pairs(claim, arabic)


@pytest.mark.parametrize(
    ("claim", "arabic"),
    [
        ("Ushakov spoke.", "تحدث بيسكوف."),
        ("Polish troops left.", "غادرت القوات روسيا."),
        ("60,000 soldiers left.", "غادر 6 آلاف جندي."),
        ("The second soldier left.", "غادر جنديان اثنان."),
    ],
)
def test_another_value_does_not(claim: str, arabic: str) -> None:
    assert pairs(claim, arabic) == set()


def test_nothing_to_compare_gives_an_empty_matrix() -> None:
    assert match_values("", "").shape == (0, 0)
