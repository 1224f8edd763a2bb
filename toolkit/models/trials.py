"""Trials of models: what a model made of reference texts before anything of its was believed.

An outcome is kept for each revision, engine, number format and device, one small JSON file each, so that a model is
tried once on a machine.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import ModelTrialError
from toolkit.files import cache_dir, write_atomically
from toolkit.models.cache import CachedEngine
from toolkit.models.types import Task

_RECIPE = 1  # raised when the same model would be judged otherwise than before
_SHOWN = 2  # samples in an error
_LONGEST = 160  # characters of a text in an error


class Sample(NamedTuple):
    """A text, what the model wrote for it, and what a person wrote ("" where nobody did)."""

    source: str
    written: str
    reference: str


class Outcome(NamedTuple):
    """How a model did."""

    told: str  # the result in words, such as `chrF 57.3 on 8 reference sentences`
    score: float  # in 0..100
    floor: float  # under it nothing that the model writes is used
    problem: str  # why the model is refused; empty if it is not
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of a trial, and what was tried: `engine`, `dtype` and `device` say how it ran."""

    model: str
    revision: str | None
    task: Task
    engine: str
    dtype: str
    device: str
    seconds: float
    outcome: Outcome

    def __str__(self) -> str:
        return self.outcome.told

    @property
    def how(self) -> str:
        """How the model ran, for people: `ctranslate2, int8, cpu`."""
        return ", ".join(part for part in (self.engine, self.dtype, self.device) if part)


_KNOWN: dict[str, Trial] = {}  # of this process: the folder may not be writable


def tried(engine: Any, task: Task, subject: str, judge: Callable[[Any], Outcome]) -> Trial | None:
    """Return how an engine did on reference texts, tried now if it has not been on this machine.

    `engine` is an engine or verifier, `task` what it will be asked to do, `subject` what it is tried on, as a digest
    (another subject is another trial); `judge` runs the model and says how it did.

    Returns
    -------
    Trial or None
        None for a server, which may be another model tomorrow, and for an engine that is not the toolkit's own.

    Raises
    ------
    ModelTrialError
        The model wrote what nobody can use.
    """
    own = engine.engine if isinstance(engine, CachedEngine) else engine
    if own.kind == "endpoint" or not hasattr(own, "cache_key"):
        return None
    device = str(getattr(own, "device", "cpu"))
    described = json.dumps([_RECIPE, own.cache_key(""), device, task, subject])
    key = hashlib.sha256(described.encode()).hexdigest()[:24]
    place: Path | None = None
    with suppress(OSError):  # tried again by the next process
        place = cache_dir("trials") / f"{key}.json"
    trial = _KNOWN.get(key) or (_read(place) if place else None)
    if trial is None:
        start = time.perf_counter()
        outcome = judge(own)
        seconds = round(time.perf_counter() - start, 1)
        dtype = str(getattr(own, "dtype", ""))
        trial = Trial(own.name, own.revision, task, own.kind, dtype, device, seconds, outcome)
        content = json.dumps(asdict(trial), ensure_ascii=False, indent=1)
        with suppress(OSError):
            if place is not None:
                write_atomically(place, content.encode("utf-8", "surrogatepass"))
    _KNOWN[key] = trial
    if trial.outcome.problem:
        raise _refusal(trial)
    return trial


def trials_of(names: Collection[str], revision: str | None = None) -> list[Trial]:
    """Return the trials on this machine of a model with one of these names, of one revision if it is given."""
    found = [trial for _, trial in _all() if trial.model in names]
    return [trial for trial in found if revision is None or trial.revision == revision]


def forget(names: Collection[str]) -> None:
    """Forget the trials of a model with one of these names: its files have gone."""
    for path, trial in list(_all()):
        if trial.model in names:
            with suppress(OSError):
                path.unlink()
    for key in [key for key, trial in _KNOWN.items() if trial.model in names]:
        del _KNOWN[key]


def _refusal(trial: Trial) -> ModelTrialError:
    examples = " ".join(
        f"For “{_cut(sample.source)}” it wrote “{_cut(sample.written)}”"
        + (f"; a person wrote “{_cut(sample.reference)}”." if sample.reference else ".")
        for sample in trial.outcome.samples[:_SHOWN]
    )
    return ModelTrialError(
        f"{trial.model} ({trial.how}) was tried before its first use, and nothing that it writes is used: "
        f"{trial.outcome.problem} {examples}",
        remedy=f"Check its files (`toolkit models verify {trial.model}`), or remove it and pull it again; try the "
        "other engine (engine='transformers' or 'ctranslate2'); name another model (`toolkit models list`). If you "
        "know that it is right for your texts, leave the trial out: trial=False, or --no-trial.",
    )


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _all() -> Iterator[tuple[Path, Trial]]:
    with suppress(OSError):
        for path in sorted(cache_dir("trials").glob("*.json")):
            if (trial := _read(path)) is not None:
                yield path, trial


def _read(path: Path) -> Trial | None:
    """Return a kept trial, or None if there is none or the disk gave back something else."""
    try:
        fields: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        told, score, floor, problem, samples = fields.pop("outcome")
        outcome = Outcome(str(told), float(score), float(floor), str(problem), tuple(Sample(*s) for s in samples))
        return Trial(outcome=outcome, **fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
