"""HTML pages. In: bytes or text of a page. Out: `Page` with the lines of its article.

trafilatura says which lines are the main text. It can drop a paragraph, so every visible line of the page between
the first and the last line that it found is kept, and all of the `<article>` around them; what the markup shows to
be a link, a caption or a share bar is marked, not deleted. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import lxml.etree
import lxml.html

from toolkit.article.blocks import Hint
from toolkit.article.boilerplate import Sort, sort_of, words_of
from toolkit.article.characters import arabic_letters
from toolkit.article.readers.decoding import decode
from toolkit.article.readers.page import Line, Page
from toolkit.article.readers.visible import VisibleLine, visible_lines
from toolkit.errors import ReadError

__all__ = ["lines_of_html", "read_html"]

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_LARGEST_SOURCE = 3_000_000
_MOST_ELEMENTS = 12_000
"""trafilatura's time grows faster than the page; real news pages have a few thousand elements."""

_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})(\s[^<>]{3000,})>")
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_MOST_UNQUOTED = 3000
_TAG = re.compile("<[^<>]*>")
_LOST = 0.8
_SHINGLE, _SHARED_RUNS = 4, 0.6
_ALL_LINK = 0.8
_LONGEST_TAIL = 40
_SITE_SEPARATOR = re.compile(r"\s+[|\-–—»:]\s+")


def read_html(data: bytes, name: str, *, encoding: str | None = None, charset: str | None = None) -> Page:
    """Read the article of an HTML page.

    Parameters
    ----------
    data
        The page.
    name
        What it is called in errors.
    encoding
        Encoding named by the user.
    charset
        Encoding named by the server; the page's own `<meta charset>` comes second.

    Raises
    ------
    ReadError
        The page shows no text.
    EncodingError
        No known encoding fits.
    """
    meta = _META_CHARSET.search(data[:8192])
    declared = charset or (meta.group(1).decode("ascii", "replace") if meta else None)
    text, used = decode(data, name, encoding=encoding, declared=declared)
    root = _parse(text)
    if root is None:
        raise _nothing_shown(name)
    title, published = _stated_title(root), _stated_day(root)
    notes = _lost_in_parsing(text, root)
    shown = visible_lines(root)
    if not shown:
        raise _nothing_shown(name)
    main, note = _main_text(root)
    notes += [note] if note else []
    kept = _window(shown, _matches(shown, main))
    left_out = len(shown) - len(kept)
    if left_out:
        notes.append(f"Left out {left_out} lines of navigation and other page furniture around the article.")
    return Page.of(
        _hinted(kept, title),
        title=title,
        published=published,
        encoding=used,
        notes=notes,
    )


def lines_of_html(text: str) -> list[Line]:
    """Return every visible line of a piece of HTML, headings marked; nothing is left out."""
    root = _parse(text)
    if root is None:
        return []
    shown = visible_lines(root)
    return list(_hinted(shown, None))


def _nothing_shown(name: str) -> ReadError:
    return ReadError(
        f"{name} is a page without visible text; it may build its text with scripts.",
        remedy="Open it in a browser and save or copy the text.",
    )


def _parse(text: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    bounded = _LONG_TAG.sub(_without_its_crowd, text.replace("\x00", "\ufffd"))
    data = bounded.encode("utf-8", "surrogatepass")
    try:
        root = lxml.html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
    return root


def _without_its_crowd(tag: re.Match[str]) -> str:
    """Return a tag without its attributes if they are very many: the parser's time grows with their square."""
    return f"<{tag[1]}>" if len(_QUOTED.sub("", tag[2])) > _MOST_UNQUOTED else tag[0]


def _lost_in_parsing(text: str, root: lxml.html.HtmlElement) -> list[str]:
    """Say so when the parser, which follows some 2,000 levels of nesting, lost part of the text."""
    written = arabic_letters(_TAG.sub("", text))
    read = sum(map(arabic_letters, root.itertext()))
    if read >= _LOST * written:
        return []
    return [
        f"The page's markup is broken or nested too deeply: {1 - read / written:.0%} of its text could not be read."
    ]


def _main_text(root: lxml.html.HtmlElement) -> tuple[str, str]:
    """Return what trafilatura takes for the main text, and a note when it could not be asked."""
    source = lxml.html.tostring(root, encoding="unicode")
    if len(source) > _LARGEST_SOURCE or sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return "", "The page is too large to search for its main text; all visible lines are kept."
    import trafilatura

    try:
        found = trafilatura.extract(
            source,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            deduplicate=False,
        )
    except Exception as error:  # a third-party parser on hostile input: any failure means "no answer"
        return (
            "",
            f"The main text could not be told from the rest ({type(error).__name__}); all visible lines are kept.",
        )
    return found or "", "" if found else "The main text could not be told from the rest; all visible lines are kept."


def _matches(shown: Sequence[VisibleLine], main: str) -> list[bool]:
    """Tell for each visible line whether it stands in the main text, by its runs of four words."""
    known = {run for line in main.splitlines() for run in _shingles(words_of(line))}
    matched = []
    for line in shown:
        runs = _shingles(words_of(line.text))
        matched.append(bool(runs) and sum(run in known for run in runs) >= _SHARED_RUNS * len(runs))
    return matched


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))] if words else []


def _window(shown: Sequence[VisibleLine], matched: Sequence[bool]) -> list[VisibleLine]:
    """Return the lines from the headline to the last of the main text, and all of the element `<article>`."""
    places = [at for at, hit in enumerate(matched) if hit]
    if not places:
        places = [at for at, line in enumerate(shown) if line.container] or list(range(len(shown)))
    containers = [shown[at].container for at in places if shown[at].container]
    home = Counter(containers).most_common(1)[0][0] if containers else 0
    first, last = places[0], places[-1]
    inside = [at for at, line in enumerate(shown) if home and line.container == home]
    if inside:
        first, last = min(first, inside[0]), max(last, inside[-1])
    headline = next((at for at in range(first - 1, -1, -1) if shown[at].tag == "h1"), first)
    return list(shown[headline : _end_of_tail(shown, last + 1)])


def _end_of_tail(shown: Sequence[VisibleLine], at: int) -> int:
    """Return where the credits, keywords and "read also" links end that stand right below the main text."""
    linked = False
    for end in range(at, min(at + _LONGEST_TAIL, len(shown))):
        sort = sort_of(shown[end].text)
        if sort in (Sort.CREDIT, Sort.KEYWORDS, Sort.LINKS, Sort.LINKS_BELOW):
            linked = sort is Sort.LINKS_BELOW
        elif not (linked and sort is None and shown[end].linked >= _ALL_LINK):
            return end
    return min(at + _LONGEST_TAIL, len(shown))


def _hinted(kept: Sequence[VisibleLine], title: str | None) -> Iterator[Line]:
    key = words_of(title) if title else []
    headlines = [line for line in kept if line.tag == "h1"]
    same = [line for line in [*headlines, *kept] if key and words_of(line.text) == key]
    stated = next(iter([*same, *headlines]), None)
    for line in kept:
        yield Line.of(line.text, Hint.TITLE if line is stated else _hint(line))


def _hint(line: VisibleLine) -> Hint | None:
    if line.furniture:
        return Hint.FURNITURE
    if line.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return Hint.HEADING
    return Hint.LINK if line.linked >= _ALL_LINK else None


def _stated_title(root: lxml.html.HtmlElement) -> str | None:
    """Return the headline that the page's metadata states, without the name of the site."""
    stated = _meta(root, "og:title") or _meta(root, "twitter:title") or (root.findtext(".//head/title") or "").strip()
    site = _meta(root, "og:site_name")
    pieces = _SITE_SEPARATOR.split(stated)
    while len(pieces) > 1 and (words_of(pieces[-1]) == words_of(site) or (not site and len(words_of(pieces[-1])) <= 3)):
        pieces.pop()
        stated = stated[: stated.rfind(pieces[-1]) + len(pieces[-1])]
    return " ".join(stated.split()) or None


def _meta(root: lxml.html.HtmlElement, *names: str) -> str:
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if key.lower() in names:
            return (element.get("content") or "").strip()
    return ""


def _stated_day(root: lxml.html.HtmlElement) -> date | None:
    """Return the day of publication that the page's metadata states; nothing is guessed from its address."""
    texts = [_meta(root, "article:published_time", "og:article:published_time", "datepublished", "dc.date", "date")]
    texts += [
        _day_in_json(script.text or "") for script in root.iter("script") if "ld+json" in (script.get("type") or "")
    ]
    texts += [time.get("datetime") or "" for time in root.iter("time") if time.get("itemprop") == "datePublished"]
    return next((day for text in texts if (day := _day(text))), None)


def _day_in_json(text: str) -> str:
    try:
        return _find_day(json.loads(text), depth=0)
    except (ValueError, RecursionError):
        return ""


def _find_day(node: Any, depth: int) -> str:
    if depth > 8:
        return ""
    if isinstance(node, dict):
        day = node.get("datePublished")
        return day if isinstance(day, str) else next((d for v in node.values() if (d := _find_day(v, depth + 1))), "")
    return next((d for v in node if (d := _find_day(v, depth + 1))), "") if isinstance(node, list) else ""


def _day(text: str) -> date | None:
    match = _DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
