"""News feeds in files. In: an RSS or Atom file. Out: its entries, each with what the feed holds of the article.

Nothing is fetched and no entity is expanded: a feed comes from strangers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from toolkit.errors import ReadError

__all__ = ["Entry", "is_feed", "read_feed"]

_SUFFIXES = frozenset((".rss", ".atom", ".rdf", ".xml"))
_LARGEST = 50_000_000
_BODIES = ("encoded", "content", "description", "summary")  # the longest form that a feed gives first
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its own id, address, headline, text as HTML, and day (ISO 8601 or "")."""

    id: str
    link: str
    title: str
    html: str
    published: str

    def page(self) -> bytes:
        """Return the entry as an HTML page, for the reader of pages."""
        title = html.escape(self.title)
        day = (
            f'<meta property="article:published_time" content="{html.escape(self.published)}">'
            if self.published
            else ""
        )
        text = self.html if "<" in self.html else f"<p>{html.escape(html.unescape(self.html))}</p>"
        page = f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{day}</head>'
        return f"{page}<body><article><h1>{title}</h1>{text}</article></body></html>".encode()


def is_feed(path: Path) -> bool:
    """Tell whether a file is named as a feed is."""
    return path.suffix.lower() in _SUFFIXES


def read_feed(path: Path) -> Iterator[Entry]:
    """Yield the entries of an RSS 0.9 to 2.0 or Atom file.

    Raises
    ------
    ReadError
        If the file cannot be read, or is not a feed.
    """
    from lxml import etree

    try:
        if path.stat().st_size > _LARGEST:
            raise ReadError(f"{path} is larger than {_LARGEST / 1e6:g} MB.", remedy="Split the feed.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from None
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{path} is not XML: {error}.", remedy="Give an RSS or Atom feed.") from None
    if root is None or _local(root) not in ("rss", "feed", "RDF"):
        raise ReadError(f"{path} is not an RSS or Atom feed.", remedy="Give a feed, or the articles themselves.")
    for element in root.iter():
        if _local(element) in ("item", "entry"):
            yield _entry(element)


def _entry(element: Any) -> Entry:
    fields: dict[str, str] = {}
    for child in element:
        name = _local(child)
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            fields.setdefault("link", child.get("href"))
        elif name:
            fields.setdefault(name, _content(child))
    body = max((fields.get(name, "") for name in _BODIES), key=len)
    link = fields.get("link", "").strip()
    day = next((fields[name] for name in ("pubDate", "published", "date", "updated") if fields.get(name)), "")
    return Entry(
        id=(fields.get("guid") or fields.get("id") or "").strip(),
        link=link if re.match(r"https?://", link) else "",
        title=html.unescape(re.sub(r"<[^>]*>", "", fields.get("title", ""))).strip(),
        html=body,
        published=_day(day.strip()),
    )


def _content(element: Any) -> str:
    """Return what an element holds: its text, or its markup where it holds elements (Atom's XHTML)."""
    if len(element) == 0:
        return str(element.text or "")
    from lxml import etree

    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)


def _local(element: Any) -> str:
    """Return an element's name without its namespace; "" for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _day(text: str) -> str:
    if found := _CLOCK.match(text):
        return found.group()
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return ""
