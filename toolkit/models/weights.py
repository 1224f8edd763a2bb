"""Weights as their authors meant them: what both local engines start from.

Checkpoints on the hub were written by many versions of many programs. What their files leave open is settled here:
which matrix writes the output, whether a weight is missing, and whether two files of weights agree.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit.errors import ModelUnavailableError
from toolkit.models.checkpoint import Checkpoint
from toolkit.models.codec import quietly, readable

__all__ = ["load_weights"]

# Computed, not learnt: older files hold these tables of positions, newer ones leave them out.
_COMPUTED = ("embed_positions.weight", "embed_positions.weights", "final_logits_bias")
_SAMPLE = 512  # numbers of each tensor that are compared when a folder holds the weights twice


def load_weights(checkpoint: Checkpoint, **options: Any) -> Any:
    """Return the checkpoint's model with every weight in its place.

    Parameters
    ----------
    checkpoint
        The model folder and its settings.
    options
        Further arguments of `from_pretrained`.

    Raises
    ------
    ModelUnavailableError
        The files are damaged, lack weights, or contradict each other.
    """
    from transformers import AutoModelForSeq2SeqLM, AutoModelForSequenceClassification

    kind = AutoModelForSequenceClassification if checkpoint.family == "encoder" else AutoModelForSeq2SeqLM
    _refuse_contradiction(checkpoint)
    with quietly(), readable(checkpoint):
        model, report = kind.from_pretrained(
            str(checkpoint.folder),
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
            **options,
        )
    _tie(model, checkpoint)
    missing = sorted(name for name in _share(model, report["missing_keys"]) if not name.endswith(_COMPUTED))
    if missing:
        raise ModelUnavailableError(
            f"The weights of {checkpoint.name} in {checkpoint.folder} are not whole. Missing: {', '.join(missing[:3])}"
            f"{f' and {len(missing) - 3} more' if len(missing) > 3 else ''}.",
            remedy="Pull or copy the model again; if it was fine-tuned, save it again with all its weights.",
        )
    return model


def _tie(model: Any, checkpoint: Checkpoint) -> None:
    """Make the output matrix the embedding where the configuration says that they are one.

    transformers 4 did so whatever the file held; transformers 5 keeps an output matrix that differs. The files of
    opus-mt-tc-big hold one left over from their conversion, and with it the model writes garbage. The configuration
    classes of T5 call every model tied, so there the file decides.
    """
    if checkpoint.family not in ("t5", "encoder") and model.config.tie_word_embeddings:
        model.lm_head.weight = model.get_decoder().embed_tokens.weight


def _share(model: Any, missing: Collection[str]) -> set[str]:
    """Give encoder and decoder the embedding that the file holds once, and return what is missing still.

    transformers 5 leaves them without one where the configuration does not tie the output matrix, which is another
    question: until then they had always shared it.
    """
    left = set(missing)
    if "model.shared.weight" in left or not hasattr(model.base_model, "shared"):
        return left
    for side in ("encoder", "decoder"):
        name = f"model.{side}.embed_tokens.weight"
        if name in left:
            getattr(model.model, side).embed_tokens.weight = model.model.shared.weight
            left.discard(name)
    return left


def _refuse_contradiction(checkpoint: Checkpoint) -> None:
    """Refuse a folder that holds its weights twice, in `.bin` and in safetensors, and differently."""
    pickled, safe = checkpoint.folder / "pytorch_model.bin", checkpoint.folder / "model.safetensors"
    if not (pickled.is_file() and safe.is_file()):
        return
    # What lies in an output matrix that is tied anyway does not count.
    ignored = () if checkpoint.family == "t5" else ("lm_head.weight",)
    different = None
    with suppress(Exception):  # a file that cannot be read is reported where it is needed
        different = _first_difference(pickled, safe, ignored)
    if different is not None:
        raise ModelUnavailableError(
            f"The weights of {checkpoint.name} contradict each other: {pickled.name} and {safe.name} in "
            f"{checkpoint.folder} differ in {different}.",
            remedy="Delete the file that is out of date, or pull the model again into an empty folder.",
        )


def _first_difference(pickled: Path, safe: Path, ignored: tuple[str, ...]) -> str | None:
    import torch
    from safetensors import safe_open

    ours = torch.load(pickled, map_location="cpu", weights_only=True, mmap=True)
    with safe_open(safe, framework="pt") as theirs:
        for name in sorted(set(theirs.keys()) & set(ours) - set(ignored)):
            one, other = ours[name].flatten(), theirs.get_tensor(name).flatten()
            step = max(1, len(one) // _SAMPLE)
            if len(one) != len(other) or not torch.allclose(one[::step].float(), other[::step].float(), 1e-2, 1e-3):
                return str(name)
    return None
