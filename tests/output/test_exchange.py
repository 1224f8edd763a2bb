"""TMX and XLIFF: what other tools read of a brief."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.briefs import LINES, brief_of
from toolkit.brief import Brief
from toolkit.output import xliff
from toolkit.translate import TranslationMemory
from toolkit.translate.tmx import TmxFile

X = "{urn:oasis:names:tc:xliff:document:2.0}"
# The elements that may stand in each element, of XLIFF 2.0 (4.2.2), as far as we write them.
CHILDREN = {
    "xliff": ["file"],
    "file": ["notes", "unit"],
    "notes": ["note"],
    "unit": ["notes", "segment"],
    "segment": ["source", "target"],
    "source": ["cp"],
    "target": ["cp"],
    "note": [],
    "cp": [],
}


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
        memory.import_tmx(tmp_path / "brief.tmx")
        memory.export_tmx(tmp_path / "again.tmx")
    before, after = (TmxFile(tmp_path / name).units for name in ("brief.tmx", "again.tmx"))
    assert [(u.source, u.target, u.note, u.article) for u in before] == [
        (u.source, u.target, u.note, u.article) for u in after
    ]


def check_structure(element: ElementTree.Element) -> None:
    name = element.tag.removeprefix(X)
    assert element.tag.startswith(X), element.tag
    allowed = CHILDREN[name]
    order = [allowed.index(child.tag.removeprefix(X)) for child in element]
    assert order == sorted(order), name
    for child in element:
        check_structure(child)


@pytest.mark.parametrize("brief", [brief_of(), brief_of().reviewed("A. Reader"), brief_of(claims=False)])
def test_xliff_has_the_structure_of_the_standard(brief: Brief) -> None:
    root = ElementTree.fromstring(xliff.document(brief))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.0", "ar", "en")
    check_structure(root)
    units = list(root.iter(f"{X}unit"))
    assert len({u.get("id") for u in units}) == len(units) == len(brief.article.sentences)
    assert all(u.find(f"{X}segment/{X}source") is not None for u in units)
    assert {s.get("state") for s in root.iter(f"{X}segment")} <= {"initial", "translated", "reviewed", "final"}


def test_xliff_keeps_every_text_and_marks_what_is_not_translated() -> None:
    brief = brief_of()
    root = ElementTree.fromstring(xliff.document(brief))
    assert [text_of(s) for s in root.iter(f"{X}source")] == [s.text for s in brief.article.sentences]
    assert [text_of(t) for t in root.iter(f"{X}target")] == [t.text for t in brief.translations if t]
    assert [u.get("translate") for u in root.iter(f"{X}unit")] == [None, None, None, "no"]
    assert [s.get("state") for s in root.iter(f"{X}segment")] == ["translated"] * 3 + ["initial"]


def test_xliff_says_who_stands_behind_it() -> None:
    root = ElementTree.fromstring(xliff.document(brief_of().reviewed("A. Reader")))
    assert [s.get("state") for s in root.iter(f"{X}segment")] == ["reviewed"] * 3 + ["initial"]


def test_another_tool_reads_both(tmp_path: Path) -> None:
    wanted = [(arabic, english) for _, arabic, english in LINES if english]
    for suffix, module, reader in (("tmx", "tmx", "tmxfile"), ("xlf", "xliff2", "Xliff2File")):
        storage = pytest.importorskip(f"translate.storage.{module}", reason="translate-toolkit is not installed")
        path = brief_of().save(tmp_path / f"brief.{suffix}")
        store = getattr(storage, reader).parsefile(str(path))
        pairs = [(str(u.source), str(u.target)) for u in store.units if u.target]
        assert pairs == wanted, suffix
