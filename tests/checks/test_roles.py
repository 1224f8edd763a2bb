import pytest

from toolkit.evidence import check_claim

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
