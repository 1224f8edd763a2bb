"""The sentence pairs of a brief for CAT tools: TMX 1.4b, XLIFF 2.0, or XLIFF 1.2 for older ones.

Characters that XML cannot hold travel as `<cp hex>` in XLIFF 2.0 (its 4.2.3.1), as `<ph>U+0001</ph>` in 1.2.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from toolkit.article.types import Article
from toolkit.brief.brief import Brief
from toolkit.errors import SaveError
from toolkit.output.html import render
from toolkit.translate.tmx import TOOL, UNWRITABLE, Unit, printable, tmx_text
from toolkit.translate.types import Translation

_CODES = {
    "2.0": Markup('<cp hex="{code}"/>'),
    "1.2": Markup('<ph id="{number}" ctype="x-char">U+{code}</ph>'),
}


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
    pairs = zip(brief.article.sentences, brief.translations, strict=True)
    return render(
        f"xliff-{version}.xml.j2",
        original=_original(brief.article),
        about=[f"made by: {brief.provenance.signature}", *(f"{gap.stage}: {gap.message}" for gap in brief.gaps)],
        sentences=[(sentence, translation, _state(brief, translation)) for sentence, translation in pairs],
        origin=_origin,
        notes=partial(_notes, brief),
        text=lambda text: _line_ends(escape(printable(text))),
        segment=partial(_segment, code=_CODES[version]),
        tool=TOOL,
        version=brief.provenance.toolkit,
    )


def _original(article: Article) -> str:
    """Return an address without a user's part, or the name of a file without the folders that it lies in."""
    source = article.source or article.id
    address = urlsplit(source) if "://" in source else None
    if address and address.scheme.lower() in ("http", "https"):
        return printable(address._replace(netloc=address.netloc.rpartition("@")[2]).geturl())
    return printable(PurePath(source.replace("\\", "/")).name or article.id)


def _notes(brief: Brief, index: int) -> list[str]:
    return [str(note) for note in brief.notes if (note.kind, note.index) == ("sentence", index)]


def _origin(translation: Translation | None) -> list[str]:
    if translation is None:
        return []
    model = f", {translation.model}" if translation.model else ""
    return [f"origin: {translation.origin}{model}", *_doubts(translation)]


def _state(brief: Brief, translation: Translation | None) -> str:
    if translation is None:
        return "initial"
    return "reviewed" if brief.review or translation.origin == "edited" else "translated"


def _segment(text: str, code: Markup) -> Markup:
    """Return text as markup, with elements for the characters that XML cannot hold."""
    parts = (
        code.format(number=number // 2 + 1, code=f"{ord(part):04X}") if number % 2 else escape(part)
        for number, part in enumerate(UNWRITABLE.split(text))
    )
    return _line_ends(Markup("").join(parts))


def _line_ends(text: Markup) -> Markup:
    """Keep a carriage return, which written as such would come back as a line feed."""
    return text.replace("\r", Markup("&#13;"))
