"""Which renderer writes which format. In: a brief and a format's name or a path. Out: str or bytes, a file, a widget.

Renderers and widgets are named here and imported when they are first needed, as entry points are: `render` knows
`brief`, never the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import SaveError
from toolkit.files import put

if TYPE_CHECKING:
    from toolkit.brief.types import Brief

__all__ = ["FORMATS", "put", "render", "rendered", "save", "widget"]

_RENDERERS = {
    "docx": "toolkit.output.docx:document",
    "fragment": "toolkit.output.html:fragment",
    "html": "toolkit.output.html:page",
    "json": "toolkit.brief.codec:dumps",
    "md": "toolkit.output.markdown:document",
    "pdf": "toolkit.output.pdf:document",
    "tmx": "toolkit.output.tmx:document",
    "xlf": "toolkit.output.xliff:document",
}
FORMATS = tuple(name for name in _RENDERERS if name != "fragment")
"""Formats that a brief can be saved in: also the file suffixes."""
_OPTIONS = {"docx": {"layout", "template"}, "pdf": {"layout"}, "xlf": {"version"}}


def render(brief: Brief, name: str, **options: Any) -> str | bytes:
    """Render `brief` in the format `name`; raises SaveError for a name not in `FORMATS` or an option it lacks."""
    return rendered(_RENDERERS, brief, name, options)


def rendered(renderers: Mapping[str, str], shown: object, name: str, options: Mapping[str, Any]) -> str | bytes:
    """Render `shown` by the renderer that a table has for a format; raises SaveError for what the table lacks."""
    if name not in renderers:
        known = ", ".join(known for known in renderers if known != "fragment")
        raise SaveError(f"There is no format {name!r}.", remedy=f"Choose one of: {known}.")
    if unknown := set(options) - _OPTIONS.get(name, set()):
        raise SaveError(
            f"The format {name!r} has no option {', '.join(sorted(unknown))}.",
            remedy="layout is for .docx and .pdf, template for .docx, version for .xlf.",
        )
    module, _, function = renderers[name].partition(":")
    content: str | bytes = getattr(import_module(module), function)(shown, **options)
    return content


def widget(name: str) -> Any:
    """Return a class of the room of widgets, `module:Class`; raises MissingExtraError without the notebook's extra."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(f"toolkit.jupyter.{module}"), attribute)


def save(brief: Brief, path: str | Path, **options: Any) -> Path:
    """Render `brief` in the format of the suffix of `path` and put it there in one step."""
    target = Path(path)
    return put(render(brief, target.suffix.removeprefix(".").lower(), **options), target)
