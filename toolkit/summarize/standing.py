"""A sentence that stands alone: without its opening formula, quotations closed, and what it points back to named.

A pronoun, "the agency" or "this decision" at its head is resolved from the sentences before, in brackets that mark the
words as ours. Where no reader can be sure who or what is meant, there is no such form, and no claim is made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.article.lexicon import rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Article
from toolkit.language.english import english_words, stem
from toolkit.language.gazetteer import entry_for
from toolkit.summarize.removals import opening
from toolkit.summarize.salience import leaning
from toolkit.summarize.subjects import BODIES, HUMANS, SPEECH, Subject, is_female, people_in, subject_of
from toolkit.translate.types import Translation

__all__ = ["Standing", "closed", "standing"]

Translations = Sequence[Translation | None]
_PRONOUN = re.compile(r"(He|She|It|They|His|Her|Its|Their)\b")
_DEFINITE = re.compile(r"The ((?:[\w’'-]+ ){0,2}?)([a-z]+)\b(?! of\b)")
_THIS = re.compile(r"(?:\w+ ){0,2}?\b(?:[Tt]his|[Tt]hese|[Tt]hose|That) ([a-z][\w-]*)(?: ([a-z][\w-]*))?")
_ON_THIS = re.compile(r"\b(?:on|about|regarding|over|of|in) this (?:issue|matter|subject|file|regard|question|topic)\b")
_MATTER = re.compile(r"\b(?:situations?|issues?|crisis|questions?|files?|wars?|conflicts?|talks|disputes?)\b")
_OBJECT = re.compile(r"\b(?:him|her(?= (?:on|of|about|with|to|for|that|in|at)\b|[.,]))\b")
_OWNER = re.compile(r"\b(?:his|her)\b")
_CLAUSE = re.compile(r"\b(?:that|who|which|when|after|before|while|because|whose)\b|,")
_PAPERS = frozenset({"statement", "report"})
_SOURCES = frozenset("source official adviser spokesman spokeswoman aide envoy diplomat expert".split())
_OWN = frozenset("police army government parliament opposition presidency".split())  # a country has one of each
_WHEN = frozenset("week month year time morning evening summer winter season day".split())
_AGENCIES = re.compile(
    r"\b(Reuters|TASS|RIA Novosti|Agence France-Presse|AFP|Associated Press|Anadolu|Bloomberg|Xinhua|Interfax)\b"
)
_FAR = 3  # sentences in which a body is looked for
_PHRASE = re.compile(r"^ (?:of|between|on|with|over|for|in|against) [^,;.“]+")


class Standing(NamedTuple):
    """The text of a claim that stands alone, and the sentences before it that name what it points back to."""

    text: str
    named_in: tuple[int, ...] = ()


def closed(text: str) -> str:
    """Close a quotation that goes on in the next sentence: the claim ends here.

    Examples
    --------
    >>> closed("He said: “The talks were short.")
    'He said: “The talks were short.”'
    """
    if text.count("“") > text.count("”"):
        return text.rstrip() + "”"
    return text.rstrip() + '"' if text.count('"') % 2 else text


def standing(index: int, article: Article, translations: Translations) -> Standing | None:
    """Return the English of a sentence as it can stand alone, or None where it cannot.

    Parameters
    ----------
    index
        Index into `article.sentences`; without a translation there is nothing to say.
    """
    before = tuple(
        (i, article.sentences[i].text, _opened(t.text))
        for i in range(max(0, index - _FAR), index + 1)
        if (t := translations[i])
        and article.sentences[i].kind == "body"
        and article.sentences[i].part == article.sentences[index].part
    )
    if not before or before[-1][0] != index or _inside(article).get(index, False):
        return None
    return _standing(before, _lead(article, article.sentences[index].part, translations))


def _lead(article: Article, part: int, translations: Translations) -> str:
    """Return the headline and the first sentence of a part: what "this call" may mean anywhere below them."""
    texts = [t.text for s in article.sentences if s.part == part and s.kind == "title" and (t := translations[s.index])]
    body = [t.text for s in article.of_kind("body") if s.part == part and (t := translations[s.index])]
    return " ".join([*texts, *body[:1]])


def _opened(english: str) -> str:
    """Return a sentence without the formulas that it opens with."""
    while cut := opening(english):
        english = english[cut : cut + 1].upper() + english[cut + 1 :]
    return english


@lru_cache(maxsize=8)
def _inside(article: Article) -> dict[int, bool]:
    return {index: how.inside for index, how in leaning(article).items()}


_Read = tuple[int, str, str]  # index, Arabic and English of a sentence


@lru_cache(maxsize=512)
def _standing(read: tuple[_Read, ...], lead: str) -> Standing | None:
    """Resolve the last of some sentences in order."""
    text = closed(read[-1][2])
    if text.count("”") > text.count("“"):
        return None
    found = _pronoun(text, read, lead)
    for resolve in (_definite, _this):
        if found is not None and not found.named_in:
            found = resolve(text, read, lead)
    if found is None:
        return None
    issue = _ON_THIS.search(found.text)
    if issue and not _MATTER.search(found.text[: issue.start()]):
        return None
    return _owned(found, read)


def _previous(read: tuple[_Read, ...]) -> _Read | None:
    """Return the sentence right before the last one, if no heading or gap stands between."""
    return read[-2] if len(read) > 1 and read[-2][0] == read[-1][0] - 1 else None


def _before(read: tuple[_Read, ...], lead: str) -> Subject | None:
    """Return the subject of the sentence before, through pronouns that are resolved themselves."""
    previous = _previous(read)
    if previous is None:
        return None
    found = subject_of(previous[2], previous[1])
    if found is None:
        return None
    if _PRONOUN.match(previous[2]) or (found.kind == "human" and found.text.startswith("The ")):
        resolved = _standing(read[:-1], lead)
        named = re.search(r"\[(.+?)\]", resolved.text) if resolved else None
        if named is None:
            return found if found.kind == "human" and not _PRONOUN.match(previous[2]) else None
        kind = "person" if people_in(f"Mr {named[1]}") or found.kind == "human" else "body"
        if re.match("They|Their", previous[2]):
            kind = "several"
        return found._replace(name=named[1], kind=kind)  # type: ignore[arg-type]
    return found


def _put(text: str, end: int, name: str, read: tuple[_Read, ...]) -> Standing:
    """Put a name in brackets; its source is the nearest sentence before that has all of its words."""
    said = {word.form for word in english_words(name)} - {"the", "of", "a", "an"}
    holding = [i for i, _, english in read[:-1] if said <= {word.form for word in english_words(english)}]
    return Standing(f"{text[:end]} [{name}]{text[end:]}", (holding[-1] if holding else read[-2][0],))


def _pronoun(text: str, read: tuple[_Read, ...], lead: str) -> Standing | None:
    """Resolve the pronoun that a sentence opens with to the subject of the one before."""
    pronoun = _PRONOUN.match(text)
    if not pronoun:
        return Standing(text)
    subject, previous = _before(read, lead), _previous(read)
    if subject is None or previous is None:
        return None
    word = pronoun[1]
    own = subject_of(text)
    speaks = own is not None and own.speaks
    name = _person(word, subject, previous, speaks, read[-1][1]) if word in ("He", "She", "His", "Her") else ""
    if word in ("It", "Its") and subject.kind == "body" and subject.speaks and (speaks or word == "Its"):
        name = subject.name
    if word in ("They", "Their") and subject.kind == "several":
        name = subject.name
    if not name or re.match(r"(?:he|she|it|they|his|her|their)\b", name, re.IGNORECASE):
        return None
    owns = word in ("His", "Her", "Its", "Their")
    return _put(text, pronoun.end(), f"{name}’s" if "’" in text and owns else f"{name}'s" if owns else name, read)


def _person(word: str, subject: Subject, previous: _Read, speaks: bool, arabic: str) -> str:
    """Return who "he" or "she" is: the only person of the sentence before, or the one who goes on speaking."""
    people = people_in(previous[2], previous[1])
    if not _same_gender(word, subject, previous[1]):
        return ""
    if subject.kind == "person":
        alone = set(people) <= {subject.name}
        goes_on = speaks and subject.speaks and not _others_speak(previous[2], subject)
        return subject.name if alone or goes_on else ""
    if subject.kind == "human":
        return subject.name if speaks and subject.speaks and not people else ""
    return people[0] if len(people) == 1 else ""


def _others_speak(english: str, subject: Subject) -> bool:
    """Tell whether somebody else speaks in a sentence, too: "…, and MP Ali replied that"."""
    clauses = re.split(r",? (?:and|but|while|whereas) ", english[len(subject.text) :])[1:]
    return any((own := subject_of(clause)) and own.speaks and own.kind in ("person", "human") for clause in clauses)


def _same_gender(word: str, subject: Subject, arabic: str) -> bool:
    """Tell whether the Arabic verb of the sentence before fits the pronoun, as far as it is one of speech."""
    female = word in ("She", "Her")
    if is_female(subject):
        return female
    if not subject.speaks or subject.kind not in ("person", "human"):
        return True
    forms = [arabic_form(w).lstrip("و") for w in re.findall(r"\w+", arabic)]
    verb = next((form for form in forms if form in _VERBS), "")
    return not verb or (verb in _FEMALE) == female


_VERBS = frozenset(arabic_form(form) for row in rows("speech") for form in row[3].split())
_FEMALE = frozenset(v for v in _VERBS if v.endswith("ت") and v[:-1] in _VERBS) | {"قالت", "دعت", "نفت", "رات"}


def _definite(text: str, read: tuple[_Read, ...], lead: str) -> Standing | None:
    """Resolve "the agency", "the official", "the statement" at the head of a sentence."""
    own = subject_of(text)
    match = _DEFINITE.match(own.text) if own else None
    if own is None or match is None or own.text != match.group():
        return Standing(text)
    noun, end = match[2], match.end()
    named = any(not _is_people(word) for word in re.findall(r"[A-Z][\w’'-]+", match[1]))
    if noun in _PAPERS and not named:
        papers = {(i, n.strip()) for i, _, english in read for n in re.findall(rf"((?:[A-Z]\w+ )+){noun}", english)}
        papers = {(i, n.removeprefix("The ")) for i, n in papers if n != "The"}
        if len({n for _, n in papers}) == 1:
            (at, whose) = min(papers)
            return Standing(f"{text[:end]} [of the {whose}]{text[end:]}", (at,))
        subject = _before(read, lead)
        ours = subject and subject.kind == "body" and (subject.speaks or noun in read[-2][2])
        return _put(text, end, f"of {subject.name}", read) if subject and ours else None
    if noun in HUMANS:
        return Standing(text) if named else _human(text, end, noun, read, _before(read, lead))
    if noun in BODIES and noun not in _OWN:
        return Standing(text) if named else _body(text, end, noun, read)
    return Standing(text)


def _is_people(word: str) -> bool:
    """Tell whether a word says of which country somebody is, and not who: "the Russian official"."""
    entry = entry_for([word.lower()])
    return entry is not None and word.lower() in (people.lower() for people in entry.english_people)


def _human(text: str, end: int, noun: str, read: tuple[_Read, ...], subject: Subject | None) -> Standing | None:
    previous = _previous(read)
    if subject and previous and subject.kind == "person" and subject.speaks:
        told = any(noun in english.lower() for _, _, english in read[:-1])
        if (noun == "official" or told) and not _others_speak(previous[2], subject):
            return _put(text, end, subject.name, read)
    if previous:
        same = re.findall(rf"\b((?:an?|one|the) (?:[\w-]+ ){{0,3}}?{noun})\b", previous[2], re.IGNORECASE)
        if len(same) == 1:
            said = same[0][:1].lower() + same[0][1:]
            if said.lower() != text[:end].lower():
                return _put(text, end, said, read)
            if subject and subject.kind == "human" and subject.name.lower() != text[:end].lower():
                return _put(text, end, subject.name, read)
    return None if noun in _SOURCES else Standing(text)


def _body(text: str, end: int, noun: str, read: tuple[_Read, ...]) -> Standing | None:
    """Name the body of one kind that the sentences before name, if it is one."""
    found: dict[str, int] = {}
    plural = noun[:-1] + "ies" if noun.endswith("y") else f"{noun}s"
    for index, _, english in read[:-1]:
        if re.search(rf"\b{plural}\b", english):
            return None
        for name in _bodies(english, noun):
            found.setdefault(name, index)
    if len(found) != 1:
        return None
    ((name, index),) = found.items()
    return Standing(f"{text[:end]} [{name}]{text[end:]}", (index,))


def _bodies(english: str, noun: str) -> list[str]:
    """Return what a sentence names with a noun: "Bloomberg" for agency, "the Criminal Court in Tunis" for court."""
    if noun == "agency":
        known = _AGENCIES.findall(english)
        called = re.findall(r"((?:[A-Z][\w-]*\s)*[A-Z][\w-]*) (?:news )?agency\b", english)
        return list(dict.fromkeys(name.removeprefix("The ") for name in [*known, *called]))
    capital = noun.capitalize()
    after = re.findall(rf"\b{noun} ((?:[A-Z][\w-]*\s?)+)", english)
    before = re.findall(rf"\b((?:[A-Z][\w’'-]*\s)+){noun}\b", english)
    whole = re.findall(rf"\b((?:[A-Z][\w’'-]*\s)*{capital}(?:(?: of| in| for)(?: the)?(?: [A-Z][\w’'-]*)+)*)", english)
    bare = [re.sub(r"^The\b ?", "", name.strip()) for name in [*after, *before]]
    named = [name for name in whole if name.lower() not in (noun, f"the {noun}")]
    return [*(name for name in bare if name), *(f"the {name.removeprefix('The ')}" for name in named)]


def _this(text: str, read: tuple[_Read, ...], lead: str) -> Standing | None:
    """Resolve "this decision" near the head by the same noun in the sentence before, and what it is of."""
    match = _THIS.match(text)
    if match is None:
        return Standing(text)
    nouns = [word for word in (match[2], match[1]) if word and word not in SPEECH]
    if any(word in _WHEN for word in nouns):
        return Standing(text)
    previous = _previous(read)
    for noun in nouns:
        same = [word for word in english_words(previous[2]) if word.stem == stem(noun)] if previous else []
        if previous and len(same) == 1:
            phrase = _PHRASE.match(previous[2][same[0].end :])
            if phrase and (said := _whole(phrase.group())) and re.search("[A-Z]", said):
                return _put(text, match.end(2 if noun == match[2] else 1), said, read)
    if any(word.stem == stem(match[2] or match[1]) or word.stem == stem(match[1]) for word in english_words(lead)):
        return Standing(text)  # what the article is about
    return None


def _whole(phrase: str) -> str:
    """Return a phrase up to the verb that follows it."""
    subject = subject_of(f"It{phrase}.")
    return subject.text.removeprefix("It").strip() if subject else phrase.strip()


def _owned(found: Standing, read: tuple[_Read, ...]) -> Standing | None:
    """Resolve "him" and "his" that nobody in the sentence is meant by."""
    text, previous = found.text, _previous(read)
    earlier = people_in(previous[2], previous[1]) if previous else ()
    subject = subject_of(text, read[-1][1])
    for pattern, owns in ((_OBJECT, False), (_OWNER, True)):
        match = pattern.search(text)
        if match is None or "[" in text[max(0, match.start() - 2) : match.start()]:
            continue
        before = text[: match.start()]
        said = {word.text for word in english_words(before)}
        here = {p.split()[-1] for p in (*people_in(before, read[-1][1]), *earlier)} & said
        lone = len(here) == 1 and subject is not None and here <= {word.text for word in english_words(subject.text)}
        hangs = not here if owns else not here or (lone and not _CLAUSE.search(before))
        if not hangs or any(word.form in HUMANS for word in english_words(before)):
            continue
        others = [p for p in earlier if p.split()[-1] not in here]
        if len(others) != 1 or previous is None:
            return None
        name = f"{others[0]}'s" if owns else others[0]
        text = f"{text[: match.end()]} [{name}]{text[match.end() :]}"
        found = Standing(text, tuple(sorted({*found.named_in, previous[0]})))
    return found
