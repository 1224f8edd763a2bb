from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.test_structure import LEAD, SECOND, THIRD, TITLE
from toolkit import errors
from toolkit.article import Article, read
from toolkit.evidence import find_facts

MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>", "</p>", "<div class='related'>", "</div>", "<a href='x'>", "</a>", "<br>", "<article>", "</article>",
                "<h1>", "</h1>", "<h2>", "</h2>", "<script>", "</script>", "<!--", "-->", "<table>", "<tr>", "<td>", "</table>",
                "<ul><li>", "</li></ul>", "&nbsp;", "&#8207;", "&lt;", "&bogus;", "<![CDATA[", "]]>", "<", ">", "\0", "\x85",
                "<span hidden>", "</span>", LEAD, SECOND, THIRD, TITLE, "المصدر: وكالات", "اقرأ أيضًا:",
            ]
        ),
        st.text(max_size=20),
    ),
    max_size=25,
)  # fmt: skip


def html(body: str, head: str = "") -> Article:
    return read(
        f"<!doctype html><html lang=ar dir=rtl><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()
    )


def texts(article: Article, *kinds: str) -> list[str]:
    return [s.text for s in article.sentences if not kinds or s.kind in kinds]


STORY = f"<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></article>"


def test_the_story_is_read_and_the_menu_is_not() -> None:
    article = html(f"<nav><a href=/>الرئيسية</a> <a href=/s>رياضة</a></nav>{STORY}<footer>جميع الحقوق محفوظة</footer>")
    assert texts(article) == [TITLE, LEAD, SECOND, THIRD]
    assert article.title == TITLE
    assert any("Left out" in note for note in article.notes)


def test_scripts_styles_and_hidden_text_are_not_read() -> None:
    secret = "نص لا يراه القارئ أبدا في هذه الصفحة."
    hidden = "".join(
        [
            f"<script>var x = '{secret}'</script><style>p:after{{content:'{secret}'}}</style>",
            f"<p hidden>{secret}</p><p style='display: none'>{secret}</p><template><p>{secret}</p></template>",
            f"<div aria-hidden=true>{secret}</div><!-- {secret} --><noscript>{secret}</noscript>",
        ]
    )
    assert secret not in html(STORY.replace("</h1>", f"</h1>{hidden}")).text


def test_control_characters_beside_scripts_are_kept_and_noted() -> None:
    article = html(STORY.replace(f"<p>{SECOND}", f"<script>x</script>\x01<p>\x02{SECOND}"))
    assert "\x02" in article.text
    assert any("control character" in note for note in article.notes)


def test_a_paragraph_that_the_main_text_search_drops_is_kept() -> None:
    short = "ولم تعلق الوزارة."
    article = html(STORY.replace(f"<p>{THIRD}", f"<div><span>{short}</span></div><p>{THIRD}"))
    assert short in texts(article, "body")


def test_a_line_that_is_wholly_a_link_is_marked_even_without_a_marker() -> None:
    link = "انخفاض أسعار الشعير في الأسواق العالمية"
    article = html(STORY.replace(f"<p>{THIRD}", f"<p><a href=/n/2>{link}</a></p><p>{THIRD}"))
    assert texts(article, "boilerplate") == [link]


def test_source_keywords_and_links_below_the_story_are_kept_and_marked() -> None:
    tail = "<p>المصدر: وكالات</p><h4>مواضيع ذات صلة</h4><ul><li><a href=/2>خبر عن الشعير</a></li></ul>"
    article = html(f"<div><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></div><div>{tail}</div>")
    assert texts(article, "boilerplate") == ["المصدر: وكالات", "مواضيع ذات صلة", "خبر عن الشعير"]


def test_the_date_comes_from_the_metadata_only() -> None:
    meta = "<meta property='article:published_time' content='2025-07-04T10:00:00Z'>"
    json_ld = '<script type=\'application/ld+json\'>{"@graph": [{"datePublished": "2025-07-04"}]}</script>'
    assert html(STORY, meta).published == html(STORY, json_ld).published == date(2025, 7, 4)
    assert html(STORY.replace("<p>", "<p>في 3 مارس 2024 بدأ الموسم. ", 1)).published is None
    assert html(STORY, "<meta property='article:published_time' content='2025-99-99'>").published is None


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE} | وكالة الأنباء في الساحل الشمالي</title><meta property='og:site_name' content='وكالة الأنباء في الساحل الشمالي'>",
        f"<title>{TITLE} - أخبار الساحل</title>",
    ],
)
def test_the_name_of_the_site_is_not_part_of_the_title(head: str) -> None:
    assert html(STORY.replace(f"<h1>{TITLE}</h1>", ""), head).title == TITLE


def test_line_breaks_part_paragraphs() -> None:
    article = html(f"<h1>{TITLE}</h1><div>{LEAD}<br><br>{SECOND}<br>{THIRD}</div>")
    assert texts(article) == [TITLE, LEAD, SECOND, THIRD]
    assert len({s.paragraph for s in article.sentences}) == 4


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-16"])
def test_old_encodings_of_pages_are_read(charset: str) -> None:
    page = f"<html><head><meta charset={charset}></head><body>{STORY}</body></html>"
    article = read(page.encode(charset), name="page.html")
    assert texts(article) == [TITLE, LEAD, SECOND, THIRD]
    assert article.encoding == charset


def test_a_wrong_charset_in_the_page_does_not_garble_it() -> None:
    page = f"<html><head><meta charset=windows-1256></head><body>{STORY}</body></html>"
    assert texts(read(page.encode())) == [TITLE, LEAD, SECOND, THIRD]


def test_ten_megabytes_of_markup_are_read() -> None:
    noise = "<div class='a'><span></span><script>var x = 1;</script></div>" * 80_000
    page = f"<html><body>{noise}{STORY}{noise}</body></html>"
    assert len(page) > 9_000_000
    assert texts(read(page.encode())) == [TITLE, LEAD, SECOND, THIRD]


def test_deep_nesting_is_no_recursion_error() -> None:
    assert LEAD in html("<div>" * 1500 + STORY).text


def test_text_lost_to_nesting_is_noted_or_refused() -> None:
    assert any("nested" in note for note in html(STORY + "<div>" * 5000 + LEAD * 50).notes)


def test_entities_are_not_expanded_into_a_bomb() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "نصنصنصنصنص">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    article = read(f"{bomb}]><html><body>{STORY}<p>&i;</p></body></html>".encode(), name="bomb.html")
    assert len(article.text) < 5000


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<p>&nbsp;</p>", "<img src=x>"])
def test_a_page_without_text_is_an_error_with_a_remedy(body: str) -> None:
    with pytest.raises(errors.ReadError) as caught:
        html(body)
    assert caught.value.remedy


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_any_markup_gives_exact_offsets_or_an_error_of_ours(pieces: list[str]) -> None:
    try:
        article = html("".join(pieces))
    except errors.ReadError as error:
        assert error.remedy
        return
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


def test_an_article_inside_a_form_is_read() -> None:
    article = html(f"<form method=post id=aspnetForm><input name=q><label>بحث</label>{STORY}</form>")
    assert texts(article, "title", "body") == [TITLE, LEAD, SECOND, THIRD]


def test_a_generic_title_of_the_page_gives_way_to_the_heading_above_the_article() -> None:
    body = f"<section><div><h2>{TITLE}</h2></div><div><p>الثلاثاء 21 تموز 2020</p></div></section>"
    article = html(
        f"{body}<section><div><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></div></section>",
        "<title>مقالة - الصحيفة</title>",
    )
    assert (article.title, texts(article, "title")) == (TITLE, [TITLE])


def test_the_headline_of_linked_data_comes_before_the_title_of_the_page() -> None:
    data = json.dumps(
        {"@graph": [{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-05-02T10:00:00Z"}]}
    )
    article = html(
        f"<p>{LEAD}</p><p>{SECOND}</p>", f'<title>الأخبار</title><script type="application/ld+json">{data}</script>'
    )
    assert (article.title, article.published) == (TITLE, date(2024, 5, 2))


TABLE = "<table><tr><th>المدينة</th><th>عدد الإصابات</th></tr><tr><td>عمان</td><td>1200</td></tr><tr><td>إربد</td><td>450</td></tr></table>"


def test_a_row_of_a_table_is_one_line_of_the_article() -> None:
    article = html(f"<h1>{TITLE}</h1><p>{LEAD}</p>{TABLE}<p>{SECOND}</p>")
    assert texts(article, "body") == [LEAD, "المدينة | عدد الإصابات", "عمان | 1200", "إربد | 450", SECOND]
    assert {"1200", "450"} <= {fact.value for fact in find_facts(article)}


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    article = html(
        f"<table><tr><td><h1>{TITLE}</h1><p>{LEAD}</p></td><td><a href=x>خبر آخر</a></td></tr><tr><td>{SECOND}</td><td></td></tr></table>"
    )
    assert [text for text in texts(article) if "|" in text] == []


def test_a_page_whose_text_is_mostly_outside_the_article_says_so() -> None:
    rest = "".join(
        f"<div class=box><p>{LEAD.replace('هذا العام', f'في العام {year}')}</p></div>" for year in range(1990, 2012)
    )
    article = html(
        f"<main><article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></article></main><div>{rest}</div>"
    )
    kept = sum(len(text) for text in texts(article))
    assert kept > 22 * len(LEAD) or any("visible text" in note for note in article.notes)


def test_a_page_that_lists_many_articles_says_so() -> None:
    teasers = "".join(f"<div><h2><a href=/{n}>{TITLE} {n}</a></h2><p>{LEAD}</p></div>" for n in range(8))
    assert any("list of 8 articles" in note for note in html(f"<main>{teasers}</main>").notes)
    assert not any("list of" in note for note in html(STORY).notes)
