"""The summarizer.

Three ways, by the name of the model:

- `embedded` (the default) needs no hub: salient translated sentences, each shortened on its own by SmolLM2 among the
  forms that the gate permits, or kept as it is. The evidence of every claim is known by construction.
- `extract` keeps the salient translated sentences as they are.
- any other name is a sequence-to-sequence summarizer (preset, hub id, folder, endpoint). It writes freely, so each of
  its sentences is attributed to sentences of the article and checked against them. Most read the English translation;
  one that reads Arabic writes English in one step (`direct`), or Arabic that is translated then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

from toolkit.article import Article, segment
from toolkit.article.orders import orders_among
from toolkit.article.types import Sentence
from toolkit.errors import ModelUnavailableError, RefusalError, ToolkitError, UnsupportedModelError
from toolkit.models import presets
from toolkit.models.embedded import EmbeddedModel, embedded
from toolkit.models.loading import EngineChoice, load
from toolkit.models.trials import Trial
from toolkit.models.types import Engine
from toolkit.models.verifier import Verifier, load_verifier
from toolkit.summarize.claims import attributed_claims, claim_of, is_doubtful, sentence_claim, verified
from toolkit.summarize.long_documents import summary_sentences
from toolkit.summarize.occasions import occasions_of
from toolkit.summarize.salience import select
from toolkit.summarize.shortening import Shortening, shorten
from toolkit.summarize.slips import slips
from toolkit.summarize.standing import standing
from toolkit.summarize.trial import try_summarizer, try_verifier
from toolkit.summarize.types import Claim, SummaryRoute, SummarySource
from toolkit.translate.translator import Translator
from toolkit.translate.types import Translation

__all__ = ["Policy", "Summarizer"]

Policy = Literal["flag", "drop", "drop-weak", "fallback"]
Progress = Callable[[int], None]
Translations = Sequence[Translation | None]

FEWEST, MOST = 3, 6
SHORT_TEXT = 60  # words; a summarizer that is given less pads its summary with inventions


class Summarizer:
    """Writes the summary of a translated article, every sentence of it with its proof.

    Parameters
    ----------
    model
        `"embedded"`, `"extract"` (None means the same), or the name of a sequence-to-sequence summarizer: a preset, hub
        id, folder or endpoint. An `Engine` or an `EmbeddedModel` is used as it is.
    sentences
        How many summary sentences to aim at, 3 to 6.
    policy
        What becomes of a claim whose verdict is `unsupported`: `flag` keeps it with its verdict, `drop` leaves it out,
        `drop-weak` leaves out what is `weak` too, `fallback` puts the sentence in its place that comes nearest.
    engine, device, offline
        How a named model runs; see `toolkit.models.load`.
    translator
        Translates the summary of a model that writes Arabic; not needed for any other.
    route
        What the model reads and writes, where no preset says so (a folder, a hub id that is not a preset):
        `translate-then-summarize` English to English, `summarize-then-translate` Arabic to Arabic, `direct` Arabic to
        English. None asks the preset, and takes English to English without one.
    trial
        Whether a sequence-to-sequence model is tried on a reference text before its first use, and refused if its
        summary is nothing that anybody can use; see `toolkit.summarize.trial`. The same goes for the verifier.
    verifier
        A model that says how likely the evidence says what a claim says: `minicheck`, `mdeberta`, or another name that
        `toolkit.models.verifier.load_verifier` knows; None asks none.

    Attributes
    ----------
    problem
        Why the embedded model could not be used in the last call, or None; the summary then has unshortened sentences.
        For a summary that was written in Arabic, why it could not be translated.

    Examples
    --------
    >>> summarizer = Summarizer("extract", sentences=3)
    >>> summarizer.summarize(article, translations)  # doctest: +SKIP
    """

    def __init__(
        self,
        model: str | Path | Engine | EmbeddedModel | None = "embedded",
        *,
        sentences: int = 5,
        policy: Policy = "flag",
        engine: EngineChoice = "auto",
        device: str | None = None,
        offline: bool | None = None,
        translator: Translator | None = None,
        route: SummaryRoute | None = None,
        trial: bool = True,
        verifier: str | Path | Verifier | None = None,
    ) -> None:
        if not FEWEST <= sentences <= MOST:
            raise ValueError(f"sentences is {sentences}; a summary has {FEWEST} to {MOST}.")
        if policy not in get_args(Policy):
            raise ValueError(f"policy is {policy!r}; it is one of {', '.join(get_args(Policy))}.")
        self.sentences = sentences
        self.problem: ToolkitError | None = None
        self._policy = policy
        self._model = "extract" if model is None else model
        self._engine: Engine | None = None
        self._choice: EngineChoice = engine
        self._device = device
        self._offline = offline
        self._translator = translator
        self._route = route
        self._verifier = verifier
        self._verifier_trial: Trial | None = None
        self._wants_trial = trial
        self._trial: Trial | None = None
        self._wrote = False
        self.translated_by: tuple[SummarySource, ...] = ()

    def summarize(self, article: Article, translations: Translations, progress: Progress | None = None) -> list[Claim]:
        """Summarize an article.

        Parameters
        ----------
        article
            The article.
        translations
            One for each sentence of the article, None where there is none. Only a model that reads Arabic can make
            claims of sentences without one.
        progress
            Called with how many summary sentences are done.

        Returns
        -------
        list of Claim
            3 to 6, fewer if the text has fewer sentences worth it; none without translations.

        Raises
        ------
        ModelError
            If a model that was asked for by name cannot be used, or failed its trial.
        ValueError
            If there are not as many translations as sentences.
        """
        if len(translations) != len(article.sentences):
            raise ValueError(f"{len(translations)} translations for {len(article.sentences)} sentences.")
        self.problem, self._wrote, self.translated_by = None, False, ()
        advance = progress or _ignore
        texts = self._read(article, translations)
        if self._is_generated and sum(len(text.split()) for text in texts.values()) >= SHORT_TEXT:
            try:
                claims = self._generated(list(texts.values()), article, translations)
                advance(self.sentences)
                return claims
            except RefusalError as error:  # the sentences of the translation are there still
                self.problem = error
        usable = list(_english(article, translations))
        if not usable:
            return []
        chosen = select(article, self.sentences, eligible=_eligible(article, translations, usable))
        claims = self._verified(self._from_sentences(chosen, article, translations, advance), article, translations)
        return [claim for claim in claims if self._policy != "drop-weak" or claim.verdict == "supported"]

    @property
    def components(self) -> tuple[SummarySource, ...]:
        """The model that wrote in the last summary, if one did, and the one that verified it."""
        return (*self._writers, *self._verifiers)

    @property
    def _verifiers(self) -> tuple[SummarySource, ...]:
        made = self._verifier
        if not isinstance(made, Verifier):
            return ()
        preset = presets.lookup(made.name)
        licence, trial = preset.licence if preset else "", str(self._verifier_trial or "")
        return (SummarySource("verifier", made.name, made.revision or "", made.kind, licence, trial),)

    @property
    def _writers(self) -> tuple[SummarySource, ...]:
        if not self._wrote:
            return ()
        if self._engine is not None:
            preset = presets.lookup(self._engine.name)
            revision, licence = self._engine.revision or "", preset.licence if preset else ""
            name, kind, trial = self._engine.name, self._engine.kind, str(self._trial or "")
            return (SummarySource("summarizer", name, revision, kind, licence, trial),)
        model = self._embedded
        return (SummarySource("summarizer", model.name, model.revision, "ctranslate2", "Apache-2.0"),)

    # -- sentences of the article, shortened or not ------------------------------------------------------------

    def _from_sentences(
        self, chosen: list[int], article: Article, translations: Translations, advance: Progress
    ) -> list[Claim]:
        whole = [sentence_claim(i, article, translations) for i in chosen]
        claims = []
        for i, kept, form in zip(chosen, whole, self._shortened([claim.text for claim in whole], advance), strict=True):
            claim = kept
            if form.shorter:
                named_in = [e.sentence for e in kept.evidence[1:]]
                shorter = claim_of(
                    form.text,
                    i,
                    article,
                    translations,
                    origin="cut",
                    model=self._embedded.identity,
                    named_in=named_in,
                )
                if shorter.verdict != "unsupported" and not any(f.severity == "error" for f in shorter.findings):
                    claim = shorter  # else the checks know better than the gate
            claims.append(claim)
        self._wrote = any(claim.origin == "cut" for claim in claims)
        return claims

    def _shortened(self, texts: list[str], advance: Progress) -> list[Shortening]:
        kept = [Shortening(text, False, None) for text in texts]
        if not self._is_embedded:
            advance(len(texts))
            return kept
        try:
            return shorten(texts, model=self._embedded, progress=advance)
        except ModelUnavailableError as error:
            self.problem = error
            return kept

    @property
    def _is_embedded(self) -> bool:
        return isinstance(self._model, EmbeddedModel) or self._model in ("embedded", presets.EMBEDDED_SUMMARIZER)

    @property
    def _embedded(self) -> EmbeddedModel:
        return self._model if isinstance(self._model, EmbeddedModel) else embedded()

    # -- a sequence-to-sequence model --------------------------------------------------------------------------

    @property
    def _is_generated(self) -> bool:
        return not self._is_embedded and self._model != "extract"

    @property
    def route(self) -> SummaryRoute:
        """How the model comes from Arabic to an English summary."""
        if self._route is not None:
            return self._route
        preset = presets.lookup(self._model) if isinstance(self._model, str) else None
        if preset is not None and preset.task == "direct":
            return "direct"
        arabic = preset is not None and preset.language == "ar"
        return "summarize-then-translate" if arabic else "translate-then-summarize"

    def _read(self, article: Article, translations: Translations) -> dict[int, str]:
        """Return the sentences that the model reads, by their index."""
        if self.route == "translate-then-summarize":
            return _english(article, translations)
        return {sentence.index: sentence.text for sentence in _told(article)}

    def _generated(self, sources: list[str], article: Article, translations: Translations) -> list[Claim]:
        if self.route == "summarize-then-translate" and self._translator is None:
            raise UnsupportedModelError(
                f"{self._model} writes its summary in Arabic, and there is no translator for it.",
                remedy="Pass one: Summarizer(…, translator=Translator(model=…)), or choose another summarizer.",
            )
        if self._engine is None:
            engine = self._loaded()
            self._trial = try_summarizer(engine, self.route) if self._wants_trial else None
            self._engine = engine
        name = f"{self._engine.name}@{self._engine.revision}" if self._engine.revision else self._engine.name
        if self.route == "summarize-then-translate" and self._translator is not None:
            arabic = summary_sentences(self._engine, sources, self.sentences, split=segment)
            found = self._translator.translate(arabic)
            texts = [translation.text for translation in found if translation]
            self.problem, self.translated_by = found.problem, found.components
        else:
            texts = summary_sentences(self._engine, sources, self.sentences)
        self._wrote = True
        claims = self._verified(attributed_claims(texts, article, translations, model=name), article, translations)
        return self._ruled(claims, article, translations)

    def _verified(self, claims: list[Claim], article: Article, translations: Translations) -> list[Claim]:
        """Ask the verifier, if there is one, about all claims; it is loaded and tried when it is first needed."""
        if self._verifier is None or not claims:
            return claims
        if not isinstance(self._verifier, Verifier):
            made = load_verifier(self._verifier, device=self._device, offline=self._offline)
            self._verifier_trial = try_verifier(made) if self._wants_trial else None
            self._verifier = made
        return verified(claims, article, translations, self._verifier)

    def _loaded(self) -> Engine:
        if not isinstance(self._model, (str, Path)):
            assert isinstance(self._model, Engine)
            return self._model
        return load(self._model, task="summarization", engine=self._choice, device=self._device, offline=self._offline)

    def _ruled(self, claims: list[Claim], article: Article, translations: Translations) -> list[Claim]:
        """Apply the policy to claims that their evidence does not support."""
        if self._policy == "flag":
            return claims
        kept: list[Claim] = []
        for claim in claims:
            if claim.verdict == "supported" or (claim.verdict == "weak" and self._policy != "drop-weak"):
                kept.append(claim)
            elif self._policy == "fallback" and claim.evidence:
                best = claim.evidence[0].sentence
                if translations[best] is not None:
                    kept.append(sentence_claim(best, article, translations))
        return list({claim.text: claim for claim in kept}.values())


def _ignore(_: int) -> None:
    return None


def _told(article: Article) -> list[Sentence]:
    """Return the body without sentences that speak to a language model: a summarizer would obey, or repeat them."""
    orders = orders_among(article.sentences)
    return [sentence for sentence in article.of_kind("body") if sentence.index not in orders]


def _english(article: Article, translations: Translations) -> dict[int, str]:
    """Return the translations of the body sentences, by the sentence's index."""
    found = {sentence.index: translations[sentence.index] for sentence in _told(article)}
    return {index: translation.text for index, translation in found.items() if translation and translation.text.strip()}


def _eligible(article: Article, translations: Translations, usable: Sequence[int]) -> list[int]:
    """Return the sentences that a claim can be made of: readable alone, and their translation in no doubt.

    If fewer than three are, the doubtful ones too; one that cannot be read alone only where none can. What tells of
    another occasion without naming it would mislead, and so would a slip of the source. A brief without its news
    misleads more than a doubtful one: the first that can be read of each article stays, and its claim is weak.
    """
    alone = [i for i in usable if standing(i, article, translations)]
    misleading = _misleading(article, translations)
    own = [i for i in alone if i not in misleading]
    leads = {article.sentences[i].part: i for i in reversed(own)}.values()
    sure = [i for i in own if i in leads or ((t := translations[i]) and not is_doubtful(t))]
    return next((found for found in (sure, own, alone) if len(found) >= FEWEST), alone or list(usable))


def _misleading(article: Article, translations: Translations) -> set[int]:
    """Return the sentences that say of another occasion than the article's own, without naming it, or hold a slip."""
    english = _english(article, translations)
    found = {index for index, _, _ in slips(article, english)}
    found |= {index for index, occasion in occasions_of(article).items() if occasion.name and not occasion.said}
    return found
