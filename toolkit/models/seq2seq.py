"""What the two local engines share.

Every text becomes units: its lines, cut further where one is over the model's limit. Units are decoded in batches
of like length, looked at for loops and for outputs that ran into the length limit, and put together again.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.models.checkpoint import Checkpoint, Decoding
from toolkit.models.codec import Codec, align_words
from toolkit.models.pieces import Piece, Written, clean_line, has_letters, is_looping, join, spans_of, split_to_limit
from toolkit.models.types import Alignment, Generation, Offsets, Options, Tell, TextEngine

Keep = Callable[[int, list[Written]], None]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The output for one sequence of input ids.

    `ids` leave out the decoder's start token, a forced first token and the end token. `score` is the mean
    token log-probability, the end token included. `attention` is ids × input ids.
    """

    ids: tuple[int, ...]
    score: float | None = None
    attention: npt.NDArray[np.float32] | None = None
    truncated: bool = False


class _Draft(NamedTuple):
    """A decoded output as text, and whether it runs in a loop."""

    decoded: Decoded
    text: str
    loops: bool


class _Job(NamedTuple):
    """The settings of one call of `generate`."""

    decoding: Decoding
    alignment: bool
    may_split: bool


class Seq2SeqEngine(TextEngine):
    """A checkpoint that runs on this machine."""

    dtype: str

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.codec = Codec(checkpoint)
        self.name = checkpoint.name
        self.revision = checkpoint.revision
        self.max_input_tokens = checkpoint.max_input_tokens
        self.decoding = replace(checkpoint.decoding, forced_bos=self.codec.forced_bos)

    @abstractmethod
    def decode(
        self, inputs: Sequence[Sequence[int]], decoding: Decoding, *, alignment: bool
    ) -> Iterator[tuple[int, Decoded]]:
        """Decode sequences of input ids, and yield each one's index and output as soon as it is there."""

    def cache_key(self, text: str) -> str:
        """Return what the output for any text depends on: the model, its weights' form, and the task."""
        return json.dumps([self.kind, self.name, self.revision, self.dtype, self.checkpoint.task])

    @property
    def aligns(self) -> bool:
        """True when the model gives word alignment."""
        return self.checkpoint.family == "marian"

    def count_tokens(self, text: str) -> int:
        """Return how many input tokens `text` takes, special tokens included."""
        return len(self.codec.encode([text])[0])

    def run(self, texts: list[str], options: Options, tell: Tell) -> list[Generation]:
        """Return the result of each text, told of as soon as all of its units are written."""
        decoding = self.decoding.overridden(options, self.checkpoint.max_output_tokens)
        may_split = self.checkpoint.task == "translation" and options.max_new_tokens is None
        units = self._units(texts)
        places: list[list[int]] = [[] for _ in texts]
        for index, unit in enumerate(units):
            places[unit.text].append(index)
        left = list(map(len, places))
        written: dict[int, list[Written]] = {}
        found: dict[int, Generation] = {}

        def finish(text: int) -> None:
            parts = [(units[i], part) for i in places[text] for part in written[i]]
            found[text] = join(texts[text], parts)
            tell(text, found[text])

        def keep(index: int, parts: list[Written]) -> None:
            text = units[index].text
            written[index] = parts
            left[text] -= 1
            if not left[text]:
                finish(text)

        for text in [text for text, count in enumerate(left) if not count]:
            finish(text)
        self._write(texts, units, _Job(decoding, options.alignment and self.aligns, may_split), keep)
        return [found[index] for index in range(len(texts))]

    def _units(self, texts: Sequence[str]) -> list[Piece]:
        pieces = [
            Piece(i, span, line, text[slice(*span)])
            for i, text in enumerate(texts)
            for line, span in enumerate(spans_of(text, self.checkpoint.task))
        ]
        units: list[Piece] = []
        for piece in self._encoded(pieces):
            fits = len(piece.ids) <= self.checkpoint.max_input_tokens
            units += [piece] if fits else self._split(texts[piece.text], piece, self.checkpoint.max_input_tokens)
        return units

    def _encoded(self, pieces: list[Piece]) -> list[Piece]:
        ids = self.codec.encode([clean_line(piece.source) for piece in pieces])
        return [piece._replace(ids=tuple(found)) for piece, found in zip(pieces, ids, strict=True)]

    def _split(self, text: str, piece: Piece, limit: int) -> list[Piece]:
        spans = split_to_limit(text, lambda part: self.count_tokens(clean_line(part)), limit, piece.span)
        return self._encoded([piece._replace(span=span, source=text[slice(*span)]) for span in spans])

    def _write(self, texts: Sequence[str], units: Sequence[Piece], job: _Job, keep: Keep) -> None:
        """Decode units and hand on what was written for each; equal units are decoded once."""
        waiting: dict[tuple[int, ...], list[int]] = {}
        for index, unit in enumerate(units):
            # A unit without letters (a line of digits in a longer text) is not the model's business.
            if has_letters(unit.source):
                waiting.setdefault(unit.ids, []).append(index)
            else:
                keep(index, [Written(unit.source)])
        same = list(waiting.values())
        cut: list[tuple[int, _Draft]] = []
        for i, draft in self._drafts([units[indexes[0]] for indexes in same], job):
            for index in same[i]:
                if draft.decoded.truncated and job.may_split:
                    cut.append((index, draft))
                else:
                    keep(index, [self._written(units[index], draft, job)])
        for index, draft in cut:
            keep(index, self._in_parts(texts, units[index], draft, job))

    def _drafts(self, units: Sequence[Piece], job: _Job) -> Iterator[tuple[int, _Draft]]:
        """Yield the decoded units; what loops comes last, decoded once more with repetition forbidden."""
        looping: list[int] = []
        for i, decoded in self.decode([unit.ids for unit in units], job.decoding, alignment=job.alignment):
            draft = self._draft(decoded, units[i])
            if draft.loops:
                looping.append(i)
            else:
                yield i, draft
        again = [units[i].ids for i in looping]
        for place, decoded in self.decode(again, replace(job.decoding, no_repeat_ngram=3), alignment=job.alignment):
            yield looping[place], self._draft(decoded, units[looping[place]])

    def _draft(self, decoded: Decoded, unit: Piece) -> _Draft:
        text = self.codec.decode(decoded.ids)
        return _Draft(decoded, text, is_looping(text, unit.source))

    def _in_parts(self, texts: Sequence[str], unit: Piece, draft: _Draft, job: _Job) -> list[Written]:
        """Write a unit whose output ran into the limit once more, in smaller pieces."""
        limit = max(4, len(unit.ids) * 2 // 3)
        parts = self._split(texts[unit.text], unit, limit) if len(unit.ids) > 8 else []
        if len(parts) < 2:
            return [self._written(unit, draft, job)]
        pieces: list[list[Written]] = [[] for _ in parts]
        self._write(texts, parts, job, pieces.__setitem__)
        return [written for piece in pieces for written in piece]

    def _written(self, unit: Piece, draft: _Draft, job: _Job) -> Written:
        decoded = draft.decoded
        alignment = self._align(unit, draft) if job.alignment else ()
        return Written(draft.text, decoded.score, len(decoded.ids) + 1, alignment, draft.loops, decoded.truncated)

    def _align(self, unit: Piece, draft: _Draft) -> Alignment:
        """Return word pairs: source spans relative to the whole text, target spans to this unit's output."""
        ids, attention = draft.decoded.ids, draft.decoded.attention
        offsets = self.codec.source_offsets(unit.source, unit.ids) if attention is not None else []
        if attention is None or not offsets:
            return ()
        targets: list[Offsets | None] = self.codec.target_offsets(ids, draft.text)
        first = unit.span[0]
        pairs = align_words(attention, unit.source, draft.text, offsets, targets)
        return tuple(((a + first, b + first), there) for (a, b), there in pairs)
