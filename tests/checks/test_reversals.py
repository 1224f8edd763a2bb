import pytest

from toolkit.evidence import check_claim, check_translation


def told(arabic: str, english: str) -> list[str]:
    return [finding.message for finding in check_translation(arabic, english) if "opposite" in finding.message]


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [
        ("ارتفعت أسعار النفط اليوم", "Oil prices rose today", "Oil prices fell today"),
        ("نفى المتحدث وجود اتفاق", "The spokesman denied any deal", "The spokesman confirmed a deal"),
        ("غادر الوزير قبل الاجتماع", "The minister left before the meeting", "The minister left after the meeting"),
        ("هم حلفاء لنا", "They are our allies", "They are our enemies"),
    ],
)
def test_a_word_whose_opposite_the_arabic_says_is_found_and_the_right_word_is_not(
    arabic: str, right: str, wrong: str
) -> None:
    assert told(arabic, right) == []
    assert len(told(arabic, wrong)) == 1


def test_where_both_opposites_stand_nothing_is_told() -> None:
    assert told("ارتفعت الأسعار ثم انخفضت", "Prices fell after they rose") == []


def test_a_claim_that_says_the_opposite_of_its_source_is_weak() -> None:
    source = ["Oil prices rose sharply on Monday."]
    assert check_claim("Oil prices rose on Monday.", source)[0] == "supported"
    verdict, findings = check_claim("Oil prices fell on Monday.", source)
    assert verdict != "supported"
    assert any("the opposite: 'fell'" in finding.message for finding in findings)


SOURCE = ["Putin told Trump on Thursday that Moscow would not give up its goals."]


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("Putin told Trump that Moscow would not give up its goals.", True),
        ("Trump told Putin that Moscow would not give up its goals.", False),
        ("Trump was told by Putin that Moscow would not give up its goals.", True),
    ],
)
def test_names_that_exchange_their_places_around_a_verb_are_told_and_a_passive_is_not(claim: str, right: bool) -> None:
    verdict, findings = check_claim(claim, SOURCE)
    assert any("each other's place" in finding.message for finding in findings) != right
    assert right or verdict != "supported"


def test_one_name_on_both_sides_of_a_verb_is_not_exchanged() -> None:
    text = "According to an aide to President Haddad, Haddad affirmed that Haddad would attend the summit in Rabat."
    assert not [finding for finding in check_claim(text, [text])[1] if finding.kind == "roles"]
