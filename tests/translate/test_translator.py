from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.briefs import article_of
from toolkit.errors import EndpointError, ModelNotFoundError
from toolkit.models.types import EngineKind, Generation
from toolkit.translate import Glossary, Term, TranslationMemory, Translator

ARRIVED = "وصل الوزير إلى العاصمة يوم الأحد برفقة 12 خبيرا من الوزارة."
ARRIVED_EN = "The minister arrived in the capital on Sunday with 12 experts from the ministry."
LEFT = "غادر الوفد المدينة."
LEFT_EN = "The delegation left the city."


class PhraseBook:
    """An engine that looks texts up, for each beam size its own: enough to decide between its answers."""

    name = "phrase-book"
    revision: str | None = "7"
    max_input_tokens: int | None = None

    def __init__(
        self,
        pages: dict[int | None, dict[str, Generation]],
        kind: EngineKind = "ctranslate2",
        *,
        fails_at_call: int | None = None,
    ) -> None:
        self.pages = pages
        self.kind: EngineKind = kind
        self.fails_at_call = fails_at_call
        self.asked: list[tuple[int | None, list[str]]] = []

    def generate(
        self,
        texts: Sequence[str],
        *,
        beam_size: int | None = None,
        max_new_tokens: int | None = None,
        min_new_tokens: int | None = None,
        alignment: bool = False,
        progress: Callable[[int], None] | None = None,
        each: Callable[[int, Generation], None] | None = None,
    ) -> list[Generation]:
        self.asked.append((beam_size, list(texts)))
        if len(self.asked) == self.fails_at_call:
            raise EndpointError("The server hung up.", remedy="Start it.")
        if progress:
            progress(len(texts))
        written = [self.pages.get(beam_size, {}).get(text, Generation("")) for text in texts]
        for index, generation in enumerate(written):
            if each:
                each(index, generation)
        return written

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def book(**answers: str) -> PhraseBook:
    names = {"arrived": ARRIVED, "left": LEFT}
    return PhraseBook({None: {names[key]: Generation(text, 0.9) for key, text in answers.items()}})


@pytest.fixture
def filled(memory: TranslationMemory) -> TranslationMemory:
    memory.add(ARRIVED, ARRIVED_EN)
    return memory


def test_an_exact_hit_comes_from_the_memory_though_there_is_a_model(filled: TranslationMemory) -> None:
    engine = book(arrived="The model's words.", left=LEFT_EN)
    translator = Translator(filled, engine)
    first, second = made = translator.translate([ARRIVED, LEFT])
    assert first is not None and second is not None
    assert (first.text, first.origin, first.score, first.memory_source) == (ARRIVED_EN, "memory", 1.0, None)
    assert first.model == f"own@{filled.version.partition('@')[2]}"
    assert (second.text, second.origin, second.model, second.score) == (LEFT_EN, "model", "phrase-book@7", 0.9)
    assert engine.asked[0] == (None, [LEFT])
    assert [(c.role, c.name) for c in made.components] == [("memory", "own"), ("translator", "phrase-book")]


def test_without_a_model_a_sentence_without_a_hit_stays_untranslated(filled: TranslationMemory) -> None:
    found = Translator(filled).translate([LEFT])
    assert found == [None]
    assert found.problem is None
    assert found.components == ()


def test_without_a_model_a_similar_sentence_is_used_and_says_so(filled: TranslationMemory) -> None:
    asked = ARRIVED.replace("الوزارة", "السفارة")
    (found,) = Translator(filled).translate([asked])
    assert found is not None
    assert found.origin == "memory"
    assert found.score is not None and 0.75 <= found.score < 1.0
    assert found.memory_source == ARRIVED
    (doubt,) = [f for f in found.findings if f.kind == "content"]
    assert doubt.severity == "warning"
    assert [span.of(asked) for span in doubt.source_spans] == ["السفارة"]


@pytest.mark.parametrize("changed", [ARRIVED.replace("12", "13"), ARRIVED.replace("وصل", "لم يصل")])
def test_a_similar_sentence_with_another_number_or_a_negation_is_never_used(
    filled: TranslationMemory, changed: str
) -> None:
    assert filled.lookup(changed) is not None
    assert Translator(filled).translate([changed]) == [None]


def test_with_a_model_only_a_spelling_variant_is_taken_from_the_memory(filled: TranslationMemory) -> None:
    variant, similar = ARRIVED.replace("العاصمة", "العاصممة"), ARRIVED.replace("الوزارة", "السفارة")
    engine = PhraseBook({None: {similar: Generation("The model's words.")}})
    first, second = Translator(filled, engine).translate([variant, similar])
    assert first is not None and second is not None
    assert (first.origin, first.memory_source) == ("memory", ARRIVED)
    assert [f.severity for f in first.findings if f.kind == "content"] == ["info"]
    assert second.origin == "model"


@pytest.mark.parametrize("fuzzy", [None, 1.0])
def test_fuzzy_matches_can_be_switched_off(filled: TranslationMemory, fuzzy: float | None) -> None:
    assert Translator(filled, fuzzy=fuzzy).translate([ARRIVED.replace("الوزارة", "السفارة")]) == [None]


def test_a_model_that_is_not_to_be_had_leaves_the_memory_hits_and_the_reason(filled: TranslationMemory) -> None:
    translator = Translator(filled, "Helsinki-NLP/opus-mt-ar-en", offline=True)
    found = translator.translate([ARRIVED, LEFT, ARRIVED.replace("الوزارة", "السفارة")])
    assert [t.origin if t else None for t in found] == ["memory", None, "memory"]
    assert found.problem is not None
    assert "opus-mt-ar-en" in found.problem.message
    assert found.problem.remedy
    assert [c.role for c in found.components] == ["memory"]
    assert translator.translate([ARRIVED]).problem is None


def test_a_model_that_does_not_exist_is_an_error_at_once(tmp_path: Path, filled: TranslationMemory) -> None:
    with pytest.raises(ModelNotFoundError):
        Translator(filled, tmp_path / "none").translate([LEFT])


def test_no_model_is_loaded_when_the_memory_has_everything(tmp_path: Path, filled: TranslationMemory) -> None:
    assert Translator(filled, tmp_path / "none").translate([ARRIVED]) != [None]


def test_a_server_that_fails_leaves_the_hits_what_it_had_answered_and_the_reason(filled: TranslationMemory) -> None:
    asked = [f"{LEFT} {'ا' * n}" for n in range(1, 20)]
    answers = {text: Generation(LEFT_EN) for text in asked}
    translator = Translator(filled, PhraseBook({None: answers}, kind="endpoint", fails_at_call=2), fuzzy=None)
    done: list[int] = []
    found = translator.translate([ARRIVED, *asked], progress=done.append)
    assert [t.origin if t else None for t in found] == ["memory"] + ["model"] * 8 + [None] * 11
    assert found.problem is not None
    assert found.problem.remedy == "Start it."
    assert sum(done) == 20


class _ChatServer(BaseHTTPRequestHandler):
    prompts: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.prompts.append(body["messages"][0]["content"])
        answer = {"choices": [{"message": {"content": LEFT_EN}, "finish_reason": "stop"}]}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def test_a_server_is_told_the_terms_of_the_glossary() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _ChatServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        glossary = Glossary([Term(("الوفد",), ("the delegation",)), Term(("الوزير",), ("the minister",))])
        address = f"http://127.0.0.1:{server.server_port}/v1#tiny"
        (found,) = Translator(None, address, glossary=glossary).translate([LEFT])
        server.shutdown()
    assert found is not None
    assert (found.text, found.origin, found.model) == (LEFT_EN, "model", "tiny")
    assert "الوفد = the delegation" in _ChatServer.prompts[0]
    assert "الوزير" not in _ChatServer.prompts[0]


def test_boilerplate_stays_untranslated_and_every_sentence_has_its_place() -> None:
    article = article_of()
    texts = {s.text: Generation("Something in English.") for s in article.sentences}
    engine = PhraseBook({None: texts, 1: texts, 8: texts})
    found = Translator(None, engine).translate(article)
    assert [t is None for t in found] == [s.kind == "boilerplate" for s in article.sentences]
    assert all("المصدر" not in text for _, asked in engine.asked for text in asked)


def test_a_sentence_that_comes_twice_is_translated_once_and_blank_ones_never() -> None:
    engine = book(left=LEFT_EN)
    done: list[int] = []
    found = Translator(None, engine).translate([LEFT, " ", LEFT, "\n"], progress=done.append)
    assert [t.text if t else None for t in found] == [LEFT_EN, None, LEFT_EN, None]
    assert engine.asked == [(None, [LEFT])]
    assert sum(done) == 2


def test_progress_counts_every_sentence_once_whichever_way_it_went(filled: TranslationMemory) -> None:
    for model in (None, book(left=LEFT_EN)):
        done: list[int] = []
        Translator(filled, model).translate([ARRIVED, LEFT, ARRIVED, LEFT, "نص"], progress=done.append)
        assert sum(done) == 5


def test_an_answer_with_an_error_in_it_is_tried_again_and_the_better_one_stays() -> None:
    wrong = Generation(ARRIVED_EN.replace("12", "120"), 0.9)
    engine = PhraseBook({None: {ARRIVED: wrong}, 1: {ARRIVED: Generation(ARRIVED_EN, 0.8)}})
    (found,) = Translator(None, engine).translate([ARRIVED])
    assert found is not None
    assert (found.text, found.score) == (ARRIVED_EN, 0.8)
    assert [beam for beam, _ in engine.asked] == [None, 1]


def test_when_no_try_is_better_the_first_answer_stays_with_its_doubt() -> None:
    wrong = Generation(ARRIVED_EN.replace("12", "120"), 0.9)
    engine = PhraseBook({beam: {ARRIVED: wrong} for beam in (None, 1, 8)})
    (found,) = Translator(None, engine).translate([ARRIVED])
    assert found is not None
    assert found.text == wrong.text
    assert "number" in {f.kind for f in found.findings if f.severity == "error"}
    assert len(engine.asked) == 3
    Translator(None, once := PhraseBook(engine.pages), retry=False).translate([ARRIVED])
    assert len(once.asked) == 1


def test_loops_cut_ends_and_pieces_become_findings() -> None:
    generation = Generation(LEFT_EN, repeated=True, truncated=True, pieces=3)
    (found,) = Translator(None, PhraseBook({None: {LEFT: generation}}), retry=False).translate([LEFT])
    assert found is not None
    kinds = [(f.kind, f.severity) for f in found.findings]
    assert {("repetition", "error"), ("length", "error"), ("length", "info")} <= set(kinds)


def test_alignment_of_the_model_arrives_as_spans() -> None:
    generation = Generation(LEFT_EN, alignment=(((5, 10), (4, 14)),))
    (found,) = Translator(None, PhraseBook({None: {LEFT: generation}})).translate([LEFT])
    assert found is not None
    ((source, target),) = found.alignment
    assert (source.of(LEFT), target.of(LEFT_EN)) == ("الوفد", "delegation")


def test_the_glossary_mends_the_model_and_only_checks_the_memory(filled: TranslationMemory) -> None:
    glossary = Glossary(
        [Term(("الوزير",), ("the secretary",)), Term(("الوفد",), ("the mission",), forbidden=("the delegation",))]
    )
    first, second = Translator(filled, book(left=LEFT_EN), glossary=glossary).translate([ARRIVED, LEFT])
    assert first is not None and second is not None
    assert first.text == ARRIVED_EN
    assert [f.severity for f in first.findings if f.kind == "term"] == ["warning"]
    assert second.text == "The mission left the city."
    assert second.machine_text == LEFT_EN
    assert [f.severity for f in second.findings if f.kind == "term"] == ["info"]


def test_a_single_string_is_refused_rather_than_split_into_letters() -> None:
    with pytest.raises(TypeError, match="list"):
        Translator(None).translate(LEFT)


@pytest.mark.parametrize("fuzzy", [0.0, 1.5, -1.0])
def test_a_threshold_outside_the_scores_is_refused(fuzzy: float) -> None:
    with pytest.raises(ValueError, match="fuzzy"):
        Translator(None, fuzzy=fuzzy)
