"""What of an article its summary mentions."""

from __future__ import annotations

import pytest

from notebooks.lessons.coverage import coverage, is_told
from toolkit import Briefer, read_text
from toolkit.evidence import find_facts
from toolkit.translate import TranslationMemory, Translator

NEWS = {
    "وصلت سفينة تحمل 40 ألف طن من الأرز إلى بيروت يوم 12 مايو.": "A ship with 40,000 tons of rice arrived in Beirut on 12 May.",
    "وقال وزير الاقتصاد إن السفينة جاءت من مصر.": "The minister of economy said that the ship came from Egypt.",
    "وأضاف أن أسعار الأرز ستنخفض بنسبة 7 في المئة.": "He added that the prices of rice will fall by 7 percent.",
    "ورحبت نقابة التجار في روما بالخبر.": "The traders' union in Rome welcomed the news.",
    "وتستورد البلاد معظم حاجتها من الأرز كل عام.": "The country imports most of the rice it needs every year.",
}


def facts_of(arabic: str) -> dict[str, object]:
    return {fact.english: fact for fact in find_facts(read_text(arabic))}


@pytest.mark.parametrize(
    ("arabic", "fact", "told", "untold"),
    [
        (
            "عاد 6 آلاف جندي أوكراني.",
            "6,000 Ukrainian soldiers",
            "Six thousand soldiers came home.",
            "6,000 tons came.",
        ),
        ("في 24 فبراير/شباط 2022 بدأت الحرب.", "24 February 2022", "It began on February 24.", "It began on 24 March."),
        ("وصل بوتين إلى موسكو.", "Vladimir Putin", "Putin arrived.", "Trump arrived."),
        ("ناقشا الملف مع الولايات المتحدة.", "United States", "The US agreed.", "Iran agreed."),
    ],
)
def test_a_fact_is_told_by_its_value_and_not_by_its_spelling(arabic: str, fact: str, told: str, untold: str) -> None:
    found = facts_of(arabic)[fact]
    assert is_told(found, told)
    assert not is_told(found, untold)


def test_a_summary_of_some_sentences_keeps_their_facts_and_loses_the_others() -> None:
    memory = TranslationMemory.open(":memory:")
    for arabic, english in NEWS.items():
        memory.add(arabic, english)
    briefer = Briefer(translator=Translator(memory), summarizer="extract", sentences=3, progress=False)
    brief = briefer(read_text(" ".join(NEWS)))
    kept = coverage(brief)
    stood_on = {evidence.sentence for claim in brief.claims for evidence in claim.evidence}
    assert (kept.sentences.hits, kept.sentences.total) == (len(stood_on), 5)
    assert kept.numbers.total == 3
    told = " ".join(claim.text for claim in brief.claims)
    assert ("7 percent" in told) != ("7%" in {fact.english for fact in kept.lost})
    assert kept.words == len(told.split())
