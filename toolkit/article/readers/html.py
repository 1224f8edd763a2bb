"""HTML pages, and Markdown as the page that it becomes.

trafilatura says which lines are the main text. It can drop a paragraph, so every visible line of the page between
the first and the last line that it found is kept, and all of the `<article>` around them; what the markup shows to
be a link, a caption or a share bar is marked, not deleted. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any, NamedTuple

import lxml.etree
import lxml.html

from toolkit.article.boilerplate import Sort, sort_of, words_of
from toolkit.article.decoding import decode
from toolkit.article.normalize import arabic_letters
from toolkit.article.readers import Hint, Line, Page
from toolkit.errors import ReadError

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_LARGEST_SOURCE = 3_000_000
_MOST_ELEMENTS = 12_000
"""trafilatura's time grows faster than the page; real news pages have a few thousand elements."""

_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})(\s[^<>]{3000,})>")
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_MOST_UNQUOTED = 3000
_TAG = re.compile("<[^<>]*>")
_LOST, _MOST_LOST = 0.8, 0.5
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_RUNNING_WORDS, _LEAST_TEASERS = 20, 4
_HEADLINE_REACH, _GENERIC_TITLE = 12, 2
_SHINGLE, _SHARED_RUNS = 4, 0.6
_ALL_LINK, _LONGEST_TAIL = 0.8, 40
_SITE_SEPARATOR = re.compile(r"\s+[|\-–—»:]\s+")


def read_html(data: bytes, name: str, *, encoding: str | None = None, charset: str | None = None) -> Page:
    """Read the article of an HTML page.

    `encoding` is what the user names, `charset` what the server does; the page's own `<meta charset>` comes last.

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
    linked = _linked_data(root)
    title, published, notes = _stated_title(root, linked), _stated_day(root, linked), _lost_in_parsing(text, root)
    shown = visible_lines(root)
    if not shown:
        raise ReadError(
            f"{name} is a page without visible text; it may build its text with scripts.",
            remedy="Open it in a browser and save or copy the text.",
        )
    main, problem = _main_text(root)
    notes += [f"{problem}; all visible lines are kept."] if problem else []
    kept = _window(shown, _matches(shown, main))
    notes += _about_the_rest(shown, kept)
    headline = _headline(kept, title)
    title = headline.text if headline else title
    return Page.of(_hinted(kept, headline), title=title, published=published, encoding=used, notes=notes)


def read_markdown(text: str, *, encoding: str | None = None) -> Page:
    """Read a Markdown article; `title` and `date` of a YAML front matter are used, the rest of it is not text."""
    front = _FRONT_MATTER.match(text)
    fields = dict(_FIELD.findall(front[1])) if front else {}
    body = text[front.end() :] if front else text
    from markdown_it import MarkdownIt

    shown = visible_lines(_parse(MarkdownIt("commonmark", {"html": True}).enable("table").render(body)))
    title, published = fields.get("title"), _day(fields.get("date", ""))
    return Page.of(_hinted(shown, _headline(shown, None)), title=title, published=published, encoding=encoding)


def _hinted(lines: Sequence[VisibleLine], headline: VisibleLine | None) -> Iterator[Line]:
    return (Line.of(line.text, Hint.TITLE if line is headline else _hint(line)) for line in lines)


def _parse(text: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    bounded = _LONG_TAG.sub(_without_its_crowd, text.replace("\x00", "\ufffd"))
    try:
        data = bounded.encode("utf-8", "surrogatepass")
        return lxml.html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return lxml.html.document_fromstring("<html></html>")  # shows nothing


def _without_its_crowd(tag: re.Match[str]) -> str:
    """Return a tag without its attributes if they are very many: the parser's time grows with their square."""
    return f"<{tag[1]}>" if len(_QUOTED.sub("", tag[2])) > _MOST_UNQUOTED else tag[0]


def _lost_in_parsing(text: str, root: lxml.html.HtmlElement) -> list[str]:
    """Say so when the parser, which follows some 2,000 levels of nesting, lost part of the text."""
    written = arabic_letters(_TAG.sub("", text))
    read = sum(map(arabic_letters, root.itertext()))
    note = "The page's markup is broken or nested too deeply: {:.0%} of its text could not be read."
    return [note.format(1 - read / written)] if read < _LOST * written else []


def _main_text(root: lxml.html.HtmlElement) -> tuple[str, str]:
    """Return what trafilatura takes for the main text, or why there is none."""
    source = lxml.html.tostring(root, encoding="unicode")
    if len(source) > _LARGEST_SOURCE or sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return "", "The page is too large to search for its main text"
    import trafilatura

    options = {"include_comments": False, "include_tables": True, "favor_recall": True, "deduplicate": False}
    try:
        found = trafilatura.extract(source, output_format="txt", **options)
    except Exception as error:  # a third-party parser on hostile input: any failure means "no answer"
        return "", f"The main text could not be told from the rest ({type(error).__name__})"
    return found or "", "" if found else "The main text could not be told from the rest"


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
    return list(shown[_place_of_headline(shown, first) : _end_of_tail(shown, last + 1)])


def _place_of_headline(shown: Sequence[VisibleLine], first: int) -> int:
    """Return where the headline stands above the first line of the main text: an `<h1>`, or a heading close by."""
    above = range(first - 1, -1, -1)
    if shown[first].tag in _HEADINGS:
        return first
    headings = (at for at in above[:_HEADLINE_REACH] if _is_plain_heading(shown[at]))
    near = (at for at in headings if len(words_of(shown[at].text)) > _GENERIC_TITLE)
    return next((at for at in above if shown[at].tag == "h1"), next(near, first))


def _is_plain_heading(line: VisibleLine) -> bool:
    return line.tag in _HEADINGS and not line.furniture and line.linked < _ALL_LINK


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


def _about_the_rest(shown: Sequence[VisibleLine], kept: Sequence[VisibleLine]) -> Iterator[str]:
    """Yield notes on what was left out, and on a page that is no single article."""
    if len(kept) < len(shown):
        yield f"Left out {len(shown) - len(kept)} lines of navigation and other page furniture around the article."
    whole = sum(arabic_letters(line.text) for line in shown)
    lost = whole - sum(arabic_letters(line.text) for line in kept)
    if lost > _MOST_LOST * whole:
        yield (
            f"The article that was found holds {1 - lost / whole:.0%} of the page's visible text. If something is "
            "missing, copy the text from the page and read that."
        )
    teasers = sum(line.tag in _HEADINGS and line.linked >= _ALL_LINK and not line.furniture for line in kept)
    running = sum(len(line.text.split()) >= _RUNNING_WORDS and line.linked < _ALL_LINK for line in kept)
    if teasers >= _LEAST_TEASERS and 2 * teasers >= running:
        yield (
            f"The page looks like a list of {teasers} articles, not like one of them. Open the article that you want "
            "and read its page."
        )


def _headline(kept: Sequence[VisibleLine], stated: str | None) -> VisibleLine | None:
    """Return the line that is the headline: what the metadata state, else the first `<h1>`, else a heading on top."""
    key = words_of(stated) if stated else []
    headlines = [line for line in kept if line.tag == "h1"]
    same = [line for line in [*headlines, *kept] if key and words_of(line.text) == key]
    above = takewhile(lambda line: len(line.text.split()) < _RUNNING_WORDS, kept)
    return next(iter([*same, *headlines, *filter(_is_plain_heading, above)]), None)


def _hint(line: VisibleLine) -> Hint | None:
    if line.furniture:
        return Hint.FURNITURE
    if line.tag == "tr":
        return Hint.ROW
    if line.tag in _HEADINGS:
        return Hint.HEADING
    return Hint.LINK if line.linked >= _ALL_LINK else None


def _stated_title(root: lxml.html.HtmlElement, linked: Sequence[Any]) -> str | None:
    """Return the headline that the page's metadata state, without the name of the site.

    `<title>` comes last: on many sites it names the site or the section only.
    """
    named = (_meta(root, "og:title"), _meta(root, "twitter:title"), _first_in(linked, "headline"))
    site = _meta(root, "og:site_name")
    titles = [_without_site(stated, site) for stated in named if stated]
    telling = [title for title in titles if len(words_of(title)) > _GENERIC_TITLE]
    whole = _without_site((root.findtext(".//head/title") or "").strip(), site)
    return next(iter([*telling, *filter(None, [whole]), *titles]), None)


def _without_site(stated: str, site: str) -> str:
    pieces = _SITE_SEPARATOR.split(stated)
    while len(pieces) > 1 and (words_of(pieces[-1]) == words_of(site) or (not site and len(words_of(pieces[-1])) <= 3)):
        pieces.pop()
        stated = stated[: stated.rfind(pieces[-1]) + len(pieces[-1])]
    return " ".join(stated.split())


def _meta(root: lxml.html.HtmlElement, *names: str) -> str:
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if key.lower() in names:
            return (element.get("content") or "").strip()
    return ""


def _stated_day(root: lxml.html.HtmlElement, linked: Sequence[Any]) -> date | None:
    """Return the day of publication that the page's metadata states; nothing is guessed from its address."""
    texts = [_meta(root, "article:published_time", "og:article:published_time", "datepublished", "dc.date", "date")]
    texts += [_first_in(data, "datePublished") for data in linked]
    texts += [time.get("datetime") or "" for time in root.iter("time") if time.get("itemprop") == "datePublished"]
    return next((day for text in texts if (day := _day(text))), None)


def _linked_data(root: lxml.html.HtmlElement) -> list[Any]:
    """Return what the page's scripts of linked data (JSON-LD) hold; what is no JSON is passed over."""
    found = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            with suppress(ValueError, RecursionError):
                found.append(json.loads(script.text or ""))
    return found


def _first_in(node: Any, key: str, depth: int = 0) -> str:
    """Return the first text that linked data give for a key, or an empty string."""
    if isinstance(node, dict) and isinstance(node.get(key), str):
        return str(node[key]).strip()
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return next((found for value in inner if depth < 9 and (found := _first_in(value, key, depth + 1))), "")


def _day(text: str) -> date | None:
    match = _DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


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
