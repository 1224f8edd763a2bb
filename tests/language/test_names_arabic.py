"""Arabic names are found whole by a learned tagger; lists say how they are spelled, and a guess says that it is one."""

from importlib.resources import files

import pytest

from toolkit.article import read_text
from toolkit.evidence import find_facts, read_sentence
from toolkit.language.name_spelling import compose
from toolkit.language.words import split_words

NAMES = ("person", "place", "organization")


def names_of(text):
    return [(f.kind, f.text) for f in find_facts(read_text(text)) if f.kind in NAMES]


def english_of(text):
    return {f.text: f.english for f in find_facts(read_text(text)) if f.kind in NAMES}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال خالد عبد الكريم إن الوضع صعب.", "خالد عبد الكريم"),
        ("أميرا يدعى أبو سفيان قتل في التفجير.", "أبو سفيان"),
        ("أطيح بالرئيس محمد مرسي عام 2013.", "محمد مرسي"),
        ("وصل موريس مرتين إلى نيويورك.", "موريس"),
        ("كتب عبد الرحمن عبد الناصر في صفحته.", "عبد الرحمن عبد الناصر"),
        ("أكد رئيس الحكومة سعد الدين العثماني أن الميزانية جاهزة.", "سعد الدين العثماني"),
    ],
)
def test_a_person_is_found_whole_and_without_the_next_word(text, name):
    assert ("person", name) in names_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "أدين المتهم بعقوبة حبسية مدتها 12 سنة.",
        "تعادل الخضر أمام ضيفهم.",
        "التحول الديموقراطي السلمي.",
        "عدوى الربيع العربي وصلت العاصمة.",
        "جمع الحفل أسماء كبيرة.",
        "خرج المتظاهرون إلى الشوارع.",
        "وقال أمينه العام إن الحزب فاز.",
        "ألهبت الأغنية حماس الجمهور.",
        "حضر الموظفون إلى عملهم باكراً.",
        "صعد خام غرب تكساس الوسيط 1.9%.",
    ],
)
def test_ordinary_words_that_could_be_names_are_none(text):
    assert names_of(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "arabic", "english"),
    [
        (
            "أعلن بنك الخليج الدولي نتائجه.",
            "organization",
            "بنك الخليج الدولي",
            "Gulf International Bank (word by word)",
        ),
        ("تضرر مطار بغداد الدولي أمس.", "place", "مطار بغداد الدولي", "Baghdad International Airport (word by word)"),
    ],
)
def test_a_name_inside_another_belongs_to_the_outer_one(text, kind, arabic, english):
    found = [(f.kind, f.text, f.english) for f in find_facts(read_text(text)) if f.kind in NAMES]
    assert found == [(kind, arabic, english)]


@pytest.mark.parametrize(
    ("text", "place"), [("سكان القنيطرة قرب الرباط.", "Kenitra"), ("قصف موقعا في القنيطرة بسوريا.", "Quneitra")]
)
def test_of_places_that_are_spelled_alike_the_one_near_the_others_is_meant(text, place):
    assert english_of(text)["القنيطرة"] == place


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("قال وزير الدولة بوزارة الخارجية السودانية إن المحادثات ستستأنف.", "Sudan’s foreign ministry"),
        ("نفت وزارة الخارجية علمها بالأمر.", "foreign ministry"),
        ("قال متحدث باسم الجيش السوداني إن القوات تقدمت.", "Sudan’s army"),
        ("قال الناطق باسم الخارجية الإيرانية إن المفاوضات مستمرة.", "Iran’s foreign ministry"),
        ("قالت وزارة الطاقة السعودية إن الإنتاج ارتفع.", "Saudi Arabia’s energy ministry (word by word)"),
        ("أعلن البنك المركزي المصري خفض الفائدة.", "Egyptian Central Bank (word by word)"),
        ("قال رئيس جامعة القاهرة إن الدراسة بدأت.", "Cairo University (word by word)"),
        ("قالت وزارة الخارجية الأمريكية إن اللقاء تأجل.", "State Department"),
    ],
)
def test_an_institution_takes_its_country_from_the_text(text, english):
    assert [f.english for f in find_facts(read_text(text)) if f.kind == "organization"] == [english]


def test_a_person_named_in_full_once_is_spelled_in_full_afterwards():
    text = "قال الوزير سمير القرنفلي إن الاجتماع تأجل.\n\nوأضاف القرنفلي أن الوفد سيعود غدا."
    facts = [f.english for f in find_facts(read_text(text)) if f.kind == "person"]
    assert len(facts) == 2
    assert facts[0] == facts[1]


def test_compounds_with_servant_of_god_are_one_name():
    assert english_of("قال خالد عبد الكريم إن الوضع صعب.") == {"خالد عبد الكريم": "Khaled Abdelkarim"}


def test_a_spelling_of_the_name_index_that_sounds_otherwise_is_not_taken():
    assert "Asadi" not in english_of("قال حمدي العمري إن الحزب فاز.")["حمدي العمري"]


def test_a_listed_person_after_a_verb_is_not_a_longer_guess():
    assert read_sentence("زار بوتن طهران", "ar").names[0].canonical == "Vladimir Putin"


def test_the_weights_name_their_source_and_licence():
    data = files("toolkit.language") / "data"
    told = (data / "names.LICENCE.txt").read_text("utf-8")
    assert "ANERcorp" in told
    assert "CC BY-SA 4.0" in told
    sizes = [len((data / name).read_bytes()) for name in ("names.crfsuite", "names_article.crfsuite")]
    assert sum(sizes) < 5_000_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ثم أضاف يوسف النصيري الهدف الثاني.", "يوسف النصيري"),
        ("ويبلغ عمر حكيمي 26 عاما.", "حكيمي"),
        ("توفي الكاتب عمر حكيمي أمس.", "عمر حكيمي"),
        ("وقال محمد كايا لوكالة فرانس برس إن الهزة كانت قوية.", "محمد كايا"),
        ("وقال محمد كايا لصحيفة الغد إن الهزة كانت قوية.", "محمد كايا"),
    ],
)
def test_a_person_ends_before_the_listener_and_is_no_age(text, name):
    people = [fact.text for fact in find_facts(read_text(text)) if fact.kind == "person"]
    assert people == [name]


def test_letters_that_are_spelled_out_are_letters():
    assert compose(split_words("بي في إم")) == ("BVM", "romanized")


def test_a_place_that_shares_its_spelling_is_the_one_that_the_article_is_about():
    text = "أغلقت السلطات العمانية المدارس يوم الأربعاء.\n\nوذكرت شرطة عمان السلطانية أنها أنقذت 43 شخصا."
    assert "Oman" in english_of(text).values() and "Amman" not in english_of(text).values()


def test_a_camp_that_is_called_after_a_person_is_a_place():
    assert ("place", "أبو شوك") in names_of("إن القصف استهدف مخيم أبو شوك للنازحين في دارفور.")


def test_a_body_with_an_article_in_its_name_is_not_found_without_it():
    assert not english_of("تضم المنظمة 56 دولة إسلامية على الأقل.")
    assert "Islamic State" in english_of("تبنى تنظيم الدولة الإسلامية الهجوم.").values()


def test_the_day_after_a_name_is_no_part_of_it():
    assert ("organization", "آبل") in names_of("كشفت شركة آبل الاثنين عن هاتفها الجديد آيفون 16 الذي سيطرح قريبا.")


@pytest.mark.parametrize(
    ("text", "kind", "arabic", "english"),
    [
        ("وأشار النائب رائد المالكي إلى القانون.", "person", "رائد المالكي", "Raed al-Maliki"),
        ("تجري أرامكو السعودية محادثات أولية.", "organization", "أرامكو السعودية", "Saudi Aramco"),
        ("وقعت دبي للاستثمار اتفاقية جديدة.", "organization", "دبي للاستثمار", "Dubai Investment (word by word)"),
        ("فاز في مركب محمد الخامس.", "place", "مركب محمد الخامس", None),
        ("وتنقل والي تمنراست إلى مكان الحادث رفقة وزير النقل محمد الحبيب زهانة.", "person", "محمد الحبيب زهانة", None),
        ("تحدث السنغالي بولي سامبو بعد المباراة.", "person", "بولي سامبو", None),
        ("شارك فنانون من المغرب العربي.", "place", "المغرب العربي", "Maghreb"),
        ("قال كارستن فريتش المحلل لدى كومرتس بنك إن الأسعار سترتفع.", "organization", "كومرتس بنك", None),
    ],
)
def test_a_name_inside_another_belongs_to_it(text, kind, arabic, english):
    found = [f for f in find_facts(read_text(text)) if f.kind in NAMES and arabic in f.text]
    assert [(f.kind, f.text) for f in found] == [(kind, arabic)]
    assert english in (None, found[0].english)


def test_a_surname_alone_is_the_person_that_the_article_named_in_full():
    text = "فاز الروائي إبراهيم نصر الله بالجائزة. وقالت النجار إن المهرجان بدأ. وصدرت لنصر الله رواية."
    text = "وحضر الافتتاح وزيرة الثقافة هيفاء النجار ووزير السياحة. " + text
    english = [f.english for f in find_facts(read_text(text)) if f.kind == "person"]
    assert english[0] == english[2] == "Haifa Al-Najjar"
    assert english[1] == english[3] and english[1].startswith("Ibrahim")


@pytest.mark.parametrize("text", ["رحبت منظمة البلدان المصنعة بالقرار.", "اقتربت النيران من مدرسة البلدة."])
def test_a_name_that_is_cut_or_none_is_not_shown(text):
    assert names_of(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وضمت القائمة أعمالا لريما بالي وعيسى ناصري.", "Jesus"),
        ("وأكد عبد القادر المرتضى، رئيس لجنة شؤون الأسرى، أن العملية جرت.", "Abdel Qadir"),
    ],
)
def test_a_given_name_before_a_surname_is_not_shown_as_somebody_else(text, name):
    assert name not in {fact.english for fact in find_facts(read_text(text))}
