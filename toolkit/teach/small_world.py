"""A small world of 864 sentences, made from 26 words and phrases, in Arabic and English. In: nothing. Out: pairs.

Every sentence is grammatical: in Arabic the verb comes first, in English the subject does. A model can learn the words
one by one here, because each appears in many sentences. In the news it meets most words once.
"""

from __future__ import annotations

from random import Random
from typing import TypeAlias

__all__ = ["every_sentence", "split"]

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


def every_sentence() -> list[Pair]:
    """Return all 864 sentences with their translations."""
    return [
        (f"{verb} {who_ar} {after}{where_ar} {when_ar}.", f"{who_en} {did} {where_en} {when_en}.")
        for verb, after, did in VERBS
        for who_ar, who_en in WHO
        for where_ar, where_en in WHERE
        for when_ar, when_en in WHEN
    ]


def split(held_out: int = 64, seed: int = 1) -> tuple[list[Pair], list[Pair]]:
    """Return the sentences to learn, and `held_out` others, drawn by chance, that the learner never sees."""
    pairs = every_sentence()
    Random(seed).shuffle(pairs)
    return pairs[held_out:], pairs[:held_out]
