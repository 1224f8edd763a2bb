"""The formats that a brief or memo can be rendered and saved in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.errors import SaveError
from toolkit.files import put
from toolkit.memo.memo import Memo
from toolkit.output import docx, html, markdown, memo_document, memo_html, memo_markdown, pdf, tmx, xliff

__all__ = ["FORMATS", "MEMO_FORMATS", "render", "save"]

Renderer = Callable[..., str | bytes]

_BRIEF: Mapping[str, Renderer] = {
    "docx": docx.document,
    "fragment": html.fragment,
    "html": html.page,
    "json": Brief.to_json,
    "md": markdown.document,
    "pdf": pdf.document,
    "tmx": tmx.document,
    "xlf": xliff.document,
}
_MEMO: Mapping[str, Renderer] = {
    "docx": memo_document.docx,
    "fragment": memo_html.fragment,
    "html": memo_html.page,
    "json": Memo.to_json,
    "md": memo_markdown.document,
    "pdf": memo_document.pdf,
}
FORMATS = tuple(name for name in _BRIEF if name != "fragment")
"""Formats that a brief can be saved in: also the file suffixes."""
MEMO_FORMATS = tuple(name for name in _MEMO if name != "fragment")
"""Formats that a memo can be saved in."""
_OPTIONS = {"docx": {"layout", "template"}, "pdf": {"layout"}, "xlf": {"version"}}


def render(shown: Brief | Memo, name: str, **options: Any) -> str | bytes:
    """Render a brief or memo in the format `name`; raises SaveError for an unknown format or an option it lacks."""
    renderers = _MEMO if isinstance(shown, Memo) else _BRIEF
    if name not in renderers:
        known = ", ".join(known for known in renderers if known != "fragment")
        raise SaveError(f"There is no format {name!r}.", remedy=f"Choose one of: {known}.")
    if unknown := set(options) - _OPTIONS.get(name, set()):
        raise SaveError(
            f"The format {name!r} has no option {', '.join(sorted(unknown))}.",
            remedy="layout is for .docx and .pdf, template for .docx, version for .xlf.",
        )
    return renderers[name](shown, **options)


def save(shown: Brief | Memo, path: str | Path, **options: Any) -> Path:
    """Render a brief or memo in the format of the suffix of `path` and put it there in one step."""
    target = Path(path)
    return put(render(shown, target.suffix.removeprefix(".").lower(), **options), target)
