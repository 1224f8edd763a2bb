"""A translation that somebody has becomes the English of a brief, wherever it comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from tests.cli.test_cli import toolkit
from tests.translate.test_alignment import ARABIC, ENGLISH
from toolkit import Brief, Briefer, read_text
from toolkit.brief import edit_translation, reject_claim, reject_translation, take_other
from toolkit.errors import FormatError, ReadError
from toolkit.output.view import banner, view
from toolkit.translate import Origin, TranslationMemory

BRIEFER = Briefer(summarizer="extract", sentences=3, translator=None, memory=None, progress=False)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return BRIEFER(read_text(ARABIC), translation=" ".join(ENGLISH), translated_by="Jane Doe")


def texts(brief: Brief) -> list[str | None]:
    return [translation.text if translation else None for translation in brief.translations]


def test_running_text_becomes_the_english_of_each_sentence(brief: Brief) -> None:
    assert texts(brief) == list(ENGLISH)
    assert {(t.origin, t.model) for t in brief.translations if t} == {("given", "Jane Doe")}
    assert brief.claims
    assert not [gap for gap in brief.gaps if gap.stage == "translate"]
    assert [(c.role, c.name) for c in brief.provenance.components][:1] == [("translation", "Jane Doe")]


@pytest.mark.parametrize("suffix", ["html", "md", "json", "tmx", "xlf"])
def test_every_export_says_that_it_was_given_and_by_whom(brief: Brief, tmp_path: Path, suffix: str) -> None:
    text = brief.save(tmp_path / f"brief.{suffix}").read_text(encoding="utf-8")
    assert "Jane Doe" in text
    assert "given" in text
    if suffix == "json":
        assert Brief.from_json(text) == brief


@pytest.mark.parametrize(
    ("origin", "said"), [("given", "Draft – not yet"), ("model", "Draft – machine translated, not")]
)
def test_only_what_a_model_translated_is_called_machine_translated(brief: Brief, origin: Origin, said: str) -> None:
    rows = tuple(t and replace(t, origin=origin) for t in brief.translations)
    assert banner(replace(brief, translations=rows)).startswith(said)


def test_what_is_left_out_or_added_is_a_gap_with_the_sentences() -> None:
    added = "Our correspondent adds that the football season begins on Sunday with eleven matches."
    made = BRIEFER(read_text(ARABIC), translation=[*ENGLISH[:2], *ENGLISH[3:], added])
    assert texts(made)[2] is None
    left_out, extra = [gap for gap in made.gaps if gap.stage == "translate"]
    assert (left_out.message, left_out.sentences) == ("1 sentence of the article is not in the translation: 3.", (2,))
    assert added in extra.message


def test_the_given_english_is_checked() -> None:
    wrong = [ENGLISH[0].replace("14", "41"), *ENGLISH[1:]]
    made = BRIEFER(read_text(ARABIC), translation=wrong)
    (first, *_) = made.translations
    assert first is not None
    assert any(finding.kind == "number" and finding.severity == "error" for finding in first.findings)


def test_sentences_that_became_one_share_it_and_say_so() -> None:
    joined = f"{ENGLISH[0][:-1]}, and {ENGLISH[1][0].lower()}{ENGLISH[1][1:]}"
    made = BRIEFER(read_text(ARABIC), translation=[joined, *ENGLISH[2:]])
    assert texts(made)[:2] == [joined, joined]
    second = made.translations[1]
    assert second is not None
    assert "also translates sentence 1" in second.findings[0].message


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".csv", ".tsv", ".tmx", ".xlf", ".1.2.xliff"])
def test_the_english_may_be_in_a_file_of_many_kinds(brief: Brief, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"english{suffix}"
    kind = path.suffix
    if kind in (".txt", ".md"):
        path.write_text("\n\n".join(ENGLISH), encoding="utf-8")
    elif kind == ".html":
        path.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in ENGLISH), encoding="utf-8")
    elif kind == ".docx":
        import docx

        document = docx.Document()
        for line in ENGLISH:
            document.add_paragraph(line)
        document.save(str(path))
    elif kind in (".csv", ".tsv"):
        mark = "\t" if kind == ".tsv" else ","
        rows = [f'"{arabic}"{mark}"{english}"' for arabic, english in zip(ARABIC.split("\n\n"), ENGLISH, strict=True)]
        path.write_text("\n".join([f"source{mark}target", *rows]), encoding="utf-8")
    elif kind == ".xliff":
        brief.save(tmp_path / "made.xlf", version="1.2").rename(path)
    else:
        brief.save(path)
    made = BRIEFER(read_text(ARABIC), translation=path)
    assert texts(made) == list(ENGLISH)
    assert made.translations[0] is not None
    assert made.translations[0].model == path.name


def test_a_file_that_is_not_there_and_the_english_of_another_article_are_our_errors(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt"):
        BRIEFER(read_text(ARABIC), translation=tmp_path / "none.txt")
    with pytest.raises(FormatError, match="does not translate this article"):
        BRIEFER(read_text(ARABIC), translation="The court postponed the trial. Rain is expected in the north.")


def test_the_shell_takes_the_translation_of_one_article(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "english.txt").write_text("\n".join(ENGLISH), encoding="utf-8")
    done = toolkit(
        "brief", "article.txt", "--translation", "english.txt", "--translated-by", "a colleague", "--format", "json",
        "--summarizer", "extract", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "5 of 5 sentences translated (5 given)" in done.stdout
    assert texts(Brief.load(tmp_path / "briefs" / "article.json")) == list(ENGLISH)
    two = toolkit("brief", "article.txt", "article.txt", "--translation", "english.txt", cwd=tmp_path)
    assert (two.returncode, "one article" in two.stderr) == (2, True)


def test_an_xliff_file_comes_back_into_the_memory_with_what_a_person_signed_off(brief: Brief, tmp_path: Path) -> None:
    folder = tmp_path / "from-the-translator"
    folder.mkdir()
    path = brief.save(folder / "brief.xlf")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(ENGLISH[1], "France's president opened the fair.").replace(
        'state="translated"', 'state="final"'), encoding="utf-8")  # fmt: skip
    done = toolkit("memory", "import", folder, "--memory", tmp_path / "memory.sqlite")
    assert done.returncode == 0, done.stderr
    with TranslationMemory.open(tmp_path / "memory.sqlite", reference=False) as memory:
        (unit,) = memory.own(ARABIC.split("\n\n")[1])
    assert (unit.target, unit.origin) == ("France's president opened the fair.", "edited")


def test_what_is_remembered_is_found_next_time_and_a_person_s_correction_stays_before_it() -> None:
    memory = TranslationMemory.open(":memory:")
    sentences = [sentence.text for sentence in read_text(ARABIC).sentences]
    memory.add(sentences[1], "Confirmed by a person.")
    briefer = Briefer(summarizer="extract", sentences=3, translator=None, memory=memory, progress=False)
    wrong = [ENGLISH[0].replace("14", "41"), *ENGLISH[1:]]
    briefer(read_text(ARABIC), translation=wrong, translated_by="Jane Doe", remember=True)
    again = briefer(read_text(ARABIC))
    assert texts(again) == [None, "Confirmed by a person.", *ENGLISH[2:]]  # the wrong number was not accepted
    assert [(unit.origin, unit.person) for unit in memory.own(sentences[2])] == [("given", "Jane Doe")]


def test_nothing_is_remembered_unless_asked_for_nor_what_stands_for_two_sentences() -> None:
    memory = TranslationMemory.open(":memory:")
    briefer = Briefer(summarizer="extract", sentences=3, translator=None, memory=memory, progress=False)
    joined = f"{ENGLISH[0][:-1]}, and {ENGLISH[1][0].lower()}{ENGLISH[1][1:]}"
    briefer(read_text(ARABIC), translation=[joined, *ENGLISH[2:]])
    assert len(memory) == 0
    briefer(read_text(ARABIC), translation=[joined, *ENGLISH[2:]], remember=True)
    assert joined not in [unit.target for unit in memory.units()]
    assert len(memory) == len(ENGLISH) - 2
    with pytest.raises(ValueError, match="wants a translation"):
        briefer(read_text(ARABIC), remember=True)


ADDED = "Our correspondent adds that the football season begins on Sunday with eleven matches."
A = [
    ENGLISH[0].replace("14", "41"),
    ENGLISH[1],
    ADDED,
    ENGLISH[2],
    ENGLISH[4],
]  # a wrong number, one left out, one added
B = [ENGLISH[0], ENGLISH[1].replace("Paris", "London"), *ENGLISH[2:]]  # a wrong name


@pytest.fixture(scope="module")
def two() -> Brief:
    return BRIEFER(read_text(ARABIC), translation={"browser": A, "the desk": B})


def test_of_several_translations_each_sentence_is_the_one_with_the_fewest_findings(two: Brief) -> None:
    assert texts(two) == list(ENGLISH)
    by = [t.model for t in two.translations if t]
    assert by == ["the desk", "browser", "browser", "the desk", "browser"]  # of equals that of the one named first
    assert {(c.role, c.name) for c in two.provenance.components[:2]} == {
        ("translation", "browser"),
        ("translation", "the desk"),
    }
    assert not [gap for gap in two.gaps if gap.sentences]  # what one leaves out the other has
    assert [(extra.text, extra.by, extra.behind) for extra in two.added] == [(ADDED, "browser", 1)]
    assert Brief.from_json(two.to_json()) == two


def test_another_given_translation_can_be_taken_and_back_and_the_claims_follow(two: Brief) -> None:
    changed = take_other(two, 0, 0)
    first = changed.translations[0]
    assert first is not None
    assert (first.text, first.origin, first.model) == (A[0], "given", "browser")
    claims = [claim for claim in changed.claims if 0 in {e.sentence for e in claim.evidence}]
    assert claims
    assert all("41" in claim.text and claim.verdict != "supported" for claim in claims)
    assert take_other(changed, 0, 0).translations == two.translations
    with pytest.raises(IndexError, match="no other translation 0"):
        take_other(two, 3, 0)
    edited = edit_translation(two, 0, "Jordan announced 14 new cases of measles.").translations[0]
    assert edited is not None
    assert [other.model for other in edited.others] == ["browser"]


def test_what_is_remembered_of_several_is_what_was_taken_from_whom() -> None:
    memory = TranslationMemory.open(":memory:")
    briefer = Briefer(summarizer="extract", sentences=3, translator=None, memory=memory, progress=False)
    briefer(read_text(ARABIC), translation={"browser": A, "the desk": B}, remember=True)
    assert {(u.target, u.person) for u in memory.units()} >= {(ENGLISH[1], "browser"), (ENGLISH[0], "the desk")}


def test_one_of_several_that_is_of_another_article_is_named() -> None:
    with pytest.raises(FormatError, match=r"^B: The English does not translate this article"):
        BRIEFER(read_text(ARABIC), translation={"A": A, "B": "The court postponed the trial. Rain is expected."})
    with pytest.raises(FormatError, match="No translation"):
        BRIEFER(read_text(ARABIC), translation={})
    with pytest.raises(ValueError, match="leave translated_by out"):
        BRIEFER(read_text(ARABIC), translation={"A": A, "B": B}, translated_by="Jane")


def test_the_shell_compares_several_translations(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARABIC, encoding="utf-8")
    for name, lines in (("a.txt", A), ("b.txt", B)):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    command = "brief article.txt --translation a.txt --translation b.txt --translated-by browser --summarizer extract"
    done = toolkit(*command.split(), "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "b.txt: 5 sentences, 1 doubted, 2 taken" in done.stdout
    page = (tmp_path / "briefs" / "article-translations.html").read_text(encoding="utf-8")
    assert "left out" in page and ADDED in page.replace("<mark>", "").replace("</mark>", "")
    assert [t.model for t in Brief.load(tmp_path / "briefs" / "article.json").translations if t][:2] == [
        "b.txt",
        "browser",
    ]
    twice = toolkit(*command.replace("b.txt", "a.txt").split(), "--translated-by", "browser", cwd=tmp_path)
    assert (twice.returncode, "the names differ" in twice.stderr) == (2, True)


@pytest.fixture(scope="module")
def gaping() -> Brief:
    """A brief of a translation that leaves the second sentence out and adds one before the fourth, and one at first."""
    first = "Reporting by our own staff in the region, third of May."
    return BRIEFER(read_text(ARABIC), translation=[first, ENGLISH[0], ENGLISH[2], ADDED, *ENGLISH[3:]])


@pytest.mark.parametrize("suffix", ["html", "md", "docx", "pdf"])
def test_what_is_left_out_and_what_is_added_stands_in_its_place(gaping: Brief, tmp_path: Path, suffix: str) -> None:
    text = shown_in(gaping.save(tmp_path / f"brief.{suffix}"))
    table = text[text.index("Sentence by sentence") :]
    wanted = ["Reporting by our own", ENGLISH[0], "left out of the given", ENGLISH[2], ADDED[:30], ENGLISH[3]]
    places = [table.find(part) for part in wanted]
    assert -1 not in places, dict(zip(wanted, places, strict=True))
    assert places == sorted(places)


def test_a_sentence_that_a_person_rejected_is_not_called_left_out(gaping: Brief) -> None:
    by_sentence = {s.sentence.index: s for p in view(gaping).paragraphs for s in p.sentences}
    assert by_sentence[1].stand_in.startswith("left out of the given translation")
    mended = reject_translation(edit_translation(gaping, 1, ENGLISH[1]), 1)
    (second,) = [s for p in view(mended).paragraphs for s in p.sentences if s.sentence.index == 1]
    assert second.stand_in.startswith("translation rejected by a person")


def test_notes_are_saved_and_exported_and_follow_their_claim(gaping: Brief, tmp_path: Path) -> None:
    noted = gaping.noted("claim", 1, "Ask the desk.", tags=["#verify", "verify"]).noted("sentence", 3, "Who scored?")
    assert Brief.from_json(noted.to_json()) == noted
    for suffix in ("html", "md", "docx", "pdf"):
        text = shown_in(noted.save(tmp_path / f"noted.{suffix}")).replace("\\", "")
        assert "Ask the desk. #verify" in text and "Who scored?" in text, suffix
    left = reject_claim(noted, 0)
    assert [(note.kind, note.index) for note in left.notes] == [("claim", 0), ("sentence", 3)]
    assert [note.kind for note in reject_claim(noted, 1).notes] == ["sentence"]
    assert noted.noted("claim", 1, "").notes == noted.notes[1:]
    with pytest.raises(IndexError, match="no claim 99"):
        gaping.noted("claim", 99, "x")


def shown_in(path: Path) -> str:
    """The text of a file as a reader sees it, on one line."""
    if path.suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        paragraphs = [p.text for p in document.paragraphs]
        text = " ".join([*paragraphs, *(cell.text for t in document.tables for row in t.rows for cell in row.cells)])
    elif path.suffix == ".pdf":
        import pypdfium2

        text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    else:
        text = re.sub(
            r"<style.*?</style>|<[^>]+>|<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
    return " ".join(unescape(text).split())
