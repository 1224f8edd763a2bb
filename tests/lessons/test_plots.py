"""Plots: Arabic in one piece and from right to left, figures shown once, a missing package named."""

from __future__ import annotations

import subprocess
import sys
import warnings

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="the extra `teach` is not installed")

from notebooks.lessons import plots


@pytest.fixture(autouse=True)
def _style() -> None:
    plots.use_style()


def _columns_with_ink(text: str, size: int = 40) -> np.ndarray:
    """Draw a text and tell for each column of the picture how much ink is in it, without the empty margins."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 1.4), dpi=100)
    figure.text(0.5, 0.4, text, fontsize=size, fontfamily=["Amiri", "DejaVu Sans"], ha="center")
    canvas = FigureCanvasAgg(figure)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that the fonts lack is a warning
        canvas.draw()
    ink = 255 - np.asarray(canvas.buffer_rgba())[:, :, :3].mean(axis=2)
    columns = ink.sum(axis=0)
    inked = np.flatnonzero(columns)
    return columns[inked[0] : inked[-1] + 1]


def test_arabic_letters_are_joined() -> None:
    word = "بسم"  # three letters that all join: one stroke, with no empty column between them
    assert (_columns_with_ink(plots.arabic(word)) > 0).all()
    apart = _columns_with_ink(" ".join(word))
    assert (apart == 0).any()


def test_arabic_stands_from_right_to_left() -> None:
    drawn = _columns_with_ink(plots.arabic("ااا سسسس"))  # three thin strokes first: they stand on the right
    gap = max(
        np.split(np.flatnonzero(drawn == 0), np.flatnonzero(np.diff(np.flatnonzero(drawn == 0)) > 1) + 1), key=len
    )
    strokes = np.diff((drawn > 0).astype(int)) == 1
    assert strokes[gap[-1] - 1 :].sum() > strokes[: gap[0]].sum()


def test_english_is_left_as_it_is() -> None:
    assert plots.arabic("Moscow (2025)") == "Moscow (2025)"


def test_columns_of_a_heat_map_run_from_right_to_left_when_they_are_arabic() -> None:
    rows = ["Putin", "said"]
    arabic = plots.heat_map(np.eye(2), rows, ["قال", "بوتين"]).axes[0]
    english = plots.heat_map(np.eye(2), rows, ["said", "Putin"]).axes[0]
    assert arabic.xaxis_inverted()
    assert not english.xaxis_inverted()
    assert [label.get_text().strip("\u2067\u2069") for label in arabic.get_xticklabels()] == ["قال", "بوتين"]


def test_arabic_labels_are_set_in_the_font_that_the_toolkit_ships() -> None:
    figure = plots.bars({"الرئيس": 3, "president": 2}, title="Words")
    families = [label.get_fontfamily()[0] for label in figure.axes[0].get_yticklabels()]
    assert families == ["Amiri", "DejaVu Sans"]


def test_labels_do_not_overlap_and_bars_bear_their_numbers() -> None:
    figure = plots.bars({f"والمفاوضات {n}": n for n in range(1, 9)}, number="{:.1f}")
    figure.canvas.draw()
    boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert [text.get_text() for text in figure.axes[0].texts] == [f"{n}.0" for n in range(1, 9)]


def test_lines_take_values_by_step_and_points() -> None:
    axes = plots.lines({"learnt": [3.0, 2.0], "new": {1: 3.0, 10: 4.0}}, log="x").axes[0]
    assert [list(line.get_xdata()) for line in axes.get_lines()] == [[1, 2], [1, 10]]
    assert axes.get_xscale() == "log"


_ONE_PICTURE = """
from IPython.testing.globalipapp import start_ipython
shell = start_ipython()
shell.display_formatter.active_types = shell.display_formatter.format_types  # a terminal shows no pictures
from notebooks.lessons import plots
plots.use_style()
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.set_title("Loss", loc="left")
data, metadata = shell.display_formatter.format(figure)
print(sorted(data), metadata["image/png"]["alt"], plt.get_fignums())
"""


def test_in_a_notebook_a_figure_is_shown_once_with_its_title_for_those_who_do_not_see_it() -> None:
    pytest.importorskip("IPython")
    done = subprocess.run([sys.executable, "-c", _ONE_PICTURE], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "['image/png', 'text/plain'] Plot: Loss []", done.stderr


_NO_MATPLOTLIB = """
import sys
sys.modules["matplotlib"] = None
from toolkit.errors import MissingExtraError
from notebooks.lessons import plots
try:
    plots.bars({"a": 1})
except MissingExtraError as error:
    print(error)
"""


def test_a_missing_matplotlib_is_an_error_with_the_pip_command() -> None:
    done = subprocess.run([sys.executable, "-c", _NO_MATPLOTLIB], capture_output=True, text=True, timeout=60)
    assert "pip install 'bilingual-brief-toolkit[teach]'" in done.stdout, done.stderr
