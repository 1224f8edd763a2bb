"""From the text that a reader found to an `Article`: sentences, parts, the day of publication, notes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from toolkit.article import boilerplate
from toolkit.article.calendar import ARABIC_MONTHS, ARABIC_WEEKDAYS
from toolkit.article.decoding import check_language, describe_oddities
from toolkit.article.normalize import NEWLINES, normalize
from toolkit.article.orders import orders_among
from toolkit.article.readers import Page
from toolkit.article.segmentation import segment
from toolkit.article.structure import Block, blocks_of, classify
from toolkit.article.types import Article, Part, Sentence, SentenceKind, Span
from toolkit.errors import ReadError

__all__ = ["assemble", "read_text"]

_NEWLINE = re.compile(f"[{NEWLINES}]")

_MONTHS = {" ".join(words): number for words, number in ARABIC_MONTHS.items()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(ARABIC_WEEKDAYS)
_WORDED = (
    rf"(?P<day>\d{{1,2}})\s+(?:من\s+)?(?P<month>{_MONTH})(?:\s*/\s*(?:{_MONTH}))?\s*[،,]?\s+(?P<year>(?:19|20)\d\d)"
)
_NUMERIC = r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>(?:19|20)\d\d)"
_ISO = r"(?P<year>(?:19|20)\d\d)[/.\-](?P<month>\d{1,2})[/.\-](?P<day>\d{1,2})"
_MAYBE_WEEKDAY = rf"(?:(?P<weekday>{_WEEKDAY})\s*[،,\-–]?\s*)?"
_TODAY = re.compile(rf"\bاليوم\s*[،,]?\s*(?P<weekday>{_WEEKDAY})\s*[،,(]?\s*(?:الموافق\s+)?{_WORDED}")
_LABEL = r"(?:(?:تاريخ\s+النشر|نشر(?:ت)?(?:\s+(?:في|بتاريخ|يوم))?|تم\s+النشر(?:\s+في)?|التاريخ|بتاريخ)\s*[:\-–|]?\s*)?"
_PLACE = r"(?:\w+(?:\s+\w+)?\s*[\-–:|،]\s*){1,2}"


def _line_patterns(prefix: str) -> tuple[re.Pattern[str], ...]:
    tail = r"(?:\s*م)?(?:[\s|،,\-–]+.{0,40})?"
    return tuple(re.compile(rf"\W*{prefix}{_MAYBE_WEEKDAY}{form}{tail}") for form in (_WORDED, _ISO, _NUMERIC))


_DATELINES = _line_patterns(_LABEL)
_PLACED_DATELINES = _line_patterns(_PLACE)
_HEAD, _TOP, _LINE_LIMIT = 400, 1500, 90  # characters


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
    return assemble(Page(text, title=title, published=published), id=id, source=source)


def assemble(page: Page, *, id: str | None = None, source: str | None = None, published: date | None = None) -> Article:
    """Build an article as `read_text` does, from what a reader found."""
    text, name = page.text, source or "The text"
    if not text.strip():
        raise ReadError(f"{name} is empty.", remedy="Give an article with text in it.")
    found = [f"Decoded as {page.encoding}."] if page.encoding not in (None, "utf-8") else []
    found += [*page.notes, *check_language(text, name), *describe_oddities(text)]
    blocks = blocks_of(text, page.hints)
    found += classify(blocks)
    sentences = tuple(_sentences(text, blocks))
    parts = tuple(_parts(sentences))
    if orders := orders_among(sentences):
        index, spans = next(iter(orders.items()))
        which, shown = ", ".join(str(number + 1) for number in orders), spans[0].of(sentences[index].text)
        found.append(
            f"Speaks to a language model and not to a reader, in sentence {which} (“{shown}”): no claim and no fact is "
            "taken from there."
        )
    published = published or page.published
    if published is None:
        published, doubt = _stated_date(block.text for block in blocks)
        found += [doubt] if doubt else []
    if len(parts) > 1:
        found.append(f"Holds {len(parts)} articles; each is a part of its own.")
    for part in parts:
        if not part.title and not (part.index == 0 and page.title):
            which = f"Part {part.index + 1}" if len(parts) > 1 else "The article"
            found.append(f"{which} has no headline; none was made up.")
    return Article(
        id=id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        text=text,
        sentences=sentences,
        title=parts[0].title or page.title,
        source=source,
        published=published,
        parts=parts,
        notes=tuple(found),
        encoding=page.encoding,
    )


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
    for index, group in groupby(sentences, key=lambda sentence: sentence.part):
        own = list(group)
        title = next((sentence.text for sentence in own if sentence.kind == "title"), None)
        yield Part(index, title, own[0].index, own[-1].index)


def _stated_date(lines: Iterable[str]) -> tuple[date | None, str]:
    """Return the day of publication that the text states, and a note when it contradicts itself.

    Nothing is guessed: a date counts on a line of its own, after "published on", or as "today, Friday 4 July 2025" near
    the top.
    """
    seen = 0
    for line in lines:
        if seen < _TOP or len(line) <= _LINE_LIMIT:
            plain = normalize(line[:_TOP], fold_letters=True)
            match = _dateline(plain, seen) or (_TODAY.search(plain) if seen < _TOP else None)
            if match:
                return _day_of(match)
        seen += len(line)
    return None, ""


def _dateline(plain: str, seen: int) -> re.Match[str] | None:
    """Match a line that is a date; with a place or desk before it (`القاهرة - …`) only at the very top."""
    if len(plain) > _LINE_LIMIT:
        return None
    patterns = (*_DATELINES, *_PLACED_DATELINES) if seen < _HEAD else _DATELINES
    return next((match for pattern in patterns if (match := pattern.fullmatch(plain))), None)


def _day_of(match: re.Match[str]) -> tuple[date | None, str]:
    month = match["month"]
    try:
        day = date(int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"]))
    except ValueError:
        return None, f"States an impossible date ({match['day']}, {month}, {match['year']}); no publication date taken."
    weekday = match["weekday"]
    if weekday and ARABIC_WEEKDAYS[weekday] != day.weekday():
        return None, f"States {day:%d %B %Y}, which was a {day:%A}, with another weekday; no publication date taken."
    return day, ""
