"""Summaries by a sequence-to-sequence model, of texts of any length.

A text over the model's limit is read in overlapping pieces, each piece is summarized, and the last summary is written
from the source sentences that those summaries stand on, supplied again as they are. So what the final summary says
was read from the source, not from another summary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from toolkit.article.types import Span
from toolkit.errors import RefusalError
from toolkit.language.english import split_english
from toolkit.models.encoder import dot, encode
from toolkit.models.types import Engine

OVERLAP = 2  # sentences that neighbouring pieces share, so that what spans a border is read whole in one of them
SHRINK = 0.6  # at least this share of the sentences goes each time a text over the limit is read
_TOKENS_A_SENTENCE = 45
_FEWEST_NEW, _SHARE_NEW = 40, 4  # at least 40 new tokens are asked for, but never over a quarter of the input


def summary_sentences(
    engine: Engine, sentences: Sequence[str], wanted: int, *, split: Callable[[str], list[Span]] = split_english
) -> list[str]:
    """Summarize a text of any length in at most `wanted` sentences.

    Parameters
    ----------
    engine
        A summarization model.
    sentences
        The sentences of the text, in order, none of them blank.
    wanted
        How many summary sentences to aim at.
    split
        Finds the sentences of a summary; for a model that does not write English, the splitter of its language.

    Returns
    -------
    list of str
        Whole sentences, each once; a last one that the model's length limit cut off is left out.

    Raises
    ------
    RefusalError
        A chat model wrote no summary.
    """
    left = list(sentences)
    parts = pieces(left, engine)
    while len(parts) > 1:
        left = _behind(_summaries(engine, parts, wanted, split), left)
        parts = pieces(left, engine)
    return _summaries(engine, parts, wanted, split)[0][:wanted] if parts else []


def pieces(sentences: Sequence[str], engine: Engine, overlap: int = OVERLAP) -> list[list[str]]:
    """Split sentences into runs that each fit the model, neighbours sharing `overlap` sentences.

    A single sentence over the limit makes a piece of its own, which the engine splits itself.
    """
    limit = engine.max_input_tokens
    lengths = [engine.count_tokens(sentence) for sentence in sentences]
    if limit is None or sum(lengths) <= limit:
        return [list(sentences)] if sentences else []
    found: list[list[str]] = []
    start = 0
    while start < len(sentences):
        end, total = start, 0
        while end < len(sentences) and (end == start or total + lengths[end] <= limit):
            total += lengths[end]
            end += 1
        found.append(list(sentences[start:end]))
        if end == len(sentences):
            break
        start = max(start + 1, end - overlap)
    return found


def _summaries(
    engine: Engine, parts: Sequence[Sequence[str]], wanted: int, split: Callable[[str], list[Span]]
) -> list[list[str]]:
    """Summarize every part, in one call so that the engine can make batches of them."""
    texts = [" ".join(part) for part in parts]
    shortest = min(engine.count_tokens(text) for text in texts)
    written = engine.generate(
        texts, max_new_tokens=_TOKENS_A_SENTENCE * wanted, min_new_tokens=min(_FEWEST_NEW, shortest // _SHARE_NEW)
    )
    refused = [generation.refusal for generation in written if generation.refusal]
    if len(refused) == len(written):
        raise RefusalError(
            f"{engine.name} wrote no summary but: “{refused[0]}”",
            remedy='Name another summarizer, or summarizer="extract" for sentences of the translation.',
        )
    return [_whole_sentences(generation.text, split) for generation in written]


def _whole_sentences(text: str, split: Callable[[str], list[Span]]) -> list[str]:
    found = [span.of(text) for span in split(text)]
    whole = [sentence for sentence in found if sentence.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "؟"))]
    return list(dict.fromkeys(whole or found))


def _behind(summaries: Sequence[Sequence[str]], sentences: list[str]) -> list[str]:
    """Return the sentences that the summaries stand on, best first until the share to keep is full, in order."""
    told = [sentence for summary in summaries for sentence in summary]
    keep = max(1, int(len(sentences) * (1 - SHRINK)))
    if not told:
        return sentences[:keep]
    likeness = dot(encode(sentences), encode(told))
    best = np.argsort(-likeness.max(axis=1), kind="stable")[:keep]
    return [sentences[place] for place in sorted(best)]
