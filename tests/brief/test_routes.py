"""The three routes from Arabic to an English summary, each with a real small model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkpoints import build, template_pairs
from toolkit import Briefer, read_text

PAIRS = template_pairs()
NEWS = [arabic for arabic, _ in PAIRS]


@pytest.fixture(scope="module")
def arabic_summarizer() -> Path:
    """A small T5 that learnt to answer an Arabic text with its first sentence."""
    texts = [NEWS[n : n + 12] for n in range(len(NEWS) - 12)][:40]
    return build("t5", "tiny-arabic-t5", pairs=[(" ".join(text), text[0]) for text in texts], steps=200)


def article():
    return read_text(" ".join(NEWS[:14]))


def test_direct_reads_the_arabic_and_never_calls_a_claim_supported_that_no_english_backs(tiny_marian: Path) -> None:
    brief = Briefer(translator=None, memory=None, summarizer=tiny_marian, route="direct", trial=False, progress=False)(
        article()
    )
    assert brief.provenance.route == "direct"
    assert brief.claims
    assert not any(brief.translations)
    for claim in brief.claims:
        assert claim.verdict != "supported"
        assert not claim.evidence or any("no English translation" in finding.message for finding in claim.findings)
    assert "summarizer:tiny-marian" in brief.provenance.signature


def test_summarize_first_translates_the_arabic_summary(arabic_summarizer: Path, checkpoint_of) -> None:
    translator = checkpoint_of("marian")
    brief = Briefer(
        translator=translator,
        memory=None,
        summarizer=arabic_summarizer,
        route="summarize-then-translate",
        trial=False,
        progress=False,
    )(article())
    assert brief.provenance.route == "summarize-then-translate"
    assert brief.claims
    for claim in brief.claims:
        assert not any("\u0600" <= letter <= "\u06ff" for letter in claim.text)
        assert claim.evidence or claim.verdict == "unsupported"


def test_translate_first_is_the_default_route_of_a_folder(tiny_marian: Path) -> None:
    briefer = Briefer(translator=None, summarizer=tiny_marian, progress=False)
    assert briefer(article()).provenance.route == "triage", "nothing was translated, so nothing was summarized"
