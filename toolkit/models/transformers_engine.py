"""The transformers engine: any device, any dtype.

Decoding settings are all passed explicitly, and remote code is never run. Scores and alignment come from one
teacher-forced pass over the finished output, whose cost is that of a single step of the search.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from toolkit.errors import ModelError, UnsupportedModelError
from toolkit.models.checkpoint import Checkpoint, Decoding
from toolkit.models.pieces import token_batches
from toolkit.models.seq2seq import Decoded, Seq2SeqEngine
from toolkit.models.weights import load_weights

_CPU_BUDGET = (1024, 32)  # tokens and texts of a batch; more gains nothing on a few cores
_GPU_BUDGET = (16_384, 512)


def pick_device(device: str | None = None) -> str:
    """Return the device that was named, or the best one there is."""
    import torch

    if device is not None:
        return device
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


def _pick_dtype(dtype: str | None, device: str) -> Any:
    """Return the torch dtype: as asked, else bfloat16 where CUDA has it, else float32.

    float16 is never chosen unasked: the T5 family overflows in it.
    """
    import torch

    if dtype is not None:
        known = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
        if dtype not in known:
            raise UnsupportedModelError(
                f"The transformers engine has no dtype {dtype!r}.", remedy=f"Choose from {', '.join(known)}."
            )
        return known[dtype]
    if device.startswith("cuda") and torch.cuda.is_bf16_supported():
        return torch.bfloat16
    return torch.float32


def _is_out_of_memory(error: BaseException) -> bool:
    import torch

    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    text = str(error).lower()
    return "out of memory" in text or "can't allocate memory" in text or "bad_alloc" in text


class TransformersEngine(Seq2SeqEngine):
    """A checkpoint run by `AutoModelForSeq2SeqLM.generate`.

    `device` is `cpu`, `cuda`, `cuda:1` or `mps`, by default the best there is; `dtype` `float32`, `float16` or
    `bfloat16`, by default bfloat16 on CUDA and float32 elsewhere.
    """

    kind = "transformers"

    def __init__(self, checkpoint: Checkpoint, *, device: str | None = None, dtype: str | None = None) -> None:
        if checkpoint.converted_tokenizer:
            raise UnsupportedModelError(
                f"{checkpoint.name} is a conversion for CTranslate2, which transformers cannot run.",
                remedy="Use engine='ctranslate2', or name the model that it was made of.",
            )
        super().__init__(checkpoint)
        self.device = pick_device(device)
        # Only Marian's attention is ever read; the default attention implementation gives none.
        extra = {"attn_implementation": "eager"} if checkpoint.family == "marian" else {}
        model = load_weights(checkpoint, dtype=_pick_dtype(dtype, self.device), **extra)
        self._model: Any = model.eval().to(self.device)
        self.dtype = str(model.dtype).removeprefix("torch.")
        self._budget, self._most = _CPU_BUDGET if self.device == "cpu" else _GPU_BUDGET

    def decode(
        self, inputs: Sequence[Sequence[int]], decoding: Decoding, *, alignment: bool
    ) -> Iterator[tuple[int, Decoded]]:
        """Decode sequences of input ids, batch by batch; a batch that does not fit into memory is halved."""
        stack = token_batches([len(ids) for ids in inputs], self._budget, self._most)[::-1]
        while stack:
            batch = stack.pop()
            try:
                decoded = self._run([inputs[i] for i in batch], decoding, alignment)
            except (RuntimeError, MemoryError) as error:
                if not _is_out_of_memory(error):
                    raise
                stack.extend(self._halves(batch, error))
            else:
                yield from zip(batch, decoded, strict=True)

    def _halves(self, batch: list[int], error: BaseException) -> list[list[int]]:
        """Return the two halves of a batch that ran out of memory, and keep later batches that small."""
        if len(batch) == 1:
            raise ModelError(
                f"{self.name} ran out of memory on a single text ({self.device}).",
                remedy="Use a smaller model, engine='ctranslate2', device='cpu', or a smaller beam.",
            ) from error
        import torch

        gc.collect()
        if self.device.startswith("cuda"):
            torch.cuda.empty_cache()
        middle = len(batch) // 2
        self._most = max(1, min(self._most, middle))
        return [batch[middle:], batch[:middle]]

    def _generation_config(self, decoding: Decoding) -> Any:
        from transformers import GenerationConfig

        checkpoint = self.checkpoint
        never = [*map(list, decoding.suppressed), *([[checkpoint.pad]] if checkpoint.family == "marian" else [])]
        return GenerationConfig(
            do_sample=False,
            renormalize_logits=True,  # after a token is forbidden, as CTranslate2 does; a beam is compared by it
            num_beams=decoding.beam_size,
            # Stop when no running beam can win any more: the closest to what CTranslate2 does (3 of 304 texts differ
            # with four beams, against 18 when the first finished beams end the search), and never the worse.
            **({"early_stopping": False, "length_penalty": decoding.length_penalty} if decoding.beam_size > 1 else {}),
            max_new_tokens=decoding.max_new_tokens,
            min_new_tokens=decoding.min_new_tokens or None,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            bad_words_ids=never or None,
            decoder_start_token_id=checkpoint.decoder_start,
            eos_token_id=checkpoint.eos,
            pad_token_id=checkpoint.pad,
            bos_token_id=None,
            forced_bos_token_id=decoding.forced_bos,
            forced_eos_token_id=checkpoint.eos if decoding.forced_eos else None,
        )

    def _run(self, inputs: list[Sequence[int]], decoding: Decoding, alignment: bool) -> list[Decoded]:
        import torch

        width = max(len(ids) for ids in inputs)
        pad = self.checkpoint.pad
        ids = torch.tensor([[*row, *[pad] * (width - len(row))] for row in inputs], device=self.device)
        lengths = torch.tensor([len(row) for row in inputs], device=self.device)
        mask = (torch.arange(width, device=self.device)[None, :] < lengths[:, None]).long()
        # `generate` fills in whatever its argument leaves open from the model's own settings: these are all of them.
        self._model.generation_config = self._generation_config(decoding)
        with torch.inference_mode():
            encoded = self._model.get_encoder()(input_ids=ids, attention_mask=mask)
            written = self._model.generate(
                # generate spreads these over the beams in place, and the forced pass needs them as they were
                encoder_outputs=type(encoded)(last_hidden_state=encoded.last_hidden_state),
                attention_mask=mask,
            )
            checked = self._forced_pass(encoded, mask, written, alignment)
        return [
            self._decoded(row, score, attention, len(source), decoding)
            for row, score, attention, source in zip(written.tolist(), *checked, inputs, strict=True)
        ]

    def _forced_pass(self, encoded: Any, mask: Any, written: Any, alignment: bool) -> tuple[list[Any], list[Any]]:
        """Return per sequence the log-probability of each written token, and the attention (or None)."""
        import torch

        output = self._model(
            encoder_outputs=encoded,
            attention_mask=mask,
            decoder_input_ids=written[:, :-1],
            output_attentions=alignment,
            use_cache=False,
        )
        logits = output.logits.float()
        chosen = logits.gather(-1, written[:, 1:, None]).squeeze(-1)
        scores = (chosen - torch.logsumexp(logits, dim=-1)).cpu().tolist()
        if not alignment:
            return scores, [None] * len(scores)
        heads = output.cross_attentions[-1][:, 0].float().cpu().numpy()
        return scores, list(heads)

    def _decoded(
        self, row: list[int], scores: list[float], attention: Any, source_length: int, decoding: Decoding
    ) -> Decoded:
        """Cut one generated row down to what the model wrote: no start, forced first, end or padding token."""
        body = row[1:]
        first = 1 if decoding.forced_bos is not None and body[:1] == [decoding.forced_bos] else 0
        ended = self.checkpoint.eos in body[first:]
        end = body.index(self.checkpoint.eos, first) if ended else len(body)
        counted = scores[first : end + 1]
        full = end + 1 if ended else end
        return Decoded(
            ids=tuple(body[first:end]),
            score=float(np.mean(counted)) if counted else None,
            attention=None if attention is None else attention[first:end, :source_length],
            truncated=full >= decoding.max_new_tokens and (decoding.forced_eos or not ended),
        )
