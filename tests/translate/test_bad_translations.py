"""What a translation may be like and still become a brief, or an error of ours; no sentence is lost either way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import toolkit
from tests.translate.test_alignment import ARABIC, ENGLISH
from tests.translate.test_given import BRIEFER, texts
from toolkit import read_text
from toolkit.errors import FormatError, ReadError
from toolkit.translate import TranslationMemory, align_translation

RUNNING = " ".join(ENGLISH)


@pytest.mark.parametrize(
    ("arabic", "english", "said"),
    [
        (RUNNING, ARABIC, "holds no Arabic letters"),
        (RUNNING, RUNNING, "holds no Arabic letters"),
        (ARABIC, ARABIC, "The translation is Arabic"),
        (ARABIC, " \n", "The translation is empty"),
        (ARABIC, [], "The translation is empty"),
        ("", RUNNING, "The text is empty"),
    ],
    ids=["swapped", "both English", "both Arabic", "blank", "no sentence", "no article"],
)
def test_a_side_that_is_not_what_it_should_be_is_named(arabic: str, english: str | list[str], said: str) -> None:
    with pytest.raises((FormatError, ReadError), match=said):
        BRIEFER(read_text(arabic), translation=english)


def test_swapped_files_are_told_in_the_shell(tmp_path: Path) -> None:
    (tmp_path / "english.txt").write_text(RUNNING, encoding="utf-8")
    (tmp_path / "arabic.txt").write_text(ARABIC, encoding="utf-8")
    done = toolkit("brief", "english.txt", "--translation", "arabic.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "english.txt holds no Arabic letters" in done.stderr and "Traceback" not in done.stderr


MARKUP = {
    "tags": "".join(f"<p>{line.replace('14', '<b>14</b>')}&nbsp;</p>\n" for line in ENGLISH),
    "sup": "<br>".join(f"{line}<sup>{n}</sup>" for n, line in enumerate(ENGLISH, 1)),
    "Markdown": "# Five news\n\n" + "\n".join(f"* **{line[:9]}**{line[9:]}[^{n}]" for n, line in enumerate(ENGLISH, 1)),
    "footnotes": " ".join(f"{line}[{n}]" for n, line in enumerate(ENGLISH, 1)),
    "small figures": " ".join(f"{line}{'¹²³⁴⁵'[n]}" for n, line in enumerate(ENGLISH)),
}


@pytest.mark.parametrize("kind", MARKUP)
def test_markup_and_marks_of_footnotes_are_not_taken_over_and_that_is_told(kind: str) -> None:
    brief = BRIEFER(read_text(ARABIC), translation=MARKUP[kind])
    assert texts(brief) == ENGLISH
    assert any("Markup and marks of footnotes" in gap.message for gap in brief.gaps)
    assert not brief.findings


def test_smart_quotes_and_characters_that_nobody_sees_are_no_markup() -> None:
    smart = RUNNING.replace("'", "’").replace("Wheat prices", "“Wheat” prices")
    hidden = "\ufeff" + smart.replace(" ", "\u00a0", 3).replace("measles", "mea\u00adsles")
    brief = BRIEFER(read_text(ARABIC), translation=hidden)
    assert " ".join(filter(None, texts(brief))) == smart
    assert not brief.findings
    assert not any("Markup" in gap.message for gap in brief.gaps)
    assert texts(BRIEFER(read_text(ARABIC), translation=RUNNING.replace("14 new", "14 * 1 new")))[0] is not None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_a_file_in_another_encoding_is_read_and_a_guess_is_told(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "english.txt"
    path.write_bytes(RUNNING.replace("'", "’").encode(encoding))
    brief = BRIEFER(read_text(ARABIC), translation=path)
    assert " ".join(filter(None, texts(brief))) == RUNNING.replace("'", "’")
    assert any("Windows-1252" in gap.message for gap in brief.gaps) == (encoding == "windows-1252")


def change(kind: str, text: str) -> Any:
    """An insertion or deletion that Word keeps track of."""
    from docx.oxml import OxmlElement

    made, run = OxmlElement(f"w:{kind}"), OxmlElement("w:r")
    written = OxmlElement("w:delText" if kind == "del" else "w:t")
    written.text = text
    run.append(written)
    made.append(run)
    return made


def test_of_tracked_changes_what_was_put_in_is_read_and_what_was_struck_out_is_not(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for number, line in enumerate(ENGLISH):
        paragraph = document.add_paragraph()
        before, _, after = line.partition("14")
        if number == 0:
            paragraph.add_run(before)
            paragraph._p.extend([change("del", "41"), change("ins", "14")])
            paragraph.add_run(after)
        elif number == 2:
            paragraph._p.append(change("ins", line))
        else:
            paragraph.add_run(line)
    document.add_paragraph()._p.append(change("del", "A sentence that the editor struck out."))
    document.save(str(tmp_path / "tracked.docx"))
    brief = BRIEFER(read_text(ARABIC), translation=tmp_path / "tracked.docx")
    assert texts(brief) == ENGLISH
    assert any("tracked changes" in gap.message for gap in brief.gaps)


def test_an_exported_file_of_another_article_is_refused(tmp_path: Path, article_paths: list[Path]) -> None:
    other = BRIEFER(read_text("وصل الوزير إلى القاهرة."), translation="The minister arrived in Cairo.")
    for suffix in ("xlf", "tmx"):
        with pytest.raises(FormatError, match="does not translate this article: only 0 of 1"):
            BRIEFER(read_text(ARABIC), translation=other.save(tmp_path / f"other.{suffix}"))
    empty = BRIEFER(read_text(ARABIC)).save(tmp_path / "empty.xlf")
    with pytest.raises(FormatError, match="holds no translated sentence"):
        BRIEFER(read_text(ARABIC), translation=empty)


def test_a_book_of_sentences_is_aligned_and_none_is_lost() -> None:
    cities = ("بغداد", "Baghdad"), ("القاهرة", "Cairo"), ("دمشق", "Damascus"), ("بيروت", "Beirut"), ("تونس", "Tunis")
    numbers = range(10, 1010)
    arabic = [f"وصل {n} مسافرا إلى مطار {cities[n % 5][0]} مساء اليوم." for n in numbers]
    english = [f"{n} travellers arrived at {cities[n % 5][1]} airport this evening." for n in numbers if n % 10]
    pairs = align_translation(read_text("\n".join(arabic)), english)
    assert sorted(index for pair in pairs for index in pair.source) == list(range(1000))
    assert len({span for pair in pairs for span in pair.target}) == len(english) == 900
    assert sum(1 for pair in pairs if not pair.target) == 100


# As the tools give a file back: OmegaT writes targets into it, Weblate states, memoQ codes, states and comments of its own.
TOOLS = {
    "OmegaT": """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="ar"
 target-language="en" datatype="plaintext"><body><trans-unit id="s1" approved="yes"><source>{0}</source><target>{1}</target>
 <note>Ask the ministry.</note><note from="brief">origin: given, Jane</note></trans-unit><trans-unit id="s2"><source>{2}</source>
 <target>{3}</target></trans-unit></body></file></xliff>""",
    "Weblate": """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ar" trgLang="en"><file id="f1">
 <unit id="s1"><notes><note id="n1" category="brief">origin: model</note><note id="r1">Ask the ministry.</note></notes>
 <segment state="final"><source>{0}</source><target>{1}</target></segment></unit>
 <unit id="s2"><segment state="translated"><source>{2}</source><target>{3}</target></segment></unit></file></xliff>""",
    "memoQ": """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff"><file original="a"
 source-language="ar" target-language="en" datatype="plaintext"><body><trans-unit id="1" mq:status="ManuallyConfirmed">
 <source><bpt id="1">{{b}}</bpt>{0}<ept id="1">{{/b}}</ept></source><target><bpt id="1">{{b}}</bpt>{1}<ept id="1">{{/b}}</ept></target>
 <mq:comments><mq:comment time="2026">Ask the ministry.</mq:comment></mq:comments></trans-unit>
 <trans-unit id="2" mq:status="PartiallyEdited"><source>{2}</source><target>{3}</target></trans-unit></body></file></xliff>""",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_file_that_a_cat_tool_gives_back_keeps_states_and_notes(tool: str, tmp_path: Path) -> None:
    arabic = ARABIC.split("\n\n")[:2]
    path = tmp_path / f"{tool}.xlf"
    path.write_text(TOOLS[tool].format(arabic[0], ENGLISH[0], arabic[1], ENGLISH[1]), encoding="utf-8")
    brief = BRIEFER(read_text("\n\n".join(arabic)), translation=path)
    assert texts(brief) == ENGLISH[:2]
    assert [t.origin for t in brief.translations if t] == ["edited", "given"]  # a person signed the first one off
    assert [(note.index, note.text) for note in brief.notes] == [(0, "Ask the ministry.")]
    again = BRIEFER(brief.article, translation=brief.save(tmp_path / "again.xlf"))
    assert ([t.origin for t in again.translations if t], again.notes) == (["edited", "given"], brief.notes)
    older = brief.save(tmp_path / "older.xlf", version="1.2")
    assert BRIEFER(brief.article, translation=older).notes == brief.notes
    with TranslationMemory.open(":memory:") as memory:
        memory.import_file(path)
        assert sorted((unit.origin, unit.note) for unit in memory.units()) == [
            ("edited", "Ask the ministry."),
            ("import", ""),
        ]
