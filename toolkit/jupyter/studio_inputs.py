"""The studio's form: which articles, and what English of them is at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ipywidgets

from toolkit.article import read, read_text
from toolkit.article.normalize import arabic_letters, letters
from toolkit.jupyter.studio_work import Source
from toolkit.output.html import plain
from toolkit.translate.reference import reference_units

PASTE, TRANSLATION, _UPLOAD, _PLACES = "Paste", "I have a translation", "Upload", "Path or address"
_TIPS = ("Paste text", "Paste an article and its English", "Upload files", "Name files")
_ACCEPT = ".txt,.text,.md,.html,.htm,.docx,.pdf"
_WIDE = {"width": "100%"}
_HINT = (
    '<p class="tk-hint">Text, HTML, Markdown, Word or PDF; several at once make a memo as well. '
    "Together at most 10 MB: of a larger file give the path.</p>"
)


class ArticleForm:
    """Four ways to give articles; what the open one holds counts.

    `box` is the widget, `note` says what is wrong with the pasted texts, `changed` is called when the articles are
    others than before.
    """

    def __init__(self, text: str, changed: Callable[[], None]) -> None:
        self._changed: Callable[[], None] = lambda: None
        self.way = ipywidgets.ToggleButtons(options=(PASTE, TRANSLATION, _UPLOAD, _PLACES), tooltips=_TIPS)
        self.way.style.button_width = "auto"
        self.text = _area("Article text", "الصق نص المقال العربي هنا", 11, text)
        self.text.add_class("tk-arabic")
        self.given: list[tuple[Any, Any]] = []
        self._beside = ipywidgets.Box()
        self._beside.add_class("tk-beside")
        self.add_translation()
        self.english, self.by = self.given[0]
        self.remember = ipywidgets.Checkbox(description="Remember sentences without an error", indent=False)
        self.note = ipywidgets.HTML()
        self.sample_button = ipywidgets.Button(description="Try a sample", tooltip="Put a sample article here")
        self.swap_button = ipywidgets.Button(description="Swap the two", tooltip="Each box takes the other's text")
        self.another_button = ipywidgets.Button(
            description="Add another translation",
            tooltip="Take the better sentences of both",
            layout={"align_self": "flex-start"},
        )
        self.files = ipywidgets.FileUpload(description="Choose files", accept=_ACCEPT, multiple=True)
        self.listed = ipywidgets.HTML()
        self.places = _area(
            "Paths or addresses, one in each line", "articles/interview.docx\nhttps://example.org/news/1234", 6
        )
        self._translation = ipywidgets.VBox()
        self._pages = {
            PASTE: ipywidgets.VBox([self.text, self.sample_button]),
            TRANSLATION: self._translation,
            _UPLOAD: ipywidgets.VBox([self.files, self.listed, ipywidgets.HTML(_HINT)]),
            _PLACES: ipywidgets.VBox([self.places]),
        }
        self._page = ipywidgets.VBox([self._pages[PASTE]])
        self.box = ipywidgets.VBox([self.way, self._page])
        self.sample_button.on_click(lambda _: self._fill_sample())
        self.swap_button.on_click(lambda _: self._swap())
        self.another_button.on_click(lambda _: self.add_translation())
        self.way.observe(self._turn, "value")
        for field in (self.text, self.remember):
            field.observe(lambda _: self._refresh(), "value")
        for field, way in ((self.english, TRANSLATION), (self.files, _UPLOAD), (self.places, _PLACES)):
            field.observe(partial(self._open, way), "value")
        self._refresh()
        self._changed = changed

    def add_translation(self) -> None:
        """Make room for one more translation of the article."""
        first = not self.given
        area = _area("Its English" if first else "Other English", "Paste the translation that you have", 11)
        by = ipywidgets.Text(description="Made by", placeholder="who or what translated it", layout=_WIDE)
        self.given.append((area, by))
        self._beside.children = [self.text, *(ipywidgets.VBox(pair) for pair in self.given)]
        for field in (area, by):
            field.observe(lambda _: self._refresh(), "value")

    def sources(self) -> list[Source]:
        """Return what is to be read; nothing while `missing` says so."""
        if self.missing():
            return []
        if self.way.value == _UPLOAD:
            return [Source(str(upload["name"]), partial(read, upload)) for upload in self.files.value]
        if self.way.value == _PLACES:
            lines = [line.strip() for line in self.places.value.splitlines()]
            return [Source(line, partial(read, line)) for line in lines if line]
        pasted = Source("pasted text", partial(read_text, self.text.value))
        if self.way.value == PASTE:
            return [pasted]
        texts = self._texts()
        if len(texts) > 1:
            return [Source(pasted.name, pasted.read, dict(texts), None, self.remember.value)]
        return [Source(pasted.name, pasted.read, texts[0][1], self.by.value.strip() or None, self.remember.value)]

    def missing(self) -> str:
        """Say what has to be given before a brief can be made; empty if nothing."""
        held = {_UPLOAD: self.files.value, _PLACES: self.places.value.strip()}
        if not held.get(self.way.value, self.text.value.strip()):
            return "Give an article first."
        if self.way.value != TRANSLATION:
            return ""
        texts = self._texts()
        if not texts:
            return "Paste its English, too."
        wrong = [_is_arabic(self.text.value) is False, any(_is_arabic(text) for _, text in texts)]
        if all(wrong):
            return "The two texts are swapped: the English stands where the Arabic belongs."
        if len(dict(texts)) < len(texts):
            return "Name the makers of the translations apart."
        return "The article is not Arabic." if wrong[0] else "Its English is Arabic." if wrong[1] else ""

    def clear(self) -> None:
        """Empty all fields."""
        self.text.value, self.english.value, self.files.value, self.places.value = "", "", (), ""

    def _texts(self) -> list[tuple[str, str]]:
        """Return the translations that were pasted, each with who made it."""
        named = [(by.value.strip() or f"translation {n}", area.value) for n, (area, by) in enumerate(self.given, 1)]
        return [(by, text) for by, text in named if text.strip()]

    def _open(self, way: str, _: Any) -> None:
        """Show the page of a field that was filled in, by the person there or by code."""
        self.way.value = way
        self._refresh()

    def _turn(self, change: Mapping[str, Any]) -> None:
        self._page.children = (self._pages[change["new"]],)
        self._refresh()

    def _swap(self) -> None:
        self.text.value, self.english.value = self.english.value, self.text.value

    def _fill_sample(self) -> None:
        units = reference_units()
        self.text.value = "\n\n".join(unit.source for unit in units if unit.article == units[0].article)

    def _refresh(self) -> None:
        rows = "".join(f"<li>{plain(upload['name'])}</li>" for upload in self.files.value)
        self.listed.value = f'<ul class="tk-files">{rows}</ul>' if rows else ""
        wrong = self.missing() if self.text.value.strip() and self._texts() else ""
        self.note.value = f'<p class="tk-hint tk-warn" role="alert">{wrong}</p>' if wrong else ""
        swap = (self.swap_button,) if "swapped" in wrong else ()
        self._translation.children = (self._beside, self.note, *swap, self.another_button, self.remember)
        self._changed()


def _area(description: str, placeholder: str, rows: int, value: str = "") -> Any:
    return ipywidgets.Textarea(value=value, description=description, placeholder=placeholder, rows=rows, layout=_WIDE)


def _is_arabic(text: str) -> bool | None:
    """Tell whether most letters are Arabic; None where there are no letters."""
    count = letters(text)
    return 2 * arabic_letters(text) > count if count else None
