"""The sentence pairs of an XLIFF file, 1.2 or 2.0, as CAT tools give it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.errors import FormatError
from toolkit.translate.tmx import Unit

__all__ = ["read_xliff"]

_PARSER: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_BREAKS = {"ph", "x", "bx", "ex", "sc", "ec"}
_EDITED = {"reviewed", "final", "signed-off"}


def read_xliff(path: Path) -> tuple[list[Unit], int]:
    """Return the translated units of an XLIFF file, and how many had no translation.

    Raises
    ------
    FormatError
        If the file is not XLIFF.
    """
    from lxml import etree  # only here: it takes time to load, and most runs read no XLIFF

    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(**_PARSER))
    except FileNotFoundError:
        raise FormatError(f"There is no file {path}.", remedy="Check the path.") from None
    except (OSError, etree.XMLSyntaxError) as error:
        raise FormatError(f"{path} is not XLIFF: {error}.", remedy="Export it again as XLIFF 1.2 or 2.0.") from error
    if root.tag.rpartition("}")[2] != "xliff":
        raise FormatError(f"{path} is not XLIFF.", remedy="Export it again as XLIFF 1.2 or 2.0.")
    units, skipped = [], 0
    for element in root.iter("{*}trans-unit", "{*}segment"):
        source, target = element.find("{*}source"), element.find("{*}target")
        arabic, english = (_text(side).strip() if side is not None else "" for side in (source, target))
        if not arabic or not english:
            skipped += 1
            continue
        state = (target.get("state") if target is not None else None) or element.get("state") or ""
        note = " ".join("".join(found.itertext()).strip() for found in element.iter("{*}note"))
        units.append(Unit(arabic, english, origin="edited" if state in _EDITED else "import", note=note))
    return units, skipped


def _text(element: Any) -> str:
    """Return the text of a source or target; a placeholder is a blank, a code point in `cp` its character."""
    parts = [element.text or ""]
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "cp":
            parts.append(chr(int(child.get("hex", "20"), 16)))
        elif name in _BREAKS:
            parts.append(" ")
        else:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
