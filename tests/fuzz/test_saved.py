"""Saved briefs and memos that somebody changed: refused with a remedy, or whole and shown."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.briefs import brief_of
from tests.fuzz.conftest import tries
from tests.fuzz.texts import ANY
from tests.fuzz.whole import check_brief, check_export
from toolkit.brief import Brief
from toolkit.errors import FormatError
from toolkit.memo import Memo
from toolkit.output.formats import MEMO_FORMATS, render

Path = tuple[str | int, ...]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 300), st.integers(), st.floats(), ANY, st.sampled_from(["", "ا", "2026", "\ud83d", "\x00", "supported"]),
    st.lists(st.integers(-2, 60), max_size=3), st.dictionaries(st.sampled_from(["text", "span", "sentence"]), st.integers(), max_size=2),
)  # fmt: skip


def places(value: Any, path: Path = ()) -> list[Path]:
    """Where something stands in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def change(data: Any, path: Path, value: Any, *, how: str) -> None:
    for key in path[:-1]:
        data = data[key]
    key = path[-1]
    if how == "delete":
        del data[key]
    elif how == "repeat" and isinstance(data[key], list) and data[key]:
        data[key].append(copy.deepcopy(data[key][-1]))
    elif how == "shift" and isinstance(data[key], int) and not isinstance(data[key], bool):
        data[key] += value if isinstance(value, int) else 1
    else:
        data[key] = value


@cache
def saved() -> str:
    return brief_of().reviewed("A. Reader", note="read").to_json()


@cache
def saved_memo() -> str:
    return Memo([brief_of(), brief_of()]).to_json()


CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["replace", "replace", "shift", "delete", "repeat"]), VALUES),
    min_size=1,
    max_size=3,
)


def changed(text: str, changes: list[tuple[int, str, Any]]) -> str:
    data = json.loads(text)
    for number, how, value in changes:
        known = places(data)[1:]
        change(data, known[number % len(known)], value, how=how)
    return json.dumps(data, ensure_ascii=False)


@tries(400)
@given(changes=CHANGES)
def test_a_changed_brief_is_refused_or_whole(changes: list[tuple[int, str, Any]]) -> None:
    try:
        brief = Brief.from_json(changed(saved(), changes))
    except FormatError as error:
        assert error.remedy
        return
    check_brief(brief)
    for name in ("html", "md", "tmx", "xlf"):
        check_export(brief, name)


@tries(40)
@given(changes=CHANGES)
def test_a_changed_brief_is_printed_where_it_is_taken(changes: list[tuple[int, str, Any]]) -> None:
    try:
        brief = Brief.from_json(changed(saved(), changes))
    except FormatError:
        return
    for name in ("docx", "pdf"):
        check_export(brief, name)


@tries(120)
@given(changes=CHANGES)
def test_a_changed_memo_is_refused_or_shown(changes: list[tuple[int, str, Any]]) -> None:
    try:
        memo = Memo.from_json(changed(saved_memo(), changes))
    except FormatError as error:
        assert error.remedy
        return
    assert Memo.from_json(memo.to_json()) == memo
    for name in MEMO_FORMATS:
        if name != "pdf":
            assert render(memo, name)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"schema":' * 50_000, '{"schema": NaN}', '{"schema": 1e999}', f'{{"schema": {"9" * 5000}}}', "\ufeff{}", '"\\ud83d"', "1e400"],
    ids=["brackets", "objects", "nan", "too-large", "too-long", "byte-order-mark", "half", "number"],
)  # fmt: skip
@pytest.mark.parametrize("load", [Brief.from_json, Memo.from_json])
def test_json_that_is_no_brief_is_an_error_of_ours(text: str, load: Any) -> None:
    with pytest.raises(FormatError) as caught:
        load(text)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "path", [("claims", 0, "evidence", 0, "score"), ("translations", 0, "score"), ("ranking", 0, "score")]
)
def test_what_is_no_number_is_refused(path: Path) -> None:
    data = json.loads(saved())
    change(data, path, float("nan"), how="replace")
    with pytest.raises(FormatError, match="NaN"):
        Brief.from_json(json.dumps(data))


@tries(60)
@given(cut=st.integers(0, len(saved())), extra=ANY)
def test_a_brief_that_broke_off_is_an_error_of_ours(cut: int, extra: str) -> None:
    text = saved()
    try:
        assert Brief.from_json(text[:cut] + extra + text[cut:]) is not None
    except FormatError as error:
        assert error.remedy
