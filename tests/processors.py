"""Runs the tests that run a model as other processors would compute them: `make test-processors`.

A setting that does not apply here (an instruction set that this processor lacks) is named and left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.run_folder import run_folder

TESTS = (
    "tests/models/test_families.py",
    "tests/models/test_embedded.py",
    "tests/models/test_layouts.py",
    "tests/summarize/test_shortening.py",
    "tests/brief/test_briefer.py",
)
SETTINGS: tuple[dict[str, str], ...] = (
    {"CT2_FORCE_CPU_ISA": "AVX2"},
    {"CT2_FORCE_CPU_ISA": "GENERIC"},
    {"ATEN_CPU_CAPABILITY": "avx2"},
    {"ATEN_CPU_CAPABILITY": "default"},
    {"ONEDNN_MAX_CPU_ISA": "AVX2"},
    {"OPENBLAS_CORETYPE": "Haswell"},
    {"OPENBLAS_CORETYPE": "Zen"},
    {"OMP_NUM_THREADS": "1"},
)
_NEEDS = {"avx2": "avx2", "haswell": "avx2", "zen": "avx2"}
_LIMIT = 150  # seconds for one setting: eight of them and `make test` end within forty minutes


def flags() -> set[str]:
    """What this processor can do, as Linux names it; empty elsewhere."""
    path = Path("/proc/cpuinfo")
    return set(path.read_text().split()) if path.exists() else set()


def applies(setting: dict[str, str], known: set[str]) -> bool:
    """Tell whether this processor has what a setting asks for."""
    needed = _NEEDS.get(next(iter(setting.values())).lower(), "")
    return not needed or needed in known


def main() -> int:
    """Run every setting and say how it went; 1 if one failed."""
    failed = 0
    known = flags()
    run_folder()  # the checkpoints are trained once for all settings
    for setting in SETTINGS:
        name = " ".join(f"{key}={value}" for key, value in setting.items())
        if not applies(setting, known):
            print(f"{name}: does not apply to this processor", flush=True)
            continue
        start = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--numprocesses", "2", *TESTS]
        try:
            run = subprocess.run(
                command, env={**os.environ, **setting}, capture_output=True, text=True, timeout=_LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            failed = 1
            print(f"{name}: FAILED, not done after {_LIMIT} s", flush=True)
            continue
        last = run.stdout.strip().splitlines()[-1] if run.stdout.strip() else run.stderr[-400:]
        print(
            f"{name}: {'ok' if run.returncode == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s: {last}",
            flush=True,
        )
        if run.returncode:
            failed = 1
            print(run.stdout[-6000:])
    return failed


if __name__ == "__main__":
    sys.exit(main())
