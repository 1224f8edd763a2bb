import pytest

from toolkit.checks.claims import check_claim
from toolkit.checks.likelihood import chance_right, claim_features, likelihood_message
from toolkit.checks.source_text import read_source
from toolkit.evidence import read_sentence

SOURCE = [
    "The harbour in Aden was closed on Monday after a ship hit the northern pier, the port authority said.",
    "Two sailors were treated for light injuries.",
]


def chance(claim: str) -> float:
    source = read_source(SOURCE)
    return chance_right(claim_features([read_sentence(claim, "en")], source, check_claim(claim, SOURCE)[1]))


def test_a_claim_in_the_words_of_its_source_is_likelier_right_than_one_in_new_words() -> None:
    assert chance("The harbour in Aden was closed after a ship hit the pier.") > 0.7
    assert chance("Rebels from Taiz burnt a warehouse of Swiss watches near the airport.") < 0.3


def test_each_sign_against_a_claim_makes_it_less_likely() -> None:
    source = read_source(SOURCE)
    features = claim_features([read_sentence("Two sailors were treated.", "en")], source, ())
    for sign in ("name error", "number error", "date error", "negation warning", "new words"):
        assert chance_right({**features, sign: 1.0}) < chance_right(features)


def test_a_doubtful_claim_says_how_many_such_claims_were_right_and_a_shortening_never_does() -> None:
    verdict, findings = check_claim("Angry crowds burnt a warehouse full of watches.", SOURCE)
    assert verdict != "supported"
    assert any(finding.kind == "likelihood" for finding in findings) or any(
        "nothing like" in f.message for f in findings
    )
    assert check_claim("The harbour in Aden was closed after a ship hit the pier.", SOURCE) == ("supported", [])


@pytest.mark.parametrize(("value", "said"), [(0.02, "1 in 10"), (0.25, "1 in 4"), (0.5, "1 in 2"), (0.95, "9 in 10")])
def test_chances_are_said_in_words(value: float, said: str) -> None:
    assert likelihood_message(value) == f"About {said} such claims were right."
