"""The reference translations that ship with the toolkit (every sentence of the five sample articles), and the trial.

A translation model is tried on some of them before anything of its goes into a brief.

They are written in `data/reference.tmx`; the database made from it lies in the cache folder (`TOOLKIT_CACHE_DIR`
moves it) under a name that depends on its content and on how keys are made, so that it is never out of date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from toolkit.errors import MemoryStoreError
from toolkit.files import cache_dir, write_atomically
from toolkit.models.trials import Outcome, Sample, Trial, tried
from toolkit.models.types import Engine
from toolkit.translate.matching import key_version
from toolkit.translate.store import SCHEMA_VERSION, MemoryStore
from toolkit.translate.tmx import TmxFile, Unit

REFERENCE_TMX = Path(__file__).parent / "data" / "reference.tmx"
NAME = "reference"


@lru_cache(maxsize=1)
def _reference_units() -> tuple[Unit, ...]:
    return TmxFile(REFERENCE_TMX).units


def reference_units(ids: Sequence[str] | None = None) -> list[Unit]:
    """Return reference sentences with their translations by their ids, in the order asked for; all without ids."""
    units = {unit.id: unit for unit in _reference_units()}
    return [units[id_] for id_ in ids] if ids is not None else list(units.values())


def open_reference() -> MemoryStore:
    """Open the database of the reference translations, making it first if it is not there or is damaged.

    Where the cache cannot be written, the same units are held in memory for this process.
    """
    content = hashlib.sha256(REFERENCE_TMX.read_bytes()).hexdigest()[:12]
    try:
        file = cache_dir("memory") / f"{NAME}-{content}-{SCHEMA_VERSION}-{key_version()}.sqlite"
        with suppress(MemoryStoreError):
            return _checked(file)
        made = _in_memory()
        write_atomically(file, made.image())  # several processes may do so at once
        made.close()
        return _checked(file)
    except (OSError, MemoryStoreError):
        return _in_memory()


def _in_memory() -> MemoryStore:
    store = MemoryStore(None, name=NAME)
    store.add(_reference_units())
    return store


def _checked(file: Path) -> MemoryStore:
    store = MemoryStore(file, name=NAME, read_only=True)
    try:
        store.check()
    except MemoryStoreError:
        store.close()
        raise
    return store


FLOOR = 30.0
"""Lowest chrF of a model that is used. Published systems reach 50 to 70 from Arabic to English on FLORES; a model with
a wrong matrix, vocabulary or language stays under 15, and fluent English about something else under 25."""

# Whole sentences from four articles, short enough that a slow model is through with them in seconds.
_SENTENCES = ("000-13", "000-17", "002-04", "002-15", "003-01", "003-04", "003-08", "004-02")

_BEAM = 2  # some faults leave a greedy search alone; a wider beam would find nothing more, and cost more
_LONGEST = 64  # tokens; the references have 30 at most, and garbage has no end


def try_translator(engine: Engine) -> Trial | None:
    """Let the model alone translate eight reference sentences, unless it did so on this machine before.

    Returns None for a server and for an engine that is not the toolkit's own; raises ModelTrialError if its chrF is
    under `FLOOR`.
    """
    units = reference_units(_SENTENCES)
    return tried(engine, "translation", digest(units, FLOOR), lambda own: _judged(own, units))


def digest(units: Sequence[Unit], *settings: object) -> str:
    """Return what a trial on these reference sentences depends on, in a few characters."""
    content = [str(setting) for setting in settings] + [text for unit in units for text in (unit.source, unit.target)]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()[:12]


def chrf(written: Sequence[str], references: Sequence[str]) -> float:
    """Return the chrF2 of translations (Popović 2015; sacrebleu's default), in 0..100."""
    from sacrebleu.metrics import CHRF

    return float(CHRF().corpus_score(list(written), [list(references)]).score)


def _judged(engine: Engine, units: Sequence[Unit]) -> Outcome:
    made = engine.generate([unit.source for unit in units], beam_size=_BEAM, max_new_tokens=_LONGEST)
    written = [generation.text for generation in made]
    score = chrf(written, [unit.target for unit in units])
    told = f"chrF {score:.1f} on {len(units)} reference sentences"
    problem = f"{told}, under the floor of {FLOOR:g}; usable translators reach 50 to 70." if score < FLOOR else ""
    samples = tuple(Sample(unit.source, text, unit.target) for unit, text in zip(units, written, strict=True))
    return Outcome(told, round(score, 1), FLOOR, problem, samples)
