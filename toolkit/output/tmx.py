"""The sentence pairs of a brief as TMX 1.4b, which CAT tools import as a translation memory."""

from __future__ import annotations

from toolkit.brief.brief import Brief
from toolkit.translate.tmx import TOOL, Unit, tmx_text
from toolkit.translate.types import Translation

__all__ = ["document"]


def document(brief: Brief) -> str:
    """Return the translated sentences of `brief` as TMX 1.4b.

    Each unit says how its English came to be (`x-origin`: `memory`, `model` or `edited`) and what the checks doubt
    in its note, so that a doubtful pair does not pass for a good one in another tool.
    """
    units = [
        _unit(brief, sentence.text, sentence.index, translation)
        for sentence, translation in zip(brief.article.sentences, brief.translations, strict=True)
        if translation is not None
    ]
    return tmx_text(units, tool_version=brief.provenance.toolkit)


def _unit(brief: Brief, arabic: str, index: int, translation: Translation) -> Unit:
    doubts = [f"{finding.severity}, {finding.kind}: {finding.message}" for finding in translation.findings]
    draft = "" if brief.review or translation.origin == "edited" else "not reviewed by a person"
    return Unit(
        source=arabic,
        target=translation.text,
        id=f"{brief.article.id}-{index + 1}",
        article=brief.article.id,
        origin=translation.origin,
        note="; ".join(filter(None, [translation.model or "", draft, *doubts])),
        created=brief.provenance.created,
        person=brief.review.by if brief.review else "",
        tool=TOOL,
    )
