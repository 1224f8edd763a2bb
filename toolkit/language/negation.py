"""Negation in Arabic and English text.

A negation counts when it denies something: ``ما لا يقل عن`` (at least) and "no doubt" do not. Words that deny in
their own meaning (refuse, unhurt, رفض) explain a negation of the other side, but are never missed themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.article.lexicon import arabic_words
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.language.gazetteer import common_english
from toolkit.language.words import Word


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies.

    `strong` is True for particles (not, لم) that make a sentence say the opposite, False for words whose own meaning
    is negative (without support: unlikely, رفض).
    """

    span: Span
    text: str
    strong: bool


_PARTICLES = arabic_words("negations", "particle")
_SOFT = arabic_words("negations", "privative", "exception", "soft")
_EXCEPTIONS = arabic_words("negations", "exception")
_SOFT_STEMS = tuple(arabic_words("negations", "soft_stem"))
_AFTER_LA = arabic_words("negations", "after_la")
_NOT_ONLY = arabic_words("negations", "not_only")
_ENGLISH = re.compile(
    r"\b(?:not|never|without|cannot|none|nobody|nothing|neither|nor|nowhere|no)\b|\b\w+n['’]t\b|\b\w+n&#39;t\b",
    re.IGNORECASE,
)
_ENGLISH_IDIOMS = re.compile(
    r"\b(?:not (?:only|just|merely|simply|least|to mention)|whether or not|or not|no\. ?\d|nos?\."
    r"|no (?:matter|doubt|wonder|less|fewer|more than|later than|sooner|stranger)|nothing (?:but|short)|if not|why not"
    r"|none other|none the less|can(?:no|['’])t (?:help|wait)|not (?:un|in|im)\w+)\b",
    re.IGNORECASE,
)
_ENGLISH_SOFT = re.compile(
    r"\b(?:unless|unlikely|hardly|rarely|seldom|barely|scarcely|few|little|lack\w*|fail\w*|den(?:y|ied|ies|ying)|denial"
    r"|refus\w+|reject\w*|absen\w+|prevent\w*|avoid\w*|prohibit\w*|banned|barred|forb\w+|rule[ds]? out|ruling out"
    r"|instead|rather|far from|free (?:of|from)|yet to|void|devoid|declin\w+|abstain\w*|other than|remain\w*|ignor\w+"
    r"|too \w+ (?:to|for)|dis(?:agree|approv|allow|lik|prov|honest|comfort|believ|belief|miss|qualif|regard)\w*"
    r"|illegal\w*|illegitima\w+|irrelevan\w+|irregular\w*|irresponsib\w+|non(?:-\w+|\w{4,}))\b"
    r"|\b\w{3,}less(?:ly|ness)?\b",
    re.IGNORECASE,
)
# Words that only look denied: instance, informed, imposed; and some in which nothing is denied: independent, unlike.
_NO_NEGATIVE = (
    r"(?!ndependen|nstan|ntend|ntent|nform|nvest|ncreas|nspir|nstall|nsur|nscrib|nflat|ncurr|ndent|nhabit|nvent|nclin"
    r"|nfect|ncorporat|nside|ntact|mpli|mpos|mport|mpress|mprov|mpart|mplant|mpair|mmediat|mplement|mpact)"
)
_NEGATIVE_PREFIX = re.compile(
    rf"\b(?:un(?!der|til|it|iv|ion|iq|cle|like\b|veil|cover|fold|leash|lock)(\w{{3,}})|(?:i{_NO_NEGATIVE}[nm])-?(\w+(?:[ai]ble|[ae]nt|ate|ive|al|ed|ite|ure|ous|ct|per|ly|ility|ance|ence)))\b"
)


def arabic_negations(words: Sequence[Word]) -> Iterator[Negation]:
    """Find what denies in an Arabic sentence, in order."""
    spoken = [word for word in words if word.kind == "arabic"]
    for at, word in enumerate(spoken):
        after = [other.form for other in spoken[at + 1 : at + 3]]
        bare = {word.form, word.form[1:] if word.form[:1] in ("و", "ف", "ب", "ل") else word.form}
        span = Span(word.start, word.end)
        if bare & _PARTICLES:
            if not _is_idiom(bare, after):
                yield Negation(span, word.text, True)
        elif bare & _EXCEPTIONS and after and arabic_form(after[0]).startswith("ان"):
            continue  # "however": غير أن, إلا أنه
        elif bare & _SOFT or any(form.removeprefix("ال").startswith(_SOFT_STEMS) for form in bare):
            yield Negation(span, word.text, False)


def _is_idiom(bare: set[str], after: list[str]) -> bool:
    if "لا" in bare and after and (after[0] in _AFTER_LA or after[0].removesuffix("ا") in _AFTER_LA):
        return True
    return bool(_NOT_ONLY.intersection(after[:2]))


def english_negations(text: str) -> Iterator[Negation]:
    """Find what denies in an English text."""
    idioms = [match.span() for match in _ENGLISH_IDIOMS.finditer(text)]
    taken = []
    for match in _ENGLISH.finditer(text):
        taken.append(match.span())
        strong = not any(start <= match.start() < end for start, end in idioms)
        if strong and match.group() == "No" and text[match.end() : match.end() + 1] == ".":
            strong = False
        yield Negation(Span(*match.span()), match.group(), strong)
    for match in [*_ENGLISH_SOFT.finditer(text), *_NEGATIVE_PREFIX.finditer(text.lower())]:
        if any(start <= match.start() < end for start, end in taken):
            continue
        if match.re is not _NEGATIVE_PREFIX or (match[1] or match[2]) in common_english():
            taken.append(match.span())
            yield Negation(Span(*match.span()), match.group(), False)
