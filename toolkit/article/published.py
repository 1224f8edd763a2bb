"""The day of publication, when the text itself states it.

In: the lines of an article. Out: a date and what was doubtful about it. Nothing is guessed: a date counts when it
stands on a line of its own, after "published on", or as "today, Friday 4 July 2025" near the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from toolkit.article.calendar import ARABIC_MONTHS, ARABIC_WEEKDAYS
from toolkit.article.normalize import normalize

__all__ = ["stated_date"]

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
_HEAD = 400
_TOP = 1500
_LINE_LIMIT = 90


def stated_date(lines: Iterable[str]) -> tuple[date | None, str]:
    """Return the day of publication that the text states, and a note when it contradicts itself.

    Parameters
    ----------
    lines
        The lines of the article in order; "today" is looked for only in the first 1,500 characters.

    Returns
    -------
    (datetime.date or None, str)
        None when no day is stated, or when the stated weekday is not that of the date (the note says so).

    Examples
    --------
    >>> stated_date(["كشف الكرملين، اليوم الجمعة 4 يوليو 2025، تفاصيل الاتصال."])
    (datetime.date(2025, 7, 4), '')
    """
    seen = 0
    for line in lines:
        if seen < _TOP or len(line) <= _LINE_LIMIT:
            plain = normalize(line[:_TOP], fold_letters=True)
            match = _dateline(plain, seen) or (_TODAY.search(plain) if seen < _TOP else None)
            if match:
                return _checked(match)
        seen += len(line)
    return None, ""


def _dateline(plain: str, seen: int) -> re.Match[str] | None:
    """Match a line that is a date; with a place or desk before it (`القاهرة - …`) only at the very top."""
    if len(plain) > _LINE_LIMIT:
        return None
    patterns = (*_DATELINES, *_PLACED_DATELINES) if seen < _HEAD else _DATELINES
    return next((match for pattern in patterns if (match := pattern.fullmatch(plain))), None)


def _checked(match: re.Match[str]) -> tuple[date | None, str]:
    month = match["month"]
    try:
        day = date(int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"]))
    except ValueError:
        return None, f"States an impossible date ({match['day']}, {month}, {match['year']}); no publication date taken."
    weekday = match["weekday"]
    if weekday and ARABIC_WEEKDAYS[weekday] != day.weekday():
        return None, f"States {day:%d %B %Y}, which was a {day:%A}, with another weekday; no publication date taken."
    return day, ""
