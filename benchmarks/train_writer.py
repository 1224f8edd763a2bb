"""Trains the adapter with which the embedded model shortens and joins sentences, from `data/writer.jsonl`.

    python -m benchmarks.train_writer --to FOLDER       # goes on where a run into this folder stopped

LoRA (Hu et al. 2021, arXiv:2106.09685) on the upper half of the layers of SmolLM2-135M-Instruct, under bfloat16
autocast: what the lower half makes of an example never changes, so it is worked out once. The loss is taken on the
tokens of the answer only; the examples that are kept back are never learned from. In the folder: `checkpoint.pt` to go
on from, `losses.tsv`, and at the end `writer.safetensors` in half precision.
"""

from __future__ import annotations

import argparse
import copy
import random
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import save_file

from benchmarks.writer import Example, read_examples
from benchmarks.writer_model import prompt, turn
from toolkit.models.embedded import END, weights
from toolkit.models.embedded_int8 import load_float

__all__ = ["Settings", "train"]

PLACES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
LOWER = 15  # layers, of 30, that stay as they are
CHECKPOINT_EVERY = 20


class Settings(NamedTuple):
    """How to train. `steps` stops a run early without changing the steps before."""

    rank: int = 16
    alpha: int = 32
    epochs: int = 3
    batch: int = 8
    rate: float = 1e-3
    warm_up: int = 20
    seed: int = 1
    steps: int | None = None


@dataclass(eq=False)
class Encoded:
    """An example in tokens, whose answer begins at `start`, and what the lower layers make of it, once known."""

    tokens: list[int]
    start: int
    lower: torch.Tensor | None = None


def train(
    examples: Sequence[Example],
    folder: Path,
    settings: Settings = Settings(),  # noqa: B008
    tell: Callable[[str], object] = print,
) -> list[float]:
    """Train on the examples that are not kept back and return the loss of each step."""
    torch.manual_seed(settings.seed)
    tokenizer, model = load_float(weights())
    learned = [encoded(tokenizer, example) for example in examples if not example.is_kept]
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        target_modules=PLACES,
        layers_to_transform=list(range(LOWER, model.config.num_hidden_layers)),
        task_type="CAUSAL_LM",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers by an older name
        adapted = get_peft_model(model, config)
    optimizer = torch.optim.AdamW([p for p in adapted.parameters() if p.requires_grad], lr=settings.rate)
    batches = [b for epoch in range(settings.epochs) for b in _batches(learned, settings.batch, settings.seed + epoch)]
    folder.mkdir(parents=True, exist_ok=True)
    losses = _resumed(adapted, optimizer, folder)
    for step in range(len(losses), min(settings.steps or len(batches), len(batches))):
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * min((step + 1) / settings.warm_up, 1 - 0.9 * step / len(batches))
        loss = answer_loss(model, batches[step])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(adapted.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        tell(f"step {step + 1} of {len(batches)}: loss {losses[-1]:.3f}")
        if len(losses) % CHECKPOINT_EVERY == 0:
            _keep(adapted, optimizer, losses, folder)
    _keep(adapted, optimizer, losses, folder)
    tensors = {
        name: value.half().contiguous()
        for name, value in get_peft_model_state_dict(adapted, save_embedding_layers=False).items()
    }
    save_file(tensors, folder / "writer.safetensors", {"scale": str(settings.alpha / settings.rank)})
    return losses


def encoded(tokenizer: Any, example: Example) -> Encoded:
    """Return the chat turn that asks for an example and its answer, in tokens."""
    asked: list[int] = tokenizer(turn(prompt(example.task, example.source)), add_special_tokens=False)["input_ids"]
    return Encoded(asked + tokenizer(example.target + END, add_special_tokens=False)["input_ids"], len(asked))


def answer_loss(model: Any, batch: Sequence[Encoded]) -> torch.Tensor:
    """Return the mean cross-entropy of the tokens of the answers."""
    longest = max(len(one.tokens) for one in batch)
    tokens = torch.tensor([one.tokens + [0] * (longest - len(one.tokens)) for one in batch])
    places = torch.arange(longest)
    ends = torch.tensor([[len(one.tokens)] for one in batch])
    asked = (places >= torch.tensor([[one.start] for one in batch])) & (places < ends)
    mask = (places < ends).long()
    with torch.autocast("cpu", torch.bfloat16):
        lower = _lower(model, batch, tokens, mask)
        upper = _part(model, slice(LOWER, None), model.model.norm)
        hidden = upper(inputs_embeds=lower, attention_mask=mask, use_cache=False).last_hidden_state
        logits = model.lm_head(hidden[:, :-1][asked[:, 1:]])
    return torch.nn.functional.cross_entropy(logits.float(), tokens[asked])


def _lower(model: Any, batch: Sequence[Encoded], tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return what the lower layers make of a batch, and keep it with its examples."""
    if any(one.lower is None for one in batch):
        with torch.no_grad():
            part = _part(model, slice(LOWER), torch.nn.Identity())
            hidden = part(input_ids=tokens, attention_mask=mask, use_cache=False).last_hidden_state
        for one, row in zip(batch, hidden, strict=True):
            one.lower = row[: len(one.tokens)].clone()
    rows = [one.lower for one in batch if one.lower is not None]
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)


def _part(model: Any, layers: slice, norm: Any) -> Any:
    """Return a model of some of the layers, which it shares with the whole."""
    part = copy.copy(model.model)
    part._modules = {**part._modules, "layers": model.model.layers[layers], "norm": norm}
    return part


def _batches(examples: Sequence[Encoded], size: int, seed: int) -> Iterator[list[Encoded]]:
    """Yield an epoch in batches of like length, in an order of its own."""
    chance = random.Random(seed)
    order = sorted(chance.sample(examples, len(examples)), key=lambda one: len(one.tokens) // 16)
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    yield from chance.sample(batches, len(batches))


def _keep(adapted: Any, optimizer: Any, losses: list[float], folder: Path) -> None:
    state = {
        "adapter": get_peft_model_state_dict(adapted, save_embedding_layers=False),
        "optimizer": optimizer.state_dict(),
        "losses": losses,
    }
    torch.save(state, folder / "checkpoint.part")
    (folder / "checkpoint.part").replace(folder / "checkpoint.pt")
    rows = "".join(f"{step}\t{loss:.4f}\n" for step, loss in enumerate(losses, start=1))
    (folder / "losses.tsv").write_text(f"step\tloss\n{rows}", encoding="utf-8")


def _resumed(adapted: Any, optimizer: Any, folder: Path) -> list[float]:
    """Set the adapter and the optimizer to the checkpoint of a folder, if it has one, and return its losses."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return []
    state = torch.load(path, weights_only=True)
    set_peft_model_state_dict(adapted, state["adapter"])
    optimizer.load_state_dict(state["optimizer"])
    losses: list[float] = state["losses"]
    return losses


def main() -> None:
    """Train, and print the mean loss of the kept examples before and after."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_writer", description=main.__doc__)
    parser.add_argument("--to", type=Path, required=True, help="folder of the run")
    parser.add_argument("--epochs", type=int, default=Settings().epochs, help="default: %(default)s")
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    train(read_examples(), given.to, Settings(epochs=given.epochs), lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
