"""Briefs built by hand for tests of what comes after the pipeline: no model runs to make them."""

from __future__ import annotations

from toolkit.article.types import Article, Part, Sentence, SentenceKind, Span
from toolkit.brief import Brief, Component, Gap, Provenance, RankedSentence
from toolkit.checks.findings import Evidence, Finding
from toolkit.language.facts import Fact
from toolkit.summarize.types import Claim
from toolkit.translate.types import Translation

LINES: tuple[tuple[SentenceKind, str, str], ...] = (
    ("title", "الوزير يعلن موعد القمة", "Minister announces date of summit"),
    (
        "body",
        "قال الوزير سامي حداد إن القمة ستعقد في 2025-07-04.",
        "Minister Sami Haddad said the summit will be held on 4 July 2025.",
    ),
    ("body", "ولن يشارك فيها أكثر من 30 وفدا.", "No more than 30 delegations will take part."),
    ("boilerplate", "المصدر: وكالة", ""),
)


def article_of(lines: tuple[tuple[SentenceKind, str, str], ...] = LINES) -> Article:
    """An article with one paragraph a line, built from its parts."""
    text, sentences = "", []
    for index, (kind, arabic, _) in enumerate(lines):
        span = Span(len(text), len(text) + len(arabic))
        sentences.append(Sentence(index, span, arabic, kind, paragraph=index))
        text += arabic + "\n"
    title = next((arabic for kind, arabic, _ in lines if kind == "title"), None)
    return Article("sample", text, tuple(sentences), title=title, parts=(Part(0, title, 0, len(lines) - 1),))


def brief_of(lines: tuple[tuple[SentenceKind, str, str], ...] = LINES, *, claims: bool = True) -> Brief:
    """A brief of `article_of(lines)` with one claim on sentence 1 and one doubt on sentence 2."""
    article = article_of(lines)
    doubt = Finding("negation", "warning", "The Arabic is negated.", (Span(*article.sentences[2].span),), (Span(0, 2),))
    translations = tuple(
        Translation(english, "memory", "reference", 1.0, findings=(doubt,) if index == 2 else ()) if english else None
        for index, (_, _, english) in enumerate(lines)
    )
    start = article.sentences[1].span.start
    evidence = Evidence(1, 0.97, (Span(start, start + 10),), (Span(0, 8),), (Span(0, 8),))
    claim = Claim(
        "Minister Sami Haddad said the summit will be held.", (evidence,), "supported", (), "written", "tiny@1"
    )
    return Brief(
        article=article,
        translations=translations,
        claims=(claim,) if claims else (),
        facts=(Fact("number", Span(*article.sentences[2].span), article.sentences[2].text, 2, "30 delegations", "30"),),
        ranking=(RankedSentence(1, 0.9), RankedSentence(2, 0.4)),
        gaps=(Gap("translate", "Sentence 4 was not translated.", "Name a model.", (3,)),),
        provenance=Provenance(
            "0.1.0",
            "2026-01-01T00:00:00Z",
            article.sha256,
            "translate-then-summarize",
            (Component("summarizer", "tiny", "1", "ctranslate2", "Apache-2.0"),),
            {"sentences": "5"},
            {"python": "3.11"},
        ),
    )
