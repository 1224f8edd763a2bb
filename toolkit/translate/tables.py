"""Translation units from and to tables (CSV: what is written comes back equal), and from XLIFF 1.2 and 2.0.

Columns of a table: source, target, id, article, origin, note, created, changed, person, tool; only the first two must
be there, and their usual other names are known.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from toolkit.errors import FormatError
from toolkit.files import put
from toolkit.translate.tmx import TmxFile, Unit

_COLUMNS = tuple(field.name for field in fields(Unit))
_NAMES = {"arabic": "source", "ar": "source", "english": "target", "en": "target", "notes": "note", "tuid": "id"}
# A spreadsheet runs a cell that starts with one of these as a formula; "'" in front makes it text, and an "'" that
# was there before gets another one, so that reading undoes exactly what writing did.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n", "'")
_LARGEST_FIELD = 1 << 24


def write_csv(units: Iterable[Unit], path: str | os.PathLike[str]) -> int:
    """Write units as CSV (UTF-8 with byte order mark, as spreadsheets want it) and return how many."""
    out = io.StringIO(newline="")
    cells = ((value or "" for value in astuple(unit)) for unit in units)
    rows = [[f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in cells]
    csv.writer(out).writerows([_COLUMNS, *rows])
    put(f"\ufeff{out.getvalue()}", Path(path))
    return len(rows)


def read_csv(path: str | os.PathLike[str]) -> tuple[list[Unit], int]:
    """Return the units of a CSV file, and how many rows lack the Arabic or the English; blank rows do not count."""
    units, skipped = [], 0
    for row in read_rows(path, required=("source", "target"), names=_NAMES):
        given = {name: row[name] for name in _COLUMNS if row.get(name)}
        if given.get("source", "").strip() and given.get("target", "").strip():
            units.append(Unit(**given))
        else:
            skipped += any(cell.strip() for cell in row.values())
    return units, skipped


def read_rows(
    path: str | os.PathLike[str], *, required: Iterable[str], names: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file as dictionaries, its column names in lower case and translated by `names`.

    Comma, semicolon or tab between the fields, whichever the first line has most of.

    Raises
    ------
    FormatError
        If the file cannot be read, is not UTF-8, or lacks one of the `required` columns.
    """
    path = Path(path)
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", errors="surrogatepass", newline="") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=first.count), strict=True)
            titles = [title.strip().lower() for title in next(reader, [])]
            columns = [names.get(title, title) for title in titles]
            missing = [name for name in required if name not in columns]
            if missing:
                raise FormatError(
                    f"{path} has no column {missing[0]!r}; its first line is {', '.join(titles)!r}.",
                    remedy="Put the names of the columns into the first line.",
                )
            for row in reader:
                yield {name: _as_written(cell) for name, cell in zip(columns, row, strict=False)}
    except OSError as error:
        raise FormatError(f"{path} could not be read: {error.strerror}.", remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path} is not UTF-8: byte {error.start} of a line is {error.object[error.start]:#04x}.",
            remedy='Save it as "CSV UTF-8".',
        ) from error
    except csv.Error as error:
        raise FormatError(f"{path} is not CSV: {error}.", remedy='Save it as "CSV UTF-8".') from error


def _as_written(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


_PARSER: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_BREAKS = {"ph", "x", "bx", "ex", "sc", "ec"}
_CODES = {"bpt", "ept", "it"}  # what stands in them is markup of the tool's
_EDITED = {"reviewed", "final", "signed-off", "ManuallyConfirmed", "Proofread"}  # the last two are memoQ's
MACHINE = "brief"
"""Category (XLIFF 2) or author (1.2) of the notes that the toolkit itself writes: origin and doubts."""
IMPORTED = (".tmx", ".xlf", ".xliff", ".csv", ".tsv")
"""Suffixes of the files that can be imported."""


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
        edited = _EDITED & {*target.attrib.values(), *element.attrib.values()} or element.get("approved") == "yes"
        units.append(Unit(arabic, english, origin="edited" if edited else "import", note=_notes(element)))
    return units, skipped


def _notes(element: Any) -> str:
    """Return the notes of people on a unit: memoQ has comments of its own, XLIFF 2 keeps them beside the segment."""
    home = element.getparent() if element.tag.endswith("}segment") else element
    found = [n for n in home.iter("{*}note", "{*}comment") if MACHINE not in (n.get("category"), n.get("from"))]
    return " ".join(filter(None, (" ".join("".join(note.itertext()).split()) for note in found)))


def _text(element: Any) -> str:
    """Return the text of a source or target; a placeholder is a blank, a code point in `cp` its character."""
    parts = [element.text or ""]
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "cp":
            parts.append(chr(int(child.get("hex", "20"), 16)))
        elif name in _BREAKS:
            parts.append(" ")
        elif name not in _CODES:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def aligned_units(path: Path) -> tuple[Sequence[Unit], int, tuple[str, ...]]:
    """Read an aligned file of any kind in `IMPORTED`, told by its suffix.

    Returns the pairs of Arabic and English, how many lack one of the two, and the languages of those, where the file
    names them. Raises FormatError if the file is not what its suffix says.
    """
    suffix = path.suffix.lower()
    if suffix == ".tmx":
        file = TmxFile(path)
        return file.units, file.skipped, file.languages
    units, skipped = read_xliff(path) if suffix in (".xlf", ".xliff") else read_csv(path)
    return units, skipped, ()
