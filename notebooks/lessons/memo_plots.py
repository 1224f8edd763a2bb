"""Pictures of memos. In: a memo and lines of it. Out: matplotlib figures."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from toolkit.memo.memo import Memo
from toolkit.memo.types import ReportId, Source

from .plots import COLOURS, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Told", "report_name", "told_by"]

_COLOUR = COLOURS[0]


class Told(NamedTuple):
    """A row: what is told, by which sentences, and whether that is sure (filled marks) or a loose match (open ones)."""

    label: str
    sources: tuple[Source, ...]
    sure: bool = True


def report_name(memo: Memo, report: ReportId) -> str:
    """Name an article of a memo shortly: `000`, or `001, 2nd` for the second article of a page."""
    name = memo.briefs[report.brief].article.id[:3]
    return f"{name}, {('2nd', '3rd')[report.part - 1] if report.part < 3 else report.part + 1}" if report.part else name


def told_by(memo: Memo, rows: Sequence[Told], *, title: str = "", width: int = 86) -> Figure:
    """Show which article tells what: a mark with the numbers of the sentences where it does.

    Parameters
    ----------
    rows
        What is told; long labels are shortened to `width` characters.
    """
    reports = [report for event in memo.events for report in event.reports]
    columns = {report: place for place, report in enumerate(sorted(reports))}
    figure, axes = new_figure(12.0, 1.2 + 0.36 * len(rows), title=title)
    for row, told in enumerate(rows):
        at: dict[int, list[str]] = {}
        for source in told.sources:
            at.setdefault(columns[_report(memo, source)], []).append(str(source.sentence + 1))
        axes.plot(list(at), [row] * len(at), color=_COLOUR, linewidth=1, alpha=0.5, zorder=1)
        face, ink = (_COLOUR, "white") if told.sure else ("white", _COLOUR)
        mark = {"boxstyle": "round,pad=0.35", "facecolor": face, "edgecolor": _COLOUR}
        for column, sentences in at.items():
            axes.text(column, row, ", ".join(sentences), color=ink, bbox=mark, ha="center", va="center", size=9)
    axes.set(xlim=(-0.6, len(columns) - 0.4), ylim=(len(rows) - 0.4, -0.6))
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(columns)), [report_name(memo, report) for report in columns])
    axes.set_yticks(range(len(rows)), [textwrap.shorten(told.label, width, placeholder=" …") for told in rows])
    axes.grid()
    axes.tick_params(length=0)
    return figure


def _report(memo: Memo, source: Source) -> ReportId:
    return ReportId(source.brief, memo.briefs[source.brief].article.sentences[source.sentence].part)
