"""Finds the names of people, places and organizations in Arabic news with a model that was trained on labelled news.

The model is a pair of linear-chain conditional random fields over words. The second reads the article again with what
the first found in it: news names a person in full once and by one word afterwards. Training, data and figures:
`benchmarks/train_names.py`.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from toolkit.article.lexicon import arabic_words
from toolkit.language.gazetteer import entries_in_arabic, given_names
from toolkit.language.speech import OFFICES, SPEECH_VERBS, TITLES
from toolkit.language.words import Word, strip_prefixes

NameKind = Literal["person", "place", "organization"]

MODELS = ("names.crfsuite", "names_article.crfsuite")
"""Files of the two passes in `language/data`."""

_OUTSIDE = "O"
_LEAST: dict[str, float] = {"person": 0.6, "place": 0.4, "organization": 0.55}
"""Probability from which a name is reported. Chosen on the tuning part of `benchmarks/train_names.py`."""

_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_TANWIN = ("اً", "ًا")
_JOINED = "ولبفك"  # one-letter particles that are written together with a name
_KNOWN_WORDS = {
    "title": TITLES,
    "speech": frozenset(SPEECH_VERBS),
    "office": frozenset(OFFICES),
    "place-noun": arabic_words("name_nouns", "place"),
    "body-noun": arabic_words("name_nouns", "body"),
}
_FAR = ("title", "speech", "list=", "given")
"""Features that a word still lends its neighbours three words away."""


class TaggedName(NamedTuple):
    """A name among the words of a sentence: from word `first` to before word `after`, with a probability in 0..1."""

    kind: NameKind
    first: int
    after: int
    probability: float


class Tags(NamedTuple):
    """What the model says of a sentence: its names, in order and without overlap, and for each word the probability
    that it is part of a name.
    """

    names: tuple[TaggedName, ...]
    chances: tuple[float, ...]


def tag_names(sentences: Sequence[Sequence[Word]], taggers: tuple[Any, Any] | None = None) -> list[Tags]:
    """Find the names in the sentences of one article.

    Parameters
    ----------
    sentences
        The words of each sentence, in the order of the article.
    taggers
        The two passes (`pycrfsuite.Tagger`); by default the weights that ship with the toolkit.
    """
    first, second = taggers or _taggers()
    sentences = [[_encodable(word) for word in words] for words in sentences]
    once = [sentence_features(words) for words in sentences]
    found = [first.tag(features) for features in once]
    return [_tags(second, features) for features in article_features(sentences, once, found)]


def _encodable(word: Word) -> Word:
    """Return a word that UTF-8 can hold: half characters, which the model cannot be asked about, become "?"."""
    try:
        word.text.encode()
    except UnicodeEncodeError:
        return word._replace(text=_utf8(word.text), form=_utf8(word.form))
    return word


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _tags(tagger: Any, features: list[list[str]]) -> Tags:
    names = tuple(_names(tagger, features))
    return Tags(names, tuple(1 - tagger.marginal(_OUTSIDE, at) for at in range(len(features))))


def _names(tagger: Any, features: list[list[str]]) -> Iterator[TaggedName]:
    labels = tagger.tag(features)
    at = 0
    for kind, run in groupby(_numbered(labels)):
        size = len(list(run))
        if kind is not None:
            probability = min(tagger.marginal(labels[place], place) for place in range(at, at + size))
            if probability >= _LEAST[kind[0]]:
                yield TaggedName(kind[0], at, at + size, probability)
        at += size


def _numbered(labels: Sequence[str]) -> Iterator[tuple[Any, int] | None]:
    """Yield for each label its kind and the number of its name, so that two names side by side stay apart."""
    number = 0
    for at, label in enumerate(labels):
        number += label.startswith("B-") or (label != _OUTSIDE and (at == 0 or labels[at - 1][2:] != label[2:]))
        yield None if label == _OUTSIDE else (label[2:], number)


@cache
def _taggers() -> tuple[Any, Any]:
    return _open(MODELS[0]), _open(MODELS[1])


def _open(name: str) -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    with as_file(files("toolkit.language") / "data" / name) as path:
        tagger.open(str(path))
    return tagger


# -- features: what the model sees of a word -------------------------------------------------------------------------


def sentence_features(words: Sequence[Word]) -> list[list[str]]:
    """Return what the first pass sees of each word: its letters, what lists know of it, and its neighbours."""
    own = _own_features(words)
    rows_ = []
    for at, features in enumerate(own):
        row = list(features)
        for step in (-3, -2, -1, 1, 2, 3):
            if 0 <= at + step < len(own):
                row += _lent(own[at + step], step)
            else:
                row.append(f"{step:+d}:edge")
        if at + 1 < len(own):
            row.append(f"next={words[at].form}|{words[at + 1].form}")
        if at:
            row.append(f"last={words[at - 1].form}|{words[at].form}")
        rows_.append(row)
    return rows_


@lru_cache(maxsize=16384)
def _lent(features: tuple[str, ...], step: int) -> tuple[str, ...]:
    """Return what a word lends a neighbour that many words away."""
    return tuple(f"{step:+d}:{feature}" for feature in features if _reaches(feature, abs(step)))


def _reaches(feature: str, distance: int) -> bool:
    letters = feature.startswith(("head=", "tail=", "size=", "ends="))
    return distance == 1 or (distance == 2 and not letters) or feature.startswith(_FAR)


def _own_features(words: Sequence[Word]) -> list[tuple[str, ...]]:
    listed = _listed(words)
    features: list[tuple[str, ...]] = []
    for at, word in enumerate(words):
        if word.kind == "arabic":
            own = [*_letters(word.form), _ending(word.text), *_known(word.form), *listed[at]]
            features.append(tuple(dict.fromkeys(own)))
        else:
            features.append((f"kind={word.kind}", f"word={word.form if word.kind == 'sign' else word.kind}"))
    return features


@lru_cache(maxsize=65536)
def _letters(form: str) -> tuple[str, ...]:
    return tuple(_letters_of(form))


def _letters_of(form: str) -> Iterator[str]:
    yield f"word={form}"
    yield f"size={min(len(form), 8)}"
    for size in (1, 2, 3):
        if len(form) > size:
            yield f"head={form[:size]}"
            yield f"tail={form[-size:]}"
    stem = strip_prefixes(form)[-1]
    if stem != form:
        yield f"stem={stem}"
    if form.startswith("ال"):
        yield "definite"
    if len(form) > 3 and form[0] in _JOINED:
        yield f"without-particle={form[1:]}"


def _ending(text: str) -> str:
    """Return what tells in the spelling that the normal form drops: ``ـه``, ``ـة``, ``ـاً``."""
    return f"ends={_MARKS.sub('', text)[-1:]}{'~' if text.endswith(_TANWIN) else ''}"


@lru_cache(maxsize=65536)
def _known(form: str) -> tuple[str, ...]:
    """Return what the lists know of a word by itself."""
    return tuple(_known_of(form))


def _known_of(form: str) -> Iterator[str]:
    for stem in strip_prefixes(form):
        yield from (name for name, known in _KNOWN_WORDS.items() if stem in known)
    (given, ordinary), counts = given_names(), _name_counts()
    for variant, mark in ((form, ""), (form[1:], "+")):
        if mark and not (len(form) > 4 and form[0] in _JOINED):
            continue
        if variant in given:
            yield f"given{mark}{'~' if variant in ordinary else ''}"
        for role, count in counts.get(variant, ()):
            yield f"{role}{mark}={min(7, count.bit_length())}"


@cache
def _name_counts() -> dict[str, list[tuple[str, int]]]:
    """Return how often each Arabic name of the index in `arabic-name-romanizer` is a given name and a surname."""
    import arabic_name_romanizer

    path = Path(arabic_name_romanizer.__file__).parent / "resources" / "names.sqlite3"
    counts: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        query = (
            "SELECT arabic_key, role = 'surname', sum(count) FROM units GROUP BY arabic_key, role = 'surname' "
            "ORDER BY arabic_key, role = 'surname'"
        )
        connection.execute("PRAGMA temp_store = MEMORY")  # sorting wants no file: the disk may be full
        for key, is_surname, count in connection.execute(query):
            counts[key].append(("as-surname" if is_surname else "as-given", count))
    finally:
        connection.close()
    return dict(counts)


def _listed(words: Sequence[Word]) -> list[list[str]]:
    """Return what the gazetteer says of each word."""
    found: list[list[str]] = [[] for _ in words]
    for match in entries_in_arabic(list(words)):
        kind = "adjective" if match.adjective else match.entry.kind
        for at, word in enumerate(words):
            if word.start < match.span.end and match.span.start < word.end:
                found[at].append(f"list={kind}{'~' if match.ambiguous else ''}")
    return found


# -- the second pass -------------------------------------------------------------------------------------------------


def article_features(
    sentences: Sequence[Sequence[Word]], features: Sequence[list[list[str]]], labels: Sequence[Sequence[str]]
) -> list[list[list[str]]]:
    """Return what the second pass sees of each word: the first pass's features, and how the article uses the word.

    Parameters
    ----------
    sentences
        The words of each sentence of one article.
    features
        What the first pass saw of them.
    labels
        What the first pass said of them: ``O``, or ``B-`` and ``I-`` with a kind of name.
    """
    uses = _uses(sentences, labels)
    result = []
    for words, own in zip(sentences, features, strict=True):
        rows_ = [list(row) for row in own]
        for at, word in enumerate(words):
            for mark in _marks(word, uses):
                rows_[at].append(mark)
                if at:
                    rows_[at - 1].append(f"+1:{mark}")
                if at + 1 < len(rows_):
                    rows_[at + 1].append(f"-1:{mark}")
        result.append(rows_)
    return result


def _uses(sentences: Sequence[Sequence[Word]], labels: Sequence[Sequence[str]]) -> dict[str, Counter[str]]:
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words, tags in zip(sentences, labels, strict=True):
        for word, tag in zip(words, tags, strict=True):
            if word.kind == "arabic":
                uses[word.form][tag[2:]] += 1
                if tag != _OUTSIDE and len(word.form) > 4 and word.form[0] in _JOINED:
                    uses[word.form[1:]][tag[2:]] += 1
    return uses


def _marks(word: Word, uses: dict[str, Counter[str]]) -> Iterator[str]:
    if word.kind != "arabic":
        return
    use = uses.get(word.form, Counter())
    if len(word.form) > 4 and word.form[0] in _JOINED:
        bare = uses.get(word.form[1:], Counter())
        use = bare if any(bare[kind] for kind in bare if kind) else use
    total = sum(use.values())
    for kind, count in sorted(use.items()):
        if kind:
            yield f"article={kind}{min(3, count)}{'mostly' if 2 * count > total else ''}"
