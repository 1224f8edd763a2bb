from __future__ import annotations

import re
import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import errors
from toolkit.article import Article, read_text

LEAD = "أعلن وزير الزراعة في العاصمة أن محصول هذا العام فاق كل التوقعات بعد موسم ممطر."
SECOND = "وأضاف الوزير أن الحكومة ستشتري الفائض من المزارعين بأسعار تشجيعية حتى نهاية الصيف."
THIRD = "وطالب اتحاد المزارعين بتسديد المستحقات المتأخرة قبل بدء موسم الحصاد المقبل في الشمال."
TITLE = "محصول قياسي من القمح هذا العام"

PAGE_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                TITLE, LEAD, SECOND, THIRD, "", "المصدر: وكالات", "المصدر", "كلمات دلالية", "قمح", "اقرأ أيضًا:",
                "• خبر عن الطقس", "مقالات مشابهة", "جميع الحقوق محفوظة", "شارك", "4 يوليو 2025", "***", "\u200f",
            ]
        ),
        st.text(max_size=40),
    ),
    max_size=14,
)  # fmt: skip


def kinds(article: Article) -> list[str]:
    return [sentence.kind for sentence in article.sentences]


def page(*lines: str) -> Article:
    return read_text("\n".join(lines))


@given(PAGE_LINES)
def test_sentences_cover_every_page_exactly(lines: list[str]) -> None:
    text = "\n".join([*lines, LEAD])
    try:
        article = read_text(text)
    except errors.EncodingError:
        return
    assert article.text == text
    assert all(text[s.span.start : s.span.end] == s.text for s in article.sentences)
    written = re.sub(r"\\[rn](?![A-Za-z])", " ", text)  # a line feed that an export wrote as two characters
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(written.split())
    assert article.parts[0].first == 0
    assert article.parts[-1].last == len(article.sentences) - 1
    for part in article.parts:
        assert {s.part for s in article.sentences[part.first : part.last + 1]} == {part.index}


def test_a_single_paragraph_is_body_and_no_title_is_made_of_it() -> None:
    article = read_text("قال الوزير إن المحصول جيد")
    assert (kinds(article), article.title) == (["body"], None)


def test_a_title_known_from_elsewhere_is_kept_when_the_text_has_none() -> None:
    assert read_text(LEAD + "\n" + SECOND, title=TITLE).title == TITLE


def test_lines_above_the_headline_that_name_the_section_are_not_the_title() -> None:
    article = page("الرئيسية / اقتصاد", "أخبار عربية", TITLE, "نشر في: 4 يوليو 2025", LEAD, SECOND)
    assert kinds(article) == ["boilerplate", "boilerplate", "title", "boilerplate", "body", "body"]
    assert article.published == date(2025, 7, 4)


def test_a_link_inside_the_body_does_not_end_the_article() -> None:
    article = page(TITLE, LEAD, "اقرأ أيضًا:", "أمطار غزيرة على الساحل", SECOND, THIRD)
    assert kinds(article) == ["title", "body", "boilerplate", "boilerplate", "body", "body"]
    assert len(article.parts) == 1


def test_a_read_also_link_inside_a_paragraph_is_cut_out_and_marked() -> None:
    article = page(TITLE, LEAD + " اقرأ أيضًا: أمطار غزيرة على الساحل", SECOND)
    assert kinds(article) == ["title", "body", "boilerplate", "body"]
    assert article.sentences[2].text == "اقرأ أيضًا: أمطار غزيرة على الساحل"


def test_a_source_at_the_end_of_a_paragraph_is_marked() -> None:
    assert kinds(page(TITLE, LEAD, SECOND + " المصدر: وكالات")) == ["title", "body", "body", "boilerplate"]


@pytest.mark.parametrize(
    "line",
    [
        "المصدر: وكالات",
        "المصدر : رويترز",
        "كلمات دلالية: قمح زراعة",
        "الكلمات المفتاحية",
        "إقرأ أيضاً",
        "اقرأ أيضًا: خبر عن الطقس",
        "أقرا ايضا",
        "شوف كمان: خبر عن الطقس",
        "من نفس التصنيف: خبر عن الطقس",
        "مقالات مشابهة",
        "مواضيع ذات صلة",
        "قد يهمك أيضا",
        "#قمح #زراعة #اقتصاد",
        "شارك | فيسبوك | تويتر | واتساب",
        "تابعوا آخر الأخبار عبر قناتنا على تلغرام",
        "جميع الحقوق محفوظة © 2025",
        "كتب: سامي الأحمد",
        "آخر تحديث: 4 يوليو 2025 - 14:30",
        "قبل 3 ساعات",
        "3 دقائق قراءة",
        "(رويترز)",
        "صورة: وكالات",
        "https://example.org/news/1",
        "إعلان",
        "* * *",
    ],
)
def test_page_furniture_is_boilerplate(line: str) -> None:
    assert page(TITLE, LEAD, line, SECOND).sentences[2].kind == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "حمل الرئيس المعارضة مسؤولية الأزمة التي تعيشها البلاد منذ شهور.",
        "انضم الحزب إلى الائتلاف الحاكم بعد مشاورات طويلة استمرت أسبوعين.",
        "سجل الاقتصاد نموا بلغ ثلاثة في المئة خلال الربع الأول من العام.",
        "جميع حقوق العمال مصونة بموجب القانون الجديد الذي أقر أمس.",
        "نشرت الوزارة الخميس قائمة بأسماء المصانع المخالفة في المنطقة.",
        "شارك الوزير في القمة التي عقدت أمس في جنيف مع نظرائه.",
        "تابع الوزير: “لن نتراجع عن القرار مهما كانت الضغوط علينا”.",
        "المصدر الأمني نفى وقوع أي هجوم على القافلة في الطريق الساحلي.",
        "لمتابعة تنفيذ الاتفاق شكل الجانبان لجنة مشتركة من عشرة خبراء.",
        "قرأ أيضا القاضي نص الحكم كاملا أمام المتهمين وذويهم في القاعة.",
    ],
)
def test_body_that_only_resembles_furniture_stays_body(line: str) -> None:
    assert page(TITLE, LEAD, line, SECOND).sentences[2].kind == "body"


@pytest.mark.parametrize(
    "headline", ["تقرير: محصول قياسي من القمح", "صور: حصاد القمح في الشمال", "مصدر: الحصاد يبدأ غدا"]
)
def test_a_headline_that_begins_like_a_credit_is_still_the_title(headline: str) -> None:
    assert page(headline, LEAD, SECOND).title == headline


def test_tags_below_the_keyword_marker_are_boilerplate() -> None:
    assert kinds(page(TITLE, LEAD, SECOND, "كلمات دلالية", "قمح", "وزارة الزراعة"))[3:] == ["boilerplate"] * 3


def test_an_impossible_or_contradictory_date_is_not_taken() -> None:
    article = page(TITLE, "الخميس 4 يوليو 2025", LEAD, SECOND)
    assert article.published is None
    assert any("2025" in note for note in article.notes)


@pytest.mark.parametrize(
    "stamp", ["2025-07-04", "04/07/2025", "تاريخ النشر: ٤ تموز/يوليو ٢٠٢٥", "الجمعة 4 يوليو 2025 - 12:30"]
)
def test_a_date_on_its_own_line_is_the_day_of_publication(stamp: str) -> None:
    assert page(TITLE, stamp, LEAD, SECOND).published == date(2025, 7, 4)


def test_a_date_inside_the_story_is_not_the_day_of_publication() -> None:
    assert page(TITLE, "بدأت الحرب في 24 فبراير 2022 واستمرت أعواما طويلة.", LEAD).published is None


def test_control_and_bidi_characters_are_kept_and_noted() -> None:
    article = page(TITLE, LEAD.replace("وزير", "و\u202eزير\x07"), SECOND)
    assert "\u202e" in article.text and "\x07" in article.text
    assert any("RIGHT-TO-LEFT OVERRIDE" in note for note in article.notes)
    assert any("U+0007" in note for note in article.notes)


@pytest.mark.parametrize("blank", ["", " \n\t\u00a0\n"])
def test_empty_text_is_an_error_with_a_remedy(blank: str) -> None:
    with pytest.raises(errors.ReadError, match="empty") as caught:
        read_text(blank)
    assert caught.value.remedy


def test_text_without_arabic_is_an_error_with_a_remedy() -> None:
    with pytest.raises(errors.NoArabicError) as caught:
        read_text("Nothing to see here. 2025")
    assert caught.value.remedy


@pytest.mark.parametrize("wrong", ["cp1252", "cp1256", "latin-1"])
def test_mojibake_is_named_as_such(wrong: str) -> None:
    garbled = (LEAD + SECOND).encode("utf-8").decode(wrong, errors="replace")
    with pytest.raises(errors.EncodingError, match="garbled"):
        read_text(garbled)


def test_five_megabytes_of_articles_are_read() -> None:
    text = "\n".join([TITLE, LEAD, SECOND, THIRD, ""] * 10_000)
    article = read_text(text)
    assert len(text.encode()) > 5_000_000
    assert sum(s.kind == "body" for s in article.sentences) == 30_000


@pytest.mark.parametrize(
    "label",
    [
        "الأكثر تصفحاً",
        "الأكثر زيارة",
        "الأخبار الأكثر تعليقا",
        "المواضيع الأكثر مشاركة اليوم",
        "الأكثر قراءة هذا الأسبوع",
        "أبرز العناوين",
    ],
)
def test_a_list_of_what_others_read_is_boilerplate_to_its_last_item(label: str) -> None:
    article = page(
        TITLE,
        LEAD,
        SECOND,
        label,
        "القبض على لص في السعودية",
        "الكويت: السجن 8 سنوات لموظف سابق",
        "فيديو: حفل في بيروت",
    )
    assert kinds(article) == ["title", "body", "body", *["boilerplate"] * 4]


@pytest.mark.parametrize(
    "line",
    [
        "الأحد، 04 آب/اغسطس 2013، آخر تحديث 02:21 (GMT+0400)",
        "نشر في 12 مارس 2021 - آخر تحديث: 13 مارس 2021 الساعة 10:30",
        "الثلاثاء 5 كانون الثاني (يناير) 2021 14:05 بتوقيت غرينتش",
        "10:15 | 2024/06/01",
    ],
)
def test_a_line_of_dates_and_times_is_no_heading(line: str) -> None:
    assert kinds(page(TITLE, line, LEAD, SECOND)) == ["title", "boilerplate", "body", "body"]


def test_a_date_that_begins_a_sentence_stays_in_the_article() -> None:
    assert kinds(page(TITLE, "في 12 مارس 2021 بدأ العمل في المشروع.", LEAD, SECOND)) == [
        "title",
        "body",
        "body",
        "body",
    ]


@pytest.mark.parametrize("site", ["AHDATH.INFO", "Alakhbar News", "صحيفة الوطن", "موقع أخبار اليوم"])
def test_the_name_of_the_site_on_top_is_no_headline(site: str) -> None:
    article = page(site, LEAD, SECOND)
    assert (article.title, kinds(article)) == (None, ["boilerplate", "body", "body"])


@pytest.mark.parametrize(
    "line",
    [
        "التعليقات المنشورة لا تعبر عن رأي الموقع",
        "يرجى الالتزام بآداب الحوار عند التعليق",
        "شروط نشر التعليقات",
        "الحد الأقصى للتعليق 500 حرف",
        "القاهرة - رويترز",
    ],
)
def test_comment_rules_and_credits_under_an_article_are_boilerplate(line: str) -> None:
    assert kinds(page(TITLE, LEAD, SECOND, THIRD, line))[-1] == "boilerplate"


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(part, width, break_long_words=False) for part in text.split("\n"))


@pytest.mark.parametrize("width", range(42, 110, 4))
def test_text_wrapped_at_any_width_is_joined_and_has_no_headings(width: int) -> None:
    article = read_text(wrapped(f"{TITLE}\n{LEAD} {SECOND}\n{THIRD} {LEAD}", width))
    assert [" ".join(s.text.split()) for s in article.sentences] == [TITLE, LEAD, SECOND, THIRD, LEAD]
    assert kinds(article) == ["title", *["body"] * 4]


def test_headlines_of_like_length_on_lines_of_their_own_are_not_joined() -> None:
    lines = [
        "مجلس الوزراء يبحث خطة الطاقة",
        "وزير النقل يزور ميناء العقبة",
        "البنك المركزي يثبت الفائدة غدا",
        "افتتاح معرض الكتاب في الرباط",
    ]
    assert [s.text for s in read_text("\n".join(lines)).sentences] == lines


def test_line_feeds_that_an_export_wrote_as_two_characters_end_sentences() -> None:
    article = read_text(f"{TITLE}\\n{LEAD}\\n\\n{SECOND}")
    assert [s.text for s in article.sentences] == [TITLE, LEAD, SECOND]
    assert len(read_text("المسار C:\\new محفوظ في الجهاز").sentences) == 1


def test_a_date_with_nothing_around_it_is_text_to_read() -> None:
    assert kinds(read_text("الأحد 4 أغسطس 2013")) == ["body"]
