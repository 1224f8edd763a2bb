"""Runs the tests that a processor can change as other processors would compute them: `make test-processors`.

Those tests have the mark `every_processor`: they run a model, and assert something about what it computes. A setting
that does not apply here (an instruction set that this processor lacks) is named and left out. A setting is a process of
its own, as many at a time as there are cores; what is trained or converted is made once for all of them.

`python -m tests.processors SECONDS` starts no setting later than that, and says which ones it left out.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.run_folder import SETTING, run_folder

TESTS = (
    "tests/models/test_families.py",
    "tests/models/test_embedded.py",
    "tests/summarize/test_shortening.py",
    "tests/brief/test_briefer.py",
)
# All but the last compute on one thread.
SETTINGS: tuple[dict[str, str], ...] = (
    {"CT2_FORCE_CPU_ISA": "AVX2"},
    {"CT2_FORCE_CPU_ISA": "GENERIC"},
    {"ATEN_CPU_CAPABILITY": "avx2"},
    {"ATEN_CPU_CAPABILITY": "default"},
    {"ONEDNN_MAX_CPU_ISA": "AVX2"},
    {"OPENBLAS_CORETYPE": "Haswell"},
    {"OPENBLAS_CORETYPE": "Zen"},
    {"OMP_NUM_THREADS": "2"},
)
_NEEDS = {"avx2": "avx2", "haswell": "avx2", "zen": "avx2"}
_LIMIT = 600  # seconds for one setting, which takes one or two minutes: beyond that something hangs


def flags() -> set[str]:
    """What this processor can do, as Linux names it; empty elsewhere."""
    path = Path("/proc/cpuinfo")
    return set(path.read_text().split()) if path.exists() else set()


def applies(setting: dict[str, str], known: set[str]) -> bool:
    """Tell whether this processor has what a setting asks for."""
    needed = _NEEDS.get(next(iter(setting.values())).lower(), "")
    return not needed or needed in known


def try_out(number: int, until: float) -> bool:
    """Run the tests under the setting of that number and say how it went; `until` is the last moment to start it."""
    setting = SETTINGS[number]
    name = " ".join(f"{key}={value}" for key, value in setting.items())
    if not applies(setting, flags()):
        print(f"{name}: does not apply to this processor", flush=True)
        return True
    start = time.monotonic()
    if start > until:
        print(f"{name}: LEFT OUT, there was no time", flush=True)
        return True
    # Every other one starts with the last file: two that run side by side do not wait for the same checkpoint.
    files = TESTS[:: -1 if number % 2 else 1]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "every_processor", *files]
    environment = {"OMP_NUM_THREADS": "1", **os.environ, **setting, SETTING: str(number)}
    try:
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        print(f"{name}: FAILED, not done after {_LIMIT} s", flush=True)
        return False
    good = run.returncode == 0
    last = (run.stdout.strip().splitlines() or [run.stderr[-400:]])[-1]
    print(f"{name}: {'ok' if good else 'FAILED'} in {time.monotonic() - start:.0f} s: {last}", flush=True)
    if not good:
        print(run.stdout[-6000:], flush=True)
    return good


def main(seconds: float = math.inf) -> int:
    """Run every setting that can start within so many seconds; 1 if one failed."""
    run_folder()  # before the first of them starts, so that they share it
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        good = list(pool.map(lambda number: try_out(number, until), range(len(SETTINGS))))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
