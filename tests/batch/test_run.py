"""What a batch promises where nothing breaks: every source once, as alone, resumed, and nothing done twice."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch import faults, news
from tests.batch.conftest import assert_whole, statuses
from toolkit import Brief, Briefer, batch, read, read_text
from toolkit.batch.manifest import safe_stem
from toolkit.errors import EndpointError, ModelNotFoundError, SaveError, ToolkitError
from toolkit.translate import TranslationMemory

CHEAP = {"translator": None, "memory": None, "summarizer": "extract", "progress": False}


def test_every_brief_of_a_batch_is_the_one_that_its_article_gives_alone(
    article_paths: list[Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    report = batch.run(article_paths, out, summarizer="extract", progress=False)
    assert (report.made, report.counts, report.ok) == (5, {"done": 5}, True)
    briefer = Briefer(summarizer="extract", progress=False)
    for path in article_paths:
        assert Brief.load(out / f"{path.stem}.json") == briefer(path)


def test_a_brief_made_with_others_names_only_what_took_part_in_it(tmp_path: Path) -> None:
    memory = TranslationMemory.open(news.memory_of(tmp_path / "memory.sqlite", range(1)))
    briefer = Briefer(translator=None, memory=memory, summarizer="extract", progress=False)
    known, unknown = read_text(news.story(0)), read_text("وصل الوفد إلى المطار صباح أمس وغادر مساء.")
    assert [brief.provenance.signature for brief in briefer.many([unknown, known, unknown])] == [
        briefer(article).provenance.signature for article in (unknown, known, unknown)
    ]
    assert [len(brief.gaps) for brief in briefer.many([unknown, known])] == [
        len(briefer(article).gaps) for article in (unknown, known)
    ]


def test_a_brief_names_its_source_as_the_user_did(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = news.folder_of(tmp_path / "news", range(1))
    (folder / "empty.txt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    batch.run("news", out, workers=1, **CHEAP)
    assert Brief.load(out / "story-000.json").article == read("news/story-000.txt")
    with batch.Manifest.open(out) as manifest:
        assert [record.source for record in manifest.records()] == ["news/empty.txt", "news/story-000.txt"]
        assert [record.message for record in manifest.records("failed")] == ["news/empty.txt is empty."]
    assert batch.run(folder, out, **CHEAP).skipped == 2  # by another name, the same files


@pytest.mark.parametrize("workers", [None, 2])
def test_a_second_run_does_nothing_and_a_new_file_is_all_that_it_does(
    tmp_path: Path, out: Path, workers: int | None
) -> None:
    folder = news.folder_of(tmp_path / "news", range(20))
    assert batch.run(folder, out, workers=workers, **CHEAP).made == 20
    assert_whole(out, 20)
    before = {path: path.stat().st_mtime_ns for path in out.glob("*.json")}
    again = batch.run(folder, out, workers=workers, **CHEAP)
    assert (again.made, again.skipped) == (0, 20)
    assert {path: path.stat().st_mtime_ns for path in out.glob("*.json")} == before
    news.folder_of(folder / "more", range(20, 21))
    assert batch.run(folder, out, workers=workers, **CHEAP).made == 1
    assert_whole(out, 21)


def test_a_file_that_changed_is_done_again_and_one_that_was_only_touched_is_not(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(3))
    batch.run(folder, out, **CHEAP)
    os.utime(folder / "story-000.txt", (1, 1))
    (folder / "story-001.txt").write_text(news.story(77), encoding="utf-8")
    report = batch.run(folder, out, **CHEAP)
    assert (report.made, report.counts) == (1, {"done": 3})
    assert Brief.load(out / "story-001.json").article.text == news.story(77)


def test_an_output_that_was_deleted_is_made_again(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(3))
    batch.run(folder, out, **CHEAP)
    (out / "story-001.json").unlink()
    (out / "story-002.json").write_text("{", encoding="utf-8")
    assert batch.run(folder, out, **CHEAP).made == 2
    assert Brief.load(out / "story-002.json").claims == ()


def test_copies_of_a_text_are_recorded_and_not_done_again(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    copy = news.story(0).replace("أعلن", "أعْلَنَ").replace(" ", "  ").replace("مدرسة", "مـدرسة")
    (folder / "vowels.txt").write_text(copy, encoding="utf-8")
    page = "".join(f"<p>{line}</p>" for line in news.story(1).splitlines() if line)
    (folder / "web.html").write_text(f"<html><body><article>{page}</article></body></html>", encoding="utf-8")
    report = batch.run(folder, out, workers=1, **CHEAP)
    assert report.counts == {"done": 2, "duplicate": 2}
    with batch.Manifest.open(out) as manifest:
        found = {Path(r.source).name: Path(str(r.duplicate_of)).name for r in manifest.records("duplicate")}
    assert found == {"vowels.txt": "story-000.txt", "web.html": "story-001.txt"}
    assert batch.run(folder, out, **CHEAP).skipped == 4


def test_a_copy_is_done_when_the_original_is_another_text_now(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(1))
    (folder / "twin.txt").write_text(news.story(0), encoding="utf-8")
    batch.run(folder, out, **CHEAP)
    (folder / "story-000.txt").write_text(news.story(5), encoding="utf-8")
    batch.run(folder, out, **CHEAP)
    batch.run(folder, out, **CHEAP)
    assert statuses(out) == {"story-000": "done", "twin": "done"}
    assert Brief.load(out / "twin.json").article.text == news.story(0)


def test_paths_texts_articles_patterns_and_iterators_are_sources(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(4))

    def wire() -> Iterator[str | Path]:
        yield news.story(10)
        yield folder / "story-000.txt"
        yield str(folder / "story-00[12].txt")

    report = batch.run(wire(), out, **CHEAP)
    assert report.counts == {"done": 4}
    assert batch.run(read(folder / "story-003.txt"), out, **CHEAP).made == 1
    assert batch.run([news.story(11), "وصل الوفد إلى جنيف صباح اليوم"], out, **CHEAP).made == 2
    assert_whole(out, 7)


def test_a_stream_without_end_is_read_only_as_far_as_it_is_worked_on(out: Path) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield news.story(taken, extra="[fault: interrupt]" if taken == 40 else "")

    with pytest.raises(KeyboardInterrupt):
        batch.run(endless(), out, briefer=faults.faulty, progress=False)
    assert 40 <= taken <= 40 + 64


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_the_entries_of_a_feed_are_read_from_the_feed_itself_and_nothing_is_fetched(
    tmp_path: Path, out: Path, kind: str
) -> None:
    lines = [news.story(number).splitlines() for number in range(3)]
    bodies = [(title, "&lt;p&gt;" + " ".join(rest) + "&lt;/p&gt;") for title, *rest in lines]
    if kind == "rss":
        entries = "".join(
            f"<item><title>{title}</title><link>https://news.invalid/{n}</link><description>{body}</description>"
            "<pubDate>Tue, 12 Mar 2024 10:00:00 +0000</pubDate></item>"
            for n, (title, body) in enumerate(bodies)
        )
        text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'
    else:
        entries = "".join(
            f'<entry><title>{title}</title><link href="https://news.invalid/{n}"/><id>tag:{n}</id>'
            f'<published>2024-03-12T10:00:00Z</published><content type="html">{body}</content></entry>'
            for n, (title, body) in enumerate(bodies)
        )
        text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>'
    feed = tmp_path / "news.xml"
    feed.write_text(text, encoding="utf-8")
    assert batch.run(feed, out, **CHEAP).counts == {"done": 3}
    with batch.Manifest.open(out) as manifest:
        records = list(manifest.records())
    assert [record.source for record in records] == [f"https://news.invalid/{n}" for n in range(3)]
    brief = Brief.load(out / f"{records[1].name}.json")
    assert brief.article.title == lines[1][0]
    assert str(brief.article.published) == "2024-03-12"
    assert batch.run(feed, out, **CHEAP).skipped == 3


def test_a_feed_expands_no_entity(tmp_path: Path, out: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("كلمة السر في هذا الملف", encoding="utf-8")
    feed = tmp_path / "evil.xml"
    feed.write_text(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY a "ها"><!ENTITY b "{"&a;" * 50}">'
        f'<!ENTITY c "{"&b;" * 50}">]><rss><channel><item><title>خبر جديد من جنيف &x;</title>'
        f"<description>وصل الوفد إلى جنيف صباح اليوم. &c; {news.story(1)}</description></item></channel></rss>",
        encoding="utf-8",
    )
    batch.run(feed, out, **CHEAP)
    for path in out.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "كلمة السر" not in text
        assert "هاها" not in text


def test_the_manifest_is_read_with_one_query_by_any_sqlite(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    (folder / "empty.txt").write_text("", encoding="utf-8")
    assert not batch.run(folder, out, formats=("json", "html"), **CHEAP).ok
    with sqlite3.connect(f"file:{out}/manifest.sqlite?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT status, source, outputs, message, remedy FROM articles ORDER BY number"
        ).fetchall()
    connection.close()
    assert [row[0] for row in rows] == ["failed", "done", "done"]
    assert "is empty" in rows[0][3]
    assert rows[0][4]
    assert '"story-000.html"' in rows[1][2]


def test_what_was_made_is_counted(tmp_path: Path, out: Path) -> None:
    memory = news.memory_of(tmp_path / "memory.sqlite", range(2))
    folder = news.folder_of(tmp_path / "news", range(2))
    batch.run(folder, out, translator=None, memory=memory, summarizer="extract", progress=False)
    with batch.Manifest.open(out) as manifest:
        first, _ = manifest.records("done")
    brief = Brief.load(out / "story-000.json")
    assert first.counts["claims"] == len(brief.claims) > 0
    assert first.counts["supported"] == brief.verdicts["supported"]
    assert first.counts["findings"] == len(brief.findings)
    assert first.counts["sentences"] == 4
    assert first.seconds is not None and first.seconds > 0
    assert first.digest and first.finished and first.worker


def test_other_settings_for_the_same_folder_are_an_error_that_names_them(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(1))
    batch.run(folder, out, **CHEAP)
    with pytest.raises(SaveError, match="sentences was '5' and is '4'") as caught:
        batch.run(folder, out, sentences=4, **CHEAP)
    assert "another folder" in caught.value.remedy
    with pytest.raises(SaveError, match="formats was 'json' and is 'md'"):
        batch.run(folder, out, formats=("md",), **CHEAP)
    assert batch.run(folder, out, device="cpu", **CHEAP).skipped == 1  # where it runs is no matter


def test_a_password_in_an_address_is_written_nowhere(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    choices = {**CHEAP, "translator": "http://user:hunter2@127.0.0.1:9/v1#model"}
    with pytest.raises(EndpointError) as caught:
        batch.run([news.story(number) for number in range(40)], out, **choices)
    assert "hunter2" not in str(caught.value)
    assert all(b"hunter2" not in path.read_bytes() for path in out.iterdir())


def test_a_model_that_does_not_exist_ends_the_run_at_once_and_marks_nothing_as_failed(
    tmp_path: Path, out: Path
) -> None:
    folder = news.folder_of(tmp_path / "news", range(30))
    with pytest.raises(ModelNotFoundError):
        batch.run(folder, out, **{**CHEAP, "translator": str(tmp_path / "no-such-model")}, workers=1)
    assert set(statuses(out).values()) == {"waiting"}


def test_a_model_as_an_object_is_refused_with_the_way_out(tmp_path: Path, out: Path) -> None:
    with pytest.raises(TypeError, match="a function that makes a Briefer"):
        batch.run("x", out, memory=TranslationMemory.open(":memory:"))


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "CON", "a\0b\nc", "‮txt.exe", "." * 40, "", "x" * 999, "خبر" * 200, "a/b\\c:d*e?", "\ud800"],
)
def test_any_name_becomes_a_file_name_that_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    stem, folder = safe_stem(name), tmp_path / "briefs"
    folder.mkdir()
    path = folder / f"{stem}.json"
    path.write_text("x")
    assert path.resolve().parent == folder.resolve()
    assert list(folder.iterdir()) == [path]
    assert not stem.startswith(".") and stem == stem.strip() and len(stem.encode()) <= 110


def test_articles_of_one_name_get_files_of_their_own_and_strange_files_are_not_overwritten(
    tmp_path: Path, out: Path
) -> None:
    for place, number in (("a", 0), ("b", 1), ("c", 2)):
        news.folder_of(tmp_path / "news" / place, range(number, number + 1))
        (tmp_path / "news" / place / f"story-{number:03d}.txt").rename(tmp_path / "news" / place / "Same.txt")
    (tmp_path / "news" / "c" / "Same.txt").rename(tmp_path / "news" / "c" / "same.txt")
    out.mkdir()
    (out / "Same.md").write_text("a person's notes")
    batch.run(tmp_path / "news", out, formats=("md", "json"), **CHEAP)
    assert (out / "Same.md").read_text() == "a person's notes"
    with batch.Manifest.open(out) as manifest:
        names = [str(record.name) for record in manifest.records("done")]
    assert len({name.lower() for name in names}) == 3
    assert {path.stem for path in out.glob("*.json")} == set(names)


def test_the_output_folder_is_no_source_and_cannot_be_the_folder_of_the_articles(tmp_path: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(2))
    for _ in range(2):
        report = batch.run(folder, folder / "briefs", formats=("html", "md"), **CHEAP)
    assert report.counts == {"done": 2}
    with pytest.raises(ToolkitError, match="is the folder of the articles"):
        batch.run(folder, folder, formats=("md",), **CHEAP)


def test_one_process_loads_its_models_once_for_all_its_articles(tmp_path: Path, out: Path) -> None:
    folder = news.folder_of(tmp_path / "news", range(60))
    batch.run(folder, out, workers=2, briefer=counted, progress=False)
    with batch.Manifest.open(out) as manifest:
        workers = {record.worker for record in manifest.records("done")}
    assert len(list(Path(os.environ["FAULTS"]).glob("made-*"))) == len(workers) <= 2
    assert_whole(out, 60)


def counted() -> Briefer:
    """A Briefer whose making leaves a mark."""
    place = Path(os.environ["FAULTS"]) / f"made-{os.getpid()}-{len(list(Path(os.environ['FAULTS']).iterdir()))}"
    place.touch(exist_ok=False)
    return faults.faulty()
