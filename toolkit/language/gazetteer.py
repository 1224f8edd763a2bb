"""Names that are known in both languages: countries, cities, public figures, bodies, religious and political terms.

CLDR (through Babel) adds the territories and languages that the tables leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from toolkit.article.lexicon import names, rows
from toolkit.article.normalize import arabic_form, is_marked, same_as_written
from toolkit.article.types import Span
from toolkit.language.english import EnglishWord
from toolkit.language.transliteration import latin_letters
from toolkit.language.words import Word, split_words, strip_prefixes

__all__ = [
    "Entry",
    "EntryKind",
    "EntryMatch",
    "common_english",
    "entries_in_arabic",
    "entries_in_english",
    "entry_for",
    "given_names",
    "is_ordinary",
    "name_words",
    "stems",
]

EntryKind = Literal["country", "place", "person", "organization", "term", "language"]
_ENDINGS = tuple("يتين يات يين يون تين تان هما ات ين ون ان يه هم ها نا ه ا ي".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in both languages.

    `english` and `arabic` hold its spellings, the usual English one first; `english_people` and `arabic_people` its
    adjectives and people (Russian, روسي); `ambiguous` the Arabic spellings that are ordinary words as well.
    """

    kind: EntryKind
    english: tuple[str, ...]
    arabic: tuple[str, ...]
    english_people: tuple[str, ...] = ()
    arabic_people: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The usual English spelling."""
        return self.english[0]


_ENGLISH_ENDINGS = tuple(
    "s es ed d ing er ers or ors ly ily ness hood ment ship ist ists ism ian ians al ary ery".split()
)


class _Row(NamedTuple):
    """One Arabic spelling of an entry: its words, what it is, and how it is written if vowel marks tell (عمّان)."""

    words: tuple[str, ...]
    entry: Entry
    people: bool
    ambiguous: bool
    definite: bool
    marked: str


class EntryMatch(NamedTuple):
    """An entry found in a text.

    `adjective` tells that it stands there as an adjective or people, `ambiguous` that the word is an ordinary one as
    well, `joined` that a letter was taken off as a particle which may belong to a short word itself.
    """

    span: Span
    entry: Entry
    adjective: bool = False
    ambiguous: bool = False
    joined: bool = False


@cache
def common_english() -> frozenset[str]:
    """Ordinary English words, in lower case."""
    return frozenset(row[0] for row in rows("common_english"))


def is_ordinary(word: str) -> bool:
    """Tell whether an English word, in lower case, is an ordinary one, or an inflected or derived form of one."""
    common = common_english()
    if word in common:
        return True
    american = word.replace("isation", "ization").replace("ise", "ize").replace("our", "or").replace("tre", "ter")
    if american in common:
        return True
    for ending in _ENGLISH_ENDINGS:
        base = american.removesuffix(ending)
        if base != american and len(base) >= 3 and (base in common or base + "e" in common or base + "y" in common):
            return True
    return any(
        word.startswith(p) and word[len(p) :] in common for p in ("sub", "inter", "counter", "anti", "non", "over")
    )


@cache
def name_words() -> dict[str, frozenset[str]]:
    """English words that names are made of (north, university) and the Arabic words that translate them."""
    return {word: frozenset(arabic_form(w) for w in names(arabic)) for word, arabic in rows("name_words")}


@cache
def given_names() -> tuple[dict[str, str], frozenset[str]]:
    """Return Arabic given names with their usual English spelling, and those that are ordinary words as well."""
    spelled: dict[str, str] = {}
    ordinary = set()
    for arabic, english in rows("given_names"):
        form = arabic_form(arabic.removeprefix("~"))
        spelled[form] = english
        if arabic.startswith("~"):
            ordinary.add(form)
    return spelled, frozenset(ordinary)


@cache
def _entries() -> tuple[Entry, ...]:
    found = [_entry(*row) for row in rows("gazetteer")]
    known = {_key(name) for entry in found for name in (*entry.english, *entry.english_people)}
    spellings = {variant_words(variant) for entry in found for variant in entry.arabic}
    cities = [_entry("place", *row) for row in rows("cities")]
    found += [c for c in cities if _key(c.name) not in known and not spellings & set(map(variant_words, c.arabic))]
    return (*found, *_from_cldr(known | {_key(city.name) for city in cities}))


def _entry(kind: str, english: str, arabic: str, people: str = "", arabic_people: str = "") -> Entry:
    variants = names(arabic) + names(arabic_people)
    ambiguous = frozenset(v.removeprefix("~") for v in variants if v.startswith("~"))
    plain, plain_people = (tuple(v.removeprefix("~") for v in names(cell)) for cell in (arabic, arabic_people))
    return Entry(kind, names(english), plain, names(people), plain_people, ambiguous)  # type: ignore[arg-type]


def _from_cldr(known: set[tuple[str, ...]]) -> Iterator[Entry]:
    """Add the territories and languages of CLDR that the table does not hold."""
    from babel import Locale

    arabic, english = Locale("ar"), Locale("en")
    for table, other, kind in (
        (english.territories, arabic.territories, "country"),
        (english.languages, arabic.languages, "language"),
    ):
        for code, name in table.items():
            plain = re.sub(r"\s*\(.*\)", "", name)
            if code in other and _key(plain) not in known and not code.isdigit() and len(plain) > 3:
                yield Entry(kind, (plain,), (re.sub(r"\s*\(.*\)", "", other[code]),))  # type: ignore[arg-type]


def _key(english: str) -> tuple[str, ...]:
    if any(char.isdigit() for char in english):
        return (english.lower(),)
    words = re.findall(r"[^\W_]+(?:['’.][^\W_]+)*", english)
    return tuple(latin_letters(re.sub(r"['’]s$", "", word)) for word in words)


@cache
def _by_english() -> dict[tuple[str, ...], tuple[Entry, bool]]:
    index: dict[tuple[str, ...], tuple[Entry, bool]] = {}
    for entry in _entries():
        for people, spellings in ((False, entry.english), (True, entry.english_people)):
            for name in spellings:
                index.setdefault(_key(name), (entry, people))
    return index


def entry_for(words: Iterable[str]) -> Entry | None:
    """Return the entry whose English name or adjective is exactly these words, or None."""
    found = _by_english().get(tuple(latin_letters(word) for word in words))
    return found[0] if found else None


def entries_in_english(text: str, words: Sequence[EnglishWord]) -> list[EntryMatch]:
    """Find the entries that runs of up to three words with capitals name, the longest at each word."""
    found = []
    for first in range(len(words)):
        for length in (3, 2, 1):
            run = words[first : first + length]
            if len(run) == length and _is_run(text, run) and (entry := entry_for(word.form for word in run)):
                found.append(EntryMatch(Span(run[0].start, run[-1].end), entry))
                break
    return found


def _is_run(text: str, run: Sequence[EnglishWord]) -> bool:
    capitals = all(word.capital for word in run)
    return capitals and all(not text[a.end : b.start].strip(" -") for a, b in pairwise(run))


# -- Arabic ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def stems(form: str) -> frozenset[str]:
    """Return what is left of an Arabic word without its particles, article and endings, in every way.

    Examples
    --------
    >>> "روسي" in stems("والروسيه")
    True
    """
    found = set()
    for bare in strip_prefixes(form):
        found.add(bare)
        for ending in _ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= 3:
                found.add(bare[: -len(ending)])
    return frozenset(found)


def variant_words(variant: str) -> tuple[str, ...]:
    """Return the words of an Arabic spelling in the form that they are looked up in: without the article."""
    words = [word for word in split_words(variant) if word.kind == "arabic"]
    return tuple(w.form[2:] if w.text.startswith("ال") and len(w.form) > 4 else w.form for w in words)


@cache
def _by_arabic() -> dict[str, list[_Row]]:
    index: dict[str, list[_Row]] = {}
    for entry in _entries():
        for people, variants in ((False, entry.arabic), (True, entry.arabic_people)):
            for variant in variants:
                words = variant_words(variant)
                if words:
                    definite = variant.startswith("ال") and words[0] != arabic_form(variant.split()[0])
                    marked = variant if is_marked(variant) else ""
                    row = _Row(words, entry, people, variant in entry.ambiguous, definite, marked)
                    index.setdefault(words[0], []).append(row)
    for spellings in index.values():
        spellings.sort(key=lambda row: -len(row.words))
    return index


def entries_in_arabic(words: Sequence[Word]) -> tuple[EntryMatch, ...]:
    """Find the entries that an Arabic text names, longest first and not overlapping.

    Adjectives are matched with their endings; names only without particles and article.
    """
    return _entries_among(tuple(words))


@lru_cache(maxsize=512)  # facts, names and their tagger ask for the same sentence
def _entries_among(words: tuple[Word, ...]) -> tuple[EntryMatch, ...]:
    found: list[EntryMatch] = []
    at = 0
    while at < len(words):
        matches = _matches_at(words, at) if words[at].kind == "arabic" else []
        if matches:
            longest = max(length for length, _ in matches)
            found += [match for length, match in matches if length == longest]
            at += longest
        else:
            at += 1
    return tuple(found)


def _matches_at(words: Sequence[Word], at: int) -> list[tuple[int, EntryMatch]]:
    index, found = _by_arabic(), list[tuple[int, EntryMatch]]()
    for stem in sorted(stems(words[at].form)):
        for variant, entry, people, ambiguous, definite, marked in index.get(stem, ()):
            after = words[at : at + len(variant)]
            if len(after) < len(variant) or not all(_fits(w, v, people) for w, v in zip(after, variant, strict=True)):
                continue
            if is_marked(after[0].text):
                marks = [row.marked for row in index[stem] if row.entry is entry and row.marked]
                if marks and not any(same_as_written(after[0].text, spelling) for spelling in marks):
                    continue
            elif marked:
                continue
            articled = definite or len(variant) == 1  # دولة إسلامية is not the Islamic State
            if not people and articled and not _article_agrees(after[0].form, variant[0], definite):
                continue
            joined = len(variant) == 1 and _may_be_another(after[0].form, stem, people)
            span = Span(after[0].start, after[-1].end)
            match = (len(variant), EntryMatch(span, entry, people, ambiguous, joined))
            if match not in found:
                found.append(match)
    return found


def _may_be_another(form: str, stem: str, people: bool) -> bool:
    """Tell whether a letter taken off as a particle may well belong to a short word or adjective."""
    before = form[: form.find(stem)] if stem in form else ""
    return before in ("و", "ف", "ب", "ل", "ك", "س") and (people or len(stem) < 5)


def _article_agrees(form: str, bare: str, definite: bool) -> bool:
    """Tell whether a word has the article just as the name has it: ``الأقصر`` is Luxor, ``أقصر`` is shorter."""
    before = form.removesuffix(bare)
    return before.endswith(("ال", "لل")) == definite


def _fits(word: Word, wanted: str, people: bool) -> bool:
    return word.kind == "arabic" and wanted in (stems(word.form) if people else strip_prefixes(word.form))
