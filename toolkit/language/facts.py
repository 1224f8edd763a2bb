"""The facts an analyst checks first, straight from the Arabic. In: an Article. Out: Facts with spans and English.

Numbers with what they count, money and percentages, dates and clock times, people, places and bodies, and who said
what; no translation model is needed. Boilerplate is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from toolkit.article.lexicon import arabic_words
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Article, Sentence, Span
from toolkit.language.counted import counted, single_measures
from toolkit.language.dates import DateMention, find_dates
from toolkit.language.fact import Fact, FactKind
from toolkit.language.gazetteer import ArabicMatch, EntryKind, entries_in_arabic
from toolkit.language.numbers import Number, find_numbers
from toolkit.language.people import GUESSED, find_people
from toolkit.language.speech import Speaker, find_speech
from toolkit.language.words import Word, split_words, strip_prefixes

__all__ = ["find_facts"]

_KINDS: dict[EntryKind, FactKind] = {
    "person": "person",
    "country": "place",
    "place": "place",
    "organization": "organization",
}
_PLACE_NOUNS, _BODY_NOUNS = arabic_words("name_nouns", "place"), arabic_words("name_nouns", "body")
_TIMES = frozenset("days weeks months years decades hours minutes".split())
_RELATIVE = {"last": "last", "next": "next"}


def find_facts(article: Article) -> list[Fact]:
    """Find the facts of an article, in the order they stand there.

    Every fact has an exact span (``article.text[f.span.start:f.span.end] == f.text``), an English reading and a
    comparable `value`. Weekdays and days without a year are resolved against `article.published` when it is known.

    Examples
    --------
    >>> from toolkit.article import read_text
    >>> [(f.text, f.english) for f in find_facts(read_text("عاد 6 آلاف جندي أوكراني إلى كييف."))]
    [('6 آلاف جندي أوكراني', '6,000 Ukrainian soldiers'), ('كييف', 'Kyiv')]
    """
    return [
        fact
        for sentence in article.sentences
        if sentence.kind != "boilerplate"
        for fact in _of_sentence(article, sentence)
    ]


def _of_sentence(article: Article, sentence: Sentence) -> list[Fact]:
    text, words = sentence.text, split_words(sentence.text)
    dates = find_dates(text, "ar")
    names = [*_names(text, words)]
    taken = [span for _, span, *_ in names] + [mention.span for mention in dates]
    rows = [
        *names,
        *_dates(dates, article.published),
        *_numbers(text, words, find_numbers(text, "ar"), taken),
    ]
    rows += _speech(text, words, names)
    facts = [
        Fact(
            kind,
            span.shift(sentence.span.start),
            span.of(text),
            sentence.index,
            english,
            value,
        )
        for kind, span, english, value in rows
    ]
    return sorted(facts, key=lambda fact: (fact.span.start, -fact.span.end))


_Row = tuple[FactKind, Span, str, str]


# -- numbers -----------------------------------------------------------------------------------------------------


def _numbers(text: str, words: list[Word], numbers: Iterable[Number], taken: list[Span]) -> Iterator[_Row]:
    before, end = tuple(taken), 0  # numbers come in order: of those taken here only the last can overlap
    for number in numbers:
        if number.kind in ("day", "year", "time", "code") or number.span.start < end:
            continue
        if any(number.span.overlaps(span) for span in before):
            continue
        said = counted(text, words, number)
        if number.weak and not _is_telling(number, said.unit, number.span.of(text).startswith("ال")):
            continue
        kind: FactKind = (
            "percentage" if number.kind == "percentage" else "money" if number.kind == "money" else "number"
        )
        yield kind, said.span, said.english, _value(number)
        taken.append(number.span)
        end = max(end, number.span.end)
    for single in single_measures(words, taken):
        yield "number", single.span, single.english, "1"


def _is_telling(number: Number, unit: str, definite: bool) -> bool:
    """Tell whether a small word says something: two years and thousands do, one of, first and both sides do not."""
    if number.kind == "vague":
        return number.value >= 10
    known = unit in _TIMES if definite else bool(unit)
    return number.kind == "cardinal" and number.value >= 2 and known


def _value(number: Number) -> str:
    value = number.value
    return str(int(value)) if value.denominator == 1 else f"{float(value):g}"


# -- dates -------------------------------------------------------------------------------------------------------


def _dates(mentions: Iterable[DateMention], published: date | None) -> Iterator[_Row]:
    for mention in mentions:
        if mention.hour is not None:
            yield "time", mention.span, mention.english(), f"{mention.hour:02d}:{mention.minute or 0:02d}"
            continue
        day = mention.resolve(published)
        if day and not (mention.day and mention.month and mention.year):
            weekday = f"{day:%A} " if mention.weekday is not None else ""
            yield "date", mention.span, f"{weekday}{day.day} {day:%B} {day.year}", day.isoformat()
        else:
            said = mention.english()
            relative = _RELATIVE.get(mention.relative, "") if not mention.day and not mention.year else ""
            yield "date", mention.span, f"{relative} {said}".strip(), _date_value(mention)


def _date_value(mention: DateMention) -> str:
    if mention.hijri:
        return mention.english()
    if mention.month:
        day = f"-{mention.day:02d}" if mention.day else ""
        return f"{mention.year or '-'}-{mention.month:02d}{day}"
    return str(mention.year) if mention.year else mention.english()


# -- names -------------------------------------------------------------------------------------------------------


def _names(text: str, words: list[Word]) -> Iterator[_Row]:
    people = find_people(words)
    known = [
        match
        for match in entries_in_arabic(words)
        if not match.adjective
        and (not match.ambiguous or _is_backed(match, words, text))
        and (not match.joined or match.entry.kind in ("country", "place", "person"))
    ]
    taken: list[Span] = []
    for match in known:
        kind = _KINDS.get(match.entry.kind)
        longer = any(
            person.span.overlaps(match.span) and _length(person.span) > _length(match.span) for person in people
        )
        if kind and not longer and not any(span.overlaps(match.span) for span in taken):
            span = _without_particles(text, match)
            taken.append(match.span)
            yield kind, span, match.entry.name, match.entry.name
    for person in people:
        if not any(span.overlaps(person.span) for span in taken):
            taken.append(person.span)
            yield "person", person.span, person.english, person.english.removesuffix(GUESSED)


def _is_backed(match: ArabicMatch, words: list[Word], text: str) -> bool:
    """Tell whether the word before an ambiguous name says what it is (وكالة تاس، مدينة صور), or quotation marks do."""
    at = next(i for i, word in enumerate(words) if word.start == match.span.start)
    before = words[at - 1].form if at else ""
    if before in ("“", "”", '"', "«"):
        return text[match.span.end : match.span.end + 1] in ("“", "”", '"', "»")
    nouns = _PLACE_NOUNS if match.entry.kind in ("country", "place") else _BODY_NOUNS
    return match.entry.kind != "person" and any(stem in nouns for stem in strip_prefixes(before))


def _length(span: Span) -> int:
    return span.end - span.start


def _without_particles(text: str, match: ArabicMatch) -> Span:
    """Leave out a و، ب، ل or ك written together with the name; the article stays."""
    start, end = match.span
    first = arabic_form(match.span.of(text).split()[0])
    names = {arabic_form(variant.split()[0]) for variant in (*match.entry.arabic, *match.entry.arabic_people)}
    for size in (0, 1, 2):
        if first[size:] in names:
            return Span(start + size, end)
    return match.span


# -- speech ------------------------------------------------------------------------------------------------------


def _speech(text: str, words: list[Word], names: list[_Row]) -> Iterator[_Row]:
    speakers = [
        Speaker(span, english, kind == "person")
        for kind, span, english, _ in names
        if kind in ("person", "organization")
    ]
    for speech in find_speech(text, words, sorted(speakers, key=lambda speaker: speaker.span)):
        who = speech.speaker or "(speaker not named in this sentence)"
        length = len(speech.span.of(text).split())
        how = (
            f"{who} {speech.verb}: “…” ({length} words)"
            if speech.direct
            else f"{who} {speech.verb} that … ({length} words)"
        )
        yield "quotation", speech.span, how, speech.speaker
