"""Translation Memory eXchange: reads TMX 1.1 to 1.4b of any tool as pairs of Arabic and English, writes TMX 1.4b.

Formatting codes, other languages and properties of other tools are left out. A file that declares or uses entities of
its own is refused, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, XMLParser, tostring

from toolkit.errors import FormatError
from toolkit.files import put

TOOL = "bilingual-brief-toolkit"
UNWRITABLE = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
"""Characters that XML 1.0 cannot hold; in a segment they travel as `<ph type="x-char">U+0001</ph>`."""

_XML = "{http://www.w3.org/XML/1998/namespace}"
_LANGUAGES = {"ara": "ar", "arb": "ar", "arabic": "ar", "eng": "en", "english": "en"}
_PAIRED_CODES = ("bpt", "ept", "it")  # formatting begins or ends, perhaps inside a word
_CODES = (*_PAIRED_CODES, "ph", "ut")
_LINE_BREAK = re.compile(r"\bbr\b|\\(?:line|par|tab)\b|\n|\blb\b", re.IGNORECASE)
_OPENING = "([{«“‘"
_ENTITY = [b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be")]
_DEEPEST = 100  # elements inside each other; TMX needs about ten
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_AGAIN = "Export the memory again from the tool it came from."


@dataclass(frozen=True, slots=True)
class Unit:
    """One Arabic text and its English, with where the pair comes from."""

    source: str
    target: str
    id: str = ""  # the unit's own name in its file (`tuid`)
    article: str | None = None  # id of the article it was made for
    origin: str = "import"  # "reference" (shipped), "edited" (a person's correction here) or "import"
    note: str = ""
    created: str = ""  # ISO 8601 in UTC (`2025-07-04T12:00:00Z`), as the next one
    changed: str = ""
    person: str = ""  # who wrote it
    tool: str = ""  # the program it was made with


class TmxFile:
    """The units of a TMX file, UTF-8 or UTF-16, in order.

    `skipped` is how many units lack Arabic or English text, `languages` are the codes in those, as written, sorted.

    Raises
    ------
    FormatError
        If the file is not well-formed XML, is not TMX, or declares or uses entities of its own.

    Examples
    --------
    >>> file = TmxFile("memory.tmx")  # doctest: +SKIP
    >>> pairs = [(unit.source, unit.target) for unit in file]  # doctest: +SKIP
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        read = _read(Path(path))
        self.units = tuple(read.units)
        self.skipped = read.skipped
        self.languages = tuple(sorted(read.languages))

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)


def _read(path: Path) -> _Reader:
    """Parse a file in one go: a parser fed in pieces begins a long comment again with every piece."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FormatError(f"{path} could not be read: {error.strerror or error}.", remedy="Check the path.") from error
    if any(declaration in data for declaration in _ENTITY):
        raise _entities(path)
    reader = _Reader(path)
    parser = XMLParser(target=reader)
    try:
        parser.feed(data)
        parser.close()
    except (ParseError, LookupError, ValueError, OverflowError) as error:  # the latter: encoding or size unknown to it
        if "undefined entity" in str(error):
            raise _entities(path) from error
        raise FormatError(f"{path} is not well-formed XML: {error}.", remedy=_AGAIN) from error
    return reader


def _entities(path: Path) -> FormatError:
    return FormatError(
        f"{path} declares or uses entities of its own; they are not read, because they can be made to fetch files or "
        "to fill the memory.",
        remedy="Export it again without them.",
    )


class _Reader:
    """Gathers units from what the XML parser meets; builds no tree."""

    def __init__(self, path: Path) -> None:
        self.units: list[Unit] = []
        self.skipped = 0
        self.languages: set[str] = set()
        self._path = path
        self._open: list[str] = []
        self._tool = ""
        self._attributes: dict[str, str] = {}  # of the unit at hand, as are the texts, notes and properties
        self._texts: dict[str, str] = {}
        self._tags: set[str] = set()
        self._notes: list[str] = []
        self._properties: dict[str, str] = {}
        self._kind = ""  # language of the variant at hand, or the type of the property or code
        self._pieces: list[str | None] | None = None  # of a segment, note or property; None where a code stood
        self._code: tuple[int, str, list[str]] | None = None  # depth, type and content of the code at hand

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in that an element begins."""
        name = tag.rpartition("}")[2]
        if not self._open and name != "tmx":
            raise FormatError(f"{self._path} is not TMX: its first element is <{name}>.", remedy="Give a .tmx file.")
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        if len(self._open) > _DEEPEST:
            raise FormatError(f"{self._path} nests elements more than {_DEEPEST} deep.", remedy=_AGAIN)
        if name == "header" and (tool := attributes.get("creationtool", "")) != TOOL:
            self._tool = tool
        elif name == "tu":
            self._attributes, self._texts, self._tags, self._notes, self._properties = attributes, {}, set(), [], {}
        elif name == "tuv":
            self._kind = attributes.get(f"{_XML}lang") or attributes.get("lang") or "none"
            if _language(self._kind) == "en":  # OmegaT says there who wrote it and when
                self._attributes = {**attributes, **self._attributes}
        elif (parent, name) in (("tuv", "seg"), ("tu", "note"), ("tu", "prop")):
            self._pieces = []
            self._kind = attributes.get("type", "") if name == "prop" else self._kind
        elif name in _CODES and self._pieces is not None and self._code is None:
            self._code = (len(self._open), attributes.get("type", ""), [])

    def data(self, text: str) -> None:
        """Take in characters."""
        if self._code is not None:
            self._code[2].append(text)
        elif self._pieces is not None:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """Take in that an element ends."""
        name = self._open.pop()
        parent = self._open[-1] if self._open else ""
        if self._code is not None:
            if self._code[0] == len(self._open) + 1:
                self._end_code(name)
        elif self._pieces is not None and (parent, name) == ("tuv", "seg"):
            self._texts.setdefault(_language(self._kind), self._taken())
            self._tags.add(self._kind)
        elif self._pieces is not None and (parent, name) == ("tu", "note"):
            self._notes.append(self._taken())
        elif self._pieces is not None and (parent, name) == ("tu", "prop"):
            self._properties[self._kind] = self._taken()
        elif name == "tu":
            self._end_unit()

    def close(self) -> None:
        """Do nothing: what was gathered is in the attributes."""

    def _end_code(self, name: str) -> None:
        assert self._code is not None
        assert self._pieces is not None
        _, kind, content = self._code
        text = "".join(content)
        self._code = None
        if kind == "x-char":
            with suppress(ValueError, OverflowError):
                self._pieces.append(chr(int(text.removeprefix("U+"), 16)))
        elif name == "ph" or _LINE_BREAK.search(text) or _LINE_BREAK.search(kind):
            self._pieces.append(None)

    def _taken(self) -> str:
        pieces, self._pieces = self._pieces or [], None
        return _joined(pieces)

    def _end_unit(self) -> None:
        source, target = self._texts.get("ar", ""), self._texts.get("en", "")
        if not source.strip() or not target.strip():
            self.skipped += 1
            if not {"ar", "en"} <= self._texts.keys():
                self.languages |= self._tags
            return
        attributes = self._attributes
        self.units.append(
            Unit(
                source=source,
                target=target,
                id=attributes.get("tuid", ""),
                article=self._properties.get("x-article") or None,
                origin=self._properties.get("x-origin") or "import",
                note="\n".join(self._notes),
                created=_spread(attributes.get("creationdate", "")),
                changed=_spread(attributes.get("changedate", "")),
                person=attributes.get("changeid") or attributes.get("creationid", ""),
                tool=attributes.get("creationtool", self._tool),
            )
        )


def _language(tag: str) -> str:
    """Return the primary language of a code: `ar` for `ar-SA`, `ara` and `arb`."""
    primary = tag.strip().replace("_", "-").split("-")[0].lower()
    return _LANGUAGES.get(primary, primary)


def _joined(pieces: list[str | None]) -> str:
    """Join the pieces of a segment; where a code stood between two words, they are kept apart by a space."""
    out: list[str] = []
    last, gap = " ", False
    for piece in pieces:
        if piece:
            first = piece[0]
            if gap and not last.isspace() and last not in _OPENING and (first.isalnum() or first in _OPENING):
                out.append(" ")
            out.append(piece)
            last = piece[-1]
        gap = piece is None or (gap and not piece)
    return "".join(out)


def _spread(time: str) -> str:
    """Turn TMX's `20250704T120000Z` into `2025-07-04T12:00:00Z`; "" for anything else."""
    found = _DATE.fullmatch(time)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""


def tmx_text(units: Iterable[Unit], *, tool_version: str = "") -> str:
    """Return units as the text of a TMX 1.4b file, in their order."""
    fixed = {"segtype": "sentence", "o-tmf": TOOL, "adminlang": "en", "srclang": "ar", "datatype": "plaintext"}
    version = printable(tool_version) or "unknown"
    header = Element("header", {"creationtool": TOOL, **fixed, "creationtoolversion": version})
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">',
        _to_xml(header),
        "<body>",
        *(_to_xml(_element_of(unit)) for unit in units),
        "</body>\n</tmx>\n",
    ]
    return "\n".join(lines)


def write_tmx(units: Iterable[Unit], path: str | os.PathLike[str], *, tool_version: str = "") -> int:
    """Write units as TMX 1.4b (UTF-8) in one step and return how many; raises SaveError if that fails."""
    held = list(units)
    put(tmx_text(held, tool_version=tool_version), Path(path))
    return len(held)


def printable(text: str) -> str:
    """Return `text` with a replacement character for each that XML cannot hold."""
    return UNWRITABLE.sub("\ufffd", text)


def _element_of(unit: Unit) -> Element:
    attributes = {
        "tuid": unit.id,
        "creationtool": unit.tool,
        "creationdate": re.sub("[-:]", "", unit.created),
        "changedate": re.sub("[-:]", "", unit.changed),
        "changeid": unit.person,
    }
    element = Element("tu", {name: printable(value) for name, value in attributes.items() if value})
    if unit.note:
        SubElement(element, "note").text = printable(unit.note)
    for kind, value in (("x-article", unit.article), ("x-origin", unit.origin)):
        if value:
            SubElement(element, "prop", {"type": kind}).text = printable(value)
    for language, text in (("ar", unit.source), ("en", unit.target)):
        segment = SubElement(SubElement(element, "tuv", {f"{_XML}lang": language}), "seg")
        segment.text, *pieces = UNWRITABLE.split(text)
        for character, after in zip(pieces[::2], pieces[1::2], strict=True):
            placeholder = SubElement(segment, "ph", {"type": "x-char"})
            placeholder.text, placeholder.tail = f"U+{ord(character):04X}", after
    return element


def _to_xml(element: Element) -> str:
    # A carriage return written as such would come back as a line feed.
    return tostring(element, encoding="unicode").strip().replace("\r", "&#13;")
