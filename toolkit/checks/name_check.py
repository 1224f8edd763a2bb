"""Checks that the names of a translation and of its Arabic correspond.

A word of a name is accounted for by the gazetteer, by a translated component (North, University), by the way it
sounds, or letter by letter (BBC). An ordinary English word that nothing is known of is never held against a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.article.types import Span
from toolkit.checks.findings import Finding
from toolkit.checks.matching import WordPairs
from toolkit.language.gazetteer import (
    Entry,
    EntryMatch,
    entries_in_arabic,
    entry_for,
    is_ordinary,
    name_words,
    stems,
    variant_words,
)
from toolkit.language.names import Name, NameWord
from toolkit.language.reading import Reading
from toolkit.language.transliteration import SPELLS, arabic_sounds, latin_letters, may_spell, transliteration_score
from toolkit.language.words import Word, strip_prefixes

__all__ = ["ArabicNames", "name_findings"]

Status = Literal["sounds", "known", "translated", "absent", "unsure", "missing"]
_LETTERS = {
    "a": "اي ايه ا اى", "b": "بي", "c": "سي", "d": "دي", "e": "اي", "f": "اف", "g": "جي", "h": "اتش هاش ايتش",
    "i": "اي", "j": "جيه جي جاي", "k": "كي كيه كاي", "l": "ال", "m": "ام", "n": "ان", "o": "او", "p": "بي",
    "q": "كيو", "r": "ار", "s": "اس", "t": "تي", "u": "يو", "v": "في", "w": "دبليو", "x": "اكس", "y": "واي", "z": "زد",
}  # fmt: skip
_SHORT = 2
_MEANT = 0.65  # cosine of two words from which they mean the same: London and لندن, but not London and باريس
_MAY_SPELL = 0.0  # between this and SPELLS nothing is held for or against a word


@dataclass(slots=True)
class ArabicNames:
    """What an Arabic sentence offers to names: its words, the ways they may sound, its known names."""

    words: Sequence[Word]
    stems: frozenset[str]
    sounds: dict[str, Span]
    latin: frozenset[str]
    known: Sequence[EntryMatch]
    meant: frozenset[str]

    @classmethod
    def of(cls, arabic: Reading, meant: frozenset[str] = frozenset()) -> ArabicNames:
        """Gather what a sentence offers; `meant` are the English words, as letters, that one of its words means."""
        spoken = [word for word in arabic.words if word.kind == "arabic"]
        sounds: dict[str, Span] = {}
        for word in spoken:
            for stem in strip_prefixes(word.form):
                sounds.setdefault(arabic_sounds(stem), Span(word.start, word.end))
        for size in (2, 3):
            for some in zip(*(spoken[at:] for at in range(size)), strict=False):
                joined = arabic_sounds("".join(word.form for word in some))
                sounds.setdefault(joined, Span(some[0].start, some[-1].end))
        every = frozenset(stem for word in spoken for stem in stems(word.form))
        latin = frozenset(latin_letters(word.text) for word in arabic.words if word.kind == "latin")
        return cls(arabic.words, every, sounds, latin, arabic.entries, meant)

    def words_at(self, span: Span) -> list[Word]:
        """Return the words inside a span."""
        return [word for word in self.words if span.start <= word.start and word.end <= span.end]

    def says(self, entry: Entry) -> bool:
        """Tell whether the sentence names `entry`, by any of its Arabic spellings."""
        return any(
            all(word in self.stems for word in variant_words(variant))
            for variant in (*entry.arabic, *entry.arabic_people)
        )

    def sound_of(self, letters: str) -> float:
        """Return how well the best word or pair of words spells the letters."""
        if letters in self.latin:
            return 99.0
        low, high = len(letters) * 0.4, len(letters) * 1.6 + 1
        likely = (sound for sound in self.sounds if low <= len(sound) <= high and may_spell(letters, sound))
        return max((transliteration_score(letters, sound) for sound in likely), default=-99.0)

    def spells_out(self, letters: str) -> bool:
        """Tell whether the letters are named one by one: ``بي بي سي``."""
        forms = [word.form for word in self.words if word.kind in ("arabic", "sign") and word.form not in ".-"]
        for at in range(len(forms) - len(letters) + 1):
            some = forms[at : at + len(letters)]
            if all(
                any(form in names or bare in names for bare in strip_prefixes(form))
                for form, letter in zip(some, letters, strict=True)
                for names in [_LETTERS[letter].split()]
            ):
                return True
        return False


def name_findings(arabic: Reading, english: Reading, pairs: WordPairs | None) -> list[Finding]:
    """Find names of the English that the Arabic does not have, and well-known Arabic names that got lost."""
    near = zip(pairs.words, pairs.nearness.max(axis=1), strict=True) if pairs else ()
    meant = frozenset(latin_letters(word.text) for word, most in near if most >= _MEANT)
    source, names = ArabicNames.of(arabic, meant), english.names
    findings = []
    for entry, other, span in confused_countries(english.entries, {match.entry for match in source.known}):
        places = tuple(match.span for match in source.known if match.entry is other)
        message = f"The English names {entry.name}; the Arabic has {other.name}."
        findings.append(Finding("name", "error", message, places[:1], (span,)))
    told = [span for finding in findings for span in finding.target_spans]
    extra = [n for n in names if is_missing(n, source) and not any(n.span.overlaps(span) for span in told)]
    lost = [match for match in _lost(source, english) if not any(match.span in f.source_spans for f in findings)]
    for name in extra:
        partner = next((match for match in lost if _alike(match.entry, name)), None) or (lost[0] if lost else None)
        if partner:
            lost.remove(partner)
            said = f"{partner.entry.name} ({partner.span.of(arabic.text)})"
            message = f"The English names {name.text}; the Arabic has {said}."
            findings.append(Finding("name", "error", message, (partner.span,), (name.span,)))
        else:
            message = f"The English names {name.text}; nothing in the Arabic corresponds to it."
            findings.append(Finding("name", "warning", message, (), (name.span,)))
    for match in lost:
        message = f"Arabic names {match.entry.name} ({match.span.of(arabic.text)}); the English does not."
        findings.append(Finding("name", "warning", message, (match.span,), ()))
    return findings


def confused_countries(said: Iterable[EntryMatch], source: Iterable[Entry]) -> Iterator[tuple[Entry, Entry, Span]]:
    """Yield countries that stand for another with a like name: Nigeria for Niger, Guinea for Guinea-Bissau."""
    matches = [match for match in said if match.entry.kind == "country"]
    ours, theirs = {match.entry for match in matches}, {entry for entry in source if entry.kind == "country"}
    for match in matches:
        if match.entry not in theirs:
            other = next((entry for entry in theirs - ours if _sound_alike(match.entry, entry)), None)
            if other:
                yield match.entry, other, match.span


def _sound_alike(one: Entry, other: Entry) -> bool:
    words, others = ({word.lower() for word in entry.name.replace("-", " ").split()} for entry in (one, other))
    start = latin_letters(one.name)[:4] == latin_letters(other.name)[:4]
    return start or bool(
        {word for word in words & others if len(word) > 3} - {"republic", "islands", "island", "united"}
    )


def _alike(entry: Entry, name: Name) -> bool:
    kind = "place" if entry.kind == "country" else entry.kind
    return kind == (name.kind or "person")


# -- from English to Arabic --------------------------------------------------------------------------------------


def is_missing(name: Name, source: ArabicNames) -> bool:
    """Tell whether nothing in the Arabic accounts for the name."""
    statuses = [status for status, weight in _statuses(name, source) for _ in range(weight)]
    missing = statuses.count("missing")
    heard = statuses.count("sounds") + statuses.count("known")
    if not heard and "translated" not in statuses and "absent" in statuses:
        return True
    return missing > 0 and missing >= heard


def _statuses(name: Name, source: ArabicNames) -> Iterator[tuple[Status, int]]:
    words = list(name.words)
    while words:
        length, entry = _longest_entry(words)
        if entry is None:
            yield _word_status(words[0], source), 1
            words = words[1:]
        else:
            yield _entry_status(entry, words[:length], source), length
            words = words[length:]


def _longest_entry(words: list[NameWord]) -> tuple[int, Entry | None]:
    for length in range(min(5, len(words)), 0, -1):
        entry = entry_for(word.text for word in words[:length])
        if entry:
            return length, entry
    return 1, None


def _entry_status(entry: Entry, words: list[NameWord], source: ArabicNames) -> Status:
    if source.says(entry):
        return "known"
    statuses = {_word_status(word, source) for word in words}
    if statuses <= {"sounds", "translated"}:
        return "sounds"
    if len(words) == 1 and words[0].text.isupper() and source.spells_out(words[0].letters):
        return "sounds"
    return "missing"


def _word_status(word: NameWord, source: ArabicNames) -> Status:
    letters = word.letters
    if len(letters) < _SHORT:
        return "unsure"
    translations = name_words().get(letters)
    if letters in source.meant or (translations and not translations.isdisjoint(source.stems)):
        return "translated"
    heard = source.sound_of(letters)
    if heard >= SPELLS:
        return "sounds"
    if sum(char.isupper() for char in word.text) > 2 or word.text.isupper():
        return "sounds" if source.spells_out(letters) else "unsure"
    if heard >= _MAY_SPELL:
        return "unsure"
    if translations:
        return "absent"
    return "unsure" if is_ordinary(letters) else "missing"


# -- from Arabic to English --------------------------------------------------------------------------------------


def _lost(source: ArabicNames, english: Reading) -> list[EntryMatch]:
    """Return well-known names of the Arabic that the English has in no form."""
    said = {latin_letters(word.text) for word in english.words if word.kind == "latin"}
    capitals = {word.letters for name in english.names for word in name.words}
    said |= {word.letters for name in english.names for word in name.words}
    found: list[EntryMatch] = []
    for match in source.known:
        alternatives = [other for other in source.known if other.span == match.span]
        if match.span in [other.span for other in found]:
            continue
        if any(other.ambiguous or other.joined or other.entry.kind in ("term", "language") for other in alternatives):
            continue
        heard = [arabic_sounds(stem) for word in source.words_at(match.span) for stem in strip_prefixes(word.form)]
        spelled = any(transliteration_score(word, sound) >= SPELLS for word in capitals for sound in heard)
        inner = [part.entry for word in source.words_at(match.span) for part in entries_in_arabic([word])]
        entries = [other.entry for other in alternatives] + [entry for entry in inner if entry.kind != "term"]
        if not spelled and not any(_is_said(entry, said) for entry in entries):
            found.append(match)
    return found


def _is_said(entry: Entry, said: set[str]) -> bool:
    for name in (*entry.english, *entry.english_people):
        words = [latin_letters(word) for word in name.replace("-", " ").split()]
        if all(word in said for word in words if word):
            return True
    if entry.kind == "organization":  # the Assembly of Representatives for the House of Representatives
        own = {latin_letters(word) for name in entry.english for word in name.split() if len(word) > 3}
        return bool(own & said - name_words().keys())
    if entry.kind == "person":
        return any(latin_letters(name.split()[-1]) in said for name in entry.english)
    return False
