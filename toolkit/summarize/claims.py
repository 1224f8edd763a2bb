"""Claims with their proof.

A claim that was made from one sentence has that sentence as its evidence by construction; the sentences of a
sequence-to-sequence model are attributed. Either way the claim is checked against the English of its evidence, and it
is never more certain than the translation that it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from toolkit.article.types import Article
from toolkit.checks.attribution import attribute
from toolkit.checks.claims import check_claim
from toolkit.checks.findings import Evidence, Finding
from toolkit.checks.highlights import highlight
from toolkit.checks.translation import check_translation
from toolkit.language.english import english_words
from toolkit.models.verifier import Verifier
from toolkit.summarize.standing import Standing, closed, standing
from toolkit.summarize.types import Claim, ClaimOrigin
from toolkit.translate.types import Translation

__all__ = ["attributed_claims", "claim_of", "is_doubtful", "left_out", "proven_again", "sentence_claim", "verified"]

Translations = Sequence[Translation | None]


def claim_of(
    text: str,
    sentence: int,
    article: Article,
    translations: Translations,
    *,
    origin: ClaimOrigin = "kept",
    model: str | None = None,
    named_in: Sequence[int] = (),
) -> Claim:
    """Make the claim that `text`, taken or shortened from one translated sentence, is.

    Parameters
    ----------
    text
        The English of the claim.
    sentence
        Index of its source in `article.sentences`; it must have a translation.
    named_in
        The sentences before it that name what stands in brackets.
    """
    source = translations[sentence]
    assert source is not None, f"sentence {sentence} has no translation"
    evidence = tuple(_lit(Evidence(i, 1.0), text, article, translations) for i in (sentence, *named_in))
    claim = _checked(text, evidence, article, translations, origin, model)
    return replace(claim, left_out=left_out(source.text, text))


def sentence_claim(
    sentence: int, article: Article, translations: Translations, *, origin: ClaimOrigin = "kept"
) -> Claim:
    """Make the claim that a translated sentence is, as it stands alone; unchanged where it cannot."""
    source = translations[sentence]
    assert source is not None, f"sentence {sentence} has no translation"
    found = standing(sentence, article, translations) or Standing(closed(source.text))
    return claim_of(found.text, sentence, article, translations, origin=origin, named_in=found.named_in)


def attributed_claims(
    texts: Sequence[str], article: Article, translations: Translations, *, model: str | None
) -> list[Claim]:
    """Make claims of a model's summary sentences: find what each stands on, then check it against that."""
    found = attribute(texts, article, translations)
    return [
        _checked(text, tuple(evidence), article, translations, "written", model)
        for text, evidence in zip(texts, found, strict=True)
    ]


def proven_again(claim: Claim, article: Article, translations: Translations) -> Claim:
    """Return a claim with its words lit and its checks run anew: a translation that it stands on has changed."""
    evidence = tuple(_lit(item, claim.text, article, translations) for item in claim.evidence)
    checked = _checked(claim.text, evidence, article, translations, claim.origin, claim.model)
    votes = tuple(_before(finding) for finding in claim.findings if finding.kind == "verifier")
    doubted = any(vote.severity == "warning" for vote in votes) and checked.verdict == "supported"
    return replace(
        checked,
        verdict="weak" if doubted else checked.verdict,
        findings=(*checked.findings, *votes),
        machine_text=claim.machine_text,
        left_out=claim.left_out,
    )


def _before(vote: Finding) -> Finding:
    """Return what a verifier said, marked as said of the translation before its change: it was not asked again."""
    return replace(vote, message=f"{_BEFORE}{vote.message.removeprefix(_BEFORE)}")


_BEFORE = "Before the translation was changed: "


def verified(claims: Sequence[Claim], article: Article, translations: Translations, verifier: Verifier) -> list[Claim]:
    """Return the claims with what a verifier says of them: all are asked about at once, and checked again with that."""
    asked = [(source, claim.text) for claim in claims if (source := _read_by(verifier, claim, article, translations))]
    votes = dict(zip(asked, verifier.probabilities(asked), strict=True))
    return [
        replace(
            _checked(
                claim.text,
                claim.evidence,
                article,
                translations,
                claim.origin,
                claim.model,
                votes.get((_read_by(verifier, claim, article, translations), claim.text)),
            ),
            left_out=claim.left_out,
        )
        for claim in claims
    ]


def _read_by(verifier: Verifier, claim: Claim, article: Article, translations: Translations) -> str:
    """Return the evidence of a claim in the language that a verifier reads; empty if there is none."""
    places = sorted(item.sentence for item in claim.evidence)
    if verifier.reads_arabic:
        return " ".join(article.sentences[at].text for at in places)
    return " ".join(translation.text for at in places if (translation := translations[at]) is not None)


def left_out(source: str, shorter: str) -> tuple[str, ...]:
    """Return the words that a shortening cut out of its source, in order.

    Examples
    --------
    >>> left_out("For his part, the mayor agreed.", "The mayor agreed.")
    ('For his part',)
    """
    words = source.split()
    before, after = ([word.strip(",.;:“”").lower() for word in text.split()] for text in (source, shorter))
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(" ".join(words[a:b]).strip(" ,;:.") for kind, a, b, _, _ in changes if kind in ("delete", "replace"))


def is_doubtful(translation: Translation) -> bool:
    """Tell whether the checks found an error in a translation, or it translates a sentence that is only similar."""
    similar = translation.memory_source is not None
    return similar or any(finding.severity == "error" for finding in translation.findings)


def _lit(evidence: Evidence, text: str, article: Article, translations: Translations) -> Evidence:
    """Return the evidence with the words to light up, in the Arabic, in the claim and in the translation."""
    arabic, translation = article.sentences[evidence.sentence], translations[evidence.sentence]
    lit = highlight(
        text,
        arabic.text,
        translation=translation.text if translation else None,
        alignment=translation.alignment if translation else (),
    )
    return replace(
        evidence,
        source_spans=tuple(span.shift(arabic.span.start) for span in lit.source_spans),
        target_spans=lit.target_spans,
        translation_spans=lit.translation_spans,
    )


def _checked(
    text: str,
    evidence: tuple[Evidence, ...],
    article: Article,
    translations: Translations,
    origin: ClaimOrigin,
    model: str | None,
    vote: float | None = None,
) -> Claim:
    sources = [translation for item in evidence if (translation := translations[item.sentence]) is not None]
    if not evidence:
        return Claim(text, (), "unsupported", (), origin, model)
    if not sources:
        return _checked_across(text, evidence, article, origin, model)
    said = [translation.text for translation in sources]
    verdict, findings = check_claim(_without_ours(text, said), said, vote=vote)
    doubted = ((one.memory_source is not None, _doubts(one, text)) for one in sources)
    doubts = tuple(_doubt(reasons) for similar, reasons in doubted if similar or reasons)
    if doubts and verdict == "supported":
        verdict = "weak"
    return Claim(text, evidence, verdict, (*findings, *doubts), origin, model)


def _without_ours(text: str, said: Sequence[str]) -> str:
    """Return a text with blanks for what we put in brackets, if the sentences it stands on have those words."""
    known = {word.form for sentence in said for word in english_words(sentence)} | {"of", "the"}
    return _OURS.sub(lambda m: " " * len(m[0]) if {w.form for w in english_words(m[0])} <= known else m[0], text)


_OURS = re.compile(r" \[[^\[\]]+\]")


def _checked_across(
    text: str, evidence: tuple[Evidence, ...], article: Article, origin: ClaimOrigin, model: str | None
) -> Claim:
    """Check a claim against the Arabic alone: what it states, not what it leaves out, and never more than `weak`."""
    arabic = " ".join(article.sentences[item.sentence].text for item in evidence)
    stated = tuple(
        replace(finding, source_spans=())  # they point into the joined sentences, not into the article
        for finding in check_translation(arabic, text)
        if finding.kind in ("number", "date", "name", "language", "repetition") and finding.target_spans
    )
    wrong = any(finding.severity == "error" for finding in stated)
    return Claim(text, evidence, "unsupported" if wrong else "weak", (*stated, _ACROSS), origin, model)


_ACROSS = Finding(
    "language", "warning", "Its sources have no English translation: only numbers, dates and names were checked."
)


# Findings that say that a sentence means something else, not only less.
_MEANING = frozenset({"number", "date", "name", "negation", "roles", "content", "addition"})


def _doubts(translation: Translation, claim: str) -> list[Finding]:
    """Return the doubts about a translation that reach a claim: errors, and warnings about words that it repeats.

    A denial may govern words far from it, and reaches every claim.
    """
    return [
        finding
        for finding in translation.findings
        if finding.severity == "error"
        or (finding.kind in _MEANING and finding.severity == "warning" and _repeats(claim, finding, translation.text))
    ]


def _repeats(claim: str, finding: Finding, english: str) -> bool:
    if finding.kind == "negation":
        return True
    return bool(finding.target_spans) and all(span.of(english) in claim for span in finding.target_spans)


def _doubt(doubts: Sequence[Finding]) -> Finding:
    kind = doubts[0].kind if doubts else "content"
    why = doubts[0].message if doubts else "it is the translation of a similar sentence."
    return Finding(kind, "warning", f"The translation that this rests on is doubtful: {why}")
