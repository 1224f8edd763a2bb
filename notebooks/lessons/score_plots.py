"""Pictures of scores. In: scores and counts. Out: matplotlib figures.

What is true has one colour and shape in all of them, what is false another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from .ngrams import BleuCounts
from .plots import COLOURS, new_figure
from .scores import Score

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Duel", "brevity_curve", "doubt_map", "duels", "interval_plot", "precision_bars"]

TRUE, FALSE = (COLOURS[0], "o"), ("#b3261e", "X")
_LINE = "#8a94a6"


class Duel(NamedTuple):
    """One sentence, and what a faithful and an unfaithful output of it score, in 0..100."""

    label: str
    faithful: float
    unfaithful: float


def precision_bars(outputs: Mapping[str, BleuCounts]) -> Figure:
    """Show the four precisions that BLEU is made of, with their counts, for each output."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * len(outputs), 2.9), layout="constrained")
    panels = figure.subplots(1, len(outputs), sharey=True, squeeze=False)
    for axes, (name, counts) in zip(panels[0], outputs.items(), strict=True):
        orders = range(1, len(counts.precisions) + 1)
        shares = [matched / total for matched, total in zip(counts.matched, counts.total, strict=True) if total]
        axes.bar(orders, shares, color=TRUE[0], width=0.65)
        for order, share, matched, total in zip(orders, shares, counts.matched, counts.total, strict=False):
            axes.text(order, share + 0.03, f"{matched} of {total}", ha="center")
        axes.set(title=f"{name}\nBLEU {counts.score(sentence=True):.0f}", ylim=(0, 1.18), yticks=())
        axes.set_xticks(list(orders), [f"{order} word{'s' if order > 1 else ''}" for order in orders])
    return figure


def brevity_curve(lengths: Mapping[str, BleuCounts]) -> Figure:
    """Show the brevity penalty over the length of the output, and where each system stands on it."""
    import numpy as np

    figure, axes = new_figure(8.0, 3.2, title="BLEU's penalty for short outputs")
    ratio = np.linspace(0.1, 1.35, 200)
    axes.plot(ratio, np.where(ratio < 1, np.exp(1 - 1 / ratio), 1.0), color=_LINE)
    ordered = sorted(lengths.items(), key=lambda item: item[1].length / item[1].reference_length)
    for place, (name, counts) in enumerate(ordered):
        at = counts.length / counts.reference_length
        axes.plot(at, counts.brevity, "o", color=TRUE[0], markersize=8)
        beside = ((place + 0.5) * 1.3 / len(ordered), 1.35)  # the names in a row above: most points lie close together
        axes.annotate(name, (at, counts.brevity), xytext=beside, ha="center", arrowprops={"arrowstyle": "-"})
    axes.set(xlabel="length of the output / length of the reference", ylabel="factor", ylim=(0, 1.5), xlim=(0, 1.35))
    return figure


def interval_plot(panels: Mapping[str, Sequence[tuple[Score, bool]]]) -> Figure:
    """Show scores in 0..1 with their intervals, one panel a metric; with each score whether its system is faithful."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.2), layout="constrained")
    drawn = figure.subplots(1, len(panels), sharey=True, squeeze=False)
    for axes, (metric, scores) in zip(drawn[0], panels.items(), strict=True):
        for row, (score, faithful) in enumerate(scores):
            colour, shape = TRUE if faithful else FALSE
            axes.plot([100 * score.low, 100 * score.high], [row, row], color=colour, linewidth=2.5, alpha=0.45)
            axes.plot(100 * score.value, row, shape, color=colour, markersize=9)
        axes.set(title=metric, xlim=(0, 102), ylim=(len(scores) - 0.5, -0.5))
        axes.set_yticks(range(len(scores)), [score.name for score, _ in scores])
        axes.grid(axis="x", color="#e3e6eb")
    _legend(figure)
    return figure


def duels(pairs: Sequence[Duel], *, metric: str) -> Figure:
    """Show sentence by sentence how far a false output is ahead of a true one, the widest gap on top."""
    ordered = sorted(pairs, key=lambda duel: duel.faithful - duel.unfaithful)
    figure, axes = new_figure(9.0, 1.3 + 0.32 * len(ordered), title="The same sentence, a true and a false output")
    for row, duel in enumerate(ordered):
        axes.plot([duel.faithful, duel.unfaithful], [row, row], color=_LINE, linewidth=1.2, zorder=1)
        for value, (colour, shape) in ((duel.faithful, TRUE), (duel.unfaithful, FALSE)):
            axes.plot(value, row, shape, color=colour, markersize=8)
    axes.set(xlabel=metric, xlim=(0, 102), ylim=(len(ordered) - 0.5, -0.5))
    axes.set_yticks(range(len(ordered)), [shorten(duel.label, 46, placeholder=" …") for duel in ordered])
    axes.grid(axis="x", color="#e3e6eb")
    _legend(figure)
    return figure


def doubt_map(points: Sequence[tuple[str, float, float, bool]], *, metric: str) -> Figure:
    """Set a metric against the checks.

    Parameters
    ----------
    points
        Name, score in 0..100, share of the sentences that the checks doubt in 0..1, and whether it is faithful.
    """
    figure, axes = new_figure(8.5, 4.2, title="What the metric says, what the checks say")
    for name, score, doubted, faithful in points:
        colour, shape = TRUE if faithful else FALSE
        axes.plot(score, 100 * doubted, shape, color=colour, markersize=11)
        axes.annotate(name, (score, 100 * doubted), xytext=(9, 7), textcoords="offset points")
    axes.set(xlabel=f"{metric}: higher is taken for better", ylabel="sentences with a doubt, %", ylim=(-6, 112))
    axes.set_xlim(0, 115)
    axes.set_xticks(range(0, 101, 20))
    axes.grid(color="#e3e6eb")
    _legend(figure)
    return figure


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=colour, marker=shape, linestyle="", label=label)
        for label, (colour, shape) in (("says what the Arabic says", TRUE), ("does not", FALSE))
    ]
    figure.legend(handles=marks, loc="outside upper right", ncols=2, frameon=False)
