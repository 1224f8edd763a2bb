"""Corrections by a person.

An edit keeps what the machine had said and has the origin `edited`. It takes a review back, since what was approved is
no longer what is there. The claims that stand on a corrected translation are proven anew.
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.brief.brief import Brief
from toolkit.brief.types import Gap
from toolkit.evidence import check_translation
from toolkit.summarize.claims import attributed_claims, proven_again, sentence_claim
from toolkit.summarize.types import Claim
from toolkit.translate.types import Translation

__all__ = ["edit_claim", "edit_translation", "reject_claim", "reject_translation", "take_other"]


def edit_translation(brief: Brief, sentence: int, text: str) -> Brief:
    """Put a person's English in the place of a translation; the same text again accepts what the machine said.

    Parameters
    ----------
    brief
        The brief, which stays as it is.
    sentence
        Index into `brief.article.sentences`.
    text
        The English.

    Returns
    -------
    Brief
        With the translation checked, and the claims that stand on the sentence proven anew. A claim that was the
        translated sentence itself, unchanged, follows the correction.

    Raises
    ------
    IndexError
        If there is no such sentence.
    ValueError
        If the text is blank.
    """
    _check("sentence", sentence, len(brief.article.sentences))
    _check_text(text)
    source = brief.article.sentences[sentence]
    findings = tuple(finding.shift_source(source.span.start) for finding in check_translation(source.text, text))
    before = brief.translations[sentence]
    made = Translation(text, "edited", findings=findings, machine_text=_machine_text(before))
    return _with_translation(brief, sentence, replace(made, others=before.others if before else ()))


def take_other(brief: Brief, sentence: int, other: int) -> Brief:
    """Exchange a translation for another one that was given; its origin stays, the claims on it are proven anew.

    Parameters
    ----------
    sentence
        Index into `brief.article.sentences`.
    other
        Index into the `others` of its translation.

    Raises
    ------
    IndexError
        If there is no such sentence or translation.
    """
    _check("sentence", sentence, len(brief.article.sentences))
    before = brief.translations[sentence]
    others = before.others if before else ()
    _check("other translation", other, len(others))
    assert before is not None
    rest = (replace(before, others=()), *others[:other], *others[other + 1 :])
    return _with_translation(brief, sentence, replace(others[other], others=rest))


def reject_translation(brief: Brief, sentence: int) -> Brief:
    """Take a translation out: the sentence is untranslated again, and a gap says that a person rejected it.

    Raises
    ------
    IndexError
        If there is no such sentence.
    """
    _check("sentence", sentence, len(brief.article.sentences))
    return brief if brief.translations[sentence] is None else _with_translation(brief, sentence, None)


def edit_claim(brief: Brief, claim: int, text: str) -> Brief:
    """Put a person's sentence in the place of a claim; its sources are looked for anew and it is checked against them.

    The same text again accepts the claim, with the sources and the verdict that it has.

    Raises
    ------
    IndexError
        If there is no such claim.
    ValueError
        If the text is blank.
    """
    _check("claim", claim, len(brief.claims))
    _check_text(text)
    before = edited = brief.claims[claim]
    if text != before.text:
        (edited,) = attributed_claims([text], brief.article, brief.translations, model=None)
    machine_text = before.machine_text if before.origin == "edited" else before.text
    edited = replace(edited, origin="edited", model=None, machine_text=machine_text)
    return replace(brief, claims=(*brief.claims[:claim], edited, *brief.claims[claim + 1 :]), review=None)


def reject_claim(brief: Brief, claim: int) -> Brief:
    """Take a claim out of the summary.

    Raises
    ------
    IndexError
        If there is no such claim.
    """
    _check("claim", claim, len(brief.claims))
    notes = tuple(
        replace(note, index=note.index - 1) if note.kind == "claim" and note.index > claim else note
        for note in brief.notes
        if (note.kind, note.index) != ("claim", claim)
    )
    return replace(brief, claims=brief.claims[:claim] + brief.claims[claim + 1 :], notes=notes, review=None)


def _check(noun: str, index: int, count: int) -> None:
    if not 0 <= index < count:
        raise IndexError(f"There is no {noun} {index}: the brief has {count}, counted from 0.")


def _check_text(text: str) -> None:
    if not text.strip():
        raise ValueError("An edit needs a text; to take a claim or a translation out, reject it.")


def _machine_text(before: Translation | None) -> str | None:
    """Return what the machine had said first, through any number of edits."""
    if before is None:
        return None
    return before.machine_text if before.origin == "edited" else before.text


def _with_translation(brief: Brief, sentence: int, translation: Translation | None) -> Brief:
    before = brief.translations[sentence]
    translations = (*brief.translations[:sentence], translation, *brief.translations[sentence + 1 :])
    changed = replace(brief, translations=translations, gaps=_gaps(brief, sentence, translation), review=None)
    claims = tuple(_following(claim, sentence, before, changed) for claim in brief.claims)
    return replace(changed, claims=claims)


def _following(claim: Claim, sentence: int, before: Translation | None, brief: Brief) -> Claim:
    """Return what becomes of a claim when the translation of a sentence changed from `before` to what `brief` has."""
    if all(item.sentence != sentence for item in claim.evidence):
        return claim
    if claim.origin == "kept" and before and brief.translations[sentence]:
        translations = (*brief.translations[:sentence], before, *brief.translations[sentence + 1 :])
        source = claim.evidence[0].sentence
        if claim.text == sentence_claim(source, brief.article, translations).text:
            return sentence_claim(source, brief.article, brief.translations)
    return proven_again(claim, brief.article, brief.translations)


def _gaps(brief: Brief, sentence: int, translation: Translation | None) -> tuple[Gap, ...]:
    """Keep the gaps true: a sentence that has English now is missing from none, a rejected one is told of."""
    gaps = [left for gap in brief.gaps if (left := _without(gap, sentence))]
    if translation is None:
        remedy = "Write one in the editor, or name another translation model."
        said = f"A person rejected the translation of sentence {sentence + 1}."
        gaps.append(Gap("translate", said, remedy, (sentence,), "translation rejected by a person"))
    return tuple(gaps)


def _without(gap: Gap, sentence: int) -> Gap | None:
    """Return a gap without one of its sentences; None if it had no other."""
    if gap.stage != "translate" or sentence not in gap.sentences:
        return gap
    left = tuple(index for index in gap.sentences if index != sentence)
    if not left:
        return None
    rest = gap.message.removeprefix(f"{len(gap.sentences)} of ")
    return replace(gap, sentences=left, message=gap.message if rest == gap.message else f"{len(left)} of {rest}")
