"""What the two local engines share. In: texts. Out: Generations; only the decoding of token batches differs.

Every text becomes units: its lines, cut further where one is over the model's limit. Units are decoded in batches
of like length, looked at for loops and for outputs that ran into the length limit, and put together again.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from toolkit.models.alignment import align_words
from toolkit.models.checkpoint import Checkpoint, Decoding
from toolkit.models.codec import Codec
from toolkit.models.pieces import Piece, Written, clean_line, has_letters, join, spans_of
from toolkit.models.repetition import is_looping
from toolkit.models.splitting import split_to_limit
from toolkit.models.types import Alignment, EngineKind, Generation, Offsets

__all__ = ["Decoded", "Seq2SeqEngine"]

Progress = Callable[[int], None]


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


@dataclass(slots=True)
class _Job:
    """One call of `generate`: its settings, and the units still to do per text."""

    decoding: Decoding
    alignment: bool
    may_split: bool
    progress: Progress | None
    left: dict[int, int] = field(default_factory=dict)


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
    def decode_batch(
        self,
        inputs: Sequence[Sequence[int]],
        decoding: Decoding,
        *,
        alignment: bool,
        done: Callable[[int], None],
    ) -> list[Decoded]:
        """Decode sequences of input ids; `done` is called with the index of each as it is finished."""

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
    ) -> list[Generation]:
        """Run the model over `texts`; see `Engine.generate`."""
        decoding = self.decoding.overridden(
            beam_size, max_new_tokens, min_new_tokens, self.checkpoint.max_output_tokens
        )
        may_split = self.checkpoint.task == "translation" and max_new_tokens is None
        job = _Job(decoding, alignment and self.aligns, may_split, progress)
        units = self._units(texts)
        for unit in units:
            job.left[unit.text] = job.left.get(unit.text, 0) + 1
        if progress is not None and len(job.left) < len(texts):
            progress(len(texts) - len(job.left))
        written = self._write(texts, units, job)
        return self._assemble(texts, units, written)

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

    def _write(self, texts: Sequence[str], units: Sequence[Piece], job: _Job) -> list[list[Written]]:
        """Decode units; a unit that had to be split afterwards comes back as several pieces of writing."""
        waiting: dict[tuple[int, ...], list[int]] = {}
        for index, unit in enumerate(units):
            # A unit without letters (a line of digits in a longer text) is not the model's business.
            if has_letters(_text_of(texts, unit)):
                waiting.setdefault(unit.ids, []).append(index)
        inputs = list(waiting)

        def done(index: int) -> None:
            for unit in waiting[inputs[index]]:
                self._tick(units[unit].text, job)

        sources = [_text_of(texts, units[waiting[ids][0]]) for ids in inputs]
        drafts = self._drafts(inputs, sources, job, done)
        written: list[list[Written]] = [[] for _ in units]
        for ids, draft in zip(inputs, drafts, strict=True):
            for index in waiting[ids]:
                written[index] = self._finish(texts, units[index], draft, job)
        for index, unit in enumerate(units):
            if not written[index]:
                written[index] = [Written(_text_of(texts, unit))]
                self._tick(unit.text, job)
        return written

    def _tick(self, text: int, job: _Job) -> None:
        left = job.left.get(text, 0) - 1
        job.left[text] = left
        if left == 0 and job.progress is not None:
            job.progress(1)

    def _drafts(
        self, inputs: list[tuple[int, ...]], sources: list[str], job: _Job, done: Callable[[int], None]
    ) -> list[_Draft]:
        """Decode inputs; what loops is decoded once more with repetition forbidden, and that try is kept."""
        decoded = self.decode_batch(inputs, job.decoding, alignment=job.alignment, done=done)
        drafts = [self._draft(result, source) for result, source in zip(decoded, sources, strict=True)]
        looping = [i for i, draft in enumerate(drafts) if draft.loops]
        if looping:
            again = self.decode_batch(
                [inputs[i] for i in looping],
                job.decoding.blocking_repetition(),
                alignment=job.alignment,
                done=lambda _: None,
            )
            for i, result in zip(looping, again, strict=True):
                drafts[i] = self._draft(result, sources[i])
        return drafts

    def _draft(self, result: Decoded, source: str) -> _Draft:
        text = self.codec.decode(result.ids)
        return _Draft(result, text, is_looping(text, source))

    def _finish(self, texts: Sequence[str], unit: Piece, draft: _Draft, job: _Job) -> list[Written]:
        """Make the writing of a unit final; one whose output did not fit is split, and written again."""
        result = draft.decoded
        if result.truncated and job.may_split and len(unit.ids) > 8:
            parts = self._split(texts[unit.text], unit.text, unit.line, unit.span, max(4, len(unit.ids) * 2 // 3))
            if len(parts) > 1:
                inner = replace(job, progress=None, left={})
                return [piece for pieces in self._write(texts, parts, inner) for piece in pieces]
        return [
            Written(
                text=draft.text,
                score=result.score,
                tokens=len(result.ids) + 1,
                alignment=self._align(unit, _text_of(texts, unit), draft.text, result) if job.alignment else (),
                repeated=draft.loops,
                truncated=result.truncated,
            )
        ]

    def _align(self, unit: Piece, source: str, target: str, result: Decoded) -> Alignment:
        """Return word pairs: source spans relative to the whole text, target spans to this unit's output."""
        if result.attention is None:
            return ()
        offsets = self.codec.source_offsets(source)
        if len(offsets) != len(unit.ids):
            return ()  # white space inside the line was folded, and the tokens no longer match it
        attention = result.attention
        targets = self.codec.target_offsets(result.ids, target)
        pairs = align_words(attention, source, target, offsets, targets)
        first = unit.span[0]
        return tuple(((a + first, b + first), there) for (a, b), there in pairs)

    def _assemble(
        self, texts: Sequence[str], units: Sequence[Piece], written: Sequence[Sequence[Written]]
    ) -> list[Generation]:
        parts: list[list[tuple[Piece, Written]]] = [[] for _ in texts]
        for unit, pieces in zip(units, written, strict=True):
            parts[unit.text].extend((unit, piece) for piece in pieces)
        return [join(text, pieces) for text, pieces in zip(texts, parts, strict=True)]


def _text_of(texts: Sequence[str], unit: Piece) -> str:
    return texts[unit.text][slice(*unit.span)]
