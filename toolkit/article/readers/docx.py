"""Word documents. In: bytes of a .docx. Out: `Page` with its paragraphs, tables and text boxes in order.

The package is checked before it is opened: what it would unpack to, and that it is a Word document at all. Nothing
outside it is fetched, and entities are not expanded.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from toolkit.article.readers import Hint, Line, Page
from toolkit.errors import ReadError

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BODY = "word/document.xml"
_LARGEST_PART = 60_000_000
_LARGEST_PACKAGE = 300_000_000
_MOST_PARTS = 5_000
_DAMAGED = "Open it in a word processor and save it again as .docx, or save it as text."


def read_docx(data: bytes, name: str) -> Page:
    """Read a Word document.

    Raises
    ------
    ReadError
        It is encrypted, damaged, not a Word document, unpacks to more than 60 MB of text, or is empty.
    """
    _check_package(data, name)
    lines, title, notes = _contents(data, name)
    if not lines:
        raise ReadError(
            f"{name} holds no text; it may hold pictures of text.", remedy="Run text recognition (OCR) first."
        )
    return Page.of(lines, title=title, notes=notes)


def _check_package(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"{name} is damaged: {error}.", remedy=_DAMAGED) from None
    sizes = [part.file_size for part in parts]  # a list: an archive can hold one name many times
    if not any(part.filename == _BODY for part in parts):
        raise ReadError(
            f"{name} is a ZIP archive, but not a Word document.", remedy="Unpack it and name the article in it."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(f"{name} is encrypted.", remedy="Save it without a password.")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise ReadError(f"{name} is compressed in a way that Word documents are not.", remedy=_DAMAGED)
    if len(parts) > _MOST_PARTS or sum(sizes) > _LARGEST_PACKAGE or max(sizes) > _LARGEST_PART:
        total = sum(sizes) // 1_000_000
        raise ReadError(
            f"{name} would unpack to {len(parts)} parts and {total} MB; that is no article.",
            remedy="Copy the article's text into a new document.",
        )


def _contents(data: bytes, name: str) -> tuple[list[Line], str | None, list[str]]:
    """Return lines, title and notes; python-docx raises almost anything on a broken package, at any time."""
    import docx

    try:
        document = docx.Document(io.BytesIO(_bounded(data)))
        lines = [line for line in _lines(document) if line.text]
        return lines, _title(document.core_properties, lines), _left_out(document)
    except Exception as error:  # a third-party parser on hostile input
        reason = type(error).__name__
        raise ReadError(f"{name} is damaged and cannot be opened ({reason}).", remedy=_DAMAGED) from None


def _bounded(data: bytes) -> bytes:
    """Return a copy of the package with only the parts that carry text and styles.

    The sizes that an archive states can lie, so every part is unpacked here under a limit before anything else
    unpacks it without one; pictures and other media are not unpacked at all. Of parts with one name the last counts.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w") as copy:
        for part in {part.filename: part for part in package.infolist()}.values():
            wanted = part.filename.endswith((".xml", ".rels"))
            with package.open(part) as stream:
                content = stream.read(_LARGEST_PART + 1) if wanted else b""
            if len(content) > _LARGEST_PART:
                raise ValueError("a part is larger than it says")
            copy.writestr(part.filename, content)
    return target.getvalue()


def _lines(document: Document) -> Iterator[Line]:
    """Yield the lines of headers, body, notes and footers."""
    names = {style.style_id: style.name for style in document.styles}
    parts = {kind: [*_parts(document, kind)] for kind in ("header", "footnotes", "endnotes", "footer")}
    for root in parts["header"]:
        yield from _lines_of(root, names, Hint.FURNITURE)
    yield from _lines_of(document.element.body, names)
    for root in parts["footnotes"] + parts["endnotes"]:
        yield from _lines_of(root, names)
    for root in parts["footer"]:
        yield from _lines_of(root, names, Hint.FURNITURE)


def _parts(document: Document, kind: str) -> Iterator[Any]:
    """Yield the roots of the document's other parts of a kind, each text once."""
    from docx.oxml import parse_xml

    seen = set()
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            root = parse_xml(relation.target_part.blob)
            text = "".join(root.itertext()).strip()
            if text and text not in seen:
                seen.add(text)
                yield root


def _lines_of(root: Any, names: Mapping[str, str | None], hint: Hint | None = None) -> Iterator[Line]:
    for paragraph in root.iter(f"{_W}p"):
        if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
            continue
        for text in _text(paragraph).split("\n"):
            yield Line.of(text, hint or _hint(names, paragraph))


def _text(paragraph: Any) -> str:
    """Return the text of one paragraph: runs, links, insertions; not deletions, not the text boxes inside it."""
    pieces = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if not _belongs(element, paragraph):
            continue
        tag = element.tag.removeprefix(_W)
        pieces.append({"t": element.text or "", "tab": " ", "noBreakHyphen": "-"}.get(tag, "\n"))
    return "".join(pieces)


def _belongs(element: Any, paragraph: Any) -> bool:
    """Tell whether `element` is shown as part of `paragraph` itself."""
    for parent in element.iterancestors():
        if parent is paragraph:
            return True
        if parent.tag in (f"{_W}p", f"{_W}pPr", f"{_W}del"):
            return False
        if parent.tag == f"{_W}r" and parent.find(f"{_W}rPr/{_W}vanish") is not None:
            return False
    return False


def _hint(names: Mapping[str, str | None], paragraph: Any) -> Hint | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is None:
        return None
    key = style.get(f"{_W}val")
    label = f"{names.get(key) or key}".lower()
    if label == "title":
        return Hint.TITLE
    if label == "caption":
        return Hint.FURNITURE
    return Hint.HEADING if label.startswith("heading") else None


def _left_out(document: Document) -> list[str]:
    body = document.element.body
    notes = []
    if body.find(f".//{_W}footnoteReference") is not None or body.find(f".//{_W}endnoteReference") is not None:
        notes.append("Footnotes and endnotes of the document stand below its text.")
    if body.find(f".//{_W}vanish") is not None:
        notes.append("Hidden text of the document was not read.")
    if body.find(f".//{_W}del") is not None:
        notes.append("The document has tracked changes: insertions were read, deletions were not.")
    return notes


def _title(properties: Any, lines: list[Line]) -> str | None:
    """Return the title in the document's properties, if the document itself shows it nowhere as a headline."""
    title = (properties.title or "").strip()
    return title if title and any(line.text == title for line in lines[:3]) else None
