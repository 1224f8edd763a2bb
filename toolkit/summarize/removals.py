"""What can be cut out of an English news sentence without breaking it.

The grammar of cutting, and nothing else: where an aside, a trailing clause or an opening phrase begins and ends, by
its punctuation and its first words. Whether a cut would change what is said is for the gate (`gate.py`) to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from toolkit.article.lexicon import words
from toolkit.article.types import Span
from toolkit.language.english import english_words, split_english
from toolkit.language.reading import read_sentence

RemovalKind = Literal["bracket", "opener", "aside", "tail", "light"]

# Openings that tie a sentence to the one before it, or that only say that something is said.
_OPENER = re.compile(
    r"(?:(?:for|on) (?:his|her|its|their) part,"
    r"|in (?:this|the same|that|a related|a similar) (?:\w+ )?(?:context|regard|respect|connection|vein|development),"
    r"|in (?:light|view) of (?:this|that),"
    r"|in (?:contrast|parallel|addition|turn),"
    r"|in an? (?:notable|remarkable|significant|striking|new|related) (?:development|step|move)\b[^,“”\"]{0,60},"
    r"|in parallel with [^,“”\"]{0,60},"
    r"|(?:meanwhile|moreover|furthermore|additionally|notably|likewise|similarly|also|however|nevertheless),"
    r"|but,?|and|it (?:is|was) (?:also )?(?:noted|notable|worth (?:noting|mentioning|recalling)|noteworthy) that"
    r"|it should (?:also )?be (?:noted|mentioned|recalled) that)\s+",
    re.IGNORECASE,
)
# Words that tie sentences together or soften a plural, and carry no fact.
_LIGHT = re.compile(r"(?<!but )\b(?:also|in particular|in turn|(?<!of )a number of)\s+", re.IGNORECASE)
# What a clause opens with that only adds to what is before its comma.
_RELATIVE = r"(?:(?:in|during|at|on|after|to|of|for|with|through|from) )?which|whose|who|where"
_PARTICIPLE = "|".join(
    [
        *sorted(word for word in words("speech", column=2) if word.endswith("ing")),
        *"considering reflecting giving marking leading causing bringing offering making raising welcoming".split(),
        *"praising recalling highlighting".split(),
    ]
)
_ADDITION = (
    r"as well as|in addition to|along with|alongside|together with|especially|particularly|notably|amid|"
    r"with (?:rising|growing|increasing|mounting|both|each)|as part of|"
    r"in (?:an indication|a sign|a step|a move|a bid|an attempt|an effort|what)"
)
_FINITE = (
    r"is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do|said|told|held|took|gave|made|"
    r"began|became|led|met|left|went|came|saw|sent|set|won|lost|put|kept|brought|found|got|spoke|wrote|\w{3,}ed"
)
_CONJUNCT = rf"and (?:that|it|he|she|they|this|these|also|{_PARTICIPLE}|{_FINITE}|[A-Z][\w-]+ (?:{_FINITE}|\w+s))"
_TAIL = re.compile(rf"(?:{_RELATIVE}|{_PARTICIPLE}|{_ADDITION}|{_CONJUNCT})\b")
# Between a verb of speech and what is said.
_ASIDE = re.compile(
    r",\s+(?:during|in (?:remarks|comments|a statement|an interview)|at a press conference)\b[^,;:]*,(?= that\b)"
)
_NAMES = re.compile(r"(?:[A-Z][\w.'’-]*\s?){1,4}$")
_BOUNDARY = re.compile(r"[,;:]\s+|\s[–—-]\s")
_BRACKET = re.compile(r"(?<=\w)\s+\([^()]*\)")
_SAID = "|".join(sorted(w for w in words("speech", "bare", "claim", column=2) if w.endswith(("s", "d"))))
_WAITS = re.compile(rf"\b(?:{_SAID})(?P<rest>[^“\"]*)$")
_MOST = 10
_FEWEST_WORDS = 5


class Removal(NamedTuple):
    """A span of the sentence that can go, with what it is."""

    span: Span
    kind: RemovalKind


def removals(sentence: str) -> list[Removal]:
    """Find what can be cut out of a sentence, in order; at most 10, and no part of a quotation.

    Examples
    --------
    >>> text = "For his part, the mayor said the bridge would open in May, adding that tests had ended."
    >>> [(found.kind, found.span.of(text)) for found in removals(text)]
    [('opener', 'For his part, '), ('tail', ', adding that tests had ended')]
    """
    if len(split_english(sentence)) != 1:
        return []  # a tail would take the next sentence along
    quoted = _quotations(sentence)
    found = [
        removal
        for removal in _candidates(sentence)
        if not any(_cuts_into(removal.span, quotation) for quotation in quoted)
    ]
    return sorted(dict.fromkeys(found), key=lambda removal: removal.span)[:_MOST]


def opening(sentence: str) -> int:
    """Return the length of the words that only tie the sentence to others ("for his part,"), or 0.

    Examples
    --------
    >>> opening("In this context, the talks ended.")
    17
    """
    match = _OPENER.match(sentence)
    return match.end() if match else 0


def cut(sentence: str, spans: list[Span]) -> str:
    """Return the sentence without the spans, with its capital, its spaces and its final stop in order.

    Examples
    --------
    >>> cut("For his part, the mayor agreed, adding that tests had ended.", [Span(0, 14), Span(30, 60)])
    'The mayor agreed.'
    """
    kept = "".join(sentence[start:end] for start, end in _complement(sentence, spans))
    kept = re.sub(r"\s+", " ", kept).strip()
    kept = re.sub(r"\s+([,.;:!?])", r"\1", kept)
    kept = re.sub(r"[,;:]+([.!?])", r"\1", kept)
    kept = re.sub(r",([”\"])\.?$", r".\1", kept)
    if kept and not re.search(r"[.!?…][”\"’')\]]*$", kept):
        kept = kept.rstrip(" ,;:") + "."
    return kept[:1].upper() + kept[1:]


def _candidates(sentence: str) -> Iterator[Removal]:
    if opens := opening(sentence):
        yield Removal(Span(0, opens), "opener")
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(sentence):
            if kind != "aside" or not _dates(match.group()):
                yield Removal(Span(match.start(), match.end()), kind)
    yield from _tails(sentence)


def _dates(aside: str) -> bool:
    """Tell whether an aside says when it was: without that, the statement would seem to be of today."""
    return any(mention.day or mention.weekday is not None for mention in read_sentence(aside, "en").dates)


_PATTERNS: tuple[tuple[re.Pattern[str], RemovalKind], ...] = (
    (_BRACKET, "bracket"),
    (_LIGHT, "light"),
    (_ASIDE, "aside"),
)


def _tails(sentence: str) -> Iterator[Removal]:
    """Cut from a comma to the end, if each clause from there on opens with a word that adds."""
    end = len(sentence.rstrip().rstrip(".!?…"))
    quoted = _quotations(sentence)
    boundaries = [
        match
        for match in _BOUNDARY.finditer(sentence, 0, end)
        if not any(quotation.start < match.start() < quotation.end for quotation in quoted)
    ]
    clause_end = end
    for number in range(len(boundaries) - 1, -1, -1):
        boundary = boundaries[number]
        clause = sentence[boundary.end() : clause_end]
        if clause_end == end and _NAMES.fullmatch(clause):
            continue  # "the capital, Kyiv": a name set beside, part of the clause before it
        if not boundary.group().startswith((",", ";")) or not _TAIL.match(clause):
            return
        clause_end = boundary.start()
        if _closes_list(sentence, boundaries[:number], boundary, clause):
            return
        if _stands_alone(sentence[:clause_end]):
            yield Removal(Span(clause_end, end), "tail")


def _closes_list(sentence: str, before: list[re.Match[str]], boundary: re.Match[str], clause: str) -> bool:
    """Tell whether the clause may be the last item of a list: the item before its comma is short."""
    if not clause.startswith("and ") or not before:
        return False
    return len(english_words(sentence[before[-1].end() : boundary.start()])) <= _LONGEST_ITEM


def _stands_alone(kept: str) -> bool:
    """Tell whether what is kept is long enough, and no verb of speech in it waits for what was said."""
    waits = _WAITS.search(kept)
    rest = waits["rest"].strip() if waits else None
    waiting = rest is not None and (not rest or (rest.startswith((",", "during ")) and " that " not in rest))
    return not waiting and len(english_words(kept)) >= _FEWEST_WORDS


_LONGEST_ITEM = 3


def _quotations(sentence: str) -> list[Span]:
    return [Span(match.start(), match.end()) for match in re.finditer(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)", sentence)]


def _cuts_into(span: Span, quotation: Span) -> bool:
    """Tell whether the span takes a part of the quotation but not all of it."""
    whole = span.start <= quotation.start and quotation.end <= span.end
    return span.overlaps(quotation) and not whole


def _complement(sentence: str, spans: list[Span]) -> Iterator[Span]:
    start = 0
    for span in sorted(spans):
        yield Span(start, max(start, span.start))
        start = max(start, span.end)
    yield Span(start, len(sentence))
