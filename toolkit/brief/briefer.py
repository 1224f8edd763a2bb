"""The pipeline. In: an article, or a path or URL of one. Out: a Brief. Every choice is an argument with a default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from toolkit.article import Article, read
from toolkit.brief.made_with import provenance
from toolkit.brief.progress import stage
from toolkit.brief.types import Brief, Component, Gap, RankedSentence
from toolkit.errors import ToolkitError
from toolkit.evidence import find_facts
from toolkit.models import presets, store
from toolkit.models.encoder import encoder_id
from toolkit.summarize import Claim, Summarizer, rank
from toolkit.summarize.types import SummaryRoute
from toolkit.translate import Glossary, Translation, TranslationMemory, Translator

__all__ = ["Briefer"]

Policy = Literal["flag", "drop", "fallback"]
EngineName = Literal["auto", "transformers", "ctranslate2", "endpoint", "firefox"]


class Briefer:
    """Makes briefs. Models are loaded when first needed and kept for the next article.

    Parameters
    ----------
    translator
        `"auto"`: the translation memory, then the default translation model if it is on this machine.
        None: the memory alone. A preset, hub id or folder names the model; a `Translator` is used as it is.
    summarizer
        `"auto"`: the embedded model. `"extract"`: the salient translated sentences, unchanged. A preset, hub id
        or folder names a model; a `Summarizer` is used as it is.
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
    progress
        Whether to show a bar for each stage that lasts over a second.

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
        progress: bool = True,
    ) -> None:
        if not 3 <= sentences <= 6:
            raise ValueError(f"sentences is {sentences}; a summary has 3 to 6.")
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
            )
        )
        self._summarizer = (
            summarizer
            if isinstance(summarizer, Summarizer)
            else Summarizer(
                "embedded" if summarizer == "auto" else summarizer,
                sentences=sentences,
                policy=policy,
                engine=engine,
                device=device,
                offline=offline,
                translator=self._translator,
                route=route,
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
            If a model that was asked for by name cannot be used at all.
        """
        if not isinstance(article, Article):
            article = read(article)
        translations, translation_gaps = self.translate(article)
        facts = find_facts(article)
        ranking = tuple(RankedSentence(index, score) for index, score in rank(article))
        claims, summary_gaps = self._summarize(article, translations)
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
                    *(Component(*source) for source in self._translator.components),
                    *(Component(*source) for source in self._summarizer.components),
                    _encoder(),
                ),
                settings=self._settings,
            ),
        )

    def translate(self, article: Article) -> tuple[list[Translation | None], list[Gap]]:
        """Translate every title, heading and body sentence; what stays untranslated is told in the gaps.

        Returns
        -------
        translations
            One for each sentence of the article, None where there is none. Spans are relative to the sentence.
        gaps
            At most one, holding the reason and the remedies.
        """
        wanted = article.of_kind("title", "heading", "body")
        with stage("translate", len(wanted), shown=self._progress) as advance:
            translations = self._translator.translate(article, progress=advance)
        missing = tuple(s.index for s in wanted if translations[s.index] is None)
        return translations, [_untranslated(missing, len(wanted), self._translator.problem)] if missing else []

    def _summarize(self, article: Article, translations: Sequence[Translation | None]) -> tuple[list[Claim], list[Gap]]:
        if not any(translations) and self._summarizer.route == "translate-then-summarize":
            return [], []  # the gap of the translation says it all
        with stage("summarize", self._summarizer.sentences, shown=self._progress) as advance:
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
    return presets.DEFAULT_TRANSLATOR if store.where(presets.DEFAULT_TRANSLATOR) else None


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
        f"Fetch the default model (`toolkit models pull {presets.DEFAULT_TRANSLATOR}`), or name one: a preset, "
        "a hub id, a local folder or an endpoint.",
        missing,
    )


def _reading_gaps(article: Article) -> list[Gap]:
    return [Gap("read", note) for note in article.notes]


def _encoder() -> Component:
    name, _, revision = encoder_id().partition("@")
    return Component("encoder", name, revision)
