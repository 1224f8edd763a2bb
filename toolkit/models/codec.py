"""Between text and tokens, for each model family.

What differs from family to family is here: language codes, forced first tokens, prefixes, and how to find the
characters that a token came from.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.errors import ModelUnavailableError, ToolkitError, UnsupportedModelError
from toolkit.models.checkpoint import Checkpoint
from toolkit.models.types import Alignment, Offsets

# Tokenizers name languages in their own ways; these are Arabic and English in each.
_LANGUAGES = {"nllb": ("arb_Arab", "eng_Latn"), "m2m100": ("ar", "en"), "mbart": ("ar_AR", "en_XX")}
_MARIAN_TARGET = ">>eng<<"
_LEAST_KNOWN = 0.85  # of the rows: vocabularies are padded to round numbers, with made-up words or languages
# Models were trained on text whose punctuation had been normalized (Moses), and many lack the marks of newspapers; each
# would be read as an unknown token. The plain form is used where a vocabulary has that and not the mark itself.
_PLAIN = {
    **dict.fromkeys("“”„‟«»″〝〞", '"'),
    **dict.fromkeys("‘’‚‛′´`", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "۔": ".",
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
}
_PEGASUS_LINE_BREAK = re.compile(r"\s*<n>\s*")  # stands between the sentences of its summaries


@contextmanager
def quietly() -> Iterator[None]:
    """Silence the progress bars of transformers and its remarks on files: what matters of them is an error of ours."""
    from transformers.utils import logging

    bars, verbosity = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*sacremoses.*")
            yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


@contextmanager
def readable(checkpoint: Checkpoint) -> Iterator[None]:
    """Turn what libraries raise over damaged or missing files into one error that says what to do."""
    try:
        yield
    except ToolkitError:
        raise
    except Exception as error:
        reason = str(error).strip().splitlines()
        raise ModelUnavailableError(
            f"The files of {checkpoint.name} in {checkpoint.folder} cannot be read: "
            f"{reason[0] if reason else type(error).__name__}.",
            remedy=f"Check them with `toolkit models verify {checkpoint.name}`; pull or copy the model again.",
        ) from error


class Codec:
    """The tokenizer of a checkpoint, set up for Arabic to English (or for summarizing).

    `forced_bos` is the id of the token that every output starts with, or None.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        import transformers

        # Beside a conversion no configuration names the class of the tokenizer.
        reader = getattr(transformers, checkpoint.converted_tokenizer or "AutoTokenizer")
        with quietly(), readable(checkpoint):
            self._tokenizer: Any = reader.from_pretrained(
                str(checkpoint.folder), local_files_only=True, trust_remote_code=False
            )
        self.checkpoint = checkpoint
        self._refuse_other_vocabulary()
        self.forced_bos = self._forced_bos()
        self._prefix = checkpoint.prefix
        if checkpoint.family == "marian":
            # Only models with several target languages know the token; to the others it would be garbage.
            self._prefix = f"{_MARIAN_TARGET} " if _MARIAN_TARGET in self._tokenizer.get_vocab() else ""
        # The sentencepiece model that Marian's tokenizer, slow around it, would call in the end.
        self._pieces: Any = self._tokenizer.spm_source if checkpoint.family == "marian" else None
        self._plainer: dict[str, str] = {}
        # A text that holds one of these is left to the tokenizer, which reads it as the token.
        self._marks = [*self._tokenizer.get_added_vocab(), ">>"]
        self._specials = frozenset(self._tokenizer.all_special_ids)
        # A long text is no mistake here: it is split. Without this the tokenizer logs a warning for each.
        self._tokenizer.model_max_length = int(1e9)
        self._plainer = self._plainer_marks()
        self._table = str.maketrans(self._plainer)

    def _refuse_other_vocabulary(self) -> None:
        """Refuse a vocabulary that is not that of the weights: its numbers would stand for other words."""
        rows, special = self.checkpoint.rows, set(self._tokenizer.all_special_ids)
        vocabulary = self._tokenizer.get_vocab()
        last = max((number for number in vocabulary.values() if number not in special), default=0)
        if rows is None or (last < rows and len(vocabulary) > _LEAST_KNOWN * rows):
            return
        raise ModelUnavailableError(
            f"The vocabulary of {self.checkpoint.name} in {self.checkpoint.folder} does not fit its weights: it has "
            f"{len(vocabulary):,} tokens, the last is number {last:,}, and the weights know {rows:,}.",
            remedy="Pull or copy the model again, with tokenizer and weights from the same place.",
        )

    def _plainer_marks(self) -> dict[str, str]:
        """Return the marks that the vocabulary does not know, each with the plain form that it does know."""
        unknown = self._tokenizer.unk_token_id
        marks = list(dict.fromkeys([*_PLAIN, *_PLAIN.values()]))
        known = {mark: unknown not in ids for mark, ids in zip(marks, self.encode(marks), strict=True)}
        return {mark: plain for mark, plain in _PLAIN.items() if not known[mark] and known[plain]}

    def _forced_bos(self) -> int | None:
        family = self.checkpoint.family
        if family not in ("m2m100", "mbart") or self.checkpoint.task != "translation":
            return self.checkpoint.decoding.forced_bos
        is_nllb = family == "m2m100" and "nllb" in type(self._tokenizer).__name__.lower()
        scheme = "nllb" if is_nllb else family
        preset = self.checkpoint.preset
        source, target = _LANGUAGES[scheme]
        source = (preset.source_language if preset else None) or source
        target = (preset.target_language if preset else None) or target
        self._tokenizer.src_lang = self._known_language(source, scheme) and source
        return self._known_language(target, scheme)

    def _known_language(self, code: str, scheme: str) -> int:
        """Return the id of a language code: a wrong one raises nothing by itself and ruins every output."""
        token = f"__{code}__" if scheme == "m2m100" else code
        number = self._tokenizer.convert_tokens_to_ids(token)
        if number is None or number == self._tokenizer.unk_token_id:
            raise UnsupportedModelError(
                f"The vocabulary of {self.checkpoint.name} has no language {code!r}.",
                remedy="Name a model that translates Arabic to English.",
            )
        return int(number)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the input ids of each text, special tokens included, never truncated."""
        if not texts:
            return []
        if self._plainer:
            texts = [text.translate(self._table) for text in texts]
        if self._pieces is not None and not any(mark in text for text in texts for mark in self._marks):
            pieces: list[list[str]] = self._pieces.encode(list(texts), out_type=str)
            first = [self._prefix.strip()] if self._prefix else []
            end = [self._tokenizer.eos_token]
            to_ids = self._tokenizer.convert_tokens_to_ids
            return [to_ids([*first, *tokens, *end]) for tokens in pieces]
        prefixed = [self._prefix + text for text in texts] if self._prefix else list(texts)
        ids: list[list[int]] = self._tokenizer(prefixed, add_special_tokens=True, truncation=False)["input_ids"]
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of output ids, special tokens left out."""
        text: str = self._tokenizer.decode(list(ids), skip_special_tokens=True)
        if self.checkpoint.family == "pegasus":
            text = _PEGASUS_LINE_BREAK.sub("\n", text)
        return text.strip()

    def to_tokens(self, ids: Sequence[int]) -> list[str]:
        """Return the vocabulary entries of ids, as CTranslate2 wants its input."""
        tokens: list[str] = self._tokenizer.convert_ids_to_tokens(list(ids))
        return tokens

    def to_ids(self, tokens: Sequence[str]) -> list[int]:
        """Return the ids of vocabulary entries, as CTranslate2 gives its output."""
        ids: list[int] = self._tokenizer.convert_tokens_to_ids(list(tokens))
        return ids

    def source_offsets(self, text: str, ids: Sequence[int]) -> list[Offsets | None]:
        """Return, for each input id of a text, the code points that it came from; None for special tokens.

        Only Marian models are asked for alignment, so only their tokenizer is understood here. An empty list says
        that the ids are not those of this text.
        """
        first = 1 if self._prefix else 0
        read = text.translate(self._table) if self._plainer else text
        spans = _laid_along(self.to_tokens(ids[first:-1]), read)
        if spans is None:  # the tokenizer writes the text otherwise than it is, or does not know a character
            spans = self._offsets_in_model(read)
        if len(read) != len(text):
            spans = self._in_text(spans, text)
        found = [*[None] * first, *spans, None]
        return found if len(found) == len(ids) else []

    def _in_text(self, spans: list[Offsets | None], text: str) -> list[Offsets | None]:
        """Return spans of the text as it was read as spans of the text as it was given."""
        places = [i for i, mark in enumerate(text) for _ in self._plainer.get(mark, mark)]
        return [(places[span[0]], places[span[1] - 1] + 1) if span else None for span in spans]

    def _offsets_in_model(self, text: str) -> list[Offsets | None]:
        """Ask sentencepiece itself, which knows what its normalization did, but takes ten times as long."""
        spans: list[Offsets | None] = []
        for _, _, (start, end) in place_pieces(self._tokenizer.spm_source, text):
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            spans.append((first, end) if first < end else None)
        return spans

    def target_offsets(self, ids: Sequence[int], text: str) -> list[Offsets | None]:
        """Return, for each output id, the code points of the decoded `text` that it became.

        Where a tokenizer writes its text otherwise than its pieces, the answer is a list of Nones, not a guess.
        """
        places = [place for place, number in enumerate(ids) if number not in self._specials]
        laid = _laid_along(self.to_tokens([ids[place] for place in places]), text)
        spans: list[Offsets | None] = [None] * len(ids)
        for place, span in zip(places, laid or [None] * len(places), strict=True):
            spans[place] = span
        return spans


def _laid_along(tokens: Sequence[str], text: str) -> list[Offsets | None] | None:
    """Return the code points of each piece when the pieces, one after the other, make up the text; else None."""
    spans: list[Offsets | None] = []
    position = 0
    for token in tokens:
        surface = token.replace("▁", " ")
        if position == 0:
            surface = surface.lstrip()
        if not text.startswith(surface, position):
            surface = surface.rstrip()
            if surface != text[position:]:
                return None
        end = position + len(surface)
        start = end - len(surface.lstrip())
        spans.append((start, end) if surface.strip() else None)
        position = end
    return spans if position >= len(text) else None


Matrix = npt.NDArray[np.float32]
# A word keeps its inner marks (3.5, al-Sharaa, it's) and its Arabic vowel signs, and sheds the punctuation around.
_WORD = re.compile(r"[^\W_](?:[\u0610-\u061a\u064b-\u065f\u0670\u0640]|[^\W_]|[.,'’\-–:/٫٬](?=[^\W_]))*")
_SHARE = 0.3  # a source word counts when it holds this share of the best one's attention or more
_LEAST = 0.1  # below this, attention is spread over everything and says nothing


def words_of(text: str) -> list[Offsets]:
    """Return the spans of the words of a text.

    Examples
    --------
    >>> words_of("3.5% of al-Sham.")
    [(0, 3), (5, 7), (8, 15)]
    """
    return [match.span() for match in _WORD.finditer(text)]


def _membership(words: Sequence[Offsets], tokens: Sequence[Offsets | None]) -> Matrix:
    """Return a words × tokens matrix: 1 where a token belongs to a word, which is the first one that it touches."""
    rows, columns = [], []
    word = 0
    for column, token in enumerate(tokens):
        if token is None:
            continue
        while word < len(words) and words[word][1] <= token[0]:
            word += 1
        if word < len(words) and words[word][0] < token[1]:
            rows.append(word)
            columns.append(column)
    member = np.zeros((len(words), len(tokens)), dtype=np.float32)
    member[rows, columns] = 1
    return member


def align_words(
    attention: Matrix,
    source: str,
    target: str,
    source_tokens: Sequence[Offsets | None],
    target_tokens: Sequence[Offsets | None],
) -> Alignment:
    """Turn attention (target tokens × source tokens; each row sums to about 1) into pairs of words.

    `source_tokens` and `target_tokens` are the code points of each token, None for special tokens. Every target word
    comes with the source word that it attends to most, and those that it attends to nearly as much; a word that attends
    to no source word is left out. In the order of the target.
    """
    source_words, target_words = words_of(source), words_of(target)
    if not source_words or not target_words or attention.size == 0:
        return ()
    rows = _membership(target_words, target_tokens)
    shares = rows @ attention @ _membership(source_words, source_tokens).T
    shares /= np.maximum(rows.sum(axis=1, keepdims=True), 1)
    best = shares.max(axis=1, keepdims=True)
    chosen = (shares >= np.maximum(_SHARE * best, _LEAST)) & (best >= _LEAST)
    here, there = (places.tolist() for places in np.nonzero(chosen))
    return tuple((source_words[j], target_words[i]) for i, j in zip(here, there, strict=True))


class PlacedPiece(NamedTuple):
    """A piece as the vocabulary writes it (`▁` begins a word), its id, and the code points that it came from.

    The span takes in the space that `▁` stands for. It is empty for a piece that shares its characters with the next
    one: the first bytes of a letter, or the first dots of an ellipsis.
    """

    token: str
    id: int
    span: Offsets


def place_pieces(model: Any, text: str) -> list[PlacedPiece]:
    """Split `text` with a sentencepiece processor; the spans follow each other and make up the text."""
    from sentencepiece.sentencepiece_pb2 import SentencePieceText

    found = SentencePieceText.FromString(model.encode(text, out_type="serialized_proto"))
    characters = _characters_at_bytes(text)
    return [PlacedPiece(p.piece, p.id, (characters[p.begin], characters[p.end])) for p in found.pieces]


def _characters_at_bytes(text: str) -> list[int]:
    """Return, for each byte offset into the UTF-8 form of a text, the character that it belongs to."""
    octets = np.frombuffer(text.encode(), dtype=np.uint8)
    first_octets = (octets & 0xC0) != 0x80
    table: list[int] = (np.cumsum(first_octets) - 1).tolist()
    return [*table, len(text)]
