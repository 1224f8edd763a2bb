"""What holds of every brief, and what every export of it has to be. In: a Brief. Out: nothing, or a failed assertion."""

from __future__ import annotations

import io
import json
import math
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import jsonschema
import pypdfium2
from lxml import etree
from markdown_it import MarkdownIt

from toolkit.brief import Brief
from toolkit.brief.codec import json_schema
from toolkit.brief.validation import first_fault
from toolkit.output.formats import FORMATS, render

__all__ = ["check_brief", "check_export"]

_VOID = frozenset("meta br img input link hr".split())
_VALIDATOR = jsonschema.Draft202012Validator(json_schema())


class _Balanced(HTMLParser):
    """Fails where tags do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_brief(brief: Brief) -> None:
    """Assert what holds of every brief, wherever it came from."""
    article = brief.article
    assert first_fault(brief) == ""
    assert [s.index for s in article.sentences] == list(range(len(article.sentences)))
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())
    assert all(claim.text.strip() and (claim.evidence or claim.verdict != "supported") for claim in brief.claims)
    scores = [e.score for claim in brief.claims for e in claim.evidence] + [r.score for r in brief.ranking]
    assert all(map(math.isfinite, scores))
    assert repr(brief)
    text = brief.to_json()
    assert Brief.from_json(text) == brief
    assert Brief.from_json(text).to_json() == text
    _VALIDATOR.validate(json.loads(text))


def check_export(brief: Brief, name: str) -> None:
    """Assert that an export is made and opens again in a program that is not ours."""
    made = render(brief, name)
    data = made if isinstance(made, bytes) else made.encode("utf-8", "backslashreplace")
    assert len(data) > 100
    if name == "html":
        page = data.decode()
        _Balanced(page)
        assert page.count("<script>") == 1
        assert len(page.split("<article class=")) == 2
    elif name == "docx":
        opened = docx.Document(io.BytesIO(data))
        assert opened.paragraphs
    elif name == "pdf":
        with pypdfium2.PdfDocument(data) as pages:
            assert len(pages) >= 1
            assert pages[0].get_textpage().count_chars() > 0
    elif name == "md":
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(data.decode())
        inner = [child for token in tokens for child in token.children or ()]
        assert not [
            t.type for t in (*tokens, *inner) if t.type.startswith(("html", "link", "image", "fence", "code_block"))
        ]
    elif name in ("tmx", "xlf"):
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        assert root.tag.endswith(("tmx", "xliff"))
        assert len(ElementTree.fromstring(data)) >= 1
    else:
        assert name == "json"
        json.loads(data)


assert set(FORMATS) == {"html", "docx", "pdf", "md", "tmx", "xlf", "json"}
