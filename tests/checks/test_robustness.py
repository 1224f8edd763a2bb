"""No text, however broken, makes the readers and checks raise, and every span they give lies inside the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.article import Article, Sentence, Span
from toolkit.evidence import check_translation, find_dates, find_facts, find_names, find_numbers

PIECES = (
    "الرئيس فلاديمير بوتن 6 آلاف ثلاثة و مئة ألف مليون ونصف نصف % ٪ في المئة الساعة العاشرة والنصف : 14:00 14 / - – 2022 24"
    ' فبراير شباط الأول من كانون الثاني اليوم الخميس القرن التاسع عشر ثمانينيات الماضي قال أن “ ” " لم لا $ دولار ١٢٫٥'
    " President Putin the U.S. 6,000 three hundred and million half a an hour % percent 9 : 30 p.m. May 24 , 2022 XVI"
    " second 1980s don't not no & &#39; al-Assad ’s Kyiv ( ) . ! \n \u200f \u064b ـ 🙂 é Ж 中 \x00"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map("".join),
)


def inside(span, text):
    return 0 <= span.start < span.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["ar", "en"]))
def test_numbers_and_dates_of_any_text(text, language):
    assert all(inside(number.span, text) for number in find_numbers(text, language))
    assert all(inside(mention.span, text) and mention.english() for mention in find_dates(text, language))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_names_of_any_text(text):
    assert all(inside(name.span, text) and name.span.of(text) == name.text for name in find_names(text))


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_checks_of_any_two_texts(arabic, english):
    for finding in check_translation(arabic, english):
        assert all(inside(span, arabic) for span in finding.source_spans)
        assert all(inside(span, english) for span in finding.target_spans)
        assert finding.message


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_facts_of_any_text(text):
    if not text:
        return
    article = Article("any", text, (Sentence(0, Span(0, len(text)), text, "body", 0),))
    for fact in find_facts(article):
        assert article.text[fact.span.start : fact.span.end] == fact.text != ""


@pytest.mark.parametrize(
    "text",
    [
        "١" * 6000,
        "1" * 400 + " ألف",
        "9,999" * 60,
        "7" * 5000 + "/" + "7" * 5000 + "/" + "7" * 5000,
        "ألف " * 200,
        "million " * 200,
        "و" * 300,
    ],
)
def test_very_long_numbers_are_survived(text):
    assert all(inside(number.span, text) for number in find_numbers(text, "ar") + find_numbers(text, "en"))
    assert check_translation(text, text) is not None
