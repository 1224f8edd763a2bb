"""A document as Markdown that reads well raw and rendered; article text stays text."""

from __future__ import annotations

import re

from toolkit.output import direction
from toolkit.output.direction import ADDRESS, PDI, RLI
from toolkit.output.document import Document, Paragraph, Run, Table
from toolkit.output.pieces import named

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_ADDRESS = re.compile(rf"{ADDRESS}|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# In an address a backslash would become part of the link that GitHub makes of it. Few signs need one there:
# underscores behind a letter or digit open no emphasis, and an ampersand is text unless an entity follows.
_IN_ADDRESS = re.compile(r"(?P<plain>(?<=[^\W_])_+)|[\\`*_{}\[\]<>|$]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=](?:\s|[-=\s]*$)))([-+=.)])(?=\s|$|[-=])")
_PREFIX = {"title": "# ", "heading": "## ", "subheading": "### "}


def write(laid_out: Document) -> str:
    """Return a laid-out document as Markdown; a note below an item of a list belongs to the item."""
    blocks, in_item = [], False
    for block in laid_out.blocks:
        if isinstance(block, Table):
            blocks.append(_table(block))
            in_item = False
        else:
            in_item = bool(block.marker) or (in_item and block.style == "note")
            blocks.append(("   " if in_item and not block.marker else "") + _paragraph(block))
    return "\n\n".join(blocks) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    marker = f"{paragraph.marker} ".replace("•", "-") if paragraph.marker else ""
    return _PREFIX.get(paragraph.style, marker) + "".join(_run(run) for run in paragraph.runs)


def _table(table: Table) -> str:
    rows = [" | ".join("; ".join(_paragraph(p) for p in cell) for cell in row) for row in table.rows]
    return "\n".join([f"| {' | '.join(table.head)} |", "|" + "---|" * len(table.head), *(f"| {row} |" for row in rows)])


def _run(run: Run) -> str:
    if run.language == "ar":
        return isolated(run.text)
    if run.emphasis == "reference":
        return f" \\[{run.text.strip()}\\]"
    lead = run.text[: len(run.text) - len(run.text.lstrip())]
    trail = run.text[len(run.text.rstrip()) :] if run.text.strip() else ""
    body = text(run.text)
    return f"{lead}**{body}**{trail}" if run.emphasis == "strong" and body else f"{lead}{body}{trail}"


def isolated(arabic: str) -> str:
    """Return Arabic text as a right-to-left island, with its numbers and names as islands from left to right."""
    return f"{RLI}{direction.isolated(' '.join(arabic.split()), 'ar', _escaped)}{PDI}"


def text(given: str) -> str:
    """Return English text as Markdown that shows it as it stands, on one line, hidden characters named."""
    return _LINE_START.sub(r"\1\\\2", direction.isolated(" ".join(given.split()), "en", _escaped))


def _escaped(flat: str) -> str:
    shown = named(flat)
    parts, at = [], 0
    for address in _ADDRESS.finditer(shown):
        parts += [_SPECIAL.sub(r"\\\1", shown[at : address.start()])]
        parts += [_IN_ADDRESS.sub(lambda m: m["plain"] or f"\\{m.group()}", address.group())]
        at = address.end()
    return "".join([*parts, _SPECIAL.sub(r"\\\1", shown[at:])])
