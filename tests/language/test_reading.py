"""A sentence is read once, and everything that is found in it stays an item with its place."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

import pytest

from toolkit import Briefer, read, read_text
from toolkit.evidence import DateMention, Name, Quantity, check_translation, find_facts, read_sentence
from toolkit.language import reading as readings
from toolkit.language.numbers_arabic import scan_arabic
from toolkit.language.numbers_english import scan_english
from toolkit.language.speech import Quotation

SCANNERS: dict[CodeType, str] = {scan_arabic.__code__: "ar", scan_english.__code__: "en"}


class Scans:
    """Counts how often the numbers of a sentence are scanned while it is open."""

    def __enter__(self) -> Scans:
        readings._read.cache_clear()
        self.counted: Counter[tuple[str, str]] = Counter()
        sys.setprofile(self._see)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in SCANNERS:
            text = "".join(word.text for word in frame.f_locals["words"])
            self.counted[SCANNERS[frame.f_code], text] += 1


def test_each_sentence_of_an_article_is_read_once_for_its_brief(article_paths: list[Path]) -> None:
    briefer = Briefer(summarizer="extract", progress=False)
    with Scans() as scans:
        brief = briefer(article_paths[0])
    read_arabic = [key for key in scans.counted if key[0] == "ar"]
    assert len(read_arabic) >= len(brief.article.of_kind("body"))
    # A claim in which the toolkit names whom a pronoun means is a sentence of its own.
    resolved = {"".join(re.sub(r"\[[^]]*\]", "", claim.text).split()) for claim in brief.claims if "[" in claim.text}
    assert {text for (_, text), times in scans.counted.items() if times > 1} <= resolved


def test_numbers_are_scanned_once_for_facts_dates_and_checks() -> None:
    text = "عاد 6 آلاف جندي في 3 يوليو 2025."
    with Scans() as scans:
        find_facts(read_text(text))
        check_translation(text, "6,000 soldiers came back on 3 July 2025.")
    assert set(scans.counted.values()) == {1}
    assert len(scans.counted) == 2


def test_every_fact_keeps_its_item(article_paths: list[Path]) -> None:
    kinds = {"date": DateMention, "time": DateMention, "quotation": Quotation}
    kinds |= dict.fromkeys(("number", "money", "percentage"), Quantity)
    kinds |= dict.fromkeys(("person", "place", "organization"), Name)
    facts = [fact for path in article_paths for fact in find_facts(read(path))]
    assert facts
    for fact in facts:
        assert isinstance(fact.item, kinds[fact.kind])
        assert fact.item.span.end - fact.item.span.start == fact.span.end - fact.span.start


@pytest.mark.parametrize(
    ("text", "english", "amount", "unit", "per", "low", "high"),
    [
        ("تراجعت الصادرات إلى 2.8 مليون برميل يوميا", "2.8 million barrels a day", 2_800_000, "barrel", "day", 1, 1),
        ("بسرعة 240 كيلومترا في الساعة", "240 kilometres an hour", 240, "kilometre", "hour", 1, 1),
        ("عاد أكثر من 100 جندي أوكراني", "more than 100 Ukrainian soldiers", 100, "soldier", "", 1, 1.5),
        ("حضر نحو 80 شخصا", "about 80 people", 80, "person", "", 0.875, 1.125),
    ],
)
def test_a_quantity_says_what_is_counted_how_often_and_how_exactly(text, english, amount, unit, per, low, high) -> None:
    (fact,) = (fact for fact in find_facts(read_text(text)) if fact.kind == "number")
    item = fact.item
    assert isinstance(item, Quantity)
    assert (fact.english, item.amount, item.unit, item.per) == (english, amount, unit, per)
    assert (float(item.low), float(item.high)) == (low * amount, high * amount)


@pytest.mark.parametrize(
    ("text", "start", "end", "resolution"),
    [
        ("وقع في 24 فبراير 2022", "2022-02-24", "2022-02-24", "written"),
        ("وقع يوم الخميس", "2025-07-03", "2025-07-03", "published"),
        ("وقع في فبراير 2024", "2024-02-01", "2024-02-29", "written"),
        ("وقع عام 2021", "2021-01-01", "2021-12-31", "written"),
    ],
)
def test_a_date_says_which_days_it_means_and_how_that_is_known(text, start, end, resolution) -> None:
    from datetime import date

    article = read_text(text, published=date(2025, 7, 4))
    (mention,) = (fact.item for fact in find_facts(article) if fact.kind == "date")
    assert isinstance(mention, DateMention)
    assert (str(mention.start), str(mention.end), mention.resolution) == (start, end, resolution)


def test_a_name_says_how_its_spelling_is_known() -> None:
    names = read_sentence("وصل بوتين، وقال الوزير سامر الزعبلاوي إنه متفائل", "ar").names
    assert (names[0].canonical, names[0].known) == ("Vladimir Putin", "listed")
    assert names[1].known == "romanized" and names[1].english.endswith("(romanized)")


def test_a_text_that_is_too_long_for_a_sentence_is_read_and_not_kept() -> None:
    long = "عاد 6 جنود. " * 400
    assert read_sentence(long, "ar") is not read_sentence(long, "ar")
    assert len(read_sentence(long, "ar").quantities) == 400
