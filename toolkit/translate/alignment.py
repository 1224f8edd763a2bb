"""Which sentences of an English text translate which sentences of an Arabic article.

A dynamic program over groups of up to three sentences on each side, in the order of both texts. How well two groups
fit is the logit of a small logistic regression over the cosine of the sentence encoder, how much nearer they are to
each other than to other sentences, their lengths, numbers and names (weights: `benchmarks/alignment.py`). What fits
nothing is left out or added; what was moved is found afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from itertools import accumulate
from os import PathLike
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.article import segment
from toolkit.article.normalize import arabic_letters, letters
from toolkit.article.reading import read_any_text
from toolkit.article.types import Article, Sentence, Span
from toolkit.checks.findings import Finding
from toolkit.checks.name_check import ArabicNames, is_missing
from toolkit.checks.translation import check_translation
from toolkit.errors import FormatError
from toolkit.language.reading import Reading, read_sentence
from toolkit.models.encoder import encode
from toolkit.translate.memory import TranslationMemory
from toolkit.translate.tables import IMPORTED, aligned_units
from toolkit.translate.tmx import Unit
from toolkit.translate.types import Added, Translation

Floats = npt.NDArray[np.float32]

_GROUPS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
_OUT, _ADDED = 7, 8  # steps without a group
_WEIGHTS = np.array([6.14, 8.06, -1.07, 0.90, 0.68], dtype=np.float32)  # cosine, nearness, length, numbers, names
_BIAS = -6.79
_JOINED = -2.0  # logits for each sentence more in a group
_SKIPPED = -2.0  # logits for a sentence without a partner
_MOVED = 2.0  # logits from which a sentence may stand in another place
_RATIO = 1.1  # letters of English for a letter of Arabic
_NEAR = 2  # columns for which numbers and names are compared: those with the highest cosines
_BAND = 60  # sentences on each side of the diagonal, at least
_HIDDEN = {0xFEFF: None, 0x00AD: None, 0x00A0: " "}  # byte order mark, soft hyphen, unbreakable blank
_TAGGED = re.compile(r"</[a-z][a-z0-9]*>|<br\s*/?>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|td|h[1-6]|article|section)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"<sup\b[^<>]{0,100}>[^<>]{0,20}</sup>|</?[a-z!][^<>]{0,300}>", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^[ ]{0,3}(?:#{1,6}|[*+>-])[ ]+|\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_FOOTNOTE = re.compile(r"(?<=[\w.,;:!?”\"'’)»])\[\^?\d{1,3}\]|(?<=[.,;:!?”\"'’)»])[¹²³⁰⁴-⁹]+")
_LEAST = 0.34  # share of the shorter text's sentences that have to fit


class Pair(NamedTuple):
    """Sentences of an article and the English that translates them.

    `source` holds indexes of sentences, empty for English that translates none; `target` holds spans of the English
    text, empty for sentences that were left out; `score`, 0 to 1, is how probably they belong together.
    """

    source: tuple[int, ...]
    target: tuple[Span, ...]
    score: float


def align_translation(article: Article, english: str | Sequence[str]) -> list[Pair]:
    """Align an English translation with the sentences of an article.

    Parameters
    ----------
    article
        The article; its boilerplate is not looked for in the English.
    english
        Running text, or a list of sentences. The spans of a list are those of its sentences joined by line feeds.

    Returns
    -------
    list of Pair
        In the order of the article, English that translates nothing behind what it follows. Every title, heading and
        body sentence is in one pair, and so is every English sentence.

    Raises
    ------
    FormatError
        If there is no English, or it translates another article.

    Examples
    --------
    >>> from toolkit import read_text
    >>> article = read_text("وصل الوزير إلى القاهرة. لم يدل بتصريح للصحافة.")
    >>> [(pair.source, len(pair.target)) for pair in align_translation(article, "The minister arrived in Cairo.")]
    [((0,), 1), ((1,), 0)]
    """
    sources = article.of_kind("title", "heading", "body")
    text, spans = _english(english)
    pairs = _Alignment(sources, [span.of(text) for span in spans]).pairs()
    fitting = sum(len(pair.target) for pair in pairs if pair.source)
    if fitting < max(1, _LEAST * min(len(sources), len(spans))):
        raise FormatError(
            f"The English does not translate this article: only {fitting} of {len(spans)} sentences fit.",
            remedy="Check that the article and the translation belong together.",
        )
    return [
        Pair(tuple(sources[i].index for i in pair.source), tuple(spans[j] for j in pair.target), pair.score)
        for pair in pairs
    ]


def _english(english: str | Sequence[str]) -> tuple[str, list[Span]]:
    """Return the text and the spans of its sentences."""
    if isinstance(english, str):
        text, spans = english, [span for span in segment(english) if span.of(english).strip()]
    else:
        text, spans, start = "\n".join(english), [], 0
        for sentence in english:
            if sentence.strip():
                spans.append(Span(start, start + len(sentence)))
            start += len(sentence) + 1
    if not spans or 2 * arabic_letters(text) > letters(text):
        what = "is Arabic" if spans else "is empty"
        raise FormatError(f"The translation {what}.", remedy="Give the English text of the article.")
    return text, spans


class _Places(NamedTuple):
    """As `Pair`, with places in the two lists of sentences."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


@dataclass
class _Side:
    """The sentences of one text: vectors of one to three in a row, lengths, readings."""

    texts: Sequence[str]
    language: Literal["ar", "en"]

    @cached_property
    def vectors(self) -> dict[int, Floats]:
        """Unit vectors of one, two and three sentences in a row; row `i` begins with sentence `i`."""
        one = encode(self.texts)
        heavy = one * np.sqrt(self.lengths[1])[:, None]
        found, total = {1: one}, heavy
        for size in (2, 3):
            if len(self.texts) < size:
                break
            total = total[:-1] + heavy[size - 1 :]
            found[size] = total / np.linalg.norm(total, axis=1, keepdims=True)
        return found

    @cached_property
    def lengths(self) -> dict[int, Floats]:
        """Letters of one, two and three sentences in a row, at least one."""
        one = np.array([max(1, sum(map(str.isalnum, text))) for text in self.texts], dtype=np.float32)
        return {size: np.convolve(one, np.ones(size, np.float32), "valid") for size in (1, 2, 3) if size <= len(one)}

    @cached_property
    def readings(self) -> list[Reading]:
        """The sentences, read."""
        return [read_sentence(text, self.language) for text in self.texts]

    @cached_property
    def amounts(self) -> list[frozenset[object]]:
        """The amounts of each sentence that tell it from others."""
        return [
            frozenset(q.amount for q in reading.quantities if not q.weak and q.amount > 2) for reading in self.readings
        ]

    @cached_property
    def names(self) -> list[ArabicNames]:
        """What each Arabic sentence offers to names."""
        return [ArabicNames.of(reading) for reading in self.readings]


def _shifted(values: npt.NDArray[Any], places: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Return the values at some places; minus infinity at places that there are not."""
    found = np.full(len(places), -np.inf)
    there = (places >= 0) & (places < len(values))
    found[there] = values[places[there]]
    return found


class _Alignment:
    """The dynamic program; memory grows with the sentences and the width of the band."""

    def __init__(self, sources: Sequence[Sentence], english: Sequence[str]) -> None:
        self._arabic = _Side([sentence.text for sentence in sources], "ar")
        self._english = _Side(english, "en")
        self._rows, self._columns = len(sources), len(english)
        self._half = max(_BAND, abs(self._rows - self._columns) + _BAND // 2)
        self._names: dict[tuple[int, int], float] = {}
        self._means = self._usual()

    def _band(self, row: int) -> tuple[int, int]:
        """Return the first column of a row and the one behind its last."""
        middle = round(row * self._columns / max(1, self._rows))
        return max(0, middle - self._half), min(self._columns, middle + self._half + 1)

    def _usual(self) -> tuple[dict[int, Floats], dict[int, Floats]]:
        """Return how near each group of either side is to the other side's sentences as a rule."""
        left = {
            size: np.array(
                [float((self._english.vectors[1][slice(*self._band(i))] @ v).mean()) for i, v in enumerate(vectors)],
                dtype=np.float32,
            )
            for size, vectors in self._arabic.vectors.items()
        }
        centre = self._arabic.vectors[1].mean(axis=0)
        right = {size: (vectors @ centre).astype(np.float32) for size, vectors in self._english.vectors.items()}
        return left, right

    def features(self, i: int, sizes: tuple[int, int], first: int, last: int) -> Floats:
        """Return the features of groups that begin at sentence `i` and at each column from `first` to `last`.

        Returns
        -------
        array of float, shape (columns, 5)
            Cosine, nearness, length, numbers, names.
        """
        p, q = sizes
        cosines = self._english.vectors[q][first:last] @ self._arabic.vectors[p][i]
        usual = 1 - (self._means[0][p][i] + self._means[1][q][first:last]) / 2
        nearness = 1 - (1 - cosines) / np.maximum(usual, 0.05)
        ratio = np.log(self._english.lengths[q][first:last] / (_RATIO * self._arabic.lengths[p][i]))
        others = np.zeros((len(cosines), 2), np.float32)
        for at in np.argsort(-cosines)[:_NEAR]:
            others[at] = self._numbers(i, p, first + at, q), self._named(i, p, first + at, q)
        return np.column_stack([cosines, nearness, np.minimum(np.abs(ratio), 2), others]).astype(np.float32)

    def _numbers(self, i: int, p: int, j: int, q: int) -> float:
        ours = frozenset[object]().union(*self._arabic.amounts[i : i + p])
        theirs = frozenset[object]().union(*self._english.amounts[j : j + q])
        if not ours or not theirs:
            return 0.0
        return 2 * len(ours & theirs) / min(len(ours), len(theirs)) - 1

    def _named(self, i: int, p: int, j: int, q: int) -> float:
        """Return the share of names for two sentences; for groups, of the pairs in them that were looked at."""
        if (p, q) == (1, 1):
            return self._share(i, j)
        found = [self._names.get((a, b), 0.0) for b in range(j, j + q) for a in range(i, i + p)]
        return max(found) if max(found) > 0 else min(found)

    def _share(self, i: int, j: int) -> float:
        """Return from -1 to 1 how many names of an English sentence the Arabic one accounts for."""
        if (i, j) not in self._names:
            names = self._english.readings[j].names
            there = sum(not is_missing(name, self._arabic.names[i]) for name in names)
            self._names[i, j] = 2 * there / len(names) - 1 if names else 0.0
        return self._names[i, j]

    def _logits(self, i: int, sizes: tuple[int, int], first: int, last: int) -> Floats:
        joined = _JOINED * (sum(sizes) - 2)
        logits: Floats = self.features(i, sizes, first, last) @ _WEIGHTS + _BIAS + joined
        return logits

    def pairs(self) -> list[_Places]:
        """Return the best alignment in order, then with what was moved."""
        return self._moved(self._in_order())

    def _in_order(self) -> list[_Places]:
        """Fill the table row by row, each row at once, and follow the steps back from its end."""
        rows, wide = self._rows, 2 * self._half + 4
        how = np.zeros((rows + 1, wide), np.int8)
        logit = np.zeros((rows + 1, wide), np.float32)
        best: dict[int, npt.NDArray[np.float64]] = {}
        gains: dict[tuple[int, int, int], tuple[int, Floats]] = {}
        for row in range(rows + 1):
            columns = self._band(row)[0] + np.arange(wide)
            value = np.where((row == 0) & (columns == 0), 0.0, -np.inf)
            for step, (p, q) in enumerate((*_GROUPS, (1, 0)), 1):
                start = row - p
                if start < 0:
                    continue
                if step < _OUT and (start, p, q) not in gains:
                    gains[start, p, q] = self._gains(start, p, q)
                first, logits = gains[start, p, q] if step < _OUT else (0, np.empty(0, np.float32))
                gain = _shifted(logits, columns - q - first) if step < _OUT else np.full(wide, _SKIPPED)
                reached = _shifted(best[start], columns - q - self._band(start)[0]) + gain
                better = reached >= value
                value, how[row] = np.where(better, reached, value), np.where(better, step, how[row])
                logit[row] = np.where(better, gain if step < _OUT else 0.0, logit[row])
            value[columns > self._columns] = -np.inf
            price = _SKIPPED * np.arange(wide)
            best[row] = np.maximum.accumulate(value - price) + price
            added = np.concatenate([[-np.inf], best[row][:-1] + _SKIPPED])
            how[row][(added >= value) & (added > -np.inf)] = _ADDED
            for old in [key for key in gains if key[0] < row - 2]:
                del gains[old]
            best.pop(row - 3, None)
        return self._followed(how, logit)

    def _gains(self, start: int, p: int, q: int) -> tuple[int, Floats]:
        """Return the first column of a group's band, and its logits there."""
        first, last = self._band(start)
        if p not in self._arabic.vectors or q not in self._english.vectors or last - q < first:
            return 0, np.empty(0, np.float32)
        return first, self._logits(start, (p, q), first, min(last, self._columns - q + 1))

    def _followed(self, how: npt.NDArray[np.int8], logit: Floats) -> list[_Places]:
        row, column = self._rows, self._columns
        found: list[_Places] = []
        while row or column:
            place = column - self._band(row)[0]
            step, value = int(how[row, place]), float(logit[row, place])
            if step == _OUT:
                row -= 1
                found.append(_Places((row,), (), 0.0))
            elif step == _ADDED:
                column -= 1
                found.append(_Places((), (column,), 0.0))
            else:
                p, q = _GROUPS[step - 1]
                row, column = row - p, column - q
                score = 1 / (1 + float(np.exp(-value)))
                found.append(_Places(tuple(range(row, row + p)), tuple(range(column, column + q)), score))
        return found[::-1]

    def _moved(self, pairs: list[_Places]) -> list[_Places]:
        """Join sentences that were left out with English that fits them but stands in another place."""
        out = [pair.source[0] for pair in pairs if not pair.target]
        added = [pair.target[0] for pair in pairs if not pair.source]
        fits = (
            sorted(((float(self._logits(i, (1, 1), j, j + 1)[0]), i, j) for i in out for j in added), reverse=True)
            if len(out) * len(added) <= 10_000
            else []
        )
        partner: dict[int, tuple[int, float]] = {}
        taken: set[int] = set()
        for value, i, j in fits:
            if value >= _MOVED and i not in partner and j not in taken:
                partner[i] = j, value
                taken.add(j)
        found = []
        for pair in pairs:
            if not pair.target and (moved := partner.get(pair.source[0])):
                found.append(_Places(pair.source, (moved[0],), 1 / (1 + float(np.exp(-moved[1])))))
            elif pair.source or pair.target[0] not in taken:
                found.append(pair)
        return found


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
        English that translates nothing in the article, in order.
    by
        Who or what made it.
    accepted
        Indexes of the sentences with English of their own in which the checks find no error.
    notes
        What was doubtful when it was read.
    remarks
        What people noted on sentences, in a file of a CAT tool, by the index of the sentence.
    """

    translations: list[Translation | None]
    left_out: tuple[int, ...]
    added: tuple[Added, ...]
    by: str
    accepted: tuple[int, ...]
    notes: tuple[str, ...] = ()
    remarks: Mapping[int, str] = field(default_factory=dict)

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
            memory.add(
                article.sentences[index].text, made.text, origin="given", article=article.id, person=made.model or ""
            )
        return len(self.accepted)


def _several(article: Article, translations: Mapping[str, Given]) -> list[GivenTranslation]:
    """Take over several translations by their names, in the order given.

    Raises
    ------
    ReadError, FormatError
        As `take_over`, with the name of the translation that cannot be used.
    """
    found = []
    for name, translation in translations.items():
        try:
            found.append(take_over(article, translation, name))
        except FormatError as error:
            raise FormatError(f"{name}: {error.message}", remedy=error.remedy) from error
    if not found:
        raise FormatError("No translation was given.", remedy="Name at least one, with who made it.")
    return found


def _better_of(taken: Sequence[GivenTranslation]) -> GivenTranslation:
    """Put several translations together: of each sentence the one with the fewest findings, the rest in `others`.

    Of equals the one of the translation named first is taken, so that a text stays of one piece where nothing speaks
    against it.
    """
    rows: list[Translation | None] = []
    for options in zip(*(given.translations for given in taken), strict=True):
        there = sorted((row for row in options if row), key=lambda row: _doubts([row]))
        rows.append(replace(there[0], others=tuple(there[1:])) if there else None)
    left_out = set(taken[0].left_out).intersection(*(given.left_out for given in taken))
    added = sorted((extra for given in taken for extra in given.added), key=lambda extra: extra.behind)
    fit = {(given.by, index) for given in taken for index in given.accepted}
    accepted = tuple(index for index, row in enumerate(rows) if row and (row.model, index) in fit)
    by = ", ".join(given.by for given in taken)
    notes = tuple(f"{given.by}: {note}" for given in taken for note in given.notes)
    remarks = {index: remark for given in reversed(taken) for index, remark in given.remarks.items()}
    return GivenTranslation(rows, tuple(sorted(left_out)), tuple(added), by, accepted, notes, remarks)


def _doubts(rows: Sequence[Translation | None]) -> tuple[int, int, int]:
    """Count errors, warnings and remarks."""
    kinds = [finding.severity for row in rows if row for finding in row.findings]
    return kinds.count("error"), kinds.count("warning"), kinds.count("info")


def take_over(article: Article, translation: Given | Mapping[str, Given], by: str | None = None) -> GivenTranslation:
    """Read a given translation, align it with the article and check it; of several the better sentences are taken.

    Parameters
    ----------
    article
        The article.
    translation
        Running English text; the path of a file with it (.txt, .md, .docx, .pdf, .html); a list of sentences; or an
        aligned file (.tmx, .xlf or .xliff, .csv, .tsv). Several by the names of those who made them.
    by
        Who or what made it; the file's name by default.

    Raises
    ------
    ReadError, FormatError
        If there is no such file, no English in it, or it translates another article.
    """
    if isinstance(translation, Mapping):
        return _better_of(_several(article, translation))
    english, units, name, notes = _read(translation)
    text = english if isinstance(english, str) else "\n".join(english)
    pairs = align_translation(article, english)
    made_by = by or name or "not named"
    rows: list[Translation | None] = [None] * len(article.sentences)
    for pair in pairs:
        if pair.source and pair.target:
            for index, made in zip(pair.source, _translations(article, pair, text, made_by), strict=True):
                rows[index] = made
    remarks = {}
    for index, unit in _units_of(pairs, english, units):
        if unit.origin == "edited" and (row := rows[index]):
            rows[index] = replace(row, origin="edited", model=None)
        if unit.note and Path(name).suffix.lower() != ".tmx":  # there a note holds what a machine says
            remarks[index] = unit.note
    left_out = tuple(index for pair in pairs if not pair.target for index in pair.source)
    added, behind = [], -1
    for pair in pairs:
        if not pair.source:
            added += [Added(span.of(text).strip(), made_by, behind) for span in pair.target]
        behind = max((behind, *pair.source))
    alone = (pair.source[0] for pair in pairs if len(pair.source) == 1)
    accepted = tuple(i for i in alone if (row := rows[i]) and all(f.severity != "error" for f in row.findings))
    return GivenTranslation(rows, left_out, tuple(added), made_by, accepted, notes, remarks)


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


def _units_of(pairs: list[Pair], english: str | list[str], units: Sequence[Unit]) -> Iterator[tuple[int, Unit]]:
    """Yield the sentences that one unit of an aligned file translates alone, each with the unit."""
    starts = accumulate((len(one) + 1 for one in english), initial=0) if units else ()
    by_start = dict(zip(starts, units, strict=False))
    for pair in pairs:
        if len(pair.source) == len(pair.target) == 1 and pair.target[0].start in by_start:
            yield pair.source[0], by_start[pair.target[0].start]


def _read(translation: Given) -> tuple[str | list[str], Sequence[Unit], str, tuple[str, ...]]:
    """Return the English, as text or sentences, its units, the name of its file, or "", and notes on it."""
    english: str | list[str]
    units: Sequence[Unit] = ()
    name, notes = "", tuple[str, ...]()
    if not isinstance(translation, str | PathLike):
        english = list(translation)
    elif isinstance(translation, str) and not _is_path(translation):
        english = translation
    else:
        path = Path(translation)
        name = path.name
        if path.suffix.lower() in IMPORTED:
            units, _, _ = aligned_units(path)
            if not units:
                raise FormatError(f"{path} holds no translated sentence.", remedy="Export it again with translations.")
            english = [unit.target for unit in units]
        else:
            english, notes = read_any_text(path)
    clean = _without_markup(english) if isinstance(english, str) else [_without_markup(one) for one in english]
    if len("".join(clean)) < len("".join(english).translate(_HIDDEN)):
        notes = (*notes, "Markup and marks of footnotes in the translation were not taken over.")
    return clean, units, name, notes


def _without_markup(text: str) -> str:
    """Return a text without tags, signs of Markdown and marks of footnotes, where it has any."""
    text = text.translate(_HIDDEN)
    if _TAGGED.search(text):
        text = unescape(_TAG.sub("", _BLOCK.sub("\n", text))).translate(_HIDDEN)
    if "**" in text or text.lstrip().startswith("#"):
        text = _MARKDOWN.sub("", text)
    return _FOOTNOTE.sub("", text)


def _is_path(text: str) -> bool:
    """Tell a path from English text: one line that ends like a file of a kind that can be read."""
    return "\n" not in text.strip() and len(text) < 1000 and text.strip().lower().endswith((*IMPORTED, *_TEXTS))
