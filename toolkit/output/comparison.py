"""Translations side by side: of models, with scores and speed, or those that somebody has of one article."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from toolkit.article.types import Article, Sentence
from toolkit.brief.brief import Brief
from toolkit.checks.findings import Finding
from toolkit.checks.translation import check_translation
from toolkit.errors import ModelError
from toolkit.files import put
from toolkit.models.loading import EngineChoice, load
from toolkit.models.types import Engine
from toolkit.output.html import asset, isolate, page_of, plain, render
from toolkit.translate.alignment import Given, take_over
from toolkit.translate.reference import reference_units
from toolkit.translate.types import Added, Translation

_WORDS = re.compile(r"\S+\s*")
_MOST_WORDS = 400  # of an output that is compared word by word; a longer one is shown as it is


@dataclass(frozen=True, slots=True)
class Contender:
    """A model, or who made a translation, and how well it did.

    `outputs` is what it wrote, a text for each sentence, and `findings` what the checks doubt in each; `speed` is in
    sentences a second, without loading; `chrf` and `bleu`, in 0..100, are None without references; `problem` says why a
    model could not be used; `taken` tells of which sentences a brief has this translation.
    """

    name: str
    outputs: tuple[str, ...] = ()
    findings: tuple[tuple[Finding, ...], ...] = ()
    speed: float = 0.0
    problem: str = ""
    chrf: float | None = None
    bleu: float | None = None
    taken: tuple[bool, ...] = ()

    @property
    def doubted(self) -> float:
        """Share of the sentences, in 0..1, that have a finding or no translation."""
        doubts = [bool(found) or not text.strip() for text, found in zip(self.outputs, self.findings, strict=True)]
        return sum(doubts) / max(1, len(doubts))

    def __str__(self) -> str:
        if self.problem:
            return f"{self.name}: {self.problem}"
        if self.taken:
            there, doubted = sum(map(bool, self.outputs)), sum(map(bool, self.findings))
            return f"{self.name}: {there} sentences, {doubted} doubted, {sum(self.taken)} taken"
        scores = f"chrF {self.chrf:.1f}, BLEU {self.bleu:.1f}, " if self.chrf is not None else ""
        return f"{self.name}: {scores}{self.speed:.1f} sentences a second, {self.doubted:.0%} doubted"


class Line(NamedTuple):
    """A sentence, a person's translation of it ("" where there is none), and where it is from.

    `source` is "" for English that translates no sentence.
    """

    source: str
    reference: str
    place: str


@dataclass(frozen=True, repr=False)
class Comparison:
    """The models or translations, the sentences, and sacrebleu's signatures of the two scores of models.

    It shows as a table in a notebook.
    """

    contenders: tuple[Contender, ...]
    lines: tuple[Line, ...]
    signatures: tuple[str, ...] = ()

    def save(self, path: str | Path) -> Path:
        """Write a page that needs nothing else and asks nothing of any server; raises SaveError if it cannot."""
        return put(page_of(self._repr_html_(), "Translations side by side"), Path(path))

    def __repr__(self) -> str:
        return "\n".join(map(str, self.contenders))

    def _repr_html_(self) -> str:
        usable = [contender for contender in self.contenders if not contender.problem]
        rows = zip(self.lines, *(contender.outputs for contender in usable), strict=True)
        return render(
            "comparison.html.j2",
            comparison=self,
            usable=usable,
            lines=[(line, _marked(outputs)) for line, *outputs in rows],
            isolate=isolate,
            plain=plain,
            style=Markup(asset("brief.css")),
        )


def compare_translations(article: Article | Brief, translations: Mapping[str, Given] | None = None) -> Comparison:
    """Show several translations of one article side by side: what each leaves out, adds and is doubted for.

    Parameters
    ----------
    article
        The article, or a brief that was made with several translations.
    translations
        For an article: the translations by the names of those who made them, as `Briefer` takes them.

    Returns
    -------
    Comparison
        Of each sentence the one is marked as taken that a brief has: the one with the fewest findings, unless a person
        chose another.

    Raises
    ------
    ReadError, FormatError
        If a translation cannot be read, or is that of another article.

    Examples
    --------
    >>> compare_translations(article, {"browser": "a.txt", "the desk": "b.docx"}).save("two.html")  # doctest: +SKIP
    """
    if isinstance(article, Brief):
        read, rows, added = article.article, tuple(article.translations), article.added
    else:
        given = take_over(article, translations or {})
        read, rows, added = article, tuple(given.translations), given.added
    table = [_extra(extra) for extra in added if extra.behind < 0]
    for sentence in read.of_kind("title", "heading", "body"):
        table.append(_row(sentence, rows[sentence.index]))
        table += [_extra(extra) for extra in added if extra.behind == sentence.index]
    names = dict.fromkeys([*(translations or ()), *(name for _, cell in table for name in cell)])
    return Comparison(tuple(_given(name, table) for name in names), tuple(line for line, _ in table))


_Row = tuple[Line, dict[str, Translation]]


def _row(sentence: Sentence, made: Translation | None) -> _Row:
    """Return a sentence with its translations by their makers, the one that a brief has first."""
    every = (made, *made.others) if made else ()
    return Line(sentence.text, "", f"sentence {sentence.index + 1}"), {one.model or "a person": one for one in every}


def _extra(extra: Added) -> _Row:
    return Line("", "", "in no sentence of the article"), {extra.by: Translation(extra.text, "given", extra.by)}


def _given(name: str, table: Sequence[_Row]) -> Contender:
    found = [cell.get(name) for _, cell in table]
    return Contender(
        name,
        tuple(made.text if made else "" for made in found),
        tuple(_doubts(made.findings) if made else () for made in found),
        taken=tuple(bool(line.source) and next(iter(cell), "") == name for line, cell in table),
    )


def _doubts(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity != "info")


def compare_models(
    models: Sequence[str | Path | Engine],
    articles: Sequence[Article] = (),
    *,
    sentences: int | Sequence[tuple[str, str]] = 40,
    engine: EngineChoice = "auto",
    device: str | None = None,
    offline: bool | None = None,
) -> Comparison:
    """Let translation models translate the same sentences, and show what they wrote side by side.

    Parameters
    ----------
    models
        Presets, hub ids, folders, addresses of servers, or engines.
    articles
        Their titles, headings and bodies are translated too; there are no references for them.
    sentences
        How many of the reference sentences that ship with the toolkit, spread evenly over them; or pairs of your own:
        an Arabic sentence and its translation by a person.
    engine, device, offline
        How named models run; see `toolkit.models.load`. Results that are kept from earlier are not used.

    Raises
    ------
    ModelError
        None of the models can be used. If only some cannot, their `problem` says why.
    ValueError
        There is no model or no sentence.

    Examples
    --------
    >>> compare_models(["opus-mt-ar-en", "firefox-ar-en"]).save("models.html")  # doctest: +SKIP
    """
    lines = _references(sentences) + [
        Line(sentence.text, "", f"{article.id}, sentence {sentence.index + 1}")
        for article in articles
        for sentence in article.of_kind("title", "heading", "body")
    ]
    if not models or not lines:
        raise ValueError("A comparison needs a model and a sentence at least.")
    loaded = partial(load, engine=engine, device=device, offline=offline, cache=False)
    contenders = []
    for model in models:
        try:
            contenders.append(_contender(loaded(model) if isinstance(model, (str, Path)) else model, lines))
        except ModelError as error:
            contenders.append(Contender(str(model), problem=str(error)))
    if all(contender.problem for contender in contenders):
        raise ModelError("None of the models can be used: " + " ".join(c.problem for c in contenders))
    return Comparison(tuple(contenders), tuple(lines), tuple(signature for _, signature in _scores(["a"], ["a"])))


def _references(wanted: int | Sequence[tuple[str, str]]) -> list[Line]:
    if not isinstance(wanted, int):
        return [Line(source, target, "yours") for source, target in wanted]
    units = reference_units()
    wanted = max(0, min(wanted, len(units)))
    chosen = (units[place * len(units) // wanted] for place in range(wanted))
    return [Line(unit.source, unit.target, "reference") for unit in chosen]


def _contender(engine: Engine, lines: Sequence[Line]) -> Contender:
    sources = [line.source for line in lines]
    engine.generate(sources[:1])  # the first call sets up more than later ones
    start = time.perf_counter()
    outputs = tuple(generation.text for generation in engine.generate(sources))
    speed = len(sources) / max(1e-9, time.perf_counter() - start)
    findings = tuple(
        _doubts(check_translation(source, text)) if text.strip() else ()
        for source, text in zip(sources, outputs, strict=True)
    )
    contender = Contender(f"{engine.name} ({engine.kind})", outputs, findings, speed)
    pairs = [(text, line.reference) for text, line in zip(outputs, lines, strict=True) if line.reference]
    if not pairs:
        return contender
    (chrf, _), (bleu, _) = _scores(*map(list, zip(*pairs, strict=True)))
    return replace(contender, chrf=chrf, bleu=bleu)


def _scores(outputs: Sequence[str], references: Sequence[str]) -> list[tuple[float, str]]:
    """Return chrF and BLEU, each with sacrebleu's signature."""
    from sacrebleu.metrics import BLEU, CHRF

    metrics = (CHRF(), BLEU())
    return [(float(m.corpus_score(outputs, [references]).score), str(m.get_signature())) for m in metrics]


def _marked(outputs: Sequence[str]) -> list[Markup]:
    """Mark the words by which outputs differ: the first is compared with the second, each other one with the first."""
    alone = len(outputs) < 2
    return [_differing(text, "" if alone else outputs[0 if place else 1]) for place, text in enumerate(outputs)]


def _differing(text: str, other: str) -> Markup:
    words, others = _WORDS.findall(text), _WORDS.findall(other)
    if max(len(words), len(others)) > _MOST_WORDS or not other.strip():
        return plain(text)
    matcher = SequenceMatcher(None, [_bare(word) for word in words], [_bare(word) for word in others], autojunk=False)
    shown = Markup("")
    for tag, start, end, _, _ in matcher.get_opcodes():
        stretch = plain("".join(words[start:end]))
        shown += stretch if tag == "equal" or not stretch else Markup("<mark>{}</mark>").format(stretch)
    return shown


def _bare(word: str) -> str:
    return word.strip().strip(".,;:!?\"'“”‘’()").casefold()
