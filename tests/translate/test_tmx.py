from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import FormatError, SaveError
from toolkit.translate import TranslationMemory
from toolkit.translate.tmx import TmxFile, Unit, write_tmx

UNIT = Unit(
    source="قال «نعم» & رحل <اليوم>.",
    target='He said “yes” & left <today>.\r\n"End"',
    id="a-1",
    article="000_x",
    origin="edited",
    note="]]> & <b>",
    created="2026-01-02T03:04:05Z",
    changed="2026-02-03T04:05:06Z",
    person="Reviewer <r@example.org>",
    tool="tool 1",
)

OTHER_TOOL = """<?xml version="1.0" encoding="utf-16"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="CatTool" creationtoolversion="9.1" segtype="paragraph" o-tmf="cat" adminlang="fr"
          srclang="AR-SA" datatype="html" creationdate="20240101T000000Z">
    <note>From the archive</note>
    <prop type="client">Desk</prop>
  </header>
  <body>
    <tu tuid="7" usagecount="12" creationdate="20240102T030405Z" creationid="nour" changeid="sam">
      <note>first</note><note>second</note>
      <prop type="domain" xml:lang="en">politics</prop>
      <tuv xml:lang="AR-SA"><prop type="who">desk</prop>
        <seg>وصل <bpt i="1">&lt;b&gt;</bpt>الوزير<ept i="1">&lt;/b&gt;</ept> إلى <hi>جنيف</hi>.</seg></tuv>
      <tuv xml:lang="fr"><seg>Le ministre est arrivé à Genève.</seg></tuv>
      <tuv xml:lang="en-GB"><seg>The <bpt i="1">&lt;b&gt;</bpt>minister<ept i="1">&lt;/b&gt;</ept> arrived in Geneva.</seg></tuv>
    </tu>
    <tu><tuv xml:lang="de"><seg>Nur deutsch</seg></tuv><tuv xml:lang="ar"><seg>عربي</seg></tuv></tu>
  </body>
</tmx>
"""


def read(path: Path) -> list[Unit]:
    return list(TmxFile(path))


def test_a_unit_comes_back_equal_from_a_well_formed_file(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    assert write_tmx([UNIT, Unit("نص", "Text")], path) == 2
    assert ElementTree.parse(path).getroot().get("version") == "1.4"
    assert read(path) == [UNIT, Unit("نص", "Text")]


@given(st.text(st.characters(), min_size=1), st.text(st.characters(), min_size=1))
def test_any_characters_survive_control_characters_and_lone_surrogates_too(source: str, target: str) -> None:
    if not source.strip() or not target.strip():
        return
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.tmx"
        write_tmx([Unit(source, target)], path)
        (unit,) = read(path)
    assert (unit.source, unit.target) == (source, target)


def test_another_tools_unit_is_read_as_text_and_written_back_with_all_it_held(tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    path.write_text(OTHER_TOOL, encoding="utf-16")
    file = TmxFile(path)
    (unit,) = file.units
    assert (unit.source, unit.target) == ("وصل الوزير إلى جنيف.", "The minister arrived in Geneva.")
    assert (unit.id, unit.tool, unit.created, unit.person) == ("7", "CatTool", "2024-01-02T03:04:05Z", "sam")
    assert file.skipped == 1
    again = tmp_path / "again.tmx"
    write_tmx([unit], again, header_extras=file.header_extras)
    written = again.read_text(encoding="utf-8")
    for piece in ('usagecount="12"', "<note>second</note>", "Genève", 'i="1"', "<hi>", "From the archive", ">Desk<"):
        assert piece in written
    # What the unit inherited from its header is now its own.
    for piece in ('datatype="html"', 'segtype="paragraph"', 'srclang="AR-SA"', 'o-tmf="cat"'):
        assert piece in written
    assert read(again) == [unit]


def test_a_memory_between_two_files_loses_nothing(tmp_path: Path, memory: TranslationMemory) -> None:
    path, first, second = (tmp_path / name for name in ("in.tmx", "first.tmx", "second.tmx"))
    path.write_text(OTHER_TOOL, encoding="utf-16")
    write_tmx([UNIT, replace(UNIT, id="a-2", target="Another rendering"), *read(path)], first)
    memory.import_tmx(path)
    memory.import_tmx(first)
    memory.export_tmx(second)
    assert set(read(second)) == set(read(first))
    assert "From the archive" in second.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not well-formed"),
        ("<tmx><body><tu></body></tmx>", "not well-formed"),
        ("<html/>", "not TMX"),
        ('<?xml version="1.0" encoding="nonsense"?><tmx/>', "not well-formed"),
        ('<?xml version="1.0" encoding="utf-32"?><tmx/>', "not well-formed"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx><body/></tmx>', "entities"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><body><tu>&a;</tu></body></tmx>', "entities"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx><body><tu>&nbsp;</tu></body></tmx>', "entities"),
    ],
)
def test_what_is_not_safe_tmx_is_refused_with_a_remedy(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message) as caught:
        read(path)
    assert caught.value.remedy


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="could not be read"):
        read(tmp_path / "none.tmx")


def test_a_failed_import_adds_nothing(tmp_path: Path, memory: TranslationMemory) -> None:
    path = tmp_path / "cut.tmx"
    write_tmx([Unit(f"جملة {i}", f"Sentence {i}") for i in range(50)], path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(FormatError):
        memory.import_tmx(path)
    assert len(memory) == 0


def test_a_folder_that_is_not_there_is_told_and_no_part_of_a_file_stays(tmp_path: Path) -> None:
    with pytest.raises(SaveError):
        write_tmx([UNIT], tmp_path / "no" / "out.tmx")

    def fails() -> object:
        yield UNIT
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_tmx(fails(), tmp_path / "out.tmx")  # type: ignore[arg-type]
    assert list(tmp_path.glob("*.tmx*")) == list(tmp_path.glob(".*.part")) == []
