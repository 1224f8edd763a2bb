"""Names in Arabic: a learned tagger finds them, and lists say what they are and how they are spelled.

A listed name that the tagger passed over counts from a small probability on; where its word is an ordinary word as
well (حماس, enthusiasm), the tagger decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.article.lexicon import ARABIC_WEEKDAYS, arabic_words, names, rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.language.gazetteer import Entry, EntryMatch, entries_in_arabic, given_names, variant_words
from toolkit.language.name_spelling import JOINERS, body_of_country, compose, is_adjective, is_name_noun, spell_person
from toolkit.language.name_tagger import TaggedName, Tags
from toolkit.language.names import Name
from toolkit.language.speech import HEADS, STOPS, TITLES
from toolkit.language.words import ARABIC_FUNCTION_WORDS, Word, offsets, strip_prefixes

__all__ = ["arabic_names", "surely_named", "with_full_names", "with_surnames"]

_KINDS = {"person": "person", "country": "place", "place": "place", "organization": "organization"}
_HEADS = arabic_words("name_nouns", "body", "institution", "head")
_PLACE_NOUNS, _BODY_NOUNS = arabic_words("name_nouns", "place"), arabic_words("name_nouns", "body")
_SITES, _INSTITUTIONS = arabic_words("name_nouns", "site"), arabic_words("name_nouns", "institution")
_TOPONYMS = arabic_words("name_nouns", "toponym")
_THINGS, _BUSINESSES = arabic_words("name_nouns", "thing"), arabic_words("name_nouns", "business")
_OPEN = frozenset(JOINERS) - {"الدين"}
_LISTED, _LISTED_LONG, _ORDINARY, _NEXT = 0.1, 0.02, 0.5, 0.15
"""Probabilities from which a listed name counts, one of several words, one that is an ordinary word as well, and from
which a word after a person belongs to the name."""

_QUOTES = {"“": "”", "”": "”", '"': '"', "«": "»"}


class _Found(NamedTuple):
    """A name among the words of a sentence: from word `first` to before word `after`."""

    kind: str
    first: int
    after: int
    match: EntryMatch | None = None

    def overlaps(self, other: _Found) -> bool:
        return self.first < other.after and other.first < self.after

    def holds(self, other: _Found) -> bool:
        return self.first <= other.first and other.after <= self.after


def arabic_names(
    text: str, words: Sequence[Word], matches: Sequence[EntryMatch], tags: Tags, beside: frozenset[str] = frozenset()
) -> list[Name]:
    """Find the people, places and bodies that a sentence names.

    Parameters
    ----------
    text, words
        The sentence and its words.
    matches
        What the gazetteer finds in it.
    tags
        What the tagger says of it.
    beside
        What else the article names: of two places that are spelled alike it tells which is meant.
    """
    adjectives = {match.span.start: match.entry for match in matches if match.adjective}
    listed = list(_listed(text, words, matches, tags))
    known = {f.first for f in listed}
    whole = [_Found(tag.kind, tag.first, _end(tag, words, tags.chances, known)) for tag in tags.names]
    tagged = [part for tag in whole for part in _parts(tag, words, listed)]
    things = [match.span for match in matches if match.entry.kind == "term" and " " in match.span.of(text)]
    result: list[Name] = []
    covered = set(offsets(things))
    ministries = list(_ministries(words, adjectives, listed))
    others = [
        f for f in _merged(words, tagged, listed, beside) if not any(f.overlaps(ministry) for ministry in ministries)
    ]
    for found in sorted([*ministries, *others], key=lambda f: f.first):
        name = _name(text, words, _outer(found, words), adjectives)
        if name and covered.isdisjoint(range(name.span.start, name.span.end)):
            result.append(name)
            covered.update(offsets([name.span]))
    return result


def _end(tag: TaggedName, words: Sequence[Word], chances: Sequence[float], listed: set[int]) -> int:
    """Return where a name ends: a person's goes on with a word that is likely enough."""
    at = tag.after
    while tag.kind == "person" and at < len(words) and words[at].kind == "arabic" and at not in listed:
        only = at - tag.first == 1 + (words[tag.first].form == "عبد")  # a given name: a surname may follow
        plain = _is_plain(words[at]) or (only and words[at].form.startswith("ال") and len(words[at].form) > 3)
        likely = chances[at] >= _NEXT and plain and words[at].form not in STOPS
        if not (likely and words[at].form[0] not in "لب") and words[at - 1].form not in (*_OPEN, "عبد"):
            break
        at += 1
    return at


def _ministries(words: Sequence[Word], adjectives: dict[int, Entry], listed: Sequence[_Found]) -> Iterator[_Found]:
    """Yield ministries that no list has, with their country: ``وزارة الطاقة السعودية``."""
    countries = {f.first for f in listed if f.match and f.match.entry.kind == "country" and f.after == f.first + 1}
    for at, word in enumerate(words[:-1]):
        if "وزاره" in strip_prefixes(word.form) and words[at + 1].form.startswith("ال"):
            country = at + 2 < len(words) and (words[at + 2].start in adjectives or at + 2 in countries)
            found = _Found("organization", at, at + (3 if country else 2))
            if not any(f.overlaps(found) and f.first <= at for f in listed):
                yield found


def _outer(found: _Found, words: Sequence[Word]) -> _Found:
    """Take in the noun that makes one name with this one, and its adjectives: ``مطار بغداد الدولي``."""
    named, ordinary = given_names()
    if found.kind == "person" and found.first > 1 and words[found.first - 2].form == "عبد":
        return _Found("person", found.first - 2, found.after)
    if found.kind == "person" and found.first and words[found.first - 1].form in named.keys() - ordinary:
        return _Found("person", found.first - 1, found.after)
    first = found.first - 1
    if first >= 0 and any(stem in _TOPONYMS for stem in strip_prefixes(words[first].form)):
        return _Found("place", first, found.after)
    if found.kind == "person" and first >= 0 and any(s in _PLACE_NOUNS for s in strip_prefixes(words[first].form)):
        return found._replace(kind="place", match=None)  # مخيم أبو شوك
    if first > 0 and found.kind == "person" and any(stem in TITLES for stem in strip_prefixes(words[first].form)):
        first -= 1  # جامعة الملك فهد
    elif first > 0 and found.kind == "place" and _is_plain(words[first]) and words[first - 1].form in _SITES:
        first -= 1  # مستشفى مصباح بغداد
    form = words[first].form if first >= 0 else ""
    following = words[found.after].form if found.after < len(words) else ""
    if found.kind == "place" and following.startswith("لل") and following[2:] in _BUSINESSES:
        return _Found("organization", found.first, found.after + 1)  # قطر للطاقة
    kinds = (("place", _SITES), ("organization", _INSTITUTIONS), ("", _THINGS))
    kind = next((kind for kind, nouns in kinds if any(stem in nouns for stem in strip_prefixes(form))), None)
    if kind is None or form.startswith(("ال", "وال", "بال", "لل")):
        if found.kind != "organization" or found.match:
            return found
        kind, first = "organization", found.first
    after = found.after
    while after < len(words) and (
        is_adjective(words[after]) or (found.kind == "organization" and _goes_on(words[after]))
    ):
        after += 1
    return _Found(kind, first, after)


def _is_plain(word: Word) -> bool:
    return word.kind == "arabic" and word.form not in ARABIC_FUNCTION_WORDS and not word.form.startswith(("ال", "و"))


def _goes_on(word: Word) -> bool:
    """Tell whether a word goes on with the name of a body: ``المنظمة الدولية للهجرة``."""
    return word.form.startswith("لل") and is_name_noun(word.form[2:])


def _merged(
    words: Sequence[Word], tagged: Sequence[_Found], listed: Sequence[_Found], beside: frozenset[str]
) -> Iterator[_Found]:
    """Yield each name once: where one stands inside another, the outer one."""
    taken: list[_Found] = []
    for found in listed:
        over = [tag for tag in tagged if tag.overlaps(found)]
        inside = any(
            tag.holds(found) and not found.holds(tag) and not _is_known_person(found, tag, words) for tag in over
        )
        if inside or any(found.overlaps(other) for other in taken):
            continue
        same = [f for f in listed if (f.first, f.after) == (found.first, found.after)]
        fits = [f for f in same if any(tag.kind == f.kind for tag in over)] or same
        taken.append(next((f for f in fits if _near(f, listed, beside)), fits[0]))
    yield from taken
    yield from (tag for tag in tagged if not any(tag.overlaps(found) for found in taken))


@cache
def _homonyms() -> dict[str, frozenset[str]]:
    return {place: frozenset(names(near)) for place, near in rows("homonyms")}


def surely_named(matches: Iterable[EntryMatch]) -> frozenset[str]:
    """Return the entries that an article names by words that can mean nothing else: Oman by ``عمانية``."""
    sure = (m for m in matches if not m.ambiguous and (m.adjective or m.entry.name not in _homonyms()))
    return frozenset(match.entry.name for match in sure)


def _near(found: _Found, listed: Sequence[_Found], beside: frozenset[str]) -> bool:
    """Tell whether the sentence, or else the article, names something near this place with the spelling of another."""
    near = _homonyms().get(found.match.entry.name, frozenset()) if found.match else frozenset()
    own = {other.match.entry.name for other in listed if other.match}
    here = [place for place, names_near in _homonyms().items() if names_near & own]
    sure = found.match is not None and bool((near | {found.match.entry.name}) & beside)
    return bool(near & own) or (sure and not here)


def _is_known_person(found: _Found, tag: _Found, words: Sequence[Word]) -> bool:
    """Tell whether a tagged person is a listed one with words beside it that are no names: ``زار بوتن``."""
    if found.after == found.first + 1 and words[found.first].form in given_names()[0]:
        return False  # يوسف النصيري is not Joseph
    beside = (*words[tag.first : found.first], *words[found.after : tag.after])
    named = given_names()[0]
    return found.kind == tag.kind == "person" and not any(w.form in named or w.form in JOINERS for w in beside)


def _parts(tag: _Found, words: Sequence[Word], listed: Sequence[_Found]) -> Iterator[_Found]:
    """Part ``روسيا وأوكرانيا``, tagged as one: a listed name with و on it begins a name of its own."""
    starts = [f.first for f in listed if tag.first < f.first < tag.after and words[f.first].form.startswith("و")]
    own = [at for at in dict.fromkeys(starts) if any(f.after == at and f.first >= tag.first for f in listed)]
    edges = [tag.first, *own, tag.after]
    for first, after in pairwise(edges):
        yield tag._replace(first=first, after=after)


def _listed(text: str, words: Sequence[Word], matches: Sequence[EntryMatch], tags: Tags) -> Iterator[_Found]:
    """Yield the names of the gazetteer that count, the usual spelling of an entry before others."""
    starts = {word.start: at for at, word in enumerate(words)}
    countries = {match.span.start for match in matches if match.adjective and match.entry.kind == "country"}
    found = []
    for match in matches:
        if match.adjective or match.entry.kind not in _KINDS:
            continue
        first = starts[match.span.start]
        after = next(at for at in range(first + 1, len(words) + 1) if words[at - 1].end == match.span.end)
        ordinary = (match.ambiguous or match.joined) and not _is_backed(match, words[first - 1 : first], text)
        long = after > first + 1 and not ordinary
        of_country = after < len(words) and words[after].start in countries  # الجيش السوداني
        certain = long and (after > first + 2 or match.entry.name[:1].islower())  # وزارة الخارجية
        feminine = after < len(words) and words[after].form.endswith("يه")  # الدفاع الروسية is a ministry, الروسي not
        if of_country and match.entry.name[:1].islower():
            certain = certain or feminine == match.entry.name.endswith(("ministry", "court"))
        least = _ORDINARY if ordinary else _LISTED_LONG if long else _LISTED
        if certain or max(tags.chances[first:after]) >= least:
            found.append(_Found(_KINDS[match.entry.kind], first, after, match))
    yield from sorted(found, key=lambda f: not _is_usual(f, words))


def _is_usual(found: _Found, words: Sequence[Word]) -> bool:
    wanted = variant_words(found.match.entry.arabic[0]) if found.match and found.match.entry.arabic else ()
    own = words[found.first : found.after]
    return len(wanted) == len(own) and all(w in strip_prefixes(o.form) for w, o in zip(wanted, own, strict=True))


def _is_backed(match: EntryMatch, before: Sequence[Word], text: str) -> bool:
    """Tell whether the word before an ambiguous name says what it is (وكالة تاس، مدينة صور), or quotation marks do."""
    form = before[0].form if before else ""
    if form in _QUOTES:
        return text[match.span.end : match.span.end + 1] == _QUOTES[form]
    nouns = _PLACE_NOUNS if match.entry.kind in ("country", "place") else _BODY_NOUNS
    return match.entry.kind != "person" and any(stem in nouns for stem in strip_prefixes(form))


# -- spans and spelling ------------------------------------------------------------------------------------------------


def _name(text: str, words: Sequence[Word], found: _Found, adjectives: dict[int, Entry]) -> Name | None:
    own = words[found.first : found.after]
    outside = STOPS - _OPEN if found.match is None else frozenset[str]()
    own = own[: next((at for at, word in enumerate(own) if at and word.form in outside), len(own))]
    span = Span(own[0].start, own[-1].end)
    if not found.kind or own[-1].text.endswith(("اً", "ًا")):
        return None
    if found.match:
        following = words[found.after] if found.after < len(words) else None
        alone = found.kind == "person" and found.after == found.first + 1 and " " not in found.match.entry.name
        given = alone and any(stem in given_names()[0] for stem in strip_prefixes(words[found.first].form))
        if given and following and following.form not in STOPS and _is_plain(following):
            return None  # عيسى ناصري is not Jesus
        span = _without_particles(text, found.match)
        english = found.match.entry.name
        follows = adjectives.get(words[found.after].start) if found.after < len(words) else None
        if follows and follows.kind == "country" and found.kind == "organization":
            span = Span(span.start, words[found.after].end)
            people = follows.english_people or (follows.name,)
            english = body_of_country(english, follows) if english[:1].islower() else f"{people[0]} {english}"
        return Name(span, span.of(text), kind=found.kind, canonical=english)
    if found.kind == "person" and any(w.start in adjectives and not _may_be_name(w) for w in own[1:]):
        return None  # وفدين روسي
    if found.kind == "person":
        own = own[_is_age(words, found) :]
        own = own[: next((at for at, w in enumerate(own) if at and _is_told(w)), len(own))]
        if not own:
            return None
        span = Span(own[0].start, own[-1].end)
    if any(word.form in ARABIC_WEEKDAYS for word in own[1:]):  # كشفت شركة آبل الاثنين عن هاتفها
        own = own[: next(at for at, word in enumerate(own) if at and word.form in ARABIC_WEEKDAYS)]
        span = Span(own[0].start, own[-1].end)
    listing = found.first and words[found.first - 1].form.startswith("و") and len(own[0].form) > 4
    described = found.first and words[found.first - 1].start in adjectives  # السنغالي بولي سامبو
    skip = (
        0
        if described and own[0].form[0] != "و"
        else 1
        if listing and own[0].form[0] == "و" and own[0].form not in given_names()[0]
        else _particle(own[0])
    )
    first = own[0]._replace(text=own[0].text[skip:], form=own[0].form[skip:], start=own[0].start + skip)
    span = Span(first.start, span.end)
    bare = [first, *own[1:]]
    kind = found.kind
    forms = tuple(word.form for word in bare)
    if (kind == "person" and len(forms) > 1 and forms in HEADS) or (kind == "place" and set(forms) <= _PLACE_NOUNS):
        return None  # شاهد عيان، بريف
    if kind == "person" and any(word.form in _INSTITUTIONS | _BODY_NOUNS for word in bare):
        kind = "organization"  # كومرتس بنك
    if kind == "place" and len(bare) > 1 and all(is_name_noun(word.form.removeprefix("ال")) for word in bare):
        return None  # مدرسة البلدة
    if kind == "organization" and _is_cut(bare, words[found.after : found.after + 1]):
        return None
    sounds = kind == "person" or (kind == "place" and bare[0].form in _TOPONYMS)
    spelled = spell_person(bare) if sounds else compose(bare)
    return Name(span, span.of(text), kind=kind, canonical=spelled[0], known=spelled[1]) if spelled else None


def _is_cut(own: Sequence[Word], after: Sequence[Word]) -> bool:
    """Tell whether a body's name is not all there, or has words in it that are no names: ``منظمة البلدان``."""
    more = any(
        (w.form.startswith("ال") and w.form.endswith(("ي", "يه", "ه"))) or w.form.startswith("لل") for w in after
    )
    described = own[0].form.removeprefix("ال") in _HEADS and len(own) > 1
    return (described and more) or any(w.form.startswith("ل") and not is_name_noun(w.form.lstrip("ل")) for w in own[1:])


def _is_age(words: Sequence[Word], found: _Found) -> bool:
    """Tell whether ``عمر`` is an age and no name: ``يبلغ عمر حكيمي``, ``عن عمر``."""
    before = words[found.first - 1].form.removeprefix("و") if found.first else ""
    return words[found.first].form == "عمر" and before in ("يبلغ", "بلغ", "تبلغ", "عن", "متوسط", "معدل")


def _is_told(word: Word) -> bool:
    """Tell whether a word after a name begins with whom something was told to: ``لوكالة``."""
    return word.form.startswith("ل") and word.form[1:] in _BODY_NOUNS


def _may_be_name(adjective: Word) -> bool:
    return adjective.form.startswith("ال") or adjective.form in given_names()[0]


def _without_particles(text: str, match: EntryMatch) -> Span:
    """Leave out a و، ب، ل or ك written together with the name; the article stays."""
    start, end = match.span
    first = arabic_form(match.span.of(text).split()[0])
    spellings = {arabic_form(variant.split()[0]) for variant in (*match.entry.arabic, *match.entry.arabic_people)}
    for size in (0, 1, 2):
        if first[size:] in spellings:
            return Span(start + size, end)
    return match.span


def _listed_without(word: Word) -> Sequence[EntryMatch]:
    """Return what the gazetteer has for a word without its first letter."""
    return entries_in_arabic([word._replace(text=word.text[1:], form=word.form[1:], start=word.start + 1)])


def _particle(word: Word) -> int:
    """Return how many letters of the first word of a name are a particle: ``ومحمد`` 1, ``وليد`` 0."""
    rest, given = word.form[1:], given_names()[0]
    if word.form[:1] not in "وفبلك" or len(rest) < 3 or word.form in given:
        return 0
    listed = any(not m.adjective and m.span.start == word.start + 1 for m in _listed_without(word))
    known = listed or rest in given or rest in JOINERS or rest == "عبد" or rest.startswith("ال")
    return int(known or (is_name_noun(rest) and not is_name_noun(word.form)))


# -- the names of an article -------------------------------------------------------------------------------------------


def with_full_names(sentences: Sequence[Sequence[Name]]) -> list[list[Name]]:
    """Spell a person's short name as the full one that stood before it in the article.

    Examples
    --------
    >>> full = Name(Span(0, 12), "سمير القرنفلي", kind="person", canonical="Samir al-Qaranfuli", known="romanized")
    >>> short = Name(Span(4, 12), "القرنفلي", kind="person", canonical="El Karanfily", known="learned")
    >>> [name.canonical for name in with_full_names([[full], [short]])[1]]
    ['Samir al-Qaranfuli']
    """
    full: dict[str, Name] = {}
    listed: set[str] = set()  # who the article named before a namesake in full
    result = []
    for sentence in sentences:
        own = []
        for name in sentence:
            parts = [arabic_form(part) for part in name.text.split()]
            known = full.get(" ".join(parts)) if name.kind == "person" else None
            surely = name.known == "listed" and " " in name.canonical
            if surely and (not known or name.canonical in listed):
                listed.add(name.canonical)
            elif known:
                name = replace(name, canonical=known.canonical, known=known.known)
            if name.kind == "person" and not known:
                full |= {" ".join(parts[at:]): name for at in range(1, len(parts))}
            own.append(name)
        result.append(own)
    return result


def with_surnames(sentences: Sequence[Sequence[Word]], found: Sequence[Sequence[Name]]) -> list[list[Name]]:
    """Add the mentions of a person by the surname alone, after the article has given the name in full, and in full."""
    surnames: set[str] = set()
    full = {tuple(map(arabic_form, n.text.split())): n for own in found for n in own if n.kind == "person"}
    result = []
    for words, own in zip(sentences, found, strict=True):
        more = _with_whole(words, own, full)
        covered = offsets(name.span for name in more)
        for word in words:
            size = next((size for size in (0, 1) if word.form[size:] in surnames and word.form[:size] in "ولب"), None)
            if size is not None and word.start not in covered:
                span = Span(word.start + size, word.end)
                more.append(Name(span, word.text[size:], kind="person", canonical=word.text[size:], known="romanized"))
        parts = [[arabic_form(part) for part in name.text.split()] for name in own if name.kind == "person"]
        surnames |= {name[-1] for name in parts if len(name) > 1 and len(name[-1]) > 3 and not _is_word(name[-1])}
        result.append(sorted(more, key=lambda name: name.span))
    return result


def _with_whole(words: Sequence[Word], own: Sequence[Name], full: Mapping[tuple[str, ...], Name]) -> list[Name]:
    """Return the names of a sentence, with those in full that were found, or found whole, in other sentences only."""
    more = list(own)
    for at in range(len(words) - 1):
        for size in (2, 3):
            forms = [word.form for word in words[at : at + size]]
            cut = next((c for c in (0, 1) if (forms[0][c:], *forms[1:]) in full and forms[0][:c] in "ولب"), None)
            if cut is None or len(forms) < size:
                continue
            span = Span(words[at].start + cut, words[at + size - 1].end)
            if not any(name.span.start <= span.start and span.end <= name.span.end for name in more):
                whole = full[(forms[0][cut:], *forms[1:])]
                kept = [name for name in more if not name.span.overlaps(span)]
                more = [*kept, replace(whole, span=span, text=" ".join(w.text for w in words[at : at + size])[cut:])]
    return more


def _is_word(form: str) -> bool:
    """Tell whether a surname is an ordinary word or given name as well, which says nothing by itself."""
    given, ordinary = given_names()
    return form in ordinary or form in given or is_name_noun(form.removeprefix("ال"))
