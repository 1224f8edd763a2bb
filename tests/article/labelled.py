"""The labelled sets of this folder, and how predictions are scored against them.

In: the files under `data/`. Out: paragraphs with their sentence ends, pages with the kind of each of their units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html

from toolkit.article import Article, read

DATA = Path(__file__).parent / "data"
ARTICLES = Path(__file__).parents[2] / "notebooks" / "articles"
LETTERS = {"T": "title", "H": "heading", "B": "body", "X": "boilerplate"}

ARTICLE_KINDS = {
    "000_4eb7a3e76e4229b0": "T" + "B" * 16,
    "001_8bc309235082eee5": "BHBBHBHBHBBB" + "XXX" + "TBBBBBHBBBHBBBBBBHBBB" + "X" * 11,
    "002_df182bad050e92d5": "TX" + "B" * 16,
    "003_1bd37f582cf01184": "TBBHBHBHBHBBBB" + "XXX",
    "004_c2891e5a9894b71a": "BXBHBBBHBBBBXB",
}
"""The kind of every sentence of the five sample articles, by eye."""


def segmentation_set() -> list[tuple[str, list[int]]]:
    """Return (paragraph, ends of its sentences) for every paragraph of `data/segmentation.txt`."""
    paragraphs = []
    for block in (DATA / "segmentation.txt").read_text(encoding="utf-8").split("\n\n"):
        rows = [row for row in block.splitlines() if row and not row.startswith("#")]
        text, ends = "", []
        for row in rows:
            text += row.removeprefix("+") if row.startswith("+") or not text else f" {row}"
            ends.append(len(text))
        if rows:
            paragraphs.append((text, ends))
    return paragraphs


def boundary_scores(found: Iterable[tuple[set[int], set[int]]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (predicted, labelled) pairs of boundary sets."""
    pairs = list(found)
    right = sum(len(predicted & labelled) for predicted, labelled in pairs)
    predicted = sum(len(predicted) for predicted, _ in pairs)
    labelled = sum(len(labelled) for _, labelled in pairs)
    return right / max(predicted, 1), right / max(labelled, 1), 2 * right / max(predicted + labelled, 1)


@dataclass(frozen=True)
class LabelledPage:
    """A page in the manner of an outlet: its bytes, and (text, kind) of each of its units in order."""

    name: str
    data: bytes
    units: tuple[tuple[str, str], ...]

    def read(self) -> Article:
        return read(self.data, name=self.name)


def pages() -> list[LabelledPage]:
    """Return the pages under `data/pages`, in order of their names."""
    return [_page(path) for path in sorted((DATA / "pages").iterdir())]


def _page(path: Path) -> LabelledPage:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        rows = [row.split("|", 1) for row in text.splitlines() if row]
        units = tuple(unit for letter, line in rows for unit in _line_units(line, LETTERS[letter]))
        plain = "\n".join(re.sub("[⟦⟧]", "", line) for _, line in rows)
        return LabelledPage(path.name, plain.encode(), units)
    charset = re.search(r'charset="([\w-]+)"', text)
    marked = lxml.html.document_fromstring(text).xpath("//*[@data-kind]")
    units = tuple((" ".join(element.text_content().split()), element.get("data-kind")) for element in marked)
    return LabelledPage(path.name, text.encode(charset[1] if charset else "utf-8"), units)


def _line_units(line: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield a line, and what is set in ⟦⟧ inside it as boilerplate of its own."""
    for at, piece in enumerate(re.split("[⟦⟧]", line)):
        if piece.strip():
            yield piece.strip(), "boilerplate" if at % 2 else kind


def kinds_found(page: LabelledPage) -> list[tuple[str, str, str]]:
    """Return (text, labelled kind, found kind) of every unit; "left out" for those that are not in the article."""
    article = page.read()
    squeezed, kinds = "", []
    for sentence in article.sentences:
        letters = "".join(sentence.text.split())
        squeezed += letters
        kinds += [sentence.kind] * len(letters)
    at, found = 0, []
    for text, kind in page.units:
        key = "".join(text.split())
        start = squeezed.find(key, at)
        if start < 0:
            found.append((text, kind, "left out"))
            continue
        covered = kinds[start : start + len(key)]
        found.append((text, kind, max(set(covered), key=covered.count)))
        at = start + len(key)
    return found


def boilerplate_counts(units: Iterable[tuple[str, str, str]]) -> tuple[int, int, int]:
    """Return how many units are rightly, wrongly and not told to be boilerplate (left out counts as told)."""
    right = wrong = missed = 0
    for _, kind, found in units:
        told = found in ("boilerplate", "left out")
        right += told and kind == "boilerplate"
        wrong += told and kind != "boilerplate"
        missed += not told and kind == "boilerplate"
    return right, wrong, missed


def article_units() -> list[tuple[str, str, str]]:
    """Return (text, labelled kind, found kind) of every sentence of the five sample articles."""
    units = []
    for name, letters in ARTICLE_KINDS.items():
        article = read(ARTICLES / f"{name}.txt")
        units += [(s.text, LETTERS[letter], s.kind) for s, letter in zip(article.sentences, letters, strict=True)]
    return units
