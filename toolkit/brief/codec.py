"""Brief <-> JSON. In: a Brief or text. Out: text with a schema version, or an equal Brief, or FormatError."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import FormatError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from toolkit.brief.types import Brief

__all__ = ["SCHEMA", "dumps", "json_schema", "load", "loads"]

SCHEMA = "bilingual-brief/1"
_REMEDY = "Save the brief again with brief.save('….json'), or make it anew from the article."


def dumps(brief: Brief) -> str:
    """Return `brief` as JSON text."""
    data = _adapter().dump_python(brief, mode="json")
    return json.dumps({"schema": SCHEMA, **data}, ensure_ascii=False, indent=1) + "\n"


def loads(text: str, *, origin: str = "the text") -> Brief:
    """Rebuild a brief from JSON text; `origin` names it in errors."""
    from pydantic import ValidationError

    try:
        data = json.loads(text)
    except ValueError as error:
        raise FormatError(f"{origin} is not JSON: {error}.", remedy=_REMEDY) from error
    found = data.pop("schema", None) if isinstance(data, dict) else None
    if found != SCHEMA:
        raise FormatError(
            f"{origin} is not a brief that this toolkit reads (schema {found!r}, expected {SCHEMA!r}).",
            remedy=_REMEDY,
        )
    try:
        brief = _adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise FormatError(f"{origin} is a damaged brief: {where}: {first['msg']}.", remedy=_REMEDY) from error
    _check_offsets(brief, origin)
    return brief


def load(path: str | Path) -> Brief:
    """Read a saved brief from a file."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"Cannot read the brief {path}: {error}.", remedy="Check the path.") from error
    return loads(text, origin=str(path))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a saved brief."""
    schema = _adapter().json_schema(mode="serialization")
    schema["properties"] = {"schema": {"const": SCHEMA}, **schema["properties"]}
    schema["required"] = ["schema", *schema["required"]]
    return schema


@cache
def _adapter() -> TypeAdapter[Brief]:
    from pydantic import TypeAdapter

    from toolkit.brief.types import Brief

    return TypeAdapter(Brief)


def _check_offsets(brief: Brief, origin: str) -> None:
    article = brief.article
    if len(brief.translations) != len(article.sentences):
        raise FormatError(f"{origin} is a damaged brief: not one translation a sentence.", remedy=_REMEDY)
    for sentence in article.sentences:
        if sentence.span.of(article.text) != sentence.text:
            raise FormatError(
                f"{origin} is a damaged brief: sentence {sentence.index} is not at its offsets.",
                remedy=_REMEDY,
            )
