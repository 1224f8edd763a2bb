from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.security.limits import in_little_time
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

DTD = etree.DTD(str(Path(__file__).parents[1] / "output" / "data" / "tmx-1.4.dtd"))

PAIR = (
    '<tmx version="1.4"><header/><body><tu><tuv xml:lang="{arabic}"><seg>{source}</seg></tuv>'
    '<tuv xml:lang="{english}"><seg>{target}</seg></tuv></tu></body></tmx>'
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


def valid(path: Path) -> bool:
    """Whether a file keeps to TMX 1.4, as far as we write it."""
    return bool(DTD.validate(etree.parse(path)))


def test_a_unit_comes_back_equal_from_a_well_formed_file(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    assert write_tmx([UNIT, Unit("نص", "Text")], path) == 2
    assert valid(path)
    assert read(path) == [UNIT, Unit("نص", "Text")]


@given(st.text(st.characters(), min_size=1), st.text(st.characters(), min_size=1))
def test_any_characters_survive_control_characters_and_lone_surrogates_too(source: str, target: str) -> None:
    if not source.strip() or not target.strip():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.tmx"
        write_tmx([Unit(source, target)], path)
        (unit,) = read(path)
    assert (unit.source, unit.target) == (source, target)


def test_another_tools_unit_is_read_as_text_with_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    path.write_text(OTHER_TOOL, encoding="utf-16")
    file = TmxFile(path)
    (unit,) = file.units
    assert (unit.source, unit.target) == ("وصل الوزير إلى جنيف.", "The minister arrived in Geneva.")
    assert (unit.id, unit.tool, unit.created, unit.person) == ("7", "CatTool", "2024-01-02T03:04:05Z", "sam")
    assert unit.note == "first\nsecond"
    assert (file.skipped, file.languages) == (1, ("ar", "de"))


def test_a_memory_between_two_files_keeps_every_unit_and_writes_valid_tmx(
    tmp_path: Path, memory: TranslationMemory
) -> None:
    path, first, second = (tmp_path / name for name in ("in.tmx", "first.tmx", "second.tmx"))
    path.write_text(OTHER_TOOL, encoding="utf-16")
    write_tmx([UNIT, replace(UNIT, id="a-2", target="Another rendering"), *read(path)], first)
    memory.import_file(path)
    memory.import_file(first)
    memory.export_tmx(second)
    assert set(read(second)) == set(read(first))
    assert valid(first)
    assert valid(second)


def test_old_tmx_with_lang_instead_of_xml_lang_becomes_valid_tmx(tmp_path: Path, memory: TranslationMemory) -> None:
    path, out = tmp_path / "old.tmx", tmp_path / "new.tmx"
    path.write_text(
        '<tmx version="1.1"><header creationtool="Old" creationtoolversion="1" segtype="sentence" o-tmf="x"'
        ' adminlang="EN" srclang="AR" datatype="rtf"/><body><tu usagecount="1">'
        '<tuv lang="AR-SA" creationid="A"><seg>وصل <ut>{\\b </ut>الوزير<ut>}</ut>.</seg></tuv>'
        '<tuv lang="EN-US"><seg>The minister <ut>{\\b </ut>arr<ut>}</ut>ived.</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    memory.import_file(path)
    memory.export_tmx(out)
    assert valid(out)
    assert [(u.source, u.target) for u in read(out)] == [("وصل الوزير.", "The minister arrived.")]


OF_TOOLS = {
    "OmegaT": """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext" creationtoolversion="6.0.0"
    segtype="sentence" srclang="AR"/>
  <body><tu><note>checked</note><prop type="file">story.txt</prop>
    <tuv xml:lang="AR"><seg>وصل <bpt i="0" x="0">&lt;b0&gt;</bpt>الوزير<ept i="0">&lt;/b0&gt;</ept>.</seg></tuv>
    <tuv xml:lang="EN" changeid="nour" changedate="20240203T040506Z" creationid="sam" creationdate="20240102T030405Z">
      <seg>The <bpt i="0" x="0">&lt;b0&gt;</bpt>minister<ept i="0">&lt;/b0&gt;</ept> arrived.</seg></tuv></tu></body></tmx>""",
    "SDL Language Platform": """<?xml version="1.0" encoding="utf-8"?><tmx version="1.4">
  <header creationtool="SDL Language Platform" creationtoolversion="8.1" o-tmf="SDL TM8 Format" datatype="xml"
    segtype="sentence" adminlang="ar-SA" srclang="ar-SA" creationdate="20240101T000000Z" creationid="HOST\\sam">
    <prop type="x-Recognizers">RecognizeAll</prop></header>
  <body><tu creationdate="20240102T030405Z" creationid="sam" changedate="20240203T040506Z" changeid="nour" lastusagedate="20240203T040506Z">
    <prop type="x-LastUsedBy">sam</prop><prop type="x-Origin">TM</prop><note>checked</note>
    <tuv xml:lang="ar-SA"><seg>وصل <bpt i="1" type="4" x="1" />الوزير<ept i="1" />.</seg></tuv>
    <tuv xml:lang="en-US"><seg>The <bpt i="1" type="4" x="1" />minister<ept i="1" /> arrived.</seg></tuv></tu></body></tmx>""",
    "MemoQ": """<?xml version="1.0" encoding="utf-8"?><tmx version="1.4">
  <header creationtool="MemoQ" creationtoolversion="9.9.1" segtype="sentence" adminlang="en-us" creationid="sam"
    srclang="ar" o-tmf="MemoQTM" datatype="unknown"><prop type="defclient">Desk</prop></header>
  <body><tu changedate="20240203T040506Z" creationdate="20240102T030405Z" creationid="sam" changeid="nour">
    <prop type="client">Desk</prop><prop type="corrected">no</prop><prop type="aligned">no</prop><note>checked</note>
    <tuv xml:lang="ar"><prop type="x-context-pre">&lt;seg&gt;قبل&lt;/seg&gt;</prop>
      <seg>وصل <bpt i='1' type='bold'>{}</bpt>الوزير<ept i='1'>{}</ept>.</seg></tuv>
    <tuv xml:lang="en-us"><seg>The <bpt i='1' type='bold'>{}</bpt>minister<ept i='1'>{}</ept> arrived.</seg></tuv></tu></body></tmx>""",
}


@pytest.mark.parametrize("tool", OF_TOOLS)
def test_files_as_omegat_trados_and_memoq_write_them_are_read_and_come_out_valid(tool: str, tmp_path: Path) -> None:
    path, out = tmp_path / "in.tmx", tmp_path / "out.tmx"
    path.write_text(OF_TOOLS[tool], encoding="utf-8")
    (unit,) = read(path)
    assert (unit.source, unit.target) == ("وصل الوزير.", "The minister arrived.")
    assert (unit.tool, unit.person, unit.note) == (tool, "nour", "checked")
    assert (unit.created, unit.changed) == ("2024-01-02T03:04:05Z", "2024-02-03T04:05:06Z")
    write_tmx([unit], out)
    assert valid(out)
    assert read(out) == [unit]


@pytest.mark.parametrize(("arabic", "english"), [("ara", "eng"), ("arb-SA", "ENG"), ("AR_EG", "en-Latn-GB")])
def test_language_codes_of_three_letters_and_regions_are_understood(tmp_path: Path, arabic: str, english: str) -> None:
    path = tmp_path / "codes.tmx"
    path.write_text(PAIR.format(arabic=arabic, english=english, source="نص", target="Text"), encoding="utf-8")
    assert [(u.source, u.target) for u in read(path)] == [("نص", "Text")]


def test_units_in_other_languages_are_counted_and_their_languages_named(
    tmp_path: Path, memory: TranslationMemory
) -> None:
    path = tmp_path / "fa.tmx"
    path.write_text(PAIR.format(arabic="fa-IR", english="en", source="متن", target="Text"), encoding="utf-8")
    done = memory.import_file(path)
    assert (done.added, done.skipped) == (0, 1)
    assert str(done).endswith("1 without both Arabic and English (languages found there: en, fa-IR)")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("one<ph/>two", "one two"),
        ("one <ph/>two", "one two"),
        ("one<ph x='1'>&lt;br/&gt;</ph> two", "one two"),
        ("one.<ph/>Two", "one. Two"),
        ("one<ph/>.", "one."),
        ("(<ph/>one)", "(one)"),
        ("<ph/>one<ph/>", "one"),
        ("one<ph/><ph/>two", "one two"),
        ("one<ut>{\\line }</ut>two", "one two"),
        ("w<bpt i='1'>&lt;b&gt;</bpt>or<ept i='1'>&lt;/b&gt;</ept>d", "word"),
        ("w<it pos='begin'>&lt;b&gt;</it>ord", "word"),
        ("سطر<ph type='lb'/>آخر", "سطر آخر"),
        ("note<ph>see <sub>footnote</sub></ph> here", "note here"),
    ],
)
def test_a_code_between_two_words_keeps_them_apart_and_formatting_inside_a_word_does_not_cut_it(
    tmp_path: Path, inside: str, text: str
) -> None:
    path = tmp_path / "codes.tmx"
    path.write_text(PAIR.format(arabic="ar", english="en", source="نص", target=inside), encoding="utf-8")
    assert [u.target for u in read(path)] == [text]


def read_with_a_comment_of(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.tmx"
        text = PAIR.format(arabic="ar", english="en", source="نص", target=f"Text<!--{'x' * size}-->")
        path.write_text(text, encoding="utf-8")
        assert [u.target for u in read(path)] == ["Text"]


def test_a_comment_of_a_hundred_megabytes_takes_no_quadratic_time() -> None:
    in_little_time("tests.translate.test_tmx:read_with_a_comment_of", {"100 MB": 100 << 20})


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
        memory.import_file(path)
    assert len(memory) == 0


def test_a_folder_that_cannot_be_made_is_told_and_no_part_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "no").touch()
    with pytest.raises(SaveError):
        write_tmx([UNIT], tmp_path / "no" / "out.tmx")

    def fails() -> object:
        yield UNIT
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_tmx(fails(), tmp_path / "out.tmx")  # type: ignore[arg-type]
    assert list(tmp_path.glob("*.tmx*")) == list(tmp_path.glob(".*.part")) == []
