"""Exercises with hidden answers. In: what the answer consists of. Out: a line that opens when it is clicked.

It is HTML's own <details>: it needs no script, and works on GitHub, in nbconvert's pages and in untrusted notebooks.
An answer that is computed stays hidden in the code too; one that is only text is better written into a Markdown cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .tables import Html

__all__ = ["Answer", "hidden_answer"]

_SUMMARY = "cursor: pointer; font-weight: bold; padding: 4px 0"
_BODY = "padding: 4px 0 4px 16px; border-left: 3px solid #8a94a6"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that shows its title until it is opened."""

    parts: tuple[object, ...]
    title: str = "Answer"

    def __repr__(self) -> str:
        return f"{self.title} (open it in a notebook)"

    def _repr_html_(self) -> str:
        body = "".join(_part(part) for part in self.parts)
        return (
            f'<details><summary style="{_SUMMARY}">{escape(self.title)}</summary>'
            f'<div style="{_BODY}">{body}</div></details>'
        )


def _part(part: object) -> str:
    if isinstance(part, Html):
        return part._repr_html_()
    return f'<p dir="auto" style="margin: 6px 0">{escape(str(part))}</p>'


def hidden_answer(*parts: object, title: str = "Answer") -> Answer:
    """Hide `parts` behind a line that opens when it is clicked.

    Parameters
    ----------
    parts
        Sentences, numbers, tables: anything that shows itself as HTML, or text, which makes a paragraph each.
    title
        The line.

    Examples
    --------
    >>> hidden_answer("Four: و + ب + ال + مفاوضات.", title="How many pieces?")
    How many pieces? (open it in a notebook)
    """
    return Answer(tuple(parts), title)
