"""Speed of translation on this machine, side by side with what a user would otherwise write.

Run `python -m benchmarks.translation`; it prints tables of ratios. No real weights are needed: speed depends on the
architecture, and the checkpoint built here has that of Helsinki-NLP/opus-mt-ar-en (6 + 6 layers, width 512, 8 heads,
FFN 2048, vocabulary 62,834) with random weights
(but for the output words, see `build_checkpoint`), 30 tokens in and 30 out, all forced.

The candidates take turns, round after round, and each is judged by its best round: what else the machine does only ever
adds time. Processor time, of which that is hardly true, is given beside it. Everything runs on `--threads` threads.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WORDS = 30  # tokens of a sentence, without the end token; as many are written
VOCABULARY = 62_834
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN = "abcdefghijklmnopqrstuvwxyz"


# --- the checkpoint -------------------------------------------------------------------------------------------------


def _words(alphabet: str, count: int) -> list[str]:
    chance = random.Random(11)
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chance.choices(alphabet, k=chance.randint(3, 7)))] = None
    return list(words)


def _sentencepiece(words: Sequence[str], alphabet: str) -> bytes:
    """A unigram model in which every word is one piece, so that the number of tokens is known beforehand."""
    from sentencepiece import sentencepiece_model_pb2 as pb

    model = pb.ModelProto()
    kinds = {"<unk>": 2, "<s>": 3, "</s>": 3}
    scored = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), ("▁", -12.0)]
    scored += [(f"▁{word}", -8.0) for word in words] + [(letter, -20.0) for letter in alphabet]
    for text, score in scored:
        model.pieces.add(piece=text, score=score, type=kinds.get(text, 1))
    model.trainer_spec.model_type = 1
    model.trainer_spec.vocab_size = len(scored)
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    return bytes(model.SerializeToString())


def build_checkpoint(folder: Path) -> Path:
    """Write a checkpoint of the opus-mt-ar-en architecture with random weights, in the hub's own format."""
    import torch
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    arabic, english = _words(LETTERS, 31_000), _words(LATIN, 31_000)
    folder.mkdir(parents=True)
    (folder / "source.spm").write_bytes(_sentencepiece(arabic, LETTERS))
    (folder / "target.spm").write_bytes(_sentencepiece(english, LATIN))
    pieces = ["</s>", "<unk>", "▁", *(f"▁{w}" for w in arabic), *(f"▁{w}" for w in english), *LETTERS, *LATIN]
    pieces += [f"<filler_{i}>" for i in range(VOCABULARY - 1 - len(pieces))] + ["<pad>"]
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(pieces)}))
    names = {"tokenizer_class": "MarianTokenizer", "source_lang": "ar", "target_lang": "en"}
    (folder / "tokenizer_config.json").write_text(json.dumps({**names, "separate_vocabs": False}))
    torch.manual_seed(1)
    ids = {"eos_token_id": 0, "pad_token_id": VOCABULARY - 1, "decoder_start_token_id": VOCABULARY - 1}
    model = MarianMTModel(
        MarianConfig(
            vocab_size=VOCABULARY,
            d_model=512,
            encoder_layers=6,
            decoder_layers=6,
            encoder_attention_heads=8,
            decoder_attention_heads=8,
            encoder_ffn_dim=2048,
            decoder_ffn_dim=2048,
            max_position_embeddings=512,
            activation_function="swish",
            scale_embedding=False,
            forced_eos_token_id=0,
            **ids,
        )
    )
    with torch.no_grad():
        # Wholly random weights write one word for ever, which our engine takes for a runaway loop, and decodes again.
        # With these rows the n-th output is the n-th English word, whatever the input: the work is the same.
        first = 3 + len(arabic)
        positions = model.model.decoder.embed_positions.weight
        model.model.shared.weight[first : first + len(positions)] = 0.02 * positions
        model.model.shared.weight[VOCABULARY - 1].zero_()
    model.generation_config = GenerationConfig(num_beams=4, max_length=512, forced_eos_token_id=0, **ids)
    model.save_pretrained(str(folder))
    return folder


def checkpoint(folder: Path) -> Path:
    """Return the checkpoint, built when it is not there yet (300 MB, half a minute)."""
    if (folder / "config.json").is_file() and (folder / "model.safetensors").is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent))
    build_checkpoint(fresh / "model").rename(folder)
    fresh.rmdir()
    return folder


def sentences(count: int) -> list[str]:
    """`count` different Arabic-looking sentences of 30 words, each word one token."""
    chance, words = random.Random(7), _words(LETTERS, 31_000)
    return [" ".join(chance.sample(words, WORDS)) for _ in range(count)]


# --- the candidates -------------------------------------------------------------------------------------------------


class ByHand:
    """What a notebook user writes: transformers, one sentence after the other."""

    def __init__(self, folder: Path, beam: int, batch: int = 1, *, by_length: bool = False) -> None:
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
        self.model: Any = AutoModelForSeq2SeqLM.from_pretrained(str(folder))
        self.beam, self.batch, self.by_length = beam, batch, by_length

    def __call__(self, texts: Sequence[str]) -> list[str]:
        import torch

        texts = sorted(texts, key=len, reverse=True) if self.by_length else list(texts)
        written: list[str] = []
        for start in range(0, len(texts), self.batch):
            inputs = self.tokenizer(texts[start : start + self.batch], return_tensors="pt", padding=True)
            with torch.inference_mode():
                output = self.model.generate(
                    **inputs, num_beams=self.beam, min_new_tokens=WORDS, max_new_tokens=WORDS + 1, max_length=None
                )
            written += self.tokenizer.batch_decode(output, skip_special_tokens=True)
        return written


class Bare:
    """`ctranslate2.Translator.translate_batch` on tokens that lie ready: what no book-keeping can beat."""

    def __init__(self, folder: Path, beam: int, inter: int, intra: int, batch: int, kind: str, **extra: bool) -> None:
        import ctranslate2
        from transformers import AutoTokenizer

        tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
        self.convert: Callable[[Sequence[str]], list[list[str]]] = lambda texts: [
            tokenizer.convert_ids_to_tokens(ids) for ids in tokenizer(list(texts))["input_ids"]
        ]
        self.translator = ctranslate2.Translator(
            str(int8_of(folder)), compute_type="int8", inter_threads=inter, intra_threads=intra
        )
        self.settings = (inter, intra, batch, kind)
        self.options = {"beam_size": beam, "max_batch_size": batch, "batch_type": kind, **extra}
        self.tokens: dict[int, list[list[str]]] = {}

    def __call__(self, texts: Sequence[str]) -> Any:
        return self.translator.translate_batch(
            self.tokens[len(texts)], min_decoding_length=WORDS, max_decoding_length=WORDS, **self.options
        )

    def prepare(self, texts: Sequence[str]) -> None:
        """Turn texts into tokens, outside of the time that is taken."""
        self.tokens[len(texts)] = self.convert(texts)


class Ours:
    """Arabic text to `Translation`s, end to end: splitting, tokens, batches, scores, alignment, checks."""

    def __init__(self, folder: Path, beam: int, engine: str = "ctranslate2") -> None:
        from toolkit.models import load
        from toolkit.translate import Translator

        inner: Any = load(folder, engine=engine, device="cpu", cache=False)  # type: ignore[arg-type]
        self.engine = _Forced(inner)
        # Random weights write nonsense, in which the checks find errors: without `retry=False` each sentence would be
        # translated three times.
        self.translator = Translator(memory=None, model=self.engine, beam_size=beam, retry=False)

    def __call__(self, texts: Sequence[str]) -> Any:
        return self.translator.translate(texts)


class Engine:
    """Our CTranslate2 engine without the layers above it."""

    def __init__(self, folder: Path, beam: int) -> None:
        from toolkit.models import load

        self.engine = _Forced(load(folder, engine="ctranslate2", device="cpu", cache=False))
        self.beam = beam

    def __call__(self, texts: Sequence[str]) -> Any:
        return self.engine.generate(texts, beam_size=self.beam, alignment=True)


class _Forced:
    """An engine that is told to write exactly 30 tokens, as every candidate here is."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.name, self.revision, self.kind = engine.name, engine.revision, engine.kind
        self.max_input_tokens = engine.max_input_tokens

    def generate(self, texts: Sequence[str], **options: Any) -> Any:
        options.setdefault("beam_size", 1)
        limits = {"min_new_tokens": WORDS, "max_new_tokens": WORDS + 1}
        return self._engine.generate(texts, **{**options, **limits})

    def count_tokens(self, text: str) -> int:
        return int(self._engine.count_tokens(text))


def int8_of(folder: Path) -> Path:
    """Return the int8 conversion of a checkpoint, the same one that our engine runs."""
    from toolkit.models.checkpoint import read_checkpoint
    from toolkit.models.weights import converted

    return converted(read_checkpoint(folder, folder.name, "translation"), "int8")


# --- measuring ------------------------------------------------------------------------------------------------------


def seconds(run: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> tuple[float, float]:
    """Return the seconds that a sentence takes, by the clock and of the processor's time."""
    start, worked = time.perf_counter(), time.process_time()
    run(texts)
    return (time.perf_counter() - start) / len(texts), (time.process_time() - worked) / len(texts)


def table(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a title, the first row as the head."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    print(f"\n{title}")
    for number, row in enumerate(rows):
        print(
            "  "
            + "  ".join(
                cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
            )
        )
        if number == 0:
            print("  " + "  ".join("-" * w for w in widths))
    sys.stdout.flush()


def best_bare(folder: Path, beam: int, threads: int, texts: Sequence[str]) -> tuple[Bare, str]:
    """Try the configurations a careful user would, and return the quickest with its description."""
    found: list[tuple[float, Bare, str]] = []
    for inter, intra in {(threads, 1), (1, threads)}:
        for batch, kind in ((16, "examples"), (32, "examples"), (1024, "tokens"), (2048, "tokens")):
            candidate = Bare(folder, beam, inter, intra, batch, kind)
            candidate.prepare(texts)
            candidate(texts)
            took = min(seconds(candidate, texts)[0] for _ in range(2))
            found.append((took, candidate, f"{inter}×{intra} threads, batches of {batch} {kind}"))
    _, best, name = min(found, key=lambda row: row[0])
    return best, name


def compare(folder: Path, beam: int, threads: int, rounds: int, many: int, few: int) -> None:
    """Measure all candidates at one beam, in turns, and print the table."""
    texts, short = sentences(many), sentences(few)
    bare, described = best_bare(folder, beam, threads, texts)
    asking = Bare(folder, beam, *bare.settings, return_scores=True, return_attention=True)
    asking.prepare(texts)
    clock: dict[str, list[float]] = {}
    worked: dict[str, list[float]] = {}

    def in_turns(candidates: dict[str, tuple[Callable[[Sequence[str]], Any], Sequence[str]]]) -> None:
        for run, given in candidates.values():
            run(given[:2] if isinstance(run, ByHand) else given)
        for _ in range(rounds):
            for name, (run, given) in candidates.items():
                by_clock, by_processor = seconds(run, given)
                clock.setdefault(name, []).append(by_clock)
                worked.setdefault(name, []).append(by_processor)

    # Before transformers has run a model: what torch leaves behind in the process slows what comes after it.
    in_turns(
        {
            "CTranslate2 int8, bare, best configuration": (bare, texts),
            "the same, asked for scores and attention too": (asking, texts),
            "ours, engine alone (text, score, alignment)": (Engine(folder, beam), texts),
            "ours, text to Translations": (Ours(folder, beam), texts),
        }
    )
    in_turns(
        {
            "transformers, one by one (by hand)": (ByHand(folder, beam), short),
            "transformers, batches of 16": (ByHand(folder, beam, 16), texts),
            "transformers, sorted batches (EasyNMT's way)": (ByHand(folder, beam, 16, by_length=True), texts),
        }
    )
    against, _, _, _, first, *_ = clock
    rows = [("", "sentences/s", "× by hand", "time ÷ bare", "processor time ÷ bare")]
    for name in clock:
        best, work = min(clock[name]), statistics.median(worked[name])
        by_hand, to_bare = min(clock[first]) / best, best / min(clock[against])
        shared = work / statistics.median(worked[against])
        rows.append((name, f"{1 / best:.2f}", f"{by_hand:.1f}", f"{to_bare:.2f}", f"{shared:.2f}"))
    table(
        f"Beam {beam}, {threads} threads, {many} sentences of {WORDS} + 1 tokens (by hand: {few}); bare: {described}",
        rows,
    )


def growth(folder: Path, beam: int, threads: int) -> None:
    """Show that time grows linearly with the number of sentences, and how far from bare CTranslate2 it stays."""
    ours = Ours(folder, beam)
    bare = Bare(folder, beam, threads, 1, 32, "examples")
    ours(sentences(16))
    rows = [("sentences", "seconds", "sentences/s", "time ÷ bare")]
    for count in (16, 64, 160, 640, 1600):
        texts = sentences(count)
        bare.prepare(texts)
        turns = [(seconds(ours, texts)[0], seconds(bare, texts)[0]) for _ in range(3 if count < 640 else 1)]
        took, best = (min(turn[i] for turn in turns) for i in (0, 1))
        rows.append((str(count), f"{took * count:.2f}", f"{1 / took:.1f}", f"{took / best:.2f}"))
    table(f"Ours, beam {beam}, from 16 to 1,600 sentences; bare: batches of 32", rows)


def memory(arguments: argparse.Namespace) -> None:
    """Print the peak memory of fresh processes that load, warm up and translate."""
    rows = [("", "peak MB", "of transformers")]
    peaks: dict[str, int] = {}
    for name in ("by-hand", "batched", "ours"):
        command = [sys.executable, __file__, "--peak", name, "--folder", str(arguments.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks[name] = int(done.stdout.split()[-1])
    for name, peak in peaks.items():
        rows.append((name, f"{peak / 1024:.0f}", f"{peak / peaks['batched']:.2f}"))
    table("Peak memory, 64 sentences, beam 4", rows)


def peak(name: str, folder: Path) -> None:
    """Run one candidate in this process and print its peak resident memory in kB."""
    run: Callable[[Sequence[str]], Any]
    run = Ours(folder, 4) if name == "ours" else ByHand(folder, 4, 16 if name == "batched" else 1)
    run(sentences(64 if name != "by-hand" else 8))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def on_gpu(folder: Path) -> None:
    """Measure the transformers engine on a CUDA card, against the card's own bfloat16 matrix product."""
    import torch

    from toolkit.models import load

    engine: Any = load(folder, engine="transformers", device="cuda", cache=False)
    square = torch.randn(8192, 8192, device="cuda", dtype=torch.bfloat16)
    for _ in range(3):
        square @ square
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(20):
        square @ square
    torch.cuda.synchronize()
    ceiling = 20 * 2 * 8192**3 / (time.perf_counter() - start)
    weights = 76.8e6
    rows = [("batch", "sentences/s", "of the bf16 ceiling")]
    for batch in (64, 128, 256, 512):
        engine._most, engine._budget = batch, batch * (WORDS + 2)
        texts = sentences(batch * 4)
        _Forced(engine).generate(texts[:batch], beam_size=1)
        rate = 1 / seconds(_Forced(engine).generate, texts)[0]
        rows.append((str(batch), f"{rate:.0f}", f"{rate * 2 * weights * (WORDS + 1) / ceiling:.2%}"))
    table(f"transformers on {torch.cuda.get_device_name()}, bfloat16, greedy", rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=192)
    parser.add_argument("--by-hand", type=int, default=12, help="sentences for the slow candidate")
    parser.add_argument("--beams", type=int, nargs="*", default=[1, 4])
    parser.add_argument("--folder", type=Path, help="where the checkpoint lies or is built")
    parser.add_argument("--only", choices=("compare", "growth", "memory", "gpu"))
    parser.add_argument("--peak", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)  # read by torch and CTranslate2 when they are imported
    import torch
    from transformers.utils import logging

    from toolkit.files import cache_dir

    torch.set_num_threads(arguments.threads)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    arguments.folder = checkpoint(arguments.folder or cache_dir("benchmarks") / "opus-mt-ar-en-random")
    if arguments.peak:
        peak(arguments.peak, arguments.folder)
        return
    wanted = [arguments.only] if arguments.only else ["compare", "growth", "memory", "gpu"]
    if "compare" in wanted:
        for beam in arguments.beams:
            compare(arguments.folder, beam, arguments.threads, arguments.rounds, arguments.sentences, arguments.by_hand)
    if "growth" in wanted:
        growth(arguments.folder, 1, arguments.threads)
    if "memory" in wanted:
        memory(arguments)
    if "gpu" in wanted and torch.cuda.is_available():
        on_gpu(arguments.folder)


if __name__ == "__main__":
    main()
