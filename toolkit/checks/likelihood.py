"""How likely a claim is right: its findings and its overlap with the source, weighed by a small logistic regression.

The weights lie in `language/data/claim_weights.tsv`; `python -m benchmarks.claim_weights` learns them from news
summaries that people judged, and `python -m benchmarks.evidence` measures them on summaries kept back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import exp, log

from toolkit.article.lexicon import rows
from toolkit.checks.findings import Finding
from toolkit.checks.source_text import SourceText
from toolkit.language.english import EnglishWord
from toolkit.language.reading import Reading

_VERIFIER = 0.7  # weight of a verifier's log-odds: set by hand, because no labelled data was run through one here
_NEAR = 6  # content words within which two words of the source count as combined
_CHANCES = ((0.12, "1 in 10"), (0.29, "1 in 4"), (0.42, "1 in 3"), (0.58, "1 in 2"), (0.71, "2 in 3"),
            (0.88, "3 in 4"))  # fmt: skip


def claim_features(sentences: Sequence[Reading], source: SourceText, findings: Iterable[Finding]) -> dict[str, float]:
    """Return what the weights count: kinds of findings, and shares of words, pairs and names that the source lacks.

    Shares are those of the worst sentence; counts are those of the whole claim.
    """
    features = {f"{finding.kind} {finding.severity}": 1.0 for finding in findings}
    worst: dict[str, float] = {}
    spoken = [sentence for sentence in sentences if sentence.content]
    for sentence in spoken:
        for name, share in _shares(sentence, source).items():
            worst[name] = max(worst.get(name, 0.0), share)
    content = [word for sentence in spoken for word in sentence.content]
    new = [word for word in content if word.stem not in source.stems]
    return {
        **features,
        **worst,
        "new words": min(4.0, len(new)),
        "new capitals": min(3.0, sum(word.capital for word in new)),
        "length": float(len(content)),
    }


def _shares(sentence: Reading, source: SourceText) -> dict[str, float]:
    content, capitals = sentence.content, [word for word in sentence.content if word.capital]
    best = max((len(sentence.stems & passage.stems) for passage in source.sentences), default=0)
    forms = [word.form for word in sentence.terms]
    return {
        "unknown words": _share([not source.places_of(word) for word in content]),
        "new word share": _share([word.stem not in source.stems for word in content]),
        "new capital share": _share([word.stem not in source.stems for word in capitals]),
        "new pairs": _share([pair not in source.pairs for pair in pairwise(forms)]),
        "far pairs": _share(_far_pairs(content, source)),
        "not in best sentence": 1.0 - best / max(1, len(sentence.stems)),
    }


def _far_pairs(content: Sequence[EnglishWord], source: SourceText) -> list[bool]:
    """Tell of neighbouring content words whether they, or what says the same, never stand near in the source."""
    places = {word.stem: source.places_of(word) for word in content}
    pairs = [pair for pair in pairwise(content) if pair[0].stem != pair[1].stem]
    return [source.near(places[one.stem], places[other.stem]) > _NEAR for one, other in pairs]


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


@cache
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight in rows("claim_weights")}


def _raw_score(features: dict[str, float]) -> float:
    """Return the weighted sum of features: the higher, the less likely the claim is right."""
    weights = _weights()
    return weights["(start)"] + sum(weights.get(name, 0.0) * value for name, value in features.items())


def chance_right(features: dict[str, float], vote: float | None = None) -> float:
    """Return the calibrated probability, in 0..1, that a claim is right; `vote` is a verifier's."""
    weights = _weights()
    against = weights["(calibrated start)"] + weights["(calibrated slope)"] * _raw_score(features)
    if vote is not None:
        sure = min(max(vote, 0.02), 0.98)
        against -= _VERIFIER * log(sure / (1.0 - sure))
    return 1.0 / (1.0 + exp(against))


def likelihood_message(chance: float) -> str:
    """Say in a sentence how many claims of the same chance were right.

    Examples
    --------
    >>> likelihood_message(0.72)
    'About 3 in 4 such claims were right.'
    """
    said = next((said for most, said in _CHANCES if chance < most), "9 in 10")
    return f"About {said} such claims were right."


def least_chance() -> float:
    """Return the probability below which a claim is doubtful."""
    return _weights()["(least chance)"]
