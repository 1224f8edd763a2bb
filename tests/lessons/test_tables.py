"""Tables in which two directions meet."""

from __future__ import annotations

from notebooks.lessons.tables import Table

SHOWN = Table(("Arabic", "finding", "n"), [("عاد 6 آلاف جندي", "Arabic says 7% (7 في المئة); <b>", 3)])._repr_html_()


def test_arabic_cells_run_from_right_to_left_and_numbers_stand_right() -> None:
    assert '<td dir="rtl" lang="ar"' in SHOWN
    assert 'text-align:right">3</td>' in SHOWN


def test_arabic_within_english_is_isolated_with_its_number() -> None:
    assert '(<bdi lang="ar" dir="rtl">7 في المئة</bdi>);' in SHOWN


def test_text_is_escaped() -> None:
    assert "&lt;b&gt;" in SHOWN
    assert "<b>" not in SHOWN


def test_a_table_without_rows_has_a_header() -> None:
    assert "<th" in Table(("one", "two"), [])._repr_html_()
