"""Pictures and tables of a model that learns and translates. In: a training, a model, a search. Out: figures, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from . import plots
from .beam_search import Hypothesis, Search
from .inspection import OpenModel
from .tables import Table
from .training import Training

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "attention_map",
    "beam_table",
    "beam_tree",
    "exam_curves",
    "glimpse_table",
    "learning_curve",
]

_LOST, _PATH = "#6b7480", plots.COLOURS[0]


def learning_curve(training: Training, *, title: str = "") -> Figure:
    """Show the loss on what a model learns from and on sentences that it never saw, over the steps (logarithmic)."""
    curves = {
        "sentences it learns from": dict(enumerate(training.losses, 1)),
        "new sentences": dict(training.held_out),
    }
    return plots.lines(curves, title=title, xlabel="steps", ylabel="loss of a piece (0: certain and right)", log="x")


def exam_curves(trainings: Mapping[str, Training], *, title: str = "") -> Figure:
    """Show for several models the loss on sentences that they never saw."""
    curves = {name: dict(training.held_out) for name, training in trainings.items()}
    return plots.lines(curves, title=title, xlabel="steps", ylabel="loss on new sentences", log="x", dots=True)


def glimpse_table(training: Training, source: str) -> Table:
    """Set below each other what a model wrote for a sentence while it learnt."""
    rows = [(glimpse.step, _cut(glimpse.text)) for glimpse in training.glimpses if glimpse.source == source]
    return Table(("after step", "it writes"), rows)


def _cut(text: str, longest: int = 100) -> str:
    return text if len(text) <= longest else f"{text[:longest]} …"


def attention_map(
    model: OpenModel, source: str, target: Sequence[int], *, head: tuple[int, int] | None = None, title: str = ""
) -> Figure:
    """Show where the decoder looked while it wrote `target`: a row for each piece that it wrote.

    Parameters
    ----------
    target
        Output ids.
    head
        Layer and head, from 0; the mean of all heads by default.
    """
    attention = model.cross_attention(source, target)
    weights = attention.mean() if head is None else attention.head(*head)
    return plots.heat_map(
        weights,
        [_shown(token) for token in attention.target],
        [_shown(token) for token in attention.source],
        title=title,
        xlabel="the Arabic, from right to left",
        ylabel="what it wrote, from top to bottom",
    )


def _shown(token: str) -> str:
    return {"</s>": "(end)"}.get(token, token.replace("▁", ""))


def beam_table(search: Search, steps: Sequence[int]) -> Table:
    """List for some steps, counted from 1, the beginnings that were kept and the best one that was dropped."""
    rows = []
    for step in search.steps:
        if step.number not in steps:
            continue
        kept = {one.ids for one in (*step.kept, *step.finished)}
        dropped = [one for one in step.candidates if one.ids not in kept][:1]
        for fate, ones in (("kept", step.kept), ("finished", step.finished), ("dropped", dropped)):
            rows += [(step.number, fate, _line(one), _percent(one.last), f"{one.probability:.1%}") for one in ones]
    return Table(("step", "", "so far", "last piece", "all of it"), rows)


def _line(one: Hypothesis) -> str:
    return "".join(one.tokens).replace("▁", " ").replace("</s>", " (end)").strip()


def beam_tree(search: Search, *, steps: int = 8, title: str = "") -> Figure:
    """Draw the first steps of a search: what was kept at each, what it grew from, and in grey what was dropped.

    The line of the translation that won is drawn thick. The percentages are those of a piece after what stands
    before it.
    """
    taken = search.steps[:steps]
    figure, axes = plots.new_figure(0.9 + 1.3 * len(taken), 1.0 + 0.66 * 2 * search.beam_size, title=title)
    winner = search.hypotheses[0].ids
    places: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, 0.0)}
    for step in taken:
        before = dict(places)
        for rank, one in enumerate(step.candidates):
            here = places[one.ids] = (float(step.number), float(rank))
            alive = one in step.kept or one in step.finished
            _branch(axes, before[one.ids[:-1]], here, alive=alive, won=winner[: len(one.ids)] == one.ids)
            _leaf(axes, here, one, alive=alive)
    axes.plot(0, 0, "o", color=_PATH, markersize=9)
    axes.set(xlim=(-0.2, len(taken) + 0.75), ylim=(2 * search.beam_size - 0.4, -0.7), yticks=(), xlabel="step")
    axes.set_xticks(range(1, len(taken) + 1))
    axes.spines["left"].set_visible(False)
    return plots.dress(figure)


def _branch(axes: Axes, start: tuple[float, float], end: tuple[float, float], *, alive: bool, won: bool) -> None:
    colour = _PATH if alive else _LOST
    axes.plot(
        [start[0], end[0]],
        [start[1], end[1]],
        color=colour,
        linewidth=4.0 if won else 1.3,
        alpha=1.0 if won else 0.55,
        zorder=2 if won else 1,
    )


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "< 1%"


def _leaf(axes: Axes, here: tuple[float, float], one: Hypothesis, *, alive: bool) -> None:
    token = _shown(one.tokens[-1]) if one.tokens[-1].startswith("▁") else f"-{_shown(one.tokens[-1])}"
    name = "(end)" if one.finished else token
    axes.text(
        *here,
        f"{name}\n{_percent(one.last)}",
        ha="center",
        va="center",
        fontsize=10,
        color="white" if alive else _LOST,
        bbox={"boxstyle": "round,pad=0.3", "facecolor": _PATH if alive else "white", "edgecolor": _LOST},
        zorder=3,
    )
