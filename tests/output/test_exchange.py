"""TMX and XLIFF: what other tools read of a brief."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from tests.briefs import LINES, brief_of
from toolkit.brief import Brief
from toolkit.errors import SaveError
from toolkit.output.exchange import xliff
from toolkit.output.formats import render
from toolkit.translate import TranslationMemory
from toolkit.translate.tmx import TmxFile

X = "{urn:oasis:names:tc:xliff:document:2.0}"
DATA = Path(__file__).parent / "data"
GRAMMARS = {version: etree.RelaxNG(etree.parse(DATA / f"xliff-{version}.rng")) for version in ("1.2", "2.0")}
DTD = etree.DTD(str(DATA / "tmx-1.4.dtd"))


def text_of(element: ElementTree.Element) -> str:
    return (element.text or "") + "".join(chr(int(cp.get("hex", "0"), 16)) + (cp.tail or "") for cp in element)


def test_tmx_holds_every_translated_sentence_and_reads_back(tmp_path: Path) -> None:
    path = brief_of().save(tmp_path / "brief.tmx")
    units = TmxFile(path).units
    assert [(u.source, u.target) for u in units] == [(arabic, english) for _, arabic, english in LINES if english]
    assert "The Arabic is negated." in units[2].note
    assert all("not reviewed" in u.note for u in units)


def test_tmx_goes_through_a_memory_and_loses_nothing(tmp_path: Path) -> None:
    brief_of().save(tmp_path / "brief.tmx")
    with TranslationMemory.open(tmp_path / "memory.db", reference=False) as memory:
        memory.import_file(tmp_path / "brief.tmx")
        memory.export_tmx(tmp_path / "again.tmx")
    before, after = (TmxFile(tmp_path / name).units for name in ("brief.tmx", "again.tmx"))
    assert [(u.source, u.target, u.note, u.article) for u in before] == [
        (u.source, u.target, u.note, u.article) for u in after
    ]


BRIEFS = [
    brief_of(),
    brief_of().reviewed("A. Reader"),
    brief_of(claims=False),
    brief_of((*LINES, ("body", "نص \x01\ufffe\r\n<b>", "Text \x01 & ]]> \x1f"))),
]


@pytest.mark.parametrize("brief", BRIEFS, ids=range(len(BRIEFS)))
def test_exports_keep_to_the_grammars_of_their_standards(brief: Brief) -> None:
    for version, grammar in GRAMMARS.items():
        grammar.assertValid(etree.fromstring(xliff(brief, version).encode()))
    assert DTD.validate(etree.fromstring(str(render(brief, "tmx")).encode())), DTD.error_log


def test_xliff_names_every_unit_once() -> None:
    brief = brief_of()
    for version, name in (("2.0", "unit"), ("1.2", "trans-unit")):
        root = etree.fromstring(xliff(brief, version).encode())
        assert [unit.get("id") for unit in root.iter(f"{{*}}{name}")] == ["s1", "s2", "s3", "s4"]


def test_xliff_1_2_keeps_every_text_and_says_what_a_person_signed_off() -> None:
    plain, signed = (etree.fromstring(xliff(b, "1.2").encode()) for b in (BRIEFS[0], BRIEFS[1]))
    brief = BRIEFS[0]
    assert [s.text for s in plain.iter("{*}source")] == [s.text for s in brief.article.sentences]
    assert [t.text for t in plain.iter("{*}target")] == [t.text for t in brief.translations if t]
    assert [u.get("translate") for u in plain.iter("{*}trans-unit")] == ["yes", "yes", "yes", "no"]
    assert [t.get("state") for t in plain.iter("{*}target")] == ["translated"] * 3
    assert [t.get("state") for t in signed.iter("{*}target")] == ["signed-off"] * 3
    assert "The Arabic is negated." in "".join(plain.itertext())


def test_a_version_of_xliff_that_there_is_not_is_told_with_the_known_ones(tmp_path: Path) -> None:
    brief_of().save(tmp_path / "old.xlf", version="1.2")
    assert 'version="1.2"' in (tmp_path / "old.xlf").read_text(encoding="utf-8")
    with pytest.raises(SaveError, match=r"2\.0 or 1\.2"):
        brief_of().save(tmp_path / "new.xlf", version="3")


@pytest.mark.parametrize(
    ("source", "original"),
    [
        ("/home/nour/Private desk/article.txt", "article.txt"),
        ("C:\\Users\\nour\\article.txt", "article.txt"),
        ("file:///home/nour/article.txt", "article.txt"),
        ("https://nour:secret@example.com/news/1?id=2", "https://example.com/news/1?id=2"),
        (None, "sample"),
    ],
)
def test_xliff_names_the_article_without_the_users_folders_or_password(source: str | None, original: str) -> None:
    brief = brief_of()
    brief = replace(brief, article=replace(brief.article, source=source))
    for version in GRAMMARS:
        root = etree.fromstring(xliff(brief, version).encode())
        assert [file.get("original") for file in root.iter("{*}file")] == [original]


def test_xliff_keeps_every_text_and_marks_what_is_not_translated() -> None:
    brief = brief_of()
    root = ElementTree.fromstring(xliff(brief))
    assert [text_of(s) for s in root.iter(f"{X}source")] == [s.text for s in brief.article.sentences]
    assert [text_of(t) for t in root.iter(f"{X}target")] == [t.text for t in brief.translations if t]
    assert [u.get("translate") for u in root.iter(f"{X}unit")] == [None, None, None, "no"]
    assert [s.get("state") for s in root.iter(f"{X}segment")] == ["translated"] * 3 + ["initial"]


def test_xliff_says_who_stands_behind_it() -> None:
    root = ElementTree.fromstring(xliff(brief_of().reviewed("A. Reader")))
    assert [s.get("state") for s in root.iter(f"{X}segment")] == ["reviewed"] * 3 + ["initial"]


def test_another_tool_reads_both(tmp_path: Path) -> None:
    wanted = [(arabic, english) for _, arabic, english in LINES if english]
    for suffix, module, reader in (("tmx", "tmx", "tmxfile"), ("xlf", "xliff2", "Xliff2File")):
        storage = pytest.importorskip(f"translate.storage.{module}", reason="translate-toolkit is not installed")
        path = brief_of().save(tmp_path / f"brief.{suffix}")
        store = getattr(storage, reader).parsefile(str(path))
        pairs = [(str(u.source), str(u.target)) for u in store.units if u.target]
        assert pairs == wanted, suffix
