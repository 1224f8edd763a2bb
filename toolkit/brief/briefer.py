"""The pipeline. In: an article, or a path or URL of one. Out: a Brief. Every choice is an argument with a default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from toolkit.article import Article, read
from toolkit.brief.brief import Brief
from toolkit.brief.progress import Listener, stage
from toolkit.brief.provenance import provenance
from toolkit.brief.types import Component, Gap, RankedSentence
from toolkit.errors import ToolkitError
from toolkit.evidence import find_facts
from toolkit.models import presets, store
from toolkit.models.encoder import encoder_id
from toolkit.summarize import Claim, Summarizer, rank
from toolkit.summarize.types import SummaryRoute
from toolkit.translate import Glossary, Translation, TranslationMemory, TranslationSource, Translator

__all__ = ["Briefer"]

Policy = Literal["flag", "drop", "fallback"]
EngineName = Literal["auto", "transformers", "ctranslate2", "endpoint", "firefox"]


class Briefer:
    """Makes briefs. Models are loaded when first needed and kept for the next article.

    Parameters
    ----------
    translator
        `"auto"`: the translation memory, then the default translation model if it is on this machine, else the quick
        one. None: the memory alone. A preset, hub id or folder names the model; a `Translator` is used as it is.
    summarizer
        `"auto"`: the default summarization model if it is on this machine, else the embedded one. `"extract"`: the
        salient translated sentences, unchanged. A preset, hub id or folder names a model; a `Summarizer` is used as
        it is.
    sentences
        How many summary sentences, 3 to 6.
    route
        How a summarizer that no preset describes comes to English: see `toolkit.summarize.Summarizer`.
    policy
        What becomes of a claim that its evidence does not support: `flag` it, `drop` it, or `fallback` to its best
        evidence sentence.
    memory
        A `TranslationMemory`, `"default"` for the one that ships with the toolkit plus the user's own, or None.
    glossary
        A `toolkit.translate.Glossary`, or the path of one in CSV: terms that translations have to use.
    engine, device, offline
        How named models run; see `toolkit.models.load`.
    trial
        Whether models are tried on reference texts before their first use; see `toolkit.translate.Translator`.
    progress
        Whether to show a bar for each stage that lasts over a second; or a function that is called with each
        `toolkit.brief.progress.Step`. What it raises ends the work; translations made until then are in the cache.

    Attributes
    ----------
    problem
        Why the translation model could not be used for the last article or articles, or None.

    Examples
    --------
    >>> from toolkit import Briefer, read          # doctest: +SKIP
    >>> Briefer()(read("article.txt")).save("brief.html")  # doctest: +SKIP
    """

    def __init__(
        self,
        *,
        translator: str | Path | Translator | None = "auto",
        summarizer: str | Path | Summarizer = "auto",
        sentences: int = 5,
        policy: Policy = "flag",
        route: SummaryRoute | None = None,
        memory: TranslationMemory | Literal["default"] | None = "default",
        glossary: Glossary | str | Path | None = None,
        engine: EngineName = "auto",
        device: str | None = None,
        offline: bool | None = None,
        trial: bool = True,
        progress: bool | Listener = True,
    ) -> None:
        if not 3 <= sentences <= 6:
            raise ValueError(f"sentences is {sentences}; a summary has 3 to 6.")
        self.problem: ToolkitError | None = None
        self._progress = progress
        self._translator = (
            translator
            if isinstance(translator, Translator)
            else Translator(
                memory=memory,
                model=_translation_model(translator),
                engine=engine,
                device=device,
                offline=offline,
                glossary=glossary,
                trial=trial,
            )
        )
        self._summarizer = (
            summarizer
            if isinstance(summarizer, Summarizer)
            else Summarizer(
                (store.best_summarizer() or "embedded") if summarizer == "auto" else summarizer,
                sentences=sentences,
                policy=policy,
                engine=engine,
                device=device,
                offline=offline,
                translator=self._translator,
                route=route,
                trial=trial,
            )
        )
        self._settings = {"sentences": sentences, "policy": policy, "engine": engine}

    def __call__(self, article: Article | str | Path) -> Brief:
        """Make the brief of one article; a path or URL is read first.

        Raises
        ------
        ReadError
            If the path or URL cannot be read as an Arabic article.
        ModelError
            If a model that was asked for by name cannot be used at all, or failed its trial.
        """
        (brief,) = self.many([article])
        return brief

    def many(self, articles: Iterable[Article | str | Path]) -> Iterator[Brief]:
        """Make the briefs of several articles, their sentences translated together.

        All are translated before this returns; each brief is finished when it is asked for.

        Returns
        -------
        iterator of Brief
            One for each article, in order, each the same as if its article were alone.

        Raises
        ------
        ReadError, ModelError
            As for a single article.
        """
        given = [article if isinstance(article, Article) else self._read(article) for article in articles]
        return map(self._brief, given, self._translated(given))

    def _brief(self, article: Article, translated: tuple[list[Translation | None], list[Gap]]) -> Brief:
        translations, translation_gaps = translated
        claims, summary_gaps = self._summarize(article, translations)
        with stage("facts", article.id, 1, shown=self._progress) as advance:
            facts = find_facts(article)
            ranking = tuple(RankedSentence(index, score) for index, score in rank(article))
            advance(1)
        return Brief(
            article=article,
            translations=_in_article(article, translations),
            claims=tuple(claims),
            facts=tuple(facts),
            ranking=ranking,
            gaps=(*_reading_gaps(article), *translation_gaps, *summary_gaps),
            provenance=provenance(
                article,
                route=self._summarizer.route if claims else "triage",
                components=(
                    *(Component(*source) for source in self._translation_sources(translations)),
                    *(Component(*source) for source in self._summarizer.components),
                    _encoder(),
                ),
                settings=self._settings,
            ),
        )

    def _read(self, place: str | Path) -> Article:
        with stage("read", str(place), 1, shown=self._progress) as advance:
            article = read(place)
            advance(1)
        return article

    def _translation_sources(self, translations: Sequence[Translation | None]) -> list[TranslationSource]:
        """Return what translated the article, and its summary where that was written in Arabic."""
        found = self._translator.components_of(translations)
        if self._summarizer.route == "summarize-then-translate" and self._summarizer.components:
            found = (*found, *self._translator.components)
        return sorted(dict.fromkeys(found), key=lambda source: source.role == "translator")

    def translate(self, article: Article) -> tuple[list[Translation | None], list[Gap]]:
        """Translate every title, heading and body sentence; what stays untranslated is told in the gaps.

        Returns
        -------
        translations
            One for each sentence of the article, None where there is none. Spans are relative to the sentence.
        gaps
            At most one, holding the reason and the remedies.
        """
        return self._translated([article])[0]

    def _translated(self, articles: Sequence[Article]) -> list[tuple[list[Translation | None], list[Gap]]]:
        wanted = [article.of_kind("title", "heading", "body") for article in articles]
        label = articles[0].id if len(articles) == 1 else f"{len(articles)} articles"
        with stage("translate", label, sum(map(len, wanted)), shown=self._progress) as advance:
            rows = self._translator.translate_all(articles, progress=advance)
        self.problem = self._translator.problem
        found: list[tuple[list[Translation | None], list[Gap]]] = []
        for sentences, translations in zip(wanted, rows, strict=True):
            missing = tuple(sentence.index for sentence in sentences if translations[sentence.index] is None)
            gaps = [_untranslated(missing, len(sentences), self.problem)] if missing else []
            found.append((translations, gaps))
        return found

    def _summarize(self, article: Article, translations: Sequence[Translation | None]) -> tuple[list[Claim], list[Gap]]:
        if not any(translations) and self._summarizer.route == "translate-then-summarize":
            return [], []  # the gap of the translation says it all
        with stage("summarize", article.id, self._summarizer.sentences, shown=self._progress) as advance:
            claims = self._summarizer.summarize(article, translations, progress=advance)
        problem = self._summarizer.problem
        gaps = [Gap("summarize", problem.message, problem.remedy)] if problem else []
        if not claims:
            gaps.append(Gap("summarize", "No sentence passed for a summary.", "Read the translation below."))
        return claims, gaps


def _translation_model(asked: str | Path | Translator | None) -> str | Path | None:
    """Return the model to load: for "auto" the default one if it is on this machine, else none."""
    if isinstance(asked, Translator) or asked is None:
        return None
    if asked != "auto":
        return asked
    return store.best_translator()


def _in_article(article: Article, translations: Sequence[Translation | None]) -> tuple[Translation | None, ...]:
    """Make the source spans of the findings offsets into the article."""
    return tuple(
        replace(t, findings=tuple(f.shift_source(sentence.span.start) for f in t.findings)) if t else None
        for sentence, t in zip(article.sentences, translations, strict=True)
    )


def _untranslated(missing: tuple[int, ...], wanted: int, problem: ToolkitError | None) -> Gap:
    what = f"{len(missing)} of {wanted} sentences are not translated"
    if problem is not None:
        return Gap("translate", f"{what}: {problem.message}", problem.remedy, missing)
    return Gap(
        "translate",
        f"{what}: the translation memory does not hold them, and no translation model was used.",
        f"{presets.offer()} Or name a model: a preset, a hub id, a local folder or an endpoint.",
        missing,
    )


def _reading_gaps(article: Article) -> list[Gap]:
    return [Gap("read", note) for note in article.notes]


def _encoder() -> Component:
    name, _, revision = encoder_id().partition("@")
    return Component("encoder", name, revision)
