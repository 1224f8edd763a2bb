"""A brief as Markdown that reads well raw and rendered; article text stays text."""

from __future__ import annotations

import re

from toolkit.brief.brief import Brief
from toolkit.output import direction
from toolkit.output.direction import ADDRESS, PDI, RLI
from toolkit.output.pieces import named
from toolkit.output.view import ClaimView, SentenceView, View, banner, view

__all__ = ["document", "isolated", "text"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_ADDRESS = re.compile(rf"{ADDRESS}|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# In an address a backslash would become part of the link that GitHub makes of it. Few signs need one there:
# underscores behind a letter or digit open no emphasis, and an ampersand is text unless an entity follows.
_IN_ADDRESS = re.compile(r"(?P<plain>(?<=[^\W_])_+)|[\\`*_{}\[\]<>|$]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=](?:\s|[-=\s]*$)))([-+=.)])(?=\s|$|[-=])")


def document(brief: Brief) -> str:
    """Return `brief` as a Markdown document: summary, gaps, key facts, the two languages, provenance."""
    shown = view(brief)
    blocks = [
        f"# {text(shown.title)}",
        *([isolated(shown.arabic_title)] if shown.arabic_title else []),
        f"*{text(banner(brief))}.* {text(shown.status)}",
        *_summary(shown),
        *_gaps(shown),
        *_facts(shown),
        "## Sentence by sentence",
        *(_sentence(s) for p in shown.paragraphs for s in p.sentences),
        "## Provenance",
        text(brief.provenance.signature),
        f"Made {text(brief.provenance.created)}. Article SHA-256 `{text(brief.provenance.article_sha256)}`.",
    ]
    return "\n\n".join(blocks) + "\n"


def _summary(shown: View) -> list[str]:
    if shown.claims:
        return ["## Summary", "\n".join(_claim(c) for c in shown.claims)]
    first = "\n".join(f"{n}. {isolated(s.sentence.text)}" for n, s in enumerate(shown.reading_order[:6], 1))
    return ["## No English summary: Arabic sentences to read first", first]


def _claim(shown: ClaimView) -> str:
    sources = ", ".join(str(s + 1) for s in shown.sources) or "no source found"
    lines = [f"{shown.index + 1}. {text(shown.claim.text)} ({shown.claim.verdict}; Arabic {sources})"]
    lines += [f"   - {f.severity}, {f.kind}: {text(f.message)}" for f in shown.claim.findings]
    return "\n".join(lines)


def _gaps(shown: View) -> list[str]:
    if not shown.brief.gaps:
        return []
    items = [f"- {g.stage}: {text(g.message)} {text(g.remedy)}".rstrip() for g in shown.brief.gaps]
    return ["## What is missing or was not verified", "\n".join(items)]


def _facts(shown: View) -> list[str]:
    if not shown.facts:
        return []
    rows = [
        f"| {f.kind} | {text(f.english)} | {isolated(f.arabic)} | {', '.join(str(s + 1) for s in f.sentences)} |"
        for f in shown.facts
    ]
    head = ["| Kind | English reading | Arabic | Sentences |", "|---|---|---|---|"]
    return ["## Key facts, read from the Arabic", "\n".join([*head, *rows])]


def _sentence(shown: SentenceView) -> str:
    label = f" ({shown.label})" if shown.label else ""
    translation = shown.translation
    english = f"{text(translation.text)} [{translation.origin}]" if translation else "not translated"
    doubts = [f"   - {f.severity}, {f.kind}: {text(f.message)}" for f in (translation.findings if translation else ())]
    head = f"**{shown.sentence.index + 1}**{label} {english}  "
    return "\n".join([head, isolated(shown.sentence.text), *doubts])


def isolated(arabic: str) -> str:
    """Return Arabic text as a right-to-left island, with its numbers and names as islands from left to right."""
    return f"{RLI}{direction.isolated(_flat(arabic), 'ar', _escaped)}{PDI}"


def text(given: str) -> str:
    """Return English text as Markdown that shows it as it stands, on one line, hidden characters named."""
    return _LINE_START.sub(r"\1\\\2", direction.isolated(_flat(given), "en", _escaped))


def _flat(given: str) -> str:
    return " ".join(given.split())


def _escaped(flat: str) -> str:
    shown = named(flat)
    parts, at = [], 0
    for address in _ADDRESS.finditer(shown):
        parts += [_SPECIAL.sub(r"\\\1", shown[at : address.start()])]
        parts += [_IN_ADDRESS.sub(lambda m: m["plain"] or f"\\{m.group()}", address.group())]
        at = address.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\1", shown[at:])])
