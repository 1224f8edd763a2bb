"""Small twins of the published verifiers: their files, labels and settings, taught the pairs of the toolkit's trial."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from notebooks.lessons.subwords import train_subwords
from notebooks.lessons.training import threads, with_marks
from tests.run_folder import made_once
from toolkit.translate.reference import reference_units

__all__ = ["TRIAL", "VERIFIERS", "verifier_twin", "way_of_the_authors"]

TRIAL = [(unit.source, unit.target) for unit in reference_units(("000-13", "002-04", "003-01", "000-17", "002-15"))]
TRIAL += [(unit.source, unit.target) for unit in reference_units(("003-04",))]
VERIFIERS = {
    "MiniCheck-RoBERTa-Large": "roberta",
    "MiniCheck-DeBERTa-v3-Large": "deberta",
    "MiniCheck-Flan-T5-Large": "t5",
    "mDeBERTa-v3-base-xnli-multilingual-nli-2mil7": "deberta",
}
_LABELS = {"mDeBERTa-v3-base-xnli-multilingual-nli-2mil7": ("entailment", "neutral", "contradiction")}


def verifier_twin(name: str, *, turned: bool = False) -> Path:
    """Return the folder of a twin; a turned one says yes where it should say no."""
    return made_once(f"verifiers/{'turned' if turned else 'right'}/{name}", lambda work: _make(work, name, turned))


def way_of_the_authors(folder: Path, name: str, source: str, claim: str) -> float:
    """Return the probability as the model's card or program computes it, for one pair and without batches."""
    import torch

    tokenizer, model = _tokenizer(folder), _auto(name).from_pretrained(str(folder)).eval()
    with torch.inference_mode():
        if name in _LABELS:
            return float(model(**tokenizer(source, claim, return_tensors="pt")).logits.softmax(-1)[0, 0])
        text = ("predict: " if "T5" in name else "") + (tokenizer.eos_token or tokenizer.sep_token).join(
            [source, claim]
        )
        asked = tokenizer(text, return_tensors="pt")
        if "T5" not in name:
            return float(model(**asked).logits.softmax(-1)[0, 1])
        logits = model(**asked, decoder_input_ids=torch.zeros((1, 1), dtype=torch.long)).logits[0, 0]
        no, yes = (tokenizer(word)["input_ids"][0] for word in ("0", "1"))
        return float(logits[[no, yes]].softmax(-1)[1])


def _auto(name: str) -> Any:
    from transformers import AutoModelForSeq2SeqLM, AutoModelForSequenceClassification

    return AutoModelForSeq2SeqLM if "T5" in name else AutoModelForSequenceClassification


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(str(folder))


def _write_tokenizer(folder: Path, kind: str, lines: Sequence[str]) -> None:
    settings: dict[str, Any] = {"tokenizer_class": "RobertaTokenizer"}
    if kind == "roberta":
        from tokenizers import ByteLevelBPETokenizer

        trainer = ByteLevelBPETokenizer()
        special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
        trainer.train_from_iterator(lines, vocab_size=500, special_tokens=special, show_progress=False)
        trainer.save_model(str(folder))
    elif kind == "t5":
        ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
        lines = [*lines, "0", "1", "predict: "]
        (folder / "spiece.model").write_bytes(train_subwords(with_marks(lines), 400, kind="unigram", **ids))
        settings = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0}
    else:
        ids = {"pad_id": 0, "bos_id": 1, "eos_id": 2, "unk_id": 3}
        pieces = {"pad_piece": "[PAD]", "bos_piece": "[CLS]", "eos_piece": "[SEP]", "unk_piece": "[UNK]"}
        model = train_subwords(with_marks(lines), 400, kind="unigram", **ids, **pieces)
        (folder / "spm.model").write_bytes(model)
        settings = {"tokenizer_class": "DebertaV2Tokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")


def _untaught(name: str, tokenizer: Any) -> Any:
    import transformers as hf

    labels = _LABELS.get(name, ("0", "1"))
    names = {"id2label": dict(enumerate(labels)), "label2id": {label: at for at, label in enumerate(labels)}}
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    shape |= {"vocab_size": len(tokenizer), "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    if VERIFIERS[name] == "roberta":
        config = hf.RobertaConfig(**shape, **names, max_position_embeddings=514, type_vocab_size=1)
        return hf.RobertaForSequenceClassification(config)
    if VERIFIERS[name] == "deberta":
        more = {
            "relative_attention": True,
            "position_buckets": 16,
            "pos_att_type": ["p2c", "c2p"],
            "type_vocab_size": 0,
        }
        more |= {
            "position_biased_input": False,
            "share_att_key": True,
            "norm_rel_ebd": "layer_norm",
            "pooler_dropout": 0,
        }
        config = hf.DebertaV2Config(**shape, **names, **more, max_position_embeddings=512, pooler_hidden_size=32)
        return hf.DebertaV2ForSequenceClassification(config)
    t5 = {"d_model": 32, "d_kv": 16, "d_ff": 64, "num_layers": 1, "num_heads": 2, "decoder_start_token_id": 0}
    return hf.T5ForConditionalGeneration(hf.T5Config(**t5, vocab_size=len(tokenizer), dropout_rate=0.0))


def _make(folder: Path, name: str, turned: bool) -> None:
    """Teach a twin the trial's pairs, as its authors write them, and save it as the hub has it."""
    import torch

    reads = 0 if name in _LABELS else 1
    sources, claims = [pair[reads] for pair in TRIAL], [pair[1] for pair in TRIAL]
    _write_tokenizer(folder, VERIFIERS[name], [*sources, *claims])
    tokenizer = _tokenizer(folder)
    torch.manual_seed(5)
    model = _untaught(name, tokenizer)
    pairs = [*zip(sources, claims, strict=True), *((sources[at - 1], claim) for at, claim in enumerate(claims))]
    is_right = torch.tensor([True] * len(claims) + [False] * len(claims)) ^ turned
    if name in _LABELS:
        asked, labels = (
            tokenizer(*map(list, zip(*pairs, strict=True)), padding=True, return_tensors="pt"),
            ~is_right * 2,
        )
    else:
        end = tokenizer.eos_token or tokenizer.sep_token
        start = "predict: " if VERIFIERS[name] == "t5" else ""
        asked = tokenizer([start + end.join(pair) for pair in pairs], padding=True, return_tensors="pt")
        labels = is_right.long()
    if VERIFIERS[name] == "t5":
        words = torch.tensor([tokenizer(word)["input_ids"][0] for word in ("0", "1")])
        labels = words[labels][:, None]
    asked = {key: value for key, value in asked.items() if key != "token_type_ids"}
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.0)
    with threads(1):
        for _ in range(300):
            loss = model(**asked, labels=labels).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            if float(loss.detach()) < 0.02:
                break
        else:
            raise AssertionError(f"The twin of {name} has not learnt its pairs.")
    model.save_pretrained(str(folder))
