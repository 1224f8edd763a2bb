"""Which blocks of a page are title, heading, body and boilerplate, and where a second article begins.

In: the blocks of a text. Out: the same blocks with their kind and part set, and notes on what was found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from toolkit.article import boilerplate
from toolkit.article.blocks import Block, Hint
from toolkit.article.boilerplate import Sort
from toolkit.article.lexicon import arabic_words

__all__ = ["classify"]

_SPEECH = arabic_words("speech", "bare", "claim", "view", "request", column=3)
_WHAT_IS_SAID = frozenset("ان انه انها بان الي علي عن من في".split())
_CONNECTIVE = re.compile(
    r"(?:كما|ومن|وفي|وفيما|من جانبه|من جهته|يذكر|يشار|جدير|والجدير|مؤكدا|مشيرا|مضيفا|هذا و"
    r"|لكن|غير ان|الا ان|تم|لقد|قد|ربما)\b"
)
_HEADING_WORDS = 14
_TAG_WORDS = 5
_CREDIT_WORDS = 6
_MARKER_LENGTH = 40
_REPEATS_HEADLINE = 0.5
_ABOVE = 60
_LINKS_SEEN = 20
_ENDS_ARTICLE = frozenset({Sort.CREDIT, Sort.KEYWORDS, Sort.NOTICE})
_LINKS = frozenset({Sort.LINKS, Sort.LINKS_BELOW})


def classify(blocks: list[Block]) -> list[str]:
    """Set kind and part of every block; return notes."""
    if all(block.sort for block in blocks):  # a date or a credit alone is what somebody wants read, not page furniture
        for block in blocks:
            block.kind = "body"
    _mark_below_markers(blocks)
    _mark_parts(blocks)
    notes = []
    for part, own in groupby(blocks, key=lambda block: block.part):
        notes += _mark_headlines(list(own), first=part == 0)
    return notes


def _mark_below_markers(blocks: list[Block]) -> None:
    """Mark what stands below a marker: tags under "keywords", a name under "source", links under "read also"."""
    for at, block in enumerate(blocks):
        if block.sort is Sort.KEYWORDS and len(block.text) < _MARKER_LENGTH:
            _mark_short_lines(blocks, range(at + 1, len(blocks)), _TAG_WORDS)
        elif block.sort is Sort.CREDIT and block.text.rstrip().endswith((":", "المصدر")):
            _mark_short_lines(blocks, range(at + 1, min(at + 2, len(blocks))), _CREDIT_WORDS)
        elif block.sort in _LINKS or (block.kind == "body" and _ends_with_marker(block)):
            _mark_links(blocks, at)


def _ends_with_marker(block: Block) -> bool:
    inline = boilerplate.find_inline(block.text) if block.sort is None else []
    return bool(inline) and boilerplate.sort_of(block.text[inline[-1] :]) is Sort.LINKS_BELOW


def _mark_short_lines(blocks: Sequence[Block], places: range, words: int) -> None:
    for block in map(blocks.__getitem__, places):
        if block.sort or block.stopped or block.count > words:
            return
        block.kind = "boilerplate"


def _mark_links(blocks: list[Block], at: int) -> None:
    """Mark the links below the "read also" line at `at`, but not the headline of what may follow them."""
    end = at + 1
    while end < len(blocks) and blocks[end].sort not in _LINKS and (blocks[end].sort or blocks[end].link_like):
        end += 1
    run = [block for block in blocks[at + 1 : end] if block.sort is None]
    follows = blocks[end] if end < len(blocks) and blocks[end].sort is None else None
    if run and follows and not run[-1].bulleted and _keeps_last(blocks, at, run, follows):
        run.pop()
    for block in run:
        block.kind = "boilerplate"


def _keeps_last(blocks: list[Block], at: int, run: list[Block], follows: Block) -> bool:
    """Tell whether the last link-like line before running text is its headline, not a link."""
    if blocks[at].sort is Sort.LINKS and len(run) == 1:
        return True
    if _sorts_above(blocks, at) & _ENDS_ARTICLE:
        return True
    linked = any(block.hint in (Hint.LINK, Hint.FURNITURE) for block in blocks[at + 1 : at + 1 + _LINKS_SEEN])
    if linked and run[-1].hint is Hint.HEADING:
        return True
    return len(run) > 1 and _repeated_share(run[-1], follows) >= _REPEATS_HEADLINE


def _repeated_share(headline: Block, lead: Block) -> float:
    """Return the share of the headline's words that the lead repeats."""
    return len(headline.words & lead.words) / len(headline.words) if headline.words else 0.0


def _sorts_above(blocks: list[Block], at: int) -> set[Sort]:
    """Return the sorts of the boilerplate that stands without a gap above `at`, at most `_ABOVE` lines up."""
    sorts: set[Sort] = set()
    for block in reversed(blocks[max(0, at - _ABOVE) : at]):
        if block.kind != "boilerplate":
            break
        sorts |= {block.sort} if block.sort else set()
    return sorts


def _mark_parts(blocks: list[Block]) -> None:
    """Number the articles of the page: a new one begins with a headline after the end of the one before."""
    part, has_body = 0, False
    for at, block in enumerate(blocks):
        if block.kind == "body":
            if has_body and _begins_article(blocks, at):
                part, has_body = part + 1, False
            has_body = has_body or block.body_like
        block.part = part


def _begins_article(blocks: list[Block], at: int) -> bool:
    if blocks[at - 1].kind != "boilerplate" or not blocks[at].headline_like:
        return False
    running = [block for block in blocks[at + 1 : at + 8] if block.kind == "body"]
    if len(running) < 2 or not running[0].body_like or sum(block.body_like for block in running) < 2:
        return False
    above = _sorts_above(blocks, at)
    return bool(above & _ENDS_ARTICLE and above & _LINKS) or bool(above & {Sort.KEYWORDS, Sort.NOTICE})


def _mark_headlines(blocks: list[Block], *, first: bool) -> list[str]:
    """Mark the title of one part, repetitions of it, and the headings; return notes."""
    running = [block for block in blocks if block.kind == "body"]
    while first and len(running) > 1 and boilerplate.is_section_label(running[0].text):
        running.pop(0).kind = "boilerplate"
    title = _title_of(running)
    repeats = [] if title is None else _repeats_of(title, running)
    if title is not None:
        title.kind = "title"
    for block in repeats:
        block.kind = "boilerplate"
    _mark_headings([block for block in running if block.kind == "body"])
    if repeats:
        return ["The title stands in the text more than once; the repetition counts as boilerplate."]
    return []


def _title_of(running: list[Block]) -> Block | None:
    """Return the block that is the headline: the one the page says is, or the first if it looks like one."""
    if len(running) < 2:
        return None
    stated = next((block for block in running if block.hint is Hint.TITLE), None)
    if stated is not None:
        return stated
    first, rest = running[0], running[1:]
    if (first.headline_like or _repeats_of(first, running)) and any(not block.headline_like for block in rest):
        return first
    return None


def _repeats_of(title: Block, running: list[Block]) -> list[Block]:
    key = boilerplate.words_of(title.text)
    near = (block for block in running if block is not title and abs(block.count - title.count) <= 2)
    return [block for block in near if boilerplate.words_of(block.text) == key]


def _mark_headings(running: list[Block]) -> None:
    for block, following in pairwise(running):
        if block.hint is Hint.HEADING or (_is_heading(block) and (following.hint or not _is_heading(following))):
            block.kind = "heading"


def _is_heading(block: Block) -> bool:
    if block.count > _HEADING_WORDS or not block.headline_like or block.bulleted or block.text.rstrip().endswith(":"):
        return False
    plain = " ".join(boilerplate.words_of(block.text))
    return not _is_speech_clause(plain) and not _CONNECTIVE.match(plain)


def _is_speech_clause(plain: str) -> bool:
    """Tell whether a line begins with a verb of speech and goes on to what is said."""
    first, *rest = plain.split() or [""]
    return (first in _SPEECH or (first[:1] in "وف" and first[1:] in _SPEECH)) and not _WHAT_IS_SAID.isdisjoint(rest)
