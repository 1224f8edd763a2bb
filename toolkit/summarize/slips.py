"""Slips of the source that its other sentences contradict: a president who is called former in one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toolkit.article.lexicon import words
from toolkit.article.types import Article
from toolkit.language.reading import read_sentence

_FORMER = re.compile(r"(?:^|\s)(?:ال)?(?:سابق|سابقة|أسبق|سالف)\s*(?:\S+\s+)?$")
_TITLED = re.compile(rf"\b(?:{'|'.join(words('titles', 'post'))})\b", re.IGNORECASE)
_NEAR = 40  # characters before a name in which its post stands


def called_former(before: str) -> bool:
    """Tell whether the Arabic before a person's name calls them former: ``نظيره الأمريكي السابق``."""
    return _FORMER.search(before) is not None


def named_with_post(english: str, name: str) -> bool:
    """Tell whether an English sentence gives a post before a person's last name."""
    surname = re.escape(name.split()[-1])
    return any(_TITLED.search(english[max(0, m.start() - _NEAR) : m.start()]) for m in re.finditer(surname, english))


def slips(article: Article, english: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
    """Yield a sentence that calls a person former, one that names the same person with a post, and the name.

    `english` is the translation of the sentences that have one, by index.
    """
    said = [(i, name) for i in english for name in read_sentence(article.sentences[i].text, "ar").names]
    people = [(i, name, name.canonical) for i, name in said if name.kind == "person"]
    for i, name, called in people:
        if called_former(article.sentences[i].text[: name.span.start]):
            last = called.split()[-1]
            holding = [
                j
                for j, other, also in people
                if j != i
                and also.split()[-1] == last
                and not called_former(article.sentences[j].text[: other.span.start])
                and named_with_post(english[j], called)
            ]
            if holding:
                yield i, holding[0], called
