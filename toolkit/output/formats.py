"""The formats that a brief or memo can be rendered and saved in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.errors import SaveError
from toolkit.files import put
from toolkit.memo.memo import Memo
from toolkit.output import citations, docx, exchange, html, markdown, pdf
from toolkit.output.brief_document import Layout, brief_document
from toolkit.output.document import Document
from toolkit.output.memo_document import layout_memo

Renderer = Callable[..., str | bytes]


def _laid_out(shown: Brief | Memo, layout: Layout = "dossier") -> Document:
    return layout_memo(shown, layout) if isinstance(shown, Memo) else brief_document(shown, layout)


def _docx(shown: Brief | Memo, layout: Layout = "dossier", template: str | Path | None = None) -> bytes:
    return docx.write(_laid_out(shown, layout), template)


_PAPER: Mapping[str, Renderer] = {
    "docx": _docx,
    "md": lambda shown: markdown.write(_laid_out(shown)),
    "pdf": lambda shown, layout="dossier": pdf.write(_laid_out(shown, layout)),
}
_BRIEF: Mapping[str, Renderer] = {
    **_PAPER,
    "fragment": html.fragment,
    "html": html.page,
    "json": Brief.to_json,
    "tmx": exchange.tmx,
    "xlf": exchange.xliff,
}
_MEMO: Mapping[str, Renderer] = {
    **_PAPER,
    "csl.json": citations.csl_json,
    "fragment": html.memo_fragment,
    "html": html.memo_page,
    "json": Memo.to_json,
    "ris": citations.ris,
}
FORMATS, MEMO_FORMATS = (tuple(sorted(name for name in known if name != "fragment")) for known in (_BRIEF, _MEMO))
"""Formats that a brief, and a memo, can be saved in: also the file suffixes."""
_OPTIONS = {"docx": {"layout", "template"}, "pdf": {"layout"}, "xlf": {"version"}}


def render(shown: Brief | Memo, name: str, **options: Any) -> str | bytes:
    """Render a brief or memo in the format `name`.

    Parameters
    ----------
    layout
        For `docx` and `pdf`: `memo`, `bilingual` or `dossier`, the default.
    template
        For `docx`: a Word document whose styles, page set-up, header and footer are kept; text is added at its end.
        Styles named "Brief Title", "Brief Source" … in it win over ours.
    version
        For `xlf`: `2.0`, the default, or `1.2`.

    Raises
    ------
    SaveError
        There is no such format, layout or version, or the format lacks the option.
    FormatError
        The template is not a Word document.
    MissingExtraError
        The packages that PDF needs are not installed.
    """
    renderers = _MEMO if isinstance(shown, Memo) else _BRIEF
    if name not in renderers:
        known = ", ".join(MEMO_FORMATS if isinstance(shown, Memo) else FORMATS)
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
    name = target.suffix.removeprefix(".").lower()
    if isinstance(shown, Memo) and target.name.lower().endswith(".csl.json"):
        name = "csl.json"
    return put(render(shown, name, **options), target)
