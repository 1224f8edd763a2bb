"""Sentence pairs for a model to learn from, and others to examine it with. In: nothing. Out: the two lists.

`news` are reference translations of the sample articles: a model meets most of their words once. The small world is
made from 22 words and phrases, each of which a model meets in many sentences. In its Arabic the verb comes first, in
its English the subject does.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple, TypeAlias

from toolkit.translate.reference import REFERENCE_TMX
from toolkit.translate.tmx import TmxFile

__all__ = ["ALTERED", "Altered", "news", "small_world"]

Pair: TypeAlias = tuple[str, str]

# The verb, what follows the subject (a preposition, or nothing), and the English.
VERBS = (
    ("وصل", "إلى ", "arrived in"),
    ("عاد", "من ", "returned from"),
    ("غادر", "", "left"),
    ("زار", "", "visited"),
    ("لم يغادر", "", "did not leave"),
    ("لم يزر", "", "did not visit"),
)
WHO = (
    ("الرئيس", "The president"),
    ("الوزير", "The minister"),
    ("المتحدث", "The spokesman"),
    ("السفير", "The ambassador"),
    ("المستشار", "The adviser"),
    ("الوفد", "The delegation"),
)
WHERE = (
    ("موسكو", "Moscow"),
    ("إسطنبول", "Istanbul"),
    ("جنيف", "Geneva"),
    ("القاهرة", "Cairo"),
    ("بغداد", "Baghdad"),
    ("العاصمة", "the capital"),
)
WHEN = (("أمس", "yesterday"), ("اليوم", "today"), ("يوم الخميس", "on Thursday"), ("يوم الأحد", "on Sunday"))


class Altered(NamedTuple):
    """A lesson of the news with one thing changed: what it says now, what it said, and the Arabic."""

    says: str
    lesson: str
    arabic: str


ALTERED = (
    Altered(
        "On the third of June Istanbul hosted a round of negotiations …",
        "on the second of June",
        "يُشار إلى أن إسطنبول استضافت في الثالث من يونيو/حزيران جولة مفاوضات بين روسيا وأوكرانيا برعاية تركية.",
    ),
    Altered(
        "Moscow considers this “interference” in its internal affairs.",
        "Kyiv",
        "وتعتبر موسكو هذا “تدخلاً” في شؤونها الداخلية.",
    ),
    Altered(
        "Putin to Trump: We will give up on eliminating the causes of the Ukrainian crisis",
        "will not",
        "بوتين لترامب: سنتخلى عن القضاء على أسباب الأزمة الأوكرانية",
    ),
    Altered(
        "The Kremlin adviser added that Trump and Putin will continue the negotiations in the coming period.",
        "Putin and Trump; their contacts",
        "وأضاف مستشار الكرملين أن ترامب وبوتين سيواصلان المفاوضات في الفترة المقبلة.",
    ),
    Altered(
        "Morocco's team beat Egypt's by two goals to one.",
        "(nothing like it)",
        "فاز المنتخب المغربي على نظيره المصري بهدفين لواحد.",
    ),
)
"""The last one is from another world."""


def news(most_words: int = 40) -> tuple[list[Pair], list[Pair]]:
    """Return the shorter sentences of the first four sample articles, to learn from, and of the fifth, to be asked."""
    learn: list[Pair] = []
    ask: list[Pair] = []
    for unit in TmxFile(REFERENCE_TMX):
        if max(len(unit.source.split()), len(unit.target.split())) <= most_words:
            (ask if (unit.article or "").startswith("004") else learn).append((unit.source, unit.target))
    return learn, ask


def small_world(held_out: int = 64, seed: int = 1) -> tuple[list[Pair], list[Pair]]:
    """Return 800 sentences to learn, and 64 others, drawn by chance, that the learner never sees."""
    pairs = [
        (f"{verb} {who_ar} {after}{where_ar} {when_ar}.", f"{who_en} {did} {where_en} {when_en}.")
        for verb, after, did in VERBS
        for who_ar, who_en in WHO
        for where_ar, where_en in WHERE
        for when_ar, when_en in WHEN
    ]
    Random(seed).shuffle(pairs)
    return pairs[held_out:], pairs[:held_out]
