"""What the editor writes around its boxes.

Colours come from the Jupyter theme where there is one, so that light and dark both read well.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from toolkit.article.types import Span
from toolkit.brief.brief import Brief
from toolkit.checks.findings import Evidence, Finding
from toolkit.output.document import shown
from toolkit.output.html import arabic, isolate, plain
from toolkit.output.pieces import Mark, Piece, cut
from toolkit.summarize.types import Claim
from toolkit.translate.memory import Match
from toolkit.translate.types import Translation

__all__ = [
    "arabic_of",
    "claim_label",
    "doubts",
    "findings_html",
    "matches_html",
    "note",
    "sentence_label",
    "sources_html",
    "state_of",
]

_ARABIC_FONT = "font-family: 'Noto Naskh Arabic', Amiri, 'Geeza Pro', 'Traditional Arabic', serif"
_SOFT = "var(--jp-ui-font-color2, #5b6675)"
_GOOD = "var(--jp-success-color0, #1d7a46)"
_COLOURS = {
    "error": "var(--jp-error-color0, #b3261e)",
    "warning": "var(--jp-warn-color0, #8a5800)",
    "info": _SOFT,
}
_MARK = "background: rgba(255, 196, 0, 0.35); border-radius: 2px"
_LABEL_LENGTH = 64


def claim_label(number: int, claim: Claim) -> str:
    """Return one line for the list of claims."""
    edited = f"{state_of(claim)} · " if claim.origin == "edited" else ""
    return f"{number + 1}. {edited}{claim.verdict} · {_short(claim.text)}"


def sentence_label(number: int, translation: Translation | None) -> str:
    """Return one line for the list of translations, with its state."""
    if translation is None:
        return f"{number + 1}. open"
    doubt = "⚠ " if doubts(translation.findings) else ""
    return f"{number + 1}. {state_of(translation)} · {doubt}{_short(translation.text)}"


def state_of(made: Translation | Claim | None) -> str:
    """Return `open`, where English came from, or what a person did: `edited`, or `confirmed` it as it was."""
    if made is None:
        return "open"
    return "confirmed" if made.origin == "edited" and made.machine_text == made.text else made.origin


def matches_html(matches: Sequence[Match]) -> str:
    """Return what a memory holds: English and Arabic of each match."""
    row = Markup('<p style="margin: 2px 0; line-height: 1.45">{} <bdi lang="ar" dir="rtl" style="{}">{}</bdi></p>')
    lines = [row.format(plain(match.target), _ARABIC_FONT, isolate(match.source)) for match in matches]
    return str(Markup("").join(lines)) or str(note("The memory holds nothing with these words."))


def doubts(findings: Sequence[Finding]) -> int:
    """Count the findings that are more than a remark."""
    return sum(finding.severity != "info" for finding in findings)


def findings_html(findings: Sequence[Finding], *, verdict: str = "") -> str:
    """Return the checks' answer to a text: its findings, or that there are none."""
    lines = [Markup('<b style="color: {}">{}</b>').format(_verdict_colour(verdict), verdict)] if verdict else []
    lines += [
        Markup('<span style="color: {}"><b>{}</b> {}</span>').format(_COLOURS[f.severity], f.kind, plain(f.message))
        for f in findings
    ]
    if not findings:
        lines.append(Markup('<span style="color: {}">The checks raise no doubt.</span>').format(_GOOD))
    return str(Markup('<div style="line-height: 1.45">{}</div>').format(Markup("<br>").join(lines)))


def arabic_of(brief: Brief, sentence: int, findings: Sequence[Finding] = ()) -> str:
    """Return an Arabic sentence, right to left, with the words that findings point at marked."""
    spans = [span for finding in findings for span in finding.source_spans]
    return _arabic(brief, sentence, spans)


def sources_html(brief: Brief, evidence: Sequence[Evidence]) -> str:
    """Return the Arabic sentences that a claim stands on, each with its words marked and its translation."""
    if not evidence:
        return str(note("No source found: nothing in the article carries this sentence.", "error"))
    return "".join(_source(brief, item) for item in evidence)


def note(text: str, severity: str = "info") -> Markup:
    """Return a line of the editor's own."""
    return Markup('<span style="color: {}">{}</span>').format(_COLOURS[severity], plain(text))


def _source(brief: Brief, item: Evidence) -> str:
    translation = brief.translations[item.sentence]
    english = plain(translation.text) if translation else Markup("<i>not translated</i>")
    line = Markup('<div style="color: {}; line-height: 1.45">{}</div>').format(_SOFT, english)
    return _arabic(brief, item.sentence, item.source_spans) + str(line)


def _arabic(brief: Brief, index: int, spans: Sequence[Span]) -> str:
    sentence = brief.article.sentences[index]
    pieces = cut(sentence.text, [Mark(span, "source", 0) for span in spans], sentence.span.start)
    template = Markup(
        '<div lang="ar" dir="rtl" style="text-align: right; font-size: 1.2em; line-height: 1.9; {}">'
        '<bdi dir="ltr" style="font: 600 .65em sans-serif; color: {}; vertical-align: super">{}</bdi> {}</div>'
    )
    return str(template.format(_ARABIC_FONT, _SOFT, index + 1, arabic(pieces, _lit)))


def _lit(piece: Piece, inner: Markup) -> Markup:
    return Markup('<span style="{}">{}</span>').format(_MARK, inner) if piece.marks else inner


def _verdict_colour(verdict: str) -> str:
    return {"supported": _GOOD, "weak": _COLOURS["warning"]}.get(verdict, _COLOURS["error"])


def _short(text: str) -> str:
    text = shown(text)
    return text if len(text) <= _LABEL_LENGTH else text[: _LABEL_LENGTH - 1].rstrip() + "…"
