"""Translation Memory eXchange (TMX 1.4b). In: a .tmx file. Out: units, one Arabic text and its English each; and back.

Nothing is lost on the way through: what a unit of another tool holds beyond our fields (its properties, inline
codes, further languages) is kept as it stood in `Unit.record` and written out again. Files are parsed without
expanding entities and without fetching a DTD.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from toolkit.errors import SaveError
from toolkit.translate.tmx_parser import elements_of

__all__ = ["TOOL", "TmxFile", "Unit", "is_record", "write_tmx"]

TOOL = "bilingual-brief-toolkit"
SOURCE_LANGUAGE, TARGET_LANGUAGE = "ar", "en"

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What a <tu> inherits from its file's <header> (TMX 1.4b, section "tu"); written onto the unit on reading, because
# a memory holds the units of many files.
_INHERITED = ("o-encoding", "datatype", "segtype", "o-tmf", "srclang", "creationtool", "creationtoolversion")
_HEADER = {
    "creationtool": TOOL,
    "segtype": "sentence",
    "o-tmf": TOOL,
    "adminlang": "en",
    "srclang": SOURCE_LANGUAGE,
    "datatype": "plaintext",
}
# Native codes of another tool, not text: <bpt>, <ept>, <it>, <ph>, <ut>.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
# XML 1.0 cannot hold these at all; they travel as <ph type="x-char">U+0001</ph>.
_UNWRITABLE = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
_MOST_TAGS = 10_000
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """One Arabic text and its English, with where the pair comes from.

    Attributes
    ----------
    source, target
        The Arabic and the English.
    id
        The unit's own name in its file (`tuid`), or "".
    article
        Id of the article it was made for, or None.
    origin
        `reference` (shipped), `edited` (a person's correction here) or `import` (another tool's file).
    note
        Free text.
    created, changed
        ISO 8601 times in UTC (`2025-07-04T12:00:00Z`), or "".
    person
        Who wrote it, or "".
    tool
        The program it was made with, or "".
    record
        The whole `<tu>` as XML when it holds more than the fields above; None otherwise.
    """

    source: str
    target: str
    id: str = ""
    article: str | None = None
    origin: str = "import"
    note: str = ""
    created: str = ""
    changed: str = ""
    person: str = ""
    tool: str = ""
    record: str | None = None


class TmxFile:
    """A TMX file, read unit by unit.

    Parameters
    ----------
    path
        The file; UTF-8 or UTF-16 as its byte order mark or XML declaration says.

    Attributes
    ----------
    header_extras
        The notes and properties of the header as XML texts, known once the units have been read.
    skipped
        How many units had no Arabic or no English text, known once the units have been read.

    Raises
    ------
    FormatError
        If the file is not well-formed XML, is not TMX, or declares or uses entities of its own. Raised while the
        units are read.

    Examples
    --------
    >>> file = TmxFile("memory.tmx")  # doctest: +SKIP
    >>> pairs = [(unit.source, unit.target) for unit in file]  # doctest: +SKIP
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.header_extras: tuple[str, ...] = ()
        self.skipped = 0

    def __iter__(self) -> Iterator[Unit]:
        defaults: dict[str, str] = {}
        self.skipped = 0
        for element in elements_of(self.path):
            if element.tag == "header":
                defaults = _defaults(element)
                self.header_extras = tuple(_to_xml(child) for child in element)
                continue
            unit = _unit_of(element, defaults)
            if unit is None:
                self.skipped += 1
            else:
                yield unit

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units of the file."""
        return tuple(self)


def write_tmx(
    units: Iterable[Unit],
    path: str | os.PathLike[str],
    *,
    tool_version: str = "",
    header_extras: Iterable[str] = (),
) -> int:
    """Write units as TMX 1.4b (UTF-8) and return how many.

    The file appears whole or not at all.

    Parameters
    ----------
    units
        What to write, in this order.
    path
        The file; replaced if it exists.
    tool_version
        Goes into the header.
    header_extras
        Notes and properties for the header, as XML texts.

    Raises
    ------
    SaveError
        If the file cannot be written.
    """
    path = Path(path)
    header = Element("header", {**_HEADER, "creationtoolversion": _printable(tool_version) or "unknown"})
    header.extend(ElementTree.fromstring(extra) for extra in header_extras)
    count = 0
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise _not_saved(path, error) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
            out.write('<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n')
            out.write(_to_xml(header) + "\n<body>\n")
            for unit in units:
                out.write((unit.record or _to_xml(_element_of(unit))) + "\n")
                count += 1
            out.write("</body>\n</tmx>\n")
        Path(temporary).replace(path)
    except OSError as error:
        raise _not_saved(path, error) from error
    finally:
        with suppress(OSError):
            Path(temporary).unlink()
    return count


def _defaults(header: Element) -> dict[str, str]:
    """Return what the units of a file inherit from its header and would lose under ours."""
    inherited = {name: value for name in _INHERITED if (value := header.get(name)) and value != _HEADER.get(name)}
    if "creationtool" not in inherited:
        inherited.pop("creationtoolversion", None)
    return inherited


def _not_saved(path: Path, error: OSError) -> SaveError:
    return SaveError(f"{path} could not be written: {error.strerror or error}.", remedy="Choose another place.")


def _element_of(unit: Unit) -> Element:
    """Build the `<tu>` that holds exactly the fields of `unit`."""
    attributes = {
        "tuid": unit.id,
        "creationtool": unit.tool,
        "creationdate": _compact(unit.created),
        "changedate": _compact(unit.changed),
        "changeid": unit.person,
    }
    element = Element("tu", {name: _printable(value) for name, value in attributes.items() if value})
    if unit.note:
        SubElement(element, "note").text = _printable(unit.note)
    for kind, value in (("x-article", unit.article), ("x-origin", unit.origin)):
        if value:
            SubElement(element, "prop", {"type": kind}).text = _printable(value)
    for language, text in ((SOURCE_LANGUAGE, unit.source), (TARGET_LANGUAGE, unit.target)):
        variant = SubElement(element, "tuv", {_LANG: language})
        _fill(SubElement(variant, "seg"), text)
    return element


def _fill(seg: Element, text: str) -> None:
    """Put `text` into `seg`, with what XML cannot hold as placeholders."""
    pieces = _UNWRITABLE.split(text)
    seg.text = pieces[0]
    for character, after in zip(pieces[1::2], pieces[2::2], strict=True):
        placeholder = SubElement(seg, "ph", {"type": "x-char"})
        placeholder.text = f"U+{ord(character):04X}"
        placeholder.tail = after


def _printable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _compact(time: str) -> str:
    """Turn `2025-07-04T12:00:00Z` into TMX's `20250704T120000Z`."""
    return time.replace("-", "").replace(":", "")


def _spread(time: str) -> str:
    """Turn TMX's `20250704T120000Z` into `2025-07-04T12:00:00Z`; "" for anything else."""
    found = _DATE.fullmatch(time)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""


def is_record(text: str) -> bool:
    """Tell whether `text` can stand in a TMX file as a unit: one `<tu>`, well-formed, without declarations."""
    if "<!" in text or "<?" in text or text.count("<") > _MOST_TAGS:
        return False
    try:
        return ElementTree.fromstring(text).tag == "tu"
    except (ElementTree.ParseError, ValueError):
        return False


def _to_xml(element: Element) -> str:
    # A carriage return written as such would come back as a line feed.
    return ElementTree.tostring(element, encoding="unicode").strip().replace("\r", "&#13;")


def _unit_of(element: Element, defaults: dict[str, str]) -> Unit | None:
    """Read a `<tu>`; None if it has no Arabic or no English text."""
    for name, value in defaults.items():
        element.attrib.setdefault(name, value)
    _drop_indentation(element)
    texts = {_language(variant): variant for variant in reversed(element.findall("tuv"))}
    source, target = texts.get(SOURCE_LANGUAGE), texts.get(TARGET_LANGUAGE)
    if source is None or target is None:
        return None
    source_text, target_text = _text_of(source.find("seg")), _text_of(target.find("seg"))
    if not source_text.strip() or not target_text.strip():
        return None
    properties = {prop.get("type"): prop.text or "" for prop in element.findall("prop")}
    unit = Unit(
        source=source_text,
        target=target_text,
        id=element.get("tuid", ""),
        article=properties.get("x-article") or None,
        origin=properties.get("x-origin") or "import",
        note=element.findtext("note", ""),
        created=_spread(element.get("creationdate", "")),
        changed=_spread(element.get("changedate", "")),
        person=element.get("changeid", ""),
        tool=element.get("creationtool", ""),
    )
    written = _to_xml(element)
    if written == _to_xml(_element_of(unit)):
        return unit
    return replace(unit, record=written)


def _drop_indentation(element: Element) -> None:
    """Remove the white space between the elements of a unit (not the text of segments, notes or properties)."""
    element.tail = None
    if element.tag not in ("seg", "note", "prop"):
        element.text = None
        for child in element:
            _drop_indentation(child)


def _language(variant: Element) -> str:
    """Return the primary language of a `<tuv>`: `ar` for `ar-SA`."""
    tag = variant.get(_LANG) or variant.get("lang") or ""
    return tag.replace("_", "-").split("-")[0].lower()


def _text_of(seg: Element | None) -> str:
    """Return the text of a segment without the native codes of other tools."""
    if seg is None:
        return ""
    pieces = [seg.text or ""]
    for child in seg:
        if child.tag == "ph" and child.get("type") == "x-char":
            pieces.append(_character(child.text or ""))
        elif child.tag not in _CODES:
            pieces.append(_text_of(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _character(code: str) -> str:
    try:
        return chr(int(code.removeprefix("U+"), 16))
    except (ValueError, OverflowError):
        return ""
