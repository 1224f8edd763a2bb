"""Markdown. In: text. Out: `Page` with what a reader sees of it: no marks, links as their words."""

from __future__ import annotations

import re
from datetime import date

from toolkit.article.readers.html import lines_of_html
from toolkit.article.readers.page import Page

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)


def read_markdown(text: str, *, encoding: str | None = None) -> Page:
    """Read a Markdown article; `title` and `date` of a YAML front matter are used, the rest of it is not text."""
    front = _FRONT_MATTER.match(text)
    fields = dict(_FIELD.findall(front[1])) if front else {}
    body = text[front.end() :] if front else text
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    return Page.of(
        lines_of_html(rendered), title=fields.get("title"), published=_day(fields.get("date", "")), encoding=encoding
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
