"""The front door for articles: a path, bytes, a URL or an uploaded file becomes an `Article`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from os import PathLike
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from toolkit.article import boilerplate
from toolkit.article.decoding import check_language, decode, describe_oddities, wide_encoding
from toolkit.article.lexicon import ARABIC_MONTHS, ARABIC_WEEKDAYS
from toolkit.article.normalize import NEWLINES, normalize
from toolkit.article.orders import orders_among
from toolkit.article.readers import Page
from toolkit.article.readers.web import Fetched, Limits, fetch
from toolkit.article.segmentation import segment
from toolkit.article.structure import Block, blocks_of, classify
from toolkit.article.types import Article, Part, Sentence, SentenceKind, Span
from toolkit.errors import EncodingError, ReadError

Source = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Mapping[str, Any] | Fetched
Format = Literal["text", "html", "markdown", "pdf", "docx"]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MAX_BYTES = 50_000_000
_BY_SUFFIX: dict[str, Format] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx", ".txt": "text", ".text": "text",
}  # fmt: skip
_BY_TYPE: dict[str, Format] = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown"}
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "a password-protected or old Word document (.doc)", "Save it as .docx without a password."),
    (b"{\\rtf", "a Rich Text (RTF) file", "Save it as .docx or as text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Run text recognition (OCR) on it first."),
    (b"\xff\xd8\xff", "a picture", "Run text recognition (OCR) on it first."),
    (b"GIF8", "a picture", "Run text recognition (OCR) on it first."),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_UTF_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class _Raw(NamedTuple):
    """Bytes to read, with all that is known of them; errors call them by their `name`."""

    data: bytes
    source: str | None
    file_name: str
    content_type: str = ""
    charset: str | None = None

    @property
    def name(self) -> str:
        return self.source or "The data"


def read(
    source: Source,
    *,
    id: str | None = None,
    name: str | None = None,
    encoding: str | None = None,
    published: date | None = None,
    allow_private: bool = False,
    timeout: float = 20.0,
    max_bytes: int = _MAX_BYTES,
) -> Article:
    """Read an article: plain text, HTML, Markdown, DOCX or PDF.

    Parameters
    ----------
    source
        Path of a file; an http or https address; the bytes of a file; a binary file object; or an upload as
        ipywidgets gives it (a mapping with `name` and `content`); a page that was fetched before. For text at hand use
        `read_text`.
    id
        Short and stable name; by default the file's stem.
    name
        File name of bytes, whose ending tells Markdown from text.
    encoding
        Encoding of a text or HTML file, where it is known; otherwise it is detected.
    published
        Day of publication, where it is known; otherwise the day that the page's metadata or its text state.
    allow_private
        Also fetch URLs that lead to private or loopback addresses.
    timeout
        Seconds that fetching a URL may take in all.
    max_bytes
        Size from which a file or page is refused.

    Returns
    -------
    Article
        Its `text` is that of a text file as it stands (without byte-order mark), and the lines that a reader of the
        page sees for the other formats. `notes` says what was doubtful, `encoding` how bytes were decoded.

    Raises
    ------
    ReadError
        No such file, a folder, empty, too large, encrypted, damaged, scanned, or a page that cannot be fetched.
    EncodingError
        No known encoding fits; the message names the first bad byte.
    NoArabicError
        There is no Arabic in it.
    """
    raw = _raw(source, name, allow_private, timeout, max_bytes)
    _check_size(raw, max_bytes)
    if not raw.data.strip(b" \t\r\n\0"):
        raise ReadError(f"{raw.name} is empty.", remedy="Give an article with text in it.")
    stem = PurePath(raw.file_name).stem or None
    return assemble(_page(raw, encoding), id=id or stem, source=raw.source, published=published)


def read_any_text(path: str | PathLike[str], *, max_bytes: int = _MAX_BYTES) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file in a European language, such as a translation, and notes on what was doubtful.

    A text that is in none of the encodings that `read` knows is read as Windows-1252, the commonest of the others.

    Raises
    ------
    ReadError
        As for `read`.
    """
    raw = _from_path(path, max_bytes)
    _check_size(raw, max_bytes)
    try:
        page = _page(raw, None)
    except EncodingError:
        page = _page(raw, "windows-1252")
        return page.text, (*page.notes, f"{raw.name} is not UTF-8; it was read as Windows-1252.")
    return page.text, page.notes


def _check_size(raw: _Raw, max_bytes: int) -> None:
    if len(raw.data) > max_bytes:
        raise ReadError(
            f"{raw.name} has {len(raw.data) / 1e6:.0f} MB; at most {max_bytes / 1e6:g} are read.",
            remedy="Save the article alone, or raise max_bytes=.",
        )


def _raw(source: Source, name: str | None, allow_private: bool, timeout: float, max_bytes: int) -> _Raw:
    if isinstance(source, str) and _URL.match(source):
        source = fetch(source, allow_private=allow_private, limits=Limits(seconds=timeout, size=max_bytes))
    if isinstance(source, Fetched):
        place = unquote(urlsplit(source.url).path)
        return _Raw(source.data, source.url, place, source.content_type, source.charset)
    if isinstance(source, str | PathLike):
        return _from_path(source, max_bytes)
    if isinstance(source, Mapping):
        try:
            upload, data = str(source["name"]), bytes(memoryview(source["content"]))
        except (KeyError, TypeError, ValueError):
            remedy = "Pass one item of FileUpload.value."
            raise ReadError("The upload has no name and content.", remedy=remedy) from None
        return _Raw(data, upload, upload)
    given = source if isinstance(source, bytes | bytearray | memoryview) else source.read(max_bytes + 1)
    if not isinstance(given, bytes | bytearray | memoryview):
        raise ReadError("The file object gives text, not bytes.", remedy="Open it in binary mode, or use read_text.")
    label = name or getattr(source, "name", None)
    return _Raw(bytes(given), label, label) if isinstance(label, str) else _Raw(bytes(given), None, "")


def _from_path(source: str | PathLike[str], max_bytes: int) -> _Raw:
    try:
        path = Path(source)
        if path.is_dir():
            raise ReadError(f"{path} is a folder.", remedy="Name the articles in it one by one.")
        with path.open("rb") as stream:
            return _Raw(stream.read(max_bytes + 1), str(path), str(path))
    except FileNotFoundError:
        raise ReadError(f"There is no file {path}.", remedy="Check the path; for text at hand use read_text.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        shown = str(source) if len(str(source)) < 100 else f"{str(source)[:60]!r}…"
        raise ReadError(
            f"{shown} cannot be read: {reason}.", remedy="Check the path; for text use read_text."
        ) from None


def _page(raw: _Raw, encoding: str | None) -> Page:
    """Read the lines; each reader is imported only when it is needed."""
    kind = _format_of(raw)
    if kind == "pdf":
        from toolkit.article.readers.pdf import read_pdf

        return read_pdf(raw.data, raw.name)
    if kind == "docx":
        from toolkit.article.readers.docx import read_docx

        return read_docx(raw.data, raw.name)
    if kind == "html":
        from toolkit.article.readers.html import read_html

        return read_html(raw.data, raw.name, encoding=encoding, charset=raw.charset)
    text, used = decode(raw.data, raw.name, encoding=encoding, declared=raw.charset)
    if kind == "markdown":
        from toolkit.article.readers.html import read_markdown

        return read_markdown(text, encoding=used)
    return Page(text, encoding=used)


def _format_of(raw: _Raw) -> Format:
    """Return the format of a file: its content decides, then the server's type, then the file's name."""
    data, suffix = raw.data, _BY_SUFFIX.get(PurePath(raw.file_name).suffix.lower())
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    for mark, what, remedy in _FOREIGN:
        if data.startswith(mark):
            raise ReadError(f"{raw.name} is {what}.", remedy=remedy)
    if suffix in ("pdf", "docx"):
        raise ReadError(
            f"{raw.name} is named {suffix.upper()}, but its content is not.",
            remedy="Get the file again; it may be damaged.",
        )
    told = _BY_TYPE.get(raw.content_type) or suffix
    if told in ("html", "markdown"):
        return told
    if _HTML_START.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if b"\x00" in data[:4096] and not data.startswith(_UTF_MARKS) and wide_encoding(data) is None:
        raise ReadError(f"{raw.name} is not a text file.", remedy="Give plain text, HTML, Markdown, DOCX or PDF.")
    return "text"


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


_OPENING = re.compile(rf"\W*(?:\w+\s+){{1,3}}?(?:في\s+)?{_MAYBE_WEEKDAY}{_WORDED}\s*(?:م\s*)?[(/][^)/]{{2,20}}[)/]")
"""What an agency opens its first sentence with: ``الكويت 12 مارس 2024 (كونا) -``."""
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
            match = match or (_OPENING.match(plain) if seen < _HEAD else None)
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
