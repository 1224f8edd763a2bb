"""What on a page is not the article: credits, keywords, "read also" links, buttons, notices. Nothing is deleted for it.

The wordings are in `language/data/boilerplate.tsv` and `page_words.tsv`.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from toolkit.article.lexicon import ARABIC_WEEKDAYS, arabic_words, patterns
from toolkit.article.normalize import INVISIBLE, arabic_letters, normalize


class Sort(Enum):
    """The sorts of boilerplate that `structure` treats differently."""

    CREDIT = auto()
    """Where the text or a picture came from. May end an article."""
    KEYWORDS = auto()
    """A list of keywords or tags. Ends an article."""
    LINKS = auto()
    """"Read also" with the link on the same line."""
    LINKS_BELOW = auto()
    """"Read also" alone: the links stand on the lines below."""
    FURNITURE = auto()
    """Buttons, dates, bylines, calls to follow. Ends nothing."""
    NOTICE = auto()
    """Rights notices and comment forms: what stands only under an article."""


_WRITTEN = patterns("boilerplate", weekday="|".join(ARABIC_WEEKDAYS), invisible=f"[{INVISIBLE}]*")
_INLINE = re.compile(_WRITTEN.pop("inline"), re.VERBOSE)
_MATCHES = {
    kind: re.compile(normalize(text, fold_letters=True), re.IGNORECASE | re.VERBOSE).match
    for kind, text in _WRITTEN.items()
}
_BUTTONS, _SECTIONS, _MEDIA, _CRUMBS = (
    arabic_words("page_words", kind) for kind in ("button", "section", "media", "crumb")
)
_CRUMB_SEPARATOR = re.compile(r"\s*[/»>›|\\←‹«]\s*")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")
_LONGEST_LINE = 600  # characters; the rest are words
_LONGEST_LINK, _LONGEST_CALL, _LONGEST_FURNITURE, _LONGEST_CREDIT = 30, 28, 14, 12


def words_of(text: str) -> list[str]:
    """Return the words of `text` in the form in which they are compared."""
    return _WORD.findall(normalize(text, fold_letters=True).lower())


def find_inline(text: str) -> list[int]:
    """Return where in a paragraph a marker such as `اقرأ أيضًا:` begins after other words."""
    return [match.start() for match in _INLINE.finditer(text)]


def is_section_label(text: str) -> bool:
    """Tell whether a short line above a headline only names the site or a section of it: `أخبار عربية`."""
    words = words_of(text[:_LONGEST_LINE])
    if not 0 < len(words) <= 4:
        return False
    named = words[0] in _MEDIA or not arabic_letters(text)
    return named or (len(words) < 4 and all(word in _SECTIONS or word.removeprefix("و") in _SECTIONS for word in words))


def sort_of(text: str, *, whole_line: bool = True) -> Sort | None:
    """Return which sort of boilerplate a line is, or None if it belongs to the article.

    In a sentence inside a paragraph (not `whole_line`) only credits, keywords and links count, which say what they are.

    Examples
    --------
    >>> sort_of("كلمات دلالية: قمح زراعة")
    <Sort.KEYWORDS: 2>
    >>> sort_of("حمل الرئيس المعارضة المسؤولية.") is None
    True
    """
    plain = normalize(text[:_LONGEST_LINE], fold_letters=True).strip()
    if _MATCHES["keywords"](plain):
        return Sort.KEYWORDS
    if len(text) > _LONGEST_LINE:
        return None
    count = len(plain.split())
    if _MATCHES["links_alone"](plain):
        return Sort.LINKS_BELOW
    if count <= _LONGEST_LINK and _MATCHES["links"](plain):
        return Sort.LINKS
    if count <= _LONGEST_CREDIT and _MATCHES["credit"](plain):
        return Sort.CREDIT
    return _unmarked(plain, count) if whole_line else None


def _unmarked(plain: str, count: int) -> Sort | None:
    if not _LETTER.search(plain):
        return Sort.FURNITURE
    if _MATCHES["hashtags"](plain):
        return Sort.KEYWORDS
    if _MATCHES["notice"](plain):
        return Sort.NOTICE
    if count <= _LONGEST_CALL and _MATCHES["follow"](plain):
        return Sort.FURNITURE
    if count > _LONGEST_FURNITURE:
        return None
    words, crumbs = _WORD.findall(plain.lower()), _CRUMB_SEPARATOR.split(plain.lower())
    buttons = bool(words) and all(word in _BUTTONS or word.isdigit() for word in words)
    trail = len(crumbs) > 1 and crumbs[0] in _CRUMBS
    return Sort.FURNITURE if _MATCHES["furniture"](plain) or buttons or trail else None
