"""Verifiers: models that say how likely a source says what a claim says.

Three layouts: MiniCheck's (one text, source and claim parted by the end token; two labels, or the tokens 0 and 1 as
T5's first word), that of natural language inference (a pair; one label is called entailment), and a chat model that
answers Yes or No.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit.addresses import is_address
from toolkit.errors import ModelError, UnsupportedModelError
from toolkit.models.checkpoint import Checkpoint
from toolkit.models.codec import quietly, readable
from toolkit.models.loading import checkpoint_of, load
from toolkit.models.pieces import token_batches
from toolkit.models.presets import lookup
from toolkit.models.transformers_engine import pick_device
from toolkit.models.types import EngineKind
from toolkit.models.weights import load_weights

_BUDGET, _MOST = 2048, 16  # tokens and pairs of a batch; more gains nothing on a few cores
_NAMED = "Name one: minicheck, minicheck-deberta, minicheck-t5, mdeberta."
_YES, _NO = re.compile(r"\W*yes\b", re.IGNORECASE), re.compile(r"\W*no\b", re.IGNORECASE)


class Verifier:
    """A model that tells how likely a source says what a claim says; `reads_arabic` if it wants the Arabic for that."""

    reads_arabic = False
    revision: str | None = None
    kind: EngineKind = "transformers"

    def __init__(self, name: str) -> None:
        self.name = name

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """Return for each source and claim the probability, in 0..1, that the claim is right; None for no answer."""
        raise NotImplementedError

    def cache_key(self, text: str) -> str:
        """Return what the answers depend on."""
        return json.dumps([self.kind, self.name, self.revision, "verification", text])


def load_verifier(
    name: str | Path, *, device: str | None = None, offline: bool | None = None, quiet: bool = False
) -> Verifier:
    """Make a verifier ready to run.

    Parameters
    ----------
    name
        `minicheck`, `minicheck-deberta`, `minicheck-t5`, `mdeberta`, or another hub id, folder or endpoint address.
        Other checkpoints are RoBERTa, XLM-R or DeBERTa for sequence classification, or T5 in MiniCheck's layout.
    device, offline, quiet
        As for `toolkit.models.load`.

    Raises
    ------
    ModelError
        There is no such model, it is not here and cannot be fetched, or it is no verifier.

    Examples
    --------
    >>> verifier = load_verifier("minicheck")  # doctest: +SKIP
    >>> verifier.probabilities([("Nine people died.", "Twelve people died.")])  # doctest: +SKIP
    [0.01]
    """
    if is_address(str(name)):
        return _ServedVerifier(str(name))
    preset = lookup(str(name))
    if preset is not None and preset.task != "verification":
        raise UnsupportedModelError(f"{preset.name} is no verifier.", remedy=_NAMED)
    return _LocalVerifier(checkpoint_of(name, "verification", offline=offline, quiet=quiet), pick_device(device))


class _ServedVerifier(Verifier):
    """A chat model that reads the Arabic. Its probability is that of its word; 0 or 1 where the server gives none."""

    kind: EngineKind = "endpoint"
    reads_arabic = True

    def __init__(self, address: str) -> None:
        self._engine = load(address, task="verification")
        super().__init__(self._engine.name)

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        asked = [f"Source: {source}\n\nClaim: {claim}" for source, claim in pairs]
        answers = self._engine.generate(asked, max_new_tokens=8)
        sure = (1.0 if answer.score is None else answer.score for answer in answers)
        return [
            chance if _YES.match(answer.text) else 1.0 - chance if _NO.match(answer.text) else None
            for answer, chance in zip(answers, sure, strict=True)
        ]


class _LocalVerifier(Verifier):
    """A checkpoint run by transformers, in batches of like length."""

    def __init__(self, checkpoint: Checkpoint, device: str) -> None:
        import torch
        from transformers import AutoTokenizer

        super().__init__(checkpoint.name)
        self.revision, self.device, self.dtype = checkpoint.revision, device, "float32"
        self.reads_arabic = checkpoint.preset is not None and checkpoint.preset.source_language == "ar"
        self._longest, self._prefix = checkpoint.max_input_tokens, checkpoint.prefix
        with quietly(), readable(checkpoint):
            self._tokenizer: Any = AutoTokenizer.from_pretrained(
                str(checkpoint.folder), local_files_only=True, trust_remote_code=False
            )
        self._model: Any = load_weights(checkpoint, dtype=torch.float32).eval().to(device)
        self._pad = checkpoint.pad
        self._ids = self._wrapped(checkpoint)
        self._run = self._generated if checkpoint.family == "t5" else self._classified

    def _wrapped(self, checkpoint: Checkpoint) -> Callable[[list[int], list[int]], list[int]]:
        """Return how source and claim become one input, and find out which outputs say yes."""
        tokenizer, config = self._tokenizer, self._model.config
        start = [] if tokenizer.cls_token_id is None else [tokenizer.cls_token_id]
        end = tokenizer.eos_token_id if tokenizer.eos_token_id is not None else tokenizer.sep_token_id
        if checkpoint.family == "t5":
            self._labels = [self._encoded(word)[0] for word in ("0", "1")]
            return lambda source, claim: [*source, end, *claim, end]
        named = [str(config.id2label[at]).lower() for at in range(config.num_labels)]
        entailing = [at for at, label in enumerate(named) if label.startswith("entail")]
        if not entailing and len(named) != 2:
            raise UnsupportedModelError(
                f"{checkpoint.name} is no verifier: none of its labels ({', '.join(named)}) is called entailment.",
                remedy=_NAMED,
            )
        self._yes = entailing[0] if entailing else 1
        # RoBERTa parts a pair by two tokens; MiniCheck was trained with one, DeBERTa knows no other way.
        between = [end, end] if entailing and config.model_type in ("roberta", "xlm-roberta") else [end]
        return lambda source, claim: [*start, *source, *between, *claim, end]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        inputs: list[list[int]] = []
        owners: list[int] = []
        for at, (source, claim) in enumerate(pairs):
            said = self._encoded(claim)[: self._longest // 2]
            room = self._longest - len(self._ids([], said)) - len(self._encoded(self._prefix))
            whole = self._encoded(source)
            for first in range(0, max(1, len(whole)), room):  # one part that says it is enough
                part = self._encoded(self._prefix) + whole[first : first + room]
                inputs.append(self._ids(part, said))
                owners.append(at)
        found: list[float | None] = [None] * len(pairs)
        for batch in token_batches([len(ids) for ids in inputs], _BUDGET, _MOST):
            for place, chance in zip(batch, self._batch([inputs[i] for i in batch]), strict=True):
                found[owners[place]] = max(chance, found[owners[place]] or 0.0)
        return found

    def _encoded(self, text: str) -> list[int]:
        """Return the tokens of a text, in which the tokenizer's own marks are no marks."""
        for mark in self._tokenizer.all_special_tokens:
            text = text.replace(mark, " ")
        return list(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def _batch(self, rows: Sequence[Sequence[int]]) -> list[float]:
        import torch

        width = max(map(len, rows))
        ids = torch.tensor([[*row, *[self._pad] * (width - len(row))] for row in rows], device=self.device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=self.device)
        with torch.inference_mode():
            chances: list[float] = self._run(ids, mask).tolist()
        if not all(0.0 <= chance <= 1.0 for chance in chances):
            raise ModelError(
                f"{self.name} answers with what is no probability.", remedy=f"Run `toolkit models verify {self.name}`."
            )
        return chances

    def _classified(self, ids: Any, mask: Any) -> Any:
        return self._model(input_ids=ids, attention_mask=mask).logits.float().softmax(-1)[:, self._yes]

    def _generated(self, ids: Any, mask: Any) -> Any:
        start = ids.new_full((len(ids), 1), self._model.config.decoder_start_token_id or 0)
        logits = self._model(input_ids=ids, attention_mask=mask, decoder_input_ids=start).logits[:, 0, self._labels]
        return logits.float().softmax(-1)[:, 1]
