from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from toolkit.errors import FormatError, MemoryStoreError
from toolkit.translate import TranslationMemory
from toolkit.translate.reference import REFERENCE_TMX
from toolkit.translate.tmx import TmxFile, Unit, write_tmx

ARABIC = "أعلنت الوزارة أن المهلة تمتد 30 يوما ابتداء من الأحد."
ENGLISH = "The ministry announced that the deadline runs for 30 days from Sunday."


def test_the_same_sentence_is_found_with_score_one_in_any_spelling(memory: TranslationMemory) -> None:
    memory.add(ARABIC, ENGLISH, article="a1")
    match = memory.lookup("اعلنت الوزاره ان المهلة تمتد ٣٠ يوماً  ابتداء من الأحد")
    assert match is not None
    assert match.exact
    assert (match.target, match.source, match.article, match.origin) == (ENGLISH, ARABIC, "a1", "edited")
    assert match.differences == ()
    name, _, version = match.memory.partition("@")
    assert name == "own"
    assert len(version) == 12


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (ARABIC.replace("30", "31"), "number"),
        (ARABIC.replace("تمتد", "لا تمتد"), "negation"),
        (ARABIC.replace("الأحد", "الاثنين"), "number"),
        (ARABIC.replace("الوزارة", "السفارة"), "word"),
    ],
)
def test_another_number_or_a_negation_is_never_exact(memory: TranslationMemory, changed: str, kind: str) -> None:
    memory.add(ARABIC, ENGLISH)
    match = memory.lookup(changed)
    assert match is not None
    assert 0.75 <= match.score < 1.0
    assert not match.exact
    assert [d.kind for d in match.differences] == [kind]
    assert memory.lookup(changed, threshold=1.0) is None


def test_marks_that_make_two_words_of_one_spelling_keep_sentences_apart(memory: TranslationMemory) -> None:
    memory.add("وصل الوزير إلى عُمان أمس", "The minister arrived in Oman yesterday")
    match = memory.lookup("وصل الوزير إلى عمّان أمس")
    assert match is not None and not match.exact
    same = memory.lookup("وصل الوزير إلى عمان أمس")
    assert same is not None and same.exact


def test_one_changed_letter_in_a_very_long_sentence_does_not_round_to_one(memory: TranslationMemory) -> None:
    long = "قال الوزير إن الوفد وصل. " * 200
    memory.add(long, "…")
    match = memory.lookup(long.replace("الوفد", "الوعد", 1))
    assert match is not None
    assert match.score <= 0.99


def test_an_unlike_or_blank_sentence_has_no_match(memory: TranslationMemory) -> None:
    memory.add(ARABIC, ENGLISH)
    assert memory.lookup("انخفضت أسعار القمح في الأسواق العالمية بعد موسم وفير.") is None
    assert memory.lookup(" \n") is None
    assert TranslationMemory.open(":memory:").lookup(ARABIC) is None


def test_similar_sentences_come_best_first_and_no_more_than_asked_for(memory: TranslationMemory) -> None:
    for number in range(10, 20):
        memory.add(f"وصل الوفد المؤلف من {number} عضوا إلى العاصمة.", f"{number} members")
    memory.add("وصل الوفد المؤلف من 30 خبيرا إلى العاصمة أمس الأول.", "experts")
    found = memory.fuzzy("وصل الوفد المؤلف من 15 عضوا إلى العاصمة الآن.", limit=3)
    assert found[0].target == "15 members"
    assert len(found) == 3
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)


def test_an_edit_takes_the_place_of_an_earlier_one_and_wins_over_imports(
    tmp_path: Path, memory: TranslationMemory
) -> None:
    memory.add(ARABIC, "first")
    memory.add(ARABIC + " ", "second")
    path = tmp_path / "new.tmx"
    write_tmx([Unit(ARABIC, "imported", created="2099-01-01T00:00:00Z")], path)
    assert memory.import_file(path).added == 1
    match = memory.lookup(ARABIC)
    assert match is not None
    assert match.target == "second"
    assert sorted(unit.target for unit in memory.units()) == ["imported", "second"]


def test_what_was_added_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with TranslationMemory.open(tmp_path / "m.sqlite") as first:
        first.add(ARABIC, ENGLISH)
        version = first.version
    with TranslationMemory.open(tmp_path / "m.sqlite") as second:
        assert second.lookup(ARABIC) is not None
        assert second.version == version
        assert second.remove(ARABIC) == 1
        assert second.lookup(ARABIC) is None
        assert second.version == "empty"


def test_the_version_depends_on_the_pairs_and_not_on_their_order() -> None:
    pairs = [("نص أول", "one"), ("نص ثان", "two"), ("نص ثالث", "three")]
    forward, backward = TranslationMemory.open(":memory:"), TranslationMemory.open(":memory:")
    for source, target in pairs:
        forward.add(source, target)
    for source, target in reversed(pairs):
        backward.add(source, target)
    assert forward.version == backward.version
    backward.add("نص رابع", "four")
    assert forward.version != backward.version


def test_blank_texts_are_not_remembered(memory: TranslationMemory) -> None:
    for source, target in ((" ", "x"), ("نص", " ")):
        with pytest.raises(FormatError):
            memory.add(source, target)


def test_half_a_character_is_refused_and_finds_nothing(memory: TranslationMemory) -> None:
    with pytest.raises(FormatError, match="surrogate"):
        memory.add("نص \ud83d", "x")
    assert memory.lookup("نص \ud83d") is None
    assert len(memory) == 0


def test_search_finds_arabic_in_any_spelling_and_english_in_any_case(memory: TranslationMemory) -> None:
    memory.add(ARABIC, ENGLISH)
    memory.add("نص آخر 100%", "Something else, 100%")
    assert [m.target for m in memory.search("الوزاره ان")] == [ENGLISH]
    assert [m.target for m in memory.search("MINISTRY")] == [ENGLISH]
    assert [m.target for m in memory.search("100%")] == ["Something else, 100%"]
    assert memory.search("%") != memory.search("_") == []
    assert memory.search(" ") == []


def test_stats_count_by_origin_article_and_memory(memory: TranslationMemory) -> None:
    memory.add("نص أول", "one", article="a")
    memory.add("نص ثان", "two", origin="import")
    stats = memory.stats()
    assert stats.units == 2
    assert stats.by_origin == {"edited": 1, "import": 1}
    assert stats.by_article == {"": 1, "a": 1}
    assert stats.by_memory == {"own": 2}
    assert stats.version == memory.version


def test_csv_goes_out_and_comes_back_equal_and_starts_no_formula(tmp_path: Path, memory: TranslationMemory) -> None:
    pairs = {
        "=cmd()|' نص": "=HYPERLINK(1)",
        "'=نص": "'quoted'",
        'سطر\nآخر، "نص"': "+1; two\tthree",
        "نص \u202e مقلوب": "<script>]]>{{ }}",
        "\n=نص": "＝HYPERLINK(1)",
        "＋نص": "－1",
        "＠نص": "\r\n@x",
    }
    for source, target in pairs.items():
        memory.add(source, target, article="a")
    path = tmp_path / "m.csv"
    assert memory.export_csv(path) == len(pairs)
    raw = path.read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(raw, newline="")) for cell in row]
    assert len(cells) == 10 * (len(pairs) + 1)
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))]
    with TranslationMemory.open(tmp_path / "other.sqlite") as other:
        done = other.import_file(path)
        assert (done.added, done.known) == (len(pairs), 0)
        assert list(other.units()) == list(memory.units())
        assert other.import_file(path).known == len(pairs)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_a_spreadsheet_is_read_with_its_own_column_names(
    tmp_path: Path, memory: TranslationMemory, delimiter: str
) -> None:
    path = tmp_path / "m.csv"
    rows = [("Arabic", "Note", "English"), ("نص", "n", "Text"), ("نص آخر", "", "")]
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    done = memory.import_file(path)
    assert [(u.source, u.target, u.note, u.origin) for u in memory.units()] == [("نص", "Text", "n", "import")]
    assert (done.added, done.known, done.skipped) == (1, 0, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "no column 'source'"),
        ("source,target\nنص,x\n".encode("cp1256"), "not UTF-8"),
        (b"", "no column"),
    ],
)
def test_csv_without_the_columns_or_not_utf8_is_refused(
    tmp_path: Path, memory: TranslationMemory, content: bytes, message: str
) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=message):
        memory.import_file(path)


def test_a_damaged_file_is_told_with_a_remedy_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(b"this is no database, but somebody's notes" * 50)
    before = path.read_bytes()
    with pytest.raises(MemoryStoreError, match=r"m\.sqlite") as caught:
        TranslationMemory.open(path)
    assert "backup" in caught.value.remedy
    assert path.read_bytes() == before


def test_damage_inside_the_file_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    write_tmx([Unit(f"جملة رقم {number} في الملف", f"Sentence {number}") for number in range(300)], tmp_path / "m.tmx")
    with TranslationMemory.open(path) as memory:
        memory.import_file(tmp_path / "m.tmx")
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 12288)
    path.write_bytes(content)
    with pytest.raises(MemoryStoreError), TranslationMemory.open(path) as damaged:
        list(damaged.units())


def test_the_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    with pytest.raises(MemoryStoreError, match="another program"):
        TranslationMemory.open(path)


def test_a_folder_in_place_of_the_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(MemoryStoreError):
        TranslationMemory.open(tmp_path)


def test_a_disk_that_is_full_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    with TranslationMemory.open(tmp_path / "m.sqlite") as memory:
        memory.add(ARABIC, ENGLISH)
        assert memory._own is not None
        memory._own._db.execute("PRAGMA max_page_count = 10")  # SQLite's own way to a full disk
        write_tmx([Unit(f"جملة رقم {n}", "x" * 500) for n in range(200)], tmp_path / "m.tmx")
        with pytest.raises(MemoryStoreError, match="full") as caught:
            memory.import_file(tmp_path / "m.tmx")
        assert "room" in caught.value.remedy
        assert len(memory) == 1
        assert memory.lookup(ARABIC) is not None


def test_a_file_of_an_older_toolkit_opens_and_knows_its_units_again(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    unit = Unit(ARABIC, ENGLISH, tool="CatTool")
    write_tmx([unit], tmp_path / "m.tmx")
    with TranslationMemory.open(path) as memory:
        memory.import_file(tmp_path / "m.tmx")
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE entries ADD COLUMN record TEXT")
    db.execute("UPDATE entries SET record = '<tu/>', digest = 'of all that and the record'")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    for _ in range(2):
        with TranslationMemory.open(path) as memory:
            assert list(memory.units()) == [unit]
            assert memory.import_file(tmp_path / "m.tmx").known == 1


def test_keys_of_an_older_normal_form_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with TranslationMemory.open(path) as memory:
        memory.add(ARABIC, ENGLISH)
    db = sqlite3.connect(path)
    db.execute("UPDATE entries SET key = 'stale'")
    db.execute("UPDATE facts SET value = 'old' WHERE name = 'key_version'")
    db.commit()
    db.close()
    with TranslationMemory.open(path) as memory:
        assert memory.lookup(ARABIC, threshold=1.0) is not None


def test_one_memory_serves_several_threads(memory: TranslationMemory) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(5):
                memory.add(f"نص {number} رقم {step}", "x")
                assert memory.lookup(f"نص {number} رقم {step}", threshold=1.0) is not None
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(memory) == 20


def test_two_openings_of_one_file_see_each_others_additions(tmp_path: Path) -> None:
    one, other = (TranslationMemory.open(tmp_path / "m.sqlite") for _ in range(2))
    other.add(ARABIC, ENGLISH)
    assert other.lookup(ARABIC.replace("30", "40")) is not None
    one.add("نص مختلف تماما عن الأول", "x")
    assert other.lookup("نص مختلف تماما عن الثاني") is not None
    assert one.version == other.version


def test_the_default_memory_holds_the_reference_translations_in_the_cache(cache: Path) -> None:
    memory = TranslationMemory.open()
    assert len(memory) == len(TmxFile(REFERENCE_TMX).units)
    assert memory.version.startswith("reference@")
    (built,) = (cache / "memory").iterdir()
    stamp = built.stat().st_mtime_ns
    TranslationMemory.open()
    assert built.stat().st_mtime_ns == stamp


def test_a_damaged_cache_is_made_again(cache: Path) -> None:
    TranslationMemory.open().close()
    (built,) = (cache / "memory").iterdir()
    built.write_bytes(b"rubbish" * 1000)
    memory = TranslationMemory.open()
    assert len(memory) == len(TmxFile(REFERENCE_TMX).units)
    assert built.read_bytes()[:6] == b"SQLite"


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(blocked))
    memory = TranslationMemory.open()
    assert len(memory) == len(TmxFile(REFERENCE_TMX).units)


def test_processes_that_start_at_once_all_get_the_whole_memory(cache: Path) -> None:
    code = (
        "import json, sys; from toolkit.translate import TranslationMemory as M; sys.stdin.readline(); "
        "m = M.open(); m.add('نص العملية', 'x'); print(json.dumps([m.stats().by_memory, m.version.split('+')[-1]]))"
    )
    environment = {**os.environ, "TOOLKIT_MEMORY": str(cache / "own.sqlite")}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [json.loads(process.communicate()[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    units = len(TmxFile(REFERENCE_TMX).units)
    assert {json.dumps(answer[0]) for answer in answers} == {json.dumps({"own": 1, "reference": units})}
    assert len({answer[1] for answer in answers}) == 1
    assert [p.name for p in (cache / "memory").iterdir() if p.suffix != ".sqlite"] == []


def test_the_persons_own_memory_wins_over_the_reference_and_reference_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "mine" / "memory.sqlite"
    monkeypatch.setenv("TOOLKIT_MEMORY", str(own))
    memory = TranslationMemory.open()
    reference = next(memory.units())
    before, version = len(memory), memory.version
    assert not own.exists()
    memory.add(reference.source, "My own rendering.")
    for opened in (memory, TranslationMemory.open()):
        match = opened.lookup(reference.source)
        assert match is not None
        assert (match.target, match.origin) == ("My own rendering.", "edited")
        assert sum(1 for _ in opened.units()) == before
        assert opened.version.startswith("memory@")
        assert opened.version.endswith(version)
    memory.remove(reference.source)
    found = memory.lookup(reference.source)
    assert found is not None
    assert found.target == reference.target


def test_without_a_memory_of_ones_own_adding_says_what_to_do() -> None:
    with pytest.raises(MemoryStoreError, match="TOOLKIT_MEMORY"):
        TranslationMemory.open().add("نص", "x")


def test_a_named_memory_has_the_reference_translations_only_if_asked(tmp_path: Path) -> None:
    assert len(TranslationMemory.open(tmp_path / "m.sqlite")) == 0
    assert len(TranslationMemory.open(tmp_path / "m.sqlite", reference=True)) > 0
    assert len(TranslationMemory.open(reference=False)) == 0
