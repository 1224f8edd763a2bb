"""Translation models side by side, with real small models: figures, the page, and models that cannot be used."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.checkpoints import template_pairs
from tests.translate.test_alignment import ARABIC, ENGLISH
from tests.translate.test_given import BRIEFER, A, B
from toolkit import read_text
from toolkit.brief import take_other
from toolkit.errors import ModelError
from toolkit.models import Generation, load
from toolkit.output.comparison import Comparison, compare_models, compare_translations
from toolkit.translate.reference import reference_units

PAIRS = template_pairs()[::97][:6]


@pytest.fixture(scope="module")
def folder(checkpoint_of: Callable[[str], Path]) -> Path:
    return checkpoint_of("marian")


@pytest.fixture(scope="module")
def comparison(folder: Path) -> Comparison:
    models = [load(folder, engine="transformers", cache=False), folder, "nobody/nothing"]
    article = read_text("\n".join([PAIRS[0][0], PAIRS[1][0]]), id="mine")
    return compare_models(models, [article], sentences=PAIRS, offline=True)


def test_a_model_that_writes_the_references_has_full_scores_in_both_engines(comparison: Comparison) -> None:
    first, second, _ = comparison.contenders
    assert [round(c.chrf or 0) for c in (first, second)] == [100, 100]
    assert [round(c.bleu or 0) for c in (first, second)] == [100, 100]
    assert "transformers" in first.name
    assert "ctranslate2" in second.name
    assert first.outputs[: len(PAIRS)] == tuple(english for _, english in PAIRS)
    assert min(first.speed, second.speed) > 0
    assert len(comparison.signatures) == 2
    assert all("version:" in signature for signature in comparison.signatures)


def test_a_model_that_cannot_be_used_is_told_beside_the_others(comparison: Comparison) -> None:
    assert "nobody/nothing" in comparison.contenders[2].problem
    assert len(repr(comparison).splitlines()) == 3


def test_the_sentences_of_an_article_stand_below_without_a_reference(comparison: Comparison) -> None:
    below = comparison.lines[len(PAIRS) :]
    assert {line.source for line in below} == {PAIRS[0][0], PAIRS[1][0]}
    assert all(line.reference == "" and line.place.startswith("mine, sentence") for line in below)


def test_the_page_holds_every_output_and_asks_nothing_of_any_server(comparison: Comparison, tmp_path: Path) -> None:
    page = comparison.save(tmp_path / "models.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in unescape(page)
    assert not re.search(r"\b(?:src|href)=|<script", page)
    assert all(arabic[:12] in page and english in page for arabic, english in PAIRS)
    assert "<mark>" not in page  # both wrote the same


def test_words_by_which_outputs_differ_are_marked_and_doubts_are_told(folder: Path) -> None:
    sources = [(arabic, english) for arabic, english in PAIRS[:2]]
    garbled = [(f"{sources[0][0]} 1234", "Nothing of the kind.")]
    plain, other = load(folder, cache=False), Backwards(folder)
    page = compare_models([plain, other], sentences=[*sources, *garbled])._repr_html_()
    assert "<mark>" in page
    assert "bb-findings" in page
    assert "1234" in page


class Backwards:
    """A model whose words come out in the other order."""

    name, kind, revision, max_input_tokens = "backwards", "ctranslate2", None, None

    def __init__(self, folder: Path) -> None:
        self._engine = load(folder, cache=False)
        self.count_tokens = self._engine.count_tokens

    def generate(self, texts: Sequence[str], **options: Any) -> list[Generation]:
        return [replace(g, text=" ".join(g.text.split()[::-1])) for g in self._engine.generate(texts, **options)]


def test_no_usable_model_is_an_error_that_names_them_all() -> None:
    with pytest.raises(ModelError, match=r"nobody/nothing.*nobody/else"):
        compare_models(["nobody/nothing", "nobody/else"], sentences=PAIRS, offline=True)


def test_no_model_and_no_sentence_are_refused() -> None:
    for models, sentences in (([], 3), (["nobody/nothing"], 0)):
        with pytest.raises(ValueError, match="a model and a sentence"):
            compare_models(models, sentences=sentences)


def test_the_command_writes_the_page_of_as_many_reference_sentences_as_were_asked_for(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "article.txt").write_text(PAIRS[0][0], encoding="utf-8")
    (tmp_path / "english.txt").write_text("Not Arabic at all.", encoding="utf-8")
    out = tmp_path / "out.html"
    command = f"models compare {folder} {folder} --sentences 3 --offline --articles {tmp_path} --out {out}"
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *command.split()], capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "english.txt" in done.stderr
    assert done.stdout.count("chrF") == 2
    assert str(out) in done.stdout
    page = out.read_text(encoding="utf-8")
    assert f"{PAIRS[0][0][:12]}" in page
    assert sum(unit.target in page for unit in reference_units()) == 3


def test_given_translations_stand_side_by_side_with_what_each_leaves_out_adds_and_is_doubted_for(
    tmp_path: Path,
) -> None:
    comparison = compare_translations(read_text(ARABIC), {"browser": A, "the desk": B})
    browser, desk = comparison.contenders
    assert [line.source for line in comparison.lines if line.source] == ARABIC.split("\n\n")
    assert browser.outputs == (*A[:4], "", A[4])
    assert desk.outputs == (*B[:2], "", *B[2:])
    assert [contender.taken.index(True) for contender in (browser, desk)] == [1, 0]
    assert [[bool(f) for f in contender.findings].index(True) for contender in (browser, desk)] == [0, 1]
    assert str(desk) == "the desk: 5 sentences, 1 doubted, 2 taken"
    page = comparison.save(tmp_path / "two.html").read_text(encoding="utf-8")
    assert "chrF" not in page and "left out" in page and "in no sentence of the article" in page


def test_the_comparison_of_a_brief_shows_what_a_person_took() -> None:
    brief = take_other(BRIEFER(read_text(ARABIC), translation={"browser": A, "the desk": B}), 0, 0)
    taken = {contender.name: contender.taken for contender in compare_translations(brief).contenders}
    assert taken["browser"][:2] == (True, True)
    assert taken["the desk"][:2] == (False, False)
    assert ENGLISH[0] in unescape(compare_translations(brief)._repr_html_()).replace("<mark>", "").replace(
        "</mark>", ""
    )
