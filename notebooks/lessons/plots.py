"""Plots that can be read from the back row, Arabic joined and right to left. In: numbers and labels. Out: figures.

`use_style()` once in a notebook, and every figure shown after it is drawn on white, sharp, once, and with its Arabic
in Amiri, the font that the toolkit's PDF output ships. The charts here are figures of matplotlib like any other.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, TypeAlias

from toolkit.article.normalize import ARABIC_LETTER
from toolkit.errors import MissingExtraError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = ["COLOURS", "arabic", "bars", "dress", "grouped_bars", "heat_map", "lines", "new_figure", "use_style"]

Curve: TypeAlias = "Sequence[float] | Mapping[int, float] | Mapping[float, float]"

COLOURS = ("#1f4fa3", "#c8511b", "#1d7a46", "#7a3e9d", "#b8860b", "#5b6675")
"""Blue, orange, green, purple, ochre, grey: told apart by colour-blind eyes too, and on a weak projector."""

_GRID, _INK = "#e3e6eb", "#22272e"
_FONT = ["Amiri", "DejaVu Sans"]
_LARGER = 1.2  # Amiri's letters are smaller than those of DejaVu Sans at the same size
_DPI = 144  # twice what a screen shows: sharp on a projector and in a print
_ARABIC = re.compile(f"[{ARABIC_LETTER}]")
_STYLE: dict[str, Any] = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "axes.edgecolor": "#8a94a6",
    "axes.labelcolor": _INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "font.family": ["DejaVu Sans", "Amiri"],
    "font.size": 11,
    "grid.color": _GRID,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def arabic(text: str) -> str:
    """Return `text` in the form in which matplotlib draws it with joined letters, from right to left.

    matplotlib shapes Arabic itself from version 3.11 on; all it needs is the direction.
    """
    return f"\u2067{text}\u2069" if _ARABIC.search(text) else text


def use_style() -> None:
    """Set matplotlib up for teaching, for the rest of the session.

    In Jupyter, a figure that is the value of a cell, or that is given to `display`, is shown once, at double
    resolution, with its title as the text for those who do not see it.

    Raises
    ------
    MissingExtraError
        matplotlib is not installed.
    """
    with _extra():
        import matplotlib
        from matplotlib import font_manager

    if "Amiri" not in {font.name for font in font_manager.fontManager.ttflist}:
        with as_file(files("toolkit.output") / "fonts") as folder:
            for face in ("Regular", "Bold"):
                font_manager.fontManager.addfont(folder / f"Amiri-{face}.ttf")
    parameters: Any = matplotlib.rcParams
    parameters.update(_STYLE)
    _show_in_jupyter()


def _show_in_jupyter() -> None:
    """Make IPython show figures as `_png` draws them; outside IPython there is nothing to do."""
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell = get_ipython()  # type: ignore[no-untyped-call,unused-ignore]
    if shell is None:
        return
    plt.switch_backend(plt.get_backend())  # the inline backend registers itself when it is first used: before us
    shell.display_formatter.formatters["image/png"].for_type(Figure, _png)


def _png(figure: Figure) -> tuple[bytes, dict[str, Any]]:
    """Return a figure as PNG with the width, the height and the alternative text that a notebook keeps with it."""
    import matplotlib.pyplot as plt

    dress(figure)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=_DPI, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)  # else the inline backend shows it again at the end of the cell
    data = stream.getvalue()
    width, height = (int.from_bytes(data[start : start + 4], "big") // 2 for start in (16, 20))
    return data, {"width": width, "height": height, "alt": _alternative(figure)}


def _alternative(figure: Figure) -> str:
    names = [figure.get_suptitle(), *(axes.get_title("left") or axes.get_title() for axes in figure.axes)]
    return "Plot: " + "; ".join(name.replace("\n", " ") for name in names if name)


def dress(figure: Figure) -> Figure:
    """Set every text of a figure that holds Arabic in Amiri, a little larger; done of itself for figures in Jupyter."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        _dress_text(text)
    return figure


def _dress_text(text: Text) -> None:
    if _ARABIC.search(text.get_text()) and text.get_fontfamily() != _FONT:
        text.set_fontfamily(_FONT)
        text.set_fontsize(float(text.get_fontsize()) * _LARGER)


def new_figure(width: float = 9.0, height: float = 4.0, *, title: str = "") -> tuple[Figure, Axes]:
    """Return an empty figure of so many inches, with its axes; labels make room for themselves."""
    with _extra():
        from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title)
    return figure, axes


def bars(
    values: Mapping[str, float],
    *,
    title: str = "",
    xlabel: str = "",
    number: str = "{:g}",
    width: float = 9.0,
) -> Figure:
    """Draw one horizontal bar for each label, the first on top, with its number at its end.

    Parameters
    ----------
    values
        Bar lengths by label; Arabic labels as they are written.
    number
        How the number is written.
    """
    figure, axes = new_figure(width, 0.9 + 0.38 * len(values), title=title)
    rows = range(len(values))
    drawn = axes.barh(list(rows), list(values.values()), color=COLOURS[0], height=0.68)
    axes.bar_label(drawn, [number.format(value) for value in values.values()], padding=4)
    _name_rows(axes, list(values))
    axes.set(xlabel=xlabel, xticks=())
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.12)
    return dress(figure)


def grouped_bars(
    series: Mapping[str, Mapping[str, float]],
    *,
    title: str = "",
    xlabel: str = "",
    number: str = "{:g}",
    width: float = 9.0,
) -> Figure:
    """Draw a group of horizontal bars for each label, one bar for each series.

    Parameters
    ----------
    series
        By name of the series, then by label: `{"Arabic": {"BPE": 1.9}, "English": {"BPE": 1.5}}`.
    """
    labels = list(next(iter(series.values())))
    thick = 0.8 / len(series)
    figure, axes = new_figure(width, 1.1 + 0.34 * len(labels) * len(series), title=title)
    for place, (name, values) in enumerate(series.items()):
        rows = [row + (place - (len(series) - 1) / 2) * thick for row in range(len(labels))]
        lengths = [values[label] for label in labels]
        drawn = axes.barh(rows, lengths, height=thick * 0.92, color=COLOURS[place % len(COLOURS)], label=name)
        axes.bar_label(drawn, [number.format(value) for value in lengths], padding=4, fontsize=10)
    _name_rows(axes, labels)
    axes.set(xlabel=xlabel, xticks=())
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.12)
    figure.legend(loc="outside upper right", ncols=len(series))
    return dress(figure)


def lines(
    curves: Mapping[str, Curve],
    *,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    log: str = "",
    dots: bool = False,
    width: float = 9.0,
    height: float = 4.0,
) -> Figure:
    """Draw curves, each with its name at its end.

    Parameters
    ----------
    curves
        By name; a mapping from x to y, or the values at 1, 2, 3, …
    log
        Axes with a logarithmic scale: `"x"`, `"y"` or `"xy"`.
    dots
        Mark every point.
    """
    figure, axes = new_figure(width, height, title=title)
    for place, (name, curve) in enumerate(curves.items()):
        points = curve if isinstance(curve, Mapping) else dict(enumerate(curve, 1))
        colour, marker = COLOURS[place % len(COLOURS)], "o" if dots else None
        axes.plot(list(points), list(points.values()), color=colour, marker=marker, label=name)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    if "x" in log:
        axes.set_xscale("log")
        _name_ticks(axes, sorted({x for curve in curves.values() if isinstance(curve, Mapping) for x in curve}))
    if "y" in log:
        axes.set_yscale("log")
    axes.grid()
    if len(curves) > 1:
        figure.legend(loc="outside upper right", ncols=len(curves))
    return dress(figure)


def _name_ticks(axes: Axes, places: Sequence[float]) -> None:
    """Write the numbers of a logarithmic axis as people do, at the points if they are few."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    if 0 < len(places) <= 8:
        axes.set_xticks(places)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda place, _: f"{place:,g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def heat_map(
    values: npt.ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    write: str = "",
    top: float | None = None,
) -> Figure:
    """Draw a matrix as squares, the darker the larger; Arabic columns run from right to left, as they are read.

    Parameters
    ----------
    values
        Rows × columns, none negative.
    rows, columns
        Their labels, in reading order.
    write
        How to write the numbers into the squares, `"{:.0%}"` say; "" writes none.
    top
        The value that is darkest; the largest of `values` by default.
    """
    import numpy as np

    matrix = np.asarray(values, dtype=float)
    size = 0.42 if not write else 0.62
    figure, axes = new_figure(2.6 + size * len(columns), 1.9 + 0.36 * len(rows), title=title)
    darkest = float(matrix.max()) if top is None else top
    axes.imshow(matrix, cmap="Blues", vmin=0, vmax=darkest, aspect="auto")
    axes.set_xticks(range(len(columns)), [arabic(label) for label in columns], rotation=90)
    axes.set_yticks(range(len(rows)), [arabic(label) for label in rows])
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    for spine in axes.spines.values():
        spine.set_visible(False)
    if sum(bool(_ARABIC.search(label)) for label in columns) * 2 > len(columns):
        axes.invert_xaxis()
    if write:
        _write_numbers(axes, matrix, write, darkest)
    return dress(figure)


def _write_numbers(axes: Axes, matrix: npt.NDArray[np.float64], write: str, darkest: float) -> None:
    for (row, column), value in _cells(matrix):
        ink = "white" if value > 0.6 * darkest else _INK
        axes.text(column, row, write.format(value), ha="center", va="center", color=ink, fontsize=9)


def _cells(matrix: npt.NDArray[np.float64]) -> Iterator[tuple[tuple[int, int], float]]:
    for row, numbers in enumerate(matrix.tolist()):
        for column, value in enumerate(numbers):
            yield (row, column), value


def _name_rows(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), [arabic(label) for label in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(length=0)


@contextmanager
def _extra() -> Iterator[None]:
    """Turn a missing package into the error that says how to install it."""
    try:
        yield
    except ImportError as error:
        raise MissingExtraError(
            f"Plots need the package {(error.name or 'matplotlib').split('.')[0]!r}.",
            remedy="Install it: pip install 'bilingual-brief-toolkit[teach]'",
        ) from error
