"""The fields of a brief as JSON text with a schema version, and back; unknown fields are refused, never dropped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.brief.types import BriefFields
from toolkit.brief.validation import first_fault
from toolkit.errors import FormatError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["SCHEMA", "check_fields", "dumps", "json_schema", "loads", "parsed", "text_of"]

SCHEMA = "bilingual-brief/1"
_REMEDY = "Save the brief again with brief.save('….json'), or make it anew from the article."


def dumps(brief: BriefFields) -> str:
    """Return `brief` as JSON text."""
    data = _adapter().dump_python(brief, mode="json")
    return json.dumps({"schema": SCHEMA, **data}, ensure_ascii=False, indent=1) + "\n"


def loads(text: str, *, origin: str = "the text") -> BriefFields:
    """Return the fields of a brief from JSON text; `origin` names it in errors."""
    from pydantic import ValidationError

    data = parsed(text, origin, _REMEDY)
    found = data.pop("schema", None) if isinstance(data, dict) else None
    if found != SCHEMA:
        raise FormatError(
            f"{origin} is not a brief that this toolkit reads (schema {found!r}, expected {SCHEMA!r}).",
            remedy=_REMEDY,
        )
    for fact in data["facts"] if isinstance(data.get("facts"), list) else ():
        if isinstance(fact, dict):
            fact.pop("item", None)  # what a reading found is found again, never taken from a file
    for claim in data["claims"] if isinstance(data.get("claims"), list) else ():
        if isinstance(claim, dict) and claim.get("origin") in ("model", "source"):  # what they were called at first
            claim["origin"] = "kept" if claim["origin"] == "source" else "cut" if claim.get("left_out") else "written"
    try:
        brief = _adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise FormatError(f"{origin} is a damaged brief: {where}: {first['msg']}.", remedy=_REMEDY) from error
    check_fields(data, _adapter().dump_python(brief, mode="json"), origin)
    if fault := first_fault(brief):
        raise FormatError(f"{origin} is a damaged brief: {fault}.", remedy=_REMEDY)
    return brief


def check_fields(given: Any, known: Any, origin: str) -> None:
    """Raise FormatError if `given` has fields that are not in `known`, the same data as this toolkit writes it."""
    unknown = sorted(set(_unknown(given, known)))
    if unknown:
        shown = ", ".join(unknown[:5]) + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else "")
        raise FormatError(
            f"{origin} has fields that this toolkit does not know and would lose: {shown}.",
            remedy="Take them out, or read it with the version of the toolkit that wrote it.",
        )


def _unknown(given: Any, known: Any, path: str = "") -> Iterator[str]:
    if isinstance(given, dict) and isinstance(known, dict):
        for name, value in given.items():
            if name in known:
                yield from _unknown(value, known[name], f"{path}{name}.")
            else:
                yield f"{path}{name}"
    elif isinstance(given, list) and isinstance(known, list):
        for value, other in zip(given, known, strict=False):
            yield from _unknown(value, other, path)


def parsed(text: str, origin: str, remedy: str) -> Any:
    """Return the values of JSON text; raises FormatError for what is not JSON, nested without end or not a number."""
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise FormatError(f"{origin} is not JSON: {reason}.", remedy=remedy) from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    return value if isfinite(value) else _no_number(digits[:20])


def text_of(path: str | Path, what: str) -> str:
    """Return the text of a saved file; raises FormatError if it cannot be read or is not UTF-8."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"Cannot read the {what} {path}: {error}.", remedy="Check the path.") from error


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a saved brief."""
    schema = _adapter().json_schema(mode="serialization")
    schema["title"] = "Brief"
    schema["properties"] = {"schema": {"const": SCHEMA}, **schema["properties"]}
    schema["required"] = ["schema", *schema["required"]]
    for part in (schema, *schema["$defs"].values()):
        if "properties" in part:
            part["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:bilingual-brief-toolkit:brief:1",
        **schema,
    }


@cache
def _adapter() -> TypeAdapter[BriefFields]:
    from pydantic import TypeAdapter

    return TypeAdapter(BriefFields)
