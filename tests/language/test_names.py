"""Names are found in English text and looked for in the Arabic by sound, by meaning and by the gazetteer."""

import pytest

from toolkit.checks.name_check import name_findings
from toolkit.evidence import find_names, read_sentence
from toolkit.language.gazetteer import entries_in_arabic, entry_for, is_ordinary
from toolkit.language.transliteration import SPELLS, arabic_sounds, latin_letters, transliteration_score
from toolkit.language.words import split_words


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Yesterday President Vladimir Putin flew to Kyiv.", ["Vladimir Putin", "Kyiv"]),
        ("Talks began in the United Arab Emirates on Monday.", ["United Arab Emirates"]),
        ("He studied at the University of Virginia in May.", ["University of Virginia"]),
        ("“Nothing has changed,” said Bashar al-Assad.", ["Bashar al-Assad"]),
        ("None of its troops came, and nobody asked.", []),
        ("The prime minister left.", []),
        ("In June the talks failed.", []),
        ("Ushakov said so. Officials agreed.", ["Ushakov"]),
        ("The U.S. and NATO agreed.", ["U.S.", "NATO"]),
        ("Putin&#39;s aide spoke.", ["Putin"]),
    ],
)
def test_names_of_a_sentence(english, expected):
    assert [name.text for name in find_names(english)] == expected


def test_titles_stand_beside_the_name_not_in_it():
    name = find_names("They met Foreign Minister Sergei Lavrov there.")[0]
    assert (name.text, name.titles, name.kind) == ("Sergei Lavrov", ("Foreign", "Minister"), "person")


def test_spans_hold_the_name():
    text = "Later, King Abdullah of Jordan met Recep Tayyip Erdogan."
    assert all(name.span.of(text) == name.text for name in find_names(text))


def test_ordinary_words_in_a_headline_are_no_names():
    assert [n.text for n in find_names("Parliament Rejects New Budget After Long Debate In Paris")] == ["Paris"]


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Putin", "بوتن"),
        ("Putin", "بوتين"),
        ("Schumacher", "شوماخر"),
        ("Hughes", "هيوز"),
        ("Wright", "رايت"),
        ("Juan", "خوان"),
        ("Zhang", "تشانغ"),
        ("Erdoğan", "أردوغان"),
        ("Guinness", "غينيس"),
        ("Xavier", "خافيير"),
    ],
)
def test_an_arabic_spelling_scores_as_one(english, arabic):
    assert transliteration_score(latin_letters(english), arabic_sounds(arabic)) > 0


@pytest.mark.parametrize(
    ("english", "arabic"), [("Putin", "ترامب"), ("London", "باريس"), ("Merkel", "ماكرون"), ("Reed", "بوش")]
)
def test_another_name_does_not(english, arabic):
    assert transliteration_score(latin_letters(english), arabic_sounds(arabic)) < SPELLS


def test_the_gazetteer_knows_spellings_adjectives_and_cldr():
    assert entry_for(["Zelenskyy"]).name == "Volodymyr Zelensky"
    assert entry_for(["Russian"]).name == "Russia"
    assert entry_for(["Vanuatu"]).kind == "country"
    assert entry_for(["Nobody"]) is None


@pytest.mark.parametrize(
    ("arabic", "names"),
    [
        ("وزار بوتين العراق", ["Vladimir Putin", "Iraq"]),
        ("القوات الروسيه والأوكرانيين", ["Russia", "Ukraine"]),
        ("قصر النهار", []),
        ("أقصر الطرق", []),
        ("مجلس الأمن الدولي", ["Security Council"]),
    ],
)
def test_entries_named_in_arabic(arabic, names):
    found = entries_in_arabic(split_words(arabic))
    assert [match.entry.name for match in found if not match.ambiguous] == names


def test_derived_and_british_forms_are_ordinary_words():
    assert is_ordinary("organisers") and is_ordinary("parenthood") and not is_ordinary("ushakov")


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قال ستيفن هيوز من نورث كارولينا", "Stephen Hughes of North Carolina said"),
        ("نقلت سي إن إن عن مصدر", "a source told CNN"),
        ("اللغة الصينية", "the Chinese language"),
        ("رئيس جامعة كولومبيا", "the president of Columbia University"),
        ("شركة Acme الأمريكية", "the American firm Acme"),
    ],
)
def test_names_with_a_counterpart_are_not_reported(arabic, english):
    assert name_findings(read_sentence(arabic, "ar"), read_sentence(english, "en"), None) == []


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قال ستيفن هيوز ذلك", "Robert Kowalski said so"),
        ("نقلت سي إن إن عن مصدر", "a source told the Guardian"),
        ("اللغة الصينية", "the Japanese language"),
        ("رئيس جامعة كولومبيا", "the president of Stanford University"),
    ],
)
def test_names_without_a_counterpart_are_reported(arabic, english):
    assert [
        finding.kind for finding in name_findings(read_sentence(arabic, "ar"), read_sentence(english, "en"), None)
    ] != []


@pytest.mark.parametrize(
    ("arabic", "names"),
    [
        ("وصل إلى عُمان", {"Oman"}),
        ("وصل إلى عُمَان", {"Oman"}),
        ("وصل إلى عمّان", {"Amman"}),
        ("وعَمَّان", {"Amman"}),
        ("وصل إلى عمان", {"Oman", "Amman"}),
    ],
)
def test_marks_tell_oman_from_amman_and_without_them_it_may_be_either(arabic, names):
    assert {match.entry.name for match in entries_in_arabic(split_words(arabic))} == names
