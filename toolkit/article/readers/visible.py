"""The lines that a browser would show of an HTML tree, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import lxml.html

__all__ = ["VisibleLine", "visible_lines"]

_UNSEEN = frozenset(
    "script style noscript template head svg math iframe object embed canvas audio video select option datalist "
    "button input textarea link meta title map area".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_FURNITURE_TAGS = frozenset({"nav", "aside", "footer", "figcaption", "menu"})
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|tags?|keywords|breadcrumbs?|comments?|newsletter|subscribe|advert\w*|ads?"
    r"|promo|sidebar|most-?read|read-?(?:also|more)|also-?read|byline|author|caption|credits?|copyright|print|follow|meta"
    r"|recommended|trending|cookie)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CONTAINERS = frozenset({"article", "main"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CELL_BREAK = " | "
"""Stands between the cells of a row of a table."""
_CELL_PARTS = frozenset("a abbr b br div em font i p small span strong sub sup u".split())
_LONGEST_CELL, _MOST_LINKS = 120, 0.5
_FURNITURE_LIMIT = 1500
_FURNITURE_NODES = 400


class VisibleLine(NamedTuple):
    """One line of a page: text with its white space collapsed, and the innermost block element around it.

    `linked` is the share of its characters that are links, `furniture` says that the markup around it is that of a
    menu, caption or share bar, `container` numbers the outermost `<article>` or `<main>` around it from 1 (0: none).
    """

    text: str
    tag: str
    linked: float
    furniture: bool
    container: int


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    """Tell whether no reader of the page sees the element: a script, a style, a form control, something hidden."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def visible_lines(root: lxml.html.HtmlElement) -> list[VisibleLine]:
    """Return the visible lines of a page, in document order; time is linear in its size.

    A row of a table of data becomes one line in the tree, its cells joined by `_CELL_BREAK`.
    """
    for table in list(root.iter("table")):
        rows = _rows_of_data(table)
        for row, cells in rows:
            row[:] = []
            row.text = _CELL_BREAK.join(cells)
    return list(_walk(root))


def _rows_of_data(table: lxml.html.HtmlElement) -> list[tuple[lxml.html.HtmlElement, list[str]]]:
    """Return rows with their cells, or nothing if the table only lays out the page.

    Data stand in two rows or more of two cells or more, all short, mostly without links or further blocks.
    """
    rows = []
    linked = written = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        parts = [part for cell in cells for part in cell.iterdescendants()]
        if any(part.tag not in _CELL_PARTS or _is_unseen(part) for part in parts):
            return []
        texts = [" ".join(cell.text_content().split()) for cell in cells]
        if any(len(text) > _LONGEST_CELL for text in texts):
            return []
        written += sum(map(len, texts))
        linked += sum(len(part.text_content()) for part in parts if part.tag == "a")
        rows.append((row, [text for text in texts if text]))
    full = [cells for _, cells in rows if len(cells) > 1]
    return rows if len(full) > 1 and 2 * len(full) >= len(rows) and linked <= _MOST_LINKS * written else []


class _Place(NamedTuple):
    """Where the walk stands: the innermost blocks (three at most), and what the elements around say of the text."""

    blocks: tuple[str, ...] = ()
    link: bool = False
    furniture: bool = False
    container: int = 0
    unseen: bool = False


def _walk(root: lxml.html.HtmlElement) -> Iterator[VisibleLine]:
    """Yield the lines in one pass; a loop and not recursion, because pages nest without limit."""
    places, containers, line = [_Place()], 0, _Line()
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        before = places[-1]
        if event == "start":
            containers += tag in _CONTAINERS and not (before.container or before.unseen)
            places.append(_entered(element, tag, before, containers))
            text = element.text
        else:
            places.pop()
            text = element.tail
        if (tag in _BLOCKS or tag == "br") and not (before.unseen or places[-1].unseen):
            yield from line.flushed(before)
        if text and not places[-1].unseen:
            line.pieces.append(text)
            line.linked += len("".join(text.split())) if places[-1].link else 0
    yield from line.flushed(places[-1])


def _entered(element: lxml.html.HtmlElement, tag: str, around: _Place, containers: int) -> _Place:
    if around.unseen or (around.blocks and _is_unseen(element)):
        return around._replace(unseen=True)
    return _Place(
        (*around.blocks, tag)[-3:] if tag in _BLOCKS else around.blocks,
        around.link or (tag == "a" and element.get("href") is not None),
        around.furniture or _is_furniture(element, tag),
        around.container or (containers if tag in _CONTAINERS else 0),
    )


@dataclass(slots=True)
class _Line:
    """The line at hand: its pieces, and how many of its characters are links."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def flushed(self, place: _Place) -> Iterator[VisibleLine]:
        text = _SPACE.sub(" ", "".join(self.pieces)).strip()
        if text:
            share = self.linked / max(1, len("".join(text.split())))
            tag = place.blocks[-1] if place.blocks else ""
            heading = next((t for t in reversed(place.blocks) if t[:1] == "h" and t[1:].isdigit()), tag)
            yield VisibleLine(text, heading, share, place.furniture, place.container)
        self.pieces.clear()
        self.linked = 0


def _is_furniture(element: lxml.html.HtmlElement, tag: str) -> bool:
    if tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) < 2 or not _FURNITURE_CLASS.search(names):
        return False
    return tag not in ("html", "body", "article", "main") and _is_short(element)


def _is_short(element: lxml.html.HtmlElement) -> bool:
    """Tell whether an element holds few characters and few elements; reads no more than it must."""
    seen = 0
    for number, inner in enumerate(element.iter(), start=1):
        seen += len(inner.text or "") + (len(inner.tail or "") if inner is not element else 0)
        if seen > _FURNITURE_LIMIT or number > _FURNITURE_NODES:
            return False
    return True
