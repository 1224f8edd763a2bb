"""Texts with the order in which a reader must see them, and what was seen, in one form that can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["CASES", "Case", "Glyph", "seen"]

_ARABIC = re.compile("[\u0621-\u064a]+")
_MIRRORED = str.maketrans(")]}»›>”’", "([{«‹<“‘")


class Glyph(NamedTuple):
    """A character where it was found: the middle of its box."""

    text: str
    x: float


class Case(NamedTuple):
    """A text, its language, and the spans that run against it; `shown` is the text with marks around them."""

    kind: str
    language: str
    text: str
    against: tuple[tuple[int, int], ...]
    shown: str

    def wanted(self) -> str:
        """What stands on the line from left to right; a stretch of Arabic letters counts as one."""
        return _folded(_in_order(iter(self.shown), self.language == "ar"))


def _in_order(characters: Iterator[str], reverse: bool) -> str:
    """The characters of one direction from left to right, up to the mark that ends it."""
    parts = []
    for character in characters:
        if character == "⟩":
            break
        parts.append(_in_order(characters, not reverse) if character == "⟨" else character)
    return "".join(reversed(parts) if reverse else parts)


def seen(glyphs: Iterable[Glyph]) -> str:
    """What glyphs show from left to right, in the form of `Case.wanted`."""
    return _folded(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.x))


def _folded(characters: Iterable[str]) -> str:
    text = unicodedata.normalize("NFKC", "".join(characters)).translate(_MIRRORED)
    plain = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf", "Zs", "Cc") and c != "\u0640")
    return _ARABIC.sub("ع", plain)


def _cases() -> list[Case]:
    cases = []
    for line in (Path(__file__).parent / "data" / "direction.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, language, marked = line.split("\t")
        text, spans, depth = "", [], 0
        for character in marked:
            if character in "⟨⟩":
                depth += 1 if character == "⟨" else -1
                if depth == (character == "⟨"):
                    spans.append(len(text))
            else:
                text += character
        cases.append(Case(kind, language, text, tuple(zip(spans[::2], spans[1::2], strict=True)), marked))
    return cases


CASES = _cases()
