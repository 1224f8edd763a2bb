"""Texts with the order in which a reader must see them, and what was seen, in one form that can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["CASES", "Case", "Glyph", "seen"]

_ARABIC = re.compile("[\u0621-\u064a]+")
_MIRRORED = str.maketrans(")]}»›>”", "([{«‹<“")


class Glyph(NamedTuple):
    """A character where it was found: the middle of its box."""

    text: str
    x: float


class Case(NamedTuple):
    """A text, its language, and the spans that run against it."""

    kind: str
    language: str
    text: str
    against: tuple[tuple[int, int], ...]

    def wanted(self) -> str:
        """What stands on the line from left to right; a stretch of Arabic letters counts as one."""
        order: list[int] = []
        at = 0
        for start, end in self.against:
            order += [*range(at, start), *reversed(range(start, end))]
            at = end
        order += range(at, len(self.text))
        return _folded(self.text[i] for i in (reversed(order) if self.language == "ar" else order))


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
        text, spans = "", []
        for part in re.split("([⟨⟩])", marked):
            if part == "⟨" or part == "⟩":
                spans.append(len(text))
            else:
                text += part
        cases.append(Case(kind, language, text, tuple(zip(spans[::2], spans[1::2], strict=True))))
    return cases


CASES = _cases()
