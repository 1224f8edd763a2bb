"""A widget that leaves something to see where it cannot run.

A saved notebook keeps a widget's outputs but not its kernel: reopened, JupyterLab says "model not found", and GitHub
shows nothing. So the static page of the brief goes out first, as an output of its own, and `static_view.js`
hides it where the widget runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

VIEW = "application/vnd.jupyter.widget-view+json"


class StaticView(anywidget.AnyWidget):  # type: ignore[misc]
    """Hides the static page that was put out before it; shows nothing itself."""

    _esm = Path(__file__).parent / "static_view.js"
    name = traitlets.Unicode().tag(sync=True)


class WithStaticView:
    """For a widget that shows a brief: displays its static page before it.

    The class it is mixed into has `static_html()` and holds a `StaticView` of the same name among its children, or
    hides the page in its own script.
    """

    def static_html(self) -> str:
        """Return what is seen where the widget cannot run."""
        raise NotImplementedError

    def outputs(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the two outputs of a cell that shows the widget, by mime type: the static page and the widget."""
        page = f'<div class="bb-static" data-static-of="{type(self).__name__}">{self.static_html()}</div>'
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}  # type: ignore[attr-defined]
        return {"text/html": page, "text/plain": repr(self)}, {VIEW: view, "text/plain": "(interactive: run this cell)"}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for output in self.outputs():
            display(output, raw=True)  # type: ignore[no-untyped-call]
