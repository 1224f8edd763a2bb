"""Which sentences matter.

Works on the Arabic alone, so that an article without any translation can still be triaged. The score of a sentence
adds up how near it is to what its part of the article says as a whole (cosine to the centroid of the sentence
embeddings, and to the headline where there is one), how early it stands, whether it states numbers, and whether
somebody acts in it; background, comment, and a sentence that leans on the one before it lose. `select` then takes the
best ones, each time minding variety: Maximal Marginal Relevance (Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.article.lexicon import arabic_words, rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Article, Sentence
from toolkit.language.reading import read_sentence
from toolkit.models.encoder import encode
from toolkit.summarize.occasions import occasions_of

__all__ = ["Leaning", "frames", "leaning", "rank", "select", "states_act"]

Vector = npt.NDArray[np.float32]

# Weights that add up to 1, chosen by reading the rankings of the five sample articles.
CENTRE, HEADLINE, POSITION, NUMBERS, ACTS = 0.4, 0.15, 0.3, 0.05, 0.1
# What a sentence loses for leaning on another one: all but its rank among its kind, or a step.
LOST_HARD, LOST_SOFT, LOST_LONG = 0.6, 0.15, 0.1
LOST_BACKGROUND, LOST_COMMENT = 0.5, 0.3  # what came before or around the news, and what somebody makes of it
VARIETY = 0.5  # how much likeness to what is chosen already counts against a sentence
SAME = 0.72  # cosine from which two sentences say the same
FEW_WORDS, MANY_WORDS = 6, 45  # shorter ones seldom say something on their own, longer ones say too much at once
MOST_READ = 600  # sentences of a part: about 6 s of encoding; news says early what matters


class Leaning(NamedTuple):
    """How a sentence depends on the one before it: `hard` cannot be read alone, `soft` points back (this, those).

    `inside` is the hardest: it begins within a quotation.
    """

    hard: bool
    soft: bool
    inside: bool = False


class _Ranked(NamedTuple):
    """Body sentences of one part with their scores and vectors, in article order."""

    sentences: tuple[Sentence, ...]
    scores: list[float]
    vectors: Any
    leanings: list[Leaning]


def rank(article: Article) -> list[tuple[int, float]]:
    """Rank the body sentences of an article by how much they matter, in every part.

    Returns
    -------
    list of (sentence index, score)
        Best first; scores in 0..1, comparable within an article. Headings, titles and boilerplate are left out. Of a
        part with over 600 sentences the first 600 are read; the others follow with a score of 0.

    Examples
    --------
    >>> rank(article)[0]  # doctest: +SKIP
    (1, 0.93)
    """
    found = [
        (sentence.index, score)
        for ranked in _parts(article)
        for sentence, score in zip(ranked.sentences, ranked.scores, strict=True)
    ]
    read = {index for index, _ in found}
    found += [(sentence.index, 0.0) for sentence in article.of_kind("body") if sentence.index not in read]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def select(article: Article, n: int, *, eligible: Collection[int] | None = None) -> list[int]:
    """Choose the sentences that a summary of `n` sentences should rest on.

    The lead of the article comes first unless it cannot be read alone. The articles of a page are summarized apart:
    each of the first three gets `n` sentences, each further one a single sentence.

    Parameters
    ----------
    article
        The article.
    n
        How many sentences of an article at most; fewer come back when fewer are worth it (near-duplicates, fragments).
    eligible
        Indexes to choose from, for example those with a translation; all body sentences by default.

    Returns
    -------
    list of int
        Indexes in article order.
    """
    parts = [ranked for ranked in (_limited(part, eligible) for part in _parts(article)) if ranked.sentences]
    return sorted(index for place, part in enumerate(parts) for index in _choose(part, n if place < _WHOLE else 1))


_WHOLE = 3  # articles of a page that are summarized each; of those after them a sentence is taken


def leaning(article: Article) -> dict[int, Leaning]:
    """Tell for every body sentence whether it leans on what stands before it.

    Hard: it begins inside a quotation (its speaker is named elsewhere), is a verb of speech without a subject
    (``وتابع:``), or a participle that continues a sentence (``مؤكدا على``). Soft: it points back with a
    demonstrative near its beginning (``خلال هذه المفاوضات``).
    """
    found = {}
    for sentence, inside in _with_quotation_state(article):
        forms = [arabic_form(word) for word in re.findall(r"[^\W_]+|:", sentence.text)]
        hard = inside or _is_speech_without_speaker(forms) or _is_continuation(forms)
        found[sentence.index] = Leaning(hard, not hard and _points_back(forms), inside)
    return found


def _parts(article: Article) -> list[_Ranked]:
    leanings = leaning(article)
    body = article.of_kind("body")
    numbers = sorted({sentence.part for sentence in body})
    parts = [[s for s in body if s.part == number][:MOST_READ] for number in numbers]
    return [_ranked(article, part, leanings) for part in parts]


def _ranked(article: Article, sentences: list[Sentence], leanings: dict[int, Leaning]) -> _Ranked:
    own = encode([sentence.text for sentence in sentences])
    centre = _spread(own @ _unit(own.mean(axis=0)))
    titles = [s.text for s in article.of_kind("title") if s.part == sentences[0].part]
    headline = _spread(own @ encode(titles[:1])[0]) if titles else centre
    other = occasions_of(article)
    scores = []
    for place, sentence in enumerate(sentences):
        score = CENTRE * centre[place] + HEADLINE * headline[place]
        score += POSITION * (1.0 if place == 0 else 0.6 * (1 - place / len(sentences)))
        form = arabic_form(" ".join(sentence.text.split()))
        score += NUMBERS * _states_numbers(sentence.text) + ACTS * states_act(sentence.text)
        score -= LOST_BACKGROUND * bool(other[sentence.index].name or _pattern("background").match(form))
        score -= LOST_COMMENT * bool(_pattern("comment").search(form))
        score -= LOST_HARD * leanings[sentence.index].hard + LOST_SOFT * leanings[sentence.index].soft
        length = len(sentence.text.split())
        score -= LOST_SOFT * (length < FEW_WORDS) + LOST_LONG * (length > MANY_WORDS)
        # How many articles are encoded together decides the last digits of a float32 sum.
        scores.append(round(float(min(max(score, 0.0), 1.0)), 5))
    return _Ranked(tuple(sentences), scores, own, [leanings[sentence.index] for sentence in sentences])


def _limited(ranked: _Ranked, eligible: Collection[int] | None) -> _Ranked:
    """Keep the sentences that a claim can be made of; of those, what they lean on is named."""
    if eligible is None:
        return ranked
    keep = [place for place, s in enumerate(ranked.sentences) if s.index in eligible]
    named = {place for place in keep if ranked.leanings[place].hard and not ranked.leanings[place].inside}
    return _Ranked(
        tuple(ranked.sentences[place] for place in keep),
        [ranked.scores[place] + (LOST_HARD - LOST_SOFT) * (place in named) for place in keep],
        ranked.vectors[keep],
        [Leaning(hard=False, soft=True) if place in named else ranked.leanings[place] for place in keep],
    )


def _choose(ranked: _Ranked, n: int) -> list[int]:
    """Take the lead, then again and again the best of those that say something new.

    Sentences that cannot be read alone are taken only where there are no others.
    """
    if n <= 0 or not ranked.sentences:
        return []
    worth = np.array(ranked.scores)
    fit = np.array([not how.hard for how in ranked.leanings])
    if not fit.any():
        fit[:] = True
    chosen = [int(fit.argmax())]
    while len(chosen) < min(n, len(worth)):
        nearest = (ranked.vectors @ ranked.vectors[chosen].T).max(axis=1)
        now = worth + LOST_SOFT * np.array([_follows(ranked, place, chosen) for place in range(len(worth))])
        marginal = np.where(nearest >= SAME, -1.0, (1 - VARIETY) * now - VARIETY * nearest)
        marginal = np.where(fit, marginal, -1.0)
        marginal[chosen] = -1.0
        best = int(marginal.argmax())
        if marginal[best] <= -1.0:
            break
        chosen.append(best)
    return sorted(ranked.sentences[place].index for place in chosen)


def _follows(ranked: _Ranked, place: int, chosen: list[int]) -> bool:
    """Tell whether a sentence that points back stands right behind a chosen one: then it can be read."""
    return ranked.leanings[place].soft and place > 0 and place - 1 in chosen


def _spread(values: Vector) -> Vector:
    """Map the values linearly to 0..1; all to 1 if they hardly differ."""
    low, high = float(values.min()), float(values.max())
    spread: Vector = (values - low) / (high - low) if high - low > _NO_SPREAD else np.ones_like(values)
    return spread


_NO_SPREAD = 1e-3


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(arabic_form("|".join(cells[0] for name, *cells in rows("salience") if name == kind)))


def states_act(text: str) -> bool:
    """Tell whether an Arabic sentence says that somebody acts: decides, agrees, orders, refuses, wins, dies."""
    return _pattern("act").search(arabic_form(" ".join(text.split()))) is not None


def frames(text: str) -> bool:
    """Tell whether an Arabic sentence says that something took place or was spoken of, and not what came of it."""
    return _pattern("frame").search(arabic_form(" ".join(text.split()))) is not None


def _states_numbers(text: str) -> bool:
    reading = read_sentence(text, "ar")
    return any(not number.weak for number in reading.quantities) or bool(reading.dates)


# -- sentences that lean on others -----------------------------------------------------------------------------

_SPEECH = arabic_words("speech", column=3)
_NO_SPEAKER = ": ان انه انها انهم بان بانه الي علي ايضا قائلا قائله"
_PARTICIPLES = arabic_words("speech", column=4)
_DEMONSTRATIVES = arabic_words("arabic_function_words", "demonstrative")
# Set phrases that hold a demonstrative and need nothing from the sentence before.
_SET_PHRASES = "السياق الاطار الصدد الجانب الاثناء الشان الغضون وقد وتاتي وياتي وكان وكانت"
_NEAR_BEGINNING = 5


@cache
def _set_of(words: str) -> frozenset[str]:
    return frozenset(arabic_form(word) for word in words.split())


def _bare(form: str, words: Collection[str]) -> bool:
    """Tell whether the word, or the word without a leading "and" or "then", is one of `words`."""
    return form in words or (form[:1] in "وف" and form[1:] in words)


def _is_speech_without_speaker(forms: Sequence[str]) -> bool:
    forms = forms[1:] if forms[:1] == [arabic_form("كما")] else forms
    return len(forms) > 1 and _bare(forms[0], _SPEECH) and forms[1] in _set_of(_NO_SPEAKER)


def _is_continuation(forms: Sequence[str]) -> bool:
    return bool(forms) and _bare(forms[0], _PARTICIPLES)


def _points_back(forms: Sequence[str]) -> bool:
    for place, form in enumerate(forms[:_NEAR_BEGINNING]):
        if _bare(form, _DEMONSTRATIVES):
            following = forms[place + 1] if place + 1 < len(forms) else ""
            return following not in _set_of(_SET_PHRASES) and not _in_light_of_this(forms[:place])
    return False


def _in_light_of_this(before: Sequence[str]) -> bool:
    return bool(before) and before[-1] in _set_of("ضوء مع رغم ظل وسط عن غضون")


_OPENING, _CLOSING = "“«„", "”»"


def _with_quotation_state(article: Article) -> list[tuple[Sentence, bool]]:
    """Pair every body sentence with whether it begins inside a quotation that an earlier one opened."""
    found = []
    depth, straight, paragraph = 0, False, -1
    for sentence in article.sentences:
        if sentence.paragraph != paragraph:  # a quotation mark that was never closed harms one paragraph only
            depth, straight, paragraph = 0, False, sentence.paragraph
        if sentence.kind == "body":
            found.append((sentence, depth > 0 or straight))
        for character in sentence.text:
            depth = max(0, depth + (character in _OPENING) - (character in _CLOSING))
            straight ^= character == '"'
    return found
