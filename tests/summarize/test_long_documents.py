"""Long texts through a small summarizer that really runs: a BART trained to repeat the first two sentences it reads."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from tests.checkpoints import MARGIN, build, template_pairs
from tests.summarize.stories import story_of, template_story
from toolkit.errors import UnsupportedModelError
from toolkit.models import Engine, load
from toolkit.summarize import Summarizer
from toolkit.summarize.long_documents import OVERLAP, pieces, summary_sentences


@pytest.fixture(scope="module")
def summarizer_folder() -> Path:
    """A checkpoint with 128 positions, of which a template sentence takes about nine."""
    chance = random.Random(3)
    english = [text[0].upper() + text[1:] for _, text in template_pairs()]
    texts = [chance.sample(english, chance.choice((2, 3, 4, 5, 8))) for _ in range(900)]
    pairs = [(" ".join(text), " ".join(text[:2])) for text in texts]
    return build("bart", "tiny-bart", pairs=pairs, steps=180, margin=MARGIN)


@pytest.fixture(scope="module")
def engine(summarizer_folder: Path) -> Engine:
    return load(summarizer_folder, task="summarization")


def english_of(count: int) -> list[str]:
    return [translation.text for translation in template_story(count)[1] if translation]


def test_pieces_fit_the_model_overlap_and_leave_nothing_out(engine: Engine) -> None:
    sentences = english_of(60)
    found = pieces(sentences, engine)
    assert len(found) > 3
    limit = engine.max_input_tokens
    assert limit is not None
    for piece in found:
        assert engine.count_tokens(" ".join(piece)) <= limit
    for before, after in pairwise(found):
        assert before[-OVERLAP:] == after[:OVERLAP]
    joined = [sentence for number, piece in enumerate(found) for sentence in piece[OVERLAP * (number > 0) :]]
    assert joined == sentences


def test_a_text_within_the_limit_is_one_piece(engine: Engine) -> None:
    sentences = english_of(6)
    assert pieces(sentences, engine) == [sentences]
    assert pieces([], engine) == []


def test_a_sentence_over_the_limit_makes_a_piece_of_its_own(engine: Engine) -> None:
    long = " and ".join(["the minister left the capital today"] * 40) + "."
    found = pieces(["The envoy left.", long, "The envoy returned."], engine)
    assert [long] in found
    assert found[-1][-1] == "The envoy returned."


def test_a_long_text_is_summarized_in_whole_sentences_read_from_the_source(engine: Engine) -> None:
    sentences = english_of(60)
    found = summary_sentences(engine, sentences, 4)
    assert 1 <= len(found) <= 4
    assert len(set(found)) == len(found)
    assert all(sentence.endswith(".") for sentence in found)
    # The last summary is written from sentences of the source, not from the summaries of the pieces: this model
    # repeats what it reads, so its sentences are sentences of the source.
    assert set(found) & set(sentences)


def test_claims_of_a_model_carry_evidence_verdict_and_the_model_s_name(summarizer_folder: Path) -> None:
    article, translations = template_story(40)
    summarizer = Summarizer(summarizer_folder, sentences=3, trial=False)
    claims = summarizer.summarize(article, translations)
    assert 1 <= len(claims) <= 3
    for claim in claims:
        assert claim.origin == "written"
        assert claim.model is not None
        assert claim.model.startswith("tiny-bart@")
        for evidence in claim.evidence:
            assert article.sentences[evidence.sentence].kind == "body"
    exact = {t.text: i for i, t in enumerate(translations) if t}
    repeated = [claim for claim in claims if claim.text in exact]
    assert repeated, "the model repeated no sentence of the text"
    for claim in repeated:
        assert claim.evidence[0].sentence == exact[claim.text]
        assert claim.verdict == "supported"
    (component,) = summarizer.components
    assert (component.role, component.name) == ("summarizer", "tiny-bart")
    assert summarizer.route == "translate-then-summarize"


def test_under_sixty_words_the_sentences_come_back_and_the_model_is_not_asked() -> None:
    article, translations = template_story(5)
    assert sum(len(t.text.split()) for t in translations if t) < 60
    summarizer = Summarizer("/no/such/folder", sentences=3)  # would raise if it were loaded
    claims = summarizer.summarize(article, translations)
    assert [claim.origin for claim in claims] == ["kept"] * 3
    assert summarizer.components == ()


FOREIGN = [
    ("تراجعت أسعار القمح في الأسواق العالمية هذا الأسبوع.", "Wheat prices fell on world markets this week."),
    ("فاز فريق الناشئين بكأس المدينة للمرة الثالثة.", "The youth team won the city cup for the third time."),
]


def invented(policy: str, folder: Path) -> list[tuple[str, str]]:
    """Summarize a text of which the model knows no word, and return verdicts and origins."""
    article, translations = story_of(
        FOREIGN * 1 + [(f"{a[:-1]} {n}.", f"{e[:-1]} in round {n}.") for n in range(2, 9) for a, e in FOREIGN]
    )
    claims = Summarizer(folder, sentences=3, policy=policy, trial=False).summarize(article, translations)  # type: ignore[arg-type]
    return [(claim.verdict, claim.origin) for claim in claims]


def test_unsupported_claims_are_flagged_dropped_or_replaced_as_the_policy_says(summarizer_folder: Path) -> None:
    flagged = invented("flag", summarizer_folder)
    assert ("unsupported", "written") in flagged
    assert all(verdict != "unsupported" for verdict, _ in invented("drop", summarizer_folder))
    replaced = invented("fallback", summarizer_folder)
    assert all(verdict != "unsupported" for verdict, _ in replaced)
    assert len(invented("drop", summarizer_folder)) <= len(replaced) <= len(flagged)


def test_a_model_that_writes_arabic_wants_a_translator() -> None:
    article, translations = template_story(30)
    summarizer = Summarizer("mT5_multilingual_XLSum")
    assert summarizer.route == "summarize-then-translate"
    with pytest.raises(UnsupportedModelError, match="translator"):
        summarizer.summarize(article, translations)


def test_a_model_that_reads_arabic_is_known_as_direct() -> None:
    assert Summarizer("csebuetnlp/mT5_m2o_english_crossSum").route == "direct"
