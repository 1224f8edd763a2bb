"""What a chat model wrote besides the answer: reasoning, refusals, preambles, notes, wrappings.

A model that was asked for a translation may refuse, ask a question, announce its answer or comment on it. None of that
is English of the article. The patterns describe kinds of wording, and each yields to the source: what the Arabic itself
says (an apology, a note, a colon) is not taken for the model's own words.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any, NamedTuple

from toolkit.models.types import Task


class Answer(NamedTuple):
    """The text that answers, and what the model wrote instead of it: one of the two is empty."""

    text: str
    refusal: str = ""


# -- marks of the chat format, reasoning ------------------------------------------------------------------------

_MARKS = re.compile(
    r"<[|｜][^<>|｜\n]{1,40}[|｜]>|</?(?:start|end)_of_turn>|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS)\]|<</?SYS>>|"
    r"</?s>|<(?:bos|eos|pad|unk)>|<extra_id_\d+>|<\|?/?(?:system|user|assistant)\|?>|</?(?:think|thinking)>"
)
_NAMES = r"think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad"
_REASONING = re.compile(
    rf"<({_NAMES})>.*?(?:</\1>|\Z)|\[THINK\].*?(?:\[/THINK\]|\Z)|◁think▷.*?(?:◁/think▷|\Z)", re.DOTALL | re.IGNORECASE
)
_END_OF_REASONING = re.compile(rf"</(?:{_NAMES})>|\[/THINK\]|◁/think▷", re.IGNORECASE)
_CHANNEL = re.compile(
    r"<\|channel\|>\s*(\w+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>(.*?)(?=<\|(?:end|return|start|channel)\|>|\Z)",
    re.DOTALL,
)


def without_marks(text: str) -> str:
    """Return a text without the marks by which chat formats tell turns apart: an article must not open a new turn.

    Examples
    --------
    >>> without_marks("قال<|im_end|><|im_start|>system نعم")
    'قال  system نعم'
    """
    return _MARKS.sub(" ", text)


def without_reasoning(text: str) -> str:
    """Return what a reasoning model wrote after its reasoning; empty if nothing came after it.

    Examples
    --------
    >>> without_reasoning("<think>Hm.</think>Two people died.")
    'Two people died.'
    """
    channels = _CHANNEL.findall(text)
    if channels:
        text = "\n".join(said for name, said in channels if name == "final")
    return without_marks(_END_OF_REASONING.split(_REASONING.sub(" ", text))[-1]).strip()


# -- the model's own words --------------------------------------------------------------------------------------

_LISTS: dict[str, Any] = json.loads((files("toolkit") / "models" / "data" / "answers.json").read_text("utf-8"))


def _one_of(name: str) -> str:
    return f"(?:{'|'.join(_LISTS[name])})"


def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w']){_one_of(name)}\b")


_I = re.compile(r"(?<![\w'])(?:i(?:'[mvdl]\w*)?|me|my|myself)\b")
_NOT, _TASK, _MACHINE = _words("negative"), _words("task"), _words("machine")
_MATTER, _GIVE = rf"{_one_of('matter')}\b", rf"{_one_of('give')}\w*"
_SORRY = re.compile(
    r"(?:(?:i|we)(?:'m| am|'re| are| must| do)? )?"
    r"(?:(?:please|my|our|accept|so|very|truly|really|deeply|terribly|sincere|sincerest) )*"
    r"(?:sorry|apolog|regret(?:tabl|ful)?|afraid|forgive|pardon)|(?:unfortunately|oops|alas|sadly),"
)
_ASKS = re.compile(
    r"\b(?:(?:please|kindly|(?:could|can|would|will|do|did) you|"
    rf"you(?:'d| would| should| can| could| may| need to| must)?) (?:\w+ ){{0,2}}?{_GIVE}|"
    rf"you(?: have|'ve| did| had)?(?: not|n't)? (?:\w+ )?{_GIVE})(?:\W+[\w']+){{0,7}}?\W+{_MATTER}|"
    r"\bi (?:\w+ )?(?:need|require|want) (?:\w+ )?(?:more|further|additional|the|an?|some|clearer) "
    rf"(?:\w+ ){{0,2}}{_MATTER}|\b(?:where|what|which)(?:(?: \w+){{1,2}} (?:the|your))? {_MATTER}.{{0,60}}\?|"
    rf"(?:^|[.!] )(?:just )?(?:send|paste|share|provide|enter|give|upload)(?: me| us)? (?:the|your) (?:\w+ )?{_MATTER}|"
    rf"\b(?:could|can|would) you (?:please )?(?:rephrase|clarify|elaborate)\b|something went wrong\. (?:please )?try|"
    rf"\b(?:mistake|error|problem|typo) (?:in|with) your {_MATTER}|"
    r"^you (?:are an? (?:ai|\w+ assistant)|translate|summari[sz]e)\b|"
    r"\bi (?:can|speak|know|understand)(?: to)? (?:translat|summari|arabic|english)|"
    r"\b(?:error|problem|something went wrong)\b.{0,40}\b(?:process\w*|request|input)\b|"
    r"\bhow (?:can|may|could|should) i (?:help|assist)|\bi(?:'m| am|'d| would|'ll| will| can)(?: be)? (?:\w+ )?"
    r"(?:ready|here|happy|glad|pleased|able) to (?:help|assist|translat|summar)"
)
_ABOUT = re.compile(
    r"(?:[\w' ]{0,30}\bthat )?(?:the|this|your|that)"
    r"(?: (?:provided|given|supplied|source|original|arabic|input|user's|above))* "
    r"(?:texts?|sentences?|passage|content|message|article|phrase|request|inputs?|prompt|material|document|snippet|"
    r"fragment|response)\b|(?:it|this|that) (?:looks|seems|appears)\b.{0,40}"
    r"\b(?:text|sentence|passage|article|message|input|content|request)\b|"
    r"there (?:is|was|are|seems to be|appears to be) (?:no|not|nothing)\b"
)
_GREETING = re.compile(r"^(?:hello|hi|hey|ok(?:ay)?|sure|yes|thanks|thank you|hmm)[,.!]+ ")
_FAULT = re.compile(rf"\b{_one_of('fault')}\b")
_ELSEWHERE = re.compile(_one_of("refusals_elsewhere"))
# Words that a model speaks of its task with. A line of such words alone is no line of an article.
_FRAME = frozenset(_LISTS["frame"])
_SHORT = _FRAME | frozenset(_LISTS["short"])
_SAYS_NOTHING = re.compile(_one_of("says_nothing"))
_KEY = re.compile(
    r"translat|^(?:target|eng?|it says|text)$|summar|version|rend|english|output|answer|result|response|"
    r"here(?:'s)?\b|below|follow|reads|says|means|key points|main points|reply|assistant"
)
_STRONG = re.compile(r"translat|summar|english|here(?:'s)?\b|below")
_POLITE = re.compile(r"(?:understood|sure|certainly|okay|ok|got it|absolutely|of course|no problem|alright|great)\W*")
_NOTE = re.compile(
    rf"\W*(?:{_one_of('note_kinds')}(?:'s)? )*{_one_of('note_heads')}(?: (?:on|about|for|of) [\w ]{{1,30}})?"
    r"[)\]*_]* ?[:：]|"
    rf"\W*{_one_of('self_talk')}"
)
# What in an Arabic source shows that such words are its own.
_OWN = {
    kind: re.compile(rf"(?<!\w)[وفبلك]{{0,2}}(?:ال)?(?:{'|'.join(words)})") for kind, words in _LISTS["own"].items()
}
_OWN_POLITE = re.compile(
    r"\W*[وف]?(?:نعم|حسن|طبع|بالطبع|بالتأكيد|من المؤكد|مؤكد|أكيد|مفهوم|تمام|أجل|لا|كلا|طيب|جيد|عظيم|رائع|موافق)"
)
_OWN_TASK = re.compile("ترجم|ملخص|خلاص|إنجليزي|انجليزي|إنكليزي|انكليزي")
_QUOTED = re.compile(r"(?<!\w)[\"'“«].*?(?:[\"'”»](?!\w)|$)")
_ARABIC, _LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]{2}")
_WHOLE_SHARE = 0.8
_WRAPS = tuple(pair.split() for pair in ('" "', "“ ”", "« »", "' '", "‘ ’", "** **", "* *", "_ _", "` `"))
_FENCE = re.compile(r"\A```\w*\s*\n?(.*?)\n?```\s*\Z", re.DOTALL)
_TAGGED = re.compile(r"\A<(\w+)>\s*(.*?)\s*</\1>\Z", re.DOTALL)
_LISTED = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+", re.MULTILINE)
_LABEL = re.compile(r"[:：]\s*|\n\s*|\s(?:→|=>|->|–|—|-)\s|(?<=\w)\]\s+|(?<=[.!])\s+")
_ANNOUNCES = re.compile(r"\b(?:translat\w+|rendering|rendered|english (?:version|text)|in english|summar\w+)\b")
_SENTENCE_END = re.compile(r"(?<=[.!?…)\]\"”])\s+")


def _folded(text: str) -> str:
    plain = re.sub(r"[’‘ʼ`]", "'", text).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[*_#]{2,}", "", plain)).strip(" *_#>")


def _all_frame(text: str, words: frozenset[str] = _FRAME) -> bool:
    text = _folded(text).replace("sure thing", "sure")
    found = re.findall(r"[^\s.,!?;:()\[\]\"“”*_—–-][^\s.,!?;:()\[\]\"“”*]*", text)
    return bool(found) and all(word in words for word in found)


def _is_refusal(text: str, source: str, task: Task) -> bool:
    """Tell whether a text is the model's own word to the user, and its words are not those of the source."""
    opening = _folded(text[:600])
    if task == "summarization" and opening[:40] in _folded(source):
        return False

    def said(kind: str) -> bool:
        return task == "translation" and _OWN[kind].search(source) is not None

    if _ELSEWHERE.match(opening):
        return " ".join(opening.split()[:2]) not in _folded(source)
    short = len(opening.split()) <= 2 or (len(opening.split()) <= 10 and _TASK.search(opening))
    if short and _SAYS_NOTHING.search(opening) and _all_frame(opening, _SHORT) and not said("short"):
        return True
    plain = _QUOTED.sub(" ", opening)
    first = " ".join(_SENTENCE_END.split(plain, 2)[:2])
    sorry = _SORRY.match(first)
    if not said("first"):
        if _I.search(first) and _NOT.search(first) and _TASK.search(first):
            return True
        if sorry and "," not in sorry.group() and (_I.search(first) or _TASK.search(first)):
            return True
    if _MACHINE.search(first) and (_I.search(first) or _NOT.search(first)) and not said("machine"):
        return True
    about = re.sub(r"^\W*(?:but|that)?\W*", "", first[sorry.end() :]) if sorry else _GREETING.sub("", first)
    if re.match("(?:please )?(?:let me know|feel free)|hope this", opening):
        return True
    faulty = _ABOUT.match(about) is not None and _FAULT.search(about) is not None
    return (faulty or _ASKS.search(first) is not None) and not said("matter")


# -- from an answer to its text -----------------------------------------------------------------------------------


def read_answer(answer: str, source: str, task: Task) -> Answer:
    """Return the part of an answer that is the translation or summary, or what was written instead of one.

    Parameters
    ----------
    answer
        What the model wrote, without its reasoning.
    source
        The text that it was asked about.
    task
        What it was asked to do.

    Examples
    --------
    >>> read_answer("Sure! Here is the translation:\\n\\nTwo died.", "مات اثنان.", "translation")
    Answer(text='Two died.', refusal='')
    >>> read_answer("I'm sorry, but I can't help with that.", "مات اثنان.", "translation").text
    ''
    """
    text = _without_preamble(_unwrapped(_without_arabic(answer), source), source)
    text = _without_preamble(_without_notes(_unwrapped(text, source), source, task), source)
    text = _unwrapped(text, source)
    if task == "summarization":
        text = _LISTED.sub("", text)
    return Answer("", answer.strip()) if not text or _is_refusal(text, source, task) else Answer(text)


def _without_arabic(text: str) -> str:
    """Take off lines in Arabic letters alone, if others have English: some models repeat what they were asked."""
    lines = text.split("\n")
    english = [line for line in lines if _LATIN.search(line) or not _ARABIC.search(line)]
    return "\n".join(english) if any(_LATIN.search(line) for line in english) else text


def _unwrapped(text: str, source: str = "") -> str:
    """Take off code fences, tags, JSON, emphasis, and quotation marks that the source does not have."""
    text = re.sub(r"^> ?", "", text.strip(), flags=re.MULTILINE)
    for pattern, group in ((_FENCE, 1), (_TAGGED, 2)):
        if found := pattern.match(text):
            text = found.group(group).strip()
    if text.startswith("{") and text.endswith("}"):
        try:
            values = [value for value in json.loads(text).values() if isinstance(value, str)]
        except (ValueError, AttributeError, RecursionError):
            values = []
        text = values[-1].strip() if values else text
    if re.search("[\"“”«»'‘’*`]", source):
        return text
    for left, right in _WRAPS:
        inner = text[len(left) : -len(right)]
        wrapped = len(text) > len(left + right) and text.startswith(left) and text.endswith(right)
        if wrapped and left not in inner and right not in inner:
            return inner.strip()
    return text


def _without_preamble(text: str, source: str) -> str:
    """Take off what announces the answer: words of the frame alone, up to a colon or the end of a line."""
    while (rest := _after_preamble(text, source)) is not None:
        text = rest
    return text


def _after_preamble(text: str, source: str) -> str | None:
    own = len(re.findall("[:：]", source)) >= len(re.findall("[:：]", text))  # the source has a colon for each
    speaks = _OWN_TASK.search(source) is not None
    for mark in _LABEL.finditer(text, 0, 400):
        before, after = _folded(text[: mark.start()]), text[mark.end() :].lstrip(" \n*_#>-")
        colon = mark.group()[:1] in ":："
        alone = "\n" in mark.group() and "\n" not in source.strip()
        announces = not speaks and len(before.split()) <= 14 and _ANNOUNCES.search(before)
        leads = "\n" not in text[: mark.start()]
        if after and leads and ((colon and not own and (announces or alone)) or (alone and announces)):
            return after
        if not after or not _all_frame(before) or _NOTE.match(_folded(after[:200])):
            continue
        strong = _STRONG.search(before) and not speaks
        polite = _POLITE.fullmatch(before) and not _OWN_POLITE.match(source)
        if alone or polite or (_KEY.search(before) and (strong or (colon and not own))):
            return after
    return None


def _without_notes(text: str, source: str, task: Task) -> str:
    """Take off what follows the answer: from the first line or sentence on that speaks about it."""
    if task == "translation" and _OWN["note"].search(source):
        return text
    while "\n" in text and _NOTE.match(_folded(text[:200])):
        text = text.partition("\n")[2].strip()
    first, _, rest = text.partition("\n")
    if task == "translation" and rest and "\n" not in source.strip() and len(first) >= _WHOLE_SHARE * len(source):
        text = first.rstrip(" *_")  # a line that is as long as its source holds all of it
    starts = [*(found.end() for found in re.finditer(r"\n\s*|(?<=[.!?…)\]\"”])\s+(?=[\[(*_A-Z\"“-])", text))]
    for start in starts:
        if _NOTE.match(_folded(text[start : start + 200])):
            return text[:start].rstrip(" \n-*_")
    return text
