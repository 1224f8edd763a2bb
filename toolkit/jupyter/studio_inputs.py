"""The studio's form: which articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ipywidgets

from toolkit.article import Article, read, read_text
from toolkit.jupyter.studio_work import Source
from toolkit.output.html import plain

__all__ = ["ArticleForm"]

_WAYS = ("Paste", "Upload", "Path or address")
_ACCEPT = ".txt,.text,.md,.html,.htm,.docx,.pdf"
_WIDE = {"width": "100%"}


class ArticleForm:
    """Three ways to give articles; whatever is filled in counts, however many there are.

    Parameters
    ----------
    text
        Pasted to begin with.
    changed
        Called when the articles are others than before.

    Attributes
    ----------
    box
        The widget.
    """

    def __init__(self, text: str, changed: Callable[[], None]) -> None:
        self.way = ipywidgets.ToggleButtons(options=_WAYS, tooltips=("Paste text", "Upload files", "Name files"))
        self.text = ipywidgets.Textarea(
            value=text, description="Article text", placeholder="الصق نص المقال العربي هنا", rows=11, layout=_WIDE
        )
        self.text.add_class("tk-arabic")
        self.files = ipywidgets.FileUpload(description="Choose files", accept=_ACCEPT, multiple=True)
        self.listed = ipywidgets.HTML()
        self.places = ipywidgets.Textarea(
            description="Paths or addresses, one in each line",
            placeholder="articles/interview.docx\nhttps://example.org/news/1234",
            rows=6,
            layout=_WIDE,
        )
        hint = ipywidgets.HTML(
            '<p class="tk-hint">Text, HTML, Markdown, Word or PDF; several at once make a memo as well. '
            "Together at most 10 MB: of a larger file give the path.</p>"
        )
        self._pages = {
            "Paste": ipywidgets.VBox([self.text]),
            "Upload": ipywidgets.VBox([self.files, self.listed, hint]),
            "Path or address": ipywidgets.VBox([self.places]),
        }
        self._page = ipywidgets.VBox([self._pages["Paste"]])
        self.box = ipywidgets.VBox([self.way, self._page])
        self.way.observe(self._turn, "value")
        for field in (self.text, self.files, self.places):
            field.observe(lambda _: self._refresh(changed), "value")

    def sources(self) -> list[Source]:
        """Return what is to be read, in the order of the ways."""
        found = [Source("pasted text", partial(read_text, self.text.value))] if self.text.value.strip() else []
        found += [Source(str(upload["name"]), partial(_read_upload, upload)) for upload in self.files.value]
        lines = [line.strip() for line in self.places.value.splitlines()]
        return found + [Source(line, partial(read, line)) for line in lines if line]

    def clear(self) -> None:
        """Empty all three."""
        self.text.value, self.files.value, self.places.value = "", (), ""

    def _turn(self, change: Mapping[str, Any]) -> None:
        self._page.children = (self._pages[change["new"]],)

    def _refresh(self, changed: Callable[[], None]) -> None:
        rows = "".join(f"<li>{plain(upload['name'])}</li>" for upload in self.files.value)
        self.listed.value = f'<ul class="tk-files">{rows}</ul>' if rows else ""
        changed()


def _read_upload(upload: Mapping[str, Any]) -> Article:
    return read(upload)
