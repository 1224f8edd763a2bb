"""Small checkpoints of every family, trained for seconds and saved as the hub has them: config, tokenizer, weights.

They are trained, not random: with random weights every token is a tie, and comparing two engines or an int8 conversion
with its source would mean nothing. They are trained until every right token is far likelier than any other, in double
precision, so that rounding on another processor changes neither the weights nor the answers.

Each is trained once in a run of the tests, whichever worker asks first, and shared through a folder of the run.
`tiny_marian` (a fixture here) learns reference translations of the sample articles and reproduces some of them.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from notebooks.lessons.subwords import SubwordKind, pieces_of, train_subwords
from notebooks.lessons.training import Example, Pair, fit, tensors_of, threads, with_marks, write_marian_tokenizer
from tests.run_folder import made_once

FAMILIES = ("marian", "m2m100", "nllb", "mbart50", "t5", "mt5", "bart", "pegasus")

_WHO = (
    ("الرئيس", "the president"),
    ("الوزير", "the minister"),
    ("المتحدث", "the spokesman"),
    ("السفير", "the ambassador"),
    ("المستشار", "the adviser"),
    ("الوفد", "the delegation"),
)
_DID = (
    ("وصل إلى", "arrived in"),
    ("غادر", "left"),
    ("تحدث عن", "spoke about"),
    ("عاد من", "returned from"),
    ("لم يزر", "did not visit"),
)
_WHAT = (
    ("العاصمة", "the capital"),
    ("موسكو", "Moscow"),
    ("إسطنبول", "Istanbul"),
    ("القمة", "the summit"),
    ("المدينة", "the city"),
    ("جنيف", "Geneva"),
)
# None has two words in a row that the rest has too: some of the families' settings forbid to write them twice.
_WHEN = (("أمس", "yesterday"), ("اليوم", "today"), ("يوم الخميس", "on Thursday"), ("مساء", "late at night"))


MARGIN = 2.0  # nats: many times what int8 or another order of summing moves


def template_pairs() -> list[Pair]:
    """Every sentence that the words above make: 720 pairs that a very small model learns in seconds."""
    return [
        (f"{did_ar} {who_ar} {what_ar} {when_ar}.", f"{who_en} {did_en} {what_en} {when_en}.")
        for who_ar, who_en in _WHO
        for did_ar, did_en in _DID
        for what_ar, what_en in _WHAT
        for when_ar, when_en in _WHEN
    ]


def reference_pairs(most_words: int = 18) -> list[Pair]:
    """The shorter reference translations that ship with the toolkit."""
    import toolkit.translate
    from toolkit.translate.tmx import TmxFile

    path = Path(toolkit.translate.__file__).parent / "data" / "reference.tmx"
    pairs = [(unit.source, unit.target) for unit in TmxFile(path)]
    return [pair for pair in pairs if max(len(side.split()) for side in pair) <= most_words]


def _sentencepiece(lines: Iterable[str], size: int, kind: SubwordKind, **options: Any) -> bytes:
    return train_subwords(with_marks(lines), size, kind=kind, **options)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _pieces(path: Path) -> list[str]:
    return pieces_of(path.read_bytes())


# --- tokenizers: the files that the hub's repositories have ---------------------------------------------------------


def _marian_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    write_marian_tokenizer(folder, pairs, 400)


def _m2m100_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES

    lines = [side for pair in pairs for side in pair]
    (folder / "sentencepiece.bpe.model").write_bytes(_sentencepiece(lines, 400, "bpe"))
    pieces = [p for p in _pieces(folder / "sentencepiece.bpe.model") if p not in ("<unk>", "<s>", "</s>")]
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces]
    _write_json(folder / "vocab.json", {piece: i for i, piece in enumerate(vocabulary)})
    languages = [f"__{code}__" for code in FAIRSEQ_LANGUAGE_CODES["m2m100"]]
    _write_json(folder / "special_tokens_map.json", {"additional_special_tokens": languages})
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "M2M100Tokenizer",
            "src_lang": "en",
            "additional_special_tokens": languages,
            "num_madeup_words": 8,
        },
    )


def _nllb_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    lines = [side for pair in pairs for side in pair]
    (folder / "sentencepiece.bpe.model").write_bytes(_sentencepiece(lines, 400, "bpe"))
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "NllbTokenizer",
            "src_lang": "eng_Latn",
            "additional_special_tokens": list(FAIRSEQ_LANGUAGE_CODES),
        },
    )


def _mbart50_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    lines = [side for pair in pairs for side in pair]
    (folder / "sentencepiece.bpe.model").write_bytes(_sentencepiece(lines, 400, "unigram"))
    _write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "MBart50Tokenizer", "src_lang": "en_XX", "tgt_lang": "en_XX", "bos_token": "<s>"},
    )


def _t5_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    lines = [side for pair in pairs for side in pair]
    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    (folder / "spiece.model").write_bytes(_sentencepiece(lines, 400, "unigram", **ids))
    _write_json(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "extra_ids": 0})


def _pegasus_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    lines = [side for pair in pairs for side in pair]
    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    model = _sentencepiece(lines, 400, "unigram", **ids, user_defined_symbols=["<n>"])
    (folder / "spiece.model").write_bytes(model)
    _write_json(folder / "tokenizer_config.json", {"tokenizer_class": "PegasusTokenizer", "offset": 103})


def _bart_tokenizer(folder: Path, pairs: Sequence[Pair]) -> None:
    from tokenizers import ByteLevelBPETokenizer

    trainer = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    lines = [side for pair in pairs for side in pair]
    trainer.train_from_iterator(lines, vocab_size=500, special_tokens=special, show_progress=False)
    trainer.save_model(str(folder))
    _write_json(folder / "tokenizer_config.json", {"tokenizer_class": "BartTokenizer"})


# --- models ---------------------------------------------------------------------------------------------------------


def _bartlike(**extra: Any) -> dict[str, Any]:
    return {
        "d_model": 48,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 96,
        "decoder_ffn_dim": 96,
        "max_position_embeddings": 128,
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "encoder_layerdrop": 0.0,
        "decoder_layerdrop": 0.0,
        "init_std": 0.1,  # the usual 0.02 drowns in the positions at this width
        **extra,
    }


def _model(family: str, tokenizer: Any, **extra: Any) -> Any:
    import transformers as hf

    size = len(tokenizer)
    ids = {"pad_token_id": tokenizer.pad_token_id, "eos_token_id": tokenizer.eos_token_id}
    if family == "marian":
        config = hf.MarianConfig(
            **{
                **_bartlike(scale_embedding=True, activation_function="swish", num_beams=4, max_length=128),
                **{"vocab_size": size, "decoder_start_token_id": tokenizer.pad_token_id},
                **{"forced_eos_token_id": tokenizer.eos_token_id, **ids, **extra},
            }
        )
        return hf.MarianMTModel(config)
    if family in ("m2m100", "nllb"):
        shape = _bartlike(vocab_size=size + 8, decoder_start_token_id=2, bos_token_id=0, scale_embedding=True)
        return hf.M2M100ForConditionalGeneration(hf.M2M100Config(**shape, **ids, activation_function="relu"))
    if family == "mbart50":
        shape = _bartlike(vocab_size=size, decoder_start_token_id=2, bos_token_id=0, scale_embedding=True)
        config = hf.MBartConfig(**shape, **ids, tokenizer_class="MBart50Tokenizer")
        return hf.MBartForConditionalGeneration(config)
    if family == "pegasus":
        shape = _bartlike(vocab_size=size, decoder_start_token_id=0, scale_embedding=True)
        return hf.PegasusForConditionalGeneration(hf.PegasusConfig(**shape, **ids, activation_function="relu"))
    if family == "bart":
        shape = _bartlike(vocab_size=size, decoder_start_token_id=2, bos_token_id=0)
        return hf.BartForConditionalGeneration(hf.BartConfig(**shape, **ids))
    t5 = {"d_model": 48, "d_kv": 12, "d_ff": 96, "num_layers": 2, "num_decoder_layers": 2, "num_heads": 4}
    t5 |= {"vocab_size": size, "decoder_start_token_id": tokenizer.pad_token_id, "dropout_rate": 0.0, **ids}
    if family == "mt5":
        return hf.MT5ForConditionalGeneration(hf.MT5Config(**t5, feed_forward_proj="gated-gelu"))
    return hf.T5ForConditionalGeneration(hf.T5Config(**t5, feed_forward_proj="relu"))


_GENERATION: dict[str, dict[str, Any]] = {
    "marian": {"num_beams": 4, "max_length": 128, "forced_eos_token_id": 0},
    "m2m100": {"num_beams": 5, "max_length": 100},
    "nllb": {"max_length": 100},
    "mbart50": {"num_beams": 5, "max_length": 100, "forced_eos_token_id": 2, "early_stopping": True},
    "t5": {"max_length": 100},
    "mt5": {"max_length": 84, "num_beams": 4, "no_repeat_ngram_size": 2, "length_penalty": 0.6},
    "bart": {
        "num_beams": 4,
        "max_length": 60,
        "min_length": 6,
        "no_repeat_ngram_size": 3,
        "length_penalty": 2.0,
        "early_stopping": True,
        "forced_bos_token_id": 0,
        "forced_eos_token_id": 2,
    },
    "pegasus": {"num_beams": 8, "max_length": 64, "length_penalty": 0.8, "forced_eos_token_id": 1},
}
_TOKENIZERS: dict[str, Callable[[Path, Sequence[Pair]], None]] = {
    "marian": _marian_tokenizer,
    "m2m100": _m2m100_tokenizer,
    "nllb": _nllb_tokenizer,
    "mbart50": _mbart50_tokenizer,
    "t5": _t5_tokenizer,
    "mt5": _t5_tokenizer,
    "bart": _bart_tokenizer,
    "pegasus": _pegasus_tokenizer,
}
_SOURCE_LANGUAGE = {"m2m100": "ar", "nllb": "arb_Arab", "mbart50": "ar_AR"}
_TARGET_LANGUAGE = {"m2m100": "__en__", "nllb": "eng_Latn", "mbart50": "en_XX"}


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return AutoTokenizer.from_pretrained(str(folder))


def _examples(family: str, tokenizer: Any, pairs: Sequence[Pair]) -> list[Example]:
    """Token ids of both sides, as the model's own training had them: the language code first where it has one."""
    examples: list[Example] = []
    target = _TARGET_LANGUAGE.get(family)
    if family in _SOURCE_LANGUAGE:
        tokenizer.src_lang = _SOURCE_LANGUAGE[family]
    for arabic, english in pairs:
        source = tokenizer(arabic)["input_ids"]
        if target is None:
            labels = tokenizer(text_target=english)["input_ids"]
        else:
            words = tokenizer(english, add_special_tokens=False)["input_ids"]
            labels = [tokenizer.convert_tokens_to_ids(target), *words, tokenizer.eos_token_id]
        examples.append((list(source), list(labels)))
    return examples


def build(
    family: str,
    name: str,
    *,
    pairs: Sequence[Pair] | None = None,
    steps: int = 160,
    rate: float = 6e-3,
    margin: float | None = None,
    **extra: Any,
) -> Path:
    """Return the folder of a checkpoint, which is trained unless this run has it already. Nobody may change it.

    Parameters
    ----------
    family
        One of `FAMILIES`.
    name
        Of the folder, and so of the model.
    pairs
        What to learn; the template sentences by default.
    steps, rate
        Length and speed of the training, 32 sentences a step.
    margin
        How much likelier every right token must be than any other at the same place, in nats. It is trained on
        until that is so.
    extra
        Further fields of a Marian configuration.
    """
    pairs = template_pairs() if pairs is None else pairs
    recipe = repr((family, name, pairs, steps, rate, margin, sorted(extra.items())))
    key = hashlib.sha256(recipe.encode()).hexdigest()[:12]
    return made_once(f"checkpoints/{key}/{name}", lambda work: _train(family, work, pairs, steps, rate, margin, extra))


def _train(
    family: str,
    folder: Path,
    pairs: Sequence[Pair],
    steps: int,
    rate: float,
    margin: float | None,
    extra: dict[str, Any],
) -> None:
    import torch
    from transformers import GenerationConfig

    _TOKENIZERS[family](folder, pairs)
    tokenizer = _tokenizer(folder)
    torch.manual_seed(5)
    model = _model(family, tokenizer, **extra)
    examples = _examples(family, tokenizer, pairs)
    teach(model, examples, steps=steps, rate=rate, pad=tokenizer.pad_token_id, margin=margin)
    config = model.config
    settings = {**_GENERATION[family], "decoder_start_token_id": config.decoder_start_token_id}
    settings |= {"pad_token_id": config.pad_token_id, "eos_token_id": config.eos_token_id}
    model.generation_config = GenerationConfig(**settings)
    model.float().save_pretrained(str(folder))


def teach(model: Any, examples: Sequence[Example], *, steps: int, rate: float, pad: int, margin: float | None) -> None:
    """Train a model in double precision, and on until right and wrong tokens lie `margin` nats apart; see `build`."""
    model.double()
    for _ in range(3):
        with threads(1):  # with matrices this small a second one only waits
            fit(model, examples, steps=steps, rate=rate, pad=pad)
        if margin is None or smallest_margin(model, examples, pad) >= margin:
            return
    raise AssertionError(f"{type(model).__name__}: right and wrong tokens still lie less than {margin} nats apart")


def smallest_margin(model: Any, examples: Sequence[Example], pad: int) -> float:
    """Return by how much the right token is likelier than any other where it is least so, in nats."""
    import torch

    smallest = []
    with torch.inference_mode():
        for start in range(0, len(examples), 120):
            batch = tensors_of(examples[start : start + 120], pad)
            logits, told = model(**batch).logits, batch["labels"] >= 0
            places = batch["labels"].clamp(min=0)[..., None]
            right = logits.gather(-1, places)[..., 0]
            other = logits.scatter(-1, places, float("-inf")).amax(-1)
            smallest.append(float((right - other)[told].min()))
    return min(smallest)


@pytest.fixture(scope="session")
def checkpoint_of() -> Callable[[str], Path]:
    """A function from a family to the folder of its small checkpoint, built when it is first asked for."""
    return lambda family: build(family, f"tiny-{family}", steps=120, margin=MARGIN)


@pytest.fixture(scope="session")
def tiny_marian() -> Path:
    """The folder of a Marian model that learnt reference translations of the sample articles."""
    return build(
        "marian", "tiny-marian-reference", pairs=reference_pairs(), steps=200, rate=4e-3, margin=MARGIN, d_model=96
    )
