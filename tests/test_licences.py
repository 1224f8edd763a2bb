"""The list of licences says what is pinned and what the packages themselves say."""

from __future__ import annotations

import re

import pytest

from tests.licences import DOCUMENT, installed_version, pinned, rows_of, stated_licence

TEXT = DOCUMENT.read_text(encoding="utf-8")
ROWS = rows_of(TEXT)


def test_the_list_holds_every_pinned_package_and_no_other() -> None:
    assert {row.name: row.version for row in ROWS} == pinned()


def test_the_list_says_what_the_installed_packages_say() -> None:
    """Make it anew with: python -m tests.licences."""
    here = [row for row in ROWS if installed_version(row.name) == row.version]
    if len(here) < len(ROWS) // 2:
        pytest.skip("other versions than the pinned ones are installed")
    assert [(row.name, row.licence) for row in here] == [(row.name, stated_licence(row.name)) for row in here]


def test_what_has_conditions_is_told_above_the_list() -> None:
    head = TEXT.split("| package")[0]
    for row in ROWS:
        if re.search(r"GPL|MPL|Mozilla|Lesser|not stated|UNKNOWN|-NC", row.licence):
            assert f"`{row.name}`" in head, f"{row.name}: {row.licence}"


def test_nothing_is_under_a_licence_that_would_reach_over_to_the_toolkit() -> None:
    for row in ROWS:
        choices = re.split(r"\bOR\b", row.licence)
        assert any(
            not re.search(r"(?<!L)(?<!Lesser )\bA?GPL\b|General Public License(?! \(LGPL\))", choice)
            or "LGPL" in choice
            for choice in choices
        ), row
