"""How an Arabic name is said in English: from tables, else from data on how people write their names, else by sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from toolkit.article.lexicon import names, rows
from toolkit.article.normalize import arabic_form
from toolkit.language.gazetteer import Entry, entries_in_arabic, given_names, name_words
from toolkit.language.names import Known, Name
from toolkit.language.numerals_arabic import read_item
from toolkit.language.transliteration import SPELLS, arabic_sounds, latin_letters, may_spell, transliteration_score
from toolkit.language.words import Word, strip_prefixes

__all__ = ["JOINERS", "body_of_country", "compose", "is_adjective", "is_name_noun", "romanize", "spell_person"]

JOINERS = {"بن": "bin", "ابن": "Ibn", "بنت": "bint", "ابو": "Abu", "ابي": "Abi", "ابا": "Abu", "ام": "Umm", "ال": "Al"}
JOINERS |= {"دي": "de", "الدين": "al-Din", "فون": "von", "فان": "van", "لو": "Le", "دير": "der"}
"""Words inside the names of people that are no names themselves."""

_LETTER_NAMES = {
    arabic_form(said): letter
    for letter, spellings in zip(
        "A B C D E F G H I J K L M N O R S T U V W X Z".split(),
        "ايه|إيه بي سي دي إي إف جي إتش|اتش آي جيه|جاي كيه|كاي إل إم إن أو آر إس تي يو في دبليو إكس زد|زي".split(),
        strict=True,
    )
    for said in spellings.split("|")
}
"""Latin letters as Arabic says them: ``بي في إم`` may be BVM or PVM."""

_SERVANT = "عبد"  # with a name of God it makes one given name
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDER: tuple[Known, ...] = ("listed", "given", "learned", "translated", "romanized")

Spelled = tuple[str, Known]


def romanize(arabic: str) -> tuple[str, bool]:
    """Return a Latin spelling of an Arabic surname, and whether a dictionary had it; otherwise a small model guessed.

    Examples
    --------
    >>> romanize("حداد")
    ('Haddad', True)
    """
    from arabic_name_romanizer import transliterate

    candidates = transliterate(arabic, top_k=5, country="IQ", role="surname")  # Iraqi spellings are the English ones
    if not candidates:
        return arabic, False
    sounds = arabic_sounds(arabic.removeprefix("ال"))
    heard = [transliteration_score(re.sub("^(al|el)", "", latin_letters(c.text)), sounds) for c in candidates]
    at = next((at for at, score in enumerate(heard) if score >= SPELLS), heard.index(max(heard)))
    best = candidates[at]
    spelled = str(best.text).strip()
    return spelled[:1].upper() + spelled[1:], best.source == "dictionary"


def _least(known: Sequence[Known]) -> Known:
    return max(known, key=_ORDER.index, default="listed")


def spell_person(words: Sequence[Word]) -> Spelled:
    """Spell the name of a person.

    Examples
    --------
    >>> from toolkit.language.words import split_words
    >>> spell_person(split_words("عبد الرحمن عبد الناصر"))
    ('Abdulrahman Abdel Nasser', 'learned')
    """
    parts: list[Spelled] = []
    at = 0
    while at < len(words):
        if words[at].form == _SERVANT and at + 1 < len(words):
            parts.append(_servant(words[at + 1]))
            at += 1
        else:
            parts.append(_person_word(words[at], first=not parts))
        at += 1
    return " ".join(part for part, _ in parts), _least([known for _, known in parts])


def _servant(of: Word) -> Spelled:
    listed = given_names()[0].get(_SERVANT + of.form)
    if listed:
        return listed, "listed"
    spelled, sure = romanize(arabic_form(of.text).removeprefix("ال"))
    return f"Abdel {spelled}", "learned" if sure else "romanized"


def _person_word(word: Word, first: bool) -> Spelled:
    given = given_names()[0]
    if word.form in given:
        return given[word.form], "listed"
    if word.form in JOINERS:
        joiner = JOINERS[word.form]
        return joiner[:1].upper() + joiner[1:] if first else joiner, "listed"
    if not first and (number := _roman(word)):
        return number, "listed"
    for match in entries_in_arabic([word]):
        if match.entry.kind == "person":
            return match.entry.name.split()[-1], "listed"
    return _by_sound(word)


def _by_sound(word: Word) -> Spelled:
    if word.kind != "arabic":
        return word.text, "listed"
    spelled, sure = romanize(arabic_form(word.text))
    if word.form.startswith("ال") and not spelled.lower().startswith(("al", "el")):
        spelled = f"al-{spelled}"
    return spelled, "learned" if sure else "romanized"


def _roman(word: Word) -> str:
    """``الخامس`` after a name: the fifth of that name."""
    item = read_item(word.form)
    is_number = item is not None and item.role == "ordinal" and item.definite and item.value < len(_ROMAN)
    return _ROMAN[int(item.value)] if item is not None and is_number else ""


# -- names that are made of words --------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    english: str
    known: Known
    noun: bool = False  # a word such as bank, airport, ministry
    country: Entry | None = None  # where the word is an adjective of one
    of: bool = False  # لـ stands before it
    form: str = ""


@cache
def _translations() -> dict[str, str]:
    """Return Arabic words that names are made of, with the English word that they translate first of all."""
    found: dict[str, tuple[int, int, str]] = {}
    for english, cell in rows("name_words"):
        arabic = [arabic_form(word) for word in names(cell)]
        for place, word in enumerate(arabic):
            rank = (place, len(arabic), english)
            found[word] = min(rank, found.get(word, rank))
    return {word: english for word, (_, _, english) in found.items()}


def body_of_country(body: str, country: Entry) -> str:
    """Say of which country a body is that every country has: "Sudan's foreign ministry"."""
    return f"{country.name}{'’' if country.name.endswith('s') else '’s'} {body}"


def compose(words: Sequence[Word]) -> Spelled | None:
    """Say the name of a place or body word by word; None where it has nothing but ordinary words in it.

    Examples
    --------
    >>> from toolkit.language.words import split_words
    >>> compose(split_words("بنك الخليج الدولي"))
    ('Gulf International Bank', 'translated')
    """
    letters = [_LETTER_NAMES.get(word.form, "") for word in words]
    if len(letters) > 1 and all(letters):
        return "".join(letters), "romanized"
    pieces = list(_pieces(words))
    known = _least([piece.known for piece in pieces])
    if len(pieces) == 1:
        return None if pieces[0].noun else (pieces[0].english, known)
    country = pieces[-1].country
    head, rest = pieces[0], pieces[1:]
    if head.english == "Ministry" or head.english[:1].islower():
        rest = rest[:-1] if country else rest
        body = " ".join([*(piece.english.lower() for piece in rest if piece.noun), head.english.lower()])
        return (body_of_country(body, country) if country else body), known
    cut = next((at for at, piece in enumerate(rest) if piece.of), len(rest))
    before = [
        piece.english for piece in sorted(_in_order(words[0], rest[:cut]), key=lambda piece: piece.country is None)
    ]
    named = [*before, head.english] if head.noun else [head.english, *before]
    if cut < len(rest):
        named += [*(["for"] if head.noun else []), *(piece.english for piece in rest[cut:])]
    return " ".join(named), known


def _in_order(head: Word, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Put an adjective before its noun where it agrees with that and not with the head: civil aviation authority."""
    found: list[_Piece] = []
    for piece in pieces:
        adjective = piece.form.startswith("ال") and piece.form.endswith(("ي", "يه"))
        agrees = piece.form.endswith("ه") == head.form.endswith("ه")
        found.insert(len(found) - 1 if adjective and found and not agrees else len(found), piece)
    return found


def _pieces(words: Sequence[Word]) -> Iterator[_Piece]:
    found = sorted(entries_in_arabic(words), key=lambda match: match.entry.name[:1].islower())
    matches = {match.span.start: match for match in found}  # "foreign ministry" before "State Department"
    end = 0
    person = False  # the word before belongs to the name of a person
    for at, word in enumerate(words):
        if word.start < end:
            continue
        match = matches.get(word.start)
        if match and match.entry.kind == "place" and match.span.end == word.end and _translated(word):
            match = None  # الخليج in the name of a bank
        if match and not match.joined and match.entry.kind in ("country", "place", "person", "organization"):
            end = match.span.end
            people = match.entry.english_people
            adjective = match.adjective and bool(people)
            country = match.entry if match.entry.kind == "country" and at else None
            yield _Piece(people[0] if adjective else match.entry.name, "listed", False, country)
        elif person and (number := _roman(word)):
            yield _Piece(number, "listed")
        elif word.form in given_names()[0] and at:
            yield _Piece(given_names()[0][word.form], "listed")
            person = True
            continue
        elif translated := _translated(word):
            yield _Piece(
                translated.title(), "translated", True, None, bool(at) and word.form.startswith("ل"), word.form
            )
        else:
            yield _Piece(*_by_sound(word))
        person = False


def is_name_noun(form: str) -> bool:
    """Tell whether names are made with a word, as it stands: ``وزارة``."""
    return form in _translations() or form.removesuffix("ه") in _translations()


def is_adjective(word: Word) -> bool:
    """Tell whether a word describes the noun before it in a name: ``الدولي``, ``المركزي``."""
    adjective = word.form.startswith("ال") and word.form.endswith(("ي", "يه"))
    return adjective and bool(_translated(word))


def _translated(word: Word) -> str:
    found = _translations()
    for stem in strip_prefixes(word.form):
        for ending in ("", "ه", "يه"):
            if stem.endswith(ending) and (english := found.get(stem.removesuffix(ending))):
                return english
    return ""


# -- the known translation ---------------------------------------------------------------------------------------------


def given_spellings(arabic: Sequence[Name], english: Sequence[Name]) -> list[Name]:
    """Return the names of an Arabic sentence spelled as its known translation spells them, where that names them.

    A name is found by how its words sound or are translated. What the tables list keeps its usual spelling.

    Examples
    --------
    >>> from toolkit.article.types import Span
    >>> from toolkit.language.names import english_names
    >>> name = Name(Span(0, 11), "سمير قرنفلي", kind="person", canonical="Samir Qaranfuli", known="romanized")
    >>> given_spellings([name], english_names("Minister Samir Kronfleh said so."))[0].english
    'Samir Kronfleh'
    """
    free = list(english)
    result = []
    for name in arabic:
        if name.known != "listed":
            spelled, other = max(((_spelled(name, other), other) for other in free), default=("", None), key=_length)
            if other and spelled:
                free.remove(other)
                name = replace(name, canonical=spelled, known="given")
        result.append(name)
    return result


def _length(found: tuple[str, Name | None]) -> int:
    return len(found[0])


def _spelled(arabic: Name, english: Name) -> str:
    """Return the words of an English name that say the same as an Arabic one, all of whose words they say."""
    words = [strip_prefixes(word) for word in arabic_form(arabic.text).split()]
    said = [word for word in english.words if any(_same(stem, word.letters) for stems in words for stem in stems)]
    whole = said and all(any(_same(stem, word.letters) for word in said for stem in stems) for stems in words)
    if not whole:
        return ""
    start = english.span.start
    return english.text[said[0].span.start - start : said[-1].span.end - start]


def _same(arabic: str, english: str) -> bool:
    if arabic in name_words().get(english, ()):
        return True
    sounds = arabic_sounds(arabic)
    return may_spell(english, sounds) and transliteration_score(english, sounds) >= SPELLS
