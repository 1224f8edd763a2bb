"""Names in Arabic: those of the gazetteer, and personal names that begin with a given name.

An ordinary word that is a given name as well (كريم، سعيد) begins a name only beside a title or a verb of speech.
Surnames that nobody lists are romanized by the `arabic-name-romanizer` wheel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from toolkit.article.lexicon import arabic_words, rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.language.gazetteer import EntryMatch, entries_in_arabic
from toolkit.language.names import Known, Name
from toolkit.language.numerals_arabic import QUALIFIERS, read_item
from toolkit.language.speech import SPEECH_VERBS, TITLES
from toolkit.language.words import ARABIC_FUNCTION_WORDS, Word, strip_prefixes

__all__ = ["arabic_names", "given_names", "romanize"]

_KINDS = {"person": "person", "country": "place", "place": "place", "organization": "organization"}
_PLACE_NOUNS, _BODY_NOUNS = arabic_words("name_nouns", "place"), arabic_words("name_nouns", "body")
_JOINERS = {"بن": "bin", "ابن": "Ibn", "بنت": "bint", "ابو": "Abu", "ال": "Al", "ام": "Umm", "دي": "de", "فون": "von"}
_JOINERS |= {"فان": "van", "لو": "Le", "دير": "der", "عبد": "Abdul"}
_NEAR = 7
_BEFORE_NOUNS = tuple(row[0] for row in rows("prefixes") if row[3] and (row[1] or row[2]))


def arabic_names(text: str, words: Sequence[Word], matches: Sequence[EntryMatch]) -> list[Name]:
    """Find the people, places and bodies that a sentence names; `matches` are those of the gazetteer in it."""
    people = _people(text, words)
    known = [
        match
        for match in matches
        if match.entry.kind in _KINDS
        and not match.adjective
        and (not match.ambiguous or _is_backed(match, words, text))
        and (not match.joined or match.entry.kind != "organization")
    ]
    names: list[Name] = []
    taken: list[Span] = []
    for match in known:
        longer = any(
            person.span.overlaps(match.span) and _length(person.span) > _length(match.span) for person in people
        )
        if not longer and not any(span.overlaps(match.span) for span in taken):
            taken.append(match.span)
            span = _without_particles(text, match)
            names.append(Name(span, span.of(text), kind=_KINDS[match.entry.kind], canonical=match.entry.name))
    return names + [person for person in people if not any(span.overlaps(person.span) for span in taken)]


def _is_backed(match: EntryMatch, words: Sequence[Word], text: str) -> bool:
    """Tell whether the word before an ambiguous name says what it is (وكالة تاس، مدينة صور), or quotation marks do."""
    at = next(i for i, word in enumerate(words) if word.start == match.span.start)
    before = words[at - 1].form if at else ""
    if before in ("“", "”", '"', "«"):
        return text[match.span.end : match.span.end + 1] in ("“", "”", '"', "»")
    nouns = _PLACE_NOUNS if match.entry.kind in ("country", "place") else _BODY_NOUNS
    return match.entry.kind != "person" and any(stem in nouns for stem in strip_prefixes(before))


def _length(span: Span) -> int:
    return span.end - span.start


def _without_particles(text: str, match: EntryMatch) -> Span:
    """Leave out a و، ب، ل or ك written together with the name; the article stays."""
    start, end = match.span
    first = arabic_form(match.span.of(text).split()[0])
    names = {arabic_form(variant.split()[0]) for variant in (*match.entry.arabic, *match.entry.arabic_people)}
    for size in (0, 1, 2):
        if first[size:] in names:
            return Span(start + size, end)
    return match.span


# -- personal names ----------------------------------------------------------------------------------------------


@cache
def given_names() -> tuple[dict[str, str], frozenset[str]]:
    """Return Arabic given names with their usual English spelling, and those that are ordinary words as well."""
    names: dict[str, str] = {}
    ambiguous = set()
    for arabic, english in rows("given_names"):
        names[arabic.removeprefix("~")] = english
        if arabic.startswith("~"):
            ambiguous.add(arabic.removeprefix("~"))
    return names, frozenset(ambiguous)


def romanize(arabic: str) -> tuple[str, bool]:
    """Return a Latin spelling of an Arabic surname, and whether a dictionary had it; otherwise a small model guessed.

    Examples
    --------
    >>> romanize("حداد")
    ('Haddad', True)
    """
    from arabic_name_romanizer import transliterate

    candidates = transliterate(arabic, top_k=2, country="IQ", role="surname")  # Iraqi spellings are the English ones
    if not candidates:
        return arabic, False
    best = candidates[0]
    spelled = str(best.text).strip()
    return spelled[:1].upper() + spelled[1:], best.source == "dictionary"


def _people(text: str, words: Sequence[Word]) -> list[Name]:
    found: list[Name] = []
    at = 0
    while at < len(words):
        after = _name_from(words, at)
        if after:
            span, (spelled, sure) = _span(words, at, after), _english(words, at, after)
            known: Known = "listed" if sure else "romanized"
            found.append(Name(span, span.of(text), kind="person", canonical=spelled, known=known))
        at = after or at + 1
    return found


def _bare(word: Word) -> str:
    """Return the given name that the word is, a particle before it taken off, or an empty string."""
    names, ambiguous = given_names()
    if word.kind != "arabic" or _is_preposition(word):
        return ""
    if word.form in names:
        return word.form
    rest = word.form[1:]
    joined = word.form[:1] in ("و", "ل", "ب") and len(rest) > 3
    return rest if joined and rest in names and rest not in ambiguous else ""


def _is_preposition(word: Word) -> bool:
    """Tell ``على`` (on) from the name ``علي``, which compare as equal."""
    return word.form == "علي" and word.text.endswith("ى")


def _span(words: Sequence[Word], first: int, after: int) -> Span:
    skip = len(words[first].form) - len(_bare(words[first]) or words[first].form)
    return Span(words[first].start + skip, words[after - 1].end)


def _name_from(words: Sequence[Word], at: int) -> int:
    """Return the index after the name that begins at `at`, 0 if none does."""
    name = _bare(words[at])
    if not name:
        return 0
    after, given, surname = at + 1, 1, False
    while after < len(words) and after - at < 6:
        form = words[after].form
        if words[after].kind != "arabic":
            break
        if (
            form in _JOINERS
            and after + 1 < len(words)
            and words[after + 1].kind == "arabic"
            and _may_follow(words, after + 1)
        ):
            after, surname = after + 2, True
            continue
        if form in given_names()[0] and not _is_preposition(words[after]):
            after, given = after + 1, given + 1
            continue
        if not surname and _may_follow(words, after):
            after, surname = after + 1, True
        break
    sure = name not in given_names()[1]
    backed = _has_title(words, at) or _has_verb(words, at)
    if given + surname < 2 or not (backed or sure):
        return 0
    return after if backed or (sure and (surname or given > 1)) else 0


def _may_follow(words: Sequence[Word], at: int) -> bool:
    """Tell whether a word may be a surname: no function word, verb, title, nationality, number or long particle."""
    word = words[at]
    form = word.form
    if (
        word.text.endswith(("اً", "ًا"))
        or len(form) < 3
        or form in ARABIC_FUNCTION_WORDS
        or form in TITLES
        or form in SPEECH_VERBS
        or form in QUALIFIERS
        or read_item(form)
    ):
        return False
    if form.startswith((*_BEFORE_NOUNS, "ي")):
        return False
    if (form.endswith(("ات", "ون")) and len(form) > 5) or form.endswith(("هما", "هم", "ها")) or form.startswith("لت"):
        return False
    if form.startswith(("و", "ف", "ب", "ل", "ك")) and any(
        s in TITLES or s in SPEECH_VERBS or s in ARABIC_FUNCTION_WORDS for s in strip_prefixes(form)
    ):
        return False
    return not any(match.adjective or match.entry.kind != "person" for match in entries_in_arabic([word]))


def _has_title(words: Sequence[Word], at: int) -> bool:
    for before in range(at - 1, max(-1, at - _NEAR), -1):
        if words[before].form in (".", "؟", "!", ":", "”", "»"):
            return False
        if any(stem in TITLES for stem in strip_prefixes(words[before].form)):
            return True
    return False


def _has_verb(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].form if at else ""
    return before in SPEECH_VERBS or before[1:] in SPEECH_VERBS


def _english(words: Sequence[Word], first: int, after: int) -> tuple[str, bool]:
    """Spell the name, and tell whether every part of the spelling is in a table."""
    names = given_names()[0]
    parts, sure = [], True
    for at in range(first, after):
        form = _bare(words[at]) if at == first else words[at].form
        if form in names:
            parts.append(names[form])
        elif form in _JOINERS and at > first:
            parts.append(_JOINERS[form])
        else:
            surname, listed = _surname(words[at])
            parts.append(surname)
            sure = sure and listed
    return " ".join(parts), sure


def _surname(word: Word) -> tuple[str, bool]:
    for match in entries_in_arabic([word]):
        if match.entry.kind == "person":
            return match.entry.name.split()[-1], True
    spelled, listed = romanize(arabic_form(word.text))
    if word.form.startswith("ال") and not spelled.lower().startswith(("al", "el")):
        spelled = f"al-{spelled}"
    return spelled, listed
