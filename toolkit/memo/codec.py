"""The fields of a memo as JSON text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.brief.codec import check_fields, parsed, text_of
from toolkit.brief.codec import json_schema as brief_schema
from toolkit.brief.types import Review
from toolkit.errors import FormatError
from toolkit.memo.types import Dated, Event, Heading, Line, Person, Quote, ReportId, Source, Sourced

SCHEMA = "bilingual-memo/2"
_OLDER = "bilingual-memo/1"
_REMEDY = "Save the memo again with memo.save('….json'), or make it anew from its briefs."


def dumps(memo: Mapping[str, Any]) -> str:
    """Return the fields of a memo as JSON text, its briefs included."""
    data = {name: adapter.dump_python(memo[name], mode="json") for name, adapter in _adapters().items()}
    briefs = [json.loads(brief.to_json()) for brief in memo["briefs"]]
    return json.dumps({"schema": SCHEMA, **data, "briefs": briefs}, ensure_ascii=False, indent=1) + "\n"


def loads(text: str, *, origin: str = "the text") -> dict[str, Any]:
    """Return the fields of a memo from JSON text, of an older schema its briefs and review; `origin` is for errors."""
    from pydantic import ValidationError

    data = parsed(text, origin, _REMEDY)
    found = data.get("schema") if isinstance(data, dict) else None
    if found not in (SCHEMA, _OLDER):
        raise FormatError(
            f"{origin} is not a memo that this toolkit reads (schema {found!r}, expected {SCHEMA!r}).", remedy=_REMEDY
        )
    wanted = {"review": _adapters()["review"]} if found == _OLDER else _adapters()
    try:
        values = {name: adapter.validate_python(data.get(name)) for name, adapter in wanted.items()}
    except ValidationError as error:
        raise FormatError(f"{origin} is a damaged memo: {error.errors()[0]['msg']}.", remedy=_REMEDY) from error
    if found == SCHEMA:
        known = {name: adapter.dump_python(values[name], mode="json") for name, adapter in wanted.items()}
        check_fields(data, {"schema": SCHEMA, "briefs": None, **known}, origin)
    briefs = data.get("briefs")
    if not isinstance(briefs, list) or not briefs:
        raise FormatError(f"{origin} is a damaged memo: it holds no briefs.", remedy=_REMEDY)
    texts = [json.dumps(brief, ensure_ascii=False) for brief in briefs]
    loaded = tuple(Brief.from_json(text, origin=f"brief {n} of {origin}") for n, text in enumerate(texts, 1))
    memo = {**values, "briefs": loaded}
    if found == SCHEMA:
        _check_sources(memo, origin)
    return memo


def load(path: str | Path) -> dict[str, Any]:
    """Return the fields of a memo that was saved in a file."""
    return loads(text_of(path, "memo"), origin=str(path))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a saved memo; that of its briefs is `codec.json_schema`."""
    parts = {name: adapter.json_schema(mode="serialization") for name, adapter in _adapters().items()}
    properties = {"schema": {"const": SCHEMA}, **parts, "briefs": {"type": "array", "items": brief_schema()}}
    return {"type": "object", "properties": properties, "required": list(properties)}


@cache
def _adapters() -> dict[str, Any]:
    from pydantic import TypeAdapter

    return {
        "heading": TypeAdapter(Heading),
        **{name: TypeAdapter(tuple[Line, ...]) for name in ("bottom_line", "key_points", "news", "watch")},
        "events": TypeAdapter(tuple[Event, ...]),
        "timeline": TypeAdapter(tuple[Dated, ...]),
        "people": TypeAdapter(tuple[Person, ...]),
        "quotations": TypeAdapter(tuple[Quote, ...]),
        "review": TypeAdapter(Review | None),
    }


def _check_sources(memo: Mapping[str, Any], origin: str) -> None:
    """Refuse a memo whose sources lead nowhere: a line without a visible source must not be shown."""
    lines = [line for event in memo["events"] for line in (*event.agreed, *event.single, *event.elsewhere)]
    lines += [line for name in ("key_points", "news", "watch") for line in memo[name]]
    readings = [r for event in memo["events"] for d in event.differences for r in d.readings]
    people = [reading for person in memo["people"] for reading in person.roles]
    listed: list[Sourced] = [*memo["bottom_line"], *lines, *readings, *memo["timeline"], *memo["people"], *people]
    sources = [s for item in listed for s in item.sources] + [q.source for q in memo["quotations"]]
    reports = [report for event in memo["events"] for report in event.reports]
    if not all(_exists(memo, s) for s in sources) or not all(_is_report(memo, r) for r in reports):
        raise FormatError(f"{origin} is a damaged memo: it names a source that is not there.", remedy=_REMEDY)


def _exists(memo: Mapping[str, Any], source: Source) -> bool:
    return 0 <= source.brief < len(memo["briefs"]) and 0 <= source.sentence < len(
        memo["briefs"][source.brief].article.sentences
    )


def _is_report(memo: Mapping[str, Any], report: ReportId) -> bool:
    return 0 <= report.brief < len(memo["briefs"]) and report.part >= 0
