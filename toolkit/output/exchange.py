"""The sentence pairs of a brief for CAT tools: TMX 1.4b, XLIFF 2.0, or XLIFF 1.2 for older ones.

Characters that XML cannot hold travel as `<cp hex>` in XLIFF 2.0 (its 4.2.3.1), as `<ph>U+0001</ph>` in 1.2.
"""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from toolkit.article.types import Article
from toolkit.brief.brief import Brief
from toolkit.errors import SaveError
from toolkit.translate.tmx import TOOL, UNWRITABLE, Unit, printable, tmx_text
from toolkit.translate.types import Translation

__all__ = ["tmx", "xliff"]

_NAMESPACE = "urn:oasis:names:tc:xliff:document:"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STATES_1_2 = {"translated": "translated", "reviewed": "signed-off"}


def tmx(brief: Brief) -> str:
    """Return the translated sentences of `brief` as TMX 1.4b.

    Each unit says how its English came to be (`x-origin`) and in its note what the checks doubt, so that a doubtful
    pair does not pass for a good one in another tool.
    """
    units = [
        Unit(
            source=sentence.text,
            target=translation.text,
            id=f"{brief.article.id}-{sentence.index + 1}",
            article=brief.article.id,
            origin=translation.origin,
            note="; ".join(filter(None, [translation.model or "", _draft(brief, translation), *_doubts(translation)])),
            created=brief.provenance.created,
            person=brief.review.by if brief.review else "",
            tool=TOOL,
        )
        for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True)
        if translation is not None
    ]
    return tmx_text(units, tool_version=brief.provenance.toolkit)


def _draft(brief: Brief, translation: Translation) -> str:
    return "" if _state(brief, translation) == "reviewed" else "not reviewed by a person"


def _doubts(translation: Translation) -> list[str]:
    return [f"{finding.severity}, {finding.kind}: {finding.message}" for finding in translation.findings]


def xliff(brief: Brief, version: str = "2.0") -> str:
    """Return `brief` as XLIFF `2.0` or `1.2` with Arabic sources and English targets.

    A segment is `translated` when it came from a model or the memory, `reviewed` after a person edited it or
    reviewed the brief (`signed-off` in 1.2), and `initial` when there is no English. Boilerplate is marked
    `translate="no"`.

    Raises
    ------
    SaveError
        If there is no such version.
    """
    if version not in ("1.2", "2.0"):
        raise SaveError(f"There is no version {version!r} of XLIFF here.", remedy="Choose 2.0 or 1.2.")
    return _written(_xliff_2_0(brief) if version == "2.0" else _xliff_1_2(brief))


def _xliff_2_0(brief: Brief) -> Element:
    root = Element("xliff", {"xmlns": f"{_NAMESPACE}2.0", "version": "2.0", "srcLang": "ar", "trgLang": "en"})
    file = SubElement(root, "file", {"id": "f1", "original": _original(brief.article)})
    _notes(file, _about(brief))
    for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True):
        unit = SubElement(file, "unit", {"id": f"s{sentence.index + 1}", "name": sentence.kind})
        if sentence.kind == "boilerplate":
            unit.set("translate", "no")
        if translation is not None:
            _notes(unit, _origin(translation))
        segment = SubElement(unit, "segment", {"id": "1", "state": _state(brief, translation)})
        _fill(SubElement(segment, "source", {_SPACE: "preserve"}), sentence.text)
        if translation is not None:
            _fill(SubElement(segment, "target", {_SPACE: "preserve"}), translation.text)
    return root


def _xliff_1_2(brief: Brief) -> Element:
    root = Element("xliff", {"xmlns": f"{_NAMESPACE}1.2", "version": "1.2"})
    languages = {"source-language": "ar", "target-language": "en", "datatype": "plaintext"}
    file = SubElement(root, "file", {"original": _original(brief.article), **languages})
    header = SubElement(file, "header")
    for text in _about(brief):
        SubElement(header, "note").text = printable(text)
    SubElement(header, "tool", {"tool-id": TOOL, "tool-name": TOOL, "tool-version": brief.provenance.toolkit})
    body = SubElement(file, "body")
    for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True):
        state = _state(brief, translation)
        unit = SubElement(body, "trans-unit", {"id": f"s{sentence.index + 1}", "resname": sentence.kind})
        unit.set(_SPACE, "preserve")
        unit.set("translate", "no" if sentence.kind == "boilerplate" else "yes")
        unit.set("approved", "yes" if state == "reviewed" else "no")
        _fill(SubElement(unit, "source"), sentence.text, "ph")
        if translation is not None:
            _fill(SubElement(unit, "target", {"state": _STATES_1_2[state]}), translation.text, "ph")
            for text in _origin(translation):
                SubElement(unit, "note").text = printable(text)
    return root


def _original(article: Article) -> str:
    """Return an address without a user's part, or the name of a file without the folders that it lies in."""
    source = article.source or article.id
    address = urlsplit(source) if "://" in source else None
    if address and address.scheme.lower() in ("http", "https"):
        return printable(address._replace(netloc=address.netloc.rpartition("@")[2]).geturl())
    return printable(PurePath(source.replace("\\", "/")).name or article.id)


def _about(brief: Brief) -> list[str]:
    return [f"made by: {brief.provenance.signature}", *(f"{gap.stage}: {gap.message}" for gap in brief.gaps)]


def _origin(translation: Translation) -> list[str]:
    made = f"origin: {translation.origin}" + (f", {translation.model}" if translation.model else "")
    return [made, *_doubts(translation)]


def _state(brief: Brief, translation: Translation | None) -> str:
    if translation is None:
        return "initial"
    return "reviewed" if brief.review or translation.origin == "edited" else "translated"


def _notes(parent: Element, texts: list[str]) -> None:
    notes = SubElement(parent, "notes")
    for number, text in enumerate(texts, 1):
        SubElement(notes, "note", {"id": f"n{number}"}).text = printable(text)


def _fill(element: Element, text: str, name: str = "cp") -> None:
    """Put `text` into an element, what XML cannot hold as elements `cp` (2.0) or `ph` (1.2)."""
    pieces = UNWRITABLE.split(text)
    element.text = pieces[0]
    for number, (character, after) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), 1):
        code = f"{ord(character):04X}"
        if name == "cp":
            held = SubElement(element, name, {"hex": code})
        else:
            held = SubElement(element, name, {"id": str(number), "ctype": "x-char"})
            held.text = f"U+{code}"
        held.tail = after


def _written(root: Element) -> str:
    """Return the file with every element on a line of its own, but nothing inside a text: it would be part of it."""
    for element in root.iter():
        if element.tag not in ("source", "target", "cp", "ph", "note", "tool"):
            element.text = "\n"
        if element.tag not in ("cp", "ph"):
            element.tail = "\n"
    # A carriage return written as such would come back as a line feed.
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").replace("\r", "&#13;") + "\n"
