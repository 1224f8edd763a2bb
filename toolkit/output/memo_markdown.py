"""A memo as Markdown that reads well raw and rendered; article text stays text."""

from __future__ import annotations

from toolkit.memo.memo import Memo
from toolkit.output.document import Paragraph, Run, Table
from toolkit.output.markdown import isolated, text
from toolkit.output.memo_document import layout_memo

__all__ = ["document"]

_PREFIX = {"title": "# ", "heading": "## ", "subheading": "### "}


def document(memo: Memo) -> str:
    """Return `memo` as Markdown; sentences are named `article.sentence`, as in the table at the end."""
    blocks = [_table(b) if isinstance(b, Table) else _paragraph(b) for b in layout_memo(memo).blocks]
    return "\n\n".join(blocks) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    marker = f"{paragraph.marker} ".replace("•", "-") if paragraph.marker else ""
    return _PREFIX.get(paragraph.style, marker) + "".join(_run(run) for run in paragraph.runs)


def _table(table: Table) -> str:
    rows = [" | ".join("<br>".join(_paragraph(p) for p in cell) for cell in row) for row in table.rows]
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
