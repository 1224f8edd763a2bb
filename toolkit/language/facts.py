"""The facts an analyst checks first, straight from the Arabic: figures, dates, people, places, bodies, who said what.

No translation model is needed. A fact is an item of the reading of its sentence with its English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.article.orders import orders_among
from toolkit.article.types import Article, Sentence, Span
from toolkit.language.changes import change, noun_phrase
from toolkit.language.counted import ranges, single_measures
from toolkit.language.dates import DateMention, Resolution
from toolkit.language.name_spelling import given_spellings
from toolkit.language.names import Name
from toolkit.language.quantity import Quantity, same_number
from toolkit.language.reading import Reading, names_together, read_sentence
from toolkit.language.speech import Quotation, with_translation
from toolkit.language.wording import comparable, in_english
from toolkit.language.words import offsets

__all__ = ["Fact", "FactKind", "Item", "find_facts", "with_items"]

FactKind = Literal["number", "date", "time", "person", "place", "organization", "money", "percentage", "quotation"]
Item = Quantity | DateMention | Name | Quotation
_TIMES = frozenset("day week month year decade hour minute".split())
_NAME_KINDS: dict[str, FactKind] = {"person": "person", "place": "place", "organization": "organization"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date, name or quotation found in the Arabic, with an English reading.

    Attributes
    ----------
    kind, text, sentence
        What it is, the Arabic words, and the index of their sentence.
    span
        Offset into `Article.text`.
    english
        How to say it.
    value
        A comparable canonical form: "6000", "2022-02-24", "Vladimir Putin".
    in_context
        How to say it with what the sentence says rose or fell by it ("Brent crude up 2.4%"), or what heads its row and
        column in a table ("1,200 (Oman, Production)"); empty where there is neither.
    item
        The item of the sentence's reading, with spans into the sentence; None for a fact that was read from a file.
    """

    kind: FactKind
    span: Span
    text: str
    sentence: int
    english: str
    value: str = ""
    in_context: str = ""
    item: Item | None = field(default=None, compare=False, repr=False, metadata={"exclude": True})

    @property
    def resolution(self) -> Resolution:
        """How the days of a date are known: "written", "published" (from the day of publication), or empty."""
        return self.item.resolution if isinstance(self.item, DateMention) else ""


def find_facts(article: Article, english: Sequence[str | None] = ()) -> list[Fact]:
    """Find the facts of an article, in the order they stand there; boilerplate and orders to a model are skipped.

    Every fact has an exact span (``article.text[f.span.start:f.span.end] == f.text``), an English reading and a
    comparable `value`. Names and quotations are said as in `english`, the known translation of each sentence of the
    article (None where there is none). Weekdays and days without a year are resolved against `article.published` when
    it is known.

    Examples
    --------
    >>> from toolkit.article import read_text
    >>> [(f.text, f.english) for f in find_facts(read_text("عاد 6 آلاف جندي أوكراني إلى كييف."))]
    [('6 آلاف جندي أوكراني', '6,000 Ukrainian soldiers'), ('كييف', 'Kyiv')]
    """
    orders = orders_among(article.sentences)
    sentences = [s for s in article.sentences if s.kind != "boilerplate" and s.index not in orders]
    found = names_together([sentence.text for sentence in sentences])
    headers = _headers(sentences)
    facts = []
    for sentence, names in zip(sentences, found, strict=True):
        told = english[sentence.index] if english else None
        own = _of_sentence(article, sentence, names, told)
        facts += sorted(_in_cells(own, sentence, headers), key=lambda f: (f.span.start, -f.span.end))
    return facts


def with_items(facts: Sequence[Fact], article: Article, english: Sequence[str | None] = ()) -> Sequence[Fact]:
    """Return facts that have their items: those read from a file lack them, and their article is then read again."""
    return facts if facts and all(fact.item is not None for fact in facts) else find_facts(article, english)


def _of_sentence(article: Article, sentence: Sentence, names: Sequence[Name], english: str | None) -> Iterator[Fact]:
    reading = read_sentence(sentence.text, "ar")
    if english:
        names = given_spellings(names, read_sentence(english, "en").names)
    said = reading.quotations_among(names)
    dates = [mention.resolved(article.published) for mention in reading.dates]
    people = [name.span for name in names if name.kind == "person"]
    dates = [m for m in dates if m.day or m.year or not any(m.span.overlaps(span) for span in people)]
    counts = [_counting_as(count, english) for count in _quantities(reading, names)]
    peoples = [count.span for count in counts if count.origin]
    names = [n for n in names if not any(n.span.start > s.start and n.span.end <= s.end for s in peoples)]  # نيجيريا
    items: list[Item] = [
        *names,
        *dates,
        *counts,
        *(with_translation(said, english) if english else said),
    ]
    for item in items:
        text = item.span.of(sentence.text)
        span = item.span.shift(sentence.span.start)
        words, value = in_english(item, text), comparable(item)
        change = f"{item.subject} {item.direction}".strip() if isinstance(item, Quantity) else ""
        yield Fact(_kind(item), span, text, sentence.index, words, value, f"{change} {words}" if change else "", item)


def _counting_as(quantity: Quantity, english: str | None) -> Quantity:
    """Return a bare number with the noun that it counts in the known translation."""
    if not english or quantity.unit or quantity.kind != "cardinal" or quantity.upto is not None:
        return quantity
    same = [n for n in read_sentence(english, "en").quantities if n.kind == "cardinal" and same_number(quantity, n)]
    return replace(quantity, unit=same[0].unit.removesuffix("s")) if len(same) == 1 else quantity


def _kind(item: Item) -> FactKind:
    if isinstance(item, Quotation):
        return "quotation"
    if isinstance(item, DateMention):
        return "date" if item.hour is None else "time"
    if isinstance(item, Name):
        return _NAME_KINDS[item.kind]
    return "percentage" if item.kind == "percentage" else "money" if item.kind == "money" else "number"


def _quantities(reading: Reading, names: Sequence[Name]) -> Iterator[Quantity]:
    """Yield what is counted, without what belongs to a name, a date or another quantity."""
    before = tuple(name.span for name in names) + tuple(mention.span for mention in reading.dates)
    taken = list(before)
    covered = offsets(before)
    free, end = [], 0  # numbers come in order: of those taken here only the last can overlap
    for number in reading.quantities:
        outside = number.kind not in ("day", "year", "time", "code") and number.span.start >= end
        if outside and covered.isdisjoint(range(number.span.start, number.span.end)):
            free.append(number)
            end = number.span.end
    end, last = 0, None
    for quantity in ranges(reading.words, free):
        if quantity.span.start < end:
            continue  # $12 per million British thermal units
        end = quantity.span.end
        if not quantity.weak or _is_telling(quantity, quantity.span.of(reading.text).startswith("ال")):
            subject, direction = change(reading.words, quantity, names, last)
            last = replace(quantity, subject=subject, direction=direction)
            yield last
            taken.append(quantity.span)
    yield from single_measures(reading.words, taken)


def _is_telling(quantity: Quantity, definite: bool) -> bool:
    """Tell whether a small word says something: two years and thousands do, one of, first and both sides do not."""
    if quantity.kind == "vague":
        return quantity.amount >= 10
    known = quantity.unit in _TIMES if definite else bool(quantity.unit)
    return quantity.kind == "cardinal" and quantity.amount >= 2 and known


# -- tables ------------------------------------------------------------------------------------------------------------

_CELLS = " | "
"""What readers write between the cells of a row."""


def _headers(sentences: Sequence[Sentence]) -> dict[int, list[str]]:
    """Return for each row of a table the headers of its columns: the cells of the row above the first, if no digits."""
    headers: dict[int, list[str]] = {}
    table: list[str] = []
    for sentence in sentences:
        cells = sentence.text.split(_CELLS)
        if len(cells) < 2 or len(cells) != len(table):
            table = cells if len(cells) > 1 and not any(char.isdigit() for char in sentence.text) else []
        else:
            headers[sentence.index] = table
    return headers


def _in_cells(facts: Iterable[Fact], sentence: Sentence, headers: Mapping[int, list[str]]) -> Iterator[Fact]:
    """Say of the figures of a table what their row and column are headed."""
    columns, cells = headers.get(sentence.index, []), sentence.text.split(_CELLS)
    for fact in facts:
        column = sentence.text[: fact.span.start - sentence.span.start].count(_CELLS)
        if columns and column and fact.kind in ("number", "money", "percentage"):
            said = ", ".join(_header(text) for text in (cells[0], columns[column]))
            fact = replace(fact, in_context=f"{fact.in_context or fact.english} ({said})")
        yield fact


def _header(arabic: str) -> str:
    """Return a header in English where it is a name or a known noun, else as written."""
    reading = read_sentence(arabic, "ar")
    whole = [match.entry.name for match in reading.entries if match.span.of(arabic) == arabic]
    return next(iter(whole), noun_phrase(reading.words, reading.names)) or f"«{arabic}»"
