"""The studio's results: the briefs to read, compare and correct, the memo over them, and the files to take away.

What is corrected or noted here is what is exported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from toolkit.brief import Brief, Review
from toolkit.errors import ToolkitError
from toolkit.files import put
from toolkit.jupyter.editor import Editor
from toolkit.jupyter.explorer import Explorer
from toolkit.memo import Memo
from toolkit.output.comparison import compare_translations
from toolkit.output.document import shown
from toolkit.output.formats import FORMATS, MEMO_FORMATS, render
from toolkit.output.html import plain
from toolkit.translate import Glossary

_FOLDER = Path(__file__).parent
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
_MEMO = -1  # the memo's place in the list of what can be shown
_WIDE: dict[str, Any] = {"style": {"description_width": "118px"}, "layout": {"width": "100%"}}


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    name: str
    content: bytes


class Downloads(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is not followed
    """A row of buttons, one for each format: pairs of a format and what its button says.

    The file goes from the kernel to the page over the connection that is there already, so it works wherever the widget
    does. `make` is called with the format that was asked for; its `ToolkitError` is shown beside the buttons.
    """

    _esm = _FOLDER / "downloads.js"
    _css = _FOLDER / "downloads.css"

    formats = traitlets.List().tag(sync=True)

    def __init__(self, make: Callable[[str], File]) -> None:
        super().__init__()
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


@dataclass
class _Entry:
    name: str
    brief: Brief


class Results:
    """What was made: a list to choose from where there are several, the brief, the exports.

    `folder` is where "Save" puts files to begin with; `changed` is called when a brief was corrected; `glossary`
    returns the terms that the editor offers. `box` is the widget, empty until there is a brief.
    """

    def __init__(
        self, folder: str, changed: Callable[[], None], glossary: Callable[[], Glossary | None] = lambda: None
    ) -> None:
        self._entries: list[_Entry] = []
        self._memo: Memo | None = None
        self._changed = changed
        self._glossary = glossary
        self._listing = False  # while lists are filled: what they choose for a moment is nobody's choice
        self.list = ipywidgets.Dropdown(description="Show", **_WIDE)
        self.mode = ipywidgets.ToggleButtons(options=("Read", "Correct"), style={"button_width": "90px"})
        self.view = ipywidgets.VBox()
        self.reviewer = ipywidgets.Text(
            description="Reviewed by", placeholder="empty: marked as a draft", continuous_update=False, **_WIDE
        )
        self.layout = ipywidgets.Dropdown(description="Word and PDF", options=_LAYOUTS, **_WIDE)
        self.folder = ipywidgets.Text(value=folder, description="Save in folder", **_WIDE)
        self.save_button = ipywidgets.Button(description="Save all formats", icon="save")
        self.saved = ipywidgets.HTML()
        self.downloads = Downloads(self.file)
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
        self._list()
        self.box.children = ()

    def add(self, name: str, brief: Brief) -> None:
        """Add a brief and, if it is the first one, show it."""
        self._entries.append(_Entry(name, brief))
        self._memo = None
        self._list()
        if len(self._entries) == 1:
            self._choose()
        self._arrange()

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
        entry = self._entry
        stem = file_stem(entry.brief, pasted=entry.name == "pasted text") if entry else "memo"
        return File(f"{stem}.{format}", data)

    def save(self) -> None:
        """Write every format into the folder, and say where each file is or why it is not."""
        done, failed = [], []
        for format in self._formats():
            try:
                file = self.file(format)
                done.append(put(file.content, Path(self.folder.value.strip() or ".").expanduser() / file.name))
            except ToolkitError as error:
                failed.append(f'<p class="tk-hint tk-warn" role="alert">{plain(f".{format}: {error}")}</p>')
        where = f"{len(done)} files in {done[0].parent.resolve()}: {', '.join(p.name for p in done)}" if done else ""
        said = [f'<p class="tk-hint" role="status">{plain(where)}</p>'] if where else []
        self.saved.value = "".join([*said, *failed])

    @property
    def _entry(self) -> _Entry | None:
        """The brief that is chosen; None for the memo."""
        return None if self.list.value == _MEMO else self._entries[self.list.value or 0]

    def _formats(self) -> tuple[str, ...]:
        return tuple(name for name in _BUTTONS if name in (FORMATS if self._entry else MEMO_FORMATS))

    def _shown(self) -> Any:
        by, entry = self.reviewer.value.strip(), self._entry
        if entry:
            return entry.brief
        return self.memo.reviewed(by) if by and self.memo else self.memo

    def _replace(self, entry: _Entry, brief: Brief) -> None:
        entry.brief, self._memo = brief, None
        self._changed()

    def _review(self) -> None:
        """Put the name of the reviewer into what is shown, and show it with its banner."""
        if self._listing or self.list.value is None:
            return
        by, entry = self.reviewer.value.strip(), self._entry
        if entry is None:
            self._draw()
            return
        self._replace(entry, entry.brief.reviewed(by) if by else replace(entry.brief, review=None))
        if self.mode.value == "Read":
            self.view.children[0].brief = entry.brief

    def _tell_review(self, review: Review | None) -> None:
        """Show who reviewed what is shown."""
        listing, self._listing = self._listing, True
        self.reviewer.value = review.by if review else ""
        self._listing = listing

    def _list(self) -> None:
        options = [(_line(n, entry), n) for n, entry in enumerate(self._entries)]
        if len(self._entries) > 1:
            options.append((f"Memo over all {len(self._entries)}", _MEMO))
        chosen = self.list.value
        self._listing = True
        self.list.options = options
        self.list.value = chosen if chosen in [n for _, n in options] else next((n for _, n in options), None)
        self._listing = False

    def _arrange(self) -> None:
        heading = ipywidgets.HTML("<h2>The brief</h2>")
        chooser = [self.list] if len(self._entries) > 1 else []
        mode = [self.mode] if self._entry else []
        fields = ipywidgets.VBox([self.reviewer, self.layout, self.folder])
        save = ipywidgets.HBox([self.save_button, self.saved])
        save.add_class("tk-row")
        export = ipywidgets.VBox([ipywidgets.HTML("<h3>Export</h3>"), self.downloads, fields, save])
        export.add_class("tk-export")
        self.box.children = (heading, *chooser, *mode, self.view, export)

    def _choose(self) -> None:
        if self._listing or self.list.value is None:
            return
        entry = self._entry
        self._tell_review(entry.brief.review if entry else None)
        several = entry is not None and any(t.others for t in entry.brief.translations if t)
        self._listing = True
        self.mode.options = ("Read", "Correct", "Compare") if several else ("Read", "Correct")
        self._listing = False
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
        entry = self._entry
        if entry is None:
            return _static(self._shown())
        if self.mode.value == "Compare":
            return _static(compare_translations(entry.brief))
        if self.mode.value == "Correct":
            editor = Editor(entry.brief, glossary=self._glossary())
            editor.observe(lambda change: self._corrected(entry, change["new"]), "brief")
            return editor
        explorer = Explorer(entry.brief)
        explorer.observe(lambda _: self._replace(entry, explorer.brief), "notes")
        return explorer

    def _corrected(self, entry: _Entry, brief: Brief) -> None:
        self._tell_review(brief.review)
        self._replace(entry, brief)


def _static(made: Any) -> Any:
    """Show something as a cell's output would."""
    data = {"text/html": made._repr_html_(), "text/plain": repr(made)}
    return ipywidgets.Output(outputs=({"output_type": "display_data", "data": data, "metadata": {}},))


def _line(number: int, entry: _Entry) -> str:
    title = shown(entry.brief.title or entry.brief.article.title or entry.brief.article.id)
    return f"{number + 1}. {title if len(title) <= 90 else title[:89] + '…'} ({shown(entry.name)})"


def file_stem(brief: Brief, *, pasted: bool) -> str:
    """Return a name for the files of a brief: that of its source, or its headline's words for pasted text."""
    words = re.sub(r"[^a-z0-9]+", "-", (brief.title or "").lower()).strip("-")
    if pasted and not words:
        return "pasted-article"
    if not pasted:
        return re.sub(r"[^\w.-]+", "-", brief.article.id) or "brief"
    return words if len(words) <= 60 else words[:60].rpartition("-")[0]
