"""What a memo lists over all events: the timeline, the people with their roles, the quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.article.lexicon import words
from toolkit.language.dates import DateMention
from toolkit.language.english import FUNCTION_WORDS
from toolkit.language.speech import Quotation
from toolkit.language.wording import written_day
from toolkit.memo.events import Group
from toolkit.memo.reports import Report, Statement
from toolkit.memo.types import Dated, Person, Quote, Source, Version

_POST = "|".join(["vice president", "prime minister", *sorted(words("titles", "post", "role"), key=len, reverse=True)])
_ROLE = r"((?:[\w’'-]+ ){{0,3}}(?:{posts})(?: of [A-Z]\w+| for [a-z]+(?: [a-z]+)?)?(?:['’]s)?),? (?:{first} )?{last}\b"
_SMALL = FUNCTION_WORDS | words("speech", column=2) | {"part"}
_EDGE = re.compile(r"(?:بعد|قبل|حتى)\s(?:يوم\s)?$")
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{12,})[”\"»]")


def timeline(groups: Sequence[Group]) -> tuple[Dated, ...]:
    """Return the days of the events and the dated facts of their reports, in order of time.

    A day without a year is the nearest one to the day of its event; where that is not known, it stands at the end, as
    it was written. A year or month has no row if a day of the memo lies in it.
    """
    found: dict[str, tuple[str, str, dict[Source, None]]] = {}
    periods: dict[str, tuple[str, str, dict[Source, None]]] = {}
    for group in groups:
        if group.day:
            first = group.reports[0].lead[0]
            said = [s.source for r in group.reports for s in r.lead if any(m.weekday is not None for m in s.dates)]
            row = (written_day(group.day), first.text, dict.fromkeys(said or [first.source]))
            found.setdefault(group.day.isoformat(), row)
        for statement in (s for report in group.reports for s in report.statements):
            for fact in statement.facts:
                if not isinstance(fact.item, DateMention) or not _has_place_in_time(fact.item):
                    continue
                if _EDGE.search(statement.sentence.text[: fact.item.span.start]):
                    continue  # "after 22 June" dates nothing
                day = fact.item.resolve(group.day)
                if day is None and fact.item.day is None:
                    row = (fact.english, statement.text, {})
                    periods.setdefault(fact.value, row)[2][statement.source] = None
                elif fact.item.relative != "today":
                    key = day.isoformat() if day else fact.value
                    when = written_day(day) if day else f"{fact.english} (year not given)"
                    row = found.setdefault(key, (when, statement.text, {}))
                    if statement.occasion == when and key != (group.day and group.day.isoformat()):
                        row = found[key] = (when, statement.text, row[2])  # it tells of that day, and not in passing
                    row[2][statement.source] = None
    covered = tuple(found)
    found |= {key: row for key, row in periods.items() if not any(day.startswith(key[:7]) for day in covered)}
    ordered = sorted(found.items(), key=lambda item: (item[0].startswith("-"), item[0]))
    return tuple(
        Dated("" if key.startswith("-") else key, when, text, tuple(sources)) for key, (when, text, sources) in ordered
    )


def _has_place_in_time(mention: DateMention) -> bool:
    """Tell whether a date can be put in order: one with a year, or a day of a month."""
    if mention.hijri or mention.hour is not None or (mention.weekday is not None and not mention.day):
        return False
    return bool(mention.year or (mention.month and mention.day))


def people(reports: Sequence[Report]) -> tuple[Person, ...]:
    """Return who is named, most often first, with each role that a source gives in English."""
    sources: dict[str, dict[Source, None]] = {}
    roles: dict[str, dict[str, dict[Source, None]]] = {}
    for statement in (s for report in reports for s in report.statements):
        for name in dict.fromkeys(f.value or f.english for f in statement.facts if f.kind == "person"):
            sources.setdefault(name, {})[statement.source] = None
            for role in _roles(statement, name):
                roles.setdefault(name, {}).setdefault(role, {})[statement.source] = None
    ordered = sorted(sources.items(), key=lambda item: -len(item[1]))
    return tuple(
        Person(
            name,
            tuple(Version(role, tuple(where)) for role, where in roles.get(name, {}).items()),
            tuple(where),
        )
        for name, where in ordered
    )


def _roles(statement: Statement, name: str) -> Iterable[str]:
    *first, last = name.split()
    pattern = _ROLE.format(posts=_POST, first=re.escape(" ".join(first)) if first else "", last=re.escape(last))
    for match in re.finditer(pattern, statement.english, re.IGNORECASE):
        role = match.group(1).split()
        while role and role[0].lower() in _SMALL:
            role = role[1:]
        for at in range(len(role) - 1, -1, -1):
            if role[at].lower() in _SMALL - {"of", "for"}:
                role = role[at + 1 :]
                break
        if role and role[-1].lower().removesuffix("'s") != "counterpart":
            yield " ".join(role)


def quotations(reports: Sequence[Report]) -> tuple[Quote, ...]:
    """Return the words that stand in quotation marks, with the speaker where the sentence names one."""
    found = []
    for statement in (s for report in reports for s in report.statements):
        said = [f for f in statement.facts if isinstance(f.item, Quotation) and f.item.direct]
        english = _QUOTED.findall(statement.english)
        for number, fact in enumerate(said):
            matching = english[number] if len(english) == len(said) else statement.english
            found.append(Quote(fact.value, fact.text, matching, statement.source))
    return tuple(found)
