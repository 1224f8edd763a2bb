"""News feeds in files: the entries of an RSS or Atom file, each with what the feed holds of the article.

Nothing is fetched and no entity is expanded: a feed comes from strangers.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from toolkit.errors import ReadError

__all__ = ["Entry", "is_feed", "read_feed"]

_SUFFIXES = frozenset((".rss", ".atom", ".rdf", ".xml"))
_TAG = re.compile(r"<[^<>]*>")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_DATE = 100


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
        return f"{page}<body><article><h1>{title}</h1>{text}</article></body></html>".encode("utf-8", "replace")


def is_feed(path: Path) -> bool:
    """Return whether a file is named as a feed is."""
    return path.suffix.lower() in _SUFFIXES


def read_feed(data: bytes, name: str) -> Iterator[Entry]:
    """Yield the entries of an RSS or Atom file.

    Raises
    ------
    ReadError
        If it is not a feed.
    """
    import feedparser

    # Given as a stream: feedparser opens and fetches what it takes for a file name or an address.
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.version:
        raise ReadError(f"{name} is not an RSS or Atom feed.", remedy="Give a feed, or the articles themselves.")
    yield from map(_entry, found.entries)


def _entry(entry: Any) -> Entry:
    bodies = [entry.get("summary", ""), *(content.get("value", "") for content in entry.get("content", ()))]
    link = entry.get("link", "").strip()
    return Entry(
        id=entry.get("id", "").strip(),
        link=link if re.match(r"https?://", link) else "",
        title=html.unescape(_TAG.sub("", entry.get("title", ""))).strip(),
        html=max(bodies, key=len),
        published=_day((entry.get("published") or entry.get("updated") or "").strip()),
    )


def _day(text: str) -> str:
    if found := _CLOCK.match(text):
        return found.group()
    try:
        return parsedate_to_datetime(text[:_LONGEST_DATE]).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
