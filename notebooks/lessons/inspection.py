"""Looking inside a Marian model while it translates. In: its folder, and texts. Out: probabilities and attention.

For lessons, and for questions about a single translation; the engines that translate for a brief show none of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from toolkit.errors import UnsupportedModelError
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.transformers_engine import TransformersEngine

__all__ = ["Attention", "OpenModel", "open_model"]

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Attention:
    """Where the decoder looked in the source while it wrote.

    Attributes
    ----------
    source, target
        Tokens, end tokens included: the columns and the rows.
    weights
        Layers × heads × target × source. A row says where the decoder looked when it chose that target token, and
        sums to 1.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    weights: npt.NDArray[np.float64]

    def mean(self) -> Matrix:
        """Return target × source, averaged over layers and heads."""
        mean: Matrix = self.weights.mean(axis=(0, 1))
        return mean

    def head(self, layer: int, head: int) -> Matrix:
        """Return target × source of one head, both counted from 0."""
        one: Matrix = self.weights[layer, head]
        return one


class OpenModel(TransformersEngine):
    """A Marian engine that also says how probable each next token is, and where it looks."""

    @property
    def eos(self) -> int:
        """Id of the token that ends a text."""
        return self.checkpoint.eos

    def token(self, number: int) -> str:
        """Return the token of an id, as the vocabulary writes it: `▁` begins a word."""
        return self.codec.to_tokens([number])[0]

    def source_ids(self, text: str) -> tuple[int, ...]:
        """Return the input ids of a text, end token included."""
        return tuple(self.codec.encode([text])[0])

    def text_of(self, ids: Sequence[int]) -> str:
        """Return the text that output ids stand for."""
        return self.codec.decode([number for number in ids if number != self.eos])

    def next_log_probabilities(self, source: Sequence[int], prefixes: Sequence[Sequence[int]]) -> Matrix:
        """Return how probable the model finds each token as the next one.

        Parameters
        ----------
        source
            Input ids, end token included.
        prefixes
            Beginnings of the output, all of the same length, without the decoder's start token.

        Returns
        -------
        array, prefixes × vocabulary
            Natural logarithms of probabilities. Padding has none: it is never written.
        """
        import torch

        start = self.checkpoint.decoder_start
        with torch.inference_mode():
            logits = self._model(
                input_ids=torch.tensor([list(source)] * len(prefixes), device=self.device),
                decoder_input_ids=torch.tensor([[start, *prefix] for prefix in prefixes], device=self.device),
                use_cache=False,
            ).logits[:, -1]
            logits = logits.double()
            logits[:, self.checkpoint.pad] = -torch.inf
            found: Matrix = torch.log_softmax(logits, dim=-1).cpu().numpy()
        return found

    def cross_attention(self, source: str, target: Sequence[int]) -> Attention:
        """Return the attention of the decoder over `source` while it writes the output ids `target`, then the end."""
        import torch

        ids = self.source_ids(source)
        written = [number for number in target if number != self.eos]
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.tensor([ids], device=self.device),
                decoder_input_ids=torch.tensor([[self.checkpoint.decoder_start, *written]], device=self.device),
                output_attentions=True,
                use_cache=False,
            )
        weights = torch.stack([layer[0] for layer in output.cross_attentions]).double().cpu().numpy()
        return Attention(
            source=tuple(self.codec.to_tokens(ids)),
            target=tuple(self.codec.to_tokens([*written, self.eos])),
            weights=weights,
        )


def open_model(folder: str | Path, *, device: str = "cpu") -> OpenModel:
    """Open a Marian checkpoint to look inside it.

    Raises
    ------
    UnsupportedModelError
        It is of another family.
    """
    folder = Path(folder)
    checkpoint = read_checkpoint(folder, folder.name, "translation")
    if checkpoint.family != "marian":
        raise UnsupportedModelError(
            f"{checkpoint.name} is of the family {checkpoint.family}, and only Marian models can be looked into.",
            remedy="Name the folder of a Marian checkpoint, such as opus-mt-ar-en.",
        )
    return OpenModel(checkpoint, device=device)
