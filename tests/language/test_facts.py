"""Facts are found where they stand, with the right English, and as many of them as was promised."""

from datetime import date

import pytest

from tests.language.labelled_facts import ARTICLES, FIGURES, NAMES, ROWS, labelled, score
from toolkit.article import read, read_text
from toolkit.evidence import find_facts, read_sentence


def facts_of(text, **changes):
    return [(f.kind, f.text, f.english) for f in find_facts(read_text(text, **changes)) if f.kind != "quotation"]


def test_numbers_and_dates_reach_their_targets():
    precision, recall, english, total = score(FIGURES)
    assert total >= 120
    assert precision >= 0.95
    assert recall >= 0.90
    assert english >= 0.95


def test_names_reach_their_targets():
    precision, recall, english, total = score(NAMES)
    assert total >= 120
    assert precision >= 0.90
    assert recall >= 0.80
    assert english >= 0.95


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.get("article", row.get("text", ""))[:24])
def test_every_span_holds_its_text(row):
    article, _ = labelled(row)
    for fact in find_facts(article):
        assert article.text[fact.span.start : fact.span.end] == fact.text
        assert article.sentences[fact.sentence].span.start <= fact.span.start
        assert fact.span.end <= article.sentences[fact.sentence].span.end
        assert fact.text.strip() == fact.text != ""
        assert fact.english


@pytest.mark.parametrize(
    ("arabic", "expected"),
    [
        ("عاد 6 آلاف جندي", ("number", "6 آلاف جندي", "6,000 soldiers")),
        ("استمر اللقاء ساعة ونصف", ("number", "ساعة ونصف", "an hour and a half")),
        ("دام الحصار ثلاث سنوات ونصف", ("number", "ثلاث سنوات ونصف", "three and a half years")),
        ("أنتجوا 820 ألف برميل", ("number", "820 ألف برميل", "820,000 barrels")),
        ("في ثمانينيات القرن الماضي", ("number", "ثمانينيات القرن الماضي", "the 1980s")),
        ("اللواء الثاني عشر", ("number", "الثاني عشر", "12th")),
        ("بنسبة 12٪", ("percentage", "12٪", "12%")),
        ("بقيمة 2,5 مليار دولار", ("money", "2,5 مليار دولار", "$2.5 billion")),
        ("بقيمة مليون جنيه إسترليني", ("money", "مليون جنيه إسترليني", "£1 million")),
        ("ما لا يقل عن مئة شخص", ("number", "ما لا يقل عن مئة شخص", "at least 100 people")),
        ("آلاف اللاجئين", ("number", "آلاف اللاجئين", "thousands of refugees")),
        ("بدأ اللقاء الساعة 14:00 بتوقيت غرينتش", ("time", "14:00 بتوقيت غرينتش", "14:00 GMT")),
        ("زار بوتن طهران", ("person", "بوتن", "Vladimir Putin")),
    ],
)
def test_english_of_single_facts(arabic, expected):
    assert expected in facts_of(arabic)


def test_a_weekday_is_dated_when_the_day_of_publication_is_known():
    text = "أعلن الكرملين اليوم الخميس أن المحادثات ستستأنف."
    article = read_text(text)
    plain = next(f for f in find_facts(article) if f.kind == "date")
    assert (plain.english, plain.value) == ("Thursday", "Thursday")
    from dataclasses import replace

    dated = next(f for f in find_facts(replace(article, published=date(2025, 7, 3))) if f.kind == "date")
    assert (dated.english, dated.value) == ("Thursday 3 July 2025", "2025-07-03")


def test_values_compare():
    values = {f.text: f.value for f in find_facts(read_text("قتل 6 آلاف جندي منذ 24 فبراير/شباط 2022 وفق بوتن"))}
    assert values == {"6 آلاف جندي": "6000", "24 فبراير/شباط 2022": "2022-02-24", "بوتن": "Vladimir Putin"}


def test_a_romanized_name_says_that_it_is_a_guess():
    facts = {f.text: f.english for f in find_facts(read_text("قال الوزير سمير قرنفلي إن الاجتماع تأجل"))}
    assert facts["سمير قرنفلي"].endswith("(romanized)")


def test_boilerplate_gives_no_facts():
    article = read(ARTICLES / "001_8bc309235082eee5.txt")
    skipped = {s.index for s in article.sentences if s.kind == "boilerplate"}
    assert skipped
    assert not skipped & {fact.sentence for fact in find_facts(article)}


def test_who_said_what():
    text = "وقال مستشار الكرملين يوري أوشاكوف في موسكو: “لن نتخلى عن أهدافنا في هذه الحرب”."
    quotation = next(f for f in find_facts(read_text(text)) if f.kind == "quotation")
    assert quotation.text == "لن نتخلى عن أهدافنا في هذه الحرب"
    assert quotation.value == "Yuri Ushakov"
    assert quotation.english == "Yuri Ushakov said: “…” (7 words)"


def test_indirect_speech_and_speakers_without_a_name():
    text = "وأضاف مستشار الكرملين أن المفاوضات ستتواصل في أنقرة."
    quotation = next(f for f in find_facts(read_text(text)) if f.kind == "quotation")
    assert quotation.value == "Kremlin adviser"
    assert quotation.text == "أن المفاوضات ستتواصل في أنقرة"


@pytest.mark.parametrize(
    "text",
    [
        "شارك في منتدى “سان بطرسبورغ الاقتصادي الدولي للأعمال” وقال كلمة.",
        "وصف “الأسباب الجذرية” للحرب.",
        "تحدث الوزير عن الحرب والسلام طويلا.",
    ],
)
def test_names_and_borrowed_words_in_quotation_marks_are_no_quotations(text):
    assert read_sentence(text, "ar").quotations == ()


@pytest.mark.parametrize(
    "text",
    ["قصر القامة", "لا يزال الوضع هادئا", "من جهة أخرى", "أقصر الطرق إلى السلام", "أحد المسؤولين", "للمرة الأولى"],
)
def test_ordinary_words_are_no_facts(text):
    assert facts_of(text) == []


def english_of(arabic, english):
    return {fact.text: fact.english for fact in find_facts(read_text(arabic), [english])}


def test_a_name_is_spelled_as_the_translation_of_its_sentence_spells_it():
    arabic = "لاعب اليوم هو أليكس أوفيتشكين من فريق واشنطن كابيتالز، وسبقه جارومير جاجر وماريو ليميكس."
    assert english_of(arabic, None)["أليكس أوفيتشكين"].endswith("(romanized)")
    given = english_of(arabic, "Alex Ovechkin of the Washington Capitals scored two goals against Jaromir Jagr.")
    assert given["أليكس أوفيتشكين"] == "Alex Ovechkin"
    assert given["جارومير جاجر"] == "Jaromir Jagr"


@pytest.mark.parametrize("english", ["The striker scored two goals.", "John Smith scored two goals against Ali Omar."])
def test_a_translation_without_the_name_leaves_the_guess(english):
    assert english_of("لاعب اليوم هو أليكس أوفيتشكين من فريق واشنطن كابيتالز.", english)["أليكس أوفيتشكين"].endswith(
        "(romanized)"
    )


def test_a_quotation_is_given_in_the_english_of_the_translation():
    arabic = "وقال مستشار الكرملين يوري أوشاكوف في موسكو: “لن نتخلى عن أهدافنا في هذه الحرب”."
    said = english_of(
        arabic, "Kremlin adviser Yuri Ushakov said in Moscow: “We will not give up our goals in this war.”"
    )
    assert said["لن نتخلى عن أهدافنا في هذه الحرب"] == "Yuri Ushakov said: “We will not give up our goals in this war.”"
    reported = english_of("قال محللون إن الأسعار سترتفع قريبا.", "Analysts said on Sunday that prices will soon rise.")
    assert reported["إن الأسعار سترتفع قريبا"] == "analysts said that prices will soon rise"


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("وارتفع خام برنت بنسبة 2.4 في المئة إلى 64.78 دولار.", ["Brent crude up 2.4%", "Brent crude to $64.78"]),
        ("وهبط سعر الذهب في المعاملات الفورية 0.9 بالمئة.", ["Gold price down 0.9%"]),
        ("النفط يتراجع 2 بالمئة.", ["Oil down 2%"]),
        ("لم ترتفع أسعار النفط 2 بالمئة.", ["2%"]),
        ("ارتفع سهم الشركة المجهولة 3 بالمئة.", ["up 3%"]),
        ("ارتفعت الأسعار من 3 بالمئة.", ["3%"]),
    ],
)
def test_an_amount_says_what_rose_or_fell_by_it_as_far_as_that_is_known(arabic, english):
    facts = find_facts(read_text(arabic))
    assert [fact.in_context or fact.english for fact in facts if fact.kind in ("percentage", "money")] == english


def test_a_figure_of_a_table_says_its_row_and_column(tmp_path):
    page = tmp_path / "page.html"
    rows = [["الدولة", "الإنتاج", "الملاحظة"], ["عمان", "1200", "45"], ["الكويت", "2700 ألف برميل", "12%"]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    text = "ارتفع إنتاج النفط في دول الخليج خلال الشهر الماضي وفق تقرير صدر اليوم الأحد."
    page.write_text(f"<article><h1>إنتاج النفط يرتفع</h1><p>{text}</p><table>{cells}</table><p>{text}</p></article>")
    said = {fact.text: fact.in_context for fact in find_facts(read(page)) if fact.kind in ("number", "percentage")}
    assert said == {
        "1200": "1,200 (Oman, Production)",
        "45": "45 (Oman, «الملاحظة»)",
        "2700 ألف برميل": "2.7 million barrels (Kuwait, Production)",
        "12%": "12% (Kuwait, «الملاحظة»)",
    }


@pytest.mark.parametrize(
    ("arabic", "facts"),
    [
        ("رفعت المؤسسة حالة القوة القاهرة عن الحقل.", []),
        ("جرى ترحيل 369 مهاجرا نيجيريا من المطار.", [("number", "369 Nigerian migrants")]),
        ("وصلت الحرارة ليلا إلى درجتين تحت الصفر.", [("number", "-2 degrees")]),
        ("حقق الفريق ذلك خلال النصف الأول.", []),
        ("ألغت شركة بوينغ 2500 وظيفة.", [("organization", "Boeing"), ("number", "2,500 jobs")]),
        ("صوت النواب مقابل 21 معارضا.", [("number", "21 opponents")]),
    ],
)
def test_facts_of_a_sentence(arabic, facts):
    assert [(fact.kind, fact.english) for fact in find_facts(read_text(arabic))] == facts


def test_a_full_name_is_found_in_each_sentence_of_the_article():
    text = "وموسى التعمري يتألق في المباراة. ونال لاعب مونبلييه الفرنسي موسى التعمري جائزة أفضل لاعب في المباراة."
    found = [(fact.sentence, fact.text) for fact in find_facts(read_text(text)) if fact.kind == "person"]
    assert found == [(0, "موسى التعمري"), (1, "موسى التعمري")]


@pytest.mark.parametrize(
    ("relative", "value"), [("الماضي", "2026-10-01/2026-10-31"), ("المقبل", "2027-10-01/2027-10-31")]
)
def test_a_month_told_as_last_or_next_is_resolved_from_the_day_of_publication(relative, value):
    article = read_text(f"أقر البرلمان القانون في أكتوبر/تشرين الأول {relative}.", published=date(2026, 11, 18))
    [found] = [fact for fact in find_facts(article) if fact.kind == "date"]
    assert (found.value, found.resolution) == (value, "published")


def test_a_bare_number_counts_what_the_translation_says():
    assert english_of("وقالت الهيئة إن 14 قنطارا تلفت.", "The authority said 14 quintals were spoiled.")["14"] == (
        "14 quintals"
    )
