"""A translation that somebody already has, taken over sentence by sentence: read, aligned, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from toolkit.article.reading import read_any_text
from toolkit.article.types import Article, Span
from toolkit.checks.findings import Finding
from toolkit.checks.translation import check_translation
from toolkit.errors import FormatError
from toolkit.translate.alignment import Pair, align_translation
from toolkit.translate.memory import IMPORTED, TranslationMemory, aligned_units
from toolkit.translate.types import Translation

__all__ = ["Given", "GivenTranslation", "take_over"]

Given = str | PathLike[str] | Sequence[str]
"""English text, the path of a file with it or with aligned sentences, or a list of sentences."""
_TEXTS = (".txt", ".md", ".docx", ".pdf", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class GivenTranslation:
    """A given translation, one entry for each sentence of the article.

    Attributes
    ----------
    translations
        None for boilerplate and for sentences that the translation leaves out.
    left_out
        Indexes of the sentences that it leaves out.
    added
        English sentences that translate nothing in the article, in order.
    by
        Who or what made it.
    accepted
        Indexes of the sentences with English of their own in which the checks find no error.
    """

    translations: list[Translation | None]
    left_out: tuple[int, ...]
    added: tuple[str, ...]
    by: str
    accepted: tuple[int, ...]

    def remember(self, article: Article, memory: TranslationMemory) -> int:
        """Put the accepted sentences into a memory, where a person's corrections go before them; return how many.

        Raises
        ------
        MemoryStoreError
            If the memory cannot be written.
        """
        for index in self.accepted:
            made = self.translations[index]
            assert made is not None
            memory.add(article.sentences[index].text, made.text, origin="given", article=article.id, person=self.by)
        return len(self.accepted)


def take_over(article: Article, translation: Given, by: str | None = None) -> GivenTranslation:
    """Read a given translation, align it with the article and check it.

    Parameters
    ----------
    article
        The article.
    translation
        Running English text; the path of a file with it (.txt, .md, .docx, .pdf, .html); a list of sentences; or an
        aligned file (.tmx, .xlf or .xliff, .csv, .tsv).
    by
        Who or what made it; the file's name by default.

    Raises
    ------
    ReadError, FormatError
        If there is no such file, no English in it, or it translates another article.
    """
    english, name = _read(translation)
    text = english if isinstance(english, str) else "\n".join(english)
    pairs = align_translation(article, english)
    made_by = by or name or "not named"
    rows: list[Translation | None] = [None] * len(article.sentences)
    for pair in pairs:
        if pair.source and pair.target:
            for index, made in zip(pair.source, _translations(article, pair, text, made_by), strict=True):
                rows[index] = made
    left_out = tuple(index for pair in pairs if not pair.target for index in pair.source)
    added = tuple(span.of(text).strip() for pair in pairs if not pair.source for span in pair.target)
    alone = (pair.source[0] for pair in pairs if len(pair.source) == 1)
    accepted = tuple(i for i in alone if (row := rows[i]) and all(f.severity != "error" for f in row.findings))
    return GivenTranslation(rows, left_out, added, made_by, accepted)


def _translations(article: Article, pair: Pair, text: str, by: str) -> list[Translation]:
    """Return the translation of each sentence of a pair; sentences that became one have the same English."""
    english = " ".join(span.of(text).strip() for span in pair.target)
    arabic = [article.sentences[index].text for index in pair.source]
    found = check_translation(" ".join(arabic), english)
    first = tuple(finding for finding in found if all(span.end <= len(arabic[0]) for span in finding.source_spans))
    translations = [Translation(english, "given", by, round(pair.score, 2), findings=first)]
    for _ in arabic[1:]:
        message = f"This English also translates sentence {pair.source[0] + 1}: in it several sentences became one."
        same = Finding("content", "info", message, (), (Span(0, len(english)),))
        translations.append(Translation(english, "given", by, round(pair.score, 2), findings=(same,)))
    return translations


def _read(translation: Given) -> tuple[str | list[str], str]:
    """Return the English, as text or sentences, and the name of the file that it came from, or ""."""
    if not isinstance(translation, str | PathLike):
        return list(translation), ""
    if isinstance(translation, str) and not _is_path(translation):
        return translation, ""
    path = Path(translation)
    if path.suffix.lower() not in IMPORTED:
        return read_any_text(path), path.name
    units, _, _ = aligned_units(path)
    if not units:
        raise FormatError(f"{path} holds no translated sentence.", remedy="Export it again with its translations.")
    return [unit.target for unit in units], path.name


def _is_path(text: str) -> bool:
    """Tell a path from English text: one line that ends like a file of a kind that can be read."""
    return "\n" not in text.strip() and len(text) < 1000 and text.strip().lower().endswith((*IMPORTED, *_TEXTS))
