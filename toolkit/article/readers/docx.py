"""Word documents: paragraphs, tables and text boxes in order.

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

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BODY = "word/document.xml"
_LARGEST_PART = 60_000_000
_LARGEST_PACKAGE = 300_000_000
_MOST_PARTS = 5_000
_OTHER_PARTS = ("header", "footnotes", "endnotes", "footer")
_DAMAGED = "Open it in a word processor and save it again as .docx, or save it as text."


def read_docx(data: bytes, name: str) -> Page:
    """Read a Word document.

    Raises
    ------
    ReadError
        It is encrypted, damaged, not a Word document, unpacks to more than 60 MB of text, or is empty.
    """
    import docx

    _check_package(data, name)
    try:  # python-docx raises almost anything on a broken package, at any time
        document = docx.Document(io.BytesIO(_bounded(data)))
        lines = [line for line in _lines(document) if line.text]
        title, notes = _title(document.core_properties, lines), _left_out(document)
    except Exception as error:
        reason = type(error).__name__
        raise ReadError(f"{name} is damaged and cannot be opened ({reason}).", remedy=_DAMAGED) from None
    if not lines:
        raise ReadError(
            f"{name} holds no text; it may hold pictures of text.", remedy="Run text recognition (OCR) first."
        )
    return Page.of(lines, title=title, notes=notes)


def _check_package(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()  # not by name: an archive can hold one name many times
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"{name} is damaged: {error}.", remedy=_DAMAGED) from None
    sizes = [part.file_size for part in parts]
    if not any(part.filename == _BODY for part in parts):
        raise ReadError(
            f"{name} is a ZIP archive, but not a Word document.", remedy="Unpack it and name the article in it."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(f"{name} is encrypted.", remedy="Save it without a password.")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise ReadError(f"{name} is compressed in a way that Word documents are not.", remedy=_DAMAGED)
    if len(parts) > _MOST_PARTS or sum(sizes) > _LARGEST_PACKAGE or max(sizes) > _LARGEST_PART:
        raise ReadError(
            f"{name} would unpack to {len(parts)} parts and {sum(sizes) // 1_000_000} MB; that is no article.",
            remedy="Copy the article's text into a new document.",
        )


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
    roots: dict[str, list[Any]] = {kind: list(_parts(document, kind)) for kind in _OTHER_PARTS}
    furniture = (*roots["header"], *roots["footer"])
    for root in (*roots["header"], document.element.body, *roots["footnotes"], *roots["endnotes"], *roots["footer"]):
        for paragraph in root.iter(f"{_W}p"):
            if not any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
                hint = Hint.FURNITURE if root in furniture else _hint(names, paragraph)
                yield from (Line.of(text, hint) for text in _text(paragraph).split("\n"))


def _parts(document: Document, kind: str) -> Iterator[Any]:
    """Yield the roots of the document's other parts of a kind, each text once."""
    from docx.oxml import parse_xml

    seen = {""}
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            root = parse_xml(relation.target_part.blob)
            text = "".join(root.itertext()).strip()
            if text not in seen:
                seen.add(text)
                yield root


def _text(paragraph: Any) -> str:
    """Return the text of one paragraph: runs, links, insertions; not deletions, not the text boxes inside it."""
    shown = {f"{_W}tab": " ", f"{_W}noBreakHyphen": "-", f"{_W}br": "\n", f"{_W}cr": "\n"}
    elements = (element for element in paragraph.iter(f"{_W}t", *shown) if _belongs(element, paragraph))
    return "".join(shown.get(element.tag) or element.text or "" for element in elements)


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
    key = None if style is None else style.get(f"{_W}val")
    label = f"{names.get(key) or key}".lower() if key else ""
    if label.startswith("heading"):
        return Hint.HEADING
    return {"title": Hint.TITLE, "caption": Hint.FURNITURE}.get(label)


def _left_out(document: Document) -> list[str]:
    notes = {
        ("footnoteReference", "endnoteReference"): "Footnotes and endnotes of the document stand below its text.",
        ("vanish",): "Hidden text of the document was not read.",
        ("del",): "The document has tracked changes: insertions were read, deletions were not.",
    }
    body = document.element.body
    return [note for tags, note in notes.items() if any(body.find(f".//{_W}{tag}") is not None for tag in tags)]


def _title(properties: Any, lines: list[Line]) -> str | None:
    """Return the title in the document's properties, if the document itself shows it nowhere as a headline."""
    title = (properties.title or "").strip()
    return title if title and any(line.text == title for line in lines[:3]) else None
