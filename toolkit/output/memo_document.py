"""A memo laid out for DOCX, PDF and Markdown.

A sentence is named by its article's number and its own (`2.16`); every line of the memo carries the names of the
sentences it stands on, and each of them is printed at the end in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.article.types import Article
from toolkit.brief.brief import Brief
from toolkit.memo.memo import Memo
from toolkit.memo.types import Difference, Event, Line, Source, Sourced
from toolkit.output.brief_document import Layout, check_layout
from toolkit.output.document import Block, Document, Paragraph, Run, Table, arabic, english, shown
from toolkit.output.view import review_line

__all__ = ["layout_memo", "memo_status"]

_CLOSE = 0.45  # a line whose sentences match less well is marked, so that nobody takes it for certain
_SHORT = 6  # agreements in the short layout


def layout_memo(memo: Memo, layout: Layout = "dossier") -> Document:
    """Lay `memo` out; raises SaveError for a layout that does not exist."""
    check_layout(layout)
    head = [
        english(review_line(memo.review, memo.briefs), "banner"),
        english(memo.title, "title"),
        english(memo_status(memo), "note"),
    ]
    body = {"memo": _short, "bilingual": _bilingual, "dossier": _dossier}[layout](memo)
    blocks = (*head, *body, *_gaps(memo), *_provenance(memo))
    created = max(brief.provenance.created for brief in memo.briefs)
    return Document(shown(memo.title), blocks, created, _signature(memo), review_line(memo.review, memo.briefs))


def memo_status(memo: Memo) -> str:
    """Say in one line what the memo stands on and that a machine matched it."""
    count = sum(len(event.differences) for event in memo.events)
    return (
        f"{len(memo.briefs)} articles · {len(memo.events)} events · {count} differences found between sources · "
        "which sentences say the same was worked out by machine: read the sources before relying on it"
    )


def _short(memo: Memo) -> list[Block]:
    main = memo.events[:1]
    blocks = [*_bottom_line(memo)]
    for event in main:
        blocks += [*_differences(event), *_agreed(event.agreed[:_SHORT])]
    cited = [s for line in memo.bottom_line for s in line.sources]
    cited += [s for event in main for line in event.agreed[:_SHORT] for s in line.sources]
    cited += [s for event in main for d in event.differences for r in d.readings for s in r.sources]
    return [*blocks, *_source_table(memo), *_sentences(memo, cited)]


def _bilingual(memo: Memo) -> list[Block]:
    return [*_bottom_line(memo), *_sentences(memo, _cited(memo))]


def _dossier(memo: Memo) -> list[Block]:
    blocks = [*_bottom_line(memo)]
    for number, event in enumerate(memo.events, 1):
        blocks += _event(memo, number, event)
    lists = [*_timeline(memo), *_people(memo), *_quotations(memo), *_source_table(memo)]
    return [*blocks, *lists, *_sentences(memo, _cited(memo))]


def _cited(memo: Memo) -> list[Source]:
    lines = [*memo.bottom_line, *(x for e in memo.events for x in (*e.agreed, *e.single))]
    readings = [r for e in memo.events for d in e.differences for r in d.readings]
    roles = [r for person in memo.people for r in person.roles]
    listed: list[Sourced] = [*lines, *readings, *roles, *memo.timeline, *memo.people]
    return [s for item in listed for s in item.sources] + [q.source for q in memo.quotations]


def _bottom_line(memo: Memo) -> list[Block]:
    return [english("Bottom line", "heading"), *(_line(line) for line in memo.bottom_line)]


def _line(line: Line) -> Paragraph:
    loose = len(line.sources) > 1 and line.score < _CLOSE
    mark = [Run(" [loose match]", "en", "soft")] if loose else []
    return Paragraph((*_text(line.text), *mark, *_references(line.sources)), "item", marker="•")


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
    if event.grounds:
        said.append(f"Taken for one event because of: {'; '.join(event.grounds)}.")
    elif len(memo.events) > 1:
        said.append("Kept apart: no day or length ties it to another event.")
    return [
        english(f"Event {number}: {_cut(event.title)}", "heading"),
        english(" ".join(said), "note"),
        *_differences(event),
        *_agreed(event.agreed),
        *_single(event),
    ]


def _part(article: Article, part: int) -> str:
    return f" (part {part + 1})" if len(article.parts) > 1 else ""


def _cut(text: str, limit: int = 110) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def _agreed(lines: Sequence[Line]) -> list[Block]:
    firm = [line for line in lines if line.score >= _CLOSE]
    loose = [line for line in lines if line.score < _CLOSE]
    blocks: list[Block] = []
    if firm:
        how = "Each line is a sentence of one of the sources named after it; the others say the same, or a part of it."
        blocks += [english("What the sources agree on", "subheading"), english(how, "note"), *map(_line, firm)]
    if loose:
        how = "These sentences are about the same matter; whether they say the same, a person has to judge."
        blocks += [english("Loosely matched", "subheading"), english(how, "note"), *map(_line, loose)]
    return blocks


def _differences(event: Event) -> list[Block]:
    if not event.differences:
        return []
    return [english("Where they disagree", "subheading"), *(_difference(d) for d in event.differences)]


def _difference(difference: Difference) -> Paragraph:
    runs: list[Run] = [Run(f"{shown(difference.about)}: ", "en", "strong")]
    for number, reading in enumerate(difference.readings):
        runs += [Run(" against " if number else ""), Run(f"“{shown(reading.text)}”"), *_references(reading.sources)]
    return Paragraph(tuple(runs), "item", marker="•")


def _single(event: Event) -> list[Block]:
    if not event.single:
        return []
    several = len(event.reports) > 1
    title = "What only one source reports (the most salient)" if several else "What its one source reports"
    return [english(title, "subheading"), *(_line(line) for line in event.single)]


def _timeline(memo: Memo) -> list[Block]:
    rows = tuple(
        ((english(d.value),), (Paragraph(_text(d.text)),), (Paragraph(tuple(_references(d.sources))),))
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
        articles = english(f"{len(person.sources)} sentences, {count} article{'' if count == 1 else 's'}")
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
    lines.append(english("Agreement was sought sentence by sentence; differences only in lengths, counts, days, posts "
                         "and who made contact. Other contradictions were not looked for.", "note"))  # fmt: skip
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
