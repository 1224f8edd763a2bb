"""Attribution on the labelled summary sentences of the five articles, and on FLORES where it is at hand."""

from pathlib import Path

import pytest

from benchmarks.attribution import LabelledClaim, first_rows, read_attribution_labels, references
from tests.conftest import ROOT
from toolkit.article import Article, read
from toolkit.checks.attribution import attribute

LABELS = Path(__file__).parent / "data" / "attribution.jsonl"
FLORES = ROOT.parent / "shared" / "data" / "flores-dev"


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {path.stem: read(path) for path in sorted((ROOT / "notebooks" / "articles").glob("*.txt"))}


@pytest.fixture(scope="module")
def labels(articles: dict[str, Article]) -> list[LabelledClaim]:
    return read_attribution_labels(LABELS, articles, {name: references(article) for name, article in articles.items()})


def test_there_are_enough_labels_of_every_sort(labels: list[LabelledClaim]) -> None:
    assert len(labels) >= 60
    assert sum(len(label.gold) > 1 for label in labels) >= 10
    assert sum(not label.gold for label in labels) >= 10
    assert len({label.article.id for label in labels}) == 5


@pytest.mark.parametrize("with_translations", [False, True])
def test_summary_sentences_find_what_they_stand_on(labels: list[LabelledClaim], with_translations: bool) -> None:
    hits = extra = missed = 0
    for label in labels:
        (evidence,) = attribute([label.claim], label.article, label.translations if with_translations else None)
        found = {item.sentence for item in evidence}
        hits += len(found & label.gold)
        extra += len(found - label.gold - label.also)
        missed += len(label.gold - found)
    assert 2 * hits / (2 * hits + extra + missed) >= 0.90


def test_claims_on_what_no_sentence_says_find_nothing(labels: list[LabelledClaim]) -> None:
    foreign = [label for label in labels if not label.gold]
    assert [label.claim for label in foreign if attribute([label.claim], label.article) != [[]]] == []


def test_reference_translations_find_their_own_sentence_first(articles: dict[str, Article]) -> None:
    hits = total = 0
    for article in articles.values():
        english = references(article)
        asked = [s for s in article.sentences if s.kind == "body" and english[s.index]]
        for sentence, found in zip(asked, attribute([english[s.index] or "" for s in asked], article), strict=True):
            hits += bool(found) and article.sentences[found[0].sentence].text == sentence.text
            total += 1
    assert total >= 60
    assert hits / total >= 0.99


@pytest.mark.skipif(not FLORES.is_dir(), reason="the FLORES development sentences are not part of the repository")
def test_flores_sentences_and_their_clauses_find_their_arabic_as_often_as_by_the_encoder_alone() -> None:
    arabic, english = ((FLORES / f"flores-dev.{name}").read_text("utf-8").split("\n")[:240] for name in ("ar", "en"))
    for row in first_rows(arabic, english):
        assert row.kept and row.baseline
        assert row.kept.value >= row.baseline.value - 1e-9
        assert row.kept.value >= 0.985 or "clauses" in row.name
