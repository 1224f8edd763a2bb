"""int8 conversions: made once, whole or not at all, whoever asks at the same time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import UnsupportedModelError
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.weights import converted, made_once

CONVERT = """
import sys
from pathlib import Path
from toolkit.models.checkpoint import read_checkpoint
from toolkit.models.weights import converted
folder = Path(sys.argv[1])
sys.stdin.read()
print(converted(read_checkpoint(folder, folder.name, "translation")))
"""


@pytest.fixture
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOOLKIT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ctranslate2"


def test_a_second_request_uses_the_first_conversion(checkpoint_of: Callable[[str], Path], fresh_cache: Path) -> None:
    checkpoint = read_checkpoint(checkpoint_of("marian"), "tiny-marian", "translation")
    place = converted(checkpoint)
    made = (place / "model.bin").stat().st_mtime_ns
    assert converted(checkpoint) == place
    assert (place / "model.bin").stat().st_mtime_ns == made


def test_another_storage_type_and_another_content_have_places_of_their_own(
    checkpoint_of: Callable[[str], Path], fresh_cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(checkpoint_of("marian"), folder)
    before = converted(read_checkpoint(folder, "tiny", "translation"))
    assert converted(read_checkpoint(folder, "tiny", "translation"), "float32") != before
    config = folder / "config.json"
    config.write_text(config.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert converted(read_checkpoint(folder, "tiny", "translation")) != before


def test_two_processes_at_once_make_one_whole_conversion(
    checkpoint_of: Callable[[str], Path], fresh_cache: Path
) -> None:
    command = [sys.executable, "-c", CONVERT, str(checkpoint_of("marian"))]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    running = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(2)
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.close()  # both are up and waiting: let them go
        process.stdin = None
    places = set()
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        places.add(out.strip().splitlines()[-1])
    assert len(places) == 1
    folders = [path for path in fresh_cache.iterdir() if path.is_dir()]
    assert [str(path) for path in folders] == list(places)
    assert {"model.bin", "config.json"} <= {path.name for path in folders[0].iterdir()}


def test_a_conversion_that_fails_leaves_nothing_behind(
    checkpoint_of: Callable[[str], Path], fresh_cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(checkpoint_of("marian"), folder)
    config = folder / "config.json"
    config.write_text(config.read_text(encoding="utf-8").replace('"swish"', '"leaky_relu"'), encoding="utf-8")
    with pytest.raises(UnsupportedModelError, match="engine='transformers'"):
        converted(read_checkpoint(folder, "broken", "translation"))
    assert [path for path in fresh_cache.iterdir() if path.is_dir()] == []


def test_what_a_crash_left_is_not_taken_for_a_conversion(
    checkpoint_of: Callable[[str], Path], fresh_cache: Path
) -> None:
    checkpoint = read_checkpoint(checkpoint_of("marian"), "tiny-marian", "translation")
    place = converted(checkpoint)
    (place / "config.json").unlink()
    assert (converted(checkpoint) / "config.json").is_file()


def test_a_folder_cut_short_by_someone_else_is_replaced_and_one_that_is_whole_is_kept(tmp_path: Path) -> None:
    place, made = tmp_path / "model", []

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "weights").write_text("whole", encoding="utf-8")
        made.append(folder)

    def is_whole(folder: Path) -> bool:
        return (folder / "weights").is_file() and (folder / "weights").read_text(encoding="utf-8") == "whole"

    place.mkdir()
    (place / "weights").write_text("who", encoding="utf-8")
    (place / "rest").write_text("of the one before", encoding="utf-8")
    for _ in range(2):
        assert made_once(lambda: place, is_whole, make, "model") == place
    assert [path.name for path in place.iterdir()] == ["weights"]
    assert is_whole(place)
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["model"]
