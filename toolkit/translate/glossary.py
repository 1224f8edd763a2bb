"""A glossary: how terms are to be rendered.

A CSV file with the columns `arabic`, `english`, `note` and `forbidden`; several spellings or renderings in one cell
are separated by `|`, the first being the preferred one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from toolkit.article.normalize import normalize, normalize_with_offsets
from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.errors import FormatError
from toolkit.translate.tables import read_rows

Alignment: TypeAlias = tuple[tuple[Span, Span], ...]

# Particles written together with the word that follows, and the article. "لل" is "ل" and "ال" in one.
_BEFORE = "[وف]?[بكلس]?(?:ال)?"
_BEFORE_ARTICLE = "[وف]?(?:[بك]?ال|لل)"
_AFTER_ENGLISH = r"(?:['’]s?|s|es)?"
_MOST_EXTRA_WORDS = 2


@dataclass(frozen=True, slots=True)
class Term:
    """One row."""

    arabic: tuple[str, ...]  # in every spelling that counts as the same (`بوتين`, `بوتن`)
    english: tuple[str, ...]  # the first is written, the others are accepted
    note: str = ""  # for the translator
    forbidden: tuple[str, ...] = ()  # renderings that are wrong for this term

    @property
    def preferred(self) -> str:
        """The rendering that is written."""
        return self.english[0]


class Occurrence(NamedTuple):
    """A term and where it stands in the Arabic."""

    term: Term
    span: Span


class Mended(NamedTuple):
    """A translation after the glossary: spans of `alignment` and `findings` fit the new `text`."""

    text: str
    alignment: Alignment
    findings: tuple[Finding, ...]


class Glossary:
    """Terms and their renderings; empty unless given.

    Examples
    --------
    >>> glossary = Glossary([Term(("كييف",), ("Kyiv",), forbidden=("Kiev",))])
    >>> [finding.message for finding in glossary.check("وصل إلى كييف", "He arrived in Kiev")]
    ['The glossary forbids “Kiev” for كييف; it wants “Kyiv”.']
    >>> glossary.mend("وصل إلى كييف", "He arrived in Kiev").text
    'He arrived in Kyiv'
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        forms = {
            " ".join(normalize(spelling, fold_letters=True).split()): term
            for term in self.terms
            for spelling in term.arabic
        }
        longest_first = sorted(forms, key=len, reverse=True)
        self._term_of_group = [forms[form] for form in longest_first]
        self._pattern = re.compile("|".join(map(_arabic_pattern, longest_first)))

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Glossary:
        """Read a glossary from CSV.

        Raises
        ------
        FormatError
            If the file is not UTF-8 CSV with the columns `arabic` and `english`, or a row lacks one of the two.
        """
        names = {"ar": "arabic", "source": "arabic", "en": "english", "target": "english", "notes": "note"}
        terms = []
        for number, row in enumerate(read_rows(path, required=("arabic", "english"), names=names), start=2):
            arabic, english = _cells(row.get("arabic", "")), _cells(row.get("english", ""))
            if not arabic and not english:
                continue
            if not arabic or not english:
                raise FormatError(f"Row {number} of {path} lacks its Arabic or its English.", remedy="Fill it in.")
            terms.append(Term(arabic, english, row.get("note", ""), _cells(row.get("forbidden", ""))))
        return cls(terms)

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def pairs(self) -> dict[str, str]:
        """Every Arabic spelling and its preferred rendering: what a prompt is told."""
        return {spelling: term.preferred for term in self.terms for spelling in term.arabic}

    def find(self, arabic: str) -> list[Occurrence]:
        """Return the terms that occur in an Arabic sentence, with or without particles before them, in order."""
        if not self.terms:
            return []
        plain, offsets = normalize_with_offsets(arabic, fold_letters=True)
        return [
            Occurrence(
                self._term_of_group[(match.lastindex or 1) - 1], Span(offsets[match.start()], offsets[match.end()])
            )
            for match in self._pattern.finditer(plain)
        ]

    def check(self, arabic: str, english: str) -> list[Finding]:
        """Return a finding for each term of the sentence that the English does not render as wanted.

        An `error` where a forbidden rendering is used, a `warning` where the wanted one is just not there.
        """
        return [finding for occurrence in _once(self.find(arabic)) if (finding := _doubt(occurrence, english))]

    def mend(self, arabic: str, english: str, alignment: Alignment = ()) -> Mended:
        """Put wanted renderings in where it is plain what they replace.

        Forbidden renderings are replaced where they stand. A rendering that is missing is put in place of the words
        that the alignment gives for the term, if those stand together and belong to nothing else. Each change
        is told in a finding of severity `info`; what could not be changed stays a doubt as in `check`.
        """
        notes: list[Finding] = []
        for occurrence in _once(self.find(arabic)):
            if _renderings(occurrence.term.english, english) and not _forbidden(occurrence.term, english):
                continue
            places = _forbidden(occurrence.term, english) or _aligned(occurrence.span, english, alignment)
            for place in reversed(places):
                said = place.of(english)
                wanted = _fitting(occurrence.term.preferred, english, place)
                english = english[: place.start] + wanted + english[place.end :]
                # What was aligned to words inside the place is aligned to all of the new words.
                alignment = tuple((source, _after(target, place, len(wanted))) for source, target in alignment)
                notes = [_moved(note, place, len(wanted)) for note in notes]
                message = f"“{said}” was changed to “{wanted}”, as the glossary wants."
                span = Span(place.start, place.start + len(wanted))
                notes.append(Finding("term", "info", message, (occurrence.span,), (span,)))
        return Mended(english, alignment, (*self.check(arabic, english), *notes))


def _once(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Keep the first occurrence of each term."""
    return list({id(o.term): o for o in reversed(occurrences)}.values())[::-1]


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _arabic_pattern(form: str) -> str:
    words = r"\s+".join(re.escape(word) for word in form.split(" "))
    if form.startswith("ال"):
        # "للناتو" has lost the alef of "الناتو".
        words = words.removeprefix("ال")
        return rf"(?<!\w){_BEFORE_ARTICLE}({words})(?!\w)"
    return rf"(?<!\w){_BEFORE}({words})(?!\w)"


def _english_pattern(rendering: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in rendering.split())
    return re.compile(rf"(?<!\w)({words}){_AFTER_ENGLISH}(?!\w)", re.IGNORECASE)


def _renderings(renderings: Iterable[str], english: str) -> list[Span]:
    """Return where one of the renderings stands in the English, without a final 's or plural s."""
    return sorted(Span(*m.span(1)) for rendering in renderings for m in _english_pattern(rendering).finditer(english))


def _forbidden(term: Term, english: str) -> list[Span]:
    """Return where a forbidden rendering stands that is not part of a wanted one."""
    wanted = _renderings(term.english, english)
    return [
        s for s in _renderings(term.forbidden, english) if not any(w.start <= s.start < s.end <= w.end for w in wanted)
    ]


def _doubt(occurrence: Occurrence, english: str) -> Finding | None:
    term, span = occurrence
    places = _forbidden(term, english)
    if places:
        said = places[0].of(english)
        message = f"The glossary forbids “{said}” for {term.arabic[0]}; it wants “{term.preferred}”."
        return Finding("term", "error", message, (span,), tuple(places))
    if _renderings(term.english, english):
        return None
    return Finding("term", "warning", f"The glossary wants “{term.preferred}” for {term.arabic[0]}.", (span,))


def _aligned(span: Span, english: str, alignment: Alignment) -> list[Span]:
    """Return the one stretch of English that the term became, or nothing if that is not plain."""
    mine = [target for source, target in alignment if source.overlaps(span)]
    if not mine:
        return []
    place = Span(min(t.start for t in mine), max(t.end for t in mine))
    others = [target for source, target in alignment if not source.overlaps(span)]
    words = len({(s.start, s.end) for s, _ in alignment if s.overlaps(span)})
    plain = not any(o.overlaps(place) for o in others) and len(place.of(english).split()) <= words + _MOST_EXTRA_WORDS
    return [place] if plain else []


def _fitting(wanted: str, english: str, place: Span) -> str:
    """Fit a rendering to its place: a capital at the start, no second "the"."""
    article = re.match(r"the\s+", wanted, re.IGNORECASE)
    if article and re.search(r"\bthe\s+$", english[: place.start], re.IGNORECASE):
        wanted = wanted[article.end() :]
    at_start = not re.search(r"\w", english[: place.start])
    return wanted[:1].upper() + wanted[1:] if at_start else wanted


def _after(target: Span, place: Span, length: int) -> Span:
    if target.overlaps(place):
        return Span(place.start, place.start + length)
    return target.shift(length - (place.end - place.start)) if target.start >= place.end else target


def _moved(note: Finding, place: Span, length: int) -> Finding:
    targets = tuple(_after(span, place, length) for span in note.target_spans)
    return Finding(note.kind, note.severity, note.message, note.source_spans, targets)
