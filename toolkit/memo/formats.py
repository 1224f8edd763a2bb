"""Which renderer writes a memo in which format. In: a memo and a format or a path. Out: str or bytes, or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.brief.formats import put, rendered

if TYPE_CHECKING:
    from toolkit.memo.memo import Memo

__all__ = ["MEMO_FORMATS", "render_memo", "save_memo"]

_RENDERERS = {
    "docx": "toolkit.output.memo_document:docx",
    "fragment": "toolkit.output.memo_html:fragment",
    "html": "toolkit.output.memo_html:page",
    "json": "toolkit.memo.codec:dumps",
    "md": "toolkit.output.memo_markdown:document",
    "pdf": "toolkit.output.memo_document:pdf",
}
MEMO_FORMATS = tuple(name for name in _RENDERERS if name != "fragment")
"""Formats that a memo can be saved in."""


def render_memo(memo: Memo, name: str, **options: Any) -> str | bytes:
    """Render `memo` in the format `name`; raises SaveError for a name not in `MEMO_FORMATS` or an option it lacks."""
    return rendered(_RENDERERS, memo, name, options)


def save_memo(memo: Memo, path: str | Path, **options: Any) -> Path:
    """Render `memo` in the format of the suffix of `path` and put it there in one step."""
    target = Path(path)
    return put(render_memo(memo, target.suffix.removeprefix(".").lower(), **options), target)
