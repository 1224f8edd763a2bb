"""The pipeline from an article to its brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.article import Article, read
from toolkit.brief.brief import Brief
from toolkit.brief.progress import Listener, stage
from toolkit.brief.provenance import provenance
from toolkit.brief.types import Component, Gap, Note, RankedSentence
from toolkit.errors import MemoryStoreError, ToolkitError
from toolkit.evidence import find_facts
from toolkit.models import store
from toolkit.models.encoder import encoder_id
from toolkit.settings import Settings
from toolkit.summarize import Claim, Summarizer, rank
from toolkit.translate import (
    Given,
    GivenTranslation,
    Translation,
    Translations,
    Translator,
    take_over,
)
from toolkit.translate.types import ways_text

__all__ = ["BriefOutcome", "Briefer"]


class BriefOutcome(NamedTuple):
    """A brief, and why the translation model or the summarizer's could not be used for it, or None."""

    brief: Brief
    problem: ToolkitError | None
    summary_problem: ToolkitError | None


class Briefer:
    """Makes briefs. Models are loaded when first needed and kept for the next article.

    Parameters
    ----------
    settings
        How briefs are made; by default `Settings()`.
    progress
        Whether to show a bar for each stage that lasts over a second; or a function that is called with each
        `toolkit.brief.progress.Step`. What it raises ends the work; translations made until then are in the cache.
    choices
        Choices in place of those in `settings`, by the names of its attributes: `Briefer(sentences=3)`.

    Examples
    --------
    >>> from toolkit import Briefer, read          # doctest: +SKIP
    >>> Briefer()(read("article.txt")).save("brief.html")  # doctest: +SKIP
    """

    def __init__(self, settings: Settings | None = None, *, progress: bool | Listener = True, **choices: Any) -> None:
        self.settings = replace(settings or Settings(), **choices)
        self._progress = progress
        self._translator = _translator(self.settings)
        self._summarizer = _summarizer(self.settings, self._translator)

    def __call__(
        self,
        article: Article | str | Path,
        *,
        translation: Given | Mapping[str, Given] | None = None,
        translated_by: str | None = None,
        remember: bool = False,
    ) -> Brief:
        """Make the brief of one article; a path or URL is read first.

        Parameters
        ----------
        article
            The article.
        translation
            English of it that somebody already has, in place of the translator: text, the path of a file (.txt, .md,
            .docx, .pdf, .html, .tmx, .xlf, .xliff, .csv, .tsv) or a list of sentences. It is aligned and checked.
            Several by the names of those who made them, the best one first: of each sentence the one with the fewest
            findings is taken.
        translated_by
            Who or what made it; every export says so.
        remember
            Whether sentences of the given translation in which the checks find no error go to the memory in use.
            What a person corrected goes before them.

        Raises
        ------
        ReadError
            If the path or URL cannot be read as an Arabic article.
        ModelError
            If a model that was asked for by name cannot be used at all, or failed its trial.
        FormatError
            If the translation has no English, or is that of another article.
        ValueError
            If there is no translation to remember, or no memory in use; or `translated_by` with several translations.
        """
        memory = self._translator.memory
        if remember and (translation is None or memory is None):
            raise ValueError("remember=True wants a translation, and a memory in use.")
        if translated_by and isinstance(translation, Mapping):
            raise ValueError("Several translations go by their names: leave translated_by out.")
        if translation is None:
            (brief,) = self.many([article])
            return brief
        read_article = article if isinstance(article, Article) else self._read(article)
        given = take_over(read_article, translation, translated_by)
        gaps = _given_gaps(given)
        if remember and memory is not None:
            try:
                given.remember(read_article, memory)
            except MemoryStoreError as error:
                gaps.append(Gap("translate", f"The translation is not remembered: {error.message}", error.remedy))
        by = sorted({made.model for made in given.translations if made and made.model})
        sources = tuple(Component("translation", name) for name in by)
        notes = tuple(Note("sentence", index, remark) for index, remark in sorted(given.remarks.items()))
        made = self._brief(read_article, Translations(given.translations, sources), gaps)
        return replace(made.brief, added=given.added, notes=notes)

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
        return (outcome.brief for outcome in self.outcomes(articles))

    def outcomes(self, articles: Iterable[Article | str | Path]) -> Iterator[BriefOutcome]:
        """Make briefs as `many` does, and return with each why a model could not be used for it."""
        given = [article if isinstance(article, Article) else self._read(article) for article in articles]
        return map(self._brief, given, *zip(*self._translated(given), strict=True)) if given else iter(())

    def _brief(self, article: Article, translations: Translations, translation_gaps: list[Gap]) -> BriefOutcome:
        claims, summary_gaps, summary_problem = self._summarize(article, translations)
        with stage("facts", article.id, 1, shown=self._progress) as advance:
            facts = find_facts(article, [t.text if t else None for t in translations])
            ranking = tuple(RankedSentence(index, score) for index, score in rank(article))
            advance(1)
        brief = Brief(
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
                    *self._translation_sources(translations),
                    *self._summarizer.components,
                    _encoder(),
                ),
                settings={name: getattr(self.settings, name) for name in ("sentences", "policy", "engine")},
            ),
        )
        return BriefOutcome(brief, translations.problem, summary_problem)

    def _read(self, place: str | Path) -> Article:
        with stage("read", str(place), 1, shown=self._progress) as advance:
            article = read(place)
            advance(1)
        return article

    def _translation_sources(self, translations: Translations) -> list[Component]:
        """Return what translated the article, and its summary where that was written in Arabic."""
        found = (*translations.components, *self._summarizer.translated_by)
        return sorted(dict.fromkeys(found), key=lambda source: source.role == "translator")

    def translate(self, article: Article) -> tuple[Translations, list[Gap]]:
        """Translate every title, heading and body sentence; what stays untranslated is told in the gaps.

        Returns
        -------
        translations
            One for each sentence of the article, None where there is none. Spans are relative to the sentence.
        gaps
            At most one, holding the reason and the remedies.
        """
        return self._translated([article])[0]

    def _translated(self, articles: Sequence[Article]) -> list[tuple[Translations, list[Gap]]]:
        wanted = [article.of_kind("title", "heading", "body") for article in articles]
        label = articles[0].id if len(articles) == 1 else f"{len(articles)} articles"
        with stage("translate", label, sum(map(len, wanted)), shown=self._progress) as advance:
            rows = self._translator.translate_all(articles, progress=advance)
        found: list[tuple[Translations, list[Gap]]] = []
        for sentences, translations in zip(wanted, rows, strict=True):
            missing = tuple(sentence.index for sentence in sentences if translations[sentence.index] is None)
            gaps = [_untranslated(missing, len(sentences), translations.problem)] if missing else []
            found.append((translations, gaps))
        return found

    def _summarize(
        self, article: Article, translations: Translations
    ) -> tuple[list[Claim], list[Gap], ToolkitError | None]:
        if not any(translations) and self._summarizer.route == "translate-then-summarize":
            return [], [], None  # the gap of the translation says it all
        with stage("summarize", article.id, self._summarizer.sentences, shown=self._progress) as advance:
            claims = self._summarizer.summarize(article, translations, progress=advance)
        problem = self._summarizer.problem
        gaps = [Gap("summarize", problem.message, problem.remedy)] if problem else []
        if not claims:
            gaps.append(Gap("summarize", "No sentence passed for a summary.", "Read the translation below."))
        return claims, gaps, problem


def _translator(settings: Settings) -> Translator:
    """Make the translator; for "auto" with the default model if it is on this machine, else with none."""
    if isinstance(settings.translator, Translator):
        return settings.translator
    model = store.best_translator() if settings.translator == "auto" else settings.translator
    return Translator(settings.opened_memory(), model, glossary=settings.glossary, **settings.running())


def _summarizer(settings: Settings, translator: Translator) -> Summarizer:
    if isinstance(settings.summarizer, Summarizer):
        return settings.summarizer
    automatic = settings.summarizer == "auto"
    return Summarizer(
        (store.best_summarizer() or "embedded") if automatic else settings.summarizer,
        sentences=settings.sentences,
        policy=settings.policy,
        translator=translator,
        route=settings.route,
        verifier=settings.verifier,
        **settings.running(),
    )


def _in_article(article: Article, translations: Sequence[Translation | None]) -> tuple[Translation | None, ...]:
    """Make the source spans of the findings offsets into the article."""
    pairs = zip(article.sentences, translations, strict=True)
    return tuple(_shifted(t, sentence.span.start) if t else None for sentence, t in pairs)


def _shifted(made: Translation, start: int) -> Translation:
    others = tuple(_shifted(other, start) for other in made.others)
    return replace(made, findings=tuple(f.shift_source(start) for f in made.findings), others=others)


def _untranslated(missing: tuple[int, ...], wanted: int, problem: ToolkitError | None) -> Gap:
    what = f"{len(missing)} of {wanted} sentences are not translated"
    why = (
        problem.message if problem else "the translation memory does not hold them, and no translation model was used."
    )
    return Gap("translate", f"{what}: {why}", ways_text(problem), missing)


def _given_gaps(given: GivenTranslation) -> list[Gap]:
    gaps = [Gap("read", note) for note in given.notes]
    if given.left_out:
        what = "1 sentence of the article is" if len(given.left_out) == 1 else f"{len(given.left_out)} sentences are"
        numbers = ", ".join(str(index + 1) for index in given.left_out)
        message = f"{what} not in the translation: {numbers}."
        remedy = "Translate them, or ask whoever made it why."
        gaps.append(Gap("translate", message, remedy, given.left_out, "left out of the given translation"))
    if given.added:
        what = "1 sentence" if len(given.added) == 1 else f"{len(given.added)} sentences"
        shown = " ".join(f"“{extra.text}”" for extra in given.added[:5])
        verb = "translates" if len(given.added) == 1 else "translate"
        message = f"{what} of the translation {verb} nothing in the article: {shown}"
        gaps.append(Gap("translate", message, "Nothing of this is in the brief. Look where it comes from."))
    return gaps


def _reading_gaps(article: Article) -> list[Gap]:
    return [Gap("read", note) for note in article.notes]


def _encoder() -> Component:
    name, _, revision = encoder_id().partition("@")
    return Component("encoder", name, revision)
