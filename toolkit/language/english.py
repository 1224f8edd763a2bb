"""English words and sentences, with their places. In: English text. Out: words, content words, sentences.

Everything carries code-point offsets into the text it came from, so that a finding can light up its words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.article.types import Span

__all__ = ["FUNCTION_WORDS", "SPEECH_WORDS", "EnglishWord", "content_words", "english_words", "split_english", "stem"]

FUNCTION_WORDS = frozenset(
    # determiners, pronouns, particles, prepositions, conjunctions, auxiliaries
    (
        "a an the this that these those such same other another each every either neither both all any some "
        "no none i me my mine myself you your yours yourself he him his himself she her hers herself it its "
        "itself we us our ours ourselves they them their theirs themselves one ones who whom whose which what "
        "where when why how there here then thus so not nor only also too very just even still yet already "
        "again more most much many few less least rather quite almost about above across after against ahead "
        "along amid among amongst around as at away back because before behind below beneath beside besides "
        "between beyond but by despite down due during except for from if in inside into like near of off on "
        "once onto or out outside over own per since than though although through throughout till to together "
        "toward towards under underneath until up upon via while whether with within without and s t d ll re "
        "ve m let lets am is are was were be been being have has had having do does did doing done will would "
        "shall should can could may might must ought cannot however therefore meanwhile moreover according"
    ).split()
)
# Words that say that somebody says something: they carry no fact of their own.
SPEECH_WORDS = frozenset(
    (
        "say says said saying tell tells told telling add adds added adding report reports reported reporting "
        "state states stated stating note notes noted noting announce announces announced"
    ).split()
)
# Verbs whose past the stemmer cannot lead back: each group begins with the plain form.
_IRREGULAR = {
    form: group.split()[0]
    for group in """
    arise arose arisen;become became;begin began begun;bind bound;blow blew blown;break broke broken
    bring brought;build built;buy bought;catch caught;choose chose chosen;come came;deal dealt;dig dug
    do did done;draw drew drawn;drink drank drunk;drive drove driven;eat ate eaten;fall fell fallen;feed fed
    feel felt;fight fought;find found;flee fled;fly flew flown;forbid forbade forbidden
    forget forgot forgotten;freeze froze frozen;get got gotten;give gave given;go went gone;grow grew grown
    hang hung;hear heard;hide hid hidden;hold held;keep kept;know knew known;lay laid;lead led;leave left
    lend lent;lie lay lain;lose lost;make made;mean meant;meet met;pay paid;prove proven;ride rode ridden
    ring rang rung;rise rose risen;run ran;say said;see saw seen;seek sought;sell sold;send sent
    shake shook shaken;shoot shot;show shown;shrink shrank shrunk;sing sang sung;sink sank sunk;sit sat
    sleep slept;speak spoke spoken;spend spent;stand stood;steal stole stolen;stick stuck
    strike struck stricken;swear swore sworn;swim swam swum;take took taken;teach taught;tear tore torn
    tell told;think thought;throw threw thrown;understand understood;wake woke woken;wear wore worn;win won
    withdraw withdrew withdrawn;write wrote written;man men;woman women;child children;person people
    foot feet;life lives
    """.replace("\n", ";").split(";")
    for form in group.split()[1:]
}
_WORD = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
)
_CONTRACTION = re.compile(r"(?:n't|'(?:s|d|ll|re|ve|m|t))$")
_OPENS = re.compile(r"[.!?…:]\s|[\"“‘(]\s*$|\n")
_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof sen rep gov gen col maj capt lt sgt rev hon st jr sr inc ltd co corp no nos vs v "
        "etc al jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n e.g i.e a.m p.m approx dept est "
        "fig ft"
    ).split()
)
_BREAK = re.compile(r"[.!?…]+[\"'”’)\]]*(?:\s+(?=[\"'“‘(\[]*\s?[A-Z0-9À-Þ])|\s*\n|$)|\n+")


class EnglishWord(NamedTuple):
    """A word or a number in digits.

    `form` is lower case without a possessive or contracted ending (don't is "do"), `stem` what inflected forms
    share, `capital` tells that it is written with a capital, `first` that it opens a sentence or a quotation,
    where a capital says nothing.
    """

    text: str
    form: str
    stem: str
    start: int
    end: int
    capital: bool
    first: bool
    digits: bool

    @property
    def span(self) -> Span:
        """The word's place in the text."""
        return Span(self.start, self.end)

    @property
    def is_content(self) -> bool:
        """Whether the word says something by itself: neither a function word nor a verb of speech."""
        return self.form not in FUNCTION_WORDS and self.form not in SPEECH_WORDS


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """Return what the inflected forms of a lower-case word share (Porter's second algorithm, irregular verbs first).

    Examples
    --------
    >>> stem("negotiations") == stem("negotiating"), stem("met") == stem("meetings")
    (True, True)
    """
    from snowballstemmer.english_stemmer import EnglishStemmer

    # It keeps the word that it is working on: one of its own for each word is cheap, a shared one not safe.
    stemmed: str = EnglishStemmer().stemWord(_IRREGULAR.get(form, form))
    return stemmed


def english_words(text: str) -> list[EnglishWord]:
    """Split a text into words and numbers in digits, in order; hyphens and other signs separate words."""
    words: list[EnglishWord] = []
    end = 0
    for match in _WORD.finditer(text):
        digits = match.lastgroup == "number"
        between = text[end : match.start()]
        first = not words or bool(_OPENS.search(between))
        form = match.group().lower().replace("’", "'")
        form = _CONTRACTION.sub("", form) or form
        words.append(
            EnglishWord(
                text=match.group(),
                form=form,
                stem=form if digits else stem(form),
                start=match.start(),
                end=match.end(),
                capital=match.group()[0].isupper(),
                first=first,
                digits=digits,
            )
        )
        end = match.end()
    return words


def content_words(text: str) -> list[EnglishWord]:
    """Return the words that say something by themselves: no function words, no verbs of speech."""
    return [word for word in english_words(text) if word.is_content]


def split_english(text: str) -> list[Span]:
    """Split English text into sentences; the spans have no white space at their edges.

    A full stop after an abbreviation, an initial or inside a number ends no sentence; a line break always does.

    Examples
    --------
    >>> text = "Dr. Smith left at 3.5 p.m. on Monday. Nobody saw him."
    >>> [span.of(text) for span in split_english(text)]
    ['Dr. Smith left at 3.5 p.m. on Monday.', 'Nobody saw him.']
    """
    spans = []
    start = 0
    for match in _BREAK.finditer(text):
        if _is_abbreviation(text, start, match):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    spans.append(Span(start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, span)).end > trimmed.start]


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    if not match.group().startswith(".") or "\n" in match.group() or match.end() == len(text):
        return False
    before = text[start : match.start()].rsplit(None, 1)
    last = before[-1].lstrip("\"'“‘([") if before else ""
    return last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isupper())


def _trim(text: str, span: Span) -> Span:
    piece = span.of(text)
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip()))
