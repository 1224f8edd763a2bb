"""Salience on Arabic alone: what is ranked, what is selected, and what cannot be read alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.summaries import chosen, score
from tests.conftest import ROOT
from toolkit.article import Article, read, read_text
from toolkit.brief import Briefer
from toolkit.summarize.salience import leaning, rank, select

KEY_POINTS = json.loads((ROOT / "tests" / "data" / "keypoints.json").read_text("utf-8"))

STORM = (
    "أعلنت وزارة النقل أن العاصفة أغلقت 12 طريقا في شمال البلاد يوم الاثنين. "
    "وأوضح المتحدث باسم الوزارة أن فرق الصيانة بدأت إزالة الثلوج من الطرق المغلقة. "
    "وأضاف: “نحتاج إلى ثلاثة أيام لفتح الطرق. ولن نوقف العمل ليلا”. "
    "مؤكدا أن المدارس ستفتح أبوابها يوم الخميس. "
    "وأثار هذا الإغلاق غضب سكان القرى الجبلية في شمال البلاد. "
    "وقالت جمعية المزارعين إن البرد أتلف محصول الزيتون في عشرين قرية."
)


@pytest.fixture
def storm() -> Article:
    return read_text(STORM)


@pytest.fixture(scope="module")
def articles(article_paths: list[Path]) -> list[Article]:
    return [read(path) for path in article_paths]


def test_only_body_sentences_are_ranked_each_once_best_first(articles: list[Article]) -> None:
    for article in articles:
        ranked = rank(article)
        assert sorted(index for index, _ in ranked) == [s.index for s in article.of_kind("body")]
        scores = [score for _, score in ranked]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= score <= 1.0 for score in scores)


def test_ranking_an_article_twice_gives_the_same(storm: Article) -> None:
    assert rank(storm) == rank(storm)


def test_the_lead_is_selected_and_article_order_kept(articles: list[Article]) -> None:
    for article in articles:
        chosen = select(article, 5)
        assert chosen[0] == article.of_kind("body")[0].index
        assert chosen == sorted(set(chosen))
        assert len(chosen) == 5 * max(1, len(article.parts))


def test_the_articles_of_a_page_are_summarized_apart(articles: list[Article]) -> None:
    two_parts = articles[1]
    assert len(two_parts.parts) == 2
    for n in (3, 4, 5):
        parts = [two_parts.sentences[i].part for i in select(two_parts, n)]
        assert (parts.count(0), parts.count(1)) == (n, n)


def test_background_comment_and_other_occasions_are_left_for_the_news() -> None:
    text = (
        "أعلنت وزارة النقل اليوم الأربعاء أن خط القطار الجديد بين المدينتين سيفتح في الشهر المقبل. "
        "ووافقت الحكومة على خفض أسعار التذاكر للطلاب إلى النصف. "
        "ورفض اتحاد الحافلات القرار وطالب بتعويض سائقيه. "
        "وكانت الوزارة قد أغلقت الخط القديم بعد حادث في 3 مارس. "
        "ويرى مراقبون أن الخط يمثل خطوة مهمة نحو ربط البلاد. "
        "يذكر أن الخط القديم بني قبل مئة عام وأن مساره طويل."
    )
    assert select(read_text(text), 3) == [0, 1, 2]


@pytest.mark.parametrize("key", [key for key in KEY_POINTS if key != "about"])
def test_five_lines_hold_what_matters_of_the_samples(key: str, article_paths: list[Path]) -> None:
    name, _, part = key.partition("#")
    (path,) = (path for path in article_paths if path.stem == name)
    brief = Briefer(translator=None, summarizer="extract", progress=False)(path)
    assert score(chosen(brief, int(part or 1) - 1), KEY_POINTS[key]) >= 0.8


def test_only_eligible_sentences_are_selected(articles: list[Article]) -> None:
    for article in articles:
        eligible = [s.index for s in article.of_kind("body")][2:6]
        assert set(select(article, 5, eligible=eligible)) <= set(eligible)
        assert select(article, 5, eligible=[]) == []


def test_two_sentences_that_say_the_same_are_not_both_selected() -> None:
    text = (
        "قال الوزير إن الجسر الجديد سيفتح في الخامس من مايو أمام السيارات. "
        "وقال الوزير إن الجسر الجديد سيفتح أمام السيارات في الخامس من مايو. "
        "وتبلغ تكلفة المشروع 40 مليون دينار دفعتها الحكومة. "
        "وانتقد صيادو المدينة المشروع لأنه يمنع سفنهم من دخول الميناء. "
        "وتدرس البلدية بناء مواقف للدراجات قرب محطة القطار."
    )
    article = read_text(text)
    assert not {0, 1} <= set(select(article, 4))
    assert len(select(article, 4)) == 4


def test_sentences_that_cannot_be_read_alone_are_known(storm: Article) -> None:
    found = leaning(storm)
    texts = {i: storm.sentences[i].text for i in found}
    hard = [texts[i] for i, how in found.items() if how.hard]
    soft = [texts[i] for i, how in found.items() if how.soft]
    assert any(text.startswith("وأضاف:") for text in hard)  # no speaker
    assert any(text.startswith("ولن نوقف") for text in hard)  # inside a quotation
    assert any(text.startswith("مؤكدا") for text in hard)  # the rest of a sentence
    assert len(hard) == 3
    assert [text.startswith("وأثار هذا") for text in soft] == [True]  # points back


@pytest.mark.parametrize(
    "sentence",
    [
        "وأضاف الوزير أن الطريق سيفتح غدا أمام الشاحنات.",
        "وفي هذا السياق، قال الوزير إن الطريق سيفتح غدا.",
        "وقالت جمعية المزارعين: “أتلف البرد محصول الزيتون”.",
        "أعلن في القاهرة عن فتح الطريق.",
    ],
)
def test_a_sentence_with_its_speaker_and_no_pointer_stands_alone(sentence: str) -> None:
    article = read_text("بدأت الأعمال أمس في شمال البلاد. " + sentence)
    assert not any(leaning(article)[1])


def test_a_quotation_that_is_never_closed_taints_one_paragraph_only() -> None:
    article = read_text(
        "قال الوزير: “سنفتح الطريق.\nوصلت الشاحنات إلى المدينة صباح الأحد.\nعاد السكان إلى بيوتهم مساء."
    )
    assert not any(how.hard for index, how in leaning(article).items() if index > 0)


def test_fragments_are_selected_only_when_nothing_else_is_left(storm: Article) -> None:
    hard = {index for index, how in leaning(storm).items() if how.hard}
    assert not hard & set(select(storm, 3))
    assert select(storm, 6, eligible=hard)


def test_an_article_without_body_has_no_ranking() -> None:
    article = read_text("عنوان الخبر")
    body = article.of_kind("body")
    assert len(rank(article)) == len(body)
    assert len(select(article, 5)) == len(body)


def test_a_number_in_a_sentence_counts_for_it() -> None:
    plain = "قال الوزير إن السفن غادرت الميناء القديم. "
    with_number = "قال الوزير إن 40 سفينة غادرت الميناء القديم. "
    rest = "وتبني البلدية رصيفا جديدا للسفن الكبيرة. وعاد الصيادون إلى قراهم."
    scores = [dict(rank(read_text("بدأت الأعمال أمس. " + text + rest)))[1] for text in (plain, with_number)]
    assert scores[1] > scores[0]


def test_of_a_very_long_text_the_beginning_is_read_and_the_rest_ranked_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.summarize.salience.MOST_READ", 4)
    article = read_text("\n".join(f"غادرت السفينة رقم {n} الميناء القديم صباح الأحد." for n in range(1, 11)))
    body = [sentence.index for sentence in article.of_kind("body")]
    ranked = rank(article)
    assert sorted(index for index, _ in ranked) == body
    assert ranked[4:] == [(index, 0.0) for index in body[4:]]
    assert set(select(article, 6)) <= set(body[:4])
