from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.test_structure import LEAD, SECOND, TITLE
from toolkit import errors
from toolkit.article import read

MARKS = st.lists(
    st.sampled_from(
        [
            "# ",
            "\n",
            "\n\n",
            "**",
            "[",
            "](x)",
            "`",
            "```\n",
            "> ",
            "- ",
            "|",
            "<b>",
            "---\n",
            "\\",
            LEAD,
            SECOND,
            TITLE,
        ]
    )
    | st.text(max_size=10),
    max_size=20,
)


def test_what_a_reader_sees_is_read() -> None:
    text = f"---\ntitle: عنوان الملف\ndate: 2025-07-04\n---\n# {TITLE}\n\n**{LEAD[:4]}**{LEAD[4:]}\n\n## بعد الحصاد\n\n{SECOND}\n"
    article = read(text.encode(), name="article.md")
    assert [(s.kind, s.text) for s in article.sentences] == [
        ("title", TITLE),
        ("body", LEAD),
        ("heading", "بعد الحصاد"),
        ("body", SECOND),
    ]
    assert (article.title, article.published) == (TITLE, date(2025, 7, 4))


@settings(max_examples=60, deadline=None)
@given(MARKS)
def test_any_markdown_gives_exact_offsets_or_an_error_of_ours(pieces: list[str]) -> None:
    try:
        article = read("".join(pieces).encode("utf-8", "surrogatepass"), name="article.md")
    except errors.ReadError as error:
        assert error.remedy
        return
    assert all(article.text[s.span.start : s.span.end] == s.text for s in article.sentences)
    assert "".join("".join(s.text.split()) for s in article.sentences) == "".join(article.text.split())
