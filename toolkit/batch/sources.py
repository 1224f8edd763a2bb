"""Where a batch takes its articles from: folders, patterns, feeds, lists and iterators become Items, one by one.

Nothing is read here but the names of files, and feeds: a batch of any size starts at once.
"""

from __future__ import annotations

import glob
import hashlib
import html
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from toolkit.article.types import Article
from toolkit.batch.tasks import File, Item, Page, Text, Url
from toolkit.errors import ReadError

Source: TypeAlias = str | Path | Article
Sources: TypeAlias = Source | Iterable[Source]

LARGEST = 50_000_000
"""Bytes of a file; a larger one is no article and no feed."""
_READ = frozenset((".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown", ".pdf", ".docx", ".docm"))
_URL = re.compile(r"https?://", re.IGNORECASE)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe is opened without waiting for a writer
_ARABIC = re.compile("[\u0620-\u064a]")
_FEEDS = frozenset((".rss", ".atom", ".rdf", ".xml"))
_TAG = re.compile(r"<[^<>]*>")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_DATE = 100


def require(sources: Sources) -> None:
    """Raise ReadError if `sources` is of a wrong kind, or a single name that names nothing."""
    if isinstance(sources, (str, Path)):
        named = not isinstance(sources, str) or not (_URL.match(sources) or _is_text(sources))
        if named and not (_exists(sources) or _has_matches(str(sources))):
            raise ReadError(f"There is no file or folder {str(sources)[:200]}.", remedy="Check the path.")
    elif not isinstance(sources, (Article, Iterable)):
        raise ReadError(
            f"A batch cannot be read from {sources!r}.",
            remedy="Give a folder, pattern, feed, file, address, text or Article, or a list of these.",
        )


def _has_matches(pattern: str) -> bool:
    return glob.has_magic(pattern) and any(glob.iglob(pattern, recursive=True))  # noqa: PTH207


def items(sources: Sources, *, out: Path, follow: bool = False, allow_private: bool = False) -> Iterator[Item]:
    """Yield the items of `sources`; a single article is read later, and what lies in the output folder is no source.

    Raises
    ------
    ReadError
        If a feed cannot be read, or the output folder is the folder of the articles.
    """
    if isinstance(sources, Article):
        label, digest = sources.source or sources.id, sources.sha256
        yield Item(f"article:{label}#{digest}", label, sources, digest)
    elif isinstance(sources, (str, Path)):
        yield from _of_name(sources, out, follow, allow_private)
    else:
        for source in sources:
            yield from items(source, out=out, follow=follow, allow_private=allow_private)


def count(sources: Sources, *, out: Path) -> int | None:
    """Return how many items there are, where that can be known without using them up."""
    if isinstance(sources, Article):
        return 1
    if isinstance(sources, (str, Path)):
        return _count_of_name(sources, out)
    if not isinstance(sources, Sequence):
        return None
    counts = [count(source, out=out) for source in sources]
    return sum(n for n in counts if n is not None) if None not in counts else None


def _count_of_name(source: str | Path, out: Path) -> int | None:
    if isinstance(source, str) and (_URL.match(source) or _is_text(source)):
        return 1
    path = Path(source)
    if path.is_dir():
        return sum(1 for _ in _below(path, out))
    if not path.exists() and glob.has_magic(str(source)):
        return sum(1 for _ in _matching(str(source), out))
    return None if path.suffix.lower() in _FEEDS else 1


def _of_name(source: str | Path, out: Path, follow: bool, allow_private: bool) -> Iterator[Item]:
    if isinstance(source, str) and _URL.match(source):
        yield Item(source, source, Url(source, allow_private))
    elif isinstance(source, str) and _is_text(source):
        digest = _digest(source)
        yield Item(f"text:{digest}", f"text {digest[:12]}", Text(source), digest)
    elif Path(source).is_dir():
        yield from (_of_file(path, Path(source)) for path in _below(Path(source), out))
    elif not Path(source).exists() and glob.has_magic(str(source)):
        parts = Path(source).parts
        root = Path(*parts[: next(i for i, part in enumerate(parts) if glob.has_magic(part))])
        yield from (_of_file(path, root) for path in _matching(str(source), out))
    elif Path(source).suffix.lower() in _FEEDS:
        page = page_of(File(Path(source)), str(source))
        yield from (_of_entry(entry, Path(source), follow, allow_private) for entry in _entries(page.data, page.name))
    else:
        yield _of_file(Path(source))


def _is_text(source: str) -> bool:
    """Tell a text from a path: it has a line break, or Arabic words and no file of that name."""
    if "\n" in source or len(source) > 4000:
        return True
    return " " in source.strip() and bool(_ARABIC.search(source)) and not _exists(source)


def _exists(name: str | Path) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _below(folder: Path, out: Path) -> Iterator[Path]:
    """Yield the readable files below a folder in order, and links, which are reported when they are read.

    Hidden files and the output folder are left out.
    """
    outside = out.resolve()
    for place, folders, files in os.walk(folder):
        links = [f for f in folders if Path(place, f).is_symlink() and not f.startswith(".")]
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(place, f).resolve() != outside)
        if Path(place).resolve() == outside:
            raise ReadError(
                f"The output folder {out} is the folder of the articles.", remedy="Name another output folder."
            )
        files = [f for f in files if not f.startswith(".") and Path(f).suffix.lower() in _READ]
        yield from (Path(place, name) for name in sorted([*files, *links]))


def _matching(pattern: str, out: Path) -> Iterator[Path]:
    outside = out.resolve()
    for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  (pathlib takes no absolute pattern)
        path = Path(name)
        if (path.is_symlink() or not path.is_dir()) and outside not in path.resolve().parents:
            yield path


def page_of(file: File, name: str) -> Page:
    """Read a file under the name that the user gave it.

    Raises
    ------
    ReadError
        It is a pipe, a device, a folder, or a link that the user did not name; or it cannot be read.
    """
    no_link = getattr(os, "O_NOFOLLOW", 0) if file.root else 0
    try:
        if file.root and file.path.resolve() != file.root.resolve() / file.path.relative_to(file.root):
            raise ReadError(
                f"{name} is a symbolic link or lies behind one: below a folder none is followed.",
                remedy="Name its target as a source.",
            )
        with open(os.open(file.path, os.O_RDONLY | no_link | _NO_WAIT), "rb") as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise ReadError(f"{name} is not a regular file.", remedy="Give a file with an article in it.")
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise ReadError(f"There is no file {name}.", remedy="Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReadError(f"{name} cannot be read: {reason}.", remedy="Check the path.") from None
    if len(data) > LARGEST:
        raise ReadError(f"{name} is larger than {LARGEST / 1e6:g} MB.", remedy="Save the article alone.")
    return Page(data, name)


def _of_file(path: Path, root: Path | None = None) -> Item:
    absolute, stamp = path.absolute(), None
    with suppress(OSError, ValueError):
        status = absolute.stat(follow_symlinks=root is None)
        stamp = f"{status.st_size} {status.st_mtime_ns}"
    content = File(absolute, root.absolute() if root is not None else None)
    return Item(_utf8(os.path.normpath(absolute)), _utf8(str(path)), content, stamp)


def _of_entry(entry: _Entry, feed: Path, follow: bool, allow_private: bool) -> Item:
    key = entry.link or f"{feed.absolute()}#{entry.id or _digest(entry.title + entry.html)}"
    if follow and entry.link:
        return Item(key, entry.link, Url(entry.link, allow_private))
    digest = _digest(f"{entry.title}\0{entry.html}")
    return Item(
        key, entry.link or entry.title or key, Page(entry.page(), entry.link or f"{entry.title[:60]}.html"), digest
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _utf8(name: str) -> str:
    """Return a file name as text that a database takes: bytes that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


# -- feeds ----------------------------------------------------------------------------------------------------------


class _Entry(NamedTuple):
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


def _entries(data: bytes, name: str) -> Iterator[_Entry]:
    """Yield the entries of an RSS or Atom file, or raise ReadError; nothing is fetched, no entity expanded."""
    import feedparser

    # Given as a stream: feedparser opens and fetches what it takes for a file name or an address.
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.version:
        raise ReadError(f"{name} is not an RSS or Atom feed.", remedy="Give a feed, or the articles themselves.")
    yield from map(_entry, found.entries)


def _entry(entry: Any) -> _Entry:
    bodies = [entry.get("summary", ""), *(content.get("value", "") for content in entry.get("content", ()))]
    link = entry.get("link", "").strip()
    return _Entry(
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
