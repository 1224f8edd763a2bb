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


def kinds(arabic: str, english: str) -> set[str]:
    return {finding.kind for finding in check_translation(arabic, english)}


@pytest.mark.parametrize(
    ("arabic", "right", "exchanged"),
    [
        (
            "أبلغ وزير الخارجية التركي هاكان فيدان نظيره الإيراني عباس عراقجي بموقف أنقرة.",
            "Turkish Foreign Minister Hakan Fidan informed his Iranian counterpart Abbas Araghchi of Ankara's position.",
            "Iranian Foreign Minister Abbas Araghchi informed his Turkish counterpart Hakan Fidan of Ankara's position.",
        ),
        (
            "اتهمت إيران إسرائيل بشن هجوم على منشآتها.",
            "Iran accused Israel of attacking its facilities.",
            "Israel accused Iran of attacking its facilities.",
        ),
        (
            "هزمت إسبانيا ألمانيا في المباراة النهائية.",
            "Spain defeated Germany in the final.",
            "Germany defeated Spain in the final.",
        ),
        (
            "طالبت السودان الإمارات بوقف دعمها للقوات.",
            "Sudan demanded that the United Arab Emirates stop supporting the forces.",
            "The United Arab Emirates demanded that Sudan stop supporting the forces.",
        ),
        (
            "فاز ترامب على هاريس في الانتخابات.",
            "Trump won against Harris in the election.",
            "Harris won against Trump in the election.",
        ),
        ("صدرت الجزائر الغاز إلى إيطاليا.", "Algeria exported gas to Italy.", "Italy exported gas to Algeria."),
        (
            "حذر غوتيريش إسرائيل من اجتياح رفح.",
            "Guterres warned Israel against invading Rafah.",
            "Israel warned Guterres against invading Rafah.",
        ),
        (
            "قال لافروف إن بوتين سيلتقي شي في بكين.",
            "Lavrov said that Putin would meet Xi in Beijing.",
            "Putin said that Lavrov would meet Xi in Beijing.",
        ),
    ],
)
def test_who_did_what_to_whom_is_found_exchanged_wherever_the_arabic_has_its_verb(
    arabic: str, right: str, exchanged: str
) -> None:
    assert "roles" not in kinds(arabic, right)
    assert "roles" in kinds(arabic, exchanged)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("أبلغ بوتين ترامب أن موسكو لن تتراجع.", "Trump was told by Putin that Moscow will not back down."),
        ("هزمت إسبانيا ألمانيا.", "Germany was defeated by Spain."),
        ("في بكين التقى بوتين شي.", "Putin met Xi in Beijing."),
        ("من جانبها أعلنت فرنسا أن ألمانيا ستشارك.", "For its part, France announced that Germany would take part."),
        ("في غزة قتل الجيش الإسرائيلي خمسة أشخاص.", "Israel killed five people in Gaza."),
    ],
)
def test_a_passive_and_a_place_that_opens_the_arabic_exchange_nobody(arabic: str, english: str) -> None:
    assert "roles" not in kinds(arabic, english)


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [
        (
            "قال المتحدث إن الهدنة صامدة.",
            "The spokesman said that the truce was holding.",
            "The spokesman denied that the truce was holding.",
        ),
        ("قبلت الحكومة العرض.", "The government accepted the offer.", "The government rejected the offer."),
        (
            "نفى الناطق أن تكون بلاده قد شاركت ولن ترسل جنودا.",
            "The spokesman denied that his country had taken part and it will not send soldiers.",
            "The spokesman denied that his country had taken part and it will send soldiers.",
        ),
        (
            "أصر الوزير على أن الجيش لا ينسحب ولا يتفاوض.",
            "The minister insisted that the army does not withdraw or negotiate.",
            "The minister insisted that the army withdraws and does not negotiate.",
        ),
    ],
)
def test_a_denial_is_missed_or_added_at_its_own_place(arabic: str, right: str, wrong: str) -> None:
    assert "negation" not in kinds(arabic, right)
    assert "negation" in kinds(arabic, wrong)
