"""A memo laid out for HTML, DOCX, PDF and Markdown: two pages to sign, then the annexes they stand on.

A sentence is named by its article's number and its own (`2.16`); every line of the memo carries the names of the
sentences it stands on, and each of them is printed at the end in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from urllib.parse import urlsplit

from toolkit.article.types import Article
from toolkit.brief.brief import Brief
from toolkit.language.wording import written_day
from toolkit.memo.agreement import CLOSE
from toolkit.memo.memo import Memo
from toolkit.memo.types import Difference, Event, Line, Source, Sourced
from toolkit.output.brief_document import Layout, check_layout
from toolkit.output.document import Block, Document, Paragraph, Run, Table, arabic, english, shown
from toolkit.output.view import review_line

_BLANK = "________________"
_CONFIDENCE = (
    "High: two or more sources say it that do not repeat one another, and none contradicts. Medium: one source, or one "
    "that others repeat, or a point that sources differ on. Low: the translation is in doubt or lacking."
)


def layout_memo(memo: Memo, layout: Layout = "dossier") -> Document:
    """Lay `memo` out; raises SaveError for a layout that does not exist.

    `memo` is the first pages with the sentences they cite, `bilingual` adds every sentence cited anywhere, `dossier`
    all annexes.
    """
    check_layout(layout)
    annexes = {"memo": _cited_in_front, "bilingual": _all_cited, "dossier": _dossier}[layout](memo)
    if annexes and isinstance(annexes[0], Paragraph):
        annexes[0] = replace(annexes[0], new_page=True)
    blocks = (*_front(memo), *annexes, *_gaps(memo), *_provenance(memo))
    created = max(brief.provenance.created for brief in memo.briefs)
    return Document(shown(memo.title), blocks, created, _signature(memo), review_line(memo.review, memo.briefs))


def memo_status(memo: Memo) -> str:
    """Say in one line what the memo stands on and that a machine matched it."""
    count = sum(len(event.differences) for event in memo.events)
    return (
        f"{len(memo.briefs)} articles · {len(memo.events)} events · {count} differences found between sources · "
        "which sentences say the same was worked out by machine: read the sources before relying on it"
    )


# -- the first pages ---------------------------------------------------------------------------------------------


def _front(memo: Memo) -> list[Block]:
    return [
        english(review_line(memo.review, memo.briefs), "banner"),
        english(memo.title, "title"),
        english(memo_status(memo), "note"),
        *_heading(memo),
        english("Bottom line", "heading"),
        *(_line(line, lead=f"{line.note}: ") for line in memo.bottom_line),
        *_key_points(memo),
        *_all_differences(memo),
        *_news(memo),
        *_watch(memo),
        english("Sourcing", "heading"),
        english(_sourcing(memo), "body"),
    ]


def _heading(memo: Memo) -> list[Block]:
    days = [brief.article.published for brief in memo.briefs if brief.article.published]
    undated = len(memo.briefs) - len(days)
    known = f"up to {written_day(max(days), weekday=True)}" if days else "the articles give no date of publication"
    known += f"; {undated} of {len(memo.briefs)} articles without a date of publication" if days and undated else ""
    made = written_day(date.fromisoformat(memo.heading.day), weekday=True)
    rows = (
        ("To", memo.heading.to or _BLANK),
        ("From", memo.heading.by or _BLANK),
        ("Date", made),
        ("Information", known),
    )
    runs = [[Run(f"{name}: ", "en", "strong"), Run(f"{shown(value)}   ")] for name, value in rows]
    return [Paragraph((*runs[0], *runs[1], *runs[2])), Paragraph(tuple(runs[3]))]


def _key_points(memo: Memo) -> list[Block]:
    if not memo.key_points:
        return []
    blocks: list[Block] = [english("Key points", "heading"), english(_CONFIDENCE, "note")]
    event = -1
    for number, line in enumerate(memo.key_points, 1):
        if line.event != event and len(memo.events) > 1:
            event = line.event
            blocks.append(english(f"Event {event + 1}: {_when(memo.events[event])}", "subheading"))
        blocks.append(_line(line, marker=f"{number}.", note=line.note))
    return blocks


def _when(event: Event) -> str:
    day = written_day(date.fromisoformat(event.day), weekday=True) if event.day else "day not given"
    return f"{day}, {_counted(len({r.brief for r in event.reports}), 'article')}"


def _all_differences(memo: Memo) -> list[Block]:
    found = [(number, d) for number, event in enumerate(memo.events, 1) for d in event.differences]
    lines = [_difference(d, f"event {number}, " if len(memo.events) > 1 else "") for number, d in found]
    none = english("No difference was found in lengths, counts, days and posts; other things were not compared.")
    return [english("Where sources differ", "heading"), *(lines or [none])]


def _news(memo: Memo) -> list[Block]:
    numbers = [str(n) for n, p in enumerate(memo.key_points, 1) for line in memo.news if line.sources == p.sources]
    if not numbers or not memo.news:
        return []
    which = f"Key points {', '.join(numbers)} are" if len(numbers) > 1 else f"Key point {numbers[0]} is"
    runs = (Run(f"{which} in no report of the other events."), *_references(s for p in memo.news for s in p.sources))
    return [english("New against the other events", "heading"), Paragraph(runs)]


def _watch(memo: Memo) -> list[Block]:
    if not memo.watch:
        return []
    return [english("What to watch", "heading"), *(_line(x, lead=f"{x.note}: " if x.note else "") for x in memo.watch)]


def _sourcing(memo: Memo) -> str:
    outlets = [f"{n}. {_outlet(brief)}" for n, brief in enumerate(memo.briefs, 1)]
    made = {t.origin for b in memo.briefs for t in b.translations if t}
    by = {"memory": "a translation memory", "model": "a model", "given": "translations that were given"}
    who = " and ".join([by[name] for name in ("memory", "model", "given") if name in made])
    edited = sum(t is not None and t.origin == "edited" for b in memo.briefs for t in b.translations)
    parts = [
        f"{_counted(len(memo.briefs), 'article')} in Arabic ({'; '.join(outlets)}).",
        f"English from {who}." if who else "",
        f"{_counted(edited, 'sentence')} translated or corrected by a person." if edited else "",
        "Words in [brackets] are ours: what a sentence points back to, named.",
        f"Reviewed by {memo.review.by}." if memo.review else "Nobody has reviewed this memo.",
    ]
    return " ".join(part for part in parts if part)


def _outlet(brief: Brief) -> str:
    """Return where an article is from, short: the host of an address, the name of a file."""
    source = brief.article.source or brief.article.id
    return urlsplit(source).hostname or PurePath(source).name


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


# -- annexes -----------------------------------------------------------------------------------------------------


def _cited_in_front(memo: Memo) -> list[Block]:
    return [*_source_table(memo), *_sentences(memo, _in_front(memo))]


def _all_cited(memo: Memo) -> list[Block]:
    return _sentences(memo, _cited(memo))


def _dossier(memo: Memo) -> list[Block]:
    blocks: list[Block] = []
    for number, event in enumerate(memo.events, 1):
        blocks += _event(memo, number, event)
    lists = [*_timeline(memo), *_people(memo), *_quotations(memo), *_source_table(memo)]
    return [*blocks, *lists, *_sentences(memo, _cited(memo))]


def _in_front(memo: Memo) -> list[Source]:
    lines = [s for x in (*memo.bottom_line, *memo.key_points, *memo.news, *memo.watch) for s in x.sources]
    return lines + [s for e in memo.events for d in e.differences for r in d.readings for s in r.sources]


def _cited(memo: Memo) -> list[Source]:
    lines = [x for e in memo.events for x in (*e.agreed, *e.single, *e.elsewhere)]
    roles = [r for person in memo.people for r in person.roles]
    listed: list[Sourced] = [*lines, *roles, *memo.timeline, *memo.people]
    return _in_front(memo) + [s for item in listed for s in item.sources] + [q.source for q in memo.quotations]


def _line(line: Line, *, marker: str = "•", lead: str = "", note: str = "") -> Paragraph:
    before = [Run(lead, "en", "strong")] if lead else []
    after = [Run(" [changed by a person]", "en", "soft")] if line.machine_text is not None else []
    after += [Run(f" {note}", "en", "soft")] if note else []
    return Paragraph((*before, *_text(line.text), *_references(line.sources), *after), "item", marker=marker)


def _text(text: str) -> tuple[Run, ...]:
    is_arabic = sum("\u0600" <= c <= "\u06ff" for c in text) > len(text) / 3
    return (Run(shown(text), "ar" if is_arabic else "en"),)


def _name(source: Source) -> str:
    return f"{source.brief + 1}.{source.sentence + 1}"


def _references(sources: Iterable[Source]) -> list[Run]:
    return [Run(f" {_name(s)}", "en", "reference", f"s{_name(s)}") for s in sources]


def _event(memo: Memo, number: int, event: Event) -> list[Block]:
    reports = ", ".join(f"{r.brief + 1}{_part(memo.briefs[r.brief].article, r.part)}" for r in event.reports)
    said = [f"Reported in: article {reports}."]
    said += [f"Day as reported: {event.when}."] if event.when else ["No source gives its day."]
    if event.day and event.how:
        said.append(f"Taken as {written_day(date.fromisoformat(event.day), weekday=True)}: {event.how}.")
    if event.grounds:
        said.append(f"Taken for one event because of: {'; '.join(event.grounds)}.")
    elif len(memo.events) > 1:
        said.append("Kept apart: no day, length, place or person ties it to another event.")
    return [
        english(f"Event {number}: {_cut(event.title)}", "heading"),
        english(" ".join(said), "note"),
        *_agreed(event.agreed),
        *_single(event),
        *_elsewhere(event),
    ]


def _part(article: Article, part: int) -> str:
    return f" (part {part + 1})" if len(article.parts) > 1 else ""


def _cut(text: str, limit: int = 110) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def _agreed(lines: Sequence[Line]) -> list[Block]:
    firm = [line for line in lines if line.score >= CLOSE]
    loose = [line for line in lines if line.score < CLOSE]
    blocks: list[Block] = []
    if firm:
        how = "Each line is a sentence of one of the sources named after it; the others say the same, or a part of it."
        blocks += [english("What the sources agree on", "subheading"), english(how, "note"), *map(_line, firm)]
    if loose:
        how = "These sentences are about the same matter; whether they say the same, a person has to judge."
        blocks += [english("Loosely matched", "subheading"), english(how, "note"), *map(_line, loose)]
    return blocks


def _difference(difference: Difference, where: str) -> Paragraph:
    about = shown(where + difference.about)
    runs: list[Run] = [Run(f"{about[:1].upper()}{about[1:]}: ", "en", "strong")]
    for number, reading in enumerate(difference.readings):
        runs += [Run(" against " if number else ""), Run(f"“{shown(reading.text)}”"), *_references(reading.sources)]
    return Paragraph(tuple(runs), "item", marker="•")


def _single(event: Event) -> list[Block]:
    if not event.single:
        return []
    several = len(event.reports) > 1
    title = "What only one source reports (the most salient)" if several else "What its one source reports"
    return [english(title, "subheading"), *(_line(line) for line in event.single)]


def _elsewhere(event: Event) -> list[Block]:
    if not event.elsewhere:
        return []
    lines = (_line(line, lead=f"{line.note}: ") for line in event.elsewhere)
    return [english("What its reports tell of other occasions", "subheading"), *lines]


def _timeline(memo: Memo) -> list[Block]:
    rows = tuple(
        ((english(d.when),), (Paragraph(_text(d.text)),), (Paragraph(tuple(_references(d.sources))),))
        for d in memo.timeline
    )
    return _table("Timeline of the dates that the sources name", ("Date", "What", "Sources"), rows, (0.17, 0.65, 0.18))


def _people(memo: Memo) -> list[Block]:
    rows = []
    for person in memo.people:
        roles = [
            Paragraph((Run(shown(role.text)), *_references(role.sources[:6])))
            for role in sorted(person.roles, key=lambda r: -len(r.sources))
        ]
        count = len({s.brief for s in person.sources})
        articles = english(f"{_counted(len(person.sources), 'sentence')}, {_counted(count, 'article')}")
        named = Paragraph((*articles.runs, *_references(person.sources[:4])))
        rows.append(((english(person.name),), tuple(roles) or (english("no role given"),), (named,)))
    return _table("People and roles", ("Name", "Roles as given", "Named in"), tuple(rows), (0.25, 0.45, 0.3))


def _quotations(memo: Memo) -> list[Block]:
    rows = tuple(
        (
            (english(q.speaker or "not named in the sentence"), Paragraph(tuple(_references([q.source])))),
            (Paragraph(_text(q.english or "not translated")),),
            (arabic(q.arabic),),
        )
        for q in memo.quotations
    )
    return _table("Quotations", ("Speaker", "English", "Arabic"), rows, (0.2, 0.4, 0.4))


def _source_table(memo: Memo) -> list[Block]:
    rows = tuple(
        (
            (english(str(number)),),
            (english(brief.article.source or brief.article.id),),
            (english(brief.article.published.isoformat() if brief.article.published else "no date"),),
            (english(f"{len(brief.article.of_kind('body'))} sentences"),),
            (english(_adds(memo, number - 1)),),
        )
        for number, brief in enumerate(memo.briefs, 1)
    )
    head = ("No.", "Source", "Published", "Length", "What it adds")
    return _table("Sources", head, rows, (0.07, 0.33, 0.15, 0.15, 0.3))


def _adds(memo: Memo, brief: int) -> str:
    events = [n for n, e in enumerate(memo.events, 1) if any(r.brief == brief for r in e.reports)]
    alone = sum(len(line.sources) == 1 and line.sources[0].brief == brief for e in memo.events for line in e.single)
    shared = sum(any(s.brief == brief for s in line.sources) for e in memo.events for line in e.agreed)
    told = ", ".join(map(str, events)) or "none"
    return f"event {told}; {shared} shared statements, {alone} salient ones of its own"


def _table(
    title: str, head: tuple[str, ...], rows: tuple[tuple[tuple[Paragraph, ...], ...], ...], widths: tuple[float, ...]
) -> list[Block]:
    return [english(title, "heading"), Table(head, rows, widths)] if rows else []


def _sentences(memo: Memo, cited: Iterable[Source]) -> list[Block]:
    rows = tuple(
        (
            (Paragraph((Run(_name(source), "en", "soft"),), anchor=f"s{_name(source)}"),),
            (english(memo.english(source) or "not translated"),),
            (arabic(memo.arabic(source)),),
        )
        for source in sorted(set(cited))
    )
    return _table("The sentences that this memo stands on", ("No.", "English", "Arabic"), rows, (0.09, 0.455, 0.455))


def _gaps(memo: Memo) -> list[Block]:
    lines = [
        english(f"Article {number}, {gap.stage}: {gap.message} {gap.remedy}".strip(), "note")
        for number, brief in enumerate(memo.briefs, 1)
        for gap in brief.gaps
    ]
    lines.append(english("Agreement was sought sentence by sentence; differences only in lengths, counts, days and "
                         "posts. Other contradictions were not looked for.", "note"))  # fmt: skip
    return [english("What is missing or was not verified", "heading"), *lines]


def _provenance(memo: Memo) -> list[Block]:
    lines = [english(_made(brief), "note", marker=f"{number}.") for number, brief in enumerate(memo.briefs, 1)]
    return [english("How this was made", "heading"), *lines, english(_signature(memo), "code")]


def _made(brief: Brief) -> str:
    made = brief.provenance
    edits = sum(t is not None and t.origin == "edited" for t in brief.translations)
    parts = ", ".join(f"{c.role} {c}" for c in made.components)
    settings = ", ".join(f"{key} = {value}" for key, value in made.settings.items())
    return (
        f"{brief.article.id}: {made.created}, toolkit {made.toolkit}, route {made.route}, {parts or 'no model'}; "
        f"settings: {settings or 'defaults'}; {edits} sentences edited by a person; SHA-256 {made.article_sha256}"
    )


def _signature(memo: Memo) -> str:
    return "memo|" + "|".join(sorted({brief.provenance.signature for brief in memo.briefs}))
