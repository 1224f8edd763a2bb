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
from datetime import date
from itertools import takewhile
from typing import Any

import lxml.etree
import lxml.html

from toolkit.article.boilerplate import Sort, sort_of, words_of
from toolkit.article.decoding import decode
from toolkit.article.normalize import arabic_letters
from toolkit.article.readers import Hint, Line, Page
from toolkit.article.readers.visible import VisibleLine, visible_lines
from toolkit.errors import ReadError

__all__ = ["read_html", "read_markdown"]

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
