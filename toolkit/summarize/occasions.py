"""Which sentences of a report tell of another occasion than its own: the call of 14 June, the talks before it.

A summary that takes such a sentence for the news misleads, the more so when it has lost the words that date it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from toolkit.article.types import Article
from toolkit.language.reading import read_sentence
from toolkit.language.wording import written_day

__all__ = ["Occasion", "occasions", "occasions_of"]

_MEETING = r"(?:مكالمة|اتصال|محادثة|لقاء|اجتماع|قمة|جولة)"
# "the third call", "the last meeting": another one than the article's, unless "this" stands before it.
_OTHER = re.compile(
    rf"(?<!هذه )(?<!هذا )ال{_MEETING}\s(?:\S+\s)?ال(?:أول|ثاني|ثالث|رابع|خامس|سادس|أخير|سابق|ماضي)[ىةه]?\b"
)
_FRAME = "سياق|صدد|إطار|شأن"  # "in this context" goes on with nothing
_GOES_ON = re.compile(rf"(?:تلك|هذه|هذا|ذلك)\s+ال(?!{_FRAME}|{_MEETING[3:-1]})\w+|(?:أن|بأن)\s+ال{_MEETING}\b")
_EDGE = re.compile(r"(?:بعد|قبل|حتى|منذ)\s(?:يوم\s)?$")
_HERE = 60  # characters in which a sentence says that it goes on with what the one before it told


class Occasion(NamedTuple):
    """The other occasion of a sentence, "" for the report's own; `said` tells whether the sentence names it itself."""

    name: str
    said: bool


@lru_cache(maxsize=8)
def occasions_of(article: Article) -> dict[int, Occasion]:
    """Return the other occasion of each body sentence by its index; the parts of a page are read apart."""
    found: dict[int, Occasion] = {}
    for part in {sentence.part for sentence in article.sentences}:
        body = [sentence for sentence in article.of_kind("body") if sentence.part == part]
        told = occasions([sentence.text for sentence in body], article.published)
        found |= {sentence.index: occasion for sentence, occasion in zip(body, told, strict=True)}
    return found


def occasions(sentences: Sequence[str], day: date | None) -> list[Occasion]:
    """Return for each Arabic sentence of a report, in order, of which other occasion it tells.

    A sentence is of another occasion when it names another day than `day` (the day of the report's event, if known),
    or another meeting ("the third call"), or goes on with what the one before it told of one ("during these talks",
    "he explained that the call …").
    """
    found: list[Occasion] = []
    before = ""
    for sentence in sentences:
        today = any(mention.relative == "today" for mention in read_sentence(sentence, "ar").dates)
        goes_on = bool(before) and not today and _GOES_ON.search(sentence[:_HERE]) is not None
        name = "" if today else _named(sentence, day, edges=not goes_on)
        found.append(Occasion(name or (before if goes_on else ""), bool(name)))
        before = found[-1].name
    return found


def _named(sentence: str, day: date | None, *, edges: bool) -> str:
    """Return the other day or meeting that a sentence names; `edges` counts days "after" or "until" which it was."""
    for mention in read_sentence(sentence, "ar").dates:
        if not (mention.month and mention.day) or mention.hijri:
            continue
        if not edges and _EDGE.search(sentence[: mention.span.start]):
            continue
        meant = mention.resolve(day)
        if meant is None or day is None:
            return mention.english()
        if meant != day:
            return written_day(meant)
    return "an earlier occasion" if _OTHER.search(sentence) else ""
