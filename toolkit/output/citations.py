"""The sources of a memo for reference managers: RIS, and CSL-JSON.

The address, the headline in both languages and the day of publication are those of the article; the day of access is
the one on which its brief was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from toolkit.brief.brief import Brief
from toolkit.memo.memo import Memo


def csl_json(memo: Memo) -> str:
    """Return the sources of a memo as CSL-JSON, numbered as in the memo."""
    return json.dumps([_entry(n, brief) for n, brief in enumerate(memo.briefs, 1)], ensure_ascii=False, indent=1) + "\n"


def ris(memo: Memo) -> str:
    """Return the sources of a memo as RIS, numbered as in the memo."""
    return "".join(f"{tag}  - {value}\r\n" for n, brief in enumerate(memo.briefs, 1) for tag, value in _ris(n, brief))


def _entry(number: int, brief: Brief) -> dict[str, Any]:
    article = brief.article
    address = article.source if urlsplit(article.source or "").netloc else ""
    accessed = date.fromisoformat(brief.provenance.created[:10])
    found: dict[str, Any] = {
        "id": str(number),
        "type": "article-newspaper",
        "title": article.title or article.id,
        "translated-title": brief.title or "",
        "container-title": urlsplit(address).hostname or "",
        "URL": address,
        "language": "ar",
        "issued": _day(article.published),
        "accessed": _day(accessed),
    }
    return {name: value for name, value in found.items() if value}


def _day(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _ris(number: int, brief: Brief) -> Iterator[tuple[str, str]]:
    entry, published = _entry(number, brief), brief.article.published
    yield "TY", "NEWS"
    yield "ID", str(number)
    for tag, name in (("TI", "title"), ("TT", "translated-title"), ("T2", "container-title"), ("UR", "URL")):
        if name in entry:
            yield tag, " ".join(entry[name].split())
    if published:
        yield "DA", f"{published:%Y/%m/%d/}"
    yield "Y2", f"{brief.provenance.created[:10].replace('-', '/')}/"
    yield "LA", "ar"
    yield "ER", ""
