"""A verifier's opinion of claims: it is tried first, shown beside the verdict, and never makes a claim more certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifiers import TRIAL, verifier_twin
from toolkit import Briefer, read_text
from toolkit.errors import ModelTrialError
from toolkit.evidence import check_claim
from toolkit.models.trials import forget

ARTICLE = read_text("\n\n".join(arabic for arabic, _ in TRIAL))
NAMES = ("MiniCheck-RoBERTa-Large", "mDeBERTa-v3-base-xnli-multilingual-nli-2mil7")


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    forget(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_brief_shows_the_verifier_s_probability_and_names_the_verifier_and_its_trial(name: str) -> None:
    brief = Briefer(translator=None, summarizer="extract", verifier=verifier_twin(name), progress=False)(ARTICLE)
    assert brief.claims
    for claim in brief.claims:
        (said,) = (finding for finding in claim.findings if finding.kind == "verifier")
        assert said.severity == "info" and "%" in said.message and claim.verdict == "supported"
    (component,) = (part for part in brief.provenance.components if part.role == "verifier")
    assert component.name == name and component.licence == "MIT" and component.trial.startswith("100 % of 12 pairs")
    assert f"verifier:{name}" in brief.provenance.signature


def test_a_verifier_that_says_yes_to_what_is_wrong_is_refused_before_its_first_use() -> None:
    turned = verifier_twin(NAMES[0], turned=True)
    with pytest.raises(ModelTrialError, match="at least 75 % are wanted"):
        Briefer(translator=None, summarizer="extract", verifier=turned, progress=False)(ARTICLE)
    brief = Briefer(translator=None, summarizer="extract", verifier=turned, trial=False, progress=False)(ARTICLE)
    assert {claim.verdict for claim in brief.claims} == {"weak"}
    dropping = Briefer(translator=None, summarizer="extract", verifier=turned, trial=False, policy="drop-weak")
    assert not dropping(ARTICLE).claims


def test_a_vote_counts_towards_the_chance_and_never_outweighs_a_wrong_fact() -> None:
    source = ["The minister opened the new bridge over the river on Monday."]
    claim = "The minister inaugurated a crossing on Monday."
    doubted, trusted = (check_claim(claim, source, vote=vote)[0] for vote in (0.02, 0.98))
    assert (doubted, trusted) == ("weak", "supported")
    wrong = "The minister opened 12 bridges on Friday."
    assert check_claim(wrong, source, vote=0.99)[0] == "unsupported"
    assert "verifier" not in {finding.kind for finding in check_claim(claim, source)[1]}
