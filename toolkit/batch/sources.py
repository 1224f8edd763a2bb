"""Where a batch takes its articles from. In: a folder, pattern, feed, list or iterator. Out: Items, one by one.

Nothing is read here but the names of files, and feeds: a batch of any size starts at once.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from toolkit.article.types import Article
from toolkit.batch.feed import Entry, is_feed, read_feed
from toolkit.batch.types import Item, Page, Text, Url
from toolkit.errors import ReadError

__all__ = ["Source", "Sources", "count", "items"]

Source: TypeAlias = str | Path | Article
Sources: TypeAlias = Source | Iterable[Source]

_READ = frozenset((".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown", ".pdf", ".docx", ".docm"))
_URL = re.compile(r"https?://", re.IGNORECASE)
_ARABIC = re.compile("[\u0620-\u064a]")


def items(sources: Sources, *, out: Path, follow: bool = False) -> Iterator[Item]:
    """Yield the items of `sources`; a folder that is not there is an error, a single article is read later.

    Parameters
    ----------
    sources
        A folder (with all below it), a pattern with `*` or `?`, a feed (RSS or Atom) in a file, a file, an address, a
        text, an `Article`; or an iterable of these.
    out
        The output folder: what lies in it is no source.
    follow
        Take the addresses in a feed and fetch the pages, in place of the text that the feed itself holds.

    Raises
    ------
    ReadError
        If a single folder or pattern names nothing.
    """
    if isinstance(sources, Article):
        yield _of_article(sources)
    elif isinstance(sources, (str, Path)):
        yield from _of_name(sources, out, follow)
    else:
        for source in sources:
            yield from items(source, out=out, follow=follow)


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
    return None if is_feed(path) else 1


def _of_name(source: str | Path, out: Path, follow: bool) -> Iterator[Item]:
    if isinstance(source, str) and _URL.match(source):
        yield Item(source, source, Url(source))
    elif isinstance(source, str) and _is_text(source):
        yield _of_text(source)
    elif Path(source).is_dir():
        yield from map(_of_file, _below(Path(source), out))
    elif not Path(source).exists() and glob.has_magic(str(source)):
        yield from map(_of_file, _matching(str(source), out))
    elif is_feed(Path(source)):
        yield from (_of_entry(entry, Path(source), follow) for entry in read_feed(Path(source)))
    else:
        yield _of_file(Path(source))


def _is_text(source: str) -> bool:
    """Tell a text from a path: it has a line break, or Arabic words and no file of that name."""
    if "\n" in source or len(source) > 4000:
        return True
    return " " in source.strip() and bool(_ARABIC.search(source)) and not _exists(source)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _below(folder: Path, out: Path) -> Iterator[Path]:
    """Yield the readable files below a folder in order; hidden ones and the output folder are left out."""
    outside = out.resolve()
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(place, f).resolve() != outside)
        if Path(place).resolve() == outside:
            raise ReadError(
                f"The output folder {out} is the folder of the articles.", remedy="Name another output folder."
            )
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in _READ:
                yield Path(place, name)


def _matching(pattern: str, out: Path) -> Iterator[Path]:
    outside = out.resolve()
    for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  (pathlib takes no absolute pattern)
        path = Path(name)
        if path.is_file() and outside not in path.resolve().parents:
            yield path


def _of_file(path: Path) -> Item:
    absolute = path.absolute()
    return Item(_utf8(os.path.normpath(absolute)), _utf8(str(path)), absolute, _stamp(absolute))


def _stamp(path: Path) -> str | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return f"{status.st_size} {status.st_mtime_ns}"


def _of_text(text: str) -> Item:
    digest = _digest(text)
    return Item(f"text:{digest}", f"text {digest[:12]}", Text(text), digest)


def _of_article(article: Article) -> Item:
    digest = article.sha256
    label = article.source or article.id
    return Item(f"article:{label}#{digest}", label, article, digest)


def _of_entry(entry: Entry, feed: Path, follow: bool) -> Item:
    key = entry.link or f"{feed.absolute()}#{entry.id or _digest(entry.title + entry.html)}"
    if follow and entry.link:
        return Item(key, entry.link, Url(entry.link))
    digest = _digest(f"{entry.title}\0{entry.html}")
    return Item(
        key, entry.link or entry.title or key, Page(entry.page(), entry.link or f"{entry.title[:60]}.html"), digest
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _utf8(name: str) -> str:
    """Return a file name as text that a database takes: bytes that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
