"""The CTranslate2 engine: int8, the fast one on a CPU.

It runs a conversion of the same checkpoint that the transformers engine runs, with the same settings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from toolkit.errors import ModelError, UnsupportedModelError
from toolkit.files import usable_cores
from toolkit.models.checkpoint import Checkpoint, Decoding
from toolkit.models.pieces import token_batches
from toolkit.models.seq2seq import Decoded, Seq2SeqEngine
from toolkit.models.types import Task
from toolkit.models.weights import converted

_BATCH_TOKENS = 1024
_AHEAD = 4  # batches in the queue for each worker


def _threads(device: str, task: Task) -> tuple[int, int]:
    """Return batches run at once, and threads of each.

    Many short texts go fastest with a thread to each batch (1.1 to 1.2 times on two cores). A summarizer gets one long
    text, and all threads work on that.
    """
    if device != "cpu":
        return 1, 0
    cores = usable_cores()
    if task == "summarization" or cores > 8:
        return max(1, cores // 4), min(cores, 4)
    return cores, 1


class CTranslate2Engine(Seq2SeqEngine):
    """A checkpoint run by `ctranslate2.Translator`.

    `device` is `cpu` (the default) or `cuda`; `dtype` the compute type: `int8` (the default on a CPU), `int8_float16`
    (on CUDA), `float32`, ….
    """

    kind = "ctranslate2"

    def __init__(self, checkpoint: Checkpoint, *, device: str | None = None, dtype: str | None = None) -> None:
        import ctranslate2

        super().__init__(checkpoint)
        self.device = device or "cpu"
        name, _, number = self.device.partition(":")
        if name not in ("cpu", "cuda"):
            raise UnsupportedModelError(
                f"CTranslate2 does not run on {name!r}.", remedy="Use engine='transformers', or device='cpu'."
            )
        self.dtype = dtype or ("int8" if name == "cpu" else "int8_float16")
        self._workers, threads = _threads(name, checkpoint.task)
        folder = converted(checkpoint, self.dtype)
        try:
            self._translator: Any = ctranslate2.Translator(
                str(folder),
                device=name,
                device_index=int(number or 0),
                compute_type=self.dtype,
                inter_threads=self._workers,
                intra_threads=threads,
            )
        except (ValueError, RuntimeError) as error:
            raise UnsupportedModelError(
                f"CTranslate2 cannot run {self.name} with {self.dtype} on {self.device}: {error}",
                remedy=f"Use another dtype or device; if the files are damaged, delete {folder}.",
            ) from error
        self._batch_tokens = _BATCH_TOKENS
        self._ahead = _AHEAD * self._workers

    def decode(
        self, inputs: Sequence[Sequence[int]], decoding: Decoding, *, alignment: bool
    ) -> Iterator[tuple[int, Decoded]]:
        """Decode sequences of input ids; when memory runs out, what is left goes on in batches half as large."""
        left = list(range(len(inputs)))
        while left:
            finished: set[int] = set()
            try:
                for place, decoded in self._submit([inputs[i] for i in left], decoding, alignment):
                    finished.add(left[place])
                    yield left[place], decoded
            except (RuntimeError, MemoryError) as error:
                self._halve(error)
            left = [i for i in left if i not in finished]

    def _halve(self, error: BaseException) -> None:
        text = str(error).lower()
        if not isinstance(error, MemoryError) and "memory" not in text and "bad_alloc" not in text:
            raise error
        if self._batch_tokens <= 16:
            raise ModelError(
                f"{self.name} ran out of memory on a single text ({self.device}).",
                remedy="Use a smaller model or a smaller beam.",
            ) from error
        self._batch_tokens //= 2

    def _submit(
        self, inputs: list[Sequence[int]], decoding: Decoding, alignment: bool
    ) -> Iterator[tuple[int, Decoded]]:
        """Yield Decoded results with the index of their input, as they are finished."""
        budget = max(16, self._batch_tokens // (1 if decoding.beam_size == 1 else 2))
        batches = token_batches([len(ids) for ids in inputs], budget, budget, self._workers)
        first = [] if decoding.forced_bos is None else self.codec.to_tokens([decoding.forced_bos])
        # Enough batches wait for the workers never to be idle, and no more: whoever stops listening stops the work.
        left = iter(batches)
        running = deque(self._begun(inputs, batch, first, decoding, alignment) for batch in islice(left, self._ahead))
        while running:
            batch, tokens, pending, rows = running.popleft()
            results = [future.result() for future in pending]
            running.extend(self._begun(inputs, batch, first, decoding, alignment) for batch in islice(left, 1))
            written = [result.hypotheses[0] for result in results]
            tops = [future.result().attention[0][0] for future in rows] if rows else [None] * len(batch)
            scores = self._forced_scores(tokens, written, first) if decoding.interferes else [None] * len(batch)
            for index, result, top, score in zip(batch, results, tops, scores, strict=True):
                yield index, self._decoded(result, decoding, top, score)

    def _begun(
        self, inputs: list[Sequence[int]], batch: list[int], first: list[str], decoding: Decoding, alignment: bool
    ) -> tuple[list[int], list[list[str]], Any, Any]:
        """Return a batch that is on its way: its indexes, its tokens, its results, its first rows of attention."""
        tokens = [self.codec.to_tokens(inputs[i]) for i in batch]
        pending = self._start(tokens, first, decoding, alignment)
        rows = self._start_first_rows(tokens) if alignment and decoding.beam_size > 1 else None
        return batch, tokens, pending, rows

    def _start(self, tokens: list[list[str]], first: list[str], decoding: Decoding, alignment: bool) -> Any:
        """Put a batch into the queue of CTranslate2's workers."""
        return self._translator.translate_batch(
            tokens,
            target_prefix=[first] * len(tokens) if first else None,
            asynchronous=True,
            beam_size=decoding.beam_size,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            max_decoding_length=self._longest(decoding),
            min_decoding_length=max(1, decoding.min_new_tokens),
            suppress_sequences=[self.codec.to_tokens(ids) for ids in decoding.suppressed] or None,
            max_input_length=0,
            return_scores=True,
            return_attention=alignment,
        )

    def _longest(self, decoding: Decoding) -> int:
        """Return CTranslate2's maximum for the tokens that transformers would allow: it does not force the end."""
        return max(1, decoding.max_new_tokens - (1 if decoding.forced_eos else 0))

    def _start_first_rows(self, tokens: list[list[str]]) -> Any:
        """Ask for the attention of the first output token of each input, by a search of a single step.

        With a beam and a batch, CTranslate2 4.8 returns another sentence's attention for that token, and the right
        one for all others. The first row depends on nothing but the input, so that one greedy step gives it.
        """
        return self._translator.translate_batch(
            tokens,
            asynchronous=True,
            beam_size=1,
            max_decoding_length=1,
            max_input_length=0,
            return_attention=True,
        )

    def _forced_scores(self, tokens: list[list[str]], written: list[list[str]], first: list[str]) -> list[float | None]:
        """Return the model's own mean log-probability of finished outputs.

        Where tokens were forbidden on the way, the search shared their probability out among the others, and its
        score says less about the model's doubt.
        """
        results = self._translator.score_batch(tokens, written, max_input_length=0)
        own = [result.log_probs[len(first) :] for result in results]
        return [float(np.mean(values)) if values else None for values in own]

    def _score(self, result: Any, decoding: Decoding, first: int) -> float | None:
        """Return the mean log-probability of what was written: CTranslate2 divides the sum by length ** penalty,
        and counts a forced first token and the end token into the length."""
        length = len(result.hypotheses[0]) + (0 if self._is_cut(result, decoding) else 1)
        if length <= first:
            return None
        total = float(result.scores[0]) * float(length**decoding.length_penalty)
        return total / (length - first)

    def _is_cut(self, result: Any, decoding: Decoding) -> bool:
        return len(result.hypotheses[0]) >= self._longest(decoding)

    def _decoded(self, result: Any, decoding: Decoding, first_row: Any = None, score: float | None = None) -> Decoded:
        ids = self.codec.to_ids(result.hypotheses[0])
        first = 1 if decoding.forced_bos is not None and ids[:1] == [decoding.forced_bos] else 0
        matrix = None
        if result.attention:
            matrix = np.asarray(result.attention[0], dtype=np.float32)[: len(ids)]
            if first_row is not None and len(matrix):
                matrix[0] = first_row
            matrix = matrix[first:]
        return Decoded(
            ids=tuple(ids[first:]),
            score=self._score(result, decoding, first) if score is None else score,
            attention=matrix,
            truncated=self._is_cut(result, decoding),
        )
