"""Whether a sentence that a model wrote anew may stand for the sentences that it was written from.

It may if it is proven to say no more: it has their words in their order, and each stretch of words that it lacks is of
a kind that can go (an aside, a clause or a place at the end, "that", a verb of speech for "said"). Only a day and "a
court in Valencia", "a Valencia court" may change places. A speaker or a condition stays with what hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from toolkit.article.lexicon import rows, words
from toolkit.article.types import Span
from toolkit.checks.claims import check_claim
from toolkit.language.english import EnglishWord, split_english, stem
from toolkit.language.reading import Reading, read_sentence
from toolkit.summarize.gate import unfinished

__all__ = ["Doubt", "doubt", "losses"]


class Doubt(NamedTuple):
    """The rule that a text breaks, and the words that show it."""

    rule: str
    words: str


def _listed(*kinds: str) -> frozenset[str]:
    """Return the words of some rows of `data/writer_words.tsv`."""
    table = (Path(__file__).parent / "data" / "writer_words.tsv").read_text("utf-8")
    found = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return frozenset(word for kind, listed in found if kind in kinds for word in listed.split())


_SAYS = frozenset(w for w in words("speech", "bare", "claim", column=2) if w.endswith(("d", "s", "ing"))) | {"say"}
_SPEECH = words("speech", column=2)
_CITES = re.compile(r"(?:^|, )(?:according to|citing|quoting|in the words of)\b", re.IGNORECASE)
_CONDITIONS = re.compile(
    r"\b(?:(?<!\beven )(?<!\bas )if(?! (?:ever|any|not)\b)|unless|until|till|provided|subject to|as long as|"
    r"on condition|pending|only (?:when|once|if|with|by))\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(rf"{_CONDITIONS.pattern}|\b(?:once|when|without|before|after|only)\b", re.IGNORECASE)
_HANGING = 8  # content words before a condition that may hang on it
_ASIDE = 10  # words between two commas, at most, that only say who says the rest
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[^\w\s]")
_LIGHT, _SMALL, _OPENERS, _PLACES, _CLAUSES, _SAID = (
    _listed(kind) for kind in ("light", "small", "opener", "place", "clause_opener", "said")
)
_ARTICLES, _PRONOUNS, _GOVERN = (_listed(kind) for kind in ("article", "pronoun", "govern"))
_CLAUSE = _listed("pronoun", "clause")
_SAME = [
    frozenset(pair.split())
    for pair in ("is was", "are were", "has had", "have had", "will would", "a an", '“ "', '” "')
]
_AUXILIARIES = words("function_words", "auxiliary")
_IRREGULAR = frozenset(form for _, forms in rows("irregular") for form in forms.split())
_TIMES, _MOVING = (
    frozenset(group.split()) for group in ("morning evening night afternoon early late", "in of at from for")
)
_DASHES, _LINKS = frozenset(", – —".split()), frozenset(", and that adding".split())
_KEEPERS = frozenset("not except excluding apart unlike or nor only without if than".split())
_OCCASIONS = _listed("occasion")
_BOUNDS = _AUXILIARIES | _GOVERN | _SPEECH | frozenset("that and but".split())
_CONTEXT = 4  # content words around a day in which its neighbours must stand
_LONGEST_SHARE = 0.85
_LEAST_OF_EACH = 0.35  # of the words of each sentence that is joined


def doubt(sources: Sequence[str], text: str) -> Doubt | None:
    """Say why a text may not stand for its source sentences, or return None if it may.

    Examples
    --------
    >>> source = "Police in Valencia said on Monday that they had found about 40 stolen icons in a garage in Paterna."
    >>> doubt([source], "Valencia police said they had found about 40 stolen icons.") is None
    True
    >>> doubt([source], "Valencia police found about 40 stolen icons on Monday.").rule
    'speaker'
    """
    return next((Doubt(rule, said) for rule, said in _doubts(sources, text)), None)


def _doubts(sources: Sequence[str], text: str) -> Iterator[tuple[str, str]]:
    written, source = read_sentence(text, "en"), read_sentence(" ".join(sources), "en")
    if (open_end := unfinished(text, written.terms)) is not None:
        yield open_end
    if len(split_english(text)) > 1:
        yield "unfinished", "two sentences"
    if len(written.terms) > _LONGEST_SHARE * len(source.terms):
        yield "length", "not shorter"
    for sentence in (read_sentence(one, "en") for one in sources if len(sources) > 1):
        if len(sentence.stems & written.stems) < _LEAST_OF_EACH * len(sentence.stems):
            yield "left out", sentence.text
    yield from losses(sources, text, strict=True)
    yield from _changes(source, written)
    yield from _days(written, source)
    verdict, findings = check_claim(text, sources)
    if verdict != "supported":
        yield from ((finding.kind, finding.message) for finding in findings if finding.severity != "info")


# -- what is cut and what is put in its place --------------------------------------------------------------------------


def _changes(source: Reading, written: Reading) -> Iterator[tuple[str, str]]:
    """Find a change of words that is none of the permitted ones."""
    old, new = _tokens(source), _tokens(written)
    before, after = _forms(old), _forms(new)
    changes = [op for op in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if op[0] != "equal"]
    gone = [before[a:b] for _, a, b, _, _ in changes]
    new_ones = [[form for form in after[c:d] if form not in ("on", "the", ",")] for _, _, _, c, d in changes if c < d]
    days = {form for day in written.dates for form in _forms(_TOKEN.findall(day.span.of(written.text)))} | {"on", ","}
    for _, a, b, c, d in changes:
        cut, put = before[a:b], after[c:d]
        if "." in cut and b < len(before):
            if not (set(put) & {"and", "adding"} and set(put) <= _LINKS and _may_join(cut, old[a:b], source.text)):
                yield "join", " ".join(old[a:b])
            continue
        if put and not _is_same(cut, put):
            if not _is_moved(put, gone, written):
                yield ("number" if any(token[0].isdigit() for token in put) else "word"), " ".join(put)
                continue
        elif put:
            continue
        if any(_is_noun_of_noun(added, [form for form in cut if form not in ("on", "the", ",")]) for added in new_ones):
            continue
        if set(cut) <= days:
            continue
        if cut and not _may_go(cut, old[a:b], before[a - 1] if a else "", *(*before[b : b + 2], "", "")[:2]):
            yield "cut", " ".join(old[a:b])


def _may_join(cut: Sequence[str], words_cut: Sequence[str], text: str) -> bool:
    """Tell whether the end of one sentence and the beginning of the next can go, "He added that" with them."""
    end = list(cut).index(".")
    first, second = cut[:end], [form for form in cut[end + 1 :] if form not in _SMALL]
    if first and not _may_go(first, words_cut[:end], "", "."):
        return False
    said = sum(word.form in _SAYS for word in read_sentence(text, "en").terms)
    return not second or (len(second) == 2 and second[0] in _PRONOUNS and second[1] in _SAID and said == 2)


def _tokens(reading: Reading) -> list[str]:
    return _TOKEN.findall(reading.text.replace("’s ", " ").replace("'s ", " "))


def _forms(tokens: Sequence[str]) -> list[str]:
    return [_canonical(token) for token in tokens]


def _canonical(token: str) -> str:
    entries = read_sentence(token, "en").entries if token[0].isupper() else ()
    return entries[0].entry.english[0].lower() if entries else token.lower()


def _is_moved(put: Sequence[str], gone: Sequence[Sequence[str]], written: Reading) -> bool:
    """Tell whether words are a day or a name that stood elsewhere, right behind a preposition or alone."""
    days = {form for day in written.dates for form in _forms(_TOKEN.findall(day.span.of(written.text)))}
    own = [form for form in put if form not in ("on", "the", ",")]
    kept = [[form for form in cut if form not in ("on", "the", ",")] for cut in gone]
    if all(form in days for form in own):
        return any(all(form in cut for form in own) for cut in kept)
    return any(_is_noun_of_noun(own, cut) for cut in kept)


def _is_noun_of_noun(own: Sequence[str], cut: Sequence[str]) -> bool:
    """Tell whether words that moved stood before or behind a preposition: "chairman of the", "of the ministry"."""
    size = len(own)
    if list(cut[:size]) == list(own) and size < len(cut) <= size + 2:
        return cut[size] in _MOVING and set(cut[size + 1 :]) <= _ARTICLES
    rest = [form for form in cut if form not in _ARTICLES]
    return len(rest) == size + 1 and rest[0] in _MOVING and rest[1:] == list(own)


def _is_same(cut: Sequence[str], put: Sequence[str]) -> bool:
    """Tell whether words say the same: "had fallen" and "fell", "told the radio that" and "said"."""
    if len(cut) == len(put) == 1 and any({cut[0], put[0]} <= pair for pair in _SAME):
        return True
    if list(put) == ["said"]:
        return bool(cut) and cut[0] in _SAID and not set(cut[1:]) & (_AUXILIARIES | _PRONOUNS) and len(cut) <= _ASIDE
    if set(put) <= {"was", "were"}:
        return list(cut) in (["had", "been"], ["has", "been"], ["have", "been"])
    core = [form for form in cut if form not in ("had", "has", "have")]
    return len(core) == len(put) == 1 and core != list(cut) and stem(core[0]) == stem(put[0]) and _is_past(put[0])


def _is_past(form: str) -> bool:
    return form.endswith("ed") or form in _IRREGULAR


def _may_go(cut: Sequence[str], words_cut: Sequence[str], before: str, behind: str, then: str = "") -> bool:
    """Tell whether a stretch of words can go; `before`, `behind` and `then` are the words around it that stay."""
    after_aside = then if behind == "," else behind
    if set(cut) <= _TIMES or list(cut) == ["of", "them"] or (list(cut) == ["by"] and behind[:1].isdigit()):
        return True
    if set(cut) <= _SMALL or set(cut) <= _LIGHT | _ARTICLES | {"of"}:
        return True
    commas = [n for n, form in enumerate(cut) if form == "," and n]
    if cut[0] not in _DASHES and before not in _DASHES and commas and behind in (".", ","):
        n = commas[0]  # "on Sunday, which …": a place or a day, and then a clause
        return _may_go(cut[:n], words_cut[:n], before, ",") and _may_go(
            cut[n:], words_cut[n:], cut[n - 1], behind, then
        )
    body = list(cut[cut[0] in _DASHES :])
    while body and body[-1] in (",", "that"):
        body.pop()
    if not body or _CONDITIONS.search(" ".join(body)) or body[0] in _KEEPERS or {"according", ":", ";"} & set(body):
        return False
    at_end, has_verb = behind == ".", bool(set(body) & (_AUXILIARIES | _PRONOUNS))
    is_place = any(word[0].isupper() for word in words_cut) or bool(set(body) & _OCCASIONS)
    if (cut[0] in _DASHES or before in _DASHES) and (at_end or behind == "," or cut[-1] == ","):
        is_clause = body[0] in _OPENERS | _PLACES or body[0].endswith("ing") or (at_end and has_verb)
        if at_end:
            return is_clause
        return "and" not in body and (
            after_aside in _AUXILIARIES or _is_past(after_aside) or after_aside in _SPEECH or not has_verb
        )
    if before in _SPEECH and not has_verb and (behind in ("that", ",", ".") or cut[-1] == "that"):
        return True  # "said [in a statement] that"
    if at_end and body[0] in ("and", "but"):
        return len(body) > 1 and (body[1] == "that" or body[1] in _AUXILIARIES or _is_past(body[1]))
    if at_end and body[0] in _CLAUSES:
        return True
    if at_end and body[0] in ("that", "who", "which") and len(body) > 1 and before.isalpha() and before not in _SPEECH:
        return body[1] in _AUXILIARIES or _is_past(body[1])
    return body[0] in _PLACES and not has_verb and is_place and (not behind.isalpha() or behind in _BOUNDS)


# -- days ----------------------------------------------------------------------------------------------------------


def _around(source: Reading, span: Span) -> frozenset[str]:
    before = [word.stem for word in source.content if word.end <= span.start][-2:]
    return frozenset([*before, *[word.stem for word in source.content if word.start >= span.end][:_CONTEXT]])


def _days(written: Reading, source: Reading) -> Iterator[tuple[str, str]]:
    """Find a day on which something was said in the source and happens in the text, or the other way round."""
    for day in written.dates:
        parts = _day_words(written, day.span)
        there = [other for other in source.dates if parts <= _day_words(source, other.span)]
        same = [other for other in there if _is_of_speech(source, other.span) == _is_of_speech(written, day.span)]
        if len(source.dates) > 1 and not _is_of_speech(written, day.span):
            near = _around(written, day.span)
            same = [other for other in same if near & _around(source, other.span)]
        if there and not same:
            yield "date", day.span.of(written.text)


def _day_words(reading: Reading, span: Span) -> frozenset[str]:
    return frozenset(word.stem for word in reading.content if span.start <= word.start < span.end)


def _is_of_speech(reading: Reading, span: Span) -> bool:
    """Tell whether a day says when somebody spoke: a verb of speech stands right before or behind it."""
    before, after = re.split(r"[,;.]", reading.text[: span.start])[-1], re.split(r"[,;.]", reading.text[span.end :])[0]
    for words_between in (before.lower().split()[::-1][:8], after.lower().split()[:3]):
        for word in words_between:
            if word in _SAYS:
                return True
            if word in _CLAUSE:
                break
    return False


# -- who says it, and on which condition -------------------------------------------------------------------------------


def losses(sources: Sequence[str], text: str, *, strict: bool = False) -> Iterator[tuple[str, str]]:
    """Say what a text lost of its sources although it keeps what hangs on it: who said it, or on which condition.

    With `strict`, each speaker that is a noun must be there, and a verb for each.

    Examples
    --------
    >>> list(losses(["Police said the bridge would open if tests ended by May."], "The bridge will open after May."))
    [('speaker', 'said')]
    """
    written = read_sentence(text, "en")
    says = sum(word.form in _SPEECH for word in written.terms) + len(re.findall("according to|citing", text, re.I))
    needed = 0
    for source in (read_sentence(sentence, "en") for sentence in sources):
        for said, speaker, scope in _said(source):
            if not _carries(written, scope, source):
                continue
            if not says:
                yield "speaker", said
            if strict and speaker is not None:
                needed += 1
                if speaker.stem not in written.stems:
                    yield "speaker", speaker.text
        if not _LIMITS.search(text):
            for match in _CONDITIONS.finditer(source.text):
                if _carries(written, _conditional(source, match), source):
                    yield "condition", match.group()
    if 0 < says < needed:
        yield "speaker", "one of several"


def _said(source: Reading) -> Iterator[tuple[str, EnglishWord | None, list[EnglishWord]]]:
    """Find what says that something is said in a sentence, its speaker if it is a noun, and what is said."""
    cites = _CITES.search(source.text)
    if cites is not None and (cites.start() == 0 or "," not in source.text[cites.end() :]):
        end = source.text.find(",", cites.end()) if cites.start() == 0 else len(source.text)
        yield cites.group(), None, [word for word in source.content if not cites.start() <= word.start < end]
    for n, word in enumerate(source.terms):
        if word.form not in _SAYS:
            continue
        is_bound = word.form.endswith("ing")
        speaker = None if is_bound else _subject(source.terms, n, source.text)
        comma = source.text.rfind(",", 0, word.start)
        aside = source.text[max(comma, 0) : word.end] + re.split("[,;.]", source.text[word.end :])[0] + " "
        if comma > 0 and len(aside.split()) <= _ASIDE and " that " not in aside and not is_bound:
            yield word.text, speaker, [other for other in source.content if other.end <= comma]  # "…, the mayor said."
        else:
            yield word.text, speaker, [other for other in source.content if other.start >= word.end]


def _conditional(source: Reading, condition: re.Match[str]) -> list[EnglishWord]:
    """Return the content words that hang on a condition: those before it, or the clause after it where it opens one."""
    start = max(
        (
            m.end()
            for m in re.finditer(
                r";|\bthat\b|\bbut\b|, and\b|\balthough\b|\bbecause\b|\bwhile\b", source.text[: condition.start()]
            )
        ),
        default=0,
    )
    before = [word for word in source.content if start <= word.start < condition.start()]
    comma = source.text.find(",", condition.end())
    return before[-_HANGING:] or [word for word in source.content if comma >= 0 and word.start > comma]


def _carries(written: Reading, scope: Sequence[EnglishWord], source: Reading) -> bool:
    """Tell whether a text keeps a part of its source: two words that stand nowhere else in it, or half of the part."""
    elsewhere = {word.stem for word in source.content} - {word.stem for word in scope}
    own = {word.stem for word in scope} - elsewhere
    kept = own & written.stems
    return len(kept) >= 2 and len(kept) >= len(own) / 4


def _subject(terms: Sequence[EnglishWord], verb: int, text: str) -> EnglishWord | None:
    """Return the last noun before a verb, or before the aside before it, that no preposition governs."""
    at = verb - 1
    while at >= 0 and not terms[at].is_content:
        if terms[at].form in _ARTICLES or terms[at].form in _PRONOUNS:
            return None
        at -= 1
    if at >= 0 and "," in text[terms[at].end : terms[verb].start]:
        opens = text.rfind(",", 0, terms[at].start)
        at = max((n for n in range(at) if terms[n].end <= opens), default=-1)
        verb = at + 1
    for _ in range(3):
        if at < 1 or re.search("[,;.]", text[terms[at].end : terms[verb].start]):
            return None
        start = at
        while start > 0 and at - start < 3 and terms[start - 1].is_content:
            start -= 1
        before = start - 1
        while before >= 0 and terms[before].form in _ARTICLES:
            before -= 1
        if before < 1 or terms[before].form not in _GOVERN:
            return None if terms[at].form.endswith("ly") else terms[at]
        at = before - 1
    return None
