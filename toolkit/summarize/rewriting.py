"""Whether a sentence that a model wrote anew may stand for the sentences that it was written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.article.lexicon import words
from toolkit.language.english import EnglishWord
from toolkit.language.reading import Reading, read_sentence

__all__ = ["losses"]

_SAYS = frozenset(word for word in words("speech", "bare", "claim", column=2) if word.endswith(("d", "s", "ing")))
_SPEECH = words("speech", column=2)
_CITES = re.compile(r"\b(?:according to|citing|quoting|in the words of)\b", re.IGNORECASE)
_CONDITIONS = re.compile(
    r"\b(?:(?<!even )(?<!as )if|unless|until|till|provided|subject to|as long as|on condition|pending|"
    r"depend(?:s|ing)? on|conditional)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(rf"{_CONDITIONS.pattern}|\b(?:once|when|without|before|after|only)\b", re.IGNORECASE)
_GOVERNED = 5  # content words before a condition that hang on it
_ASIDE = 10  # words between two commas, at most, that only say who says the rest


def losses(sources: Sequence[str], text: str) -> Iterator[tuple[str, str]]:
    """Say what a text lost of its sources although it keeps what hangs on it: who said it, or on which condition.

    Examples
    --------
    >>> list(losses(["Police said the bridge would open if tests ended by May."], "The bridge will open after May."))
    [('speaker', 'said')]
    """
    written = read_sentence(text, "en")
    for source in (read_sentence(sentence, "en") for sentence in sources):
        if not (_CITES.search(text) or any(word.form in _SPEECH for word in written.terms)):
            yield from (("speaker", said.text) for said, scope in _said(source) if _carries(written, scope, source))
        if not _LIMITS.search(text):
            for match in _CONDITIONS.finditer(source.text):
                if _carries(written, _conditional(source, match), source):
                    yield "condition", match.group()


def _said(source: Reading) -> Iterator[tuple[EnglishWord, list[EnglishWord]]]:
    """Find the verbs of speech of a sentence, each with the content words that it says."""
    for word in source.terms:
        if word.form not in _SAYS:
            continue
        comma = source.text.rfind(",", 0, word.start)
        aside = source.text[max(comma, 0) : word.end] + re.split("[,;.]", source.text[word.end :])[0] + " "
        if comma > 0 and len(aside.split()) <= _ASIDE and " that " not in aside and not word.form.endswith("ing"):
            yield word, [other for other in source.content if other.end <= comma]  # "…, the mayor said on Monday."
        else:
            yield word, [other for other in source.content if other.start >= word.end]


def _conditional(source: Reading, condition: re.Match[str]) -> list[EnglishWord]:
    """Return the content words that hang on a condition: those before it in its clause, or the clause after it."""
    start = max((m.end() for m in re.finditer(r"[,;]|\bthat\b|\bbut\b", source.text[: condition.start()])), default=0)
    before = [word for word in source.content if start <= word.start < condition.start()]
    if before:
        return before[-_GOVERNED:]
    comma = source.text.find(",", condition.end())
    return [word for word in source.content if comma >= 0 and word.start > comma][:_GOVERNED]


def _carries(written: Reading, scope: Sequence[EnglishWord], source: Reading) -> bool:
    """Tell whether a text keeps a part of its source: two words that stand nowhere else in it, or half of the part."""
    elsewhere = {word.stem for word in source.content} - {word.stem for word in scope}
    own = {word.stem for word in scope} - elsewhere
    kept = own & written.stems
    return len(kept) >= 2 and len(kept) >= len(own) / 4
