"""The result cache: a second run asks no model, nothing wrong is ever found, and it never stops the work."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.checkpoints import template_pairs
from toolkit.models import Generation, load
from toolkit.models.cache import CachedEngine, ResultCache
from toolkit.models.seq2seq import Seq2SeqEngine

ARABIC, ENGLISH = template_pairs()[0]


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "results.sqlite")


@pytest.fixture
def engine(checkpoint_of: Callable[[str], Path], own_cache: Path, cache: ResultCache) -> CachedEngine:
    inner = load(checkpoint_of("marian"), engine="ctranslate2", cache=False)
    assert isinstance(inner, Seq2SeqEngine)
    return CachedEngine(inner, cache)


def forbid(engine: CachedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the model fail when it is asked for anything."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the model was asked")

    monkeypatch.setattr(engine.engine, "decode", lambda inputs, *_, **__: refuse() if inputs else iter(()))


def test_a_second_run_asks_no_model(engine: CachedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [ARABIC, "", "12", *(a for a, _ in template_pairs()[3:9])]
    first = engine.generate(texts, alignment=True)
    assert first[0].text == ENGLISH
    forbid(engine, monkeypatch)
    ticks: list[int] = []
    told: dict[int, Generation] = {}
    again = engine.generate(texts, alignment=True, progress=ticks.append, each=told.__setitem__)
    assert again == first == [told[index] for index in range(len(texts))]
    assert sum(ticks) == len(texts)


def test_what_was_written_before_an_interruption_is_kept(engine: CachedEngine, cache: ResultCache) -> None:
    pairs = template_pairs()[:6]
    done: list[int] = []

    def interrupt(index: int, generation: Generation) -> None:
        done.append(index)
        if len(done) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.generate([arabic for arabic, _ in pairs], each=interrupt)
    assert cache.status().results == 3
    assert [g.text for g in engine.generate([arabic for arabic, _ in pairs])] == [english for _, english in pairs]


def test_only_what_is_new_is_run(engine: CachedEngine, cache: ResultCache) -> None:
    engine.generate([ARABIC])
    assert cache.status().results == 1
    other = template_pairs()[5]
    assert [g.text for g in engine.generate([other[0], ARABIC])] == [other[1], ENGLISH]
    assert cache.status().results == 2


@pytest.mark.parametrize(
    "settings", [{"beam_size": 2}, {"max_new_tokens": 3}, {"min_new_tokens": 9}, {"alignment": True}]
)
def test_a_result_is_not_used_for_other_settings(
    engine: CachedEngine, monkeypatch: pytest.MonkeyPatch, settings: dict[str, int]
) -> None:
    engine.generate([ARABIC])
    forbid(engine, monkeypatch)
    with pytest.raises(AssertionError, match="was asked"):
        engine.generate([ARABIC], **settings)  # type: ignore[arg-type]


def test_a_result_is_not_used_for_another_model(
    engine: CachedEngine, cache: ResultCache, checkpoint_of: Callable[[str], Path]
) -> None:
    engine.generate([ARABIC])
    for other, dtype in (("m2m100", "int8"), ("marian", "float32")):
        inner = load(checkpoint_of(other), engine="ctranslate2", dtype=dtype, cache=False)
        assert isinstance(inner, Seq2SeqEngine)
        before = cache.status().results
        CachedEngine(inner, cache).generate([ARABIC])
        assert cache.status().results == before + 1


def test_a_result_comes_back_as_it_was(cache: ResultCache) -> None:
    whole = Generation("نص “text”\n", 0.25, (((0, 3), (1, 4)), ((4, 5), (0, 1))), True, 3, True)
    cache.put({"key": whole, "none": Generation("")})
    assert cache.get(["key", "none", "absent"]) == {"key": whole, "none": Generation("")}


def test_the_least_recently_used_go_first_when_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr("toolkit.models.cache.time.time", lambda: float(next(clock)))
    cache = ResultCache(tmp_path / "small.sqlite", largest=4000)
    for number in range(12):
        cache.put({f"key{number}": Generation("x" * 200)})
    assert cache.get(["key0"]) != {}  # used: it is young again
    for number in range(12, 16):
        cache.put({f"key{number}": Generation("x" * 200)})
    assert cache.status().size <= 4000
    kept = cache.get([f"key{number}" for number in range(16)])
    assert "key0" in kept
    assert "key1" not in kept
    assert "key15" in kept


def test_clearing_forgets_everything_and_says_what_there_was(engine: CachedEngine, cache: ResultCache) -> None:
    engine.generate([ARABIC])
    assert cache.clear().results == 1
    assert (cache.status().results, cache.status().size) == (0, 0)


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_set_up_anew(cache: ResultCache, content: bytes) -> None:
    cache.path.write_bytes(content)
    with pytest.warns(RuntimeWarning, match=r"damaged .* set aside as results\.sqlite\.damaged"):
        cache.put({"key": Generation("text")})
    assert cache.get(["key"])["key"].text == "text"
    assert cache.path.with_name("results.sqlite.damaged").read_bytes() == content


def test_damage_that_shows_only_where_it_is_read_costs_the_cache_and_nothing_else(cache: ResultCache) -> None:
    cache.put({f"key{number}": Generation("x" * 500) for number in range(200)})
    with sqlite3.connect(cache.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(cache.path.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    cache.path.write_bytes(content)
    with pytest.warns(RuntimeWarning, match="set aside"):
        assert cache.get([f"key{number}" for number in range(200)]) == {}
    cache.put({"key": Generation("text")})
    assert cache.get(["key"])["key"].text == "text"


def test_a_result_that_is_no_result_any_more_is_as_good_as_absent(cache: ResultCache) -> None:
    cache.put({"a": Generation("text"), "b": Generation("text")})
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE results SET value = '{\"text\": 1' WHERE key = 'a'")
    connection.close()
    assert set(cache.get(["a", "b"])) == {"b"}


def test_a_cache_folder_that_cannot_be_made_does_not_stop_the_work(
    tmp_path: Path, engine: CachedEngine, checkpoint_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert load(checkpoint_of("marian"), engine="ctranslate2").generate([ARABIC])[0].text == ENGLISH


def test_a_cache_that_cannot_be_written_does_not_stop_the_work(tmp_path: Path, engine: CachedEngine) -> None:
    nowhere = CachedEngine(engine.engine, ResultCache(tmp_path / "absent" / "results.sqlite"))
    assert nowhere.generate([ARABIC])[0].text == ENGLISH


def test_a_cache_that_another_program_holds_does_not_stop_the_work(
    cache: ResultCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.models.cache._WAIT_SECONDS", 0.05)
    cache.put({"key": Generation("text")})
    holder = sqlite3.connect(cache.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        cache.put({"other": Generation("lost")})
        assert cache.get(["key"])["key"].text == "text"
    finally:
        holder.execute("ROLLBACK")
        holder.close()


WRITE = """
import sys
from pathlib import Path
from toolkit.models import Generation
from toolkit.models.cache import ResultCache
cache = ResultCache(Path(sys.argv[1]))
for number in range(60):
    cache.put({f"{sys.argv[2]}-{number}": Generation(f"{sys.argv[2]} {number}")})
    assert cache.get([f"{sys.argv[2]}-{number}"])
"""


def test_two_processes_and_many_threads_lose_nothing(cache: ResultCache) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITE, str(cache.path), name]) for name in ("a", "b")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: cache.put({f"t-{n}": Generation(f"t {n}")}), range(60)))
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    keys = [f"{name}-{number}" for name in "abt" for number in range(60)]
    found = cache.get(keys)
    assert {key: found[key].text for key in keys} == {key: key.replace("-", " ") for key in keys}


def test_load_remembers_unless_it_is_told_not_to(
    checkpoint_of: Callable[[str], Path], own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = checkpoint_of("marian")
    assert isinstance(load(folder, engine="ctranslate2"), CachedEngine)
    assert not isinstance(load(folder, engine="ctranslate2", cache=False), CachedEngine)
    monkeypatch.setenv("TOOLKIT_RESULT_CACHE", "0")
    assert not isinstance(load(folder, engine="ctranslate2"), CachedEngine)
