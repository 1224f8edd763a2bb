from __future__ import annotations

import io
import random
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.test_structure import LEAD, SECOND, THIRD, TITLE
from toolkit import errors
from toolkit.article import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(*paragraphs: tuple[str, str]) -> bytes:
    made = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


STORY = document(("Title", TITLE), ("Normal", LEAD), ("Heading 1", "بعد الحصاد"), ("Normal", SECOND))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def body(xml: str, head: str = "") -> bytes:
    return with_part(
        STORY,
        "word/document.xml",
        f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{xml}</w:body></w:document>'.encode(),
    )


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_styles_tell_title_and_headings() -> None:
    article = read(STORY)
    assert [(s.kind, s.text) for s in article.sentences] == [
        ("title", TITLE),
        ("body", LEAD),
        ("heading", "بعد الحصاد"),
        ("body", SECOND),
    ]


def test_tables_links_insertions_and_text_boxes_are_read_in_order_and_deletions_are_not() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run(THIRD)}</w:p></w:txbxContent></w:pict></w:r>"
    article = read(
        body(
            f"<w:p>{run(LEAD[:20])}<w:hyperlink>{run(LEAD[20:30])}</w:hyperlink><w:ins>{run(LEAD[30:])}</w:ins>"
            f"<w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del>{box}</w:p>"
            f"<w:sdt><w:sdtContent><w:tbl><w:tr><w:tc><w:p>{run(SECOND)}</w:p></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
        )
    )
    assert [s.text for s in article.sentences] == [LEAD, THIRD, SECOND]
    assert any("tracked changes" in note for note in article.notes)


def test_hidden_text_is_left_out_and_noted() -> None:
    article = read(
        body(f"<w:p>{run(LEAD)}<w:r><w:rPr><w:vanish/></w:rPr><w:t>مخفي</w:t></w:r></w:p><w:p>{run(SECOND)}</w:p>")
    )
    assert "مخفي" not in article.text
    assert any("Hidden" in note for note in article.notes)


@pytest.mark.parametrize("size", [0, 4, 30, 500, 3000])
def test_a_truncated_document_is_an_error_with_a_remedy(size: int) -> None:
    with pytest.raises(errors.ReadError) as caught:
        read(STORY[:size], name="story.docx")
    assert caught.value.remedy


def test_an_archive_that_is_no_document_is_named_as_such() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", LEAD)
    with pytest.raises(errors.ReadError, match="ZIP archive"):
        read(stream.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(errors.ReadError, match="unpack"):
        read(with_part(STORY, "word/styles.xml", b"\0" * 70_000_000))


def test_an_entity_bomb_does_not_expand() -> None:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    bomb = body(f"<w:p>{run(LEAD)}{run('&i;')}</w:p>", f'<!DOCTYPE x [<!ENTITY a "{"نص" * 10}">{entities}]>')
    try:
        assert len(read(bomb).text) < 2000
    except errors.ReadError as error:
        assert error.remedy


def test_an_external_entity_is_not_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("سر لا يجوز أن يظهر", encoding="utf-8")
    outside = body(f"<w:p>{run(LEAD)}{run('&x;')}</w:p>", f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>')
    try:
        assert "سر" not in read(outside).text.split()
    except errors.ReadError as error:
        assert error.remedy


def test_pictures_do_not_stop_the_reading() -> None:
    assert LEAD in read(with_part(STORY, "word/media/image1.png", b"\x89PNG" + b"x" * 1000)).text


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_damaged_documents_give_an_article_or_an_error_of_ours(seed: int, hits: int) -> None:
    luck, data = random.Random(seed), bytearray(STORY)
    for _ in range(hits):
        data[luck.randrange(4, len(data))] = luck.randrange(256)
    try:
        article = read(bytes(data), name="story.docx")
    except errors.ReadError as error:
        assert error.remedy
        return
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40), max_size=6))
def test_any_paragraphs_give_exact_offsets(paragraphs: list[str]) -> None:
    article = read(document(*(("Normal", text) for text in [LEAD, *paragraphs])))
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


def test_footnotes_stand_below_the_text_and_running_heads_are_boilerplate() -> None:
    made = docx.Document(io.BytesIO(STORY))
    made.sections[0].header.paragraphs[0].text = "صحيفة الوطن - العدد 12"
    stream = io.BytesIO()
    made.save(stream)
    note = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>{THIRD}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    data = with_part(stream.getvalue(), "word/footnotes.xml", note.encode())
    relation = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        rels, types = package.read("word/_rels/document.xml.rels"), package.read("[Content_Types].xml")
    kind = b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    data = with_part(data, "word/_rels/document.xml.rels", rels.replace(b"</Relationships>", relation))
    data = with_part(data, "[Content_Types].xml", types.replace(b"</Types>", kind))
    article = read(data)
    assert [(s.kind, s.text) for s in article.sentences][-1] == ("body", THIRD)
    assert [s.text for s in article.sentences if s.kind == "boilerplate"] == ["صحيفة الوطن - العدد 12"]
