"""The studio without a browser: what it is given, what it says, what it makes, and that nothing done is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import unescape
from typing import Any

import pytest

pytest.importorskip("ipywidgets", reason="ipywidgets is not installed")
pytest.importorskip("anywidget", reason="anywidget is not installed")

import ipywidgets

from tests.checkpoints import template_pairs
from tests.translate.test_alignment import ARABIC, ENGLISH
from tests.translate.test_given import A, B
from toolkit import Brief, Memo, Settings, read, read_text
from toolkit.brief.edits import edit_claim
from toolkit.brief.progress import Step
from toolkit.jupyter import studio_settings as model_choices
from toolkit.jupyter.studio import Studio
from toolkit.jupyter.studio_inputs import TRANSLATION
from toolkit.jupyter.studio_results import file_stem
from toolkit.jupyter.studio_work import Bench, Events, Source, Work
from toolkit.models import presets
from toolkit.models.cache import ResultCache
from toolkit.translate.types import ways_forward

LONG = 120.0  # seconds: far more than any of this takes, so that a hang is a failure and not a wait


@pytest.fixture
def studio() -> Iterator[Studio]:
    """A studio that summarizes without a model."""
    made = Studio()
    made.settings.summarizer.list.value = "extract"
    yield made
    made.cancel()
    assert made.wait(LONG)


def upload(name: str, data: bytes) -> dict[str, Any]:
    """A file as the browser hands it over."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": when}


def made_by(studio: Studio) -> None:
    studio.make()
    assert studio.wait(LONG)


def html_of(widget: Any) -> str:
    """Everything that the HTML widgets below one say."""
    if isinstance(widget, ipywidgets.HTML):
        return str(widget.value)
    return "\n".join(html_of(child) for child in getattr(widget, "children", ()))


# -- what it is given ----------------------------------------------------------------------------------------------


def test_nothing_can_be_made_before_there_is_an_article(studio) -> None:
    assert studio.make_button.disabled
    assert "Give an article first." in html_of(studio)
    studio.make()
    assert studio.state == "ready"


def test_what_the_open_page_holds_counts_and_nothing_else(studio, article_paths) -> None:
    studio.articles.text.value = "قال الوزير إن القمة ستعقد غدا."
    assert [source.name for source in studio.articles.sources()] == ["pasted text"]
    studio.articles.files.value = (*(upload(path.name, path.read_bytes()) for path in article_paths[:2]),)
    assert [source.name for source in studio.articles.sources()] == [path.name for path in article_paths[:2]]
    studio.articles.places.value = f"\n{article_paths[2]}\n\n  {article_paths[3]} \n"
    assert [source.name for source in studio.articles.sources()] == list(map(str, article_paths[2:4]))
    assert "2 articles:" in html_of(studio)
    assert studio.make_button.description == "Make the briefs"
    studio.articles.clear()
    assert studio.make_button.disabled


def test_a_named_model_is_asked_for_only_when_another_one_is_wanted(studio) -> None:
    studio.articles.text.value = "خبر"
    field = studio.settings.translator
    assert field.name not in field.box.children
    field.list.value = model_choices.OTHER
    assert field.name in field.box.children
    assert studio.make_button.disabled
    assert "Name the model first." in html_of(studio)
    field.name.value = "/data/my-marian"
    assert not studio.make_button.disabled
    assert studio.settings.settings().translator == "/data/my-marian"


def test_what_is_chosen_becomes_the_settings_of_a_briefer(studio, tmp_path) -> None:
    studio.settings.translator.list.value = model_choices.MEMORY
    studio.settings.length.value = 3
    studio.settings.policy.value = "drop"
    studio.settings.glossary.value = (upload("terms.csv", "arabic,english\nكييف,Kyiv\n".encode()),)
    chosen = studio.settings.settings()
    asked = Settings(translator=None, summarizer="extract", sentences=3, policy="drop", glossary=chosen.glossary)
    assert chosen == asked
    assert [term.preferred for term in chosen.glossary.terms] == ["Kyiv"]
    assert "terms.csv: 1 terms" in html_of(studio)


def test_a_damaged_glossary_is_named_as_the_person_names_it(studio) -> None:
    studio.settings.glossary.value = (upload("terms.csv", b"arabic,english\n,Kyiv\n"),)
    assert "Row 2 of terms.csv lacks its Arabic or its English." in html_of(studio)
    assert studio.settings.settings().glossary is None
    studio.settings.glossary.value = ()
    assert "Row 2" not in html_of(studio)


# -- what a model costs --------------------------------------------------------------------------------------------


def test_every_preset_is_offered_with_its_size_its_licence_and_whether_it_is_here() -> None:
    offered = {c.value: c for c in [*model_choices.translators(), *model_choices.summarizers()]}
    for preset in presets.PRESETS:
        if preset.name == presets.EMBEDDED_SUMMARIZER or preset.task == "verification":
            continue
        choice = offered[preset.name]
        assert preset.licence in choice.note
        assert ("not for commercial use" in choice.note) == preset.non_commercial
        assert ("to download" in choice.label) == bool(choice.download)


def test_offline_a_model_that_is_not_here_is_said_to_be_out_of_reach(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    choices = {choice.value: choice for choice in model_choices.translators()}
    assert "downloads are switched off" in choices["opus-mt-ar-en"].missing
    assert "auto" not in choices  # nothing to be automatic with


def test_a_download_is_announced_before_it_begins(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    studio = Studio("خبر")
    studio.settings.translator.list.value = "opus-mt-ar-en"
    assert "Downloads opus-mt-ar-en (308 MB) first." in html_of(studio)
    assert "Licence Apache-2.0." in html_of(studio)


# -- what it makes -------------------------------------------------------------------------------------------------


def test_a_pasted_article_becomes_a_brief_with_a_bar_for_each_stage(studio, article_paths) -> None:
    studio.articles.text.value = article_paths[0].read_text(encoding="utf-8")
    seen: list[str] = []
    studio.progress.headline.observe(lambda change: seen.append(change["new"]), "value")
    made_by(studio)
    assert studio.state == "done"
    assert studio.problems == ()
    (brief,) = studio.briefs
    assert len(brief.claims) == 5
    assert brief.provenance.settings["sentences"] == "5"
    for doing in ("reading", "translating and checking", "summarizing and checking", "finding key facts", "Done."):
        assert any(doing in text for text in seen), doing
    assert all(bar.value == bar.max for name, bar in studio.progress.bars.items() if name != "fetch")


def test_several_articles_are_chosen_from_a_list_with_a_memo_at_its_end(studio, article_paths) -> None:
    studio.articles.places.value = "\n".join(map(str, article_paths[3:5]))
    made_by(studio)
    labels = [label for label, _ in studio.results.list.options]
    assert [label[:2] for label in labels] == ["1.", "2.", "Me"]
    assert isinstance(studio.memo, Memo)
    studio.results.list.value = studio.results.list.options[-1][1]
    (shown,) = studio.results.view.children
    assert "bb" in shown.outputs[0]["data"]["text/html"]
    assert [name for name, _ in studio.results.downloads.formats] == ["html", "docx", "pdf", "md", "json"]


def test_one_article_that_cannot_be_read_stops_no_other_and_is_told_with_its_remedy(studio, article_paths) -> None:
    studio.articles.places.value = f"no-such-file.txt\n{article_paths[0]}"
    made_by(studio)
    assert studio.state == "done"
    assert [problem.about for problem in studio.problems] == ["no-such-file.txt"]
    assert len(studio.briefs) == 1
    page = html_of(studio)
    assert 'role="alert"' in page
    assert "Traceback" not in page
    for problem in studio.problems:
        assert problem.message
        assert problem.remedy


def test_sentences_that_no_model_translated_are_told_above_the_brief_with_what_to_do(studio) -> None:
    studio.settings.translator.list.value = model_choices.MEMORY
    studio.articles.text.value = "أعلنت بلدية الميناء افتتاح مكتبة عامة جديدة في 12 مارس/آذار 2024."
    made_by(studio)
    assert studio.state == "done"
    assert studio.brief.facts
    labels = [button.description for button in studio.ways.children]
    assert (labels[0], labels[-1]) == ("Paste a translation", "Correct by hand")
    assert all(way.text in unescape(html_of(studio)) for way in ways_forward())
    studio.ways.children[0].click()
    assert studio.articles.way.value == TRANSLATION
    assert "Paste its English, too." in html_of(studio)  # the article is there already
    studio.ways.children[-1].click()
    assert studio.results.mode.value == "Correct"


def test_an_article_and_its_translation_become_a_brief_and_what_is_wrong_is_said_below_the_boxes(studio) -> None:
    form = studio.articles
    form.text.value, form.english.value = " ".join(ENGLISH), ARABIC
    assert "The two texts are swapped" in form.note.value
    assert studio.make_button.disabled
    form.swap_button.click()
    assert form.note.value == ""
    form.english.value = "The court postponed the trial. Rain is expected in the north."
    made_by(studio)
    assert "does not translate this article" in form.note.value
    form.english.value, form.by.value = " ".join([*ENGLISH[:2], *ENGLISH[3:]]), "Jane Doe"
    made_by(studio)
    assert form.note.value == ""
    assert {(t.origin, t.model) for t in studio.brief.translations if t} == {("given", "Jane Doe")}
    assert "not in the translation: 3." in html_of(studio)
    assert [button.description for button in studio.ways.children] == ["Correct by hand"]


def test_two_translations_are_compared_and_the_other_one_is_taken_with_one_click(studio) -> None:
    form = studio.articles
    form.text.value, form.english.value = ARABIC, "\n".join(A)
    form.another_button.click()
    (other, by), form.by.value = form.given[1], "browser"
    other.value, by.value = "\n".join(B), "browser"
    assert "Name the makers of the translations apart." in html_of(studio)
    by.value = "the desk"
    made_by(studio)
    assert [t.model for t in studio.brief.translations if t][:2] == ["the desk", "browser"]
    studio.results.mode.value = "Compare"
    (shown,) = studio.results.view.children
    assert "left out" in shown.outputs[0]["data"]["text/html"]
    studio.results.mode.value = "Correct"
    (editor,) = studio.results.view.children
    editor._kind.value = "translations"
    (button,) = [b for b in editor._matches.children if "browser:" in b.description]
    assert "⚠" in button.description
    button.click()
    assert studio.brief.translations[0].text == A[0]
    editor.undo()
    assert studio.brief.translations[0].text == ENGLISH[0]


def test_a_note_on_a_claim_is_in_what_is_exported(studio) -> None:
    studio.articles.text.value, studio.articles.english.value = ARABIC, "\n".join(ENGLISH)
    made_by(studio)
    (explorer,) = studio.results.view.children
    explorer.notes = [{"kind": "claim", "index": 0, "text": "Ask the desk.", "tags": ["verify"]}]
    assert str(studio.brief.notes[0]) == "Ask the desk. #verify"
    assert b"Ask the desk." in studio.results.file("md").content


def test_the_sample_is_an_article_that_the_memory_knows(studio) -> None:
    studio.articles.sample_button.click()
    made_by(studio)
    assert studio.brief.origins["memory"] == len(studio.brief.article.of_kind("title", "heading", "body"))


def test_an_error_that_nobody_foresaw_ends_on_the_page_and_not_in_a_dead_thread(studio) -> None:
    studio.settings.terms = 9  # no glossary
    studio.articles.text.value = "قال الوزير إن القمة ستعقد غدا."
    made_by(studio)
    assert studio.state == "failed"
    assert "did not foresee (TypeError" in html_of(studio)
    assert not studio.make_button.disabled  # and the next try is possible


def test_the_next_run_uses_the_same_models_unless_other_ones_are_chosen() -> None:
    bench = Bench()
    settings = Settings(translator=None, summarizer="extract")
    first = bench.briefer(settings, lambda step: None)
    assert bench.briefer(replace(settings), lambda step: None) is first
    assert bench.briefer(replace(settings, sentences=3), lambda step: None) is not first


# -- cancelling ----------------------------------------------------------------------------------------------------


def test_cancel_stops_at_the_next_sentence_and_keeps_the_briefs_that_are_made(article_paths) -> None:
    reached, go_on = threading.Event(), threading.Event()
    made: list[Brief] = []
    ended: list[str] = []
    steps: list[Step] = []

    def step(now: Step) -> None:
        steps.append(now)
        if made and now.stage == "translate" and now.done == 2:
            reached.set()
            assert go_on.wait(LONG)

    sources = [Source(path.name, partial(read, path)) for path in article_paths[:3]]
    events = Events(lambda *_: None, step, lambda name, brief: made.append(brief), lambda problem: None, ended.append)
    work = Work(sources, Settings(translator=None, summarizer="extract"), events)
    work.start()
    assert reached.wait(LONG)
    work.cancel()
    go_on.set()
    assert work.join(LONG)
    assert ended == ["cancelled"]
    assert len(made) == 1
    assert (steps[-1].stage, steps[-1].done) == ("translate", 2)  # not one sentence more


def test_what_a_model_translated_before_cancelling_is_in_the_cache_for_the_next_time(checkpoint_of) -> None:
    ResultCache().clear()  # other tests translate these sentences, too
    ended: list[str] = []

    def step(now: Step) -> None:
        if now.stage == "translate" and now.done >= 2:
            work.cancel()

    text = "\n".join(arabic for arabic, _ in template_pairs()[:8])
    events = Events(lambda *_: None, step, lambda *_: None, lambda problem: None, ended.append)
    settings = Settings(translator=str(checkpoint_of("marian")), summarizer="extract", trial=False)
    work = Work([Source("pasted text", partial(read_text, text))], settings, events)
    work.start()
    assert work.join(LONG)
    assert ended == ["cancelled"]
    assert ResultCache().status().results >= 2


def test_the_page_says_that_it_was_cancelled_and_can_go_on(studio, article_paths) -> None:
    studio.articles.places.value = str(article_paths[0])
    studio.progress.bars["translate"].observe(lambda change: studio.cancel(), "value")
    made_by(studio)
    assert studio.state == "cancelled"
    assert studio.briefs == ()
    assert "What was done is kept" in html_of(studio)
    studio.progress.bars["translate"].unobserve_all()
    made_by(studio)
    assert studio.state == "done"


def test_what_is_corrected_is_what_is_exported_and_what_the_memo_says(studio, article_paths) -> None:
    studio.articles.places.value = "\n".join(map(str, article_paths[3:5]))
    made_by(studio)
    before = studio.brief
    studio.results.mode.value = "Correct"
    (editor,) = studio.results.view.children
    editor.brief = edit_claim(before, 0, "The two presidents spoke by telephone.")
    assert studio.brief.claims[0].text == "The two presidents spoke by telephone."
    assert b"The two presidents spoke by telephone." in studio.results.file("md").content
    assert studio.memo is not None
    assert studio.memo.briefs[0] == studio.brief


# -- exports -------------------------------------------------------------------------------------------------------


def test_every_format_is_handed_over_as_a_file_under_the_name_of_the_article(studio, article_paths) -> None:
    studio.articles.places.value = str(article_paths[0])
    made_by(studio)
    for name, _ in studio.results.downloads.formats:
        file = studio.results.file(name)
        assert file.name == f"{article_paths[0].stem}.{name}"
        assert len(file.content) > 500
    assert Brief.from_json(studio.results.file("json").content.decode()) == studio.brief
    assert studio.results.file("docx").content[:2] == b"PK"
    assert studio.results.file("pdf").content[:5] == b"%PDF-"


def test_a_reviewer_takes_the_draft_mark_off_what_is_exported(studio, article_paths) -> None:
    studio.articles.places.value = str(article_paths[0])
    made_by(studio)
    assert b"not yet reviewed" in studio.results.file("html").content
    studio.results.reviewer.value = "Lina Haddad"
    (shown,) = studio.results.view.children
    assert shown.data["reviewed"]
    assert studio.brief.review.by == "Lina Haddad"
    page = studio.results.file("html").content
    assert b"not yet reviewed" not in page
    assert b"Lina Haddad" in page
    studio.results.mode.value = "Correct"
    studio.results.view.children[0].correct("claims", 0, "The two presidents spoke by telephone.")
    assert studio.results.reviewer.value == ""  # what was approved is no longer there
    assert b"not yet reviewed" in studio.results.file("html").content


def test_all_formats_are_saved_in_the_folder_and_the_page_says_where(studio, article_paths, tmp_path) -> None:
    studio.articles.places.value = str(article_paths[0])
    made_by(studio)
    studio.results.folder.value = str(tmp_path / "out")
    studio.results.save()
    names = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert names == [".docx", ".html", ".json", ".md", ".pdf", ".tmx", ".xlf"]
    assert str(tmp_path / "out") in studio.results.saved.value


def test_a_folder_that_cannot_be_written_is_said_with_a_remedy(studio, article_paths, tmp_path) -> None:
    studio.articles.places.value = str(article_paths[0])
    made_by(studio)
    (tmp_path / "file").write_text("in the way")
    studio.results.folder.value = str(tmp_path / "file")
    studio.results.save()
    assert "Choose another folder" in studio.results.saved.value


def test_a_click_on_a_download_button_is_answered_with_the_file_or_with_the_reason(studio, article_paths) -> None:
    studio.articles.places.value = str(article_paths[0])
    made_by(studio)
    downloads, sent = studio.results.downloads, []
    downloads.send = lambda content, buffers=None: sent.append((content, buffers))
    downloads._asked(downloads, {"format": "md", "token": "1"}, [])
    assert sent[0][0] == {"token": "1", "name": f"{article_paths[0].stem}.md"}
    assert sent[0][1][0].decode().count("\n# ") == 1
    downloads._asked(downloads, {"format": "odt", "token": "2"}, [])
    assert "There is no format 'odt'" in sent[1][0]["problem"]


def test_a_pasted_article_is_saved_under_the_words_of_its_headline(studio, article_paths) -> None:
    studio.articles.text.value = article_paths[0].read_text(encoding="utf-8")
    made_by(studio)
    stem = file_stem(studio.brief, pasted=True)
    assert stem == stem.lower()
    assert 0 < len(stem) <= 60
    assert studio.results.file("md").name == f"{stem}.md"


# -- where no widget can run ---------------------------------------------------------------------------------------


def test_without_a_kernel_the_output_still_says_what_it_is_and_shows_the_briefs(studio, article_paths) -> None:
    static, widget = studio.outputs()
    assert "Brief studio" in static["text/html"]
    assert "<style" not in static["text/html"]  # JupyterLab takes styles out of a page that it does not trust
    assert "application/vnd.jupyter.widget-view+json" in widget
    studio.articles.places.value = str(article_paths[0])
    made_by(studio)
    assert "bb-claim" in studio.outputs()[0]["text/html"]
    assert repr(studio) == "Studio(state='done', briefs=1)"


def test_names_of_files_turn_nothing_on_the_page_round(studio) -> None:
    studio.articles.files.value = (upload("cod\u202e.txt", b"no Arabic"),)
    made_by(studio)
    assert studio.problems
    assert "\u202e" not in html_of(studio)
    assert "U+202E" in html_of(studio)


def test_names_of_files_cannot_put_markup_on_the_page(studio) -> None:
    studio.articles.files.value = (upload("<img src=x onerror=alert(1)>.txt", b"no Arabic"),)
    made_by(studio)
    assert "<img" not in html_of(studio)
    assert "&lt;img" in html_of(studio)
