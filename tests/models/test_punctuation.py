"""Marks of newspapers that a vocabulary lacks are read in their plain form; what it knows stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkpoints import MARGIN, build, template_pairs
from toolkit.models import load
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.codec import Codec

pytestmark = pytest.mark.usefixtures("own_cache")


def quoting(opening: str, closing: str) -> list[tuple[str, str]]:
    """Template sentences of which every second has its object in quotation marks."""
    return [
        (f"{opening}{arabic[:-1]}{closing}.", f'"{english[:-1]}".') if n % 2 else (arabic, english)
        for n, (arabic, english) in enumerate(template_pairs())
    ]


@pytest.fixture(scope="module", params=["marian", "nllb"])
def normalized(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was trained on normalized text: it has never seen a curly quotation mark."""
    folder = tmp_path_factory.mktemp("punctuation") / f"normalized-{request.param}"
    return build(request.param, folder, pairs=quoting('"', '"'), steps=100, margin=MARGIN)


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ("«", "»"), ('"', '"')])
def test_a_model_of_normalized_text_translates_the_marks_of_newspapers(
    normalized: Path, engine: str, opening: str, closing: str
) -> None:
    pairs = quoting(opening, closing)[1::60]
    written = load(normalized, engine=engine, dtype="float32", device="cpu", cache=False).generate(  # type: ignore[arg-type]
        [arabic for arabic, _ in pairs]
    )
    right = sum(g.text == english for g, (_, english) in zip(written, pairs, strict=True))
    assert right >= 0.9 * len(pairs)


def test_a_model_that_learnt_the_marks_reads_them_as_they_are(tmp_path: Path) -> None:
    folder = build("marian", tmp_path / "curly", pairs=quoting("“", "”"), steps=100, margin=MARGIN)
    pairs = quoting("“", "”")[1::60]
    codec = Codec(read_checkpoint(folder, "curly", "translation"))
    assert "▁“" in codec.to_tokens(codec.encode(["“موسكو”"])[0]) or "“" in codec.to_tokens(codec.encode(["“"])[0])
    written = load(folder, engine="ctranslate2", dtype="float32", cache=False).generate([a for a, _ in pairs])
    assert sum(g.text == e for g, (_, e) in zip(written, pairs, strict=True)) >= 0.9 * len(pairs)


def test_digits_that_a_vocabulary_lacks_are_read_as_those_it_has(tmp_path: Path) -> None:
    pairs = [
        (f"{arabic[:-1]} {n}.", f"{english[:-1]} {n}.") for n in range(10) for arabic, english in template_pairs()[::9]
    ]
    folder = build("marian", tmp_path / "digits", pairs=pairs, steps=1)  # only its vocabulary is asked
    codec = Codec(read_checkpoint(folder, "digits", "translation"))
    assert codec.encode(["أمس ٧"]) == codec.encode(["أمس 7"])


@pytest.mark.parametrize(
    "text",
    ["وصل … «الرئيس» إلى “موسكو”… أمس.", "… وصل إلى جنيف", "وصل…إلى…موسكو", "“وصل  إلى”…", "وصلﻻ … إلى ١٢ «موسكو»"],
)
def test_every_token_still_knows_the_characters_that_it_came_from(
    checkpoint_of: Callable[[str], Path], text: str
) -> None:
    codec = Codec(read_checkpoint(checkpoint_of("marian"), "tiny", "translation"))
    ids = codec.encode([text])[0]
    offsets = codec.source_offsets(text, ids)
    assert len(offsets) == len(ids)
    spans = [span for span in offsets if span is not None]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    words = {text[start:end].strip("…«»“”") for start, end in spans}
    assert "".join(words) != ""
    tokens = codec.to_tokens(ids)
    for token, span in zip(tokens, offsets, strict=True):
        surface = token.strip("▁")
        if span is not None and surface.isalpha() and len(surface) > 1 and "ﻻ" not in text[slice(*span)]:
            assert surface in text[slice(*span)]
