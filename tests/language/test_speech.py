"""The speaker is the subject of the verb of speech: never who was told, what is quoted, or what the talk is about."""

import pytest

from toolkit.article import read_text
from toolkit.evidence import find_facts


def quotations_of(text):
    return [fact.english for fact in find_facts(read_text(text)) if fact.kind == "quotation"]


@pytest.mark.parametrize(
    ("arabic", "said"),
    [
        ("ونفى مصدر عراقي مطلع لوكالة رويترز أن تكون بغداد قد طلبت.", "an informed Iraqi source denied"),
        ("أعلن بيان رسمي أن اللقاء تأجل.", "an official statement announced"),
        ("تساءل آخرون عن شعر ترامب، معتبرين أنه لا ينسجم مع صورته.", "others considered"),
        ("وأكد مصدر أمني لقناة الجزيرة أن الانفجار وقع ليلا.", "a security source stressed"),
        ("وأفاد شهود عيان بأن النيران اشتعلت في المبنى.", "witnesses stated"),
        ("لم يؤكد الجيش أن الضربة وقعت.", "the army did not confirm"),
        ("وقال أمينه العام إن الحزب فاز في الانتخابات.", "his secretary-general said"),
        ("أبلغ مسؤول أمريكي رويترز أن المحادثات توقفت.", "an American official told"),
        ("قال محللون إن الأسعار سترتفع قريبا.", "analysts said"),
        ("قال بوتين لترامب إن روسيا لن تتراجع عن أهدافها.", "Vladimir Putin said"),
        ("المتحدث قال إن اللقاء سيعقد غدا.", "the spokesman said"),
        ("قال وزير العدل حافظ الأختام إن القانون سيعدل.", "the justice minister said"),
        ("تقول الحكومة الأردنية إن العمل بدأ.", "the Jordanian government said"),
        ("رفض بوتين التعليق على الأمر، قائلا إنه سيدرس الخطة.", "Vladimir Putin said"),
        ("قال مصدر في الشرطة لوكالة فرانس برس إن العمل بدأ.", "a source said"),
    ],
)
def test_the_subject_speaks(arabic, said):
    [quotation] = quotations_of(arabic)
    assert quotation.startswith(f"{said} that")


@pytest.mark.parametrize(
    "arabic",
    [
        'دارت اشتباكات أفاد بها المرصد بين مقاتلي ما يعرف بـ"الدولة الإسلامية في العراق والشام" وفصائل.',
        "يُعتقد أن العدد كبير جدا في المدينة.",
        "وأضافت أن اللجنة ستجتمع في المدينة.",
        "كما كرر تصريحه السابق بأن الأمر معروف.",
    ],
)
def test_names_in_quotation_marks_and_sentences_without_a_speaker_are_no_quotation(arabic):
    assert quotations_of(arabic) == []


@pytest.mark.parametrize(
    ("arabic", "speaker"),
    [
        ("وذكرت وكالة الطاقة الدولية أن الطلب العالمي سينمو هذا العام.", "International Energy Agency"),
        ("وقالت منظمة الصحة العالمية إنها خصصت ثلاثة ملايين دولار.", "World Health Organization"),
        ("وأعلن الاتحاد الأفريقي لكرة القدم أن البطولة ستقام في مصر.", "Confederation of African Football"),
    ],
)
def test_a_body_that_is_known_is_called_by_its_name(arabic, speaker):
    said = [fact.item.speaker.english for fact in find_facts(read_text(arabic)) if fact.kind == "quotation"]
    assert said == [speaker]


@pytest.mark.parametrize(
    ("arabic", "speaker"),
    [
        ("وقالت لجان مقاومة الفاشر في بيان إن القصف استهدف المخيم ليلا.", "«لجان مقاومة الفاشر»"),
        ("وقالت بلدية باريس إن الحديقة ستفتح غدا.", "«بلدية باريس»"),
        ("وذكرت صحيفة الغارديان أن المحادثات توقفت.", "Guardian newspaper"),
    ],
)
def test_a_place_inside_the_name_of_a_body_does_not_speak(arabic, speaker):
    said = [fact.item.speaker.english for fact in find_facts(read_text(arabic)) if fact.kind == "quotation"]
    assert said == [speaker]


@pytest.mark.parametrize(
    ("arabic", "speaker"),
    [
        ("قالت هيئة الطيران المدني إن الإعصار يقترب.", "the Civil Aviation Authority (word by word)"),
        ("وذكرت شركة وود ماكنزي الاستشارية أن الطلب سينمو.", "the company «وود ماكنزي الاستشارية»"),
        ("نفى المستشار، عبر منصة إكس، الأمر وقال إن الجيش هاجم المدنيين.", "the adviser"),
        ("هاجم مقتدى الصدر، الذي وصف الانتخابات بأنها «تزيد من هيمنة الفاسدين».", "Moqtada al-Sadr"),
        ("قال مدرب الوداد، البلجيكي ريجا توماس، إن فريقه قدم مباراة كبيرة.", "person"),
        ("وقال الناطق الرسمي باسم الحكومة إن العمل بدأ.", "the official government spokesman"),
    ],
)
def test_a_speaker_is_told_whole(arabic, speaker):
    [said] = [fact.item for fact in find_facts(read_text(arabic)) if fact.kind == "quotation"]
    assert speaker in (said.speaker.kind, said.speaker.english)


def test_a_listener_is_no_speaker():
    assert quotations_of("وأضاف لإذاعة سلطنة عمان أن درجات الحرارة ستنخفض.") == []


@pytest.mark.parametrize(
    ("arabic", "speaker"),
    [
        ("وقالت وزيرة العدل ليلى جفال أمام النواب إن القانون سيعدل.", "Laila Djeffal"),
        ("وحذر رئيس الرابطة التونسية من أن الأزمة ستطول.", "the head"),
        ("قال الرئيس التونسي إن الأمر انتهى.", "the Tunisian president"),
        ("قال محافظ مصرف ليبيا المركزي إن الإنفاق ارتفع.", "the governor of «مصرف ليبيا المركزي»"),
        (
            "من جهته، رفض رئيس الحكومة عبد الحميد الدبيبة الميزانية، معتبرا أنها صدرت من طرف واحد.",
            "Abdul Hamid Dbeibah",
        ),
        ("ونقلت وكالة نوفا الإيطالية عن مصدر أن الشركة تدرس الأمر.", "the agency «نوفا الإيطالية»"),
        ("قال بيري بشكل خاص: «هناك بعض الأماكن في العالم».", "«بيري»"),
    ],
)
def test_the_head_of_a_body_is_no_head_of_state_and_names_end_before_prepositions(arabic, speaker):
    [said] = [fact.item for fact in find_facts(read_text(arabic)) if fact.kind == "quotation"]
    assert said.speaker.english == speaker
