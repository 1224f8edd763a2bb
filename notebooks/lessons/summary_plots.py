"""Pictures of summaries. In: briefs, claims, memos. Out: matplotlib figures.

Verdicts have the colours of a brief's page, and a shape each, so that nobody has to tell them by colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.brief.brief import Brief
from toolkit.checks.findings import Verdict

from .plots import COLOURS, new_figure
from .rates import Rate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["kept_bars", "reading_table", "sentence_map", "verdict_bars"]

VERDICTS: dict[Verdict, tuple[str, str]] = {
    "supported": ("#1d7a46", "o"),
    "weak": ("#d98e04", "^"),
    "unsupported": ("#b3261e", "X"),
}
_QUIET = "#8a94a6"


def sentence_map(summaries: Mapping[str, Brief]) -> Figure:
    """Show for each summary of one article where in it the claims stand.

    One column a sentence of the article's body, in order. The bars on top say how much a sentence matters (its rank in
    the Arabic); a mark below says that a claim stands on it, with the claim's verdict.

    Parameters
    ----------
    summaries
        Briefs of the same article, by the name that the row shall have.
    """
    from matplotlib.figure import Figure

    first = next(iter(summaries.values()))
    places = {sentence.index: place for place, sentence in enumerate(first.article.of_kind("body"))}
    height = 2.0 + 0.5 * len(summaries)
    figure = Figure(figsize=(9, height), layout="constrained")
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 0.5 * len(summaries)))
    weights = {places[ranked.sentence]: ranked.score for ranked in first.ranking if ranked.sentence in places}
    top.bar(list(weights), list(weights.values()), color=_QUIET, width=0.7)
    top.set(title="Where the claims stand", ylabel="salience", yticks=(), ylim=(0, 1.05))
    for row, brief in enumerate(summaries.values()):
        _mark_claims(below, row, brief, places)
    below.set(ylim=(len(summaries) - 0.5, -0.5), xlabel="sentence of the article")
    below.set_yticks(range(len(summaries)), list(summaries))
    below.set_xticks(list(places.values()), [str(index + 1) for index in places])
    below.grid(axis="x", color="#e3e6eb")
    below.set_axisbelow(True)
    _verdict_legend(figure)
    return figure


def _mark_claims(axes: Axes, row: int, brief: Brief, places: Mapping[int, int]) -> None:
    for claim in brief.claims:
        colour, shape = VERDICTS[claim.verdict]
        stood_on = [places[e.sentence] for e in claim.evidence if e.sentence in places]
        axes.plot(stood_on, [row] * len(stood_on), shape, color=colour, markersize=9, linestyle="-", linewidth=1)


def _verdict_legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=colour, marker=shape, linestyle="", label=verdict)
        for verdict, (colour, shape) in VERDICTS.items()
    ]
    figure.legend(handles=marks, loc="outside upper right", ncols=3, frameon=False)


def verdict_bars(summaries: Mapping[str, Sequence[Verdict]]) -> Figure:
    """Show how many claims of each summary have each verdict."""
    figure, axes = new_figure(9.0, 1.3 + 0.45 * len(summaries), title="Verdicts")
    for row, verdicts in enumerate(summaries.values()):
        counts, start = Counter(verdicts), 0
        for verdict, (colour, _) in VERDICTS.items():
            if count := counts[verdict]:
                axes.barh(row, count, left=start, color=colour, edgecolor="white", height=0.65)
                axes.text(start + count / 2, row, str(count), color="white", ha="center", va="center", weight="bold")
                start += count
    axes.set(ylim=(len(summaries) - 0.5, -0.5), xlabel="claims", xticks=())
    axes.set_yticks(range(len(summaries)), list(summaries))
    _verdict_legend(figure)
    return figure


def kept_bars(rows: Mapping[str, Mapping[str, Rate]]) -> Figure:
    """Show what each row keeps of several kinds of things, as shares with the counts written beside them.

    Parameters
    ----------
    rows
        By name of the row, then of the kind: `{"direct": {"numbers": Rate(2, 7)}}`.
    """
    from matplotlib.figure import Figure

    kinds = list(next(iter(rows.values())))
    figure = Figure(figsize=(9, 0.9 + 0.45 * len(rows)), layout="constrained")
    panels = figure.subplots(1, len(kinds), sharey=True, squeeze=False)
    for axes, kind in zip(panels[0], kinds, strict=True):
        for row, rates in enumerate(rows.values()):
            rate = rates[kind]
            axes.barh(row, rate.value, color=COLOURS[0], height=0.6)
            axes.text(rate.value + 0.03, row, f"{rate.hits} of {rate.total}", va="center")
        axes.set(title=kind, xlim=(0, 1.35), xticks=(), ylim=(len(rows) - 0.5, -0.5))
        axes.set_yticks(range(len(rows)), list(rows))
    return figure


def reading_table(readings: Sequence[tuple[Verdict, bool]]) -> Figure:
    """Set verdicts against what reading found: one square a claim.

    Parameters
    ----------
    readings
        For each claim its verdict, and whether it was found right when it was read against its source.
    """
    counts = Counter(readings)
    widest = max(counts.values(), default=1)
    figure, axes = new_figure(9.0, 3.2, title="The checks against a reading: one square a sentence")
    for row, verdict in enumerate(VERDICTS):
        for right, direction in ((False, -1), (True, 1)):
            colour = "#1d7a46" if right else "#b3261e"
            for place in range(counts[verdict, right]):
                axes.plot(direction * (place + 0.8), row, "s", color=colour, markersize=13)
    axes.axvline(0, color=_QUIET, linewidth=1)
    axes.set(ylim=(len(VERDICTS) - 0.5, -1.0), xlim=(-widest - 1, widest + 1), xticks=())
    axes.set_yticks(range(len(VERDICTS)), list(VERDICTS))
    axes.text(-0.4, -0.65, "wrong, when read", ha="right", color="#b3261e", weight="bold")
    axes.text(0.4, -0.65, "right, when read", ha="left", color="#1d7a46", weight="bold")
    return figure
