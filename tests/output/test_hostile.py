"""Text that tries to be markup, code or a command stays text in every format of briefs and memos."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree

import pytest

from tests.briefs import LINES, brief_of
from tests.output.test_html import Collector
from tests.output.words import pdf_text, words
from toolkit.article.types import SentenceKind
from toolkit.brief import Brief
from toolkit.memo.memo import Memo
from toolkit.output.formats import FORMATS, MEMO_FORMATS, render

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "cdata": "]]><x>&amp;</x>",
    "template": "{{ 7*7 }}{% raw %}",
    "formula": '=cmd("/c calc")!A0',
    "override": "\u202eمخفي\u2066 hidden",
    "control": "bell\x07null\x00esc\x1b[31m",
    "surrogate": "half \ud83d of a pair",
    "noncharacter": "end \uffff of all",
    "markdown": "[click](javascript:alert(1)) ![x](http://example.org/x.png) # head",
    "long": "كلمة طويلة " * 9500,
    "unbroken": "م" * 20_000,
}


@cache
def hostile(name: str) -> Brief:
    attack = ATTACKS[name]
    lines: tuple[tuple[SentenceKind, str, str], ...] = (
        ("title", f"عنوان {attack[:200]}", f"Title {attack[:200]}"),
        *LINES[1:3],
        ("body", f"قال {attack} اليوم.", f"He said {attack} today."),
    )
    return brief_of(lines)


@cache
def hostile_memo(name: str) -> Memo:
    return Memo([hostile(name), brief_of()])


def rendered(name: str, suffix: str, *, memo: bool) -> bytes:
    content = render(hostile_memo(name), suffix) if memo else render(hostile(name), suffix)
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


def seen_in(suffix: str, data: bytes) -> str:
    """The text a reader of the format sees; fails if the file is not well-formed."""
    if suffix == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
            trees = {name: ElementTree.fromstring(package.read(name)) for name in parts}
            assert not [n for n in package.namelist() if re.search(r"embed|activeX|vba|external", n, re.IGNORECASE)]
        for name, tree in trees.items():
            assert not [e for e in tree.iter() if e.get("TargetMode") == "External"], name
        return "".join(trees["word/document.xml"].itertext())
    if suffix == "pdf":
        assert b"/JavaScript" not in data
        assert b"/URI" not in data
        return pdf_text(data)
    if suffix in ("tmx", "xlf"):
        return "".join(ElementTree.fromstring(data).itertext())
    text = data.decode()
    if suffix == "html":
        html = Collector(text)
        assert sum(tag == "script" for tag, _ in html.tags) <= 1
        assert not [a for _, a in html.tags if any(key.startswith("on") or key == "src" for key in a)]
        assert all(str(a["href"]).startswith("#") for a in html.having("href"))
        return html.seen
    return text


CASES = [(suffix, False) for suffix in FORMATS] + [(suffix, True) for suffix in MEMO_FORMATS]


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize(("suffix", "memo"), CASES, ids=[f"{'memo' if m else 'brief'}-{s}" for s, m in CASES])
def test_hostile_text_stays_text(name: str, suffix: str, memo: bool) -> None:
    seen = seen_in(suffix, rendered(name, suffix, memo=memo))
    plain = [w for w in words(re.sub(r"[^\w\s]|[\x00-\x1f\ud800-\udfff\uffff]", " ", ATTACKS[name])) if len(w) < 20]
    folded = "".join(words(seen))
    assert not [word for word in plain if word not in folded], name
    if suffix in ("html", "docx", "pdf") and name in ("override", "control"):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x1b]", seen)
        assert "U+" in seen
    if suffix == "md" and name == "markdown":
        assert not re.search(r"(?<!\\)\]\(", seen)


@pytest.mark.parametrize("suffix", ["tmx", "xlf"])
def test_exchange_formats_hold_no_more_elements_for_hostile_text(suffix: str) -> None:
    clean = {e.tag for e in ElementTree.fromstring(rendered("formula", suffix, memo=False)).iter()}
    for name in ("script", "cdata", "template"):
        assert {e.tag for e in ElementTree.fromstring(rendered(name, suffix, memo=False)).iter()} == clean
