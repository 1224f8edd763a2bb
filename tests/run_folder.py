"""One folder for each run of the tests, which all its workers share: checkpoints, briefs and conversions are made once."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from filelock import FileLock

__all__ = ["SETTING", "made_once", "run_folder"]

_NAME = "TOOLKIT_TESTS_RUN"
SETTING = "TOOLKIT_TESTS_SETTING"  # which of tests.processors' settings this process computes under


@cache
def run_folder() -> Path:
    """Return the folder of this run. The process that makes it throws it away when it ends."""
    if _NAME not in os.environ:
        os.environ[_NAME] = tempfile.mkdtemp(prefix="toolkit-tests-")
        atexit.register(shutil.rmtree, os.environ[_NAME], ignore_errors=True)
    return Path(os.environ[_NAME])


def made_once(place: str, make: Callable[[Path], None]) -> Path:
    """Return the folder at `place` in the folder of this run. Whoever asks first lets `make` fill it."""
    folder = run_folder() / place
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not folder.is_dir():
            work = folder.with_name(f"{folder.name}.work")
            shutil.rmtree(work, ignore_errors=True)  # of a worker that was killed
            work.mkdir()
            make(work)
            work.rename(folder)
    return folder
