"""What on a page is not the article: source credits, keyword lines, "read also" links, buttons, notices.

In: one line or sentence of a page. Out: which sort of boilerplate it is, if any. Nothing is deleted here or
anywhere else; `structure` marks the sentences with what this module says.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from toolkit.article import markers
from toolkit.article.characters import arabic_letters
from toolkit.article.normalize import normalize

__all__ = ["Sort", "find_inline", "is_section_label", "sort_of", "words_of"]


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


_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")
_LONGEST_LINE = 600
_LONGEST_CALL = 28
_LONGEST_FURNITURE = 14
_LONGEST_CREDIT = 12
_LONGEST_LINK = 30


def words_of(text: str) -> list[str]:
    """Return the words of `text` in the form in which they are compared."""
    return _WORD.findall(normalize(text, fold_letters=True).lower())


def find_inline(text: str) -> list[int]:
    """Return where in a paragraph a marker such as `اقرأ أيضًا:` begins after other words."""
    return [match.start() for match in markers.INLINE.finditer(text)]


def is_section_label(text: str) -> bool:
    """Tell whether a short line above a headline only names the site or a section of it: `أخبار عربية`."""
    words = words_of(text[:_LONGEST_LINE])
    known = markers.SECTION_WORDS
    if not 0 < len(words) <= 4:
        return False
    named = words[0] in markers.MEDIA_WORDS or not arabic_letters(text)
    return named or (len(words) < 4 and all(word in known or word.removeprefix("و") in known for word in words))


def sort_of(text: str, *, whole_line: bool = True) -> Sort | None:
    """Return which sort of boilerplate a line is, or None if it belongs to the article.

    Parameters
    ----------
    text
        One line, or one sentence.
    whole_line
        False for a sentence inside a paragraph: there only credits, keywords and links count, which say what
        they are.

    Examples
    --------
    >>> sort_of("كلمات دلالية: قمح زراعة")
    <Sort.KEYWORDS: 2>
    >>> sort_of("حمل الرئيس المعارضة المسؤولية.") is None
    True
    """
    plain = normalize(text[:_LONGEST_LINE], fold_letters=True).strip()
    if len(text) > _LONGEST_LINE:
        return Sort.KEYWORDS if markers.KEYWORDS.match(plain) else None
    count = len(plain.split())
    marked = _marked(plain, count)
    if marked or not whole_line:
        return marked
    if not _LETTER.search(plain):
        return Sort.FURNITURE
    return _unmarked(plain, count)


def _marked(plain: str, count: int) -> Sort | None:
    if markers.KEYWORDS.match(plain):
        return Sort.KEYWORDS
    if markers.LINKS_ALONE.match(plain):
        return Sort.LINKS_BELOW
    if count <= _LONGEST_LINK and markers.LINKS_WITH_TEXT.match(plain):
        return Sort.LINKS
    if count <= _LONGEST_CREDIT and any(
        pattern.match(plain) for pattern in (markers.CREDIT, markers.CREDIT_ALONE, markers.AGENCY)
    ):
        return Sort.CREDIT
    return None


def _unmarked(plain: str, count: int) -> Sort | None:
    if markers.HASHTAGS.match(plain):
        return Sort.KEYWORDS
    if markers.NOTICE.match(plain):
        return Sort.NOTICE
    if count <= _LONGEST_CALL and markers.FOLLOW.match(plain):
        return Sort.FURNITURE
    if count > _LONGEST_FURNITURE:
        return None
    patterns = (markers.BYLINE, markers.STAMP, markers.STAMP_ALONE, markers.ADDRESS, markers.ADVERT)
    if any(pattern.match(plain) for pattern in patterns) or _is_buttons(plain) or _is_breadcrumb(plain):
        return Sort.FURNITURE
    return None


def _is_buttons(plain: str) -> bool:
    words = _WORD.findall(plain.lower())
    return bool(words) and all(word in markers.BUTTON_WORDS or word.isdigit() for word in words)


def _is_breadcrumb(plain: str) -> bool:
    crumbs = markers.CRUMB_SEPARATOR.split(plain.lower())
    return len(crumbs) > 1 and crumbs[0] in markers.BREADCRUMB_ROOTS
