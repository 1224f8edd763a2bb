"""The translator.

Each sentence goes the first way that is open:

1. the translation memory has the same sentence (spelling variants and punctuation apart): origin `memory`, score 1.0;
2. it has one that differs in nothing but the spelling of words, at least 0.95 alike;
3. a model translates it, if one was named and can be had;
4. without a model: the memory has one that is alike enough (`fuzzy`) and differs in no number and no negation. It
   translates another sentence, so it carries that sentence, its score, and a finding that says where it differs;
5. otherwise it stays untranslated, and the `problem` of the result says why.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from toolkit.article.types import Article, Span
from toolkit.checks.findings import Finding
from toolkit.checks.translation import check_translation
from toolkit.errors import EndpointError, ModelUnavailableError, RefusalError, ToolkitError
from toolkit.models.loading import EngineChoice, load
from toolkit.models.presets import lookup as preset_of
from toolkit.models.trials import Trial
from toolkit.models.types import Component, Engine, Generation
from toolkit.translate.glossary import Glossary
from toolkit.translate.memory import Match, TranslationMemory
from toolkit.translate.reference import try_translator
from toolkit.translate.types import Translation, Translations

Progress = Callable[[int], None]

_SAME_BUT_SPELLING = 0.95
# Beam widths for a second and third try; a wide beam is slower and rarely better, a greedy search often differs.
_OTHER_BEAMS = (1, 8)
_SUGGESTIONS = 3
_ENDPOINT_BATCH = 8


@runtime_checkable
class _Prompted(Protocol):
    """An engine that works from a prompt, or may wrap one that does."""

    def with_glossary(self, glossary: Mapping[str, str]) -> Engine: ...


@dataclass(slots=True)
class _Job:
    """A text to translate, and how many places wait for it."""

    text: str
    places: int = 0
    translation: Translation | None = None
    refusal: str = ""


class Translator:
    """Translates Arabic sentences with a translation memory, a model, or both.

    Parameters
    ----------
    memory
        A `TranslationMemory`, `"default"` for the person's own with the one that ships, or None.
    model
        Preset, hub id, folder, address of a server, or an `Engine`; None for the memory alone. It is loaded when
        the first sentence needs it.
    engine, device, offline
        How the model runs; see `toolkit.models.load`.
    fuzzy
        Lowest score, in 0..1, of a similar sentence from the memory that is used where there is no model; None for
        exact hits only.
    beam_size
        Overrides what the checkpoint asks for.
    glossary
        A `Glossary`, or the path of one in CSV.
    retry
        Whether a model's translation with an error in it is tried again with other beams; the one with the fewest
        doubts is kept.
    cache
        Whether results of a model that is named here are kept and looked up; see `toolkit.models.load`.
    trial
        Whether a model on this machine is tried on reference sentences before its first use, and refused if it writes
        nothing that anybody can use; see `toolkit.translate.reference`.

    Examples
    --------
    >>> translator = Translator(memory=TranslationMemory.open(":memory:"))
    >>> translator.memory.add("وصل الوفد إلى جنيف.", "The delegation arrived in Geneva.")
    >>> [t and t.text for t in translator.translate(["وصل الوفد إلى جنيف", "عاد الوفد"])]
    ['The delegation arrived in Geneva.', None]
    """

    def __init__(
        self,
        memory: TranslationMemory | Literal["default"] | None = "default",
        model: str | Path | Engine | None = None,
        *,
        engine: EngineChoice = "auto",
        device: str | None = None,
        offline: bool | None = None,
        fuzzy: float | None = 0.75,
        beam_size: int | None = None,
        glossary: Glossary | str | os.PathLike[str] | None = None,
        retry: bool = True,
        cache: bool = True,
        trial: bool = True,
    ) -> None:
        if fuzzy is not None and not 0.0 < fuzzy <= 1.0:
            raise ValueError(f"fuzzy is {fuzzy}; a score is above 0 and at most 1.")
        self.memory = TranslationMemory.open() if memory == "default" else memory
        self.glossary = (
            glossary if isinstance(glossary, Glossary) else Glossary.open(glossary) if glossary else Glossary()
        )
        self._model = model
        self._engine: Engine | None = None
        self._load = partial(load, engine=engine, device=device, offline=offline, cache=cache)
        self._fuzzy = fuzzy
        self._beam_size = beam_size
        self._retry = retry
        self._wants_trial = trial
        self._trial: Trial | None = None

    def translate(self, source: Article | Sequence[str], progress: Progress | None = None) -> Translations:
        """Translate the sentences of an article, or texts.

        Parameters
        ----------
        source
            An article, of which the boilerplate is left out; or Arabic sentences.
        progress
            Called with the number of sentences just done.

        Returns
        -------
        Translations
            One for each sentence (also for boilerplate: None). Source spans in it are relative to the sentence.

        Raises
        ------
        ModelNotFoundError, UnsupportedModelError, ModelTrialError
            If the model that was named does not exist, is not one that the toolkit runs, or failed its trial. A model
            that is merely not to be had now raises nothing: see `Translations.problem`.
        """
        return self.translate_all([source], progress)[0]

    def translate_all(
        self, sources: Sequence[Article | Sequence[str]], progress: Progress | None = None
    ) -> list[Translations]:
        """Translate several articles at once: their sentences fill the model's batches together.

        Returns for each source what `translate` gives for it; `problem` is that of the whole call.
        """
        rows = [_texts(source) for source in sources]
        advance = progress or (lambda _: None)
        jobs: dict[str, _Job] = {}  # one for each different text that is not blank
        for text in (text for row in rows for text in row if text.strip()):
            jobs.setdefault(text, _Job(text)).places += 1
        for job in jobs.values():
            job.translation = self._remembered(job.text)
            if job.translation is not None:
                advance(job.places)
        problem = self._translate_by_model([job for job in jobs.values() if job.translation is None], advance)
        found = {text: job.translation for text, job in jobs.items()}
        made = ([found.get(text) for text in row] for row in rows)
        return [Translations(row, self._sources(row), problem) for row in made]

    def _sources(self, translations: Sequence[Translation | None]) -> tuple[Component, ...]:
        """Return what translations came from."""
        memories = sorted({t.model for t in translations if t and t.origin == "memory" and t.model})
        named = (memory.partition("@") for memory in memories)
        sources = [Component("memory", name, version) for name, _, version in named]
        engine = self._engine
        if engine is not None and any(t.origin == "model" for t in translations if t):
            preset, trial = preset_of(engine.name), str(self._trial or "")
            licence, revision = preset.licence if preset else "", engine.revision or ""
            sources.append(Component("translator", engine.name, revision, engine.kind, licence, trial))
        return tuple(sources)

    def _remembered(self, text: str, *, instead_of_model: bool = False) -> Translation | None:
        """Return what the memory has for a sentence, under the rules for with or without a model."""
        if self.memory is None:
            return None
        match = self.memory.lookup(text, threshold=1.0)
        if match is None and self._fuzzy is not None and self._fuzzy < 1.0:
            allowed = {"spelling", "word"} if instead_of_model else {"spelling"}
            threshold = self._fuzzy if instead_of_model else max(self._fuzzy, _SAME_BUT_SPELLING)
            similar = self.memory.fuzzy(text, threshold=threshold, limit=_SUGGESTIONS)
            match = next((m for m in similar if {d.kind for d in m.differences} <= allowed), None)
        if match is None:
            return None
        return self._checked(text, _from_memory(match), _differing(match))

    def _translate_by_model(self, jobs: list[_Job], advance: Progress) -> ToolkitError | None:
        """Translate what the memory does not hold, and return why that failed, if it did."""
        if not jobs:
            return None
        told = 0

        def tell(count: int) -> None:
            nonlocal told
            told += count
            advance(count)

        engine: Engine | None = None
        problem: ToolkitError | None = None
        try:
            engine = self._loaded()
        except (ModelUnavailableError, EndpointError) as error:
            problem = error.with_traceback(None)  # a value: its frames would keep sockets open
        if engine is not None:
            try:
                self._generate(engine, jobs, tell)
            except EndpointError as error:
                problem = error.with_traceback(None)
            problem = problem or _refused(engine, jobs)
        for job in jobs:
            if job.translation is None:
                job.translation = self._remembered(job.text, instead_of_model=True)
        advance(sum(job.places for job in jobs) - told)
        return problem

    def _loaded(self) -> Engine | None:
        """Return the model, made ready and tried when it is first needed."""
        if self._engine is None and self._model is not None:
            engine = self._model
            if isinstance(engine, (str, Path)):
                engine = self._load(engine)
            if self._wants_trial:
                self._trial = try_translator(engine)
            if isinstance(engine, _Prompted) and len(self.glossary):  # an endpoint takes the terms into its prompts
                engine = engine.with_glossary(self.glossary.pairs)
            self._engine = engine
        return self._engine

    def _generate(self, engine: Engine, jobs: list[_Job], progress: Progress) -> None:
        # What a server answered before it failed is kept; a local engine batches best when it has everything.
        size = _ENDPOINT_BATCH if engine.kind == "endpoint" else len(jobs)
        for start in range(0, len(jobs), size):
            self._generate_batch(engine, jobs[start : start + size], progress)
        if self._retry and engine.kind in ("transformers", "ctranslate2"):
            self._try_again(engine, jobs)

    def _generate_batch(self, engine: Engine, jobs: list[_Job], progress: Progress) -> None:
        def keep(index: int, generation: Generation) -> None:
            jobs[index].translation = self._from_model(engine, jobs[index].text, generation)
            jobs[index].refusal = generation.refusal

        # Each translation is checked while the model goes on with the others.
        texts = [job.text for job in jobs]
        engine.generate(texts, beam_size=self._beam_size, alignment=True, progress=progress, each=keep)

    def _try_again(self, engine: Engine, jobs: list[_Job]) -> None:
        """Ask once or twice more for translations with an error in them; the better one stays."""
        for beam in _OTHER_BEAMS:
            jobs = [job for job in jobs if _faults(job.translation)[0]]
            if not jobs or beam == self._beam_size:
                continue
            written = engine.generate([job.text for job in jobs], beam_size=beam, alignment=True)
            for job, generation in zip(jobs, written, strict=True):
                other = self._from_model(engine, job.text, generation)
                if _faults(other) < _faults(job.translation):
                    job.translation = other

    def _from_model(self, engine: Engine, text: str, generation: Generation) -> Translation | None:
        if not generation.text.strip():
            return None
        alignment = tuple((Span(*source), Span(*target)) for source, target in generation.alignment)
        mended = self.glossary.mend(text, generation.text, alignment)
        translation = Translation(
            text=mended.text,
            origin="model",
            model=f"{engine.name}@{engine.revision}" if engine.revision else engine.name,
            score=generation.score,
            alignment=mended.alignment,
            machine_text=generation.text if mended.text != generation.text else None,
        )
        return self._checked(text, translation, [*mended.findings, *_doubts(generation)])

    def _checked(self, text: str, translation: Translation, findings: Sequence[Finding]) -> Translation:
        if translation.origin == "memory":
            findings = [*findings, *self.glossary.check(text, translation.text)]
        return replace(translation, findings=(*check_translation(text, translation.text), *findings))


def _texts(source: Article | Sequence[str]) -> list[str]:
    """Return the texts to translate, blank where there is nothing to do."""
    if isinstance(source, Article):
        return ["" if sentence.kind == "boilerplate" else sentence.text for sentence in source.sentences]
    if isinstance(source, str):
        raise TypeError("translate wants an Article or several sentences; put a single one into a list.")
    return list(source)


def _refused(engine: Engine, jobs: Sequence[_Job]) -> RefusalError | None:
    """Return an error if a model wrote something else than a translation."""
    refusal = next((job.refusal for job in jobs if job.refusal), "")
    if not refusal:
        return None
    return RefusalError(
        f"{engine.name} wrote no translation but: “{refusal}”",
        remedy="Name another model for these sentences, or write their translation in the editor.",
    )


def _from_memory(match: Match) -> Translation:
    return Translation(
        text=match.target,
        origin="memory",
        model=match.memory,
        score=match.score,
        memory_source=None if match.exact else match.source,
    )


def _differing(match: Match) -> list[Finding]:
    """Say of a similar sentence where it differs."""
    if match.exact:
        return []
    spans = tuple(d.span for d in match.differences if d.span.start < d.span.end)
    severity: Literal["info", "warning"] = "info" if all(d.kind == "spelling" for d in match.differences) else "warning"
    message = f"This translates a similar sentence from the memory ({match.score:.0%} alike): {match.source}"
    return [Finding("content", severity, message, source_spans=spans)]


def _doubts(generation: Generation) -> list[Finding]:
    """Turn what the engine says about its own output into findings."""
    found = []
    if generation.repeated:
        found.append(Finding("repetition", "error", "The model ran into a loop."))
    if generation.truncated:
        found.append(Finding("length", "error", "The model stopped at its length limit: the end is missing."))
    if generation.pieces > 1:
        message = f"The sentence was over the model's limit and was translated in {generation.pieces} pieces."
        found.append(Finding("length", "info", message))
    return found


def _faults(translation: Translation | None) -> tuple[int, int]:
    """Count the errors and the warnings of a translation; none at all is the worst."""
    if translation is None:
        return (1 << 16, 0)
    severities = [finding.severity for finding in translation.findings]
    return severities.count("error"), severities.count("warning")
