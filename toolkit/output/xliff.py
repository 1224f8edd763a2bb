"""The sentences of a brief as XLIFF 2.0. In: a Brief. Out: text that CAT tools open for post-editing.

One `unit` a sentence, in order, untranslated ones included. Characters that XML cannot hold travel as `<cp hex>`,
as the standard has it (XLIFF 2.0, 4.2.3.1).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from toolkit.article.types import Sentence
from toolkit.brief.types import Brief
from toolkit.translate.types import Translation

__all__ = ["document"]

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNWRITABLE = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff])")


def document(brief: Brief) -> str:
    """Return `brief` as XLIFF 2.0 with Arabic sources and English targets.

    A segment is `translated` when it came from a model or the memory, `reviewed` after a person edited it or
    reviewed the brief, and `initial` when there is no English. Boilerplate is marked `translate="no"`.
    """
    root = Element("xliff", {"xmlns": _NAMESPACE, "version": "2.0", "srcLang": "ar", "trgLang": "en"})
    file = SubElement(root, "file", {"id": "f1", "original": _printable(brief.article.source or brief.article.id)})
    _notes(file, [f"made by: {brief.provenance.signature}", *(f"{g.stage}: {g.message}" for g in brief.gaps)])
    for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True):
        _unit(file, brief, sentence, translation)
    _break_lines(root)
    # A carriage return written as such would come back as a line feed.
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").replace("\r", "&#13;") + "\n"


def _unit(file: Element, brief: Brief, sentence: Sentence, translation: Translation | None) -> None:
    unit = SubElement(file, "unit", {"id": f"s{sentence.index + 1}", "name": sentence.kind})
    if sentence.kind == "boilerplate":
        unit.set("translate", "no")
    if translation is not None:
        made = f"origin: {translation.origin}" + (f", {translation.model}" if translation.model else "")
        _notes(unit, [made, *(f"{f.severity}, {f.kind}: {f.message}" for f in translation.findings)])
    segment = SubElement(unit, "segment", {"id": "1", "state": _state(brief, translation)})
    _fill(SubElement(segment, "source", {_SPACE: "preserve"}), sentence.text)
    if translation is not None:
        _fill(SubElement(segment, "target", {_SPACE: "preserve"}), translation.text)


def _state(brief: Brief, translation: Translation | None) -> str:
    if translation is None:
        return "initial"
    return "reviewed" if brief.review or translation.origin == "edited" else "translated"


def _notes(parent: Element, texts: list[str]) -> None:
    notes = SubElement(parent, "notes")
    for number, text in enumerate(texts, 1):
        SubElement(notes, "note", {"id": f"n{number}"}).text = _printable(text)


def _fill(element: Element, text: str) -> None:
    pieces = _UNWRITABLE.split(text)
    element.text = pieces[0]
    for character, after in zip(pieces[1::2], pieces[2::2], strict=True):
        SubElement(element, "cp", {"hex": f"{ord(character):04X}"}).tail = after


def _break_lines(root: Element) -> None:
    """Put every element on a line of its own, but nothing inside a text: there a line break would be part of it."""
    for element in root.iter():
        if element.tag not in ("source", "target", "cp", "note"):
            element.text = "\n"
        if element.tag != "cp":
            element.tail = "\n"


def _printable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
