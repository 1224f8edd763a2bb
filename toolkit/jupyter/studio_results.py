"""The studio's results: the briefs to read and correct, the memo over them, and the files to take away.

What is corrected here is what is exported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ipywidgets

from toolkit.brief import Brief, Review
from toolkit.errors import ToolkitError
from toolkit.files import put
from toolkit.jupyter.downloads import Downloads, File
from toolkit.memo import Memo
from toolkit.output.document import shown
from toolkit.output.formats import FORMATS, MEMO_FORMATS, render
from toolkit.output.html import plain
from toolkit.translate import Glossary

__all__ = ["Results", "file_stem"]

_BUTTONS = {
    "html": "Web page",
    "docx": "Word",
    "pdf": "PDF",
    "md": "Markdown",
    "json": "Data (JSON)",
    "tmx": "Memory (TMX)",
    "xlf": "XLIFF",
}
_LAYOUTS = (("Dossier: all of it", "dossier"), ("Bilingual: text beside text", "bilingual"), ("Memo: one page", "memo"))
_MODES = ("Read", "Correct")
_MEMO = -1  # the memo's place in the list of what can be shown
_LABEL = {"description_width": "118px"}


@dataclass
class _Entry:
    name: str
    brief: Brief


class Results:
    """What was made: a list to choose from where there are several, the brief, the exports.

    Parameters
    ----------
    folder
        Where "Save" puts files to begin with, relative to the notebook.
    changed
        Called when a brief was corrected.
    glossary
        Returns the terms that the editor offers.

    Attributes
    ----------
    box
        The widget; empty until there is a brief.
    """

    def __init__(
        self, folder: str, changed: Callable[[], None], glossary: Callable[[], Glossary | None] = lambda: None
    ) -> None:
        self._entries: list[_Entry] = []
        self._memo: Memo | None = None
        self._changed = changed
        self._glossary = glossary
        self._listing = False
        self.list = ipywidgets.Dropdown(description="Show", style=_LABEL, layout={"width": "100%"})
        self.mode = ipywidgets.ToggleButtons(options=_MODES, style={"button_width": "90px"})
        self.view = ipywidgets.VBox()
        self.reviewer = ipywidgets.Text(
            description="Reviewed by",
            placeholder="empty: marked as a draft",
            continuous_update=False,
            style=_LABEL,
            layout={"width": "100%"},
        )
        self.layout = ipywidgets.Dropdown(
            description="Word and PDF", options=_LAYOUTS, style=_LABEL, layout={"width": "100%"}
        )
        self.folder = ipywidgets.Text(
            value=folder, description="Save in folder", style=_LABEL, layout={"width": "100%"}
        )
        self.save_button = ipywidgets.Button(description="Save all formats", icon="save")
        self.saved = ipywidgets.HTML()
        self.downloads = Downloads((), self.file)
        self.box = ipywidgets.VBox()
        self.list.observe(lambda _: self._choose(), "value")
        self.mode.observe(lambda _: self._draw(), "value")
        self.reviewer.observe(lambda _: self._review(), "value")
        self.save_button.on_click(lambda _: self.save())

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """The briefs as they are now, with corrections."""
        return tuple(entry.brief for entry in self._entries)

    @property
    def memo(self) -> Memo | None:
        """The memo over the briefs; None for a single one."""
        if self._memo is None and len(self._entries) > 1:
            self._memo = Memo(self.briefs)
        return self._memo

    def clear(self) -> None:
        """Forget everything."""
        self._entries, self._memo = [], None
        self._listing = True
        self.list.options = ()
        self._listing = False
        self.box.children = ()

    def add(self, name: str, brief: Brief) -> None:
        """Add a brief and, if it is the first one, show it."""
        self._entries.append(_Entry(name, brief))
        self._memo = None
        self._list()
        if len(self._entries) == 1:
            self._draw()

    def file(self, format: str) -> File:
        """Return what is shown as a file, with the review and the layout that are filled in.

        Raises
        ------
        ToolkitError
            If the format needs a package that is not installed, or cannot be written.
        """
        options = {"layout": self.layout.value} if format in ("docx", "pdf") else {}
        content = render(self._shown(), format, **options)
        data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        return File(f"{self._stem()}.{format}", data)

    def save(self) -> None:
        """Write every format into the folder, and say where each file is or why it is not."""
        done, failed = [], []
        for format in self._formats():
            try:
                file = self.file(format)
                done.append(put(file.content, Path(self.folder.value.strip() or ".").expanduser() / file.name))
            except ToolkitError as error:
                failed.append(f".{format}: {error}")
        where = f"{len(done)} files in {done[0].parent.resolve()}: {', '.join(p.name for p in done)}" if done else ""
        self.saved.value = "".join(
            [
                f'<p class="tk-hint" role="status">{plain(where)}</p>' if where else "",
                *(f'<p class="tk-hint tk-warn" role="alert">{plain(why)}</p>' for why in failed),
            ]
        )

    def _formats(self) -> tuple[str, ...]:
        known = MEMO_FORMATS if self.list.value == _MEMO else FORMATS
        return tuple(name for name in _BUTTONS if name in known)

    def _shown(self) -> Any:
        by = self.reviewer.value.strip()
        if self.list.value == _MEMO:
            return self.memo.reviewed(by) if by and self.memo else self.memo
        return self._entries[self.list.value or 0].brief

    def _review(self) -> None:
        """Put the name of the reviewer into what is shown, and show it with its banner."""
        if self._listing or self.list.value is None:
            return
        if self.list.value != _MEMO:
            by, entry = self.reviewer.value.strip(), self._entries[self.list.value]
            entry.brief = entry.brief.reviewed(by) if by else replace(entry.brief, review=None)
            self._memo = None
            self._changed()
        if self.list.value == _MEMO:
            self._draw()
        elif self.mode.value == "Read":
            self.view.children[0].brief = self._shown()

    def _tell_review(self, review: Review | None) -> None:
        """Show who reviewed what is shown."""
        listing, self._listing = self._listing, True
        self.reviewer.value = review.by if review else ""
        self._listing = listing

    def _stem(self) -> str:
        if self.list.value == _MEMO:
            return "memo"
        entry = self._entries[self.list.value or 0]
        return file_stem(entry.brief, pasted=entry.name == "pasted text")

    def _list(self) -> None:
        options = [(_line(n, entry), n) for n, entry in enumerate(self._entries)]
        if len(self._entries) > 1:
            options.append((f"Memo over all {len(self._entries)}", _MEMO))
        shown = self.list.value
        self._listing = True  # new options select the first one for a moment: that is not a choice
        self.list.options = options
        self.list.value = 0 if shown is None else shown
        self._listing = False
        self._arrange()

    def _arrange(self) -> None:
        heading = ipywidgets.HTML("<h2>The brief</h2>")
        chooser = [self.list] if len(self._entries) > 1 else []
        mode = [] if self.list.value == _MEMO else [self.mode]
        fields = ipywidgets.VBox([self.reviewer, self.layout, self.folder])
        save = ipywidgets.HBox([self.save_button, self.saved])
        save.add_class("tk-row")
        export = ipywidgets.VBox([ipywidgets.HTML("<h3>Export</h3>"), self.downloads, fields, save])
        export.add_class("tk-export")
        self.box.children = (heading, *chooser, *mode, self.view, export)

    def _choose(self) -> None:
        if self._listing or self.list.value is None:
            return
        self._tell_review(None if self.list.value == _MEMO else self._entries[self.list.value].brief.review)
        self._draw()

    def _draw(self) -> None:
        if self._listing or not self._entries or self.list.value is None:
            return
        self.downloads.formats = [[name, _BUTTONS[name]] for name in self._formats()]
        self.saved.value = ""
        self._arrange()
        for old in self.view.children:
            old.close()
        self.view.children = (self._made_view(),)

    def _made_view(self) -> Any:
        shown = self._shown()
        if isinstance(shown, Memo):
            return _static(shown._repr_html_(), repr(shown))
        if self.mode.value == "Correct":
            return self._editor(shown)
        from toolkit.jupyter.explorer import Explorer

        return Explorer(shown)

    def _editor(self, brief: Brief) -> Any:
        from toolkit.jupyter.editor import Editor

        entry, editor = self._entries[self.list.value or 0], Editor(brief, glossary=self._glossary())

        def corrected(change: Any) -> None:
            entry.brief, self._memo = change["new"], None
            self._tell_review(entry.brief.review)
            self._changed()

        editor.observe(corrected, "brief")
        return editor


def _static(html: str, text: str) -> Any:
    """Show HTML as a cell's output would."""
    output = {"output_type": "display_data", "data": {"text/html": html, "text/plain": text}, "metadata": {}}
    return ipywidgets.Output(outputs=(output,))


def _line(number: int, entry: _Entry) -> str:
    title = shown(entry.brief.title or entry.brief.article.title or entry.brief.article.id)
    return f"{number + 1}. {title if len(title) <= 90 else title[:89] + '…'} ({shown(entry.name)})"


def file_stem(brief: Brief, *, pasted: bool) -> str:
    """Return a name for the files of a brief: that of its source, or its headline's words for pasted text.

    Examples
    --------
    >>> re.sub(r"[^a-z0-9]+", "-", "Minister’s “summit”, 4 July".lower()).strip("-")
    'minister-s-summit-4-july'
    """
    words = re.sub(r"[^a-z0-9]+", "-", (brief.title or "").lower()).strip("-")
    if pasted and not words:
        return "pasted-article"
    if not pasted:
        return re.sub(r"[^\w.-]+", "-", brief.article.id) or "brief"
    return words if len(words) <= 60 else words[:60].rpartition("-")[0]
