"""A brief laid out for paper, as DOCX and PDF print it.

Layouts: `memo` (the claims with the sentences they stand on), `bilingual` (the two languages side by side) and
`dossier` (everything). Each says how the brief was made and what was not verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from toolkit.brief.brief import Brief
from toolkit.checks.findings import Finding
from toolkit.errors import SaveError
from toolkit.output.document import Block, Cell, Document, Paragraph, Run, Table, arabic, english, shown
from toolkit.output.view import FACT_SHEET, SentenceView, View, banner, view
from toolkit.translate.types import Added

Layout = Literal["memo", "bilingual", "dossier"]
_BILINGUAL_HEAD = ("No.", "English", "Arabic")
_BILINGUAL_WIDTHS = (0.07, 0.465, 0.465)
_SCALES = {"memo": 0.82, "bilingual": 1.0, "dossier": 1.0}  # a memo is to fit on one page
_ORIGINS = {
    "memory": "translation memory",
    "model": "machine translation",
    "given": "given translation",
    "edited": "edited by a person",
}


def brief_document(brief: Brief, layout: Layout = "dossier") -> Document:
    """Lay `brief` out; raises SaveError for a layout that does not exist."""
    check_layout(layout)
    v, made = view(brief), brief.provenance
    parts = {
        "memo": [*_summary(v), *_gaps(brief), *_cited(v)],
        "bilingual": [*_bilingual(v), *_gaps(brief)],
        "dossier": [*_summary(v), *_left_out(v), *_gaps(brief), *_facts(v), *_bilingual(v)],
    }
    lines = _provenance(brief)
    if layout == "memo":
        lines = [english(" ".join(line.text for line in lines), "code")]
    end = [english("How this was made", "heading"), *lines, english(made.signature, "code")]
    blocks = (*_head(v), *parts[layout], *end)
    return Document(shown(v.title), blocks, made.created, made.signature, banner(brief), _SCALES[layout])


def check_layout(layout: str) -> None:
    """Raise SaveError if there is no such layout."""
    if layout not in get_args(Layout):
        raise SaveError(f"There is no layout {layout!r}.", remedy=f"Choose one of: {', '.join(get_args(Layout))}.")


def _head(v: View) -> list[Block]:
    return [
        english(banner(v.brief), "banner"),
        english(v.title, "title"),
        *([arabic(v.arabic_title, "arabic-title")] if v.arabic_title else []),
        english(v.status, "note"),
    ]


def _summary(v: View) -> list[Block]:
    if not v.claims:
        first = [
            block
            for s in v.reading_order[:6]
            for block in (
                arabic(s.sentence.text, notes=(Run(f" ({s.sentence.index + 1})", "ar", "soft"),)),
                *([english(s.fact_line, "note")] if s.fact_line and not s.translation else []),
            )
        ]
        sheet = [english(FACT_SHEET, "heading"), english(v.fact_line)] if v.fact_line else []
        return [*sheet, english("No English summary: Arabic sentences to read first", "heading"), *first]
    blocks: list[Block] = [english("Summary", "heading")]
    for c in v.claims:
        if c.heading:
            blocks.append(english(c.heading, "subheading"))
        notes = (Run(f" [{c.claim.verdict}]", "en", "soft"), *_references(c.sources))
        blocks.append(english(c.claim.text, "item", marker=f"{c.index + 1}.", notes=notes))
        blocks += [*_findings(c.claim.findings), *_noted(c.notes)]
    if any(" [" in c.claim.text for c in v.claims):
        blocks.append(english("Words in [brackets] are ours: what a sentence points back to, named.", "note"))
    return blocks


def _left_out(v: View) -> list[Block]:
    """Return what was cut from the sentences of the claims, and the sentences that rank as high and carry none."""
    cuts = [
        english(f"Cut from claim {c.index + 1}: {' … '.join(c.claim.left_out)}", "note")
        for c in v.claims
        if c.claim.left_out
    ]
    texts = [(i, t.text) for i in v.brief.left_out if (t := v.brief.translations[i])]
    lines = [english(text, "item", marker="•", notes=tuple(_references([i]))) for i, text in texts]
    heading = [english("Important and left out", "heading")] if lines or cuts else []
    return [*heading, *lines, *cuts]


def _references(sentences: Iterable[int]) -> list[Run]:
    found = [Run(f" {index + 1}", "en", "reference", f"s{index + 1}") for index in sentences]
    return found or [Run(" no source found", "en", "soft")]


def _findings(findings: Iterable[Finding]) -> list[Paragraph]:
    return [english(f"{f.severity}, {f.kind}: {f.message}", "note") for f in findings]


def _noted(notes: Iterable[str]) -> list[Paragraph]:
    return [english(f"Note: {note}", "note") for note in notes]


def _gaps(brief: Brief) -> list[Block]:
    if not brief.gaps:
        return []
    lines = [english(f"{gap.stage}: {gap.message} {gap.remedy}".strip(), "note") for gap in brief.gaps]
    return [english("What is missing or was not verified", "heading"), *lines]


def _cited(v: View) -> list[Block]:
    wanted = {source for claim in v.claims for source in claim.sources}
    rows = tuple(_row(s) for p in v.paragraphs for s in p.sentences if s.sentence.index in wanted)
    return _table("Sources", _BILINGUAL_HEAD, rows, _BILINGUAL_WIDTHS)


def _bilingual(v: View) -> list[Block]:
    sentences = [s for p in v.paragraphs for s in p.sentences]
    rows = tuple(
        row for s in sentences for row in (*map(_added, s.added_before), _row(s), *map(_added, s.added_behind))
    )
    return _table("Sentence by sentence", _BILINGUAL_HEAD, rows, _BILINGUAL_WIDTHS)


def _facts(v: View) -> list[Block]:
    rows = tuple(
        (
            (english(f.kind),),
            (english(f.english),),
            (arabic(f.arabic),),
            (Paragraph(tuple(_references(f.sentences))),),
        )
        for f in v.facts
    )
    head = ("Kind", "English reading", "Arabic", "Sentences")
    return _table("Key facts, read from the Arabic", head, rows, (0.17, 0.34, 0.33, 0.16))


def _table(
    title: str, head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], widths: tuple[float, ...]
) -> list[Block]:
    return [english(title, "heading"), Table(head, rows, widths)] if rows else []


def _row(s: SentenceView) -> tuple[Cell, ...]:
    number = Paragraph((Run(str(s.sentence.index + 1), "en", "soft"),), anchor=f"s{s.sentence.index + 1}")
    findings = _findings(s.translation.findings if s.translation else ())
    return (number,), (_english_of(s), *findings, *_noted(s.notes)), (arabic(s.sentence.text),)


def _added(extra: Added) -> tuple[Cell, ...]:
    note = Run(f" [only in the given translation: {shown(extra.by)}]", "en", "soft")
    return (english("+"),), (english(extra.text, notes=(note,)),), (english(""),)


def _english_of(s: SentenceView) -> Paragraph:
    if s.translation is None:
        return Paragraph((Run(s.stand_in, "en", "soft"),), "body")
    by = f": {shown(s.translation.model)}" if s.translation.origin == "given" and s.translation.model else ""
    origin = Run(f" [{_ORIGINS[s.translation.origin]}{by}]", "en", "soft")
    label = [Run(f" ({s.label})", "en", "soft")] if s.label else []
    return english(s.translation.text, notes=(*label, origin))


def _provenance(brief: Brief) -> list[Paragraph]:
    made = brief.provenance
    article = brief.article
    source = f", {article.source}" if article.source else ""
    published = f" Published {article.published.isoformat()}." if article.published else ""
    settings = ", ".join(f"{key} = {value}" for key, value in made.settings.items())
    versions = ", ".join(f"{key} {value}" for key, value in made.versions.items())
    edits = sum(t is not None and t.origin == "edited" for t in brief.translations)
    lines = [
        f"Article {article.id}{source}.{published} SHA-256 {made.article_sha256}.",
        f"Made {made.created} by toolkit {made.toolkit}, route {made.route}.",
        *(
            f"{c.role.capitalize()}: {c}"
            + "".join(f", {x}" for x in (c.engine, c.licence, c.trial and f"tried: {c.trial}") if x)
            + "."
            for c in made.components
        ),
        f"Settings: {settings or 'defaults'}. Versions: {versions}.",
        f"Sentences edited by a person: {edits}.",
    ]
    return [english(line, "note") for line in lines]
