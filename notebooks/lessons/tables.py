"""Tables for notebooks in which Arabic stands right to left. In: a header and rows. Out: something Jupyter shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Protocol, runtime_checkable

from toolkit.article.normalize import ARABIC_LETTER, arabic_letters, letters
from toolkit.output.html import isolate

__all__ = ["Html", "Table"]

_WORD = f"[{ARABIC_LETTER}\u064b-\u0652]+"
_ARABIC = re.compile(rf"(?:[0-9.,]+ )*{_WORD}(?:[ ،/]+(?:[0-9.,]+ )*{_WORD})*")

_CELL = "padding:.35em .7em;vertical-align:top;white-space:normal;max-width:46em;border-top:1px solid #8886;"


@runtime_checkable
class Html(Protocol):
    """Something that shows itself as HTML."""

    def _repr_html_(self) -> str: ...


class Table:
    """Rows of text and numbers, shown as a table in Jupyter and as lines elsewhere.

    Parameters
    ----------
    header
        The names of the columns.
    rows
        As many cells each. Numbers stand right, Arabic right to left, all else left; what shows itself as HTML does so.
    caption
        What the table shows.

    Examples
    --------
    >>> Table(("system", "BLEU"), [("paraphrase", 4)])
    system | BLEU
    paraphrase | 4
    """

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence[object]], *, caption: str = "") -> None:
        self.header, self.rows, self.caption = tuple(header), [tuple(row) for row in rows], caption

    def __repr__(self) -> str:
        return "\n".join(" | ".join(str(cell) for cell in row) for row in (self.header, *self.rows))

    def _repr_html_(self) -> str:
        numeric = [all(isinstance(cell, (int, float)) for cell in column) for column in zip(*self.rows, strict=True)]
        head = "".join(
            f'<th scope="col" style="{_CELL}text-align:{"right" if right else "left"}">{escape(name)}</th>'
            for name, right in zip(self.header, numeric or [False] * len(self.header), strict=True)
        )
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows)
        caption = f'<caption style="text-align:left;padding:.4em 0">{escape(self.caption)}</caption>'
        return (
            f'<table style="border-collapse:collapse">{caption if self.caption else ""}'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _cell(value: object) -> str:
    if isinstance(value, Html):
        return f'<td style="{_CELL}">{value._repr_html_()}</td>'
    text = str(value)
    if isinstance(value, (int, float)):
        return f'<td style="{_CELL}text-align:right">{escape(text)}</td>'
    if 2 * arabic_letters(text) > letters(text):
        return f'<td dir="rtl" lang="ar" style="{_CELL}text-align:right">{isolate(text)}</td>'
    return f'<td style="{_CELL}text-align:left">{_with_arabic(text)}</td>'


def _with_arabic(text: str) -> str:
    """Escape English text, keeping the Arabic in it, and the numbers that belong to it, in their own order."""
    return _ARABIC.sub(lambda match: f'<bdi lang="ar" dir="rtl">{match.group()}</bdi>', escape(text))
