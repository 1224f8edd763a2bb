"""What rose or fell by a quantity of an Arabic sentence, and which way: "gold price down 0.9%"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from toolkit.article.lexicon import arabic_words, names, rows
from toolkit.article.normalize import arabic_form
from toolkit.language.gazetteer import entries_in_arabic
from toolkit.language.names import Name
from toolkit.language.quantity import Quantity
from toolkit.language.words import Word, strip_prefixes

__all__ = ["change", "noun_phrase"]

_CHANGES = arabic_words("arabic_numerals", "change", column=2)
_ROOTS = {"up": "رتفع رتفاع زاد زياد صعد صعود قفز نما نمت رفع", "down": "تراجع نخفض نخفاض هبط هبوط تقلص خفض خفيض"}
_WAY = {form: way for way, roots in _ROOTS.items() for form in _CHANGES if any(root in form for root in roots.split())}
_LEVELS = frozenset({"الي", "حتي", "من", "عند", "علي", "دون", "فوق"})
_TO = frozenset({"الي", "عند", "لتبلغ", "ليبلغ", "لتصل", "ليصل", "مسجلا", "مسجله"})
_BY = frozenset({"بنسبه", "بواقع", "بمقدار", "بنحو", "نحو", "بحوالي", "حوالي", "قدره", "قدرها", "نسبتها", "نسبته"})
_NOT = frozenset({"لم", "لن", "لا", "ولم"})
_END = frozenset({"في", "خلال", "عند", "امام", "مقابل", "تسليم", "اليوم", "امس", "بعد", "مقارنه", *_LEVELS, *_BY})
_FAR = 12  # words between the verb and the number
_NOUNS = sorted(
    (
        (tuple(arabic_form(w.removeprefix("ال")) for w in said.split()), english)
        for english, cell in rows("subjects")
        for said in names(cell)
    ),
    key=lambda noun: -len(noun[0]),
)


def change(words: Sequence[Word], number: Quantity, named: Sequence[Name], before: Quantity | None) -> tuple[str, str]:
    """Return what changed, in English as far as it is known, and "up", "down" or "to" (a level that was reached).

    Parameters
    ----------
    words, named
        The sentence's words and names.
    number
        A percentage, an amount of money or points.
    before
        The quantity before it, whose subject it shares as the level that was reached.
    """
    if number.kind not in ("percentage", "money") and number.unit != "point":
        return "", ""
    first = bisect_left(words, number.span.start + 1, key=lambda word: word.start) - 1
    if before and before.subject and words[first - 1].form in _TO and before.span.end <= words[first - 1].start:
        gap = [word for word in words[:first] if before.span.end <= word.start]
        return (before.subject, "to") if len(gap) < 4 and before.direction in ("up", "down") else ("", "")
    for at in range(first - 1, max(-1, first - _FAR), -1):
        form = words[at].form if words[at].form in _CHANGES else words[at].form.removeprefix("و")
        if words[at].kind != "arabic" or form in _LEVELS:
            return "", ""
        if form in _CHANGES:
            if number.upto is not None or (at and words[at - 1].form in _NOT):
                return "", ""
            return _subject(words, at, first, named), _WAY.get(form, "")
    return "", ""


def _subject(words: Sequence[Word], verb: int, number: int, named: Sequence[Name]) -> str:
    """Return the English of the words between a verb and its number, else of those before the verb; "" if unsure."""
    after = next((at for at in range(verb + 1, number) if words[at].form in _END), number)
    if after > verb + 1:
        return noun_phrase(words[verb + 1 : after], named)
    first = verb
    while first and words[first - 1].kind == "arabic" and words[first - 1].form not in _END:
        first -= 1
    return noun_phrase(words[first:verb], named)


def noun_phrase(words: Sequence[Word], named: Sequence[Name]) -> str:
    """Say a chain of nouns word by word, the last first: ``سعر خام برنت`` is "Brent crude price"."""
    said: list[str] = []
    at = 0
    while at < len(words):
        name = next((n for n in named if n.span.start <= words[at].start + 2 < n.span.end), None)
        size, english = 1, ""
        if name and name.known in ("listed", "given"):
            size, english = sum(word.start < name.span.end for word in words[at:]), name.canonical
        else:
            size, english = _known(words[at:])
        if not english:
            return ""
        said.insert(0, english)
        at += size
    text = " ".join(said)
    return text[:1].upper() + text[1:]


def _known(words: Sequence[Word]) -> tuple[int, str]:
    stems = [strip_prefixes(word.form) for word in words]
    for forms, english in _NOUNS:
        if len(forms) <= len(words) and all(form in own for form, own in zip(forms, stems, strict=False)):
            return len(forms), english
    match = next(iter(entries_in_arabic(words[:4])), None)
    if match and match.span.start == words[0].start and not match.ambiguous:
        people = match.entry.english_people if match.adjective else ()
        return sum(word.start < match.span.end for word in words), next(iter(people), match.entry.name)
    return 0, ""
