from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.briefs import brief_of
from tests.conftest import ROOT
from toolkit import Memo
from toolkit.brief import Brief
from toolkit.brief.codec import SCHEMA, json_schema
from toolkit.errors import FormatError


def test_a_brief_read_back_equals_the_brief_saved(tmp_path: Path) -> None:
    brief = brief_of()
    path = brief.save(tmp_path / "brief.json")
    assert Brief.load(path) == brief
    assert Brief.from_json(brief.to_json()) == brief


def test_saved_json_is_valid_under_the_published_schema() -> None:
    data = json.loads(brief_of().to_json())
    jsonschema.validate(data, json_schema())
    del data["article"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "data").glob("schema-1-*.json")), ids=lambda p: p.stem)
def test_briefs_saved_before_facts_had_items_still_load_and_make_a_memo(path: Path) -> None:
    brief = Brief.load(path)
    assert brief.facts and brief.claims
    assert Brief.from_json(brief.to_json()) == brief
    assert Memo([brief]).timeline


def test_an_item_in_a_file_is_not_believed() -> None:
    data = json.loads(brief_of().to_json())
    assert all("item" not in fact for fact in data["facts"])
    data["facts"][0]["item"] = {"amount": "1/0"}
    assert Brief.from_json(json.dumps(data)) == brief_of()


def test_a_file_that_an_editor_gave_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "brief.json").write_text(brief_of().to_json(), encoding="utf-8-sig")
    assert Brief.load(tmp_path / "brief.json") == brief_of()
    assert Brief.from_json("\ufeff" + brief_of().to_json()) == brief_of()
    memo = Memo([brief_of()])
    (tmp_path / "memo.json").write_text(memo.to_json(), encoding="utf-8-sig")
    assert Memo.load(tmp_path / "memo.json").briefs == memo.briefs


def test_fields_that_a_brief_has_no_place_for_are_named_and_not_lost(tmp_path: Path) -> None:
    data = json.loads(brief_of().to_json())
    data["desk"] = "politics"
    data["article"]["sentences"][2]["mood"] = "calm"
    data["claims"][0]["evidence"][0]["colour"] = "red"
    with pytest.raises(FormatError, match=r"article\.sentences\.mood, claims\.evidence\.colour, desk") as caught:
        Brief.from_json(json.dumps(data))
    assert "version" in caught.value.remedy
    memo = json.loads(Memo([brief_of()]).to_json())
    memo["mood"] = "calm"
    with pytest.raises(FormatError, match="mood"):
        Memo.from_json(json.dumps(memo))


def test_the_schema_says_which_it_is_and_refuses_what_the_reader_refuses() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    data = json.loads(brief_of().to_json())
    data["article"]["desk"] = "politics"
    with pytest.raises(jsonschema.ValidationError, match="desk"):
        jsonschema.validate(data, schema)


def test_json_keeps_arabic_readable() -> None:
    assert "الوزير" in brief_of().to_json()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda d: d.update(schema="bilingual-brief/99"), SCHEMA),
        (lambda d: d.pop("claims"), "claims"),
        (lambda d: d["article"].update(text="نص آخر"), "offsets"),
        (lambda d: d["translations"].pop(), "one translation a sentence"),
        (lambda d: d["claims"][0].update(verdict="certain"), "verdict"),
    ],
    ids=["newer-schema", "missing-field", "moved-text", "lost-translation", "unknown-verdict"],
)
def test_a_damaged_brief_is_refused_with_the_place_and_a_remedy(damage, says: str) -> None:
    data = json.loads(brief_of().to_json())
    damage(data)
    with pytest.raises(FormatError, match=says) as caught:
        Brief.from_json(json.dumps(data))
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"'])
def test_text_that_is_no_brief_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        Brief.from_json(text)


def test_loading_a_missing_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none\.json"):
        Brief.load(tmp_path / "none.json")


def test_the_documented_schema_is_the_one_in_force() -> None:
    """Write it anew with: json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True)."""
    assert json.loads((ROOT / "docs" / "brief.schema.json").read_text(encoding="utf-8")) == json_schema()
