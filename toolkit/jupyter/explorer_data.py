"""What the explorer's page is given.

Texts come cut into pieces and runs, as every renderer gets them: the page only puts them into elements, as text, and
never parses a word of an article as HTML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from toolkit.brief.brief import Brief
from toolkit.checks.findings import Finding
from toolkit.output.document import shown as flat
from toolkit.output.pieces import Piece, flows, visible
from toolkit.output.view import FACT_SHEET, ClaimView, FactView, SentenceView, View, banner, view
from toolkit.translate.types import Translation

Json = dict[str, Any]
_GROUPS = {"claim": "c", "source": "s", "fact": "f", "doubt": "d"}


def explorer_data(brief: Brief) -> Json:
    """Return everything that the explorer shows.

    Returns
    -------
    dict
        `claims`, `sentences`, `facts`, `gaps`, `counts` and the head's lines. A text is a list of pieces
        `{"r": runs, "c": claims, "s": sentences, "f": facts, "d": doubts}`: the keys of the marks over it, each left
        out when empty; a run is `[text]`, or `[text, name]` for a hidden character. Pieces that run against the text
        around them stand in a group `{"tag": "bdi" or "bdo", "dir": "ltr" or "rtl", "p": pieces}`.
    """
    shown = view(brief)
    sentences = [s for paragraph in shown.paragraphs for s in paragraph.sentences]
    return {
        "banner": _text(banner(brief)),
        "reviewed": brief.review is not None,
        "title": _text(shown.title),
        "arabicTitle": _text(shown.arabic_title or "", arabic=True),
        "status": _text(shown.status),
        "claims": [_claim(c) for c in shown.claims],
        "sentences": [_sentence(s) for s in sentences],
        "factSheet": _text(f"{FACT_SHEET}. {shown.fact_line}" if shown.fact_line else ""),
        "toRead": [s.sentence.index for s in shown.reading_order],
        "facts": [_fact(f, brief) for f in shown.facts],
        "gaps": [{"stage": g.stage, "message": _text(g.message), "remedy": _text(g.remedy)} for g in brief.gaps],
        "counts": _counts(shown, brief),
    }


def explorer_notes(brief: Brief) -> list[Json]:
    """Return the notes of a brief, with what is shown of each."""
    return [{**asdict(note), "tags": list(note.tags), "shown": _text(str(note))} for note in brief.notes]


def _claim(shown: ClaimView) -> Json:
    claim = shown.claim
    return {
        "text": _pieces(shown.pieces),
        "verdict": claim.verdict,
        "origin": shown.origin,
        "model": flat(claim.model or ""),
        "findings": _findings(claim.findings),
        "sources": [{"sentence": e.sentence, "score": round(e.score, 2)} for e in claim.evidence],
    }


def _sentence(shown: SentenceView) -> Json:
    sentence, translation = shown.sentence, shown.translation
    return {
        "kind": sentence.kind,
        "label": shown.label,
        "part": sentence.part,
        "paragraph": sentence.paragraph,
        "arabic": _pieces(shown.pieces, arabic=True),
        "english": _pieces(shown.english) if translation else None,
        "standIn": _text("" if translation else shown.stand_in),
        "factLine": _text("" if translation else shown.fact_line),
        "claims": list(shown.claims),
        "added": [{"text": _text(a.text), "by": flat(a.by), "before": a in shown.added_before} for a in shown.added],
        "findings": _findings(translation.findings) if translation else [],
        **(_origin(translation) if translation else {}),
    }


def _origin(translation: Translation) -> Json:
    origin: Json = {"origin": translation.origin, "by": flat(translation.model or "a person")}
    if translation.score is not None and translation.origin != "edited":
        origin["score"] = round(translation.score, 2)
    if translation.memory_source:
        origin["memorySource"] = _text(translation.memory_source, arabic=True)
    return origin


def _fact(shown: FactView, brief: Brief) -> Json:
    return {
        "kind": shown.kind,
        "english": _text(shown.english),
        "arabic": _text(shown.arabic, arabic=True),
        "mentions": [{"fact": number, "sentence": brief.facts[number].sentence} for number in shown.mentions],
    }


def _counts(shown: View, brief: Brief) -> Json:
    """Count what can be filtered by: claims of a verdict, claims and translations with a kind of finding."""
    flagged = [claim.findings for claim in brief.claims] + [t.findings for t in brief.translations if t]
    kinds = Counter(kind for findings in flagged for kind in {f.kind for f in findings})
    return {"verdicts": dict(brief.verdicts), "findings": dict(sorted(kinds.items()))}


def _findings(findings: Sequence[Finding]) -> list[Json]:
    return [{"kind": f.kind, "severity": f.severity, "message": _text(f.message)} for f in findings]


def _pieces(pieces: Sequence[Piece], *, arabic: bool = False) -> list[Json]:
    out: list[Json] = []
    for flow in flows(pieces, "ar" if arabic else "en"):
        if flow.direction:
            inner = _pieces(flow.pieces, arabic=True) if flow.direction == "rtl" else list(map(_piece, flow.pieces))
            out.append({"tag": flow.tag, "dir": flow.direction, "p": inner})
        else:
            out += map(_piece, flow.pieces)
    return out


def _piece(piece: Piece) -> Json:
    marks = {short: list(keys) for group, short in _GROUPS.items() if (keys := piece.keys(group))}
    return {"r": [[part, name] if name else [part] for part, name in visible(piece.text)], **marks}


def _text(text: str, *, arabic: bool = False) -> list[Json]:
    return _pieces([Piece(text, ())], arabic=arabic) if text else []
