"""Download buttons for a notebook or a Voila page.

The file goes from the kernel to the page over the connection that is there already, and from the page to the disk:
no address is asked for, so it works wherever the widget does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from toolkit.errors import ToolkitError
from toolkit.output.document import shown

__all__ = ["Downloads", "File"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    name: str
    content: bytes


class Downloads(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is not followed
    """A row of buttons, one for each format.

    Parameters
    ----------
    formats
        Pairs of a format and what its button says.
    make
        Called with the format that was asked for; returns the file. A `ToolkitError` of it is shown beside the buttons.

    Examples
    --------
    >>> Downloads([("md", "Markdown")], lambda name: File(f"brief.{name}", b"# Brief"))  # doctest: +SKIP
    """

    _esm = _FOLDER / "downloads.js"
    _css = _FOLDER / "downloads.css"

    formats = traitlets.List().tag(sync=True)

    def __init__(self, formats: Sequence[tuple[str, str]], make: Callable[[str], File]) -> None:
        super().__init__(formats=[list(pair) for pair in formats])
        self._make = make
        self.on_msg(self._asked)

    def _asked(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """Answer a click: with the file, or with why there is none."""
        token = content.get("token")
        try:
            file = self._make(str(content.get("format")))
        except ToolkitError as error:
            self.send({"token": token, "problem": shown(str(error))})
        except Exception as error:  # an error of ours must be seen on the page: a callback has no other place
            problem = f"The file could not be made ({type(error).__name__}: {error})."
            self.send({"token": token, "problem": shown(problem)})
        else:
            self.send({"token": token, "name": file.name}, buffers=[file.content])
