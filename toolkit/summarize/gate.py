"""Whether a shortened sentence may stand for its source.

Strict on purpose: a refusal costs some words, a wrong claim costs the reader's trust. A candidate passes only if it
is the source with permitted cuts (`removals.py`) and nothing else, so that it can add no number, date, name,
quotation or word and change no order; if no cut takes away a negation, a condition, a contrast, the source of a
statement or the verb of speech; and if a whole, shorter sentence is left.

Read against 1,852 sentences of English news (the documents of CLIFF, Cao and Wang 2021): 257 have a permitted form, and
the shortest form of each was read; the one that said something else (it dropped "which will depend on permission") gave
a rule of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal, NamedTuple

from toolkit.article.lexicon import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, words
from toolkit.language.english import FUNCTION_WORDS, EnglishWord, english_words
from toolkit.language.reading import read_sentence
from toolkit.summarize.removals import cut, opening, removals

__all__ = ["Refusal", "Rule", "permitted", "refusal", "unfinished"]

Rule = Literal[
    "unfinished",
    "number",
    "date",
    "name",
    "quotation",
    "content",
    "word",
    "order",
    "cut",
    "negation",
    "restriction",
    "speech",
    "length",
]


class Refusal(NamedTuple):
    """The rule that a candidate breaks, and the words that show it."""

    rule: Rule
    words: str


_NEGATIONS = re.compile(
    r"\b(?:not|no|never|without|nor|neither|none|nobody|nothing|nowhere|cannot|hardly|barely|scarcely)\b|n['’]t\b",
    re.IGNORECASE,
)
# Words that limit or take back what is said, and words that say whose statement it is.
_RESTRICTIONS = re.compile(
    r"\b(?:if|unless|only|except|excluding|until|till|provided|whether|but|however|although|though|despite|while|whereas|"
    r"nevertheless|nonetheless|otherwise|yet|depends?|depending|subject to|pending|conditional|merely|solely|"
    r"exclusively|allegedly|alleged|reportedly|apparently|supposedly|possibly|perhaps|probably|so-called|"
    r"rather than|instead of|according to|citing|quoting|quoted|in the words of|"
    r"as (?:he|she|it|they) (?:put|described|called|said)|"
    r"what (?:\w+ ){1,3}(?:calls?|called|describes?|described))\b",
    re.IGNORECASE,
)
_SAID = [word for word in words("speech", "bare", "claim", "view", "request", column=2) if not word.endswith("ing")]
_SPEECH = re.compile(rf"\b(?:called for|{'|'.join(sorted(_SAID))})\b")
_ENDING_SPEECH = re.compile(rf"(?:{_SPEECH.pattern})(?=[^\w]*(?:[A-Z][\w'’-]*[^\w]*){{0,4}}$)")  # "…, said Ann Lee."
# A sentence does not end on these.
_OPEN_ENDED = words("function_words", "article", "possessive", "preposition", "conjunction", "auxiliary") | frozenset(
    "this that these those not which who whose whom where when very more most such".split()
)
_MOST_PERMITTED = 64
# Shorter than this, or less than this share of the source, and the news is cut away with the rest.
FEWEST_WORDS, SMALLEST_SHARE = 9, 0.3


def refusal(source: str, candidate: str) -> Refusal | None:
    """Say why `candidate` may not stand for `source`, or return None if it may.

    Parameters
    ----------
    source
        One English sentence.
    candidate
        A shorter form of it.

    Examples
    --------
    >>> source = "On Monday, the mayor said about 40 people were moved, adding that tests had ended."
    >>> refusal(source, "On Monday, the mayor said about 40 people were moved.") is None
    True
    >>> refusal(source, "On Monday, the mayor said 40 people were moved.").rule
    'cut'
    >>> refusal(source, "On Monday, the mayor said about 45 people were moved.").rule
    'number'
    """
    words, kept = english_words(source), english_words(candidate)
    return (
        unfinished(candidate, kept)
        or _added(source, words, candidate, kept)
        or _reordered(words, kept)
        or _lost(source, words, candidate, kept)
        or _cut_elsewhere(source, words, kept)
        or _length(words, kept)
    )


@lru_cache(maxsize=256)
def permitted(source: str) -> tuple[str, ...]:
    """Return every shortening of a sentence that the gate lets pass, longest first; none if there is none."""
    return tuple(text for text in _cut_forms(source).values() if refusal(source, text) is None)


@lru_cache(maxsize=256)
def _cut_forms(source: str) -> dict[tuple[str, ...], str]:
    """Return what the permitted cuts leave, by its words: every combination of cuts, the longest text first."""
    found = removals(source)
    texts = [
        cut(source, [removal.span for removal in chosen])
        for size in range(1, len(found) + 1)
        for chosen in combinations(found, size)
    ][:_MOST_PERMITTED]
    texts.sort(key=len, reverse=True)
    forms: dict[tuple[str, ...], str] = {}
    for text in texts:
        forms.setdefault(_forms(english_words(text)), text)
    return forms


def _forms(words: Sequence[EnglishWord]) -> tuple[str, ...]:
    return tuple(word.text.lower() for word in words)


def unfinished(candidate: str, kept: Sequence[EnglishWord]) -> Refusal | None:
    """Refuse what is no whole sentence: no capital, no full stop, an open quotation, a last word that waits."""
    text = candidate.strip()
    ends = re.search(r"[.!?…][”\"’')\]]*$", text)
    starts = re.match(r"[“\"‘(]?[A-Z0-9À-Þ]", text)
    balanced = text.count("“") == text.count("”") and text.count('"') % 2 == 0 and text.count("(") == text.count(")")
    balanced = balanced and text.count("‘") <= text.count("’")
    if not kept or not (ends and starts and balanced) or kept[-1].form in _OPEN_ENDED:
        return Refusal("unfinished", text[-30:])
    return None


def _added(source: str, words: Sequence[EnglishWord], candidate: str, kept: Sequence[EnglishWord]) -> Refusal | None:
    """Refuse a word that the source has not, or has less often; and a quotation that the source has not."""
    left = Counter(_forms(words))
    for word in kept:
        left[word.text.lower()] -= 1
        if left[word.text.lower()] < 0:
            return Refusal(_sort(word), word.text)
    known = _quotations(source)
    for quotation in _quotations(candidate):
        if quotation not in known:
            return Refusal("quotation", " ".join(quotation))
    return None


def _sort(word: EnglishWord) -> Rule:
    if word.digits:
        return "number"
    if word.capital and (word.form in ENGLISH_MONTHS or word.form in ENGLISH_WEEKDAYS):
        return "date"
    if word.capital and not word.first:
        return "name"
    if word.form in FUNCTION_WORDS:
        return "word"
    return "number" if read_sentence(word.text, "en").quantities else "content"


def _quotations(text: str) -> list[tuple[str, ...]]:
    return [_forms(english_words(quoted)) for quoted in re.findall(r"[“\"]([^“”\"]*)[”\"]", text)]


def _reordered(words: Sequence[EnglishWord], kept: Sequence[EnglishWord]) -> Refusal | None:
    source = iter(_forms(words))
    for word in kept:
        if word.text.lower() not in source:  # `in` moves the iterator on to the word it finds
            return Refusal("order", word.text)
    return None


def _cut_elsewhere(source: str, words: Sequence[EnglishWord], kept: Sequence[EnglishWord]) -> Refusal | None:
    """Refuse a cut in the midst of a phrase: the bodies of 6,000 soldiers are not 6,000 soldiers."""
    forms = _forms(kept)
    if forms == _forms(words) or forms in _cut_forms(source):
        return None
    gone = Counter(_forms(words)) - Counter(forms)
    return Refusal("cut", " ".join(word for word in _forms(words) if word in gone))


_TO_KEEP: tuple[tuple[Rule, re.Pattern[str]], ...] = (("negation", _NEGATIONS), ("restriction", _RESTRICTIONS))


def _lost(source: str, words: Sequence[EnglishWord], candidate: str, kept: Sequence[EnglishWord]) -> Refusal | None:
    """Refuse the loss of a negation, of a limit or a speaker, or of the verb of speech that what is kept hangs on."""
    start = opening(source)  # its "but" ties it to the sentence before, its "it is noted that" is nobody's
    for rule, pattern in _TO_KEEP:
        before, after = (Counter(m.lower() for m in pattern.findall(text)) for text in (source[start:], candidate))
        if before - after:
            return Refusal(rule, " ".join(before - after))
    said = Counter(_SPEECH.findall(source[start : _end_of_kept(words, kept)]))
    if (last := _ENDING_SPEECH.search(source)) is not None:
        said[last.group()] += 1
    if gone := said - Counter(_SPEECH.findall(candidate)):
        return Refusal("speech", " ".join(gone))
    return None


def _end_of_kept(words: Sequence[EnglishWord], kept: Sequence[EnglishWord]) -> int:
    """Return where the last kept word ends in the source; a verb of speech behind it takes its own words along."""
    source = iter(words)
    end = 0
    for word in kept:
        end = next((other.end for other in source if other.text.lower() == word.text.lower()), end)
    return end


def _length(words: Sequence[EnglishWord], kept: Sequence[EnglishWord]) -> Refusal | None:
    if len(kept) >= len(words):
        return Refusal("length", "not shorter")
    if len(kept) < max(FEWEST_WORDS, SMALLEST_SHARE * len(words)):
        return Refusal("length", "too little left")
    return None
