"""From lines to the parts of a page: paragraphs, title, headings, boilerplate, and where a second article begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise, takewhile

from toolkit.article import boilerplate
from toolkit.article.boilerplate import Sort
from toolkit.article.lexicon import arabic_words, is_listed
from toolkit.article.normalize import CLOSERS, INVISIBLE, NEWLINES
from toolkit.article.readers import Hint
from toolkit.article.segmentation import is_headline_like, lines
from toolkit.article.types import SentenceKind, Span

_BULLET = re.compile(r"\W{0,40}[•·▪●○◦■□–\-*»«>]\s")
_INNER_STOP = re.compile(r"[^\s.]{2}[.؟!]\s")
_STOPPED = re.compile(rf"[.؟!:۔][{re.escape(CLOSERS)}{INVISIBLE}\s]*\Z")
_MOST_FORCED = 0.85
_FULL_LINES = ((2, 0.92), (5, 0.75))
"""Least number of breaks, and how full lines must be then as a share of the longest: few breaks can be chance."""
_WRAP_WIDTHS = range(30, 131)
_SPEECH = arabic_words("speech", "bare", "claim", "view", "request", column=3)
_WHAT_IS_SAID = frozenset("ان انه انها بان الي علي عن من في".split())
_CONNECTIVE = re.compile(
    r"(?:كما|ومن|وفي|وفيما|من جانبه|من جهته|يذكر|يشار|جدير|والجدير|مؤكدا|مشيرا|مضيفا|هذا و"
    r"|لكن|غير ان|الا ان|تم|لقد|قد|ربما)\b"
)
_HEADING_WORDS, _TAG_WORDS, _CREDIT_WORDS = 14, 5, 6
_MARKER_LENGTH = 40
_REPEATS_HEADLINE = 0.5
_ABOVE, _LINKS_SEEN = 60, 20
_ENDS_ARTICLE = frozenset({Sort.CREDIT, Sort.KEYWORDS, Sort.NOTICE})
_LINKS = frozenset({Sort.LINKS, Sort.LINKS_BELOW})


@dataclass
class Block:
    """A paragraph: mostly one line, several where the text is wrapped by hand.

    `kind` is what the block is taken for so far; `sort` says which boilerplate it is.
    """

    span: Span
    text: str
    sort: Sort | None
    hint: Hint | None = None
    kind: SentenceKind = "body"
    part: int = 0

    @cached_property
    def count(self) -> int:
        """How many words the block has."""
        return len(self.text.split())

    @cached_property
    def stopped(self) -> bool:
        """Whether the block ends with a full stop."""
        bare = self.text.rstrip(f"{CLOSERS}{INVISIBLE} ")
        return bare.endswith((".", "۔")) and not bare.endswith("..")

    @cached_property
    def headline_like(self) -> bool:
        """Whether the block could be a headline by its length and its end."""
        return self.hint in (Hint.TITLE, Hint.HEADING) or (self.hint is not Hint.ROW and is_headline_like(self.text))

    @property
    def bulleted(self) -> bool:
        """Whether the block begins with a bullet."""
        return bool(_BULLET.match(self.text))

    @property
    def body_like(self) -> bool:
        """Whether the block can only be running text: long, or a full sentence."""
        return self.hint is None and (self.count > 25 or (self.stopped and self.count >= 8))

    @property
    def link_like(self) -> bool:
        """Whether the block could be the text of a link."""
        return self.bulleted or self.hint is Hint.LINK or (self.sort is None and self.headline_like)

    @cached_property
    def words(self) -> frozenset[str]:
        """The longer words, without `و` and the article, for comparing two blocks."""
        words = boilerplate.words_of(self.text)
        return frozenset(word.removeprefix("و").removeprefix("ال") for word in words if len(word) > 2)


def blocks_of(text: str, hints: Sequence[Hint | None] = ()) -> list[Block]:
    """Return the paragraphs of `text`; `hints` are one for each line that is not blank, or none at all."""
    hinted = zip(lines(text), hints, strict=True) if hints else ((span, None) for span in _paragraphs(text))
    return [_block(text, span, hint) for span, hint in hinted]


def _block(text: str, span: Span, hint: Hint | None) -> Block:
    words = span.of(text)
    sort = None if hint is Hint.ROW else boilerplate.sort_of(words)
    if hint in (Hint.FURNITURE, Hint.LINK):
        sort = sort or Sort.FURNITURE
    return Block(span, words, sort, hint, "boilerplate" if sort else "body")


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield lines, but the lines of a paragraph that was wrapped by hand as one span."""
    written = list(lines(text, escaped=True))
    forced = _forced_breaks(text, written)
    start = 0
    for at, span in enumerate(written):
        if at not in forced:
            yield Span(written[start].start, span.end)
            start = at + 1


def _forced_breaks(text: str, written: Sequence[Span]) -> set[int]:
    """Return the lines after which the text was wrapped by hand: there the next word would not have fitted.

    A text is wrapped if nearly all line breaks inside its paragraphs are of that kind, most of them cut a sentence, and
    some sentence ends inside a line or at the end of a paragraph, as none does in a list of headlines.
    """
    gaps = [text[one.end : other.start].replace("\r\n", "\n") for one, other in pairwise(written)]
    inside = {at for at, gap in enumerate(gaps) if sum(character in NEWLINES for character in gap) < 2}
    width = max((written[at].end - written[at].start for at in inside), default=0)
    if width not in _WRAP_WIDTHS:
        return set()
    stopped = {at for at, span in enumerate(written) if _STOPPED.search(span.of(text))}
    cutting = inside - stopped
    ended = any(at - 1 in inside and at not in inside for at in stopped)
    if 2 * len(cutting) < len(inside) or not (ended or any(_INNER_STOP.search(span.of(text)) for span in written)):
        return set()
    # How long each line would be with the first word of the next one.
    longer = {at: len(written[at].of(text)) + 1 + len(written[at + 1].of(text).split(maxsplit=1)[0]) for at in inside}
    for least, full in _FULL_LINES:
        forced = {at for at, length in longer.items() if length > full * width}
        if len(inside) >= least and len(forced & cutting) >= _MOST_FORCED * len(cutting):
            return forced
    return set()


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
    below = map(blocks.__getitem__, places)
    for block in takewhile(lambda one: not (one.sort or one.stopped or one.count > words), below):
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
    words = run[-1].words
    return len(run) > 1 and bool(words) and len(words & follows.words) >= _REPEATS_HEADLINE * len(words)


def _sorts_above(blocks: list[Block], at: int) -> set[Sort]:
    """Return the sorts of the boilerplate that stands without a gap above `at`, at most `_ABOVE` lines up."""
    above = takewhile(lambda block: block.kind == "boilerplate", reversed(blocks[max(0, at - _ABOVE) : at]))
    return {block.sort for block in above if block.sort}


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
    repeats = _repeats_of(title, running) if title else []
    for block in repeats:
        block.kind = "boilerplate"
    if title:
        title.kind = "title"
    _mark_headings([block for block in running if block.kind == "body"])
    return ["The title stands in the text more than once; the repetition counts as boilerplate."] if repeats else []


def _title_of(running: list[Block]) -> Block | None:
    """Return the block that is the headline: the one the page says is, or the first if it looks like one."""
    if len(running) < 2:
        return None
    if stated := next((block for block in running if block.hint is Hint.TITLE), None):
        return stated
    first = running[0]
    likely = first.headline_like or _repeats_of(first, running)
    return first if likely and not all(block.headline_like for block in running[1:]) else None


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
    words = boilerplate.words_of(block.text)
    speaks = bool(words) and is_listed(words[0], _SPEECH) and not _WHAT_IS_SAID.isdisjoint(words[1:])
    return not speaks and not _CONNECTIVE.match(" ".join(words))
