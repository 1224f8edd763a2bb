from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.article.test_structure import LEAD, SECOND, TITLE
from toolkit import errors
from toolkit.article import read

STORY = f"{TITLE}\n{LEAD}\n{SECOND}\n"


def test_a_file_is_named_after_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "harvest.txt"
    path.write_bytes(STORY.encode())
    article = read(path)
    assert (article.id, article.source, article.text, article.encoding) == ("harvest", str(path), STORY, "utf-8")
    assert read(str(path)) == article


def test_bytes_file_objects_and_uploads_are_read() -> None:
    data = STORY.encode()
    upload = {"name": "harvest.txt", "content": memoryview(data), "type": "text/plain", "size": len(data)}
    assert {read(source).text for source in (data, bytearray(data), io.BytesIO(data), upload)} == {STORY}
    assert read(upload).id == "harvest"


@pytest.mark.parametrize("broken", [{"name": "x"}, {"content": 3, "name": "x"}])
def test_an_upload_without_content_is_an_error(broken: dict[str, object]) -> None:
    with pytest.raises(errors.ReadError, match="upload"):
        read(broken)


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1256", "windows-1256"),
        ("iso8859-6", "iso-8859-6"),
    ],
)
def test_encodings_are_detected_and_named(codec: str, named: str) -> None:
    article = read(STORY.encode(codec))
    assert (article.text, article.encoding) == (STORY, named)
    assert named == "utf-8" or any(named in note for note in article.notes)


def test_a_named_encoding_is_used() -> None:
    assert read(STORY.encode("cp1256"), encoding="cp1256").encoding == "windows-1256"


@pytest.mark.parametrize("encoding", ["no-such-code", "base64", "\0"])
def test_an_encoding_that_does_not_exist_is_an_error(encoding: str) -> None:
    with pytest.raises(errors.EncodingError, match="no encoding"):
        read(STORY.encode(), encoding=encoding)


def test_one_bad_byte_in_utf8_is_named_and_not_taken_for_an_old_encoding() -> None:
    data = STORY.encode()
    with pytest.raises(errors.EncodingError, match=f"byte {len(data)} \\(0xff\\)"):
        read(data + b"\xff")


def test_the_bad_byte_is_counted_from_the_start_of_the_file_with_a_byte_order_mark() -> None:
    data = b"\xef\xbb\xbf" + STORY.encode()
    with pytest.raises(errors.EncodingError, match=f"byte {len(data)} "):
        read(data + b"\xff")


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"])
def test_empty_files_are_errors_of_ours(data: bytes) -> None:
    with pytest.raises(errors.ReadError, match="empty"):
        read(data)


def test_a_missing_file_a_folder_and_text_in_place_of_a_path_are_errors_with_a_remedy(tmp_path: Path) -> None:
    for source in (tmp_path / "none.txt", tmp_path, STORY * 20, "a\0b", ""):
        with pytest.raises(errors.ReadError) as caught:
            read(source)
        assert caught.value.remedy


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password-protected or old"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0", "not a text file"),
    ],
)
def test_foreign_formats_are_named(data: bytes, what: str) -> None:
    with pytest.raises(errors.ReadError, match=what) as caught:
        read(data)
    assert caught.value.remedy


def test_a_file_that_is_not_what_its_name_says_is_an_error() -> None:
    with pytest.raises(errors.ReadError, match="PDF"):
        read(STORY.encode(), name="article.pdf")


def test_size_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(STORY.encode() * 10)
    with pytest.raises(errors.ReadError, match="at most"):
        read(path, max_bytes=1000)


def test_windows_line_ends_are_kept_as_they_are() -> None:
    text = STORY.replace("\n", "\r\n")
    article = read(text.encode())
    assert article.text == text
    assert [s.kind for s in article.sentences] == ["title", "body", "body"]


def test_text_wrapped_by_hand_is_read_by_paragraphs() -> None:
    words = f"{LEAD} {SECOND} {LEAD} {SECOND}".split()
    rows = [" ".join(words[at : at + 9]) for at in range(0, len(words), 9)]
    article = read("\n".join(rows).encode())
    assert [" ".join(s.text.split()) for s in article.sentences] == [LEAD, SECOND, LEAD, SECOND]
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)


def test_persian_and_urdu_lines_are_noted() -> None:
    persian = "این گزارش که از سوی وزارت کشاورزی ایران منتشر شده است می‌گوید برداشت گندم آغاز شد."
    urdu = "وزیر زراعت نے کہا ہے کہ گندم کی فصل اس سال بہت اچھی ہے اور کسان خوش ہیں۔"
    notes = read(f"{STORY}{persian}\n{urdu}".encode()).notes
    assert any("Persian" in note for note in notes)
    assert any("Urdu" in note for note in notes)


def test_reading_text_loads_no_reader_of_other_formats() -> None:
    code = (
        "import sys; from toolkit.article import read; read(sys.argv[1].encode());"
        "print(sorted({'lxml', 'docx', 'pypdfium2', 'trafilatura', 'markdown_it', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, STORY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_with_exact_offsets_or_an_error_of_ours(data: bytes) -> None:
    try:
        article = read(data)
    except errors.ReadError as error:
        assert error.remedy
        return
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


@given(
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=6),
    st.sampled_from(["utf-8", "utf-16", "cp1256"]),
)
def test_damaged_text_gives_an_article_or_an_error_of_ours(patches: list[tuple[int, bytes]], codec: str) -> None:
    data = bytearray(STORY.encode(codec))
    for at, patch in patches:
        data[at : at + len(patch)] = patch
    try:
        article = read(bytes(data))
    except errors.ReadError as error:
        assert error.remedy
        return
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())


def test_a_day_of_publication_that_is_given_comes_before_the_one_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"محصول قياسي\n4 يوليو 2025\n{LEAD}\n{SECOND}")
    assert read(path).published == date(2025, 7, 4)
    assert read(path, published=date(2025, 7, 6)).published == date(2025, 7, 6)


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("الكويت 12 مارس 2024 (كونا) - ", date(2024, 3, 12)),
        ("مسقط في 23 أكتوبر 2023 /العمانية/ ", date(2023, 10, 23)),
        ("وكان في 12 مارس 2020 قد وصل، و", None),
    ],
)
def test_the_day_in_the_opening_of_an_agency_is_the_day_of_publication(
    tmp_path: Path, opening: str, day: date | None
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"محصول قياسي\n\n{opening}{LEAD}\n\n{SECOND}")
    assert read(path).published == day
