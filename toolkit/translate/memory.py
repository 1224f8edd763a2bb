"""The translation memory: what has been translated before.

Two layers: the person's own file, which wins, and the reference translations that ship with the toolkit.

* The own file is `memory.sqlite` in the platform's folder for user data or in `TOOLKIT_DATA_DIR`; `TOOLKIT_MEMORY`
  names another file, and `TOOLKIT_MEMORY=none` goes without. It is made by the first `add` or import.
* The reference translations come from `toolkit.translate.reference`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from toolkit.article.normalize import same_as_written
from toolkit.errors import FormatError, MemoryStoreError
from toolkit.files import data_dir
from toolkit.translate.matching import Difference, differences, match_key
from toolkit.translate.reference import open_reference
from toolkit.translate.store import MemoryStore
from toolkit.translate.tables import aligned_units, write_csv
from toolkit.translate.tmx import TOOL, Unit, write_tmx

_NO_FILE = ("none", "")
# A fuzzy score is never allowed to round to the 1.00 of an exact hit.
_HIGHEST_FUZZY = 0.99


@dataclass(frozen=True, slots=True)
class Match:
    """What the memory holds for a sentence: `source` is the Arabic as the memory has it."""

    source: str
    target: str
    score: float  # 1.0 if the sentence is the same but for spelling variants and punctuation; else how alike it is
    memory: str  # which one, `name@version`
    origin: str  # "reference", "edited" or "import"
    article: str | None = None  # id of the article that the unit was made for
    id: str = ""  # the unit's own name
    differences: tuple[Difference, ...] = ()  # where the sentence looked up differs; spans are offsets into it

    @property
    def exact(self) -> bool:
        """Whether it is the same sentence."""
        return self.score == 1.0


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many units were new, were there already, and lack Arabic or English text."""

    added: int
    known: int
    skipped: int
    languages: tuple[str, ...] = ()  # the codes found where one of the two languages is missing

    def __str__(self) -> str:
        told = f"{self.added} added, {self.known} known already, {self.skipped} without both Arabic and English"
        return f"{told} (languages found there: {', '.join(self.languages)})" if self.languages else told


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """How much a memory holds; counts are numbers of units."""

    units: int
    by_origin: dict[str, int]
    by_article: dict[str, int]
    by_memory: dict[str, int]
    version: str


class TranslationMemory:
    """Translations to reuse. Make one with `TranslationMemory.open`.

    Examples
    --------
    >>> memory = TranslationMemory.open(":memory:")
    >>> memory.add("أعلن الكرملين موقفه.", "The Kremlin announced its position.")
    >>> memory.lookup("اعلن الكرملين موقفه").target
    'The Kremlin announced its position.'
    """

    def __init__(self, own: MemoryStore | Path | None, reference: MemoryStore | None) -> None:
        self._own = own if isinstance(own, MemoryStore) else None
        self._own_path = own if isinstance(own, Path) else None
        self._reference = reference

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None, *, reference: bool | None = None) -> TranslationMemory:
        """Open a translation memory.

        Parameters
        ----------
        path
            A SQLite file, made if it is not there; `":memory:"` for one that is forgotten; None for the person's
            own file (see the top of the module) together with the reference translations.
        reference
            Whether the reference translations that ship with the toolkit are in it; by default only without `path`.

        Raises
        ------
        MemoryStoreError
            If the file is damaged, locked, or not a translation memory.
        """
        base = open_reference() if (path is None if reference is None else reference) else None
        if path is None:
            own = _own_file()
            return cls(MemoryStore(own, name=own.stem) if own and own.exists() else own, base)
        if os.fspath(path) == ":memory:":
            return cls(MemoryStore(None, name="session"), base)
        file = Path(path)
        return cls(MemoryStore(file, name=file.stem), base)

    @property
    def path(self) -> Path | None:
        """The file that `add` writes to, or None."""
        return self._own.path if self._own else self._own_path

    @property
    def version(self) -> str:
        """`name@digits` of every layer with something in it, joined by `+`: what provenance records."""
        names = [f"{layer.name}@{layer.version}" for layer in self._layers() if len(layer)]
        return "+".join(names) or "empty"

    def __len__(self) -> int:
        return sum(len(layer) for layer in self._layers())

    def __repr__(self) -> str:
        return f"TranslationMemory({self.version}, units={len(self)})"

    def lookup(self, arabic: str, *, threshold: float = 0.75) -> Match | None:
        """Return the best match for a sentence, or None.

        Parameters
        ----------
        arabic
            The sentence.
        threshold
            The lowest score of a fuzzy match, in 0..1; 1.0 for exact matches only. A person's own units win over the
            reference translations of the same score.

        Returns
        -------
        Match or None
            With score 1.0 only for the same sentence: another number or a negation more is a `difference`, and
            scores below 1.0 however small it is.
        """
        key = match_key(arabic)
        if not key:
            return None
        for layer in self._layers():
            unit = next((unit for unit in layer.held(key) if same_as_written(unit.source, arabic)), None)
            if unit is not None:
                return _match(unit, 1.0, layer)
        if threshold >= 1.0:
            return None
        found = self.fuzzy(arabic, threshold=threshold, limit=1)
        return found[0] if found else None

    def fuzzy(self, arabic: str, *, threshold: float = 0.75, limit: int = 5) -> list[Match]:
        """Return the most similar sentences that are not the same, best first: suggestions for an editor."""
        key = match_key(arabic)
        if not key:
            return []
        found = [
            (score, layer, unit)
            for layer in self._layers()
            for score, unit in layer.near(key, threshold=threshold, limit=limit + 1)
            if score < 1.0 or not same_as_written(unit.source, arabic)
        ]
        found.sort(key=lambda hit: -hit[0])  # stable: the own layer stays before the reference
        return [
            replace(_match(unit, min(score, _HIGHEST_FUZZY), layer), differences=differences(arabic, unit.source))
            for score, layer, unit in found[:limit]
        ]

    def search(self, text: str, *, limit: int = 20) -> list[Match]:
        """Return units that contain `text` in their Arabic or English, own ones first."""
        if not text.strip():
            return []
        found = [_match(unit, 1.0, layer) for layer in self._layers() for unit in layer.containing(text, limit=limit)]
        return found[:limit]

    def add(
        self,
        source: str,
        target: str,
        *,
        origin: str = "edited",
        article: str | None = None,
        person: str = "",
        note: str = "",
    ) -> None:
        """Remember a translation; it takes the place of an earlier one of the same origin for the same sentence.

        Raises
        ------
        FormatError
            If one of the two texts is blank.
        MemoryStoreError
            If the memory cannot be written.
        """
        if not match_key(source) or not target.strip():
            raise FormatError("A blank text cannot be remembered.", remedy="Give the Arabic and its English.")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        unit = Unit(source, target, "", article, origin, note, created=now, person=person, tool=TOOL)
        self._writable().replace(unit)

    def own(self, source: str) -> list[Unit]:
        """Return the person's own translations of a sentence, the one that wins first."""
        return self._own.held(match_key(source)) if self._own else []

    def remove(self, source: str, *, origin: str | None = None) -> int:
        """Forget the person's own translations of a sentence, or those of one origin; returns how many there were."""
        return self._own.remove(match_key(source), origin=origin) if self._own else 0

    def units(self) -> Iterator[Unit]:
        """Yield what the memory would answer with: own units, then reference ones that no own unit replaces."""
        replaced = set()
        if self._own:
            for unit in self._own.units():
                replaced.add(match_key(unit.source))
                yield unit
        if self._reference:
            yield from (unit for unit in self._reference.units() if match_key(unit.source) not in replaced)

    def import_file(self, path: str | os.PathLike[str]) -> Imported:
        """Add the units of a file of any kind in `IMPORTED`; all of them or, on an error, none.

        A unit of an XLIFF file that somebody reviewed or signed off counts as a person's.

        Raises
        ------
        FormatError
            If the file is not what its suffix says.
        """
        units, skipped, languages = aligned_units(Path(path))
        added = self._writable().add(units)
        return Imported(added, len(units) - added, skipped, languages)

    def export_tmx(self, path: str | os.PathLike[str]) -> int:
        """Write `units()` as TMX 1.4b; returns how many, or raises SaveError."""
        return write_tmx(self.units(), path)

    def export_csv(self, path: str | os.PathLike[str]) -> int:
        """Write `units()` as CSV; returns how many, or raises SaveError."""
        return write_csv(self.units(), path)

    def stats(self) -> MemoryStats:
        """Count what the memory holds."""
        origins, articles = Counter[str](), Counter[str]()
        for layer in self._layers():
            origins.update(layer.counts("origin"))
            articles.update(layer.counts("article"))
        return MemoryStats(
            units=len(self),
            by_origin=dict(origins),
            by_article=dict(articles),
            by_memory={layer.name: len(layer) for layer in self._layers()},
            version=self.version,
        )

    def close(self) -> None:
        """Close the files."""
        for layer in self._layers():
            layer.close()

    def __enter__(self) -> TranslationMemory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _layers(self) -> list[MemoryStore]:
        if self._own is None and self._own_path is not None and self._own_path.exists():  # made by somebody since
            self._writable()
        return [layer for layer in (self._own, self._reference) if layer is not None]

    def _writable(self) -> MemoryStore:
        if self._own is None:
            if self._own_path is None:
                raise MemoryStoreError(
                    "There is no memory to write to: TOOLKIT_MEMORY says to go without.",
                    remedy="Unset it, or open one with TranslationMemory.open(path).",
                )
            self._own = MemoryStore(self._own_path, name=self._own_path.stem)
        return self._own


def _match(unit: Unit, score: float, layer: MemoryStore) -> Match:
    memory = f"{layer.name}@{layer.version}"
    return Match(unit.source, unit.target, score, memory, unit.origin, unit.article, unit.id)


def _own_file() -> Path | None:
    named = os.environ.get("TOOLKIT_MEMORY")
    if named is not None:
        return None if named.lower() in _NO_FILE else Path(named).expanduser()
    return data_dir() / "memory.sqlite"
