"""From text to Article: which lines are title, heading, body and boilerplate, and where a second article begins.

In: text as it was given. Out: an `Article` whose sentences cover every character that is not white space.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from toolkit.article import boilerplate
from toolkit.article.boilerplate import Sort
from toolkit.article.characters import CLOSERS, INVISIBLE, describe_oddities
from toolkit.article.language import check_language
from toolkit.article.published import stated_date
from toolkit.article.segmentation import is_headline_like, lines, segment
from toolkit.article.types import Article, Part, Sentence, SentenceKind, Span
from toolkit.errors import ReadError

__all__ = ["read_text"]

_BULLET = re.compile(r"[\s\W]*[•·▪●○◦■□–\-*»«>]+\s")
_CONTINUING = re.compile(
    r"(?:و|ف)?(?:قال|اكد|اضاف|اوضح|اعلن|اشار|كشف|ذكر|افاد|صرح|شدد|تابع|بين|راي|اعتبر|اعرب|حذر|دعا|طالب|لفت|نوه|ابرز|افادت|قالت"
    r"|اكدت|اضافت|اوضحت|اعلنت|اشارت|كشفت|ذكرت|صرحت|شددت)\b.*\b(?:ان|انه|انها|بان|الي|علي|عن|من|في)\b"
)
_CONNECTIVE = re.compile(
    r"(?:كما|ومن|وفي|وفيما|من جانبه|من جهته|يذكر|يشار|جدير|والجدير|مؤكدا|مشيرا|مضيفا|هذا و|لكن|غير ان|الا ان)\b"
)
_HEADING_WORDS = 14
_SHORT_TAGS = 5


def read_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
    encoding: str | None = None,
    notes: Sequence[str] = (),
) -> Article:
    """Read an article from text at hand.

    Parameters
    ----------
    text
        The article; kept exactly as given. Each line is a paragraph.
    id
        Short and stable name; by default the first 12 digits of the text's SHA-256.
    title
        The headline, where the page's own metadata states it. A headline in the text itself wins.
    published
        Day of publication, where it is known; otherwise only a date that the text states is taken.
    source
        Path or URL, for messages and provenance.
    encoding
        What the bytes were decoded with.
    notes
        What reading found so far; the article's own notes follow.

    Returns
    -------
    Article
        With `article.text[s.span.start:s.span.end] == s.text` for every sentence.

    Raises
    ------
    ReadError
        The text is empty.
    NoArabicError
        It holds no Arabic.
    EncodingError
        It is Arabic decoded with a wrong encoding.

    Examples
    --------
    >>> article = read_text("عنوان الخبر هنا\\nقال الوزير إن اللقاء انتهى. وأضاف أن النتائج جيدة.\\nالمصدر: وكالات")
    >>> [sentence.kind for sentence in article.sentences]
    ['title', 'body', 'body', 'boilerplate']
    """
    name = source or "The text"
    if not text.strip():
        raise ReadError(f"{name} is empty.", remedy="Give an article with text in it.")
    found = [*notes, *check_language(text, name), *describe_oddities(text)]
    blocks = [_Block.of(text, span) for span in lines(text)]
    _mark_boilerplate(blocks)
    _mark_parts(blocks)
    for part in range(blocks[-1].part + 1):
        found += _mark_headlines([block for block in blocks if block.part == part], part)
    sentences = tuple(_sentences(text, blocks))
    parts = tuple(_parts(sentences))
    if published is None:
        published, doubt = stated_date(block.text for block in blocks)
        found += [doubt] if doubt else []
    headline = parts[0].title or title
    if len(parts) > 1:
        found.append(f"Holds {len(parts)} articles; each is a part of its own.")
    found += [_no_headline(part, len(parts)) for part in parts if not (part.title or (part.index == 0 and title))]
    return Article(
        id=id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        text=text,
        sentences=sentences,
        title=headline,
        source=source,
        published=published,
        parts=parts,
        notes=tuple(found),
        encoding=encoding,
    )


def _no_headline(part: Part, parts: int) -> str:
    which = f"Part {part.index + 1}" if parts > 1 else "The article"
    return f"{which} has no headline; none was made up."


@dataclass(slots=True)
class _Block:
    """A line on its way to being classified."""

    span: Span
    text: str
    sort: Sort | None
    kind: SentenceKind = "body"
    part: int = 0

    @classmethod
    def of(cls, text: str, span: Span) -> _Block:
        line = span.of(text)
        sort = boilerplate.sort_of(line)
        return cls(span, line, sort, "boilerplate" if sort else "body")

    @property
    def stopped(self) -> bool:
        """Whether the line ends with a full stop."""
        bare = self.text.rstrip(f"{CLOSERS}{INVISIBLE} ")
        return bare.endswith((".", "۔")) and not bare.endswith("..")

    @property
    def count(self) -> int:
        return len(self.text.split())

    @property
    def body_like(self) -> bool:
        """Whether the line can only be running text: long, or a full sentence."""
        return self.count > 25 or (self.stopped and self.count >= 8)

    @property
    def link_like(self) -> bool:
        """Whether the line could be the text of a link."""
        return bool(_BULLET.match(self.text)) or (self.sort is None and is_headline_like(self.text))

    @property
    def words(self) -> set[str]:
        return {word.removeprefix("و").removeprefix("ال") for word in boilerplate.words_of(self.text) if len(word) > 2}


def _mark_boilerplate(blocks: list[_Block]) -> None:
    """Mark what stands below a marker: tags under "keywords", a name under "source", links under "read also"."""
    for at, block in enumerate(blocks):
        if block.sort is Sort.KEYWORDS and len(block.text) < 40:
            _mark_below(blocks, at, _SHORT_TAGS)
        elif block.sort is Sort.CREDIT and block.text.rstrip().endswith((":", "المصدر")):
            _mark_below(blocks[: at + 2], at, _SHORT_TAGS + 1)
        elif block.sort in (Sort.LINKS, Sort.LINKS_BELOW) or _ends_with_marker(block):
            _mark_links(blocks, at)


def _ends_with_marker(block: _Block) -> bool:
    inline = boilerplate.find_inline(block.text) if block.sort is None else []
    return bool(inline) and boilerplate.sort_of(block.text[inline[-1] :]) is Sort.LINKS_BELOW


def _mark_below(blocks: list[_Block], at: int, words: int) -> None:
    for block in blocks[at + 1 :]:
        if block.sort or block.stopped or block.count > words:
            return
        block.kind = "boilerplate"


def _mark_links(blocks: list[_Block], at: int) -> None:
    """Mark the links below the "read also" line at `at`, but not the headline of what may follow them."""
    end = at + 1
    while end < len(blocks) and (blocks[end].sort not in (None, Sort.FURNITURE) or blocks[end].link_like):
        if blocks[end].sort in (Sort.LINKS, Sort.LINKS_BELOW):
            break
        end += 1
    run = [block for block in blocks[at + 1 : end] if block.sort is None]
    follows = blocks[end] if end < len(blocks) and blocks[end].sort is None else None
    if run and follows is not None and not _BULLET.match(run[-1].text) and _keeps_last(blocks, at, run, follows):
        run.pop()
    for block in run:
        block.kind = "boilerplate"


def _keeps_last(blocks: list[_Block], at: int, run: list[_Block], follows: _Block) -> bool:
    """Tell whether the last link-like line before running text is its headline, not a link."""
    if blocks[at].sort is Sort.LINKS and len(run) == 1:
        return True
    if _article_ended(blocks, at):
        return True
    return len(run) > 1 and _overlap(run[-1], follows) >= 0.5


def _overlap(headline: _Block, lead: _Block) -> float:
    """Return the share of the headline's words that the lead repeats."""
    words = headline.words
    return len(words & lead.words) / len(words) if words else 0.0


def _article_ended(blocks: list[_Block], at: int) -> bool:
    """Tell whether the boilerplate just above `at` says that the article is over: credits, keywords, rights."""
    for block in reversed(blocks[:at]):
        if block.kind != "boilerplate":
            return False
        if block.sort in (Sort.CREDIT, Sort.KEYWORDS, Sort.NOTICE):
            return True
    return False


def _mark_parts(blocks: list[_Block]) -> None:
    """Number the articles of the page: a new one begins with a headline after the end of the one before."""
    part, has_body = 0, False
    for at, block in enumerate(blocks):
        if block.kind == "body":
            if has_body and _begins_article(blocks, at):
                part, has_body = part + 1, False
            has_body = has_body or block.body_like
        block.part = part


def _begins_article(blocks: list[_Block], at: int) -> bool:
    if at == 0 or blocks[at - 1].kind != "boilerplate" or not is_headline_like(blocks[at].text):
        return False
    running = [block for block in blocks[at + 1 : at + 8] if block.kind == "body"]
    if len(running) < 2 or not running[0].body_like or sum(block.body_like for block in running) < 2:
        return False
    above = _sorts_above(blocks, at)
    ended = above & {Sort.CREDIT, Sort.KEYWORDS, Sort.NOTICE}
    linked = above & {Sort.LINKS, Sort.LINKS_BELOW}
    return bool(ended and linked) or bool(above & {Sort.KEYWORDS, Sort.NOTICE})


def _sorts_above(blocks: list[_Block], at: int) -> set[Sort]:
    sorts: set[Sort] = set()
    for block in reversed(blocks[:at]):
        if block.kind != "boilerplate":
            break
        sorts |= {block.sort} if block.sort else set()
    return sorts


def _mark_headlines(blocks: list[_Block], part: int) -> list[str]:
    """Mark the title of one part, repetitions of it, and the headings; return notes."""
    running = [block for block in blocks if block.kind == "body"]
    while part == 0 and len(running) > 1 and boilerplate.is_section_label(running[0].text):
        running.pop(0).kind = "boilerplate"
    if len(running) < 2:
        return []
    notes = []
    title = running[0]
    key = boilerplate.words_of(title.text)
    repeats = [block for block in running[1:] if boilerplate.words_of(block.text) == key]
    if (is_headline_like(title.text) or repeats) and any(not is_headline_like(b.text) for b in running[1:]):
        title.kind = "title"
        for block in repeats:
            block.kind = "boilerplate"
        if repeats:
            notes.append("The title stands in the text more than once; the repetition counts as boilerplate.")
    _mark_headings([block for block in running if block.kind == "body"])
    return notes


def _mark_headings(running: list[_Block]) -> None:
    for at, block in enumerate(running[:-1]):
        if _is_heading(block.text, block.count) and not _is_heading(running[at + 1].text, running[at + 1].count, 0):
            block.kind = "heading"


def _is_heading(text: str, count: int, limit: int = _HEADING_WORDS) -> bool:
    if count > limit or not is_headline_like(text) or text.rstrip().endswith(":") or _BULLET.match(text):
        return False
    plain = " ".join(boilerplate.words_of(text))
    return not _CONTINUING.match(plain) and not _CONNECTIVE.match(plain)


def _sentences(text: str, blocks: Sequence[_Block]) -> Iterator[Sentence]:
    index = 0
    for paragraph, block in enumerate(blocks):
        for span, kind in _split(text, block):
            yield Sentence(index, span, span.of(text), kind, paragraph, block.part)
            index += 1


def _split(text: str, block: _Block) -> Iterator[tuple[Span, SentenceKind]]:
    """Yield the sentences of a block; a headline, a link or a credit is one sentence."""
    if block.kind != "body":
        yield block.span, block.kind
        return
    cuts = [0, *boilerplate.find_inline(block.text), len(block.text)]
    for start, end in pairwise(cuts):
        for piece in segment(block.text[start:end]):
            span = piece.shift(block.span.start + start)
            yield span, "boilerplate" if boilerplate.sort_of(span.of(text), whole_line=False) else "body"


def _parts(sentences: Sequence[Sentence]) -> Iterator[Part]:
    for index in range(sentences[-1].part + 1):
        own = [sentence for sentence in sentences if sentence.part == index]
        title = next((sentence.text for sentence in own if sentence.kind == "title"), None)
        yield Part(index, title, own[0].index, own[-1].index)
