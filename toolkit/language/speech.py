"""Reported speech in Arabic: who is quoted, with which verb, and what is said.

Words in quotation marks are a quotation from four words on, if a verb of speech stands in the sentence; without
marks, what follows ``إن`` or ``أن`` after such a verb and its speaker is reported speech. The speaker is the subject of
the verb: who was told, what is quoted and what the talk is about are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.article.lexicon import arabic_words, by_arabic, rows
from toolkit.article.normalize import arabic_form
from toolkit.article.types import Span
from toolkit.language.english import SPEECH_WORDS
from toolkit.language.gazetteer import entries_in_arabic
from toolkit.language.name_spelling import compose, is_name_noun
from toolkit.language.names import Known, Name
from toolkit.language.words import ARABIC_FUNCTION_WORDS, Word, strip_prefixes

__all__ = ["HEADS", "OFFICES", "SPEECH_VERBS", "STOPS", "TITLES", "Quotation", "find_quotations", "with_translation"]

_QUOTE = re.compile('“([^“”]+)”|«([^«»]+)»|"([^"]+)"|”([^“”]+)”|‘([^‘’]{12,})’')
_MARKS = frozenset('"“”«»‘’')
_THAT = frozenset({"ان", "بان", "انه", "بانه", "انها", "بانها", "انهم", "بانهم", "انهما"})
_NAMED = arabic_words("name_nouns", "work")
_BODY_NOUNS = arabic_words("name_nouns", "body", "institution")
_CALLED = frozenset("يعرف تعرف المعروف المعروفه يسمي تسمي المسمي المسماه يدعي الملقب لقب مسمي".split())
_NOT = {"لم": "did not", "لا": "does not", "لن": "will not"}
SPEECH_VERBS = by_arabic((row[1], row[3]) for row in rows("speech") if row[0] != "bridge")
"""Arabic verbs of speech, in their normal form, with their English."""

_PARTICIPLES = by_arabic((row[1], row[4]) for row in rows("speech") if row[0] != "bridge")
SPEECH_VERBS |= _PARTICIPLES
_PLAIN = {row[1]: row[2].split()[0] for row in rows("speech") if row[2]} | {"stressed": "confirm"}

_TITLES = arabic_words("titles", column=2)
TITLES = _TITLES | {article + title for title in _TITLES for article in ("ال", "لل")}
"""Words that stand before the name of a person."""

_OFFICES = by_arabic((row[0], row[1]) for row in rows("offices"))
OFFICES = _OFFICES | {"ال" + arabic: english for arabic, english in _OFFICES.items()}
"""What somebody is to a body: words by which names are learned."""

_WORDS = [
    (row[0], row[1], tuple(map(arabic_form, word.split("+")))) for row in rows("speakers") for word in row[2].split()
]
HEADS = {forms: (kind, said) for kind, said, forms in _WORDS if kind in ("one", "many", "post")}
"""Words, one or two, by which a speaker without a name is told, with their class and English."""

_OF = {forms[0]: said for kind, said, forms in _WORDS if kind == "of"}
_ADJECTIVES = {forms[0]: said for kind, said, forms in _WORDS if kind == "adjective"}
_ASKING = frozenset("متي كيف ماذا لماذا اين من ما هل كم".split())
_SAID = frozenset({*_THAT, ":", *_MARKS})
_WHO = frozenset({"الذي", "التي", "الذين"})
_OWNERS = {"ه": "his", "ها": "its", "هم": "their"}
_BREAKS = frozenset("،,؛;:.()[]-–—…؟?!")
_CLAUSE = _BREAKS | _THAT | {"لكن", "ولكن", "فيما", "بينما"}
STOPS = (ARABIC_FUNCTION_WORDS - {"بعض"}) | frozenset(
    "ايضا اليوم امس غدا يوم مساء صباح خلال اثناء وفق وفقا حسب بحسب عقب قبيل ردا تعليقا".split()
    + "امام لدي ضد عبر منذ بعد قبل حول ضمن بين تجاه وسط".split()
    + "الذي التي الذين والذي والتي قد وهو وهي هكذا ل ب و ك".split()
)
"""Words that are no part of a name or of a subject."""

_SKIPPED = frozenset({"ايضا", "اليوم", "امس", "كذلك", "بدوره", "بدورها", "هكذا", "قد"})
_LEAST = 4
_REPORTED = re.compile(
    rf"\b(?:{'|'.join(sorted(SPEECH_WORDS))})\b"
    r"(?:[^.“\"]{0,30}?\bthat\b| (?!(?:in|on|at|to|by|of|during|after|before|over|for|and|it was)\b))"
    r"(?P<said>[^,:“\"].{12,})"
)
"""What an English sentence says that somebody said: after "that", or right after the verb."""

_FAR = 40
_VERBS_BACK = 20  # verbs of speech that are looked at for a subject
_LONGEST = 8  # words of a subject
_Verbs = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody is reported to have said.

    `span` holds them, without quotation marks; `speaker` is who says them, if the sentence says it: a name, or a
    description such as "an informed Iraqi source"; `verb` is English; `direct` tells whether they stand in quotation
    marks; `english` is what the known translation of the sentence has for them.
    """

    span: Span
    speaker: Name | None
    verb: str
    direct: bool
    english: str = ""


def find_quotations(text: str, words: Sequence[Word], names: Sequence[Name]) -> list[Quotation]:
    """Find reported speech in an Arabic sentence.

    Parameters
    ----------
    text, words
        The sentence and its words.
    names
        What the sentence names.
    """
    verbs = [(at, verb) for at in range(len(words)) if (verb := _verb(words, at))]
    return list(_Speech(text, words, names, verbs).find()) if verbs else []


def with_translation(quotations: Sequence[Quotation], english: str) -> list[Quotation]:
    """Return quotations with their words in the known translation of their sentence, where it sets them apart."""
    quoted = [next(filter(None, match.groups())).strip() for match in _QUOTE.finditer(english)]
    quoted = [words for words in quoted if len(words.split()) >= _LEAST - 1]
    direct = [quotation for quotation in quotations if quotation.direct]
    said = dict(zip(direct, quoted, strict=True)) if len(direct) == len(quoted) else {}
    told = _REPORTED.search(english)
    if told and len(quotations) == 1 and not direct:
        said = {quotations[0]: told["said"].strip(" .")}
    return [replace(quotation, english=said.get(quotation, "")) for quotation in quotations]


def _verb(words: Sequence[Word], at: int) -> str:
    word, form = words[at], words[at].form
    if form.removeprefix("و") in ("عبر", "عبرت") and not any(w.form in ("عن", "عنه") for w in words[at + 1 : at + 6]):
        return ""  # through a platform
    if "\u064f" in word.text[1:3]:  # said of nobody: a passive, يُعتقد
        return ""
    return SPEECH_VERBS.get(form, "") or (SPEECH_VERBS.get(form[1:], "") if form[:1] in ("و", "ف") else "")


class _Speech:
    """The verbs of speech of one sentence, their subjects, and what is said."""

    def __init__(self, text: str, words: Sequence[Word], names: Sequence[Name], verbs: _Verbs) -> None:
        self.text, self.words = text, words
        self.names = sorted((name for name in names if name.kind), key=lambda name: name.span)
        self.quotes = list(self._quotes())
        self.verbs = [
            (at, verb)
            for at, verb in verbs
            if not any(Span(words[at].start, words[at].end).overlaps(q) for q in self.quotes)
        ]

    def find(self) -> Iterator[Quotation]:
        """Yield what stands in quotation marks, else what follows "that"."""
        direct = [said for quote in self.quotes if self._is_said(quote) and (said := self._direct(quote))]
        yield from direct
        if not direct and (said := self._indirect()):
            yield said

    def _quotes(self) -> Iterator[Span]:
        """Yield what stands between quotation marks, to the end where they are not closed in this sentence."""
        quotes = [Span(match.start() + 1, match.end() - 1) for match in _QUOTE.finditer(self.text)]
        yield from quotes
        opened = max(self.text.rfind("“"), self.text.rfind("«"))
        if opened >= 0 and not any(quote.start <= opened + 1 <= quote.end for quote in quotes):
            yield Span(opened + 1, len(self.text))

    def _is_said(self, quote: Span) -> bool:
        """Tell whether words in quotation marks are said: not a name, a title, or what something is called."""
        if len(quote.of(self.text).split()) < _LEAST:
            return False
        before = [word.form for word in self.words if word.end < quote.start][-2:]
        if any(stem in _NAMED for form in before[-1:] for stem in strip_prefixes(form)):
            return False
        if before[-1:] in (["ب"], ["باسم"]) and before[0] in _CALLED:
            return False
        size = quote.end - quote.start
        return not any(
            name.span.start <= quote.start + 2
            and name.span.overlaps(quote)
            and 2 * (name.span.end - quote.start) > size
            for name in self.names
        )

    def _direct(self, quote: Span) -> Quotation | None:
        before = [(at, verb) for at, verb in self.verbs if self.words[at].end <= quote.start]
        after = [(at, verb) for at, verb in self.verbs if self.words[at].start >= quote.end]
        if before:
            at, verb = before[-1]
            return Quotation(quote, self._speaker(at), self._said(at, verb), True)
        if after and self.words[after[0][0]].start - quote.end < 30:
            at, verb = after[0]
            return Quotation(quote, self._speaker(at), self._said(at, verb), True)
        return None

    def _indirect(self) -> Quotation | None:
        for at, verb in self.verbs:
            later = range(at + 1, min(len(self.words), at + _FAR))
            that = next((i for i in later if self.words[i].form in _THAT), None)
            if that is None or that + 2 >= len(self.words) or any(at < other < that for other, _ in self.verbs):
                continue
            if speaker := self._speaker(at):
                end = len(self.text.rstrip(" .،…\u200f"))
                return Quotation(Span(self.words[that].start, end), speaker, self._said(at, verb), False)
        return None

    def _said(self, at: int, verb: str) -> str:
        """Return the English verb, denied where the Arabic denies it: ``لم يؤكد``."""
        before = self.words[at - 1].form.removeprefix("و") if at else ""
        return f"{_NOT[before]} {_PLAIN[verb]}" if before in _NOT and verb in _PLAIN else verb

    # -- the subject -------------------------------------------------------------------------------------------------

    def _speaker(self, at: int) -> Name | None:
        """Return the subject of the verb at `at`; without one, that of the verb of speech before it."""
        for verb in [at, *(other for other, _ in reversed(self.verbs) if other < at)][:_VERBS_BACK]:
            if self.words[verb - 1].form in _WHO and verb:
                return self._antecedent(verb - 1)
            if subject := self._subject_before(verb) or self._subject_after(verb):
                return subject
        first = min([at, *(other for other, _ in self.verbs)])
        return self._opening_subject(first) if _bare(self.words[first].form) in _PARTICIPLES else None

    def _antecedent(self, at: int) -> Name | None:
        """Return the person or body that ``الذي`` takes up: ``مقتدى الصدر، الذي وصف``."""
        before = self.words[: at - (self.words[at - 1].form in _BREAKS)]
        return next((n for n in self.names if before and n.span.end == before[-1].end and n.kind != "place"), None)

    def _subject_after(self, at: int) -> Name | None:
        first = at + 1
        while first < len(self.words) and self.words[first].form in _SKIPPED:
            first += 1
        if first < len(self.words) and self.words[first].form[:1] == "ل" and self._is_listener(self.words[first]):
            return None  # أضاف لإذاعة عمان
        quoted = first < len(self.words) and self.words[first].form in _MARKS
        if quoted and any(
            q.start == self.words[first].end and len(q.of(self.text).split()) < _LEAST for q in self.quotes
        ):
            first += 1  # أفاد "ملك الملاعب الترابية"
        end = self._end(first)
        subject = self._read(first, end)
        return (self._named_later(first, end) or subject) if subject and subject.kind == "description" else subject

    def _named_later(self, first: int, end: int) -> Name | None:
        """Return who holds a post that is told with a place or a country first: ``مدرب الوداد، البلجيكي سفين``."""
        head = _head(self.words, first)
        later = next((at for at in range(end, len(self.words)) if self.words[at].form in _SAID), len(self.words))
        if not head or head[0] == "many" or not end < later:
            return None
        people = [n for n in self.names if n.kind == "person" and self.words[end - 1].end <= n.span.start]
        people = [n for n in people if n.span.start < self.words[min(later, len(self.words) - 1)].start]
        if len(people) != 1 or any(q.start <= people[0].span.start for q in self.quotes):
            return None
        before = next(word for word in reversed(self.words) if word.start < people[0].span.start)
        alone = before.form not in STOPS and before.end < people[0].span.start
        return people[0] if alone and not any(end <= at < later for at, _ in self.verbs) else None

    def _subject_before(self, at: int) -> Name | None:
        """Read the subject of a verb that follows it: ``المصدر قال``, ``غير أن مصدرا أفاد``."""
        last = at - (at > 0 and self.words[at - 1].form in ("قد", "لم", "لن", "لا"))
        first = last
        while first > 0 and last - first < _LONGEST:
            word = self.words[first - 1]
            if (
                word.form in _BREAKS
                or word.form in _THAT
                or word.form in ("لكن", "ولكن", "فيما", "بينما")
                or _verb(self.words, first - 1)
            ):
                break
            first -= 1
        if self.words[at].form[:1] in ("و", "ف") and _verb(self.words, at) and self.words[at].form not in SPEECH_VERBS:
            return None
        if first == last or (first > 0 and self.words[first - 1].form not in _CLAUSE):
            return None
        opener = self.words[first].form
        if opener in STOPS or opener.startswith(("و", "ف", "ب", "ل")) or self.words[first].kind != "arabic":
            return None
        named = any(name.span.start <= self.words[first].start + 2 < name.span.end for name in self.names)
        known = bool(_head(self.words, first)) or (first == 0 and last == 1)
        return self._read(first, self._end(first, last)) if named or known else None

    def _opening_subject(self, at: int) -> Name | None:
        """Return the subject of the verb that a participle leans on: ``رفض روبرتس ... قائلا``."""
        starts = [i + 1 for i in range(at - 1, -1, -1) if self.words[i].form in _BREAKS][:_LONGEST]
        for first in (*starts, 0):
            opener = self.words[first]
            plain = (
                opener.kind == "arabic" and not opener.form.startswith(("ال", "ب", "وب", "ل")) and len(opener.form) > 2
            )
            if first + 1 < at and plain and opener.form.removeprefix("و") not in STOPS:
                return self._read(first + 1, min(self._end(first + 1), at))
        return None

    def _end(self, first: int, limit: int = 10**6) -> int:
        """Return the index after the subject that begins at `first`."""
        at, own = first, min(len(self.words), first + _LONGEST, limit)
        while at < own:
            word = self.words[at]
            agent = word.form == "باسم" and at > first  # متحدث باسم الحكومة
            if word.form in _BREAKS or word.form in _MARKS or word.kind == "digits" or _verb(self.words, at):
                break
            if not agent and (word.form in STOPS or word.form in _THAT):
                break
            if not agent and at > first and self._leads_on(word):
                break
            at += 1
        return at

    def _leads_on(self, word: Word) -> bool:
        """Tell whether a word begins with a particle that ends the subject: ``لوكالة``, ``بأن``, ``للصحفيين``."""
        if any(name.span.start == word.start for name in self.names):
            return False
        form = word.form
        if (form.startswith("لل") and not is_name_noun(form[2:])) or (form.startswith("ل") and self._is_listener(word)):
            return True
        return form.startswith("بال") or (form.startswith("ب") and (form[1:] in _THAT or (form[1:],) in HEADS))

    def _is_listener(self, word: Word) -> bool:
        rest = word.form[1:]
        heard = any(name.span.start == word.start + 1 for name in self.names)
        told = rest in ("لصحفيين", "لصحافيين") or rest in _NAMED or rest in _BODY_NOUNS
        return heard or told or (rest,) in HEADS or rest in _OF

    def _read(self, first: int, after: int) -> Name | None:
        """Return the words from `first` to `after` as a speaker: a person or body in them, or what they describe."""
        if first >= after:
            return None
        owned = self.words[first].form.endswith(("ه", "ها", "هم")) and not self.words[first].text.endswith("ة")
        named = any(name.span.start == self.words[first].start for name in self.names)
        if owned and not named and not _head(self.words, first):
            return None  # كرر تصريحه: what is said, not who says it
        span = Span(self.words[first].start, self.words[after - 1].end)
        head = _head(self.words, first)
        inside = [n for n in self.names if span.start <= n.span.start and n.span.end <= span.end + 1]
        if head:
            inside = [n for n in inside if n.span.start >= self.words[first].end]
        people = [name for name in inside if name.kind == "person" and not _is_post(name)]
        if people:
            return people[0]
        body = next(
            (
                n
                for n in self.names
                if n.kind == "organization"
                and n.known == "listed"
                and n.canonical[0].isupper()
                and span.start <= n.span.start <= span.start + 2
                and n.span.end > self.words[first].end
            ),
            None,
        )
        if body:
            return body  # وكالة الطاقة الدولية has a name, and needs no description
        complete = after == len(self.words) or self.words[after].form in {*_THAT, *_BREAKS, "في", "عن", "خلال"}
        said, known = _described(self.words[first:after], inside, complete)
        if said and head:
            return Name(span, span.of(self.text), kind="description", canonical=said, known=known)
        lead = [w.form for w in self.words[first:after] if inside and w.start + 1 < inside[0].span.start]
        if inside and all(any(stem in _BODY_NOUNS for stem in strip_prefixes(form)) for form in lead):
            return inside[0]  # not لجان مقاومة الفاشر, which is no place
        return self._as_written(first, after)

    def _as_written(self, first: int, after: int) -> Name | None:
        """Return a subject that nothing is known of, in Arabic: the words with an article, or one or two without."""
        definite = self.words[first].form.startswith("ال")
        end = first
        while end < after and (not definite or self.words[end].form.startswith("ال")):
            word, named = self.words[end], any(name.span.start == self.words[end].start for name in self.names)
            if end > first and not named and (word.form[0] == "ب" or word.text.endswith(("اً", "ًا"))):
                break  # قال بيري بشكل خاص
            end += 1
        verb = end == first + 1 and self.words[first].form[:1] in "يت" and len(self.words[first].form) < 5
        if (
            end == first
            or self.words[first].form in {*_ASKING, *_ADJECTIVES}
            or (not definite and (verb or end - first > 3))
        ):
            return None
        span = Span(self.words[first].start, self.words[end - 1].end)
        return Name(span, span.of(self.text), kind="description", canonical=f"«{span.of(self.text)}»")


def _is_post(name: Name) -> bool:
    """Tell whether a post was taken for a person: ``حافظ الأختام``, the keeper of the seals."""
    return tuple(map(arabic_form, name.text.split())) in HEADS


def _bare(form: str) -> str:
    return form if form in SPEECH_VERBS else form[1:]


def _head(words: Sequence[Word], at: int) -> tuple[str, str, int, str] | None:
    """Return what a word is as a speaker: its class, its English, how many words it takes, and whose it is."""
    form = words[at].form
    following = words[at + 1].form if at + 1 < len(words) else ""
    stems = [(form, ""), (form.removeprefix("ال"), "")]
    stems += [(form.removesuffix(end), owner) for end, owner in _OWNERS.items() if form.endswith(end)]
    stems += [(f"{form.removesuffix(end)}ه", owner) for end, owner in _OWNERS.items() if form.endswith(f"ت{end}")]
    stems += [(form.removesuffix("ا"), "")]
    for stem, owner in stems:
        for forms, size in (((stem, following), 2), ((stem,), 1)):
            if forms in HEADS:
                return (*HEADS[forms], size, owner)
    return None


def _described(words: Sequence[Word], names: Sequence[Name], complete: bool) -> tuple[str, Known]:
    """Return the English of a speaker without a name: "an informed Iraqi source", "the Saudi energy minister".

    What it cannot say is given in Arabic, where the words are `complete`: "the company «وود ماكنزي»".
    """
    head = _head(words, 0)
    if not head:
        return "", "listed"
    rest: list[str] = []
    kind, noun, size, owner = head
    before: list[str] = []
    of: list[str] = []
    named = False
    definite = words[0].form.startswith("ال") or (kind == "post" and len(words) > size)
    for at, word in enumerate(words[size:], start=size):
        if at > size and (_head(words, at) or ("",))[0] == "post":
            break  # وزير العدل حافظ الأختام
        stem = word.form.removeprefix("ال")
        people = [m for m in entries_in_arabic([word]) if m.adjective and m.entry.english_people and not m.ambiguous]
        inside = next((n for n in names if n.span.start <= word.start + 1 < n.span.end), None)
        if said := _ADJECTIVES.get(stem):
            before.insert(0, said)
        elif people and not inside:
            before.insert(0, people[0].entry.english_people[0])
        elif before and not definite:
            break  # مسؤول أمريكي رويترز: who was told
        elif inside:
            noun = "head" if noun == "president" and inside.kind == "organization" else noun
            of = [inside.canonical, *(said for said in of if said != inside.canonical)]
            named = True
        elif said := _OF.get(stem):
            of.append(said)
            definite = True
        elif word.form not in {*_SKIPPED, "باسم"} and not named:
            noun = "head" if noun == "president" else noun  # of a league, a bank: of no state
            rest = [other.text for other in words[at:] if other.kind == "arabic"] if complete else []
            break
    if rest and kind == "one" and (whole := compose(words)) and whole[1] in ("listed", "translated"):
        return f"the {whole[0]}", whole[1]
    named_so = f"{'of ' if kind == 'post' else ''}«{' '.join(rest)}»" if rest and kind != "many" else ""
    definite = definite or bool(named_so)
    said = " ".join(dict.fromkeys([*before, *of, noun, *([named_so] if named_so else [])]))
    article = owner or (
        "" if named else "the" if definite else "" if kind == "many" else "an" if said[0] in "aeiouAEIO" else "a"
    )
    return f"{article} {said}".strip(), "listed"
