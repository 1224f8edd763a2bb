"""What a memo lists over all events: the timeline, the people with their roles, the quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.article.lexicon import words
from toolkit.language.dates import DateMention
from toolkit.language.english import FUNCTION_WORDS
from toolkit.language.speech import Quotation
from toolkit.memo.reports import Report, Statement
from toolkit.memo.types import Dated, Person, Quote, Source, Version

__all__ = ["people", "quotations", "timeline"]

_POST = "|".join(["vice president", "prime minister", *sorted(words("titles", "post", "role"), key=len, reverse=True)])
_ROLE = r"((?:[\w’'-]+ ){{0,3}}(?:{posts})(?: of [A-Z]\w+| for [a-z]+(?: [a-z]+)?)?(?:['’]s)?),? (?:{first} )?{last}\b"
_SMALL = FUNCTION_WORDS | words("speech", column=2) | {"part"}
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{12,})[”\"»]")


def timeline(reports: Sequence[Report]) -> tuple[Dated, ...]:
    """Return the dated facts in order of time; a date without a year sorts with the latest year of the memo."""
    found: dict[str, tuple[str, dict[Source, None]]] = {}
    statements = [s for report in reports for s in report.statements]
    for statement in statements:
        for fact in statement.facts:
            if isinstance(fact.item, DateMention) and _has_place_in_time(fact.item):
                _, sources = found.setdefault(fact.value, (fact.english, {}))
                sources[statement.source] = None
    years = [value[:4] for value in found if not value.startswith("--")]
    latest = max(years, default="9999")
    by_source = {s.source: s.text for s in statements}
    ordered = sorted(found.items(), key=lambda item: item[0].replace("--", f"{latest}-", 1))
    return tuple(
        Dated(value, f"{text}: {by_source[next(iter(sources))]}", tuple(sources)) for value, (text, sources) in ordered
    )


def _has_place_in_time(mention: DateMention) -> bool:
    """Tell whether a date can be put in order: one with a year, or a day of a month."""
    if mention.hijri or mention.hour is not None:
        return False
    return bool(mention.start or mention.year or (mention.month and mention.day))


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
