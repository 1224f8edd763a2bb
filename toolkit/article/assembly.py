"""From classified blocks to an Article. In: text and what a reader found. Out: `Article`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from toolkit.article import boilerplate
from toolkit.article.blocks import Block, Hint, blocks_of
from toolkit.article.characters import NEWLINES, describe_oddities
from toolkit.article.language import check_language
from toolkit.article.orders import orders_among
from toolkit.article.published import stated_date
from toolkit.article.segmentation import segment
from toolkit.article.structure import classify
from toolkit.article.types import Article, Part, Sentence, SentenceKind, Span
from toolkit.errors import ReadError

__all__ = ["assemble", "read_text"]

_NEWLINE = re.compile(f"[{NEWLINES}]")


def read_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
) -> Article:
    """Read an article from text at hand.

    Parameters
    ----------
    text
        The article; kept exactly as given. A line is a paragraph, unless the text is wrapped by hand.
    id
        Short and stable name; by default the first 12 digits of the text's SHA-256.
    title
        The headline, where it is known from elsewhere. A headline in the text itself wins.
    published
        Day of publication, where it is known; otherwise only a date that the text states is taken.
    source
        Path or URL, for messages and provenance.

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
    return assemble(text, id=id, title=title, published=published, source=source)


def assemble(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    source: str | None = None,
    encoding: str | None = None,
    notes: Sequence[str] = (),
    hints: Sequence[Hint | None] = (),
) -> Article:
    """Build an article from what a reader found; `read_text` describes parameters and errors.

    `notes` are what reading found so far, `hints` what the page's markup says of each line that is not blank.
    """
    name = source or "The text"
    if not text.strip():
        raise ReadError(f"{name} is empty.", remedy="Give an article with text in it.")
    found = [*notes, *check_language(text, name), *describe_oddities(text)]
    blocks = blocks_of(text, hints)
    found += classify(blocks)
    sentences = tuple(_sentences(text, blocks))
    parts = tuple(_parts(sentences))
    found += _speaks_to_a_model(sentences)
    if published is None:
        published, doubt = stated_date(block.text for block in blocks)
        found += [doubt] if doubt else []
    if len(parts) > 1:
        found.append(f"Holds {len(parts)} articles; each is a part of its own.")
    found += [_no_headline(part, len(parts)) for part in parts if not (part.title or (part.index == 0 and title))]
    return Article(
        id=id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        text=text,
        sentences=sentences,
        title=parts[0].title or title,
        source=source,
        published=published,
        parts=parts,
        notes=tuple(found),
        encoding=encoding,
    )


def _speaks_to_a_model(sentences: Sequence[Sentence]) -> list[str]:
    orders = orders_among(sentences)
    if not orders:
        return []
    index, spans = next(iter(orders.items()))
    which, shown = ", ".join(str(number + 1) for number in orders), spans[0].of(sentences[index].text)
    return [
        f"Speaks to a language model and not to a reader, in sentence {which} (“{shown}”): no claim and no fact is "
        "taken from there."
    ]


def _no_headline(part: Part, parts: int) -> str:
    which = f"Part {part.index + 1}" if parts > 1 else "The article"
    return f"{which} has no headline; none was made up."


def _sentences(text: str, blocks: Sequence[Block]) -> Iterator[Sentence]:
    index = 0
    for paragraph, block in enumerate(blocks):
        for span, kind in _split(block):
            yield Sentence(index, span, span.of(text), kind, paragraph, block.part)
            index += 1


def _split(block: Block) -> Iterator[tuple[Span, SentenceKind]]:
    """Yield the sentences of a block; a headline, a link or a credit is one sentence."""
    if block.kind != "body":
        yield block.span, block.kind
        return
    unwrapped = _NEWLINE.sub(" ", block.text)
    cuts = [0, *boilerplate.find_inline(unwrapped), len(unwrapped)]
    for start, end in pairwise(cuts):
        for piece in segment(unwrapped[start:end]):
            sort = boilerplate.sort_of(piece.of(unwrapped[start:end]), whole_line=False)
            yield piece.shift(block.span.start + start), "boilerplate" if sort else "body"


def _parts(sentences: Sequence[Sentence]) -> Iterator[Part]:
    first = 0
    for index in range(sentences[-1].part + 1):
        last = first
        while last + 1 < len(sentences) and sentences[last + 1].part == index:
            last += 1
        own = sentences[first : last + 1]
        title = next((sentence.text for sentence in own if sentence.kind == "title"), None)
        yield Part(index, title, first, last)
        first = last + 1
