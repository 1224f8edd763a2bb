"""The attacks of the corpus in every field of a brief and a memo: each export is made, opens again, and holds them as text."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from tests.fuzz.whole import check_brief, check_export
from tests.security.corpus import ATTACKS, hostile_brief, hostile_memo
from toolkit.brief import Brief
from toolkit.memo import Memo
from toolkit.output.formats import FORMATS, MEMO_FORMATS, render
from toolkit.output.markdown import text
from toolkit.translate import TranslationMemory

# A PDF takes its time with words of a hundred letters; these are the attacks that could mean something to one.
FEW = [
    ATTACKS[name]
    for name in (
        "override-unclosed",
        "tags",
        "control",
        "half-a-character",
        "noncharacter",
        "markdown-link",
        "newlines",
    )
]


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_of_a_hostile_brief_opens_again(name: str) -> None:
    check_export(hostile_brief(FEW) if name == "pdf" else hostile_brief(), name)


def test_a_hostile_brief_is_whole_and_comes_back_from_its_file(tmp_path) -> None:
    brief = hostile_brief()
    check_brief(brief)
    assert Brief.load(brief.save(tmp_path / "brief.json")) == brief
    memo = hostile_memo()
    assert Memo.from_json(memo.to_json()) == memo


@pytest.mark.parametrize("name", [name for name in MEMO_FORMATS if name != "json"])
def test_every_export_of_a_hostile_memo_is_made(name: str) -> None:
    assert render(hostile_memo(FEW) if name == "pdf" else hostile_memo(), name)


@pytest.mark.parametrize("layout", ["memo", "bilingual", "dossier"])
def test_a_document_leads_nowhere_and_runs_nothing(layout: str) -> None:
    data = render(hostile_brief(), "docx", layout=layout)
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        parts = {name: package.read(name) for name in names if name.endswith((".xml", ".rels"))}
    assert not [name for name in names if re.search(r"vba|activeX|embed|afchunk", name, re.IGNORECASE)]
    for content in parts.values():
        root = etree.fromstring(content)
        assert not [e for e in root.iter() if e.get("TargetMode") == "External"]
        assert not [e for e in root.iter() if etree.QName(e).localname in ("instrText", "object", "altChunk")]
        fields = [e for e in root.iter() if etree.QName(e).localname == "fldSimple"]
        assert {value for e in fields for value in e.attrib.values()} <= {"PAGE", "NUMPAGES"}  # of the footer


@pytest.mark.parametrize("layout", ["memo", "dossier"])
def test_a_pdf_leads_nowhere_and_runs_nothing(layout: str) -> None:
    data = render(hostile_brief(FEW), "pdf", layout=layout)
    assert isinstance(data, bytes)
    for word in (
        b"/JavaScript",
        b"/JS",
        b"/URI",
        b"/Launch",
        b"/EmbeddedFile",
        b"/GoToR",
        b"/SubmitForm",
    ):
        assert not re.search(
            re.escape(word) + rb"\b", re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.DOTALL)
        ), word


@pytest.mark.parametrize("name", ATTACKS)
def test_markdown_shows_an_attack_as_it_stands(name: str) -> None:
    """What a Markdown reader shows is the text, character for character: no link, no entity, no list, no heading."""
    attack = " ".join(ATTACKS[name].split())
    for before in ("", "# ", "- ", "1. "):
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(before + text(attack))
        inner = [child for token in tokens for child in token.children or ()]
        assert {child.type for child in inner} <= {"text", "text_special"}
        shown = "".join(child.content for child in inner)
        plain = re.sub(r"⟦U\+[0-9A-F]+⟧", "", shown)
        assert (
            plain.strip()
            == re.sub(
                "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud83d\uffff]",
                "",
                attack,
            ).strip()
        )


@pytest.mark.parametrize(
    "start",
    [
        "1. x",
        "12) x",
        "- x",
        "+ x",
        "= x",
        "===",
        "---",
        "***",
        "# x",
        "> x",
        "    x",
        "~~~",
        "```",
        "&lt;b&gt;",
        "&#60;",
        "| a | b |",
        "1986. A year",
    ],
)
def test_markdown_begins_no_list_heading_or_code_with_words_of_an_article(start: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text(start))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or ()) == start.strip()


def test_the_words_of_a_hostile_memory_are_text_in_its_own_exports(tmp_path) -> None:
    with TranslationMemory.open(tmp_path / "own.sqlite") as memory:
        added = 0
        for number, attack in enumerate(ATTACKS.values()):
            if not re.search("[\ud800-\udfff]", attack):
                memory.add(f"جملة {number} {attack}", attack or "x", article=attack, person=attack, note=attack)
                added += 1
        memory.export_tmx(tmp_path / "own.tmx")
        memory.export_csv(tmp_path / "own.csv")
        before = [(u.source, u.target, u.article, u.note) for u in memory.units()]
    with TranslationMemory.open(tmp_path / "new.sqlite") as again:
        assert again.import_file(tmp_path / "own.csv").added == added
        assert [(u.source, u.target, u.article, u.note) for u in again.units()] == before
    cells = (tmp_path / "own.csv").read_text(encoding="utf-8-sig")
    assert not re.search(r'(?:^|,)"?[=+@-]', cells, re.MULTILINE)
    assert etree.parse(str(tmp_path / "own.tmx"), etree.XMLParser(resolve_entities=False)).getroot().tag == "tmx"


def test_a_memo_of_one_hostile_brief_is_exported() -> None:
    memo = Memo([hostile_brief()])
    for name in ("html", "md", "json"):
        assert render(memo, name)
