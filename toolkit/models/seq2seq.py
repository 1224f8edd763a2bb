"""What the two local engines share.

Every text becomes units: its lines, cut further where one is over the model's limit. Units are decoded in batches
of like length, looked at for loops and for outputs that ran into the length limit, and put together again.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from toolkit.models.checkpoint import Checkpoint, Decoding
from toolkit.models.codec import Codec, align_words
from toolkit.models.pieces import (
    Piece,
    Written,
    clean_line,
    has_letters,
    is_looping,
    join,
    several,
    spans_of,
    split_to_limit,
    teller,
)
from toolkit.models.types import Alignment, EngineKind, Generation, Offsets

Progress = Callable[[int], None]
Each = Callable[[int, Generation], None]
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A decoded output as text, and whether it runs in a loop."""

    decoded: Decoded
    text: str
    loops: bool


@dataclass(frozen=True, slots=True)
class _Job:
    """The settings of one call of `generate`."""

    decoding: Decoding
    alignment: bool
    may_split: bool


class _Results:
    """The results of one call of `generate`: told of each unit's writing, it tells of each text that is whole."""

    def __init__(
        self, texts: Sequence[str], units: Sequence[Piece], progress: Progress | None, each: Each | None
    ) -> None:
        self._texts, self._units = texts, units
        self._announce = teller(progress, each)
        self._written: list[list[Written]] = [[] for _ in units]
        self._places: list[list[int]] = [[] for _ in texts]
        for index, unit in enumerate(units):
            self._places[unit.text].append(index)
        self._left = [len(places) for places in self._places]
        self._found: dict[int, Generation] = {}
        for text, left in enumerate(self._left):
            if left == 0:
                self._tell(text)

    def keep(self, unit: int, written: list[Written]) -> None:
        """Take what was written for a unit."""
        text = self._units[unit].text
        self._written[unit] = written
        self._left[text] -= 1
        if self._left[text] == 0:
            self._tell(text)

    def _tell(self, text: int) -> None:
        parts = [(self._units[i], written) for i in self._places[text] for written in self._written[i]]
        self._found[text] = join(self._texts[text], parts)
        self._announce(text, self._found[text])

    def all(self) -> list[Generation]:
        """Return the result of every text, in order."""
        return [self._found[index] for index in range(len(self._texts))]


class Seq2SeqEngine(ABC):
    """A checkpoint that runs on this machine.

    Parameters
    ----------
    checkpoint
        The model folder and its settings.
    """

    kind: EngineKind
    dtype: str

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.codec = Codec(checkpoint)
        self.name = checkpoint.name
        self.revision: str | None = checkpoint.revision
        self.max_input_tokens: int | None = checkpoint.max_input_tokens
        self.decoding = replace(checkpoint.decoding, forced_bos=self.codec.forced_bos)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, revision={self.revision!r})"

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
        return self.codec.count(text)

    def generate(
        self,
        texts: Sequence[str],
        *,
        beam_size: int | None = None,
        max_new_tokens: int | None = None,
        min_new_tokens: int | None = None,
        alignment: bool = False,
        progress: Progress | None = None,
        each: Each | None = None,
    ) -> list[Generation]:
        """Run the model over `texts`; see `Engine.generate`."""
        texts = several(texts)
        decoding = self.decoding.overridden(
            beam_size, max_new_tokens, min_new_tokens, self.checkpoint.max_output_tokens
        )
        may_split = self.checkpoint.task == "translation" and max_new_tokens is None
        units = self._units(texts)
        results = _Results(texts, units, progress, each)
        self._write(texts, units, _Job(decoding, alignment and self.aligns, may_split), results.keep)
        return results.all()

    def _units(self, texts: Sequence[str]) -> list[Piece]:
        spans = [
            (i, line, span)
            for i, text in enumerate(texts)
            for line, span in enumerate(spans_of(text, self.checkpoint.task))
        ]
        lines = [clean_line(texts[i][slice(*span)]) for i, _, span in spans]
        units: list[Piece] = []
        for (i, line, span), ids in zip(spans, self.codec.encode(lines), strict=True):
            if len(ids) <= self.checkpoint.max_input_tokens:
                units.append(Piece(i, span, line, tuple(ids)))
            else:
                units.extend(self._split(texts[i], i, line, span, self.checkpoint.max_input_tokens))
        return units

    def _split(self, text: str, index: int, line: int, span: Offsets, limit: int) -> list[Piece]:
        spans = split_to_limit(text, lambda piece: self.codec.count(clean_line(piece)), limit, span)
        ids = self.codec.encode([clean_line(text[a:b]) for a, b in spans])
        return [Piece(index, piece, line, tuple(i)) for piece, i in zip(spans, ids, strict=True)]

    def _write(self, texts: Sequence[str], units: Sequence[Piece], job: _Job, keep: Keep) -> None:
        """Decode units and hand on what was written for each; equal units are decoded once."""
        waiting: dict[tuple[int, ...], list[int]] = {}
        for index, unit in enumerate(units):
            # A unit without letters (a line of digits in a longer text) is not the model's business.
            if has_letters(_text_of(texts, unit)):
                waiting.setdefault(unit.ids, []).append(index)
            else:
                keep(index, [Written(_text_of(texts, unit))])
        inputs = list(waiting)
        cut: list[tuple[int, _Draft]] = []
        for i, draft in self._drafts(inputs, [_text_of(texts, units[waiting[ids][0]]) for ids in inputs], job):
            for index in waiting[inputs[i]]:
                if draft.decoded.truncated and job.may_split:
                    cut.append((index, draft))
                else:
                    keep(index, [self._written(_text_of(texts, units[index]), units[index], draft, job)])
        for index, draft in cut:
            keep(index, self._in_parts(texts, units[index], draft, job))

    def _drafts(
        self, inputs: Sequence[tuple[int, ...]], sources: Sequence[str], job: _Job
    ) -> Iterator[tuple[int, _Draft]]:
        """Yield the decoded inputs; what loops comes last, decoded once more with repetition forbidden."""
        looping: list[int] = []
        for i, decoded in self.decode(inputs, job.decoding, alignment=job.alignment):
            draft = self._draft(decoded, sources[i])
            if draft.loops:
                looping.append(i)
            else:
                yield i, draft
        again = self.decode([inputs[i] for i in looping], job.decoding.blocking_repetition(), alignment=job.alignment)
        for place, decoded in again:
            i = looping[place]
            yield i, self._draft(decoded, sources[i])

    def _draft(self, decoded: Decoded, source: str) -> _Draft:
        text = self.codec.decode(decoded.ids)
        return _Draft(decoded, text, is_looping(text, source))

    def _in_parts(self, texts: Sequence[str], unit: Piece, draft: _Draft, job: _Job) -> list[Written]:
        """Write a unit whose output ran into the limit once more, in smaller pieces."""
        limit = max(4, len(unit.ids) * 2 // 3)
        parts = self._split(texts[unit.text], unit.text, unit.line, unit.span, limit) if len(unit.ids) > 8 else []
        if len(parts) < 2:
            return [self._written(_text_of(texts, unit), unit, draft, job)]
        pieces: list[list[Written]] = [[] for _ in parts]
        self._write(texts, parts, job, pieces.__setitem__)
        return [written for piece in pieces for written in piece]

    def _written(self, source: str, unit: Piece, draft: _Draft, job: _Job) -> Written:
        return Written(
            text=draft.text,
            score=draft.decoded.score,
            tokens=len(draft.decoded.ids) + 1,
            alignment=self._align(unit, source, draft.text, draft.decoded) if job.alignment else (),
            repeated=draft.loops,
            truncated=draft.decoded.truncated,
        )

    def _align(self, unit: Piece, source: str, target: str, result: Decoded) -> Alignment:
        """Return word pairs: source spans relative to the whole text, target spans to this unit's output."""
        if result.attention is None:
            return ()
        offsets = self.codec.source_offsets(source, unit.ids)
        if not offsets:
            return ()
        attention = result.attention
        targets = self.codec.target_offsets(result.ids, target)
        pairs = align_words(attention, source, target, offsets, targets)
        first = unit.span[0]
        return tuple(((a + first, b + first), there) for (a, b), there in pairs)


def _text_of(texts: Sequence[str], unit: Piece) -> str:
    return texts[unit.text][slice(*unit.span)]
