"""The subject of an English news sentence: the words before its first finite verb, and what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from toolkit.article.lexicon import rows, words
from toolkit.language.english import EnglishWord, english_words
from toolkit.language.names import Name
from toolkit.language.reading import read_sentence

__all__ = ["BODIES", "HUMANS", "SPEECH", "Subject", "is_female", "people_in", "subject_of"]

Kind = Literal["person", "human", "body", "several", "thing"]
SPEECH = frozenset(words("speech", column=2)) | {"continued", "concluded", "highlighted", "recalled", "went"}
"""Forms of English verbs of speech."""

_NOUNS = {row[1]: row[0] for row in rows("speakers") if row[0] in ("one", "many", "post")}
BODIES = frozenset(
    "police army government opposition presidency ministry committee court company organization party movement "
    "newspaper agency channel parliament council union centre authority prosecution delegation team bank club network "
    "website group commission federation body house kremlin pentagon nations senate congress".split()
)
"""Nouns by which bodies are named."""

_PAPERS = frozenset("statement report study letter decision".split())
HUMANS = frozenset(n for n, kind in _NOUNS.items() if kind in ("one", "post")) - BODIES - _PAPERS
HUMANS |= words("titles", "post")
HUMANS |= frozenset("spokesperson aide chief executive king queen pope businessman mp".split())
"""Nouns by which one person is told."""

_FINITE = words("function_words", "auxiliary") - {"be", "been", "being", "having", "doing", "done"}
_PAST = {form for _, forms in rows("irregular") for form in forms.split()}
_PRESENT = frozenset(
    "says wants allows rejects supports begins needs takes costs comes holds runs remains weighs plans intends seeks "
    "accepts continues considers believes".split()
)
_ADJECTIVE_AFTER = words("function_words", "article", "possessive", "demonstrative", "preposition") | {"and"}
_PREPOSITIONS = words("function_words", "preposition") | {"who", "which", "whose", "that"}
_ALSO = frozenset("also earlier later then again now today yesterday repeatedly still has had have".split())
_SOUNDS_ALIKE = 0.6  # share of letters that the spelling of a translation has from ours
_ROMAN = re.compile(r"\s+[IVX]+\b")
_FEMALE = re.compile(r"\b(?:Mrs|Ms|Queen|Princess|Lady)\b|woman\b")


class Subject(NamedTuple):
    """The words before the first finite verb, that verb, what they are, and the name to say it by."""

    text: str
    verb: str
    kind: Kind
    name: str

    @property
    def speaks(self) -> bool:
        """Whether the sentence says what its subject said."""
        return self.verb in SPEECH


@lru_cache(maxsize=1024)
def subject_of(english: str, arabic: str = "") -> Subject | None:
    """Return the subject of a sentence, or None where no finite verb is found.

    Examples
    --------
    >>> subject_of("Health Minister Salim Abbas said that the campaign would begin.").name
    'Salim Abbas'
    >>> subject_of("The two sides agreed on a truce.").kind
    'several'
    """
    if said := re.match(r"According to ([^,]+),", english):
        return _subject(said[1], "said", english, arabic)
    found = english_words(english)
    at = next((place for place in range(1, len(found)) if _is_finite(found, place)), None)
    if at is None:
        return None
    verb = next((word for word in found[at:] if word.form not in _ALSO), found[at])
    text = english[: found[at].start].strip().rstrip(",")
    return _subject(text, verb.form, english, arabic) if "“" not in text else None


def _is_finite(found: Sequence[EnglishWord], place: int) -> bool:
    word, before = found[place], found[place - 1]
    if word.capital:
        return False
    if word.form in _FINITE or word.form in _PRESENT:
        return True
    if before.form in _ADJECTIVE_AFTER:
        return False
    speaks = word.form in SPEECH and not word.form.endswith("ing") and word.form not in ("report", "state", "according")
    return speaks or word.form in _PAST or (word.form.endswith("ed") and len(word.form) > 4)


def _subject(text: str, verb: str, english: str, arabic: str) -> Subject:
    people = [name for name in people_in(english, arabic) if name.split()[-1] in text]
    head = _head(text)
    if len(people) == 1 and " and " not in text:
        return Subject(text, verb, "person", people[0])
    shown = re.sub(r"^(The|A|An|Two|Both|Some)\b", lambda m: m[1].lower(), text)
    if " and " in text or re.match(r"(?:the )?(?:two|both|some)\b", shown) or _NOUNS.get(head) == "many":
        return Subject(text, verb, "several", shown)
    if head in HUMANS:
        return Subject(text, verb, "human", shown)
    if head in BODIES or any(n.kind in ("organization", "place", "") for n in read_sentence(text, "en").names):
        return Subject(text, verb, "body", shown)
    plural = head.endswith("s") and not head.endswith("ss")
    return Subject(text, verb, "several" if plural else "thing", shown[:1].lower() + shown[1:] if plural else shown)


def _head(text: str) -> str:
    """Return the noun that a phrase is about: the last word before a preposition."""
    found = english_words(text)
    end = next((at for at, word in enumerate(found) if at and word.form in _PREPOSITIONS), len(found))
    return found[end - 1].form if found else ""


@lru_cache(maxsize=1024)
def people_in(english: str, arabic: str = "") -> tuple[str, ...]:
    """Return the people whom an English sentence names, in order, each once by the fullest form of the name.

    A name that no table knows is a person's if a post stands before it, or a person in the Arabic sounds like it.
    """
    known = [n.canonical for n in read_sentence(arabic, "ar").names if n.kind == "person"] if arabic else []
    found: dict[str, str] = {}
    for name in read_sentence(english, "en").names:
        said = _bare(name, english)
        if name.kind in ("person", "") and said and (name.kind or _is_person(name, said, english, known)):
            last = said.split()[-1]
            found[last] = max(found.get(last, ""), said, key=len)
    return tuple(found.values())


def _bare(name: Name, english: str) -> str:
    """Return a name without posts and bodies before it, but for those of a single name: Pope Leo."""
    text = name.text + (more[0] if (more := _ROMAN.match(english, name.span.end)) else "")
    parts = text.split()
    posts = [at for at, part in enumerate(parts) if part.lower() in HUMANS]
    rest = parts[posts[-1] + 1 :] if posts else parts
    if any(part.lower().rstrip("'’s") in BODIES for part in rest):
        return ""
    if len([part for part in rest if not part.isupper()]) == 1:
        titled = re.search(r"([A-Z][a-z]+) $", english[: name.span.start])
        if titled and titled[1].lower() in ("king", "queen", "pope", "prince", "princess", "sheikh", "emir"):
            return f"{titled[1]} {' '.join(rest)}"
        if posts and parts[posts[-1]].lower() in ("king", "queen", "pope", "prince", "princess"):
            return " ".join(parts[posts[-1] :])
    return " ".join(rest)


def _is_person(name: Name, said: str, english: str, known: Sequence[str]) -> bool:
    before = english_words(english[: name.span.start])[-1:]
    titled = bool(name.titles) or said != name.text or (before and before[0].form in HUMANS)
    return bool(titled) or any(
        SequenceMatcher(None, ours.lower(), theirs.lower()).ratio() >= _SOUNDS_ALIKE
        for full in known
        for ours in full.split()
        for theirs in said.split()
    )


def is_female(subject: Subject) -> bool:
    """Tell whether the words of a subject say that she is a woman."""
    return bool(_FEMALE.search(subject.text))
