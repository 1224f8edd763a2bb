from __future__ import annotations

import io
import json
import re
import zipfile
from html import escape
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.memos import sample_memo
from tests.output.test_html import Collector
from tests.output.words import pdf_text, words
from toolkit.memo.memo import Memo
from toolkit.output.document import Paragraph, Table
from toolkit.output.formats import MEMO_FORMATS, render
from toolkit.output.html import memo_fragment, memo_page
from toolkit.output.memo_document import layout_memo


def written(memo: Memo, suffix: str, **options: str) -> bytes:
    made = render(memo, suffix, **options)
    assert isinstance(made, bytes)
    return made


@pytest.mark.parametrize("suffix", MEMO_FORMATS)
def test_every_format_is_written_and_leaves_no_scraps(tmp_path: Path, suffix: str) -> None:
    path = sample_memo().save(tmp_path / "new" / f"memo.{suffix}")
    assert path.stat().st_size > (500 if suffix in ("ris", "csl.json") else 5000)
    assert list(path.parent.iterdir()) == [path]


def test_every_reference_leads_to_a_sentence_printed_in_both_languages() -> None:
    memo = sample_memo()
    laid_out = layout_memo(memo)
    targets = {run.target for p in laid_out.paragraphs() for run in p.runs if run.target}
    anchors = [p.anchor for p in laid_out.paragraphs() if p.anchor]
    assert targets
    assert targets <= set(anchors)
    assert len(anchors) == len(set(anchors))
    (table,) = [b for b in laid_out.blocks if isinstance(b, Table) and b.rows[0][0][0].anchor]
    assert all(row[2][0].language == "ar" for row in table.rows)


def test_the_page_is_self_contained_without_script_and_arabic_is_right_to_left() -> None:
    html = Collector(memo_page(sample_memo()))
    policy = next(a["content"] for _, a in html.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert not [tag for tag, _ in html.tags if tag == "script"]
    ids = [a["id"] for a in html.having("id")]
    assert len(ids) == len(set(ids))
    assert {str(a["href"]).removeprefix("#") for a in html.having("href")} <= set(ids)
    arabic = [a for _, a in html.tags if a.get("lang") == "ar"]
    assert arabic
    assert all(a.get("dir") == "rtl" for a in arabic)


def test_two_memos_on_one_page_share_no_id() -> None:
    both = Collector(memo_fragment(sample_memo()) + memo_fragment(sample_memo().reviewed("A. Reader")))
    ids = [a["id"] for a in both.having("id")]
    assert len(ids) == len(set(ids))


def test_every_format_says_draft_until_reviewed_differences_and_provenance() -> None:
    memo = sample_memo()
    for seen in (Collector(memo_page(memo)).seen, str(render(memo, "md")), pdf_text(written(memo, "pdf"))):
        found = words(seen)
        for phrase in ("Draft", "differ", memo.briefs[0].provenance.article_sha256, "60"):
            assert phrase in found, phrase
    reviewed = memo.reviewed("A. Reader")
    for seen in (Collector(memo_page(reviewed)).seen, str(render(reviewed, "md")), pdf_text(written(reviewed, "pdf"))):
        assert "Reviewed by A. Reader" in " ".join(seen.split())
        assert "Draft" not in seen


def test_the_short_layout_is_shorter_and_keeps_the_differences() -> None:
    memo = sample_memo()
    short, whole = (pdf_text(written(memo, "pdf", layout=layout)) for layout in ("memo", "dossier"))
    assert len(short) < 0.6 * len(whole)
    assert "how long it lasted" in short


def test_docx_holds_every_arabic_sentence_that_it_names() -> None:
    with zipfile.ZipFile(io.BytesIO(written(sample_memo(), "docx"))) as package:
        xml = package.read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", xml)
    memo = sample_memo()
    for line in (line for event in memo.events for line in event.agreed):
        for source in line.sources:
            assert " ".join(memo.arabic(source).split()) in text


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_first_pages_hold_the_memo_and_the_annexes_begin_on_a_page_of_their_own(
    suffix: str, tmp_path: Path
) -> None:
    laid_out = layout_memo(sample_memo())
    (at,) = [n for n, b in enumerate(laid_out.blocks) if isinstance(b, Paragraph) and b.new_page]
    front, annexes = laid_out.blocks[:at], laid_out.blocks[at:]
    words_before = " ".join(b.text for b in front if isinstance(b, Paragraph)).split()
    assert len(words_before) <= 900
    assert annexes
    made = written(sample_memo(), suffix)
    if suffix == "pdf":
        pages = pdfium.PdfDocument(made)
        texts = [page.get_textpage().get_text_range() for page in pages]
        assert [n for n, text in enumerate(texts) if text.lstrip().startswith("Event 1:")] == [2]
    else:
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            assert package.read("word/document.xml").count(b"pageBreakBefore") == 1


def test_every_line_before_the_annexes_that_tells_something_is_cited() -> None:
    laid_out = layout_memo(sample_memo())
    (at,) = [n for n, b in enumerate(laid_out.blocks) if isinstance(b, Paragraph) and b.new_page]
    items = [b for b in laid_out.blocks[:at] if isinstance(b, Paragraph) and b.style == "item"]
    assert len(items) > 5
    assert all(any(run.target for run in item.runs) for item in items)


def test_the_sources_are_saved_for_reference_managers(tmp_path: Path) -> None:
    memo = sample_memo()
    entries = json.loads(memo.save(tmp_path / "sources.csl.json").read_text("utf-8"))
    assert [entry["id"] for entry in entries] == ["1", "2", "3", "4", "5"]
    assert entries[3]["issued"] == {"date-parts": [[2025, 7, 4]]}
    assert entries[3]["translated-title"].startswith("Putin to Trump")
    records = memo.save(tmp_path / "sources.ris").read_text("utf-8").split("ER  - ")
    assert len(records) == 6
    assert "TY  - NEWS" in records[3]
    assert "DA  - 2025/07/04/" in records[3]


def test_a_citation_shows_its_english_and_arabic_where_the_pointer_rests() -> None:
    memo = sample_memo()
    source = memo.bottom_line[0].sources[0]
    english, arabic = memo.english(source), memo.arabic(source)
    assert english
    assert f'title="{escape(english)}\n{escape(arabic)}"'.replace("&#x27;", "&#39;") in memo_page(memo).replace(
        "&#34;", "&quot;"
    )
